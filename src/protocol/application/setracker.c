/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of children's watches whose app is SeTracker, Beesure or one of their many names, over TCP
 * (described by the makers' papers that go round, and by Traccar's decoder `watch`):
 *
 *     [3G*8800000015*00CD*UD,220414,134652,A,22.571707,N,113.8613991,E,…]
 *
 * maker (2 letters), number of the watch (10 digits, 15 are its IMEI), perhaps a serial (4 digits hex), size
 * of the content (4 digits hex), content: a command and its fields. Pictures and voice stand in it as bytes,
 * of which 7d 01 to 7d 05 are `}`, `[`, `]`, `,` and `*`. Nothing of it is encrypted. */
#include "protocol/application/tracker.h"

#include "base/text.h"

enum { HEADER_MOST = 2 + 2 + 16 + 5 + 5, MISCOUNTED_MOST = 2048, NEAR = 8 };

struct setracker {
	bool proven, lost[2];
};

struct frame {
	struct bytes id, content, whole;
};

enum found { FRAME_READ, FRAME_NOT_THERE, FRAME_CUT, FRAME_NONE };

static bool is_maker(struct bytes maker)
{
	for (size_t i = 0; i < maker.size; i++)
		if (!(maker.data[i] >= 'A' && maker.data[i] <= 'Z') &&
		    !(maker.data[i] >= '0' && maker.data[i] <= '9'))
			return false;
	return maker.size == 2;
}

static bool read_hex(struct bytes text, size_t *ret_number)
{
	size_t number = 0;

	for (size_t i = 0; i < text.size; i++) {
		int digit = text_hex_digit(text.data[i]);

		if (digit < 0)
			return false;
		number = number * 16 + (size_t)digit;
	}
	*ret_number = number;
	return text.size == 4;
}

/* The header at the start of `bytes`: where the content starts and how large it is. */
static enum found read_header(struct bytes bytes, struct bytes *ret_id, size_t *ret_start, size_t *ret_size)
{
	struct bytes rest = bytes_from(bytes_slice(bytes, 0, HEADER_MOST), 1);
	struct bytes maker = bytes_split(&rest, '*'), id = bytes_split(&rest, '*'),
		     size = bytes_split(&rest, '*');
	size_t first = 0, second = 0, start;

	if (!bytes.size || bytes.data[0] != '[')
		return FRAME_NONE;
	if (!rest.data || !rest.size) /* no third star yet, or nothing behind it */
		return bytes.size < HEADER_MOST ? FRAME_NOT_THERE : FRAME_NONE;
	if (!is_maker(maker) || !tracker_digits(id, 10, 15) || !read_hex(size, &first))
		return FRAME_NONE;
	start = (size_t)(rest.data - bytes.data);
	/* With a serial, the size stands behind it. */
	if (rest.size >= 5 && rest.data[4] == '*' && read_hex(bytes_slice(rest, 0, 4), &second)) {
		first = second;
		start += 5;
	}
	*ret_id = id;
	*ret_start = start;
	*ret_size = first;
	return FRAME_READ;
}

static enum found find_frame(struct bytes bytes, struct frame *ret_frame, size_t *ret_wanted)
{
	size_t start = 0, size = 0;
	struct bytes id;
	enum found found = read_header(bytes, &id, &start, &size);

	if (found != FRAME_READ)
		return found;
	/* Some count characters, not bytes: then the bracket tells. */
	if (bytes.size > start + size && bytes.data[start + size] != ']') {
		struct bytes near = bytes_slice(bytes, start, size <= MISCOUNTED_MOST ? 3 * size + NEAR : 0);

		size = bytes_find_byte(near, ']');
		if (size == SIZE_MAX)
			return near.size == bytes.size - start ? FRAME_CUT : FRAME_NONE;
	}
	if (bytes.size <= start + size) {
		*ret_wanted = start + size + 1;
		return FRAME_CUT;
	}
	*ret_frame = (struct frame){ id, bytes_slice(bytes, start, size),
				     bytes_slice(bytes, 0, start + size + 1) };
	return FRAME_READ;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t start = 0, size = 0;
	struct bytes id;

	(void)direction;
	return read_header(first, &id, &start, &size) == FRAME_READ ? 8 * (4 + 2 + 10) : 0;
}

/* ---- commands ---- */

