/* SPDX-License-Identifier: Apache-2.0 */
/* CoAP over UDP (RFC 7252) and over TCP (RFC 8323), in blocks (RFC 7959), observed (RFC 7641).
 *
 *     UDP  version(2 bits) type(2) token size(4) code(8) message id(16) token options [ff payload]
 *     TCP  size(4 bits) token size(4) more size(0, 8, 16, 32) code(8) token options [ff payload]
 *
 * Over TCP a connection is taken up from its start only, where both sides tell their capabilities.
 * Left out: CoAP over WebSocket, OSCORE (opaque), Q-Block (RFC 9177). */
#include "protocol/application/coap.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

enum { PAYLOAD_MARKER = 0xff, TOKEN_MOST = 8, SIGNAL_CAPABILITIES = COAP_CODE(7, 1) };

/* A nibble of an option's head: 13 and 14 stand for one and two bytes that follow. */
static size_t take_extended(struct cursor *cursor, unsigned nibble)
{
	switch (nibble) {
	case 13:
		return 13u + cursor_u8(cursor);
	case 14:
		return 269u + cursor_be16(cursor);
	case 15:
		cursor->failed = true;
		return 0;
	default:
		return nibble;
	}
}

bool coap_next_option(struct cursor *cursor, unsigned *number, struct coap_option *ret_option)
{
	if (!cursor_ok(cursor) || !cursor_left(cursor) || cursor_peek(cursor, 0) == PAYLOAD_MARKER)
		return false;
	unsigned head = cursor_u8(cursor);
	size_t delta = take_extended(cursor, head >> 4), size = take_extended(cursor, head & 15);
	struct bytes value = cursor_take(cursor, size);

	if (!cursor_ok(cursor) || delta > 0xffff - *number) {
		cursor->failed = true;
		return false;
	}
	*number += (unsigned)delta;
	*ret_option = (struct coap_option){ *number, value };
	return true;
}

static bool take_message(struct cursor *cursor, struct coap_message *ret_message)
{
	unsigned head = cursor_u8(cursor), token = head & 15;
	struct coap_message message = { .type = head >> 4 & 3, .code = cursor_u8(cursor) };

	cursor_skip(cursor, 2);
	message.token = cursor_take(cursor, token);
	message.rest = cursor_take(cursor, cursor_left(cursor));
	if (!cursor_ok(cursor) || head >> 6 != 1 || token > TOKEN_MOST)
		return false;
	*ret_message = message;
	return true;
}

/* Size of the message over TCP at the start of `bytes`, 0 when more bytes are needed to tell, or
 * SIZE_MAX when no message starts here. */
static size_t stream_size(struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned head = cursor_u8(&cursor), nibble = head >> 4;
	size_t size = nibble;

	if (nibble == 13)
		size = 13u + cursor_u8(&cursor);
	else if (nibble == 14)
		size = 269u + cursor_be16(&cursor);
	else if (nibble == 15)
		size = 65805u + (size_t)cursor_be32(&cursor);
	cursor_skip(&cursor, 1 + (head & 15));
	if ((head & 15) > TOKEN_MOST)
		return SIZE_MAX;
	return cursor_ok(&cursor) ? bytes.size - cursor_left(&cursor) + size : 0;
}

static struct coap_message stream_message(struct bytes bytes)
{
	static const unsigned extended[16] = { [13] = 1, [14] = 2, [15] = 4 };
	struct cursor cursor = cursor_over(bytes);
	unsigned head = cursor_u8(&cursor);
	struct coap_message message = { .type = COAP_UNCONFIRMED };

	cursor_skip(&cursor, extended[head >> 4]);
	message.code = cursor_u8(&cursor);
	message.token = cursor_take(&cursor, head & 15);
	message.rest = cursor.rest;
	return message;
}

/* --- bids --- */

static bool is_words(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ' || value.data[i] == 0x7f)
			return false;
	return text_is_utf8(value);
}

/* Sizes that options have (RFC 7252 5.10 and the registry); a number that is not here fits none. */
static const struct known_option {
	uint16_t number, least, most;
	bool text;
} known_options[] = {
	{ 1, 0, 8, false },    { 3, 1, 255, true },  { 4, 1, 8, false },    { 5, 0, 0, false },
	{ 6, 0, 3, false },    { 7, 0, 2, false },   { 8, 0, 255, true },   { 9, 0, 255, false },
	{ 11, 0, 255, true },  { 12, 0, 2, false },  { 14, 0, 4, false },   { 15, 0, 255, true },
	{ 16, 1, 1, false },   { 17, 0, 2, false },  { 19, 0, 3, false },   { 20, 0, 255, true },
	{ 23, 0, 3, false },   { 27, 0, 3, false },  { 28, 0, 4, false },   { 31, 0, 3, false },
	{ 35, 1, 1034, true }, { 39, 1, 255, true }, { 60, 0, 4, false },   { 252, 1, 40, false },
	{ 258, 0, 1, false },  { 292, 0, 8, false }, { 2049, 0, 2, false }, { 2053, 0, 2, false },
};

