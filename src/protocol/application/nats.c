/* SPDX-License-Identifier: Apache-2.0 */
/* NATS (its client protocol) over TCP: lines, some with a payload behind.
 *
 *     server INFO {…}    client CONNECT {"user":…,"pass":…,"auth_token":…}
 *     client PUB subject [answer] size CRLF payload    server MSG subject number [answer] size CRLF payload
 *     HPUB, HMSG: two sizes, of the headers and of all
 *
 * Left out: signatures by NKEY (no secret is sent), leaf nodes and clusters. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"
#include "protocol/application/member.h"

#include "base/limits.h"

struct nats {
	struct login login;
	struct {
		uint64_t payload; /* bytes of it that follow, with its end of line; 0: a line follows */
		uint64_t headers; /* bytes of them in front */
		size_t topic_size;
		uint8_t topic[256];
		bool lost;
	} halves[2];
};

static const char *const verbs[] = { "INFO", "CONNECT", "PUB",	"HPUB", "SUB",	"UNSUB", "MSG",
				     "HMSG", "PING",	"PONG", "+OK",	"-ERR", NULL };

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, word = line_word(&rest);

	rest = bytes_trim(rest);
	if (!rest.size || rest.data[0] != '{')
		return 0;
	if (direction == FROM_SERVER)
		return bytes_equal(word, BYTES("INFO")) &&
				       bytes_find(first, BYTES("\"server_id\"")) != SIZE_MAX
			       ? 8 * 15
			       : 0;
	return bytes_equal(word, BYTES("CONNECT")) && bytes_find(first, BYTES("\"verbose\"")) != SIZE_MAX
		       ? 8 * 15
		       : 0;
}

static void say(struct nats *nats, const char *result, struct observer *observer)
{
	login_say(&nats->login, "CONNECT", "login to a message broker", result, observer);
}

static void take_connect(struct nats *nats, struct bytes object, struct observer *observer)
{
	struct bytes user = member_of(object, "user"), secret = member_of(object, "pass");
	struct bytes token = member_of(object, "auth_token");

	say(nats, "unknown", observer);
	login_begin(&nats->login, token.size ? "token" : "plain", token.size ? "token" : "password", NULL);
	if (user.size)
		login_user(&nats->login, user, user, observer);
	if (token.size || secret.size)
		login_secret(&nats->login, token.size ? token : secret, token.size ? token : secret,
			     observer);
}

/* The line in front of a payload: the last words are sizes. */
static void take_head(struct nats *nats, enum direction direction, struct bytes rest, bool headers)
{
	struct bytes topic = line_word(&rest), word, before = BYTES_EMPTY;
	uint64_t size, inner = 0;

	for (word = line_word(&rest); rest.size; word = line_word(&rest))
		before = word;
	if (!bytes_to_number(word, &size) || (headers && !bytes_to_number(before, &inner)) || inner > size ||
	    size > LIMIT_DOCUMENT_SIZE)
		return;
	nats->halves[direction].payload = size + 2;
	nats->halves[direction].headers = inner;
	topic = bytes_slice(topic, 0, sizeof nats->halves[direction].topic);
	nats->halves[direction].topic_size = topic.size;
	if (topic.size)
		memcpy(nats->halves[direction].topic, topic.data, topic.size);
}

static enum decoded take_line(struct nats *nats, enum direction direction, struct bytes line,
			      struct stream *stream, struct observer *observer)
{
	struct bytes rest = line, verb = line_word(&rest);

	if (!line_starts_with(line, verbs)) {
		/* Behind a gap lines are looked for that are its own. */
		return nats->halves[direction].lost || !line.size ? DECODED : DECODED_MALFORMED;
	}
	nats->halves[direction].lost = false;
	if (bytes_equal_nocase(verb, BYTES("CONNECT"))) {
		take_connect(nats, rest, observer);
	} else if (bytes_equal_nocase(verb, BYTES("INFO"))) {
		stream->rebid = bytes_equal(member_of(rest, "tls_required"), BYTES("true"));
	} else if (bytes_equal_nocase(verb, BYTES("PUB")) || bytes_equal_nocase(verb, BYTES("MSG"))) {
		take_head(nats, direction, rest, false);
	} else if (bytes_equal_nocase(verb, BYTES("HPUB")) || bytes_equal_nocase(verb, BYTES("HMSG"))) {
		take_head(nats, direction, rest, true);
	} else if (direction == FROM_SERVER && bytes_equal(verb, BYTES("-ERR"))) {
		say(nats, bytes_find_nocase(rest, BYTES("Authori")) != SIZE_MAX ? "refused" : "unknown",
		    observer);
	} else if (direction == FROM_SERVER) {
		/* It answers nothing else to those it does not let in. */
		say(nats, "accepted", observer);
	}
	return DECODED;
}

/* False: more of the payload is needed. */
static bool take_payload(struct nats *nats, enum direction direction, struct stream *stream,
			 struct observer *observer)
{
	uint64_t size = nats->halves[direction].payload;
	struct message message = {
		.part = BYTES("payload"),
		.method = direction == FROM_CLIENT ? BYTES("PUB") : BYTES("MSG"),
		.topic = { nats->halves[direction].topic, nats->halves[direction].topic_size },
	};
	bool cut = size > cursor_left(&stream->unread);

	if (cut && !stream->ended && !stream->full) {
		stream->wanted = (size_t)size;
		return false;
	}
	struct bytes payload = cursor_take(&stream->unread,
					   cut ? cursor_left(&stream->unread) : (size_t)size);

	nats->halves[direction].payload = 0;
	if (cut)
		stream->skip = size - payload.size;
	else
		payload.size -= 2;
	message.incomplete = cut;
	payload = bytes_from(payload, (size_t)nats->halves[direction].headers);
	if (payload.size)
		observer_content(observer, &message, payload, payload);
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct nats *nats = state;
	enum decoded decoded = DECODED;
	enum line found;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && !stream->skip && cursor_left(&stream->unread)) {
		if (nats->halves[direction].payload) {
			if (!take_payload(nats, direction, stream, observer))
				break;
			continue;
		}
		found = line_next(stream, &line);
		if (found == LINE_NONE)
			break;
		if (found == LINE_WHOLE)
			decoded = take_line(nats, direction, line, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct nats *nats = state;

	(void)size;
	(void)observer;
	nats->halves[direction].payload = 0;
	nats->halves[direction].lost = true;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 4222 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_nats = {
	.name = "nats",
	.specification = "NATS client protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct nats),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
