/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by cbor2 5.4.6 from invented values. */
#include "content/reading.h"

#include "content/look_alikes.h"

extern const struct content_decoder content_decoder_cbor;

static const struct {
	const char *media_type;
	struct bytes data;
	const char *expected;
} documents[] = {
	/* of all kinds of item */
	{ "",
	  BYTES("\xa6\x64user\xa2\x65phonek13800138000cage\x18\x1fhposition\xa2\x63lat\xfb@C\xf4\x61"
		"\xa6\x0d\x45\x63\x63lng\xfb@]\x19oTK\xb1\xaf\x65login\xa2husernamedannahpasswordjInv"
		"ented#1cids\x83\x01!axbok\xf5\x64none\xf6"),
	  "record\n"
	  "record\n"
	  "value $.user.phone phone=13800138000\n"
	  "value $.user.age age=#31\n"
	  "end $.user\n"
	  "record\n"
	  "value $.position.lat lat=#39.90923\n"
	  "value $.position.lng lng=#116.39742\n"
	  "end $.position\n"
	  "record\n"
	  "value $.login.username username=anna\n"
	  "value $.login.password password=Invented#1\n"
	  "end $.login\n"
	  "value $.ids[*] ids=#1\n"
	  "value $.ids[*] ids=#-2\n"
	  "value $.ids[*] ids=x\n"
	  "end $\n"
	  "decoded" },
	/* numbers of every size */
	{ "",
	  BYTES("\xa4\x61\x61\x89\x00\x17\x18\x18\x19\xff\xff\x1b\x00\x00\x00\x01\x00\x00\x00\x00\x1b"
		"\xff\xff\xff\xff\xff\xff\xff\xff ;\x7f\xff\xff\xff\xff\xff\xff\xff;\xff\xff\xff\xff"
		"\xff\xff\xff\xff\x64half\xfb?\xf8\x00\x00\x00\x00\x00\x00\x66single\x01\x64textf\xe6"
		"\xb5\x8b\xe8\xaf\x95"),
	  "record\n"
	  "value $.a[*] a=#0\n"
	  "value $.a[*] a=#23\n"
	  "value $.a[*] a=#24\n"
	  "value $.a[*] a=#65535\n"
	  "value $.a[*] a=#4294967296\n"
	  "value $.a[*] a=#18446744073709551615\n"
	  "value $.a[*] a=#-1\n"
	  "value $.a[*] a=#-9223372036854775808\n"
	  "value $.a[*] a=#-18446744073709551616\n"
	  "value $.half half=#1.5\n"
	  "value $.single single=#1\n"
	  "value $.text text=\xe6\xb5\x8b\xe8\xaf\x95\n"
	  "end $\n"
	  "decoded" },
	/* halves */
	{ "", BYTES("\xa3\x64tiny\xf9\x00\x01gvoltage\xf9\xb4\x00ktemperature\xf9>\x00"),
	  "record\n"
	  "value $.tiny tiny=#5.9604644775390625e-08\n"
	  "value $.voltage voltage=#-0.25\n"
	  "value $.temperature temperature=#1.5\n"
	  "end $\n"
	  "decoded" },
	/* tags that say what bytes and arrays are */
	{ "",
	  BYTES("\xa9\x64when\xc1\x1aiW5\xa5\x64guid\xd8%P\x00\x11\"3DUfw\x88\x99\xaa\xbb\xcc\xdd\xee"
		"\xff\x63lat\xc4\x82$\x1a\x00<\xe5\x8b\x63lng\xc4\x82\"$cmac\xd8\x30\x46\x02\x00\x00"
		"\x00\x00\x01ggateway\xd8\x34\x44\xc0\x00\x02\x01\x65inner\xd8\x18S\xa1\x65phonek1380"
		"0138000eplace\xd8g\x82\xfb@C\xf4\x61\xa6\x0d\x45\x63\xfb@]\x19oTK\xb1\xaf\x66vector"
		"\xd8UL\x00\x00\x00?\x00\x00\x80\xbe\x00\x00\x80?"),
	  "record\n"
	  "value $.when when=#1767323045\n"
	  "value $.guid guid=00112233-4455-6677-8899-aabbccddeeff\n"
	  "value $.lat lat=#39.90923\n"
	  "value $.lng lng=#-0.005\n"
	  "value $.mac mac=02:00:00:00:00:01\n"
	  "value $.gateway gateway=192.0.2.1\n"
	  "record\n"
	  "value $.inner.phone phone=13800138000\n"
	  "end $.inner\n"
	  "record\n"
	  "value $.place.latitude latitude=#39.90923\n"
	  "value $.place.longitude longitude=#116.39742\n"
	  "end $.place\n"
	  "value $.vector vector=#[0.5,-0.25,1]\n"
	  "end $\n"
	  "decoded" },
	/* itself */
	{ "", BYTES("\xd9\xd9\xf7\xa1\x61t\x01"),
	  "record\n"
	  "value $.t t=#1\n"
	  "end $\n"
	  "decoded" },
	/* strings in chunks, a map without a count */
	{ "",
	  BYTES("\xbf\x65phone\x7f\x65\x31\x33\x38\x30\x30\x66\x31\x33\x38\x30\x30\x30\xff\x64note_Bh"
		"i\xff\xff"),
	  "record\n"
	  "value $.phone phone=13800138000\n"
	  "value $.note note=hi\n"
	  "end $\n"
	  "decoded" },
	/* a vector */
	{ "",
	  BYTES("\xa1\x64\x66\x61\x63\x65\x90\xfb?\xe0\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0\x00\x00"
		"\x00\x00\x00\x00\xfb?\xe0\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0\x00\x00\x00\x00\x00"
		"\x00\xfb?\xe0\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0\x00\x00\x00\x00\x00\x00\xfb?\xe0"
		"\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0\x00\x00\x00\x00\x00\x00\xfb?\xe0\x00\x00\x00"
		"\x00\x00\x00\xfb\xbf\xd0\x00\x00\x00\x00\x00\x00\xfb?\xe0\x00\x00\x00\x00\x00\x00"
		"\xfb\xbf\xd0\x00\x00\x00\x00\x00\x00\xfb?\xe0\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0"
		"\x00\x00\x00\x00\x00\x00\xfb?\xe0\x00\x00\x00\x00\x00\x00\xfb\xbf\xd0\x00\x00\x00"
		"\x00\x00\x00"),
	  "record\n"
	  "value $.face "
	  "face=#[0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25]\n"
	  "end $\n"
	  "decoded" },
	/* a signed claim */
	{ "",
	  BYTES("\xd8=\xd2\x84J\xa2\x01&\x04\x45key-1\xa1\x04\x45kid-2X&\xa4\x01llock.example\x02k138"
		"00138000\x06\x1aiW5\xa5\x07\x42\x01\x02X@\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "record\n"
	  "value $.protected.alg alg=#-7\n"
	  "value $.protected.kid kid=key-1\n"
	  "end $.protected\n"
	  "record\n"
	  "value $.unprotected.kid kid=kid-2\n"
	  "end $.unprotected\n"
	  "record\n"
	  "value $.payload.iss iss=lock.example\n"
	  "value $.payload.sub sub=13800138000\n"
	  "value $.payload.iat iat=#1767323045\n"
	  "value $.payload.cti cti=\\x01\\x02\n"
	  "end $.payload\n"
	  "decoded" },
	/* an encrypted one */
	{ "",
	  BYTES("\xd0\x83\x43\xa1\x01\x01\xa1\x05M\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00G\x91\x12\x83\xfa\xce\x01w"),
	  "record\n"
	  "value $.protected.alg alg=#1\n"
	  "end $.protected\n"
	  "record\n"
	  "value $.unprotected.iv iv=\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\n"
	  "end $.unprotected\n"
	  "undecoded cbor encrypted 7\n"
	  "decoded" },
	/* SenML */
	{ "application/senml+cbor",
	  BYTES("\x82\xa3!x\x19urn:dev:mac:020000000001:\x00\x65phone\x03k13800138000\xa2\x00\x64temp"
		"\x02\xfb@5\x80\x00\x00\x00\x00\x00"),
	  "record\n"
	  "value $[*].bn bn=urn:dev:mac:020000000001:\n"
	  "value $[*].n n=phone\n"
	  "value $[*].vs vs=13800138000\n"
	  "end $[*]\n"
	  "record\n"
	  "value $[*].n n=temp\n"
	  "value $[*].v v=#21.5\n"
	  "end $[*]\n"
	  "decoded" },
	/* names that are numbers */
	{ "", BYTES("\xa2\x01k13800138000\x02\xa1\x03\x64\x61nna"),
	  "record\n"
	  "value $.1 1=13800138000\n"
	  "record\n"
	  "value $.2.3 3=anna\n"
	  "end $.2\n"
	  "end $\n"
	  "decoded" },
	/* one after the other */
	{ "", BYTES("\xa2\x01k13800138000\x02\xa1\x03\x64\x61nna\xd9\xd9\xf7\xa1\x61t\x01"),
	  "record\n"
	  "value $.1 1=13800138000\n"
	  "record\n"
	  "value $.2.3 3=anna\n"
	  "end $.2\n"
	  "end $\n"
	  "record\n"
	  "value $.t t=#1\n"
	  "end $\n"
	  "decoded" },
};

static void what_the_library_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct content content = { .data = documents[i].data,
					   .media_type = bytes_of(documents[i].media_type) };

		assert_true(bid_of(&content_decoder_cbor, &content) >= 12);
		assert_reading(&content_decoder_cbor, &content, documents[i].expected);
		assert_survives(&content_decoder_cbor, &content);
	}
}

