/* SPDX-License-Identifier: Apache-2.0 */
/* Disclosures of trackers, watches, cameras and locks in protocols of their own. */
#include "planted.h"

#define PHONE "13900008716"

/* ---- JT/T 808 ---- */

/* Escapes and ends a frame. */
static struct bytes jtt808_whole(struct garden *garden, struct bytes head, struct bytes body)
{
	const struct bytes parts[] = { head, body };
	struct bytes plain = joined(garden, parts, 2), frame = BYTES("\x7e");
	uint8_t sum = 0;

	for (size_t i = 0; i <= plain.size; i++) {
		uint8_t byte = i < plain.size ? plain.data[i] : sum;
		struct bytes one[2] = { frame, byte == 0x7e   ? BYTES("\x7d\2")
					       : byte == 0x7d ? BYTES("\x7d\1")
							      : (struct bytes){ &byte, 1 } };

		sum ^= byte;
		frame = joined(garden, one, 2);
	}
	const struct bytes ends[] = { frame, BYTES("\x7e") };

	return joined(garden, ends, 2);
}

#define NUMBER	  "\x01\x39\0\0\x87\x16" /* the telephone number */
#define NUMBER_19 "\0\0\0\0" NUMBER

static struct bytes jtt808_frame(struct garden *garden, unsigned number, struct bytes body)
{
	const uint8_t start[] = { (uint8_t)(number >> 8), (uint8_t)number, (uint8_t)(body.size >> 8),
				  (uint8_t)body.size };
	const struct bytes head[] = { { start, 4 }, BYTES(NUMBER "\0\7") };

	return jtt808_whole(garden, joined(garden, head, 2), body);
}

/* 31.230416, 121.474693 */
#define PLACE "\0\0\0\0\0\0\0\2\x01\xdc\x89\xd0\x07\x3d\x8e\x85\0\x0a\0\0\0\0\x26\x03\x01\x08\0\0"

static void jtt808(struct garden *garden)
{
	const struct turn registration[] = {
		{ false, jtt808_frame(garden, 0x0100,
				      BYTES("\0\x1f\0\x73WX001LOCUS-7\0\0\0\0\0\0\0\0\0\0\0\0\0T000042\2"
					    "\xbb\xa6"
					    "A12345")) },
		{ true, jtt808_frame(garden, 0x8100, BYTES("\0\7\0qL7-token")) },
		{ false, jtt808_frame(garden, 0x0102, BYTES("qL7-token")) },
		{ true, jtt808_frame(garden, 0x8001, BYTES("\0\7\1\2\0")) },
	};
	const struct turn position[] = {
		{ false,
		  jtt808_frame(garden, 0x0200, BYTES(PLACE "\x5d\x0b\1\1\xcc\0\x51\x79\0\0\xa8\xcc\xb0")) },
	};
	const struct turn book[] = {
		{ false, jtt808_frame(garden, 0x0002, BYTES_EMPTY) },
		{ true, jtt808_frame(garden, 0x8401,
				     BYTES("\2\1\3\x0b"
					   "13900008717\4\xcd\xf5\xb6\xfe")) },
	};

	planting(garden, "registration of JT/T 808");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "device.id", "T000042");
	tells(garden, "id.vehicle-plate", "沪A12345");
	tells(garden, "credential", "qL7-token");
	say_tcp(garden, 8808, registration, 4);
	planting(garden, "position of JT/T 808");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "location.precise", "31.230416");
	tells(garden, "location.cell", "460,0,20857,43212");
	say_tcp(garden, 8808, position, 1);
	planting(garden, "position of JT/T 808 over UDP");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "location.precise", "31.230416");
	tells(garden, "location.cell", "460,0,20857,43212");
	say_udp(garden, 8808, position, 1);
	planting(garden, "position of JT/T 808, edition of 2019");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "location.precise", "31.230416");
	say_tcp(garden, 8808,
		&(const struct turn){
			false, jtt808_whole(garden, BYTES("\2\0\x40\x1c\1" NUMBER_19 "\0\7"), BYTES(PLACE)) },
		1);
	planting(garden, "phone book of JT/T 808 in two packets");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "contact.mobile", "13900008717");
	tells(garden, "person.name", "王二");
	say_tcp(garden, 8808,
		(const struct turn[]){
			{ false, jtt808_frame(garden, 0x0002, BYTES_EMPTY) },
			{ true, jtt808_whole(garden, BYTES("\x84\1\x20\x0a" NUMBER "\0\7\0\2\0\1"),
					     BYTES("\2\1\3\x0b"
						   "139000")) },
			{ true, jtt808_whole(garden, BYTES("\x84\1\x20\x0a" NUMBER "\0\x08\0\2\0\2"),
					     BYTES("08717\4\xcd\xf5\xb6\xfe")) },
		},
		3);
	planting(garden, "phone book of JT/T 808");
	tells(garden, "contact.mobile", PHONE);
	tells(garden, "contact.mobile", "13900008717");
	tells(garden, "person.name", "王二");
	say_tcp(garden, 8808, book, 2);
}

