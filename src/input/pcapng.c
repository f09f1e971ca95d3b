/* SPDX-License-Identifier: Apache-2.0 */
/* pcapng (draft-ietf-opsawg-pcapng): blocks of type (4), size (4), body, size again (4), padded to
 * four bytes; most bodies end with options of code (2), size (2), value. A section header says the
 * byte order of all that follows up to the next one and forgets the interfaces. Read: interfaces,
 * packets of all three kinds, statistics (packets lost), names, secrets, comments. Skipped: custom
 * and unknown blocks; hashes, flags, filters and system names in options. */
#include "input/capture_format.h"

#include "base/cursor.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum block_type {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET_OBSOLETE = 2,
	BLOCK_PACKET_SIMPLE = 3,
	BLOCK_NAMES = 4,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
	BLOCK_SECRETS = 10,
};

enum option_code {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_STATISTICS_DROPPED_BY_INTERFACE = 5,
	OPTION_STATISTICS_DROPPED_BY_SYSTEM = 7,
	OPTION_INTERFACE_RESOLUTION = 9,
	OPTION_INTERFACE_OFFSET = 14,
};

enum { BLOCK_EMPTY_SIZE = 12, BYTE_ORDER_MAGIC = 0x1a2b3c4d, NAME_IPV4 = 1, NAME_IPV6 = 2 };

struct interface {
	uint32_t link_type, snap_length;
	uint32_t multiplier; /* nanoseconds in a unit of time, or 0: see `resolution` */
	uint8_t resolution;  /* if_tsresol */
	int64_t offset;	     /* seconds */
	uint64_t dropped;
};

struct pcapng {
	bool big;
	struct interface *interfaces;
	size_t count, room;
};

static bool recognise(struct bytes first)
{
	if (first.size < BLOCK_EMPTY_SIZE || capture_u32(first.data, true) != BLOCK_SECTION)
		return false;
	return capture_u32(first.data + 8, true) == BYTE_ORDER_MAGIC ||
	       capture_u32(first.data + 8, false) == BYTE_ORDER_MAGIC;
}

static enum status open(struct capture *capture, struct error *error)
{
	capture->state = memory_new(sizeof(struct pcapng));
	return capture->state ? STATUS_OK : error_no_memory(error);
}

static void close(struct capture *capture)
{
	struct pcapng *pcapng = capture->state;

	if (pcapng)
		free(pcapng->interfaces);
	free(pcapng);
}

static uint16_t read_u16(struct cursor *cursor, bool big)
{
	return big ? cursor_be16(cursor) : cursor_le16(cursor);
}

static uint32_t read_u32(struct cursor *cursor, bool big)
{
	return big ? cursor_be32(cursor) : cursor_le32(cursor);
}

static uint64_t read_u64(struct cursor *cursor, bool big)
{
	return big ? cursor_be64(cursor) : cursor_le64(cursor);
}

/* The next option; false behind the last one. */
static bool next_option(struct cursor *options, bool big, uint16_t *ret_code, struct bytes *ret_value)
{
	uint16_t code = read_u16(options, big), size = read_u16(options, big);
	struct bytes value = cursor_take(options, size);

	if (!cursor_ok(options) || code == OPTION_END)
		return false;
	cursor_skip(options, -size & 3u);
	*ret_code = code;
	*ret_value = value;
	return true;
}

static void tell_comments(const struct capture *capture, struct cursor options, bool big)
{
	uint16_t code;
	struct bytes value;

	while (next_option(&options, big, &code, &value))
		if (code == OPTION_COMMENT && capture->listener.comment)
			capture->listener.comment(capture->listener.self, value);
}

/* The first comment of a packet; further ones are told as the section's are. */
static struct bytes packet_comment(const struct capture *capture, struct cursor options, bool big)
{
	struct bytes comment = BYTES_EMPTY, value;
	uint16_t code;

