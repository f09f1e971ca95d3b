/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"
#include "tls_messages.h"

#include "tls/quic_keys.h"

#include <openssl/evp.h>
#include <stdlib.h>

extern const struct app_decoder app_decoder_quic;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_quic, steps, expected)
#define C(bytes_) \
	{ \
		.direction = FROM_CLIENT, .bytes = (bytes_) \
	}
#define S(bytes_) \
	{ \
		.direction = FROM_SERVER, .bytes = (bytes_) \
	}

enum { V1 = 1, V2 = 0x6b3343cf, DRAFT_29 = 0xff00001d };

static const char lamp[] = "lamp.example";
static const struct hello hello = { .server_name = lamp, .protocol = "h3", .supported = 0x0304 };

#define VALUE_LAMP "value hello - - sni=lamp.example\n"
#define ENDPOINT_LAMP \
	"endpoint address=198.51.100.2 name=lamp.example source=sni domain=lamp.example scope=internet\n"
#define TLS_LAMP(result, frame) \
	"tls version=TLS1.3 suite=TLS_AES_128_GCM_SHA256 sni=lamp.example alpn=h3 resumed=no " \
	"session=" result " @" frame "\n"

/* --- packets are sealed here with the keys under test, which are compared with the RFCs' below --- */

static void seal(const struct quic_keys *keys, struct bytes head, struct bytes text, uint8_t *to)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	uint8_t nonce[12], mask[16];
	int size;

	memcpy(nonce, keys->iv, 12);
	nonce[11] ^= head.data[head.size - 1];
	memcpy(to, head.data, head.size);
	EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, keys->key, nonce);
	EVP_EncryptUpdate(context, NULL, &size, head.data, (int)head.size);
	EVP_EncryptUpdate(context, to + head.size, &size, text.data, (int)text.size);
	EVP_EncryptFinal_ex(context, to + head.size + text.size, &size);
	EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, to + head.size + text.size);
	EVP_CIPHER_CTX_reset(context);
	EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, keys->header, NULL);
	/* the sample is four bytes behind where the number (of two bytes here) starts */
	EVP_EncryptUpdate(context, mask, &size, to + head.size + 2, 16);
	EVP_CIPHER_CTX_free(context);
	to[0] ^= mask[0] & 0x0f;
	to[head.size - 2] ^= mask[1];
	to[head.size - 1] ^= mask[2];
}

struct initial {
	uint32_t version, sealed_as; /* 0: as `version` */
	const char *original;	     /* the id that keys follow from; 8 characters as are all ids here */
	const char *receiver, *sender;
	const char *token;
	bool server;
	uint8_t number;
	size_t size; /* padded to this many bytes of frames; 0: 64 */
};

static struct bytes number_of(uint32_t number, size_t size)
{
	uint8_t bytes[4] = { (uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
			     (uint8_t)number };

	return JOINED(((struct bytes){ bytes + 4 - size, size }));
}

static struct bytes initial(const struct initial *packet, struct bytes frames)
{
	static const uint8_t zeros[1200];
	size_t least = packet->size ? packet->size : 64;
	struct bytes token = bytes_of(packet->token);
	struct quic_keys keys[2];

	if (frames.size < least)
		frames = JOINED(frames, ((struct bytes){ zeros, least - frames.size }));
	struct bytes head = JOINED(packet->version == V2 ? BYTES("\xd1") : BYTES("\xc1"),
				   number_of(packet->version, 4), BYTES("\x08"), bytes_of(packet->receiver),
				   BYTES("\x08"), bytes_of(packet->sender),
				   number_of((uint32_t)token.size, 1));

	if (token.size)
		head = JOINED(head, token);
	head = JOINED(head, number_of(0x4000 | (uint32_t)(frames.size + 2 + 16), 2),
		      number_of(packet->number, 2));
	assert_true(quic_keys_derive(packet->sealed_as ? packet->sealed_as : packet->version,
				     bytes_of(packet->original), keys));
	uint8_t *to = malloc(head.size + frames.size + 16);

	assert_non_null(to);
	seal(&keys[packet->server], head, frames, to);
	struct bytes sealed = JOINED(((struct bytes){ to, head.size + frames.size + 16 }));

	free(to);
	return sealed;
}

/* A CRYPTO frame with the part of `message` from `start` on. */
static struct bytes crypto(struct bytes message, size_t start, size_t size)
{
	struct bytes piece = bytes_slice(message, start, size);

