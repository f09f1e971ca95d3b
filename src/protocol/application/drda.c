/* SPDX-License-Identifier: Apache-2.0 */
/* DRDA over TCP, as Db2, Derby and Informix speak it: up to the login.
 *
 *     size(16) d0 kind(8) number(16), then size(16) command(16), items: size(16) name(16) value
 *     1041 attributes   106d which proof   106e proof: 11a2 kind, 11a0 user, 11a1 password
 *     1219 its answer: 11a4, 0 is well
 *
 * Texts are EBCDIC as a rule. Kind 3 is user and password as they are, 4 the user alone; others hide the
 * password. Left out: statements. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	HEADER_SIZE = 6,
	OBJECT_SIZE = 4,
	MARK = 0xd0,
	ATTRIBUTES = 0x1041,
	WHICH_PROOF = 0x106d,
	PROOF = 0x106e,
	PROOF_ANSWER = 0x1219,
	ITEM_USER = 0x11a0,
	ITEM_PASSWORD = 0x11a1,
	ITEM_KIND = 0x11a2,
	ITEM_RESULT = 0x11a4,
	KIND_PASSWORD = 3,
	TEXT_MOST = 256,
};

struct drda {
	struct login login;
};

/* What the printable characters of ASCII are in EBCDIC (code page 37), from the blank on; those that others
 * have elsewhere are left out. */
static const uint8_t ebcdic[] = {
	0x40, 0x5a, 0x7f, 0x7b, 0x5b, 0x6c, 0x50, 0x7d, 0x4d, 0x5d, 0x5c, 0x4e, 0x6b, 0x60, 0x4b, 0x61,
	0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x5e, 0x4c, 0x7e, 0x6e, 0x6f,
	0x7c, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
	0xd7, 0xd8, 0xd9, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xba, 0xe0, 0xbb, 0xb0, 0x6d,
	0x79, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
	0x97, 0x98, 0x99, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xc0, 0x4f, 0xd0, 0xa1,
};

/* Puts a text as ASCII into `to`. False: it is none. */
static bool read_text(struct bytes text, uint8_t to[TEXT_MOST], struct bytes *ret_text)
{
	bool coded = false;
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++)
		coded = coded || text.data[i] >= 0x7f || text.data[i] < ' ';
	for (size_t i = 0; i < text.size && size < TEXT_MOST; i++) {
		const uint8_t *hit = memchr(ebcdic, text.data[i], sizeof ebcdic);

		if (coded && !hit)
			return false;
		to[size++] = coded ? (uint8_t)(' ' + (hit - ebcdic)) : text.data[i];
	}
	*ret_text = bytes_trim((struct bytes){ to, size });
	return true;
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_be16(&cursor);
	unsigned mark = cursor_u8(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	/* The high bit says that pieces of the same follow. */
	return mark == MARK && size >= HEADER_SIZE ? (size & 0x8000 ? 0x7fff : size) : UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_be16(&cursor);
	unsigned mark = cursor_u8(&cursor), kind = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	size_t inner = cursor_be16(&cursor);
	unsigned command = cursor_be16(&cursor);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && mark == MARK && (kind & 0x8f) == 1 &&
			       inner + HEADER_SIZE == size && command == ATTRIBUTES
		       ? 8 + 5 + 16 + 16
		       : 0;
}

static void take_proof(struct drda *drda, struct cursor items, struct observer *observer)
{
	struct bytes user = BYTES_EMPTY, password = BYTES_EMPTY, found;
	uint8_t text[TEXT_MOST];
	unsigned kind = 0;

	while (cursor_ok(&items) && cursor_left(&items) >= OBJECT_SIZE) {
		size_t size = cursor_be16(&items);
		unsigned name = cursor_be16(&items);
		struct bytes value = cursor_take(&items, size < OBJECT_SIZE ? SIZE_MAX : size - OBJECT_SIZE);
		struct cursor number = cursor_over(value);

		if (name == ITEM_USER)
			user = value;
		else if (name == ITEM_PASSWORD)
			password = value;
		else if (name == ITEM_KIND)
			kind = cursor_be16(&number);
	}
	if (!read_text(user, text, &found) || !found.size)
		return;
	login_begin(&drda->login, "drda", kind == KIND_PASSWORD || !password.size ? "password" : "encrypted",
		    NULL);
	login_user(&drda->login, found, user, observer);
	if (kind == KIND_PASSWORD && read_text(password, text, &found))
		login_secret(&drda->login, found, password, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct drda *drda = state;
	struct cursor cursor = cursor_over(bytes_from(unit, HEADER_SIZE));

	cursor_skip(&cursor, 2);
	unsigned command = cursor_be16(&cursor);

	if (direction == FROM_CLIENT && command == PROOF) {
		take_proof(drda, cursor, observer);
	} else if (direction == FROM_SERVER && command == PROOF_ANSWER) {
		size_t at = bytes_find(cursor.rest, BYTES("\0\5\x11\xa4"));
		struct bytes result = bytes_slice(cursor.rest, at == SIZE_MAX ? cursor.rest.size : at + 4, 1);

		login_say(&drda->login, "SECCHK", "login of DRDA",
			  !result.size	    ? "unknown"
			  : !result.data[0] ? "accepted"
					    : "refused",
			  observer);
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
	struct drda *drda = state;

	login_say(&drda->login, "SECCHK", "login of DRDA", "unknown", observer);
	login_free(&drda->login);
}

const struct app_decoder app_decoder_drda = {
	.name = "drda",
	.specification = "DRDA 5, Open Group C112",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 50000 },
			{ SELECT_TCP_PORT, 446 },
			{ SELECT_TCP_PORT, 1527 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct drda),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
