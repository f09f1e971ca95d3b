/* SPDX-License-Identifier: Apache-2.0 */
/* RIP for IPv4, versions 1 (RFC 1058) and 2 (RFC 2453), over UDP.
 *
 *     command version 0(16), then routes of 20 bytes: family(16) tag(16) address mask next metric (32 each)
 *
 * The first route may be a secret instead: family ffff, type 2, 16 bytes of text (RFC 2453 4.1). Left out:
 * the routes, digests (RFC 4822). */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	HEADER_SIZE = 4,
	ROUTE_SIZE = 20,
	ROUTES_MOST = 26,
	FAMILY_IPV4 = 2,
	FAMILY_SECRET = 0xffff,
	SECRET_TEXT = 2,
	SECRET_DIGEST = 3,
	METRIC_MOST = 16,
};

/* Whether a route is one: its metric is in range, what is unused is zero. */
static bool is_route(struct cursor route, unsigned version, bool first)
{
	unsigned family = cursor_be16(&route), tag = cursor_be16(&route);

	if (family == FAMILY_SECRET)
		return version == 2 && (first ? tag == SECRET_TEXT || tag == SECRET_DIGEST : tag == 1);
	if (family != FAMILY_IPV4 && family != 0)
		return false;
	if (version == 1 && tag)
		return false;
	cursor_skip(&route, 12);
	uint32_t metric = cursor_be32(&route);

	/* A request for all: family 0, metric 16. */
	return metric <= METRIC_MOST && (family || metric == METRIC_MOST);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned command = cursor_u8(&cursor), version = cursor_u8(&cursor), zero = cursor_be16(&cursor);
	size_t routes = first.size >= HEADER_SIZE ? (first.size - HEADER_SIZE) / ROUTE_SIZE : 0;
	struct cursor ahead = cursor;
	bool digest = cursor_be32(&ahead) == 0xffff0003;

	(void)direction;
	if (command < 1 || command > 2 || version < 1 || version > 2 || zero || !routes ||
	    routes > ROUTES_MOST || (!digest && (first.size - HEADER_SIZE) % ROUTE_SIZE))
		return 0;
	for (size_t i = 0; i < routes && !digest; i++)
		if (!is_route(cursor_over(cursor_take(&cursor, ROUTE_SIZE)), version, i == 0))
			return 0;
	return 7 + 7 + 16 + 8;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(bytes_from(datagram, HEADER_SIZE));
	unsigned family = cursor_be16(&cursor), type = cursor_be16(&cursor);
	struct bytes secret = cursor_take(&cursor, 16);

	(void)state;
	(void)direction;
	if (!cursor_ok(&cursor))
		return DECODED_MALFORMED;
	if (family == FAMILY_SECRET && type == SECRET_TEXT)
		credential_say(
			&(struct credential){
				.scheme = "plain",
				.class = "password",
				.secret = login_padded(secret),
				.method = datagram.data[0] == 1 ? "request" : "response",
				.why = "secret shared by routers",
			},
			secret, observer);
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 520 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_rip = {
	.name = "rip",
	.specification = "RFC 1058, RFC 2453",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
