/* SPDX-License-Identifier: Apache-2.0 */
/* LDAP v2 and v3 (RFC 4511) over TCP, and without connections over UDP (RFC 1798, [MS-ADTS] 3.1.1.3.3).
 *
 *     SEQUENCE { number INTEGER, operation (its tag tells which), controls [0] }
 *
 * A simple bind has the password in clear, and so has the operation that changes it (RFC 3062). The names
 * and values of searches, entries and changes are handed on. Left out: what a security layer of SASL wraps
 * (opaque), referrals, controls. */
#include "protocol/application/ber.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "base/text.h"
#include "protocol/application.h"

enum {
	BIND_REQUEST = 0x60,
	BIND_RESPONSE = 0x61,
	UNBIND = 0x42,
	SEARCH = 0x63,
	SEARCH_ENTRY = 0x64,
	SEARCH_DONE = 0x65,
	MODIFY = 0x66,
	ADD = 0x68,
	REMOVE = 0x4a,
	COMPARE = 0x6e,
	REFERENCE = 0x73,
	EXTENDED_REQUEST = 0x77,
	EXTENDED_RESPONSE = 0x78,
	INTERMEDIATE = 0x79,
	AUTHENTICATION_SIMPLE = 0x80,
	AUTHENTICATION_SASL = 0xa3,
	CONTROLS = 0xa0,
	/* Filters inside filters; more are not looked into. */
	FILTER_DEPTH = 16,
	/* A picture (jpegPhoto) or a certificate is not smaller. */
	PICTURE_LEAST = 256,
	SASL_IN_PROGRESS = 14,
};

struct ldap {
	struct login login;
	struct sasl sasl;
	bool anonymous, bound; /* a bind waits for its answer: by no name; at all */
	bool tls_asked;
	bool layered; /* a mechanism was accepted that may wrap what follows */
	bool lost[2]; /* behind a gap: where the next message starts is not known */
};

static bool is_operation(unsigned tag)
{
	return (tag >= 0x60 && tag <= 0x79 && tag != 0x62 && tag != 0x6a && tag != 0x70 && tag != 0x71 &&
		tag != 0x72 && tag != 0x74 && tag != 0x75 && tag != 0x76) ||
	       tag == UNBIND || tag == REMOVE || tag == 0x50;
}

/* The bits that a message's start has right; 0 for none of LDAP. `whole`: the message ends within. */
static unsigned message_bits(struct bytes message)
{
	struct cursor outer = cursor_over(message);
	unsigned tag;
	size_t size = ber_take_head(&outer, &tag), inside = cursor_left(&outer);

	if (!cursor_ok(&outer) || tag != BER_SEQUENCE || size < 5 || size > LIMIT_MESSAGE_SIZE)
		return 0;
	struct cursor cursor = cursor_over(bytes_slice(outer.rest, 0, size));
	uint32_t number = ber_take_number(&cursor, BER_INTEGER);
	unsigned operation;
	size_t operation_size = ber_take_head(&cursor, &operation);

	/* What is left of the message behind the operation: nothing, or controls. */
	size_t read = (inside < size ? inside : size) - cursor_left(&cursor);

	if (!cursor_ok(&cursor) || number > INT32_MAX || !is_operation(operation) ||
	    operation_size > size - read)
		return 0;
	if (operation_size < size - read && operation_size < cursor_left(&cursor) &&
	    cursor_peek(&cursor, operation_size) != CONTROLS)
		return 0;
	if (operation == BIND_REQUEST && (cursor_peek(&cursor, 0) != BER_INTEGER ||
					  cursor_peek(&cursor, 1) != 1 || cursor_peek(&cursor, 2) - 2u > 1))
		return 0;
	if ((operation == SEARCH || operation == SEARCH_ENTRY || operation == MODIFY || operation == ADD) &&
	    cursor_peek(&cursor, 0) != BER_STRING)
		return 0;
	if ((operation == BIND_RESPONSE || operation == SEARCH_DONE) &&
	    cursor_peek(&cursor, 0) != BER_ENUMERATED)
		return 0;
	return 8 + 8 + 4 + 6 + 8;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return message_bits(first);
}

/* ---- values ---- */

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ' && value.data[i] != '\n' && value.data[i] != '\r' &&
		    value.data[i] != '\t')
			return false;
	return text_is_utf8(value);
}