static void assert_read(const char *media_type, struct bytes data, bool incomplete, const char *expected)
{
	struct content content = { .data = data,
				   .media_type = bytes_of(media_type),
				   .incomplete = incomplete };

	assert_reading(&content_decoder_cbor, &content, expected);
}

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	struct bytes whole = BYTES("\xa2\x65phonek13800138000\x64note\x71the front is open");

	(void)state;
	assert_read(
		"", bytes_slice(whole, 0, whole.size - 4), true,
		"record\nvalue $.phone phone=13800138000\nvalue $.note note=the front is \nend $\nin-part");
	assert_read("", bytes_slice(whole, 0, whole.size - 4), false, "not-mine");
	assert_read("application/cbor", bytes_slice(whole, 0, whole.size - 4), false,
		    "record\nvalue $.phone phone=13800138000\nvalue $.note note=the front is \nend $\n"
		    "undecoded cbor cut 0\nin-part");
	/* what is declared is read up to where it breaks */
	assert_read("application/cbor", BYTES("\xa2\x65phonek13800138000\x61\x61\xfc\x01"), false,
		    "record\nvalue $.phone phone=13800138000\nend $\nundecoded cbor malformed 2\nin-part");
	assert_read("application/cbor", BYTES("k13800138000"), false, "value $ =13800138000\ndecoded");
	assert_read("application/cbor", BYTES("\x1c nothing"), false, "not-mine");
}

