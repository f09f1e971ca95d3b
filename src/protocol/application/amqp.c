/* SPDX-License-Identifier: Apache-2.0 */
/* AMQP 0-9-1 and 1.0 over TCP.
 *
 *     0-9-1  `AMQP` 0 0 9 1, then frames: type channel(16) size(32) payload ce
 *            type 1: class(16) method(16) arguments; 2: class(16) 0 size(64) properties; 3: body
 *     1.0    `AMQP` 3 1 0 0 (login) or `AMQP` 0 1 0 0, then frames: size(32) offset type channel(16) body
 *
 * Both log in by SASL, PLAIN as a rule. Bodies are handed on frame by frame. Left out: transactions, links.
 */
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "protocol/application.h"

enum {
	HEADER_SIZE = 8,
	FRAME_METHOD = 1,
	FRAME_HEADER = 2,
	FRAME_BODY = 3,
	FRAME_END = 0xce,
	CONNECTION = 10,
	START_OK = 11,
	TUNE = 30,
	CLOSE = 50,
	BASIC = 60,
	PUBLISH = 40,
	DELIVER = 60,
	GET_OK = 71,
	SASL_FRAME = 1,
	SASL_INIT = 0x41,
	SASL_OUTCOME = 0x44,
	TRANSFER = 0x14,
	SECTION_DATA = 0x75,
	SECTION_VALUE = 0x77,
};

enum version { VERSION_UNKNOWN, VERSION_0_9, VERSION_1_LOGIN, VERSION_1 };

struct amqp {
	struct login login;
	struct sasl sasl;
	struct {
		enum version version;
		uint64_t body; /* of the message that comes, in all */
		size_t topic_size, media_type_size;
		uint8_t topic[256], media_type[64];
	} halves[2];
};

static enum version version_of(struct bytes header)
{
	if (bytes_start_with(header, BYTES("AMQP\0\0\x09\1")))
		return VERSION_0_9;
	if (bytes_start_with(header, BYTES("AMQP\3\1\0\0")))
		return VERSION_1_LOGIN;
	return bytes_start_with(header, BYTES("AMQP\0\1\0\0")) ? VERSION_1 : VERSION_UNKNOWN;
}

/* A frame of 0-9-1 that is there as a whole, of a class that is assigned. */
static bool is_frame(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned type = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	size_t size = cursor_be32(&cursor);
	struct bytes payload = cursor_take(&cursor, size);
	unsigned end = cursor_u8(&cursor);
	struct cursor method = cursor_over(payload);
	unsigned class = cursor_be16(&method);

	return cursor_ok(&cursor) && end == FRAME_END && (type == FRAME_METHOD || type == FRAME_HEADER) &&
	       size >= 4 && class >= CONNECTION && class <= 90 && class % 5 == 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	/* TLS by AMQP's own header (`AMQP` 2 1 0 0) is followed by a hello that somebody else reads. */
	return version_of(first) ? 8 * HEADER_SIZE : is_frame(first) ? 7 + 8 + 16 + 10 : 0;
}

static void keep(uint8_t *to, size_t room, size_t *size, struct bytes text)
{
	*size = text.size < room ? text.size : room;
	if (*size)
		memcpy(to, text.data, *size);
}

static void end_login(struct amqp *amqp, const char *result, struct observer *observer)
{
	if (sasl_active(&amqp->sasl))
		sasl_end(&amqp->sasl, "StartOk", result, observer);
	login_say(&amqp->login, "StartOk", "AMQPLAIN", result, observer);
}

/* ---- 0-9-1 ---- */

static struct bytes take_short(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	return cursor_take(cursor, size);
}

static struct bytes take_long(struct cursor *cursor)
{
	size_t size = cursor_be32(cursor);

	return cursor_take(cursor, size);
}

/* AMQPLAIN: a table, of which two texts matter: name, `S`, text. */
static void take_table(struct amqp *amqp, struct bytes table, struct observer *observer)
{
	struct cursor cursor = cursor_over(table);

	login_begin(&amqp->login, "plain", "password", NULL);
	while (cursor_left(&cursor)) {
		struct bytes name = take_short(&cursor);
		unsigned kind = cursor_u8(&cursor);
		struct bytes value = take_long(&cursor);

		if (!cursor_ok(&cursor) || kind != 'S')
			return;
		if (bytes_equal(name, BYTES("LOGIN")))
			login_user(&amqp->login, value, value, observer);
		else if (bytes_equal(name, BYTES("PASSWORD")))
			login_secret(&amqp->login, value, value, observer);
	}
}