	return JOINED(BYTES("\6"), number_of(0x4000 | (uint32_t)start, 2),
		      number_of(0x4000 | (uint32_t)piece.size, 2), piece);
}

static struct bytes short_packet(void)
{
	return JOINED(BYTES("\x4a"), bytes_slice(encrypted(23, 60), 5, 60));
}

/* A Handshake packet, that nobody can read. */
static struct bytes handshake_packet(uint32_t version)
{
	return JOINED(version == V2 ? BYTES("\xf1") : BYTES("\xe1"), number_of(version, 4),
		      BYTES("\x08"
			    "clientid\x08"
			    "serverid\x40\x40"),
		      bytes_slice(encrypted(23, 64), 5, 64));
}

#define FROM_START(version_) \
	.version = (version_), .original = "original", .receiver = "original", .sender = "clientid"
#define ANSWERS(version_) \
	.version = (version_), .original = "original", .receiver = "clientid", .sender = "serverid", \
	.server = true

static void keys_are_those_of_the_standards(void **state)
{
	(void)state;
	struct bytes id = hex("8394c8f03e515708");
	struct quic_keys keys[2];

	/* RFC 9001 A.1 */
	assert_true(quic_keys_derive(V1, id, keys));
	assert_memory_equal(keys[0].key, hex("1f369613dd76d5467730efcbe3b1a22d").data, 16);
	assert_memory_equal(keys[0].iv, hex("fa044b2f42a3fd3b46fb255c").data, 12);
	assert_memory_equal(keys[0].header, hex("9f50449e04a0e810283a1e9933adedd2").data, 16);
	assert_memory_equal(keys[1].key, hex("cf3a5331653c364c88f0f379b6067e37").data, 16);
	assert_memory_equal(keys[1].iv, hex("0ac1493ca1905853b0bba03e").data, 12);
	assert_memory_equal(keys[1].header, hex("c206b8d9b9f0f37644430b490eeaa314").data, 16);
	/* RFC 9369 A.1 */
	assert_true(quic_keys_derive(V2, id, keys));
	assert_memory_equal(keys[0].key, hex("8b1a0bc121284290a29e0971b5cd045d").data, 16);
	assert_memory_equal(keys[0].iv, hex("91f73e2351d8fa91660e909f").data, 12);
	assert_memory_equal(keys[0].header, hex("45b95e15235d6f45a6b19cbcb0294ba9").data, 16);
	assert_false(quic_keys_derive(0x0a1a2a3a, id, keys));
}

static void hellos_are_read_in_every_version(void **state)
{
	(void)state;
	static const uint32_t versions[] = { V1, V2, DRAFT_29 };

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct bytes first = client_hello(&hello),
			     answer = server_hello(&(struct hello){ .suite = 0x1301, .supported = 0x0304 });
		const struct step steps[] = {
			C(initial(&(struct initial){ FROM_START(versions[i]), .size = 1100 },
				  crypto(first, 0, first.size))),
			S(JOINED(initial(&(struct initial){ ANSWERS(versions[i]) },
					 JOINED(BYTES("\2\0\0\0\0"), crypto(answer, 0, answer.size))),
				 handshake_packet(versions[i]))),
			C(short_packet()),
			S(short_packet()),
			C(short_packet()),
		};

		CHECK(VALUE_LAMP ENDPOINT_LAMP TLS_LAMP("completed", "1"));
	}
}

static void a_hello_in_shuffled_pieces_is_joined(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello);
	const struct step steps[] = {
		C(initial(&(struct initial){ FROM_START(V1) },
			  JOINED(crypto(first, 30, 10), BYTES("\1\0\0"), crypto(first, 60, 999)))),
		C(initial(&(struct initial){ FROM_START(V1), .number = 1 },
			  JOINED(crypto(first, 25, 20), crypto(first, 0, 25)))),
		/* again, then the rest */
		C(initial(&(struct initial){ FROM_START(V1), .number = 2 }, crypto(first, 30, 10))),
		C(initial(&(struct initial){ FROM_START(V1), .number = 3 }, crypto(first, 45, 15))),
	};

	CHECK(VALUE_LAMP ENDPOINT_LAMP "tls sni=lamp.example alpn=h3 session=unknown @4\n");
}

