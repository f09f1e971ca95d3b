/* SPDX-License-Identifier: Apache-2.0 */
/* Decompression into what a message may still expand to: the same for every method. */
#ifndef PROBITY_CONTENT_UNPACK_H
#define PROBITY_CONTENT_UNPACK_H

#include "codec/codec.h"
#include "content/content.h"

struct unpacker {
	const struct codec *codec;
	const char *format; /* static: of what comes out; NULL: the codec's name */
	/* Many bits said that it is this: what gives nothing is cut or broken, not something else. */
	bool certain;
	/* Text may begin like it by chance: it then gives a few bytes before it breaks. */
	bool chance;
};

/* Unpacks `content` and hands what came out to the examination, also that of a cut or broken one.
 * DECODED_NOT_MINE if that is nothing. */
enum decoded unpack_content(const struct unpacker *unpacker, const struct content *content,
			    struct examination *examination);

/* The same for a part of `parent`: what comes out goes by what `child` says, but for its data. */
enum decoded unpack_part(const struct unpacker *unpacker, const struct content *parent,
			 struct examination *examination, const struct content *child, struct bytes part,
			 bool incomplete);

#endif
