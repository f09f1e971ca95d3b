/* SPDX-License-Identifier: Apache-2.0 */
/* DCE/RPC over TCP (C706 12.6; [MS-RPCE]): who logs in by NTLM.
 *
 *     5 minor type flags order(8 bits first) 0 0 0 size(16) proof-size(16) call(32), …, proof
 *     types: 11 bind, 12 its answer, 14 alter, 16 the last proof
 *
 * What is called with is handed on as bytes, unless a proof goes with it: then it may be encrypted. Left out:
 * the meaning of it; over SMB and UDP. */
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "protocol/application.h"

enum {
	HEADER_SIZE = 16,
	REQUEST = 0,
	RESPONSE = 2,
	BIND = 11,
	ALTER = 14,
	LAST_PROOF = 16,
	TYPE_LAST = 19,
	LITTLE = 0x10,
};

struct dcerpc {
	struct sasl sasl;
};

struct head {
	unsigned type;
	size_t size, proof_size;
};

static bool take_head(struct cursor *cursor, struct head *ret_head)
{
	struct head head = { .type = 0 };
	unsigned major = cursor_u8(cursor), minor = cursor_u8(cursor);

	head.type = cursor_u8(cursor);
	cursor_skip(cursor, 1);
	unsigned order = cursor_u8(cursor), real = cursor_u8(cursor), zero = cursor_be16(cursor);
	bool little = order == LITTLE;

	head.size = little ? cursor_le16(cursor) : cursor_be16(cursor);
	head.proof_size = little ? cursor_le16(cursor) : cursor_be16(cursor);
	cursor_skip(cursor, 4);
	*ret_head = head;
	return cursor_ok(cursor) && major == 5 && minor <= 1 && head.type <= TYPE_LAST &&
	       (order == LITTLE || order == 0) && real <= 3 && !zero && head.size >= HEADER_SIZE &&
	       head.proof_size <= head.size - HEADER_SIZE;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct head head;

	(void)direction;
	/* What comes first is a message alone, or goes on behind what is shown of it. */
	return take_head(&cursor, &head) && head.size >= first.size ? 8 + 7 + 4 + 4 + 6 + 16 : 0;
}

static void take_proof(struct dcerpc *dcerpc, struct bytes message, struct observer *observer)
{
	sasl_begin_raw(&dcerpc->sasl, BYTES("NTLM"));
	sasl_response_raw(&dcerpc->sasl, message, message, observer);
	sasl_end(&dcerpc->sasl, "bind", "unknown", observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		struct head head;
		bool right = take_head(&ahead, &head);

		if (!cursor_ok(&ahead)) {
			stream->wanted = HEADER_SIZE;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (!right)
			return DECODED_MALFORMED;
		bool wanted = direction == FROM_CLIENT && head.proof_size &&
			      (head.type == BIND || head.type == ALTER || head.type == LAST_PROOF);

		bool called = (head.type == REQUEST || head.type == RESPONSE) && !head.proof_size;

		if (!wanted && !called) {
			stream->skip = head.size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (cursor_left(&stream->unread) < head.size) {
			stream->wanted = head.size;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes message = cursor_take(&stream->unread, head.size);

		struct bytes body = bytes_from(message, HEADER_SIZE + 8);

		if (called && body.size)
			observer_content(observer, &(struct message){ .part = BYTES("stub") }, body, message);
		else if (!called)
			take_proof(state, message, observer);
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct dcerpc *dcerpc = state;

	(void)observer;
	sasl_free(&dcerpc->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 135 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_dcerpc = {
	.name = "dcerpc",
	.specification = "C706, MS-RPCE",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct dcerpc),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
