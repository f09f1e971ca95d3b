/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_http2, app_decoder_http;

#define CHECK(expected) CHECK_STREAM(&app_decoder_http2, steps, expected)

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

static struct bytes frame(uint8_t type, uint8_t flags, uint8_t stream, struct bytes payload)
{
	uint8_t header[9] = {
		0, (uint8_t)(payload.size >> 8), (uint8_t)payload.size, type, flags, 0, 0, 0, stream
	};
	struct bytes whole = put((struct bytes){ header, sizeof header });

	whole.size += put(payload).size;
	return whole;
}

static struct bytes join(const struct bytes *parts, size_t count)
{
	struct bytes whole = { pool + pool_size, 0 };

	for (size_t i = 0; i < count; i++)
		whole.size += put(parts[i]).size;
	return whole;
}

#define SENDS(from, ...) \
	{ \
		.direction = (from), .bytes = join((const struct bytes[]){ __VA_ARGS__ }, \
						   COUNT_OF(((const struct bytes[]){ __VA_ARGS__ }))) \
	}
#define FROM_C(...) SENDS(FROM_CLIENT, __VA_ARGS__)
#define FROM_S(...) SENDS(FROM_SERVER, __VA_ARGS__)

#define PREFACE			     "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define SETTINGS		     "\0\0\6\4\0\0\0\0\0\0\3\0\0\0\x64"
#define SETTINGS_SEEN		     "\0\0\0\4\1\0\0\0\0"
#define WINDOW			     "\0\0\4\x08\0\0\0\0\0\0\0\x40\0"
#define HEADERS(flags, stream, text) frame(1, flags, stream, BYTES(text))
#define DATA(flags, stream, text)    frame(0, flags, stream, BYTES(text))
#define START			     CLIENT(PREFACE SETTINGS), SERVER(SETTINGS SETTINGS_SEEN), CLIENT(SETTINGS_SEEN)

/* :method POST, :scheme http, :path /api, :authority lock.example; the last two are put into the table */
#define POST_API \
	"\x83\x86\x44\4/api" \
	"\x41\x0clock.example"
/* authorization: Basic of anna and invented, Huffman-coded; put into the table */
#define BASIC "\x57\x95\xba\x34\x18\x8a\x73\xe4\xdd\xbc\xf7\xd7\x5c\x75\x7e\xd1\x1d\x5b\x68\xfd\x86\x08\x3f"

#define HOST_NOTED \
	"endpoint address=198.51.100.2 name=lock.example source=host domain=lock.example scope=internet\n"
#define BASIC_SAID \
	"credential scheme=basic class=password user=anna secret=invented field=authorization " \
	"path=http:header confidence=certain why=Basic authentication: base64 of name and password "

static int start_test(void **state)
{
	(void)state;
	pool_size = 0;
	return 0;
}

static void a_request_and_its_answer_are_handed_on(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1, POST_API BASIC "\x5f\2{}"), DATA(1, 1, "a=one")),
		FROM_S(HEADERS(4, 1, "\x88"), DATA(0, 1, "fir")),
		FROM_S(DATA(0, 1, "st"), DATA(1, 1, "")),
	};

	CHECK("content path POST /api: /api\n"
	      "content body POST /api type={}: a=one\n"
	      "content body POST /api: first\n" HOST_NOTED BASIC_SAID "result=accepted @4\n"
	      "service authentication=unknown action=POST /api gave=unknown status=200 version=HTTP/2 @5\n");
}

/* Two streams at once; the second refers to what the first put into the table. */
static void streams_are_told_apart(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1, POST_API), HEADERS(5, 3, "\x82\x86\xbe\4\2/b")),
		FROM_C(DATA(0, 1, "one")),
		FROM_S(HEADERS(4, 3, "\x88"), HEADERS(4, 1, "\x88")),
		FROM_S(DATA(0, 3, "thr"), DATA(0, 1, "x"), DATA(1, 3, "ee")),
		FROM_C(DATA(1, 1, " two")),
		FROM_S(DATA(1, 1, "y")),
	};

	CHECK("content path POST /api: /api\n"
	      "content path GET /b: /b\n"
	      "content body GET /b: three\n"
	      "content body POST /api: one two\n"
	      "content body POST /api: xy\n" HOST_NOTED
	      "service authentication=none action=GET /b gave=unknown status=200 version=HTTP/2 @6\n"
	      "service authentication=none action=POST /api gave=unknown status=200 version=HTTP/2 @6\n");
}

