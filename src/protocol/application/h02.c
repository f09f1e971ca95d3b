/* SPDX-License-Identifier: Apache-2.0 */
/* H02, the protocol of many small trackers and watches, over TCP or UDP (described by the makers' papers and
 * by Traccar):
 *
 *     *HQ,4209951296,V1,125430,A,2232.8994,N,11404.7838,E,000.00,000,220414,FFFFFBFF,460,00,10173,4632#
 *
 * maker (2 letters), number of the terminal (an IMEI where it has 15 digits), command, fields. Left out: the
 * binary report that begins with `$`. */
#include "protocol/application/tracker.h"

enum { FRAME_MOST = 1024 };

struct h02 {
	bool proven;
};

/* Bits of the start of a frame: `*HQ,digits,`. */
static unsigned start_bits(struct bytes bytes)
{
	struct bytes rest = bytes_from(bytes_slice(bytes, 0, 32), 1), maker, id;

	if (bytes.size < 16 || bytes.data[0] != '*')
		return 0;
	maker = bytes_split(&rest, ',');
	id = bytes_split(&rest, ',');
	if (maker.size != 2 || maker.data[0] < 'A' || maker.data[0] > 'Z' || maker.data[1] < 'A' ||
	    maker.data[1] > 'Z' || !tracker_digits(id, 8, 15) || !rest.size || rest.data[0] < 'A' ||
	    rest.data[0] > 'Z')
		return 0;
	return 8 * (1 + 2 + 2 + 8);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return start_bits(first);
}

/* Cells around it: country, network, offset, how many, then area, cell and strength of each. */
static void read_cells(struct bytes rest, struct members *members)
{
	struct bytes country = bytes_split(&rest, ','), network = bytes_split(&rest, ',');
	uint64_t count = 0;

	bytes_split(&rest, ',');
	if (!bytes_to_number(bytes_split(&rest, ','), &count))
		return;
	for (uint64_t i = 0; i < count && i < 16 && rest.size; i++) {
		struct bytes area = bytes_split(&rest, ','), cell = bytes_split(&rest, ',');

		bytes_split(&rest, ',');
		tracker_cell(members, country, network, area, cell);
	}
}

static void read_position(struct bytes rest, struct members *members)
{
	tracker_take_place(&rest, true, members);
	for (unsigned i = 0; i < 4; i++) /* speed, direction, date, state */
		bytes_split(&rest, ',');
	struct bytes country = bytes_split(&rest, ','), network = bytes_split(&rest, ',');
	struct bytes area = bytes_split(&rest, ',');

	tracker_cell(members, country, network, area, bytes_split(&rest, ','));
}

static void read_frame(struct bytes frame, struct observer *observer)
{
	struct bytes rest = bytes_slice(frame, 1, frame.size - 2);

	bytes_split(&rest, ',');
	struct bytes id = bytes_split(&rest, ','), command = bytes_split(&rest, ',');
	const struct message message = { .part = BYTES("payload"), .method = bytes_slice(command, 0, 16) };
	struct members members;

	members_begin(&members);
	members_text(&members, id.size == 15 ? "imei" : "deviceId", id);
	struct bytes whole = rest, time = bytes_split(&rest, ','), valid = bytes_split(&rest, ',');

	if (bytes_equal(command, BYTES("NBR"))) {
		rest = whole;
		bytes_split(&rest, ',');
		read_cells(rest, &members);
	} else if (tracker_digits(time, 6, 6) && valid.size == 1 &&
		   (valid.data[0] == 'A' || valid.data[0] == 'V' || valid.data[0] == 'B')) {
		read_position(rest, &members);
	} else if (whole.size >= 8 && bytes_find_byte(whole, ',') == SIZE_MAX) {
		members_text(&members, "content", whole);
	} else {
		tracker_phones(&members, "phone", whole);
	}
	members_say(&members, &message, frame, observer);
}

/* Where the next frame may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	size_t at = 1;

	while (at < bytes.size &&
	       (bytes.data[at] != '*' || (bytes.size - at >= 32 && !start_bits(bytes_from(bytes, at)))))
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct h02 *h02 = state;

	(void)direction;
	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		size_t end = bytes_find_byte(bytes_slice(bytes, 0, FRAME_MOST), '#');

		if (bytes.data[0] == '\r' || bytes.data[0] == '\n') {
			cursor_skip(&stream->unread, 1);
		} else if (bytes.data[0] == '*' && end == SIZE_MAX && bytes.size < FRAME_MOST &&
			   !stream->ended && !stream->full) {
			return DECODED;
		} else if (end != SIZE_MAX && start_bits(bytes)) {
			h02->proven = true;
			read_frame(cursor_take(&stream->unread, end + 1), observer);
		} else if (!h02->proven) {
			return DECODED_NOT_MINE;
		} else {
			tracker_pass(stream, "h02", next_start(bytes),
				     bytes.data[0] == '*' && end == SIZE_MAX, observer);
		}
	}
	return DECODED;
}

const struct app_decoder app_decoder_h02 = {
	.name = "h02",
	.specification = "H02 GPS tracker protocol",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5013 },
						  { SELECT_UDP_PORT, 5013 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct h02),
	.bid = bid,
	.decode = decode,
	.gap = app_decoder_resume,
};
