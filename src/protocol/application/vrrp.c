/* SPDX-License-Identifier: Apache-2.0 */
/* VRRP, by which routers stand in for each other: version 2 (RFC 2338, 3768) and 3 (RFC 5798), directly
 * over IP.
 *
 *     version(4 bits) 1(4 bits) router priority count authentication interval checksum(16), addresses,
 *     version 2: authentication data (8 bytes)
 *
 * RFC 2338 let routers share a secret that is sent as it is; later ones forbid it, and many set it still.
 * Left out: the addresses, digests, CARP. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	HEADER_SIZE = 8,
	ADVERTISEMENT_2 = 0x21,
	ADVERTISEMENT_3 = 0x31,
	SECRET_CLEAR = 1,
	SECRET_SIZE = 8,
	CARP_COUNT = 7,
	CARP_SIZE = 36
};

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned start = cursor_u8(&cursor), router = cursor_u8(&cursor);

	(void)direction;
	return first.size >= HEADER_SIZE && (start == ADVERTISEMENT_2 || start == ADVERTISEMENT_3) && router
		       ? 8
		       : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));
	unsigned start = cursor_u8(&cursor);

	(void)state;
	(void)direction;
	cursor_skip(&cursor, 2);
	size_t count = cursor_u8(&cursor);
	unsigned authentication = cursor_u8(&cursor);

	cursor_skip(&cursor, 3);
	if (!cursor_ok(&cursor) || (start != ADVERTISEMENT_2 && start != ADVERTISEMENT_3))
		return DECODED_MALFORMED;
	/* CARP has the same number and start, but a digest; without authentication some send no data. */
	bool carp = count == CARP_COUNT && cursor_left(&cursor) == CARP_SIZE - HEADER_SIZE;

	if (start == ADVERTISEMENT_3 || carp || authentication != SECRET_CLEAR)
		return DECODED;
	cursor_skip(&cursor, 4 * count);
	struct bytes secret = cursor_take(&cursor, SECRET_SIZE);

	if (!cursor_ok(&cursor))
		return DECODED_MALFORMED;
	credential_say(
		&(struct credential){
			.scheme = "plain",
			.class = "password",
			.secret = login_padded(secret),
			.method = "advertisement",
			.why = "secret shared by routers",
		},
		secret, observer);
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_IP_PROTOCOL, 112 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_vrrp = {
	.name = "vrrp",
	.specification = "RFC 2338, RFC 3768, RFC 5798",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