/* Cells: how many, an offset, country, network, then area, cell and strength of each. */
static void take_cells(struct bytes *rest, struct members *members)
{
	uint64_t count = 0;
	struct bytes many = bytes_split(rest, ',');

	bytes_split(rest, ',');
	struct bytes country = bytes_split(rest, ','), network = bytes_split(rest, ',');

	if (!bytes_to_number(many, &count))
		return;
	for (uint64_t i = 0; i < count && i < 16 && rest->size; i++) {
		struct bytes area = bytes_split(rest, ','), cell = bytes_split(rest, ',');

		bytes_split(rest, ',');
		tracker_cell(members, country, network, area, cell);
	}
}

/* Access points: how many, then name, address and strength of each. */
static void take_access_points(struct bytes *rest, struct members *members)
{
	uint64_t count = 0;

	if (!bytes_to_number(bytes_split(rest, ','), &count) || !count || !rest->size)
		return;
	members_open(members, "wifiList");
	for (uint64_t i = 0; i < count && i < 32 && rest->size; i++) {
		struct bytes name = bytes_split(rest, ','), address = bytes_split(rest, ',');

		bytes_split(rest, ',');
		members_append(members, "%s%.*s %.*s", i ? "|" : "", (int)(name.size < 32 ? name.size : 32),
			       (const char *)name.data, (int)(address.size < 20 ? address.size : 20),
			       (const char *)address.data);
	}
	members_close(members);
}

static void read_position(struct bytes rest, struct members *members)
{
	for (unsigned i = 0; i < 3; i++) /* date, time, whether there is a fix */
		bytes_split(&rest, ',');
	tracker_take_place(&rest, false, members);
	for (unsigned i = 0; i < 9; i++) /* speed to state */
		bytes_split(&rest, ',');
	take_cells(&rest, members);
	take_access_points(&rest, members);
}

/* Numbers and the names of whose they are, as UTF-16 in hexadecimal digits. */
static void read_phone_book(struct bytes rest, struct members *members)
{
	while (rest.size) {
		struct bytes part = bytes_split(&rest, ',');

		if (tracker_digits(part, 5, 15))
			members_text(members, "contactPhone", part);
		else if (!tracker_wide_text(members, "contactName", part) && part.size > 2)
			members_text(members, "contactName", part);
	}
}

static void read_apn(struct bytes rest, struct members *members)
{
	bytes_split(&rest, ',');
	members_text(members, "apnUserName", bytes_split(&rest, ','));
	members_text(members, "apnPassword", bytes_split(&rest, ','));
}

static void read_message(struct bytes rest, struct members *members)
{
	if (!tracker_wide_text(members, "text", rest))
		members_text(members, "text", rest);
}

static void read_pressure(struct bytes rest, struct members *members)
{
	members_text(members, "systolic", bytes_split(&rest, ','));
	members_text(members, "diastolic", bytes_split(&rest, ','));
	members_text(members, "heartRate", bytes_split(&rest, ','));
}

static const struct command {
	struct bytes name; /* the command starts with it; digits may follow */
	void (*read)(struct bytes rest, struct members *members);
	const char *phones; /* its fields are telephone numbers */
	const char *value;  /* its first field is this */
	bool bytes;	    /* a picture or voice */
} commands[] = {
	{ BYTES("UD"), read_position, NULL, NULL, false },
	{ BYTES("AL"), read_position, NULL, NULL, false },
	{ BYTES("WT"), read_position, NULL, NULL, false },
	{ BYTES("TK"), NULL, NULL, NULL, true },
	{ BYTES("img"), NULL, NULL, NULL, true },
	{ BYTES("PHB"), read_phone_book, NULL, NULL, false },
	{ BYTES("PHL"), read_phone_book, NULL, NULL, false },
	{ BYTES("DPHB"), read_phone_book, NULL, NULL, false },
	{ BYTES("SOS"), NULL, "sosPhone", NULL, false },
	{ BYTES("CENTER"), NULL, "centerPhone", NULL, false },
	{ BYTES("SLAVE"), NULL, "assistantPhone", NULL, false },
	{ BYTES("MONITOR"), NULL, "monitorPhone", NULL, false },
	{ BYTES("CALL"), NULL, "callPhone", NULL, false },
	{ BYTES("WHITELIST"), NULL, "whiteListPhone", NULL, false },
	{ BYTES("PW"), NULL, NULL, "controlPassword", false },
	{ BYTES("IP"), NULL, NULL, "serverAddress", false },
	{ BYTES("ICCID"), NULL, NULL, "iccid", false },
	{ BYTES("IMEI"), NULL, NULL, "imei", false },
	{ BYTES("heart"), NULL, NULL, "heartRate", false },
	{ BYTES("bphrt"), read_pressure, NULL, NULL, false },
	{ BYTES("MESSAGE"), read_message, NULL, NULL, false },
	{ BYTES("APN"), read_apn, NULL, NULL, false },
};

