/* SPDX-License-Identifier: Apache-2.0 */
/* GT06, the binary protocol of Concox, Jimi and those who copy them, over TCP (GPS Tracker Communication
 * Protocol V1.8; Traccar's decoder `gt06`):
 *
 *     7878  size (1)  number  content  serial (2)  CRC-ITU (2)  0d0a       size: from the number to the CRC
 *     7979  size (2)  …
 *
 * A terminal begins with its IMEI in BCD, and sends its place with the radio cell beside it. Left out: what
 * makers add for vehicles (fuel, doors, temperature). */
#include "protocol/application/tracker.h"

struct gt06 {
	bool proven, lost[2];
};

struct frame {
	uint8_t number;
	struct bytes content, whole;
};

/* FRAME_BROKEN: framed as one is, but the CRC is another. */
enum found { FRAME_READ, FRAME_NOT_THERE, FRAME_BROKEN, FRAME_NONE };

/* CRC-16 of ISO/IEC 13239 (X.25), bit by bit: frames are small. */
static uint16_t sum_of(struct bytes bytes)
{
	unsigned sum = 0xffff;

	for (size_t i = 0; i < bytes.size; i++) {
		sum ^= bytes.data[i];
		for (unsigned bit = 0; bit < 8; bit++)
			sum = sum & 1 ? sum >> 1 ^ 0x8408 : sum >> 1;
	}
	return (uint16_t)~sum;
}

static enum found find_frame(struct bytes bytes, struct frame *ret_frame, size_t *ret_wanted)
{
	struct cursor cursor = cursor_over(bytes);
	uint16_t mark = cursor_be16(&cursor);
	bool longer = mark == 0x7979;
	size_t head = longer ? 4 : 3, size = cursor_be(&cursor, longer ? 2 : 1);

	*ret_wanted = 0;
	if (bytes.size < head)
		return !bytes.size || bytes.data[0] == 0x78 || bytes.data[0] == 0x79 ? FRAME_NOT_THERE
										     : FRAME_NONE;
	if ((mark != 0x7878 && !longer) || size < 5 || size > 4096)
		return FRAME_NONE;
	*ret_wanted = head + size + 2;
	struct bytes body = cursor_take(&cursor, size);
	uint16_t end = cursor_be16(&cursor);

	if (!cursor_ok(&cursor))
		return FRAME_NOT_THERE;
	struct cursor sum = cursor_over(bytes_from(body, size - 2));

	if (end != 0x0d0a)
		return FRAME_NONE;
	if (cursor_be16(&sum) != sum_of(bytes_slice(bytes, 2, head - 2 + size - 2)))
		return FRAME_BROKEN;
	*ret_frame = (struct frame){ body.data[0], bytes_slice(body, 1, size - 5),
				     bytes_slice(bytes, 0, *ret_wanted) };
	return FRAME_READ;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct frame frame;
	size_t wanted;

	(void)direction;
	return find_frame(first, &frame, &wanted) == FRAME_READ ? 16 + 16 + 16 + 8 : 0;
}

/* A place: satellites (1), latitude (4), longitude (4) in 30,000ths of a minute, speed (1), direction and
 * signs (2). */
static void take_place(struct cursor *cursor, struct members *members)
{
	cursor_skip(cursor, 1);
	int64_t latitude = cursor_be32(cursor), longitude = cursor_be32(cursor);

	cursor_skip(cursor, 1);
	uint16_t flags = cursor_be16(cursor);

	if (!cursor_ok(cursor))
		return;
	latitude = (latitude * 5 + 4) / 9;
	longitude = (longitude * 5 + 4) / 9;
	members_position(members, flags & 0x0400 ? latitude : -latitude,
			 flags & 0x0800 ? -longitude : longitude);
}

/* A cell: country (2), network (1), area (2), cell (3). */
static void take_cell(struct cursor *cursor, unsigned country, unsigned network, struct members *members)
{
	unsigned area = cursor_be16(cursor), cell = cursor_be24(cursor);

	if (!cursor_ok(cursor) || country < 200 || country > 799 || !area || !cell)
		return;
	members_open(members, "baseStation");
	members_append(members, "%u,%u,%u,%u", country, network, area, cell);
	members_close(members);
}

/* The cells that a terminal hears, and the access points: address (6), strength (1). */
static void read_surroundings(struct cursor *cursor, unsigned cells, bool access_points,
			      struct members *members)
{
	cursor_skip(cursor, 6);
	unsigned country = cursor_be16(cursor), network = cursor_u8(cursor);

	for (unsigned i = 0; i < cells; i++) {
		take_cell(cursor, country, network, members);
		cursor_skip(cursor, 1);
	}
	cursor_skip(cursor, 1);
	unsigned count = access_points ? cursor_u8(cursor) : 0;

