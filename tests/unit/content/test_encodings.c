/* SPDX-License-Identifier: Apache-2.0 */
/* Base64, hexadecimal, tokens and character sets: what they are and what only looks like it. */
#include "content/reading.h"

#include "content/readable.h"

struct reading_case {
	const struct content_decoder *decoder;
	struct bytes data;
	const char *expected;
};

static const struct reading_case readings[] = {
	{ &content_decoder_base64, BYTES("eyJwaG9uZSI6IjEzODAwMTM4MDAwIn0="),
	  "content base64 encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	{ &content_decoder_base64, BYTES("eyJwaG9uZSI6\r\nIjEzODAwMTM4\r\nMDAwIn0\r\n"),
	  "content base64 encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	{ &content_decoder_base64, BYTES("5byg5LiJ5Zyo5a626YeM5ZGi8J+YgA"),
	  "content base64 encoding: 张三在家里呢😀\ndecoded" },
	/* a blank that was a plus */
	{ &content_decoder_base64, BYTES("5byg5LiJ5Zyo5a626YeM5ZGi8J YgA"),
	  "content base64 encoding: 张三在家里呢😀\ndecoded" },
	{ &content_decoder_base64, BYTES("aGVsbG8gd29ybGQgaGVsbG8!"), "not-mine" },
	{ &content_decoder_hex, BYTES("7b2270686f6e65223a22313338303031333830303022 7d"), "not-mine" },
	{ &content_decoder_hex, BYTES("7b2270686f6e65223a223133383030313338303030227D\n"),
	  "content hex encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	{ &content_decoder_hex_dump,
	  BYTES("00000000  7b 22 70 68 6f 6e 65 22  3a 22 31 33 38 30 30 31  |{\"phone\":\"138001|\n"
		"00000010  33 38 30 30 30 22 7d                              |38000\"}|\n00000017\n"),
	  "content hex-dump encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	{ &content_decoder_hex_dump,
	  BYTES("00000000: 7b22 7068 6f6e 6522 3a22 3133 3830 3031  {\"phone\":\"138001\r\n"
		"00000010: 3338 3030 3022 7d                        38000\"}\r\n"),
	  "content hex-dump encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	{ &content_decoder_hex_dump,
	  BYTES("\t0x0000:  7b22 7068 6f6e 6522 3a22 3133 3830 3031  {\"phone\":\"138001\n"
		"\t0x0010:  3338 3030 3022 7d                        38000\"}"),
	  "content hex-dump encoding: {\"phone\":\"13800138000\"}\ndecoded" },
	/* eight octets a line; and words that look like octets behind them */
	{ &content_decoder_hex_dump,
	  BYTES("0000000 7b 22 61 22 3a 22 61 62\n0000008 20 63 64 20 65 66 22 7d   ab cd\n0000010\n"),
	  "content hex-dump encoding: {\"a\":\"ab cd ef\"}\ndecoded" },
	{ &content_decoder_hex_dump,
	  BYTES("00000000  61 61 61 61 61 61 61 61  61 61 61 61 61 61 61 61  |aaaa|\n*\n"
		"00000040  6f 6b                                             |ok|\n"),
	  "content hex-dump encoding: aaaaaaaaaaaaaaaaok\ndecoded" },
	{ &content_decoder_hex_dump, BYTES("7B 22 61 22 3A 22 61 62 63 64 65 22 7D"),
	  "content hex-dump encoding: {\"a\":\"abcde\"}\ndecoded" },
	{ &content_decoder_hex_dump, BYTES("7b:22:61:22:3a:22:61:62:63:64:65:22:7d\n"),
	  "content hex-dump encoding: {\"a\":\"abcde\"}\ndecoded" },
	{ &content_decoder_hex_dump,
	  BYTES("0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0x61, 0x62, 0x63, 0x64, 0x65, 0x22, 0x7d,\n"),
	  "content hex-dump encoding: {\"a\":\"abcde\"}\ndecoded" },
	/* lines behind the dump */
	{ &content_decoder_hex_dump,
	  BYTES("00000000: 7b22 6122 3a22 6162 6364 6522 7d          {\"a\":\"abcde\"}\nphone=1\n"),
	  "content hex-dump encoding: {\"a\":\"abcde\"}\ntext phone=1\\x0a\ndecoded" },
	{ &content_decoder_quoted, BYTES("=E5=BC=A0=E4=B8=89"),
	  "content quoted-printable encoding: 张三\ndecoded" },
	{ &content_decoder_quoted, BYTES("FN;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=\r\n=E4=B8=89\r\nTEL:1"),
	  "content quoted-printable encoding: FN;ENCODING=QUOTED-PRINTABLE:张三\\x0d\\x0aTEL:1\ndecoded" },
	{ &content_decoder_jwt, BYTES("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
	  "content jwt header encoding: {\"alg\":\"HS256\"}\ncontent jwt payload encoding: "
	  "{\"sub\":\"1\"}\ndecoded" },
	{ &content_decoder_escaped, BYTES("\\u59d3\\u540d=\\u5f20\\u4e09"),
	  "content escaped encoding: 姓名=张三\ndecoded" },
	{ &content_decoder_escaped, BYTES("{\\\"a\\\":\\\"b\\\"}"),
	  "content escaped encoding: {\"a\":\"b\"}\ndecoded" },
	{ &content_decoder_utf16, BYTES("\xff\xfe{\0\"\0\x20\x5f\"\0}\0"),
	  "content utf-16 encoding: {\"张\"}\ndecoded" },
	{ &content_decoder_utf16, BYTES("\xfe\xff\0a\xd8\x3d\xde\0\0b"),
	  "content utf-16 encoding: a😀b\ndecoded" },
	{ &content_decoder_utf16, BYTES("p\0h\0o\0n\0e\0=\0001\0003\0"),
	  "content utf-16 encoding: phone=13\ndecoded" },
	{ &content_decoder_utf16, BYTES("\0p\0h\0o\0n\0e"), "content utf-16 encoding: phone\ndecoded" },
	{ &content_decoder_utf16, BYTES("p\0h\0o\0n\0e"), "content utf-16 encoding cut: phon\nin-part" },
	{ &content_decoder_gb18030, BYTES("\xd0\xd5\xc3\xfb=\xd5\xc5\xc8\xfd"),
	  "content gb18030 encoding: 姓名=张三\ndecoded" },
	{ &content_decoder_gb18030, BYTES("\xd5\xc5\xc8\xfd\xff\xd5\xc5"),
	  "content gb18030 encoding: 张三张\ndecoded" },
};

static void encodings_are_undone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = readings[i].data };

		assert_reading(readings[i].decoder, &content, readings[i].expected);
		assert_survives(readings[i].decoder, &content);
	}
}

