/* SPDX-License-Identifier: Apache-2.0 */
/* The local protocol of TP-Link's Kasa plugs and lamps (port 9999; no specification, known since 2016): JSON
 * of which every byte is combined with the coded one before it by exclusive or, the first with 171. Over TCP
 * the size (32) stands in front. Anybody in the network can undo that, and command the device: what it says
 * of itself (place, hardware address, account) goes in clear. Left out: its successor over HTTP (KLAP). */
#include "protocol/application.h"

#include "base/limits.h"
#include "protocol/application/login.h"

enum { KEY = 171, LOOKED_AT = 10 };

/* Undoes the coding of the first bytes: `{"` and a name as of JSON. */
static bool is_coded_json(struct bytes coded)
{
	uint8_t key = KEY;

	if (coded.size < LOOKED_AT)
		return false;
	for (size_t i = 0; i < LOOKED_AT; i++) {
		uint8_t byte = coded.data[i] ^ key;
		bool name = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			    (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '-' ||
			    byte == '"' || byte == ':';

		key = coded.data[i];
		if (i == 0 ? byte != '{' : i == 1 ? byte != '"' : !name)
			return false;
	}
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint32_t size = cursor_be32(&cursor);

	(void)direction;
	if (is_coded_json(first))
		return 8 * 2 + 2 * (LOOKED_AT - 2);
	return size >= LOOKED_AT && size <= LIMIT_HEAD_SIZE && is_coded_json(cursor.rest) ? 8 * 4 : 0;
}

static void read_message(struct bytes coded, enum direction direction, struct observer *observer)
{
	const struct message message = {
		.part = BYTES("payload"),
		.method = direction == FROM_CLIENT ? BYTES("request") : BYTES("answer"),
		.media_type = BYTES("application/json"),
	};
	struct buffer text = buffer_of(LIMIT_MESSAGE_SIZE);
	uint8_t key = KEY;

	if (!buffer_reserve(&text, coded.size)) {
		observer_out_of_memory(observer);
		return;
	}
	for (size_t i = 0; i < coded.size; i++) {
		(void)buffer_append_byte(&text, coded.data[i] ^ key);
		key = coded.data[i];
	}
	observer_content(observer, &message, buffer_bytes(&text), coded);
	if (direction == FROM_SERVER)
		service_say(&(struct service){ .authentication = "none",
					       .action = "command",
					       .gave = "configuration" },
			    coded, observer);
	buffer_free(&text);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	bool *known = state;

	if (stream->datagram) {
		struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));

		if (!is_coded_json(datagram))
			return *known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		*known = true;
		read_message(datagram, direction, observer);
		return DECODED;
	}
	while (cursor_left(&stream->unread) >= 4) {
		struct cursor at = stream->unread;
		size_t size = cursor_be32(&at);

		if (size > LIMIT_HEAD_SIZE || size == 0)
			return *known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		if (cursor_left(&at) < size) {
			stream->wanted = size + 4;
			return DECODED;
		}
		struct bytes coded = cursor_take(&at, size);

		if (!is_coded_json(coded))
			return *known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		*known = true;
		read_message(coded, direction, observer);
		stream->unread = at;
	}
	return DECODED;
}

const struct app_decoder app_decoder_kasa = {
	.name = "kasa",
	.specification = "TP-Link Smart Home protocol",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 9999 },
			{ SELECT_TCP_PORT, 9999 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(bool),
	.bid = bid,
	.decode = decode,
};
