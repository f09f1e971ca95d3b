/* SPDX-License-Identifier: Apache-2.0 */
/* One record in what other protocols carry: files, mails, logs, messages of brokers, frames in frames. */
#include "carriers.h"

#define RECORD "{\"realName\":\"李小明\",\"mobile\":\"13900008716\"}"
#define CLIENT(bytes) \
	{ \
		false, BYTES(bytes) \
	}
#define SERVER(bytes) \
	{ \
		true, BYTES(bytes) \
	}

enum { TURNS = 12 };

/* RECORD has 47 bytes. */
static const struct {
	const char *name;
	uint16_t port;
	void (*say)(struct garden *garden, uint16_t port, const struct turn *turns, size_t count);
	struct turn turns[TURNS];
} messages[] = {
	{ "an answer of HTTP",
	  80,
	  say_tcp,
	  { CLIENT("GET /v1/user HTTP/1.1\r\nHost: api.lock.example\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
		   "47\r\n\r\n" RECORD) } },
	{ "chunks of HTTP",
	  80,
	  say_tcp,
	  { CLIENT("POST /v1/user HTTP/1.1\r\nHost: api.lock.example\r\nTransfer-Encoding: chunked\r\n\r\n"
		   "f\r\n{\"realName\":\"\xe6\x9d\r\n20\r\n\x8e小明\",\"mobile\":\"13900008716\"}"
		   "\r\n0\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "an event of HTTP",
	  80,
	  say_tcp,
	  { CLIENT("GET /events HTTP/1.1\r\nHost: api.lock.example\r\nAccept: text/event-stream\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
		   "55\r\n\r\ndata: " RECORD "\n\n") } },
	{ "a mail",
	  25,
	  say_tcp,
	  { SERVER("220 mail.lock.example ESMTP\r\n"), CLIENT("HELO lock\r\n"), SERVER("250 ok\r\n"),
	    CLIENT("MAIL FROM:<>\r\n"), SERVER("250 ok\r\n"), CLIENT("RCPT TO:<postmaster>\r\n"),
	    SERVER("250 ok\r\n"), CLIENT("DATA\r\n"), SERVER("354 go on\r\n"),
	    CLIENT("Subject: alarm\r\nMIME-Version: 1.0\r\nContent-Type: application/json\r\n\r\n" RECORD
		   "\r\n.\r\n"),
	    SERVER("250 ok\r\n") } },
	{ "a line of syslog", 514, say_udp, { CLIENT("<14>1 2026-03-01T08:00:00Z - app - - - " RECORD) } },
	{ "STOMP",
	  61613,
	  say_tcp,
	  { CLIENT("CONNECT\naccept-version:1.2\nhost:lock\n\n\0"), SERVER("CONNECTED\nversion:1.2\n\n\0"),
	    CLIENT("SEND\ndestination:/queue/lock\ncontent-type:application/json\n\n" RECORD "\0") } },
	{ "NATS",
	  4222,
	  say_tcp,
	  { SERVER("INFO {\"server_id\":\"NALOCK\"}\r\n"), CLIENT("CONNECT {\"verbose\":false}\r\n"),
	    CLIENT("PUB lock.7.event 47\r\n" RECORD "\r\n") } },
	{ "Redis",
	  6379,
	  say_tcp,
	  { CLIENT("*3\r\n$3\r\nSET\r\n$6\r\nlock:7\r\n$47\r\n" RECORD "\r\n"), SERVER("+OK\r\n") } },
	{ "a parameter of RTSP",
	  554,
	  say_tcp,
	  { CLIENT("SET_PARAMETER rtsp://192.0.2.7/live RTSP/1.0\r\nCSeq: 2\r\nContent-Type: "
		   "application/json\r\nContent-Length: 47\r\n\r\n" RECORD),
	    SERVER("RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n") } },
	{ "lines of nobody's protocol", 7007, say_tcp, { CLIENT(RECORD "\n"), SERVER("ok\n") } },
	{ "a datagram of nobody's protocol", 7007, say_udp, { CLIENT(RECORD) } },
};

static void sow(struct garden *garden, const char *name)
{
	planting(garden, (const char *)text(garden, "in %s", name).data);
	tells(garden, "contact.mobile", "13900008716");
	tells(garden, "person.name", "李小明");
}

/* RFC 959, 2428: the server says where it waits for the file. */
static void ftp_file(struct garden *garden)
{
	static const struct turn control[] = {
		SERVER("220 ready (FTP)\r\n"),	    CLIENT("USER anonymous\r\n"), SERVER("331 mail\r\n"),
		CLIENT("PASS guest@\r\n"),	    SERVER("230 ok\r\n"),	  CLIENT("EPSV\r\n"),
		SERVER("229 here (|||50000|)\r\n"), CLIENT("STOR user.json\r\n"), SERVER("150 go on\r\n"),
	};
	static const struct turn file[] = { CLIENT(RECORD) };

	sow(garden, "a file of FTP");
	say_tcp(garden, 21, control, sizeof control / sizeof *control);
	say_tcp(garden, 50000, file, 1);
}

/* RFC 1350: from one port of the terminal, to 69 first and then to another. */
static void tftp_file(struct garden *garden)
{
	sow(garden, "a file of TFTP");
	say_frame(garden, 101,
		  ip_packet(garden, 17,
			    BYTES("\x8c\xa1\0\x45\0\x1b\0\0\0\2user.json\0octet\0"
				  "")));
	say_frame(garden, 101, ip_packet(garden, 17, BYTES("\x8c\xa1\xc3\x50\0\x3b\0\0\0\3\0\1" RECORD)));
}

static void websockets(struct garden *garden)
{
	struct bytes mqtt[] = { mqtt_connect(), mqtt_publish(garden, BYTES(RECORD)) };
	struct bytes packed = as_deflate(garden, BYTES(RECORD));

	sow(garden, "MQTT in WebSocket");
	say_websocket(garden, "Sec-WebSocket-Protocol: mqtt\r\n", 0x82, joined(garden, mqtt, 2));
	sow(garden, "WebSocket, deflated");
	say_websocket(garden, "Sec-WebSocket-Extensions: permessage-deflate\r\n", 0xc1, packed);
	sow(garden, "two frames of WebSocket");
	const struct turn turns[] = {
		CLIENT("GET /ws HTTP/1.1\r\nHost: api.lock.example\r\nUpgrade: websocket\r\nConnection: "
		       "Upgrade\r\n"
		       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"),
		SERVER("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"),
		{ false, websocket_frame(garden, 0x01, bytes_slice(BYTES(RECORD), 0, 20)) },
		{ false, websocket_frame(garden, 0x80, bytes_from(BYTES(RECORD), 20)) },
	};

	say_tcp(garden, 80, turns, 4);
}

void plant_messages(struct garden *garden)
{
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		size_t turns = 0;

		while (turns < TURNS && messages[i].turns[turns].bytes.size)
			turns++;
		sow(garden, messages[i].name);
		messages[i].say(garden, messages[i].port, messages[i].turns, turns);
	}
	ftp_file(garden);
	tftp_file(garden);
	websockets(garden);
}
