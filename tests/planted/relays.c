/* SPDX-License-Identifier: Apache-2.0 */
/* What stands between a terminal and whom it talks to: STUN and TURN (RFC 8489, RFC 8656), SOCKS, HTTP
 * CONNECT, KCP, QUIC and DTLS handshakes. The Initials of QUIC were sealed by Python's cryptography, from the
 * RFCs alone.
 */
#include "conversations.h"

#define COOKIE		 "\x21\x12\xa4\x42"
#define HEAD(type, size) type size COOKIE "transaction1"
/* 5.61.7.8 and port 0x1234, masked by the cookie and its first half (RFC 8489 14.2) */
#define XOR_PUBLIC "\0\1\x33\x26\x24\x2f\xa3\x4a"
/* 192.168.10.20, the same way */
#define XOR_PRIVATE "\0\1\x33\x26\xe1\xba\xae\x56"
/* A POST of CoAP: Uri-Path "report", Content-Format 50 */
#define COAP_POST "\x40\x02\x12\x34\xb6report\x11\x32\xff{\"mobile\":\"13900008716\"} "
#define COAP_GET  "\x40\x01\x12\x34\xb6report"

/* ClientHello of cam.lock.example in an Initial of version 1, of version 2, and in DTLS 1.2 */
#define QUIC_1 \
	"\xc4\x00\x00\x00\x01\x08\x11\x22\x33\x44\x55\x66\x77\x88\x02\xa1\xb2\x00\x40\x6e\x0b\xba\xde\xa2" \
	"\xb1\xf6\x1c\xdf\xa7\x8a\xf1\x01\x50\x02\x54\x5f\x52\x21\x42\x75\x93\xfb\xa9\x69\xcc\x8f\xcc\xe0" \
	"\x2a\xfc\x30\x60\x3d\x06\xb6\xfa\xca\x84\xa2\xb1\xbd\x7e\xa0\xf5\x62\xd8\xfa\x06\x76\x91\x8c\x64" \
	"\xb4\x10\xe4\x40\xfa\x2f\x2b\x22\x68\xe2\x0e\xb4\x30\xde\x72\xc6\x7b\x41\xb4\xb4\xa6\x6d\x49\xf5" \
	"\xd5\x18\x1e\x2c\x5e\xb3\x8a\x73\x5a\x4e\x26\x0e\xaf\x0c\xdc\x7b\x8c\x34\x06\xd6\x61\x54\x19\xe4" \
	"\x0e\x31\x97\x45\xfb\x25\xac\x1a\x94\xf2"
#define QUIC_2 \
	"\xd2\x6b\x33\x43\xcf\x08\x11\x22\x33\x44\x55\x66\x77\x88\x02\xa1\xb2\x00\x40\x6e\x15\xda\xb9\x98" \
	"\x57\x2b\x59\xa1\x10\x73\xee\x6f\xea\x60\xcb\x8b\x04\x90\x5e\x09\xde\x8e\x4a\x55\x25\x8c\x52\x11" \
	"\x5a\xd4\x0c\xf7\x4e\x16\x0b\x4f\x66\x72\xfb\x76\x45\x06\x0d\x07\xed\x00\xbf\x7b\xd2\x83\x21\x3c" \
	"\xca\x36\x2b\x70\xc5\x28\xc0\x44\xd2\xbb\x2a\x8b\x2c\x6d\xe6\x7e\x09\x43\xa2\xe9\x9d\xef\x20\x03" \
	"\x9d\x6b\x8b\x3d\x50\x93\x1f\x41\x8d\xb5\x1c\xe4\xa0\x19\x60\x01\x58\x0e\x77\x17\xb6\x57\xc4\xad" \
	"\xe8\xaa\xd5\x6b\x2c\x8a\xa5\x22\x83\xc8"
#define DTLS_12 \
	"\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x51\x01\x00\x00\x45\x00\x00\x00\x00\x00\x00\x00" \
	"\x45\xfe\xfd\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14" \
	"\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x00\x00\x00\x02\xc0\x2b\x01\x00\x00\x19\x00\x00\x00" \
	"\x15\x00\x13\x00\x00\x10\x63\x61\x6d\x2e\x6c\x6f\x63\x6b\x2e\x65\x78\x61\x6d\x70\x6c\x65"

/* KCP: conversation, command 51 (data), fragment, window, time, number, received, size */
#define KCP_POST \
	"\x44\x33\x22\x11\x51\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x58\x00\x00\x00" \
	"POST /u HTTP/1.1\r\nHost: api.lock.example\r\nContent-Length: " \
	"24\r\n\r\n{\"mobile\":\"13900008716\"}"
