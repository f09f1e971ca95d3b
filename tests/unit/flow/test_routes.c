/* SPDX-License-Identifier: Apache-2.0 */
/* Media that SIP announces (RFC 3261, RFC 3264): between the hosts of the call, and to third ones, which lie
 * in another shard but for one in sixteen. The payload shows nothing by itself. */
#include "config.h"

#include "base/limits.h"
#include "flow_wire.h"

#include <stdio.h>

enum { CALL = 5060, SERVER = 5 };

static void say(struct wire *wire, unsigned side, const char *line, unsigned host, unsigned port)
{
	char body[128], text[512];

	snprintf(body, sizeof body,
		 "v=0\r\nc=IN IP4 203.0.113.%u\r\nm=audio %u RTP/AVP 97\r\na=rtpmap:97 opus", host, port);
	snprintf(text, sizeof text, "%s\r\nCSeq: 1 INVITE\r\nContent-Length: %zu\r\n\r\n%s", line,
		 strlen(body), body);
	wire->server_host = SERVER;
	wire->server_port = CALL;
	wire_datagram(wire, side, bytes_of(text));
}

static void media(struct wire *wire, unsigned side, uint8_t host, uint16_t port)
{
	wire->server_host = host;
	wire->server_port = port;
	for (uint8_t i = 0; i < 3; i++)
		wire_datagram(wire, side,
			      (struct bytes){
				      (const uint8_t[]){ 0x80, 97, 0, i, 0, 0, 0, 0, 1, 2, 3, 4, 'x' }, 13 });
}

/* How many bytes of opus were observed after an answer that names `host` and `port`. */
static uint64_t heard(const char *line, unsigned host, unsigned port, uint16_t media_port, unsigned jobs)
{
	struct wire wire;

	wire_open(&wire, 0, jobs);
	say(&wire, 1, line, host, port);
	media(&wire, 0, (uint8_t)host, media_port);
	media(&wire, 1, (uint8_t)host, media_port);
	wire_close(&wire);
	uint64_t bytes = wire_sum(&wire, KIND_MEDIA, ATTRIBUTE_BYTES);

	for (size_t i = 0; i < evidence_count(wire.evidence, KIND_MEDIA); i++)
		assert_true(bytes_equal(evidence_get(wire.evidence, KIND_MEDIA, i, ATTRIBUTE_FORMAT),
					BYTES("opus")));
	wire_free(&wire);
	return bytes;
}

static void media_goes_between_the_hosts_of_a_call(void **state)
{
	(void)state;
	assert_int_equal(heard("SIP/2.0 200 OK", SERVER, 50124, 50124, 1), 6);
	assert_int_equal(heard("INVITE sip:anna@lock.example SIP/2.0", SERVER, 50124, 50124, 1), 6);
}

static void media_goes_to_third_hosts_with_any_number_of_threads(void **state)
{
	(void)state;
	for (unsigned host = 20; host < 52; host++) {
		assert_int_equal(heard("SIP/2.0 200 OK", host, 50124, 50124, 1), 6);
		if (host % 8 == 0)
			assert_int_equal(heard("SIP/2.0 200 OK", host, 50124, 50124, 4), 6);
	}
}

static void what_was_not_announced_is_no_media(void **state)
{
	(void)state;
	for (unsigned host = 20; host < 24; host++) {
		/* another port; none, a well-known one; no SIP */
		assert_int_equal(heard("SIP/2.0 200 OK", host, 50124, 50200, 1), 0);
		assert_int_equal(heard("SIP/2.0 200 OK", host, 0, 50124, 1), 0);
		assert_int_equal(heard("SIP/2.0 200 OK", host, 853, 853, 1), 0);
		assert_int_equal(heard("HTTP/1.1 200 OK", host, 50124, 50124, 1), 0);
	}
}

/* Several formats are on offer: which one was taken, the packets tell. */
static void the_format_is_that_of_the_packets(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 0, 1);
	wire.server_port = CALL;
	wire_datagram(&wire, 1,
		      BYTES("SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\nv=0\r\nc=IN IP4 203.0.113.5\r\n"
			    "m=audio 50124 RTP/AVP 0 8"));
	wire.server_port = 50124;
	wire_datagram(&wire, 1, BYTES("\x80\x08\0\1\0\0\0\0\1\2\3\4x"));
	wire_close(&wire);
	assert_int_equal(evidence_count(wire.evidence, KIND_MEDIA), 1);
	assert_true(bytes_equal(evidence_get(wire.evidence, KIND_MEDIA, 0, ATTRIBUTE_FORMAT), BYTES("pcma")));
	wire_free(&wire);
}

/* A second call that names the same end while its media runs must not tear the flow apart. */
static void a_flow_stays_where_it_is(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 0, 1);
	say(&wire, 1, "SIP/2.0 200 OK", 30, 50124);
	media(&wire, 1, 30, 50124);
	for (unsigned host = 60; host < 64; host++) {
		/* from other hosts, which have other shards */
		wire.server_port = CALL;
		wire.server_host = (uint8_t)host;
		wire_datagram(&wire, 1,
			      BYTES("SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\nv=0\r\nc=IN IP4 203.0.113.30\r\n"
				    "m=audio 50124 RTP/AVP 97\r\na=rtpmap:97 opus"));
		media(&wire, 1, 30, 50124);
	}
	wire_close(&wire);
	assert_int_equal(evidence_count(wire.evidence, KIND_MEDIA), 1);
	assert_int_equal(wire_sum(&wire, KIND_MEDIA, ATTRIBUTE_COUNT), 1);
	assert_int_equal(wire_sum(&wire, KIND_MEDIA, ATTRIBUTE_BYTES), 15);
	wire_free(&wire);
}

/* More ends than are remembered: said, and the newest are still followed. */
static void many_calls_are_a_limit(void **state)
{
	struct wire wire;
	size_t limits = 0;

	(void)state;
	wire_open(&wire, 0, 1);
	for (unsigned port = 20000; port < 20000 + 2 * LIMIT_ROUTES; port += 2)
		say(&wire, 1, "SIP/2.0 200 OK", 30, port);
	media(&wire, 1, 30, 20000 + 2 * LIMIT_ROUTES - 2);
	wire_close(&wire);
	assert_int_equal(wire_sum(&wire, KIND_MEDIA, ATTRIBUTE_BYTES), 3);
	for (size_t i = 0; i < evidence_count(wire.evidence, KIND_LIMIT); i++)
		limits += bytes_equal(evidence_get(wire.evidence, KIND_LIMIT, i, ATTRIBUTE_LIMIT_NAME),
				      BYTES("routes"));
	assert_int_equal(limits, 1);
	wire_free(&wire);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_goes_between_the_hosts_of_a_call),
		cmocka_unit_test(media_goes_to_third_hosts_with_any_number_of_threads),
		cmocka_unit_test(what_was_not_announced_is_no_media),
		cmocka_unit_test(the_format_is_that_of_the_packets),
		cmocka_unit_test(a_flow_stays_where_it_is),
		cmocka_unit_test(many_calls_are_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
