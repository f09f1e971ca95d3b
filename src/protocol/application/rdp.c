/* SPDX-License-Identifier: Apache-2.0 */
/* RDP over TCP ([MS-RDPBCGR] 2.2.1), up to what both agree on.
 *
 *     3 0 size(16), then X.224: client size e0 0(16) 0(16) 0 [`Cookie: mstshash=NAME` CR LF] [1 flags 8 0
 * wanted(32)] server size d0 … [2 flags 8 0 chosen(32)]
 *
 * Many clients name their user in the cookie. Behind TLS was chosen, bids are asked for it. Left out: RDP's
 * own encryption (opaque). */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	TPKT = 3,
	REQUEST = 0xe0,
	CONFIRM = 0xd0,
	HEAD_SIZE = 4,
	X224_SIZE = 7,
	SIZE_MOST = 1024,
	CHOICE_ANSWER = 2,
};

struct rdp {
	bool read[2];
};

/* The connection's first message of either side: what stands behind X.224's head. */
static bool take_first(struct cursor *cursor, enum direction direction, struct bytes *ret_rest)
{
	unsigned version = cursor_u8(cursor), reserved = cursor_u8(cursor);
	size_t size = cursor_be16(cursor);
	size_t inner = cursor_u8(cursor);
	unsigned kind = cursor_u8(cursor);

	cursor_skip(cursor, X224_SIZE - 2);
	if (!cursor_ok(cursor) || version != TPKT || reserved || size < HEAD_SIZE + X224_SIZE ||
	    size > SIZE_MOST || inner + HEAD_SIZE + 1 != size ||
	    kind != (direction == FROM_CLIENT ? REQUEST : CONFIRM))
		return false;
	*ret_rest = cursor_take(cursor, size - HEAD_SIZE - X224_SIZE);
	return cursor_ok(cursor);
}

/* Whether a request for RDP, not of one of the others that are carried so (S7, H.323, MMS): by its cookie or
 * its choice. */
static bool is_request(struct bytes rest)
{
	return bytes_start_with(rest, BYTES("Cookie: ")) || bytes_start_with(rest, BYTES("\1\0\x08\0")) ||
	       bytes_start_with(rest, BYTES("\1\1\x08\0"));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct bytes rest;

	if (direction == FROM_SERVER || !take_first(&cursor, direction, &rest) || cursor_left(&cursor))
		return 0;
	return is_request(rest) ? 16 + 16 + 8 + 16 : 0;
}

static void take_cookie(struct bytes rest, struct observer *observer)
{
	struct bytes name = rest;
	size_t end = bytes_find(rest, BYTES("\r\n"));

	if (!bytes_start_with(rest, BYTES("Cookie: mstshash=")) || end == SIZE_MAX)
		return;
	name = bytes_slice(rest, 17, end - 17);
	credential_say(
		&(struct credential){
			.scheme = "rdp",
			.class = "username-only",
			.user = name,
			.method = "connect",
			.why = "user name in the cookie",
		},
		name, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct rdp *rdp = state;
	struct cursor ahead = stream->unread;
	struct bytes rest;

	if (!cursor_left(&ahead))
		return DECODED;
	if (rdp->read[direction]) {
		/* The server says first what comes. */
		if (!rdp->read[!direction])
			return DECODED;
		stream->skip = UINT64_MAX / 2;
		stream->skip_as = OPAQUE;
		return DECODED;
	}
	if (!take_first(&ahead, direction, &rest)) {
		bool more = cursor_left(&stream->unread) < SIZE_MOST &&
			    cursor_peek(&stream->unread, 0) == TPKT;

		return more && !stream->ended ? DECODED : DECODED_NOT_MINE;
	}
	rdp->read[direction] = true;
	stream->unread = ahead;
	if (direction == FROM_CLIENT) {
		take_cookie(rest, observer);
		return DECODED;
	}
	struct cursor choice = cursor_over(rest);
	unsigned kind = cursor_u8(&choice);

	cursor_skip(&choice, 3);
	uint32_t chosen = cursor_le32(&choice);

	stream->rebid = cursor_ok(&choice) && kind == CHOICE_ANSWER && chosen != 0;
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 3389 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_rdp = {
	.name = "rdp",
	.specification = "MS-RDPBCGR",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct rdp),
	.bid = bid,
	.decode = decode,
};
