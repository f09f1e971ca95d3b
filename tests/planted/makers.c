/* SPDX-License-Identifier: Apache-2.0 */
/* Interfaces and clouds of makers: ISAPI and CGI of cameras, Tuya's and Xiaomi's own protocols with and
 * without a key that the laboratory gives, tunnels of cameras, records as clouds of locks give them. Devices
 * are invented.
 */
#include "conversations.h"

#include <stdio.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* What is encrypted was made from the protocols' descriptions by Python's cryptography. */
static const struct conversation conversations[] = {
	{ "a user of ISAPI",
	  80,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("PUT /ISAPI/Security/users/2 HTTP/1.1\r\nHost: 192.0.2.7\r\nContent-Type: "
		   "application/xml\r\n"
		   "Content-Length: 112\r\n\r\n<?xml "
		   "version=\"1.0\"?><User><id>2</id><userName>lockuser7</userName>"
		   "<password>Tulip-4711-x</password></User>   "),
	    SERVER(OK) } },
	{ "a person in the list of ISAPI",
	  80,
	  say_tcp,
	  { { "person.name", "李小明" }, { "account.user-id", "E20417" } },
	  { CLIENT("POST /ISAPI/AccessControl/UserInfo/Record?format=json HTTP/1.1\r\nHost: 192.0.2.7\r\n"
		   "Content-Type: application/json\r\nContent-Length: 58\r\n\r\n"
		   "{\"UserInfo\":{\"employeeNo\":\"E20417\",\"name\":\"李小明\"}}   "),
	    SERVER(OK) } },
	{ "the state of a camera in ISAPI",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /ISAPI/System/status HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 87\r\n\r\n<?xml "
		   "version=\"1.0\"?><DeviceStatus><deviceUpTime>139000087</deviceUpTime></"
		   "DeviceStatus>") } },
	{ "a Wi-Fi set by CGI",
	  80,
	  say_tcp,
	  { { "credential", "corner-stone-88" }, { "network.ssid", "corner-net" } },
	  { CLIENT("GET /cgi-bin/configManager.cgi?action=setConfig&WLan.eth2.SSID=corner-net&"
		   "WLan.eth2.wifiPassword=corner-stone-88 HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n"),
	    SERVER(OK) } },
	{ "the time set by CGI",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /cgi-bin/global.cgi?action=setCurrentTime&time=2026-03-01%2008:00:00 HTTP/1.1\r\n"
		   "Host: 192.0.2.7\r\n\r\n"),
	    SERVER(OK) } },
	{ "what a device of Tuya says in clear",
	  6668,
	  say_tcp,
	  { { "device.id", "inv0001" }, { "record.unlock", "3" } },
	  { CLIENT("\x00\x00\x55\xaa\x00\x00\x00\x04\x00\x00\x00\x08\x00\x00\x00\x40\x00\x00\x00\x00\x7b\x22"
		   "\x64\x65\x76\x49\x64\x22\x3a\x22\x69\x6e\x76\x30\x30\x30\x31\x22\x2c\x22\x64\x70\x73\x22"
		   "\x3a\x7b\x22\x35\x22\x3a\x33\x2c\x22\x39\x22\x3a\x22\x77\x72\x6f\x6e\x67\x5f\x66\x69\x6e"
		   "\x67\x65\x72\x22\x7d\x7d\x33\xe0\x35\xcd\x00\x00\xaa\x55") } },
	{ "what a device of Tuya says, opened with its key",
	  6668,
	  say_tcp,
	  { { "device.id", "inv0003" }, { "record.unlock", "3" } },
	  { CLIENT("\x00\x00\x55\xaa\x00\x00\x00\x04\x00\x00\x00\x08\x00\x00\x00\x5b\x00\x00\x00\x00\x33\x2e"
		   "\x33\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x89\xed\x87\xb9\x24\xc2\x6d\xd6\xc8"
		   "\x25\x24\x0e\xad\x0d\x15\x0c\x1d\x3b\x74\x7d\x1d\xba\xc3\xaa\x71\x18\x53\x8a\x05\x89\x50"
		   "\xc7\xd3\x5d\x0e\x3c\x54\xfe\x5b\x6a\xe4\xe6\x7e\x96\xdd\x0a\x15\xa8\x2c\x61\x53\xd7\xf1"
		   "\x77\x4c\xf1\x22\x5a\x99\x8c\xb7\x35\xd3\x95\x35\xf1\x36\xe1\x00\x00\xaa\x55") } },
	{ "a command of miio, opened with its token",
	  54321,
	  say_udp,
	  { { "device.id", "168496142" }, { "credential", "Tulip-4711-x" } },
	  { CLIENT("\x21\x31\x00\x70\x00\x00\x00\x00\x0a\x0b\x0c\x0e\x00\x00\x12\x35\xde\x58\x35\xc4\x4a\x66"
		   "\x37\x3b\xd0\xaa\x75\xd8\xb8\xbb\xfa\xf9\xfa\x7b\x73\x41\x2e\x1c\x4a\x84\xb9\x53\x39\xe4"
		   "\xf7\x26\xf0\xf4\x1c\xcb\xd8\x19\x49\x6d\x7d\xe4\x35\x28\x09\x3c\x47\x74\xa2\x0f\xdd\x94"
		   "\x4d\x27\x38\x6b\x8e\x0e\xda\x79\xb1\x7c\xd6\x36\x21\xf7\x0a\x32\xcb\x4d\x8b\x80\xe8\x5c"
		   "\x27\xe5\x21\x78\xee\xcd\x89\x6a\x32\xd3\x5e\xf6\xd5\x4c\x3f\x4e\x1c\x76\x01\xa3\x23\xe7"
		   "\x13\x1b") } },
	{ "the name of a camera in TUTK's tunnel",
	  10001,
	  say_udp,
	  { { "device.id", "INVENTEDUID123456789" } },
	  { CLIENT("\x6e\x4c\x9d\x8c\x40\xd1\x40\xca\x2d\x2d\x88\x2d\xc0\xe6\xca\xdc\x3b\xba\xa9\xdf\x71\x93"
		   "\x63\x99\x69\xe8\x4c\xf9\xa5\xa0\x8f\x9c\x6e\x2e\x8d\x8c\x40\xd0\x40\xca\x2e\x0d\xbb\x7f"
		   "\x40\xdc\xca\xd8\x6e\x2e\x8d\x8c\x40\xd0\x40\xca\x2d\x6f\x28\x0c\x50\xe4\x8a\xc8\x6e\x2e"
		   "\x8d\x8c\x40\xd0\x40\xca\x2d\x6d\x28\x0c\x40\xe4\xca\xd8\x00\x00\x00\x00\x00\x00\x00"
		   "\x00") } },
	{ "pictures in the tunnel of PPCS",
	  32108,
	  say_udp,
	  { { "media", "video/h264" } },
	  { CLIENT("\xf1\x30\0\0"),
	    CLIENT("\xf1\xd0\x00\x40\xd1\x01\x00\x00\x55\xaa\x15\xa8\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
		   "\x67\x42\x00\x1f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00") } },
	{ "a login of DVRIP with a digest",
	  34567,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xe8\x03\x5c\x00\x00\x00"
		   "{\"EncryptType\":\"MD5\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"nTBCS19C\","
		   "\"UserName\":\"lockuser7\"}\n\0") } },
	{ "a login of DHIP with a digest",
	  37777,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\x20\x00\x00\x00\x44\x48\x49\x50\x07\x00\x00\x00\x03\x00\x00\x00\xc5\x00\x00\x00\x00\x00"
		   "\x00\x00\xc5\x00\x00\x00\x00\x00\x00\x00"
		   "{\"id\":3,\"method\":\"global.login\",\"params\":{\"authorityType\":\"Default\","
		   "\"clientType\":\"Web3.0\",\"password\":\"9F1E3B0C5A7D24866E0B1C9D3F5A7E21\","
		   "\"passwordType\":\"Default\",\"userName\":\"lockuser7\"},\"session\":7}") } },
	{ "bytes of the size of TUTK's search",
	  10001,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\4\2\x1a\2\0\0\0\0\1\6\x21\0\0\0\0\0") } },
	{ "a tunnel that looks for its server",
	  32108,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\xf1\x30\0\0"), CLIENT("\xf1\xe0\0\0") } },
};

/* As the platforms' documents show them. */
static const struct {
	const char *name, *body, *type, *value;
} records[] = {
	{ "a record of Tuya's cloud", "{\"status\":[{\"code\":\"unlock_fingerprint\",\"value\":3}]}",
	  "record.unlock", "unlock_fingerprint" },
	{ "an event of Aliyun",
	  "{\"method\":\"DoorOpenNotification\",\"lockUserId\":\"12\",\"lockUserType\":1,\"ts\":"
	  "1700000000000}",
	  "record.unlock", "DoorOpenNotification" },
};

static const struct {
	const char *name, *body;
} no_records[] = {
	{ "an alarm of Tuya's cloud", "{\"status\":[{\"code\":\"hijack\",\"value\":true}]}" },
	{ "the state of a door in Aliyun",
	  "{\"method\":\"thing.event.property.post\",\"params\":{\"DoorState\":1}}" },
	{ "a key that opens nothing", "{\"code\":\"unlock_switch\",\"value\":true}" },
};

static void clouds(struct garden *garden)
{
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		planting(garden, records[i].name);
		tells(garden, records[i].type, records[i].value);
		say_post(garden, "/v1.0/report", "Content-Type: application/json\r\n",
			 text(garden, "%s", records[i].body));
	}
	for (size_t i = 0; i < sizeof no_records / sizeof *no_records; i++) {
		planting(garden, no_records[i].name);
		say_post(garden, "/v1.0/report", "Content-Type: application/json\r\n",
			 text(garden, "%s", no_records[i].body));
	}
}

/* The features of a face as TTLock's interface answers them: 256 signed bytes as hexadecimal digits. */
static void features(struct garden *garden)
{
	char digits[513];

	for (unsigned i = 0; i < 256; i++) {
		int value = (int)((i * 73 + 41) % 59) - 29 + (int)((i * 31) % 23) - 11;

		snprintf(digits + 2 * (size_t)i, 3, "%02x", (unsigned)value & 0xff);
	}
	planting(garden, "the features of a face");
	tells(garden, "biometric.face.template", "");
	say_post(garden, "/v3/face/add", "Content-Type: application/json\r\n",
		 text(garden, "{\"faceId\":12,\"featureData\":\"%s\"}", digits));
}

void plant_makers(struct garden *garden)
{
	plant_conversations(garden, conversations, sizeof conversations / sizeof *conversations);
	clouds(garden);
	features(garden);
}