static void a_reserved_version_is_sealed_as_another(void **state)
{
	(void)state;
	static const uint32_t versions[] = { V1, DRAFT_29 };

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct bytes first = client_hello(&hello);
		const struct step steps[] = {
			C(initial(&(struct initial){ FROM_START(0x1a2a3a4a), .sealed_as = versions[i] },
				  crypto(first, 0, first.size))),
		};

		CHECK(VALUE_LAMP ENDPOINT_LAMP "tls sni=lamp.example alpn=h3 session=unknown @1\n");
	}
}

static void a_retry_changes_the_keys(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello),
		     answer = server_hello(&(struct hello){ .suite = 0x1301, .supported = 0x0304 });
	const struct step steps[] = {
		C(initial(&(struct initial){ FROM_START(V1) }, crypto(first, 0, first.size))),
		S(JOINED(BYTES("\xf0\0\0\0\1\x08"
			       "clientid\x08"
			       "anotherstoken"),
			 hex("000102030405060708090a0b0c0d0e0f"))),
		C(initial(&(struct initial){ .version = V1,
					     .original = "another.",
					     .receiver = "another.",
					     .sender = "clientid",
					     .token = "stoken",
					     .number = 1 },
			  crypto(first, 0, first.size))),
		S(initial(&(struct initial){ .version = V1,
					     .original = "another.",
					     .receiver = "clientid",
					     .sender = "serverid",
					     .server = true },
			  crypto(answer, 0, answer.size))),
		/* an acknowledgement to the server's own id begins nothing */
		C(initial(&(struct initial){ .version = V1,
					     .original = "another.",
					     .receiver = "serverid",
					     .sender = "clientid",
					     .number = 2 },
			  BYTES("\2\0\0\0\0"))),
		C(short_packet()),
	};

	CHECK(VALUE_LAMP VALUE_LAMP ENDPOINT_LAMP TLS_LAMP("completed", "1"));
}

static void a_refusal_is_told(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello);
	const struct step steps[] = {
		C(initial(&(struct initial){ FROM_START(V1) }, crypto(first, 0, first.size))),
		/* CONNECTION_CLOSE: no application protocol (0x178) */
		S(initial(&(struct initial){ ANSWERS(V1) }, BYTES("\x1c\x41\x78\6\0"))),
	};

	CHECK(VALUE_LAMP ENDPOINT_LAMP "tls sni=lamp.example alpn=h3 session=refused @1\n");
}

static void a_second_connection_of_the_flow_is_another(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello),
		     second = client_hello(&(struct hello){ .server_name = "gate.example" }),
		     answer = server_hello(&(struct hello){ .suite = 0x1301, .supported = 0x0304 });
	const struct step steps[] = {
		C(initial(&(struct initial){ FROM_START(V1) }, crypto(first, 0, first.size))),
		S(initial(&(struct initial){ ANSWERS(V1) }, crypto(answer, 0, answer.size))),
		C(initial(&(struct initial){ .version = V1,
					     .original = "freshone",
					     .receiver = "freshone",
					     .sender = "clientid" },
			  crypto(second, 0, second.size))),
	};

	CHECK(VALUE_LAMP
	      "value hello - - sni=gate.example\n" ENDPOINT_LAMP
	      "endpoint address=198.51.100.2 name=gate.example source=sni domain=gate.example "
	      "scope=internet\n" TLS_LAMP("unknown", "1") "tls sni=gate.example session=unknown @3\n");
}

static void what_cannot_be_opened_says_nothing(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello);
	struct bytes wrong = initial(
		&(struct initial){
			.version = V1, .original = "not this", .receiver = "original", .sender = "clientid" },
		crypto(first, 0, first.size));
	const struct step steps[] = { C(wrong), C(wrong), S(short_packet()), C(short_packet()) };

	CHECK("");
}

/* The hello of Google's own: one entry of 12 bytes. */
#define CHLO \
	"CHLO\2\0\0\0UAID\6\0\0\0SNI\0\x12\0\0\0" \
	"App/1.lamp.example"

