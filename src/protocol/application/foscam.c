/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of cameras by Foscam, Wansview and their likes (IP Camera Low-level Protocol), over TCP, and
 * over UDP 10000 for looking for one another:
 *
 *     `MO_` O, V or I (4), command(16) 0(8) 8 bytes size(32) size(32), content; least byte first
 *     O 2: user(13) password(13)     O 3: result(16), 0 is well     I 1: number(13) name(21) addresses …
 *
 * Nothing is encrypted. Media go over the V connection, as JPEG and ADPCM; they are handed on. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

enum { HEADER_SIZE = 23, VERIFY = 2, VERIFIED = 3, FOUND = 1, TEXT_SIZE = 13, NAME_SIZE = 21, VIDEO = 1 };

struct foscam {
	struct login login;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	uint32_t mark = cursor_be24(&cursor);
	unsigned channel = cursor_u8(&cursor);

	(void)direction;
	cursor_skip(&cursor, 2 + 1 + 8);
	size_t size = cursor_le32(&cursor), again = cursor_le32(&cursor);

	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	(void)again; /* some leave it empty */
	if (mark != 0x4d4f5f || (channel != 'O' && channel != 'V' && channel != 'I') ||
	    size > LIMIT_MESSAGE_SIZE)
		return UNIT_BROKEN;
	return HEADER_SIZE + size;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = measure(direction, first);

	return size != UNIT_BROKEN && size != UNIT_LONGER ? 32 + 8 : 0;
}

static void take_found(struct bytes content, struct observer *observer)
{
	const struct message message = { .part = BYTES("item") };
	struct bytes number = login_padded(bytes_slice(content, 0, TEXT_SIZE));
	struct bytes name = login_padded(bytes_slice(content, TEXT_SIZE, NAME_SIZE));

	if (unit_is_text(number))
		observer_value(observer, &message, BYTES("device-id"), number);
	if (unit_is_text(name))
		observer_value(observer, &message, BYTES("device-name"), name);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("media") };
	struct foscam *foscam = state;
	struct bytes content = bytes_from(unit, HEADER_SIZE);
	unsigned channel = unit.data[3], command = unit.data[4];

	(void)direction;
	if (channel == 'I' && command == FOUND) {
		take_found(content, observer);
	} else if (channel == 'V' && command == VIDEO && content.size > 13) {
		/* when (4), how (4), whether more comes (1), size (4) */
		observer_content(observer, &message, bytes_from(content, 13), content);
	} else if (channel == 'O' && command == VERIFY && content.size >= 2 * TEXT_SIZE) {
		struct bytes user = login_padded(bytes_slice(content, 0, TEXT_SIZE));
		struct bytes password = login_padded(bytes_slice(content, TEXT_SIZE, TEXT_SIZE));

		login_begin(&foscam->login, "foscam", "password", NULL);
		if (user.size)
			login_user(&foscam->login, user, user, observer);
		if (password.size)
			login_secret(&foscam->login, password, password, observer);
	} else if (channel == 'O' && command == VERIFIED && content.size >= 2) {
		login_say(&foscam->login, "verify", "login of a camera",
			  content.data[0] || content.data[1] ? "refused" : "accepted", observer);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = {
		.measure = measure,
		.read = read_unit,
		.most = LIMIT_MESSAGE_SIZE,
	};

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct foscam *foscam = state;

	login_say(&foscam->login, "verify", "login of a camera", "unknown", observer);
	login_free(&foscam->login);
}

const struct app_decoder app_decoder_foscam = {
	.name = "foscam",
	.specification = "IP Camera Low-level Protocol",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 10000 },
			{ SELECT_TCP_PORT, 80 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct foscam),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
