/* SPDX-License-Identifier: Apache-2.0 */
/* What Bluetooth devices tell everybody around, and how they agree on a key (Core Specification Supplement,
 * Part A; Core 5.4, Vol 3, Part H). On the air behind the address of all advertising, in the host behind the
 * controller's events; each lock has an address of its own. */
#include "planted.h"

#define EVERYBODY "\xd6\xbe\x89\x8e"
#define CRC	  "\1\2\3"
#define PHONE	  "\x05\0\0\0\0\x02"

enum { LINK_HCI = 201, LINK_AIR = 251 };

/* `kind`: of the packet, and whether the address is random. */
static void advertise(struct garden *garden, uint8_t kind, struct bytes address, struct bytes structures)
{
	const uint8_t head[] = { kind, (uint8_t)(address.size + structures.size) };
	const struct bytes parts[] = { BYTES(EVERYBODY), { head, 2 }, address, structures, BYTES(CRC) };

	say_frame(garden, LINK_AIR, joined(garden, parts, 5));
}

static void sow(struct garden *garden, const char *name, const char *address)
{
	planting(garden, name);
	known_as(garden, address);
}

static void advertising(struct garden *garden)
{
	sow(garden, "a name in advertising", "02:00:5e:00:00:51");
	tells(garden, "device.mac", "02:00:5e:00:00:51");
	tells(garden, "device.hostname", "xiaomings-lock");
	advertise(garden, 0, BYTES("\x51\0\0\x5e\0\x02"),
		  BYTES("\2\1\6\x0f\x09"
			"xiaomings-lock"));
	sow(garden, "a name in the answer to a scan", "c2:00:5e:00:00:52");
	tells(garden, "device.mac", "c2:00:5e:00:00:52");
	tells(garden, "device.hostname", "xiaomings-lock");
	advertise(garden, 0x44, BYTES("\x52\0\0\x5e\0\xc2"),
		  BYTES("\x0f\x09"
			"xiaomings-lock"));
	sow(garden, "data of a manufacturer", "02:00:5e:00:00:53");
	tells(garden, "device.mac", "02:00:5e:00:00:53");
	tells(garden, "contact.mobile", "13900008716");
	advertise(garden, 0, BYTES("\x53\0\0\x5e\0\x02"),
		  BYTES("\x0e\xff\x59\0"
			"13900008716"));
	sow(garden, "data of a service", "02:00:5e:00:00:54");
	tells(garden, "device.mac", "02:00:5e:00:00:54");
	tells(garden, "contact.mobile", "13900008716");
	advertise(garden, 0, BYTES("\x54\0\0\x5e\0\x02"),
		  BYTES("\x0e\x16\xaa\xfe"
			"13900008716"));
	sow(garden, "a name in a report of the controller", "c2:00:5e:00:00:55");
	tells(garden, "device.mac", "c2:00:5e:00:00:55");
	tells(garden, "device.hostname", "xiaomings-lock");
	say_frame(garden, LINK_HCI,
		  BYTES("\0\0\0\1\4\x3e\x1c\2\1\0\1\x55\0\0\x5e\0\xc2\x10\x0f\x09"
			"xiaomings-lock\xc0"));
	sow(garden, "an address that changes", "52:00:5e:00:00:56");
	advertise(garden, 0x40, BYTES("\x56\0\0\x5e\0\x52"), BYTES("\2\1\6\3\3\xaa\xfe"));
	sow(garden, "measures in advertising", "52:00:5e:00:00:57");
	advertise(garden, 0x40, BYTES("\x57\0\0\x5e\0\x52"), BYTES("\2\1\6\7\xff\x59\0\x17\x42\x0c\x80"));
}

/* Data channel of a connection: header, then L2CAP to the channel of security. */
static void pair(struct garden *garden, uint8_t access, bool server, struct bytes message)
{
	const uint8_t head[] = { access,
				 0x33,
				 0x22,
				 0x11,
				 server ? 0x06 : 0x02,
				 (uint8_t)(message.size + 4),
				 (uint8_t)message.size,
				 0,
				 6,
				 0 };
	const struct bytes parts[] = { { head, sizeof head }, message, BYTES(CRC) };

	say_frame(garden, LINK_AIR, joined(garden, parts, 3));
}

static void connect(struct garden *garden, uint8_t access, uint8_t number)
{
	const uint8_t ends[] = { number, 0, 0, 0x5e, 0, 0xc2, access, 0x33, 0x22, 0x11 };
	const struct bytes parts[] = { BYTES(EVERYBODY "\x45\x22" PHONE),
				       { ends, sizeof ends },
				       BYTES("crc"
					     "\1\2\0\3\0\4\0\5\0\xff\xff\xff\xff\x1f\x05" CRC) };

	say_frame(garden, LINK_AIR, joined(garden, parts, 3));
}

/* Capability, data from elsewhere, demands, size of the key, keys to be given. */
static void pairings(struct garden *garden)
{
	static const struct {
		const char *name, *address, *method;
		struct bytes request, response;
	} pairings[] = {
		{ "Just Works", "c2:00:5e:00:00:61", "just-works", BYTES("\1\3\0\1\x10\7\7"),
		  BYTES("\2\3\0\1\x10\7\7") },
		{ "a passkey", "c2:00:5e:00:00:62", "passkey", BYTES("\1\4\0\5\x10\7\7"),
		  BYTES("\2\0\0\5\x10\7\7") },
		{ "numbers that are compared", "c2:00:5e:00:00:63", "numeric-comparison",
		  BYTES("\1\4\0\x0d\x10\7\7"), BYTES("\2\1\0\x0d\x10\7\7") },
	};

	for (size_t i = 0; i < sizeof pairings / sizeof *pairings; i++) {
		uint8_t access = (uint8_t)(0x60 + i);

		sow(garden, pairings[i].name, pairings[i].address);
		tells(garden, "pairing", pairings[i].method);
		connect(garden, access, (uint8_t)(0x61 + i));
		pair(garden, access, false, pairings[i].request);
		pair(garden, access, true, pairings[i].response);
	}
	sow(garden, "a request to pair that nobody answers", "c2:00:5e:00:00:64");
	connect(garden, 0x64, 0x64);
	pair(garden, 0x64, false, BYTES("\1\3\0\1\x10\7\7"));
}

void plant_air(struct garden *garden)
{
	advertising(garden);
	pairings(garden);
}
