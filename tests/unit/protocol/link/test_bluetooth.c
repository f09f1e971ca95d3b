/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#include "protocol/link/l2cap.h"

/* As sent: last octet first. The lock is C2:00:00:00:00:01 (random), the phone 02:00:00:00:00:05. */
#define LOCK	  "\x01\x00\x00\x00\x00\xc2"
#define PHONE	  "\x05\x00\x00\x00\x00\x02"
#define EVERYBODY "\xd6\xbe\x89\x8e"
#define ACCESS	  "\x44\x33\x22\x11"
#define CRC	  "\1\2\3"

#define AIR \
	{ \
		SELECT_LINK, 251 \
	}
#define AIR_HEADER \
	{ \
		SELECT_LINK, 256 \
	}
#define H4(number) \
	{ \
		SELECT_LINK, number \
	}

static const struct packet_sample on_the_air[] = {
	{ "advertising", AIR, BYTES(EVERYBODY "\x40\x09" LOCK "\x02\x01\x06" CRC),
	  "link ble 65536 c2:00:00:00:00:01>ff:ff:ff:ff:ff:ff "
	  "@\\x09\\x01\\x00\\x00\\x00\\x00\\xc2\\x02\\x01\\x06\n" },
	{ "directed", AIR, BYTES(EVERYBODY "\xc1\x0c" LOCK PHONE CRC),
	  "link ble 65536 c2:00:00:00:00:01>02:00:00:00:00:05 "
	  "\\xc1\\x0c\\x01\\x00\\x00\\x00\\x00\\xc2\\x05\\x00\\x00\\x00\\x00\\x02\n" },
	{ "asked for more", AIR, BYTES(EVERYBODY "\xc3\x0c" PHONE LOCK CRC), "control ble\n" },
	{ "extended", AIR, BYTES(EVERYBODY "\x47\x0b\x08\x09" LOCK "\x34\x12\x41" CRC),
	  "link ble 65536 c2:00:00:00:00:01>ff:ff:ff:ff:ff:ff "
	  "G\\x0b\\x08\\x09\\x01\\x00\\x00\\x00\\x00\\xc24\\x12A\n" },
	{ "says more than there is", AIR, BYTES(EVERYBODY "\x40\x20" LOCK CRC), "broken - malformed\n" },
	{ "data of nobody known", AIR, BYTES("\x99\x88\x77\x66\x02\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "link ble 4 00:01:66:77:88:99>00:00:66:77:88:99 \\x0a\\x03\\x00\n" },
	{ "connected", AIR,
	  BYTES(EVERYBODY "\x45\x22" PHONE LOCK ACCESS "crc\1\2\0\3\0\4\0\5\0\xff\xff\xff\xff\x1f\x05" CRC),
	  "control ble\n" },
	{ "a read", AIR_HEADER, BYTES("\0\0\0\0\0\0\0\0\x00\x0d" ACCESS "\x02\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "link ble 4 02:00:00:00:00:05>c2:00:00:00:00:01 \\x0a\\x03\\x00\n" },
	{ "the same again", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x00\x0d" ACCESS "\x02\x07\x03\0\4\0\x0a\x03\0" CRC), "control ble\n" },
	{ "answer, first piece", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x80\x0d" ACCESS "\x02\x07\x06\0\4\0\x0b"
		"Lo" CRC),
	  "control ble\n" },
	{ "the answer's first piece, repeated", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x80\x0d" ACCESS "\x02\x07\x06\0\4\0\x0b"
		"Lo" CRC),
	  "control ble\n" },
	{ "nothing", AIR_HEADER, BYTES("\0\0\0\0\0\0\0\0\x00\x0d" ACCESS "\x09\x00" CRC), "control ble\n" },
	{ "answer, second piece", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x80\x0d" ACCESS "\x09\x03"
		"ck1" CRC),
	  "link ble 4 c2:00:00:00:00:01>02:00:00:00:00:05 \\x0bLock1\n" },
	{ "a piece of nothing", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x80\x0d" ACCESS "\x01\x03"
		"ck1" CRC),
	  "opaque ble fragment\n" },
	{ "pairing", AIR, BYTES(ACCESS "\x02\x0b\7\0\6\0\1\3\0\1\x10\7\7" CRC),
	  "link ble 6 02:00:00:00:00:05>c2:00:00:00:00:01 \\x01\\x03\\x00\\x01\\x10\\x07\\x07\n" },
	{ "a channel of their own", AIR, BYTES(ACCESS "\x02\x05\1\0\x40\0x" CRC),
	  "broken ble unknown-channel\n" },
	{ "signals", AIR, BYTES(ACCESS "\x02\x05\1\0\x05\0x" CRC), "control ble\n" },
	{ "broken on the way", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x00\x05" ACCESS "\x02\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "opaque ble bad-checksum\n" },
	{ "at the coded rate", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x80\x8d" ACCESS "\1\x0e\x07\x03\0\4\0\x0b\x03\0" CRC),
	  "link ble 4 c2:00:00:00:00:01>02:00:00:00:00:05 \\x0b\\x03\\x00\n" },
	{ "encryption begins", AIR, BYTES(ACCESS "\x03\x01\x05" CRC), "control ble\n" },
	{ "encrypted", AIR,
	  BYTES(ACCESS "\x02\x0b"
		       "0123456789a" CRC),
	  "opaque ble encrypted\n" },
	{ "decrypted by whoever captured it", AIR_HEADER,
	  BYTES("\0\0\0\0\0\0\0\0\x08\x0d" ACCESS "\x06\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "link ble 4 02:00:00:00:00:05>c2:00:00:00:00:01 \\x0a\\x03\\x00\n" },
	{ "nRF Sniffer, from the central",
	  { SELECT_LINK, 272 },
	  BYTES("\1\6\x19\2\1\0\6"
		"\x0a\3\x10\x30\0\0\0\0\0\0"
		"\x99\x33\x22\x11\x02\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "link ble 4 00:01:11:22:33:99>00:00:11:22:33:99 \\x0a\\x03\\x00\n" },
	{ "nRF Sniffer, encrypted",
	  { SELECT_LINK, 272 },
	  BYTES("\1\6\x19\2\1\0\6"
		"\x0a\5\x10\x30\0\0\0\0\0\0"
		"\x99\x33\x22\x11\x02\x07\x03\0\4\0\x0a\x03\0" CRC),
	  "opaque ble encrypted\n" },
};

/* Reports: kind, kind of address, address, data, level */
#define REPORT "\0\1" LOCK "\3\2\1\6\xc0"

static const struct packet_sample at_the_host[] = {
	{ "own address", H4(187), BYTES("\4\x0e\x0a\1\x09\x10\0" PHONE), "control hci\n" },
	{ "connected as the central", H4(187), BYTES("\4\x3e\x13\1\0\x40\0\0\1" LOCK "\6\0\0\0\x2a\0\0"),
	  "control hci\n" },
	{ "a write, sent", H4(201), BYTES("\0\0\0\0\2\x40\0\x09\0\5\0\4\0\x12\3\0ab"),
	  "link hci 4 02:00:00:00:00:05>c2:00:00:00:00:01 \\x12\\x03\\x00ab\n" },
	{ "a notification, first piece", H4(201), BYTES("\0\0\0\1\2\x40\x20\x08\0\6\0\4\0\x1b\3\0x"),
	  "control hci\n" },
	{ "second piece", H4(254), BYTES("\0\0\0\5\x40\x10\2\0yz"),
	  "link hci 4 c2:00:00:00:00:01>02:00:00:00:00:05 \\x1b\\x03\\x00xyz\n" },
	{ "a command", H4(254), BYTES("\0\0\0\2\x03\x0c\0"), "control hci\n" },
	{ "two reports", H4(254), BYTES("\0\0\0\3\x3e\x1c\2\2" REPORT REPORT),
	  "link hci 65537 c2:00:00:00:00:01>ff:ff:ff:ff:ff:ff "
	  "\\x00\\x01\\x01\\x00\\x00\\x00\\x00\\xc2\\x03\\x02\\x01\\x06\n"
	  "link hci 65537 c2:00:00:00:00:01>ff:ff:ff:ff:ff:ff "
	  "\\x00\\x01\\x01\\x00\\x00\\x00\\x00\\xc2\\x03\\x02\\x01\\x06\n" },
	{ "extended report", H4(LINK_HCI_EVENT),
	  BYTES("\x3e\x1d\x0d\1\x10\0\1" LOCK "\1\0\xff\x7f\xc0\0\0\0\0\0\0\0\0\0\3\2\1\6"),
	  "link hci 65538 c2:00:00:00:00:01>ff:ff:ff:ff:ff:ff "
	  "\\x10\\x00\\x01\\x01\\x00\\x00\\x00\\x00\\xc2\\x01\\x00\\xff\\x7f\\xc0\\x00\\x00\\x00\\x00\\x00\\x"
	  "00\\x00\\x00"
	  "\\x00\\x03\\x02\\x01\\x06\n" },
	{ "voice", H4(187), BYTES("\3\x40\0\2ab"), "opaque hci voice\n" },
	{ "disconnected", H4(187), BYTES("\4\5\4\0\x40\0\x13"), "control hci\n" },
	{ "another connection of that number", H4(LINK_HCI_RECEIVED),
	  BYTES("\x40\x20\x07\0\3\0\4\0\x0b"
		"hi"),
	  "link hci 4 00:00:00:00:00:40>00:01:00:00:00:40 \\x0bhi\n" },
	{ "size past the end", H4(LINK_HCI_SENT), BYTES("\x40\0\x08\0\3\0\4\0\x0bhi"),
	  "broken - malformed\n" },
};

static void reads_the_air(void **state)
{
	(void)state;
	packet_capture_check(on_the_air, COUNT_OF(on_the_air));
}

static void reads_what_the_host_sees(void **state)
{
	(void)state;
	packet_capture_check(at_the_host, COUNT_OF(at_the_host));
}

/* What the controller encrypts stands in clear in the host's log: that is said, not mistaken for a leak. */
static void encryption_is_known_at_the_host(void **state)
{
	struct link_memory *memory = link_memory_new();
	struct bytes change = BYTES("\4\x08\4\0\x40\0\1"), data = BYTES("\2\x40\0\x07\0\3\0\4\0\x0a\3\0");
	struct packet first = {
		.memory = memory, .rest = cursor_over(change), .wire_left = change.size, .next = H4(187)
	};
	struct packet second = {
		.memory = memory, .rest = cursor_over(data), .wire_left = data.size, .next = H4(187)
	};

	(void)state;
	packet_decode(&first);
	packet_decode(&second);
	assert_int_equal(second.next.space, SELECT_PAYLOAD);
	assert_true(second.encrypted);
	link_memory_clear(memory);
	second = (struct packet){
		.memory = memory, .rest = cursor_over(data), .wire_left = data.size, .next = H4(187)
	};
	packet_decode(&second);
	assert_false(second.encrypted);
	link_memory_free(memory);
}

/* Only so many connections are remembered: the one unused for longest goes. */
static void forgets_the_oldest(void **state)
{
	struct link_memory *memory = link_memory_new();

	(void)state;
	bluetooth_link(memory, true, 1)->encrypted = true;
	bluetooth_link(memory, false, 1)->encrypted = true;
	for (uint32_t number = 2; number < 32; number++)
		bluetooth_link(memory, true, number);
	assert_true(bluetooth_link(memory, true, 1)->encrypted);
	bluetooth_link(memory, true, 99);
	assert_true(bluetooth_link(memory, true, 1)->encrypted);
	assert_false(bluetooth_link(memory, false, 1)->encrypted);
	assert_null(bluetooth_link(NULL, true, 1));
	link_memory_free(memory);
	link_memory_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_air),
		cmocka_unit_test(reads_what_the_host_sees),
		cmocka_unit_test(encryption_is_known_at_the_host),
		cmocka_unit_test(forgets_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
