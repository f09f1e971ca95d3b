/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"
#include "tls_messages.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct app_decoder app_decoder_tls;

#define HANDSHAKE(...) record_of(22, 0x0303, JOINED(__VA_ARGS__))
#define CHANGE_CIPHER  hex("140303000101")
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

/* Messages of a TLS 1.2 handshake that say nothing more. */
static struct bytes hello_done(void)
{
	return message_of(14, BYTES_EMPTY);
}

static struct bytes client_key(void)
{
	return message_of(16, hex("20 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"));
}

static void a_full_handshake_of_tls12_is_completed(void **state)
{
	(void)state;
	const uint16_t suites[] = { 0xc02f, 0x000a, 0x0005, 0x0003, 0x0018, 0x00ff, 0x5a5a, 0x1234 };
	const struct step steps[] = {
		C(record_of(22, 0x0301,
			    client_hello(&(struct hello){ .suites = suites,
							  .suite_count = COUNT_OF(suites),
							  .server_name = lamp,
							  .protocol = "http/1.1" }))),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0xc02f }))),
		S(HANDSHAKE(hello_done())),
		C(JOINED(HANDSHAKE(client_key()), CHANGE_CIPHER, encrypted(22, 40))),
		S(JOINED(CHANGE_CIPHER, encrypted(22, 40))),
		C(JOINED(encrypted(23, 1000), encrypted(23, 0), encrypted(23, 77))),
		S(encrypted(23, 16384)),
		C(encrypted(21, 26)),
	};

	CHECK_STREAM(&app_decoder_tls, steps,
		     VALUE_LAMP ENDPOINT_LAMP
		     "tls version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 sni=lamp.example "
		     "alpn=http/1.1 resumed=no session=completed "
		     "offered=TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_WITH_RC4_128_SHA "
		     "TLS_RSA_EXPORT_WITH_RC4_40_MD5 TLS_DH_anon_WITH_RC4_128_MD5 @1\n");
}

static const struct {
	uint16_t version, suite;
	uint8_t compression;
	const char *said;
} weak[] = {
	{ 0x0300, 0x0004, 0,
	  "version=SSL3.0 suite=TLS_RSA_WITH_RC4_128_MD5 resumed=no session=unknown "
	  "weakness=version-ssl3 suite-rc4 no-forward-secrecy" },
	{ 0x0301, 0xc013, 0,
	  "version=TLS1.0 suite=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA resumed=no "
	  "session=unknown weakness=version-tls1.0" },
	{ 0x0302, 0x0033, 0,
	  "version=TLS1.1 suite=TLS_DHE_RSA_WITH_AES_128_CBC_SHA resumed=no session=unknown "
	  "weakness=version-tls1.1" },
	{ 0x0303, 0x0002, 0,
	  "version=TLS1.2 suite=TLS_RSA_WITH_NULL_SHA resumed=no session=unknown "
	  "weakness=suite-null no-forward-secrecy" },
	{ 0x0303, 0x0008, 0,
	  "version=TLS1.2 suite=TLS_RSA_EXPORT_WITH_DES40_CBC_SHA resumed=no session=unknown "
	  "weakness=suite-export suite-des no-forward-secrecy" },
	{ 0x0303, 0x0034, 0,
	  "version=TLS1.2 suite=TLS_DH_anon_WITH_AES_128_CBC_SHA resumed=no session=unknown "
	  "weakness=suite-anon" },
	{ 0x0303, 0xc012, 0,
	  "version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA resumed=no "
	  "session=unknown weakness=suite-3des" },
	{ 0x0303, 0xc02f, 1,
	  "version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 resumed=no "
	  "session=unknown weakness=compression" },
	{ 0x0303, 0xe410, 0, "version=TLS1.2 suite=0xe410 resumed=no session=unknown" },
	{ 0x0101, 0xe013, 0,
	  "version=TLCP1.1 suite=ECC_SM4_CBC_SM3 resumed=no session=unknown "
	  "weakness=no-forward-secrecy" },
	/* Look-alikes: strong suites whose names hold parts of weak ones. */
	{ 0x0303, 0xc09e, 0, "version=TLS1.2 suite=TLS_DHE_RSA_WITH_AES_128_CCM resumed=no session=unknown" },
	{ 0x0303, 0xccac, 0,
	  "version=TLS1.2 suite=TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 resumed=no "
	  "session=unknown" },
};

