/* SPDX-License-Identifier: Apache-2.0 */
/* What the air tells: Bluetooth advertising and attributes, 802.11 management; and what it keeps. Addresses
 * of Bluetooth stand with the last octet first; each planting has a lock of its own. */
#include "planted.h"

#define PHONE	  "\x05\0\0\0\0\x02"
#define EVERYBODY "\xd6\xbe\x89\x8e"
#define CRC	  "\1\2\3"

enum { LINK_WLAN = 105, LINK_HCI = 201, LINK_AIR = 251, LINK_IP = 101, LINK_PPP = 9 };

static void sow(struct garden *garden, const char *name, const char *address, const char *type,
		const char *value)
{
	planting(garden, name);
	known_as(garden, address);
	if (type)
		tells(garden, type, value);
}

static void bluetooth(struct garden *garden)
{
	/* CONNECT_IND, then a write of the phone to handle 5. */
	sow(garden, "a write of Bluetooth", "c2:00:00:00:00:11", "contact.mobile", "13900008716");
	say_frame(garden, LINK_AIR,
		  BYTES(EVERYBODY "\x45\x22" PHONE "\x11\0\0\0\0\xc2\x44\x33\x22\x11"
				  "crc"
				  "\1\2\0\3\0\4\0\5\0\xff\xff\xff\xff\x1f\x05" CRC));
	say_frame(garden, LINK_AIR,
		  BYTES("\x44\x33\x22\x11\x02\x1f\x1b\0\4\0\x52\5\0{\"mobile\":\"13900008716\"}" CRC));
	sow(garden, "a notification of Bluetooth", "c2:00:00:00:00:14", "contact.mobile", "13900008716");
	say_frame(garden, LINK_AIR,
		  BYTES(EVERYBODY "\x45\x22" PHONE "\x14\0\0\0\0\xc2\x64\x33\x22\x11"
				  "crc"
				  "\1\2\0\3\0\4\0\5\0\xff\xff\xff\xff\x1f\x05" CRC));
	say_frame(garden, LINK_AIR,
		  BYTES("\x64\x33\x22\x11\x06\x1f\x1b\0\4\0\x1b\5\0{\"mobile\":\"13900008716\"}" CRC));
	sow(garden, "a write seen by the host", "c2:00:00:00:00:12", "contact.mobile", "13900008716");
	say_frame(garden, LINK_HCI, BYTES("\0\0\0\1\4\x0e\x0a\1\x09\x10\0" PHONE));
	say_frame(garden, LINK_HCI,
		  BYTES("\0\0\0\1\4\x3e\x13\1\0\x40\0\0\1\x12\0\0\0\0\xc2\6\0\0\0\x2a\0\0"));
	say_frame(garden, LINK_HCI,
		  BYTES("\0\0\0\0\2\x40\0\x1f\0\x1b\0\4\0\x12\5\0{\"mobile\":\"13900008716\"}"));
	sow(garden, "encrypted Bluetooth", "c2:00:00:00:00:13", NULL, NULL);
	say_frame(garden, LINK_AIR,
		  BYTES(EVERYBODY "\x45\x22" PHONE "\x13\0\0\0\0\xc2\x54\x33\x22\x11"
				  "crc"
				  "\1\2\0\3\0\4\0\5\0\xff\xff\xff\xff\x1f\x05" CRC));
	say_frame(garden, LINK_AIR, BYTES("\x54\x33\x22\x11\x03\x01\x05" CRC));
	say_frame(garden, LINK_AIR,
		  BYTES("\x54\x33\x22\x11\x02\x0b"
			"0123456789a" CRC));
}

