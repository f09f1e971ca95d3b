/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "protocol/application/websocket.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

extern const struct app_decoder app_decoder_http;

/* Frames are put together here, for one test at a time. */
static uint8_t pool[1 << 16];
static size_t pool_size;

static struct bytes put(struct bytes bytes)
{
	struct bytes copy = { pool + pool_size, bytes.size };

	assert_true(pool_size + bytes.size <= sizeof pool);
	if (bytes.size)
		memcpy(pool + pool_size, bytes.data, bytes.size);
	pool_size += bytes.size;
	return copy;
}

/* A frame whose first byte is `first`, with a key if `masked`. */
static struct bytes frame(uint8_t first, bool masked, struct bytes payload)
{
	static const uint8_t key[4] = { 0x5a, 0x01, 0xfe, 0x99 };
	uint8_t header[8] = { first };
	size_t size = payload.size < 126 ? 2 : 4;

	header[1] = (uint8_t)((masked ? 0x80 : 0) | (size == 2 ? payload.size : 126));
	if (size == 4) {
		header[2] = (uint8_t)(payload.size >> 8);
		header[3] = (uint8_t)payload.size;
	}
	if (masked)
		memcpy(header + size, key, 4);
	struct bytes whole = put((struct bytes){ header, size + (masked ? 4 : 0) });
	struct bytes copy = put(payload);

	for (size_t i = 0; i < copy.size && masked; i++)
		pool[(size_t)(copy.data - pool) + i] ^= key[i & 3];
	whole.size += copy.size;
	return whole;
}

static struct bytes join(struct bytes a, struct bytes b)
{
	struct bytes whole = put(a);

	whole.size += put(b).size;
	return whole;
}

#define ASK(first, text) \
	{ \
		.direction = FROM_CLIENT, .bytes = frame(first, true, BYTES(text)) \
	}
#define ANSWER(first, text) \
	{ \
		.direction = FROM_SERVER, .bytes = frame(first, false, BYTES(text)) \
	}
#define ASK_BYTES(first, it) \
	{ \
		.direction = FROM_CLIENT, .bytes = frame(first, true, it) \
	}

#define OPENING(fields) \
	CLIENT("GET /chat?room=1 HTTP/1.1\r\nHost: lock.example\r\nUpgrade: websocket\r\nConnection: " \
	       "Upgrade\r\n" \
	       "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"), \
		SERVER("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: " \
		       "Upgrade\r\n" fields "\r\n")
#define OPENED \
	"content path GET /chat: /chat\n" \
	"content query GET /chat: room=1\n" \
	"handed to websocket\n"
#define HOST_NOTED \
	"endpoint address=198.51.100.2 name=lock.example source=host domain=lock.example scope=internet\n"
#define CHECK(expected) CHECK_STREAM(&app_decoder_http, steps, expected)

static int start_test(void **state)
{
	(void)state;
	pool_size = 0;
	return 0;
}

static void messages_are_unmasked_and_put_together(void **state)
{
	(void)state;
	const struct step steps[] = {
		OPENING(""),	       ASK(0x81, "{\"a\":1}"), ANSWER(0x01, "one "),
		ANSWER(0x89, "ping"),  ANSWER(0x00, "two "),   ASK(0x8a, "ping"),
		ANSWER(0x80, "three"), ASK(0x82, "\1\2\3"),    ASK(0x88, "\3\xe8"),
	};

	CHECK(OPENED "content payload TEXT /chat: {\"a\":1}\n"
		     "content payload TEXT /chat: one two three\n"
		     "content payload BINARY /chat: \\x01\\x02\\x03\n" HOST_NOTED);
}

/* What is compressed of a text, going on from what was before, without its empty last block. */
static struct bytes squeeze(z_stream *stream, const char *text)
{
	uint8_t out[512];

	stream->next_in = (z_const Bytef *)(uintptr_t)text;
	stream->avail_in = (uInt)strlen(text);
	stream->next_out = out;
	stream->avail_out = sizeof out;
	assert_int_equal(deflate(stream, Z_SYNC_FLUSH), Z_OK);
	return put((struct bytes){ out, sizeof out - stream->avail_out - 4 });
}