/* Bits of one option; -1 where it cannot be one. Unknown ones that may be ignored count nothing. */
static int option_bits(const struct coap_option *option)
{
	for (size_t i = 0; i < sizeof known_options / sizeof *known_options; i++) {
		const struct known_option *known = &known_options[i];

		if (known->number != option->number)
			continue;
		if (option->value.size < known->least || option->value.size > known->most ||
		    (known->text && !is_words(option->value)))
			return -1;
		return known->text ? 4 + 4 * (int)(option->value.size < 8 ? option->value.size : 8) : 4;
	}
	return option->number % 2 ? -1 : 0;
}

/* Bits of options and payload, or -1. */
static int rest_bits(struct bytes rest)
{
	struct cursor cursor = cursor_over(rest);
	struct coap_option option;
	unsigned number = 0;
	int bits = 0;

	while (coap_next_option(&cursor, &number, &option)) {
		int more = option_bits(&option);

		if (more < 0)
			return -1;
		bits += more;
	}
	/* A marker without a payload is broken. */
	if (!cursor_ok(&cursor) || cursor_left(&cursor) == 1)
		return -1;
	return bits + (cursor_left(&cursor) ? 8 : 0);
}

static bool is_request(unsigned code)
{
	return code >= COAP_CODE(0, 1) && code <= COAP_CODE(0, 7);
}

static bool is_response(unsigned code)
{
	unsigned detail = code & 31;

	switch (code >> 5) {
	case 2:
		return (detail >= 1 && detail <= 5) || detail == 31;
	case 4:
		return detail <= 9 || detail == 12 || detail == 13 || detail == 15 || detail == 22 ||
		       detail == 29;
	case 5:
		return detail <= 5 || detail == 8;
	default:
		return false;
	}
}

static unsigned datagram_bits(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct coap_message message;

	if (!take_message(&cursor, &message))
		return 0;
	/* Nothing but a head: a ping, its reset, an acknowledgement. */
	if (message.code == 0)
		return first.size == 4 && message.type != COAP_UNCONFIRMED ? 2 + 4 + 8 - 1 : 0;
	if (is_request(message.code) ? message.type > COAP_UNCONFIRMED
				     : !is_response(message.code) || message.type == COAP_RESET)
		return 0;
	int bits = rest_bits(message.rest);

	return bits < 0 ? 0 : 2 + 1 + 3 + (unsigned)bits;
}

/* Capabilities: Max-Message-Size (2) and Block-Wise-Transfer (4). */
static unsigned capability_bits(struct bytes first)
{
	size_t size = stream_size(first);

	if (size == 0 || size > 64 || size > first.size)
		return 0;
	struct coap_message message = stream_message(bytes_slice(first, 0, size));
	struct cursor cursor = cursor_over(message.rest);
	struct coap_option option;
	unsigned number = 0, bits = 8 + 4;

	if (message.code != SIGNAL_CAPABILITIES)
		return 0;
	while (coap_next_option(&cursor, &number, &option)) {
		if (option.value.size > 4 || (option.number != 2 && option.number != 4))
			return 0;
		bits += 8;
	}
	return cursor_ok(&cursor) && !cursor_left(&cursor) ? bits : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned datagram = datagram_bits(first), stream = capability_bits(first);

	(void)direction;
	return datagram > stream ? datagram : stream;
}

/* --- reading --- */

static enum decoded decode_stream(struct coap *coap, enum direction direction, struct stream *stream,
				  struct observer *observer)
{
	while (cursor_left(&stream->unread)) {
		size_t size = stream_size(stream->unread.rest);

		if (size > LIMIT_MESSAGE_SIZE)
			return coap->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		if (size == 0 || size > cursor_left(&stream->unread)) {
			stream->wanted = size;
			return DECODED;
		}
		struct bytes bytes = cursor_take(&stream->unread, size);
		struct coap_message message = stream_message(bytes);

		if (!coap->known && message.code != SIGNAL_CAPABILITIES)
			return DECODED_NOT_MINE;
		coap->known = true;
		if (message.code >> 5 != 7 && !coap_read(coap, direction, &message, observer))
			observer_undecoded(observer, "coap", "malformed", "a broken message", size, bytes);
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct coap *coap = state;
	struct coap_message message;

	if (!stream->datagram)
		return decode_stream(coap, direction, stream, observer);
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(datagram);

	if (!take_message(&cursor, &message) || !coap_read(coap, direction, &message, observer))
		return coap->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
	coap->known = true;
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct coap *coap = state;

	coap_end_blocks(coap, observer);
	while (coap->exchanges) {
		struct coap_exchange *exchange = coap->exchanges;

		coap->exchanges = exchange->next;
		free(exchange);
	}
}

const struct app_decoder app_decoder_coap = {
	.name = "coap",
	.specification = "RFC 7252, RFC 7641, RFC 7959, RFC 8323",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 5683 },
			{ SELECT_TCP_PORT, 5683 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct coap),
	.bid = bid,
	.decode = decode,
	.close = end,
};
