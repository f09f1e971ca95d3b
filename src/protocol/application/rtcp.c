/* SPDX-License-Identifier: Apache-2.0 */
/* RTCP (RFC 3550 section 6): compound packets of reports.
 *
 *   version (2 bits) padding (1) count (5) type (1) words behind the first (2) …
 *
 * Read are the source descriptions: CNAME, NAME, EMAIL, PHONE, LOC, TOOL. Left out: SRTCP, whose packets end
 * in what is no packet, but for its first report. */
#include "protocol/application.h"

enum { SENDER_REPORT = 200, DESCRIPTION = 202, LAST_TYPE = 207 };

static const char *const items[] = { NULL, "CNAME", "NAME", "EMAIL", "PHONE", "LOC", "TOOL", "NOTE" };

/* The size of the packet at the start; 0: none is there. */
static size_t packet_size(struct bytes bytes)
{
	if (bytes.size < 4 || bytes.data[0] >> 6 != 2 || bytes.data[1] < SENDER_REPORT ||
	    bytes.data[1] > LAST_TYPE)
		return 0;
	size_t size = 4 * ((size_t)(bytes.data[2] << 8 | bytes.data[3]) + 1);

	return size <= bytes.size ? size : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = packet_size(first);

	(void)direction;
	/* A compound packet starts with a report. */
	if (size < 8 || first.data[1] > SENDER_REPORT + 1)
		return 0;
	/* Version, type, and a length that meets the next packet or the end. */
	if (size == first.size)
		return 2 + 7 + 14;
	return packet_size(bytes_from(first, size)) ? 2 + 7 + 14 + 9 : 0;
}

/* Chunks: source (4), items: kind (1) size (1) text; a zero ends them, up to the next word. */
static void read_description(struct bytes packet, struct observer *observer)
{
	struct message message = { .part = BYTES("description") };
	struct cursor cursor = cursor_over(bytes_from(packet, 4));

	for (unsigned chunk = packet.data[0] & 31; chunk && cursor_left(&cursor) > 4; chunk--) {
		uint8_t kind;
		size_t read = 4;

		cursor_skip(&cursor, 4);
		while (cursor_left(&cursor) && (kind = cursor_u8(&cursor))) {
			struct bytes text = cursor_take(&cursor, cursor_u8(&cursor));

			read += 2 + text.size;
			if (cursor_ok(&cursor) && kind < sizeof items / sizeof *items)
				observer_value(observer, &message, bytes_of(items[kind]), text);
		}
		read++;
		cursor_skip(&cursor, (4 - read % 4) % 4);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	size_t size;

	(void)state;
	(void)direction;
	if (!packet_size(stream->unread.rest))
		return DECODED_NOT_MINE;
	while ((size = packet_size(stream->unread.rest))) {
		struct bytes packet = cursor_take(&stream->unread, size);

		if (packet.data[1] == DESCRIPTION)
			read_description(packet, observer);
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 5005 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_rtcp = {
	.name = "rtcp",
	.specification = "RFC 3550",
	.usual_ports = usual_ports,
	.bid = bid,
	.decode = decode,
};
