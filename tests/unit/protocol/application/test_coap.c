/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_coap;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_coap, steps, expected)

/* PUT /lock/1?user=anna with a format, and what it is answered */
#define PUT_LOCK \
	"\x42\x03\0\1\xa1\xa2\xb4lock\1" \
	"1\x11\x32\x39user=anna\xff"
#define CHANGED "\x62\x44\0\1\xa1\xa2"

static void a_request_tells_path_query_and_payload(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(PUT_LOCK "{\"open\":1}"),
		SERVER(CHANGED),
	};

	CHECK("content path PUT /lock/1: /lock/1\n"
	      "content query PUT /lock/1 type=application/x-www-form-urlencoded: user=anna\n"
	      "content payload PUT /lock/1 type=application/json: {\"open\":1}\n");
}

static void an_answer_belongs_to_its_request_by_the_token(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x41\x01\0\1\x07\x3agate.local\x8bsensor-door"),
		CLIENT("\x51\x01\0\2\x08\xb5light"),
		/* an empty acknowledgement, then the answer in a message of its own */
		SERVER("\x60\0\0\1"),
		SERVER("\x51\x45\0\2\x08\xc0\xff"
		       "dim"),
		SERVER("\x41\x45\0\x09\x07\xff"
		       "shut"),
		CLIENT("\x60\0\0\x09"),
		SERVER("\x51\x45\0\3\x0a\xff"
		       "whose"),
	};

	CHECK("value option GET - uri-host=gate.local\n"
	      "content path GET /sensor-door: /sensor-door\n"
	      "content path GET /light: /light\n"
	      "content payload GET /light type=text/plain;charset=utf-8: dim\n"
	      "content payload GET /sensor-door: shut\n"
	      "content payload - -: whose\n"
	      "endpoint address=198.51.100.2 name=gate.local source=host domain=gate.local scope=internet\n"
	      "service authentication=none action=GET /light gave=unknown status=205 @4\n"
	      "service authentication=none action=GET /sensor-door gave=unknown status=205 @5\n");
}

static void an_observed_resource_keeps_its_token(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x41\x01\0\1\x07\x60\x54temp"),
		SERVER("\x61\x45\0\1\x07\x61\1\xff"
		       "20"),
		SERVER("\x51\x45\0\2\x07\x61\2\xff"
		       "21"),
		SERVER("\x51\x45\0\3\x07\x61\3\xff"
		       "22"),
	};

	CHECK("content path GET /temp: /temp\n"
	      "content payload GET /temp: 20\n"
	      "content payload GET /temp: 21\n"
	      "content payload GET /temp: 22\n"
	      "service authentication=none action=GET /temp gave=unknown status=205 *3 @2\n");
}

/* Blocks of 16 bytes; the option's value is number, more, size. */
#define POST_BLOCK(id, token, value) \
	"\x41\x02\0" id token "\xb1" \
	"f\xd1\x03" value "\xff"
#define SIXTEEN "0123456789abcdef"

static void a_request_in_blocks_is_joined(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(POST_BLOCK("\1", "\1", "\x08") SIXTEEN), SERVER("\x61\x5f\0\1\1\xd1\x0e\x08"),
		CLIENT(POST_BLOCK("\1", "\1", "\x08") SIXTEEN), /* again */
		CLIENT(POST_BLOCK("\2", "\2", "\x18") SIXTEEN), SERVER("\x61\x5f\0\2\2\xd1\x0e\x18"),
		CLIENT(POST_BLOCK("\3", "\3", "\x20") "end"),
	};

	CHECK("content path POST /f: /f\n"
	      "content path POST /f: /f\n"
	      "content path POST /f: /f\n"
	      "content path POST /f: /f\n"
	      "content payload POST /f: 0123456789abcdef0123456789abcdefend\n");
}

#define START(id, path) CLIENT("\x41\x02\0" id id "\xb1" path "\xd1\x03\x08\xff" SIXTEEN)

static void more_transfers_than_are_kept_are_said(void **state)
{
	(void)state;
	const struct step steps[] = {
		START("\1", "a"), START("\2", "b"), START("\3", "c"), START("\4", "d"), START("\5", "e"),
	};
	const char *const lines[] = { "content payload POST /a incomplete: 0123456789abcdef",
				      "limit limit=coap-transfers most=4", NULL };

	conversation_says(&(struct conversation){ .decoder = &app_decoder_coap,
						  .steps = steps,
						  .count = COUNT_OF(steps),
						  .datagrams = true },
			  lines);
}

