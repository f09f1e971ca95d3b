/* SPDX-License-Identifier: Apache-2.0 */
/* NTP and SNTP (RFC 5905, RFC 1305, RFC 1769; control messages of RFC 9327): recognised, so that asking
 * for the time counts as read. It tells nothing of anybody.
 *
 *     leap(2 bits) version(3) mode(3) stratum(8) poll(8) precision(8), 44 more bytes of times, then
 *     extensions and a digest
 *
 * Nothing in it is unlike other protocols enough to be claimed on any port. */
#include "protocol/application.h"

enum { SIZE_LEAST = 48, STRATUM_MOST = 16, POLL_MOST = 17, MODE_CONTROL = 6, MODE_PRIVATE = 7 };

static bool is_message(struct bytes datagram)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned first = cursor_u8(&cursor), version = first >> 3 & 7, mode = first & 7;
	unsigned stratum = cursor_u8(&cursor), poll = cursor_u8(&cursor), precision = cursor_u8(&cursor);

	if (!cursor_ok(&cursor) || version < 1 || version > 4 || mode < 1)
		return false;
	if (mode >= MODE_CONTROL)
		return datagram.size >= 8 && (mode == MODE_PRIVATE || stratum >> 5 <= 5);
	return datagram.size >= SIZE_LEAST && datagram.size % 4 == 0 && stratum <= STRATUM_MOST &&
	       poll <= POLL_MOST && (precision == 0 || precision >= 0xc0 || precision < 8);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_message(first) ? 3 + 3 + 4 + 2 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));

	(void)state;
	(void)direction;
	(void)observer;
	return is_message(datagram) ? DECODED : DECODED_MALFORMED;
}

const struct app_decoder app_decoder_ntp = {
	.name = "ntp",
	.specification = "RFC 5905, RFC 4330",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 123 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
