/* SPDX-License-Identifier: Apache-2.0 */
/* What the protocols of trackers and watches share: places, cells, telephone numbers as they write them. */
#ifndef PROBITY_PROTOCOL_APPLICATION_TRACKER_H
#define PROBITY_PROTOCOL_APPLICATION_TRACKER_H

#include "protocol/application.h"
#include "protocol/application/members.h"

/* A place as NMEA 0183 writes it, in millionths of degrees: `2232.8994`, `N`. False where it is none. */
bool tracker_minutes(struct bytes text, struct bytes side, int64_t *ret_millionths);

/* The same of degrees with decimals: `22.571707`, `N`; `side` may be empty. */
bool tracker_degrees(struct bytes text, struct bytes side, int64_t *ret_millionths);

/* A latitude and a longitude that stand in four fields of a list with commas, taken from it. */
void tracker_take_place(struct bytes *rest, bool minutes, struct members *members);

/* Adds a cell; nothing where it is none. */
void tracker_cell(struct members *members, struct bytes country, struct bytes network, struct bytes area,
		  struct bytes cell);

/* Adds every part of the list that can be a telephone number under this name. */
void tracker_phones(struct members *members, const char *field, struct bytes list);

/* Text of UTF-16 (big-endian) in hexadecimal digits. Whether it was any. */
bool tracker_wide_text(struct members *members, const char *field, struct bytes hex);

/* Whether all are decimal digits, and there are so many of them. */
bool tracker_digits(struct bytes text, size_t least, size_t most);

/* Says that bytes of a stream are no frame, or that a frame has no end, and passes over them. */
void tracker_pass(struct stream *stream, const char *decoder, size_t size, bool cut,
		  struct observer *observer);

#endif
