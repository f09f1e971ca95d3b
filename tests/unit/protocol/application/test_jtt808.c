/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, places and names are invented. */
#include "protocol_harness.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_jtt808;

static const struct bytes phone = BYTES("\x01\x99\x00\x00\x12\x34"), /* 19900001234 */
	newer_phone = BYTES("\0\0\0\0\x01\x99\x00\x00\x12\x34");

/* Frames of one test; the bytes stay until frames_forget(). */
static struct buffer frames[24];
static size_t frame_count;

static void forget_frames(void)
{
	while (frame_count)
		buffer_free(&frames[--frame_count]);
}

static void put(struct buffer *to, uint8_t byte, uint8_t *sum)
{
	*sum ^= byte;
	if (byte == 0x7e || byte == 0x7d) {
		buffer_append_byte(to, 0x7d);
		byte = byte == 0x7e ? 2 : 1;
	}
	buffer_append_byte(to, byte);
}

static void put_all(struct buffer *to, struct bytes bytes, uint8_t *sum)
{
	for (size_t i = 0; i < bytes.size; i++)
		put(to, bytes.data[i], sum);
}

struct head {
	unsigned id, attributes, serial, total, which;
};

/* A frame as the standard has it. */
static struct bytes frame(struct head head, struct bytes body)
{
	assert_true(frame_count < COUNT_OF(frames));
	struct buffer *to = &frames[frame_count++];
	unsigned attributes = head.attributes | (unsigned)body.size | (head.total ? 0x2000 : 0);
	const uint8_t start[] = { (uint8_t)(head.id >> 8), (uint8_t)head.id, (uint8_t)(attributes >> 8),
				  (uint8_t)attributes };
	const uint8_t more[] = { (uint8_t)(head.serial >> 8), (uint8_t)head.serial };
	const uint8_t packets[] = { (uint8_t)(head.total >> 8), (uint8_t)head.total,
				    (uint8_t)(head.which >> 8), (uint8_t)head.which };
	uint8_t sum = 0;

	*to = buffer_of(1 << 16);
	buffer_append_byte(to, 0x7e);
	put_all(to, (struct bytes){ start, 4 }, &sum);
	if (attributes & 0x4000)
		put(to, 1, &sum);
	put_all(to, attributes & 0x4000 ? newer_phone : phone, &sum);
	put_all(to, (struct bytes){ more, 2 }, &sum);
	if (head.total)
		put_all(to, (struct bytes){ packets, 4 }, &sum);
	put_all(to, body, &sum);
	put(to, sum, &sum);
	buffer_append_byte(to, 0x7e);
	return buffer_bytes(to);
}

static struct step sends(enum direction direction, struct bytes bytes)
{
	return (struct step){ .direction = direction, .bytes = bytes };
}

/* 31.230416, 121.473701 as ever; 7d stands in the alarms to be escaped */
#define PLACE \
	"\x00\x00\x7e\x7d\x00\x00\x00\x02" \
	"\x01\xdc\x89\xd0\x07\x3d\x8e\x85\x00\x0a\x00\x78\x00\x5a\x26\x03\x01\x08\x00\x00"

