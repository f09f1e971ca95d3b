/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#include "base/buffer.h"

#include <stdlib.h>

static const char *transport(const struct packet *packet)
{
	return packet->transport == TRANSPORT_TCP   ? "tcp"
	       : packet->transport == TRANSPORT_UDP ? "udp"
						    : "link";
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
		buffer_append_format(to, "%s %s %u>%u ", transport(packet), name, packet->source_port,
				     packet->destination_port);
		buffer_append(to, packet->rest.rest);
		buffer_append_byte(to, '\n');
	}
}

static struct buffer run(struct selector from, struct bytes frame, size_t wire_size)
{
	struct buffer text = buffer_of(1 << 20);
	struct packet packet = {
		.frame = 1, .rest = cursor_over(frame), .wire_left = wire_size, .next = from
	};

	do {
		packet_decode(&packet);
		write_packet(&text, &packet);
	} while (packet_further(&packet));
	return text;
}

static void check_whole(const struct packet_sample *sample)
{
	struct bytes frame = hostile_copy(sample->frame);
	struct buffer text = run(sample->from, frame, frame.size);

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
		struct buffer snapped = run(sample->from, frame, sample->frame.size);
		struct buffer broken = run(sample->from, frame, size);

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
		struct buffer text = run(sample->from, frame, frame.size);

		buffer_free(&text);
		hostile_free(frame);
	}
}

void packet_samples_check(const struct packet_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_whole(&samples[i]);
		check_cut(&samples[i]);
		check_changed(&samples[i]);
	}
}
