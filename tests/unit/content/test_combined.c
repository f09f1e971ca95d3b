/* SPDX-License-Identifier: Apache-2.0 */
/* Texts combined with one byte; they are invented. */
#include "content/reading.h"

extern const struct content_decoder content_decoder_combined;

static const char *const texts[] = {
	"{\"mobile\":\"13900008716\"}",
	"{ \"seq\" : 7 }",
	"[{\"mobile\":\"13900008716\"}]",
	"<u><mobile>13900008716</mobile></u>",
	"<?xml version=\"1.0\"?><u>\xe6\x9d\x8e</u>",
};

static struct bytes combined(const char *text, uint8_t key, uint8_t to[64])
{
	size_t size = strlen(text);

	assert_true(size <= 64);
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)text[i] ^ key;
	return (struct bytes){ to, size };
}

static void texts_are_found_under_any_byte(void **state)
{
	uint8_t bytes[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		unsigned found = 0;
		char expected[256];

		snprintf(expected, sizeof expected, "content xor encoding: %s\ndecoded", texts[i]);
		for (unsigned key = 1; key < 256; key++) {
			struct content content = { .data = combined(texts[i], (uint8_t)key, bytes) };

			if (!bid_of(&content_decoder_combined, &content))
				continue;
			found++;
			assert_reading(&content_decoder_combined, &content, expected);
		}
		/* Of text that becomes text only what is proven by more is taken. */
		assert_true(found >= (texts[i][0] == '{' ? 255 : 190));
	}
}

static void nothing_else_gets_a_bid(void **state)
{
	static const char *const others[] = {
		"{\"mobile\":\"13900008716\"}",
		"<u>13900008716</u>",
		"the door was opened at 7 by app",
		"bW9iaWxlPTEzOTAwMDA4NzE2JmE9Yg==",
		"0123456789abcdef0123456789abcdef",
		"a8F1k2mQ9vLw3RtB8nYc7Hq6TnB4xW9g",
		"<html>",
	};
	uint8_t bytes[64];
	uint32_t random = 7;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (bid_of(&content_decoder_combined, &(struct content){ .data = bytes_of(others[i]) }))
			fail_msg("%s", others[i]);
	/* too short, closed by another sign */
	assert_int_equal(bid_of(&content_decoder_combined,
				&(struct content){ .data = combined("{\"a\":1}", 0x91, bytes) }),
			 0);
	assert_int_equal(
		bid_of(&content_decoder_combined,
		       &(struct content){ .data = combined("{\"mobile\":\"13900008716\"]", 0x91, bytes) }),
		0);
	for (unsigned round = 0; round < 200000; round++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(random >> 24);
		}
		bytes[31] = bytes[0] ^ '{' ^ '}';
		if (bid_of(&content_decoder_combined, &(struct content){ .data = { bytes, 32 } }))
			fail_msg("round %u", round);
	}
}

static void survives(void **state)
{
	uint8_t bytes[64];
	struct content content = { .data = combined(texts[0], 0x91, bytes) };

	(void)state;
	assert_survives(&content_decoder_combined, &content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_found_under_any_byte),
		cmocka_unit_test(nothing_else_gets_a_bid),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
