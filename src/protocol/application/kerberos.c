/* SPDX-License-Identifier: Apache-2.0 */
/* Kerberos 5 (RFC 4120) over UDP and TCP: who asks for a ticket.
 *
 *     TCP: size(32) in front. [APPLICATION 10, 12] a request: { number [1], kind [2], proofs [3], body [4] {
 * options [0], client [1], realm [2], server [3], … } }   [APPLICATION 11, 13] an answer: { …, realm [3],
 * client [4], … } [APPLICATION 30] an error: { …, realm [7], client [8], … }
 *
 * Names and realms stand in clear. What proves the password in a first request, and what the answer to it
 * holds, can be used to guess it. Left out: tickets, changes of passwords. */
#include "protocol/application.h"
#include "protocol/application/ber.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum {
	AS_REQUEST = 0x6a,
	AS_ANSWER = 0x6b,
	TGS_REQUEST = 0x6c,
	TGS_ANSWER = 0x6d,
	ERROR = 0x7e,
	PROOFS = 0xa3,
	BODY = 0xa4,
	TEXT = 0x1b,
	PROOF_TIME = 2, /* PA-ENC-TIMESTAMP */
	NAMES = 4,
	SIZE_MOST = 1 << 16,
};

/* The element with this tag among those of a sequence; no bytes: there is none. */
static struct bytes inside(struct bytes sequence, unsigned tag)
{
	struct cursor cursor = cursor_over(sequence);

	while (cursor_left(&cursor)) {
		struct ber element = ber_take(&cursor);

		if (!cursor_ok(&cursor))
			break;
		if (element.tag == tag)
			return element.value;
	}
	return BYTES_EMPTY;
}

/* The content of a sequence that is all there is of `value`. */
static struct bytes sequence_of(struct bytes value)
{
	struct cursor cursor = cursor_over(value);

	return ber_take_tagged(&cursor, BER_SEQUENCE);
}

/* PrincipalName: SEQUENCE { kind [0], names [1] SEQUENCE OF text }, with `/` between the names. */
static void append_name(struct buffer *to, struct bytes value)
{
	struct cursor names = cursor_over(sequence_of(inside(sequence_of(value), 0xa1)));

	for (unsigned i = 0; i < NAMES && cursor_left(&names); i++) {
		struct bytes name = ber_take_tagged(&names, TEXT);

		if (!cursor_ok(&names))
			return;
		if (i)
			buffer_append_byte(to, '/');
		buffer_append(to, bytes_slice(name, 0, 255));
	}
}

static struct bytes text_of(struct bytes value)
{
	struct cursor cursor = cursor_over(value);

	return ber_take_tagged(&cursor, TEXT);
}

/* Whether a first request proves the password by an encrypted time. */
static bool proves(struct bytes proofs)
{
	struct cursor list = cursor_over(sequence_of(proofs));

	while (cursor_left(&list)) {
		struct bytes proof = ber_take_tagged(&list, BER_SEQUENCE);
		struct cursor kind = cursor_over(inside(proof, 0xa1));

		if (!cursor_ok(&list))
			break;
		if (ber_take_number(&kind, BER_INTEGER) == PROOF_TIME && cursor_ok(&kind))
			return true;
	}
	return false;
}

static void say(struct bytes client, struct bytes realm, bool guessable, const char *method,
		const char *result, struct observer *observer)
{
	struct buffer user = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	append_name(&user, client);
	if (user.size && realm.size) {
		buffer_append_byte(&user, '@');
		buffer_append(&user, bytes_slice(realm, 0, 255));
	}
	credential_say(
		&(struct credential){
			.scheme = "kerberos",
			.class = guessable ? "hash" : "username-only",
			.user = buffer_bytes(&user),
			.method = method,
			.result = result,
			.why = guessable ? "user name, with a proof made of the password" : "user name",
		},
		client, observer);
	if (user.failed)
		observer_out_of_memory(observer);
	buffer_free(&user);
}

static void take_message(struct ber message, struct observer *observer)
{
	struct bytes fields = sequence_of(message.value), body;

	switch (message.tag) {
	case AS_REQUEST:
		body = sequence_of(inside(fields, BODY));
		say(inside(body, 0xa1), text_of(inside(body, 0xa2)), proves(inside(fields, PROOFS)), "AS-REQ",
		    NULL, observer);
		break;
	case AS_ANSWER:
		say(inside(fields, 0xa4), text_of(inside(fields, 0xa3)), true, "AS-REP", "accepted",
		    observer);
		break;
	case TGS_ANSWER:
		say(inside(fields, 0xa4), text_of(inside(fields, 0xa3)), false, "TGS-REP", "accepted",
		    observer);
		break;
	case ERROR:
		say(inside(fields, 0xa8), text_of(inside(fields, 0xa7)), false, "KRB-ERROR", NULL, observer);
		break;
	default:
		break;
	}
}

/* [APPLICATION n] { SEQUENCE { [0 or 1] { 5 } … } } that is as long as it says. */
static bool is_message(struct bytes bytes, bool cut)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned tag, inner;
	size_t size = ber_take_head(&cursor, &tag), left = cursor_left(&cursor);
	size_t inner_size = ber_take_head(&cursor, &inner);

	if (!cursor_ok(&cursor) || (cut ? size < left : size != left) || inner != BER_SEQUENCE ||
	    inner_size > size || ((tag < AS_REQUEST || tag > TGS_ANSWER) && tag != ERROR))
		return false;
	unsigned first = cursor_u8(&cursor), length = cursor_u8(&cursor);
	struct bytes version = cursor_take(&cursor, 3);

	return (first == 0xa1 || first == 0xa0) && length == 3 && bytes_equal(version, BYTES("\2\1\5"));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint32_t size = cursor_be32(&cursor);

	(void)direction;
	if (is_message(first, false))
		return 8 * 8;
	return size < SIZE_MOST && is_message(cursor.rest, true) && cursor_left(&cursor) <= size ? 8 * 8 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	(void)state;
	(void)direction;
	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		size_t size = stream->datagram ? cursor_left(&ahead) : cursor_be32(&ahead);

		if (!cursor_ok(&ahead) || size > cursor_left(&ahead)) {
			if (size > SIZE_MOST)
				return DECODED_MALFORMED;
			stream->wanted = cursor_ok(&ahead) ? 4 + size : 4;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct cursor message = cursor_over(cursor_take(&ahead, size));

		stream->unread = ahead;
		struct ber element = ber_take(&message);

		if (!cursor_ok(&message))
			return DECODED_MALFORMED;
		take_message(element, observer);
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 88 },
					       { SELECT_UDP_PORT, 88 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_kerberos = {
	.name = "kerberos",
	.specification = "RFC 4120",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
