/* SPDX-License-Identifier: Apache-2.0 */
/* DHIP, the protocol of Dahua's cameras and recorders, and of those that others sell: TCP 5000 and 37777, UDP
 * 37810 (no document of the maker; described by mcw0's DahuaConsole).
 *
 *     20000000 "DHIP"  session (4)  serial (4)  size (4)  0 (4)  size of all parts (4)  0 (4)  JSON
 *
 * all little-endian. A login answers a challenge with a digest. Searches by UDP give away serial numbers and
 * hardware addresses. Left out: the older binary messages of port 37777 (a0, b0, f6, …). */
#include "protocol/application.h"

#include "base/limits.h"

enum { HEADER = 32, SIZE_MOST = 1 << 20 };

struct dhip {
	bool lost[2];
};

static const struct bytes mark = { (const uint8_t *)" \0\0\0DHIP", 8 };

static bool read_header(struct bytes bytes, size_t *ret_size)
{
	struct cursor cursor = cursor_over(bytes);
	struct bytes start = cursor_take(&cursor, 8);

	cursor_skip(&cursor, 8);
	size_t size = cursor_le32(&cursor);

	cursor_skip(&cursor, 12);
	if (!cursor_ok(&cursor) || !bytes_equal(start, mark) || size > SIZE_MOST)
		return false;
	*ret_size = size;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size;

	(void)direction;
	return read_header(first, &size) ? 64 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct dhip *dhip = state;
	struct message message = { .part = BYTES("body") };

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		bool ends = stream->ended || stream->full;
		size_t size = 0;

		if (bytes.size < HEADER && !ends)
			return DECODED;
		if (!read_header(bytes, &size)) {
			size_t at = 1;

			while (at < bytes.size && !bytes_start_with(mark, bytes_slice(bytes, at, 8)))
				at++;
			struct bytes passed = cursor_take(&stream->unread, at);

			observer_undecoded(observer, "dhip", dhip->lost[direction] ? "cut" : "malformed",
					   "no message starts here", passed.size, passed);
			continue;
		}
		message.incomplete = bytes.size < HEADER + size;
		if (message.incomplete && !ends) {
			stream->wanted = HEADER + size;
			return DECODED;
		}
		dhip->lost[direction] = false;
		struct bytes whole = cursor_take(&stream->unread,
						 message.incomplete ? bytes.size : HEADER + size);
		struct bytes json = bytes_from(whole, HEADER);

		while (json.size && json.data[json.size - 1] <= ' ')
			json.size--;
		if (json.size)
			observer_content(observer, &message, json, json);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct dhip *dhip = state;

	(void)size;
	(void)observer;
	dhip->lost[direction] = true;
}

const struct app_decoder app_decoder_dhip = {
	.name = "dhip",
	.specification = "Dahua DHIP",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 37777 },
						  { SELECT_TCP_PORT, 5000 },
						  { SELECT_UDP_PORT, 37810 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct dhip),
	.bid = bid,
	.decode = decode,
	.gap = gap,
};
