/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of HTTP/2 (RFC 9113 section 5): each is a request and its answer. */
#include "protocol/application/http2.h"

#include "base/limits.h"
#include "base/memory.h"
#include "protocol/application/websocket.h"

#include <stdlib.h>

/* ---- streams ---- */

static struct message body_message(const struct http2_stream *at, const struct http2_side *side)
{
	return http_body_message(&side->form, at->exchange, side->incomplete);
}

static bool is_request(const struct http2_stream *at, enum direction direction)
{
	return at->exchange && at->exchange->asked == direction && !at->requested_by_server;
}

/* Hands on what is kept of a body. `over`: no more will come of it. */
static void give_kept(struct http2 *http2, struct http2_stream *at, enum direction direction, bool over,
		      struct observer *observer)
{
	struct http2_side *side = &at->sides[direction];
	struct bytes body = buffer_bytes(&side->body.bytes);
	struct carrier carrier;

	if (!body.size)
		return;
	struct outer_context outer = kept_enter(&side->body, direction, &carrier, observer);
	size_t done = body.size;

	if (side->grpc.sort) {
		struct message message = body_message(at, side);

		done = grpc_read(&side->grpc, &message, body, over, observer);
	} else {
		struct http_body about = { &side->form, at->exchange, is_request(at, direction),
					   side->incomplete || !over };

		http_content(&http2->inside, &about, body, body, observer);
	}
	observer_leave(observer, &outer);
	kept_drop(&side->body, done, observer);
}

static void end_side(struct http2 *http2, struct http2_stream *at, enum direction direction, bool whole,
		     struct observer *observer)
{
	struct http2_side *side = &at->sides[direction];

	side->ended = true;
	side->incomplete |= !whole;
	give_kept(http2, at, direction, true, observer);
	kept_free(&side->body, observer);
	inner_end(at->tunnel, direction, observer);
}

static void free_stream(struct http2 *http2, struct http2_stream *at, struct observer *observer)
{
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++)
		if (!at->sides[each].ended)
			end_side(http2, at, each, false, observer);
	inner_close(at->tunnel, observer);
	if (at->exchange)
		http_exchange_say(at->exchange, 0, observer);
	http_exchange_release(at->exchange);
	observer_give_back(observer, sizeof *at);
	free(at);
}

static void remove_last(struct http2 *http2, struct observer *observer)
{
	struct http2_stream **last = &http2->streams;

	while ((*last)->next)
		last = &(*last)->next;
	struct http2_stream *gone = *last;

	*last = NULL;
	http2->count--;
	free_stream(http2, gone, observer);
}

static struct http2_stream *find(struct http2 *http2, uint32_t number)
{
	struct http2_stream **link = &http2->streams;

	while (*link && (*link)->number != number)
		link = &(*link)->next;
	struct http2_stream *found = *link;

	if (found) {
		*link = found->next;
		found->next = http2->streams;
		http2->streams = found;
	}
	return found;
}

static struct http2_stream *find_or_add(struct http2 *http2, uint32_t number, struct observer *observer)
{
	struct http2_stream *at = find(http2, number);

	if (at)
		return at;
	if (http2->count >= LIMIT_HTTP2_STREAMS) {
		observer_limit(observer, "http2-streams", LIMIT_HTTP2_STREAMS);
		remove_last(http2, observer);
	}
	if (!observer_hold(observer, sizeof *at))
		return NULL;
	at = memory_new(sizeof *at);
	if (!at) {
		observer_give_back(observer, sizeof *at);
		observer_out_of_memory(observer);
		return NULL;
	}
	at->number = number;
	at->sides[0].body = at->sides[1].body = kept_of(LIMIT_MESSAGE_SIZE);
	at->next = http2->streams;
	http2->streams = at;
	http2->count++;
	return at;
}

/* The stream is the first of the list. */
static void drop_if_over(struct http2 *http2, struct http2_stream *at, struct observer *observer)
{
	if (!at->sides[0].ended || !at->sides[1].ended)
		return;
	http2->streams = at->next;
	http2->count--;
	free_stream(http2, at, observer);
}

void http2_reset(struct http2 *http2, uint32_t number, struct observer *observer)
{
	struct http2_stream *at = find(http2, number);

	if (!at)
		return;
	end_side(http2, at, FROM_CLIENT, at->sides[FROM_CLIENT].ended, observer);
	end_side(http2, at, FROM_SERVER, at->sides[FROM_SERVER].ended, observer);
	drop_if_over(http2, at, observer);
}

void http2_miss(struct http2 *http2, enum direction direction)
{
	for (struct http2_stream *at = http2->streams; at; at = at->next)
		at->sides[direction].incomplete |= !at->sides[direction].ended;
}

