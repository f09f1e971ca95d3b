/* SPDX-License-Identifier: Apache-2.0 */
#include "flow_wire.h"

#include <stdio.h>
#include <stdlib.h>

static void record(void *self, struct observer *observer, const struct message *message, struct bytes content,
		   struct bytes where)
{
	struct wire *wire = self;
	unsigned side = observer_carrier(observer)->from_client ? 0 : 1;

	(void)where;
	/* A path or query is content too, but no test here is about it. */
	if (!bytes_equal(message->part, BYTES("body")) && !bytes_equal(message->part, BYTES("payload")) &&
	    !bytes_equal(message->part, BYTES("file")))
		return;
	snprintf(wire->topic, sizeof wire->topic, "%.*s %.*s", (int)message->method.size,
		 (const char *)message->method.data, (int)message->topic.size,
		 (const char *)message->topic.data);
	wire->contents[side]++;
	wire->incomplete += message->incomplete;
	assert_true(buffer_append(&wire->read[side], content));
}

static void ignore(void *self, struct observer *observer, const struct message *message, struct bytes field,
		   struct bytes value)
{
	(void)self;
	(void)observer;
	(void)message;
	(void)field;
	(void)value;
}

void wire_open(struct wire *wire, uint32_t start, unsigned jobs)
{
	struct tracker_options options = { .evidence = &wire->options, .jobs = jobs, .classify = true };
	struct error error;

	memset(wire, 0, sizeof *wire);
	wire->read[0] = wire->read[1] = buffer_of(1 << 24);
	wire->examiner = (struct examiner){ .self = wire, .content = record, .value = ignore };
	/* Several threads must not share the record. */
	wire->options.examiner = jobs > 1 ? NULL : &wire->examiner;
	wire->start = start;
	wire->server_port = 9999;
	wire->server_host = 5;
	wire->now = 1000 * INSTANT_SECOND;
	assert_int_equal(tracker_new(&options, &wire->tracker, &error), STATUS_OK);
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

/* An IPv4 header and the ports of the transport behind it. */
static void put_header(const struct wire *wire, uint8_t *frame, unsigned side, uint8_t protocol, size_t size)
{
	const uint8_t server[] = { 203, 0, 113, wire->server_host };
	static const uint8_t client[] = { 192, 168, 1, 9 };

	frame[0] = 0x45;
	put16(frame + 2, size);
	frame[8] = 64;
	frame[9] = protocol;
	memcpy(frame + 12, side ? server : client, 4);
	memcpy(frame + 16, side ? client : server, 4);
	put16(frame + 20, side ? wire->server_port : 40000);
	put16(frame + 22, side ? 40000 : wire->server_port);
}

static void track(struct wire *wire, uint8_t *frame, size_t size, size_t missing)
{
	struct tracker_frame tracked = {
		.number = ++wire->frames,
		.time = wire->now += 1000000,
		.link_type = 101,
		.data = { frame, size },
		.wire_size = size + missing,
	};
	struct error error;

	assert_int_equal(tracker_frame(wire->tracker, &tracked, &error), STATUS_OK);
}

void wire_transmit(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data,
		   size_t missing)
{
	uint8_t *frame = calloc(1, 40 + data.size);
	size_t size = 40 + data.size;

	assert_non_null(frame);
	put_header(wire, frame, side, 6, size + missing);
	put32(frame + 24, wire->start + (uint32_t)at - (flags & TCP_SYN ? 1u : 0u));
	put32(frame + 28, wire->start);
	frame[32] = 5 << 4;
	frame[33] = flags;
	if (data.size)
		memcpy(frame + 40, data.data, data.size);
	track(wire, frame, size, missing);
	free(frame);
}

void wire_segment(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data)
{
	wire_transmit(wire, side, at, flags, data, 0);
}

void wire_datagram(struct wire *wire, unsigned side, struct bytes data)
{
	uint8_t *frame = calloc(1, 28 + data.size);

	assert_non_null(frame);
	put_header(wire, frame, side, 17, 28 + data.size);
	put16(frame + 24, 8 + data.size);
	memcpy(frame + 28, data.data, data.size);
	track(wire, frame, 28 + data.size, 0);
	free(frame);
}

void wire_handshake(struct wire *wire)
{
	wire_segment(wire, 0, 0, TCP_SYN, BYTES_EMPTY);
	wire_segment(wire, 1, 0, TCP_SYN | TCP_ACK, BYTES_EMPTY);
}

void wire_close(struct wire *wire)
{
	struct error error;

	assert_int_equal(tracker_end_input(wire->tracker, &error), STATUS_OK);
	assert_int_equal(tracker_finish(wire->tracker, &wire->evidence, &error), STATUS_OK);
}

void wire_free(struct wire *wire)
{
	tracker_free(wire->tracker);
	buffer_free(&wire->read[0]);
	buffer_free(&wire->read[1]);
}

void wire_assert_read(const struct wire *wire, struct bytes expected)
{
	assert_int_equal(wire->read[0].size, expected.size);
	assert_true(bytes_equal(buffer_bytes(&wire->read[0]), expected));
}

uint64_t wire_sum(const struct wire *wire, enum kind kind, enum attribute attribute)
{
	uint64_t total = 0, number;

	for (size_t i = 0; i < evidence_count(wire->evidence, kind); i++)
		if (bytes_to_number(evidence_get(wire->evidence, kind, i, attribute), &number))
			total += number;
	return total;
}
