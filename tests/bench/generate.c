/* SPDX-License-Identifier: Apache-2.0 */
/* Makes captures to measure with: generate KIND MEGABYTES FILE. Same arguments, same bytes. Kinds:
 *   http    JSON of about 1 kB posted by many devices; every thirtieth body holds invented personal
 *           data, all of them fields that only look like it
 *   shapes  the same in another shape: indented, nested, escaped, with names that vary
 *   tls     bulk downloads: handshake in clear, then records of random bytes
 *   mqtt    JSON published by many devices
 *   mixed   all of these, JPEG uploads and DNS
 * Conversations run beside each other; segments carry up to 1,460 bytes; receivers acknowledge. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENT = 1460, FLOWS = 96, BODY = 1 << 18 };

struct flow {
	uint32_t client, server; /* addresses */
	uint16_t client_port, server_port;
	uint32_t next[2]; /* sequence numbers: client's, server's */
	unsigned turns;	  /* exchanges left */
	unsigned kind;	  /* chosen when it was opened */
	unsigned device;
};

struct writer {
	FILE *file;
	uint64_t written, limit;
	uint64_t random, microseconds;
	uint8_t body[BODY];
	size_t size; /* of `body` */
	struct flow flows[FLOWS];
	bool open[FLOWS];
	uint16_t ports;
	bool indented;
};

enum kind { KIND_HTTP, KIND_TLS, KIND_MQTT, KIND_UPLOAD, KIND_DNS };

/* --- numbers --- */

static uint64_t draw(struct writer *writer)
{
	uint64_t x = writer->random;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	writer->random = x;
	return x * UINT64_C(0x2545f4914f6cdd1d);
}

static unsigned draw_below(struct writer *writer, unsigned bound)
{
	return (unsigned)((draw(writer) >> 33) % bound);
}

/* --- bytes of a message --- */

static void add(struct writer *writer, const void *data, size_t size)
{
	if (size > BODY - writer->size)
		size = BODY - writer->size;
	memcpy(writer->body + writer->size, data, size);
	writer->size += size;
}

static void add_text(struct writer *writer, const char *text)
{
	add(writer, text, strlen(text));
}

__attribute__((format(printf, 2, 3))) static void add_format(struct writer *writer, const char *format, ...)
{
	char text[1024];
	__builtin_va_list arguments;

	__builtin_va_start(arguments, format);
	int size = vsnprintf(text, sizeof text, format, arguments);

	__builtin_va_end(arguments);
	if (size > 0)
		add(writer, text, (size_t)size);
}

static void add_random(struct writer *writer, size_t size)
{
	for (; size >= 8; size -= 8) {
		uint64_t word = draw(writer);

		add(writer, &word, 8);
	}
	add(writer, &writer->random, size);
}

static void add_be(struct writer *writer, uint64_t number, unsigned size)
{
	while (size--) {
		uint8_t octet = (uint8_t)(number >> 8 * size);

		add(writer, &octet, 1);
	}
}

/* --- frames --- */

static void put_be(uint8_t *to, uint64_t number, unsigned size)
{
	while (size--)
		*to++ = (uint8_t)(number >> 8 * size);
}

/* Writes a frame with its record head. Checksums are left to the network card, as in many captures. */
static void write_frame(struct writer *writer, const struct flow *flow, bool from_server, uint8_t protocol,
			const uint8_t *header, size_t header_size, const uint8_t *payload, size_t size)
{
	uint8_t head[16 + 14 + 20] = { 0 };
	uint8_t *ethernet = head + 16, *ip = head + 30;
	size_t total = 20 + header_size + size;
	uint32_t record[4] = { (uint32_t)(writer->microseconds / 1000000),
			       (uint32_t)(writer->microseconds % 1000000), (uint32_t)(14 + total),
			       (uint32_t)(14 + total) };

	memcpy(head, record, sizeof record);
	put_be(ethernet, from_server ? 0x020000000000 + flow->device : 0x0200000000ff, 6);
	put_be(ethernet + 6, from_server ? 0x0200000000ff : 0x020000000000 + flow->device, 6);
	put_be(ethernet + 12, 0x0800, 2);
	put_be(ip, 0x4500, 2);
	put_be(ip + 2, total, 2);
	put_be(ip + 6, 0x4000, 2);
	ip[8] = 64;
	ip[9] = protocol;
	put_be(ip + 12, from_server ? flow->server : flow->client, 4);
	put_be(ip + 16, from_server ? flow->client : flow->server, 4);
	fwrite(head, 1, sizeof head, writer->file);
	fwrite(header, 1, header_size, writer->file);
	fwrite(payload, 1, size, writer->file);
	writer->written += sizeof head + header_size + size;
	writer->microseconds += 20 + draw_below(writer, 200);
}

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