void http2_take_request(struct http2 *http2, uint32_t number, struct http_exchange *exchange,
			struct observer *observer)
{
	struct http2_stream *at = find_or_add(http2, number, observer);

	if (!at) {
		http_exchange_release(exchange);
		return;
	}
	at->exchange = exchange;
	at->sides[exchange->asked].started = at->sides[exchange->asked].ended = true;
}

void http2_end(struct http2 *http2, struct observer *observer)
{
	while (http2->streams)
		remove_last(http2, observer);
	http_inside_close(&http2->inside, observer);
}

/* ---- heads ---- */

struct field {
	struct field *next;
	struct hpack_field field;
};

/* A block that was read: the fields before all others by name, the rest as a list. */
struct head {
	struct bytes method, path, authority, scheme, protocol, status, host;
	bool has_pseudo, broken, full;
	struct field *first;
	struct arena arena;
};

static void take_pseudo(struct head *head, const struct hpack_field *field)
{
	static const char *const names[] = { ":method", ":path",     ":authority",
					     ":scheme", ":protocol", ":status" };
	struct bytes *const values[] = { &head->method, &head->path,	 &head->authority,
					 &head->scheme, &head->protocol, &head->status };

	head->has_pseudo = true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (field->known && bytes_equal(field->name, bytes_of(names[i])))
			*values[i] = field->value;
}

/* Reads all of a block, since the table follows all of it. */
static void read_block(struct hpack *table, struct bytes block, struct head *head, struct observer *observer)
{
	struct hpack_block reading = hpack_begin(table, block, &head->arena, observer);
	struct field **last = &head->first;
	struct hpack_field field;
	enum hpack_next next;

	while ((next = hpack_next(&reading, &field)) == HPACK_FIELD) {
		if (field.name.size && field.name.data[0] == ':') {
			take_pseudo(head, &field);
			continue;
		}
		if (!field.known)
			continue;
		if (bytes_equal(field.name, BYTES("host")))
			head->host = field.value;
		struct field *kept = arena_take(&head->arena, sizeof *kept);

		if (!kept) {
			observer_out_of_memory(observer);
			break;
		}
		kept->field = field;
		*last = kept;
		last = &kept->next;
	}
	head->broken = next == HPACK_BROKEN;
	head->full = reading.full;
}

/* A value whose name was put into the table before we saw it may tell by itself what it is. */
static struct bytes name_of(const struct hpack_field *field)
{
	bool proves = bytes_start_with(field->value, BYTES("Basic ")) ||
		      bytes_start_with(field->value, BYTES("Bearer "));

	if (field->name.size)
		return field->name;
	return proves ? BYTES("authorization") : BYTES("(unknown)");
}

static void read_fields(struct http_reading *reading, const struct head *head)
{
	for (const struct field *at = head->first; at; at = at->next)
		http_reading_field(reading, name_of(&at->field), at->field.value);
}

static void start_side(struct http2_side *side, const struct http_reading *reading)
{
	side->started = true;
	side->grpc.sort = grpc_sort_of(reading->media_type);
	http_form_keep(&side->form, reading->media_type,
		       side->grpc.sort ? reading->message_encoding : reading->encoding);
}

static void read_request(struct http2_stream *at, enum direction direction, const struct head *head,
			 struct http_reading *reading)
{
	struct bytes authority = head->authority.size ? head->authority : head->host;
	bool connects = bytes_equal(head->method, BYTES("CONNECT"));
	struct http_target target = http_target_of(head->path);

	if (connects && !head->path.size)
		target = (struct http_target){ .path = authority };
	else
		http_target_authority(authority, &target);
	if (target.host.size)
		observer_name_host(reading->observer, target.host);
	at->socket = connects && bytes_equal(head->protocol, BYTES("websocket"));
	reading->request.direction = direction;
	http_reading_request(reading, head->method, &target);
	read_fields(reading, head);
	http_exchange_release(at->exchange);
	at->exchange = http_exchange_of(&reading->request, reading->observer);
}

/* Behind CONNECT the bodies are another conversation: any, or a WebSocket (RFC 8441). */
static void open_tunnel(struct http2_stream *at, const struct http_reading *reading, struct stream *stream)
{
	bool socket = at->socket;
	struct inner_options options = {
		.expectations = stream->expectations,
		.relayed = !socket,
		.decoder = socket ? &app_decoder_websocket : NULL,
	};

	if (socket)
		options.legacy = websocket_opening_new(at->exchange->path, reading->extensions,
						       reading->subprotocol, reading->observer);
	else
		options.host = bytes_slice(at->exchange->path, 0, bytes_find_byte(at->exchange->path, ':'));
	at->tunnel = inner_new(&options, reading->observer);
	at->sides[0].closed = at->sides[1].closed = !at->tunnel;
}