static void more_requests_than_are_remembered_are_said(void **state)
{
	struct step steps[LIMIT_COAP_PENDING + 1];
	char requests[COUNT_OF(steps)][7];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		memcpy(requests[i], "\x41\x01\0i\x07\xb1p", 7);
		requests[i][3] = requests[i][4] = (char)(i + 1);
		steps[i] = (struct step){ .direction = FROM_CLIENT, .bytes = { (uint8_t *)requests[i], 7 } };
	}
	for (size_t more = 0; more < 2; more++) {
		char *said = conversation_run(&(struct conversation){ .decoder = &app_decoder_coap,
								      .steps = steps,
								      .count = LIMIT_COAP_PENDING + more,
								      .datagrams = true },
					      0);

		assert_int_equal(strstr(said, "limit limit=coap-pending most=32\n") != NULL, more);
		free(said);
	}
}

static void an_answer_in_blocks_is_joined_though_tokens_change(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x41\x01\0\1\x01\xb1g"),
		SERVER("\x61\x45\0\1\x01\xd1\x0a\x08\xff" SIXTEEN),
		CLIENT("\x41\x01\0\2\x02\xb1g\xc1\x10"),
		SERVER("\x61\x45\0\2\x02\xd1\x0a\x10\xff"
		       "rest"),
	};

	CHECK("content path GET /g: /g\n"
	      "content path GET /g: /g\n"
	      "content payload GET /g: 0123456789abcdefrest\n"
	      "service authentication=none action=GET /g gave=unknown status=205 *2 @2\n");
}

static void a_missing_block_makes_it_incomplete(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(POST_BLOCK("\1", "\1", "\x08") SIXTEEN),
		CLIENT(POST_BLOCK("\3", "\3", "\x28") "behind what is l"),
		CLIENT(POST_BLOCK("\4", "\4", "\x38") "ost, but joined!"),
	};

	CHECK("content path POST /f: /f\n"
	      "content path POST /f: /f\n"
	      "content payload POST /f incomplete: 0123456789abcdef\n"
	      "content path POST /f: /f\n"
	      "content payload POST /f incomplete: behind what is lost, but joined!\n");
}

static void access_that_is_proven_or_refused_is_told_apart(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x41\x01\0\1\1\xb3"
		       "cfg"),
		SERVER("\x61\x81\0\1\1"),
		CLIENT("\x41\x01\0\2\2\xb3"
		       "cfg\x4d\1token=abcdefgh"),
		SERVER("\x61\x45\0\2\2\xff"
		       "x"),
	};
	/* OSCORE */
	const struct step sealed[] = {
		CLIENT("\x41\x02\0\3\3\x93\x09\1\2\xff"
		       "sealed"),
		SERVER("\x61\x44\0\3\3\x90\xff"
		       "sealed"),
	};

	CHECK("content path GET /cfg: /cfg\n"
	      "content path GET /cfg: /cfg\n"
	      "content query GET /cfg type=application/x-www-form-urlencoded: token=abcdefgh\n"
	      "content payload GET /cfg: x\n"
	      "service authentication=unknown action=GET /cfg gave=nothing status=401 @2\n");
	CHECK_DATAGRAMS(&app_decoder_coap, sealed,
			"undecoded reason=encrypted decoder=coap text=OSCORE bytes=6 @1\n"
			"undecoded reason=encrypted decoder=coap text=OSCORE bytes=6 @2\n");
}

static void lwm2m_names_what_it_carries(void **state)
{
	(void)state;
	const struct step steps[] = {
		/* registration */
		CLIENT("\x41\x02\0\1\1\xb2rd\x11\x28\x37"
		       "ep=lock\x03"
		       "b=U\xff"
		       "</3/0>,</6/0>"),
		/* the server reads /3/0 as TLV and /3/0/2 as text, and writes a key into /0/1/5 */
		SERVER("\x41\x01\0\1\1\xb1"
		       "3\1"
		       "0"),
		CLIENT("\x61\x45\0\1\1\xc2\x2d\x16\xff\xc4\0Acme\xc4\2SN77\x86\7\x41\0\1\x41\1\2"),
		SERVER("\x41\x01\0\2\2\xb1"
		       "3\1"
		       "0\1"
		       "2"),
		CLIENT("\x61\x45\0\2\2\xc0\xff"
		       "SN77"),
		SERVER("\x41\x03\0\3\3\xb1"
		       "0\1"
		       "1\1"
		       "5\x11\x2a\xff"
		       "\x01\xab"),
		SERVER("\x41\x01\0\4\4\xb1"
		       "6\1"
		       "0"),
		CLIENT("\x61\x45\0\4\4\xc2\x2d\x16\xff\xc4\0\x42\x48\x8c\xcd\xc8\1\x08\xc0\x28\0\0\0\0\0\0"),
	};

	CHECK("content path POST /rd: /rd\n"
	      "content query POST /rd type=application/x-www-form-urlencoded: ep=lock&b=U\n"
	      "content payload POST /rd type=application/link-format: </3/0>,</6/0>\n"
	      "content path GET /3/0: /3/0\n"
	      "value payload GET /3/0 manufacturer=Acme\n"
	      "value payload GET /3/0 serial-number=SN77\n"
	      "content path GET /3/0/2: /3/0/2\n"
	      "content payload GET /3/0/2 label=serial-number type=text/plain;charset=utf-8: SN77\n"
	      "content path PUT /0/1/5: /0/1/5\n"
	      "content path GET /6/0: /6/0\n"
	      "value payload GET /6/0 latitude=50.13750\n"
	      "value payload GET /6/0 longitude=-12.0000000\n"
	      "credential scheme=lwm2m class=key secret=01ab method=PUT topic=/0/1/5 path=coap:payload "
	      "confidence=certain why=secret key of the LwM2M security object result=unknown @6\n"
	      "service authentication=none action=GET /3/0 gave=unknown status=205 @3\n"
	      "service authentication=none action=GET /3/0/2 gave=unknown status=205 @5\n"
	      "service authentication=none action=GET /6/0 gave=unknown status=205 @8\n");
}