static void logins_of_links(struct garden *garden)
{
	sow(garden, "PAP", "02:00:5e:00:00:31", "credential", "Tulip-4711-x");
	say_frame(garden, 1,
		  BYTES("\2\0\x5e\0\0\x31\2\0\x5e\0\0\x20\x88\x64\x11\0\0\7\0\x1d\xc0\x23\1\1\0\x1b"
			"\x09lockuser7\x0cTulip-4711-x"));
	say_frame(garden, 1,
		  BYTES("\2\0\x5e\0\0\x20\2\0\x5e\0\0\x31\x88\x64\x11\0\0\7\0\7\xc0\x23\2\1\0\5\0"));
	sow(garden, "CHAP", "02:00:5e:00:00:32", NULL, NULL);
	say_frame(garden, 1,
		  BYTES("\2\0\x5e\0\0\x20\2\0\x5e\0\0\x32\x88\x64\x11\0\0\7\0\x1b\xc2\x23\1\1\0\x19"
			"\x10"
			"0123456789abcdeflock"));
	say_frame(garden, 1,
		  BYTES("\2\0\x5e\0\0\x32\2\0\x5e\0\0\x20\x88\x64\x11\0\0\7\0\x20\xc2\x23\2\1\0\x1e"
			"\x10"
			"fedcba9876543210lockuser7"));
	sow(garden, "VRRP", "", "credential", "Tulip471");
	say_frame(garden, LINK_IP, ip_packet(garden, 112, BYTES("\x21\5\x64\1\1\1\0\0\xc0\0\2\1Tulip471")));
	sow(garden, "VRRP without a secret", "", NULL, NULL);
	say_frame(garden, LINK_IP,
		  ip_packet(garden, 112, BYTES("\x21\5\x64\1\0\1\0\0\xc0\0\2\1\0\0\0\0\0\0\0\0")));
}

/* Duration, receiver, sender, network, number. */
#define WLAN(sender) "\0\0\xff\xff\xff\xff\xff\xff" sender "\xff\xff\xff\xff\xff\xff\x10\0"

static void wlan(struct garden *garden)
{
	sow(garden, "what 802.11 asks for by name", "02:00:5e:00:00:41", "network.ssid", "corner-net");
	say_frame(garden, LINK_WLAN,
		  BYTES("\x40\0" WLAN("\2\0\x5e\0\0\x41") "\0\x0a"
							  "corner-net\1\4\x82\x84\x8b\x96"));
	sow(garden, "802.11 that asks for anything", "02:00:5e:00:00:42", NULL, NULL);
	say_frame(garden, LINK_WLAN, BYTES("\x40\0" WLAN("\2\0\x5e\0\0\x42") "\0\0\1\4\x82\x84\x8b\x96"));
	sow(garden, "protected 802.11", "02:00:5e:00:00:43", NULL, NULL);
	say_frame(garden, LINK_WLAN,
		  BYTES("\x08\x41\0\0\2\0\x5e\0\0\x43\2\0\x5e\0\0\x20\2\0\x5e\0\0\x43\x10\0\1\0\0\x20\0\0\0\0"
			"0123456789abcdef0123456789abcdef"));
}

/* Counted as opaque, and so silent. */
static void opaque(struct garden *garden)
{
	sow(garden, "SCTP", "", NULL, NULL);
	say_frame(garden, LINK_IP,
		  ip_packet(garden, 132,
			    BYTES("\x9c\x40\x0b\x59\0\0\0\1\0\0\0\0\0\3\0\x1a\0\0\0\1\0\0\0\0\0\0\0\0"
				  "0123456789")));
	sow(garden, "UDP-Lite", "", NULL, NULL);
	say_frame(garden, LINK_IP,
		  ip_packet(garden, 136, BYTES("\x9c\x40\x0b\x59\0\x08\0\0phone=13900008716")));
	sow(garden, "ESP", "", NULL, NULL);
	say_frame(garden, LINK_IP,
		  ip_packet(garden, 50,
			    BYTES("\0\0\x10\1\0\0\0\1\x8f\x1a\xc3\x77\x02\x5e\xb9\xe4\x31\x90\xad\x4c"
				  "\x6b\xf2\x08\xd5\x19\x7e\xa3\xc0")));
}

void plant_radio(struct garden *garden)
{
	bluetooth(garden);
	logins_of_links(garden);
	wlan(garden);
	opaque(garden);
}