	while (next_option(&options, big, &code, &value)) {
		if (code != OPTION_COMMENT)
			continue;
		if (comment.data == NULL)
			comment = value;
		else if (capture->listener.comment)
			capture->listener.comment(capture->listener.self, value);
	}
	return comment;
}

static void read_section(struct capture *capture, struct cursor body)
{
	struct pcapng *pcapng = capture->state;

	pcapng->count = 0;
	cursor_skip(&body, 4 + 4 + 8); /* byte order, version, size of the section: not needed */
	tell_comments(capture, body, pcapng->big);
}

static uint32_t multiplier_of(uint8_t resolution)
{
	static const uint32_t nanoseconds[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
						10000,	    1000,      100,	 10,	  1 };

	return resolution < sizeof nanoseconds / sizeof *nanoseconds ? nanoseconds[resolution] : 0;
}

static enum status read_interface(struct capture *capture, struct cursor body, struct error *error)
{
	struct pcapng *pcapng = capture->state;
	struct interface interface = { .link_type = read_u16(&body, pcapng->big), .resolution = 6 };
	uint16_t code;
	struct bytes value;

	cursor_skip(&body, 2);
	interface.snap_length = read_u32(&body, pcapng->big);
	if (!cursor_ok(&body))
		return capture_give_up(capture, "an interface block that is too short");
	tell_comments(capture, body, pcapng->big);
	while (next_option(&body, pcapng->big, &code, &value)) {
		struct cursor number = cursor_over(value);

		if (code == OPTION_INTERFACE_RESOLUTION && value.size == 1)
			interface.resolution = cursor_u8(&number);
		else if (code == OPTION_INTERFACE_OFFSET && value.size == 8)
			interface.offset = (int64_t)read_u64(&number, pcapng->big);
	}
	interface.multiplier = multiplier_of(interface.resolution);
	if (pcapng->count == LIMIT_INTERFACES)
		return capture_give_up(capture, "more interfaces than the limit");
	if (pcapng->count == pcapng->room) {
		size_t room = pcapng->room ? 2 * pcapng->room : 4;
		struct interface *more = memory_resize(pcapng->interfaces, room, sizeof *more);

		if (!more)
			return error_no_memory(error);
		pcapng->interfaces = more;
		pcapng->room = room;
	}
	pcapng->interfaces[pcapng->count++] = interface;
	return STATUS_OK;
}

/* A time in units that are no decimal fraction of a second down to the nanosecond. */
static __int128 nanoseconds_of(uint8_t resolution, uint64_t units)
{
	unsigned power = resolution & 0x7f;

	if (resolution & 0x80)
		return ((__int128)units * INSTANT_SECOND) >> power;
	for (; power > 9 && units; power--)
		units /= 10;
	return units;
}

static instant time_of(const struct interface *interface, uint64_t units)
{
	__int128 time = interface->multiplier ? (__int128)units * interface->multiplier
					      : nanoseconds_of(interface->resolution, units);

	time += (__int128)interface->offset * INSTANT_SECOND;
	if (time > INT64_MAX)
		return INT64_MAX;
	return time <= INT64_MIN ? INT64_MIN + 1 : (instant)time;
}

/* Fills in what all kinds of packet block share. `body` stands at the frame. */
static enum status give_frame(struct capture *capture, const struct interface *interface, struct cursor *body,
			      uint32_t size, uint32_t wire_size, struct frame *ret_frame)
{
	ret_frame->data = cursor_take(body, size);
	if (!cursor_ok(body))
		return capture_give_up(capture, "a packet larger than its block");
	ret_frame->wire_size = wire_size;
	ret_frame->link_type = interface->link_type;
	return STATUS_OK;
}

/* A packet block, of the current kind or the obsolete one, which counts lost packets in two bytes. */
static enum status read_packet(struct capture *capture, struct cursor body, bool obsolete,
			       struct frame *ret_frame)
{
	const struct pcapng *pcapng = capture->state;
	bool big = pcapng->big;
	uint32_t number = obsolete ? read_u16(&body, big) : read_u32(&body, big);