static const struct command *command_of(struct bytes name)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		struct bytes rest = bytes_from(name, commands[i].name.size);

		if (bytes_start_with(name, commands[i].name) &&
		    (!rest.size || rest.data[0] == '_' || (rest.data[0] >= '0' && rest.data[0] <= '9')))
			return &commands[i];
	}
	return NULL;
}

/* What a picture or voice was before it was made fit to stand in a frame. */
static void hand_over_bytes(const struct message *message, struct bytes rest, struct bytes where,
			    struct observer *observer)
{
	static const uint8_t meant[] = { '}', '[', ']', ',', '*' };
	struct buffer plain = buffer_of(rest.size);

	if (rest.size < 8)
		return;
	if (!buffer_reserve(&plain, rest.size)) {
		observer_out_of_memory(observer);
		return;
	}
	for (size_t i = 0; i < rest.size; i++) {
		uint8_t byte = rest.data[i];

		if (byte == 0x7d && i + 1 < rest.size && rest.data[i + 1] >= 1 && rest.data[i + 1] <= 5)
			byte = meant[rest.data[++i] - 1];
		buffer_append_byte(&plain, byte);
	}
	observer_content(observer, message, buffer_bytes(&plain), where);
	buffer_free(&plain);
}

static void read_frame(const struct frame *frame, struct observer *observer)
{
	struct bytes rest = frame->content, name = bytes_split(&rest, ',');
	const struct command *command = command_of(name);
	struct message message = { .part = BYTES("payload"), .method = bytes_slice(name, 0, 16) };
	struct members members;

	members_begin(&members);
	members_text(&members, frame->id.size == 15 ? "imei" : "deviceId", frame->id);
	if (command && command->read)
		command->read(rest, &members);
	else if (command && command->phones)
		tracker_phones(&members, command->phones, rest);
	else if (command && command->value)
		members_text(&members, command->value, bytes_split(&rest, ','));
	else if (!command && rest.size >= 4 && rest.size < 512)
		members_text(&members, "content", rest);
	members_say(&members, &message, frame->whole, observer);
	message.label = BYTES("voice");
	if (command && command->bytes) {
		/* Of a picture the first two fields say what set it off, and when. */
		if (bytes_equal(name, BYTES("img"))) {
			message.label = BYTES("picture");
			bytes_split(&rest, ',');
			bytes_split(&rest, ',');
		}
		hand_over_bytes(&message, rest, frame->whole, observer);
	}
}

/* Where the next frame may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	size_t start = 0, size = 0, at = 1;
	struct bytes id;

	while (at < bytes.size && (bytes.data[at] != '[' ||
				   read_header(bytes_from(bytes, at), &id, &start, &size) == FRAME_NONE))
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct setracker *setracker = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		struct frame frame;
		size_t wanted = 0;
		enum found found = find_frame(bytes, &frame, &wanted);

		if (found == FRAME_READ) {
			setracker->proven = true;
			setracker->lost[direction] = false;
			cursor_skip(&stream->unread, frame.whole.size);
			read_frame(&frame, observer);
		} else if (found != FRAME_NONE && !stream->ended && !stream->full) {
			stream->wanted = wanted;
			return DECODED;
		} else if (!setracker->proven) {
			return DECODED_NOT_MINE;
		} else {
			tracker_pass(stream, "setracker", next_start(bytes),
				     found != FRAME_NONE || setracker->lost[direction], observer);
		}
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct setracker *setracker = state;

	(void)size;
	(void)observer;
	setracker->lost[direction] = true;
}

const struct app_decoder app_decoder_setracker = {
	.name = "setracker",
	.specification = "Communication protocol of GPS watches (SeTracker, Beesure)",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 8001 },
						  { SELECT_TCP_PORT, 5093 },
						  { SELECT_UDP_PORT, 8001 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct setracker),
	.bid = bid,
	.decode = decode,
	.gap = gap,
};
