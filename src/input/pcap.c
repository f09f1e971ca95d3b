/* SPDX-License-Identifier: Apache-2.0 */
/* The classic capture file (draft-ietf-opsawg-pcap): magic (4), version (2 + 2), zone and accuracy
 * (8, never used), snap length (4), link type and FCS length (4); then records: seconds (4),
 * micro- or nanoseconds (4), size recorded (4), size on the wire (4), the frame. All in the byte
 * order of the magic. Also: the longer records of a patched libpcap of 1999 (a1b2cd34), and the
 * swapped sizes of versions before 2.4. Not here: ERF, netmon and formats of other programs. */
#include "input/capture_format.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { HEAD_SIZE = 24, RECORD_SIZE = 16, PATCHED_RECORD_SIZE = 24 };

enum sizes { SIZES_IN_ORDER, SIZES_SWAPPED, SIZES_EITHER };

struct pcap {
	bool big, nano;
	uint32_t link_type, snap_length;
	size_t record_size;
	enum sizes sizes;
};

enum magic {
	MAGIC_MICRO = 0xa1b2c3d4,
	MAGIC_NANO = 0xa1b23c4d,
	MAGIC_PATCHED = 0xa1b2cd34,
	MAGIC_NAVTEL = 0xa12b3c4d, /* of one maker, otherwise the same */
};

static bool is_magic(uint32_t magic)
{
	return magic == (uint32_t)MAGIC_MICRO || magic == (uint32_t)MAGIC_NANO ||
	       magic == (uint32_t)MAGIC_PATCHED || magic == (uint32_t)MAGIC_NAVTEL;
}

static bool recognise(struct bytes first)
{
	return first.size >= 4 &&
	       (is_magic(capture_u32(first.data, true)) || is_magic(capture_u32(first.data, false)));
}

/* Until 2.3 the size on the wire stood first; what calls itself 2.3 was written both ways. */
static enum sizes sizes_of(uint16_t major, uint16_t minor)
{
	if ((major == 2 && minor < 3) || major == 543)
		return SIZES_SWAPPED;
	return major == 2 && minor == 3 ? SIZES_EITHER : SIZES_IN_ORDER;
}

static enum status open(struct capture *capture, struct error *error)
{
	enum status status = block_reader_need(&capture->reader, HEAD_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	struct pcap *pcap = memory_new(sizeof *pcap);

	if (!pcap)
		return error_no_memory(error);
	capture->state = pcap;
	const uint8_t *head = block_reader_take(&capture->reader, HEAD_SIZE).data;

	pcap->big = is_magic(capture_u32(head, true));
	uint32_t magic = capture_u32(head, pcap->big);

	pcap->nano = magic == (uint32_t)MAGIC_NANO;
	pcap->record_size = magic == (uint32_t)MAGIC_PATCHED ? PATCHED_RECORD_SIZE : RECORD_SIZE;
	pcap->sizes = sizes_of(capture_u16(head + 4, pcap->big), capture_u16(head + 6, pcap->big));
	pcap->snap_length = capture_u32(head + 16, pcap->big);
	pcap->link_type = capture_u32(head + 20, pcap->big) & 0xffff; /* above: length of the FCS */
	return STATUS_OK;
}

/* Whether a size over the limit is that of a large frame and not of a broken record. */
static bool plausible(const struct pcap *pcap, uint32_t size)
{
	return size <= LIMIT_RECORD_SIZE && (pcap->snap_length == 0 || size <= pcap->snap_length);
}

/* A record whose frame is too large to be given. */
static enum status skip(struct capture *capture, size_t record_size, uint32_t size, struct error *error)
{
	enum status status = block_reader_skip(&capture->reader, record_size + (uint64_t)size, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	capture->number++;
	capture_skipped(capture);
	return STATUS_OK;
}

static enum status next(struct capture *capture, struct frame *ret_frame, struct error *error)
{
	const struct pcap *pcap = capture->state;
	struct block_reader *reader = &capture->reader;

	for (;;) {
		capture->record_at = reader->offset;
		enum status status = block_reader_need(reader, pcap->record_size, error);

		if (status != STATUS_OK)
			return capture_ended(capture, status, true);
		const uint8_t *record = reader->window.data;
		uint32_t seconds = capture_u32(record, pcap->big);
		uint32_t fraction = capture_u32(record + 4, pcap->big);
		uint32_t size = capture_u32(record + 8, pcap->big);
		uint32_t wire_size = capture_u32(record + 12, pcap->big);

		if (pcap->sizes == SIZES_SWAPPED || (pcap->sizes == SIZES_EITHER && size > wire_size)) {
			uint32_t other = size;

			size = wire_size;
			wire_size = other;
		}
		if (size > LIMIT_FRAME_SIZE && !plausible(pcap, size))
			return capture_give_up(capture, "a record of impossible size");
		if (size > LIMIT_FRAME_SIZE) {
			status = skip(capture, pcap->record_size, size, error);
			if (status != STATUS_OK)
				return status;
			continue;
		}
		status = block_reader_need(reader, pcap->record_size + size, error);
		if (status != STATUS_OK)
			return capture_ended(capture, status, false);
		block_reader_take(reader, pcap->record_size);
		*ret_frame = (struct frame){
			.data = block_reader_take(reader, size),
			.wire_size = wire_size,
			.time = seconds * INSTANT_SECOND + (instant)fraction * (pcap->nano ? 1 : 1000),
			.link_type = pcap->link_type,
		};
		return STATUS_OK;
	}
}

static void close(struct capture *capture)
{
	free(capture->state);
}

const struct capture_format capture_format_pcap = {
	.names = { "pcap", "pcap+gzip", "pcap+zstd" },
	.recognise = recognise,
	.open = open,
	.next = next,
	.close = close,
};