static void start_squeezing(z_stream *stream)
{
	memset(stream, 0, sizeof *stream);
	assert_int_equal(deflateInit2(stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
}

#define LONG "the same text over and over, the same text over and over"

static void compressed_messages_go_on_from_each_other(void **state)
{
	z_stream stream;

	(void)state;
	start_squeezing(&stream);
	struct bytes first = squeeze(&stream, LONG " 1"), second = squeeze(&stream, LONG " 2");
	struct bytes third = squeeze(&stream, LONG " 3");

	deflateEnd(&stream);
	assert_true(second.size < 20);
	const struct step steps[] = {
		OPENING("Sec-WebSocket-Extensions: permessage-deflate\r\n"),
		ASK_BYTES(0xc1, first),
		ASK_BYTES(0x41, bytes_slice(second, 0, 3)),
		ASK_BYTES(0x80, bytes_from(second, 3)),
		ASK(0x81, "plain"),
		ASK_BYTES(0xc1, third),
	};

	CHECK(OPENED "content payload TEXT /chat: " LONG " 1\n"
		     "content payload TEXT /chat: " LONG " 2\n"
		     "content payload TEXT /chat: plain\n"
		     "content payload TEXT /chat: " LONG " 3\n" HOST_NOTED);
}

static void history_that_is_missing_is_said(void **state)
{
	z_stream stream, other;

	(void)state;
	start_squeezing(&stream);
	start_squeezing(&other);
	struct bytes first = squeeze(&stream, LONG " 1"), second = squeeze(&stream, LONG " 2");
	struct bytes alone = squeeze(&other, "by itself");

	deflateEnd(&stream);
	deflateEnd(&other);
	const struct step steps[] = {
		OPENING("Sec-WebSocket-Extensions: permessage-deflate\r\n"),
		ASK_BYTES(0xc1, first),
		CLIENT_LOST(40),
		{ .direction = FROM_CLIENT,
		  .bytes = join(frame(0x81, true, BYTES("this is plain text, to be found again")),
				frame(0xc1, true, second)) },
		ASK_BYTES(0xc1, alone),
	};

	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_non_null(strstr(log, "content payload TEXT /chat: this is plain text, to be found again\n"));
	assert_non_null(strstr(log, "content payload TEXT /chat: by itself\n"));
	assert_non_null(strstr(log, "undecoded reason=gap decoder=websocket text=compressed with what came"));
	assert_null(strstr(log, LONG " 2"));
	free(log);
}

static void what_a_subprotocol_carries_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		OPENING("Sec-WebSocket-Protocol: mqtt\r\n"),
		ASK(0x82, "\x10\x21\0\4MQTT\4\xc2\0\x3c\0\5lock7\0\4an"),
		ASK(0x82, "na\0\x08invented"),
		ANSWER(0x82, "\x20\2\0\0"),
		ASK(0x82, "\x30\7\0\3a/bhi"),
	};

	CHECK(OPENED
	      "value connect CONNECT - client-id=lock7\n"
	      "content topic PUBLISH a/b: a/b\n"
	      "content payload PUBLISH a/b: hi\n" HOST_NOTED
	      "credential scheme=connect class=password user=anna secret=invented method=CONNECT "
	      "path=mqtt:connect confidence=certain why=password field of CONNECT result=accepted @4\n"
	      "service authentication=password action=CONNECT gave=session status=0 version=MQTT 3.1.1 @5\n");
}

static void the_first_bytes_may_tell_what_is_carried(void **state)
{
	(void)state;
	const struct step steps[] = {
		OPENING(""),
		ASK(0x82, "\x10\x11\0\4MQTT\4\2\0\x3c\0\5lock7"),
		ASK(0x82, "\x30\7\0\3a/bhi"),
	};
	const struct step text[] = {
		OPENING(""),
		ASK(0x81, "GET / HTTP/1.1\r\n\r\n"),
	};

	CHECK(OPENED "value connect CONNECT - client-id=lock7\n"
		     "content topic PUBLISH a/b: a/b\n"
		     "content payload PUBLISH a/b: hi\n" HOST_NOTED);
	CHECK_STREAM(&app_decoder_http, text,
		     OPENED "content payload TEXT /chat: GET / HTTP/1.1\\r\\n\\r\\n\n" HOST_NOTED);
}

static void marks_before_json_are_taken_off(void **state)
{
	static const struct {
		struct bytes text;
		const char *left;
	} cases[] = {
		{ BYTES("42[\"event\",{\"a\":1}]"), "[\"event\",{\"a\":1}]" },
		{ BYTES("0{\"sid\":\"x\"}"), "{\"sid\":\"x\"}" },
		{ BYTES("42/room,17[\"e\"]"), "[\"e\"]" },
		{ BYTES("451-[\"e\",{}]"), "[\"e\",{}]" },
		{ BYTES("a[\"{}\"]"), "[\"{}\"]" },
		{ BYTES("2probe"), "2probe" },
		{ BYTES("42"), "42" },
		{ BYTES("13912345678"), "13912345678" },
		{ BYTES("{\"a\":1}"), "{\"a\":1}" },
		{ BYTES("98[1]"), "98[1]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct step steps[] = { OPENING(""), ASK_BYTES(0x81, cases[i].text) };
		char line[256];

		snprintf(line, sizeof line, "content payload TEXT /chat: %s", cases[i].left);
		conversation_says(
			&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 },
			(const char *const[]){ line, NULL });
	}
}

static void it_is_taken_up_in_the_middle(void **state)
{
	(void)state;
	const struct step steps[] = {
		{ .direction = FROM_CLIENT,
		  .bytes = join(frame(0x81, true, BYTES("{\"user\":\"anna\",\"n\":1}")),
				frame(0x89, true, BYTES("1234"))) },
		ANSWER(0x81, "{\"user\":\"berta\",\"text\":\"long enough to be sure\"}"),
		ANSWER(0x82, "\1\2\3"),
	};

	conversation_says(
		&(struct conversation){ &app_decoder_websocket, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){
			"content payload TEXT -: {\"user\":\"anna\",\"n\":1}",
			"content payload TEXT -: {\"user\":\"berta\",\"text\":\"long enough to be sure\"}",
			"content payload BINARY -: \\x01\\x02\\x03", NULL });
}

