/* SPDX-License-Identifier: Apache-2.0 */
/* Flows that another conversation announces: the data connections of FTP (ftp_data.c). */
#include "config.h"

#include "flow_wire.h"

#include <stdlib.h>

enum { CONTROL = 21, DATA = 50123 };

/* The client says `command`, the server answers, both from stream offset `at` on. */
static int64_t ask(struct wire *wire, int64_t at[2], const char *command, const char *reply)
{
	wire->server_port = CONTROL;
	wire_segment(wire, 0, at[0], TCP_ACK, (struct bytes){ (const uint8_t *)command, strlen(command) });
	at[0] += (int64_t)strlen(command);
	wire_segment(wire, 1, at[1], TCP_ACK, (struct bytes){ (const uint8_t *)reply, strlen(reply) });
	at[1] += (int64_t)strlen(reply);
	return at[0];
}

static void log_in(struct wire *wire, int64_t at[2])
{
	at[0] = at[1] = 0;
	wire_open(wire, 7, 1);
	wire->server_port = CONTROL;
	wire_handshake(wire);
	wire_segment(wire, 1, 0, TCP_ACK, BYTES("220 FTP ready\r\n"));
	at[1] = 15;
	ask(wire, at, "USER anna\r\n", "331 password\r\n");
}

static void transfer(struct wire *wire, unsigned side, struct bytes file)
{
	wire->server_port = DATA;
	wire_handshake(wire);
	wire_segment(wire, side, 0, TCP_ACK, bytes_slice(file, 0, 4));
	wire_segment(wire, side, 4, TCP_ACK | TCP_FIN, bytes_from(file, 4));
}

static void a_file_is_read_whole_under_its_name(void **state)
{
	/* RFC 959 and RFC 2428; the address that a router did not mend is not believed. */
	static const char *const replies[] = { "227 Entering Passive Mode (10,9,8,7,195,203).\r\n",
					       "229 Entering Extended Passive Mode (|||50123|)\r\n",
					       "227 =10,9,8,7,195,203\r\n" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct wire wire;
		int64_t at[2];

		log_in(&wire, at);
		ask(&wire, at, i == 1 ? "EPSV\r\n" : "PASV\r\n", replies[i]);
		ask(&wire, at, "STOR faces/visitor.txt\r\n", "150 go\r\n");
		transfer(&wire, 0, BYTES("the face of a visitor"));
		wire_close(&wire);
		wire_assert_read(&wire, BYTES("the face of a visitor"));
		assert_int_equal(wire.contents[0], 1);
		assert_string_equal(wire.topic, "STOR faces/visitor.txt");
		assert_int_equal(wire.incomplete, 0);
		wire_free(&wire);
	}
}

static void the_name_may_come_behind_the_connection(void **state)
{
	struct wire wire;
	int64_t at[2];

	(void)state;
	log_in(&wire, at);
	ask(&wire, at, "PASV\r\n", "227 Entering Passive Mode (203,0,113,5,195,203).\r\n");
	wire.server_port = DATA;
	wire_handshake(&wire);
	wire_segment(&wire, 1, 0, TCP_ACK, BYTES("wifi=home\n"));
	ask(&wire, at, "RETR net.conf\r\n", "150 go\r\n");
	wire.server_port = DATA;
	wire_segment(&wire, 1, 10, TCP_ACK | TCP_FIN, BYTES("psk=none\n"));
	wire_close(&wire);
	assert_int_equal(wire.contents[1], 1);
	assert_true(bytes_equal(buffer_bytes(&wire.read[1]), BYTES("wifi=home\npsk=none\n")));
	assert_string_equal(wire.topic, "RETR net.conf");
	wire_free(&wire);
}

static void a_cut_file_is_said_to_be_cut(void **state)
{
	struct wire wire;
	int64_t at[2];

	(void)state;
	log_in(&wire, at);
	ask(&wire, at, "PASV\r\n", "227 (203,0,113,5,195,203)\r\n");
	ask(&wire, at, "RETR a\r\n", "150 go\r\n");
	wire.server_port = DATA;
	wire_handshake(&wire);
	wire_segment(&wire, 1, 0, TCP_ACK, BYTES("front"));
	wire_segment(&wire, 1, 9, TCP_ACK | TCP_FIN, BYTES("back"));
	wire_close(&wire);
	assert_true(bytes_equal(buffer_bytes(&wire.read[1]), BYTES("frontback")));
	assert_true(wire.incomplete > 0);
	wire_free(&wire);
}

