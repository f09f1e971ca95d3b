/* SPDX-License-Identifier: Apache-2.0 */
#include "content/reading.h"

#include "content/json_string.h"

static const struct {
	const char *text, *expected;
} readings[] = {
	{ "{}", "record\nend $\ndecoded" },
	{ "{\"a\":\"b\"}", "record\nvalue $.a a=b\nend $\ndecoded" },
	{ " {\"a\" : { \"b\" : 12.5e3 , \"c\":null,\"d\":true } } ",
	  "record\nrecord\nvalue $.a.b b=#12.5e3\nend $.a\nend $\ndecoded" },
	{ "{\"p\":[\"x\",[\"y\"],{\"q\":\"z\"}],\"r\":\"s\"}",
	  "record\nvalue $.p[*] p=x\nvalue $.p[*][*] p=y\nrecord\nvalue $.p[*].q q=z\nend $.p[*]\n"
	  "value $.r r=s\nend $\ndecoded" },
	/* duplicate members are all read; empty text too */
	{ "{\"a\":\"1\",\"a\":\"2\",\"b\":\"\"}",
	  "record\nvalue $.a a=1\nvalue $.a a=2\nvalue $.b b=\nend $\ndecoded" },
	/* escapes, in names as well; surrogate pairs; wrong escapes stay */
	{ "{\"\\u59d3\\u540d\":\"\\u5f20\\u4e09\\n\\/\\ud83d\\ude00\"}",
	  "record\nvalue $.姓名 姓名=张三\\x0a/😀\nend $\ndecoded" },
	{ "{\"a\":\"\\ud83d \\q \\u12\"}", "record\nvalue $.a a=\\x5cud83d \\x5cq \\x5cu12\nend $\ndecoded" },
	{ "{\"\\u0061\":{\"\\u0062\":\"1\"},\"\\u0063\":\"2\"}",
	  "record\nrecord\nvalue $.a.b b=1\nend $.a\nvalue $.c c=2\nend $\ndecoded" },
	/* several documents, marks and prefixes */
	{ "{\"a\":\"1\"}\n{\"a\":\"2\"}\n",
	  "record\nvalue $.a a=1\nend $\nrecord\nvalue $.a a=2\nend $\ndecoded" },
	{ "\xef\xbb\xbf[\"x\"]", "value $[*] =x\ndecoded" },
	{ ")]}',\n{\"a\":\"1\"}", "record\nvalue $.a a=1\nend $\ndecoded" },
	{ "cb_1({\"a\":\"1\"});", "record\nvalue $.a a=1\nend $\ndecoded" },
	{ "{\"a\":[1,2,],}", "record\nvalue $.a[*] a=#1\nvalue $.a[*] a=#2\nend $\ndecoded" },
	/* a vector is one value; telephone numbers are not a vector */
	{ "{\"f\":[0.1,-2,3,4,5,6,7,8,9,10,11,12,13,14,15,1e6]}",
	  "record\nvalue $.f f=#[0.1,-2,3,4,5,6,7,8,9,10,11,12,13,14,15,1e6]\nend $\ndecoded" },
	{ "{\"f\":[1,2]}", "record\nvalue $.f[*] f=#1\nvalue $.f[*] f=#2\nend $\ndecoded" },
	/* cut anywhere */
	{ "{\"a\":\"1\",\"b\":{\"c\":\"x",
	  "record\nvalue $.a a=1\nrecord\nvalue $.b.c c=x\nend $.b\nend $\nin-part" },
	{ "{\"a\":123", "record\nend $\nin-part" },
	{ "{\"a\":tru", "record\nend $\nin-part" },
	/* broken after something was read: the rest is read as text */
	{ "{\"a\":\"1\" \"b\"}",
	  "record\nvalue $.a a=1\nend $\ntext \"b\"}\nundecoded json malformed 4\nin-part" },
	{ "{\"a\":1}HTTP", "record\nvalue $.a a=#1\nend $\ntext HTTP\nundecoded json malformed 4\nin-part" },
	/* not JSON at all */
	{ "{'a':'b'}", "record\nend $\nnot-mine" },
	{ "[2021-01-01] started", "value $[*] =#2021-01-01\nnot-mine" },
	{ "[INFO] x", "not-mine" },
};

static void documents_are_read_to_their_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++)
		assert_reading(&content_decoder_json, &(struct content){ .data = bytes_of(readings[i].text) },
			       readings[i].expected);
}

