/* SPDX-License-Identifier: Apache-2.0 */
/* WebSocket (RFC 6455), behind an upgrade of HTTP or met in the middle:
 *
 *   FIN (1 bit) RSV1-3 opcode (4)  MASK (1 bit) size (7)  [size (2 or 8)]  [key (4)]  payload
 *
 * Messages are put together, inflated (RFC 7692) and handed on; those of MQTT or STOMP, and of what else is
 * carried as bytes, make an inner stream. Of Engine.IO, Socket.IO and SockJS the marks before the JSON are
 * taken off. Left out: extensions but permessage-deflate; what pings carry. */
#include "protocol/application/websocket.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "protocol/application/inflater.h"
#include "protocol/choose.h"
#include "protocol/inner.h"
#include "protocol/kept.h"

#include <stdlib.h>

enum {
	CONTINUATION = 0,
	TEXT = 1,
	BINARY = 2,
	CLOSE = 8,
	PING = 9,
	PONG = 10,
	COMPRESSED = 4, /* RSV1, of RSV1 to RSV3 */
};

struct frame {
	bool final, masked;
	uint8_t reserved, opcode;
	uint8_t key[4];
	size_t header_size;
	uint64_t size;
};

/* One direction. */
struct half {
	bool inside;	 /* in a message of several frames, */
	uint8_t opcode;	 /* of this sort, */
	bool compressed; /* whose parts are compressed */
	bool incomplete, lost;
	bool unsure; /* history of what was inflated is missing */
	const char *unsure_because;
	uint64_t lost_size;
	struct inflater *inflater;
	struct kept message;
};

struct websocket {
	struct half halves[2];
	struct websocket_opening *opening; /* NULL: it was not seen */
	struct inner *inner;
	bool known, looked; /* it is one for sure; the first message has told what is carried */
};

/* ---- opening ---- */

struct websocket_opening *websocket_opening_new(struct bytes path, struct bytes extensions,
						struct bytes protocol, struct observer *observer)
{
	path = bytes_slice(path, 0, LIMIT_ATTRIBUTE_SIZE);
	protocol = bytes_slice(bytes_trim(bytes_slice(protocol, 0, bytes_find_byte(protocol, ','))), 0, 64);
	struct websocket_opening *opening = memory_new(sizeof *opening + path.size + protocol.size);

	if (!opening) {
		observer_out_of_memory(observer);
		return NULL;
	}
	opening->forgets[FROM_CLIENT] = bytes_find(extensions, BYTES("client_no_context_takeover")) !=
					SIZE_MAX;
	opening->forgets[FROM_SERVER] = bytes_find(extensions, BYTES("server_no_context_takeover")) !=
					SIZE_MAX;
	opening->path_size = (uint16_t)path.size;
	opening->protocol_size = (uint8_t)protocol.size;
	if (path.size)
		memcpy(opening->text, path.data, path.size);
	if (protocol.size)
		memcpy(opening->text + path.size, protocol.data, protocol.size);
	return opening;
}

static struct bytes path_of(const struct websocket *socket)
{
	return socket->opening ? (struct bytes){ socket->opening->text, socket->opening->path_size }
			       : BYTES_EMPTY;
}

static struct bytes protocol_of(const struct websocket *socket)
{
	const struct websocket_opening *opening = socket->opening;

	return opening ? (struct bytes){ opening->text + opening->path_size, opening->protocol_size }
		       : BYTES_EMPTY;
}

static void inherit(void *state, void *legacy, struct observer *observer)
{
	struct websocket *socket = state;

	(void)observer;
	socket->opening = legacy;
	socket->known = true;
}

/* ---- frames ---- */