	if (obsolete)
		cursor_skip(&body, 2);
	uint64_t time = (uint64_t)read_u32(&body, big) << 32;

	time |= read_u32(&body, big);
	uint32_t size = read_u32(&body, big), wire_size = read_u32(&body, big);

	if (!cursor_ok(&body))
		return capture_give_up(capture, "a packet block that is too short");
	if (number >= pcapng->count)
		return capture_give_up(capture, "a packet of an interface that was not described");
	const struct interface *interface = &pcapng->interfaces[number];
	enum status status = give_frame(capture, interface, &body, size, wire_size, ret_frame);

	if (status != STATUS_OK)
		return status;
	ret_frame->time = time_of(interface, time);
	cursor_skip(&body, -size & 3u);
	if (cursor_left(&body) >= 8) /* an option with a value, and the end */
		ret_frame->comment = packet_comment(capture, body, big);
	return STATUS_OK;
}

static enum status read_simple_packet(struct capture *capture, struct cursor body, struct frame *ret_frame)
{
	const struct pcapng *pcapng = capture->state;
	uint32_t wire_size = read_u32(&body, pcapng->big), size = wire_size;

	if (!cursor_ok(&body))
		return capture_give_up(capture, "a packet block that is too short");
	if (pcapng->count == 0)
		return capture_give_up(capture, "a packet of an interface that was not described");
	const struct interface *interface = &pcapng->interfaces[0];

	if (interface->snap_length && size > interface->snap_length)
		size = interface->snap_length;
	ret_frame->time = capture->last;
	return give_frame(capture, interface, &body, size, wire_size, ret_frame);
}

static void read_statistics(struct capture *capture, struct cursor body)
{
	struct pcapng *pcapng = capture->state;
	uint32_t number = read_u32(&body, pcapng->big);
	uint64_t dropped = 0;
	uint16_t code;
	struct bytes value;

	cursor_skip(&body, 8); /* when */
	if (!cursor_ok(&body) || number >= pcapng->count)
		return;
	while (next_option(&body, pcapng->big, &code, &value)) {
		struct cursor counter = cursor_over(value);

		if ((code == OPTION_STATISTICS_DROPPED_BY_INTERFACE ||
		     code == OPTION_STATISTICS_DROPPED_BY_SYSTEM) &&
		    value.size == 8)
			dropped += read_u64(&counter, pcapng->big);
	}
	/* They count from the start of the capture: the last block stands for all. */
	capture->summary.dropped += dropped - pcapng->interfaces[number].dropped;
	pcapng->interfaces[number].dropped = dropped;
}

/* Records of type (2), size (2), an address and the names for it, each with a NUL. */
static void read_names(const struct capture *capture, struct cursor body)
{
	const struct pcapng *pcapng = capture->state;
	uint16_t type;
	struct bytes value;

	while (capture->listener.name && next_option(&body, pcapng->big, &type, &value)) {
		size_t size = type == NAME_IPV4 ? 4 : type == NAME_IPV6 ? 16 : value.size;
		struct bytes address = bytes_slice(value, 0, size), names = bytes_from(value, size);

		while (names.size) {
			struct bytes name = bytes_split(&names, 0);

			if (name.size)
				capture->listener.name(capture->listener.self, address, name);
		}
	}
}

static void read_secrets(const struct capture *capture, struct cursor body)
{
	const struct pcapng *pcapng = capture->state;
	uint32_t type = read_u32(&body, pcapng->big), size = read_u32(&body, pcapng->big);
	struct bytes secrets = cursor_take(&body, size);

	if (cursor_ok(&body) && capture->listener.secrets)
		capture->listener.secrets(capture->listener.self, type, secrets);
}

struct block {
	uint32_t type, size;
	struct cursor body;
};

