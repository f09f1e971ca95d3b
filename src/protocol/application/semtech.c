/* SPDX-License-Identifier: Apache-2.0 */
/* What gateways of LoRaWAN send to their server over UDP (Semtech's packet forwarder):
 *
 *     version(8: 1, 2) token(16) kind(8): 0 up, 3 down, 5 an answer to that; the gateway's number(8 bytes,
 * not in 3), JSON: {"stat":{"lati":…,"long":…},"rxpk":[…]}     1, 2, 4 say that something came
 *
 * Nothing is encrypted or signed but the devices' own data. Left out: those. */
#include "protocol/application/member.h"
#include "protocol/application/members.h"
#include "protocol/application/units.h"

enum { HEAD_SIZE = 4, NUMBER_SIZE = 8, UP = 0, DOWN = 3, ASKS = 2, ANSWER = 5 };

/* The JSON of a datagram; false: it is none of these. */
static bool read_datagram(struct bytes datagram, struct bytes *ret_number, struct bytes *ret_json)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned version = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	unsigned kind = cursor_u8(&cursor);

	*ret_number = kind == UP || kind == ASKS || kind == ANSWER ? cursor_take(&cursor, NUMBER_SIZE)
								   : BYTES_EMPTY;
	*ret_json = cursor.rest;
	if (!cursor_ok(&cursor) || version < 1 || version > 2 || kind > ANSWER)
		return false;
	bool json = cursor.rest.size > 2 && cursor.rest.data[0] == '{';

	/* What only says that something came has nothing behind it. */
	return kind == UP || kind == DOWN ? json : json || !cursor.rest.size;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes number, json;

	(void)direction;
	return read_datagram(first, &number, &json) && json.size && json.data[1] == '"' ? 7 + 6 + 16 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	const struct message message = { .part = BYTES("status") };
	const struct message body = { .part = BYTES("payload"), .media_type = BYTES("application/json") };
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct bytes number, json;
	struct members members;

	(void)state;
	(void)direction;
	if (!read_datagram(datagram, &number, &json))
		return DECODED_MALFORMED;
	if (!json.size)
		return DECODED;
	struct bytes status = member_of(json, "stat");

	members_begin(&members);
	if (number.size && status.size) {
		members_open(&members, "device-id");
		for (size_t i = 0; i < number.size; i++)
			members_append(&members, "%02x", number.data[i]);
		members_close(&members);
	}
	members_text(&members, "latitude", member_of(status, "lati"));
	members_text(&members, "longitude", member_of(status, "long"));
	members_say(&members, &message, datagram, observer);
	observer_content(observer, &body, json, json);
	return DECODED;
}

const struct app_decoder app_decoder_semtech = {
	.name = "semtech",
	.specification = "Semtech UDP packet forwarder 1, 2",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 1700 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
