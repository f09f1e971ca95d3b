/* SPDX-License-Identifier: Apache-2.0 */
/* NetBIOS over UDP (RFC 1001, 1002): the name service (137) and datagrams (138).
 *
 *     names      as DNS messages; a name is one label of 32 letters, two for each of 15 characters and
 *                one that tells what it is for
 *     datagrams  type(8) flags(8) id(16) source(32) port(16) size(16) offset(16) names(34 each) SMB
 *
 * Tells how a host calls itself, its group, its hardware address (node status), and the comment that its
 * user wrote. Left out: what datagrams carry but announcements to browsers (MS-BRWS). */
#include "protocol/application.h"

#include "protocol/application/dns_name.h"

enum { NAME_SIZE = 15, TYPE_NB = 0x20, TYPE_NBSTAT = 0x21, QUESTIONS_MOST = 4, RECORDS_MOST = 64 };
enum { FLAG_RESPONSE = 0x8000, OPCODE_SHIFT = 11, OPCODE_MOST = 9, FLAG_GROUP = 0x8000 };
enum { DIRECT_UNIQUE = 0x10, DIRECT_GROUP, BROADCAST, DATAGRAM_HEADER = 14 };

struct netbios_name {
	uint8_t text[NAME_SIZE];
	size_t size;
	uint8_t use; /* 0x00 host, 0x03 messenger, 0x1d and 0x1e browsers, 0x20 file server, ... */
};

/* Undoes the coding (RFC 1001 14.1) of what has 32 letters. */
static bool read_letters(struct bytes letters, struct netbios_name *ret_name)
{
	struct netbios_name name = { .size = 0 };

	if (letters.size < 32)
		return false;
	for (size_t i = 0; i < 32; i += 2) {
		unsigned high = (letters.data[i] | 0x20u) - 'a', low = (letters.data[i + 1] | 0x20u) - 'a';

		if (high > 15 || low > 15)
			return false;
		uint8_t byte = (uint8_t)(high << 4 | low);

		if (i < 30)
			name.text[i / 2] = byte;
		else
			name.use = byte;
		if (i < 30 && byte > ' ')
			name.size = i / 2 + 1;
	}
	*ret_name = name;
	return true;
}

/* A name and what stands behind it in a question or record. */
static bool take_name(struct cursor *cursor, struct bytes message, struct netbios_name *ret_name,
		      struct dns_question *ret_question)
{
	dns_take_question(cursor, message, ret_question);
	return cursor_ok(cursor) && read_letters(dns_name_text(&ret_question->name), ret_name);
}

static struct bytes text_of(const struct netbios_name *name)
{
	return (struct bytes){ name->text, name->size };
}

/* Whether the name is text, not one of the services' own (`*`, `__MSBROWSE__` between controls). */
static bool is_text(const struct netbios_name *name)
{
	for (size_t i = 0; i < name->size; i++)
		if (name->text[i] < ' ' || name->text[i] == 0x7f)
			return false;
	return name->size > 0 && !(name->size == 1 && name->text[0] == '*');
}

/* `own`: of who sent it; others' names are only asked for. */
static void say_name(const struct netbios_name *name, const char *part, bool group, bool own,
		     struct observer *observer)
{
	const struct message message = { .part = bytes_of(part) };

	/* Of those who keep the lists of a group, whose name it is. */
	group = group || (name->use >= 0x1b && name->use <= 0x1e);
	if (is_text(name))
		observer_value(observer, &message,
			       group ? BYTES("workgroup")
			       : own ? BYTES("netbios-name")
				     : BYTES("name"),
			       text_of(name));
}

static void say_hardware(struct bytes octets, struct observer *observer)
{
	const struct message message = { .part = BYTES("node-status") };
	struct address address = address_of(octets);
	char text[ADDRESS_TEXT_SIZE];
	static const uint8_t zeros[6];

	if (octets.size == 6 && memcmp(octets.data, zeros, 6) != 0)
		observer_value(observer, &message, BYTES("mac"), bytes_of(address_format(&address, text)));
}

/* Names of a host: each with 15 characters, use, flags; then its hardware address. */
static void read_status(struct cursor cursor, struct observer *observer)
{
	unsigned count = cursor_u8(&cursor);

	for (unsigned i = 0; i < count; i++) {
		struct netbios_name name = { .size = 0 };
		struct bytes text = cursor_take(&cursor, NAME_SIZE);
		struct cursor copy = cursor_over(text);

		name.use = cursor_u8(&cursor);
		unsigned flags = cursor_be16(&cursor);

		if (!cursor_ok(&cursor))
			return;
		cursor_copy(&copy, name.text, NAME_SIZE);
		for (name.size = NAME_SIZE; name.size && name.text[name.size - 1] <= ' ';)
			name.size--;
		say_name(&name, "node-status", flags & FLAG_GROUP, true, observer);
	}
	say_hardware(cursor_take(&cursor, 6), observer);
}

/* Flags and an address, more than once where a host has more. */
static void read_addresses(struct cursor cursor, const struct netbios_name *name, struct observer *observer)
{
	bool group = false;

	while (cursor_left(&cursor) >= 6) {
		group = cursor_be16(&cursor) & FLAG_GROUP;
		struct address address = address_of(cursor_take(&cursor, 4));

		if (!group && is_text(name) && name->use != 0x1b)
			observer_name_address(observer, &address, text_of(name), "netbios");
	}
	say_name(name, "record", group, true, observer);
}

