/* SPDX-License-Identifier: Apache-2.0 */
/* FIX 4.0 to 5.0 over TCP: orders at an exchange.
 *
 *     8=FIX.4.4 | 9=size | 35=type | … | 10=sum |      where | is the byte 1
 *     type A logs in: 553 user, 554 password; 95, 96 (size, text) in older ones
 *
 * All is text. Left out: groups that repeat are handed on field by field. */
#include "protocol/application/login.h"
#include "protocol/application/members.h"
#include "protocol/application/units.h"

enum { SIZE_MOST = 1 << 16, HEAD_MOST = 24, TRAILER_SIZE = 7 };

struct fix {
	struct login login;
	enum direction asked;
};

static bool is_start(struct bytes bytes)
{
	return bytes_start_with(bytes, BYTES("8=FIX.")) || bytes_start_with(bytes, BYTES("8=FIXT."));
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct bytes rest = bytes_slice(bytes, 0, HEAD_MOST);
	uint64_t size;

	(void)direction;
	if (bytes.size < HEAD_MOST)
		return is_start(bytes) || bytes.size < 7 ? UNIT_LONGER : UNIT_BROKEN;
	if (!is_start(bytes))
		return UNIT_BROKEN;
	(void)bytes_split(&rest, 1);
	struct bytes length = bytes_split(&rest, 1);

	if (!rest.size || !bytes_start_with(length, BYTES("9=")) ||
	    !bytes_to_number(bytes_from(length, 2), &size) || size > SIZE_MOST)
		return UNIT_BROKEN;
	return (size_t)(rest.data - bytes.data) + (size_t)size + TRAILER_SIZE;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_start(first) && first.size >= HEAD_MOST && measure(direction, first) != UNIT_BROKEN ? 8 * 8
												      : 0;
}

static const struct {
	const char *tag, *name;
} fields[] = {
	{ "1", "Account" },	   { "50", "SenderSubID" }, { "58", "Text" },	    { "109", "ClientID" },
	{ "115", "OnBehalfOfID" }, { "448", "PartyID" },    { "76", "ExecBroker" },
};

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("message") };
	struct fix *fix = state;
	struct bytes rest = unit, type = BYTES_EMPTY, user = BYTES_EMPTY, password = BYTES_EMPTY;
	struct members members;

	members_begin(&members);
	while (rest.size) {
		struct bytes value = bytes_split(&rest, 1), tag = bytes_split(&value, '=');

		if (bytes_equal(tag, BYTES("35")))
			type = value;
		else if (bytes_equal(tag, BYTES("553")))
			user = value;
		else if (bytes_equal(tag, BYTES("554")))
			password = value;
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			if (bytes_equal(tag, bytes_of(fields[i].tag)))
				members_text(&members, fields[i].name, value);
	}
	members_say(&members, &message, unit, observer);
	if (login_pending(&fix->login) && direction != fix->asked)
		login_say(&fix->login, "logon", "logon of FIX",
			  bytes_equal(type, BYTES("A")) ? "accepted" : "refused", observer);
	if (!bytes_equal(type, BYTES("A")) || !user.size)
		return;
	login_begin(&fix->login, "fix", "password", NULL);
	login_user(&fix->login, user, user, observer);
	if (password.size)
		login_secret(&fix->login, password, password, observer);
	fix->asked = direction;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct fix *fix = state;

	login_say(&fix->login, "logon", "logon of FIX", "unknown", observer);
	login_free(&fix->login);
}

const struct app_decoder app_decoder_fix = {
	.name = "fix",
	.specification = "FIX 4.0 to 5.0",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 9878 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct fix),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
