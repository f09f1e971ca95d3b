/* SPDX-License-Identifier: Apache-2.0 */
/* Handshake messages: RFC 8446 4, RFC 5246 7.4, RFC 6101 5.6 (SSL 3.0), and SSL 2's two hellos. Left
 * out: what TLS 1.3 encrypts (certificates among it), renegotiation (encrypted as well). */
#include "tls/handshake.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "evidence/certificate.h"
#include "protocol/application/login.h"
#include "tls/resolvers.h"
#include "tls/suites.h"

enum {
	HELLO_REQUEST = 0,
	CLIENT_HELLO = 1,
	SERVER_HELLO = 2,
	CERTIFICATE = 11,
	SERVER_KEY_EXCHANGE = 12,
	SERVER_HELLO_DONE = 14,
	CLIENT_KEY_EXCHANGE = 16,
	LAST_KNOWN = 25,
};

/* An encrypted alert of TLS 1.3: two bytes, one of content type, a tag of 8 (CCM_8) or 16. */
enum { ALERT_SIZE_SHORT = 2 + 1 + 8, ALERT_SIZE = 2 + 1 + 16 };

static struct session *session_of(struct tls *tls, enum direction client, enum direction direction,
				  struct bytes where, struct observer *observer)
{
	if (tls->session)
		return tls->session;
	tls->session = session_new(client);
	if (!tls->session) {
		observer_out_of_memory(observer);
		return NULL;
	}
	tls->session->origin = observer_span(observer, where);
	tls->session->spoken = direction;
	return tls->session;
}

void handshake_settle(struct tls *tls, const char *result, struct observer *observer)
{
	struct session *session = tls->session;

	if (!session)
		return;
	/* The same chain again in one flow tells nothing new, and parsing is dear. */
	uint64_t hash = hash_bytes(buffer_bytes(&session->chain), 1);

	session_say(session, result, hash != tls->chain_hash, observer);
	tls->chain_hash = hash;
	tls->session = NULL;
	session_free(session);
}

/* Questions of DNS go through here that are not seen elsewhere. */
static void say_resolver(enum direction direction, const struct client_hello *hello, struct bytes where,
			 struct observer *observer)
{
	const struct carrier *carrier = observer_carrier(observer);
	bool calls = carrier->from_client == (direction == FROM_CLIENT);
	const struct service service = {
		.authentication = "unknown",
		.action = resolver_of(hello, calls ? carrier->destination_port : carrier->source_port),
		.gave = "unknown",
		.text = hello->server_name,
	};

	if (service.action)
		service_say(&service, where, observer);
}

static bool take_client_hello(struct tls *tls, enum direction direction, const struct client_hello *hello,
			      struct bytes where, struct observer *observer)
{
	if (tls->session && tls->session->server_hello)
		handshake_settle(tls, "unknown", observer);
	struct session *session = session_of(tls, direction, direction, where, observer);

	if (!session)
		return true;
	tls->known = true;
	session->client = direction;
	if (!session_take_client_hello(session, hello))
		observer_out_of_memory(observer);
	say_resolver(direction, hello, where, observer);
	if (hello->server_name.size) {
		struct message message = { .part = BYTES("hello") };

		if (direction == FROM_CLIENT && session->host_size)
			observer_name_host(observer, hello->server_name);
		observer_value(observer, &message, BYTES("sni"), hello->server_name);
	}
	return true;
}

static bool take_server_hello(struct tls *tls, enum direction direction, struct bytes body,
			      struct observer *observer)
{
	enum direction client = direction == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
	struct server_hello hello;

	if (!server_hello_read(body, &hello))
		return false;
	struct session *session = session_of(tls, client, direction, body, observer);

	tls->known = true;
	if (!session)
		return true;
	session->client = client;
	if (hello.retry) {
		session->version = hello.version;
		return true;
	}
	if (!session_take_server_hello(session, &hello))
		observer_out_of_memory(observer);
	if (hello.version == VERSION_TLS13)
		tls->sides[FROM_CLIENT].ciphered = tls->sides[FROM_SERVER].ciphered = true;
	return true;
}

static void take_certificates(struct tls *tls, enum direction direction, struct bytes body,
			      struct observer *observer)
{
	struct session *session = tls->session;
	struct bytes list = bytes_from(body, 3);

	if (!session || session->version == VERSION_TLS13)
		return;
	if (direction == session->client) {
		client_chain_observe(list, observer);
		return;
	}
	session->resumed = false;
	buffer_clear(&session->chain);
	if (!buffer_append(&session->chain, list) && session->chain.failed)
		observer_out_of_memory(observer);
	session->chain_origin = observer_span(observer, body);
	session->chain_sender = direction;
}

