/* SPDX-License-Identifier: Apache-2.0 */
/* One disclosure, a POST of CoAP, on every link and in every tunnel, and on each the same with nothing in it.
 * Headers by hand from the specifications; checksums, where there are any, are left zero. */
#include "carriers.h"

#define TO	  "\x02\x00\x5e\x00\x00\x07"
#define FROM	  "\x02\x00\x5e\x00\x00\x20"
#define ETHERNET  TO FROM
#define SNAP	  "\xaa\xaa\x03\0\0\0\x08\0"
#define RADIO	  "\0\0\x08\0\0\0\0\0"
#define ZEROS_8	  "\0\0\0\0\0\0\0\0"
#define ZEROS_56  ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8
#define ZEROS_136 ZEROS_56 ZEROS_56 ZEROS_8 ZEROS_8 ZEROS_8
#define AIR	  "\0\0" TO FROM TO "\x10\0" /* duration, receiver, sender, destination, number */

enum {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_RAW = 101,
	LINK_CISCO = 104,
	LINK_WLAN = 105,
	LINK_FRAME_RELAY = 107,
	LINK_LOOP = 108,
	LINK_COOKED = 113,
	LINK_PRISM = 119,
	LINK_RADIOTAP = 127,
	LINK_AVS = 163,
	LINK_USB = 189,
	LINK_PPI = 192,
	LINK_COOKED2 = 276,
};

