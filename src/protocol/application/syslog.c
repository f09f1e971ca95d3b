/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog: as found in the wild (RFC 3164) and as standardised (RFC 5424), over UDP (RFC 5426) and TCP
 * (RFC 6587: counted, or a line each).
 *
 *     <priority>Mmm dd hh:mm:ss host tag: text
 *     <priority>1 time host program process id [id name="value" ...] text
 *
 * What terminals write into their log is handed on as text. Left out: signed messages (RFC 5848). */
#include "protocol/application.h"

#include "base/limits.h"

enum { PRIORITY_MOST = 191, TIME_SIZE = 15 };

/* `<34>`; no sign, no leading zero. Its size, or 0. */
static size_t priority_size(struct bytes text)
{
	size_t end = bytes_find_byte(bytes_slice(text, 0, 5), '>');
	uint64_t number;

	if (end == SIZE_MAX || text.data[0] != '<' ||
	    !bytes_to_number(bytes_slice(text, 1, end - 1), &number) || number > PRIORITY_MOST ||
	    (text.data[1] == '0' && end > 2))
		return 0;
	return end + 1;
}

/* `Feb  5 17:32:18` at the start. */
static bool has_old_time(struct bytes text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const char form[] = "    D DD:DD:DD"; /* behind the month's first two letters */
	size_t month;

	if (text.size < TIME_SIZE)
		return false;
	month = bytes_find(bytes_of(months), bytes_slice(text, 0, 3));
	if (month == SIZE_MAX || month % 3)
		return false;
	for (size_t i = 3; i < TIME_SIZE; i++) {
		uint8_t byte = text.data[i];
		bool digit = byte >= '0' && byte <= '9', wanted = form[i - 1] == 'D';

		if (i == 4 ? !digit && byte != ' ' : wanted ? !digit : byte != (uint8_t)form[i - 1])
			return false;
	}
	return true;
}

/* `2016-05-24T09:50:52.926451+02:00 `, as rsyslog writes it in the place of the old form. Its size with the
 * blank, or 0. */
static size_t new_time_size(struct bytes text)
{
	static const char form[] = "DDDD-DD-DDTDD:DD:DD";
	size_t blank = bytes_find_byte(bytes_slice(text, 0, 40), ' ');

	if (blank == SIZE_MAX || blank < sizeof form)
		return 0;
	for (size_t i = 0; form[i]; i++) {
		bool digit = text.data[i] >= '0' && text.data[i] <= '9';

		if (form[i] == 'D' ? !digit : text.data[i] != (uint8_t)form[i])
			return 0;
	}
	return blank + 1;
}

static bool is_text(struct bytes text)
{
	text = bytes_slice(text, 0, 256);
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < ' ' && text.data[i] != '\t' && text.data[i] != '\n' &&
		    text.data[i] != '\r' && text.data[i] != 0x1b &&
		    !(text.data[i] == 0 && i + 1 == text.size))
			return false;
	return text.size > 0;
}

static unsigned message_bits(struct bytes text)
{
	size_t size = priority_size(text);
	struct bytes rest = bytes_from(text, size);

	unsigned bits = 8 * (unsigned)size + (has_old_time(rest) ? 8 * 7 : 0);

	return bits && is_text(rest) ? bits : 0;
}

/* `123 <34>1 ...`: size of the number and the blank, or 0. */
static size_t count_size(struct bytes text, size_t *ret_count)
{
	size_t blank = bytes_find_byte(bytes_slice(text, 0, 7), ' ');
	uint64_t count;

	if (blank == SIZE_MAX || text.data[0] == '0' ||
	    !bytes_to_number(bytes_slice(text, 0, blank), &count) || count > LIMIT_HEAD_SIZE)
		return 0;
	*ret_count = (size_t)count;
	return blank + 1;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t count, size = count_size(first, &count);
	unsigned bits = message_bits(bytes_from(first, size));

	/* Only clients log. */
	return direction == FROM_CLIENT && bits ? bits + 8 * (unsigned)size : 0;
}

static void say_value(struct observer *observer, const char *field, struct bytes value)
{
	const struct message message = { .part = BYTES("header") };

	if (value.size && !bytes_equal(value, BYTES("-")))
		observer_value(observer, &message, bytes_of(field), value);
}