static void write_segment(struct writer *writer, struct flow *flow, bool from_server, uint8_t flags,
			  const uint8_t *payload, size_t size)
{
	uint8_t tcp[20] = { 0 };

	put_be(tcp, from_server ? flow->server_port : flow->client_port, 2);
	put_be(tcp + 2, from_server ? flow->client_port : flow->server_port, 2);
	put_be(tcp + 4, flow->next[from_server], 4);
	put_be(tcp + 8, flags == SYN ? 0 : flow->next[!from_server], 4);
	tcp[12] = 0x50;
	tcp[13] = flags;
	put_be(tcp + 14, 64240, 2);
	write_frame(writer, flow, from_server, 6, tcp, sizeof tcp, payload, size);
	flow->next[from_server] += (uint32_t)size + (flags & (SYN | FIN) ? 1 : 0);
}

/* Sends what `body` holds; the other side acknowledges every second segment and the last. */
static void send_body(struct writer *writer, struct flow *flow, bool from_server)
{
	for (size_t at = 0, count = 1; at < writer->size; at += SEGMENT, count++) {
		size_t size = writer->size - at < SEGMENT ? writer->size - at : SEGMENT;
		bool last = at + size == writer->size;

		write_segment(writer, flow, from_server, (uint8_t)(last ? PSH | ACK : ACK), writer->body + at,
			      size);
		if (last || count % 2 == 0)
			write_segment(writer, flow, !from_server, ACK, NULL, 0);
	}
	writer->size = 0;
}

/* --- JSON --- */

static void add_look_alikes(struct writer *writer, unsigned device)
{
	add_format(writer,
		   "{\"deviceId\":\"lock-%04u\",\"seq\":%u,\"ts\":%" PRIu64
		   ",\"model\":\"L1\",\"fw\":\"1.4.%u\",",
		   device, draw_below(writer, 100000), writer->microseconds / 1000, draw_below(writer, 40));
	add_format(writer, "\"order\":\"%u%08u\",\"trace\":\"%016" PRIx64 "%016" PRIx64 "\",",
		   100 + draw_below(writer, 99), draw_below(writer, 100000000), draw(writer), draw(writer));
	add_format(writer,
		   "\"crc\":\"%08x\",\"uptime\":%u,\"battery\":{\"level\":%u,\"mv\":%u,\"temp\":%u.%u},",
		   draw_below(writer, UINT32_MAX), draw_below(writer, 10000000), draw_below(writer, 100),
		   3000 + draw_below(writer, 1200), 15 + draw_below(writer, 20), draw_below(writer, 10));
	add_text(writer, "\"phone_model\":\"PX-100\",\"name_space\":\"home\",\"mail_enabled\":false,"
			 "\"password\":\"\",");
	add_text(writer, "\"samples\":[");
	for (unsigned i = 0; i < 40; i++)
		add_format(writer, "%s%u.%03u", i ? "," : "", draw_below(writer, 360),
			   draw_below(writer, 1000));
	add_text(writer, "],\"events\":[");
	for (unsigned i = 0; i < 4; i++)
		add_format(writer, "%s{\"id\":%u,\"type\":\"door\",\"state\":\"%s\",\"at\":%" PRIu64 "}",
			   i ? "," : "", draw_below(writer, 100000), i % 2 ? "open" : "closed",
			   writer->microseconds / 1000 - draw_below(writer, 60000));
	add_text(writer, "],\"status\":\"ok\",\"note\":\"periodic report, nothing unusual\"");
}

static void add_personal(struct writer *writer)
{
	switch (draw_below(writer, 4)) {
	case 0:
		add_format(writer,
			   ",\"user\":{\"name\":\"\xe6\xb5\x8b\xe8\xaf\x95%u\",\"phone\":\"139%08u\"}",
			   draw_below(writer, 100), draw_below(writer, 100000000));
		break;
	case 1:
		add_format(writer, ",\"email\":\"tester%u@mail.example\"", draw_below(writer, 1000));
		break;
	case 2:
		add_format(writer, ",\"latitude\":39.%06u,\"longitude\":116.%06u",
			   draw_below(writer, 1000000), draw_below(writer, 1000000));
		break;
	default:
		add_format(writer, ",\"wifi\":{\"ssid\":\"home-%u\",\"psk\":\"invented-%u\"}",
			   draw_below(writer, 100), draw_below(writer, 100000));
		break;
	}
}