static void say_value(struct message *message, struct bytes name, struct bytes value,
		      struct observer *observer)
{
	/* What `userPassword` holds is mostly a digest (RFC 2307 5.3): `{SSHA}…`. */
	bool digest = value.size && value.data[0] == '{' && bytes_find_byte(value, '}') < 16;

	if (!name.size || !value.size || digest)
		return;
	if (is_text(value)) {
		observer_value(observer, message, name, value);
		return;
	}
	/* Numbers of objects and rights are binary too, and small. */
	if (value.size < PICTURE_LEAST)
		return;
	message->label = name;
	observer_content(observer, message, value, value);
	message->label = BYTES_EMPTY;
}

/* SEQUENCE { name, SET OF value } */
static void take_attribute(struct cursor *list, struct message *message, struct observer *observer)
{
	struct cursor attribute = cursor_over(ber_take_tagged(list, BER_SEQUENCE));
	struct bytes name = ber_take_tagged(&attribute, BER_STRING);
	struct cursor values = cursor_over(ber_take_tagged(&attribute, BER_SET));

	while (cursor_ok(&attribute) && cursor_left(&values)) {
		struct bytes value = ber_take_tagged(&values, BER_STRING);

		if (!cursor_ok(&values))
			return;
		say_value(message, name, value, observer);
	}
}

/* (RFC 4511 4.5.1): and, or, not hold filters; the others a name and a value, whole or in pieces. */
static void take_filter(struct cursor *cursor, struct message *message, unsigned depth,
			struct observer *observer)
{
	enum { AND = 0xa0, OR = 0xa1, NOT = 0xa2, PIECES = 0xa4, LAST_PAIR = 0xa8 };
	struct ber filter = ber_take(cursor);
	struct cursor inner = cursor_over(filter.value);

	if (!cursor_ok(cursor) || depth == 0 || filter.tag < AND || filter.tag > LAST_PAIR)
		return;
	if (filter.tag <= NOT) {
		while (cursor_ok(&inner) && cursor_left(&inner))
			take_filter(&inner, message, depth - 1, observer);
		return;
	}
	struct bytes name = ber_take_tagged(&inner, BER_STRING);

	if (filter.tag != PIECES) {
		struct bytes value = ber_take_tagged(&inner, BER_STRING);

		if (cursor_ok(&inner))
			say_value(message, name, value, observer);
		return;
	}
	struct cursor pieces = cursor_over(ber_take_tagged(&inner, BER_SEQUENCE));

	while (cursor_left(&pieces)) {
		struct ber piece = ber_take(&pieces);

		if (!cursor_ok(&pieces))
			return;
		say_value(message, name, piece.value, observer);
	}
}

static void take_search(struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("filter"), .method = BYTES("search") };

	message.topic = ber_take_tagged(&cursor, BER_STRING);
	(void)ber_take(&cursor); /* scope */
	(void)ber_take(&cursor); /* aliases */
	(void)ber_take(&cursor); /* most entries */
	(void)ber_take(&cursor); /* most seconds */
	(void)ber_take(&cursor); /* names only */
	if (cursor_ok(&cursor))
		take_filter(&cursor, &message, FILTER_DEPTH, observer);
}

/* An entry that is found or added: name, SEQUENCE OF attribute. */
static void take_entry(struct cursor cursor, struct bytes method, struct observer *observer)
{
	struct message message = { .part = BYTES("entry"), .method = method };

	message.topic = ber_take_tagged(&cursor, BER_STRING);
	struct cursor attributes = cursor_over(ber_take_tagged(&cursor, BER_SEQUENCE));

	if (message.topic.size && is_text(message.topic))
		observer_value(observer, &message, BYTES("dn"), message.topic);
	while (cursor_ok(&attributes) && cursor_left(&attributes))
		take_attribute(&attributes, &message, observer);
}

static void take_changes(struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("entry"), .method = BYTES("modify") };

	message.topic = ber_take_tagged(&cursor, BER_STRING);
	struct cursor changes = cursor_over(ber_take_tagged(&cursor, BER_SEQUENCE));

	while (cursor_ok(&changes) && cursor_left(&changes)) {
		struct cursor change = cursor_over(ber_take_tagged(&changes, BER_SEQUENCE));

		(void)ber_take(&change); /* add, delete or replace */
		if (cursor_ok(&changes) && cursor_ok(&change))
			take_attribute(&change, &message, observer);
	}
}