static void a_terminal_registers_and_proves_itself(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT,
		      frame((struct head){ .id = 0x0100, .serial = 1 },
			    BYTES("\0\x1f\0\x73WX001LOCUS-7\0\0\0\0\0\0\0\0\0\0\0\0\0T000042\x02\xbb\xa6"
				  "A12345"))),
		sends(FROM_SERVER,
		      frame((struct head){ .id = 0x8100, .serial = 1 }, BYTES("\0\1\0qL7-token"))),
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0102, .serial = 2 }, BYTES("qL7-token"))),
		sends(FROM_SERVER, frame((struct head){ .id = 0x8001, .serial = 2 }, BYTES("\0\2\1\2\0"))),
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0002, .serial = 3 }, BYTES_EMPTY)),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 0100 registration -: terminalPhone=19900001234; manufacturerId=WX001; "
		     "terminalModel=LOCUS-7; terminalId=T000042; plateNumber=沪A12345\n"
		     "record body 8100 registration answer -: terminalPhone=19900001234\n"
		     "record body 0102 authentication -: terminalPhone=19900001234\n"
		     "record body 8001 answer -: terminalPhone=19900001234\n"
		     "record body 0002 heartbeat -: terminalPhone=19900001234\n"
		     "credential scheme=jtt808 class=token data=credential.token user=19900001234 "
		     "secret=qL7-token method=8100 registration answer consent=unknown confidence=certain "
		     "why=token that the platform gives at registration and takes as proof @2\n"
		     "credential scheme=jtt808 class=token data=credential.token user=19900001234 "
		     "secret=qL7-token method=0102 authentication consent=unknown confidence=certain "
		     "why=token by which the terminal proves itself result=accepted @3\n");
	forget_frames();
}

static void the_edition_of_2019_names_the_telephone(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0102, .attributes = 0x4000 },
					 BYTES("\x03"
					       "abc350000000000019V1.2.0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"))),
		sends(FROM_SERVER,
		      frame((struct head){ .id = 0x8001, .attributes = 0x4000 }, BYTES("\0\0\1\2\1"))),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 0102 authentication -: terminalPhone=19900001234; imei=350000000000019; "
		     "softwareVersion=V1.2.0\n"
		     "record body 8001 answer -: terminalPhone=19900001234\n"
		     "credential scheme=jtt808 class=token data=credential.token user=19900001234 secret=abc "
		     "method=0102 authentication consent=unknown confidence=certain why=token by which the "
		     "terminal proves "
		     "itself result=refused @1\n");
	forget_frames();
}

static void positions_have_places_cells_and_access_points(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT,
		      frame((struct head){ .id = 0x0200 },
			    BYTES(PLACE
				  "\x01\x04\0\0\x10\x00\x54\x0f\x02\x02\xab\xcd\x7e\x00\x01\xc8\x02\xab\xcd"
				  "\x7e\x00\x02\xb0\x5d\x0b\x01\x01\xcc\x00\x51\x79\0\0\xa8\xcc\xb0"))),
		sends(FROM_CLIENT,
		      frame((struct head){ .id = 0x0200 },
			    BYTES("\0\0\0\0\0\0\0\x0e\x01\xdc\x89\xd0\x07\x3d\x8e\x85\0\0\0\0\0\0\x26\x03\x01"
				  "\x08"
				  "\x00\x01\xeb\x20\0\x0b\0\xd8\x01\xcc\0\x51\x79\0\0\xa8\xcc\0\x11\0\xd5"
				  "350000000000019"))),
		sends(FROM_CLIENT,
		      frame((struct head){ .id = 0x0704 },
			    BYTES("\0\x02\x01\0\x1c" PLACE "\0\x1c"
				  "\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x26\x03\x01\x08\x00\x02"))),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 0200 position -: terminalPhone=19900001234; latitude=31.230416; "
		     "longitude=121.474693; wifiList=02:ab:cd:7e:00:01,-56|02:ab:cd:7e:00:02,-80; "
		     "baseStation=460,0,20857,43212\n"
		     "record body 0200 position -: terminalPhone=19900001234; latitude=-31.230416; "
		     "longitude=-121.474693; baseStation=460,0,20857,43212; imei=350000000000019\n"
		     "record body 0704 positions -: terminalPhone=19900001234\n"
		     "record body 0704 positions -: latitude=31.230416; longitude=121.474693\n");
	forget_frames();
}