/* The structured data, and moves `*rest` behind it: the values in it are named. */
static void read_structured(struct bytes *rest, struct observer *observer)
{
	const struct message message = { .part = BYTES("structured-data") };
	struct bytes text = *rest;
	size_t at = 0;

	if (text.size && text.data[0] == '-') {
		*rest = bytes_trim(bytes_from(text, 1));
		return;
	}
	while (at < text.size && text.data[at] == '[') {
		while (at < text.size && text.data[at] != ' ' && text.data[at] != ']')
			at++;
		while (at < text.size && text.data[at] == ' ') {
			size_t name = at + 1, equals = name, end;

			while (equals < text.size && text.data[equals] != '=' && text.data[equals] != ']')
				equals++;
			end = equals + 2;
			while (end < text.size && text.data[end] != '"')
				end += text.data[end] == '\\' ? 2 : 1;
			if (end >= text.size || text.data[equals] != '=' || text.data[equals + 1] != '"')
				return;
			observer_value(observer, &message, bytes_slice(text, name, equals - name),
				       bytes_slice(text, equals + 2, end - equals - 2));
			at = end + 1;
		}
		if (at >= text.size || text.data[at] != ']')
			return;
		at++;
	}
	*rest = bytes_trim(bytes_from(text, at));
}

static void read_message(struct bytes text, struct observer *observer)
{
	struct message message = { .part = BYTES("message") };
	struct bytes rest;

	text = bytes_from(text, priority_size(text));
	while (text.size && (text.data[text.size - 1] == 0 || text.data[text.size - 1] == '\n'))
		text.size--;
	rest = text;
	if (bytes_start_with(text, BYTES("1 "))) {
		bytes_split(&rest, ' ');
		bytes_split(&rest, ' ');
		say_value(observer, "hostname", bytes_split(&rest, ' '));
		message.topic = bytes_split(&rest, ' ');
		bytes_split(&rest, ' ');
		bytes_split(&rest, ' ');
		read_structured(&rest, observer);
		if (bytes_start_with(rest, BYTES("\xef\xbb\xbf")))
			rest = bytes_from(rest, 3);
	} else if (has_old_time(text) || new_time_size(text)) {
		rest = bytes_trim(bytes_from(text, has_old_time(text) ? TIME_SIZE : new_time_size(text)));
		struct bytes behind = rest, host = bytes_split(&behind, ' ');

		/* Many leave the host out: then the tag stands here. */
		if (bytes_find_byte(host, ':') == SIZE_MAX && bytes_find_byte(host, '[') == SIZE_MAX) {
			say_value(observer, "hostname", host);
			rest = behind;
		}
	}
	if (rest.size)
		observer_content(observer, &message, rest, rest);
}

static enum decoded decode_stream(struct stream *stream, struct observer *observer)
{
	while (cursor_left(&stream->unread)) {
		struct bytes unread = stream->unread.rest;
		bool last = stream->ended || stream->full;
		size_t count = 0, head = count_size(unread, &count);

		if (!head) {
			size_t line = bytes_find_byte(bytes_slice(unread, 0, LIMIT_LINE_SIZE), '\n');

			count = line == SIZE_MAX ? unread.size : line + 1;
			if (line == SIZE_MAX && !last && unread.size < LIMIT_LINE_SIZE)
				return DECODED;
		} else if (unread.size - head < count) {
			if (!last) {
				stream->wanted = head + count;
				return DECODED;
			}
			count = unread.size - head;
		}
		struct bytes text = bytes_slice(cursor_take(&stream->unread, head + count), head, count);

		read_message(text, observer);
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	(void)state;
	if (!stream->datagram && direction == FROM_SERVER && cursor_left(&stream->unread))
		return DECODED_MALFORMED;
	if (!stream->datagram)
		return decode_stream(stream, observer);
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));

	if (!message_bits(datagram))
		return DECODED_MALFORMED;
	read_message(datagram, observer);
	return DECODED;
}

const struct app_decoder app_decoder_syslog = {
	.name = "syslog",
	.specification = "RFC 3164, RFC 5424, RFC 6587",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 514 },
			{ SELECT_TCP_PORT, 514 },
			{ SELECT_TCP_PORT, 601 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
	/* what is left of a line is text as well */
	.gap = app_decoder_resume,
};