static void take_server_key(struct session *session, struct bytes body)
{
	uint64_t size = body.size >= 2 ? (uint64_t)(body.data[0] << 8 | body.data[1]) : 0;

	if (!session || !suite_uses_dhe(session->suite) || size + 2 > body.size)
		return;
	/* A prime may have zero bytes before it. */
	struct bytes prime = bytes_slice(body, 2, (size_t)size);

	while (prime.size && prime.data[0] == 0)
		prime = bytes_from(prime, 1);
	if (!prime.size)
		return;
	session->dh_bits = (unsigned)prime.size * 8;
	for (unsigned top = prime.data[0]; top < 0x80; top <<= 1)
		session->dh_bits--;
}

/* The name of the key that both sides share goes in clear, before any encryption: it often is the
 * terminal's number. */
static void take_client_key(struct tls *tls, enum direction direction, struct bytes body,
			    struct observer *observer)
{
	struct message message = { .part = BYTES("key-exchange") };
	struct observation credential = observation_of(KIND_CREDENTIAL);
	struct cursor cursor = cursor_over(body);
	struct bytes identity = cursor_take(&cursor, cursor_be16(&cursor));

	tls->session->key_exchange = true;
	if (!tls->session->server_hello || !suite_uses_psk(tls->session->suite) || !cursor_ok(&cursor) ||
	    !identity.size || !text_is_utf8(identity) || direction != tls->session->client)
		return;
	observation_word(&credential, ATTRIBUTE_SCHEME, "psk");
	observation_word(&credential, ATTRIBUTE_CLASS, "username-only");
	observation_text(&credential, ATTRIBUTE_USER, identity);
	observation_word(&credential, ATTRIBUTE_PATH, "tls:key-exchange");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY, "name of a pre-shared key");
	observation_word(&credential, ATTRIBUTE_RESULT, "unknown");
	observer_say(observer, &credential, identity);
	observer_value(observer, &message, BYTES("psk-identity"), identity);
}

/* One message; `body` may be cut. False: it is broken. */
static bool take_message(struct tls *tls, enum direction direction, uint8_t type, struct bytes body,
			 struct observer *observer)
{
	struct client_hello hello;

	switch (type) {
	case CLIENT_HELLO:
		return client_hello_read(body, &hello) &&
		       take_client_hello(tls, direction, &hello, body, observer);
	case SERVER_HELLO:
		return take_server_hello(tls, direction, body, observer);
	case CERTIFICATE:
		take_certificates(tls, direction, body, observer);
		break;
	case SERVER_KEY_EXCHANGE:
		take_server_key(tls->session, body);
		break;
	case SERVER_HELLO_DONE:
		if (tls->session) {
			tls->session->hello_done = true;
			tls->session->resumed = false;
		}
		break;
	case CLIENT_KEY_EXCHANGE:
		if (tls->session)
			take_client_key(tls, direction, body, observer);
		break;
	default:
		break;
	}
	return true;
}

bool handshake_take_message(struct tls *tls, enum direction direction, uint8_t type, struct bytes body,
			    struct observer *observer)
{
	return tls->sides[direction].ciphered || take_message(tls, direction, type, body, observer);
}

/* Takes the messages that are whole out of `*messages`. */
static bool take_whole_messages(struct tls *tls, enum direction direction, struct bytes *messages,
				struct observer *observer)
{
	struct side *side = &tls->sides[direction];

	while (messages->size >= 4 && !side->ciphered) {
		struct cursor cursor = cursor_over(*messages);
		uint8_t type = cursor_u8(&cursor);
		size_t size = cursor_be24(&cursor);

		/* Only what is encrypted looks like this: a start in the middle, or behind a gap. */
		if (type > LAST_KNOWN || (!tls->known && size > LIMIT_HEAD_SIZE)) {
			side->ciphered = true;
			return tls->known || side->lost;
		}
		if (size > LIMIT_HEAD_SIZE) {
			observer_limit(observer, "head-size", LIMIT_HEAD_SIZE);
			side->ciphered = true;
			return true;
		}
		struct bytes body = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor))
			break;
		if (!take_message(tls, direction, type, body, observer))
			return false;
		*messages = bytes_from(*messages, 4 + size);
	}
	return true;
}

bool handshake_take(struct tls *tls, enum direction direction, struct bytes payload,
		    struct observer *observer)
{
	struct side *side = &tls->sides[direction];
	struct bytes messages = payload;

