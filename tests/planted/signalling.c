/* SPDX-License-Identifier: Apache-2.0 */
/* Signalling of video and voice, and mail: who calls whom, what is told beside the media, what mails carry.
 */
#include "planted.h"

#define USER   "lockuser7"
#define SECRET "Tulip-4711-x"

static void sip(struct garden *garden)
{
	static const struct turn call[] = {
		{ false, BYTES("INVITE sip:13900008716@voip.lock.example;user=phone SIP/2.0\r\n"
			       "f: <sip:lin.door@voip.lock.example>;tag=9\r\n"
			       "t: <sip:13900008716@voip.lock.example>\r\n"
			       "i: 7f3@192.0.2.7\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n") },
		{ true, BYTES("SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n") },
	};
	static const struct turn basic[] = {
		{ false, BYTES("REGISTER sip:voip.lock.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n"
			       "Authorization: Basic bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA==\r\nl: 0\r\n\r\n") },
	};
	static const struct turn digest[] = {
		{ false,
		  BYTES("REGISTER sip:voip.lock.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9\r\n"
			"Call-ID: 13900008716@192.0.2.7\r\nCSeq: 2 REGISTER\r\n"
			"Authorization: Digest username=\"7\", realm=\"lock\", nonce=\"5f1d\", "
			"uri=\"sip:lock\", "
			"response=\"9e107d9d372bb6826bd81d3542a419d6\"\r\nl: 0\r\n\r\n") },
		{ true, BYTES("SIP/2.0 403 Forbidden\r\nCSeq: 2 REGISTER\r\nl: 0\r\n\r\n") },
	};

	planting(garden, "SIP, compact fields");
	tells(garden, "contact.telephone", "13900008716");
	tells(garden, "contact.sip-address", "sip:lin.door@voip.lock.example");
	say_udp(garden, 5060, call, 2);
	planting(garden, "SIP with Basic");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 5060, basic, 1);
	planting(garden, "SIP with Digest");
	say_udp(garden, 5060, digest, 2);
}

static void gb28181(struct garden *garden)
{
	static const char order[] =
		"<?xml version=\"1.0\"?>\r\n<Notify><CmdType>MobilePosition</CmdType><SN>7</SN>"
		"<Longitude>121.475012</Longitude><Latitude>31.237641</Latitude></Notify>\r\n";
	const struct turn turns[] = {
		{ false, text(garden,
			      "MESSAGE sip:34020000002000000001@3402000000 SIP/2.0\r\nCSeq: 20 MESSAGE\r\n"
			      "Content-Type: Application/MANSCDP+xml\r\nContent-Length: %zu\r\n\r\n%s",
			      sizeof order - 1, order) },
		{ true, BYTES("SIP/2.0 200 OK\r\nCSeq: 20 MESSAGE\r\nContent-Length: 0\r\n\r\n") },
	};

	planting(garden, "GB/T 28181 position");
	tells(garden, "device.id", "34020000002000000001");
	tells(garden, "location.precise", "31.237641");
	say_tcp(garden, 5060, turns, 2);
}

#define TOKEN(password) \
	"<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>" \
	"<Security " \
	"xmlns=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">" \
	"<UsernameToken><Username>" USER "</Username>" password "</UsernameToken></Security></s:Header>" \
	"<s:Body><GetDeviceInformation/></s:Body></s:Envelope>"
#define TYPE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#"

static void onvif(struct garden *garden)
{
	planting(garden, "ONVIF, password in clear");
	tells(garden, "credential", SECRET);
	say_post(garden, "/onvif/device_service", "Content-Type: application/soap+xml\r\n",
		 BYTES(TOKEN("<Password Type=\"" TYPE "PasswordText\">" SECRET "</Password>")));
	planting(garden, "ONVIF, digest");
	say_post(garden, "/onvif/device_service", "Content-Type: application/soap+xml\r\n",
		 BYTES(TOKEN("<Password Type=\"" TYPE
			     "PasswordDigest\">tuOSpGlFlIXsozq4HFNeeGeFLEI=</Password>"
			     "<Nonce>LKqI6G/AikKCQrN0zqZFlg==</Nonce>")));
}

static void mail(struct garden *garden)
{
	static const struct turn smtp[] = {
		{ true, BYTES("220 mail.lock.example ESMTP\r\n") },
		{ false, BYTES("EHLO lock\r\n") },
		{ true, BYTES("250 ok\r\n") },
		{ false, BYTES("DATA\r\n") },
		{ true, BYTES("354 go on\r\n") },
		{ false,
		  BYTES("Subject: door\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\nMIME-Version: 1.0\r\n"
			"Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n"
			"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
			"--inner\r\nContent-Type: application/json\r\n"
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
			"{\"mobile\":\"139000=\r\n08716\"}\r\n--inner--\r\n"
			"--outer\r\nContent-Type: application/json; name=\"door.json\"\r\n"
			"Content-Transfer-Encoding: base64\r\n\r\n"
			"eyJwYXNzd29yZCI6IlR1bGlw\r\nLTQ3MTEteCJ9\r\n--outer--\r\n.\r\n") },
		{ true, BYTES("250 ok\r\n") },
	};
	static const struct turn imap[] = {
		{ true, BYTES("* OK IMAP4rev1 ready\r\n") },
		{ false, BYTES("a1 LOGIN {9}\r\n") },
		{ true, BYTES("+ go on\r\n") },
		{ false, BYTES(USER " {12}\r\n") },
		{ true, BYTES("+ go on\r\n") },
		{ false, BYTES(SECRET "\r\n") },
		{ true, BYTES("a1 OK done\r\n") },
	};

	planting(garden, "a mail of nested parts");
	tells(garden, "contact.mobile", "13900008716");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 25, smtp, sizeof smtp / sizeof *smtp);
	planting(garden, "IMAP, literals");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 143, imap, sizeof imap / sizeof *imap);
}

