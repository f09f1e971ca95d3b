/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"
#include "tls_messages.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_dtls;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_dtls, steps, expected)
#define C(bytes_) \
	{ \
		.direction = FROM_CLIENT, .bytes = (bytes_) \
	}
#define S(bytes_) \
	{ \
		.direction = FROM_SERVER, .bytes = (bytes_) \
	}

static const char lamp[] = "lamp.example";

#define VALUE_LAMP "value hello - - sni=lamp.example\n"
#define ENDPOINT_LAMP \
	"endpoint address=198.51.100.2 name=lamp.example source=sni domain=lamp.example scope=internet\n"
#define SUITE " suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"

static struct bytes number_of(uint32_t number, size_t size)
{
	uint8_t bytes[4] = { (uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
			     (uint8_t)number };

	return JOINED(((struct bytes){ bytes + 4 - size, size }));
}

static struct bytes record(uint8_t type, uint16_t version, unsigned epoch, struct bytes payload)
{
	return JOINED(number_of(type, 1), number_of(version, 2), number_of(epoch, 2), hex("000000000001"),
		      number_of((uint32_t)payload.size, 2), payload);
}

/* A piece of a message that has TLS' form. */
static struct bytes piece(struct bytes message, unsigned number, size_t start, size_t size)
{
	struct bytes body = bytes_from(message, 4), part = bytes_slice(body, start, size);

	struct bytes head = JOINED(bytes_slice(message, 0, 4), number_of(number, 2),
				   number_of((uint32_t)start, 3), number_of((uint32_t)part.size, 3));

	return part.size ? JOINED(head, part) : head;
}

static struct bytes message(struct bytes bytes, unsigned number)
{
	return piece(bytes, number, 0, SIZE_MAX);
}

/* The ClientHello of DTLS has a cookie behind the session id. */
static struct bytes hello_with(const struct hello *hello, struct bytes cookie)
{
	struct bytes body = bytes_from(client_hello(hello), 4);
	size_t at = 34 + 1 + body.data[34];

	cookie = cookie.size ? JOINED(number_of((uint32_t)cookie.size, 1), cookie) : hex("00");
	return message_of(1, JOINED(bytes_slice(body, 0, at), cookie, bytes_from(body, at)));
}

static struct bytes sealed(uint8_t type, size_t size)
{
	return record(type, 0xfefd, 1, bytes_slice(encrypted(23, size), 5, size));
}

#define HELLO record(22, 0xfeff, 0, message(hello_with(&hello, BYTES_EMPTY), 0))
#define HELLO_12 \
	{ \
		.version = 0xfefd, .server_name = lamp, .protocol = "coap" \
	}
#define ANSWER_12 server_hello(&(struct hello){ .version = 0xfefd, .suite = 0xc02f })
#define FINISH	  JOINED(record(20, 0xfefd, 0, hex("01")), sealed(22, 40))

static void a_handshake_with_a_cookie_is_completed(void **state)
{
	(void)state;
	const struct hello hello = HELLO_12;
	const struct step steps[] = {
		C(HELLO),
		S(record(22, 0xfeff, 0, message(message_of(3, hex("feff 04 01020304")), 0))),
		C(record(22, 0xfefd, 0, message(hello_with(&hello, hex("01020304")), 1))),
		S(JOINED(record(22, 0xfefd, 0, message(ANSWER_12, 1)),
			 record(22, 0xfefd, 0, message(message_of(14, BYTES_EMPTY), 2)))),
		C(JOINED(record(22, 0xfefd, 0, message(message_of(16, hex("0401020304")), 2)), FINISH)),
		S(FINISH),
		C(sealed(23, 100)),
	};

	CHECK(VALUE_LAMP VALUE_LAMP ENDPOINT_LAMP
	      "tls version=DTLS1.2" SUITE " sni=lamp.example alpn=coap resumed=no session=completed @1\n");
}

static void pieces_are_joined_whatever_their_order(void **state)
{
	(void)state;
	const struct hello hello = HELLO_12;
	struct bytes first = hello_with(&hello, BYTES_EMPTY);
	const struct step steps[] = {
		C(record(22, 0xfeff, 0, piece(first, 0, 40, 999))),
		C(record(22, 0xfeff, 0, piece(first, 0, 20, 30))),
		C(record(22, 0xfeff, 0, piece(first, 0, 20, 30))),
		C(record(22, 0xfeff, 0, piece(first, 0, 0, 20))),
		/* sent again, whole */
		C(HELLO),
		S(JOINED(record(22, 0xfefd, 0, piece(ANSWER_12, 0, 0, 10)),
			 record(22, 0xfefd, 0, piece(ANSWER_12, 0, 10, 99)))),
	};

	CHECK(VALUE_LAMP ENDPOINT_LAMP "tls version=DTLS1.2" SUITE
				       " sni=lamp.example alpn=coap resumed=no session=unknown @4\n");
}

static void the_first_version_is_weak(void **state)
{
	(void)state;
	static const uint16_t versions[] = { 0xfeff, 0x0100 };

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		const struct hello hello = { .version = versions[i], .server_name = lamp };
		const struct step steps[] = {
			C(record(22, versions[i], 0, message(hello_with(&hello, BYTES_EMPTY), 0))),
			S(record(22, versions[i], 0,
				 message(server_hello(
						 &(struct hello){ .version = versions[i], .suite = 0xc013 }),
					 0))),
		};

		CHECK(VALUE_LAMP ENDPOINT_LAMP
		      "tls version=DTLS1.0 suite=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA sni=lamp.example "
		      "resumed=no session=unknown offered=version-tls1.1 weakness=version-tls1.1 @1\n");
	}
}

