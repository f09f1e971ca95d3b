/* SPDX-License-Identifier: Apache-2.0 */
/* CVS (its pserver) and rsync's daemon over TCP: their logins.
 *
 *     cvs     client `BEGIN AUTH REQUEST` LF root LF user LF password LF `END AUTH REQUEST` LF   server `I
 * LOVE YOU` rsync   server `@RSYNCD: version` LF   client the same, module LF   server `@RSYNCD: AUTHREQD
 * challenge` LF client user digest LF
 *
 * A password of CVS is changed letter by letter by a table that everybody has (letter `A` in front says so):
 * it can be read. rsync sends a digest. What follows is passed over. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"

/* By which letter each is written, 32 to 126; the table is its own inverse. */
static const uint8_t letters[95] = {
	114, 120, 53, 79,  96,	109, 72, 108, 70,  64,	76,  67,  116, 74, 68,	87,  111, 52, 75,
	119, 49,  34, 82,  81,	95,  65, 112, 86,  118, 110, 122, 105, 41, 57,	83,  43,  46, 102,
	40,  89,  38, 103, 45,	50,  42, 123, 91,  35,	125, 55,  54,  66, 124, 126, 59,  47, 92,
	71,  115, 78, 88,  107, 106, 56, 36,  121, 117, 104, 101, 100, 69, 73,	99,  63,  94, 93,
	39,  37,  61, 48,  58,	113, 32, 90,  44,  98,	60,  51,  33,  97, 62,	77,  84,  80, 85,
};

enum { PASSWORD_MOST = 256 };

struct cvs {
	struct login login;
	unsigned lines; /* of the client that were read */
	bool challenged, done;
};

static unsigned bid_cvs(enum direction direction, struct bytes first)
{
	return direction == FROM_CLIENT && (bytes_start_with(first, BYTES("BEGIN AUTH REQUEST\n")) ||
					    bytes_start_with(first, BYTES("BEGIN VERIFICATION REQUEST\n")))
		       ? 8 * 19
		       : 0;
}

static unsigned bid_rsync(enum direction direction, struct bytes first)
{
	(void)direction;
	return bytes_start_with(first, BYTES("@RSYNCD: ")) ? 8 * 9 : 0;
}

static void pass_over(struct stream *stream)
{
	stream->skip = UINT64_MAX / 2;
	stream->skip_as = UNREAD;
}

static void take_secret(struct cvs *cvs, struct bytes line, struct observer *observer)
{
	uint8_t text[PASSWORD_MOST];
	struct bytes hidden = bytes_slice(bytes_from(line, 1), 0, sizeof text);

	if (!line.size || line.data[0] != 'A')
		return;
	for (size_t i = 0; i < hidden.size; i++) {
		uint8_t byte = hidden.data[i];

		text[i] = byte >= 32 && byte < 127 ? letters[byte - 32] : byte;
	}
	login_secret(&cvs->login, (struct bytes){ text, hidden.size }, line, observer);
}

static void say(struct cvs *cvs, const char *method, const char *result, struct observer *observer)
{
	login_say(&cvs->login, method,
		  cvs->login.secret_set ? "password changed by a table that everybody has"
					: "user name; the password itself is not sent",
		  result, observer);
}

static enum decoded decode_cvs(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	struct cvs *cvs = state;
	struct bytes line;
	enum line found;

	if (direction == FROM_SERVER) {
		while (!cvs->done && (found = line_next(stream, &line)) != LINE_NONE) {
			bool accepted = bytes_start_with(line, BYTES("I LOVE YOU"));

			say(cvs, "auth", accepted ? "accepted" : "refused", observer);
			cvs->done = true;
		}
		if (cvs->done)
			pass_over(stream);
		return DECODED;
	}
	while (cvs->lines < 4 && (found = line_next(stream, &line)) != LINE_NONE) {
		if (found == LINE_CUT)
			return DECODED_NOT_MINE;
		cvs->lines++;
		if (cvs->lines == 3) {
			login_begin(&cvs->login, "plain", "password", "table");
			login_user(&cvs->login, line, line, observer);
		} else if (cvs->lines == 4) {
			take_secret(cvs, line, observer);
		}
	}
	if (cvs->lines == 4)
		pass_over(stream);
	return DECODED;
}

static enum decoded decode_rsync(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	struct message message = { .part = BYTES("command") };
	struct cvs *rsync = state;
	struct bytes line;
	enum line found;

	while (!rsync->done && (found = line_next(stream, &line)) != LINE_NONE) {
		bool own = bytes_start_with(line, BYTES("@RSYNCD: "));

		if (found == LINE_CUT)
			return DECODED_NOT_MINE;
		if (direction == FROM_SERVER) {
			rsync->challenged |= bytes_start_with(line, BYTES("@RSYNCD: AUTHREQD "));
			rsync->done = bytes_start_with(line, BYTES("@RSYNCD: OK")) ||
				      bytes_start_with(line, BYTES("@ERROR"));
			if (rsync->done)
				say(rsync, "auth", own ? "accepted" : "refused", observer);
		} else if (rsync->challenged && !own && bytes_trim(line).size) {
			struct bytes rest = line, user = line_word(&rest);

			login_begin(&rsync->login, "rsync", "hash", NULL);
			login_user(&rsync->login, user, user, observer);
			rsync->challenged = false;
		} else if (!own && line.size) {
			observer_value(observer, &message, BYTES("module"), line);
		}
	}
	if (rsync->done)
		pass_over(stream);
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "auth", "unknown", observer);
}

const struct app_decoder app_decoder_cvs = {
	.name = "cvs",
	.specification = "CVS client/server protocol",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 2401 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct cvs),
	.bid = bid_cvs,
	.decode = decode_cvs,
	.close = close_flow,
};

const struct app_decoder app_decoder_rsync = {
	.name = "rsync",
	.specification = "rsync daemon protocol 27 to 31",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 873 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct cvs),
	.bid = bid_rsync,
	.decode = decode_rsync,
	.close = close_flow,
};
