/* SPDX-License-Identifier: Apache-2.0 */
/* snoop of Solaris and illumos, version 2 (RFC 1761): magic (8), version (4), link type (4); then
 * records: size on the wire (4), size recorded (4), size of the record (4), packets lost so far (4),
 * seconds (4), microseconds (4), the frame, padding. Most significant byte first. Of its link types
 * only Ethernet has a number here; frames of others are given with one that nobody reads. */
#include "input/capture_format.h"

#include "base/limits.h"

enum { HEAD_SIZE = 16, RECORD_SIZE = 24, LINK_UNKNOWN = 0xffff };

static bool recognise(struct bytes first)
{
	return bytes_start_with(first, BYTES("snoop\0\0\0\0\0\0\2"));
}

static enum status open(struct capture *capture, struct error *error)
{
	enum status status = block_reader_need(&capture->reader, HEAD_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	uint32_t link_type = capture_u32(block_reader_take(&capture->reader, HEAD_SIZE).data + 12, true);

	capture->link_type = link_type == 0 || link_type == 4 ? 1 : LINK_UNKNOWN;
	return STATUS_OK;
}

static enum status next(struct capture *capture, struct frame *ret_frame, struct error *error)
{
	struct block_reader *reader = &capture->reader;

	capture->record_at = reader->offset;
	enum status status = block_reader_need(reader, RECORD_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, true);
	uint32_t size = capture_u32(reader->window.data + 4, true);
	uint32_t record_size = capture_u32(reader->window.data + 8, true);

	if (size > LIMIT_FRAME_SIZE || record_size > LIMIT_BLOCK_SIZE || record_size < RECORD_SIZE + size)
		return capture_give_up(capture, "a record of impossible size");
	status = block_reader_need(reader, record_size, error);
	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	const uint8_t *record = block_reader_take(reader, record_size).data;

	capture->summary.dropped = capture_u32(record + 12, true);
	*ret_frame = (struct frame){
		.data = { record + RECORD_SIZE, size },
		.wire_size = capture_u32(record, true),
		.time = capture_u32(record + 16, true) * INSTANT_SECOND +
			capture_u32(record + 20, true) * INT64_C(1000),
		.link_type = capture->link_type,
	};
	return STATUS_OK;
}

static void close(struct capture *capture)
{
	(void)capture;
}

const struct capture_format capture_format_snoop = {
	.names = { "snoop", "snoop+gzip", "snoop+zstd" },
	.recognise = recognise,
	.open = open,
	.next = next,
	.close = close,
};
