/* SPDX-License-Identifier: Apache-2.0 */
/* Remote consoles of game servers, which take their password in clear:
 *
 *     Source, Minecraft, over TCP: size(32) number(32) kind(32) text 0 0, least byte first; kind 3 logs in,
 *     2 answers with the same number, or ffffffff; 2 of the client is a command, 0 its answer
 *     Quake, Half-Life, Call of Duty, over UDP: ff ff ff ff `rcon ` password command; Half-Life puts a number
 *     that the server gave before the password
 *
 * Left out: the games themselves. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { HEAD_SIZE = 4, FRAME_SIZE = 10, SIZE_MOST = 4200, LOGIN = 3, COMMAND = 2, QUAKE_MARK_SIZE = 9 };

#define REFUSED 0xffffffffu

struct rcon {
	struct login login;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_le32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return size >= FRAME_SIZE && size <= SIZE_MOST ? HEAD_SIZE + size : UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_le32(&cursor);

	cursor_skip(&cursor, 4);
	uint32_t kind = cursor_le32(&cursor);
	struct bytes text = cursor_take(&cursor, size - FRAME_SIZE);

	return direction == FROM_CLIENT && cursor_be16(&cursor) == 0 && cursor_ok(&cursor) &&
			       !cursor_left(&cursor) && kind == LOGIN && unit_is_text(text)
		       ? 32 + 32 + 16
		       : 0;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct message message = { .part = BYTES("command") };
	struct rcon *rcon = state;
	struct cursor cursor = cursor_over(bytes_from(unit, HEAD_SIZE));
	uint32_t number = cursor_le32(&cursor), kind = cursor_le32(&cursor);
	struct bytes text = login_padded(cursor.rest);

	if (direction == FROM_SERVER && kind == COMMAND) {
		login_say(&rcon->login, "auth", "remote console", number == REFUSED ? "refused" : "accepted",
			  observer);
	} else if (direction == FROM_CLIENT && kind == LOGIN) {
		login_begin(&rcon->login, "rcon", "password", NULL);
		login_secret(&rcon->login, text, text, observer);
	} else if (text.size) {
		message.method = direction == FROM_CLIENT ? BYTES("command") : BYTES("answer");
		observer_content(observer, &message, text, text);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct rcon *rcon = state;

	login_say(&rcon->login, "auth", "remote console", "unknown", observer);
	login_free(&rcon->login);
}

/* --- over UDP --- */

static bool is_quake(struct bytes datagram)
{
	return bytes_start_with(datagram, BYTES("\xff\xff\xff\xffrcon ")) &&
	       datagram.size > QUAKE_MARK_SIZE + 2;
}

static unsigned bid_quake(enum direction direction, struct bytes first)
{
	return direction == FROM_CLIENT && is_quake(first) ? 8 * QUAKE_MARK_SIZE : 0;
}

/* A word, or what stands in quotes. */
static struct bytes take_argument(struct bytes *rest)
{
	if (!bytes_start_with(*rest, BYTES("\"")))
		return bytes_split(rest, ' ');
	*rest = bytes_from(*rest, 1);
	struct bytes argument = bytes_split(rest, '"');

	*rest = bytes_trim(*rest);
	return argument;
}

static enum decoded decode_quake(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct bytes rest = login_padded(bytes_from(datagram, QUAKE_MARK_SIZE)), password;
	uint64_t number;

	(void)state;
	if (direction == FROM_SERVER || !is_quake(datagram))
		return DECODED;
	password = take_argument(&rest);
	/* `rcon challenge rcon` asks for the number. */
	if (bytes_equal(password, BYTES("challenge")) && bytes_start_with(rest, BYTES("rcon")))
		return DECODED;
	if (password.size >= 6 && bytes_to_number(password, &number) && rest.size &&
	    (rest.data[0] == '"' || bytes_find_byte(rest, ' ') != SIZE_MAX))
		password = take_argument(&rest);
	if (!unit_is_text(password))
		return DECODED;
	credential_say(
		&(struct credential){
			.scheme = "rcon",
			.class = "password",
			.secret = password,
			.method = "rcon",
			.why = "remote console",
		},
		password, observer);
	return DECODED;
}

const struct app_decoder app_decoder_rcon = {
	.name = "rcon",
	.specification = "Source RCON",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 27015 },
			{ SELECT_TCP_PORT, 25575 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct rcon),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};

const struct app_decoder app_decoder_quake_rcon = {
	.name = "quake-rcon",
	.specification = "Quake and Half-Life RCON",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 27960 },
			{ SELECT_UDP_PORT, 27015 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid_quake,
	.decode = decode_quake,
};