static const struct {
	const struct content_decoder *decoder;
	struct bytes data;
	bool taken;
} candidates[] = {
	{ &content_decoder_base64, BYTES("eyJwaG9uZSI6IjEzODAwMTM4MDAwIn0="), true },
	{ &content_decoder_base64, BYTES("/9j/4AAQSkZJRgABAQAAAQABAAD"), true },
	{ &content_decoder_base64, BYTES("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"), true },
	{ &content_decoder_base64, BYTES("H4sIAAAAAAAAA6tWKsjPS1WyUlAyNLYwMTQzNTK3BAA="), true },
	/* deflated, without a control character at the start; and Chinese in GB 2312 among ASCII */
	{ &content_decoder_base64,
	  BYTES("eNqrVipKTczxS8xNVbJSeja37+mG/mcz+pR0lHLzkzJzQIKGxpYGQGBhbmimVAsAwlsQug=="), true },
	{ &content_decoder_base64, BYTES("eyJyZWFsTmFtZSI6IsDu0KHD9yIsIm1vYmlsZSI6IjEzOTAwMDA4NzE2In0="),
	  true },
	{ &content_decoder_hex,
	  BYTES("7b227265616c4e616d65223a22c0eed0a1c3f7222c226d6f62696c65223a223133393030303038373136"
		"227d"),
	  true },
	/* one character alone, and one that is none */
	{ &content_decoder_base64, BYTES("eyJyZWFsTmFtZSI6IsDuItChIm9rIn0="), false },
	{ &content_decoder_hex, BYTES("7b227265616c4e616d65223a2290eed0a16f6b227d"), false },
	/* identifiers, digests, words, numbers */
	{ &content_decoder_base64, BYTES("temperatureSensorReading"), false },
	{ &content_decoder_base64, BYTES("d41d8cd98f00b204e9800998ecf8427e"), false },
	{ &content_decoder_base64, BYTES("2jmj7l5rSw0yVb/vlWAYkK/YBwk="), false },
	{ &content_decoder_base64, BYTES("550e8400-e29b-41d4-a716-446655440000"), false },
	{ &content_decoder_base64, BYTES("1740816000123456"), false },
	{ &content_decoder_base64, BYTES("com_example_application_main"), false },
	{ &content_decoder_base64, BYTES("AAAAAAAAAAAAAAAAAAAAAAAA"), false },
	{ &content_decoder_base64, BYTES("YWJj"), false },
	{ &content_decoder_hex, BYTES("3133383030313338303030"), true },
	{ &content_decoder_hex, BYTES("ffd8ffe000104a46494600010101"), true },
	{ &content_decoder_hex, BYTES("d41d8cd98f00b204e9800998ecf8427e"), false },
	{ &content_decoder_hex, BYTES("6222021234567890123456"), false },
	{ &content_decoder_hex, BYTES("0000000000000000000000"), false },
	{ &content_decoder_hex, BYTES("31333830303133383030"), false },
	{ &content_decoder_hex_dump,
	  BYTES("00000000  7b 22 70 68 6f 6e 65 22  3a 22 31 33 38 30 30 31  |{\"phone\":\"138001|\n"),
	  true },
	{ &content_decoder_hex_dump, BYTES("7b 22 61 22 3a 22 61 62 63 64 65 22 7d"), true },
	/* offsets that do not rise by what the lines hold; random octets; lists of numbers, addresses and
	 * digests; times, tables */
	{ &content_decoder_hex_dump,
	  BYTES("00000000  61 62 63 64 65 66 67 68\n00000010  61 62 63 64 65 66 67 68\n"), false },
	{ &content_decoder_hex_dump, BYTES("00000000  9f 02 c7 11 80 e4 5b 93 1d fe 77 08 b2 4c 66 da\n"),
	  false },
	{ &content_decoder_hex_dump, BYTES("36 37 36 36 38 36 37 36 37 36 36 37 36 36"), false },
	{ &content_decoder_hex_dump, BYTES("02:00:00:00:00:01,02:00:00:00:00:02,02:00:00:00:00:03"), false },
	{ &content_decoder_hex_dump, BYTES("9e:10:7d:9d:37:2b:b6:82:6b:d8:1d:35:42:a4:19:d6"), false },
	{ &content_decoder_hex_dump, BYTES("2026-03-01 08:00:00 door opened\n2026-03-01 08:00:09 closed"),
	  false },
	{ &content_decoder_hex_dump, BYTES("1000: 2000 3000\n2000: 4000 5000\n"), false },
	{ &content_decoder_hex_dump, BYTES("cafe: bad food dead beef face\n"), false },
	{ &content_decoder_quoted, BYTES("=E5=BC=A0=E4=B8=89"), true },
	{ &content_decoder_quoted, BYTES("=D5=C5=C8=FD"), true },
	{ &content_decoder_quoted, BYTES("name=3DLi&phone=\r\n=3D1"), true },
	/* forms, base64, settings, formulas */
	{ &content_decoder_quoted, BYTES("a=20&b=30&c=40&t=20260301"), false },
	{ &content_decoder_quoted, BYTES("id=AB12&key=CD34&x=EF56"), false },
	{ &content_decoder_quoted, BYTES("YWJjZA=="), false },
	{ &content_decoder_quoted, BYTES("if (a ==B0) return x=C4;"), false },
	{ &content_decoder_quoted, BYTES("temp=21.5;humidity=E5;mode=B8"), false },
	{ &content_decoder_jwt, BYTES("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"), true },
	{ &content_decoder_jwt, BYTES("eyes.everywhere.in.the.dark"), false },
	{ &content_decoder_jwt, BYTES("eyJhbGciOiJIUzI1NiJ9"), false },
	{ &content_decoder_escaped, BYTES("\\u59d3\\u540d"), true },
	{ &content_decoder_escaped, BYTES("{\\\"a\\\":\\\"b\\\"}"), true },
	{ &content_decoder_escaped, BYTES("C:\\users\\update"), false },
	{ &content_decoder_escaped, BYTES("C:\\u12"), false },
	{ &content_decoder_escaped, BYTES("he said \\\"no\\\" to it"), false },
	{ &content_decoder_utf16, BYTES("p\0h\0o\0n\0e\0=\0001\0003\0"), true },
	{ &content_decoder_utf16, BYTES("plain text, nothing else"), false },
	{ &content_decoder_utf16, BYTES("\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0"), false },
	{ &content_decoder_utf16, BYTES("\0\0\0\0\0\0\0\0\0\0\0\0"), false },
	{ &content_decoder_gb18030, BYTES("\xd5\xc5\xc8\xfd"), true },
	{ &content_decoder_gb18030, BYTES("caf\xe9 cr\xe8me"), false },
	{ &content_decoder_gb18030, BYTES("\xe5\xbc\xa0\xe4\xb8\x89"), false },
	{ &content_decoder_gb18030, BYTES("\x93\x82\xfa\x96{\x8c\xea"), false },
	{ &content_decoder_gb18030, BYTES("\xd5\xc5\xc8\xfd\0\x01"), false },
};

