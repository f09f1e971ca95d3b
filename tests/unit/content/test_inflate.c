/* SPDX-License-Identifier: Apache-2.0 */
#include "content/reading.h"

#include <zlib.h>

/* Deflates `text`: window bits as zlib counts them (31: gzip, 15: zlib, -15: raw). */
static struct bytes deflated(const uint8_t *text, size_t size, int window, uint8_t *to, size_t room)
{
	z_stream stream = { .next_in = (z_const Bytef *)(uintptr_t)text,
			    .avail_in = (uInt)size,
			    .next_out = to,
			    .avail_out = (uInt)room };

	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return (struct bytes){ to, room - stream.avail_out };
}

static struct bytes deflated_text(const char *text, int window, uint8_t *to)
{
	return deflated((const uint8_t *)text, strlen(text), window, to, 256);
}

static const char *const text = "{\"phone\":\"13800138000\"}";

static void every_wrapping_is_inflated(void **state)
{
	uint8_t out[256];

	(void)state;
	struct content gzip = { .data = deflated_text(text, 31, out) };

	assert_true(bid_of(&content_decoder_gzip, &gzip) > 20);
	assert_reading(&content_decoder_gzip, &gzip,
		       "content gzip encoding: {\"phone\":\"13800138000\"}\ndecoded");
	struct content zlib = { .data = deflated_text(text, 15, out) };

	assert_true(bid_of(&content_decoder_zlib, &zlib) >= 12);
	assert_reading(&content_decoder_zlib, &zlib,
		       "content zlib encoding: {\"phone\":\"13800138000\"}\ndecoded");
	zlib.coding = BYTES("gzip, deflate");
	assert_reading(&content_decoder_zlib, &zlib,
		       "content zlib encoding: {\"phone\":\"13800138000\"}\ndecoded");
	struct content raw = { .data = deflated_text(text, -15, out), .coding = BYTES("deflate") };

	assert_true(bid_of(&content_decoder_zlib, &raw) > 0);
	assert_reading(&content_decoder_zlib, &raw,
		       "content zlib encoding: {\"phone\":\"13800138000\"}\ndecoded");
	raw.coding = BYTES_EMPTY;
	assert_int_equal(bid_of(&content_decoder_zlib, &raw), 0);
}

static void members_are_read_on(void **state)
{
	uint8_t out[512];

	(void)state;
	struct bytes first = deflated_text("one ", 31, out);
	struct bytes second = deflated_text("two", 31, out + first.size);
	struct content both = { .data = { out, first.size + second.size } };

	assert_reading(&content_decoder_gzip, &both, "content gzip encoding: one two\ndecoded");
}

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	uint8_t out[256];
	struct examination *reading = calloc(1, sizeof *reading);

	(void)state;
	struct bytes whole = deflated_text(text, 31, out);
	struct content cut = { .data = bytes_slice(whole, 0, whole.size - 10), .incomplete = true };

	assert_int_equal(reading_of(reading, &content_decoder_gzip, &cut), DECODED_IN_PART);
	assert_non_null(strstr(reading->log, "content gzip encoding cut: {\"phone\":"));
	assert_null(strstr(reading->log, "undecoded"));
	cut.incomplete = false;
	(void)reading_of(reading, &content_decoder_gzip, &cut);
	assert_non_null(strstr(reading->log, "undecoded gzip cut"));
	out[12] ^= 0xff;
	(void)reading_of(reading, &content_decoder_gzip, &(struct content){ .data = whole });
	assert_null(strstr(reading->log, "\ndecoded"));
	free(reading);
	whole = deflated_text(text, 31, out);
	assert_survives(&content_decoder_gzip, &(struct content){ .data = whole });
	assert_survives(&content_decoder_zlib, &(struct content){ .data = deflated_text(text, 15, out) });
}

static void look_alikes_are_not_taken(void **state)
{
	static const char *const others[] = { "x^2 + y^2", "Hello, world", "\x1f\x8b\x08", "x\x9c",
					      "\x78\x9cnot deflated" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct content content = { .data = bytes_of(others[i]) };

		assert_int_equal(bid_of(&content_decoder_gzip, &content), 0);
		if (bid_of(&content_decoder_zlib, &content) >= 12)
			assert_reading(&content_decoder_zlib, &content, "not-mine");
	}
}

static void a_bomb_stops_at_the_budget(void **state)
{
	enum { BOMB = 64 << 20 };
	uint8_t *zeros = calloc(1, BOMB), *out = malloc(1 << 20);
	struct examination *reading = calloc(1, sizeof *reading);

	(void)state;
	struct content bomb = { .data = deflated(zeros, BOMB, 31, out, 1 << 20) };

	free(zeros);
	assert_int_equal(reading_of(reading, &content_decoder_gzip, &bomb), DECODED_IN_PART);
	assert_int_equal(reading->expansion_left, 0);
	assert_non_null(strstr(reading->log, "content gzip encoding cut"));
	free(out);
	free(reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrapping_is_inflated),
		cmocka_unit_test(members_are_read_on),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(look_alikes_are_not_taken),
		cmocka_unit_test(a_bomb_stops_at_the_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
