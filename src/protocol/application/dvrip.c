/* SPDX-License-Identifier: Apache-2.0 */
/* DVRIP (NetSurveillance, Sofia): recorders and cameras with Xiongmai's firmware, on TCP 34567 and UDP 34569
 * (Xiongmai, Digital Video Recorder Interface Protocol 1.0).
 *
 *     ff  version (1)  0 (2)  session (4)  serial (4)  packets (1)  which (1)  message (2)  size (4)  content
 *
 * all little-endian; content is JSON, or media. Passwords go as eight letters made of an MD5 without salt: a
 * hash that opens the camera as well as the password does. Nothing is encrypted. */
#include "protocol/application/login.h"
#include "protocol/application/tunnel.h"

enum { HEADER = 20, SIZE_MOST = 1 << 20 };
enum { LOGIN = 1000, LOGIN_ANSWER = 1001, MONITOR_DATA = 1412, PLAY_DATA = 1426, TALK_DATA = 1432 };

struct dvrip {
	bool lost[2];
	bool plain; /* what `login` has is the password itself */
	struct login login;
	struct tunnel_media video[2], voice[2];
};

static bool read_header(struct bytes bytes, uint16_t *ret_message, size_t *ret_size)
{
	struct cursor cursor = cursor_over(bytes);
	uint8_t mark = cursor_u8(&cursor), version = cursor_u8(&cursor);
	uint16_t nothing = cursor_be16(&cursor);

	cursor_skip(&cursor, 4 + 4 + 2);
	uint16_t message = cursor_le16(&cursor);
	size_t size = cursor_le32(&cursor);

	if (!cursor_ok(&cursor) || mark != 0xff || version > 1 || nothing || message < 1000 ||
	    message > 3999 || size > SIZE_MOST)
		return false;
	*ret_message = message;
	*ret_size = size;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes content = bytes_from(first, HEADER);
	uint16_t message;
	size_t size;

	(void)direction;
	if (!read_header(first, &message, &size))
		return 0;
	return 8 + 7 + 16 + 4 + 12 + (content.size && content.data[0] == '{' ? 8u : 0u);
}

/* The text of a member of a flat JSON object, without escapes. */
static struct bytes json_member(struct bytes json, struct bytes name)
{
	size_t at = bytes_find(json, name);
	struct bytes rest = bytes_from(json, at == SIZE_MAX ? json.size : at + name.size);

	if (rest.size < 2 || rest.data[0] != '"')
		return BYTES_EMPTY;
	rest = bytes_trim(bytes_from(rest, 1));
	if (!rest.size || rest.data[0] != ':')
		return BYTES_EMPTY;
	rest = bytes_trim(bytes_from(rest, 1));
	if (!rest.size || rest.data[0] != '"')
		return BYTES_EMPTY;
	rest = bytes_from(rest, 1);
	return bytes_find_byte(rest, '"') == SIZE_MAX ? BYTES_EMPTY : bytes_split(&rest, '"');
}

static const char PLAIN[] = "password in the login";
static const char HASHED[] = "eight letters of an MD5 without salt open the device as the password does";

static void say_login(struct dvrip *dvrip, const char *result, struct observer *observer)
{
	if (login_pending(&dvrip->login))
		login_say(&dvrip->login, "login", dvrip->plain ? PLAIN : HASHED, result, observer);
}

static void read_login(struct dvrip *dvrip, struct bytes json, struct observer *observer)
{
	struct bytes user = json_member(json, BYTES("UserName")),
		     secret = json_member(json, BYTES("PassWord"));
	struct bytes how = json_member(json, BYTES("EncryptType"));
	bool plain = bytes_equal_nocase(how, BYTES("NONE"));

	say_login(dvrip, "unknown", observer);
	if (!user.size)
		return;
	dvrip->plain = plain;
	login_begin(&dvrip->login, "dvrip", plain ? "password" : "hash", NULL);
	login_user(&dvrip->login, user, user, observer);
	if (secret.size)
		login_secret(&dvrip->login, secret, secret, observer);
}

