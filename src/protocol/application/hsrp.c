/* SPDX-License-Identifier: Apache-2.0 */
/* HSRP, by which routers stand in for each other: version 1 (RFC 2281) and 2, over UDP.
 *
 *     1   0 operation state hello hold priority group 0 secret(8 bytes) address(32)
 *     2   type size value: 1 state, 3 secret in clear (8 bytes), 4 digest
 *
 * The secret, `cisco` unless somebody changed it, lets anyone become the gateway. Left out: advertisements
 * of version 1, digests. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	SIZE_1 = 20,
	OPERATION_LAST = 2,
	OPERATION_ADVERTISE = 3,
	STATE_LAST = 16,
	SECRET_SIZE = 8,
	SECRET_AT = 8,
	PART_STATE = 1,
	PART_INTERFACE = 2,
	PART_SECRET = 3,
	PART_DIGEST = 4,
	STATE_SIZE = 40,
	DIGEST_SIZE = 28,
};

static bool is_secret(struct bytes field)
{
	struct bytes text = login_padded(field);

	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < ' ' || text.data[i] > '~')
			return false;
	for (size_t i = text.size; i < field.size; i++)
		if (field.data[i])
			return false;
	return true;
}

static bool is_version_1(struct bytes datagram)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned version = cursor_u8(&cursor), operation = cursor_u8(&cursor), state = cursor_u8(&cursor);
	unsigned hello = cursor_u8(&cursor), hold = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	unsigned reserved = cursor_u8(&cursor);
	struct bytes secret = cursor_take(&cursor, SECRET_SIZE);

	cursor_skip(&cursor, 4);
	return cursor_ok(&cursor) && !version && operation <= OPERATION_LAST && state <= STATE_LAST &&
	       !(state & (state - 1)) && hello && hold >= hello && !reserved && is_secret(secret);
}

/* The sizes of version 2's parts, which are fixed but for the secret's end. */
static bool is_version_2(struct bytes datagram)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned type = cursor_peek(&cursor, 0), size = cursor_peek(&cursor, 1);

	if (!(type == PART_STATE && size == STATE_SIZE && cursor_peek(&cursor, 2) == 2) &&
	    !(type == PART_INTERFACE && size == 4))
		return false;
	while (cursor_left(&cursor)) {
		cursor_skip(&cursor, 1);
		size = cursor_u8(&cursor);
		cursor_skip(&cursor, size);
		if (!cursor_ok(&cursor) || !size)
			return false;
	}
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	/* Small numbers, so that the port must agree. */
	return is_version_1(first) || is_version_2(first) ? 15 : 0;
}

static void say(struct bytes secret, struct observer *observer)
{
	credential_say(
		&(struct credential){
			.scheme = "plain",
			.class = "password",
			.secret = login_padded(secret),
			.method = "hello",
			.why = "secret shared by routers",
		},
		secret, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(datagram);

	(void)state;
	(void)direction;
	if (is_version_1(datagram)) {
		struct bytes behind = bytes_from(datagram, SIZE_1);
		/* Where a digest follows, the field says nothing. */
		bool digest = behind.size >= DIGEST_SIZE && behind.data[0] == PART_DIGEST;

		if (!digest)
			say(bytes_slice(datagram, SECRET_AT, SECRET_SIZE), observer);
		return DECODED;
	}
	if (cursor_peek(&cursor, 0) == 0 && cursor_peek(&cursor, 1) == OPERATION_ADVERTISE)
		return DECODED;
	if (!is_version_2(datagram))
		return DECODED_MALFORMED;
	while (cursor_left(&cursor)) {
		unsigned type = cursor_u8(&cursor);
		size_t size = cursor_u8(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		if (type == PART_SECRET && size == SECRET_SIZE && is_secret(value))
			say(value, observer);
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 1985 },
					       { SELECT_UDP_PORT, 2029 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_hsrp = {
	.name = "hsrp",
	.specification = "RFC 2281",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
