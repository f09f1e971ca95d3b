/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of the plantings: IPv4 without a link header, between one terminal and a server each. */
#include "garden.h"

#include "base/address.h"

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

const char *place(struct garden *garden, double degrees, double minutes, double seconds, unsigned decimals)
{
	return (const char *)text(garden, "%.*f", (int)decimals, degrees + minutes / 60 + seconds / 3600)
		.data;
}

static struct plot *current(struct garden *garden)
{
	return &garden->plots[garden->count - 1];
}

void planting(struct garden *garden, const char *name)
{
	/* 198.18.0.0/15 is nobody's: for tests of networks (RFC 2544). */
	_Static_assert(PLANTINGS <= 250 * 256, "an address each");
	unsigned number = garden->count++;

	if (number >= PLANTINGS) {
		fputs("planted: too many plantings\n", stderr);
		exit(2);
	}
	struct plot *plot = current(garden);

	plot->name = name;
	plot->family = garden->family;
	snprintf(plot->address, sizeof plot->address, "198.18.%u.%u", number / 250, number % 250 + 1);
}

const char *server_address(const struct garden *garden)
{
	return garden->plots[garden->count - 1].address;
}

static void add_told(struct plot *plot, const char *type, const char *value)
{
	if (plot->told_count == TOLD) {
		fputs("planted: a planting tells too much\n", stderr);
		exit(2);
	}
	plot->told[plot->told_count++] = (struct told){ .type = type, .value = value };
}

void tells(struct garden *garden, const char *type, const char *value)
{
	static const struct {
		const char *type, *medium;
	} files[] = {
		{ "media.image", "image" },
		{ "media.video", "video" },
		{ "voice.recording", "voice" },
		{ "biometric.face.image", "image" },
	};

	add_told(current(garden), type, value);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (strcmp(files[i].type, type) == 0)
			add_told(current(garden), "media",
				 (const char *)text(garden, "%s/%s", files[i].medium, value).data);
}

void known_as(struct garden *garden, const char *address)
{
	struct plot *plot = current(garden);

	if (plot->alias_count == ALIASES) {
		fputs("planted: a planting has too many names\n", stderr);
		exit(2);
	}
	snprintf(plot->aliases[plot->alias_count++], NAME_ROOM, "%s", address);
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

/* An IPv4 header with the ports behind it. */
static void put_header(const struct ends *ends, uint8_t *frame, bool server, uint8_t protocol, size_t size)
{
	struct address from, to;

	if (!address_parse(bytes_of(server ? ends->server : TERMINAL_ADDRESS), &from) ||
	    !address_parse(bytes_of(server ? TERMINAL_ADDRESS : ends->server), &to)) {
		fputs("planted: an address is none\n", stderr);
		exit(2);
	}
	frame[0] = 0x45;
	put16(frame + 2, size);
	frame[8] = 64;
	frame[9] = protocol;
	memcpy(frame + 12, from.octets, 4);
	memcpy(frame + 16, to.octets, 4);
	put16(frame + 20, server ? ends->port : ends->client_port);
	put16(frame + 22, server ? ends->client_port : ends->port);
}

/* Of the planting's server and the next port of the terminal. */
static struct ends next_ends(struct garden *garden, uint16_t port)
{
	garden->client_port = garden->client_port ? (uint16_t)(garden->client_port + 1) : 40000;
	return (struct ends){ server_address(garden), garden->client_port, port };
}

static void put_segment(struct garden *garden, const struct ends *ends, bool server, const uint32_t next[2],
			uint8_t flags, struct bytes bytes)
{
	uint8_t frame[HEADERS + SEGMENT] = { 0 };

	put_header(ends, frame, server, 6, HEADERS + bytes.size);
	put32(frame + 24, next[server]);
	put32(frame + 28, next[!server]);
	frame[32] = 5 << 4;
	frame[33] = flags;
	put16(frame + 34, 65535);
	if (bytes.size)
		memcpy(frame + HEADERS, bytes.data, bytes.size);
	say_frame(garden, 101, (struct bytes){ frame, HEADERS + bytes.size });
}

void say_tcp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count)
{
	enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };
	struct ends ends = next_ends(garden, port);
	uint32_t next[2] = { 1000, 5000 };

	put_segment(garden, &ends, false, next, SYN, BYTES_EMPTY);
	next[0]++;
	put_segment(garden, &ends, true, next, SYN | ACK, BYTES_EMPTY);
	next[1]++;
	for (size_t i = 0; i < count; i++)
		for (struct bytes rest = turns[i].bytes; rest.size; rest = bytes_from(rest, SEGMENT)) {
			struct bytes piece = bytes_slice(rest, 0, SEGMENT);

			put_segment(garden, &ends, turns[i].server, next, PSH | ACK, piece);
			next[turns[i].server] += (uint32_t)piece.size;
		}
	put_segment(garden, &ends, false, next, FIN | ACK, BYTES_EMPTY);
	next[0]++;
	put_segment(garden, &ends, true, next, FIN | ACK, BYTES_EMPTY);
}

void say_udp_between(struct garden *garden, const struct ends *ends, const struct turn *turns, size_t count)
{
	struct ends known = *ends;

	if (!known.server)
		known.server = server_address(garden);
	for (size_t i = 0; i < count; i++) {
		uint8_t frame[28 + SEGMENT] = { 0 };
		struct bytes bytes = bytes_slice(turns[i].bytes, 0, SEGMENT);

		put_header(&known, frame, turns[i].server, 17, 28 + bytes.size);
		put16(frame + 24, 8 + bytes.size);
		memcpy(frame + 28, bytes.data, bytes.size);
		say_frame(garden, 101, (struct bytes){ frame, 28 + bytes.size });
	}
}

void say_udp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count)
{
	struct ends ends = next_ends(garden, port);

	say_udp_between(garden, &ends, turns, count);
}

struct bytes ip_packet(struct garden *garden, uint8_t protocol, struct bytes payload)
{
	const struct ends ends = { server_address(garden), 0, 0 };
	uint8_t head[24] = { 0 };
	const struct bytes parts[] = { { head, 20 }, payload };

	put_header(&ends, head, false, protocol, 20 + payload.size);
	return joined(garden, parts, 2);
}

struct bytes udp_packet(struct garden *garden, uint16_t port, struct bytes payload)
{
	uint8_t head[8] = { 0 };
	const struct bytes parts[] = { { head, sizeof head }, payload };

	put16(head, next_ends(garden, port).client_port);
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