/* ---- watches ---- */

static void watches(struct garden *garden)
{
	static const struct turn setracker[] = {
		{ false, BYTES("[3G*8800000099*00A8*UD,220414,134652,A,31.230416,N,121.4746931,E,0.10,0.0,"
			       "100,7,60,90,1000,"
			       "50,0000,1,255,460,0,20857,43212,36,2,corner-net,02:ab:cd:00:00:01,-60,,02:ab:"
			       "cd:00:00:02,-70,"
			       "11.5]") },
		{ true, BYTES("[3G*8800000099*0013*MONITOR,13900008717]") },
	};
	static const struct turn h02[] = {
		{ false, BYTES("*HQ,4209900096,V1,125430,A,3113.8249,N,12128.4814,E,000.00,000,220414,"
			       "FFFFFBFF,460,00,20857,"
			       "43212#") },
	};
	static const struct turn gt06[] = {
		{ false,
		  BYTES("\x78\x78\x0d\x01\x04\x90\x15\x42\x03\x23\x75\x18\x00\x01\x1f\x17\x0d\x0a\x78\x78"
			"\x1f\x12\x1a\x03\x01\x08\x00\x00\xc9\x03\x59\xc4\xdd\x0d\x08\x66\xef\x0a\x14\x5a"
			"\x01\xcc\x00\x51\x79\x00\xa8\xcc\x00\x02\x84\x0d\x0d\x0a") },
	};
	static const struct turn tk103[] = {
		{ false, BYTES("##,imei:490154203237518,A;") },
		{ true, BYTES("LOAD") },
		{ false, BYTES("imei:490154203237518,tracker,0809231929,13900008717,F,112909.397,A,3113.8249,"
			       "N,12128.4814,E,"
			       "0.11,;") },
	};
	static const struct turn thinkrace[] = {
		{ false, BYTES("IWAP00490154203237518#") },
		{ true, BYTES("IWBP00,20260301080000,8#") },
		{ false, BYTES("IWAP01260301A3113.8249N12128.4814E000.1061830323.8706000908000102,460,0,"
			       "20857,43212,#") },
	};

	planting(garden, "a watch that speaks SeTracker");
	tells(garden, "device.id", "8800000099");
	tells(garden, "location.precise", "31.230416");
	tells(garden, "location.cell", "460,0,20857,43212");
	tells(garden, "location.nearby-networks", "corner-net 02:ab:cd:00:00:01| 02:ab:cd:00:00:02");
	tells(garden, "contact.mobile", "13900008717");
	say_tcp(garden, 8001, setracker, 2);
	planting(garden, "a tracker that speaks H02");
	tells(garden, "device.id", "4209900096");
	tells(garden, "location.precise", place(garden, 31, 13.8249, 0, 6));
	tells(garden, "location.cell", "460,0,20857,43212");
	say_tcp(garden, 5013, h02, 1);
	/* Its latitude is 0x0359c4dd, in units of a thirtieth of a thousandth of a minute. */
	planting(garden, "a tracker that speaks GT06");
	tells(garden, "device.imei", "490154203237518");
	tells(garden, "location.precise", place(garden, 0x0359c4dd / 1800000.0, 0, 0, 6));
	tells(garden, "location.cell", "460,0,20857,43212");
	say_tcp(garden, 5023, gt06, 1);
	planting(garden, "a tracker that speaks TK103");
	tells(garden, "device.imei", "490154203237518");
	tells(garden, "location.precise", place(garden, 31, 13.8249, 0, 6));
	tells(garden, "contact.mobile", "13900008717");
	say_tcp(garden, 5001, tk103, 3);
	planting(garden, "a watch of Thinkrace");
	tells(garden, "device.imei", "490154203237518");
	tells(garden, "location.precise", place(garden, 31, 13.8249, 0, 6));
	tells(garden, "location.cell", "460,0,20857,43212");
	say_tcp(garden, 8011, thinkrace, 3);
}

/* ---- homes ---- */

