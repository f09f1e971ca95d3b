/* SPDX-License-Identifier: Apache-2.0 */
/* The local protocol of devices on Tuya's platform, versions 3.1 to 3.5 (no document of the maker; described
 * by those who took it apart: TinyTuya, TuyAPI): broadcasts on UDP 6666, 6667 and 7000, connections on TCP
 * 6668.
 *
 *     000055aa  serial (4)  command (4)  size (4)  [result (4), from the device]  payload
 *               CRC-32 (4; since 3.4 HMAC-SHA256, 32)  0000aa55            the size counts what follows it
 *     00006699  0 (2)  serial (4)  command (4)  size (4)  nonce (12)  payload  tag (16)  00009966      3.5
 *
 * Payloads are JSON, closed as tuya_key.c says: read where they are in clear or the case has the key, counted
 * as encrypted otherwise. Left out: what a device says while it is given its first Wi-Fi (UDP 6669 and the
 * lengths of empty packets). */
#include "protocol/application/tuya.h"

#include "base/memory.h"
#include "protocol/application/decrypted.h"

#include <stdlib.h>

enum {
	HEADER = 16,
	NEWER_HEADER = 18,
	SUM = 4,
	END = 4,
	/* Largest seen is 4 KB, of a gateway with all its devices. */
	SIZE_MOST = 64 << 10,
};

static const struct bytes start_mark = { (const uint8_t *)"\0\0\x55\xaa", 4 },
			  newer_mark = { (const uint8_t *)"\0\0\x66\x99", 4 };

/* CRC-32 of IEEE 802.3, four bits at a time. */
static uint32_t sum_of(struct bytes bytes)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t sum = UINT32_MAX;

	for (size_t i = 0; i < bytes.size; i++) {
		sum = table[(sum ^ bytes.data[i]) & 15] ^ sum >> 4;
		sum = table[(sum ^ bytes.data[i] >> 4) & 15] ^ sum >> 4;
	}
	return ~sum;
}

enum header { HEADER_READ, HEADER_NOT_THERE, HEADER_BROKEN };

/* How large the frame is that starts `bytes`, from its header. */
static enum header frame_size(struct bytes bytes, size_t *ret_size)
{
	struct cursor cursor = cursor_over(bytes);
	bool newer = bytes_start_with(bytes, newer_mark);
	uint32_t command, size;

	if (bytes.size < 4)
		return HEADER_NOT_THERE;
	if (!newer && !bytes_start_with(bytes, start_mark))
		return HEADER_BROKEN;
	cursor_skip(&cursor, newer ? 10 : 8);
	command = cursor_be32(&cursor);
	size = cursor_be32(&cursor);
	if (!cursor_ok(&cursor))
		return HEADER_NOT_THERE;
	if (command > 0xff || size > SIZE_MOST || size < (newer ? CIPHER_NONCE + CIPHER_BLOCK : SUM + END))
		return HEADER_BROKEN;
	*ret_size = newer ? NEWER_HEADER + size + END : HEADER + size;
	return HEADER_READ;
}

static bool ends_right(struct bytes whole)
{
	return bytes_end_with(whole, bytes_start_with(whole, newer_mark)
					     ? (struct bytes){ (const uint8_t *)"\0\0\x99\x66", 4 }
					     : (struct bytes){ (const uint8_t *)"\0\0\xaa\x55", 4 });
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = 0;

	(void)direction;
	if (frame_size(first, &size) != HEADER_READ)
		return 0;
	if (first.size < size)
		return 32 + 24 + 16;
	return ends_right(bytes_slice(first, 0, size)) ? 32 + 24 + 32 : 0;
}

/* Takes a whole frame apart; false where it cannot be one. */
static bool split_frame(struct bytes whole, struct tuya_frame *ret_frame)
{
	struct cursor cursor = cursor_over(whole);
	struct tuya_frame frame = { .whole = whole, .newer = bytes_start_with(whole, newer_mark) };

	if (!ends_right(whole))
		return false;
	cursor_skip(&cursor, frame.newer ? 10 : 8);
	frame.command = cursor_be32(&cursor);
	cursor_skip(&cursor, 4);
	struct bytes rest = bytes_slice(cursor.rest, 0, cursor_left(&cursor) - END);

	if (frame.newer) {
		frame.about = bytes_slice(whole, 4, NEWER_HEADER - 4);
		frame.nonce = rest.data;
		frame.payload = bytes_slice(rest, CIPHER_NONCE, rest.size - CIPHER_NONCE - CIPHER_BLOCK);
		frame.tag = bytes_from(rest, rest.size - CIPHER_BLOCK);
		*ret_frame = frame;
		return true;
	}
	struct cursor sum = cursor_over(bytes_from(rest, rest.size - SUM));

	frame.summed = cursor_be32(&sum) == sum_of(bytes_slice(whole, 0, whole.size - END - SUM));
	size_t tail = frame.summed ? SUM : HMAC_SIZE;

	if (rest.size < tail)
		return false;
	frame.payload = bytes_slice(rest, 0, rest.size - tail);
	frame.tag = bytes_from(rest, rest.size - tail);
	/* The result that a device puts first is a small number; neither JSON nor a version begins so. */
	if (frame.payload.size >= 4 && !frame.payload.data[0] && !frame.payload.data[1] &&
	    !frame.payload.data[2])
		frame.payload = bytes_from(frame.payload, 4);
	*ret_frame = frame;
	return true;
}