/* A file that goes over a connection of its own. */
static void ftp(struct garden *garden)
{
	static const struct turn file[] = { { true, BYTES("{\"mobile\":\"13900008716\"}\r\n") } };

	planting(garden, "a file over FTP");
	tells(garden, "contact.mobile", "13900008716");
	const struct turn control[] = {
		{ true, BYTES("220 store ready (FTP)\r\n") }, { false, BYTES("EPSV\r\n") },
		{ true, BYTES("229 go on (|||6007|)\r\n") },  { false, BYTES("RETR door.json\r\n") },
		{ true, BYTES("150 here it comes\r\n") },     { true, BYTES("226 done\r\n") },
	};

	say_tcp(garden, 21, control, sizeof control / sizeof *control);
	say_tcp(garden, 6007, file, 1);
}

/* A camera that pushes under a key that is as good as a password. */
static void rtmp(struct garden *garden)
{
	enum { HANDSHAKE = 1 + 2 * 1536 };
	static const uint8_t handshake[HANDSHAKE] = { 3 };
	static const struct {
		const char *name, *key, *command;
		size_t size;
	} publications[] = {
		{ "RTMP, the key of a stream", "q7w8e9r0-t1y2-u3i4o5",
		  "\4\0\0\0\0\0\x2b\x14\1\0\0\0\2\0\7publish\0\x40\x14\0\0\0\0\0\0\5\2\0\x14q7w8e9r0-t1y2-"
		  "u3i4o5",
		  12 + 0x2b },
		{ "RTMP, a stream with a plain name", NULL,
		  "\4\0\0\0\0\0\x27\x14\1\0\0\0\2\0\7publish\0\x40\x14\0\0\0\0\0\0\5\2\0\x10"
		  "front-door-entry",
		  12 + 0x27 },
	};

	for (size_t i = 0; i < sizeof publications / sizeof *publications; i++) {
		const struct turn turns[] = {
			{ false, { handshake, HANDSHAKE } },
			{ true, { handshake, HANDSHAKE } },
			{ false, { (const uint8_t *)publications[i].command, publications[i].size } },
		};

		planting(garden, publications[i].name);
		if (publications[i].key)
			tells(garden, "credential", publications[i].key);
		say_tcp(garden, 1935, turns, sizeof turns / sizeof *turns);
	}
}

/* Pictures behind the publication; a chunk of kind 9 is video, whose first byte names H.264. */
static void rtmp_media(struct garden *garden)
{
	enum { HANDSHAKE = 1 + 2 * 1536 };
	static const uint8_t handshake[HANDSHAKE] = { 3 };
	const struct turn turns[] = {
		{ false, { handshake, HANDSHAKE } },
		{ true, { handshake, HANDSHAKE } },
		{ false, BYTES("\4\0\0\0\0\0\x27\x14\1\0\0\0\2\0\7publish\0\x40\x14\0\0\0\0\0\0\5\2\0\x10"
			       "front-door-entry"
			       "\6\0\0\0\0\0\7\x09\1\0\0\0\x17\1\0\0\0ab"
			       "\5\0\0\0\0\0\4\x08\1\0\0\0\xaf\1ab") },
	};

	planting(garden, "RTMP, video and voice");
	tells(garden, "media", "video/h264");
	tells(garden, "media", "voice/aac");
	say_tcp(garden, 1935, turns, sizeof turns / sizeof *turns);
}

/* Text that only looks like signalling, and signalling that tells nothing. */
static void look_alikes(struct garden *garden)
{
	static const struct {
		const char *name, *text;
	} texts[] = {
		{ "SIP, an anonymous caller",
		  "INVITE sip:voip.lock.example SIP/2.0\r\nFrom: \"Anonymous\" "
		  "<sip:voip.lock.example>;tag=1\r\n"
		  "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK13900008716\r\n"
		  "Call-ID: 13900008716@192.0.2.7\r\nCSeq: 13900008716 INVITE\r\nl: 0\r\n\r\n" },
		{ "SIP, a keep-alive", "\r\n\r\n" },
		{ "SIP, a position nobody knows",
		  "MESSAGE sip:voip.lock.example SIP/2.0\r\nCSeq: 1 MESSAGE\r\nContent-Type: "
		  "Application/MANSCDP+xml\r\n"
		  "\r\n<?xml version=\"1.0\"?><Notify><CmdType>MobilePosition</CmdType>"
		  "<Longitude>0</Longitude><Latitude>0</Latitude></Notify>" },
		{ "SIP, a masked number", "MESSAGE sip:voip.lock.example SIP/2.0\r\nCSeq: 1 "
					  "MESSAGE\r\nContent-Type: application/json\r\n"
					  "\r\n{\"mobile\":\"139****8716\"}" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct turn turn = { false, bytes_of(texts[i].text) };

		planting(garden, texts[i].name);
		say_udp(garden, 5060, &turn, 1);
	}
}

void plant_signalling(struct garden *garden)
{
	sip(garden);
	gb28181(garden);
	onvif(garden);
	mail(garden);
	ftp(garden);
	rtmp(garden);
	rtmp_media(garden);
	look_alikes(garden);
}
