/* SPDX-License-Identifier: Apache-2.0 */
/* SMPP 3.4 and 5.0 over TCP: short messages between a service and its centre.
 *
 *     size(32) command(32) status(32) number(32), content; texts end in NUL
 *     bind (1, 2, 9): name, password, type, version …
 *     submit (4), deliver (5): service, kind plan sender, kind plan receiver, class protocol priority, two
 *     times, receipt replace coding standard, size text
 *
 * The password is in clear, as are telephone numbers and texts. Left out: texts in optional parameters. */
#include "protocol/application/login.h"
#include "protocol/application/members.h"
#include "protocol/application/units.h"
#include "protocol/application/wide.h"

enum {
	HEADER_SIZE = 16,
	BIND_RECEIVER = 1,
	BIND_TRANSMITTER = 2,
	SUBMIT = 4,
	DELIVER = 5,
	BIND_TRANSCEIVER = 9,
	COMMAND_LAST = 0x112,
	NAME_MOST = 16,
	PASSWORD_MOST = 9,
	CODING_WIDE = 8,
};

#define ANSWER 0x80000000u

struct smpp {
	struct login login;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_be32(&cursor);
	uint32_t command = cursor_be32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	if (size < HEADER_SIZE || size > LIMIT_MESSAGE_SIZE || (command & ~ANSWER) > COMMAND_LAST)
		return UNIT_BROKEN;
	return size;
}

/* A text of at most `most` bytes with its NUL. */
static struct bytes take_text(struct cursor *cursor, size_t most)
{
	size_t end = bytes_find_byte(bytes_slice(cursor->rest, 0, most), 0);
	struct bytes text = cursor_take(cursor, end);

	cursor_skip(cursor, 1);
	return text;
}

static bool is_bind(uint32_t command)
{
	return command == BIND_RECEIVER || command == BIND_TRANSMITTER || command == BIND_TRANSCEIVER;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_be32(&cursor);
	uint32_t command = cursor_be32(&cursor), status = cursor_be32(&cursor);

	cursor_skip(&cursor, 4);
	if (direction == FROM_SERVER || size < HEADER_SIZE + 7 || size > 128 || size > first.size ||
	    !is_bind(command) || status)
		return 0;
	struct bytes name = take_text(&cursor, NAME_MOST), password = take_text(&cursor, PASSWORD_MOST);

	if (!cursor_ok(&cursor) || !unit_is_text(name) || (password.size && !unit_is_text(password)))
		return 0;
	return 24 + 30 + 32;
}

static void take_bind(struct smpp *smpp, struct bytes unit, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(unit, HEADER_SIZE));
	struct bytes name = take_text(&cursor, NAME_MOST), password = take_text(&cursor, PASSWORD_MOST);

	if (!cursor_ok(&cursor))
		return;
	login_begin(&smpp->login, "smpp", "password", NULL);
	login_user(&smpp->login, name, name, observer);
	login_secret(&smpp->login, password, password, observer);
}

static void take_text_message(struct bytes unit, bool delivered, struct observer *observer)
{
	const struct message message = { .part = BYTES("message"),
					 .method = delivered ? BYTES("deliver_sm") : BYTES("submit_sm") };
	struct cursor cursor = cursor_over(bytes_from(unit, HEADER_SIZE));
	struct buffer wide = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	struct members members;

	(void)take_text(&cursor, 6);
	cursor_skip(&cursor, 2);
	struct bytes sender = take_text(&cursor, 21);

	cursor_skip(&cursor, 2);
	struct bytes receiver = take_text(&cursor, 21);

	cursor_skip(&cursor, 3);
	(void)take_text(&cursor, 17);
	(void)take_text(&cursor, 17);
	cursor_skip(&cursor, 2);
	unsigned coding = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	size_t size = cursor_u8(&cursor);
	struct bytes text = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor))
		return;
	if (coding == CODING_WIDE) {
		struct cursor letters = cursor_over(text);

		while (cursor_left(&letters) >= 2)
			text_append_utf8(&wide, cursor_be16(&letters));
		text = buffer_bytes(&wide);
	}
	members_begin(&members);
	members_text(&members, "source_addr", sender);
	members_text(&members, "destination_addr", receiver);
	members_text(&members, "short_message", text);
	members_say(&members, &message, unit, observer);
	buffer_free(&wide);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct smpp *smpp = state;
	struct cursor cursor = cursor_over(unit);

	cursor_skip(&cursor, 4);
	uint32_t command = cursor_be32(&cursor), status = cursor_be32(&cursor);

	(void)direction;
	if (is_bind(command))
		take_bind(smpp, unit, observer);
	else if (command & ANSWER && is_bind(command & ~ANSWER))
		login_say(&smpp->login, "bind", "bind of SMPP", status ? "refused" : "accepted", observer);
	else if (command == SUBMIT || command == DELIVER)
		take_text_message(unit, command == DELIVER, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct smpp *smpp = state;

	login_say(&smpp->login, "bind", "bind of SMPP", "unknown", observer);
	login_free(&smpp->login);
}

const struct app_decoder app_decoder_smpp = {
	.name = "smpp",
	.specification = "SMPP 3.4, 5.0",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 2775 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct smpp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
