/* SPDX-License-Identifier: Apache-2.0 */
/* JT/T 808: terminals of vehicles, and the trackers and watches that speak like them; over TCP or UDP.
 * Editions of 2011, 2013 and 2019.
 *
 *     7e  header  body  checksum (XOR of both)  7e       within, 7e is sent as 7d 02 and 7d as 7d 01
 *
 *     header: number of the message (2), attributes (2), [version (1), since 2019], telephone number of the
 *     terminal in BCD (6; 10 since 2019), serial (2), [packets (2), which (2)]
 *     attributes: size of the body (10 bits), encryption (3), in packets (1), edition of 2019 (1)
 *
 * Left out: what is encrypted by RSA, and the numbers that makers add for themselves, of which those that
 * trackers use for cells and access points are read. */
#include "protocol/application/jtt808.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum {
	FRAME_LEAST = 2 + 12,			/* offset of the second flag of the shortest */
	FRAME_MOST = 21 + 1023 + 1,		/* without the two flags, nothing escaped */
	RAW_MOST = 2 + 2 * FRAME_MOST,		/* with them, everything escaped */
	PARTS_MOST = LIMIT_JTT808_JOINED / 512, /* packets are about as large as they may be */
};
enum { FLAG = 0x7e, ESCAPE = 0x7d };
enum { BODY_SIZE = 0x3ff, BODY_ENCRYPTED = 0x1c00, BODY_IN_PACKETS = 0x2000, BODY_NEWER = 0x4000 };

struct header {
	uint16_t id, attributes, serial, total, which;
	struct bytes phone, body;
	bool checked; /* size and checksum are right */
};

/* Undoes the escapes; SIZE_MAX where there is a wrong one or too much. */
static size_t unescape(struct bytes raw, uint8_t frame[FRAME_MOST])
{
	size_t size = 0;

	for (size_t i = 0; i < raw.size; i++) {
		uint8_t byte = raw.data[i];

		if (byte == ESCAPE) {
			if (++i == raw.size)
				return size;
			if (raw.data[i] != 1 && raw.data[i] != 2)
				return SIZE_MAX;
			byte = (uint8_t)(ESCAPE - 1 + raw.data[i]);
		}
		if (size == FRAME_MOST)
			return SIZE_MAX;
		frame[size++] = byte;
	}
	return size;
}

static bool all_digits(struct bytes bcd)
{
	for (size_t i = 0; i < bcd.size; i++)
		if (bcd.data[i] >> 4 > 9 || (bcd.data[i] & 15) > 9)
			return false;
	return bcd.size != 0;
}

/* Reads the header; false where it can be none. */
static bool read_header(struct bytes frame, struct header *ret_header)
{
	struct cursor cursor = cursor_over(frame);
	struct header header = { .id = cursor_be16(&cursor), .attributes = cursor_be16(&cursor) };
	bool newer = header.attributes & BODY_NEWER;
	uint8_t sum = 0;

	cursor_skip(&cursor, newer);
	header.phone = cursor_take(&cursor, newer ? 10 : 6);
	header.serial = cursor_be16(&cursor);
	if (header.attributes & BODY_IN_PACKETS) {
		header.total = cursor_be16(&cursor);
		header.which = cursor_be16(&cursor);
	}
	if (!cursor_ok(&cursor) || !all_digits(header.phone) || header.attributes & 0x8000)
		return false;
	for (size_t i = 0; i < frame.size; i++)
		sum ^= frame.data[i];
	size_t size = header.attributes & BODY_SIZE;

	header.body = bytes_slice(cursor.rest, 0, size);
	header.checked = sum == 0 && cursor_left(&cursor) == size + 1;
	*ret_header = header;
	return true;
}

/* Where the frame that starts `bytes` ends: offset of its second flag, or SIZE_MAX. */
static size_t frame_end(struct bytes bytes)
{
	size_t end = bytes_find_byte(bytes_slice(bytes_from(bytes, 1), 0, RAW_MOST), FLAG);

	return end == SIZE_MAX ? end : end + 1;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	uint8_t frame[FRAME_MOST];
	struct header header;

	(void)direction;
	while (first.size >= 2 && first.data[0] == FLAG && first.data[1] == FLAG)
		first = bytes_from(first, 1);
	if (first.size < 15 || first.data[0] != FLAG)
		return 0;
	size_t end = frame_end(first);
	size_t size = unescape(end == SIZE_MAX ? bytes_from(first, 1) : bytes_slice(first, 1, end - 1),
			       frame);

	if (size == SIZE_MAX || !read_header((struct bytes){ frame, size }, &header))
		return 0;
	if (end != SIZE_MAX)
		return header.checked ? 8 + 8 + 8 + 10 + 8 : 0;
	/* It is longer than what is there: the number must be one of some sixty. */
	return jtt808_knows(header.id) && (header.attributes & BODY_SIZE) + 32u > size ? 8 + 10 + 8 : 0;
}