static void read_response(struct http2_stream *at, const struct head *head, bool ends,
			  struct http_reading *reading, struct stream *stream)
{
	struct http_exchange *exchange = at->exchange;
	uint64_t status = 0;

	(void)bytes_to_number(head->status, &status);
	reading->status = status ? (unsigned)status : 1;
	if (exchange) {
		reading->message.method = exchange->method;
		reading->message.topic = exchange->path;
	}
	read_fields(reading, head);
	if (!exchange || status < 200)
		return;
	http_exchange_say(exchange, (unsigned)status, reading->observer);
	http_reading_service(reading, exchange, "HTTP/2",
			     !ends && http_may_have_body(exchange, (unsigned)status));
	if (bytes_equal(exchange->method, BYTES("CONNECT")) && status < 300 && !ends && !at->tunnel)
		open_tunnel(at, reading, stream);
}

static void read_message(struct http2 *http2, enum direction direction, struct head *head,
			 const struct http2_frame *frame, uint32_t number, struct bytes where,
			 struct stream *stream, struct observer *observer)
{
	struct http_reading reading;
	bool promised = frame->type == HTTP2_PUSH_PROMISE,
	     ends = frame->flags & HTTP2_END_STREAM && !promised;
	struct http2_stream *at = find_or_add(http2, number, observer);

	if (!at)
		return;
	http_reading_begin(&reading, &http2->inside, observer);
	reading.line = where;
	/* What a push asks for, the server asks in the client's place. */
	enum direction from = promised ? !direction : direction;
	struct http2_side *side = &at->sides[from];
	bool answers = head->status.size || (!head->method.size && !head->path.size && from == FROM_SERVER);

	if (side->started && !head->has_pseudo) {
		for (const struct field *field = head->first; field; field = field->next)
			http_trailer(at->exchange, name_of(&field->field), field->field.value, observer);
	} else if (answers) {
		read_response(at, head, ends, &reading, stream);
	} else {
		at->requested_by_server = promised;
		read_request(at, direction, head, &reading);
	}
	if (!side->started && !(answers && reading.status < 200 && reading.status > 1))
		start_side(side, &reading);
	http_reading_end(&reading);
	if (ends || promised)
		end_side(http2, at, from, true, observer);
	drop_if_over(http2, at, observer);
}

void http2_read_head(struct http2 *http2, enum direction direction, const struct http2_frame *frame,
		     uint32_t number, struct bytes block, struct bytes where, struct stream *stream,
		     struct observer *observer)
{
	struct head head = { .has_pseudo = false };
	struct carrier carrier;
	struct outer_context outer = observer_narrow(observer, &carrier, where);

	read_block(&http2->halves[direction].table, block, &head, observer);
	if (head.broken)
		observer_undecoded(observer, "http2", "malformed", "compressed fields", where.size, where);
	if (head.full)
		observer_limit(observer, "head-size", LIMIT_HEAD_SIZE);
	read_message(http2, direction, &head, frame, number, where, stream, observer);
	observer_leave(observer, &outer);
	arena_free(&head.arena);
}

/* ---- bodies ---- */

/* Keeps a part of a body. When no more can be kept, what there is is read, and the rest not. */
static enum readability keep(struct http2 *http2, struct http2_stream *at, enum direction direction,
			     struct bytes data, struct observer *observer)
{
	struct http2_side *side = &at->sides[direction];

	if (kept_add(&side->body, data, data, observer))
		return READABLE;
	side->incomplete = true;
	give_kept(http2, at, direction, false, observer);
	kept_drop_all(&side->body, observer);
	side->closed = true;
	return UNREAD;
}

enum readability http2_read_data(struct http2 *http2, enum direction direction,
				 const struct http2_frame *frame, struct bytes data, bool cut,
				 struct observer *observer)
{
	struct http2_stream *at = find_or_add(http2, frame->stream, observer);
	bool ends = frame->flags & HTTP2_END_STREAM && !cut;
	enum readability read = READABLE;

	if (!at)
		return UNREAD;
	struct http2_side *side = &at->sides[direction];

	side->incomplete |= !side->started && !http2->watched;
	if (at->tunnel) {
		read = inner_deliver(at->tunnel, direction, data, data, observer);
	} else if (side->closed || side->ended) {
		read = UNREAD;
	} else if (ends && !side->body.bytes.size && !side->grpc.sort) {
		struct http_body about = { &side->form, at->exchange, is_request(at, direction),
					   side->incomplete };

		http_content(&http2->inside, &about, data, data, observer);
	} else if (data.size) {
		read = keep(http2, at, direction, data, observer);
		if (side->grpc.sort == GRPC_MESSAGES && read == READABLE)
			give_kept(http2, at, direction, false, observer);
	}
	side->incomplete |= cut;
	if (ends)
		end_side(http2, at, direction, true, observer);
	drop_if_over(http2, at, observer);
	return read;
}
