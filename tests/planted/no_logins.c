/* SPDX-License-Identifier: Apache-2.0 */
/* Logins that give no secret away: challenges, digests, hashes, nobody in particular. */
#include "conversations.h"

static const struct conversation logins[] = {
	{ "FTP without a name",
	  21,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("220 ready (FTP)\r\n"), CLIENT("USER anonymous\r\n"), SERVER("331 mail\r\n"),
	    CLIENT("PASS guest@\r\n"), SERVER("230 ok\r\n") } },
	{ "APOP of POP3",
	  110,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("+OK POP3 ready <1896.697170952@mail>\r\n"),
	    CLIENT("APOP lockuser7 c4c9334bac560ecc979e58001b3e22fb\r\n"), SERVER("+OK\r\n") } },
	{ "SMTP that goes on in TLS",
	  25,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("220 mail.lock.example ESMTP\r\n"), CLIENT("EHLO lock\r\n"),
	    SERVER("250-STARTTLS\r\n250 AUTH PLAIN\r\n"), CLIENT("STARTTLS\r\n"), SERVER("220 go on\r\n"),
	    CLIENT("\x17\3\3\0\x20"
		   "AUTH PLAIN AGxvY2t1c2VyNwBUdWxpc") } },
	{ "DNS over TLS",
	  853,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\x17\3\3\0\x10\x8f\x1a\xc3\x77\x02\x5e\xb9\xe4\x31\x90\xad\x4c\x6b\xf2\x08\xd5") } },
	{ "CRAM-MD5 of IMAP",
	  143,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("* OK IMAP4rev1 ready\r\n"), CLIENT("a1 AUTHENTICATE CRAM-MD5\r\n"),
	    SERVER("+ PDE4OTYuNjk3MTcwOTUyQG1haWw+\r\n"),
	    CLIENT("bG9ja3VzZXI3IGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\r\n"), SERVER("a1 OK\r\n") } },
	{ "CRAM-MD5 of SMTP",
	  25,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("220 mail.lock.example ESMTP\r\n"), CLIENT("EHLO lock\r\n"),
	    SERVER("250 AUTH CRAM-MD5\r\n"), CLIENT("AUTH CRAM-MD5\r\n"),
	    SERVER("334 PDE4OTYuNjk3MTcwOTUyQG1haWw+\r\n"),
	    CLIENT("bG9ja3VzZXI3IGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\r\n"), SERVER("235 ok\r\n") } },
	{ "Digest of HTTP",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /snapshot HTTP/1.1\r\nHost: cam.lock.example\r\nAuthorization: Digest "
		   "username=\"lockuser7\", realm=\"lock\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c0\", "
		   "uri=\"/snapshot\", response=\"6629fae49393a05397450978507c4ef1\"\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "Digest of RTSP",
	  554,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("DESCRIBE rtsp://192.0.2.7/live RTSP/1.0\r\nCSeq: 3\r\nAuthorization: Digest "
		   "username=\"lockuser7\", realm=\"lock\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c0\", "
		   "uri=\"rtsp://192.0.2.7/live\", response=\"6629fae49393a05397450978507c4ef1\"\r\n\r\n"),
	    SERVER("RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n") } },
	{ "password of ONVIF as a digest",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("POST /onvif/device_service HTTP/1.1\r\nHost: cam.lock.example\r\nContent-Type: "
		   "application/soap+xml\r\nContent-Length: 497\r\n\r\n<?xml version=\"1.0\"?><s:Envelope "
		   "xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><wsse:Security "
		   "xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
		   "oasis-200401-wss-wssecurity-secext-1.0.xsd\"><wsse:UsernameToken><wsse:Username>"
		   "lockuser7</wsse:Username><wsse:Password "
		   "Type=\"http://docs.oasis-open.org/wss/2004/01/"
		   "oasis-200401-wss-username-token-profile-1.0#PasswordDigest\">tuOSpGlFlIXsozq4HFNeeGeFLEI="
		   "</wsse:Password></wsse:UsernameToken></wsse:Security></s:Header><s:Body/></s:Envelope>"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "MySQL with a hash",
	  3306,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("J\000\000\000\n8.0.30\000\007\000\000\000salt1234\000\377\377!"
		   "\002\000\377\337\025\000\000\000\000\000\000\000\000\000\000salt12345678\000mysql_native_"
		   "password\000"),
	    CLIENT("U\000\000\001\005\242\n\000\000\000\000\001!"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000lockuser7\000\024<=>?@ABCDEFGHIJKLMNOmysql_native_password\000"),
	    SERVER("\007\000\000\002\000\000\000\002\000\000\000") } },
	{ "PostgreSQL with MD5",
	  5432,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\000\000\000\030\000\003\000\000user\000lockuser7\000\000"),
	    SERVER("R\000\000\000\014\000\000\000\005salt"),
	    CLIENT("p\000\000\000(md59e107d9d372bb6826bd81d3542a419d6\000"),
	    SERVER("R\000\000\000\010\000\000\000\000") } },
	{ "SOCKS without a login",
	  1080,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\005\001\000"), SERVER("\005\000"), CLIENT("\005\001\000\001\313\000q\007\000P"),
	    SERVER("\005\000\000\001\313\000q\007\000P") } },
	{ "LDAP without a name",
	  389,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("0\014\002\001\001`\007\002\001\003\004\000\200\000"),
	    SERVER("0\014\002\001\001a\007\n\001\000\004\000\004\000") } },
	{ "HSRP with a digest",
	  1985,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\000\000\020\003\nd\001\000\000\000\000\000\000\000\000\000\300\000\002\001\004\034\001"
		   "\000\000\000\300\000\002\001\000\000\000\001defghijklmnopqrs") } },
	{ "a challenge of VNC",
	  5900,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("RFB 003.008\n"), CLIENT("RFB 003.008\n"), SERVER("\001\002"), CLIENT("\002"),
	    SERVER("()*+,-./01234567"), CLIENT("PQRSTUVWXYZ[\\]^_"), SERVER("\000\000\000\000") } },
	{ "NTLM of HTTP",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET / HTTP/1.1\r\nHost: store.lock.example\r\nAuthorization: NTLM "
		   "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAGAbEdAAAADw==\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a signature in a header of HTTP",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /v1/state HTTP/1.1\r\nHost: api.lock.example\r\nX-Signature: "
		   "9e107d9d372bb6826bd81d3542a419d69e107d9d\r\nX-Nonce: 5b1c7a\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "MQTT without a name",
	  1883,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\020\020\000\004MQTT\004\002\000<\000\004lock"), SERVER(" \002\000\000") } },
	{ "Redis without a login",
	  6379,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("*1\r\n$4\r\nPING\r\n"), SERVER("+PONG\r\n") } },
	{ "STOMP of guest without a passcode",
	  61613,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("CONNECT\naccept-version:1.2\nhost:lock\n\n\000"),
	    SERVER("CONNECTED\nversion:1.2\n\n\000") } },
	{ "a person asked for nothing by Telnet",
	  23,
	  say_tcp,
	  { { NULL, NULL } },
	  { SERVER("\377\375\030\r\nWelcome\r\n# "), CLIENT("uptime\r\n"), SERVER("up 7 days\r\n# ") } },
	{ "version 3 of SNMP",
	  161,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("07\002\001\0030\r\002\001\001\002\002\005\334\004\001\004\002\001\003\004\0200\016\004"
		   "\000\002\001\000\002\001\000\004\000\004\000\004\0000\021\004\000\004\000\240\013\002\001"
		   "\001\002\001\000\002\001\0000\000") } },
};

void plant_no_logins(struct garden *garden)
{
	plant_conversations(garden, logins, sizeof logins / sizeof *logins);
}
