/* SPDX-License-Identifier: Apache-2.0 */
/* BACnet/IP (ASHRAE 135, annex J): passwords in clear of those who silence or restart a controller.
 *
 *     81 function size(16) [address(6), if forwarded], 1 control, addresses as control says, then
 *     0 sizes number service items: 17 silence: time [0], whether [1], password [2]
 *                                   20 restart: how [0], password [1]
 *     items: tag and size(8), content; a text begins with what it is written in (0: UTF-8)
 *
 * Left out: all other services, segmented requests. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	HEAD_SIZE = 4,
	MARK = 0x81,
	FORWARDED = 4,
	FUNCTION_LAST = 12,
	WITH_TARGET = 0x20,
	WITH_SOURCE = 8,
	NETWORK_MESSAGE = 0x80,
	SEGMENTED = 8,
	SILENCE = 17,
	RESTART = 20,
};

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned mark = cursor_u8(&cursor), function = cursor_u8(&cursor);
	size_t size = cursor_be16(&cursor);

	(void)direction;
	return cursor_ok(&cursor) && mark == MARK && function <= FUNCTION_LAST && size == first.size
		       ? 8 + 4 + 16
		       : 0;
}

/* Behind the network's header; SIZE_MAX of `failed`: it carries nobody's request. */
static void skip_network(struct cursor *cursor, unsigned function)
{
	cursor_skip(cursor, HEAD_SIZE + (function == FORWARDED ? 6 : 0));
	unsigned version = cursor_u8(cursor), control = cursor_u8(cursor);

	if (version != 1 || control & NETWORK_MESSAGE)
		cursor->failed = true;
	for (unsigned flag = WITH_TARGET; flag; flag = flag == WITH_TARGET ? WITH_SOURCE : 0) {
		if (!(control & flag))
			continue;
		cursor_skip(cursor, 2);
		size_t size = cursor_u8(cursor);

		cursor_skip(cursor, size);
	}
	cursor_skip(cursor, control & WITH_TARGET ? 1 : 0);
}

/* The text of the item with this tag of the context. */
static struct bytes text_of(struct cursor cursor, unsigned wanted)
{
	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		unsigned head = cursor_u8(&cursor);
		size_t size = head & 7;

		if (size == 5)
			size = cursor_u8(&cursor);
		struct bytes content = cursor_take(&cursor, size > 253 ? SIZE_MAX : size);

		if (head >> 4 == wanted && head & 8 && content.size > 1 && content.data[0] == 0)
			return bytes_from(content, 1);
	}
	return BYTES_EMPTY;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = stream->unread.rest;
	struct cursor cursor = cursor_over(datagram);

	(void)state;
	if (!bid(direction, datagram))
		return DECODED_MALFORMED;
	skip_network(&cursor, datagram.data[1]);
	unsigned kind = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	unsigned service = cursor_u8(&cursor);

	if (!cursor_ok(&cursor) || kind >> 4 || kind & SEGMENTED ||
	    (service != SILENCE && service != RESTART)) {
		stream->skip = datagram.size;
		stream->skip_as = UNREAD;
		return DECODED;
	}
	cursor_skip(&stream->unread, datagram.size);
	struct bytes password = text_of(cursor, service == SILENCE ? 2 : 1);

	if (unit_is_text(password))
		credential_say(
			&(struct credential){
				.scheme = "bacnet",
				.class = "password",
				.secret = password,
				.method = service == SILENCE ? "DeviceCommunicationControl"
							     : "ReinitializeDevice",
				.why = "password of a request, in clear",
				.sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER,
			},
			password, observer);
	return DECODED;
}

const struct app_decoder app_decoder_bacnet = {
	.name = "bacnet",
	.specification = "ANSI/ASHRAE 135-2020, 16.1, 16.4, annex J",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 47808 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
