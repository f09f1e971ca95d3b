/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by the bson module of PyMongo 3.11 from invented values. */
#include "content/reading.h"

#include "content/look_alikes.h"

extern const struct content_decoder content_decoder_bson;

static const struct {
	const char *media_type;
	struct bytes data;
	const char *expected;
} documents[] = {
	/* of all kinds */
	{ "",
	  BYTES(" \x01\x00\x00\x07_id\x00\x01#Eg\x89\xab\xcd\xef\x01#Eg\x03user\x00%\x00\x00\x00\x02p"
		"hone\x00\x0c\x00\x00\x00\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x00\x10\x61ge"
		"\x00\x1f\x00\x00\x00\x00\x01lat\x00\x63\x45\x0d\xa6\x61\xf4\x43@\x01lng\x00\xaf\xb1K"
		"To\x19]@\x04ids\x00 \x00\x00\x00\x02\x30\x00\x02\x00\x00\x00x\x00\x10\x31\x00\xfb"
		"\xff\xff\xff\x12\x32\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x09when\x00\x8e\x8c\xa9"
		"|\x9b\x01\x00\x00\x09\x62\x65\x66ore\x00\x0c\xfe\xff\xff\xff\xff\xff\xff\x05photo"
		"\x00\x03\x00\x00\x00\x00\xff\xd8\xff\x05guid\x00\x10\x00\x00\x00\x04\x00\x11\"3DUfw"
		"\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x08ok\x00\x01\x0anone\x00\x0bre\x00\x61.c\x00i\x00"
		"\x0d\x63ode\x00\x04\x00\x00\x00\x66()\x00\x11stamp\x00\x02\x00\x00\x00\x01\x00\x00"
		"\x00\xffleast\x00\x7fmost\x00\x13\x64\x65\x63imal\x00\x0f\x00\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00\x00\x00\x00>0\x00"),
	  "record\n"
	  "record\n"
	  "value $.user.phone phone=13800138000\n"
	  "value $.user.age age=#31\n"
	  "end $.user\n"
	  "value $.lat lat=#39.90923\n"
	  "value $.lng lng=#116.39742\n"
	  "value $.ids[*] ids=x\n"
	  "value $.ids[*] ids=#-5\n"
	  "value $.ids[*] ids=#1099511627776\n"
	  "value $.when when=2026-01-02T03:04:05.006Z\n"
	  "value $.before before=1969-12-31T23:59:59.500Z\n"
	  "value $.photo photo=\xff\xd8\xff\n"
	  "value $.guid guid=00112233-4455-6677-8899-aabbccddeeff\n"
	  "value $.code code=f()\n"
	  "end $\n"
	  "decoded" },
	/* one after the other */
	{ "",
	  BYTES("\x1c\x00\x00\x00\x02phone\x00\x0c\x00\x00\x00\x31\x33\x38\x30\x30\x31\x33\x38\x30"
		"\x30\x30\x00\x00\x1c\x00\x00\x00\x02phone\x00\x0c\x00\x00\x00\x31\x33\x39\x30\x30"
		"\x31\x33\x39\x30\x30\x30\x00\x00"),
	  "record\n"
	  "value $.phone phone=13800138000\n"
	  "end $\n"
	  "record\n"
	  "value $.phone phone=13900139000\n"
	  "end $\n"
	  "decoded" },
};

static void what_the_library_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct content content = { .data = documents[i].data,
					   .media_type = bytes_of(documents[i].media_type) };

		assert_true(bid_of(&content_decoder_bson, &content) >= 12);
		assert_reading(&content_decoder_bson, &content, documents[i].expected);
		assert_survives(&content_decoder_bson, &content);
	}
}

static void assert_read(struct bytes data, bool incomplete, const char *expected)
{
	struct content content = { .data = data, .incomplete = incomplete };

	assert_reading(&content_decoder_bson, &content, expected);
}

#define PHONE \
	"\x1c\0\0\0\2phone\0\x0c\0\0\0" \
	"13800138000\0\0"

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	(void)state;
	assert_read(
		bytes_slice(BYTES(PHONE PHONE), 0, 50), true,
		"record\nvalue $.phone phone=13800138000\nend $\nrecord\nvalue $.phone phone=1380013\nend $\n"
		"in-part");
	assert_read(bytes_slice(BYTES(PHONE PHONE), 0, 50), false, "not-mine");
	/* one without anything to hold on to */
	assert_read(BYTES("\x1c\0\0\0\2p\0\x0c\0\0\0"), true, "not-mine");
}

static void what_is_not_right_is_none(void **state)
{
	static const struct bytes broken[] = {
		BYTES("\x1c\0\0\0\2phone\0\x0b\0\0\0"
		      "13800138000\0\0"), /* a size that is too small */
		BYTES("\x1c\0\0\0\2phone\0\x0d\0\0\0"
		      "13800138000\0\0"), /* too large */
		BYTES("\x1c\0\0\0\x14phone\0\x0c\0\0\0"
		      "13800138000\0\0"), /* of no kind */
		BYTES("\x1c\0\0\0\2phone\0\x0c\0\0\0"
		      "13800138000\0\1"), /* no end */
		BYTES("\x1c\0\0\0\2p\1one\0\x0c\0\0\0"
		      "13800138000\0\0"),
		BYTES("\x1c\0\0\0\2phone\0\x0c\0\0\0"
		      "1380013800\xff\0\0"),
		BYTES("\x0e\0\0\0\3a\0\4\0\0\0\0\0"),
		BYTES("\5\0\0\0\0"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++)
		assert_read(broken[i], false, "not-mine");
}

static void deep_nesting_stops_and_is_said(void **state)
{
	enum { DEEP = 80, EACH = 8 };
	uint8_t data[DEEP * EACH + 5];
	size_t size = sizeof data;

	(void)state;
	memset(data, 0, sizeof data);
	for (size_t at = 0; at + 5 < sizeof data; at += EACH - 1, size -= EACH) {
		data[at] = (uint8_t)size;
		data[at + 1] = (uint8_t)(size >> 8);
		data[at + 4] = 3;
		data[at + 5] = 'a';
	}
	struct examination *reading = calloc(1, sizeof *reading);
	struct content content = { .data = { data, sizeof data } };

	(void)reading_of(reading, &content_decoder_bson, &content);
	assert_non_null(strstr(reading->log, "limit nesting\nundecoded bson limit"));
	free(reading);
}

static void others_are_left_alone(void **state)
{
	(void)state;
	assert_leaves_others(&content_decoder_bson, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_library_made_is_read),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(what_is_not_right_is_none),
		cmocka_unit_test(deep_nesting_stops_and_is_said),
		cmocka_unit_test(others_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