enum frame_read { FRAME_READ, FRAME_NOT_THERE, FRAME_BROKEN };
static enum frame_read read_header(struct bytes bytes, struct frame *ret_frame)
{
	struct cursor cursor = cursor_over(bytes);
	uint8_t first = cursor_u8(&cursor), second = cursor_u8(&cursor);
	struct frame frame = {
		.final = first & 0x80,
		.reserved = (uint8_t)(first >> 4 & 7),
		.opcode = (uint8_t)(first & 15),
		.masked = second & 0x80,
		.size = second & 0x7f,
	};
	bool control = frame.opcode & 8;

	if (!cursor_ok(&cursor))
		return FRAME_NOT_THERE;
	if ((frame.opcode & 7) > 2 || (frame.reserved & ~COMPRESSED) ||
	    (control && (!frame.final || frame.size > 125 || frame.reserved)) ||
	    (frame.opcode == CONTINUATION && frame.reserved))
		return FRAME_BROKEN;
	uint64_t least = frame.size == 126 ? 126 : frame.size == 127 ? 65536 : 0;

	if (least)
		frame.size = cursor_be(&cursor, least == 126 ? 2 : 8);
	if (frame.masked)
		cursor_copy(&cursor, frame.key, sizeof frame.key);
	if (!cursor_ok(&cursor))
		return FRAME_NOT_THERE;
	if (frame.size < least || frame.size >> 40)
		return FRAME_BROKEN;
	frame.header_size = bytes.size - cursor_left(&cursor);
	*ret_frame = frame;
	return FRAME_READ;
}

static void unmask(uint8_t *bytes, size_t size, const uint8_t key[4])
{
	for (size_t i = 0; i < size; i++)
		bytes[i] ^= key[i & 3];
}

/* Bits by which `payload`, of which more may follow, is text; 0: it is none. */
static unsigned text_bits(const struct frame *frame, struct bytes payload)
{
	uint8_t copy[64];
	size_t size = payload.size < sizeof copy ? payload.size : sizeof copy;
	unsigned bits = 0;

	if (size)
		memcpy(copy, payload.data, size);
	if (frame->masked)
		unmask(copy, size, frame->key);
	for (size_t i = 0; i < size; i++) {
		if (copy[i] == 0x7f ||
		    (copy[i] < ' ' && copy[i] != '\n' && copy[i] != '\r' && copy[i] != '\t'))
			return 0;
		bits += copy[i] < 0x80;
	}
	if (size == payload.size && payload.size == frame->size &&
	    !text_is_utf8((struct bytes){ copy, size }))
		return 0;
	return bits;
}

/* Bits by which `bytes`, met in the middle, are a row of frames up to their end; 0: they are not. Only text
 * speaks for itself, and keys: two numbers that fit a size are no proof. */
static unsigned chain_bits(struct bytes bytes)
{
	unsigned bits = 0, frames = 0, masked = 0;
	struct frame frame;

	for (; bytes.size && frames < 8; frames++) {
		if (read_header(bytes, &frame) != FRAME_READ)
			return frames >= 2 ? bits : 0;
		struct bytes payload = bytes_slice(bytes, frame.header_size, (size_t)frame.size);

		masked += frame.masked;
		bytes = bytes_from(bytes, frame.header_size + (size_t)frame.size);
		if ((masked && masked != frames + 1) || (frame.opcode == TEXT && !frame.size))
			return 0;
		if (frame.opcode == TEXT && !frame.reserved) {
			unsigned text = text_bits(&frame, payload);

			if (!text)
				return 0;
			bits += text;
		} else if (frame.opcode != BINARY && frame.opcode != CONTINUATION) {
			bits += 4;
		}
		/* Of a frame that is not there whole, nothing tells that its size is one. */
		if (payload.size < frame.size && !(frames && bits >= 32))
			return 0;
	}
	return bits < 24 ? 0 : bits + 8 * frames;
}

/* Whether `bytes` are whole frames up to their end: enough where the rest of the conversation is known. */
static bool are_frames(struct bytes bytes)
{
	struct frame frame;

	while (bytes.size) {
		if (read_header(bytes, &frame) != FRAME_READ || frame.opcode == CONTINUATION ||
		    bytes.size - frame.header_size < frame.size)
			return false;
		bytes = bytes_from(bytes, frame.header_size + (size_t)frame.size);
	}
	return true;
}

