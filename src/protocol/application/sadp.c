/* SPDX-License-Identifier: Apache-2.0 */
/* SADP, by which Hikvision's tools find its cameras, on UDP 37020 (group 239.255.255.250): XML in a datagram,
 * `<Probe>` and `<ProbeMatch>`, with serial number, hardware address, addresses and versions. */
#include "protocol/application.h"

static bool is_probe(struct bytes datagram)
{
	struct bytes head = bytes_slice(datagram, 0, 160);

	return bytes_start_with(bytes_trim(head), BYTES("<?xml")) &&
	       (bytes_find(head, BYTES("<Probe>")) != SIZE_MAX ||
		bytes_find(head, BYTES("<ProbeMatch>")) != SIZE_MAX ||
		bytes_find(head, BYTES("<ProbeMatch ")) != SIZE_MAX);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_probe(first) ? 8 * 12 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = stream->unread.rest;
	bool answer = bytes_find(bytes_slice(datagram, 0, 160), BYTES("<ProbeMatch")) != SIZE_MAX;
	const struct message message = { .part = BYTES("body"),
					 .method = answer ? BYTES("ProbeMatch") : BYTES("Probe"),
					 .media_type = BYTES("application/xml") };

	(void)state;
	(void)direction;
	if (!is_probe(datagram))
		return DECODED_MALFORMED;
	cursor_skip(&stream->unread, datagram.size);
	observer_content(observer, &message, datagram, datagram);
	return DECODED;
}

const struct app_decoder app_decoder_sadp = {
	.name = "sadp",
	.specification = "Hikvision SADP",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 37020 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
