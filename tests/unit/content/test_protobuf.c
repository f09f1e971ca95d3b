/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes made by protobuf 3.21.12 from invented values. */
#include "content/reading.h"

#include "content/look_alikes.h"

extern const struct content_decoder content_decoder_protobuf, content_decoder_grpc;

static const struct {
	const char *media_type;
	struct bytes data;
	const char *expected;
} documents[] = {
	/* every kind of field */
	{ "",
	  BYTES("\x08\x07\x12\x17\x0a\x06\xe6\xb5\x8b\xe8\xaf\x95\x12\x0b\x31\x33\x38\x30\x30\x31\x33"
		"\x38\x30\x30\x30\x18\x1f\x1a\x17\x09\x63\x45\x0d\xa6\x61\xf4\x43@\x11\xaf\xb1KTo\x19"
		"]@\x1d\x00\x00HA\"\x06\x03\x8e\x02\x9e\xa7\x05*@\x00\x00\x00?\x00\x00\x80\xbe\x00"
		"\x00\x00?\x00\x00\x80\xbe\x00\x00\x00?\x00\x00\x80\xbe\x00\x00\x00?\x00\x00\x80\xbe"
		"\x00\x00\x00?\x00\x00\x80\xbe\x00\x00\x00?\x00\x00\x80\xbe\x00\x00\x00?\x00\x00\x80"
		"\xbe\x00\x00\x00?\x00\x00\x80\xbe\x32.\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00"
		"\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\x00@\x00\x30\x01\x01\x11\x00\xff\xda"
		"\x00\x08\x01\x01\x00\x00?\x00*\xff\xd9:\x04lock:\x0a\x66ront door@\xfb\xff\xff\xff"
		"\xff\xff\xff\xff\xff\x01M\xa5\x35WiP\x05Z\x13\x0a\x04wifi\x12\x0b\x63orner-lampb\x13"
		"\x0a\x04\x61nna\x12\x0b\x31\x33\x39\x30\x30\x31\x33\x39\x30\x30\x30\x62\x11\x0a\x02l"
		"i\x12\x0b\x31\x33\x37\x30\x30\x31\x33\x37\x30\x30\x30i90\x00\x00\x00\x00\x00\x00p"
		"\x01z\x10\x63\x45\x0d\xa6\x61\xf4\x43@\xaf\xb1KTo\x19]@\x82\x01 a text of a good man"
		"y characters"),
	  "record\n"
	  "value 1 1=#7\n"
	  "record\n"
	  "value 2.1 2.1=\xe6\xb5\x8b\xe8\xaf\x95\n"
	  "value 2.2 2.2=13800138000\n"
	  "value 2.3 2.3=#31\n"
	  "end 2\n"
	  "record\n"
	  "value 3.1 3.1=#39.90923\n"
	  "value 3.2 3.2=#116.39742\n"
	  "value 3.3 3.3=#12.5\n"
	  "end 3\n"
	  "value 4 4=#[3,270,86942]\n"
	  "value 5 5=#[0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25,0.5,-0.25]\n"
	  "value 6 "
	  "6="
	  "\xff\xd8\xff\xe0\\x00\\x10JFIF\\x00\\x01\\x01\\x00\\x00\\x01\\x00\\x01\\x00\\x00\xff\xc0\\x00\\x0b"
	  "\\x08\\x00@\\x000\\x01\\x01\\x11\\x00\xff\xda\\x00\\x08\\x01\\x01\\x00\\x00?\\x00*\xff\xd9\n"
	  "value 7 7=lock\n"
	  "value 7 7=front door\n"
	  "value 8 8=#-5\n"
	  "value 9 9=#1767323045\n"
	  "value 10 10=#5\n"
	  "record\n"
	  "value 11.1 11.1=wifi\n"
	  "value 11.2 11.2=corner-lamp\n"
	  "end 11\n"
	  "record\n"
	  "value 12.1 12.1=anna\n"
	  "value 12.2 12.2=13900139000\n"
	  "end 12\n"
	  "record\n"
	  "value 12.1 12.1=li\n"
	  "value 12.2 12.2=13700137000\n"
	  "end 12\n"
	  "value 13 13=#12345\n"
	  "value 14 14=#1\n"
	  "value 15 15=#[39.90923,116.39742]\n"
	  "value 16 16=a text of a good many characters\n"
	  "end\n"
	  "decoded" },
	/* a position */
	{ "", BYTES("\x09\x63\x45\x0d\xa6\x61\xf4\x43@\x11\xaf\xb1KTo\x19]@"),
	  "record\n"
	  "value 1 1=#39.90923\n"
	  "value 2 2=#116.39742\n"
	  "end\n"
	  "decoded" },
	/* a single text */
	{ "", BYTES("\x0a\x0b\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30"),
	  "record\n"
	  "value 1 1=13800138000\n"
	  "end\n"
	  "decoded" },
	/* two texts */
	{ "", BYTES("\x0a\x04\x61nna\x12\x0b\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30"),
	  "record\n"
	  "value 1 1=anna\n"
	  "value 2 2=13800138000\n"
	  "end\n"
	  "decoded" },
	/* declared: hardly a bit says so */
	{ "application/x-protobuf", BYTES("\x08\x01\x10\xac\x02"),
	  "record\n"
	  "value 1 1=#1\n"
	  "value 2 2=#300\n"
	  "end\n"
	  "decoded" },
	/* floats */
	{ "",
	  BYTES("\x08\x01*@\xcd\xcc\xcc=\xcd\xccL>\x9a\x99\x99>\xcd\xcc\xcc>\x00\x00\x00?\x9a\x99\x19"
		"?333?\xcd\xccL?fff?\x00\x00\x80?\xcd\xcc\x8c?\x9a\x99\x99?ff\xa6?33\xb3?\x00\x00\xc0"
		"?\xcd\xcc\xcc?"),
	  "record\n"
	  "value 1 1=#1\n"
	  "value 5 5=#[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1,1.1,1.2,1.3,1.4,1.5,1.6]\n"
	  "end\n"
	  "decoded" },
};