static void only_what_decodes_to_something_is_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(candidates); i++) {
		unsigned bid = bid_of(candidates[i].decoder, &(struct content){ .data = candidates[i].data });

		if ((bid >= 12) != candidates[i].taken)
			fail_msg("%s %zu: %.*s: %u", candidates[i].decoder->name, i,
				 (int)candidates[i].data.size, (const char *)candidates[i].data.data, bid);
	}
}

/* Of random identifiers hardly one is taken for an encoded text. */
static void random_digits_are_not_taken(void **state)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint64_t random = 88172645463325252u;
	unsigned taken = 0;

	(void)state;
	for (unsigned i = 0; i < 100000; i++) {
		uint8_t text[32];

		for (size_t at = 0; at < sizeof text; at++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			text[at] = (uint8_t)(i % 2 ? digits[random >> 20 & 63]
						   : "0123456789abcdef"[random >> 20 & 15]);
		}
		struct content content = { .data = { text, i % 3 ? 32 : 22 } };

		taken += content_decoder_base64.bid(&content) > 0;
		taken += content_decoder_hex.bid(&content) > 0;
		taken += content_decoder_jwt.bid(&content) > 0;
	}
	assert_in_range(taken, 0, 40);
}

static void a_cut_one_is_read_as_far_as_it_goes(void **state)
{
	(void)state;
	assert_reading(&content_decoder_base64,
		       &(struct content){ .data = BYTES("eyJwaG9uZSI6IjEzODAwMTM4M"), .incomplete = true },
		       "content base64 encoding cut: {\"phone\":\"13800138\nin-part");
	assert_reading(&content_decoder_hex,
		       &(struct content){ .data = BYTES("7b2270686f6e65223a2231333"), .incomplete = true },
		       "content hex encoding cut: {\"phone\":\"13\nin-part");
}

