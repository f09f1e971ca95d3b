/* SPDX-License-Identifier: Apache-2.0 */
/* Degrees of latitude and longitude as they are written. */
#ifndef PROBITY_RECOGNISE_POSITION_H
#define PROBITY_RECOGNISE_POSITION_H

#include "base/bytes.h"

struct degrees {
	int64_t millionths;
	unsigned decimals; /* as written: 4 tell a house from its neighbour */
};

/* Reads `31.230416`, `-0.1276`, at most 180 and perhaps with a degree sign. All of the text. */
bool degrees_read(struct bytes text, struct degrees *ret_degrees);

/* The same from a whole number of millionths or ten-millionths of degrees, as receivers send it. */
bool degrees_read_scaled(struct bytes text, int64_t most_degrees, struct degrees *ret_degrees);

/* `3113.8249` or `12128.4220`, as NMEA 0183 writes angles: `whole` digits of degrees, then minutes. */
bool degrees_read_nmea(struct bytes text, size_t whole, struct degrees *ret_degrees);

/* Whether the pair lies in or near China; whether it can be a place on Earth at all, which 0, 0 and
 * whole degrees are not. */
bool degrees_in_china(const struct degrees *latitude, const struct degrees *longitude);
bool degrees_on_earth(const struct degrees *latitude, const struct degrees *longitude);

#endif