static void weak_choices_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(weak); i++) {
		const struct step steps[] = {
			C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
			S(HANDSHAKE(server_hello(&(struct hello){ .version = weak[i].version,
								  .suite = weak[i].suite,
								  .compression = weak[i].compression }))),
		};
		char expected[400];

		snprintf(expected, sizeof expected, "tls %s @1\n", weak[i].said);
		CHECK_STREAM(&app_decoder_tls, steps, expected);
	}
}

static void a_short_prime_is_weak(void **state)
{
	(void)state;
	char body[2 * 300] = "0080 00ff";
	const struct step steps[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0x0033 }),
			    message_of(12, hex(memset(body + 9, '7', 2 * 126) ? body : "")))),
	};

	CHECK_STREAM(&app_decoder_tls, steps,
		     "tls version=TLS1.2 suite=TLS_DHE_RSA_WITH_AES_128_CBC_SHA resumed=no session=unknown "
		     "weakness=dh-1016 @1\n");
}

static void tls13_is_told_by_its_extension_even_after_a_retry(void **state)
{
	(void)state;
	const struct hello offer = { .session_id = "0123456789abcdef0123456789abcdef",
				     .supported = 0x0304,
				     .server_name = lamp };
	const struct hello retry = {
		.session_id = offer.session_id, .suite = 0x1301, .supported = 0x0304, .retry = true
	};
	const struct hello answer = { .session_id = offer.session_id, .suite = 0x1301, .supported = 0x0304 };
	const struct step steps[] = {
		C(HANDSHAKE(client_hello(&offer))),
		S(JOINED(HANDSHAKE(server_hello(&retry)), CHANGE_CIPHER)),
		C(JOINED(CHANGE_CIPHER, HANDSHAKE(client_hello(&offer)))),
		S(JOINED(HANDSHAKE(server_hello(&answer)), encrypted(23, 900))),
		C(encrypted(23, 53)),
		C(encrypted(23, 100)),
	};

	CHECK_STREAM(&app_decoder_tls, steps,
		     VALUE_LAMP VALUE_LAMP
		     "endpoint address=198.51.100.2 name=lamp.example source=sni domain=lamp.example "
		     "scope=internet\n"
		     "tls version=TLS1.3 suite=TLS_AES_128_GCM_SHA256 sni=lamp.example resumed=no "
		     "session=completed @1\n");
}

static void a_client_that_refuses_in_tls13_is_told_by_size(void **state)
{
	(void)state;
	const struct hello hello = { .supported = 0x0304, .suite = 0x1302 };
	const struct step refused[] = {
		C(HANDSHAKE(client_hello(&hello))),
		S(JOINED(HANDSHAKE(server_hello(&hello)), CHANGE_CIPHER, encrypted(23, 2000))),
		C(JOINED(CHANGE_CIPHER, encrypted(23, 19))),
	};
	/* It goes on, so that was no alert. */
	const struct step completed[] = {
		refused[0],
		refused[1],
		refused[2],
		C(encrypted(23, 69)),
	};

	CHECK_STREAM(&app_decoder_tls, refused,
		     "tls version=TLS1.3 suite=TLS_AES_256_GCM_SHA384 resumed=no session=refused @1\n");
	CHECK_STREAM(&app_decoder_tls, completed,
		     "tls version=TLS1.3 suite=TLS_AES_256_GCM_SHA384 resumed=no session=completed @1\n");
}

static void a_fatal_alert_refuses_and_a_warning_does_not(void **state)
{
	(void)state;
	const struct step fatal[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ .version = 0x0301 }))),
		S(hex("15 0301 0002 02 46")),
	};
	const struct step warning[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		S(JOINED(hex("15 0303 0002 01 70"),
			 HANDSHAKE(server_hello(&(struct hello){ .suite = 0x009c })))),
	};

	CHECK_STREAM(&app_decoder_tls, fatal, "tls session=refused offered=version-tls1.0 @1\n");
	CHECK_STREAM(&app_decoder_tls, warning,
		     "tls version=TLS1.2 suite=TLS_RSA_WITH_AES_128_GCM_SHA256 resumed=no session=unknown "
		     "weakness=no-forward-secrecy @1\n");
}