/* ---- messages ---- */

/* `42["…"]` of Socket.IO, `0{…}` of Engine.IO, `a["…"]` of SockJS: what stands before the JSON. */
static size_t mark_size(struct bytes text)
{
	size_t at = 0;

	if (text.size > 2 && text.data[0] == 'a' && text.data[1] == '[' && text.data[2] == '"')
		return 1;
	while (at < text.size && at < 2 && text.data[at] >= '0' && text.data[at] <= '6')
		at++;
	if (!at)
		return 0;
	/* The number of attachments, the name space, the number of the answer. */
	while (at < text.size && at < 8 && text.data[at] >= '0' && text.data[at] <= '9')
		at++;
	if (at < text.size && text.data[at] == '-')
		at++;
	if (at < text.size && text.data[at] == '/')
		at += bytes_find_byte(bytes_slice(text, at, 128), ',') < 128
			      ? bytes_find_byte(bytes_slice(text, at, 128), ',') + 1
			      : 0;
	while (at < text.size && at < 160 && text.data[at] >= '0' && text.data[at] <= '9')
		at++;
	return at + 1 < text.size && (text.data[at] == '{' || text.data[at] == '[') ? at : 0;
}

/* Who reads what the messages carry, if not whoever reads content. */
static void look_inside(struct websocket *socket, bool text, struct bytes first, enum direction direction,
			struct observer *observer)
{
	static const struct {
		const char *protocol, *decoder;
	} known[] = { { "mqtt", "mqtt" },
		      { "mqttv3.1", "mqtt" },
		      { "v10.stomp", "stomp" },
		      { "v11.stomp", "stomp" },
		      { "v12.stomp", "stomp" } };
	const struct message message = { .part = BYTES("payload"), .topic = path_of(socket) };
	struct inner_options options = { .message = &message };
	const struct choice choice = { .carried = { SELECT_TCP_PORT, 0 } };

	socket->looked = true;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (bytes_equal_nocase(protocol_of(socket), bytes_of(known[i].protocol)))
			options.decoder = choose_named(known[i].decoder);
	if (!options.decoder) {
		options.decoder = choose_decoder(&choice, direction, first);
		/* In text, what looks like a protocol is a quotation. */
		if (options.decoder && text && strcmp(options.decoder->name, "stomp") != 0)
			options.decoder = NULL;
		if (options.decoder == &app_decoder_websocket)
			options.decoder = NULL;
	}
	if (options.decoder)
		socket->inner = inner_new(&options, observer);
}

static void give(struct websocket *socket, enum direction direction, struct bytes content, struct bytes where,
		 struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	bool text = half->opcode == TEXT;
	struct message message = {
		.part = BYTES("payload"),
		.method = text ? BYTES("TEXT") : BYTES("BINARY"),
		.topic = path_of(socket),
		.incomplete = half->incomplete,
	};

	if (!content.size)
		return;
	if (!socket->looked)
		look_inside(socket, text, content, direction, observer);
	if (socket->inner) {
		(void)inner_deliver(socket->inner, direction, content, where, observer);
		return;
	}
	size_t mark = text ? mark_size(content) : 0;
	bool alike = content.size == where.size;

	observer_content(observer, &message, bytes_from(content, mark),
			 alike ? bytes_from(where, mark) : where);
}

