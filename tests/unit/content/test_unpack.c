/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by the tools brotli 1.0.9, zstd 1.5.4 and lz4 1.9.4 and the snappy library from invented
 * text; the frames around its blocks are written here. */
#include "content/reading.h"

#include "content/coding.h"

#include <lz4.h>
#include <lz4frame.h>

extern const struct content_decoder content_decoder_brotli, content_decoder_zstd, content_decoder_lz4,
	content_decoder_snappy;

#define JSON   "{\"phone\":\"13800138000\",\"name\":\"\xe6\xb5\x8b\xe8\xaf\x95\"}"
#define BROTLI "!\x98\x00\x04" JSON "\x03"
#define ZSTD   "(\xb5/\xfd$'9\x01\x00" JSON "}\xef\xe1\x32"
#define LZ4 \
	"\x04\"M\x18\x64@\xa7&\x00\x00\x00\xf1\x00{\"phone\":\"13800\x05\x00p0\",\"nam\x15\x00\x80\xe6" \
	"\xb5\x8b\xe8\xaf\x95\"}\x00\x00\x00\x00;\xe4Hr"
#define LZ4_LEGACY \
	"\x02!L\x18&\x00\x00\x00\xf1\x00{\"phone\":\"13800\x05\x00p0\",\"nam\x15\x00\x80\xe6\xb5\x8b\xe8" \
	"\xaf\x95\"}"
#define TWO_ZSTD "(\xb5/\xfd$\x03\x19\x00\x00one\xf6\xa1\x08$(\xb5/\xfd$\x03\x19\x00\x00two\x8b\x44\xf4\xec"
#define TWO_LZ4 \
	"\x04\"M\x18\x64@\xa7\x03\x00\x00\x80one\x00\x00\x00\x00`R\xbf~\x04\"M\x18\x64@\xa7\x03\x00\x00" \
	"\x80two\x00\x00\x00\x00\xf4\xe2\xd7\x95"
#define SNAPPY \
	"Y8{\"phone\":\"13800\x05\x05\x18\x30\",\"nam\x01\x15H\xe6\xb5\x8b\xe8\xaf\x95\"} and" \
	" again \x9a\x32\x00"
/* 64 MB of zeros */
#define BROTLI_BOMB \
	"\xcf\xff\xff\x7f\xf8'\x00\xe2\xb1@ \xf7\xfe\x9f\xff\xff\xff\xf0O\x00\xc4\x61\x01\x80\xee\xfd?" \
	"\xff\xff\xff\xe1\x9f\x00\x88\xc3\"\x00\xdd\xfb\x7f\xfe\xff\xff\xc3?\x01\x10\x87\x05\x00\xba\xf7" \
	"\xff\x03"

static const struct {
	const struct content_decoder *decoder;
	struct bytes coding, data;
	const char *expected;
} whole[] = {
	{ &content_decoder_brotli, BYTES("br"), BYTES(BROTLI), "content brotli encoding: " JSON "\ndecoded" },
	{ &content_decoder_brotli, BYTES("gzip, BR"), BYTES(BROTLI),
	  "content brotli encoding: " JSON "\ndecoded" },
	{ &content_decoder_zstd, BYTES(""), BYTES(ZSTD), "content zstd encoding: " JSON "\ndecoded" },
	{ &content_decoder_lz4, BYTES(""), BYTES(LZ4), "content lz4 encoding: " JSON "\ndecoded" },
	{ &content_decoder_lz4, BYTES(""), BYTES(LZ4_LEGACY), "content lz4 encoding: " JSON "\ndecoded" },
	/* one after another, and what is to be skipped */
	{ &content_decoder_zstd, BYTES(""), BYTES(TWO_ZSTD), "content zstd encoding: onetwo\ndecoded" },
	{ &content_decoder_zstd, BYTES(""), BYTES("\x51*M\x18\x02\0\0\0hi" ZSTD),
	  "content zstd encoding: " JSON "\ndecoded" },
	{ &content_decoder_lz4, BYTES(""), BYTES(TWO_LZ4), "content lz4 encoding: onetwo\ndecoded" },
	/* what stands behind it: padding is nothing */
	{ &content_decoder_zstd, BYTES(""), BYTES(ZSTD "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	  "content zstd encoding: " JSON "\ndecoded" },
	{ &content_decoder_lz4, BYTES(""), BYTES(LZ4 "and then some more"),
	  "content lz4 encoding: " JSON "\ncontent rest: and then some more\ndecoded" },
	/* a block by itself, and blocks, bytes and padding in frames */
	{ &content_decoder_snappy, BYTES("snappy"), BYTES(SNAPPY),
	  "content snappy encoding: " JSON " and again " JSON "\ndecoded" },
	{ &content_decoder_snappy, BYTES(""),
	  BYTES("\xff\6\0\0sNaPpY\0\x38\0\0\1\2\3\4" SNAPPY "\0\x10\0\0\1\2\3\4!\x18hello, f\x07\0"
		"\xfe\2\0\0pp\1\6\0\0\1\2\3\4hi"),
	  "content snappy encoding: " JSON " and again " JSON
	  "hello, hello, hello, hello, hellohi\ndecoded" },
};

static void what_the_tools_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(whole); i++) {
		struct content content = { .data = whole[i].data, .coding = whole[i].coding };

		assert_true(bid_of(whole[i].decoder, &content) >= 20);
		assert_reading(whole[i].decoder, &content, whole[i].expected);
		assert_survives(whole[i].decoder, &content);
	}
}