static void deep_nesting_stops_and_is_said(void **state)
{
	uint8_t deep[200];

	(void)state;
	memset(deep, 0x81, sizeof deep);
	assert_read("application/cbor", (struct bytes){ deep, sizeof deep }, false,
		    "limit nesting\nundecoded cbor limit 135\nin-part");
	memset(deep, 0xc1, sizeof deep);
	assert_read("application/cbor", (struct bytes){ deep, sizeof deep }, false,
		    "limit nesting\nundecoded cbor limit 135\nin-part");
	memset(deep, 0x9f, sizeof deep);
	assert_read("", (struct bytes){ deep, sizeof deep }, false, "not-mine");
}

static void broken_items_are_no_cbor(void **state)
{
	static const struct bytes broken[] = {
		BYTES("\xa1\x65phonek1380013800\xff"),	    /* no UTF-8 */
		BYTES("\xa1\x65phonek13800138000!"),	    /* more behind it that is no container */
		BYTES("\xa2\x65phonek13800138000"),	    /* a pair short */
		BYTES("\xa2\x65phonek13800138000\x01\x02"), /* names of two kinds */
		BYTES("\xa1\x65phone\x7f\x45hello\xff"),    /* a chunk of another kind */
		BYTES("\xa1\x65phone\xf0"),		    /* a word without meaning */
		BYTES("\xa1\x65phone\xff"),		    /* a break where none can be */
		BYTES("\xa1\x65ph\x01ne\x65hello"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++)
		assert_read("", broken[i], false, "not-mine");
}

static void others_are_left_alone(void **state)
{
	(void)state;
	assert_leaves_others(&content_decoder_cbor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_library_made_is_read),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(deep_nesting_stops_and_is_said),
		cmocka_unit_test(broken_items_are_no_cbor),
		cmocka_unit_test(others_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
