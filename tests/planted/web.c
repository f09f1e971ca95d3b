/* SPDX-License-Identifier: Apache-2.0 */
/* What applications tell over HTTP/2, gRPC, WebSocket and CoAP. Frames are made by hand from the RFCs; the
 * header blocks were made by another implementation of HPACK. */
#include "planted.h"

#define MOBILE "13900008716"
#define RECORD "{\"mobile\":\"" MOBILE "\"}"

/* ---- HTTP/2: RFC 9113 ---- */

#define PREFACE	 "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define SETTINGS "\0\0\0\4\0\0\0\0\0"
/* POST /v1/report, Basic lockuser7:Tulip-4711-x, application/json; all texts Huffman-coded */
#define HEADERS \
	"\x83\x86\x44\x88\x63\xb8\x58\xb0\xb5\x9e\xc4\xff\x41\x8c\x1d\x66\x5e\x83\x93\xaa\xe5\xf2\x3a\x6b" \
	"\xa0" \
	"\xbf\x57\x9e\xba\x34\x18\x8a\x47\x89\xfe\x83\x67\x8f\xbf\xdf\xcc\x8c\xea\xa3\x68\x63\xc5\x47\x8c" \
	"\xfb" \
	"\xf6\x33\xa3\x7e\x04\x96\x18\x20\x5f\x8b\x1d\x75\xd0\x62\x0d\x26\x3d\x4c\x74\x41\xea"

static struct bytes frame(struct garden *garden, uint8_t type, uint8_t flags, uint8_t stream,
			  struct bytes payload)
{
	const uint8_t head[9] = {
		0, (uint8_t)(payload.size >> 8), (uint8_t)payload.size, type, flags, 0, 0, 0, stream
	};

	return joined(garden, (const struct bytes[]){ { head, sizeof head }, payload }, 2);
}

static void http2(struct garden *garden)
{
	enum { DATA = 0, HEADERS_FRAME = 1, CONTINUATION = 9, END_STREAM = 1, END_HEADERS = 4 };
	const struct bytes block = BYTES(HEADERS);
	const struct turn whole[] = {
		{ false, BYTES(PREFACE SETTINGS) },
		{ true, BYTES(SETTINGS) },
		{ false, frame(garden, HEADERS_FRAME, END_HEADERS, 1, block) },
		{ false, frame(garden, DATA, END_STREAM, 1, BYTES(RECORD)) },
		{ true, frame(garden, HEADERS_FRAME, END_HEADERS | END_STREAM, 1, BYTES("\x88")) },
	};
	const struct turn pieces[] = {
		{ false, BYTES(PREFACE SETTINGS) },
		{ true, BYTES(SETTINGS) },
		{ false, frame(garden, HEADERS_FRAME, 0, 1, bytes_slice(block, 0, 30)) },
		{ false, frame(garden, CONTINUATION, END_HEADERS, 1, bytes_from(block, 30)) },
		{ false, frame(garden, DATA, 0, 1, bytes_slice(BYTES(RECORD), 0, 9)) },
		{ false, frame(garden, DATA, END_STREAM, 1, bytes_from(BYTES(RECORD), 9)) },
		{ true, frame(garden, HEADERS_FRAME, END_HEADERS | END_STREAM, 1, BYTES("\x88")) },
	};

	planting(garden, "HTTP/2, Basic in Huffman code");
	tells(garden, "credential", "Tulip-4711-x");
	tells(garden, "contact.mobile", MOBILE);
	say_tcp(garden, 80, whole, 5);
	planting(garden, "HTTP/2 in pieces");
	tells(garden, "credential", "Tulip-4711-x");
	tells(garden, "contact.mobile", MOBILE);
	say_tcp(garden, 8080, pieces, 7);
	planting(garden, "HTTP/2 from the middle");
	tells(garden, "contact.mobile", MOBILE);
	say_tcp(garden, 8080,
		(const struct turn[]){
			{ true, BYTES(SETTINGS) },
			{ false, frame(garden, HEADERS_FRAME, END_HEADERS, 5,
				       BYTES("\x83\x86\xbe\xbf\xc0\x5f\x10"
					     "application/json")) },
			{ false, frame(garden, DATA, END_STREAM, 5, BYTES(RECORD)) },
			{ true, frame(garden, HEADERS_FRAME, END_HEADERS | END_STREAM, 5, BYTES("\x88")) },
			{ false, BYTES("\0\0\x08\6\0\0\0\0\0"
				       "12345678") } },
		5);
	/* A message of protobuf behind flag and size: field 3 is the number. */
	planting(garden, "gRPC");
	tells(garden, "contact.mobile", MOBILE);
	say_tcp(garden, 50051,
		(const struct turn[]){
			{ false, BYTES(PREFACE SETTINGS) },
			{ true, BYTES(SETTINGS) },
			{ false, frame(garden, HEADERS_FRAME, END_HEADERS, 1,
				       BYTES("\x83\x86\x44\x0c/lock.Report\x5f\x10"
					     "application/grpc")) },
			{ false,
			  frame(garden, DATA, END_STREAM, 1, BYTES("\0\0\0\0\x0f\x08\x07\x1a\x0b" MOBILE)) },
			{ true, frame(garden, HEADERS_FRAME, END_HEADERS | END_STREAM, 1, BYTES("\x88")) },
		},
		5);
}