/* Another shape: indented, nested, with escapes, Chinese, longer texts and addresses, names that vary. */
static void add_indented(struct writer *writer, unsigned device)
{
	static const char *const texts[] = { "\xe8\xae\xbe\xe5\xa4\x87\xe5\x9c\xa8\xe7\xba\xbf",
					     "door opened from inside, latch turned twice",
					     "firmware is up to date", "\\u95e8\\u5df2\\u5173\\n",
					     "see https:\\/\\/help.cloud.example\\/e\\/17" };

	add_format(writer,
		   "{\n  \"header\": {\n    \"namespace\": \"Device.Report\",\n    \"messageId\": "
		   "\"%08x-%04x-4%03x-8%03x-%012" PRIx64 "\",\n    \"payloadVersion\": \"3\"\n  },\n",
		   draw_below(writer, UINT32_MAX), draw_below(writer, 65536), draw_below(writer, 4096),
		   draw_below(writer, 4096), draw(writer) & UINT64_C(0xffffffffffff));
	add_format(writer, "  \"dps\": {\n    \"1\": %s,\n    \"%u\": %u,\n    \"temp_c\": %u.%u\n  },\n",
		   draw_below(writer, 2) ? "true" : "false", 2 + draw_below(writer, 120),
		   draw_below(writer, 1000), draw_below(writer, 40), draw_below(writer, 10));
	add_text(writer, "  \"log\": [\n");
	for (unsigned i = 0; i < 6; i++)
		add_format(writer,
			   "    { \"level\": \"%s\", \"line\": %u, \"text\": \"%s\", \"k%u\": null }%s\n",
			   i % 3 ? "info" : "warning", draw_below(writer, 2000), texts[draw_below(writer, 5)],
			   draw_below(writer, 3000), i < 5 ? "," : "");
	add_format(writer,
		   "  ],\n  \"endpoint\": \"https://api%u.cloud.example/v2/sync?rev=%u\",\n"
		   "  \"serial\": \"PX%010u\"",
		   draw_below(writer, 9), draw_below(writer, 100000), device * 7919);
}

static size_t make_json(struct writer *writer, unsigned device, char *to, size_t room)
{
	size_t start = writer->size;

	if (writer->indented)
		add_indented(writer, device);
	else
		add_look_alikes(writer, device);
	if (draw_below(writer, 30) == 0)
		add_personal(writer);
	add_text(writer, "}");
	size_t size = writer->size - start;

	if (size > room)
		size = room;
	memcpy(to, writer->body + start, size);
	writer->size = start;
	return size;
}

/* --- exchanges --- */

static void exchange_http(struct writer *writer, struct flow *flow)
{
	char json[4096];
	size_t size = make_json(writer, flow->device, json, sizeof json);

	add_format(writer,
		   "POST /api/v1/devices/lock-%04u/telemetry?seq=%u HTTP/1.1\r\nHost: iot%u.cloud.example\r\n"
		   "User-Agent: lockd/1.4 (linux; arm)\r\nAccept: application/json\r\nContent-Type: "
		   "application/json; "
		   "charset=utf-8\r\nX-Request-Id: %016" PRIx64 "\r\nContent-Length: %zu\r\n\r\n",
		   flow->device, draw_below(writer, 100000), flow->server & 7, draw(writer), size);
	add(writer, json, size);
	send_body(writer, flow, false);
	size = (size_t)snprintf(json, sizeof json,
				"{\"code\":0,\"message\":\"ok\",\"next\":%u,\"server\":\"n%u\"}",
				draw_below(writer, 3600), draw_below(writer, 8));
	add_format(writer,
		   "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/json\r\nConnection: "
		   "keep-alive\r\nContent-Length: %zu\r\n\r\n",
		   size);
	add(writer, json, size);
	send_body(writer, flow, true);
}

