/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time: nanoseconds since 1970-01-01 00:00 UTC, leap seconds not counted. */
#ifndef PROBITY_BASE_INSTANT_H
#define PROBITY_BASE_INSTANT_H

#include "base/bytes.h"

typedef int64_t instant; /* the one exception to "no typedef": it is a unit, not a structure */

#define INSTANT_SECOND INT64_C(1000000000)
#define INSTANT_NONE   INT64_MIN

enum { INSTANT_TEXT_SIZE = 40 };

/* Writes `2026-03-01T08:00:00.123456Z` (fraction in threes of digits, none when zero) to `text`,
 * of INSTANT_TEXT_SIZE bytes. Independent of locale and time zone. Returns `text`. */
char *instant_format(instant when, char text[INSTANT_TEXT_SIZE]);

/* Reads an ISO 8601 date and time with a zone (`Z`, `+08:00`) and up to nine decimals, or seconds
 * since 1970 as `1740816000.25`. False for anything else, or out of range. */
bool instant_parse(struct bytes text, instant *ret_when);

#endif
