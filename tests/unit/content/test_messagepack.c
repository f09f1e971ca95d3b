/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by msgpack 1.0.3 from invented values. */
#include "content/reading.h"

#include "content/look_alikes.h"

extern const struct content_decoder content_decoder_messagepack;

static const struct {
	const char *media_type;
	struct bytes data;
	const char *expected;
} documents[] = {
	/* of all kinds of item */
	{ "",
	  BYTES("\x86\xa4user\x82\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\xa3\x61ge"
		"\x1f\xa8position\x82\xa3lat\xcb@C\xf4\x61\xa6\x0d\x45\x63\xa3lng\xcb@]\x19oTK\xb1"
		"\xaf\xa5login\x82\xa8username\xa4\x61nna\xa8password\xaaInvented#1\xa3ids\x93\x01"
		"\xfe\xa1x\xa2ok\xc3\xa4none\xc0"),
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
	/* numbers, times, extensions */
	{ "",
	  BYTES("\x86\xa1\x61\x99\x00\x7f\xcc\x80\xcd\xff\xff\xcf\x00\x00\x00\x01\x00\x00\x00\x00\xcf"
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xd0\xdf\xd3\x80\x00\x00\x00\x00\x00\x00\x00\xa6"
		"single\xcb?\xf0\x00\x00\x00\x00\x00\x00\xa4when\xd7\xff\x01\x31-\x00iW5\xa5\xa4then"
		"\xc7\x0c\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xa3\x65xt\xc7\x0a\x05he"
		"llo, you\xa3\x62in\xc4\x04\xff\xd8\xff\xe0"),
	  "record\n"
	  "value $.a[*] a=#0\n"
	  "value $.a[*] a=#127\n"
	  "value $.a[*] a=#128\n"
	  "value $.a[*] a=#65535\n"
	  "value $.a[*] a=#4294967296\n"
	  "value $.a[*] a=#18446744073709551615\n"
	  "value $.a[*] a=#-1\n"
	  "value $.a[*] a=#-33\n"
	  "value $.a[*] a=#-9223372036854775808\n"
	  "value $.single single=#1\n"
	  "value $.when when=2026-01-02T03:04:05.005Z\n"
	  "value $.then then=1969-12-31T23:59:59Z\n"
	  "value $.ext ext=hello, you\n"
	  "value $.bin bin=\xff\xd8\xff\xe0\n"
	  "end $\n"
	  "decoded" },
	/* singles */
	{ "", BYTES("\x82\xa3lat\xca\x42\x1f\xa3\x0d\xa9longitude\xca\x42\xe8\xcb{"),
	  "record\n"
	  "value $.lat lat=#39.90923\n"
	  "value $.longitude longitude=#116.39742\n"
	  "end $\n"
	  "decoded" },
	/* text that is not UTF-8 */
	{ "",
	  BYTES("\x82\xa4name\xa4\xb2\xe2\xca\xd4\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30"
		"\x30\x30"),
	  "record\n"
	  "value $.name name=\xb2\xe2\xca\xd4\n"
	  "value $.phone phone=13800138000\n"
	  "end $\n"
	  "decoded" },
	/* one after the other */
	{ "",
	  BYTES("\x81\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x81\xa5phone\xab\x31"
		"\x33\x39\x30\x30\x31\x33\x39\x30\x30\x30"),
	  "record\n"
	  "value $.phone phone=13800138000\n"
	  "end $\n"
	  "record\n"
	  "value $.phone phone=13900139000\n"
	  "end $\n"
	  "decoded" },
	/* names that are numbers */
	{ "", BYTES("\x82\x01\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x02\xa7\x61nna li"),
	  "record\n"
	  "value $.1 1=13800138000\n"
	  "value $.2 2=anna li\n"
	  "end $\n"
	  "decoded" },
	/* maps and texts with longer heads */
	{ "",
	  BYTES("\x84\xa4text\xd9(tttttttttttttttttttttttttttttttttttttttt\xa4list\xdc\x00\x11\x00"
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\xa4many\xde\x00\x10"
		"\xa2k0\x00\xa2k1\x01\xa2k2\x02\xa2k3\x03\xa2k4\x04\xa2k5\x05\xa2k6\x06\xa2k7\x07\xa2"
		"k8\x08\xa2k9\x09\xa3k10\x0a\xa3k11\x0b\xa3k12\x0c\xa3k13\x0d\xa3k14\x0e\xa3k15\x0f"
		"\xa5\x62ytes\xc5\x01\x00............................................................"
		"...................................................................................."
		"...................................................................................."
		"............................"),
	  "record\n"
	  "value $.text text=tttttttttttttttttttttttttttttttttttttttt\n"
	  "value $.list list=#[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]\n"
	  "record\n"
	  "value $.many.k0 k0=#0\n"
	  "value $.many.k1 k1=#1\n"
	  "value $.many.k2 k2=#2\n"
	  "value $.many.k3 k3=#3\n"
	  "value $.many.k4 k4=#4\n"
	  "value $.many.k5 k5=#5\n"
	  "value $.many.k6 k6=#6\n"
	  "value $.many.k7 k7=#7\n"
	  "value $.many.k8 k8=#8\n"
	  "value $.many.k9 k9=#9\n"
	  "value $.many.k10 k10=#10\n"
	  "value $.many.k11 k11=#11\n"
	  "value $.many.k12 k12=#12\n"
	  "value $.many.k13 k13=#13\n"
	  "value $.many.k14 k14=#14\n"
	  "value $.many.k15 k15=#15\n"
	  "end $.many\n"
	  "value $.bytes "
	  "bytes=............................................................................................"
	  ".................................................................................................."
	  "..................................................................\n"
	  "end $\n"
	  "decoded" },
};

static void what_the_library_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct content content = { .data = documents[i].data,
					   .media_type = bytes_of(documents[i].media_type) };

		assert_true(bid_of(&content_decoder_messagepack, &content) >= 12);
		assert_reading(&content_decoder_messagepack, &content, documents[i].expected);
		assert_survives(&content_decoder_messagepack, &content);
	}
}

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	struct bytes whole = BYTES("\x82\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\xa4note"
				   "\xb1the front is open");
	struct content content = { .data = bytes_slice(whole, 0, whole.size - 4), .incomplete = true };

	(void)state;
	assert_reading(
		&content_decoder_messagepack, &content,
		"record\nvalue $.phone phone=13800138000\nvalue $.note note=the front is \nend $\nin-part");
	content.incomplete = false;
	assert_reading(&content_decoder_messagepack, &content, "not-mine");
	content.media_type = BYTES("application/x-msgpack");
	assert_reading(&content_decoder_messagepack, &content,
		       "record\nvalue $.phone phone=13800138000\nvalue $.note note=the front is \nend $\n"
		       "undecoded msgpack cut 0\nin-part");
	content.data = BYTES("\x82\xa5phone\xa3\x31\x33\x38\xa1\x61\xc1\x01");
	assert_reading(&content_decoder_messagepack, &content,
		       "record\nvalue $.phone phone=138\nend $\nundecoded msgpack malformed 2\nin-part");
}

static void broken_items_are_no_messagepack(void **state)
{
	static const struct bytes broken[] = {
		BYTES("\x81\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30 and more"),
		BYTES("\x82\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30"),
		BYTES("\x82\xa5phone\xab\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x01\x02"),
		BYTES("\x81\xa5phone\xc1"),
		BYTES("\x81\xa5ph\x01ne\xa5hello"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++)
		assert_reading(&content_decoder_messagepack, &(struct content){ .data = broken[i] },
			       "not-mine");
}

static void others_are_left_alone(void **state)
{
	(void)state;
	assert_leaves_others(&content_decoder_messagepack, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_library_made_is_read),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(broken_items_are_no_messagepack),
		cmocka_unit_test(others_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