static void over_tcp_capabilities_come_first(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x30\xe1\x22\x04\0"
		       "\x61\x01\x09\xb1"
		       "a\x43k=1"
		       "\xd1\x05\x02\x0a\xb1"
		       "b\xff"
		       "fifteen bytes.."),
		SERVER("\x30\xe1\x22\x04\0"
		       "\x31\x45\x09\xff"
		       "on"),
	};

	CHECK_STREAM(&app_decoder_coap, steps,
		     "content path GET /a: /a\n"
		     "content query GET /a type=application/x-www-form-urlencoded: k=1\n"
		     "content path POST /b: /b\n"
		     "content payload POST /b: fifteen bytes..\n"
		     "content payload GET /a: on\n"
		     "service authentication=none action=GET /a gave=unknown status=205 @2\n");
}

static void what_is_no_coap_is_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\x41"),
		BYTES("GET / HTTP/1.1\r\n\r\n"),
		BYTES("M-SEARCH * HTTP/1.1\r\n\r\n"),
		/* uTP's SYN */
		BYTES("\x41\0\x4b\x11\x12\x34\x56\x78\0\0\0\0\0\x0f\0\0\0\1\0\0"),
		/* a token of nine bytes; an unknown code; a marker without payload; a critical option */
		BYTES("\x49\x01\0\1\1\2\3\4\5\6\7\x08\x09"),
		BYTES("\x40\x1f\0\1\xb4lock"),
		BYTES("\x40\x01\0\1\xb4lock\xff"),
		BYTES("\x40\x01\0\1\xd1\xf0\1"),
		/* an empty message with something behind it, or that asks for nothing */
		BYTES("\x40\0\0\1\1"),
		BYTES("\x50\0\0\1"),
		/* ECHONET-like, syslog, DNS */
		BYTES("\x10\x81\0\1\5\xff\1"),
		BYTES("<34>Oct 1 hello"),
		BYTES("\x41\x02\1\0\0\1\0\0\0\0\0\0\1a\0\0\1\0\1"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_coap, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_coap, FROM_CLIENT, BYTES("\x40\x01\0\1\xb4lock")) >= 16);
	assert_true(bid_for(&app_decoder_coap, FROM_CLIENT, BYTES("\x40\0\0\1")) < 16);
	assert_true(bid_for(&app_decoder_coap, FROM_CLIENT, BYTES("\x30\xe1\x22\x04\0")) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(PUT_LOCK "{\"open\":1}"),
		CLIENT(POST_BLOCK("\1", "\1", "\x08") SIXTEEN),
		CLIENT(POST_BLOCK("\2", "\2", "\x18") SIXTEEN),
		SERVER("\x41\x01\0\1\1\xb1"
		       "3\1"
		       "0"),
		CLIENT("\x61\x45\0\1\1\xc2\x2d\x16\xff\xc4\0Acme\xc4\2SN77\x86\7\x41\0\1\x41\1\2"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_coap, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_tells_path_query_and_payload),
		cmocka_unit_test(an_answer_belongs_to_its_request_by_the_token),
		cmocka_unit_test(an_observed_resource_keeps_its_token),
		cmocka_unit_test(a_request_in_blocks_is_joined),
		cmocka_unit_test(more_transfers_than_are_kept_are_said),
		cmocka_unit_test(more_requests_than_are_remembered_are_said),
		cmocka_unit_test(an_answer_in_blocks_is_joined_though_tokens_change),
		cmocka_unit_test(a_missing_block_makes_it_incomplete),
		cmocka_unit_test(access_that_is_proven_or_refused_is_told_apart),
		cmocka_unit_test(lwm2m_names_what_it_carries),
		cmocka_unit_test(over_tcp_capabilities_come_first),
		cmocka_unit_test(what_is_no_coap_is_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
