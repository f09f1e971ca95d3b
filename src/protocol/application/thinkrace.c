/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of Thinkrace's and Wonlex' watches for children and the old, in text, over TCP (the makers'
 * papers; Traccar's decoder `watch` knows another one):
 *
 *     IWAP00353456789012345#        login with the IMEI; the server answers IWBP00,…#
 *     IWAP01080524A2232.9806N11404.9355E000.1061830323.8706000908000102,460,0,9520,3671,
 *     Home|02-DE-2B-44-88-8C|97#
 *     IWAP07,20140818064408,6,1,1024,(bytes of AMR)#                  voice, in packets
 *     IWBP12,353456789012345,080835,D3590D54,13811112222#             numbers to call
 *
 * `IW`, A from the watch and B to it, `P`, two characters, fields, `#`. */
#include "protocol/application/tracker.h"

enum { FRAME_MOST = 4096, NAME_SIZE = 6 };

struct thinkrace {
	bool proven;
};

static bool is_frame(struct bytes bytes)
{
	return bytes.size > NAME_SIZE && bytes_start_with(bytes, BYTES("IW")) &&
	       (bytes.data[2] == 'A' || bytes.data[2] == 'B') && bytes.data[3] == 'P' &&
	       ((bytes.data[4] >= '0' && bytes.data[4] <= '9') ||
		(bytes.data[4] >= 'A' && bytes.data[4] <= 'Z')) &&
	       ((bytes.data[5] >= '0' && bytes.data[5] <= '9') ||
		(bytes.data[5] >= 'A' && bytes.data[5] <= 'Z'));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	if (!is_frame(first))
		return 0;
	struct bytes fields = bytes_from(first, NAME_SIZE);

	/* Of a login all is known. */
	if (bytes_start_with(first, BYTES("IWAP00")) && tracker_digits(bytes_slice(fields, 0, 15), 15, 15))
		return 8 * 12;
	return fields.data[0] == ',' || fields.data[0] == '#' ||
			       tracker_digits(bytes_slice(fields, 0, 6), 6, 6)
		       ? 8 * 5
		       : 0;
}

/* Access points, `name|address|strength` with `&` between them; of some the name is left out. */
static void read_access_points(struct bytes text, struct members *members)
{
	if (bytes_find_byte(text, '|') != SIZE_MAX)
		members_text(members, "wifiList", bytes_slice(text, 0, 1024));
}

static void read_cell(struct bytes *rest, struct members *members)
{
	struct bytes country = bytes_split(rest, ','), network = bytes_split(rest, ',');
	struct bytes area = bytes_split(rest, ',');

	tracker_cell(members, country, network, area, bytes_split(rest, ','));
}

/* The date, whether there is a fix, the place, speed and so on without commas; then the cell. */
static void read_position(struct bytes fields, struct members *members)
{
	int64_t latitude, longitude;

	if (fields.size && fields.data[0] == ',')
		fields = bytes_from(fields, 1);
	struct bytes place = bytes_split(&fields, ',');

	if (place.size >= 28 &&
	    tracker_minutes(bytes_slice(place, 7, 9), bytes_slice(place, 16, 1), &latitude) &&
	    tracker_minutes(bytes_slice(place, 17, 10), bytes_slice(place, 27, 1), &longitude))
		members_position(members, latitude, longitude);
	read_cell(&fields, members);
	while (fields.size)
		read_access_points(bytes_split(&fields, ','), members);
}

/* Cells and access points, without a place. */
static void read_surroundings(struct bytes fields, struct members *members)
{
	for (unsigned i = 0; i < 4; i++) /* nothing, language, whether to answer, how many cells */
		bytes_split(&fields, ',');
	struct bytes country = bytes_split(&fields, ','), network = bytes_split(&fields, ',');

	while (fields.size) {
		struct bytes part = bytes_split(&fields, ','), cell = part, area = bytes_split(&cell, '|');

		cell = bytes_split(&cell, '|');
		if (tracker_digits(area, 1, 10) && tracker_digits(cell, 1, 10))
			tracker_cell(members, country, network, area, cell);
		else
			read_access_points(part, members);
	}
}

static void read_frame(struct bytes frame, struct observer *observer)
{
	struct bytes name = bytes_slice(frame, 0, NAME_SIZE);
	struct bytes fields = bytes_slice(frame, NAME_SIZE, frame.size - NAME_SIZE - 1);
	const struct message message = { .part = BYTES("payload"), .method = name };
	struct members members;

	members_begin(&members);
	if (bytes_equal(name, BYTES("IWAP00"))) {
		members_text(&members, "imei", bytes_slice(fields, fields.size && fields.data[0] == ',', 15));
	} else if (bytes_equal(name, BYTES("IWAP01")) || bytes_equal(name, BYTES("IWAP10"))) {
		read_position(fields, &members);
	} else if (bytes_equal(name, BYTES("IWAP02"))) {
		read_surroundings(fields, &members);
	} else {
		struct bytes rest = fields;

		/* Fields that are digits only: an IMEI, a telephone number; what else there is, as text. */
		while (rest.size) {
			struct bytes field = bytes_split(&rest, ',');
			bool imei = tracker_digits(field, 15, 15);

			if (imei || (name.data[2] == 'B' && tracker_digits(field, 11, 11)))
				members_text(&members, imei ? "imei" : "phone", field);
		}
		if (fields.size >= 8)
			members_text(&members, "content", bytes_slice(fields, 0, 512));
	}
	members_say(&members, &message, frame, observer);
}

/* Voice: time, how many packets, which one, how many bytes follow. */
static bool voice_end(struct bytes bytes, size_t *ret_start, size_t *ret_end)
{
	struct bytes rest = bytes_slice(bytes, NAME_SIZE + 1, 64);
	uint64_t size = 0;

	for (unsigned i = 0; i < 3; i++)
		bytes_split(&rest, ',');
	struct bytes number = bytes_split(&rest, ',');

	if (!bytes_start_with(bytes, BYTES("IWAP07,")) || !bytes_to_number(number, &size) || size > 65535 ||
	    !rest.data)
		return false;
	*ret_start = (size_t)(number.data + number.size + 1 - bytes.data);
	*ret_end = *ret_start + (size_t)size;
	return true;
}

/* Where the frame ends, at its `#`; SIZE_MAX where that is not there. */
static size_t frame_end(struct bytes bytes, size_t *ret_voice)
{
	size_t start = 0, end = 0;

	*ret_voice = 0;
	if (!voice_end(bytes, &start, &end))
		return bytes_find_byte(bytes_slice(bytes, 0, FRAME_MOST), '#');
	*ret_voice = start;
	return end < bytes.size && bytes.data[end] == '#' ? end : SIZE_MAX;
}

/* Where the next frame may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	size_t at = 1;

	while (at < bytes.size &&
	       (bytes.data[at] != 'I' || (bytes.size - at > NAME_SIZE && !is_frame(bytes_from(bytes, at)))))
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct thinkrace *thinkrace = state;

	(void)direction;
	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		size_t voice = 0, end = is_frame(bytes) ? frame_end(bytes, &voice) : SIZE_MAX;
		bool cut = end == SIZE_MAX && bytes.data[0] == 'I' &&
			   bytes.size < (voice ? 65535u + 96 : FRAME_MOST);

		if (bytes.data[0] == '\r' || bytes.data[0] == '\n') {
			cursor_skip(&stream->unread, 1);
		} else if (cut && !stream->ended && !stream->full) {
			return DECODED;
		} else if (end != SIZE_MAX) {
			struct bytes frame = cursor_take(&stream->unread, end + 1);
			const struct message message = { .part = BYTES("payload"),
							 .method = BYTES("IWAP07"),
							 .label = BYTES("voice") };

			thinkrace->proven = true;
			if (voice)
				observer_content(observer, &message, bytes_slice(frame, voice, end - voice),
						 bytes_slice(frame, voice, end - voice));
			else
				read_frame(frame, observer);
		} else if (!thinkrace->proven) {
			return DECODED_NOT_MINE;
		} else {
			tracker_pass(stream, "thinkrace", next_start(bytes), cut, observer);
		}
	}
	return DECODED;
}

const struct app_decoder app_decoder_thinkrace = {
	.name = "thinkrace",
	.specification = "Thinkrace and Wonlex watch protocol (IW)",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 8011 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct thinkrace),
	.bid = bid,
	.decode = decode,
	.gap = app_decoder_resume,
};
