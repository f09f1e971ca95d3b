/* SPDX-License-Identifier: Apache-2.0 */
/* Positions in the metadata of pictures and recordings, handed over as a record of `latitude` and
 * `longitude`. */
#ifndef PROBITY_CONTENT_LOCATION_H
#define PROBITY_CONTENT_LOCATION_H

#include "content/content.h"

struct location {
	int64_t latitude, longitude; /* millionths of a degree */
	unsigned decimals;	     /* that mean something: 6 at most */
};

/* `+31.2376+121.4750+012.5/` (ISO 6709 annex H, in degrees). */
bool location_read(struct bytes text, struct location *ret_location);

/* Whether it is a place on Earth: 0, 0 is written by cameras that do not know. */
bool location_is_known(const struct location *location);

/* Hands over its two numbers, inside a record of the caller's. `outer`: what they are part of;
 * `where`: the bytes they stand in. */
void location_give(const struct location *location, const struct content *content,
		   struct examination *examination, const struct step *outer, struct bytes where);

#endif