static void an_announced_flow_that_speaks_tls_is_tls(void **state)
{
	struct wire wire;
	int64_t at[2];

	(void)state;
	log_in(&wire, at);
	ask(&wire, at, "PASV\r\n", "227 (203,0,113,5,195,203)\r\n");
	/* A ClientHello: RFC 4217 PROT P. */
	transfer(&wire, 0,
		 BYTES("\x16\x03\x01\x00\x2f\x01\x00\x00\x2b\x03\x03"
		       "0123456789abcdef0123456789abcdef"
		       "\x00\x00\x02\x13\x01\x01\x00\x00\x00"));
	wire_close(&wire);
	assert_int_equal(wire.contents[0], 0);
	wire_free(&wire);
}

static void what_was_not_announced_is_nobodys(void **state)
{
	/* Another port, a port of 0, numbers out of range: no file. */
	static const char *const replies[] = {
		"227 (203,0,113,5,195,204)\r\n", "227 (1,2,3,4,0,0)\r\n", "227 (1,2,3,4,195,1203)\r\n",
		"229 (|||70000|)\r\n",		 "229 |||\r\n",		  "227 soon\r\n"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct wire wire;
		int64_t at[2];

		log_in(&wire, at);
		ask(&wire, at, "PASV\r\n", replies[i]);
		ask(&wire, at, "STOR a\r\n", "150 go\r\n");
		transfer(&wire, 0, BYTES("the face of a visitor"));
		wire_close(&wire);
		assert_string_equal(wire.topic, " ");
		wire_free(&wire);
	}
}

/* Video over UDP, to the port that RTSP's SETUP names. */
static void media_is_announced_by_rtsp(void **state)
{
	static const char ask[] = "SETUP rtsp://cam.example/live/track1 RTSP/1.0\r\nCSeq: 2\r\n"
				  "Transport: RTP/AVP;unicast;client_port=40000-40001\r\n\r\n";
	static const char answer[] = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nTransport: RTP/AVP;unicast;"
				     "client_port=40000-40001;server_port=50123-50124\r\n\r\n";
	static const char description[] = "ANNOUNCE rtsp://cam.example/live RTSP/1.0\r\nCSeq: 1\r\n"
					  "Content-Length: 44\r\n\r\n"
					  "v=0\r\nm=video 0 RTP/AVP 97\r\na=rtpmap:97 VP8/9";
	struct wire wire;

	(void)state;
	wire_open(&wire, 7, 1);
	wire.server_port = 554;
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, bytes_of(description));
	wire_segment(&wire, 0, (int64_t)sizeof description - 1, TCP_ACK, bytes_of(ask));
	wire_segment(&wire, 1, 0, TCP_ACK, bytes_of(answer));
	wire.server_port = DATA;
	/* A payload that shows nothing by itself. */
	for (uint8_t i = 0; i < 3; i++)
		wire_datagram(&wire, 1,
			      (struct bytes){
				      (const uint8_t[]){ 0x80, 97, 0, i, 0, 0, 0, 0, 1, 2, 3, 4, 'x' }, 13 });
	wire_close(&wire);
	assert_int_equal(evidence_count(wire.evidence, KIND_MEDIA), 1);
	assert_true(bytes_equal(evidence_get(wire.evidence, KIND_MEDIA, 0, ATTRIBUTE_FORMAT), BYTES("vp8")));
	assert_true(bytes_equal(evidence_get(wire.evidence, KIND_MEDIA, 0, ATTRIBUTE_TOPIC),
				BYTES("/live/track1")));
	assert_true(bytes_equal(evidence_get(wire.evidence, KIND_MEDIA, 0, ATTRIBUTE_BYTES), BYTES("3")));
	wire_free(&wire);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_whole_under_its_name),
		cmocka_unit_test(the_name_may_come_behind_the_connection),
		cmocka_unit_test(a_cut_file_is_said_to_be_cut),
		cmocka_unit_test(an_announced_flow_that_speaks_tls_is_tls),
		cmocka_unit_test(what_was_not_announced_is_nobodys),
		cmocka_unit_test(media_is_announced_by_rtsp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