static void padding_priority_and_continuation(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		/* Padded by 3, with a priority; the block goes on in two more frames. */
		FROM_C(frame(1, 0x29, 1, BYTES("\3\0\0\0\0\x0f\x83\x86\x44\4\0\0\0")),
		       frame(9, 0, 1, BYTES("/api\x41\x0c")), frame(9, 4, 1, BYTES("lock.example"))),
		FROM_S(HEADERS(4, 1, "\x88"), DATA(9, 1, "\2abc\0\0")),
	};

	CHECK("content path POST /api: /api\n"
	      "content body POST /api: abc\n" HOST_NOTED
	      "service authentication=none action=POST /api gave=unknown status=200 version=HTTP/2 @5\n");
}

static void trailers_pushes_and_broken_off_streams(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(5, 1, POST_API)),
		FROM_S(frame(5, 4, 1, BYTES("\0\0\0\2\x82\x86\x04\2/p"))),
		FROM_S(HEADERS(4, 1, "\x88"), DATA(0, 1, "abc"), HEADERS(5, 1, "\0\4note\1x")),
		FROM_S(HEADERS(4, 2, "\x88"), DATA(0, 2, "pus")),
		FROM_S(frame(3, 0, 2, BYTES("\0\0\0\x08"))),
	};

	CHECK("content path POST /api: /api\n"
	      "content path GET /p: /p\n"
	      "value trailer POST /api note=x\n"
	      "content body POST /api: abc\n"
	      "content body GET /p incomplete: pus\n" HOST_NOTED
	      "service authentication=none action=POST /api gave=unknown status=200 version=HTTP/2 @6\n"
	      "service authentication=none action=GET /p gave=unknown status=200 version=HTTP/2 @7\n");
}

/* How much padding there is stands before the data, whether or not that is there as a whole. */
static void a_padded_frame_that_is_cut_starts_with_its_data(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1, POST_API), BYTES("\0\0\x0a\0\x08\0\0\0\1"
						      "\3"
						      "abc")),
	};

	CHECK("content path POST /api: /api\n"
	      "content body POST /api incomplete: abc\n" HOST_NOTED);
}

/* The indexes ask for what was put in before the capture began. */
static void what_was_before_the_capture_stays_unknown(void **state)
{
	(void)state;
	const struct step steps[] = {
		FROM_C(HEADERS(5, 11, "\x82\x86\xbe\xbf" BASIC), BYTES(WINDOW)),
		FROM_S(HEADERS(4, 11, "\x88"), DATA(1, 11, "abc"), BYTES(WINDOW)),
		FROM_C(HEADERS(5, 13, "\x82\x86\xbf\xbe"), BYTES(WINDOW)),
	};

	conversation_says(&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 },
			  (const char *const[]){ "content body GET -: abc", BASIC_SAID "result=accepted @1",
						 BASIC_SAID "result=unknown @3", NULL });
}

static void a_gap_is_crossed(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(5, 1, POST_API)),
		FROM_S(HEADERS(4, 1, "\x88"), BYTES("\0\0\x20\0\0\0\0\0\1the first ten")),
		SERVER_LOST(9),
		FROM_S(BYTES("last bytes"), DATA(0, 1, "end")),
		SERVER_LOST(300),
		FROM_S(BYTES("somewhere"), DATA(1, 1, "fin"), BYTES(WINDOW)),
	};

	conversation_says(
		&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){ "content body POST /api incomplete: the first tenendfin",
				       "undecoded reason=gap decoder=http2 text=no frame bytes=9 @9", NULL });
}

static void an_upgrade_is_followed(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /old HTTP/1.1\r\nHost: lock.example\r\nConnection: Upgrade, HTTP2-Settings\r\n"
		       "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
		       "Authorization: Basic YW5uYTppbnZlbnRlZA==\r\n\r\n"),
		FROM_S(BYTES("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
			     "h2c\r\n\r\n" SETTINGS),
		       HEADERS(4, 1, "\x88"), DATA(1, 1, "new")),
		FROM_C(BYTES(PREFACE SETTINGS), HEADERS(5, 3, "\x82\x86\x04\2/2")),
	};

	CHECK_STREAM(&app_decoder_http, steps,
		     "content path GET /old: /old\n"
		     "handed to http2\n"
		     "content body GET /old: new\n"
		     "content path GET /2: /2\n" HOST_NOTED
		     "credential scheme=basic class=password user=anna secret=invented field=Authorization "
		     "path=http:header confidence=certain why=Basic authentication: base64 of name and "
		     "password result=accepted @1\n"
		     "service authentication=unknown action=GET /old gave=unknown status=200 version=HTTP/2 "
		     "@2\n");
}

