/* SPDX-License-Identifier: Apache-2.0 */
/* One block of a SquashFS. Versions 2 and 3 do not say by what they are packed: by zlib, or as makers of
 * chips would have it, by LZMA with or without its header. */
#include "codec/codec.h"
#include "codec/lzma.h"
#include "firmware/format/squashfs.h"

/* What the header of LZMA-alone says when there is none (lc 3, lp 0, pb 2). */
enum { LZMA_USUAL = 0x5d };

static size_t by_codec(struct squashfs *squashfs, const struct codec *codec, struct bytes packed, uint8_t *to,
		       size_t room)
{
	enum codec_state state;
	size_t size = codec_block(codec, packed, to, room, &state);

	if (state == CODEC_NO_MEMORY)
		reading_out_of_memory(squashfs->reading);
	return state == CODEC_BROKEN ? 0 : size;
}

static size_t by_lzma(struct squashfs *squashfs, struct bytes packed, uint8_t *to, size_t room)
{
	size_t size = by_codec(squashfs, &codec_lzma, packed, to, room);

	if (size || packed.size < 2)
		return size;
	/* Properties and dictionary without the size, properties alone, or nothing at all. */
	size = lzma_unpack(packed.data[0], bytes_from(packed, 5), to, room);
	if (!size)
		size = lzma_unpack(packed.data[0], bytes_from(packed, 1), to, room);
	return size ? size : lzma_unpack(LZMA_USUAL, packed, to, room);
}

static size_t unpack_by(struct squashfs *squashfs, enum squashfs_method method, struct bytes packed,
			uint8_t *to, size_t room)
{
	switch (method) {
	case SQUASHFS_ZLIB:
		return by_codec(squashfs, &codec_zlib, packed, to, room);
	case SQUASHFS_LZMA:
		return by_lzma(squashfs, packed, to, room);
	case SQUASHFS_LZO:
		return by_codec(squashfs, &codec_lzo, packed, to, room);
	case SQUASHFS_XZ:
		return by_codec(squashfs, &codec_xz, packed, to, room);
	case SQUASHFS_LZ4:
		return by_codec(squashfs, &codec_lz4_block, packed, to, room);
	case SQUASHFS_ZSTD:
		return by_codec(squashfs, &codec_zstd, packed, to, room);
	default:
		return 0;
	}
}

size_t squashfs_unpack(struct squashfs *squashfs, struct bytes packed, uint8_t *to, size_t room)
{
	static const enum squashfs_method tried[] = { SQUASHFS_ZLIB, SQUASHFS_LZMA, SQUASHFS_XZ,
						      SQUASHFS_LZO };
	struct squashfs_super *super = &squashfs->super;

	/* The method is wrong where a maker packs by LZMA and leaves what was there. */
	size_t size = unpack_by(squashfs, super->method, packed, to, room);

	if (size || (super->version == 4 && super->method != SQUASHFS_ZLIB))
		return size;
	for (size_t i = 0; i < sizeof tried / sizeof *tried && !size; i++) {
		size = unpack_by(squashfs, tried[i], packed, to, room);
		if (size)
			super->method = tried[i];
	}
	return size;
}
