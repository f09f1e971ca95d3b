/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#define ON(link_type) \
	{ \
		SELECT_LINK, link_type \
	}

static const struct packet_sample samples[] = {
	{ "with address and control", ON(9), BYTES("\xff\x03\x00\x21" HI), "udp udp 1234>80 hi\n" },
	{ "without", ON(9), BYTES("\x00\x21" HI), "udp udp 1234>80 hi\n" },
	{ "short protocol", ON(9), BYTES("\x21" HI), "udp udp 1234>80 hi\n" },
	{ "IPv6", ON(50), BYTES("\xff\x03\x00\x57" HI6), "udp udp 1234>80 hi\n" },
	{ "direction first", ON(204), BYTES("\x01\xff\x03\x00\x21" HI), "udp udp 1234>80 hi\n" },
	{ "of pppd", ON(166), BYTES("\x00\x03\x00\x21" HI), "broken ppp unknown-ppp-protocol\n" },
	{ "agreement", ON(9), BYTES("\xff\x03\xc0\x21\x01\x01\x00\x04"), "control ppp-control\n" },
	{ "unknown", ON(9), BYTES("\xff\x03\xc2\x29\x01\x01\x00\x04"), "broken ppp unknown-ppp-protocol\n" },
	{ "multilink", ON(9), BYTES("\xff\x03\x00\x3d\xc0\x00\x00\x01"), "opaque ppp fragment\n" },
	{ "compressed", ON(9), BYTES("\xff\x03\x00\xfd\xc0\x00"), "opaque ppp compressed\n" },
	{ "encrypted", ON(9), BYTES("\xff\x03\x00\x53\xc0\x00"), "opaque ppp encrypted\n" },
	{ "Cisco HDLC by its own type", ON(104), BYTES("\x0f\x00\x08\x00" HI), "udp udp 1234>80 hi\n" },
	{ "Cisco HDLC under PPP's", ON(50), BYTES("\x8f\x00\x86\xdd" HI6), "udp udp 1234>80 hi\n" },
	{ "SLARP", ON(104), BYTES("\x8f\x00\x80\x35\0\0\0\2"), "control cisco-hdlc\n" },
	{ "session over Ethernet, padded", ON(1),
	  BYTES(MACS "\x88\x64\x11\x00\x00\x05\x00\x20\x00\x21" HI "\0\0\0\0"), "udp udp 1234>80 hi\n" },
	{ "session of its own type", ON(51), BYTES("\x11\x00\x00\x05\x00\x20\x00\x21" HI),
	  "udp udp 1234>80 hi\n" },
	{ "discovery", ON(1), BYTES(MACS "\x88\x63\x11\x09\x00\x00\x00\x04\x01\x01\x00\x00"),
	  "control pppoe\n" },
	{ "session that says more than there is", ON(1),
	  BYTES(MACS "\x88\x64\x11\x00\x00\x05\x00\x21\x00\x21" HI), "broken ethernet malformed\n" },
	{ "Frame Relay", ON(107), BYTES("\x18\x41\x03\xcc" HI), "udp udp 1234>80 hi\n" },
	{ "Frame Relay, IPv6, padded", ON(107), BYTES("\x18\x41\x03\x00\x8e" HI6), "udp udp 1234>80 hi\n" },
	{ "Frame Relay, SNAP", ON(107), BYTES("\x18\x41\x03\x00\x80\x00\x00\x00\x08\x00" HI),
	  "udp udp 1234>80 hi\n" },
	{ "Frame Relay, bridged", ON(107),
	  BYTES("\x18\x41\x03\x00\x80\x00\x80\xc2\x00\x07" MACS "\x08\x00" HI), "udp udp 1234>80 hi\n" },
	{ "Frame Relay of Cisco, long address", ON(107), BYTES("\x18\x40\x00\x03\x08\x00" HI),
	  "udp udp 1234>80 hi\n" },
	{ "Frame Relay, something else", ON(107), BYTES("\x18\x41\x03\x08\x00\x00"),
	  "opaque frame-relay -\n" },
	{ "SLIP", ON(8), BYTES(HI), "udp udp 1234>80 hi\n" },
	{ "SLIP, compressed", ON(8), BYTES("\x80\x01\x02"), "broken - malformed\n" },
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
