/* SPDX-License-Identifier: Apache-2.0 */
/* Two chatty protocols over TCP whose passwords are words of a line:
 *
 *     NMDC (Direct Connect), messages end in `|`: the hub `$Lock …|`, `$GetPass|`, `$Hello name|`,
 * `$BadPass|`; the client `$ValidateNick name|`, `$MyPass password|` ServerQuery of TeamSpeak, lines: the
 * server `TS3` or `[TS]`, `error id=0 …`; the client `login name password`, or client_login_name=…
 * client_login_password=…, where `\s` is a blank
 *
 * What is said is handed on. Left out: files; TeamSpeak's voice, which is encrypted since 3. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

struct chat {
	struct buffer name;
	struct login login;
};

static void hand_on(struct bytes text, struct observer *observer)
{
	const struct message message = { .part = BYTES("message") };

	if (text.size > 3)
		observer_content(observer, &message, text, text);
}

static void close_chat(void *state, struct observer *observer)
{
	struct chat *chat = state;

	login_say(&chat->login, "login", "password in a line", "unknown", observer);
	login_free(&chat->login);
	buffer_free(&chat->name);
}

/* --- NMDC --- */

static size_t nmdc_measure(enum direction direction, struct bytes bytes)
{
	size_t end = bytes_find_byte(bytes, '|');

	(void)direction;
	return end == SIZE_MAX ? UNIT_LONGER : end + 1;
}

static unsigned nmdc_bid(enum direction direction, struct bytes first)
{
	if (bytes_find_byte(first, '|') == SIZE_MAX)
		return 0;
	if (bytes_start_with(first, BYTES("$Lock ")) && bytes_find(first, BYTES(" Pk=")) != SIZE_MAX)
		return 8 * 10;
	return direction == FROM_CLIENT && (bytes_start_with(first, BYTES("$MyNick ")) ||
					    bytes_start_with(first, BYTES("$Supports ")) ||
					    bytes_start_with(first, BYTES("$ValidateNick ")))
		       ? 8 * 8
		       : 0;
}

static void nmdc_read(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct chat *chat = state;
	struct bytes rest = bytes_slice(unit, 0, unit.size - 1), word = bytes_split(&rest, ' ');

	if (direction == FROM_CLIENT && bytes_equal(word, BYTES("$ValidateNick"))) {
		buffer_clear(&chat->name);
		chat->name.maximum = LIMIT_ATTRIBUTE_SIZE;
		buffer_append(&chat->name, bytes_slice(rest, 0, 128));
	} else if (direction == FROM_CLIENT && bytes_equal(word, BYTES("$MyPass"))) {
		login_begin(&chat->login, "nmdc", "password", NULL);
		if (chat->name.size)
			login_user(&chat->login, buffer_bytes(&chat->name), rest, observer);
		login_secret(&chat->login, rest, rest, observer);
	} else if (direction == FROM_SERVER && login_pending(&chat->login) &&
		   (bytes_equal(word, BYTES("$Hello")) || bytes_equal(word, BYTES("$BadPass")) ||
		    bytes_equal(word, BYTES("$LogedIn")))) {
		login_say(&chat->login, "login", "password in a line",
			  bytes_equal(word, BYTES("$BadPass")) ? "refused" : "accepted", observer);
	} else if (!bytes_equal(word, BYTES("$Lock")) && !bytes_equal(word, BYTES("$Key"))) {
		hand_on(bytes_slice(unit, 0, unit.size - 1), observer);
	}
}

static enum decoded nmdc_decode(void *state, enum direction direction, struct stream *stream,
				struct observer *observer)
{
	static const struct unit_reader reader = { .measure = nmdc_measure, .read = nmdc_read };

	return units_read(&reader, state, direction, stream, observer);
}

/* --- ServerQuery --- */

static unsigned query_bid(enum direction direction, struct bytes first)
{
	return direction == FROM_SERVER && (bytes_start_with(first, BYTES("TS3\n\r")) ||
					    bytes_start_with(first, BYTES("[TS]\r\n")))
		       ? 8 * 5
		       : 0;
}

/* The value of `name=` among words, or no bytes. */
static struct bytes argument_of(struct bytes line, struct bytes name)
{
	while (line.size) {
		struct bytes word = line_word(&line);

		if (bytes_start_with(word, name))
			return bytes_from(word, name.size);
	}
	return BYTES_EMPTY;
}

/* `\s` is a blank, `\p` a bar; a backslash before anything else stands for that. */
static void append_escaped(struct buffer *to, struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t letter = text.data[i];

		if (letter == '\\' && i + 1 < text.size) {
			letter = text.data[++i];
			letter = letter == 's' ? ' ' : letter == 'p' ? '|' : letter;
		}
		buffer_append_byte(to, letter);
	}
}

static void take_login(struct chat *chat, struct bytes line, struct bytes rest, struct observer *observer)
{
	struct bytes name = argument_of(rest, BYTES("client_login_name="));
	struct bytes password = argument_of(rest, BYTES("client_login_password="));
	struct buffer plain = buffer_of(LIMIT_LINE_SIZE);

	if (!name.size && !password.size) {
		name = line_word(&rest);
		password = line_word(&rest);
	}
	if (!password.size)
		return;
	login_begin(&chat->login, "teamspeak", "password", NULL);
	append_escaped(&plain, name);
	login_user(&chat->login, buffer_bytes(&plain), line, observer);
	buffer_clear(&plain);
	append_escaped(&plain, password);
	login_secret(&chat->login, buffer_bytes(&plain), line, observer);
	buffer_free(&plain);
}

static enum decoded query_decode(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	struct chat *chat = state;
	struct bytes line;

	while (line_next(stream, &line) != LINE_NONE) {
		struct bytes text = bytes_trim(line), rest = text, word = line_word(&rest);

		if (direction == FROM_CLIENT &&
		    (bytes_equal_nocase(word, BYTES("login")) || bytes_equal_nocase(word, BYTES("slogin")))) {
			take_login(chat, line, rest, observer);
		} else if (direction == FROM_SERVER && login_pending(&chat->login) &&
			   (bytes_equal_nocase(word, BYTES("error")) ||
			    bytes_equal_nocase(word, BYTES("ok")))) {
			bool well = bytes_start_with(rest, BYTES("id=0 ")) || word.size == 2;

			login_say(&chat->login, "login", "password in a line", well ? "accepted" : "refused",
				  observer);
		} else {
			hand_on(text, observer);
		}
	}
	return DECODED;
}

const struct app_decoder app_decoder_nmdc = {
	.name = "nmdc",
	.specification = "NeoModus Direct Connect",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 411 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct chat),
	.bid = nmdc_bid,
	.decode = nmdc_decode,
	.close = close_chat,
};

const struct app_decoder app_decoder_teamspeak = {
	.name = "teamspeak",
	.specification = "TeamSpeak ServerQuery",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 10011 },
			{ SELECT_TCP_PORT, 51234 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct chat),
	.bid = query_bid,
	.decode = query_decode,
	.close = close_chat,
};
