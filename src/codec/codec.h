/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of compression: bytes in, bytes out, in steps, so that a cut or broken stream gives what it holds.
 * Nothing here knows what the bytes are, or how much of them anybody wants. */
#ifndef PROBITY_CODEC_CODEC_H
#define PROBITY_CODEC_CODEC_H

#include "base/buffer.h"

enum codec_state { CODEC_GOING, CODEC_DONE, CODEC_BROKEN, CODEC_NO_MEMORY };

/* One step: how much of the input was used up, and how much was written. */
struct codec_step {
	size_t taken, given;
	enum codec_state state;
	const char *reason; /* static: why it cannot go on, if not for being malformed */
};

struct codec {
	const char *name, *specification;
	/* What a step must have room for, unless that is all there may be. */
	size_t room;
	/* A stream at its start; freed by close(). NULL: no memory. Both NULL: there is nothing to keep. */
	void *(*open)(void);
	/* Reads `in` and writes at most `room` bytes to `to`. Neither taken nor given: it wants more. */
	struct codec_step (*step)(void *stream, struct bytes in, uint8_t *to, size_t room);
	void (*close)(void *stream);
};

extern const struct codec codec_deflate; /* raw */
extern const struct codec codec_zlib;
extern const struct codec codec_gzip; /* any number of members */
extern const struct codec codec_zstd; /* any number of frames */
extern const struct codec codec_brotli;
extern const struct codec codec_lz4;	    /* any number of frames */
extern const struct codec codec_lz4_legacy; /* blocks of 8 MB behind their magic number */
extern const struct codec codec_snappy;	    /* chunks of the framing format */
extern const struct codec codec_snappy_block;
extern const struct codec codec_xz;	   /* any number of streams */
extern const struct codec codec_lzma;	   /* LZMA-alone: properties (1), dictionary (4), size (8) */
extern const struct codec codec_lz4_block; /* without a container */
extern const struct codec codec_lzo;	   /* LZO1X, without a container */
extern const struct codec codec_bzip2;	   /* any number of streams */

/* Unpacks `*in` to the end of `to` until the input, the stream or the room ends; `*in` is then what is left
 * of it. `state` of what is answered: CODEC_GOING: the input or the room (then to->full) ended early. */
struct codec_step codec_run(const struct codec *codec, struct bytes *in, struct buffer *to);

/* One block whose unpacked size is known: `in` to `to`. Answers how many bytes could be unpacked;
 * `*ret_state` is CODEC_DONE when that was the whole stream. */
size_t codec_block(const struct codec *codec, struct bytes in, uint8_t *to, size_t room,
		   enum codec_state *ret_state);

/* Whether something begins like it: the headers' constant bits. Used by whoever chooses a codec. */
bool zstd_begins(struct bytes data); /* a frame, or one to be skipped */
bool lz4_begins(struct bytes data);
bool lz4_legacy_begins(struct bytes data);
bool snappy_begins(struct bytes data); /* the framing format */

/* The unpacked size that a snappy block starts with, which a step must have room for. False: it is none. */
bool snappy_size(struct bytes block, uint64_t *ret_size);

#endif
