/* SPDX-License-Identifier: Apache-2.0 */
/* PPPP, the tunnel of cameras whose cloud is CS2 Network's PPCS or a copy of it (Yi, Xiaomi, VStarcam, SHIX,
 * …), over UDP; no document of the maker, described by those who took it apart.
 *
 *     f1  sort (1)  size (2)  content
 *
 * A device logs in at its cloud, and answers whoever asks for it, with its UID: letters, a number, letters.
 * Data (d0) stand behind d1, a channel and an index (2). What goes through is media and the maker's own JSON;
 * some encrypt it. Left out: packets whose header is scrambled as well, putting channels in order. */
#include "protocol/application/members.h"
#include "protocol/application/tunnel.h"

#include <stdio.h>

enum { HEADER = 4, DATA_HEADER = 4, UID_SIZE = 20, CHANNELS = 8 };
enum { SORT_DATA = 0xd0 };

struct ppcs {
	struct tunnel channels[CHANNELS];
	bool begun[2][CHANNELS];
	uint16_t next[2][CHANNELS]; /* index of the packet that was not there yet */
	bool named;		    /* the UID was said */
};

static struct bytes name_of(uint8_t sort)
{
	switch (sort) {
	case 0x00:
	case 0x01:
		return BYTES("hello");
	case 0x10:
	case 0x11:
	case 0x12:
	case 0x13:
	case 0x14:
	case 0x15:
		return BYTES("device login");
	case 0x20:
	case 0x21:
		return BYTES("request");
	case 0x30:
	case 0x31:
		return BYTES("search");
	case 0x40:
	case 0x41:
		return BYTES("punch");
	case 0x42:
	case 0x43:
		return BYTES("ready");
	case 0x60:
	case 0x61:
	case 0x62:
	case 0x63:
	case 0x67:
	case 0x68:
	case 0x69:
	case 0x70:
	case 0x71:
	case 0x72:
	case 0x73:
	case 0x80:
	case 0x81:
	case 0x82:
	case 0x83:
	case 0x84:
	case 0x85:
		return BYTES("relay");
	case SORT_DATA:
		return BYTES("data");
	case 0xd1:
		return BYTES("data answer");
	case 0xe0:
	case 0xe1:
	case 0xe5:
		return BYTES("alive");
	case 0xf0:
		return BYTES("close");
	case 0xf8:
	case 0xf9:
		return BYTES("report");
	default:
		return BYTES_EMPTY;
	}
}

static bool is_packet(struct bytes datagram)
{
	struct cursor cursor = cursor_over(datagram);
	uint8_t mark = cursor_u8(&cursor), sort = cursor_u8(&cursor);
	size_t size = cursor_be16(&cursor);

	return cursor_ok(&cursor) && mark == 0xf1 && size == cursor_left(&cursor) && name_of(sort).size &&
	       (sort != SORT_DATA || (size >= DATA_HEADER && datagram.data[HEADER] == 0xd1));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_packet(first) ? 8 + 2 + 16 : 0;
}

/* Letters that fill up eight bytes; false where there is anything else. */
static bool take_letters(struct cursor *cursor, struct bytes *ret_letters)
{
	struct bytes field = cursor_take(cursor, 8),
		     letters = bytes_slice(field, 0, bytes_find_byte(field, 0));

	for (size_t i = 0; i < field.size; i++) {
		bool letter = (field.data[i] >= 'A' && field.data[i] <= 'Z') ||
			      (field.data[i] >= '0' && field.data[i] <= '9') ||
			      (field.data[i] >= 'a' && field.data[i] <= 'z');

		if (i < letters.size ? !letter : field.data[i] != 0)
			return false;
	}
	*ret_letters = letters;
	return letters.size >= 3;
}

static void say_uid(struct ppcs *ppcs, struct bytes name, struct bytes content, struct observer *observer)
{
	struct cursor cursor = cursor_over(content);
	const struct message message = { .part = BYTES("payload"), .method = name };
	struct bytes prefix, suffix;
	struct members members;

	if (!take_letters(&cursor, &prefix))
		return;
	unsigned long number = cursor_be32(&cursor);

	if (!take_letters(&cursor, &suffix) || !cursor_ok(&cursor))
		return;
	members_begin(&members);
	members_open(&members, "deviceUid");
	members_append(&members, "%.*s-%06lu-%.*s", (int)prefix.size, (const char *)prefix.data, number,
		       (int)suffix.size, (const char *)suffix.data);
	members_close(&members);
	members_say(&members, &message, bytes_slice(content, 0, UID_SIZE), observer);
	ppcs->named = true;
}

/* Data of a channel. A packet that was sent again says nothing new. */
static enum readability read_data(struct ppcs *ppcs, enum direction direction, struct bytes content,
				  struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(content, 1));
	unsigned channel = cursor_u8(&cursor) % CHANNELS;
	uint16_t index = cursor_be16(&cursor);
	const struct message message = { .part = BYTES("payload"), .method = BYTES("data") };
	uint16_t *next = &ppcs->next[direction][channel];

	if (!cursor_left(&cursor) || (ppcs->begun[direction][channel] && (uint16_t)(index - *next) >= 0x8000))
		return READABLE;
	if (index != *next)
		ppcs->channels[channel].in_media[direction] = false;
	ppcs->begun[direction][channel] = true;
	*next = (uint16_t)(index + 1);
	return tunnel_read(&ppcs->channels[channel], direction, &message, cursor.rest, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct ppcs *ppcs = state;
	struct bytes datagram = stream->unread.rest, content = bytes_from(datagram, HEADER);
	enum readability look = READABLE;

	if (!is_packet(datagram))
		return DECODED_MALFORMED;
	if (datagram.data[1] == SORT_DATA)
		look = read_data(ppcs, direction, content, observer);
	else if (!ppcs->named && content.size >= UID_SIZE)
		say_uid(ppcs, name_of(datagram.data[1]), content, observer);
	if (look == READABLE) {
		cursor_skip(&stream->unread, datagram.size);
	} else {
		stream->skip = datagram.size;
		stream->skip_as = look;
	}
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct ppcs *ppcs = state;

	for (unsigned i = 0; i < CHANNELS; i++)
		tunnel_say_media(&ppcs->channels[i], "data", observer);
}

const struct app_decoder app_decoder_ppcs = {
	.name = "ppcs",
	.specification = "CS2 Network PPPP",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 32108 },
						  { SELECT_UDP_PORT, 32100 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct ppcs),
	.bid = bid,
	.decode = decode,
	.close = end,
};