static void bids_for_rows_of_frames_only(void **state)
{
	struct {
		struct bytes bytes;
		bool is;
	} cases[] = {
		{ frame(0x81, true, BYTES("{\"user\":\"anna\",\"number\":1}")), true },
		{ frame(0x81, false, BYTES("{\"user\":\"anna\",\"number\":1}")), true },
		{ join(frame(0x81, true, BYTES("hello, here I am")),
		       frame(0x81, true, BYTES("and once more"))),
		  true },
		/* Too short to be no chance, bytes, a wrong size, control characters, half masked. */
		{ frame(0x81, true, BYTES("hi")), false },
		{ frame(0x82, true, BYTES("0123456789012345678901234567890123456789")), false },
		{ BYTES("\x81\x20{\"user\":\"anna\",\"number\":1}"), false },
		{ frame(0x81, false, BYTES("\1\2\3 01234567890123456789012345678901")), false },
		{ join(frame(0x81, true, BYTES("hello, here I am")),
		       frame(0x81, false, BYTES("and once more"))),
		  false },
		{ BYTES("\x82\x0a\0\1\0\5a/b/c\0"), false }, /* SUBSCRIBE of MQTT */
		{ BYTES("GET / HTTP/1.1\r\n\r\n"), false },
		{ BYTES("\x16\3\1\0\5hello"), false },
		{ BYTES("\x81"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		unsigned bits = bid_for(&app_decoder_websocket, FROM_CLIENT, cases[i].bytes);

		if ((bits >= 16) != cases[i].is)
			fail_msg("case %zu: %u bits", i, bits);
	}
}

/* Nothing but the client was captured: its frames wait for the answer in vain. */
static void one_side_alone_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"),
		ASK(0x81, "one"),
		ASK(0x81, "two"),
	};

	CHECK("content path GET /chat: /chat\n"
	      "handed to websocket\n"
	      "content payload TEXT /chat: one\n"
	      "content payload TEXT /chat: two\n");
}

static void a_refused_upgrade_changes_nothing(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"),
		SERVER("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
		CLIENT("GET /other HTTP/1.1\r\n\r\n"),
	};

	CHECK("content path GET /chat: /chat\n"
	      "content path GET /other: /other\n");
}

static void a_cut_frame_is_read_so_far(void **state)
{
	(void)state;
	const struct step steps[] = {
		OPENING(""),
		{ .direction = FROM_CLIENT,
		  .bytes = bytes_slice(frame(0x81, true, BYTES("the end of this is missing")), 0, 17) },
	};

	CHECK(OPENED "content payload TEXT /chat incomplete: the end of \n" HOST_NOTED);
}

static void endless_messages_meet_a_limit(void **state)
{
	static uint8_t part[60000 + 4] = { 0x01, 126, 60000 >> 8, 60000 & 0xff };
	static struct step steps[60];
	const struct step opening[] = { OPENING("") };

	(void)state;
	memset(part + 4, 'x', 60000);
	for (size_t i = 0; i < 50; i++)
		steps[i] = (struct step){ .direction = FROM_SERVER, .bytes = { part, sizeof part } };
	steps[0] = opening[0];
	steps[1] = opening[1];
	char *log = conversation_run(&(struct conversation){ &app_decoder_http, steps, 50, false, 0 }, 0);

	assert_non_null(strstr(log, "content payload TEXT /chat incomplete: xxx"));
	free(log);
}

static void survives_broken_input(void **state)
{
	z_stream stream;

	(void)state;
	start_squeezing(&stream);
	struct bytes first = squeeze(&stream, LONG);

	deflateEnd(&stream);
	const struct step steps[] = {
		OPENING("Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n"),
		ASK_BYTES(0xc1, first),
		ASK(0x01, "on"),
		ASK(0x80, "e"),
		ANSWER(0x82, "\x10\x11\0\4MQTT\4\2\0\x3c\0\5lock7"),
	};

	conversation_survives(&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(messages_are_unmasked_and_put_together, start_test),
		cmocka_unit_test_setup(compressed_messages_go_on_from_each_other, start_test),
		cmocka_unit_test_setup(history_that_is_missing_is_said, start_test),
		cmocka_unit_test_setup(what_a_subprotocol_carries_is_read, start_test),
		cmocka_unit_test_setup(the_first_bytes_may_tell_what_is_carried, start_test),
		cmocka_unit_test_setup(marks_before_json_are_taken_off, start_test),
		cmocka_unit_test_setup(it_is_taken_up_in_the_middle, start_test),
		cmocka_unit_test_setup(bids_for_rows_of_frames_only, start_test),
		cmocka_unit_test_setup(one_side_alone_is_read, start_test),
		cmocka_unit_test_setup(a_refused_upgrade_changes_nothing, start_test),
		cmocka_unit_test_setup(a_cut_frame_is_read_so_far, start_test),
		cmocka_unit_test_setup(endless_messages_meet_a_limit, start_test),
		cmocka_unit_test_setup(survives_broken_input, start_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