/* Inflates a part of a message behind what `to` has. */
static bool inflate_part(struct websocket *socket, enum direction direction, struct bytes part, bool last,
			 struct buffer *to, struct bytes where, struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	bool forgets = (socket->opening && socket->opening->forgets[direction]) || half->unsure;

	if (!half->inflater)
		half->inflater = inflater_new(observer);
	if (!half->inflater) {
		half->unsure = true;
		half->unsure_because = "limit";
		return false;
	}
	/* The empty block at a message's end is not sent (RFC 7692 7.2.2). */
	bool right = inflater_read(half->inflater, part, to) &&
		     (!last || inflater_read(half->inflater, BYTES("\0\0\xff\xff"), to));

	if (!right) {
		observer_undecoded(observer, "websocket", half->unsure ? half->unsure_because : "malformed",
				   half->unsure ? "compressed with what came before" : NULL, part.size,
				   where);
		half->unsure = true;
		half->unsure_because = half->unsure_because ? half->unsure_because : "malformed";
	}
	if (!right || (last && forgets)) {
		inflater_free(half->inflater, observer);
		half->inflater = NULL;
	}
	return right;
}

/* Ends a message of several frames. */
static void end_message(struct websocket *socket, enum direction direction, struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	struct bytes content = buffer_bytes(&half->message.bytes);
	struct carrier carrier;

	if (content.size) {
		struct outer_context outer = kept_enter(&half->message, direction, &carrier, observer);

		give(socket, direction, content, content, observer);
		observer_leave(observer, &outer);
	}
	kept_drop_all(&half->message, observer);
	half->inside = half->incomplete = false;
}

/* A frame of a message: `payload` without its mask, `where` as it stands in the window. */
static void read_part(struct websocket *socket, enum direction direction, const struct frame *frame,
		      struct bytes payload, struct bytes where, struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	struct buffer inflated = buffer_of(LIMIT_MESSAGE_SIZE);
	bool goes_on = frame->opcode == CONTINUATION;

	if (!goes_on) {
		end_message(socket, direction, observer);
		half->opcode = frame->opcode;
		half->compressed = frame->reserved & COMPRESSED;
	} else if (!half->inside) {
		half->incomplete = true;
	}
	half->inside = true;
	if (half->compressed) {
		half->incomplete |= !inflate_part(socket, direction, payload, frame->final, &inflated, where,
						  observer);
		if (inflated.full)
			observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
		half->incomplete |= inflated.full;
		payload = buffer_bytes(&inflated);
	}
	if (frame->final && !half->message.bytes.size) {
		give(socket, direction, payload, where, observer);
		half->inside = half->incomplete = false;
	} else if (payload.size && !kept_add(&half->message, payload, where, observer)) {
		half->incomplete = true;
		end_message(socket, direction, observer);
		half->inside = half->incomplete = true;
	}
	if (frame->final)
		end_message(socket, direction, observer);
	if (inflated.failed)
		observer_out_of_memory(observer);
	buffer_free(&inflated);
}

static void read_payload(struct websocket *socket, enum direction direction, const struct frame *frame,
			 struct bytes payload, struct observer *observer)
{
	struct buffer clear = buffer_of(LIMIT_MESSAGE_SIZE);

	if (frame->opcode & 8)
		return;
	if (frame->masked && buffer_append(&clear, payload))
		unmask(clear.data, clear.size, frame->key);
	if (clear.failed)
		observer_out_of_memory(observer);
	else
		read_part(socket, direction, frame, frame->masked ? buffer_bytes(&clear) : payload, payload,
			  observer);
	buffer_free(&clear);
}

/* ---- the stream ---- */

static void get_lost(struct half *half, const char *because)
{
	half->lost = true;
	half->incomplete = half->inside;
	half->unsure = true;
	half->unsure_because = because;
}

static void say_lost(struct half *half, struct bytes where, struct observer *observer)
{
	if (half->lost_size)
		observer_undecoded(observer, "websocket", half->unsure_because, "no frame", half->lost_size,
				   where);
	half->lost_size = 0;
}

/* Frames mostly begin where segments do: elsewhere none is looked for. */
static bool find_frame(struct websocket *socket, struct half *half, struct stream *stream,
		       struct observer *observer)
{
	struct bytes bytes = stream->unread.rest;