static void the_platform_names_numbers_and_contacts(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_SERVER, frame((struct head){ .id = 0x8103 },
					 BYTES("\x03\0\0\0\x13\x0dtrack.example\0\0\0\x48\x0b"
					       "19900005678\0\0\0\x01\x04\0\0\0\x1e"))),
		sends(FROM_SERVER, frame((struct head){ .id = 0x8401 },
					 BYTES("\x02\x02\x03\x0b"
					       "19900005678\x06\xcd\xf5\xb6\xfe\xd0\xa1\x03\x0b"
					       "19900006789\x04\xc4\xcc\xc4\xcc"))),
		sends(FROM_SERVER, frame((struct head){ .id = 0x8400 }, BYTES("\x01"
									      "19900005678"))),
		sends(FROM_SERVER, frame((struct head){ .id = 0x8300 }, BYTES("\x01\xbb\xd8\xbc\xd2"))),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 8103 parameters -: terminalPhone=19900001234; serverAddress=track.example; "
		     "monitorPhone=19900005678\n"
		     "record body 8401 phone book -: terminalPhone=19900001234\n"
		     "record body 8401 phone book -: contactPhone=19900005678; contactName=王二小\n"
		     "record body 8401 phone book -: contactPhone=19900006789; contactName=奶奶\n"
		     "record body 8400 call back -: terminalPhone=19900001234; monitorPhone=19900005678\n"
		     "record body 8300 text -: terminalPhone=19900001234; text=回家\n");
	forget_frames();
}

#define MEDIA "\0\0\0\x07\0\0\0\1" PLACE "\xff\xd8\xff\xe0 the first"

static void packets_are_joined_in_any_order(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 9, 3, 1 }, BYTES(MEDIA))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 11, 3, 3 }, BYTES(" and last"))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 11, 3, 3 }, BYTES(" and last"))),
		sends(FROM_CLIENT, frame((struct head){ 0x0900, 0, 12, 0, 0 }, BYTES("\x41{\"a\":1}"))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 10, 3, 2 }, BYTES(" second"))),
	};

	CHECK_STREAM(
		&app_decoder_jtt808, steps,
		"content body 0900 transparent - label=transparent: {\"a\":1}\n"
		"record body 0900 transparent -: terminalPhone=19900001234\n"
		"content body 0801 multimedia - label=multimedia type=image/jpeg: \\xff\\xd8\\xff\\xe0 the "
		"first second and last\n"
		"record body 0801 multimedia -: terminalPhone=19900001234; latitude=31.230416; "
		"longitude=121.474693\n");
	forget_frames();
}

static void a_message_without_all_its_packets_is_read_as_far(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT,
		      frame((struct head){ 0x0801, 0, 9, 3, 1 }, BYTES("\0\0\0\x07\0\0\0\1\xff\xd8\xff"))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 11, 3, 3 }, BYTES(" and last"))),
	};

	CHECK_STREAM(
		&app_decoder_jtt808, steps,
		"content body 0801 multimedia - label=multimedia type=image/jpeg incomplete: "
		"\\xff\\xd8\\xff\n"
		"undecoded reason=cut decoder=jtt808 text=packets of a message are missing bytes=9 @2\n");
	forget_frames();
}

static void what_is_encrypted_is_counted(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0002 }, BYTES_EMPTY)),
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0200, .attributes = 0x400 }, BYTES(PLACE))),
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0002 }, BYTES_EMPTY)),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 0002 heartbeat -: terminalPhone=19900001234\n"
		     "record body 0002 heartbeat -: terminalPhone=19900001234\n"
		     "undecoded reason=encrypted decoder=jtt808 text=by RSA: the key of the side that "
		     "receives it would decide bytes=45 @2\n");
	forget_frames();
}

static void broken_frames_are_said_and_left_behind(void **state)
{
	(void)state;
	struct bytes good = frame((struct head){ .id = 0x0002 }, BYTES_EMPTY);
	struct bytes wrong = frame((struct head){ .id = 0x0002, .serial = 5 }, BYTES_EMPTY);

	frames[1].data[3] ^= 1; /* another size */
	const struct step steps[] = { sends(FROM_CLIENT, good),
				      sends(FROM_CLIENT, wrong),
				      sends(FROM_CLIENT, good),
				      CLIENT_LOST(8),
				      sends(FROM_CLIENT, bytes_from(good, 8)),
				      sends(FROM_CLIENT, good) };

	conversation_says(&(struct conversation){ &app_decoder_jtt808, steps, COUNT_OF(steps), false, 0 },
			  (const char *const[]){
				  "undecoded reason=malformed decoder=jtt808 text=size, checksum or "
				  "telephone number of the header is wrong bytes=14 @2",
				  "undecoded reason=cut decoder=jtt808 text=no frame starts here bytes=6 @5",
				  NULL });
	forget_frames();
}

