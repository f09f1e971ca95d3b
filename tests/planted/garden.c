/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of the plantings: IPv4 without a link header, between one terminal and a server each. */
#include "garden.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEGMENT = 1400, HEADERS = 40 };

static void *taken(struct garden *garden, size_t size)
{
	void *memory = arena_take(&garden->arena, size ? size : 1);

	if (!memory) {
		fputs("planted: no memory\n", stderr);
		exit(2);
	}
	return memory;
}

struct bytes text(struct garden *garden, const char *format, ...)
{
	char buffer[4096];
	va_list arguments;

	va_start(arguments, format);
	int size = vsnprintf(buffer, sizeof buffer, format, arguments);
	va_end(arguments);
	if (size < 0 || (size_t)size >= sizeof buffer) {
		fputs("planted: a text is too long\n", stderr);
		exit(2);
	}
	uint8_t *copy = taken(garden, (size_t)size + 1);

	memcpy(copy, buffer, (size_t)size + 1);
	return (struct bytes){ copy, (size_t)size };
}

struct bytes joined(struct garden *garden, const struct bytes *parts, size_t count)
{
	size_t size = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		size += parts[i].size;
	uint8_t *whole = taken(garden, size);

	for (size_t i = 0; i < count; i++) {
		if (parts[i].size)
			memcpy(whole + at, parts[i].data, parts[i].size);
		at += parts[i].size;
	}
	return (struct bytes){ whole, size };
}

static struct plot *current(struct garden *garden)
{
	return &garden->plots[garden->count - 1];
}

void planting(struct garden *garden, const char *name)
{
	/* RFC 5737: addresses for documentation. */
	static const char *const networks[] = { "203.0.113", "198.51.100", "192.0.2" };
	unsigned number = garden->count++;

	if (number >= PLANTINGS) {
		fputs("planted: too many plantings\n", stderr);
		exit(2);
	}
	struct plot *plot = current(garden);

	plot->name = name;
	plot->family = garden->family;
	snprintf(plot->address, sizeof plot->address, "%s.%u", networks[number / 250], number % 250 + 1);
}

void tells(struct garden *garden, const char *type, const char *value)
{
	struct plot *plot = current(garden);

	if (plot->told_count == TOLD) {
		fputs("planted: a planting tells too much\n", stderr);
		exit(2);
	}
	plot->told[plot->told_count++] = (struct told){ .type = type, .value = value };
}

void known_as(struct garden *garden, const char *address)
{
	struct plot *plot = current(garden);

	snprintf(plot->alias, sizeof plot->alias, "%s", address);
}

void say_frame(struct garden *garden, uint32_t link_type, struct bytes bytes)
{
	struct frame *frame = taken(garden, sizeof *frame);

	*frame = (struct frame){ .link_type = link_type, .bytes = joined(garden, &bytes, 1) };
	if (!garden->last)
		garden->last = &garden->first;
	*garden->last = frame;
	garden->last = &frame->next;
	garden->frames++;
}

uint64_t frame_microseconds(size_t index)
{
	return UINT64_C(1772352000000000) + index * 1000;
}

static void put16(uint8_t *to, size_t number)
{
	to[0] = (uint8_t)(number >> 8);
	to[1] = (uint8_t)number;
}

static void put32(uint8_t *to, uint32_t number)
{
	put16(to, number >> 16);
	put16(to + 2, number & 0xffff);
}

/* An IPv4 header with the ports behind it; returns where the addresses' owner's transport goes on. */
static void put_header(const struct garden *garden, uint8_t *frame, bool server, uint8_t protocol,
		       size_t size, uint16_t port)
{
	static const uint8_t terminal[] = { 192, 168, 10, 20 };
	uint8_t address[4];
	unsigned octets[4];

	(void)sscanf(garden->plots[garden->count - 1].address, "%u.%u.%u.%u", &octets[0], &octets[1],
		     &octets[2], &octets[3]);
	for (size_t i = 0; i < 4; i++)
		address[i] = (uint8_t)octets[i];
	frame[0] = 0x45;
	put16(frame + 2, size);
	frame[8] = 64;
	frame[9] = protocol;
	memcpy(frame + 12, server ? address : terminal, 4);
	memcpy(frame + 16, server ? terminal : address, 4);
	put16(frame + 20, server ? port : garden->client_port);
	put16(frame + 22, server ? garden->client_port : port);
}

