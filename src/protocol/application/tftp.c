/* SPDX-License-Identifier: Apache-2.0 */
/* TFTP (RFC 1350) with options (RFC 2347 to 2349, 7440).
 *
 *     1 read, 2 write: opcode(16) file 0 mode 0, options: name 0 value 0;  6 option acknowledgement
 *     3 data: opcode(16) block(16) bytes;  4 acknowledgement;  5 error
 *
 * Who answers a request does so from a port of its own, so that the transfer is another flow, which the
 * request announces. A file is read when its last block has come, or as far as it came. There are no
 * passwords. Left out: netascii's line ends. */
#include "protocol/application.h"

#include "base/limits.h"
#include "base/text.h"
#include "protocol/expectation.h"

enum opcode { READ = 1, WRITE, BLOCK, ACKNOWLEDGEMENT, ERROR, OPTIONS };
enum { BLOCK_USUAL = 512, NAME_MOST = 255 };

struct tftp {
	bool known;	 /* a request, or the transfer of one that was announced */
	bool asked;	 /* the request came in this flow */
	bool write;	 /* the client sends the file */
	bool incomplete; /* a block is missing */
	bool cut;	 /* more of the file is not kept */
	bool answered;	 /* the service was said */
	uint16_t next;	 /* the block to come; 0 before the first */
	uint32_t block_size;
	struct buffer file;
	uint8_t name[NAME_MOST], name_size;
};

static struct bytes take_word(struct cursor *cursor)
{
	size_t size = bytes_find_byte(cursor->rest, 0);
	struct bytes word = cursor_take(cursor, size);

	cursor_skip(cursor, 1);
	return word;
}

struct request {
	struct bytes name, mode;
	struct cursor options;
	bool write;
};

static bool read_request(struct bytes datagram, struct request *ret_request)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned opcode = cursor_be16(&cursor);
	struct request request = { .write = opcode == WRITE };

	request.name = take_word(&cursor);
	request.mode = take_word(&cursor);
	request.options = cursor;
	if (!cursor_ok(&cursor) || opcode < READ || opcode > WRITE || !request.name.size ||
	    !text_is_utf8(request.name) ||
	    (!bytes_equal_nocase(request.mode, BYTES("octet")) &&
	     !bytes_equal_nocase(request.mode, BYTES("netascii")) &&
	     !bytes_equal_nocase(request.mode, BYTES("mail"))))
		return false;
	for (size_t i = 0; i < request.name.size; i++)
		if (request.name.data[i] < ' ')
			return false;
	*ret_request = request;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct request request;

	(void)direction;
	return read_request(first, &request) ? 16 + 8 * (unsigned)(request.mode.size + 2) : 0;
}

static void read_options(struct tftp *tftp, struct cursor cursor)
{
	while (cursor_left(&cursor)) {
		struct bytes name = take_word(&cursor), value = take_word(&cursor);
		uint64_t number;

		if (!cursor_ok(&cursor))
			return;
		if (bytes_equal_nocase(name, BYTES("blksize")) && bytes_to_number(value, &number) &&
		    number >= 8 && number <= 65464)
			tftp->block_size = (uint32_t)number;
	}
}

static struct bytes name_of(const struct tftp *tftp)
{
	return (struct bytes){ tftp->name, tftp->name_size };
}

static const char *method_of(const struct tftp *tftp)
{
	return tftp->write ? "WRQ" : "RRQ";
}

static void keep_name(struct tftp *tftp, struct bytes name)
{
	struct cursor cursor = cursor_over(name);

	tftp->name_size = (uint8_t)(name.size < NAME_MOST ? name.size : NAME_MOST);
	cursor_copy(&cursor, tftp->name, tftp->name_size);
}

/* Says the file as far as it came, and begins anew. */
static void say_file(struct tftp *tftp, bool whole, struct bytes where, struct observer *observer)
{
	const struct message message = {
		.part = BYTES("file"),
		.method = bytes_of(method_of(tftp)),
		.topic = name_of(tftp),
		.incomplete = tftp->incomplete || !whole,
	};

	if (tftp->file.size)
		observer_content(observer, &message, buffer_bytes(&tftp->file), where);
	observer_give_back(observer, tftp->file.size);
	buffer_free(&tftp->file);
}

static void begin(struct tftp *tftp, const struct request *request, struct stream *stream,
		  struct observer *observer)
{
	const struct carrier *flow = observer_carrier(observer);
	struct message message = { .part = BYTES("request") };