static void an_item_that_does_not_fit_is_malformed(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT, frame((struct head){ .id = 0x0200 }, BYTES(PLACE "\x01\x09\1\2\3"))),
	};

	CHECK_STREAM(&app_decoder_jtt808, steps,
		     "record body 0200 position -: terminalPhone=19900001234; latitude=31.230416; "
		     "longitude=121.474693\n"
		     "undecoded reason=malformed decoder=jtt808 text=the body is broken bytes=50 @1\n");
	forget_frames();
}

static void bids_for_frames_that_are_right(void **state)
{
	(void)state;
	struct bytes good = frame((struct head){ .id = 0x7001 }, BYTES("x"));
	struct bytes known = frame((struct head){ .id = 0x0801 }, BYTES(PLACE PLACE));
	struct bytes other = frame((struct head){ .id = 0x7001 }, BYTES(PLACE PLACE));

	assert_true(bid_for(&app_decoder_jtt808, FROM_CLIENT, good) >= 32);
	assert_true(bid_for(&app_decoder_jtt808, FROM_CLIENT, bytes_slice(known, 0, 40)) >= 24);
	assert_int_equal(bid_for(&app_decoder_jtt808, FROM_CLIENT, bytes_slice(other, 0, 40)), 0);
	/* PPP in HDLC frames begins and ends alike, and so do lines of tildes. */
	assert_int_equal(
		bid_for(&app_decoder_jtt808, FROM_CLIENT,
			BYTES("\x7e\xff\x03\xc0\x21\x01\x01\x00\x0a\x05\x06\x1b\x2c\x3d\x4e\x12\x34\x7e")),
		0);
	assert_int_equal(bid_for(&app_decoder_jtt808, FROM_CLIENT, BYTES("~~~~~~~~~~~~~~~~~~~~")), 0);
	assert_int_equal(bid_for(&app_decoder_jtt808, FROM_CLIENT, BYTES("~0123456789abcdef~")), 0);
	assert_int_equal(bid_for(&app_decoder_jtt808, FROM_CLIENT, BYTES("~/home/x and much more~")), 0);
	forget_frames();
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = {
		sends(FROM_CLIENT,
		      frame((struct head){ .id = 0x0200 }, BYTES(PLACE "\x54\x08\x01\2\0\0\0\0\1\xc8"))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 9, 2, 1 }, BYTES(MEDIA))),
		sends(FROM_CLIENT, frame((struct head){ 0x0801, 0, 10, 2, 2 }, BYTES("x"))),
	};

	conversation_survives(
		&(struct conversation){ &app_decoder_jtt808, steps, COUNT_OF(steps), false, 0 });
	conversation_survives(&(struct conversation){ &app_decoder_jtt808, steps, COUNT_OF(steps), true, 0 });
	forget_frames();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_registers_and_proves_itself),
		cmocka_unit_test(the_edition_of_2019_names_the_telephone),
		cmocka_unit_test(positions_have_places_cells_and_access_points),
		cmocka_unit_test(the_platform_names_numbers_and_contacts),
		cmocka_unit_test(packets_are_joined_in_any_order),
		cmocka_unit_test(a_message_without_all_its_packets_is_read_as_far),
		cmocka_unit_test(what_is_encrypted_is_counted),
		cmocka_unit_test(broken_frames_are_said_and_left_behind),
		cmocka_unit_test(an_item_that_does_not_fit_is_malformed),
		cmocka_unit_test(bids_for_frames_that_are_right),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
