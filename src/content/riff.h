/* SPDX-License-Identifier: Apache-2.0 */
/* RIFF files: "RIFF" size(4, little-endian) kind(4)  *( name(4) size(4) data [pad to even] ). */
#ifndef PROBITY_CONTENT_RIFF_H
#define PROBITY_CONTENT_RIFF_H

#include "base/cursor.h"

/* Whether `data` is a RIFF file of this kind (`WAVE`, `WEBP`, …). */
static inline bool riff_is(struct bytes data, struct bytes kind)
{
	return bytes_start_with(data, BYTES("RIFF")) && bytes_equal(bytes_slice(data, 8, 4), kind);
}

/* The next chunk; `ret_cut`: it ends before its size. False at the end. */
static inline bool riff_next(struct cursor *cursor, struct bytes *ret_name, struct bytes *ret_data,
			     bool *ret_cut)
{
	if (cursor_left(cursor) < 8)
		return false;
	*ret_name = cursor_take(cursor, 4);
	uint32_t size = cursor_le32(cursor);

	*ret_data = bytes_slice(cursor->rest, 0, size);
	*ret_cut = ret_data->size < size;
	cursor_skip(cursor, ret_data->size);
	cursor_skip(cursor, size % 2 && cursor_left(cursor) ? 1 : 0);
	return true;
}

/* The codec of a wave format's number; NULL: not known. */
static inline const char *riff_voice_codec(uint16_t tag)
{
	switch (tag) {
	case 0x01:
	case 0x03:
	case 0xfffe:
		return "pcm";
	case 0x06:
		return "g711a";
	case 0x07:
		return "g711u";
	case 0x02:
	case 0x11:
		return "adpcm";
	case 0x31:
		return "gsm";
	case 0x50:
	case 0x55:
		return "mp3";
	case 0xff:
	case 0x1600:
		return "aac";
	default:
		return NULL;
	}
}

#endif