/* ---- messages in packets ---- */

static void joined_free(struct jtt808_joined *joined, struct observer *observer)
{
	observer_give_back(observer, joined->data.size);
	buffer_free(&joined->data);
	free(joined->parts);
	*joined = (struct jtt808_joined){ .is = false };
}

/* Hands on what there is of a message: all of it, or what stands before the first packet that is missing. */
static bool joined_read(struct jtt808 *jtt808, struct jtt808_joined *joined,
			const struct jtt808_message *like, struct observer *observer)
{
	struct buffer whole = buffer_of(LIMIT_JTT808_JOINED);
	struct jtt808_message message = *like;
	bool right = true;
	size_t part = 0;

	for (; part < joined->part_count && joined->parts[part].which == part + 1; part++)
		if (!buffer_append(&whole, bytes_slice(buffer_bytes(&joined->data),
						       joined->parts[part].offset, joined->parts[part].size)))
			observer_out_of_memory(observer);
	message.id = joined->id;
	message.direction = joined->direction;
	message.incomplete = part < joined->total;
	message.body = buffer_bytes(&whole);
	if (message.incomplete)
		observer_undecoded(observer, "jtt808", "cut", "packets of a message are missing",
				   joined->data.size - whole.size, like->where);
	if (whole.size)
		right = jtt808_read(jtt808, &message, observer);
	buffer_free(&whole);
	joined_free(joined, observer);
	return right;
}

static struct jtt808_joined *joined_find(struct jtt808 *jtt808, const struct header *header,
					 const struct jtt808_message *message, struct observer *observer)
{
	uint16_t first = (uint16_t)(header->serial - (header->which - 1));
	struct jtt808_joined *oldest = &jtt808->joined[0];

	for (unsigned i = 0; i < JTT808_JOINED; i++) {
		struct jtt808_joined *joined = &jtt808->joined[i];

		if (joined->is && joined->id == header->id && joined->total == header->total &&
		    joined->direction == message->direction && joined->first_serial == first)
			return joined;
		if (!joined->is || (oldest->is && joined->age < oldest->age))
			oldest = joined;
	}
	if (oldest->is)
		(void)joined_read(jtt808, oldest, message, observer);
	*oldest = (struct jtt808_joined){
		.is = true,
		.direction = message->direction,
		.id = header->id,
		.first_serial = first,
		.total = header->total,
		.age = ++jtt808->age,
		.data = buffer_of(LIMIT_JTT808_JOINED),
	};
	return oldest;
}

/* Makes room for a packet in the order of the message. NULL: it is there already, or there is no memory. */
static struct jtt808_part *joined_part(struct jtt808_joined *joined, uint16_t which,
				       struct observer *observer)
{
	size_t at = joined->part_count;

	while (at && joined->parts[at - 1].which >= which)
		if (joined->parts[--at].which == which)
			return NULL;
	if (joined->part_count == joined->part_room) {
		size_t room = joined->part_room ? joined->part_room * 2 : 8;
		struct jtt808_part *parts = memory_resize(joined->parts, room, sizeof *parts);

		if (!parts) {
			observer_out_of_memory(observer);
			return NULL;
		}
		joined->parts = parts;
		joined->part_room = room;
	}
	memmove(joined->parts + at + 1, joined->parts + at,
		(joined->part_count - at) * sizeof *joined->parts);
	joined->part_count++;
	joined->parts[at] = (struct jtt808_part){ .which = which };
	return &joined->parts[at];
}

static bool take_packet(struct jtt808 *jtt808, const struct header *header,
			const struct jtt808_message *message, struct observer *observer)
{
	if (header->which == 0 || header->which > header->total)
		return false;
	if (header->total == 1)
		return jtt808_read(jtt808, message, observer);
	if (header->total > PARTS_MOST) {
		observer_limit(observer, "jtt808-joined", LIMIT_JTT808_JOINED);
		return true;
	}
	struct jtt808_joined *joined = joined_find(jtt808, header, message, observer);

	struct jtt808_part *part = joined_part(joined, header->which, observer);

	if (!part)
		return true;
	part->offset = (uint32_t)joined->data.size;
	/* All that all flows keep is too much already. */
	if (!observer_hold(observer, header->body.size))
		return joined_read(jtt808, joined, message, observer);
	if (buffer_append(&joined->data, header->body)) {
		part->size = (uint16_t)header->body.size;
		return joined->part_count < joined->total || joined_read(jtt808, joined, message, observer);
	}
	observer_give_back(observer, header->body.size);
	if (joined->data.failed)
		observer_out_of_memory(observer);
	else
		observer_limit(observer, "jtt808-joined", LIMIT_JTT808_JOINED);
	return joined_read(jtt808, joined, message, observer);
}