/* What `text` combined with `key` is read as; nothing where nobody bids. */
static void read_combined(struct bytes text, uint8_t key, const char *expected)
{
	uint8_t data[256];
	struct content content = { .data = { data, text.size } };

	for (size_t i = 0; i < text.size; i++)
		data[i] = text.data[i] ^ key;
	if (!expected) {
		assert_int_equal(bid_of(&content_decoder_combined, &content), 0);
		return;
	}
	assert_int_equal(bid_of(&content_decoder_combined, &content), 40);
	assert_reading(&content_decoder_combined, &content, expected);
	if (key == 0xa5)
		assert_survives(&content_decoder_combined, &content);
}

static void text_combined_with_one_byte_is_read(void **state)
{
	(void)state;
	for (unsigned key = 1; key < 256; key++) {
		read_combined(BYTES("{\"phone\":\"19900001234\",\"n\":1}"), (uint8_t)key,
			      "content xor encoding: {\"phone\":\"19900001234\",\"n\":1}\ndecoded");
		read_combined(BYTES("<?xml version=\"1.0\"?><phone>1</phone>"), (uint8_t)key,
			      "content xor encoding: <?xml version=\"1.0\"?><phone>1</phone>\ndecoded");
	}
	read_combined(BYTES("user=anna&phone=19900001234&mode=0&code=0000"), 0xa5,
		      "content xor encoding: user=anna&phone=19900001234&mode=0&code=0000\ndecoded");
}

static void what_is_no_text_under_any_byte_is_left_alone(void **state)
{
	uint8_t data[200];
	uint64_t random = 88172645463325252u;

	(void)state;
	/* Text as it is; text without structure; JSON that does not end; a short one. */
	read_combined(BYTES("{\"phone\":\"19900001234\",\"n\":1}"), 0, NULL);
	read_combined(BYTES("just some words that nobody would call a setting"), 0xa5, NULL);
	read_combined(BYTES("{\"phone\":\"19900001234\",\"n\":1,,,"), 0xa5, NULL);
	read_combined(BYTES("{\"phone\":1}"), 0xa5, NULL);
	read_combined(BYTES("{\"phone\"\1:\"19900001234\",\"n\":1}"), 0xa5, NULL);
	/* Samples of quiet sound, bytes of a narrow range, random ones. */
	for (unsigned round = 0; round < 4000; round++) {
		for (size_t i = 0; i < sizeof data; i++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			data[i] = round % 3 == 0   ? (uint8_t)(0x80 + random % 7)
				  : round % 3 == 1 ? (uint8_t)(0xd0 + random % 32)
						   : (uint8_t)random;
		}
		/* As hard as it can be: they begin as JSON would. */
		if (round % 2)
			data[1] = data[0] ^ '{' ^ '"';
		assert_int_equal(
			content_decoder_combined.bid(&(struct content){ .data = { data, sizeof data } }), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodings_are_undone),
		cmocka_unit_test(only_what_decodes_to_something_is_taken),
		cmocka_unit_test(random_digits_are_not_taken),
		cmocka_unit_test(a_cut_one_is_read_as_far_as_it_goes),
		cmocka_unit_test(text_combined_with_one_byte_is_read),
		cmocka_unit_test(what_is_no_text_under_any_byte_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
