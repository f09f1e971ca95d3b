/* SPDX-License-Identifier: Apache-2.0 */
/* NHRP (RFC 2332) over GRE: routers of a private network that find one another, and the password that they
 * share in clear.
 *
 *     family(16) protocol(40) hops(8) size(16) sum(16) extensions(16) version(8) kind(8) …; from `extensions`
 *     on: type(16) size(16) value; type 7: 0(16) index(16), 1 is a password in clear; source address,
 * password
 *
 * Cisco leaves the source address out. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	HEADER_SIZE = 20,
	AUTHENTICATION = 7,
	TYPE_MASK = 0x3fff,
	CLEAR = 1,
	KIND_LAST = 8,
	SIZE_AT = 10,
};

/* Where the extensions begin; 0: it is none of these, or has none. */
static size_t extensions_of(struct bytes packet)
{
	struct cursor cursor = cursor_over(packet);

	cursor_skip(&cursor, SIZE_AT);
	size_t size = cursor_be16(&cursor);

	cursor_skip(&cursor, 2);
	size_t extensions = cursor_be16(&cursor);
	unsigned version = cursor_u8(&cursor), kind = cursor_u8(&cursor);

	if (!cursor_ok(&cursor) || version != 1 || !kind || kind > KIND_LAST || size > packet.size ||
	    size < HEADER_SIZE || extensions >= size)
		return 0;
	return extensions < HEADER_SIZE ? HEADER_SIZE : extensions;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return extensions_of(first) ? 8 + 5 + 8 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes packet = cursor_take(&stream->unread, cursor_left(&stream->unread));
	size_t start = extensions_of(packet);
	struct cursor cursor = cursor_over(bytes_from(packet, start));

	(void)state;
	(void)direction;
	if (!start)
		return DECODED_MALFORMED;
	while (cursor_left(&cursor) >= 4) {
		unsigned type = cursor_be16(&cursor) & TYPE_MASK;
		size_t size = cursor_be16(&cursor);
		struct cursor value = cursor_over(cursor_take(&cursor, size));

		if (!cursor_ok(&cursor) || !type)
			break;
		cursor_skip(&value, 2);
		if (type != AUTHENTICATION || cursor_be16(&value) != CLEAR)
			continue;
		if (!unit_is_text(value.rest))
			cursor_skip(&value, 4);
		if (unit_is_text(value.rest))
			credential_say(
				&(struct credential){
					.scheme = "plain",
					.class = "password",
					.secret = value.rest,
					.method = "authentication",
					.why = "secret shared by routers",
				},
				value.rest, observer);
	}
	return DECODED;
}

const struct app_decoder app_decoder_nhrp = {
	.name = "nhrp",
	.specification = "RFC 2332",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_ETHER_TYPE, 0x2001 },
			{ SELECT_IP_PROTOCOL, 54 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