/* ---- the stream ---- */

static void say_malformed(struct observer *observer, const char *detail, struct bytes where)
{
	observer_undecoded(observer, "jtt808", "malformed", detail, where.size, where);
}

/* Reads the frame whose second flag is at `end`. False: what the decoder answers is `*ret_decoded`. */
static bool read_frame(struct jtt808 *jtt808, enum direction direction, struct stream *stream, size_t end,
		       struct observer *observer, enum decoded *ret_decoded)
{
	struct bytes raw = bytes_slice(stream->unread.rest, 0, end + 1);
	uint8_t frame[FRAME_MOST];
	size_t size = unescape(bytes_slice(raw, 1, end - 1), frame);
	struct header header;
	bool right;

	if (size == SIZE_MAX || !read_header((struct bytes){ frame, size }, &header) || !header.checked) {
		*ret_decoded = DECODED_NOT_MINE;
		if (!jtt808->proven)
			return false;
		/* The second flag may be the first of the next frame; not where that is too short for one. */
		for (size_t next = end; next > 1 && next < FRAME_LEAST;) {
			next = frame_end(bytes_from(stream->unread.rest, end));
			end += next > 1 && next < FRAME_LEAST ? next : 0;
		}
		struct bytes passed = cursor_take(&stream->unread, end);

		say_malformed(observer, "size, checksum or telephone number of the header is wrong", passed);
		return true;
	}
	jtt808->proven = true;
	if (header.attributes & BODY_ENCRYPTED) {
		observer_undecoded(observer, "jtt808", "encrypted",
				   "by RSA: the key of the side that receives it would decide", raw.size,
				   raw);
		stream->skip = raw.size;
		stream->skip_as = OPAQUE;
		*ret_decoded = DECODED;
		return false;
	}
	struct jtt808_message message = {
		.id = header.id,
		.newer = header.attributes & BODY_NEWER,
		.direction = direction,
		.phone = header.phone,
		.body = header.body,
		.where = raw,
	};

	cursor_skip(&stream->unread, raw.size);
	if (header.attributes & BODY_IN_PACKETS)
		right = take_packet(jtt808, &header, &message, observer);
	else
		right = jtt808_read(jtt808, &message, observer);
	if (!right)
		say_malformed(observer, "the body is broken", raw);
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct jtt808 *jtt808 = state;
	enum decoded decoded = DECODED;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		size_t next = bytes_find_byte(bytes, FLAG);

		if (next != 0) {
			struct bytes wrong = cursor_take(&stream->unread,
							 next < bytes.size ? next : bytes.size);

			if (!jtt808->proven)
				return DECODED_NOT_MINE;
			observer_undecoded(observer, "jtt808", jtt808->lost[direction] ? "cut" : "malformed",
					   "no frame starts here", wrong.size, wrong);
			jtt808->lost[direction] = false;
			continue;
		}
		size_t end = frame_end(bytes);

		if (end == SIZE_MAX && bytes.size <= RAW_MOST && !stream->ended && !stream->full)
			return DECODED;
		if (end == 1 || (end == SIZE_MAX && bytes.size == 1)) {
			cursor_skip(&stream->unread, 1);
		} else if (end == SIZE_MAX && !jtt808->proven) {
			return DECODED_NOT_MINE;
		} else if (end == SIZE_MAX) {
			observer_undecoded(observer, "jtt808", bytes.size > RAW_MOST ? "malformed" : "cut",
					   "the frame has no end", bytes.size, bytes);
			cursor_skip(&stream->unread, bytes.size > RAW_MOST ? 1 : bytes.size);
		} else if (!read_frame(jtt808, direction, stream, end, observer, &decoded)) {
			return decoded;
		}
	}
	return DECODED;
}

/* Decoding looks for the next flag by itself. */
static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct jtt808 *jtt808 = state;

	(void)size;
	(void)observer;
	jtt808->lost[direction] = true;
}

static void end(void *state, struct observer *observer)
{
	struct jtt808 *jtt808 = state;
	const struct jtt808_message none = { .id = 0 };

	for (unsigned i = 0; i < JTT808_JOINED; i++)
		if (jtt808->joined[i].is)
			(void)joined_read(jtt808, &jtt808->joined[i], &none, observer);
	jtt808_say_login(jtt808, "unknown", observer);
	login_free(&jtt808->login);
}

const struct app_decoder app_decoder_jtt808 = {
	.name = "jtt808",
	.specification = "JT/T 808-2011, -2013, -2019",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 808 },
						  { SELECT_TCP_PORT, 8808 },
						  { SELECT_TCP_PORT, 6808 },
						  { SELECT_UDP_PORT, 808 },
						  { SELECT_UDP_PORT, 8808 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct jtt808),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = end,
};
