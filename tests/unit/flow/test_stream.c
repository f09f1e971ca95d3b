/* SPDX-License-Identifier: Apache-2.0 */
/* Streams as decoders see them: kept until a unit is whole, skipped unseen, given up at a limit. Real
 * decoders read them. */
#include "config.h"

#include "flow_wire.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>

static const char head[] = "POST /v1/report HTTP/1.1\r\nHost: api.lock.example\r\n"
			   "Content-Type: text/plain\r\nContent-Length: 20\r\n\r\n";
static const char body[] = "all quiet in the ha ";

static struct bytes whole(char *text, size_t room)
{
	return (struct bytes){ (uint8_t *)text, (size_t)snprintf(text, room, "%s%s", head, body) };
}

static void open_http(struct wire *wire)
{
	wire_open(wire, 99, 1);
	wire->server_port = 80;
	wire_handshake(wire);
}

static void a_message_is_read_once_however_it_is_cut(void **state)
{
	char text[512];
	struct bytes message = whole(text, sizeof text);

	(void)state;
	for (size_t cut = 1; cut < message.size; cut++) {
		struct wire wire;

		open_http(&wire);
		wire_segment(&wire, 0, 0, TCP_ACK, bytes_slice(message, 0, cut));
		wire_segment(&wire, 0, (int64_t)cut, TCP_ACK, bytes_from(message, cut));
		wire_close(&wire);
		wire_assert_read(&wire, BYTES("all quiet in the ha "));
		assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_READABLE), message.size);
		assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_UNREAD), 0);
		wire_free(&wire);
	}
}

static void what_comes_behind_the_end_is_only_counted(void **state)
{
	char text[512];
	struct bytes message = whole(text, sizeof text);
	int64_t end = (int64_t)message.size;
	struct wire wire;

	(void)state;
	open_http(&wire);
	wire_segment(&wire, 0, end + 50, TCP_ACK, BYTES("GET / HTTP/1.1\r\n\r\n"));
	wire_segment(&wire, 0, 0, TCP_ACK, message);
	wire_segment(&wire, 0, end, TCP_ACK | TCP_FIN, BYTES_EMPTY);
	wire_segment(&wire, 1, 0, TCP_ACK | TCP_FIN, BYTES_EMPTY);
	/* The same once more, and bytes that nobody may send any more. */
	wire_segment(&wire, 0, 0, TCP_ACK, message);
	wire_segment(&wire, 1, 1, TCP_ACK, BYTES("HTTP/1.1 200 OK\r\n\r\n"));
	wire_close(&wire);
	wire_assert_read(&wire, BYTES("all quiet in the ha "));
	assert_int_equal(wire.contents[0], 1);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_READABLE), message.size);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_UNREAD), 18);
	wire_free(&wire);
}

static void a_gap_in_a_body_costs_that_body_only(void **state)
{
	char text[512];
	struct bytes message = whole(text, sizeof text);
	size_t inside = message.size - 10;
	struct wire wire;

	(void)state;
	open_http(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, bytes_slice(message, 0, inside));
	wire_segment(&wire, 0, (int64_t)inside + 5, TCP_ACK, bytes_from(message, inside + 5));
	wire_segment(&wire, 0, (int64_t)message.size, TCP_ACK, message);
	wire_close(&wire);
	/* What lies on either side of the gap, and the next body whole. */
	assert_int_equal(wire.read[0].size, 10 + 5 + 20);
	assert_true(wire.incomplete >= 1 && wire.incomplete == wire.contents[0] - 1);
	assert_true(bytes_end_with(buffer_bytes(&wire.read[0]), bytes_of(body)));
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 5);
	wire_free(&wire);
}

static void a_body_above_the_limit_is_read_in_part_and_said(void **state)
{
	size_t size = LIMIT_MESSAGE_SIZE + 100000, sent = 0;
	uint8_t *block = malloc(size);
	char text[256];
	struct wire wire;

	(void)state;
	assert_non_null(block);
	memset(block, 'a', size);
	open_http(&wire);
	snprintf(text, sizeof text, "POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: %zu\r\n\r\n",
		 size);
	wire_segment(&wire, 0, 0, TCP_ACK, bytes_of(text));
	for (int64_t at = (int64_t)strlen(text); sent < size; sent += 1400, at += 1400)
		wire_segment(&wire, 0, at, TCP_ACK, bytes_slice((struct bytes){ block, size }, sent, 1400));
	wire_segment(&wire, 0, (int64_t)(strlen(text) + size), TCP_ACK, whole(text, sizeof text));
	wire_close(&wire);
	assert_true(wire.incomplete >= 1 && wire.incomplete == wire.contents[0] - 1);
	assert_true(wire.read[0].size <= size + 20);
	assert_true(bytes_end_with(buffer_bytes(&wire.read[0]), bytes_of(body)));
	wire_free(&wire);
	free(block);
}

/* Records of application data as a session that started before the capture sends them. */
static void skipped_bytes_are_counted_and_gaps_in_them_harmless(void **state)
{
	uint8_t records[4000];
	struct wire wire;

	(void)state;
	for (size_t i = 0; i < sizeof records; i++)
		records[i] = (uint8_t)(i * 7 + 1);
	for (size_t at = 0; at < sizeof records; at += 1000)
		memcpy(records + at, "\x17\x03\x03\x03\xe3", 5);
	wire_open(&wire, 99, 1);
	wire.server_port = 443;
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, (struct bytes){ records, 500 });
	wire_segment(&wire, 0, 500, TCP_ACK, (struct bytes){ records + 500, 1000 });
	wire_segment(&wire, 0, 1600, TCP_ACK, (struct bytes){ records + 1600, 2400 });
	wire_close(&wire);
	assert_int_equal(wire.contents[0], 0);
	uint64_t opaque = wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_OPAQUE);

	/* The records' headers may count as either. */
	assert_in_range(opaque, 4 * 995 - 100, 4 * 1000 - 100);
	assert_int_equal(opaque + wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_READABLE), 4 * 1000 - 100);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 100);
	wire_free(&wire);
}

