/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a file or pipe, decompressed where they are compressed, as a window that moves
 * forwards. Nothing is copied but the tail of a block when the next one is read behind it. */
#ifndef PROBITY_INPUT_BLOCK_READER_H
#define PROBITY_INPUT_BLOCK_READER_H

#include "base/bytes.h"
#include "base/error.h"

enum compression { COMPRESSION_NONE, COMPRESSION_GZIP, COMPRESSION_ZSTD };

struct block_reader {
	struct bytes window; /* what is there and not consumed; see block_reader_need() */
	uint64_t offset;     /* of the window's first byte, in the decompressed bytes */
	uint64_t taken;	     /* bytes read from the descriptor */
	bool ended;	     /* nothing will come behind the window */
	bool cut;	     /* the compressed data end before their end */
	const char *trouble; /* static: the compressed data are broken; `ended` then */

	/* private */
	int descriptor;
	const char *name;
	enum compression compression;
	void *decoder;	/* z_stream or ZSTD_DStream */
	bool unit_open; /* inside a gzip member or zstd frame */
	uint8_t *block;
	size_t room;
	uint8_t *packed; /* compressed bytes read and not decoded */
	size_t packed_at, packed_size;
};

/* Starts reading. `first`: bytes that were read from the descriptor already; they are copied. */
enum status block_reader_open(struct block_reader *reader, int descriptor, const char *name,
			      struct bytes first, struct error *error);
void block_reader_close(struct block_reader *reader);

/* Reads until the window holds at least `size` bytes (up to LIMIT_BLOCK_SIZE). STATUS_END when the
 * file ends before; what is left of it stays in the window. Moves the window's memory. */
enum status block_reader_fill(struct block_reader *reader, size_t size, struct error *error);

static inline enum status block_reader_need(struct block_reader *reader, size_t size, struct error *error)
{
	return size <= reader->window.size ? STATUS_OK : block_reader_fill(reader, size, error);
}

/* Takes `size` bytes, which must be in the window. */
static inline struct bytes block_reader_take(struct block_reader *reader, size_t size)
{
	struct bytes taken = { reader->window.data, size };

	reader->window = (struct bytes){ reader->window.data + size, reader->window.size - size };
	reader->offset += size;
	return taken;
}

/* Discards `size` bytes, however many. STATUS_END when there are not so many. */
enum status block_reader_skip(struct block_reader *reader, uint64_t size, struct error *error);

/* How bytes are compressed that start so. */
enum compression compression_of(struct bytes first);

/* Decompresses the start of `first` to `to`; returns how many bytes came out, `room` at most. */
size_t compression_peek(struct bytes first, uint8_t *to, size_t room);

#endif
