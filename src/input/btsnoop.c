/* SPDX-License-Identifier: Apache-2.0 */
/* btsnoop, what Android and BlueZ log of Bluetooth: magic (8), version (4: 1), data link (4); then records:
 * size on the wire (4), size recorded (4), flags (4), packets lost so far (4), microseconds since the year 0
 * (8), the frame. Most significant byte first. Data links: 1001 frames alone, 1002 behind their kind (1),
 * 2001 of Linux's monitor, whose flags hold adapter (2) and kind (2). Kind and direction go into the link
 * type that a frame is given with. */
#include "input/capture_format.h"

#include "base/limits.h"
#include "protocol/link/l2cap.h"

enum { HEAD_SIZE = 16, RECORD_SIZE = 24, LINK_FRAMES = 1001, LINK_KINDS = 1002, LINK_MONITOR_FILE = 2001 };
enum { FLAG_RECEIVED = 1, FLAG_CONTROL = 2 };

#define YEAR_0 INT64_C(0x00dcddb30f2f8000) /* before 1970, in microseconds */

static bool recognise(struct bytes first)
{
	return bytes_start_with(first, BYTES("btsnoop\0\0\0\0\1"));
}

static enum status open(struct capture *capture, struct error *error)
{
	enum status status = block_reader_need(&capture->reader, HEAD_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	capture->link_type = capture_u32(block_reader_take(&capture->reader, HEAD_SIZE).data + 12, true);
	return STATUS_OK;
}

static uint32_t link_of_kind(uint8_t kind, uint32_t flags)
{
	switch (kind) {
	case 1:
		return LINK_HCI_COMMAND;
	case 2:
		return flags & FLAG_RECEIVED ? LINK_HCI_RECEIVED : LINK_HCI_SENT;
	case 4:
		return LINK_HCI_EVENT;
	default:
		return LINK_HCI_OTHER;
	}
}

/* The link type of a record; a kind before the frame is taken off it. */
static uint32_t link_of(uint32_t data_link, uint32_t flags, struct frame *frame)
{
	static const uint32_t monitor[] = { LINK_HCI_COMMAND, LINK_HCI_EVENT, LINK_HCI_SENT,
					    LINK_HCI_RECEIVED };
	uint32_t kind = flags & 0xffff;

	switch (data_link) {
	case LINK_FRAMES:
		return link_of_kind(!(flags & FLAG_CONTROL) ? 2 : flags & FLAG_RECEIVED ? 4 : 1, flags);
	case LINK_KINDS:
		if (frame->data.size == 0)
			return LINK_HCI_OTHER;
		kind = frame->data.data[0];
		frame->data = bytes_from(frame->data, 1);
		frame->wire_size -= frame->wire_size > 0;
		return link_of_kind((uint8_t)kind, flags);
	case LINK_MONITOR_FILE:
		return kind >= 2 && kind <= 5 ? monitor[kind - 2] : LINK_HCI_OTHER;
	default:
		return data_link;
	}
}

static instant time_of(const uint8_t *stamp)
{
	uint64_t microseconds = (uint64_t)capture_u32(stamp, true) << 32 | capture_u32(stamp + 4, true);

	/* What does not fit is no time that anybody recorded. */
	if (microseconds < (uint64_t)YEAR_0 || microseconds - (uint64_t)YEAR_0 > INT64_MAX / 1000)
		return 0;
	return (instant)(microseconds - (uint64_t)YEAR_0) * 1000;
}

static enum status next(struct capture *capture, struct frame *ret_frame, struct error *error)
{
	struct block_reader *reader = &capture->reader;

	capture->record_at = reader->offset;
	enum status status = block_reader_need(reader, RECORD_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, true);
	uint32_t size = capture_u32(reader->window.data + 4, true);

	if (size > LIMIT_FRAME_SIZE)
		return capture_give_up(capture, "a record of impossible size");
	status = block_reader_need(reader, RECORD_SIZE + (size_t)size, error);
	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	const uint8_t *record = block_reader_take(reader, RECORD_SIZE + (size_t)size).data;
	struct frame frame = {
		.data = { record + RECORD_SIZE, size },
		.wire_size = capture_u32(record, true),
		.time = time_of(record + 16),
	};

	capture->summary.dropped = capture_u32(record + 12, true);
	frame.link_type = link_of(capture->link_type, capture_u32(record + 8, true), &frame);
	*ret_frame = frame;
	return STATUS_OK;
}

static void close(struct capture *capture)
{
	(void)capture;
}

const struct capture_format capture_format_btsnoop = {
	.names = { "btsnoop", "btsnoop+gzip", "btsnoop+zstd" },
	.recognise = recognise,
	.open = open,
	.next = next,
	.close = close,
};