	if (side->message.size) {
		if (!buffer_append(&side->message, payload)) {
			side->ciphered = side->message.full;
			observer_limit(observer, "head-size", LIMIT_HEAD_SIZE);
			buffer_free(&side->message);
			return true;
		}
		messages = buffer_bytes(&side->message);
	}
	bool right = take_whole_messages(tls, direction, &messages, observer);

	if (!right || side->ciphered || !messages.size) {
		buffer_free(&side->message);
		return right;
	}
	if (side->message.size) {
		buffer_drop_front(&side->message, side->message.size - messages.size);
		return true;
	}
	side->message = buffer_of(LIMIT_HEAD_SIZE + (18 << 10));
	if (!buffer_append(&side->message, messages))
		observer_out_of_memory(observer);
	return true;
}

void handshake_cut(struct tls *tls, enum direction direction, struct observer *observer)
{
	struct side *side = &tls->sides[direction];
	struct bytes rest = buffer_bytes(&side->message);

	if (rest.size > 4 && !side->ciphered)
		(void)take_message(tls, direction, rest.data[0], bytes_from(rest, 4), observer);
	buffer_free(&side->message);
}

/* SSL 2's own ServerHello: Hickman, "The SSL Protocol" (1995). */
static bool take_server_hello_ssl2(struct tls *tls, enum direction direction, struct bytes message,
				   struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(message, 3));
	uint16_t version = cursor_be16(&cursor);
	size_t certificate = cursor_be16(&cursor);

	cursor_skip(&cursor, 4);
	struct bytes der = cursor_take(&cursor, certificate);
	struct session *session = tls->session;

	if (!cursor_ok(&cursor) || version != VERSION_SSL2 || !session)
		return false;
	session->server_hello = true;
	session->version = VERSION_SSL2;
	session->chain_origin = observer_span(observer, message);
	session->chain_sender = direction;
	uint8_t size[3] = { 0, (uint8_t)(der.size >> 8), (uint8_t)der.size };

	if (der.size && (!buffer_append(&session->chain, (struct bytes){ size, 3 }) ||
			 !buffer_append(&session->chain, der)))
		observer_out_of_memory(observer);
	tls->ssl2 = true;
	return true;
}

bool handshake_take_ssl2(struct tls *tls, enum direction direction, struct bytes message,
			 struct observer *observer)
{
	struct client_hello hello;

	if (message.size && message.data[0] == 4 && tls->session && tls->session->client != direction)
		return take_server_hello_ssl2(tls, direction, message, observer);
	return client_hello_read_ssl2(message, &hello) &&
	       take_client_hello(tls, direction, &hello, message, observer);
}

void handshake_change_cipher(struct tls *tls, enum direction direction, struct observer *observer)
{
	struct session *session = tls->session;

	/* TLS 1.3 sends it for the looks only, where a second ClientHello may still follow. */
	if (session &&
	    (session->version == VERSION_TLS13 || (!session->server_hello && !session->key_exchange)))
		return;
	handshake_cut(tls, direction, observer);
	session = tls->session; /* a ClientHello that was cut may have begun another */
	tls->sides[direction].ciphered = true;
	/* A server that goes on without its certificate and ServerHelloDone took a ticket. */
	if (session && direction != session->client && !session->hello_done && !tls->sides[direction].lost)
		session->resumed = true;
}

void handshake_alert(struct tls *tls, struct bytes alert, struct observer *observer)
{
	enum { WARNING = 1 };

	/* A warning leaves it open: a name not known (112), or an end for other reasons (0). */
	if (alert.size == 2 && alert.data[0] != WARNING)
		handshake_settle(tls, "refused", observer);
}

void handshake_opaque(struct tls *tls, enum direction direction, size_t size, bool data,
		      struct observer *observer)
{
	struct session *session = tls->session;
	struct side *side = &tls->sides[direction];

	/* Early data; or the handshake was not seen. */
	if (!session || (!session->server_hello && !session->key_exchange))
		return;
	if (session->version != VERSION_TLS13) {
		side->finished = true;
		if (data || (tls->sides[FROM_CLIENT].finished && tls->sides[FROM_SERVER].finished))
			handshake_settle(tls, "completed", observer);
		return;
	}
	if (direction != session->client)
		return;
	if (!session->alerted && (size == ALERT_SIZE || size == ALERT_SIZE_SHORT))
		session->alerted = true; /* most likely; what follows will tell */
	else
		handshake_settle(tls, "completed", observer);
}
