/* SPDX-License-Identifier: Apache-2.0 */
/* IPMI over UDP (RMCP): who manages a server.
 *
 *     06 00 ff 07, proof(8: 0 none, 2 MD5, 4 a password in clear, 6 version 2); least byte first
 *     versions before 2: number(32) session(32) [proof(16 bytes)] size(8) to function sum from number command
 * … command 39: proof name(16)     version 2: payload(8: 12 opens, with a name) session number size(16), tag
 * 0(24) session(32) random(16 bytes) role(8) 0(16) size(8) name
 *
 * The answer to version 2's opening lets anybody guess the password. Left out: commands. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	PROOF_PASSWORD = 4,
	PROOF_VERSION_2 = 6,
	OPENING = 0x12,
	COMMAND_CHALLENGE = 0x39,
	TEXT_SIZE = 16,
	NAME_AT = 24,
};

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return bytes_start_with(first, BYTES("\6\0\xff\7")) && first.size >= 14 && first.data[4] <= 6
		       ? 8 * 4 + 5
		       : 0;
}

static void say(const char *class, struct bytes user, struct bytes secret, const char *why,
		struct observer *observer)
{
	if (user.size ? unit_is_text(user) : unit_is_text(secret))
		credential_say(
			&(struct credential){
				.scheme = "ipmi",
				.class = class,
				.user = user,
				.secret = secret,
				.method = "session",
				.why = why,
			},
			user.size ? user : secret, observer);
}

static void read_old(struct cursor cursor, unsigned proof, struct observer *observer)
{
	cursor_skip(&cursor, 8);
	struct bytes secret = proof ? login_padded(cursor_take(&cursor, TEXT_SIZE)) : BYTES_EMPTY;

	cursor_skip(&cursor, 1 + 5);
	unsigned command = cursor_u8(&cursor);

	if (!cursor_ok(&cursor))
		return;
	if (proof == PROOF_PASSWORD)
		say("password", BYTES_EMPTY, secret, "password of a session, in clear", observer);
	cursor_skip(&cursor, 1);
	if (command == COMMAND_CHALLENGE && cursor_left(&cursor) >= TEXT_SIZE)
		say("username-only", login_padded(bytes_slice(cursor.rest, 0, TEXT_SIZE)), BYTES_EMPTY,
		    "name of who asks for a session", observer);
}

static void read_new(struct cursor cursor, struct observer *observer)
{
	unsigned payload = cursor_u8(&cursor);

	cursor_skip(&cursor, 8);
	size_t size = cursor_le16(&cursor);
	struct cursor content = cursor_over(cursor_take(&cursor, size));

	if (!cursor_ok(&cursor) || payload != OPENING)
		return;
	cursor_skip(&content, NAME_AT + 3);
	size_t name_size = cursor_u8(&content);
	struct bytes name = cursor_take(&content, name_size);

	if (cursor_ok(&content) && name.size && name.size <= TEXT_SIZE)
		say("hash", name, BYTES_EMPTY, "name of who opens a session; the answer proves a password",
		    observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(bytes_from(datagram, 4));

	(void)state;
	/* RMCP of another class: looking for one another. */
	if (!bid(direction, datagram))
		return bytes_start_with(datagram, BYTES("\6\0")) ? DECODED : DECODED_MALFORMED;
	unsigned proof = cursor_u8(&cursor);

	if (direction == FROM_SERVER)
		return DECODED;
	if (proof == PROOF_VERSION_2)
		read_new(cursor, observer);
	else
		read_old(cursor, proof, observer);
	return DECODED;
}

const struct app_decoder app_decoder_ipmi = {
	.name = "ipmi",
	.specification = "IPMI 1.5, 2.0",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 623 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