	if (!cursor_ok(cursor) || !count)
		return;
	members_open(members, "wifiList");
	for (unsigned i = 0; i < count && cursor_left(cursor) >= 7; i++) {
		struct bytes mac = cursor_take(cursor, 6);

		members_append(members, "%s%02x:%02x:%02x:%02x:%02x:%02x", i ? "|" : "", mac.data[0],
			       mac.data[1], mac.data[2], mac.data[3], mac.data[4], mac.data[5]);
		cursor_skip(cursor, 1);
	}
	members_close(members);
}

static void read_content(const struct frame *frame, struct members *members)
{
	struct cursor cursor = cursor_over(frame->content);
	unsigned country, network;

	switch (frame->number) {
	case 0x01: /* login */
		members_bcd(members, "imei", cursor_take(&cursor, 8));
		break;
	case 0x10: /* place */
	case 0x11:
	case 0x12: /* place and cell */
	case 0x16: /* the same with an alarm */
	case 0x22:
	case 0x26:
	case 0x27:
		cursor_skip(&cursor, 6);
		take_place(&cursor, members);
		cursor_skip(&cursor, frame->number == 0x16 || frame->number >= 0x26);
		country = cursor_be16(&cursor);
		network = cursor_u8(&cursor);
		if (frame->number != 0x10)
			take_cell(&cursor, country, network, members);
		break;
	case 0x18:
	case 0x28: /* cells */
		read_surroundings(&cursor, 7, false, members);
		break;
	case 0x2c: /* cells and access points */
		read_surroundings(&cursor, 7, true, members);
		break;
	case 0x94: /* what the terminal is */
		if (cursor_u8(&cursor) == 0x0a) {
			members_bcd(members, "imei", cursor_take(&cursor, 8));
			members_bcd(members, "imsi", cursor_take(&cursor, 8));
			members_bcd(members, "iccid", cursor_take(&cursor, 10));
		}
		break;
	case 0x15:
	case 0x21:
	case 0x80: /* a command in words, and its answer */
		cursor_skip(&cursor, 5);
		members_text(members, "command", cursor.rest);
		break;
	}
}

static struct bytes name_of(uint8_t number)
{
	switch (number) {
	case 0x01:
		return BYTES("login");
	case 0x10:
	case 0x11:
	case 0x12:
	case 0x22:
		return BYTES("position");
	case 0x13:
	case 0x23:
		return BYTES("heartbeat");
	case 0x16:
	case 0x26:
	case 0x27:
		return BYTES("alarm");
	case 0x18:
	case 0x28:
	case 0x2c:
		return BYTES("surroundings");
	case 0x15:
	case 0x21:
	case 0x80:
		return BYTES("command");
	case 0x94:
		return BYTES("information");
	default:
		return BYTES_EMPTY;
	}
}

static void read_frame(const struct frame *frame, struct observer *observer)
{
	const struct message message = { .part = BYTES("payload"), .method = name_of(frame->number) };
	struct members members;

	members_begin(&members);
	read_content(frame, &members);
	members_say(&members, &message, frame->whole, observer);
	if (!message.method.size && frame->content.size >= 8)
		observer_content(observer, &message, frame->content, frame->content);
}

/* Where the next frame may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	struct frame frame;
	size_t wanted, at = 1;

	while (at < bytes.size && find_frame(bytes_from(bytes, at), &frame, &wanted) == FRAME_NONE)
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct gt06 *gt06 = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		struct frame frame;
		size_t wanted = 0;
		enum found found = find_frame(bytes, &frame, &wanted);

		if (found == FRAME_READ) {
			gt06->proven = true;
			gt06->lost[direction] = false;
			cursor_skip(&stream->unread, frame.whole.size);
			read_frame(&frame, observer);
		} else if (found == FRAME_NOT_THERE && !stream->ended && !stream->full) {
			stream->wanted = wanted;
			return DECODED;
		} else if (!gt06->proven) {
			return DECODED_NOT_MINE;
		} else {
			/* A broken one is passed over whole: inside it the next may be found that is none. */
			tracker_pass(stream, "gt06", found == FRAME_BROKEN ? wanted : next_start(bytes),
				     found == FRAME_NOT_THERE || gt06->lost[direction], observer);
		}
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct gt06 *gt06 = state;

	(void)size;
	(void)observer;
	gt06->lost[direction] = true;
}

const struct app_decoder app_decoder_gt06 = {
	.name = "gt06",
	.specification = "GPS Tracker Communication Protocol (Concox GT06)",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5023 },
						  { SELECT_UDP_PORT, 5023 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct gt06),
	.bid = bid,
	.decode = decode,
	.gap = gap,
};