static void take_comparison(struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("entry"), .method = BYTES("compare") };

	message.topic = ber_take_tagged(&cursor, BER_STRING);
	struct cursor pair = cursor_over(ber_take_tagged(&cursor, BER_SEQUENCE));
	struct bytes name = ber_take_tagged(&pair, BER_STRING), value = ber_take_tagged(&pair, BER_STRING);

	if (cursor_ok(&cursor) && cursor_ok(&pair))
		say_value(&message, name, value, observer);
}

/* ---- logins ---- */

static void say_bind(struct ldap *ldap, const char *result, struct observer *observer)
{
	if (sasl_active(&ldap->sasl))
		sasl_end(&ldap->sasl, "bind", result, observer);
	login_say(&ldap->login, "bind", "simple bind", result, observer);
	ldap->bound = false;
}

static void take_bind(struct ldap *ldap, struct cursor cursor, struct observer *observer)
{
	(void)ber_take(&cursor); /* version */
	struct bytes name = ber_take_tagged(&cursor, BER_STRING);
	struct ber authentication = ber_take(&cursor);

	if (!cursor_ok(&cursor))
		return;
	ldap->anonymous = false;
	if (authentication.tag == AUTHENTICATION_SASL) {
		struct cursor inner = cursor_over(authentication.value);
		struct bytes mechanism = ber_take_tagged(&inner, BER_STRING);
		struct ber response = cursor_left(&inner) ? ber_take(&inner) : (struct ber){ 0 };

		if (!cursor_ok(&inner))
			return;
		if (!sasl_active(&ldap->sasl))
			sasl_begin_raw(&ldap->sasl, mechanism);
		if (response.value.size)
			sasl_response_raw(&ldap->sasl, response.value, response.value, observer);
		ldap->bound = true;
		return;
	}
	say_bind(ldap, "unknown", observer);
	ldap->bound = true;
	if (authentication.tag != AUTHENTICATION_SIMPLE) {
		/* Active Directory's own (`sicily`) carries messages of NTLM. */
		sasl_begin_raw(&ldap->sasl, BYTES("NTLM"));
		sasl_response_raw(&ldap->sasl, authentication.value, authentication.value, observer);
		return;
	}
	/* A name without a password is taken for nobody's (RFC 4513 5.1.2). */
	ldap->anonymous = !authentication.value.size;
	login_begin(&ldap->login, "plain", "password", NULL);
	if (name.size)
		login_user(&ldap->login, name, name, observer);
	if (authentication.value.size)
		login_secret(&ldap->login, authentication.value, authentication.value, observer);
}

static void take_bind_answer(struct ldap *ldap, struct cursor cursor, struct bytes where,
			     struct observer *observer)
{
	uint32_t status = ber_take_number(&cursor, BER_ENUMERATED);

	const char *class = ldap->sasl.login.class;
	bool challenge = sasl_active(&ldap->sasl) && (!class || strcmp(class, "password") != 0);

	if (!cursor_ok(&cursor) || status == SASL_IN_PROGRESS)
		return;
	struct service service = {
		.authentication = ldap->anonymous ? "anonymous"
				  : challenge	  ? "challenge"
						  : "password",
		.action = "bind",
		.gave = status == 0 ? "session" : "nothing",
		.status = status,
	};

	ldap->layered |= sasl_active(&ldap->sasl) && status == 0;
	if (ldap->bound)
		service_say(&service, where, observer);
	say_bind(ldap, status == 0 ? "accepted" : "refused", observer);
}

/* A password is changed (RFC 3062): SEQUENCE { [0] user, [1] old, [2] new }. */
static void take_new_password(struct bytes value, struct observer *observer)
{
	enum { USER = 0x80, OLD = 0x81, NEW = 0x82 };
	struct cursor outer = cursor_over(value);
	struct cursor cursor = cursor_over(ber_take_tagged(&outer, BER_SEQUENCE));
	struct credential credential = {
		.scheme = "plain",
		.class = "password",
		.method = "modify-password",
		.why = "operation that changes a password",
	};

	while (cursor_left(&cursor)) {
		struct ber element = ber_take(&cursor);

		if (!cursor_ok(&cursor))
			return;
		if (element.tag == USER) {
			credential.user = element.value;
		} else if (element.tag == OLD || element.tag == NEW) {
			credential.secret = element.value;
			credential.field = element.tag == OLD ? BYTES("oldPasswd") : BYTES("newPasswd");
			credential_say(&credential, element.value, observer);
		}
	}
}