	say_file(tftp, false, BYTES_EMPTY, observer);
	*tftp = (struct tftp){ .known = true, .asked = true, .write = request->write };
	tftp->block_size = BLOCK_USUAL;
	keep_name(tftp, request->name);
	message.method = bytes_of(method_of(tftp));
	observer_value(observer, &message, BYTES("file-name"), request->name);
	stream_expect(stream, observer,
		      &(struct expectation){ .decoder = "tftp",
					     .host = flow->source,
					     .port = flow->source_port,
					     .peer = flow->destination,
					     .method = message.method,
					     .label = name_of(tftp) });
}

/* Whoever asks gets: that is said of the server when it gives, or takes. */
static void say_service(struct tftp *tftp, struct bytes where, struct observer *observer)
{
	struct observation service = observation_of(KIND_SERVICE);
	struct buffer action = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	if (tftp->answered)
		return;
	tftp->answered = true;
	buffer_append_text(&action, method_of(tftp));
	buffer_append_byte(&action, ' ');
	buffer_append(&action, name_of(tftp));
	if (action.failed)
		observer_out_of_memory(observer);
	observation_word(&service, ATTRIBUTE_AUTHENTICATION, "none");
	observation_text(&service, ATTRIBUTE_ACTION, buffer_bytes(&action));
	observation_word(&service, ATTRIBUTE_GAVE, tftp->write ? "nothing" : "files");
	/* A transfer's flow is opened by the server. */
	service.sender = tftp->asked ? SENDER_SERVER : SENDER_CLIENT;
	observer_say(observer, &service, where);
	buffer_free(&action);
}

static void keep_block(struct tftp *tftp, struct bytes bytes, struct observer *observer)
{
	if (!tftp->file.maximum)
		tftp->file = buffer_of(LIMIT_TFTP_FILE);
	/* Once something is left out nothing may follow. */
	bool room = !tftp->file.full && !tftp->cut;
	bool held = room && observer_hold(observer, bytes.size);

	if (held && buffer_append(&tftp->file, bytes))
		return;
	if (held)
		observer_give_back(observer, bytes.size);
	if (tftp->file.failed)
		observer_out_of_memory(observer);
	else if (held)
		observer_limit(observer, "tftp-file", LIMIT_TFTP_FILE);
	tftp->cut = tftp->incomplete = true;
}

static void take_block(struct tftp *tftp, struct cursor cursor, struct observer *observer)
{
	uint16_t number = cursor_be16(&cursor);
	struct bytes bytes = cursor.rest;

	if (!tftp->next)
		tftp->next = 1;
	if ((uint16_t)(tftp->next - number) - 1u < 0x4000)
		return; /* sent again */
	say_service(tftp, bytes, observer);
	if (number != tftp->next)
		tftp->incomplete = true;
	tftp->next = (uint16_t)(number + 1);
	keep_block(tftp, bytes, observer);
	if (bytes.size < tftp->block_size)
		say_file(tftp, true, bytes, observer);
}

/* A flow that was announced: what was asked for in the one before. */
static void take_up(struct tftp *tftp, const struct stream *stream, struct observer *observer)
{
	const struct expectation *expected = stream_expected(stream, observer);

	if (tftp->known || !expected)
		return;
	tftp->known = true;
	tftp->block_size = BLOCK_USUAL;
	tftp->write = bytes_equal(expected->method, BYTES("WRQ"));
	keep_name(tftp, expected->label);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tftp *tftp = state;
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(datagram);
	unsigned opcode = cursor_be16(&cursor);
	struct request request;

	(void)direction;
	take_up(tftp, stream, observer);
	if (read_request(datagram, &request)) {
		begin(tftp, &request, stream, observer);
		return DECODED;
	}
	if (!tftp->known)
		return DECODED_NOT_MINE;
	switch (opcode) {
	case BLOCK:
		if (datagram.size < 4)
			return DECODED_MALFORMED;
		take_block(tftp, cursor, observer);
		return DECODED;
	case ACKNOWLEDGEMENT:
		if (tftp->write)
			say_service(tftp, datagram, observer);
		return datagram.size >= 4 ? DECODED : DECODED_MALFORMED;
	case OPTIONS:
		read_options(tftp, cursor);
		return DECODED;
	case ERROR:
		return datagram.size >= 4 ? DECODED : DECODED_MALFORMED;
	default:
		return tftp->asked || tftp->next ? DECODED_MALFORMED : DECODED_NOT_MINE;
	}
}

static void end(void *state, struct observer *observer)
{
	say_file(state, false, BYTES_EMPTY, observer);
}

const struct app_decoder app_decoder_tftp = {
	.name = "tftp",
	.specification = "RFC 1350, RFC 2347, RFC 2348",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 69 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct tftp),
	.bid = bid,
	.decode = decode,
	.close = end,
};