/* Two messages, the second cut into two frames, before the stream ends; a compressed one comes back. */
static void messages_of_grpc_are_handed_on_as_they_come(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1,
			       "\x83\x86\x44\4/s/m\x41\x0clock.example\x5f\x10"
			       "application/grpc"),
		       DATA(0, 1, "\0\0\0\0\3one\0\0\0\0\6tw")),
		FROM_C(DATA(0, 1, "o-th")),
		FROM_S(HEADERS(4, 1,
			       "\x88\x5f\x15"
			       "application/grpc+json\x40\x0dgrpc-encoding\4gzip"),
		       DATA(0, 1, "\1\0\0\0\4{..}\0\0\0\0\2{}")),
		FROM_S(HEADERS(5, 1, "\0\x0bgrpc-status\1\x30")),
		FROM_C(DATA(1, 1, "")),
	};

	CHECK("content path POST /s/m: /s/m\n"
	      "content body POST /s/m type=application/grpc+proto: one\n"
	      "content body POST /s/m type=application/grpc+proto: two-th\n"
	      "content body POST /s/m type=application/json encoding=gzip: {..}\n"
	      "content body POST /s/m type=application/json: {}\n"
	      "value trailer POST /s/m grpc-status=0\n" HOST_NOTED
	      "service authentication=none action=POST /s/m gave=unknown status=200 version=HTTP/2 @6\n");
}

/* The web's form of it over version 1: as bytes, with trailers, and as base64 in pieces. */
static void grpc_of_the_web_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /s/m HTTP/1.1\r\nContent-Type: application/grpc-web-text\r\nContent-Length: "
		       "24\r\n\r\nAAAAAANvbmU=AAAAAAN0d28="),
		SERVER("HTTP/1.1 200 OK\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: "
		       "35\r\n\r\n\0\0\0\0\3one\x80\0\0\0\x16grpc-message: no way\r\n"),
	};

	CHECK_STREAM(&app_decoder_http, steps,
		     "content path POST /s/m: /s/m\n"
		     "content body POST /s/m type=application/grpc+proto: one\n"
		     "content body POST /s/m type=application/grpc+proto: two\n"
		     "content body POST /s/m type=application/grpc+proto: one\n"
		     "value trailer POST /s/m grpc-message=no way\n"
		     "service authentication=none action=POST /s/m gave=unknown status=200 version=HTTP/1.1 "
		     "@2\n");
}

static void a_password_may_stand_in_the_authority(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(5, 1,
			       "\x82\x86\x84\x41\x1a"
			       "anna:invented@lock.example")),
	};

	CHECK(HOST_NOTED
	      "credential scheme=url class=password user=anna secret=invented field=request-target "
	      "path=http:header confidence=certain why=user name and password in a URL "
	      "result=unknown @4\n");
}

static void bids_for_http2_only(void **state)
{
	static const struct {
		struct bytes bytes;
		bool is;
	} cases[] = {
		{ BYTES(PREFACE), true },
		{ BYTES("PRI * HTTP/2.0\r\n"), true },
		{ BYTES("PRI"), false },
		{ BYTES("P"), false },
		{ BYTES(SETTINGS SETTINGS_SEEN), true },
		{ BYTES("\0\0\1\1\4\0\0\0\1\x88"), true },
		{ BYTES("PRINT HELLO\r\n"), false },
		{ BYTES("GET / HTTP/1.1\r\n\r\n"), false },
		{ BYTES("\0\0\0\4\0\0\0\0\0"), false },
		{ BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), false },
		{ BYTES("\0\0\0\x0c\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4"), false },
		{ BYTES("\0\0\5\0\0\0\0\0\1hello\0\0\5\0\0\0\0\0\1hello"), false },
		{ BYTES("\0\0\4\1\4\0\0\0\1\0\0\0\0"), false },
		{ BYTES("\x16\3\1\0\x05\1\0\0\1\3"), false },
		{ BYTES("\0\0\1\4\0\0\0\0\0\0\3\0\0"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		unsigned bits = bid_for(&app_decoder_http2, FROM_CLIENT, cases[i].bytes);

		if ((bits >= 16) != cases[i].is)
			fail_msg("case %zu: %u bits", i, bits);
	}
}

static void what_is_not_http2_is_given_back(void **state)
{
	(void)state;
	static uint8_t noise[300 << 10];
	struct step steps[] = {
		CLIENT("\0\0\1\1\4\0\0\0\1\x88"),
		{ .direction = FROM_SERVER, .bytes = { noise, sizeof noise } },
	};

	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (uint8_t)(i * 31 + (i >> 7));
	/* Claimed by its first bytes, and nothing of it after that. */
	steps[0].bytes = BYTES("\1\2\3 nothing at all that is a frame");
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_non_null(strstr(log, "not-mine server"));
	free(log);
}

static void tunnels_are_read_as_what_goes_through_them(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1, "\2\7CONNECT\1\x11origin.example:80")),
		FROM_S(HEADERS(4, 1, "\x88")),
		FROM_C(DATA(0, 1, "GET /x HTTP/1.1\r\nHost: origin.ex")),
		FROM_C(DATA(0, 1, "ample\r\nAuthorization: Basic YW5uYTppbnZlbnRlZA==\r\n\r\n")),
		FROM_S(DATA(0, 1, "HTTP/1.1 204 No\r\n\r\n")),
	};

	/* The origin's name is not the proxy's. */
	CHECK("content path GET /x: /x\n"
	      "credential scheme=basic class=password user=anna secret=invented field=Authorization "
	      "path=http:header confidence=certain why=Basic authentication: base64 of name and password "
	      "result=accepted @7\n");
}

