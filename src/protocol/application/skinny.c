/* SPDX-License-Identifier: Apache-2.0 */
/* Cisco's SCCP (Skinny) over TCP: telephones and their exchange; least byte first.
 *
 *     size(32) version(32) message(32), content; texts fill fields of fixed size
 *     1 registers: name(16)   8f a call: names(40) and numbers(24) of both sides   91, 92 keys: number(24)
 * name(40) 11d a number that was dialled(24)
 *
 * Left out: calls of newer versions (14a), whose texts follow one another; keys pressed. */
#include "protocol/application/login.h"
#include "protocol/application/members.h"
#include "protocol/application/units.h"

enum {
	HEAD_SIZE = 8,
	REGISTER = 1,
	CALL = 0x8f,
	SPEED_DIAL = 0x91,
	LINE = 0x92,
	DIALLED = 0x11d,
	MESSAGE_LAST = 0x160,
	SIZE_MOST = 4096,
	NUMBER_SIZE = 24,
	TEXT_SIZE = 40,
	NAME_SIZE = 16,
	VERSION_LAST = 22,
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_le32(&cursor);
	uint32_t version = cursor_le32(&cursor), message = cursor_le32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return size >= 4 && size <= SIZE_MOST && version <= VERSION_LAST && message <= MESSAGE_LAST
		       ? HEAD_SIZE + size
		       : UNIT_BROKEN;
}

/* All messages in what is there first fit, and there is more in them than noughts. */
static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = measure(direction, first);

	return size != UNIT_BROKEN && size != UNIT_LONGER && size <= first.size &&
			       (size == first.size ||
				measure(direction, bytes_from(first, size)) != UNIT_BROKEN)
		       ? 20 + 27 + 20
		       : 0;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("message") };
	struct cursor cursor = cursor_over(bytes_from(unit, HEAD_SIZE));
	uint32_t kind = cursor_le32(&cursor);
	struct members members;

	(void)state;
	(void)direction;
	members_begin(&members);
	switch (kind) {
	case REGISTER:
		members_text(&members, "device-name", login_padded(cursor_take(&cursor, NAME_SIZE)));
		break;
	case CALL:
		members_text(&members, "display-name", login_padded(cursor_take(&cursor, TEXT_SIZE)));
		members_text(&members, "caller-number", login_padded(cursor_take(&cursor, NUMBER_SIZE)));
		members_text(&members, "contact-name", login_padded(cursor_take(&cursor, TEXT_SIZE)));
		members_text(&members, "callee-number", login_padded(cursor_take(&cursor, NUMBER_SIZE)));
		break;
	case SPEED_DIAL:
	case LINE:
		cursor_skip(&cursor, 4);
		members_text(&members, "phone-number", login_padded(cursor_take(&cursor, NUMBER_SIZE)));
		members_text(&members, "display-name", login_padded(cursor_take(&cursor, TEXT_SIZE)));
		break;
	case DIALLED:
		members_text(&members, "callee-number", login_padded(cursor_take(&cursor, NUMBER_SIZE)));
		break;
	default:
		return;
	}
	if (cursor_ok(&cursor))
		members_say(&members, &message, unit, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_skinny = {
	.name = "skinny",
	.specification = "Cisco Skinny Client Control Protocol",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 2000 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
