/* SPDX-License-Identifier: Apache-2.0 */
/* The input as one header after each selector that a decoder claims, recorded whole and snapped; and
 * as raw IP packets, each behind its size (2), put together again where they are fragments; and as frames of
 * one capture. */
#include "fuzz.h"

#include "protocol/link_memory.h"
#include "protocol/network/defragment.h"
#include "protocol/packet.h"

#include <stdlib.h>

static void decode(struct bytes frame, size_t wire_size, struct selector selector, struct link_memory *memory)
{
	struct packet packet = {
		.memory = memory,
		.rest = cursor_over(frame),
		.wire_left = wire_size,
		.next = selector,
	};

	do {
		packet_decode(&packet);
		if (!packet.reason && packet.next.space != SELECT_PAYLOAD &&
		    packet.next.space != SELECT_OPAQUE && packet.next.space != SELECT_CONTROL &&
		    !packet.fragment.is)
			abort();
		if (packet.next.space == SELECT_PAYLOAD && cursor_left(&packet.rest) > packet.wire_left)
			abort();
	} while (packet_further(&packet));
}

static void decode_one(const struct packet_decoder *decoder, struct bytes frame)
{
	for (const struct selector *claim = decoder->claims; claim->space; claim++) {
		decode(frame, frame.size, *claim, NULL);
		decode(frame, frame.size + 100, *claim, NULL);
	}
}

static void decode_many(struct cursor input)
{
	struct defragmenter *defragmenter;
	struct error error;
	instant now = 0;

	if (defragment_new(&defragmenter, &error) != STATUS_OK)
		abort();
	while (cursor_left(&input) > 2) {
		size_t size = cursor_be16(&input), left = cursor_left(&input);
		struct bytes frame = cursor_take(&input, size < left ? size : left);
		struct packet packet = {
			.rest = cursor_over(frame),
			.wire_left = size,
			.time = now += INSTANT_SECOND,
			.next = { SELECT_LINK, 101 },
		};
		const char *reason;

		packet_decode(&packet);
		while (packet.fragment.is &&
		       defragment_add(defragmenter, &packet, &reason) == DEFRAGMENT_WHOLE)
			packet_decode(&packet);
	}
	defragment_flush(defragmenter);
	defragment_free(defragmenter);
}

/* Frames of one capture, each behind its link type (2) and size (2): what one tells, the others rest on. */
static void decode_links(struct cursor input)
{
	struct link_memory *memory = link_memory_new();

	if (!memory)
		abort();
	while (cursor_left(&input) > 4) {
		uint16_t link_type = cursor_be16(&input);
		size_t size = cursor_be16(&input), left = cursor_left(&input);
		struct bytes frame = cursor_take(&input, size < left ? size : left);
		uint8_t *copy = fuzz_copy(frame.data, frame.size);

		decode((struct bytes){ copy, frame.size }, size, (struct selector){ SELECT_LINK, link_type },
		       memory);
		free(copy);
	}
	link_memory_free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (const struct packet_decoder *const *decoder = packet_decoders; *decoder; decoder++)
		if (fuzz_wants((*decoder)->name))
			decode_one(*decoder, (struct bytes){ data, size });
	if (fuzz_wants("links"))
		decode_links(cursor_over((struct bytes){ data, size }));
	if (fuzz_wants("defragment"))
		decode_many(cursor_over((struct bytes){ data, size }));
	return 0;
}
