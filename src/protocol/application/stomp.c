/* SPDX-License-Identifier: Apache-2.0 */
/* STOMP 1.0 to 1.2 over TCP.
 *
 *     COMMAND EOL, headers `name:value` EOL, EOL, body, NUL; between frames there may be line ends
 *
 * The body is as long as `content-length` says, or ends at the NUL. Escapes of headers (1.1) are left as
 * they stand. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"

#include "base/limits.h"

struct stomp {
	struct login login;
	bool known;
};

static const char *const commands[] = { "CONNECT",     "STOMP",	  "SEND",	"SUBSCRIBE",
					"UNSUBSCRIBE", "BEGIN",	  "COMMIT",	"ABORT",
					"ACK",	       "NACK",	  "DISCONNECT", "CONNECTED",
					"MESSAGE",     "RECEIPT", "ERROR",	NULL };

/* The command in the first line, which has nothing else; no bytes: it is none. */
static struct bytes command_of(struct bytes line)
{
	struct bytes word = bytes_end_with(line, BYTES("\r")) ? bytes_slice(line, 0, line.size - 1) : line;

	for (const char *const *command = commands; *command; command++)
		if (bytes_equal_nocase(word, bytes_of(*command)))
			return word;
	return BYTES_EMPTY;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_split(&rest, '\n'), command = command_of(line);
	struct bytes header = bytes_split(&rest, '\n');
	bool opens = bytes_equal(command, BYTES("CONNECT")) || bytes_equal(command, BYTES("STOMP"));

	/* The line ends, and a header or the frame's end follows. */
	if (!command.size || line.size == first.size ||
	    (direction == FROM_CLIENT ? !opens : !bytes_equal(command, BYTES("CONNECTED"))))
		return 0;
	return bytes_find_byte(header, ':') != SIZE_MAX || !bytes_trim(header).size
		       ? 8 * (unsigned)command.size + 8
		       : 0;
}

struct frame {
	struct bytes command, destination, user, secret, media_type;
	uint64_t size;
	bool sized;
};

static void take_header(struct frame *frame, struct bytes line)
{
	struct bytes value = line, name = bytes_split(&value, ':');

	value = bytes_trim(value);
	if (bytes_equal(name, BYTES("login")))
		frame->user = value;
	else if (bytes_equal(name, BYTES("passcode")))
		frame->secret = value;
	else if (bytes_equal(name, BYTES("destination")))
		frame->destination = value;
	else if (bytes_equal(name, BYTES("content-type")))
		frame->media_type = value;
	else if (bytes_equal(name, BYTES("content-length")) && !frame->sized)
		frame->sized = bytes_to_number(value, &frame->size) && frame->size < LIMIT_MESSAGE_SIZE;
}

/* Reads the head; false where it does not end within what is there. */
static bool take_head(struct cursor *cursor, struct frame *ret_frame)
{
	struct frame frame = { .command = command_of(cursor_line(cursor, LIMIT_LINE_SIZE)) };

	while (cursor_ok(cursor)) {
		struct bytes line = cursor_line(cursor, LIMIT_HEAD_SIZE);

		if (cursor_ok(cursor) && !line.size) {
			*ret_frame = frame;
			return true;
		}
		take_header(&frame, line);
	}
	return false;
}

static void say(struct stomp *stomp, const char *result, struct observer *observer)
{
	login_say(&stomp->login, "CONNECT", "headers login and passcode", result, observer);
}

static void take_frame(struct stomp *stomp, const struct frame *frame, struct bytes body,
		       struct observer *observer)
{
	struct message message = {
		.part = BYTES("body"),
		.method = frame->command,
		.topic = frame->destination,
		.media_type = frame->media_type,
	};

	if (bytes_equal(frame->command, BYTES("CONNECT")) || bytes_equal(frame->command, BYTES("STOMP"))) {
		say(stomp, "unknown", observer);
		login_begin(&stomp->login, "plain", "password", NULL);
		login_user(&stomp->login, frame->user, frame->user, observer);
		if (frame->secret.size)
			login_secret(&stomp->login, frame->secret, frame->secret, observer);
		return;
	}
	if (bytes_equal(frame->command, BYTES("CONNECTED")))
		say(stomp, "accepted", observer);
	else if (bytes_equal(frame->command, BYTES("ERROR")))
		say(stomp, "refused", observer);
	if (body.size)
		observer_content(observer, &message, body, body);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct stomp *stomp = state;

	(void)direction;
	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		struct frame frame;

		/* A heart-beat, or the end of a line behind a frame. */
		if (cursor_peek(&ahead, 0) == '\n' || cursor_peek(&ahead, 0) == '\r') {
			cursor_skip(&stream->unread, 1);
			continue;
		}
		bool whole = take_head(&ahead, &frame);
		size_t size = whole && frame.sized ? (size_t)frame.size : bytes_find_byte(ahead.rest, 0);

		if (!whole || size >= cursor_left(&ahead)) {
			if (!stream->ended && !stream->full) {
				stream->wanted = line_wait(stream);
				return DECODED;
			}
			return stomp->known ? DECODED_IN_PART : DECODED_NOT_MINE;
		}
		struct bytes body = cursor_take(&ahead, size);

		if (!frame.command.size || cursor_u8(&ahead) != 0)
			return stomp->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		stomp->known = true;
		take_frame(stomp, &frame, body, observer);
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 61613 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_stomp = {
	.name = "stomp",
	.specification = "STOMP 1.2",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct stomp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
