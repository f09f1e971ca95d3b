/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#define FRAME MACS "\x08\x00" HI /* 44 bytes */

static const struct selector ip = { SELECT_LINK, 101 }, ethernet = { SELECT_LINK, 1 };

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
	{ "SCTP", ip,
	  BYTES(IPV4("\x24", "\x84") "\x04\xd2\x00\x50\0\0\0\1\0\0\0\0"
				     "\0\3\0\4"),
	  "opaque sctp sctp\n" },
	{ "DCCP", ip,
	  BYTES(IPV4("\x24", "\x21") "\x04\xd2\x00\x50\4\0\0\0\0\0\0\0"
				     "\0\3\0\4"),
	  "opaque sctp dccp\n" },
	{ "UDP-Lite", ip,
	  BYTES(IPV4("\x1e", "\x88") "\x04\xd2\x00\x50\0\x08\0\0"
				     "hi"),
	  "opaque udp-lite udp-lite\n" },
};

static void reads_frames(void **state)
{
	(void)state;
	packet_samples_check(samples, COUNT_OF(samples));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reads_frames) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