static void take_start(struct amqp *amqp, struct cursor cursor, struct observer *observer)
{
	(void)take_long(&cursor); /* what the client tells of itself */
	struct bytes mechanism = take_short(&cursor), response = take_long(&cursor);

	if (!cursor_ok(&cursor))
		return;
	if (bytes_equal(mechanism, BYTES("AMQPLAIN"))) {
		take_table(amqp, response, observer);
		return;
	}
	sasl_begin_raw(&amqp->sasl, mechanism);
	if (response.size)
		sasl_response_raw(&amqp->sasl, response, response, observer);
}

static void take_method(struct amqp *amqp, enum direction direction, struct bytes payload,
			struct observer *observer)
{
	struct cursor cursor = cursor_over(payload);
	unsigned class = cursor_be16(&cursor), method = cursor_be16(&cursor);

	if (class == CONNECTION && method == START_OK)
		take_start(amqp, cursor, observer);
	else if (class == CONNECTION && (method == TUNE || method == CLOSE) && direction == FROM_SERVER)
		end_login(amqp, method == TUNE ? "accepted" : "refused", observer);
	if (class != BASIC || (method != PUBLISH && method != DELIVER && method != GET_OK))
		return;
	if (method == DELIVER)
		(void)take_short(&cursor);
	cursor_skip(&cursor, method == PUBLISH ? 2 : 9);
	(void)take_short(&cursor); /* exchange */
	struct bytes key = take_short(&cursor);

	if (cursor_ok(&cursor))
		keep(amqp->halves[direction].topic, sizeof amqp->halves[0].topic,
		     &amqp->halves[direction].topic_size, key);
}

/* The first property is the media type. */
static void take_properties(struct amqp *amqp, enum direction direction, struct bytes payload)
{
	struct cursor cursor = cursor_over(payload);

	cursor_skip(&cursor, 4);
	uint64_t size = cursor_be64(&cursor);
	unsigned flags = cursor_be16(&cursor);
	struct bytes media_type = flags & 0x8000 ? take_short(&cursor) : BYTES_EMPTY;

	if (!cursor_ok(&cursor))
		return;
	amqp->halves[direction].body = size;
	keep(amqp->halves[direction].media_type, sizeof amqp->halves[0].media_type,
	     &amqp->halves[direction].media_type_size, media_type);
}

static void say_body(struct amqp *amqp, enum direction direction, struct bytes body, bool incomplete,
		     struct observer *observer)
{
	struct message message = {
		.part = BYTES("body"),
		.method = direction == FROM_CLIENT ? BYTES("publish") : BYTES("deliver"),
		.topic = { amqp->halves[direction].topic, amqp->halves[direction].topic_size },
		.media_type = { amqp->halves[direction].media_type, amqp->halves[direction].media_type_size },
		.incomplete = incomplete,
	};

	if (body.size)
		observer_content(observer, &message, body, body);
}

static void take_old_frame(struct amqp *amqp, enum direction direction, unsigned type, struct bytes payload,
			   struct observer *observer)
{
	if (type == FRAME_METHOD)
		take_method(amqp, direction, payload, observer);
	else if (type == FRAME_HEADER)
		take_properties(amqp, direction, payload);
	else if (type == FRAME_BODY)
		say_body(amqp, direction, payload, payload.size < amqp->halves[direction].body, observer);
}

/* ---- 1.0 ---- */

/* A value of AMQP 1.0 (part 1, 1.2): its constructor and its bytes. Sizes go by the constructor's upper
 * half. */
static struct bytes take_value(struct cursor *cursor, unsigned *ret_constructor)
{
	static const uint8_t fixed[6] = { 0, 1, 2, 4, 8, 16 };
	unsigned constructor = cursor_u8(cursor), class = constructor >> 4;
	size_t size = 0;

	if (class >= 4 && class <= 9)
		size = fixed[class - 4];
	else if (class >= 10)
		size = class % 2 ? cursor_be32(cursor) : cursor_u8(cursor);
	else
		cursor->failed = true;
	*ret_constructor = constructor;
	return cursor_take(cursor, size);
}

/* Binary (a0, b0), string (a1, b1), symbol (a3, b3). */
static struct bytes take_text(struct cursor *cursor)
{
	unsigned constructor;
	struct bytes value = take_value(cursor, &constructor);

	return (constructor | 0x10) >= 0xb0 && (constructor | 0x10) <= 0xb3 ? value : BYTES_EMPTY;
}

/* A described value: 0, a small number (53) that tells what it is, the value. Lists begin with a count. */
static struct cursor take_described(struct cursor *cursor, unsigned *ret_code)
{
	unsigned zero = cursor_u8(cursor), small = cursor_u8(cursor), code = cursor_u8(cursor), constructor;

	if (zero != 0 || small != 0x53)
		cursor->failed = true;
	struct cursor inner = cursor_over(take_value(cursor, &constructor));

