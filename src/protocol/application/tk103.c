/* SPDX-License-Identifier: Apache-2.0 */
/* Two protocols of trackers that are both sold as TK103, in text, over TCP or UDP (the makers' papers;
 * Traccar's decoders `gps103` and `tk103`):
 *
 *     ##,imei:359586015829802,A;            then numbers alone (`359586015829802;`), and
 *     imei:359586015829802,tracker,0809231929,13554900601,F,112909.397,A,2234.4669,N,11354.3287,E,0.11,;
 *
 *     (013612345678BR00080612A2232.9806N11404.9355E000.1061830323.8700000000L000450AC)
 *     twelve digits, a command of two letters and two digits, fields of fixed sizes
 *
 * Left out: pictures, fuel and the other sensors. */
#include "protocol/application/tracker.h"

enum { FRAME_MOST = 1024, ID_SIZE = 12 };

struct tk103 {
	bool proven, named; /* a frame was read; an IMEI was */
};

/* ---- in brackets ---- */

static bool is_bracketed(struct bytes bytes)
{
	struct bytes command = bytes_slice(bytes, 1 + ID_SIZE, 4);

	return bytes.size >= 18 && bytes.data[0] == '(' &&
	       tracker_digits(bytes_slice(bytes, 1, ID_SIZE), 12, 12) && command.data[0] >= 'A' &&
	       command.data[0] <= 'Z' && command.data[1] >= 'A' && command.data[1] <= 'Z' &&
	       tracker_digits(bytes_from(command, 2), 2, 2);
}

/* `080612A2232.9806N11404.9355E`: the date, whether there is a fix, the place. */
static void find_place(struct bytes fields, struct members *members)
{
	for (size_t at = 0; at + 28 <= fields.size && at < 32; at++) {
		struct bytes part = bytes_slice(fields, at, 28);
		int64_t latitude, longitude;

		if (tracker_digits(bytes_slice(part, 0, 6), 6, 6) &&
		    (part.data[6] == 'A' || part.data[6] == 'V') &&
		    tracker_minutes(bytes_slice(part, 7, 9), bytes_slice(part, 16, 1), &latitude) &&
		    tracker_minutes(bytes_slice(part, 17, 10), bytes_slice(part, 27, 1), &longitude)) {
			members_position(members, latitude, longitude);
			return;
		}
	}
}

static void read_bracketed(struct bytes frame, struct observer *observer)
{
	struct bytes command = bytes_slice(frame, 1 + ID_SIZE, 4);
	struct bytes fields = bytes_slice(frame, 1 + ID_SIZE + 4, frame.size - ID_SIZE - 6);
	const struct message message = { .part = BYTES("payload"), .method = command };
	struct members members;

	members_begin(&members);
	members_text(&members, "deviceId", bytes_slice(frame, 1, ID_SIZE));
	/* At login the IMEI stands first. */
	if (bytes_equal(command, BYTES("BP05")) && tracker_digits(bytes_slice(fields, 0, 15), 15, 15))
		members_text(&members, "imei", bytes_slice(fields, 0, 15));
	find_place(fields, &members);
	members_say(&members, &message, frame, observer);
}

/* ---- with names ---- */

static bool takes_imei(struct bytes *rest)
{
	struct bytes imei = bytes_slice(*rest, 0, 15);

	if (!tracker_digits(imei, 15, 15))
		return false;
	*rest = bytes_from(*rest, 15);
	return true;
}

/* Bits of the start of a frame with names. */
static unsigned named_bits(struct bytes bytes)
{
	struct bytes rest = bytes;
	bool login = bytes_start_with(rest, BYTES("##,"));

	if (login)
		rest = bytes_from(rest, 3);
	if (!bytes_start_with(rest, BYTES("imei:")))
		return 0;
	rest = bytes_from(rest, 5);
	return takes_imei(&rest) && rest.size && (rest.data[0] == ',' || rest.data[0] == ';') ? 8 * 20 : 0;
}

static void read_named(struct bytes frame, struct observer *observer)
{
	struct bytes rest = bytes_from(frame, bytes_find(frame, BYTES("imei:")) + 5);
	struct bytes imei = bytes_slice(rest, 0, 15), event;

	rest = bytes_slice(rest, 16, rest.size - 17);
	event = bytes_split(&rest, ',');
	const struct message message = { .part = BYTES("payload"), .method = bytes_slice(event, 0, 24) };
	struct members members;

	members_begin(&members);
	members_text(&members, "imei", imei);
	bytes_split(&rest, ','); /* time */
	tracker_phones(&members, "adminPhone", bytes_split(&rest, ','));
	struct bytes fix = bytes_split(&rest, ',');

	bytes_split(&rest, ',');
	bytes_split(&rest, ',');
	if (bytes_equal(fix, BYTES("F")))
		tracker_take_place(&rest, true, &members);
	members_say(&members, &message, frame, observer);
}

/* ---- both ---- */

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_bracketed(first) ? 8 * 10 : named_bits(first);
}

/* The frame that starts `bytes` as far as its end; none where nothing of this sort starts there. */
static struct bytes find_frame(const struct tk103 *tk103, struct bytes bytes, bool *ret_cut)
{
	struct bytes rest = bytes;
	bool bracketed = is_bracketed(bytes);
	size_t end = bytes_find_byte(bytes_slice(bytes, 0, FRAME_MOST), bracketed ? ')' : ';');

	*ret_cut = end == SIZE_MAX && bytes.size < FRAME_MOST &&
		   (bytes.data[0] == '(' || bytes.data[0] == '#' || bytes.data[0] == 'i' || tk103->named);
	if (end == SIZE_MAX)
		return BYTES_EMPTY;
	if (bracketed || named_bits(bytes) || (tk103->named && takes_imei(&rest) && rest.data[0] == ';'))
		return bytes_slice(bytes, 0, end + 1);
	return BYTES_EMPTY;
}

/* Where the next frame may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	size_t at = 1;

	while (at < bytes.size) {
		struct bytes rest = bytes_from(bytes, at);

		if (bytes_find_byte(BYTES("(#i"), rest.data[0]) != SIZE_MAX &&
		    (rest.size < 24 || is_bracketed(rest) || named_bits(rest)))
			break;
		at++;
	}
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tk103 *tk103 = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		bool cut = false;

		if (bytes.data[0] == '\r' || bytes.data[0] == '\n') {
			cursor_skip(&stream->unread, 1);
			continue;
		}
		struct bytes frame = find_frame(tk103, bytes, &cut);

		if (cut && !stream->ended && !stream->full)
			return DECODED;
		if (frame.size) {
			tk103->proven = true;
			cursor_skip(&stream->unread, frame.size);
			if (is_bracketed(frame)) {
				read_bracketed(frame, observer);
			} else if (named_bits(frame)) {
				tk103->named = true;
				read_named(frame, observer);
			}
		} else if (tk103->named && direction == FROM_SERVER) {
			/* `LOAD`, `ON`, and commands that end as they like. */
			cursor_skip(&stream->unread, bytes.size);
		} else if (!tk103->proven) {
			return DECODED_NOT_MINE;
		} else {
			tracker_pass(stream, "tk103", next_start(bytes), cut, observer);
		}
	}
	return DECODED;
}

const struct app_decoder app_decoder_tk103 = {
	.name = "tk103",
	.specification = "TK103 and GPS103 tracker protocols",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5001 },
						  { SELECT_TCP_PORT, 5002 },
						  { SELECT_UDP_PORT, 5001 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct tk103),
	.bid = bid,
	.decode = decode,
	.gap = app_decoder_resume,
};
