/* SPDX-License-Identifier: Apache-2.0 */
/* Files of JFFS2: pieces written one after another, later ones over earlier ones. What a later one covers, or
 * cuts off, is in the file no more, but in flash. */
#include "base/limits.h"
#include "base/memory.h"
#include "codec/codec.h"
#include "codec/lzma.h"
#include "firmware/format/jffs2.h"

#include <stdlib.h>

enum method { NONE, ZERO, RTIME, RUBIN, COPY, DYNAMIC_RUBIN, ZLIB, LZO, LZMA };

/* rtime (Linux fs/jffs2/compr_rtime.c): each byte is followed by how many bytes repeat what came behind the
 * last byte of its value. */
static size_t read_rtime(struct bytes in, uint8_t *to, size_t room)
{
	size_t behind[256] = { 0 }, given = 0;
	struct cursor cursor = cursor_over(in);

	while (given < room && cursor_left(&cursor) >= 2) {
		uint8_t value = cursor_u8(&cursor), repeat = cursor_u8(&cursor);
		size_t from = behind[value];

		to[given++] = value;
		behind[value] = given;
		for (; repeat && given < room; repeat--)
			to[given++] = to[from++];
	}
	return given;
}

static size_t unpack(struct jffs2 *jffs2, const struct codec *codec, struct bytes in, uint8_t *to,
		     size_t room)
{
	enum codec_state state;
	size_t given = codec_block(codec, in, to, room, &state);

	if (state == CODEC_NO_MEMORY)
		reading_out_of_memory(jffs2->reading);
	return given;
}

bool jffs2_read_piece(struct jffs2 *jffs2, const struct jffs2_piece *piece, struct buffer *to)
{
	size_t size = piece->length, given = 0;

	if (!reading_spend(jffs2->reading, size / 64 + 1) || !buffer_reserve(to, size))
		return false;
	uint8_t *at = to->data + to->size;

	switch (piece->method) {
	case NONE:
	case COPY:
		given = piece->data.size < size ? piece->data.size : size;
		if (given)
			memcpy(at, piece->data.data, given);
		break;
	case ZERO:
		memset(at, 0, size);
		given = size;
		break;
	case RTIME:
		given = read_rtime(piece->data, at, size);
		break;
	case ZLIB:
		given = unpack(jffs2, &codec_zlib, piece->data, at, size);
		break;
	case LZO:
		given = unpack(jffs2, &codec_lzo, piece->data, at, size);
		break;
	case LZMA: /* lc, lp and pb are 0 where distributions added it */
		given = lzma_unpack(0, piece->data, at, size);
		break;
	default:
		break;
	}
	to->size += given;
	return given == size;
}

/* Sets the bits from `start` up to `end`. Answers whether one of them was not set. */
static bool cover(uint64_t *bits, size_t start, size_t end)
{
	bool shows = false;

	while (start < end) {
		size_t bit = start % 64, count = end - start < 64 - bit ? end - start : 64 - bit;
		uint64_t mask = (count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1) << bit;

		shows |= (bits[start / 64] & mask) != mask;
		bits[start / 64] |= mask;
		start += count;
	}
	return shows;
}

void jffs2_hide_pieces(struct jffs2 *jffs2, struct jffs2_pieces pieces)
{
	uint32_t size = pieces.end[-1].size, least = UINT32_MAX;

	if (size > LIMIT_IMAGE_FILE)
		size = LIMIT_IMAGE_FILE;
	uint64_t *bits = memory_new_array(size / 64 + 1, sizeof *bits);

	if (!bits) {
		reading_out_of_memory(jffs2->reading);
		return;
	}
	for (struct jffs2_piece *piece = pieces.end; piece-- > pieces.first;) {
		uint64_t end = (uint64_t)piece->offset + piece->length;

		least = piece->size < least ? piece->size : least;
		if (end > least)
			end = least;
		if (end > size)
			end = size;
		piece->hidden = piece->length &&
				(piece->offset >= end || !cover(bits, piece->offset, (size_t)end));
		if (!reading_spend(jffs2->reading, piece->length / 4096 + 1))
			break;
	}
	free(bits);
}

/* Puts a piece where it belongs; the file is as large then as it says. */
static bool put_piece(struct jffs2 *jffs2, const struct jffs2_piece *piece, struct buffer *data, size_t *size)
{
	struct buffer part = buffer_of(piece->length);
	size_t most = data->size, now = piece->size < most ? piece->size : most;
	bool fine = jffs2_read_piece(jffs2, piece, &part);

	if (now < *size)
		memset(data->data + now, 0, *size - now);
	*size = now;
	if (piece->offset < most && part.size) {
		size_t room = most - piece->offset;

		memcpy(data->data + piece->offset, part.data, part.size < room ? part.size : room);
	}
	if (part.failed)
		reading_out_of_memory(jffs2->reading);
	buffer_free(&part);
	return fine;
}

bool jffs2_read_file(struct jffs2 *jffs2, struct jffs2_pieces pieces, struct buffer *data)
{
	uint32_t size = pieces.end[-1].size;
	size_t now = 0;
	bool fine = size <= LIMIT_IMAGE_FILE;

	*data = reading_buffer(jffs2->reading, fine ? size : LIMIT_IMAGE_FILE);
	if (!buffer_reserve(data, data->maximum))
		return false;
	data->size = data->maximum;
	if (data->size)
		memset(data->data, 0, data->size);
	for (const struct jffs2_piece *piece = pieces.first; piece < pieces.end; piece++)
		if (piece->length <= LIMIT_IMAGE_FILE && !piece->hidden)
			fine = put_piece(jffs2, piece, data, &now) && fine;
	reading_buffer_fill(jffs2->reading, data);
	return fine;
}