/* ---- WebSocket: RFC 6455, RFC 7692 ---- */

static struct bytes message(struct garden *garden, uint8_t first, struct bytes payload)
{
	static const uint8_t mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
	uint8_t head[6] = { first, (uint8_t)(0x80 | payload.size), mask[0], mask[1], mask[2], mask[3] };
	uint8_t masked[125];

	for (size_t i = 0; i < payload.size && i < sizeof masked; i++)
		masked[i] = payload.data[i] ^ mask[i % 4];
	return joined(garden, (const struct bytes[]){ { head, sizeof head }, { masked, payload.size } }, 2);
}

static void web_socket(struct garden *garden, const char *name, const char *request, const char *answer,
		       const struct bytes *messages, size_t count)
{
	struct turn turns[6] = {
		{ false, text(garden,
			      "GET /ws HTTP/1.1\r\nHost: api.lock.example\r\nUpgrade: websocket\r\n"
			      "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			      "Sec-WebSocket-Version: 13\r\n%s\r\n",
			      request) },
		{ true,
		  text(garden,
		       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n%s\r\n",
		       answer) },
	};

	planting(garden, name);
	for (size_t i = 0; i < count; i++)
		turns[2 + i] = (struct turn){ false, messages[i] };
	say_tcp(garden, 80, turns, 2 + count);
}

static void web_sockets(struct garden *garden)
{
	static const char deflate[] = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
	static const char mqtt[] = "Sec-WebSocket-Protocol: mqtt\r\n";
	struct bytes record = BYTES(RECORD), packed = as_deflate(garden, record);

	web_socket(garden, "WebSocket", "", "", (const struct bytes[]){ message(garden, 0x81, record) }, 1);
	tells(garden, "contact.mobile", MOBILE);
	web_socket(garden, "WebSocket in fragments", "", "",
		   (const struct bytes[]){ message(garden, 0x01, bytes_slice(record, 0, 14)),
					   message(garden, 0x89, BYTES("ping")),
					   message(garden, 0x80, bytes_from(record, 14)) },
		   3);
	tells(garden, "contact.mobile", MOBILE);
	web_socket(garden, "WebSocket, deflated", deflate, deflate,
		   (const struct bytes[]){ message(garden, 0xc1, packed) }, 1);
	tells(garden, "contact.mobile", MOBILE);
	web_socket(garden, "Socket.IO", "", "",
		   (const struct bytes[]){ message(garden, 0x81, BYTES("42[\"report\"," RECORD "]")) }, 1);
	tells(garden, "contact.mobile", MOBILE);
	web_socket(
		garden, "MQTT over WebSocket", mqtt, mqtt,
		(const struct bytes[]){ message(garden, 0x82,
						BYTES("\x10\x29\0\4MQTT\4\xc2\0\x3c\0\4lock\0\x09lockuser7\0"
						      "\x0cTulip-4711-x")),
					message(garden, 0x82, BYTES("\x30\x24\0\x0clock/7/event" RECORD)) },
		2);
	tells(garden, "credential", "Tulip-4711-x");
	tells(garden, "contact.mobile", MOBILE);
}

