/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF version 2 (RFC 2328), directly over IP; version 3 (RFC 5340) has no authentication of its own.
 *
 *     version type size(16) router(32) area(32) checksum(16) authentication(16) data(8 bytes), …
 *
 * Left out: routes, digests. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum { HEADER_2 = 24, HEADER_3 = 16, TYPE_LAST = 5, SECRET_CLEAR = 1, SECRET_SIZE = 8 };

static bool is_header(struct cursor cursor)
{
	unsigned version = cursor_u8(&cursor), type = cursor_u8(&cursor);
	size_t size = cursor_be16(&cursor);

	return cursor_ok(&cursor) && (version == 2 || version == 3) && type >= 1 && type <= TYPE_LAST &&
	       size >= (version == 2 ? HEADER_2 : HEADER_3);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_header(cursor_over(first)) ? 8 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));
	bool version_2 = cursor_peek(&cursor, 0) == 2;

	(void)state;
	(void)direction;
	if (!is_header(cursor))
		return DECODED_MALFORMED;
	if (!version_2)
		return DECODED;
	cursor_skip(&cursor, 14);
	unsigned authentication = cursor_be16(&cursor);
	struct bytes secret = cursor_take(&cursor, SECRET_SIZE);

	if (!cursor_ok(&cursor))
		return DECODED_MALFORMED;
	if (authentication == SECRET_CLEAR)
		credential_say(
			&(struct credential){
				.scheme = "plain",
				.class = "password",
				.secret = login_padded(secret),
				.method = "header",
				.why = "secret shared by routers",
			},
			secret, observer);
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_IP_PROTOCOL, 89 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_ospf = {
	.name = "ospf",
	.specification = "RFC 2328, RFC 5340",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