static void text_of_an_unknown_protocol_is_read(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 99, 1);
	wire_segment(&wire, 0, 0, TCP_SYN, BYTES_EMPTY);
	wire_segment(&wire, 0, 0, TCP_ACK, BYTES("hello {\"phone\":"));
	wire_segment(&wire, 0, 15, TCP_ACK, BYTES("\"none\"}"));
	wire_datagram(&wire, 0, BYTES("ping from the hall"));
	wire_close(&wire);
	assert_int_equal(wire.contents[0], 2);
	assert_int_equal(wire.read[0].size, 22 + 18);
	wire_free(&wire);
}

static void random_bytes_of_an_unknown_protocol_are_opaque(void **state)
{
	uint8_t noise[1200];
	uint32_t random = 1;
	struct wire wire;

	(void)state;
	for (size_t i = 0; i < sizeof noise; i++) {
		random = random * 1103515245u + 12345u;
		noise[i] = (uint8_t)(random >> 16);
	}
	wire_open(&wire, 99, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, (struct bytes){ noise, sizeof noise });
	wire_close(&wire);
	assert_int_equal(wire.contents[0], 0);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_OPAQUE), sizeof noise);
	wire_free(&wire);
}

/* A name said before a conversation is encrypted stands alone in what looks random. */
static void text_in_random_bytes_is_read(void **state)
{
	static const struct bytes name = BYTES("somebody@example.com");
	uint8_t noise[1200];
	uint32_t random = 1;
	struct wire wire;

	(void)state;
	for (size_t i = 0; i < sizeof noise; i++) {
		random = random * 1103515245u + 12345u;
		noise[i] = (uint8_t)(random >> 16);
	}
	memcpy(noise + 50, name.data, name.size);
	noise[49] = noise[50 + name.size] = 0;
	wire_open(&wire, 99, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, (struct bytes){ noise, sizeof noise });
	wire_segment(&wire, 0, sizeof noise, TCP_ACK, (struct bytes){ noise, sizeof noise });
	wire_close(&wire);
	assert_int_equal(wire.contents[0], 1);
	assert_int_equal(wire.read[0].size, name.size);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_OPAQUE), 2 * sizeof noise);
	wire_free(&wire);
}

static void threads_change_nothing(void **state)
{
	struct buffer documents[3];
	struct error error;
	char text[512];

	(void)state;
	for (unsigned jobs = 1; jobs <= 3; jobs++) {
		struct wire wire;

		documents[jobs - 1] = buffer_of(1 << 24);
		wire_open(&wire, 7, jobs);
		wire.options.examiner = NULL;
		for (unsigned port = 1; port <= 60; port++) {
			wire.server_port = (uint16_t)port;
			wire_handshake(&wire);
			wire_segment(&wire, 0, 0, TCP_ACK, whole(text, sizeof text));
			wire_segment(&wire, 1, 0, TCP_ACK,
				     BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
		}
		wire_close(&wire);
		assert_true(evidence_count(wire.evidence, KIND_FLOW_GROUP) == 60);
		assert_int_equal(evidence_write_xml(wire.evidence, &documents[jobs - 1], &error), STATUS_OK);
		wire_free(&wire);
	}
	for (unsigned i = 1; i < 3; i++) {
		assert_true(bytes_equal(buffer_bytes(&documents[0]), buffer_bytes(&documents[i])));
		buffer_free(&documents[i]);
	}
	buffer_free(&documents[0]);
}

/* Greeted by name on a port that says nothing. */
static void an_unclaimed_flow_is_named_where_it_can_be(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 99, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 1, 0, TCP_ACK, BYTES("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"));
	wire_segment(&wire, 0, 0, TCP_ACK, BYTES("SSH-2.0-dropbear_2022.83\r\n"));
	wire_close(&wire);
	assert_int_equal(evidence_count(wire.evidence, KIND_FLOW_GROUP), 1);
	struct bytes guess = evidence_get(wire.evidence, KIND_FLOW_GROUP, 0, ATTRIBUTE_GUESS);

#ifdef HAVE_NDPI
	assert_true(bytes_equal(guess, BYTES("SSH")));
#else
	assert_int_equal(guess.size, 0);
#endif
	assert_int_equal(wire_sum(&wire, KIND_FLOW_GROUP, ATTRIBUTE_PACKETS), 4);
	wire_free(&wire);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_read_once_however_it_is_cut),
		cmocka_unit_test(what_comes_behind_the_end_is_only_counted),
		cmocka_unit_test(a_gap_in_a_body_costs_that_body_only),
		cmocka_unit_test(a_body_above_the_limit_is_read_in_part_and_said),
		cmocka_unit_test(skipped_bytes_are_counted_and_gaps_in_them_harmless),
		cmocka_unit_test(text_of_an_unknown_protocol_is_read),
		cmocka_unit_test(random_bytes_of_an_unknown_protocol_are_opaque),
		cmocka_unit_test(text_in_random_bytes_is_read),
		cmocka_unit_test(an_unclaimed_flow_is_named_where_it_can_be),
		cmocka_unit_test(threads_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