/* The second message points back into the first one; made by zlib. */
static void kept_window(struct garden *garden)
{
	static const char deflate[] = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

	web_socket(
		garden, "WebSocket, deflated with what came before", deflate, deflate,
		(const struct bytes[]){ message(garden, 0xc1,
						BYTES("\xaa\x56\x2a\x2e\x49\x2c\x49\x55\xb2\x52\xca\x4c\xc9"
						      "\x49\x55\xd2\x51\xca\xcd\x4f\xca\xcc\x01\xf1\x0d\x8d"
						      "\x2d\x0d\x80\xc0\xc2\xdc\xd0\x4c\xa9\x16\x00")),
					message(garden, 0xc1,
						BYTES("\xaa\x56\x2a\x4a\x4d\xcc\xf1\x4b\xcc\x05\xc9\x24\xe6"
						      "\xe5\x25\x62\x57\x69\xae\x54\x0b\x00")) },
		2);
	tells(garden, "contact.mobile", MOBILE);
	tells(garden, "contact.mobile", "13900008717");
}

/* RFC 7540 3.2: the answer to the request that asks for it comes as stream 1. */
static void upgraded(struct garden *garden)
{
	planting(garden, "HTTP/2 by upgrade");
	tells(garden, "contact.mobile", MOBILE);
	say_tcp(garden, 80,
		(const struct turn[]){
			{ false,
			  BYTES("GET /report HTTP/1.1\r\nHost: api.lock.example\r\nConnection: Upgrade, "
				"HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
				"AAMAAABkAAQAAP__\r\n\r\n") },
			{ true, BYTES("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
				      "Upgrade: h2c\r\n\r\n") },
			{ false, BYTES(PREFACE SETTINGS) },
			{ true, BYTES(SETTINGS) },
			{ true, frame(garden, 1, 4, 1,
				      BYTES("\x88\x5f\x10"
					    "application/json")) },
			{ true, frame(garden, 0, 1, 1, BYTES(RECORD)) },
		},
		6);
}

/* ---- CoAP: RFC 7252, RFC 7959, RFC 7641 ---- */

static void coap(struct garden *garden)
{
	planting(garden, "CoAP");
	tells(garden, "contact.mobile", MOBILE);
	say_udp(garden, 5683,
		(const struct turn[]){
			{ false, BYTES("\x42\2\x12\x34\xa1\xa2\xb6report\x11\x32\xff" RECORD) },
			{ true, BYTES("\x62\x44\x12\x34\xa1\xa2") } },
		2);
	planting(garden, "CoAP in blocks");
	tells(garden, "contact.mobile", MOBILE);
	say_udp(garden, 5683,
		(const struct turn[]){
			{ false, BYTES("\x41\2\0\1\1\xb6report\x11\x32\xd1\2\x08\xff{\"mobile\":\"13900") },
			{ true, BYTES("\x61\x5f\0\1\1\xd1\x0e\x08") },
			{ false, BYTES("\x41\2\0\2\2\xb6report\x11\x32\xd1\2\x10\xff"
				       "008716\"}") },
			{ true, BYTES("\x61\x44\0\2\2\xd1\x0e\x10") },
		},
		4);
	planting(garden, "an answer of CoAP in blocks");
	tells(garden, "contact.mobile", MOBILE);
	say_udp(garden, 5683,
		(const struct turn[]){
			{ false, BYTES("\x41\1\0\5\5\xb6report") },
			{ true, BYTES("\x61\x45\0\5\5\xc1\x32\xb1\x08\xff{\"mobile\":\"13900") },
			{ false, BYTES("\x41\1\0\6\6\xb6report\xc1\x10") },
			{ true, BYTES("\x61\x45\0\6\6\xc1\x32\xb1\x10\xff"
				      "008716\"}") },
		},
		4);
	planting(garden, "what is observed by CoAP");
	tells(garden, "contact.mobile", MOBILE);
	say_udp(garden, 5683,
		(const struct turn[]){
			{ false, BYTES("\x41\1\0\7\7\x60\x56report") },
			{ true, BYTES("\x61\x45\0\7\7\x61\1\x61\x32\xff{\"mobile\":\"\"}") },
			{ true, BYTES("\x51\x45\0\x08\7\x61\2\x61\x32\xff" RECORD) },
		},
		3);
	planting(garden, "query of CoAP");
	tells(garden, "contact.mobile", MOBILE);
	say_udp(garden, 5683,
		(const struct turn[]){ { false, BYTES("\x41\1\0\3\3\xb6report\x4d\x05mobile=" MOBILE) },
				       { true, BYTES("\x61\x45\0\3\3") } },
		2);
}

void plant_web(struct garden *garden)
{
	http2(garden);
	upgraded(garden);
	web_sockets(garden);
	kept_window(garden);
	coap(garden);
}
