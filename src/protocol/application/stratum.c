/* SPDX-License-Identifier: Apache-2.0 */
/* Stratum, by which miners of coins talk to a pool: JSON-RPC, an object a line, over TCP.
 *
 *     {"id":1,"method":"mining.authorize","params":["name","password"]}
 *     {"id":1,"method":"login","params":{"login":"wallet","pass":"password","agent":"…"}}
 *     {"id":1,"method":"eth_submitLogin","params":["wallet","password"]}
 *
 * All other lines are handed on as they are. Left out: what is mined. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"
#include "protocol/application/member.h"

#include "base/limits.h"

struct stratum {
	struct login login;
	bool known;   /* a line was read */
	bool lost[2]; /* behind a gap: the next line may be the end of one */
};

/* Methods that only miners have, behind `"method"`. */
static bool is_method(struct bytes method)
{
	return bytes_start_with(method, BYTES("mining.")) || bytes_start_with(method, BYTES("eth_submit")) ||
	       bytes_equal(method, BYTES("eth_getWork"));
}

/* A miner's login to a pool of CryptoNote coins: other services have methods of that name. */
static bool is_login(struct bytes method, struct bytes params)
{
	return bytes_equal(method, BYTES("login")) && member_of(params, "login").size &&
	       (member_of(params, "agent").size || member_of(params, "algo").size ||
		member_of(params, "rigid").size);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_trim(bytes_split(&rest, '\n'));
	struct bytes method = member_of(line, "method");

	(void)direction;
	if (!line.size || line.data[0] != '{')
		return 0;
	return is_method(method) || is_login(method, member_of(line, "params")) ? 8 * 8 : 0;
}

static void say(struct stratum *stratum, const char *result, struct observer *observer)
{
	login_say(&stratum->login, "login", "login to a mining pool", result, observer);
}

static void take_login(struct stratum *stratum, struct bytes user, struct bytes secret,
		       struct observer *observer)
{
	say(stratum, "unknown", observer);
	login_begin(&stratum->login, "plain", "password", NULL);
	login_user(&stratum->login, user, user, observer);
	if (secret.size)
		login_secret(&stratum->login, secret, secret, observer);
}

static void take_line(struct stratum *stratum, enum direction direction, struct bytes line,
		      struct observer *observer)
{
	struct message message = { .part = BYTES("body"), .media_type = BYTES("application/json") };
	struct bytes method = member_of(line, "method"), params = member_of(line, "params");

	message.method = method;
	if (bytes_equal(method, BYTES("mining.authorize")) || bytes_equal(method, BYTES("eth_submitLogin"))) {
		take_login(stratum, element_of(params, 0), element_of(params, 1), observer);
		return;
	}
	if (is_login(method, params)) {
		take_login(stratum, member_of(params, "login"), member_of(params, "pass"), observer);
		return;
	}
	/* An answer while a login waits is mostly its own; which, its number would tell. */
	if (direction == FROM_SERVER && login_pending(&stratum->login) && !method.size) {
		struct bytes result = member_of(line, "result");

		say(stratum,
		    bytes_equal(result, BYTES("true")) || (result.size && result.data[0] == '{') ? "accepted"
		    : bytes_equal(result, BYTES("false"))					 ? "refused"
												 : "unknown",
		    observer);
	}
	observer_content(observer, &message, line, line);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct stratum *stratum = state;
	enum line found;
	struct bytes line;

	while ((found = line_next(stream, &line)) != LINE_NONE) {
		line = bytes_trim(line);
		if (found == LINE_CUT || !line.size)
			continue;
		bool lost = stratum->lost[direction];

		stratum->lost[direction] = false;
		if (lost && line.data[0] != '{')
			continue;
		if (line.data[0] != '{' && line.data[0] != '[')
			return stratum->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		stratum->known = true;
		take_line(stratum, direction, line, observer);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct stratum *stratum = state;

	(void)size;
	(void)observer;
	stratum->lost[direction] = true;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 3333 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_stratum = {
	.name = "stratum",
	.specification = "Stratum mining protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct stratum),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
