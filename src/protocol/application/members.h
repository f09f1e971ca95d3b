/* SPDX-License-Identifier: Apache-2.0 */
/* The values of one record of a binary protocol, written as text while they are read. */
#ifndef PROBITY_PROTOCOL_APPLICATION_MEMBERS_H
#define PROBITY_PROTOCOL_APPLICATION_MEMBERS_H

#include "base/limits.h"
#include "evidence/observer.h"

/* Lives on the stack and is not zeroed as a whole: members_begin() does what is needed. */
struct members {
	size_t count, used;
	bool full; /* something had no room */
	struct member list[LIMIT_RECORD_MEMBERS];
	uint8_t text[LIMIT_RECORD_TEXT];
};

static inline void members_begin(struct members *members)
{
	members->count = members->used = 0;
	members->full = false;
}

/* All of these take the field's name as a string that stays (a literal). Nothing is added of empty text. */

/* Text as it stands, without what fills it up (NULs, blanks) at both ends. Where it is not UTF-8 it is taken
 * for GB 18030, as Chinese protocols say. */
void members_text(struct members *members, const char *field, struct bytes text);

/* A number of units of ten to the power of minus `decimals`: 31230416 with 6 is 31.230416. */
void members_number(struct members *members, const char *field, int64_t number, unsigned decimals);

/* The decimal digits of a BCD number, without zeros in front of them; nothing if it is none. A filler `f` at
 * the end is left out. */
void members_bcd(struct members *members, const char *field, struct bytes bcd);

/* A hardware address of six octets. */
void members_mac(struct members *members, const char *field, struct bytes octets);

/* A place in millionths of degrees. Nothing where it is no place: off the Earth, or 0, 0. Decimals that are
 * nought in both are no precision, and are left out from the fourth on. */
void members_position(struct members *members, int64_t latitude, int64_t longitude);

/* Text that is put together: members_open(), pieces, members_close(). */
void members_open(struct members *members, const char *field);
void members_append(struct members *members, const char *format, ...) __attribute__((format(printf, 2, 3)));
void members_close(struct members *members);

/* Hands over what there is as one record; `where`: the bytes of the window that it was. */
void members_say(const struct members *members, const struct message *message, struct bytes where,
		 struct observer *observer);

/* Whether `bcd` holds decimal digits only, fillers `f` at the end aside. */
bool bcd_is_number(struct bytes bcd);

#endif
