/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by Python's plistlib from invented values. */
#include "content/reading.h"

#include <time.h>

extern const struct content_decoder content_decoder_plist;

static const struct {
	const char *media_type;
	struct bytes data;
	const char *expected;
} documents[] = {
	/* of all kinds */
	{ "",
	  BYTES("bplist00\xd9\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0f\x10\x11\x12\x13\x14\x19\x1a"
		"SidsSlatSlngRokXpasswordUphotoTuserXusernameTwhen\xa4\x0b\x0c\x0d\x0e\x10\x01\x13"
		"\xff\xff\xff\xff\xff\xff\xff\xfe\x14\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00"
		"\x00\x00\x00\x00Qx#@C\xf4\x61\xa6\x0d\x45\x63#@]\x19oTK\xb1\xaf\x09ZInvented#1C\xff"
		"\xd8\xff\xd2\x15\x16\x17\x18TnameUphonebmK\x8b\xd5[13800138000Tanna3A\xc7\x83\xb6"
		"\x92\x80\x00\x00\x08\x1b\x1f#'*39>GLQS\\mox\x81\x82\x8d\x91\x96\x9b\xa1\xa6\xb2\xb7"
		"\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x1b\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc0"),
	  "record\n"
	  "value $.ids[*] ids=#1\n"
	  "value $.ids[*] ids=#-2\n"
	  "value $.ids[*] ids=#9223372036854775808\n"
	  "value $.ids[*] ids=x\n"
	  "value $.lat lat=#39.90923\n"
	  "value $.lng lng=#116.39742\n"
	  "value $.password password=Invented#1\n"
	  "value $.photo photo=\xff\xd8\xff\n"
	  "record\n"
	  "value $.user.name name=\xe6\xb5\x8b\xe8\xaf\x95\n"
	  "value $.user.phone phone=13800138000\n"
	  "end $.user\n"
	  "value $.username username=anna\n"
	  "value $.when when=2026-01-02T03:04:05Z\n"
	  "end $\n"
	  "decoded" },
};

static void what_the_library_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct content content = { .data = documents[i].data,
					   .media_type = bytes_of(documents[i].media_type) };

		assert_true(bid_of(&content_decoder_plist, &content) >= 12);
		assert_reading(&content_decoder_plist, &content, documents[i].expected);
		assert_survives(&content_decoder_plist, &content);
	}
}

static void what_cannot_be_read_is_said(void **state)
{
	struct content content = { .data = documents[0].data };

	(void)state;
	content.data.size -= 1;
	content.incomplete = true;
	assert_reading(&content_decoder_plist, &content, "undecoded plist cut 250\nin-part");
	content = (struct content){ .data = BYTES("bplist00") };
	assert_reading(&content_decoder_plist, &content, "undecoded plist malformed 8\nin-part");
	content.data = BYTES(
		"bplist00\x09\x08\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\x09");
	assert_reading(&content_decoder_plist, &content, "undecoded plist malformed 42\nin-part");
}

/* An array of two references to an array of two references to …: 2^40 strings. */
static void what_grows_without_end_is_stopped(void **state)
{
	enum { DEEP = 40, OBJECTS = DEEP + 1 };
	uint8_t data[8 + 3 * DEEP + 6 + OBJECTS + 32] = "bplist00";
	size_t at = 8, table;

	(void)state;
	for (size_t i = 0; i < DEEP; i++, at += 3) {
		data[at] = 0xa2;
		data[at + 1] = data[at + 2] = (uint8_t)(i + 1);
	}
	memcpy(data + at, "\x55hello", 6);
	table = at + 6;
	for (size_t i = 0; i < OBJECTS; i++)
		data[table + i] = (uint8_t)(8 + 3 * i);
	data[table + OBJECTS + 6] = data[table + OBJECTS + 7] = 1;
	data[table + OBJECTS + 15] = OBJECTS;
	data[table + OBJECTS + 31] = (uint8_t)table;
	struct examination *reading = calloc(1, sizeof *reading);
	struct content content = { .data = { data, sizeof data } };

	(void)reading_of(reading, &content_decoder_plist, &content);
	assert_non_null(strstr(reading->log, "limit content-values\nundecoded plist limit"));
	assert_true(reading->values < 300);
	free(reading);
}

/* An array of many references to one dictionary, none of whose many names is one: each costs, though nothing
 * is read. */
static void what_is_wrong_in_many_places_is_stopped(void **state)
{
	enum {
		REFERENCES = 60000,
		NAMES = 60000,
		AT_ARRAY = 8 + 4 + 2 * NAMES,
		TABLE = AT_ARRAY + 4 + REFERENCES
	};
	uint8_t *data = calloc(1, TABLE + 8 + 32), *end = data + TABLE + 8;

	(void)state;
	memcpy(data, "bplist00\xdf\x11", 10);
	data[10] = NAMES >> 8;
	data[11] = NAMES & 0xff;
	memset(data + 12, 0xff, 2 * NAMES);
	memcpy(data + AT_ARRAY, "\xaf\x11", 2);
	data[AT_ARRAY + 2] = REFERENCES >> 8;
	data[AT_ARRAY + 3] = REFERENCES & 0xff;
	for (unsigned i = 0; i < 4; i++) {
		data[TABLE + i] = (uint8_t)(8 >> (24 - 8 * i));
		data[TABLE + 4 + i] = (uint8_t)(AT_ARRAY >> (24 - 8 * i));
		end[28 + i] = (uint8_t)(TABLE >> (24 - 8 * i));
	}
	end[6] = 4;  /* bytes of an offset */
	end[7] = 1;  /* of a reference */
	end[15] = 2; /* objects */
	end[23] = 1; /* the first of which is the array */
	struct examination *reading = calloc(1, sizeof *reading);
	struct content content = { .data = { data, TABLE + 8 + 32 } };
	clock_t start = clock();

	(void)reading_of(reading, &content_decoder_plist, &content);
	/* Far more than it takes anywhere, far less than if it were read again and again. */
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
	assert_non_null(strstr(reading->log, "limit content-values\nundecoded plist limit"));
	free(reading);
	free(data);
}

/* An array that holds itself. */
static void what_holds_itself_is_stopped(void **state)
{
	struct content content = { .data = BYTES(
					   "bplist00\xa1\0\x08\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\1\0\0\0\0\0"
					   "\0\0\0\0\0\0\0\0\0\0\x0a") };

	(void)state;
	assert_reading(&content_decoder_plist, &content,
		       "limit content-values\nundecoded plist limit 43\nin-part");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_library_made_is_read),
		cmocka_unit_test(what_cannot_be_read_is_said),
		cmocka_unit_test(what_grows_without_end_is_stopped),
		cmocka_unit_test(what_is_wrong_in_many_places_is_stopped),
		cmocka_unit_test(what_holds_itself_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