	if (chain_bits(bytes) || (socket->known && are_frames(bytes))) {
		say_lost(half, bytes, observer);
		half->lost = false;
		socket->known = true;
		return true;
	}
	half->lost_size += bytes.size;
	stream->skip = bytes.size;
	stream->skip_as = UNREAD;
	if (stream->ended)
		say_lost(half, bytes, observer);
	return false;
}

/* A frame of which not all is there, or that is too large. */
static void read_cut(struct websocket *socket, enum direction direction, struct frame *frame,
		     struct stream *stream, struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	size_t there = cursor_left(&stream->unread) - frame->header_size;

	cursor_skip(&stream->unread, frame->header_size);
	there = there < frame->size ? there : (size_t)frame->size;
	struct bytes payload = cursor_take(&stream->unread,
					   there < LIMIT_MESSAGE_SIZE ? there : LIMIT_MESSAGE_SIZE);

	frame->final = false;
	read_payload(socket, direction, frame, payload, observer);
	half->incomplete = true;
	end_message(socket, direction, observer);
	half->unsure |= half->compressed;
	half->unsure_because = "cut";
	stream->skip = frame->size - payload.size;
	stream->skip_as = UNREAD;
}

static bool read_frame(struct websocket *socket, enum direction direction, struct stream *stream,
		       struct observer *observer)
{
	struct half *half = &socket->halves[direction];
	bool final = stream->ended || stream->full;
	struct bytes rest = stream->unread.rest;
	struct frame frame;

	switch (read_header(rest, &frame)) {
	case FRAME_BROKEN:
		get_lost(half, "malformed");
		return true;
	case FRAME_NOT_THERE:
		if (final)
			get_lost(half, "cut");
		return final;
	case FRAME_READ:
		break;
	}
	if (rest.size - frame.header_size < frame.size) {
		if (frame.size > LIMIT_MESSAGE_SIZE - 16)
			observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
		else if (!final) {
			stream->wanted = frame.header_size + (size_t)frame.size;
			return false;
		}
		read_cut(socket, direction, &frame, stream, observer);
		return false;
	}
	cursor_skip(&stream->unread, frame.header_size);
	struct bytes payload = cursor_take(&stream->unread, (size_t)frame.size);

	read_payload(socket, direction, &frame, payload, observer);
	if (frame.opcode == CLOSE)
		inner_end(socket->inner, direction, observer);
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct websocket *socket = state;
	struct half *half = &socket->halves[direction];
	bool goes_on = true;

	if (!half->message.bytes.maximum)
		half->message = kept_of(LIMIT_MESSAGE_SIZE);
	if (!socket->opening && !half->unsure)
		get_lost(half, "cut");
	while (goes_on && cursor_left(&stream->unread))
		goes_on = half->lost ? find_frame(socket, half, stream, observer)
				     : read_frame(socket, direction, stream, observer);
	return half->lost ? DECODED_IN_PART : DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct websocket *socket = state;
	struct half *half = &socket->halves[direction];

	half->incomplete = true;
	end_message(socket, direction, observer);
	inner_gap(socket->inner, direction, size, observer);
	inflater_free(half->inflater, observer);
	half->inflater = NULL;
	get_lost(half, "gap");
}

static void end(void *state, struct observer *observer)
{
	struct websocket *socket = state;

	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		struct half *half = &socket->halves[each];

		half->incomplete = true;
		end_message(socket, each, observer);
		inflater_free(half->inflater, observer);
	}
	inner_close(socket->inner, observer);
	kept_free(&socket->halves[0].message, observer);
	kept_free(&socket->halves[1].message, observer);
	free(socket->opening);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return chain_bits(first);
}

const struct app_decoder app_decoder_websocket = {
	.name = "websocket",
	.specification = "RFC 6455, RFC 7692",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 80 },
			{ SELECT_TCP_PORT, 8080 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct websocket),
	.bid = bid,
	.inherit = inherit,
	.decode = decode,
	.gap = gap,
	.close = end,
};