#define KCP_GET \
	"\x44\x33\x22\x11\x51\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x2b\x00\x00\x00" \
	"GET /u HTTP/1.1\r\nHost: api.lock.example\r\n\r\n"

static const struct conversation conversations[] = {
	{ "the address that STUN sees",
	  3478,
	  say_udp,
	  { { "network.public-ip", "5.61.7.8" } },
	  { CLIENT(HEAD("\0\1", "\0\0")), SERVER(HEAD("\1\1", "\0\x0c") "\0\x20\0\x08" XOR_PUBLIC) } },
	{ "what a relay of TURN passes on",
	  3478,
	  say_udp,
	  { { "contact.mobile", "13900008716" } },
	  { CLIENT(HEAD("\0\x16", "\0\x38") "\0\x12\0\x08" XOR_PRIVATE "\0\x13\0\x27" COAP_POST "\0"),
	    CLIENT("\x40\1\0\x27" COAP_POST "\0") } },
	{ "a user of TURN, whose password is not sent",
	  3478,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT(HEAD("\0\3", "\0\x18") "\0\6\0\4lamp\0\x14\0\x0crelay.exampl"),
	    SERVER(HEAD("\1\3", "\0\x0c") "\0\x16\0\x08" XOR_PRIVATE) } },
	{ "the address that STUN sees at home",
	  3478,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT(HEAD("\0\1", "\0\x0c") "\x80\x22\0\5cam 2\0\0\0"),
	    SERVER(HEAD("\1\1", "\0\x0c") "\0\x20\0\x08" XOR_PRIVATE) } },
	{ "a request within SOCKS",
	  1080,
	  say_tcp,
	  { { "contact.mobile", "13900008716" } },
	  { CLIENT("\5\1\0"), SERVER("\5\0"),
	    CLIENT("\5\1\0\3\x10"
		   "api.lock.example\0\x50"),
	    SERVER("\5\0\0\1\0\0\0\0\0\0"),
	    CLIENT("POST /u HTTP/1.1\r\nHost: api.lock.example\r\nContent-Length: "
		   "24\r\n\r\n{\"mobile\":\"13900008716\"}"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "SOCKS that asks nobody who is there",
	  1080,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("\5\1\0"), SERVER("\5\0"),
	    CLIENT("\5\1\0\3\x10"
		   "api.lock.example\0\x50"),
	    SERVER("\5\0\0\1\0\0\0\0\0\0"), CLIENT("GET /u HTTP/1.1\r\nHost: api.lock.example\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a request within HTTP CONNECT",
	  8080,
	  say_tcp,
	  { { "contact.mobile", "13900008716" } },
	  { CLIENT("CONNECT api.lock.example:80 HTTP/1.1\r\nHost: api.lock.example:80\r\n\r\n"),
	    SERVER("HTTP/1.1 200 Connection established\r\n\r\n"),
	    CLIENT("POST /u HTTP/1.1\r\nHost: api.lock.example\r\nContent-Length: "
		   "24\r\n\r\n{\"mobile\":\"13900008716\"}"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a request within KCP",
	  20007,
	  say_udp,
	  { { "contact.mobile", "13900008716" } },
	  { CLIENT(KCP_POST) } },
	{ "KCP that tells nothing", 20007, say_udp, { { NULL, NULL } }, { CLIENT(KCP_GET) } },
	{ "a name in DTLS", 4433, say_udp, { { "server-name", "cam.lock.example" } }, { CLIENT(DTLS_12) } },
	{ "bytes that begin like DTLS",
	  4433,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\x10"
		   "0123456789abcdef") } },
	{ "a name in QUIC", 443, say_udp, { { "server-name", "cam.lock.example" } }, { CLIENT(QUIC_1) } },
	{ "a name in QUIC, version 2",
	  443,
	  say_udp,
	  { { "server-name", "cam.lock.example" } },
	  { CLIENT(QUIC_2) } },
};

/* An Initial whose seal does not hold tells nothing. */
static void broken_seal(struct garden *garden)
{
	const struct bytes whole = BYTES(QUIC_1);
	const struct bytes parts[] = { bytes_slice(whole, 0, whole.size - 1), BYTES("\0") };
	const struct turn turn = { false, joined(garden, parts, 2) };

	planting(garden, "QUIC whose seal is broken");
	say_udp(garden, 443, &turn, 1);
}

void plant_relays(struct garden *garden)
{
	plant_conversations(garden, conversations, sizeof conversations / sizeof *conversations);
	broken_seal(garden);
}
