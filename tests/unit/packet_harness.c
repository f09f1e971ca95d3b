/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#include "base/buffer.h"
#include "protocol/link_memory.h"

#include <stdlib.h>

static const char *transport(const struct packet *packet)
{
	return packet->transport == TRANSPORT_TCP   ? "tcp"
	       : packet->transport == TRANSPORT_UDP ? "udp"
						    : "link";
}

static void write_payload(struct buffer *to, struct bytes payload)
{
	for (size_t i = 0; i < payload.size; i++)
		if (payload.data[i] >= ' ' && payload.data[i] < 0x7f)
			buffer_append_byte(to, payload.data[i]);
		else
			buffer_append_format(to, "\\x%02x", payload.data[i]);
	buffer_append_byte(to, '\n');
}

static void write_packet(struct buffer *to, const struct packet *packet)
{
	const char *name = packet->name ? packet->name : "-";

	if (packet->reason) {
		buffer_append_format(to, "broken %s %s\n", name, packet->reason);
	} else if (packet->fragment.is) {
		buffer_append_format(to, "fragment %s\n", name);
	} else if (packet->next.space == SELECT_CONTROL) {
		buffer_append_format(to, "control %s\n", name);
	} else if (packet->next.space == SELECT_OPAQUE) {
		buffer_append_format(to, "opaque %s %s\n", name, packet->opaque ? packet->opaque : "-");
	} else {
		assert_int_equal(packet->next.space, SELECT_PAYLOAD);
		assert_true(cursor_left(&packet->rest) <= packet->wire_left);
		char source[ADDRESS_TEXT_SIZE], destination[ADDRESS_TEXT_SIZE];

		if (packet->transport == TRANSPORT_LINK)
			buffer_append_format(to, "link %s %u %s>%s ", name, packet->carried.number,
					     address_format(&packet->source, source),
					     address_format(&packet->destination, destination));
		else
			buffer_append_format(to, "%s %s %u>%u ", transport(packet), name, packet->source_port,
					     packet->destination_port);
		write_payload(to, packet->rest.rest);
	}
}

static struct buffer run(struct selector from, struct bytes frame, size_t wire_size,
			 struct link_memory *memory)
{
	struct buffer text = buffer_of(1 << 20);
	struct packet packet = {
		.frame = 1, .memory = memory, .rest = cursor_over(frame), .wire_left = wire_size, .next = from
	};

	do {
		packet_decode(&packet);
		write_packet(&text, &packet);
	} while (packet_further(&packet));
	return text;
}

static void check_whole(const struct packet_sample *sample, struct link_memory *memory)
{
	struct bytes frame = hostile_copy(sample->frame);
	struct buffer text = run(sample->from, frame, frame.size, memory);

	buffer_append_byte(&text, 0);
	if (strcmp((const char *)text.data, sample->expected) != 0)
		fail_msg("%s:\n%s", sample->what, (const char *)text.data);
	buffer_free(&text);
	hostile_free(frame);
}

static void check_cut(const struct packet_sample *sample)
{
	for (size_t size = 0; size < sample->frame.size; size++) {
		struct bytes frame = hostile_copy(bytes_slice(sample->frame, 0, size));
		struct buffer snapped = run(sample->from, frame, sample->frame.size, NULL);
		struct buffer broken = run(sample->from, frame, size, NULL);

		buffer_free(&snapped);
		buffer_free(&broken);
		hostile_free(frame);
	}
}

static void check_changed(const struct packet_sample *sample)
{
	static const uint8_t changes[] = { 0x01, 0x10, 0x80, 0xff };

	for (size_t i = 0; i < sample->frame.size * COUNT_OF(changes); i++) {
		struct bytes frame = hostile_copy(sample->frame);
		uint8_t *at = (uint8_t *)(uintptr_t)frame.data + i / COUNT_OF(changes);

		*at ^= changes[i % COUNT_OF(changes)];
		struct buffer text = run(sample->from, frame, frame.size, NULL);

		buffer_free(&text);
		hostile_free(frame);
	}
}

void packet_samples_check(const struct packet_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_whole(&samples[i], NULL);
		check_cut(&samples[i]);
		check_changed(&samples[i]);
	}
}

/* All frames, the one at `which` changed. */
static void run_changed(const struct packet_sample *frames, size_t count, size_t which, size_t size,
			size_t at)
{
	struct link_memory *memory = link_memory_new();

	assert_non_null(memory);
	for (size_t i = 0; i < count; i++) {
		struct bytes whole = frames[i].frame;
		struct bytes frame = hostile_copy(i == which ? bytes_slice(whole, 0, size) : whole);

		if (i == which && at < frame.size)
			((uint8_t *)(uintptr_t)frame.data)[at] ^= 0x81;
		struct buffer text = run(frames[i].from, frame, i % 2 ? frame.size : whole.size, memory);

		buffer_free(&text);
		hostile_free(frame);
	}
	link_memory_free(memory);
}

void packet_capture_check(const struct packet_sample *frames, size_t count)
{
	struct link_memory *memory = link_memory_new();

	assert_non_null(memory);
	for (size_t i = 0; i < count; i++)
		check_whole(&frames[i], memory);
	link_memory_free(memory);
	for (size_t which = 0; which < count; which++)
		for (size_t at = 0; at < frames[which].frame.size; at++) {
			run_changed(frames, count, which, at, SIZE_MAX);
			run_changed(frames, count, which, SIZE_MAX, at);
		}
}