static void read_answer(struct dvrip *dvrip, struct bytes json, struct observer *observer)
{
	size_t at = bytes_find(json, BYTES("\"Ret\""));
	struct bytes code = bytes_trim(bytes_slice(json, at == SIZE_MAX ? json.size : at + 5, 12));

	if (code.size && code.data[0] == ':')
		code = bytes_trim(bytes_from(code, 1));
	say_login(dvrip,
		  bytes_start_with(code, BYTES("100")) ? "accepted"
		  : code.size			       ? "refused"
						       : "unknown",
		  observer);
}

/* Media: frames that begin with a mark and what they are, cut into messages. */
static void note_media(struct dvrip *dvrip, enum direction direction, struct bytes content,
		       struct observer *observer)
{
	bool begins = content.size > 5 && !content.data[0] && !content.data[1] && content.data[2] == 1;
	bool voice = begins && content.data[3] == 0xfa;
	const char *format = begins && (content.data[3] == 0xfc || content.data[3] == 0xfe)
				     ? (content.data[4] == 2   ? "h264"
					: content.data[4] == 3 ? "h265"
							       : NULL)
				     : NULL;

	tunnel_note_media(voice ? &dvrip->voice[direction] : &dvrip->video[direction],
			  voice ? "voice" : "video", format, content, observer);
}

static void read_message(struct dvrip *dvrip, enum direction direction, uint16_t number, struct bytes content,
			 struct observer *observer)
{
	const struct message message = { .part = BYTES("body") };

	if (number == MONITOR_DATA || number == PLAY_DATA || number == TALK_DATA) {
		note_media(dvrip, direction, content, observer);
		return;
	}
	/* The JSON ends in a line end and a NUL. */
	while (content.size && content.data[content.size - 1] <= ' ')
		content.size--;
	if (number == LOGIN) {
		read_login(dvrip, content, observer);
	} else {
		if (number == LOGIN_ANSWER)
			read_answer(dvrip, content, observer);
		if (content.size)
			observer_content(observer, &message, content, content);
	}
}

/* Where the next message may start, behind the first byte. */
static size_t next_start(struct bytes bytes)
{
	uint16_t message;
	size_t at = 1, size;

	while (at < bytes.size &&
	       (bytes.data[at] != 0xff ||
		(bytes.size - at >= HEADER && !read_header(bytes_from(bytes, at), &message, &size))))
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct dvrip *dvrip = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		uint16_t message = 0;
		size_t size = 0;
		bool ends = stream->ended || stream->full;

		if (bytes.size < HEADER && !ends)
			return DECODED;
		if (!read_header(bytes, &message, &size)) {
			struct bytes passed = cursor_take(&stream->unread, next_start(bytes));

			observer_undecoded(observer, "dvrip", dvrip->lost[direction] ? "cut" : "malformed",
					   "no message starts here", passed.size, passed);
			continue;
		}
		if (bytes.size < HEADER + size && !ends) {
			stream->wanted = HEADER + size;
			return DECODED;
		}
		dvrip->lost[direction] = false;
		struct bytes whole = cursor_take(&stream->unread,
						 bytes.size < HEADER + size ? bytes.size : HEADER + size);

		read_message(dvrip, direction, message, bytes_from(whole, HEADER), observer);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct dvrip *dvrip = state;

	(void)size;
	(void)observer;
	dvrip->lost[direction] = true;
}

static void end(void *state, struct observer *observer)
{
	struct dvrip *dvrip = state;

	say_login(dvrip, "unknown", observer);
	for (unsigned i = 0; i < 2; i++) {
		enum sender sender = i == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;

		media_say(&dvrip->video[i], "DVRIP", sender, observer);
		media_say(&dvrip->voice[i], "DVRIP", sender, observer);
	}
	login_free(&dvrip->login);
}

const struct app_decoder app_decoder_dvrip = {
	.name = "dvrip",
	.specification = "Xiongmai DVRIP",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 34567 },
						  { SELECT_UDP_PORT, 34569 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct dvrip),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = end,
};
