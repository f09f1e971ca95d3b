/* SPDX-License-Identifier: Apache-2.0 */
/* SSDP, the discovery of UPnP (UPnP Device Architecture 2.0, section 1): heads as of HTTP/1.1, one a
 * datagram, by which devices tell what they are. What they describe at `Location` is HTTP. */
#include "protocol/application.h"

#include "protocol/application/http_head.h"

static bool read_start(struct bytes datagram, struct http_start *ret_start)
{
	size_t line = bytes_find_byte(datagram, '\n');

	return line != SIZE_MAX && http_start_line(bytes_slice(datagram, 0, line), ret_start);
}

/* `MAC=…;Timeout=10`: parameters in the value of a field, as WAKEUP of DIAL has them. */
static void read_parameters(const struct message *message, struct bytes value, struct observer *observer)
{
	while (value.size) {
		struct bytes part = bytes_split(&value, ';'), name = bytes_trim(bytes_split(&part, '='));

		if (name.size && part.size && bytes_find_byte(name, ' ') == SIZE_MAX)
			observer_value(observer, message, name, bytes_trim(part));
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread)), name, value;
	struct message message = { .part = BYTES("header") };
	struct http_start start;

	(void)state;
	(void)direction;
	if (!read_start(datagram, &start))
		return DECODED_MALFORMED;
	struct cursor fields = cursor_over(bytes_from(datagram, bytes_find_byte(datagram, '\n') + 1));

	message.method = start.method;
	while (http_next_field(&fields, &name, &value)) {
		enum http_field field = http_field_of(name);

		if (!value.size || field == HTTP_FIELD_PLAIN || field == HTTP_FIELD_HOST)
			continue;
		observer_value(observer, &message, name, value);
		if (field != HTTP_FIELD_URL)
			read_parameters(&message, value, observer);
	}
	return DECODED;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct http_start start;

	(void)direction;
	if (!read_start(first, &start))
		return 0;
	return start.status			       ? 8 * 12
	       : bytes_equal(start.target, BYTES("*")) ? 8 * (unsigned)(start.method.size + 12)
						       : 0;
}

const struct app_decoder app_decoder_ssdp = {
	.name = "ssdp",
	.specification = "UPnP Device Architecture 2.0",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 1900 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
