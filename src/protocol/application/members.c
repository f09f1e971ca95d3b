/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/members.h"

#include "base/text.h"

#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>

/* Makes the bytes of `members->text` from `start` on the value of a new member. */
static void add(struct members *members, const char *field, size_t start, bool number)
{
	if (members->used == start)
		return;
	if (members->count == LIMIT_RECORD_MEMBERS) {
		members->full = true;
		return;
	}
	members->list[members->count++] = (struct member){
		.field = bytes_of(field),
		.value = { members->text + start, members->used - start },
		.number = number,
	};
}

static struct bytes unfilled(struct bytes text)
{
	while (text.size && (text.data[text.size - 1] <= ' '))
		text.size--;
	while (text.size && text.data[0] <= ' ')
		text = bytes_from(text, 1);
	return text;
}

/* Appends Chinese text as UTF-8; what is no character is left out. */
static void append_chinese(struct members *members, struct bytes text)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	char *in = (char *)(uintptr_t)text.data, *out = (char *)(members->text + members->used);
	size_t in_left = text.size, room = LIMIT_RECORD_TEXT - members->used;

	/* iconv_open() answers an error as a pointer. */
	if ((intptr_t)converter == -1)
		return;
	while (in_left && iconv(converter, &in, &in_left, &out, &room) == (size_t)-1) {
		if (room < 4) {
			members->full = true;
			break;
		}
		if (in_left) {
			in++;
			in_left--;
		}
	}
	members->used = LIMIT_RECORD_TEXT - room;
	iconv_close(converter);
}

void members_text(struct members *members, const char *field, struct bytes text)
{
	size_t start = members->used;

	text = unfilled(text);
	if (!text.size)
		return;
	if (text.size > LIMIT_RECORD_TEXT - start) {
		members->full = true;
		return;
	}
	if (text_is_utf8(text)) {
		memcpy(members->text + start, text.data, text.size);
		members->used += text.size;
	} else {
		append_chinese(members, text);
	}
	add(members, field, start, false);
}

static void append(struct members *members, const char *text, size_t size)
{
	if (size > LIMIT_RECORD_TEXT - members->used) {
		members->full = true;
		return;
	}
	memcpy(members->text + members->used, text, size);
	members->used += size;
}

void members_number(struct members *members, const char *field, int64_t number, unsigned decimals)
{
	uint64_t size = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number, unit = 1;
	size_t start = members->used;
	char text[64];

	for (unsigned i = 0; i < decimals; i++)
		unit *= 10;
	int length = decimals ? snprintf(text, sizeof text, "%s%" PRIu64 ".%0*" PRIu64, number < 0 ? "-" : "",
					 size / unit, (int)decimals, size % unit)
			      : snprintf(text, sizeof text, "%" PRId64, number);

	append(members, text, length > 0 ? (size_t)length : 0);
	add(members, field, start, true);
}

bool bcd_is_number(struct bytes bcd)
{
	bool filled = false;

	for (size_t i = 0; i < bcd.size; i++) {
		unsigned high = bcd.data[i] >> 4, low = bcd.data[i] & 15;

		if (filled ? bcd.data[i] != 0xff
			   : (high > 9 && bcd.data[i] != 0xff) || (low > 9 && low != 15))
			return false;
		filled = low == 15;
	}
	return bcd.size != 0;
}

void members_bcd(struct members *members, const char *field, struct bytes bcd)
{
	size_t start = members->used;

	if (!bcd_is_number(bcd))
		return;
	for (size_t i = 0; i < 2 * bcd.size; i++) {
		unsigned digit = i % 2 ? bcd.data[i / 2] & 15 : bcd.data[i / 2] >> 4;
		char text = (char)('0' + digit);

		if (digit <= 9 && (digit || members->used != start))
			append(members, &text, 1);
	}
	add(members, field, start, false);
}

void members_mac(struct members *members, const char *field, struct bytes octets)
{
	if (octets.size != 6)
		return;
	members_open(members, field);
	for (size_t i = 0; i < 6; i++)
		members_append(members, i ? ":%02x" : "%02x", octets.data[i]);
	members_close(members);
}

void members_position(struct members *members, int64_t latitude, int64_t longitude)
{
	const int64_t degree = 1000000;
	unsigned decimals = 6;

	if (latitude > 90 * degree || latitude < -90 * degree || longitude > 180 * degree ||
	    longitude < -180 * degree || (!latitude && !longitude))
		return;
	if (latitude % 1000 == 0 && longitude % 1000 == 0) {
		decimals = 3;
		latitude /= 1000;
		longitude /= 1000;
	}
	while (decimals && decimals <= 3 && latitude % 10 == 0 && longitude % 10 == 0) {
		decimals--;
		latitude /= 10;
		longitude /= 10;
	}
	members_number(members, "latitude", latitude, decimals);
	members_number(members, "longitude", longitude, decimals);
}

/* An open member stands behind the last one, without a value, until it is closed. */
void members_open(struct members *members, const char *field)
{
	if (members->count == LIMIT_RECORD_MEMBERS) {
		members->full = true;
		return;
	}
	members->list[members->count] = (struct member){
		.field = bytes_of(field),
		.value = { members->text + members->used, 0 },
	};
}

void members_append(struct members *members, const char *format, ...)
{
	char text[128];
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(text, sizeof text, format, arguments);

	va_end(arguments);
	if (length > 0)
		append(members, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

void members_close(struct members *members)
{
	if (members->count == LIMIT_RECORD_MEMBERS)
		return;
	struct member *member = &members->list[members->count];

	member->value.size = (size_t)(members->text + members->used - member->value.data);
	members->count += member->value.size != 0;
}

void members_say(const struct members *members, const struct message *message, struct bytes where,
		 struct observer *observer)
{
	if (members->full)
		observer_limit(observer, "record-members", LIMIT_RECORD_MEMBERS);
	observer_record(observer, message, members->list, members->count, where);
}
