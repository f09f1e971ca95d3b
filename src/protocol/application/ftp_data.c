/* SPDX-License-Identifier: Apache-2.0 */
/* FTP's data connections (RFC 959 section 3, RFC 2428): one file or listing each, up to the end of the
 * stream. Nothing in them says what they are; the control connection does. An address in PORT or 227 is
 * not believed (RFC 2577 section 3): the hosts of the control connection are meant, whatever a router made
 * of their addresses. Left out: compressed and block mode (RFC 959 section 3.4), which nobody uses. */
#include "protocol/application/ftp_data.h"

#include "protocol/application/lines.h"

static void announce(struct ftp_data *data, bool client_listens, uint16_t port, struct stream *stream,
		     struct observer *observer)
{
	const struct carrier *flow = observer_carrier(observer);
	bool from_listener = flow->from_client == client_listens;

	data->agreed = true;
	data->expectation = (struct expectation){
		.decoder = "ftp-data",
		.tcp = true,
		.host = from_listener ? flow->source : flow->destination,
		.peer = from_listener ? flow->destination : flow->source,
		.port = port,
	};
	stream_expect(stream, observer, &data->expectation);
}

/* `h1,h2,h3,h4,p1,p2` */
static bool read_port(struct bytes text, uint16_t *ret_port)
{
	uint64_t number = 0, port = 0;

	for (unsigned i = 0; i < 6; i++) {
		if (!bytes_to_number(bytes_trim(bytes_split(&text, ',')), &number) || number > 255)
			return false;
		port = (port << 8 | number) & 0xffff;
	}
	*ret_port = (uint16_t)port;
	return port != 0;
}

/* `|1|132.235.1.2|6275|`, or `|||6446|`; the first character is the separator. */
static bool read_extended_port(struct bytes text, uint16_t *ret_port)
{
	uint64_t port = 0;

	if (text.size < 5)
		return false;
	uint8_t separator = text.data[0];

	for (unsigned i = 0; i < 3; i++)
		bytes_split(&text, separator);
	if (!bytes_to_number(bytes_split(&text, separator), &port) || port == 0 || port > 65535)
		return false;
	*ret_port = (uint16_t)port;
	return true;
}

void ftp_data_command(struct ftp_data *data, struct bytes command, struct bytes argument,
		      struct stream *stream, struct observer *observer)
{
	static const char *const transfers[] = {
		"RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", NULL
	};
	uint16_t port;

	if (bytes_equal_nocase(command, BYTES("PORT"))) {
		if (read_port(argument, &port))
			announce(data, true, port, stream, observer);
	} else if (bytes_equal_nocase(command, BYTES("EPRT"))) {
		if (read_extended_port(argument, &port))
			announce(data, true, port, stream, observer);
	} else if (data->agreed && line_starts_with(command, transfers)) {
		data->expectation.method = command;
		data->expectation.label = argument;
		stream_expect_more(stream, &data->expectation);
		data->expectation.method = data->expectation.label = BYTES_EMPTY;
	}
}

void ftp_data_reply(struct ftp_data *data, unsigned status, struct bytes text, struct stream *stream,
		    struct observer *observer)
{
	uint16_t port;

	if (status == 227) {
		/* The address stands in brackets, or not: RFC 1123 section 4.1.2.6 says to look for a digit.
		 */
		while (text.size && (text.data[0] < '0' || text.data[0] > '9'))
			text = bytes_from(text, 1);
		size_t end = 0;

		while (end < text.size && (text.data[end] == ',' || text.data[end] == ' ' ||
					   (text.data[end] >= '0' && text.data[end] <= '9')))
			end++;
		if (read_port(bytes_slice(text, 0, end), &port))
			announce(data, false, port, stream, observer);
	} else if (status == 229) {
		size_t open = bytes_find_byte(text, '(');

		if (open != SIZE_MAX && read_extended_port(bytes_from(text, open + 1), &port))
			announce(data, false, port, stream, observer);
	}
}

struct transfer {
	bool started, lost;
};

/* Only the control connection knows. */
static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	(void)first;
	return 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct transfer *transfer = state;
	struct bytes bytes = stream->unread.rest;

	(void)direction;
	if (!transfer->started && bytes_start_with(bytes, BYTES("\x16\x03")))
		return DECODED_NOT_MINE; /* PROT P: RFC 4217 */
	transfer->started = true;
	if (!stream->ended && !stream->full) {
		stream->wanted = SIZE_MAX;
		return DECODED;
	}
	const struct expectation *expected = stream_expected(stream, observer);
	struct message message = {
		.part = BYTES("file"),
		.method = expected ? expected->method : BYTES_EMPTY,
		.topic = expected ? expected->label : BYTES_EMPTY,
		.incomplete = transfer->lost || !stream->ended,
	};

	if (bytes.size)
		observer_content(observer, &message, bytes, bytes);
	cursor_skip(&stream->unread, bytes.size);
	/* A file too large to be kept whole is read in pieces. */
	transfer->lost = transfer->lost || stream->full;
	return DECODED;
}

/* What lies before and behind the gap are pieces of the file. */
static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct transfer *transfer = state;

	(void)direction;
	(void)size;
	(void)observer;
	transfer->started = transfer->lost = true;
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 20 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_ftp_data = {
	.name = "ftp-data",
	.specification = "RFC 959",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct transfer),
	.bid = bid,
	.decode = decode,
	.gap = gap,
};