/* One value, if no number is long enough to be a number of something, wherever it stands. */
static void one_long_number_makes_it_no_vector(void **state)
{
	static const struct {
		const char *number;
		bool vector;
	} numbers[] = { { "7", true },		{ "-12.5", true },    { "139123456", false },
			{ "1391234.56", true }, { "13912e45", true }, { "-123456", true },
			{ "1234567", false },	{ "x", false } };

	(void)state;
	for (size_t n = 0; n < COUNT_OF(numbers); n++)
		for (size_t at = 0; at < 24; at++) {
			struct examination *reading = calloc(1, sizeof *reading);
			char text[400] = "{\"f\":[";

			for (size_t i = 0; i < 24; i++) {
				snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
					 i ? "," : "",
					 i == at ? numbers[n].number
					 : i % 3 ? "0.25"
						 : "-1");
			}
			snprintf(text + strlen(text), sizeof text - strlen(text), "]}");
			struct bytes copy = hostile_copy(bytes_of(text));
			struct content content = { .data = copy };

			content_decoder_json.decode(&content, reading);
			hostile_free(copy);
			assert_true(numbers[n].vector ==
				    (reading->values == 1 && strstr(reading->log, "=#[")));
			free(reading);
		}
}

static void nothing_crashes_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++)
		assert_survives(&content_decoder_json,
				&(struct content){ .data = bytes_of(readings[i].text) });
}

static void bids_for_json_only(void **state)
{
	static const struct {
		const char *text, *type;
		unsigned least, most;
	} bids[] = {
		{ "{\"a\":1}", "", 16, 99 },
		{ " \r\n{ }", "", 16, 99 },
		{ "[{\"a\":1}]", "", 24, 99 },
		{ "[1,2]", "", 12, 99 },
		{ "\xef\xbb\xbf{\"a\"", "", 16, 99 },
		{ "\"text\"", "application/json", 12, 99 },
		{ "{\"a\":1}", "application/json", 24, 99 },
		{ "cb({\"a\":1})", "", 16, 99 },
		{ "{'a':1}", "", 0, 0 },
		{ "[section]", "", 0, 0 },
		{ "text", "application/json", 0, 0 },
		{ "\"text\"", "", 0, 0 },
		{ "{{template}}", "", 0, 11 },
		{ "", "application/json", 0, 0 },
		{ "function(a)", "", 0, 0 },
		{ "main() {\"x\"", "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bids); i++) {
		unsigned bid = bid_of(&content_decoder_json,
				      &(struct content){ .data = bytes_of(bids[i].text),
							 .media_type = bytes_of(bids[i].type) });
		if (bid < bids[i].least || bid > bids[i].most)
			fail_msg("%s: %u", bids[i].text, bid);
	}
}

/* A string may end at any place relative to what is compared at once. */
static void strings_of_every_size_end_where_they_do(void **state)
{
	uint8_t text[80];

	(void)state;
	for (size_t size = 0; size < 70; size++)
		for (size_t quote = 0; quote <= size; quote++) {
			bool escaped = false;

			memset(text, 'x', sizeof text);
			text[quote] = '"';
			if (quote >= 2) {
				text[quote - 2] = '\\';
				text[quote - 1] = '"';
			}
			struct bytes copy = hostile_copy((struct bytes){ text, size });

			const uint8_t *end = json_string_end(copy.data, copy.data + size, &escaped);

			assert_int_equal(end - copy.data, quote < size ? quote : size);
			hostile_free(copy);
		}
}

static void deep_nesting_is_skipped_and_said(void **state)
{
	enum { DEEP = 200000 };
	struct examination *reading = calloc(1, sizeof *reading);
	uint8_t *text = malloc(DEEP * 2 + 64);

	(void)state;
	memset(text, '[', DEEP);
	memset(text + DEEP, ']', DEEP);
	(void)reading_of(reading, &content_decoder_json, &(struct content){ .data = { text, DEEP * 2 } });
	assert_int_equal(reading->limits, 1);
	assert_non_null(strstr(reading->log, "limit limit-nesting\n"));
	(void)reading_of(reading, &content_decoder_json, &(struct content){ .data = { text, DEEP } });
	assert_int_equal(reading->limits, 1);
	/* What comes behind is read. */
	memcpy(text, "{\"a\":", 5);
	memcpy(text + DEEP + DEEP - 5, ",\"b\":\"c\"}", 9);
	(void)reading_of(reading, &content_decoder_json, &(struct content){ .data = { text, DEEP * 2 + 4 } });
	assert_non_null(strstr(reading->log, "value $.b b=c\n"));
	free(text);
	free(reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_read_to_their_values),
		cmocka_unit_test(one_long_number_makes_it_no_vector),
		cmocka_unit_test(nothing_crashes_it),
		cmocka_unit_test(bids_for_json_only),
		cmocka_unit_test(strings_of_every_size_end_where_they_do),
		cmocka_unit_test(deep_nesting_is_skipped_and_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