static void resumption_is_seen(void **state)
{
	(void)state;
	const struct hello with_id = { .session_id = "an id of sixteen", .suite = 0xc030 };
	const struct hello without = { .suite = 0xc030 };
	const struct hello with_key = { .suite = 0x1303, .supported = 0x0304, .pre_shared_key = true };
	const struct step by_id[] = {
		C(HANDSHAKE(client_hello(&with_id))),
		S(JOINED(HANDSHAKE(server_hello(&with_id)), CHANGE_CIPHER, encrypted(22, 40))),
		C(JOINED(CHANGE_CIPHER, encrypted(22, 40))),
	};
	const struct step by_ticket[] = {
		C(HANDSHAKE(client_hello(&without))),
		S(JOINED(HANDSHAKE(server_hello(&without)), CHANGE_CIPHER, encrypted(22, 40))),
		C(JOINED(CHANGE_CIPHER, encrypted(22, 40))),
	};
	const struct step by_key[] = {
		C(HANDSHAKE(client_hello(&with_key))),
		S(JOINED(HANDSHAKE(server_hello(&with_key)), encrypted(23, 100))),
		C(encrypted(23, 53)),
	};

	CHECK_STREAM(&app_decoder_tls, by_id,
		     "tls version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 resumed=yes "
		     "session=completed @1\n");
	CHECK_STREAM(&app_decoder_tls, by_ticket,
		     "tls version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 resumed=yes "
		     "session=completed @1\n");
	CHECK_STREAM(
		&app_decoder_tls, by_key,
		"tls version=TLS1.3 suite=TLS_CHACHA20_POLY1305_SHA256 resumed=yes session=completed @1\n");
}

static void messages_may_be_split_over_records(void **state)
{
	(void)state;
	struct bytes message = client_hello(&(struct hello){ .server_name = lamp });
	const struct step steps[] = {
		C(record_of(22, 0x0301, bytes_slice(message, 0, 3))),
		C(record_of(22, 0x0301, bytes_slice(message, 3, 50))),
		C(record_of(22, 0x0301, bytes_from(message, 53))),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0xc02b }), hello_done())),
	};

	CHECK_STREAM(&app_decoder_tls, steps,
		     VALUE_LAMP ENDPOINT_LAMP
		     "tls version=TLS1.2 suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 sni=lamp.example "
		     "resumed=no session=unknown @3\n");
}

static void a_hello_in_the_form_of_ssl2_is_read(void **state)
{
	(void)state;
	struct bytes hello = hex(
		"802e 01 0301 0015 0000 0010 000004 000005 00000a 010080 0700c0 030080 000009"
		"000102030405060708090a0b0c0d0e0f");
	const struct step newer[] = {
		C(hello),
		S(record_of(22, 0x0301, server_hello(&(struct hello){ .version = 0x0301, .suite = 0x0004 }))),
	};
	const struct step older[] = {
		C(hex("8022 01 0002 0009 0000 0010 010080 0700c0 030080 000102030405060708090a0b0c0d0e0f")),
		S(hex("801e 04 00 01 0002 0000 0003 0010 010080 000102030405060708090a0b0c0d0e0f")),
		C(hex("8010 02 000102030405060708090a0b0c0d0e")),
	};

	CHECK_STREAM(&app_decoder_tls, newer,
		     "tls version=TLS1.0 suite=TLS_RSA_WITH_RC4_128_MD5 resumed=no session=unknown "
		     "offered=version-tls1.0 TLS_RSA_WITH_RC4_128_MD5 TLS_RSA_WITH_RC4_128_SHA "
		     "TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_WITH_DES_CBC_SHA "
		     "weakness=version-tls1.0 suite-rc4 no-forward-secrecy @1\n");
	CHECK_STREAM(&app_decoder_tls, older,
		     "tls version=SSL2.0 resumed=no session=unknown offered=version-ssl2 "
		     "weakness=version-ssl2 @1\n");
	assert_int_equal(bid_for(&app_decoder_tls, FROM_CLIENT, hello), 40);
}

static void an_answer_that_is_no_tls_is_said(void **state)
{
	(void)state;
	const struct step steps[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		S(BYTES("HTTP/1.1 400 Bad Request\r\n\r\n")),
	};

	/* The other protocol's talk before TLS began, which the bidders kept. */
	const struct step later[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		S(BYTES("0\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0")),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0xc02f }))),
	};
	const struct conversation refusal = { .decoder = &app_decoder_tls,
					      .steps = steps,
					      .count = COUNT_OF(steps) };
	const struct conversation start = { .decoder = &app_decoder_tls,
					    .steps = later,
					    .count = COUNT_OF(later) };

	conversation_says(&refusal, (const char *const[]){ "tls session=refused @1",
							   "undecoded reason=unknown-protocol decoder=tls "
							   "text=no record where one was due bytes=28 @2",
							   NULL });
	conversation_says(&start,
			  (const char *const[]){
				  "tls version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 resumed=no "
				  "session=unknown @1",
				  NULL });
}

