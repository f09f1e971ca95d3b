/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#define AP	"\x02\x00\x00\x00\x00\xaa"
#define STATION "\x02\x00\x00\x00\x00\x01"
#define HOST	"\x02\x00\x00\x00\x00\x02"
#define RELAY	"\x02\x00\x00\x00\x00\xbb"
#define LLC	"\xaa\xaa\x03\x00\x00\x00\x08\x00"
/* Data to the access point; the second octet of the control and the sequence control given */
#define TO_AP(flags, sequence) "\x08" flags "\x00\x00" AP STATION HOST sequence
#define QOS_TO_AP(flags, qos)  "\x88" flags "\x00\x00" AP STATION HOST "\x10\x00" qos
#define PART(size)	       HOST STATION "\x00" size LLC HI

static const struct selector plain = { SELECT_LINK, 105 };

static const struct packet_sample samples[] = {
	{ "to the access point", plain, BYTES(TO_AP("\x01", "\x10\x00") LLC HI), "udp udp 1234>80 hi\n" },
	{ "checksum behind the datagram", plain, BYTES(TO_AP("\x01", "\x10\x00") LLC HI "\1\2\3\4"),
	  "udp udp 1234>80 hi\n" },
	{ "from the access point", plain, BYTES("\x08\x02\x00\x00" HOST AP STATION "\x10\x00" LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "between stations", plain, BYTES("\x08\x00\x00\x00" HOST STATION AP "\x10\x00" LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "between access points", plain, BYTES("\x08\x03\x00\x00" AP RELAY HOST "\x10\x00" STATION LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "quality of service", plain, BYTES(QOS_TO_AP("\x01", "\x00\x00") LLC HI), "udp udp 1234>80 hi\n" },
	{ "HT control", plain, BYTES(QOS_TO_AP("\x81", "\x00\x00") "\0\0\0\0" LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "order without quality of service", plain, BYTES(TO_AP("\x81", "\x10\x00") LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "mesh control", plain,
	  BYTES("\x88\x03\x00\x00" AP RELAY HOST "\x10\x00" STATION "\x00\x01\x00\x1f\1\0\0\0" LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "two frames in one", plain,
	  BYTES(QOS_TO_AP("\x01", "\x80\x00") PART("\x26") PART("\x26") "\1\2\3\4"),
	  "udp udp 1234>80 hi\nudp udp 1234>80 hi\n" },
	{ "the second frame is broken", plain, BYTES(QOS_TO_AP("\x01", "\x80\x00") PART("\x26") PART("\x27")),
	  "udp udp 1234>80 hi\nbroken - malformed\n" },
	{ "no data", plain, BYTES("\x48\x11\x00\x00" AP STATION HOST "\x10\x00"), "control 802.11\n" },
	{ "WEP", plain,
	  BYTES(TO_AP("\x41", "\x10\x00") "\x01\x02\x03\x00"
					  "........"),
	  "opaque 802.11 wep\n" },
	{ "TKIP", plain,
	  BYTES(TO_AP("\x41", "\x10\x00") "\x01\x21\x03\x20\0\0\0\0"
					  "........"),
	  "opaque 802.11 tkip\n" },
	{ "CCMP", plain,
	  BYTES(TO_AP("\x41", "\x10\x00") "\x01\x05\x00\x20\0\0\0\0"
					  "........"),
	  "opaque 802.11 ccmp\n" },
	{ "first fragment", plain, BYTES(TO_AP("\x05", "\x10\x00") LLC), "opaque 802.11 fragment\n" },
	{ "last fragment", plain, BYTES(TO_AP("\x01", "\x12\x00") "hi"), "opaque 802.11 fragment\n" },
	{ "acknowledgement", plain, BYTES("\xd4\x00\x00\x00" STATION), "control 802.11\n" },
	{ "another version", plain, BYTES("\x09\x00\x00\x00" STATION), "broken - malformed\n" },
	{ "handshake", plain,
	  BYTES(TO_AP("\x01", "\x10\x00") "\xaa\xaa\x03\x00\x00\x00\x88\x8e\x01\x03\x00\x02\x02\x00"),
	  "opaque eapol key-exchange\n" },
	{ "radiotap with clock, checksum, padded header",
	  { SELECT_LINK, 127 },
	  BYTES("\x00\x00\x11\x00\x03\x00\x00\x00"
		"\0\0\0\0\0\0\0\0"
		"\x30"
		"\x88\x01\x00\x00" AP STATION HOST "\x10\x00\x00\x00\0\0" LLC HI "\1\2\3\4"),
	  "udp udp 1234>80 hi\n" },
	{ "radiotap with two words of presence",
	  { SELECT_LINK, 127 },
	  BYTES("\x00\x00\x0d\x00\x02\x00\x00\x80\x00\x00\x00\x00\x10"
		"\x08\x00\x00\x00" HOST STATION AP "\x10\x00" LLC HI "\1\2\3\4"),
	  "udp udp 1234>80 hi\n" },
	{ "radiotap, checksum failed",
	  { SELECT_LINK, 127 },
	  BYTES("\x00\x00\x09\x00\x02\x00\x00\x00\x50" TO_AP("\x01", "\x10\x00") LLC HI "\1\2\3\4"),
	  "opaque radiotap bad-checksum\n" },
	{ "radiotap of nothing",
	  { SELECT_LINK, 127 },
	  BYTES("\x00\x00\x07\x00\0\0\0\0"),
	  "broken - malformed\n" },
	{ "Prism",
	  { SELECT_LINK, 119 },
	  BYTES("\x44\0\0\0\x18\0\0\0"
		"0123456789abcdef" TO_AP("\x01", "\x10\x00") LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "AVS",
	  { SELECT_LINK, 163 },
	  BYTES("\x80\x21\x10\x01\0\0\0\x10"
		"01234567" TO_AP("\x01", "\x10\x00") LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "PPI of 802.11",
	  { SELECT_LINK, 192 },
	  BYTES("\x00\x00\x20\x00\x69\0\0\0"
		"\x02\x00\x14\x00"
		"\0\0\0\0\0\0\0\0\x01\x00"
		"\0\0\0\0\0\0\0\0\0\0" TO_AP("\x01", "\x10\x00") LLC HI "\1\2\3\4"),
	  "udp udp 1234>80 hi\n" },
	{ "PPI, a field longer than its header",
	  { SELECT_LINK, 192 },
	  BYTES("\x00\x00\x10\x00\x69\0\0\0"
		"\x05\x00\x40\x00"
		"\0\0\0\0" TO_AP("\x01", "\x10\x00") LLC HI),
	  "udp udp 1234>80 hi\n" },
	{ "PPI of Ethernet",
	  { SELECT_LINK, 192 },
	  BYTES("\0\0\x08\0\1\0\0\0" MACS "\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "cooked radiotap",
	  { SELECT_LINK, 113 },
	  BYTES("\0\0\x03\x23\0\6\2\0\0\0\0\1\0\0\0\0"
		"\0\0\x08\0\0\0\0\0" TO_AP("\x01", "\x10\x00") LLC HI),
	  "udp udp 1234>80 hi\n" },
};

static void reads_frames(void **state)
{
	(void)state;
	packet_samples_check(samples, COUNT_OF(samples));
}

/* Who sent it to whom does not depend on how many relays there were. */
static void finds_both_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < 10; i++) {
		struct packet packet = { .rest = cursor_over(samples[i].frame),
					 .wire_left = samples[i].frame.size,
					 .next = plain };

		packet_decode(&packet);
		if (packet.source_mac.octets[5] != 1 || packet.destination_mac.octets[5] != 2)
			fail_msg("%s", samples[i].what);
	}
}

/* What is announced inside what is announced would grow without end. */
static void announces_once(void **state)
{
	struct packet packet = { .rest = cursor_over(BYTES("0123456789")), .wire_left = 20 };

	(void)state;
	assert_true(packet_announce(&packet, 4, plain));
	assert_int_equal(packet.wire_left, 4);
	assert_int_equal(packet.further.wire_size, 16);
	assert_false(packet_announce(&packet, 2, plain));
	assert_string_equal(packet.reason, "limit");
	assert_true(packet_further(&packet));
	assert_null(packet.reason);
	assert_true(bytes_equal(packet.rest.rest, BYTES("456789")));
	assert_int_equal(packet.wire_left, 16);
	assert_false(packet_further(&packet));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_frames),
		cmocka_unit_test(finds_both_ends),
		cmocka_unit_test(announces_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
