/* SPDX-License-Identifier: Apache-2.0 */
/* Deflated data (RFC 1951) in its three wrappings. */
#ifndef PROBITY_CONTENT_INFLATE_H
#define PROBITY_CONTENT_INFLATE_H

#include "content/content.h"

enum inflate_wrapping { INFLATE_RAW, INFLATE_ZLIB, INFLATE_GZIP };

/* Inflates `content` and hands what came out to the examination as content out of `format` (static).
 * DECODED_NOT_MINE if not a byte could be inflated. */
enum decoded inflate_content(const struct content *content, struct examination *examination,
			     const char *format, enum inflate_wrapping wrapping);

/* Inflates `part` of `parent` without a wrapping; see unpack_part(). */
enum decoded inflate_part(const struct content *parent, struct examination *examination,
			  const struct content *child, struct bytes part, bool incomplete);

#endif