static void put_segment(struct garden *garden, uint16_t port, bool server, const uint32_t next[2],
			uint8_t flags, struct bytes bytes)
{
	uint8_t frame[HEADERS + SEGMENT] = { 0 };

	put_header(garden, frame, server, 6, HEADERS + bytes.size, port);
	put32(frame + 24, next[server]);
	put32(frame + 28, next[!server]);
	frame[32] = 5 << 4;
	frame[33] = flags;
	put16(frame + 34, 65535);
	if (bytes.size)
		memcpy(frame + HEADERS, bytes.data, bytes.size);
	say_frame(garden, 101, (struct bytes){ frame, HEADERS + bytes.size });
}

static uint16_t next_port(struct garden *garden)
{
	garden->client_port = garden->client_port ? (uint16_t)(garden->client_port + 1) : 40000;
	return garden->client_port;
}

void say_tcp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count)
{
	enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };
	uint32_t next[2] = { 1000, 5000 };

	next_port(garden);
	put_segment(garden, port, false, next, SYN, BYTES_EMPTY);
	next[0]++;
	put_segment(garden, port, true, next, SYN | ACK, BYTES_EMPTY);
	next[1]++;
	for (size_t i = 0; i < count; i++)
		for (struct bytes rest = turns[i].bytes; rest.size; rest = bytes_from(rest, SEGMENT)) {
			struct bytes piece = bytes_slice(rest, 0, SEGMENT);

			put_segment(garden, port, turns[i].server, next, PSH | ACK, piece);
			next[turns[i].server] += (uint32_t)piece.size;
		}
	put_segment(garden, port, false, next, FIN | ACK, BYTES_EMPTY);
	next[0]++;
	put_segment(garden, port, true, next, FIN | ACK, BYTES_EMPTY);
}

void say_udp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count)
{
	next_port(garden);
	for (size_t i = 0; i < count; i++) {
		uint8_t frame[28 + SEGMENT] = { 0 };
		struct bytes bytes = bytes_slice(turns[i].bytes, 0, SEGMENT);

		put_header(garden, frame, turns[i].server, 17, 28 + bytes.size, port);
		put16(frame + 24, 8 + bytes.size);
		memcpy(frame + 28, bytes.data, bytes.size);
		say_frame(garden, 101, (struct bytes){ frame, 28 + bytes.size });
	}
}

struct bytes ip_packet(struct garden *garden, uint8_t protocol, struct bytes payload)
{
	uint8_t head[24] = { 0 };
	const struct bytes parts[] = { { head, 20 }, payload };

	put_header(garden, head, false, protocol, 20 + payload.size, 0);
	return joined(garden, parts, 2);
}

struct bytes udp_packet(struct garden *garden, uint16_t port, struct bytes payload)
{
	uint8_t head[8] = { 0 };
	const struct bytes parts[] = { { head, sizeof head }, payload };

	put16(head, next_port(garden));
	put16(head + 2, port);
	put16(head + 4, sizeof head + payload.size);
	return ip_packet(garden, 17, joined(garden, parts, 2));
}

void say_post(struct garden *garden, const char *path, const char *headers, struct bytes body)
{
	struct bytes parts[] = {
		text(garden, "POST %s HTTP/1.1\r\nHost: api.lock.example\r\n%sContent-Length: %zu\r\n\r\n",
		     path, headers, body.size),
		body
	};
	const struct turn turns[] = {
		{ false, joined(garden, parts, 2) },
		{ true, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") },
	};

	say_tcp(garden, 80, turns, 2);
}

void garden_plant(struct garden *garden)
{
#define PLANTING(name) \
	garden->family = #name; \
	plant_##name(garden);
#include "plantings.h"
#undef PLANTING
}