/* What stands between the link's start and the IP packet. */
static const struct {
	const char *name;
	uint32_t link_type;
	struct bytes head;
} links[] = {
	{ "Ethernet", LINK_ETHERNET, BYTES(ETHERNET "\x08\0") },
	{ "VLAN", LINK_ETHERNET, BYTES(ETHERNET "\x81\0\0\7\x08\0") },
	{ "VLAN in VLAN", LINK_ETHERNET, BYTES(ETHERNET "\x88\xa8\0\x09\x81\0\0\7\x08\0") },
	{ "MPLS", LINK_ETHERNET, BYTES(ETHERNET "\x88\x47\0\x01\0\x40\0\x02\x01\x40") },
	{ "LLC and SNAP", LINK_WLAN, BYTES("\x08\1" AIR SNAP) },
	{ "QoS data of 802.11", LINK_WLAN, BYTES("\x88\1" AIR "\0\0" SNAP) },
	{ "802.11 between access points", LINK_WLAN, BYTES("\x08\3" AIR FROM SNAP) },
	{ "802.11 with radiotap", LINK_RADIOTAP, BYTES(RADIO "\x08\1" AIR SNAP) },
	{ "802.11 with PPI", LINK_PPI, BYTES("\0\0\x08\0\x69\0\0\0\x88\1" AIR "\0\0" SNAP) },
	/* 144 bytes, little-endian; 64 bytes, big-endian */
	{ "802.11 with Prism's head", LINK_PRISM, BYTES("\x44\0\0\0\x90\0\0\0" ZEROS_136 "\x08\1" AIR SNAP) },
	{ "802.11 with the head of AVS", LINK_AVS,
	  BYTES("\x80\x21\x10\1\0\0\0\x40" ZEROS_56 "\x08\1" AIR SNAP) },
	{ "PPP", LINK_PPP, BYTES("\xff\3\0\x21") },
	{ "Cisco HDLC", LINK_CISCO, BYTES("\x0f\0\x08\0") },
	{ "Frame Relay", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\xcc") },
	{ "loopback of BSD", LINK_NULL, BYTES("\2\0\0\0") },
	{ "loopback of OpenBSD", LINK_LOOP, BYTES("\0\0\0\2") },
	{ "Linux cooked", LINK_COOKED, BYTES("\0\4\0\1\0\6" FROM "\0\0\x08\0") },
	{ "Linux cooked, version 2", LINK_COOKED2, BYTES("\x08\0\0\0\0\0\0\2\0\1\4\6" FROM "\0\0") },
	{ "NSH", LINK_ETHERNET,
	  BYTES(ETHERNET "\x89\x4f\0\x06\1\1\0\0\1\xff"
			 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
};

/* Tunnels in IP: the outer protocol, and what stands before the inner packet. */
static const struct {
	const char *name;
	uint8_t protocol;
	struct bytes head;
} tunnels[] = {
	{ "IP in IP", 4, { NULL, 0 } },
	{ "GRE", 47, BYTES("\0\0\x08\0") },
	{ "GRE with a key", 47, BYTES("\x20\0\x08\0\0\0\0\7") },
	{ "Ethernet in GRE", 47, BYTES("\0\0\x65\x58" ETHERNET "\x08\0") },
	{ "ERSPAN", 47, BYTES("\x10\0\x88\xbe\0\0\0\1\x10\7\0\1\0\0\0\0" ETHERNET "\x08\0") },
	{ "Ethernet in IP", 97, BYTES("\x30\0" ETHERNET "\x08\0") },
	{ "authentication header", 51,
	  BYTES("\4\4\0\0\0\0\0\7\0\0\0\1"
		"0123456789ab") },
};

/* And in UDP. */
static const struct {
	const char *name;
	uint16_t port;
	struct bytes head;
} datagrams[] = {
	{ "VXLAN", 4789, BYTES("\x08\0\0\0\0\0\7\0" ETHERNET "\x08\0") },
	{ "Geneve", 6081, BYTES("\0\0\x65\x58\0\0\7\0" ETHERNET "\x08\0") },
	{ "MPLS in UDP", 6635, BYTES("\0\1\1\x40") },
	{ "L2TP", 1701, BYTES("\0\2\0\7\0\x09\xff\3\0\x21") },
	{ "L2TP, version 3", 1701, BYTES("\0\3\0\0\0\0\0\7" ETHERNET "\x08\0") },
	/* an identity and a signature of four bytes each, forwarded */
	{ "AYIYA", 5072, BYTES("\x21\x12\x11\4\1\2\3\4idensign") },
	{ "CAPWAP", 5247, BYTES("\0\x10\2\0\0\0\0\0" ETHERNET "\x08\0") },
	{ "CAPWAP with 802.11", 5247, BYTES("\0\x10\3\0\0\0\0\0\1\x08" AIR SNAP) },
	{ "LISP", 4341, BYTES("\xc0\1\2\3\0\0\0\1") },
	{ "TZSP", 37008, BYTES("\1\0\0\1\1" ETHERNET "\x08\0") },
};

static void sow(struct garden *garden, const char *name, bool told)
{
	planting(garden,
		 (const char *)text(garden, told ? "CoAP in %s" : "CoAP about nothing in %s", name).data);
	if (told)
		tells(garden, "contact.mobile", "13900008716");
}

static struct bytes the_body(bool told)
{
	return told ? BYTES("{\"mobile\":\"13900008716\"}") : BYTES("{\"seq\":13900008716,\"battery\":80}");
}

static struct bytes the_packet(struct garden *garden, bool told)
{
	return udp_packet(garden, 5683, coap_post(garden, the_body(told)));
}

static struct bytes behind(struct garden *garden, struct bytes head, struct bytes rest)
{
	const struct bytes parts[] = { head, rest };

	return joined(garden, parts, 2);
}

/* Where the header counts what follows it. */
static struct bytes counted(struct garden *garden, struct bytes head, size_t extra, struct bytes rest)
{
	const uint8_t size[] = { (uint8_t)((rest.size + extra) >> 8), (uint8_t)(rest.size + extra) };
	const struct bytes parts[] = { head, { size, 2 }, rest };

	return joined(garden, parts, 3);
}

static void with_sizes(struct garden *garden, bool told)
{
	sow(garden, "PPPoE", told);
	say_frame(garden, LINK_ETHERNET,
		  counted(garden, BYTES(ETHERNET "\x88\x64\x11\0\0\7"), 0,
			  behind(garden, BYTES("\0\x21"), the_packet(garden, told))));
	sow(garden, "an aggregate of 802.11", told);
	say_frame(garden, LINK_WLAN,
		  counted(garden, BYTES("\x88\1" AIR "\x80\0" ETHERNET), 0,
			  behind(garden, BYTES(SNAP), the_packet(garden, told))));
	sow(garden, "RNDIS over USB", told);
	struct bytes frame = behind(garden, BYTES(ETHERNET "\x08\0"), the_packet(garden, told));
	/* a bulk transfer; a message of type 1: its size, where the frame is, the frame's size */
	const uint8_t rndis[] = { 1,  0, 0, 0, (uint8_t)(frame.size + 44), 0, 0, 0,
				  36, 0, 0, 0, (uint8_t)frame.size,	   0, 0, 0 };
	const struct bytes usb[] = { BYTES("01234567C\3" ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 "\0\0\0\0\0\0"),
				     { rndis, sizeof rndis },
				     BYTES(ZEROS_8 ZEROS_8 ZEROS_8 "\0\0\0\0"),
				     frame };

	say_frame(garden, LINK_USB, joined(garden, usb, 4));
	sow(garden, "GTP-U", told);
	struct bytes packet = the_packet(garden, told);
	const uint8_t gtp[] = { 0x30, 0xff, (uint8_t)(packet.size >> 8), (uint8_t)packet.size, 0, 0, 0, 7 };

	say_frame(garden, LINK_RAW,
		  udp_packet(garden, 2152, behind(garden, (struct bytes){ gtp, sizeof gtp }, packet)));
}

/* From 2001:db8::20 to 2001:db8::N, addresses for documentation (RFC 3849), with UDP. */
static struct bytes ipv6_packet(struct garden *garden, uint8_t number, bool options, bool told)
{
	struct bytes body = coap_post(garden, the_body(told));
	size_t size = 8 + body.size, whole = size + (options ? 8 : 0);
	const uint8_t head[] = { 0x60,
				 0,
				 0,
				 0,
				 (uint8_t)(whole >> 8),
				 (uint8_t)whole,
				 options ? 60 : 17,
				 64,
				 0x20,
				 1,
				 0x0d,
				 0xb8,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0x20,
				 0x20,
				 1,
				 0x0d,
				 0xb8,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 0,
				 number };
	const uint8_t udp[] = { 0x9c, 0x40, 0x16, 0x33, (uint8_t)(size >> 8), (uint8_t)size, 0, 0 };
	const struct bytes parts[] = { { head, sizeof head },
				       options ? BYTES("\x11\0\1\4\0\0\0\0") : BYTES_EMPTY,
				       { udp, sizeof udp },
				       body };

	return joined(garden, parts, 4);
}

static void version_6(struct garden *garden, bool told)
{
	sow(garden, "IPv6", told);
	known_as(garden, told ? "2001:db8::7" : "2001:db8::17");
	say_frame(garden, LINK_ETHERNET,
		  behind(garden, BYTES(ETHERNET "\x86\xdd"),
			 ipv6_packet(garden, told ? 0x07 : 0x17, false, told)));
	sow(garden, "IPv6 with options", told);
	known_as(garden, told ? "2001:db8::8" : "2001:db8::18");
	say_frame(garden, LINK_RAW, ipv6_packet(garden, told ? 0x08 : 0x18, true, told));
	sow(garden, "IPv6 in IP", told);
	known_as(garden, told ? "2001:db8::9" : "2001:db8::19");
	say_frame(garden, LINK_RAW,
		  ip_packet(garden, 41, ipv6_packet(garden, told ? 0x09 : 0x19, false, told)));
	sow(garden, "Teredo", told);
	known_as(garden, told ? "2001:db8::a" : "2001:db8::1a");
	say_frame(garden, LINK_RAW,
		  udp_packet(garden, 3544, ipv6_packet(garden, told ? 0x0a : 0x1a, false, told)));
}

static void plant_all(struct garden *garden, bool told)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		sow(garden, links[i].name, told);
		say_frame(garden, links[i].link_type,
			  behind(garden, links[i].head, the_packet(garden, told)));
	}
	for (size_t i = 0; i < sizeof tunnels / sizeof *tunnels; i++) {
		sow(garden, tunnels[i].name, told);
		say_frame(garden, LINK_RAW,
			  ip_packet(garden, tunnels[i].protocol,
				    behind(garden, tunnels[i].head, the_packet(garden, told))));
	}
	for (size_t i = 0; i < sizeof datagrams / sizeof *datagrams; i++) {
		sow(garden, datagrams[i].name, told);
		say_frame(garden, LINK_RAW,
			  udp_packet(garden, datagrams[i].port,
				     behind(garden, datagrams[i].head, the_packet(garden, told))));
	}
	with_sizes(garden, told);
	version_6(garden, told);
}

/* What is no packet, on the ports of tunnels. */
static void no_tunnels(struct garden *garden)
{
	for (size_t i = 0; i < sizeof datagrams / sizeof *datagrams; i++) {
		const struct turn turn = { false, BYTES("a line of text that is not a packet, code 482915") };

		planting(garden,
			 (const char *)text(garden, "text to the port of %s", datagrams[i].name).data);
		say_udp(garden, datagrams[i].port, &turn, 1);
	}
}

void plant_links(struct garden *garden)
{
	plant_all(garden, true);
	plant_all(garden, false);
	no_tunnels(garden);
}