/* RFC 8441. */
static void a_websocket_may_be_a_stream(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(4, 1, "\2\7CONNECT\0\x09:protocol\x09websocket\4\5/chat\x01\x0clock.example")),
		FROM_S(HEADERS(4, 1, "\x88")),
		FROM_S(DATA(0, 1, "\x81\5he"), DATA(0, 1, "llo")),
		FROM_C(DATA(1, 1, "\x81\x82\0\0\0\0hi")),
	};

	CHECK("content path CONNECT /chat: /chat\n"
	      "content payload TEXT /chat: hello\n"
	      "content payload TEXT /chat: hi\n" HOST_NOTED
	      "service authentication=none action=CONNECT /chat gave=unknown status=200 version=HTTP/2 @5\n");
}

static void text_in_the_place_of_frames_is_given_back(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER(SETTINGS SETTINGS_SEEN),
		CLIENT("GET / HTTP/1.1\r\n\r\n"),
	};

	conversation_says(&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 },
			  (const char *const[]){ "not-mine client", NULL });
}

/* Fields that go on in a frame that does not: each frame for itself is right. */
static void what_only_looks_like_a_row_of_frames_is_left(void **state)
{
	(void)state;
	const struct step steps[] = {
		START,
		FROM_C(HEADERS(0, 1, POST_API), DATA(1, 1, "a=one"), HEADERS(5, 3, "\x82\x86\x04\2/b")),
	};

	conversation_says(&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 },
			  (const char *const[]){ "content path GET /b: /b", NULL });
}

static void streams_without_end_meet_a_limit(void **state)
{
	static uint8_t flood[(LIMIT_HTTP2_STREAMS + 50) * 10];
	struct step steps[] = {
		CLIENT(PREFACE SETTINGS),
		{ .direction = FROM_CLIENT, .bytes = { flood, sizeof flood } },
	};

	(void)state;
	for (size_t i = 0; i * 10 < sizeof flood; i++) {
		memcpy(flood + i * 10, "\0\0\1\1\4\0\0\0\0\x82", 10);
		flood[i * 10 + 7] = (uint8_t)((2 * i + 1) >> 8);
		flood[i * 10 + 8] = (uint8_t)(2 * i + 1);
	}
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_non_null(strstr(log, "http2-streams"));
	free(log);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = {
		FROM_C(BYTES(PREFACE SETTINGS), HEADERS(4, 1, POST_API BASIC "\x5f\2{}"),
		       DATA(1, 1, "a=one")),
		FROM_S(BYTES(SETTINGS), HEADERS(4, 1, "\x88"), DATA(8, 1, "\1ir"),
		       frame(5, 4, 1, BYTES("\0\0\0\2\x82\x86\x04\2/p"))),
	};

	conversation_survives(&(struct conversation){ &app_decoder_http2, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_request_and_its_answer_are_handed_on, start_test),
		cmocka_unit_test_setup(streams_are_told_apart, start_test),
		cmocka_unit_test_setup(padding_priority_and_continuation, start_test),
		cmocka_unit_test_setup(trailers_pushes_and_broken_off_streams, start_test),
		cmocka_unit_test_setup(a_padded_frame_that_is_cut_starts_with_its_data, start_test),
		cmocka_unit_test_setup(what_was_before_the_capture_stays_unknown, start_test),
		cmocka_unit_test_setup(a_gap_is_crossed, start_test),
		cmocka_unit_test_setup(an_upgrade_is_followed, start_test),
		cmocka_unit_test_setup(messages_of_grpc_are_handed_on_as_they_come, start_test),
		cmocka_unit_test_setup(grpc_of_the_web_is_read, start_test),
		cmocka_unit_test_setup(a_password_may_stand_in_the_authority, start_test),
		cmocka_unit_test_setup(bids_for_http2_only, start_test),
		cmocka_unit_test_setup(what_is_not_http2_is_given_back, start_test),
		cmocka_unit_test_setup(tunnels_are_read_as_what_goes_through_them, start_test),
		cmocka_unit_test_setup(a_websocket_may_be_a_stream, start_test),
		cmocka_unit_test_setup(text_in_the_place_of_frames_is_given_back, start_test),
		cmocka_unit_test_setup(what_only_looks_like_a_row_of_frames_is_left, start_test),
		cmocka_unit_test_setup(streams_without_end_meet_a_limit, start_test),
		cmocka_unit_test_setup(survives_broken_input, start_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
