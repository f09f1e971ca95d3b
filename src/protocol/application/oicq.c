/* SPDX-License-Identifier: Apache-2.0 */
/* Messengers that tell in clear whose account it is, whatever else they encrypt:
 *
 *     OICQ (QQ) over UDP: 02 version(16) command(16) number(16) account(32) … 03
 *     YMSG (Yahoo) over TCP: `YMSG` version(16) 0(16) size(16) service(16) status(32) session(32), pairs of
 * key and value, each followed by c0 80: 0, 1 own name, 4 sender, 5 receiver, 14 text; 6, 96 proofs
 *
 * Left out: what QQ encrypts, files. */
#include "protocol/application/login.h"
#include "protocol/application/members.h"
#include "protocol/application/units.h"

enum {
	QQ_START = 2,
	QQ_END = 3,
	QQ_LEAST = 13,
	QQ_COMMAND_LAST = 0x3ff,
	QQ_ACCOUNT_FIRST = 10000,
	YAHOO_HEAD = 20,
	YAHOO_LOGIN = 0x54,
	YAHOO_ASKED = 0x57,
};

static bool read_qq(struct bytes datagram, uint32_t *ret_account)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned start = cursor_u8(&cursor), version = cursor_be16(&cursor), command = cursor_be16(&cursor);

	cursor_skip(&cursor, 2);
	uint32_t account = cursor_be32(&cursor);

	if (!cursor_ok(&cursor) || datagram.size < QQ_LEAST || start != QQ_START || !version ||
	    command > QQ_COMMAND_LAST || (account && account < QQ_ACCOUNT_FIRST) ||
	    datagram.data[datagram.size - 1] != QQ_END)
		return false;
	*ret_account = account;
	return true;
}

static unsigned bid_qq(enum direction direction, struct bytes first)
{
	uint32_t account;

	(void)direction;
	return read_qq(first, &account) ? 8 + 8 + 6 : 0;
}

static enum decoded decode_qq(void *state, enum direction direction, struct stream *stream,
			      struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	const struct message message = { .part = BYTES("header") };
	bool *known = state;
	struct members members;
	uint32_t account;

	(void)direction;
	if (!read_qq(datagram, &account))
		return *known ? DECODED_MALFORMED : DECODED_NOT_MINE;
	*known = true;
	members_begin(&members);
	if (account)
		members_number(&members, "qq-number", account, 0);
	members_say(&members, &message, datagram, observer);
	return DECODED;
}

/* --- Yahoo --- */

static size_t measure_yahoo(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	struct bytes mark = cursor_take(&cursor, 4);

	(void)direction;
	cursor_skip(&cursor, 4);
	size_t size = cursor_be16(&cursor);

	cursor_skip(&cursor, 10);
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return bytes_equal(mark, BYTES("YMSG")) ? YAHOO_HEAD + size : UNIT_BROKEN;
}

static unsigned bid_yahoo(enum direction direction, struct bytes first)
{
	size_t size = measure_yahoo(direction, first);

	return size != UNIT_BROKEN && size != UNIT_LONGER ? 8 * 4 + 8 : 0;
}

/* What stands before the next c0 80. */
static struct bytes take_part(struct bytes *rest)
{
	size_t end = bytes_find(*rest, BYTES("\xc0\x80"));
	struct bytes part = bytes_slice(*rest, 0, end);

	*rest = bytes_from(*rest, end == SIZE_MAX ? rest->size : end + 2);
	return part;
}

static void read_yahoo(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct cursor head = cursor_over(bytes_from(unit, 10));
	unsigned service = cursor_be16(&head);
	struct bytes rest = bytes_from(unit, YAHOO_HEAD), user = BYTES_EMPTY;
	const struct message message = { .part = BYTES("message") };
	struct members members;

	(void)state;
	members_begin(&members);
	while (rest.size) {
		struct bytes key = take_part(&rest), value = take_part(&rest);

		if (bytes_equal(key, BYTES("0")) || bytes_equal(key, BYTES("1")))
			user = value;
		else if (bytes_equal(key, BYTES("4")))
			members_text(&members, "sender", value);
		else if (bytes_equal(key, BYTES("5")))
			members_text(&members, "receiver", value);
		else if (bytes_equal(key, BYTES("14")))
			members_text(&members, "message", value);
	}
	members_say(&members, &message, unit, observer);
	if (direction == FROM_CLIENT && (service == YAHOO_LOGIN || service == YAHOO_ASKED) &&
	    unit_is_text(user))
		credential_say(
			&(struct credential){
				.scheme = "ymsg",
				.class = service == YAHOO_LOGIN ? "hash" : "username-only",
				.user = user,
				.method = "login",
				.why = "name of an account",
			},
			user, observer);
}

static enum decoded decode_yahoo(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	static const struct unit_reader reader = {
		.measure = measure_yahoo,
		.read = read_yahoo,
		.most = 1 << 17,
	};

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_oicq = {
	.name = "oicq",
	.specification = "OICQ, as others described it",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 8000 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(bool),
	.bid = bid_qq,
	.decode = decode_qq,
};

const struct app_decoder app_decoder_ymsg = {
	.name = "ymsg",
	.specification = "Yahoo! Messenger protocol 9 to 16",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5050 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_yahoo,
	.decode = decode_yahoo,
};