static bool is_packet(uint32_t type)
{
	return type == BLOCK_PACKET || type == BLOCK_PACKET_SIMPLE || type == BLOCK_PACKET_OBSOLETE;
}

static enum status skip(struct capture *capture, const struct block *block, struct error *error)
{
	enum status status = block_reader_skip(&capture->reader, block->size, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	capture->number += is_packet(block->type);
	capture_skipped(capture);
	return STATUS_OK;
}

/* Takes the next block. One over the limit is skipped and given as a type that nobody reads. */
static enum status take_block(struct capture *capture, struct block *ret_block, struct error *error)
{
	struct pcapng *pcapng = capture->state;
	struct block_reader *reader = &capture->reader;

	capture->record_at = reader->offset;
	enum status status = block_reader_need(reader, BLOCK_EMPTY_SIZE, error);

	if (status != STATUS_OK)
		return capture_ended(capture, status, true);
	const uint8_t *start = reader->window.data;

	if (capture_u32(start, true) == BLOCK_SECTION) {
		if (!recognise(reader->window))
			return capture_give_up(capture, "a section of unknown byte order");
		pcapng->big = capture_u32(start + 8, true) == BYTE_ORDER_MAGIC;
	}
	struct block block = { .type = capture_u32(start, pcapng->big),
			       .size = capture_u32(start + 4, pcapng->big) };

	if (block.size < BLOCK_EMPTY_SIZE || block.size % 4 || block.size > LIMIT_RECORD_SIZE)
		return capture_give_up(capture, "a block of impossible size");
	if (block.size > LIMIT_BLOCK_SIZE) {
		status = skip(capture, &block, error);
		*ret_block = (struct block){ 0 };
		return status;
	}
	status = block_reader_need(reader, block.size, error);
	if (status != STATUS_OK)
		return capture_ended(capture, status, false);
	struct bytes whole = block_reader_take(reader, block.size);

	if (capture_u32(whole.data + whole.size - 4, pcapng->big) != block.size)
		return capture_give_up(capture, "a block whose two sizes differ");
	block.body = cursor_over(bytes_slice(whole, 8, whole.size - BLOCK_EMPTY_SIZE));
	*ret_block = block;
	return STATUS_OK;
}

static enum status read_block(struct capture *capture, const struct block *block, struct frame *ret_frame,
			      struct error *error)
{
	switch (block->type) {
	case BLOCK_PACKET:
		return read_packet(capture, block->body, false, ret_frame);
	case BLOCK_PACKET_OBSOLETE:
		return read_packet(capture, block->body, true, ret_frame);
	case BLOCK_PACKET_SIMPLE:
		return read_simple_packet(capture, block->body, ret_frame);
	case BLOCK_INTERFACE:
		return read_interface(capture, block->body, error);
	case BLOCK_SECTION:
		read_section(capture, block->body);
		break;
	case BLOCK_STATISTICS:
		read_statistics(capture, block->body);
		break;
	case BLOCK_NAMES:
		read_names(capture, block->body);
		break;
	case BLOCK_SECRETS:
		read_secrets(capture, block->body);
		break;
	default:
		break;
	}
	return STATUS_OK;
}

static enum status next(struct capture *capture, struct frame *ret_frame, struct error *error)
{
	for (;;) {
		struct block block = { 0 };
		enum status status = take_block(capture, &block, error);

		if (status == STATUS_OK)
			status = read_block(capture, &block, ret_frame, error);
		if (status != STATUS_OK)
			return status;
		if (!is_packet(block.type))
			continue;
		if (ret_frame->data.size <= LIMIT_FRAME_SIZE)
			return STATUS_OK;
		capture->number++;
		capture_skipped(capture);
		*ret_frame = (struct frame){ 0 };
	}
}

const struct capture_format capture_format_pcapng = {
	.names = { "pcapng", "pcapng+gzip", "pcapng+zstd" },
	.recognise = recognise,
	.open = open,
	.next = next,
	.close = close,
};