static void googles_own_hello_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x0d"
		       "12345678"
		       "Q043"
		       "\1"
		       "hash of 12 b"
		       "\xa4\1" CHLO),
		SERVER("\x08"
		       "12345678"
		       "\1"
		       "hash of 12 b"),
	};

	CHECK(VALUE_LAMP "value hello - - user-agent=App/1.\n" ENDPOINT_LAMP
			 "tls sni=lamp.example session=unknown @1\n");
	const struct step later[] = { CLIENT("\xc3Q046\x50"
					     "12345678"
					     "\0\0\0\1"
					     "hash of 12 b"
					     "\xa4\1" CHLO) };

	CHECK_DATAGRAMS(&app_decoder_quic, later,
			VALUE_LAMP "value hello - - user-agent=App/1.\n" ENDPOINT_LAMP
				   "tls sni=lamp.example session=unknown @1\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		/* RTP, a short header, STUN, DTLS, DNS */
		BYTES("\x80\x60\0\1\0\0\0\1\0\0\0\2abcdefghijklmnop"),
		BYTES("\x4a"
		      "abcdefghijklmnopqrstuvwxyz"),
		BYTES("\0\1\0\0\x21\x12\xa4\x42"
		      "abcdefghijkl"),
		BYTES("\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\1abcdefghijkl"),
		/* ids too long; a version nobody has; a negotiation that offers what nobody speaks */
		BYTES("\xc0\0\0\0\1\x15"
		      "abcdefghijklmnopqrstuvwxyz"),
		BYTES("\xc0\0\0\0\7\x08"
		      "abcdefgh\0abcdefghijkl"),
		BYTES("\x80\0\0\0\0\x08"
		      "abcdefgh\0\0\0\0\1\1\2\3\4"),
		BYTES("\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		BYTES("\x0d"
		      "12345678"
		      "X043"
		      "\1"
		      "hash of 12 b"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_quic, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_quic, FROM_SERVER,
			    BYTES("\x80\0\0\0\0\x08"
				  "abcdefgh\0\0\0\0\1\x6b\x33\x43\xcf")) >= 32);
	assert_true(bid_for(&app_decoder_quic, FROM_CLIENT,
			    initial(&(struct initial){ FROM_START(V1) }, BYTES("\1"))) >= 32);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	struct bytes first = client_hello(&hello);
	const struct step steps[] = {
		C(initial(&(struct initial){ FROM_START(V1) }, crypto(first, 20, first.size))),
		C(initial(&(struct initial){ FROM_START(V1) }, crypto(first, 0, 30))),
		CLIENT("\xc3Q046\x50"
		       "12345678"
		       "\0\0\0\1"
		       "hash of 12 b"
		       "\xa4\1" CHLO),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_quic, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

/* Frames that lie, inside packets that can be opened. */
static void lying_frames_are_broken(void **state)
{
	(void)state;
	static const struct bytes frames[] = {
		BYTES("\6\0\x7f\xff"),		    /* longer than the packet */
		BYTES("\2\0\0\xbf\xff\xff\xff\0"),  /* a billion ranges */
		BYTES("\6\xbf\xff\xff\xff\1a\x1f"), /* far away */
		BYTES("\6\0\4\7\xff\xff\xff"),	    /* no handshake */
		BYTES("\x1e"),			    /* not in an Initial packet */
	};

	for (size_t i = 0; i < COUNT_OF(frames); i++) {
		const struct step steps[] = {
			C(initial(&(struct initial){ FROM_START(V1) }, frames[i])),
		};
		char *said = conversation_run(&(struct conversation){ .decoder = &app_decoder_quic,
								      .steps = steps,
								      .count = COUNT_OF(steps),
								      .datagrams = true },
					      0);

		assert_non_null(strstr(said, i == 2   ? "limit "
					     : i == 3 ? ""
						      : "undecoded reason=malformed decoder=quic"));
		free(said);
	}
}

static int teardown(void **state)
{
	(void)state;
	messages_free();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(keys_are_those_of_the_standards, teardown),
		cmocka_unit_test_teardown(hellos_are_read_in_every_version, teardown),
		cmocka_unit_test_teardown(a_hello_in_shuffled_pieces_is_joined, teardown),
		cmocka_unit_test_teardown(a_reserved_version_is_sealed_as_another, teardown),
		cmocka_unit_test_teardown(a_retry_changes_the_keys, teardown),
		cmocka_unit_test_teardown(a_refusal_is_told, teardown),
		cmocka_unit_test_teardown(a_second_connection_of_the_flow_is_another, teardown),
		cmocka_unit_test_teardown(what_cannot_be_opened_says_nothing, teardown),
		cmocka_unit_test_teardown(googles_own_hello_is_read, teardown),
		cmocka_unit_test_teardown(others_are_not_claimed, teardown),
		cmocka_unit_test_teardown(survives_hostile_bytes, teardown),
		cmocka_unit_test_teardown(lying_frames_are_broken, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
