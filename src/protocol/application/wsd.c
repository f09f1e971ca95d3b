/* SPDX-License-Identifier: Apache-2.0 */
/* WS-Discovery (OASIS 1.1, 2009, and the one of 2005 that ONVIF asks for): SOAP by multicast. A camera tells
 * its name, model and place in the scopes that it answers for (ONVIF Core 7.3.2.2):
 *
 *     onvif://www.onvif.org/KIND/VALUE, percent coded, blanks between
 *
 * Left out: discovery by proxies, compact signatures. */
#include "protocol/application.h"

#include "base/buffer.h"
#include "base/text.h"

enum { VALUE_SIZE = 256 };

static bool is_discovery(struct bytes text)
{
	return bytes_find(text, BYTES("//schemas.xmlsoap.org/ws/2005/04/discovery")) != SIZE_MAX ||
	       bytes_find(text, BYTES("//docs.oasis-open.org/ws-dd/ns/discovery/2009/01")) != SIZE_MAX;
}

static bool starts_as_soap(struct bytes text)
{
	struct bytes head = bytes_slice(text, 0, 512);

	while (head.size && (head.data[0] <= ' ' || head.data[0] >= 0x80))
		head = bytes_from(head, 1);
	return head.size && head.data[0] == '<' && bytes_find(head, BYTES("Envelope")) != SIZE_MAX;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return starts_as_soap(first) && is_discovery(first) ? 8 * 40 : 0;
}

/* `Probe`, `ProbeMatches`, `Hello`, ...: the last word of the action. */
static struct bytes action_of(struct bytes text)
{
	size_t at = bytes_find(text, BYTES("/discovery/"));

	while (at != SIZE_MAX) {
		struct bytes rest = bytes_from(text, at + 11);
		size_t size = 0;

		if (bytes_start_with(rest, BYTES("2009/01/")))
			rest = bytes_from(rest, 8);
		while (size < rest.size && size < 16 && ((rest.data[size] | 0x20) >= 'a') &&
		       (rest.data[size] | 0x20) <= 'z')
			size++;
		if (size)
			return bytes_slice(rest, 0, size);
		size_t next = bytes_find(rest, BYTES("/discovery/"));

		at = next == SIZE_MAX ? SIZE_MAX : (size_t)(rest.data - text.data) + next;
	}
	return BYTES_EMPTY;
}

static struct bytes undo_percent(struct bytes coded, uint8_t text[VALUE_SIZE])
{
	size_t size = 0;

	for (size_t i = 0; i < coded.size && size < VALUE_SIZE; i++) {
		int high = -1, low = -1;

		if (coded.data[i] == '%' && i + 2 < coded.size) {
			high = text_hex_digit(coded.data[i + 1]);
			low = text_hex_digit(coded.data[i + 2]);
		}
		text[size++] = high >= 0 && low >= 0 ? (uint8_t)(high * 16 + low) : coded.data[i];
		i += high >= 0 && low >= 0 ? 2 : 0;
	}
	return (struct bytes){ text, size };
}

/* The scopes, each under its kind: name, hardware, location, ... */
static void read_scopes(struct bytes text, struct bytes method, struct observer *observer)
{
	const struct message message = { .part = BYTES("scope"), .method = method };
	const struct bytes start = BYTES("onvif://www.onvif.org/");

	for (size_t at = bytes_find(text, start); at != SIZE_MAX; at = bytes_find(text, start)) {
		uint8_t value[VALUE_SIZE];
		size_t size = 0;

		text = bytes_from(text, at + start.size);
		while (size < text.size && text.data[size] > ' ' && text.data[size] != '<')
			size++;
		struct bytes rest = bytes_slice(text, 0, size), kind = bytes_split(&rest, '/');

		if (kind.size && rest.size && !bytes_equal_nocase(kind, BYTES("type")) &&
		    !bytes_equal_nocase(kind, BYTES("Profile")))
			observer_value(observer, &message, kind, undo_percent(rest, value));
		text = bytes_from(text, size);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct message message = {
		.part = BYTES("body"),
		.method = action_of(datagram),
		.media_type = BYTES("application/soap+xml"),
	};

	(void)state;
	(void)direction;
	if (!starts_as_soap(datagram))
		return DECODED_MALFORMED;
	observer_content(observer, &message, datagram, datagram);
	read_scopes(datagram, message.method, observer);
	return DECODED;
}

const struct app_decoder app_decoder_wsd = {
	.name = "ws-discovery",
	.specification = "OASIS WS-Discovery 1.1, ONVIF Core",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 3702 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