static void exchange_upload(struct writer *writer, struct flow *flow)
{
	static const uint8_t start[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xdb\0\x43";
	static const uint8_t frame[] = "\xff\xc0\0\x11\x08\1\xe0\2\x80\3\1\x22\0\2\x11\1\3\x11\1\xff\xda\0"
				       "\x0c\3\1\0\2\x11\3\x11\0\x3f";
	size_t scan = 30000 + draw_below(writer, 90000), image = sizeof start + 64 + sizeof frame + scan + 2;
	static const char part[] =
		"--frontier\r\nContent-Disposition: form-data; name=\"snapshot\"; filename=\"s.jpg\"\r\n"
		"Content-Type: image/jpeg\r\n\r\n",
			  end[] = "\r\n--frontier--\r\n";

	add_format(
		writer,
		"POST /upload/%u HTTP/1.1\r\nHost: media.cloud.example\r\nContent-Type: multipart/form-data; "
		"boundary=frontier\r\nContent-Length: %zu\r\n\r\n",
		flow->device, image + sizeof part - 1 + sizeof end - 1);
	add(writer, part, sizeof part - 1);
	add(writer, start, sizeof start);
	add_random(writer, 64);
	add(writer, frame, sizeof frame);
	size_t from = writer->size;

	add_random(writer, scan);
	for (size_t i = from; i < writer->size; i++) /* no markers inside the scan */
		if (writer->body[i] == 0xff)
			writer->body[i] = 0xfe;
	add(writer, "\xff\xd9", 2);
	add(writer, end, sizeof end - 1);
	send_body(writer, flow, false);
	add_text(writer, "HTTP/1.1 204 No Content\r\nServer: nginx\r\n\r\n");
	send_body(writer, flow, true);
}

static void open_tls(struct writer *writer, struct flow *flow)
{
	char name[64];
	size_t size = (size_t)snprintf(name, sizeof name, "cdn%u.cloud.example", draw_below(writer, 20));

	add(writer, "\x16\3\1", 3);
	add_be(writer, 4 + 2 + 32 + 1 + 4 + 2 + 2 + 9 + size, 2);
	add_be(writer, 1, 1);
	add_be(writer, 2 + 32 + 1 + 4 + 2 + 2 + 9 + size, 3);
	add(writer, "\3\3", 2);
	add_random(writer, 32);
	add(writer, "\0\0\2\x13\1\1\0", 7);
	add_be(writer, 9 + size, 2);
	add_be(writer, 0, 2);
	add_be(writer, 5 + size, 2);
	add_be(writer, 3 + size, 2);
	add_be(writer, 0, 1);
	add_be(writer, size, 2);
	add(writer, name, size);
	send_body(writer, flow, false);
	add(writer, "\x16\3\3\0\x32\2\0\0\x2e\3\3", 11);
	add_random(writer, 32);
	add(writer, "\0\x13\1\0\0\6\0\x2b\0\2\3\4", 12);
	add(writer, "\x14\3\3\0\1\1", 6);
	send_body(writer, flow, true);
}

static void exchange_tls(struct writer *writer, struct flow *flow)
{
	add(writer, "\x17\3\3\0\xc8", 5);
	add_random(writer, 200);
	send_body(writer, flow, false);
	for (unsigned i = 0; i < 8; i++) {
		add(writer, "\x17\3\3\x40\0", 5);
		add_random(writer, 0x4000);
	}
	send_body(writer, flow, true);
}

static void add_mqtt(struct writer *writer, uint8_t type, size_t size)
{
	add_be(writer, type, 1);
	do {
		add_be(writer, (size & 127) | (size > 127 ? 128 : 0), 1);
		size >>= 7;
	} while (size);
}

static void open_mqtt(struct writer *writer, struct flow *flow)
{
	char name[32];
	size_t size = (size_t)snprintf(name, sizeof name, "lock-%04u", flow->device);

	add_mqtt(writer, 0x10, 10 + 2 + size);
	add(writer, "\0\4MQTT\4\2\0\x3c", 10);
	add_be(writer, size, 2);
	add(writer, name, size);
	send_body(writer, flow, false);
	add(writer, "\x20\2\0\0", 4);
	send_body(writer, flow, true);
}

static void exchange_mqtt(struct writer *writer, struct flow *flow)
{
	char json[4096], topic[64];
	size_t size = make_json(writer, flow->device, json, sizeof json);
	size_t topic_size = (size_t)snprintf(topic, sizeof topic, "home/lock-%04u/state", flow->device);

	add_mqtt(writer, 0x32, 2 + topic_size + 2 + size);
	add_be(writer, topic_size, 2);
	add(writer, topic, topic_size);
	add_be(writer, 1 + draw_below(writer, 65535), 2);
	add(writer, json, size);
	send_body(writer, flow, false);
	add(writer, "\x40\2\0\1", 4);
	send_body(writer, flow, true);
}

static void exchange_dns(struct writer *writer, struct flow *flow)
{
	uint8_t udp[8] = { 0 };

	for (unsigned answer = 0; answer < 2; answer++) {
		add_be(writer, flow->client_port, 2);
		add_be(writer, answer ? 0x8180 : 0x0100, 2);
		add_be(writer, answer ? UINT64_C(0x0001000100000000) : UINT64_C(0x0001000000000000), 8);
		add(writer, "\4iot1\5cloud\7example\0\0\1\0\1", 24);
		if (answer)
			add(writer, "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xcb\0\x71\x09", 16);
		put_be(udp, answer ? 53 : flow->client_port, 2);
		put_be(udp + 2, answer ? flow->client_port : 53, 2);
		put_be(udp + 4, 8 + writer->size, 2);
		write_frame(writer, flow, answer, 17, udp, sizeof udp, writer->body, writer->size);
		writer->size = 0;
	}
}

/* --- conversations --- */

static unsigned kind_of(struct writer *writer, const char *name)
{
	if (strcmp(name, "http") == 0 || strcmp(name, "shapes") == 0)
		return KIND_HTTP;
	if (strcmp(name, "tls") == 0)
		return KIND_TLS;
	if (strcmp(name, "mqtt") == 0)
		return KIND_MQTT;
	static const uint8_t mixture[] = { KIND_HTTP,	KIND_HTTP, KIND_HTTP, KIND_HTTP, KIND_HTTP,
					   KIND_UPLOAD, KIND_TLS,  KIND_MQTT, KIND_MQTT, KIND_DNS };

	return mixture[draw_below(writer, sizeof mixture)];
}

static void open_flow(struct writer *writer, struct flow *flow, const char *name)
{
	static const uint16_t ports[] = { 80, 443, 1883, 80, 53 };
	static const unsigned turns[] = { 40, 6, 60, 3, 1 };

	*flow = (struct flow){ .kind = kind_of(writer, name), .device = 1 + draw_below(writer, 40) };
	flow->client = UINT32_C(0xc0a80a00) + flow->device;
	flow->server = UINT32_C(0xcb007100) + 1 + draw_below(writer, 60);
	flow->server_port = ports[flow->kind];
	flow->client_port = (uint16_t)(20000 + writer->ports++ % 40000);
	flow->next[0] = (uint32_t)draw(writer);
	flow->next[1] = (uint32_t)draw(writer);
	flow->turns = 1 + draw_below(writer, 2 * turns[flow->kind]);
	if (flow->kind == KIND_DNS)
		return;
	write_segment(writer, flow, false, SYN, NULL, 0);
	write_segment(writer, flow, true, SYN | ACK, NULL, 0);
	write_segment(writer, flow, false, ACK, NULL, 0);
	if (flow->kind == KIND_TLS)
		open_tls(writer, flow);
	if (flow->kind == KIND_MQTT)
		open_mqtt(writer, flow);
}

static void take_turn(struct writer *writer, unsigned number, const char *name)
{
	static void (*const exchanges[])(struct writer *, struct flow *) = { exchange_http, exchange_tls,
									     exchange_mqtt, exchange_upload,
									     exchange_dns };
	struct flow *flow = &writer->flows[number];

	if (!writer->open[number])
		open_flow(writer, flow, name);
	writer->open[number] = true;
	exchanges[flow->kind](writer, flow);
	if (--flow->turns)
		return;
	writer->open[number] = false;
	if (flow->kind == KIND_DNS)
		return;
	write_segment(writer, flow, false, FIN | ACK, NULL, 0);
	write_segment(writer, flow, true, FIN | ACK, NULL, 0);
	write_segment(writer, flow, false, ACK, NULL, 0);
}

int main(int count, char **arguments)
{
	static struct writer writer = { .random = UINT64_C(0x9e3779b97f4a7c15),
					.microseconds = UINT64_C(1772352000000000) };
	static const uint32_t head[] = { 0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1 };

	if (count != 4) {
		fprintf(stderr, "usage: generate http|shapes|tls|mqtt|mixed MEGABYTES FILE\n");
		return 2;
	}
	writer.indented = strcmp(arguments[1], "shapes") == 0;
	writer.limit = strtoull(arguments[2], NULL, 10) * 1000000;
	writer.file = fopen(arguments[3], "wb");
	if (!writer.file) {
		perror(arguments[3]);
		return 2;
	}
	fwrite(head, 1, sizeof head, writer.file);
	while (writer.written < writer.limit && !ferror(writer.file))
		take_turn(&writer, draw_below(&writer, FLOWS), arguments[1]);
	bool failed = ferror(writer.file);

	if (fclose(writer.file) != 0 || failed) {
		perror(arguments[3]);
		return 2;
	}
	return 0;
}
