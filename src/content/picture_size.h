/* SPDX-License-Identifier: Apache-2.0 */
/* The size of the pictures of an H.264 or H.265 stream, from its parameter sets. */
#ifndef PROBITY_CONTENT_PICTURE_SIZE_H
#define PROBITY_CONTENT_PICTURE_SIZE_H

#include "base/bytes.h"

struct picture_size {
	uint32_t width, height;
};

/* Reads a sequence parameter set, from behind the header of its NAL unit (1 byte in H.264, 2 in H.265)
 * to its end. False: it is none that makes sense. */
bool picture_size_h264(struct bytes set, struct picture_size *ret_size);
bool picture_size_h265(struct bytes set, struct picture_size *ret_size);

/* Finds the first NAL unit behind a start code (00 00 01): the bytes from its header to the next start
 * code or the end; moves `*stream` to that. False: there is none. */
bool nal_next(struct bytes *stream, struct bytes *ret_unit);

/* Finds the first sequence parameter set of either kind in a byte stream. `*ret_codec`: "h264" or
 * "h265". */
bool picture_size_find(struct bytes stream, struct picture_size *ret_size, const char **ret_codec);

#endif
