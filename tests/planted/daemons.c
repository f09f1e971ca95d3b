/* SPDX-License-Identifier: Apache-2.0 */
/* Logs, files and discovery: syslog (RFC 3164, RFC 5424), WS-Discovery, TFTP (RFC 1350), CVS, IAX2 (RFC
 * 5456), SMB (MS-CIFS), rsync. */
#include "conversations.h"

static const struct conversation conversations[] = {
	{ "a log over the network",
	  514,
	  say_udp,
	  { { "device.hostname", "xiaomings-lock" }, { "contact.mobile", "13900008716" } },
	  { CLIENT("<34>Oct 11 22:14:15 xiaomings-lock gate[12]: opened by phone=13900008716\n") } },
	{ "a log of today",
	  514,
	  say_udp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT(
		  "<165>1 2026-03-01T08:00:00Z - gate 99 ID4 [auth@1 password=\"Tulip-4711-x\"] refused") } },
	{ "a log about nothing",
	  514,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("<34>Oct 11 22:14:15 gate[12]: door 7 opened, code 0, battery 80\n") } },
	{ "text in angle brackets to the port of logs",
	  514,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("<a>300008716 is how many ticks</a>") } },
	{ "a camera that calls out its address",
	  3702,
	  say_udp,
	  { { "device.mac", "02:00:5e:10:20:30" } },
	  { SERVER("<\x3fxml version=\"1.0\"\x3f><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-en"
		   "velope\" xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><s:Header><a:Ac"
		   "tion xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">http://schemas.xml"
		   "soap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body><d:Scopes>on"
		   "vif://www.onvif.org/name/door onvif://www.onvif.org/MAC/02:00:5e:10:20:30"
		   "</d:Scopes></s:Body></s:Envelope>") } },
	{ "a camera that calls out its model",
	  3702,
	  say_udp,
	  { { NULL, NULL } },
	  { SERVER("<\x3fxml version=\"1.0\"\x3f><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-en"
		   "velope\" xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><s:Header><a:Ac"
		   "tion xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">http://schemas.xml"
		   "soap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body><d:Scopes>on"
		   "vif://www.onvif.org/type/video_encoder onvif://www.onvif.org/hardware/IPC-7</d:Scope"
		   "s></s:Body></s:Envelope>") } },
	{ "a password of CVS",
	  2401,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("BEGIN AUTH REQUEST\n/lock\nlockuser7\nA|b'\x3f:J1Q44J!\nEND AUTH REQUEST\n"),
	    SERVER("I LOVE YOU\n") } },
	{ "CVS without a password",
	  2401,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("BEGIN AUTH REQUEST\n/lock\nanonymous\nA\nEND AUTH REQUEST\n"), SERVER("I LOVE YOU\n") } },
	{ "a call of IAX2 with a password",
	  4569,
	  say_udp,
	  { { "credential", "Tulip-4711-x" }, { "contact.mobile", "13900008716" } },
	  { CLIENT("\x80\x01\x00\x00\x00\x00\x00\x07\x00\x00\x06\x01\x0b\x02\x00\x02\x01\x03\x31\x30\x30"
		   "\x02\x0b\x31\x33\x39\x30\x30\x30\x30\x38\x37\x31\x36\x06\x09lockuser7\x07\x0cTulip-4"
		   "711-x"),
	    SERVER("\x80\x01\x00\x00\x00\x00\x00\x07\x00\x00\x06\x07") } },
	{ "IAX2 with a digest",
	  4569,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\x80\x01\x00\x00\x00\x00\x00\x07\x00\x00\x06\r\x06\x09lockuser7\x10 0123456789abcdef"
		   "0123456789abcdef") } },
	{ "a password of SMB as it is",
	  445,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("\x00\x00\x00\x45\xffSMBr\x00\x00\x00\x00\x98\x01\xc0\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x11\x00\x00\x01\x32\x00\x01\x00\x04"
		   "\x41\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00@\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00"),
	    CLIENT("\x00\x00\x00X\xffSMBs\x00\x00\x00\x00\x18\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\r\xff\x00\x00\x00\xff\xff\x02\x00"
		   "\x01\x00\x00\x00\x00\x00\x0c\x00\x00\x00\x00\x00\x00\x00@\x00\x00\x00\x1b\x00Tulip-4"
		   "711-xlockuser7\x00LOCK\x00"),
	    SERVER("\x00\x00\x00)\xffSMBs\x00\x00\x00\x00\x98\x01\xc0\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\xff\x00\x00\x00\x00\x00\x00"
		   "\x00") } },
	{ "SMB with a digest",
	  445,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("\x00\x00\x00M\xffSMBr\x00\x00\x00\x00\x98\x01\xc0\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x11\x00\x00\x03\x32\x00\x01\x00\x04"
		   "\x41\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00@\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x08\x08\x00\x31\x32\x33\x34\x35\x36\x37\x38"),
	    CLIENT("\x00\x00\x00\x64\xffSMBs\x00\x00\x00\x00\x18\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\r\xff\x00\x00\x00\xff\xff\x02\x00"
		   "\x01\x00\x00\x00\x00\x00\x18\x00\x00\x00\x00\x00\x00\x00@\x00\x00\x00'\x00"
		   "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"lockuser7\x00LOCK\x00"),
	    SERVER("\x00\x00\x00)\xffSMBs\x00\x00\x00\x00\x98\x01\xc0\x00\x00\x00\x00\x00\x00\x00\x00"
		   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\xff\x00\x00\x00\x00\x00\x00"
		   "\x00") } },
	{ "rsync, whose password is not sent",
	  873,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("@RSYNCD: 31.0\n"), CLIENT("@RSYNCD: 31.0\nbackup\n"),
	    SERVER("@RSYNCD: AUTHREQD 7f3a9c\n"), CLIENT("lockuser7 8f1ac377025eb9e4\n"),
	    SERVER("@RSYNCD: OK\n") } },
};

/* The server answers from a port of its own, so that the file is another flow. */
static void tftp(struct garden *garden)
{
	static const struct {
		const char *name, *value;
		struct bytes request, file;
		uint16_t port;
	} files[] = {
		{ "a file over TFTP", "Tulip-4711-x", BYTES("\0\1lock.cfg\0octet\0"),
		  BYTES("\0\3\0\1{\"password\":\"Tulip-4711-x\"}"), 46900 },
		{ "a file over TFTP about nothing", NULL, BYTES("\0\1boot.cfg\0octet\0"),
		  BYTES("\0\3\0\1{\"passwordType\":\"none\",\"battery\":80}"), 46901 },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		const struct turn request = { false, files[i].request };
		const struct turn answers[] = { { true, files[i].file }, { false, BYTES("\0\4\0\1") } };

		planting(garden, files[i].name);
		if (files[i].value)
			tells(garden, "credential", files[i].value);
		say_udp_between(garden, &(struct ends){ NULL, files[i].port, 69 }, &request, 1);
		say_udp_between(garden, &(struct ends){ NULL, files[i].port, 40069 }, answers, 2);
	}
}

void plant_daemons(struct garden *garden)
{
	plant_conversations(garden, conversations, sizeof conversations / sizeof *conversations);
	tftp(garden);
}
