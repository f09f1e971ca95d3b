/* SPDX-License-Identifier: Apache-2.0 */
/* Decompression into what a message may still expand to: the same for every method. */
#ifndef PROBITY_CONTENT_UNPACK_H
#define PROBITY_CONTENT_UNPACK_H

#include "content/content.h"

enum unpacked { UNPACK_GOING, UNPACK_DONE, UNPACK_BROKEN, UNPACK_NO_MEMORY };

/* One step: how much of the input was used up, and how much was written. */
struct unpack_step {
	size_t taken, given;
	enum unpacked state;
	const char *reason; /* static: why it cannot go on, if not for being malformed */
};

struct unpacker {
	const char *format; /* of what comes out */
	/* Many bits said that it is this: what gives nothing is cut or broken, not something else. */
	bool certain;
	/* Text may begin like it by chance: it then gives a few bytes before it breaks. */
	bool chance;
	/* What a step must have room for, unless that is all there may be. */
	size_t room;
	/* Reads `in` and writes at most `room` bytes to `to`. Neither taken nor given: it wants more. */
	struct unpack_step (*step)(void *stream, struct bytes in, uint8_t *to, size_t room);
};

/* Unpacks `content` and hands what came out to the examination, also that of a cut or broken one.
 * DECODED_NOT_MINE if that is nothing. */
enum decoded unpack_content(const struct unpacker *unpacker, void *stream, const struct content *content,
			    struct examination *examination);

/* The same for a part of `parent`: what comes out goes by what `child` says, but for its data. */
enum decoded unpack_part(const struct unpacker *unpacker, void *stream, const struct content *parent,
			 struct examination *examination, const struct content *child, struct bytes part,
			 bool incomplete);

#endif