static void a_server_hello_that_was_lost_refuses_nothing(void **state)
{
	(void)state;
	const struct step steps[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		S(bytes_from(encrypted(22, 300),
			     100)), /* the capture has only the end of the server's flight */
		C(JOINED(HANDSHAKE(client_key()), CHANGE_CIPHER, encrypted(22, 40))),
		S(JOINED(CHANGE_CIPHER, encrypted(22, 40))),
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_tls,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  (const char *const[]){ "tls session=completed @1", NULL });
}

static void a_late_start_says_nothing_and_a_gap_is_survived(void **state)
{
	(void)state;
	const struct step late[] = {
		C(JOINED(encrypted(23, 700), encrypted(23, 20))),
		S(bytes_from(encrypted(23, 4000), 1000)),
		S(JOINED(encrypted(23, 90), encrypted(21, 26))),
	};
	const struct step gap[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ 0 }))),
		SERVER_LOST(500),
		S(hello_done()),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0xc02f }))),
	};

	for (size_t i = 0; i < 2; i++) {
		char *log = conversation_run(&(struct conversation){ .decoder = &app_decoder_tls,
								     .steps = late,
								     .count = COUNT_OF(late) },
					     i);

		assert_string_equal(log, "");
		free(log);
	}
	char *log = conversation_run(
		&(struct conversation){ .decoder = &app_decoder_tls, .steps = gap, .count = COUNT_OF(gap) },
		0);

	assert_string_equal(log, "tls version=TLS1.2 suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 resumed=no "
				 "session=unknown @1\n");
	free(log);
}

static void bids_only_for_what_it_can_read(void **state)
{
	(void)state;
	struct bytes hello = record_of(22, 0x0301, client_hello(&(struct hello){ 0 }));

	assert_true(bid_for(&app_decoder_tls, FROM_CLIENT, hello) > 40);
	assert_true(bid_for(&app_decoder_tls, FROM_CLIENT, bytes_slice(hello, 0, 3)) > 0);
	assert_true(bid_for(&app_decoder_tls, FROM_SERVER, hex("15030300020228")) > 30);
	assert_true(bid_for(&app_decoder_tls, FROM_SERVER, encrypted(23, 100)) > 20);
	static const char *const others[] = {
		"16",
		"4745 54202f20485454502f312e310d0a",
		"1603 010005 0b 00000000000000",      /* half a certificate, and no record behind it */
		"1703 0300 0448656c6c6f20776f726c64", /* the second header is none */
		"1603 0affff 010000",
		"1505 030002 0228",
		"1803 030003 010002 4142",
		"8046 01 0301 0040 0000 0010", /* parts that do not add up */
		"16030100ff ff0000fb0303",
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (bid_for(&app_decoder_tls, FROM_CLIENT, hex(others[i])))
			fail_msg("%s", others[i]);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		C(HANDSHAKE(client_hello(&(struct hello){ .server_name = lamp, .protocol = "h2" }))),
		S(HANDSHAKE(server_hello(&(struct hello){ .suite = 0x0033 }),
			    message_of(11, hex("000006 000003 300100")),
			    message_of(12, hex("0002 8001 0001 02")), hello_done())),
		C(JOINED(HANDSHAKE(client_key()), CHANGE_CIPHER, encrypted(22, 40))),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_tls, .steps = steps, .count = COUNT_OF(steps) });
}

static int forget(void **state)
{
	(void)state;
	messages_free();
	return 0;
}

#define TEST(function) cmocka_unit_test_teardown(function, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_full_handshake_of_tls12_is_completed),
		TEST(weak_choices_are_named),
		TEST(a_short_prime_is_weak),
		TEST(tls13_is_told_by_its_extension_even_after_a_retry),
		TEST(a_client_that_refuses_in_tls13_is_told_by_size),
		TEST(a_fatal_alert_refuses_and_a_warning_does_not),
		TEST(resumption_is_seen),
		TEST(messages_may_be_split_over_records),
		TEST(a_hello_in_the_form_of_ssl2_is_read),
		TEST(an_answer_that_is_no_tls_is_said),
		TEST(a_server_hello_that_was_lost_refuses_nothing),
		TEST(a_late_start_says_nothing_and_a_gap_is_survived),
		TEST(bids_only_for_what_it_can_read),
		TEST(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