static struct bytes command_name(uint32_t command)
{
	switch (command) {
	case TUYA_START:
	case TUYA_ANSWER:
	case TUYA_FINISH:
		return BYTES("negotiation");
	case 0x07:
	case 0x0d:
		return BYTES("control");
	case 0x08:
		return BYTES("status");
	case 0x09:
		return BYTES("heartbeat");
	case 0x0a:
	case 0x10:
		return BYTES("query");
	case 0x00:
	case 0x13:
	case 0x23:
	case 0x25:
		return BYTES("discovery");
	default:
		return BYTES("other");
	}
}

/* The result (3.5 closes it in) and the version stand before the JSON. */
static struct bytes bare(struct bytes payload)
{
	if (payload.size >= 4 && !payload.data[0] && !payload.data[1] && !payload.data[2])
		payload = bytes_from(payload, 4);
	if (payload.size >= 15 && payload.data[0] == '3' && payload.data[1] == '.')
		payload = bytes_from(payload, 15);
	return payload;
}

static const char *missing_key(const struct tuya *tuya, const struct tuya_frame *frame)
{
	if (frame->summed && !frame->newer)
		return "the device's tuya-local-key in the case would decide";
	return tuya->keyed ? "the negotiation of this connection's key was not recorded whole"
			   : "the device's tuya-local-key in the case would decide, with the start of the "
			     "connection";
}

static void hand_over(enum tuya_opened opened, const struct tuya_frame *frame, struct bytes payload,
		      struct observer *observer)
{
	const struct message message = { .part = BYTES("payload"), .method = command_name(frame->command) };
	bool copied = payload.data < frame->whole.data ||
		      payload.data >= frame->whole.data + frame->whole.size;

	payload = bare(payload);
	if (opened == TUYA_DECRYPTED)
		decrypted_content(observer, &message, payload, frame->whole);
	else
		observer_content(observer, &message, payload, copied ? frame->whole : payload);
}

/* Reads a frame. False: it is closed, and left to be skipped. */
static bool read_frame(struct tuya *tuya, bool broadcast, const struct tuya_frame *frame,
		       struct observer *observer)
{
	struct bytes payload = BYTES_EMPTY;
	uint8_t *to;

	if (!frame->payload.size)
		return true;
	to = memory_new(frame->payload.size + CIPHER_BLOCK);
	if (!to) {
		observer_out_of_memory(observer);
		return true;
	}
	enum tuya_opened opened = tuya_open(tuya, frame, broadcast, observer, to, &payload);

	if (opened == TUYA_CLOSED)
		observer_undecoded(observer, "tuya", "encrypted", missing_key(tuya, frame), frame->whole.size,
				   frame->whole);
	else if (payload.size)
		hand_over(opened, frame, payload, observer);
	free(to);
	return opened != TUYA_CLOSED;
}

/* Where the next frame may start, behind the first byte. */
static size_t next_mark(struct bytes bytes)
{
	size_t at = 1, size = 0;

	while (at < bytes.size) {
		struct bytes rest = bytes_from(bytes, at), start = bytes_slice(rest, 0, 4);

		if (rest.data[0] == 0 &&
		    (bytes_start_with(start_mark, start) || bytes_start_with(newer_mark, start)) &&
		    frame_size(rest, &size) != HEADER_BROKEN)
			break;
		at++;
	}
	return at;
}

/* Passes over what is not the start of a frame. */
static void find_frame(struct tuya *tuya, enum direction direction, struct stream *stream,
		       struct observer *observer)
{
	struct bytes passed = cursor_take(&stream->unread, next_mark(stream->unread.rest));

	observer_undecoded(observer, "tuya", tuya->lost[direction] ? "cut" : "malformed",
			   "no frame starts here", passed.size, passed);
	tuya->lost[direction] = false;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tuya *tuya = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		struct tuya_frame frame;
		size_t size = 0;
		enum header header = frame_size(bytes, &size);
		bool whole = header == HEADER_READ && bytes.size >= size;

		if (!whole && header != HEADER_BROKEN && !stream->ended && !stream->full) {
			stream->wanted = size;
			return DECODED;
		}
		if (!whole && header != HEADER_BROKEN) {
			observer_undecoded(observer, "tuya", "cut", "the frame is not whole", bytes.size,
					   bytes);
			cursor_skip(&stream->unread, bytes.size);
		} else if (!whole || !split_frame(bytes_slice(bytes, 0, size), &frame)) {
			find_frame(tuya, direction, stream, observer);
		} else if (read_frame(tuya, stream->datagram, &frame, observer)) {
			cursor_skip(&stream->unread, size);
		} else {
			stream->skip = size;
			stream->skip_as = OPAQUE;
			return DECODED;
		}
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct tuya *tuya = state;

	(void)size;
	(void)observer;
	tuya->lost[direction] = true;
}

const struct app_decoder app_decoder_tuya = {
	.name = "tuya",
	.specification = "Tuya local protocol 3.1 to 3.5",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 6668 },
						  { SELECT_UDP_PORT, 6666 },
						  { SELECT_UDP_PORT, 6667 },
						  { SELECT_UDP_PORT, 7000 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct tuya),
	.bid = bid,
	.decode = decode,
	.gap = gap,
};
