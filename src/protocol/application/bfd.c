/* SPDX-License-Identifier: Apache-2.0 */
/* BFD (RFC 5880) over UDP, as far as the simple password.
 *
 *     version(3 bits) diagnostic(5 bits) state(2 bits) flags(6 bits) multiplier size
 *     discriminators and intervals (5 * 32), then, by a flag: type size key secret
 *
 * Left out: digests, the state of the path. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum { HEADER_SIZE = 24, VERSION = 1, FLAG_AUTHENTICATED = 4, SECRET_CLEAR = 1, SECRET_MOST = 16 };

static bool is_packet(struct bytes datagram)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned version = cursor_u8(&cursor) >> 5, flags = cursor_u8(&cursor);
	unsigned multiplier = cursor_u8(&cursor);
	size_t size = cursor_u8(&cursor);
	uint32_t own = cursor_be32(&cursor);

	/* The last flag must be zero, the sender's discriminator must not (6.8.6). */
	return cursor_ok(&cursor) && version == VERSION && multiplier && own && !(flags & 1) &&
	       size == datagram.size && size >= HEADER_SIZE + (flags & FLAG_AUTHENTICATED ? 4u : 0u);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_packet(first) ? 15 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(bytes_from(datagram, HEADER_SIZE));

	(void)state;
	(void)direction;
	if (!is_packet(datagram))
		return DECODED_MALFORMED;
	if (!(datagram.data[1] & FLAG_AUTHENTICATED))
		return DECODED;
	unsigned type = cursor_u8(&cursor);
	size_t size = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	struct bytes secret = cursor_take(&cursor, size < 4 ? SIZE_MAX : size - 3);

	if (!cursor_ok(&cursor))
		return DECODED_MALFORMED;
	if (type == SECRET_CLEAR && secret.size <= SECRET_MOST)
		credential_say(
			&(struct credential){
				.scheme = "plain",
				.class = "password",
				.secret = login_padded(secret),
				.method = "control",
				.why = "secret shared by routers",
			},
			secret, observer);
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 3784 },
					       { SELECT_UDP_PORT, 4784 },
					       { SELECT_UDP_PORT, 6784 },
					       { SELECT_UDP_PORT, 7784 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_bfd = {
	.name = "bfd",
	.specification = "RFC 5880, RFC 5881, RFC 5883, RFC 7130, RFC 7880",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
