/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the signatures of all formats in one pass. */
#ifndef PROBITY_FIRMWARE_SCAN_H
#define PROBITY_FIRMWARE_SCAN_H

#include "firmware/format.h"

enum { SCAN_SIGNATURES = 256 };

struct scan_signature {
	const struct image_format *format;
	const struct signature *signature;
	uint16_t first; /* its first two bytes */
};

struct scanner {
	size_t count;
	struct scan_signature signatures[SCAN_SIGNATURES]; /* in order of `first` */
	uint64_t firsts[65536 / 64];			   /* a bit for each that some signature has */
};

void scanner_make(struct scanner *scanner);

/* The best bidder at `start` of `data`, of all formats but those of ROLE_OBJECT unless `objects`; NULL: none
 * bids enough. `but`: who gave it back; ended by NULL. */
const struct image_format *scan_best(struct bytes data, bool objects, const struct image_format *const *but);

/* The first place from `*at` on where a signature stands whose format bids enough, and begins at `least` or
 * behind it. `*at`: moves to the signature; `*ret_start`: where the format begins. False: there is none. */
bool scan_next(const struct scanner *scanner, struct bytes data, bool objects, size_t least, size_t *at,
	       size_t *ret_start);

#endif