static void take_extended(struct ldap *ldap, struct cursor cursor, struct observer *observer)
{
	enum { NAME = 0x80, VALUE = 0x81 };
	struct bytes name = ber_take_tagged(&cursor, NAME);

	if (!cursor_ok(&cursor))
		return;
	ldap->tls_asked = bytes_equal(name, BYTES("1.3.6.1.4.1.1466.20037"));
	if (bytes_equal(name, BYTES("1.3.6.1.4.1.4203.1.11.1")))
		take_new_password(ber_take_tagged(&cursor, VALUE), observer);
}

static void take_operation(struct ldap *ldap, struct ber operation, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(operation.value);

	switch (operation.tag) {
	case BIND_REQUEST:
		take_bind(ldap, cursor, observer);
		break;
	case BIND_RESPONSE:
		take_bind_answer(ldap, cursor, operation.value, observer);
		break;
	case SEARCH:
		take_search(cursor, observer);
		break;
	case SEARCH_ENTRY:
		take_entry(cursor, BYTES("search"), observer);
		break;
	case ADD:
		take_entry(cursor, BYTES("add"), observer);
		break;
	case MODIFY:
		take_changes(cursor, observer);
		break;
	case COMPARE:
		take_comparison(cursor, observer);
		break;
	case EXTENDED_REQUEST:
		take_extended(ldap, cursor, observer);
		break;
	case EXTENDED_RESPONSE:
		stream->rebid = ldap->tls_asked && ber_take_number(&cursor, BER_ENUMERATED) == 0 &&
				cursor_ok(&cursor);
		ldap->tls_asked = false;
		break;
	default:
		break;
	}
}

/* What a security layer wraps (RFC 4422 3.7): four octets of size, then that many nobody can read. */
static bool pass_over_layer(struct ldap *ldap, struct stream *stream)
{
	struct cursor ahead = stream->unread;
	uint32_t size = cursor_be32(&ahead);

	if (!ldap->layered || message_bits(stream->unread.rest))
		return false;
	if (!cursor_ok(&ahead)) {
		stream->wanted = 4;
		return true;
	}
	if (!size || size > LIMIT_MESSAGE_SIZE)
		return false;
	cursor_skip(&stream->unread, 4);
	stream->skip = size;
	stream->skip_as = OPAQUE;
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct ldap *ldap = state;

	while (cursor_left(&stream->unread) && !stream->rebid && !stream->skip) {
		struct cursor ahead = stream->unread;
		unsigned tag;

		if (ldap->lost[direction] && !message_bits(stream->unread.rest)) {
			/* A segment that starts with one will come. */
			stream->skip = cursor_left(&stream->unread);
			stream->skip_as = UNREAD;
			return DECODED_IN_PART;
		}
		ldap->lost[direction] = false;
		if (pass_over_layer(ldap, stream))
			return DECODED;
		size_t size = ber_take_head(&ahead, &tag);

		if (cursor_left(&stream->unread) >= 6 &&
		    (!cursor_ok(&ahead) || tag != BER_SEQUENCE || size > LIMIT_MESSAGE_SIZE))
			return DECODED_MALFORMED;
		if (!cursor_ok(&ahead) || size > cursor_left(&ahead)) {
			if (stream->ended || stream->full)
				return DECODED_IN_PART;
			stream->wanted = cursor_ok(&ahead)
						 ? cursor_left(&stream->unread) - cursor_left(&ahead) + size
						 : cursor_left(&stream->unread) + 1;
			return DECODED;
		}
		struct cursor message = cursor_over(ber_take_tagged(&stream->unread, BER_SEQUENCE));

		(void)ber_take_number(&message, BER_INTEGER);
		struct ber operation = ber_take(&message);

		if (!cursor_ok(&message) || !is_operation(operation.tag))
			return DECODED_MALFORMED;
		take_operation(ldap, operation, stream, observer);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct ldap *ldap = state;

	(void)size;
	(void)observer;
	ldap->lost[direction] = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct ldap *ldap = state;

	say_bind(ldap, "unknown", observer);
	sasl_free(&ldap->sasl);
}

static const struct selector usual_ports[] = {
	{ SELECT_TCP_PORT, 389 }, { SELECT_TCP_PORT, 3268 }, { SELECT_UDP_PORT, 389 }, { SELECT_NONE, 0 }
};

const struct app_decoder app_decoder_ldap = {
	.name = "ldap",
	.specification = "RFC 4511, RFC 4513, RFC 3062",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct ldap),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