static void what_the_library_made_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct content content = { .data = documents[i].data,
					   .media_type = bytes_of(documents[i].media_type) };

		assert_true(bid_of(&content_decoder_protobuf, &content) >= 12);
		assert_reading(&content_decoder_protobuf, &content, documents[i].expected);
		assert_survives(&content_decoder_protobuf, &content);
	}
}

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	struct content content = { .data = BYTES("\x0a\x04\x61nna\x12\x0b\x31\x33\x38\x30\x30\x31"),
				   .incomplete = true };

	(void)state;
	assert_true(bid_of(&content_decoder_protobuf, &content) > 0);
	assert_reading(&content_decoder_protobuf, &content,
		       "record\nvalue 1 1=anna\nvalue 2 2=138001\nend\nin-part");
	content.incomplete = false;
	assert_int_equal(bid_of(&content_decoder_protobuf, &content), 0);
	assert_reading(&content_decoder_protobuf, &content, "not-mine");
}

static void what_is_not_consistent_is_none(void **state)
{
	static const struct bytes broken[] = {
		BYTES("\x0a\x04\x61nna\x12\x0b\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x01"), /* more
												     behind */
		BYTES("\x0a\x04\x61nna\x0a\x04\x61nna\x08\x01"),     /* a number of two wire types */
		BYTES("\x0a\x84\x00\x61nna\x12\x04\x61nna"),	     /* a length with a needless byte */
		BYTES("\x0a\x04\x61nna\x13\x01\x14\x12\x04\x61nna"), /* a group */
		BYTES("\x02\x04\x61nna\x12\x04\x61nna"),	     /* a field 0 */
		BYTES("\x0a\x04\x61nna\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x12\x04\x61nna"),
		BYTES("\"The front door is open, do come in"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct content content = { .data = broken[i] };

		assert_int_equal(bid_of(&content_decoder_protobuf, &content), 0);
		if (i + 1 < COUNT_OF(broken))
			assert_reading(&content_decoder_protobuf, &content, "not-mine");
	}
}

static void deep_nesting_is_left_as_bytes(void **state)
{
	uint8_t deep[128];
	struct content content = { .data = { deep, sizeof deep } };
	struct examination *reading = calloc(1, sizeof *reading);

	(void)state;
	for (size_t at = 0; at < sizeof deep; at += 2) {
		deep[at] = 0x0a;
		deep[at + 1] = (uint8_t)(sizeof deep - at - 2);
	}
	(void)reading_of(reading, &content_decoder_protobuf, &content);
	free(reading);
}

#define CONTACT "\x0a\x04\x61nna\x12\x0b\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30"

static void messages_of_grpc_are_taken_apart(void **state)
{
	struct content content = { .data = BYTES("\0\0\0\0\x13" CONTACT) };

	(void)state;
	assert_true(bid_of(&content_decoder_grpc, &content) >= 40);
	assert_reading(&content_decoder_grpc, &content,
		       "content grpc type=application/protobuf: \\x0a\\x04anna\\x12\\x0b"
		       "13800138000\ndecoded");
	content.data = BYTES("\0\0\0\0\x14" CONTACT);
	assert_int_equal(bid_of(&content_decoder_grpc, &content), 0);
	/* several, one of them packed, trailers as gRPC-Web has them */
	content = (struct content){ .data = BYTES("\0\0\0\0\2\x08\1\1\0\0\0\2zz\x80\0\0\0\x0dgrpc-status:0"),
				    .media_type = BYTES("application/grpc-web+proto") };
	assert_true(bid_of(&content_decoder_grpc, &content) >= 32);
	assert_reading(
		&content_decoder_grpc, &content,
		"content grpc type=application/protobuf: \\x08\\x01\ncontent grpc: zz\ntext grpc-status:0\n"
		"decoded");
	content.data = BYTES("\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0");
	assert_reading(&content_decoder_grpc, &content,
		       "content grpc type=application/protobuf: \\x00\\x00\\x00\\x00\\x00\ndecoded");
	content.data = BYTES("\0\0\0\0\5\x08");
	assert_reading(&content_decoder_grpc, &content, "not-mine");
	content.incomplete = true;
	assert_reading(&content_decoder_grpc, &content,
		       "content grpc type=application/protobuf cut: \\x08\nin-part");
	assert_survives(&content_decoder_grpc, &content);
}

static void others_are_left_alone(void **state)
{
	(void)state;
	assert_leaves_others(&content_decoder_grpc, 0);
	assert_leaves_others(&content_decoder_protobuf, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_library_made_is_read),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(what_is_not_consistent_is_none),
		cmocka_unit_test(deep_nesting_is_left_as_bytes),
		cmocka_unit_test(messages_of_grpc_are_taken_apart),
		cmocka_unit_test(others_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
