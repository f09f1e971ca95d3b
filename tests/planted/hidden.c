/* SPDX-License-Identifier: Apache-2.0 */
/* Values that the laboratory planted, in forms that only its knowledge of them finds: as BCD, a digit in a
 * byte, combined with one byte, in base32, digested without salt; and bytes in which nothing was planted.
 * Digests by md5sum and its kind. */
#include "planted.h"

/* CANARY_NUMBER is 13900004711, CANARY_CODE 58201946. */
static const struct {
	const char *name;
	struct bytes body;
	const char *form;
} hidden[] = {
	{ "a number as it is", BYTES("seen:13900004711;"), "number/none" },
	{ "a number with blanks", BYTES("seen:139 0000 4711;"), "number/none" },
	{ "a code, a digit in a byte", BYTES("\xaa\x55\x08\5\x08\2\0\1\x09\4\6\xee\xff"), "code/digits" },
	{ "a number, a digit in a byte", BYTES("\xaa\x55\1\3\x09\0\0\0\0\4\7\1\1\xee\xff"), "number/digits" },
	{ "a number in BCD", BYTES("\xaa\x55\x06\x01\x39\0\0\x47\x11\xee\xff"), "number/bcd" },
	{ "a number in BCD, the second digit first", BYTES("\xaa\x55\x06\x31\x09\0\x40\x17\xf1\xee\xff"),
	  "number/bcd" },
	{ "a number in base32", BYTES("id GEZTSMBQGAYDINZRGE======"), "number/base32" },
	{ "a number as a list of codes", BYTES("[49,51,57,48,48,48,48,52,55,49,49]"), "number/decimal" },
	{ "a number in UTF-16 in binary",
	  BYTES("\1\2\xff\0011\0003\0009\0000\0000\0000\0000\0004\0007\0001\0001\0\xfe\xff"),
	  "number/utf-16" },
	{ "a number back to front", BYTES("id 11740000931;"), "number/reversed" },
	{ "MD5 of a number", BYTES("{\"uid\":\"d2632a6f25e8c183d6af6b6709828a9e\"}"), "number/md5" },
	{ "SHA-1 of a number", BYTES("{\"uid\":\"6bce8bb4ea10c38c17d84c6244601b784637eb6b\"}"),
	  "number/sha1" },
	{ "SHA-256 of a number",
	  BYTES("{\"uid\":\"ee38df757c9e0639e9151495d7fa56aa1be2956a182192fabfdb9c57d79a4ddb\"}"),
	  "number/sha256" },
};

/* Combined with one byte by exclusive or. */
static const struct {
	const char *name;
	uint8_t with;
	struct bytes plain;
	const char *form;
} combined[] = {
	{ "JSON combined with c3", 0xc3, BYTES("{\"to\":\"13900004711\"}"), "number/xor" },
	{ "JSON combined with ff", 0xff, BYTES("{\"to\":\"13900004711\",\"n\":7}"), "number/xor" },
	{ "a code combined with a7", 0xa7, BYTES("\1\2\3code=58201946;\4"), "code/xor" },
};

static const struct {
	const char *name;
	struct bytes body;
} nothing[] = {
	{ "another number in BCD", BYTES("\xaa\x55\x06\x01\x39\0\0\x47\x12\xee\xff") },
	{ "digits in a longer row of small numbers",
	  BYTES("\xaa\x55\7\5\x08\2\0\1\x09\4\6\3\2\1\7\xee\xff") },
	{ "a longer number that holds the planted one", BYTES("seen:9139000047110;") },
	{ "half a number", BYTES("seen:1390000;471;") },
	{ "MD5 of another number", BYTES("{\"uid\":\"d2632a6f25e8c183d6af6b6709828a9f\"}") },
	{ "a table of bytes that rise",
	  BYTES("\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13") },
	{ "one byte again and again",
	  BYTES("\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a") },
};

static void post(struct garden *garden, struct bytes body)
{
	say_post(garden, "/v1/report", "Content-Type: application/octet-stream\r\n", body);
}

static struct bytes with_byte(struct garden *garden, struct bytes plain, uint8_t byte)
{
	uint8_t changed[96];

	for (size_t i = 0; i < plain.size && i < sizeof changed; i++)
		changed[i] = plain.data[i] ^ byte;
	return joined(garden, &(struct bytes){ changed, plain.size }, 1);
}

void plant_hidden(struct garden *garden)
{
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		planting(garden, hidden[i].name);
		tells(garden, "canary", hidden[i].form);
		post(garden, hidden[i].body);
	}
	for (size_t i = 0; i < sizeof combined / sizeof *combined; i++) {
		planting(garden, combined[i].name);
		tells(garden, "canary", combined[i].form);
		post(garden, with_byte(garden, combined[i].plain, combined[i].with));
	}
	planting(garden, "JSON about nothing, combined with 5a");
	post(garden, with_byte(garden, BYTES("{\"to\":\"front door\",\"seq\":13900008716}"), 0x5a));
	/* Of these nothing was planted: what they are shows. */
	planting(garden, "a record combined with 91");
	tells(garden, "contact.mobile", "13900008716");
	post(garden, with_byte(garden, BYTES("{\"seq\":7,\"mobile\":\"13900008716\"}"), 0x91));
	planting(garden, "a record combined with 5a, which is text again");
	tells(garden, "contact.mobile", "13900008716");
	post(garden, with_byte(garden, BYTES("{\"seq\":7,\"mobile\":\"13900008716\"}"), 0x5a));
	planting(garden, "a record in XML combined with c4, in base64 in JSON");
	tells(garden, "contact.mobile", "13900008716");
	post(garden,
	     joined(garden,
		    (const struct bytes[]){
			    BYTES("{\"payload\":\""),
			    as_base64(garden,
				      with_byte(garden,
						BYTES("<?xml "
						      "version=\"1.0\"?><u><mobile>13900008716</mobile></u>"),
						0xc4)),
			    BYTES("\"}") },
		    3));
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		planting(garden, nothing[i].name);
		post(garden, nothing[i].body);
	}
}
