/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#define FRAME MACS "\x08\x00" HI /* 44 bytes */

static const struct selector ip = { SELECT_LINK, 101 }, ethernet = { SELECT_LINK, 1 };

/* The head of a datagram like HI and HI6, but from who is told of the error */
#define QUOTE "\x45\0\0\x1e\0\7\0\0\x40\x11\0\0\x0a\0\0\2\x0a\0\0\1" UDP("\x0a")
#define QUOTE6 \
	"\x60\0\0\0\0\x0a\x11\x40" \
	"\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2" \
	"\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1" UDP("\x0a") "hi"

static const struct packet_sample samples[] = {
	{ "GRE", ip, BYTES(IPV4("\x36", "\x2f") "\x00\x00\x08\x00" HI), "udp udp 1234>80 hi\n" },
	{ "GRE with checksum, key, sequence", ip,
	  BYTES(IPV4("\x42", "\x2f") "\xb0\x00\x08\x00\1\2\0\0\0\0\0\7\0\0\0\1" HI), "udp udp 1234>80 hi\n" },
	{ "GRE with a route", ip,
	  BYTES(IPV4("\x46", "\x2f") "\x40\x00\x08\x00\0\0\0\0"
				     "\x08\x00\x00\x04\x0a\0\0\1"
				     "\0\0\0\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "GRE with Ethernet", ip, BYTES(IPV4("\x44", "\x2f") "\x00\x00\x65\x58" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "GRE with metadata", ip, BYTES(IPV4("\x3e", "\x2f") "\0\0\x89\x09\x08\0\1\1\0\1\0\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "metadata in Ethernet", ethernet, BYTES(MACS "\x89\x09\1\1\0\1\0\0\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "GRE of version 2", ip, BYTES(IPV4("\x36", "\x2f") "\x00\x02\x08\x00" HI),
	  "broken ipv4 malformed\n" },
	{ "GRE keepalive", ip, BYTES(IPV4("\x18", "\x2f") "\x00\x00\x00\x00"), "control gre\n" },
	{ "WCCP", ip, BYTES(IPV4("\x3a", "\x2f") "\x00\x00\x88\x3e\1\2\3\4" HI), "udp udp 1234>80 hi\n" },
	{ "PPTP", ip,
	  BYTES(IPV4("\x46", "\x2f") "\x30\x81\x88\x0b\x00\x22\0\1\0\0\0\1\0\0\0\1"
				     "\xff\x03\x00\x21" HI),
	  "udp udp 1234>80 hi\n" },
	{ "PPTP acknowledgement", ip, BYTES(IPV4("\x20", "\x2f") "\x20\x81\x88\x0b\x00\x00\0\1\0\0\0\1"),
	  "control gre\n" },
	{ "ERSPAN I", ip, BYTES(IPV4("\x44", "\x2f") "\x00\x00\x88\xbe" FRAME), "udp udp 1234>80 hi\n" },
	{ "ERSPAN II", ip,
	  BYTES(IPV4("\x50", "\x2f") "\x10\x00\x88\xbe\0\0\0\1"
				     "\x10\x01\0\1\0\0\0\2" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "ERSPAN III with a platform's header", ip,
	  BYTES(IPV4("\x5c", "\x2f") "\x10\x00\x22\xeb\0\0\0\1"
				     "\x20\x01\0\1\0\0\0\2\0\0\0\1"
				     "12345678" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "Ethernet in IP", ip, BYTES(IPV4("\x42", "\x61") "\x30\x00" FRAME), "udp udp 1234>80 hi\n" },
	{ "6in4", ip, BYTES(IPV4("\x46", "\x29") HI6), "udp udp 1234>80 hi\n" },
	{ "4in6", ip, BYTES(IPV6("\x1e", "\x04") HI), "udp udp 1234>80 hi\n" },
	{ "MPLS, two labels", ethernet, BYTES(MACS "\x88\x47\0\1\0\x40\0\2\1\x40" HI),
	  "udp udp 1234>80 hi\n" },
	{ "MPLS, IPv6", ethernet, BYTES(MACS "\x88\x47\0\2\1\x40" HI6), "udp udp 1234>80 hi\n" },
	{ "MPLS, pseudo-wire with control word", ethernet, BYTES(MACS "\x88\x48\0\2\1\x40\0\0\0\0" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "MPLS, pseudo-wire without", ethernet, BYTES(MACS "\x88\x47\0\2\1\x40" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "MPLS, channel of control", ethernet, BYTES(MACS "\x88\x47\0\2\1\x40\x10\0\0\x21hello"),
	  "control mpls\n" },
	{ "MPLS, something else", ethernet,
	  BYTES(MACS "\x88\x47\0\2\1\x40"
		     "SomethingElse..."),
	  "opaque mpls -\n" },
	{ "MPLS in IP", ip, BYTES(IPV4("\x36", "\x89") "\0\2\1\x40" HI), "udp udp 1234>80 hi\n" },
	{ "backbone bridge", ethernet, BYTES(MACS "\x88\xe7\0\0\0\1" FRAME), "udp udp 1234>80 hi\n" },
	{ "VN-Tag", ethernet, BYTES(MACS "\x89\x26\0\0\0\1\x08\x00" HI), "udp udp 1234>80 hi\n" },
	{ "MACsec, encrypted", ethernet,
	  BYTES(MACS "\x88\xe5\x0c\x00\0\0\0\1"
		     "...................."),
	  "opaque macsec encrypted\n" },
	{ "MACsec, signed only, with a channel", ethernet,
	  BYTES(MACS "\x88\xe5\x20\x20\0\0\0\1"
		     "channel!"
		     "\x08\x00" HI "0123456789abcdef"),
	  "udp udp 1234>80 hi\n" },
	{ "ICMP, a datagram that failed", ip, BYTES(IPV4("\x3a", "\1") "\3\3\0\0\0\0\0\0" QUOTE "hi"),
	  "udp udp 1234>80 hi\n" },
	{ "ICMP, the start of one", ip, BYTES(IPV4("\x39", "\1") "\x0b\0\0\0\0\0\0\0" QUOTE "h"),
	  "udp udp 1234>80 h\n" },
	{ "ICMP, its header only", ip, BYTES(IPV4("\x38", "\1") "\3\3\0\0\0\0\0\0" QUOTE), "control icmp\n" },
	{ "ICMP, of somebody else", ip, BYTES(IPV4("\x3a", "\1") "\3\3\0\0\0\0\0\0" HI), "control icmp\n" },
	{ "ICMP, not an error", ip, BYTES(IPV4("\x3a", "\1") "\0\3\0\0\0\0\0\0" QUOTE "hi"),
	  "control icmp\n" },
	{ "ICMP for IPv6", ip, BYTES(IPV6("\x3a", "\x3a") "\1\4\0\0\0\0\0\0" QUOTE6),
	  "udp udp 1234>80 hi\n" },
	{ "DCCP", ip,
	  BYTES(IPV4("\x24", "\x21") "\x04\xd2\x00\x50\4\0\0\0\0\0\0\0"
				     "\0\3\0\4"),
	  "opaque dccp dccp\n" },
	{ "UDP-Lite", ip,
	  BYTES(IPV4("\x1e", "\x88") "\x04\xd2\x00\x50\0\x08\0\0"
				     "hi"),
	  "opaque udp-lite udp-lite\n" },
};

/* From port 1234 to `port`; the sizes are left to the network card */
#define OVER_UDP(port) IPV4("\x00", "\x11") "\x04\xd2" port "\0\0\0\0"

/* Datagrams that carry packets, and the same ports with something else: those are given back whole. */
static const struct packet_sample datagrams[] = {
	{ "VXLAN", ip, BYTES(OVER_UDP("\x12\xb5") "\x08\0\0\0\0\0\1\0" FRAME), "udp udp 1234>80 hi\n" },
	{ "VXLAN with a group policy", ip, BYTES(OVER_UDP("\x12\xb5") "\x88\0\0\x02\0\0\1\0" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "text to VXLAN's port", ip, BYTES(OVER_UDP("\x12\xb5") "\x08 but no frame, for all its sizes"),
	  "udp udp 1234>4789 \\x08 but no frame, for all its sizes\n" },
	{ "VXLAN with protocol", ip, BYTES(OVER_UDP("\x12\xb6") "\x0c\0\0\1\0\0\1\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "Geneve with an option", ip,
	  BYTES(OVER_UDP("\x17\xc1") "\x02\0\x65\x58\0\0\1\0"
				     "\1\1\1\1\0\0\0\1" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "text to Geneve's port", ip, BYTES(OVER_UDP("\x17\xc1") "@ABCDEFG and more"),
	  "udp udp 1234>6081 @ABCDEFG and more\n" },
	{ "GTP-U", ip, BYTES(OVER_UDP("\x08\x68") "\x30\xff\0\x1e\0\0\0\1" HI), "udp udp 1234>80 hi\n" },
	{ "GTP-U with sequence and extension", ip,
	  BYTES(OVER_UDP("\x08\x68") "\x36\xff\0\x26\0\0\0\1"
				     "\0\1\0\x85"
				     "\1\x10\1\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "GTP-U, echo", ip, BYTES(OVER_UDP("\x08\x68") "\x32\1\0\4\0\0\0\0\0\1\0\0"), "control gtp-u\n" },
	{ "text to GTP-U's port", ip, BYTES(OVER_UDP("\x08\x68") "0123456789"),
	  "udp udp 1234>2152 0123456789\n" },
	{ "L2TP", ip,
	  BYTES(OVER_UDP("\x06\xa5") "\x40\x02\0\x2a\0\1\0\2"
				     "\xff\x03\x00\x21" HI),
	  "udp udp 1234>80 hi\n" },
	{ "L2TP with sequence and offset", ip,
	  BYTES(OVER_UDP("\x06\xa5") "\x0a\x02\0\1\0\2\0\1\0\1\0\2"
				     "..\x21" HI),
	  "udp udp 1234>80 hi\n" },
	{ "L2TP, control", ip, BYTES(OVER_UDP("\x06\xa5") "\xc8\x02\0\x0c\0\1\0\0\0\1\0\1"),
	  "control l2tp\n" },
	{ "L2TP version 3 over IP, cookie, Ethernet", ip, BYTES(IPV4("\x48", "\x73") "\0\0\0\1cook" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "L2TP version 3, control", ip, BYTES(IPV4("\x20", "\x73") "\0\0\0\0\xc8\3\0\x0c"),
	  "control l2tp\n" },
	{ "Teredo", ip, BYTES(OVER_UDP("\x0d\xd8") HI6), "udp udp 1234>80 hi\n" },
	{ "Teredo with authentication and origin", ip,
	  BYTES(OVER_UDP("\x0d\xd8") "\0\1\0\0"
				     "12345678\0"
				     "\0\0\1\2\3\4\5\6" HI6),
	  "udp udp 1234>80 hi\n" },
	{ "text to Teredo's port", ip, BYTES(OVER_UDP("\x0d\xd8") "`123456789"),
	  "udp udp 1234>3544 `123456789\n" },
	{ "AYIYA", ip,
	  BYTES(OVER_UDP("\x13\xd0") "\x21\x12\x11\x29"
				     "\1\2\3\4"
				     "idensign" HI6),
	  "udp udp 1234>80 hi\n" },
	{ "CAPWAP, 802.11 with swapped octets", ip,
	  BYTES(OVER_UDP("\x14\x7f") "\x00\x10\x03\x00\0\0\0\0"
				     "\x01\x08\x00\x00"
				     "\2\0\0\0\0\xaa"
				     "\2\0\0\0\0\1"
				     "\2\0\0\0\0\2"
				     "\x21\x10"
				     "\xaa\xaa\x03\0\0\0\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "CAPWAP, Ethernet", ip, BYTES(OVER_UDP("\x14\x7f") "\x00\x10\x02\x00\0\0\0\0" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "CAPWAP, encrypted", ip, BYTES(OVER_UDP("\x14\x7f") "\x01\0\0\0\x17\xfe\xff\0"),
	  "opaque capwap encrypted\n" },
	{ "CAPWAP, kept alive", ip, BYTES(OVER_UDP("\x14\x7f") "\x00\x10\x02\x08\0\0\0\0"),
	  "control capwap\n" },
	{ "TZSP", ip,
	  BYTES(OVER_UDP("\x90\x90") "\1\0\0\1"
				     "\x0a\1\xd0\0\1" FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "LISP", ip, BYTES(OVER_UDP("\x10\xf5") "\xc0\1\2\3\0\0\0\1" HI), "udp udp 1234>80 hi\n" },
	{ "MPLS", ip, BYTES(OVER_UDP("\x19\xeb") "\0\2\1\x40" HI), "udp udp 1234>80 hi\n" },
	{ "text to MPLS's port", ip, BYTES(OVER_UDP("\x19\xeb") "0123456789"),
	  "udp udp 1234>6635 0123456789\n" },
	{ "service header", ethernet,
	  BYTES(MACS "\x89\x4f\x0f\xc6\1\1\0\0\1\xff"
		     "................" HI),
	  "udp udp 1234>80 hi\n" },
};

/* Header of a bulk transfer, and what the longer form of it has besides; an RNDIS message around a frame of
 * 44 bytes */
#define USB_BULK \
	"01234567C\x03" \
	"01234567890123456789012345678901234567"
#define USB_REST "0123456789abcdef"
#define RNDIS \
	"\1\0\0\0\x58\0\0\0\x24\0\0\0\x2c\0\0\0" \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct packet_sample links[] = {
	{ "FDDI",
	  { SELECT_LINK, 10 },
	  BYTES("\x50" MACS "\xaa\xaa\3\0\0\0\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "FDDI, a token", { SELECT_LINK, 10 }, BYTES("\x80" MACS), "control fddi\n" },
	{ "NFLOG",
	  { SELECT_LINK, 239 },
	  BYTES("\2\0\0\1"
		"\5\0\x0a\0x\0\0\0"
		"\x22\0\x09\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "NFLOG, big endian",
	  { SELECT_LINK, 239 },
	  BYTES("\x0a\0\0\1"
		"\0\x36\0\x09" HI6),
	  "udp udp 1234>80 hi\n" },
	{ "NFLOG of a bridge",
	  { SELECT_LINK, 239 },
	  BYTES("\7\0\0\1"
		"\x22\0\x09\0" HI),
	  "opaque nflog -\n" },
	{ "PKTAP",
	  { SELECT_LINK, 258 },
	  BYTES("\x10\0\0\0\1\0\0\0\1\0\0\0abcd" MACS "\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "IPNET",
	  { SELECT_LINK, 226 },
	  BYTES("\1\x1a\0\0"
		"01234567890123456789" HI6),
	  "udp udp 1234>80 hi\n" },
	{ "IP over InfiniBand",
	  { SELECT_LINK, 242 },
	  BYTES("0123456789012345678901234567890123456789"
		"\x08\0\0\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "ARCNET", { SELECT_LINK, 129 }, BYTES("\1\2\0\0\xd4\0\0\1" HI), "udp udp 1234>80 hi\n" },
	{ "ARCNET, old", { SELECT_LINK, 129 }, BYTES("\1\2\0\0\xf0" HI), "udp udp 1234>80 hi\n" },
	{ "DOCSIS",
	  { SELECT_LINK, 143 },
	  BYTES("\1\2\0\x2e"
		"xx\0\0" MACS "\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "DOCSIS, management",
	  { SELECT_LINK, 143 },
	  BYTES("\xc2\0\0\x2e"
		"\0\0"),
	  "control wrapped\n" },
	{ "SunATM",
	  { SELECT_LINK, 123 },
	  BYTES("\2\0\0\5"
		"\xaa\xaa\3\0\0\0\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "ATM", { SELECT_LINK, 100 }, BYTES("\xaa\xaa\3\0\0\0\x08\0" HI), "udp udp 1234>80 hi\n" },
	{ "switch, tag behind the addresses",
	  { SELECT_LINK, 284 },
	  BYTES(MACS "\1\2\3\4\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "switch, tag of a type",
	  { SELECT_LINK, 285 },
	  BYTES(MACS "\xda\xda\0\0\1\2\3\4\x08\0" HI),
	  "udp udp 1234>80 hi\n" },
	{ "switch, tag before them", { SELECT_LINK, 282 }, BYTES("\1\2\3\4" FRAME), "udp udp 1234>80 hi\n" },
	{ "USB, two RNDIS packets",
	  { SELECT_LINK, 220 },
	  BYTES(USB_BULK USB_REST RNDIS FRAME RNDIS FRAME),
	  "udp udp 1234>80 hi\nudp udp 1234>80 hi\n" },
	{ "USB, Ethernet alone", { SELECT_LINK, 189 }, BYTES(USB_BULK FRAME), "udp udp 1234>80 hi\n" },
	{ "USB, anything",
	  { SELECT_LINK, 189 },
	  BYTES(USB_BULK "keyboard, mouse or disk"),
	  "opaque usb usb\n" },
	{ "USB, nothing", { SELECT_LINK, 189 }, BYTES(USB_BULK), "control usb\n" },
	{ "USBPcap",
	  { SELECT_LINK, 249 },
	  BYTES("\x1b\0"
		"0123456789"
		"0123456789"
		"\3"
		"\0\0\0\0" RNDIS FRAME),
	  "udp udp 1234>80 hi\n" },
	{ "USBPcap, not bulk",
	  { SELECT_LINK, 249 },
	  BYTES("\x1b\0"
		"0123456789"
		"0123456789"
		"\1"
		"\0\0\0\0" RNDIS FRAME),
	  "opaque usb usb\n" },
	{ "Juniper", { SELECT_LINK, 178 }, BYTES("MGC\x80\0\3abc" MACS "\x08\0" HI), "udp udp 1234>80 hi\n" },
	{ "Juniper, no magic",
	  { SELECT_LINK, 181 },
	  BYTES("MGB\0"
		"\x0f\0\x08\0" HI),
	  "broken - malformed\n" },
};

static void reads_frames(void **state)
{
	(void)state;
	packet_samples_check(samples, COUNT_OF(samples));
	packet_samples_check(links, COUNT_OF(links));
}

static void reads_packets_inside_udp(void **state)
{
	(void)state;
	packet_samples_check(datagrams, COUNT_OF(datagrams));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reads_frames),
					    cmocka_unit_test(reads_packets_inside_udp) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
