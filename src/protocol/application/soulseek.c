/* SPDX-License-Identifier: Apache-2.0 */
/* Soulseek over TCP, with its server; numbers have their least byte first, texts their size(32) in front:
 *
 *     size(32) code(32), content; code 1 logs in: user password version(32) digest minor(32)
 *     the answer: 1, well(8) text …
 *
 * Newer clients send the password all the same. Left out: searches, messages, peers. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

enum { HEAD_SIZE = 4, LOGIN = 1, DIGEST_SIZE = 32, TEXT_MOST = 128 };

struct soulseek {
	struct login login;
};

static struct bytes take_text(struct cursor *cursor)
{
	size_t size = cursor_le32(cursor);

	return cursor_take(cursor, size > TEXT_MOST ? SIZE_MAX : size);
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_le32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return size && size <= LIMIT_DOCUMENT_SIZE ? HEAD_SIZE + size : UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_le32(&cursor);
	uint32_t code = cursor_le32(&cursor);
	struct bytes user = take_text(&cursor), password = take_text(&cursor);

	cursor_skip(&cursor, 4);
	struct bytes digest = take_text(&cursor);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && code == LOGIN && unit_is_text(user) &&
			       unit_is_text(password) && digest.size == DIGEST_SIZE && size < first.size
		       ? 8 * 12
		       : 0;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct soulseek *soulseek = state;
	struct cursor cursor = cursor_over(bytes_from(unit, HEAD_SIZE));

	if (cursor_le32(&cursor) != LOGIN)
		return;
	if (direction == FROM_SERVER) {
		login_say(&soulseek->login, "login", "login of Soulseek",
			  cursor_u8(&cursor) ? "accepted" : "refused", observer);
		return;
	}
	struct bytes user = take_text(&cursor), password = take_text(&cursor);

	if (!cursor_ok(&cursor))
		return;
	login_begin(&soulseek->login, "soulseek", "password", NULL);
	login_user(&soulseek->login, user, user, observer);
	login_secret(&soulseek->login, password, password, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct soulseek *soulseek = state;

	login_say(&soulseek->login, "login", "login of Soulseek", "unknown", observer);
	login_free(&soulseek->login);
}

const struct app_decoder app_decoder_soulseek = {
	.name = "soulseek",
	.specification = "Soulseek protocol",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 2242 },
			{ SELECT_TCP_PORT, 2416 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct soulseek),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