static void homes(struct garden *garden)
{
	/* Made by TuyAPI and the miio library of npm, of invented devices. */
	static const struct turn tuya[] = {
		{ false,
		  BYTES("\x00\x00\x55\xaa\x00\x00\x00\x00\x00\x00\x00\x13\x00\x00\x00\x4c\x00\x00\x00\x00"
			"\x25\x09\x77\x17\x10\xf4\x32\x3f\x5c\x8c\x08\xe5\xcb\xcb\x82\x7b\x8d\x5e\x84\xe9"
			"\xa2\x65\xd6\x47\x72\x80\xf2\x6f\x8a\xb7\x61\x3f\x8c\x62\x10\xb8\xb4\x05\xb1\x33"
			"\x2c\x1a\xc8\x07\xc7\x9b\x06\xc3\x76\x8f\xfc\x6a\xb3\x34\x85\x95\x66\xb8\xdb\x83"
			"\xb5\xbc\x22\x15\x71\xdb\xca\x48\x00\x00\xaa\x55") },
	};
	static const struct turn miio[] = {
		{ false,
		  BYTES("\x21\x31\x00\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
			"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
		{ true,
		  BYTES("\x21\x31\x00\x20\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x34\x69\x6e\x76\x65"
			"\x6e\x74\x65\x64\x2d\x6b\x65\x79\x2d\x30\x31\x36") },
		{ true,
		  BYTES("\x21\x31\x00\x70\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x35\x17\x53\x3a\x5e"
			"\x61\x4e\x7b\xfd\x01\xfe\x99\x02\xed\xc2\x72\x32\x41\xd4\xb3\x88\x90\xae\x9c\xc5"
			"\xdd\x7c\x8f\xcf\x41\x94\x3a\x70\x71\x06\x14\xf8\x09\xcc\x3a\x22\x50\x36\xde\x0d"
			"\xe9\x13\x50\x05\xde\xad\xd8\xfe\x67\x6b\x83\x44\x57\x76\x62\x74\x63\x3c\x45\x17"
			"\x1e\x75\x04\xc1\x30\x69\x9e\x5d\x6e\xab\x82\x80\x9f\x68\xcb\xdd\x2b\x6b\x18\x18"
			"\x8b\xb3\x5a\xd1\x9e\xb2\x34\x1e\x2d\xa0\x69\xd0") },
	};
	static const struct turn dvrip[] = {
		{ false,
		  BYTES("\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xe8\x03\x49\x00\x00\x00"
			"\x7b\x22\x45\x6e\x63\x72\x79\x70\x74\x54\x79\x70\x65\x22\x3a\x22\x4e\x4f\x4e\x45"
			"\x22\x2c\x22\x50\x61\x73\x73\x57\x6f\x72\x64\x22\x3a\x22\x54\x75\x6c\x69\x70\x2d"
			"\x34\x37\x31\x31\x2d\x78\x22\x2c\x22\x55\x73\x65\x72\x4e\x61\x6d\x65\x22\x3a\x22"
			"\x6c\x6f\x63\x6b\x75\x73\x65\x72\x37\x22\x7d\x0a\x00") },
	};
	static const struct turn ppcs[] = {
		{ false, BYTES("\xf1\x30\0\0") },
		{ true,
		  BYTES("\xf1\x41\x00\x14\x49\x4e\x56\x54\x00\x00\x00\x00\x00\x00\x12\x67\x41\x42\x43\x44"
			"\x45\x00\x00\x00") },
	};

	planting(garden, "what Tuya's devices call out, closed with a key that all know");
	tells(garden, "device.id", "inv0002");
	say_udp(garden, 6667, tuya, 1);
	planting(garden, "a token of miio, and what it opens");
	tells(garden, "credential", "696e76656e7465642d6b65792d303136");
	tells(garden, "device.id", "168496141");
	tells(garden, "device.mac", "02:00:00:00:00:09");
	tells(garden, "network.ssid", "corner-net");
	say_udp(garden, 54321, miio, 3);
	planting(garden, "a login of DVRIP in clear");
	tells(garden, "credential", "Tulip-4711-x");
	say_tcp(garden, 34567, dvrip, 1);
	planting(garden, "the name of a camera in its tunnel");
	tells(garden, "device.id", "INVT-004711-ABCDE");
	say_udp(garden, 32108, ppcs, 2);
}

/* ---- what tells nothing ---- */

static void look_alikes(struct garden *garden)
{
	static const struct turn closed[] = {
		{ false,
		  BYTES("\x00\x00\x55\xaa\x00\x00\x00\x04\x00\x00\x00\x07\x00\x00\x00\x47\x33\x2e\x33\x00"
			"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x4e\x02\xc2\x4e\xa6\x29\xc6\xf8\x4d"
			"\xe5\xf1\x36\xd8\xc5\x4b\x6e\x0f\x99\xf9\x1e\xa5\x61\xf7\x77\x68\x5d\x92\x66\xf2"
			"\xcf\x9e\x29\x0e\x5e\x11\xf7\xe0\x72\xa6\x56\x3a\x4e\xc1\x13\xea\xb1\x14\xe5\x7e"
			"\xd5\xb4\x50\x00\x00\xaa\x55") },
	};
	static const struct turn hidden[] = {
		{ false,
		  BYTES("\x21\x31\x00\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
			"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
		{ true, BYTES("\x21\x31\x00\x20\0\0\0\0\xff\xff\xff\xff\0\0\x12\x34"
			      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
	};
	static const struct turn lost[] = {
		{ false,
		  BYTES("*HQ,12345,V1,000000,V,0000.0000,N,00000.0000,E,0,0,010100,FFFFFFFF,0,0,0,0#") },
	};

	planting(garden, "a command of Tuya closed with a local key");
	say_tcp(garden, 6668, closed, 1);
	planting(garden, "a token of miio that is hidden");
	say_udp(garden, 54321, hidden, 2);
	planting(garden, "a tracker without a place");
	say_tcp(garden, 5013, lost, 1);
}

void plant_terminals(struct garden *garden)
{
	jtt808(garden);
	watches(garden);
	homes(garden);
	look_alikes(garden);
}