static void a_cut_or_broken_one_is_said(void **state)
{
	struct content content = { .data = BYTES(BROTLI), .coding = BYTES("br") };

	(void)state;
	content.data.size -= 10;
	assert_reading(&content_decoder_brotli, &content,
		       "content brotli encoding cut: {\"phone\":\"13800138000\",\"name\":"
		       "\nundecoded brotli cut 34\nin-part");
	content.incomplete = true;
	assert_reading(&content_decoder_brotli, &content,
		       "content brotli encoding cut: {\"phone\":\"13800138000\",\"name\":\nin-part");
	/* Compressed blocks come whole or not at all. */
	content = (struct content){ .data = bytes_slice(BYTES(TWO_ZSTD), 0, 25) };
	assert_reading(&content_decoder_zstd, &content,
		       "content zstd encoding cut: one\nundecoded zstd cut 25\nin-part");
	content.data = bytes_slice(BYTES(TWO_ZSTD), 0, 9);
	assert_reading(&content_decoder_zstd, &content, "undecoded zstd cut 9\nin-part");
	content.data = bytes_slice(BYTES(LZ4_LEGACY), 0, 30);
	assert_reading(&content_decoder_lz4, &content, "undecoded lz4 cut 30\nin-part");
	/* a wrong checksum, a reserved block type, a dictionary nobody has, a window of 2 GB */
	content.data = BYTES("\x04\"M\x18\x64@\xa7\x03\x00\x00\x80one\x00\x00\x00\x00`R\xbf!");
	assert_reading(&content_decoder_lz4, &content,
		       "content lz4 encoding cut: one\nundecoded lz4 malformed 22\nin-part");
	content.data = BYTES("(\xb5/\xfd$\x03\x1f\x00\x00one");
	assert_reading(&content_decoder_zstd, &content, "undecoded zstd malformed 12\nin-part");
	content.data = BYTES("(\xb5/\xfd\x21\x07\x03\x19\x00\x00one");
	assert_reading(&content_decoder_zstd, &content, "undecoded zstd unknown-dictionary 13\nin-part");
	content.data = BYTES("(\xb5/\xfd\x00\xa8\x19\x00\x00one");
	assert_reading(&content_decoder_zstd, &content, "undecoded zstd limit 12\nin-part");
}

static void a_cut_or_broken_block_of_snappy_is_said(void **state)
{
	struct content content = { .data = bytes_slice(BYTES(SNAPPY), 0, 30), .coding = BYTES("snappy") };

	(void)state;
	assert_reading(
		&content_decoder_snappy, &content,
		"content snappy encoding cut: {\"phone\":\"13800138000\",\"name\":\"\nundecoded snappy cut "
		"30\nin-part");
	content.coding = BYTES_EMPTY;
	assert_int_equal(bid_of(&content_decoder_snappy, &content), 0);
	/* a copy from before the beginning, a size that is not met, text */
	content = (struct content){ .data = BYTES("\x20\x08"
						  "abc\x01\x09"),
				    .coding = BYTES("snappy") };
	assert_reading(&content_decoder_snappy, &content, "not-mine");
	content.data = BYTES("\x20\x08"
			     "abc");
	assert_reading(&content_decoder_snappy, &content,
		       "content snappy encoding cut: abc\nundecoded snappy cut 5\nin-part");
	/* a literal whose size is cut */
	content.data = BYTES("\x59\0\0\xfc\xff\0");
	assert_reading(&content_decoder_snappy, &content,
		       "content snappy encoding cut: \\x00\nundecoded snappy cut 6\nin-part");
	content.data = BYTES("{\"phone\":\"13800138000\"}");
	assert_int_equal(bid_of(&content_decoder_snappy, &content), 0);
	content.data = BYTES("\xff\6\0\0sNaPpY\1\6\0\0\1\2\3\4hi\1\1");
	assert_reading(&content_decoder_snappy, &content,
		       "content snappy encoding cut: hi\nundecoded snappy cut 22\nin-part");
	/* a frame of a kind that must not be skipped */
	content.data = BYTES("\xff\6\0\0sNaPpY\1\6\0\0\1\2\3\4hi\2\1\0\0x");
	assert_reading(&content_decoder_snappy, &content,
		       "content snappy encoding cut: hi\nundecoded snappy malformed 25\nin-part");
}

