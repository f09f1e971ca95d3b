/* SPDX-License-Identifier: Apache-2.0 */
/* IOTC, the tunnel of ThroughTek's Kalay cloud (TUTK), over UDP; no document of the maker, described by those
 * who took it apart (go2rtc, and papers on CVE-2021-28372).
 *
 * Datagrams are scrambled in blocks of 16 bytes: rotated, exchanged, XOR with a text that is in every app.
 * Anybody undoes that, so it hides nothing. Then:
 *
 *     0402  version (1)  mode (1)  size of the body (2, little-endian)  serial (2)  command (2)  flags (2)
 * (4)  body
 *
 * Searches and connections name the device's UID of 20 letters and digits. Left out: what the sessions carry,
 * which is the maker's own or DTLS: it is counted as it looks. */
#include "protocol/application/members.h"
#include "protocol/application/tunnel.h"

enum {
	BLOCK = 16,
	HEADER = 16,
	UID_SIZE = 20,
	COMMAND_DATA = 0x0407,
	COMMAND_DATA_BACK = 0x0408,
	DATA_AT = 28
};

struct tutk {
	bool named;
};

static uint32_t rotate(uint32_t word, unsigned bits)
{
	return word << bits | word >> (32 - bits);
}

static uint32_t word_at(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void put_word(uint8_t *bytes, uint32_t word)
{
	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(word >> 8 * i);
}

/* Undoes the scrambling of one block. */
static void unscramble(const uint8_t from[BLOCK], uint8_t to[BLOCK])
{
	static const uint8_t places[BLOCK] = { 11, 9, 8, 15, 13, 10, 12, 14, 2, 1, 5, 0, 6, 4, 7, 3 };
	static const char text[] = "Charlie is the designer of P2P!!";
	uint8_t turned[BLOCK];

	for (unsigned i = 0; i < BLOCK; i += 4)
		put_word(turned + i, rotate(word_at(from + i), i + 3));
	for (unsigned i = 0; i < BLOCK; i++)
		to[i] = turned[places[i]] ^ (uint8_t)text[i];
	for (unsigned i = 0; i < BLOCK; i += 4)
		put_word(to + i, rotate(word_at(to + i), i + 1));
}

struct header {
	uint8_t version;
	uint16_t command;
};

static bool read_header(struct bytes datagram, struct header *ret_header)
{
	uint8_t plain[BLOCK];

	if (datagram.size < HEADER)
		return false;
	unscramble(datagram.data, plain);
	struct cursor cursor = cursor_over((struct bytes){ plain, BLOCK });
	uint16_t mark = cursor_be16(&cursor);
	struct header header = { .version = cursor_u8(&cursor) };

	cursor_skip(&cursor, 1);
	size_t size = cursor_le16(&cursor);

	cursor_skip(&cursor, 2);
	header.command = cursor_le16(&cursor);
	if (mark != 0x0402 || size + HEADER != datagram.size || header.version < 0x10 ||
	    header.version > 0x2f)
		return false;
	*ret_header = header;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct header header;

	(void)direction;
	return read_header(first, &header) ? 16 + 16 + 3 : 0;
}

static bool is_uid(struct bytes uid)
{
	unsigned digits = 0;

	for (size_t i = 0; i < uid.size; i++) {
		if (!(uid.data[i] >= 'A' && uid.data[i] <= 'Z') &&
		    !(uid.data[i] >= '0' && uid.data[i] <= '9'))
			return false;
		digits += uid.data[i] <= '9';
	}
	return uid.size == UID_SIZE && digits;
}

static void say_uid(struct tutk *tutk, struct bytes datagram, struct observer *observer)
{
	const struct message message = { .part = BYTES("payload"), .method = BYTES("search") };
	uint8_t plain[2 * BLOCK];
	struct bytes uid = { plain, UID_SIZE };
	struct members members;

	if (datagram.size < HEADER + 2 * BLOCK)
		return;
	unscramble(datagram.data + HEADER, plain);
	unscramble(datagram.data + HEADER + BLOCK, plain + BLOCK);
	if (!is_uid(uid))
		return;
	members_begin(&members);
	members_text(&members, "deviceUid", uid);
	members_say(&members, &message, bytes_slice(datagram, HEADER, 2 * BLOCK), observer);
	tutk->named = true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tutk *tutk = state;
	struct bytes datagram = stream->unread.rest;
	struct header header;

	(void)direction;
	if (!read_header(datagram, &header))
		return DECODED_MALFORMED;
	if (header.command == COMMAND_DATA || header.command == COMMAND_DATA_BACK) {
		size_t carried = datagram.size > DATA_AT ? datagram.size - DATA_AT : 0;

		cursor_skip(&stream->unread, datagram.size - carried);
		stream->skip = carried;
		stream->skip_as = carried >= 64 ? OPAQUE : UNREAD;
		if (carried)
			observer_undecoded(observer, "tutk", carried >= 64 ? "encrypted" : "unknown-format",
					   "what a session carries: the camera's password would decide",
					   carried, bytes_from(datagram, DATA_AT));
		return DECODED;
	}
	if (!tutk->named)
		say_uid(tutk, datagram, observer);
	cursor_skip(&stream->unread, datagram.size);
	return DECODED;
}

const struct app_decoder app_decoder_tutk = {
	.name = "tutk",
	.specification = "ThroughTek Kalay IOTC",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 10001 },
						  { SELECT_UDP_PORT, 32761 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct tutk),
	.bid = bid,
	.decode = decode,
};
