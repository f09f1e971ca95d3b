/* SPDX-License-Identifier: Apache-2.0 */
/* The input as TCP and UDP packets of few conversations, through the tracker with everything on. A
 * packet: ports and direction (1), sequence number in units of four (1), flags (1), size of the
 * payload (1), payload. */
#include "fuzz.h"

#include "content/examine.h"
#include "flow/flow.h"

#include <stdlib.h>

enum { UDP_BIT = 0x80, SERVER_BIT = 0x40, PORT_BITS = 0x07 };

static size_t build(struct cursor *input, uint8_t packet[40 + 255])
{
	static const uint8_t ends[2][4] = { { 10, 0, 0, 1 }, { 93, 184, 216, 34 } };
	static const uint16_t ports[] = { 80, 443, 1883, 53, 21, 25, 554, 161 };
	uint8_t kind = cursor_u8(input), sequence = cursor_u8(input), flags = cursor_u8(input),
		size = cursor_u8(input);
	size_t left = cursor_left(input);
	struct bytes payload = cursor_take(input, size < left ? size : left);
	bool udp = kind & UDP_BIT, server = kind & SERVER_BIT;
	size_t header = udp ? 8 : 20, total = 20 + header + payload.size;
	uint16_t port = ports[kind & PORT_BITS], other = 40000;
	uint8_t *transport = packet + 20;

	memset(packet, 0, 40);
	packet[0] = 0x45;
	packet[2] = (uint8_t)(total >> 8);
	packet[3] = (uint8_t)total;
	packet[9] = udp ? 17 : 6;
	memcpy(packet + 12, ends[server], 4);
	memcpy(packet + 16, ends[!server], 4);
	for (size_t i = 0; i < 2; i++) {
		transport[i] = (uint8_t)((server ? port : other) >> (8 - 8 * i));
		transport[2 + i] = (uint8_t)((server ? other : port) >> (8 - 8 * i));
	}
	if (udp) {
		transport[4] = (uint8_t)((8 + payload.size) >> 8);
		transport[5] = (uint8_t)(8 + payload.size);
	} else {
		transport[6] = (uint8_t)(sequence >> 6);
		transport[7] = (uint8_t)(sequence << 2);
		transport[12] = 0x50;
		transport[13] = flags & 0x3f;
	}
	if (payload.size)
		memcpy(transport + header, payload.data, payload.size);
	return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct examiner examiner = examiner_of(fuzz_taxonomy());
	struct evidence_options evidence_options = { .examiner = &examiner };
	struct tracker_options options = { .evidence = &evidence_options, .jobs = 1 };
	struct cursor input = cursor_over((struct bytes){ data, size });
	struct tracker *tracker;
	struct evidence *evidence;
	struct buffer document = buffer_of(64 << 20);
	struct error error;

	if (tracker_new(&options, &tracker, &error) != STATUS_OK)
		abort();
	for (uint64_t number = 1; cursor_left(&input) >= 4; number++) {
		uint8_t packet[40 + 255];
		size_t total = build(&input, packet);
		struct tracker_frame frame = {
			.number = number,
			.time = (instant)number * INSTANT_SECOND,
			.link_type = 101,
			.data = { packet, total },
			.wire_size = total,
		};

		if (tracker_frame(tracker, &frame, &error) != STATUS_OK)
			abort();
	}
	if (tracker_end_input(tracker, &error) != STATUS_OK ||
	    tracker_finish(tracker, &evidence, &error) != STATUS_OK ||
	    evidence_write_xml(evidence, &document, &error) != STATUS_OK)
		abort();
	buffer_free(&document);
	tracker_free(tracker);
	return 0;
}
