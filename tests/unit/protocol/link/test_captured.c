/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of capturing systems and switches, and the names of what nobody reads. */
#include "packet_harness.h"

#define LINK(number) \
	{ \
		SELECT_LINK, number \
	}
#define FRAME  MACS "\x08\x00" HI
#define LLC_IP "\xaa\xaa\3\0\0\0\x08\0" HI

static const struct packet_sample samples[] = {
	{ "token ring", LINK(6), BYTES("\x10\x40" MACS LLC_IP), "udp udp 1234>80 hi\n" },
	{ "token ring with a route", LINK(6),
	  BYTES("\x10\x40\2\0\0\0\0\2\x82\0\0\0\0\1\x06\x10\0\x11\0\x22" LLC_IP), "udp udp 1234>80 hi\n" },
	{ "token ring's own frames", LINK(6), BYTES("\x10\0" MACS "\1\2\3\4"), "control captured\n" },
	{ "PFLOG", LINK(117), BYTES("\5\2\0\0em0\0" HI), "udp udp 1234>80 hi\n" },
	{ "PFLOG without a size", LINK(117), BYTES("\0\2\0\0em0\0" HI), "broken - malformed\n" },
	{ "ENC", LINK(109), BYTES("\2\0\0\0\0\0\0\1\0\0\0\1" HI), "udp udp 1234>80 hi\n" },
	{ "Symantec", LINK(99),
	  BYTES("\0\0\0\0\0\0\x08\0"
		"012345678901234567890123456789012345" HI),
	  "udp udp 1234>80 hi\n" },
	{ "1394", LINK(138), BYTES("0123456789abcdef\x08\0" HI), "udp udp 1234>80 hi\n" },
	{ "Fibre Channel", LINK(122), BYTES("0123456789abcdef" LLC_IP), "udp udp 1234>80 hi\n" },
	{ "ERF", LINK(197), BYTES("01234567\2\4\0\x40\0\0\0\x2c\0\0" FRAME), "udp udp 1234>80 hi\n" },
	{ "ERF with an extension", LINK(197), BYTES("01234567\x82\4\0\x40\0\0\0\x2c\5xtended\0\0" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "ERF of another kind", LINK(197), BYTES("01234567\7\4\0\x40\0\0\0\x2c"), "opaque captured -\n" },
	{ "HDLC with a direction", LINK(205), BYTES("\1\x0f\0\x08\0" HI), "udp udp 1234>80 hi\n" },
	{ "Frame Relay with a direction", LINK(206), BYTES("\1\x18\x41\3\xcc" HI), "udp udp 1234>80 hi\n" },
	{ "NetAnalyzer", LINK(240), BYTES("\1\2\3\4" FRAME), "udp udp 1234>80 hi\n" },
	{ "NetAnalyzer with a preamble", LINK(241), BYTES("\1\2\3\4UUUUUUU\xd5" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "EPON", LINK(259), BYTES("UU\xd5UU\0\1\2" FRAME), "udp udp 1234>80 hi\n" },
	{ "MPACKET", LINK(274), BYTES("UUUUUUU\xd5" FRAME), "udp udp 1234>80 hi\n" },
	{ "MPACKET, a piece", LINK(274), BYTES("UUUUUUU\xe6" FRAME), "opaque captured fragment\n" },
	{ "SLIP", LINK(8),
	  BYTES("\1\x40"
		"01234567890123" HI),
	  "udp udp 1234>80 hi\n" },
	{ "SLIP without a header", LINK(8), BYTES(HI), "udp udp 1234>80 hi\n" },
	{ "FabricPath", LINK(1), BYTES(MACS "\x89\3\0\x40" FRAME), "udp udp 1234>80 hi\n" },
	{ "TRILL with an option", LINK(1), BYTES(MACS "\x22\xf3\0\x45\0\1\0\2\1\2\3\4" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "TRILL of another version", LINK(1), BYTES(MACS "\x22\xf3\x40\x05\0\1\0\2" FRAME),
	  "broken ethernet malformed\n" },
	{ "three tags", LINK(1), BYTES(MACS "\x93\0\0\1\x88\xa8\0\2\x81\0\0\3\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "IP behind LLC alone", LINK(1), BYTES(MACS "\0\x21\6\6\3" HI), "udp udp 1234>80 hi\n" },
	{ "LLC: who is there", LINK(1), BYTES(MACS "\0\6\0\1\xaf\x81\1\0"), "control llc\n" },
	{ "LLC: IPX", LINK(1), BYTES(MACS "\0\7\xe0\xe0\3\xff\xff\0\4"), "opaque llc ipx\n" },
	{ "LLC: NetBIOS", LINK(1), BYTES(MACS "\0\7\xf0\xf1\1\xff\xff\0\4"), "opaque llc netbios\n" },
	{ "SNAP of somebody", LINK(1), BYTES(MACS "\0\x0a\xaa\xaa\3\0\1\2\x08\0hi"), "opaque llc -\n" },
	{ "Cisco's trunks", LINK(1), BYTES(MACS "\0\x0a\xaa\xaa\3\0\0\x0c\x20\4hi"),
	  "control link-control\n" },
	{ "loop detection", LINK(1), BYTES(MACS "\x90\0\0\0\1\0"), "control link-control\n" },
	{ "PIM register",
	  { SELECT_ETHER_TYPE, 0x800 },
	  BYTES(IPV4("\x3a", "\x67") "\x21\0\xde\xff\0\0\0\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "PIM register without a packet",
	  { SELECT_ETHER_TYPE, 0x800 },
	  BYTES(IPV4("\x1c", "\x67") "\x21\0\xde\xff\0\0\0\0"),
	  "control pim\n" },
	{ "PIM hello",
	  { SELECT_ETHER_TYPE, 0x800 },
	  BYTES(IPV4("\x18", "\x67") "\x20\0\xde\xff"),
	  "control pim\n" },
	{ "a link type with a name", LINK(195), BYTES("hello"), "broken 802.15.4 unknown-link-type\n" },
	{ "a link type without", LINK(147), BYTES("hello"), "broken - unknown-link-type\n" },
	{ "an Ethernet type with a name", LINK(1), BYTES(MACS "\x81\x37hello"),
	  "broken ipx unknown-ether-type\n" },
	{ "an Ethernet type without", LINK(1), BYTES(MACS "\x7f\xffhello"),
	  "broken ethernet unknown-ether-type\n" },
	{ "an IP protocol with a name",
	  { SELECT_ETHER_TYPE, 0x800 },
	  BYTES(IPV4("\x16", "\x58") "hi"),
	  "broken eigrp unknown-ip-protocol\n" },
};

static void frames_come_to_what_they_carry(void **state)
{
	(void)state;
	packet_samples_check(samples, COUNT_OF(samples));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_come_to_what_they_carry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