static bool read_names(struct bytes message, struct observer *observer)
{
	struct cursor cursor = cursor_over(message);
	struct netbios_name name;
	struct dns_question question;

	cursor_skip(&cursor, 2);
	unsigned flags = cursor_be16(&cursor), questions = cursor_be16(&cursor);
	unsigned records = cursor_be16(&cursor);

	records += cursor_be16(&cursor);
	records += cursor_be16(&cursor);
	if (!cursor_ok(&cursor) || questions > QUESTIONS_MOST || records > RECORDS_MOST)
		return false;
	for (unsigned i = 0; i < questions; i++) {
		if (!take_name(&cursor, message, &name, &question))
			return false;
		/* Who registers says it again with the record. */
		if ((flags >> OPCODE_SHIFT & 15) == 0)
			say_name(&name, "question", name.use == 0x1c || name.use == 0x1d || name.use == 0x1e,
				 false, observer);
	}
	for (unsigned i = 0; i < records; i++) {
		if (!take_name(&cursor, message, &name, &question))
			return false;
		cursor_skip(&cursor, 4);
		struct cursor data = cursor_over(cursor_take(&cursor, cursor_be16(&cursor)));

		if (!cursor_ok(&cursor))
			return false;
		if (question.type == TYPE_NBSTAT)
			read_status(data, observer);
		else if (question.type == TYPE_NB)
			read_addresses(data, &name, observer);
	}
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct netbios_name name;
	struct dns_question question;

	(void)direction;
	cursor_skip(&cursor, 2);
	unsigned flags = cursor_be16(&cursor), questions = cursor_be16(&cursor);
	unsigned records = cursor_be16(&cursor);

	cursor_skip(&cursor, 4);
	if (!cursor_ok(&cursor) || questions + records == 0 || questions > QUESTIONS_MOST ||
	    records > RECORDS_MOST || (flags >> OPCODE_SHIFT & 15) > OPCODE_MOST ||
	    !take_name(&cursor, first, &name, &question))
		return 0;
	return (question.type == TYPE_NB || question.type == TYPE_NBSTAT) && question.class == 1 ? 32 * 4 + 32
												 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));

	(void)state;
	(void)direction;
	return read_names(datagram, observer) ? DECODED : DECODED_MALFORMED;
}

/* --- datagrams --- */

static bool read_datagram(struct bytes datagram, struct netbios_name names[2], struct bytes *ret_data)
{
	struct cursor cursor = cursor_over(datagram);
	uint8_t type = cursor_u8(&cursor);

	cursor_skip(&cursor, DATAGRAM_HEADER - 1);
	if (type < DIRECT_UNIQUE || type > BROADCAST)
		return false;
	for (unsigned i = 0; i < 2; i++) {
		uint8_t size = cursor_u8(&cursor);
		struct bytes letters = cursor_take(&cursor, 32);

		/* A scope may follow, as further labels. */
		for (uint8_t more = cursor_u8(&cursor); more && cursor_ok(&cursor); more = cursor_u8(&cursor))
			cursor_skip(&cursor, more);
		if (!cursor_ok(&cursor) || size != 32 || !read_letters(letters, &names[i]))
			return false;
	}
	*ret_data = cursor.rest;
	return true;
}

/* What a host tells all browsers: MS-BRWS 2.2.1. */
static void read_announcement(struct bytes data, struct observer *observer)
{
	const struct message message = { .part = BYTES("announcement") };
	struct bytes slot = BYTES("\\MAILSLOT\\BROWSE\0");
	size_t at = bytes_find(data, slot);
	enum { HOST = 1, LOCAL_MASTER = 15 };

	if (at == SIZE_MAX)
		return;
	struct cursor cursor = cursor_over(bytes_from(data, at + slot.size));
	uint8_t command = cursor_u8(&cursor);

	cursor_skip(&cursor, 1 + 4);
	struct bytes name = cursor_take(&cursor, 16);

	cursor_skip(&cursor, 2 + 4 + 2 + 2);
	if (!cursor_ok(&cursor) || (command != HOST && command != LOCAL_MASTER))
		return;
	name = bytes_trim(bytes_split(&name, 0));
	struct bytes comment = bytes_split(&cursor.rest, 0);

	if (name.size)
		observer_value(observer, &message, BYTES("netbios-name"), name);
	if (comment.size)
		observer_value(observer, &message, BYTES("comment"), comment);
}

static unsigned bid_datagram(enum direction direction, struct bytes first)
{
	struct netbios_name names[2];
	struct bytes data;

	(void)direction;
	return read_datagram(first, names, &data) ? 8 + 8 + 32 * 4 * 2 : 0;
}

static enum decoded decode_datagram(void *state, enum direction direction, struct stream *stream,
				    struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread)), data;
	struct netbios_name names[2];

	(void)state;
	(void)direction;
	if (!read_datagram(datagram, names, &data))
		/* Errors, and answers of a server for datagrams, hold nothing. */
		return datagram.size && datagram.data[0] >= 0x13 && datagram.data[0] <= 0x16
			       ? DECODED
			       : DECODED_MALFORMED;
	say_name(&names[0], "source", false, true, observer);
	say_name(&names[1], "destination", names[1].use >= 0x1b && names[1].use <= 0x1e, false, observer);
	read_announcement(data, observer);
	return DECODED;
}

const struct app_decoder app_decoder_netbios = {
	.name = "netbios",
	.specification = "RFC 1001, RFC 1002",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 137 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};

const struct app_decoder app_decoder_netbios_datagram = {
	.name = "netbios-datagram",
	.specification = "RFC 1002, MS-BRWS",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 138 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_datagram,
	.decode = decode_datagram,
};