	if (constructor == 0xc0)
		cursor_skip(&inner, 1);
	else if (constructor == 0xd0)
		cursor_skip(&inner, 4);
	*ret_code = code;
	return inner;
}

static void take_login(struct amqp *amqp, struct cursor cursor, struct observer *observer)
{
	unsigned code, constructor;
	struct cursor list = take_described(&cursor, &code);

	if (!cursor_ok(&cursor))
		return;
	if (code == SASL_INIT) {
		struct bytes mechanism = take_text(&list), response = take_text(&list);

		if (!mechanism.size)
			return;
		sasl_begin_raw(&amqp->sasl, mechanism);
		if (response.size)
			sasl_response_raw(&amqp->sasl, response, response, observer);
	} else if (code == SASL_OUTCOME) {
		struct bytes outcome = take_value(&list, &constructor);

		end_login(amqp, outcome.size == 1 && !outcome.data[0] ? "accepted" : "refused", observer);
	}
}

static void take_performative(struct amqp *amqp, enum direction direction, struct cursor cursor,
			      struct observer *observer)
{
	unsigned code;

	(void)take_described(&cursor, &code);
	if (!cursor_ok(&cursor) || code != TRANSFER)
		return;
	while (cursor_left(&cursor)) {
		struct cursor ahead = cursor;
		unsigned section, constructor;

		cursor_skip(&ahead, 3);
		struct bytes value = take_value(&ahead, &constructor);

		(void)take_described(&cursor, &section);
		if (!cursor_ok(&cursor))
			return;
		if (section == SECTION_DATA ||
		    (section == SECTION_VALUE && (constructor == 0xa1 || constructor == 0xb1)))
			say_body(amqp, direction, value, false, observer);
	}
}

/* ---- frames ---- */

enum taken { TAKEN, WAITS, BROKEN };

static enum taken wait_for(struct stream *stream, size_t size)
{
	stream->wanted = size;
	return WAITS;
}

static enum taken take_frame(struct amqp *amqp, enum direction direction, struct stream *stream,
			     struct observer *observer)
{
	struct cursor ahead = stream->unread;
	enum version version = amqp->halves[direction].version;

	if (version == VERSION_0_9) {
		unsigned type = cursor_u8(&ahead);

		cursor_skip(&ahead, 2);
		size_t size = cursor_be32(&ahead);

		if (!cursor_ok(&ahead))
			return wait_for(stream, 7);
		if (size > LIMIT_MESSAGE_SIZE || !type || type > 8)
			return BROKEN;
		if (cursor_left(&ahead) <= size)
			return wait_for(stream, 8 + size);
		struct bytes payload = cursor_take(&ahead, size);

		if (cursor_u8(&ahead) != FRAME_END)
			return BROKEN;
		take_old_frame(amqp, direction, type, payload, observer);
	} else {
		size_t size = cursor_be32(&ahead), offset = 4 * (size_t)cursor_u8(&ahead);
		unsigned type = cursor_u8(&ahead);

		if (!cursor_ok(&ahead))
			return wait_for(stream, 6);
		if (size < 8 || size > LIMIT_MESSAGE_SIZE || offset < 8 || offset > size || type > SASL_FRAME)
			return BROKEN;
		if (cursor_left(&stream->unread) < size)
			return wait_for(stream, size);
		struct bytes body = bytes_slice(stream->unread.rest, offset, size - offset);

		if (type == SASL_FRAME)
			take_login(amqp, cursor_over(body), observer);
		else if (body.size)
			take_performative(amqp, direction, cursor_over(body), observer);
		ahead = stream->unread;
		cursor_skip(&ahead, size);
	}
	stream->unread = ahead;
	return TAKEN;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct amqp *amqp = state;
	enum taken taken = TAKEN;

	while (taken == TAKEN && cursor_left(&stream->unread)) {
		enum version version = version_of(stream->unread.rest);
		enum version *known = &amqp->halves[direction].version;

		if (version) {
			*known = version;
			cursor_skip(&stream->unread, HEADER_SIZE);
			continue;
		}
		if (cursor_peek(&stream->unread, 0) == 'A' && cursor_left(&stream->unread) < HEADER_SIZE) {
			taken = wait_for(stream, HEADER_SIZE);
			continue;
		}
		/* The server of 0-9-1 sends no header of its own; who joins late sees none. */
		if (!*known)
			*known = amqp->halves[!direction].version ? amqp->halves[!direction].version
								  : VERSION_0_9;
		taken = take_frame(amqp, direction, stream, observer);
	}
	return taken == BROKEN ? DECODED_MALFORMED : DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	end_login(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 5672 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_amqp = {
	.name = "amqp",
	.specification = "AMQP 0-9-1, ISO/IEC 19464",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct amqp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
