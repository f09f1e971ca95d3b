/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "content/content.h"

/* What may stand behind a first byte: the beginnings of what decoders look for, without it. */
static const struct bytes RESTS[] = {
	BYTES("{\"a\":1,\"b\":[2]}"),
	BYTES("\"a\":1,\"b\":2,\"c\":3}"),
	BYTES("1,2,3]"),
	BYTES("back({\"a\":1})"),
	BYTES(")]}',\n{\"a\":1}"),
	BYTES("=1&b=2&c=3"),
	BYTES("a=1&b=2"),
	BYTES("<a><b>text</b></a>"),
	BYTES("?xml version=\"1.0\"?><a/>"),
	BYTES("373839303132333435363738393031323334353637383930"),
	BYTES("Glzc2lzYW5pbnZlbnRlZHRleHR0aGF0aXNsb25nZW5vdWdo"),
	BYTES("yJhbGciOiJub25lIn0.eyJhIjoxfQ."),
	BYTES("rom: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\ny"),
	BYTES("NG\r\n\x1a\n\0\0\0\rIHDR"),
	BYTES("\xd8\xff\xe0\0\x10JFIF\0"),
	BYTES("IF89a\1\0\1\0"),
	BYTES("IFF\x20\0\0\0WEBPVP8 "),
	BYTES("M\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
	BYTES("!AMR\n0000000"),
	BYTES("ggS\0\2\0\0\0\0\0\0\0\0"),
	BYTES("\x8b\x08\0\0\0\0\0\0\3\0\0\0"),
	BYTES("\xb5\x2f\xfd\x20\0\0\0\0"),
	BYTES("\x2a\x4d\x18\1\0\0\0x"),
	BYTES("\x22\x4d\x18\x40\x40\xc0\0\0\0\0"),
	BYTES("\x21\x4c\x18\4\0\0\0abcd"),
	BYTES("\0\0\0\x18"
	      "ftypmp42\0\0\0\0"),
	BYTES("LV\1\5\0\0\0\x09\0\0\0\0\0"),
	BYTES("\\\"a\\\":\\\"b\\\"}"),
	BYTES("u95e8\\u5df2\\n"),
	BYTES("7B%22a%22%3A1%7D"),
};

/* A decoder that tells how its content begins would not have bid for what it is not asked about. */
static void whoever_is_not_asked_would_not_have_bid(void **state)
{
	static const char *const MEDIA[] = {
		"",	    "application/json", "application/x-www-form-urlencoded",
		"text/xml", "message/rfc822",	"application/octet-stream"
	};
	uint8_t text[128];

	(void)state;
	for (size_t d = 0; content_decoders[d]; d++)
		for (unsigned byte = 0; byte < 256 && content_decoders[d]->first; byte++)
			for (size_t i = 0; i < sizeof RESTS / sizeof *RESTS; i++) {
				text[0] = (uint8_t)byte;
				memcpy(text + 1, RESTS[i].data, RESTS[i].size);
				struct bytes data = hostile_copy((struct bytes){ text, RESTS[i].size + 1 });
				struct content content = { .data = data, .format = "" };

				for (size_t m = 0; m < sizeof MEDIA / sizeof *MEDIA; m++) {
					content.media_type = bytes_of(MEDIA[m]);
					if (!content_decoders[d]->first[byte] &&
					    content_decoders[d]->bid(&content))
						fail_msg("%s bids for content that begins with %02x",
							 content_decoders[d]->name, byte);
				}
				hostile_free(data);
			}
}

/* The same of one that reads more of what is declared as its own, as far as that is not declared. */
static void whoever_is_not_declared_would_not_have_bid(void **state)
{
	static const char *const MEDIA[] = { "",
					     "application/json",
					     "application/cbor",
					     "application/cose",
					     "application/x-protobuf",
					     "application/grpc+proto",
					     "audio/PCMA;rate=8000",
					     "audio/mpeg",
					     "Multipart/form-data; boundary=x" };
	uint8_t text[160];

	(void)state;
	memset(text, 0x81, sizeof text);
	for (size_t d = 0; content_decoders[d]; d++)
		for (unsigned i = 0; i < 256 * sizeof RESTS / sizeof *RESTS && content_decoders[d]->declares;
		     i++) {
			struct bytes rest = RESTS[i / 256];
			struct content content = { .data = { text, sizeof text }, .format = "" };

			text[0] = (uint8_t)(i % 256);
			memcpy(text + 1, rest.data, rest.size);
			for (size_t m = 0; m < sizeof MEDIA / sizeof *MEDIA; m++) {
				content.media_type = bytes_of(MEDIA[m]);
				bool declared = m && content_decoders[d]->declares(content.media_type);

				if (!declared && !content_decoders[d]->undeclared[text[0]] &&
				    content_decoders[d]->bid(&content))
					fail_msg("%s bids for %s that begins with %02x",
						 content_decoders[d]->name, MEDIA[m], text[0]);
			}
		}
}

/* … and each of them is declared by some media type, and not by any. */
static void whoever_can_be_declared_is_by_its_own_types_alone(void **state)
{
	static const struct {
		const char *decoder, *media_type;
	} OWN[] = { { "cbor", "application/cwt" },
		    { "protobuf", "application/x-protobuf" },
		    { "multipart", "MULTIPART/mixed" },
		    { "raw-sound", "audio/L16;rate=8000" } };
	size_t declared = 0;

	(void)state;
	for (size_t d = 0; content_decoders[d]; d++) {
		const struct content_decoder *decoder = content_decoders[d];

		assert_int_equal(decoder->declares != NULL, decoder->undeclared != NULL);
		for (size_t i = 0; i < sizeof OWN / sizeof *OWN && decoder->declares; i++) {
			bool own = strcmp(OWN[i].decoder, decoder->name) == 0;

			assert_int_equal(decoder->declares(bytes_of(OWN[i].media_type)), own);
			declared += own;
		}
	}
	assert_int_equal(declared, sizeof OWN / sizeof *OWN);
}

/* The same of the characters in values, which come without a media type. */
static void whoever_misses_its_characters_would_not_have_bid(void **state)
{
	uint8_t text[128];

	(void)state;
	for (size_t d = 0; content_decoders[d]; d++)
		for (unsigned byte = 0; byte < 256 && content_decoders[d]->needs; byte++)
			for (size_t i = 0; i < sizeof RESTS / sizeof *RESTS; i++) {
				text[0] = (uint8_t)byte;
				memcpy(text + 1, RESTS[i].data, RESTS[i].size);
				struct content content = { .data = { text, RESTS[i].size + 1 },
							   .format = "" };

				if (!(content_decoders[d]->needs & characters_seen(content.data)))
					assert_int_equal(content_decoders[d]->bid(&content), 0);
			}
}

/* … and is asked about some. */
static void whoever_tells_is_asked(void **state)
{
	(void)state;
	for (size_t d = 0; content_decoders[d]; d++)
		if (content_decoders[d]->first)
			assert_non_null(memchr(content_decoders[d]->first, true, 256));
}

/* … but for those that look at much of the content to bid: they need no guess of others who are sure. */
static void nobody_else_outbids_what_it_yields_to(void **state)
{
	uint8_t text[128];
	unsigned yielding = 0;

	(void)state;
	for (size_t d = 0; content_decoders[d]; d++) {
		const struct content_decoder *decoder = content_decoders[d];
		bool looks = strcmp(decoder->name, "combined") == 0;

		assert_true(decoder->yields_to || !looks);
		yielding += decoder->yields_to && !looks;
		for (unsigned i = 0; i < 256 * sizeof RESTS / sizeof *RESTS; i++) {
			struct bytes rest = RESTS[i / 256];
			struct content content = { .data = { text, rest.size + 1 }, .format = "" };

			if (!decoder->yields_to || looks)
				break;
			text[0] = (uint8_t)(i % 256);
			memcpy(text + 1, rest.data, rest.size);
			assert_true(decoder->bid(&content) <= decoder->yields_to);
			content.coding = i % 2 ? BYTES("br") : BYTES("deflate");
			assert_true(decoder->bid(&content) <= decoder->yields_to);
		}
	}
	assert_true(yielding >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_is_not_asked_would_not_have_bid),
		cmocka_unit_test(whoever_is_not_declared_would_not_have_bid),
		cmocka_unit_test(whoever_can_be_declared_is_by_its_own_types_alone),
		cmocka_unit_test(whoever_misses_its_characters_would_not_have_bid),
		cmocka_unit_test(whoever_tells_is_asked),
		cmocka_unit_test(nobody_else_outbids_what_it_yields_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