static void version_13_goes_on_without_records(void **state)
{
	(void)state;
	const struct hello hello = { .version = 0xfefd, .server_name = lamp, .supported = 0xfefc };
	const struct step steps[] = {
		C(HELLO),
		S(JOINED(record(22, 0xfefd, 0,
				message(server_hello(&(struct hello){
						.version = 0xfefd, .suite = 0x1301, .supported = 0xfefc }),
					0)),
			 BYTES("\x2e\0\1\0\x10"), bytes_slice(encrypted(23, 16), 5, 16))),
		C(BYTES("\x2e\0\1\0\4abcd")),
		C(BYTES("\x2f\0\1\0\4abcd")),
	};

	CHECK(VALUE_LAMP ENDPOINT_LAMP "tls version=DTLS1.3 suite=TLS_AES_128_GCM_SHA256 sni=lamp.example "
				       "resumed=no session=completed @1\n");
}

static void the_name_of_a_shared_key_is_seen(void **state)
{
	(void)state;
	const struct hello hello = { .version = 0xfefd };
	const struct step steps[] = {
		C(HELLO),
		S(record(22, 0xfefd, 0,
			 message(server_hello(&(struct hello){ .version = 0xfefd, .suite = 0x00a8 }), 0))),
		C(JOINED(record(22, 0xfefd, 0,
				message(message_of(16, JOINED(hex("0006"), BYTES("lock-7"))), 1)),
			 record(21, 0xfefd, 0, hex("0228")))),
	};

	CHECK("value key-exchange - - psk-identity=lock-7\n"
	      "credential scheme=psk class=username-only user=lock-7 path=tls:key-exchange "
	      "confidence=certain "
	      "why=name of a pre-shared key result=unknown @3\n"
	      "tls version=DTLS1.2 suite=TLS_PSK_WITH_AES_128_GCM_SHA256 resumed=no session=refused "
	      "weakness=no-forward-secrecy @1\n");
}

static void another_hello_begins_another_session(void **state)
{
	(void)state;
	const struct hello hello = HELLO_12, second = { .version = 0xfefd, .server_name = "gate.example" };
	const struct step steps[] = {
		C(HELLO),
		S(record(22, 0xfefd, 0, message(ANSWER_12, 0))),
		C(record(22, 0xfeff, 0, message(hello_with(&second, BYTES_EMPTY), 0))),
	};

	CHECK(VALUE_LAMP "value hello - - sni=gate.example\n" ENDPOINT_LAMP
			 "endpoint address=198.51.100.2 name=gate.example source=sni domain=gate.example "
			 "scope=internet\n"
			 "tls version=DTLS1.2" SUITE
			 " sni=lamp.example alpn=coap resumed=no session=unknown @1\n"
			 "tls sni=gate.example session=unknown @3\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\x16\3\3\0\4abcd"),
		BYTES("\x16\xfe\xfd\0\0\0\0\0\0\0\1\0\4"),
		BYTES("\x16\xfe\xfc\0\0\0\0\0\0\0\1\0\4abcd"),
		BYTES("\x2f\0\1\0\4abcd"),
		BYTES("\0\1\0\0\x21\x12\xa4\x42"
		      "abcdefghijkl"),
		/* a message whose piece is longer than itself; data in clear */
		BYTES("\x16\xfe\xfd\0\0\0\0\0\0\0\1\0\x0d\1\0\0\1\0\0\0\0\1\0\0\1x"),
		BYTES("\x17\xfe\xfd\0\0\0\0\0\0\0\1\0\4abcd"),
		/* something else behind the record */
		BYTES("\x15\xfe\xfd\0\1\0\0\0\0\0\1\0\4abcdrest"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_dtls, FROM_CLIENT, others[i]), 0);
	const struct hello hello = HELLO_12;

	assert_true(bid_for(&app_decoder_dtls, FROM_CLIENT, HELLO) >= 32);
	assert_true(bid_for(&app_decoder_dtls, FROM_CLIENT, sealed(23, 50)) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct hello hello = HELLO_12;
	struct bytes first = hello_with(&hello, BYTES_EMPTY);
	const struct step steps[] = {
		C(record(22, 0xfeff, 0, piece(first, 0, 40, 999))),
		C(record(22, 0xfeff, 0, piece(first, 0, 0, 45))),
		S(record(22, 0xfefd, 0, message(ANSWER_12, 0))),
		C(BYTES("\x2f\0\1\0\4abcd")),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_dtls, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
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
		cmocka_unit_test_teardown(a_handshake_with_a_cookie_is_completed, teardown),
		cmocka_unit_test_teardown(pieces_are_joined_whatever_their_order, teardown),
		cmocka_unit_test_teardown(the_first_version_is_weak, teardown),
		cmocka_unit_test_teardown(version_13_goes_on_without_records, teardown),
		cmocka_unit_test_teardown(the_name_of_a_shared_key_is_seen, teardown),
		cmocka_unit_test_teardown(another_hello_begins_another_session, teardown),
		cmocka_unit_test_teardown(others_are_not_claimed, teardown),
		cmocka_unit_test_teardown(survives_hostile_bytes, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