static void look_alikes_are_not_taken(void **state)
{
	static const struct bytes others[] = {
		BYTES("{\"phone\":\"13800138000\"}"),
		BYTES("[1,2,3]"),
		BYTES("Hello, world"),
		BYTES("name=anna"),
		BYTES("\x93\x11\x5d\x02\xf0\x77"),
		BYTES("\x06"),
		BYTES("{{{"),
	};
	struct content content = { .data = BYTES(BROTLI) };

	(void)state;
	/* nothing tells it but its being declared */
	assert_int_equal(bid_of(&content_decoder_brotli, &content), 0);
	content.coding = BYTES("br, gzip");
	assert_int_equal(bid_of(&content_decoder_brotli, &content), 0);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		content = (struct content){ .data = others[i], .coding = BYTES("br") };
		if (bid_of(&content_decoder_brotli, &content))
			assert_reading(&content_decoder_brotli, &content, "not-mine");
		assert_int_equal(bid_of(&content_decoder_zstd, &content), 0);
		assert_int_equal(bid_of(&content_decoder_lz4, &content), 0);
	}
	content = (struct content){ .data = BYTES("\x04\"M\x18\xc4@\xa7\x03") };
	assert_int_equal(bid_of(&content_decoder_lz4, &content), 0);
	content.data = BYTES("\x02!L\x18\xff\xff\xff\x7f\x00");
	assert_int_equal(bid_of(&content_decoder_lz4, &content), 0);
	content.data = BYTES("(\xb5/\xfd\x08\x00\x00\x00\x00");
	assert_int_equal(bid_of(&content_decoder_zstd, &content), 0);
}

static void assert_stopped(const struct content_decoder *decoder, struct bytes bomb, const char *coding)
{
	struct examination *reading = calloc(1, sizeof *reading);
	struct content content = { .data = bomb, .coding = bytes_of(coding) };

	assert_int_equal(reading_of(reading, decoder, &content), DECODED_IN_PART);
	assert_int_equal(reading->expansion_left, 0);
	free(reading);
}

static void bombs_stop_at_the_budget(void **state)
{
	enum { BOMB = 24 << 20, BLOCK = 8 << 20 };
	char *zeros = calloc(1, BOMB), *out = calloc(1, 2 * BOMB);
	size_t size;

	(void)state;
	assert_stopped(&content_decoder_brotli, BYTES(BROTLI_BOMB), "br");
	size = LZ4F_compressFrame(out, 2 * BOMB, zeros, BOMB, NULL);
	assert_stopped(&content_decoder_lz4, (struct bytes){ (uint8_t *)out, size }, "");
	memcpy(out, "\x02!L\x18", 4);
	size = 4;
	for (unsigned i = 0; i < 3; i++) {
		int block = LZ4_compress_default(zeros, out + size + 4, BLOCK, BLOCK);

		for (unsigned byte = 0; byte < 4; byte++)
			out[size + byte] = (char)(block >> 8 * byte & 0xff);
		size += 4 + (size_t)block;
	}
	assert_stopped(&content_decoder_lz4, (struct bytes){ (uint8_t *)out, size }, "");
	/* 192 blocks of 128 KB that repeat one byte */
	memcpy(out, "(\xb5/\xfd\x00\x58", 6);
	for (size = 6; size < 6 + 192 * 4; size += 4)
		memcpy(out + size, "\x02\x00\x10", 4);
	assert_stopped(&content_decoder_zstd, (struct bytes){ (uint8_t *)out, size }, "");
	/* a zero, and copies of 64 bytes of it */
	memcpy(out, "\x80\x80\x80\x0c\0\0", 6);
	for (size = 6; size < 6 + (3 << 17) * 3; size += 3)
		memcpy(out + size, "\xfe\x01\0", 3);
	assert_stopped(&content_decoder_snappy, (struct bytes){ (uint8_t *)out, size }, "snappy");
	free(zeros);
	free(out);
}

static void declared_codings_are_undone_from_the_last(void **state)
{
	struct content content = { .coding = BYTES(" gzip , identity,x-Deflate , identity") };

	(void)state;
	assert_true(coding_is(&content, BYTES("deflate")));
	assert_false(coding_is(&content, BYTES("gzip")));
	content.coding = coding_rest(content.coding);
	assert_true(coding_is(&content, BYTES("gzip")));
	content.coding = coding_rest(content.coding);
	assert_int_equal(content.coding.size, 0);
	assert_false(coding_is(&content, BYTES("gzip")));
	assert_false(coding_is_any(BYTES("identity")));
	assert_false(coding_is_any(BYTES(" , ")));
	assert_true(coding_is_any(BYTES("identity, br")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_tools_made_is_read),
		cmocka_unit_test(a_cut_or_broken_one_is_said),
		cmocka_unit_test(a_cut_or_broken_block_of_snappy_is_said),
		cmocka_unit_test(look_alikes_are_not_taken),
		cmocka_unit_test(bombs_stop_at_the_budget),
		cmocka_unit_test(declared_codings_are_undone_from_the_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
