/* SPDX-License-Identifier: Apache-2.0 */
/* AJP 1.3 and FastCGI over TCP: HTTP between a web server and what stands behind it.
 *
 *     AJP: 12 34 size(16): 2 method protocol path address host server port(16) TLS(8) headers(16), name and
 *     value each; attributes: kind(8) value, ff at the end; then bodies: size(16), bytes
 *     `AB` size(16): 4 status(16) text headers(16) …, 3 size(16) body, 5 end      texts: size(16), bytes, NUL
 *     FastCGI: 1 kind(8) number(16) size(16) padding(8) 0(8): 1 begins, 4 names and values (sizes of one or
 *     four bytes), 5 the body, 6 the answer, a head and a body
 *
 * What they carry is written as HTTP again and read as such. Left out: what several requests that share a
 * connection say at once in FastCGI. */
#include "base/limits.h"
#include "protocol/application/units.h"
#include "protocol/inner.h"

extern const struct app_decoder app_decoder_http;

struct web {
	struct inner *inner;
	struct buffer head; /* FastCGI: names and values of one request, until all are there */
	bool answered;	    /* FastCGI: the head of the answer has begun */
};

static void end(struct web *web, struct observer *observer)
{
	if (!web->inner)
		return;
	inner_end(web->inner, FROM_CLIENT, observer);
	inner_end(web->inner, FROM_SERVER, observer);
	inner_close(web->inner, observer);
	web->inner = NULL;
}

/* Each request with its answer is a conversation of its own: answers do not tell where they end. */
static void begin(struct web *web, struct observer *observer)
{
	end(web, observer);
	web->inner = inner_new(&(struct inner_options){ .decoder = &app_decoder_http }, observer);
}

static void deliver(struct web *web, enum direction direction, struct bytes bytes, struct bytes where,
		    struct observer *observer)
{
	if (bytes.size && web->inner)
		inner_deliver(web->inner, direction, bytes, where, observer);
}

static void append(struct buffer *to, struct bytes bytes)
{
	/* A line end inside would begin another field. */
	for (size_t i = 0; i < bytes.size; i++)
		buffer_append_byte(to, bytes.data[i] == '\r' || bytes.data[i] == '\n' ? ' ' : bytes.data[i]);
}

static void append_field(struct buffer *to, struct bytes name, struct bytes value)
{
	append(to, name);
	buffer_append(to, BYTES(": "));
	append(to, value);
	buffer_append(to, BYTES("\r\n"));
}

static void close_web(void *state, struct observer *observer)
{
	struct web *web = state;

	end(web, observer);
	buffer_free(&web->head);
}

/* --- AJP --- */

enum {
	AJP_HEAD = 4,
	AJP_REQUEST = 2,
	AJP_BODY = 3,
	AJP_ANSWER = 4,
	AJP_ENDS = 5,
	AJP_GET_BODY = 6,
	AJP_COUNT_MOST = 256,
	AJP_QUERY = 5,
	AJP_NAMED = 10,
	AJP_KEY_SIZE = 11,
	AJP_END = 0xff,
};

static const char *const ajp_methods[] = {
	NULL,	     "OPTIONS", "GET",	"HEAD", "POST", "PUT",	  "DELETE", "TRACE",  "PROPFIND",
	"PROPPATCH", "MKCOL",	"COPY", "MOVE", "LOCK", "UNLOCK", "ACL",    "REPORT",
};

static const char *const ajp_fields[] = {
	NULL,	      "Accept",	      "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization",
	"Connection", "Content-Type", "Content-Length", "Cookie",	   "Cookie2",	      "Host",
	"Pragma",     "Referer",      "User-Agent",
};

static const char *const ajp_answer_fields[] = {
	NULL,	    "Content-Type", "Content-Language", "Content-Length", "Date",   "Last-Modified",
	"Location", "Set-Cookie",   "Set-Cookie2",	"Servlet-Engine", "Status", "WWW-Authenticate",
};

static size_t ajp_measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	uint16_t mark = cursor_be16(&cursor);
	size_t size = cursor_be16(&cursor);

	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return mark == (direction == FROM_CLIENT ? 0x1234 : 0x4142) ? AJP_HEAD + size : UNIT_BROKEN;
}

static struct bytes ajp_text(struct cursor *cursor)
{
	size_t size = cursor_be16(cursor);

	if (size == 0xffff)
		return BYTES_EMPTY;
	struct bytes text = cursor_take(cursor, size);

	cursor_skip(cursor, 1);
	return text;
}

/* A name of a field: a text, or A0 and a number. */
static struct bytes ajp_name(struct cursor *cursor, const char *const *names, size_t count)
{
	if (cursor_peek(cursor, 0) != 0xa0)
		return ajp_text(cursor);
	size_t number = cursor_be16(cursor) & 0xff;

	return number && number < count ? bytes_of(names[number]) : BYTES("X-Unknown");
}

static unsigned ajp_bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(bytes_from(first, AJP_HEAD));
	size_t size = ajp_measure(direction, first);
	unsigned kind = cursor_u8(&cursor), method = cursor_u8(&cursor);

	return direction == FROM_CLIENT && size != UNIT_BROKEN && size != UNIT_LONGER && size > 16 &&
			       kind == AJP_REQUEST && method &&
			       bytes_start_with(ajp_text(&cursor), BYTES("HTTP/"))
		       ? 16 + 8 + 4 + 16 + 40
		       : 0;
}

static struct bytes ajp_query(struct cursor cursor)
{
	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		unsigned kind = cursor_u8(&cursor);

		if (kind == AJP_END)
			break;
		if (kind == AJP_KEY_SIZE) {
			cursor_skip(&cursor, 2);
			continue;
		}
		struct bytes value = ajp_text(&cursor);

		if (kind == AJP_NAMED)
			(void)ajp_text(&cursor);
		if (kind == AJP_QUERY)
			return value;
	}
	return BYTES_EMPTY;
}

static void ajp_request(struct web *web, struct bytes unit, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(unit, AJP_HEAD + 1)), fields;
	struct buffer head = buffer_of(LIMIT_MESSAGE_SIZE);
	size_t method = cursor_u8(&cursor), methods = sizeof ajp_methods / sizeof *ajp_methods, count;
	struct bytes protocol = ajp_text(&cursor), path = ajp_text(&cursor), query;

	for (unsigned i = 0; i < 3; i++)
		(void)ajp_text(&cursor);
	cursor_skip(&cursor, 3);
	count = cursor_be16(&cursor);
	fields = cursor;
	for (size_t i = 0; i < count && i < AJP_COUNT_MOST && cursor_ok(&cursor); i++) {
		(void)ajp_name(&cursor, ajp_fields, sizeof ajp_fields / sizeof *ajp_fields);
		(void)ajp_text(&cursor);
	}
	if (!cursor_ok(&cursor))
		return;
	query = ajp_query(cursor);
	append(&head, method && method < methods ? bytes_of(ajp_methods[method]) : BYTES("SEARCH"));
	buffer_append_byte(&head, ' ');
	append(&head, path);
	if (query.size)
		buffer_append_byte(&head, '?');
	append(&head, query);
	buffer_append_byte(&head, ' ');
	append(&head, protocol);
	buffer_append(&head, BYTES("\r\n"));
	for (size_t i = 0; i < count && i < AJP_COUNT_MOST; i++) {
		struct bytes name = ajp_name(&fields, ajp_fields, sizeof ajp_fields / sizeof *ajp_fields);

		append_field(&head, name, ajp_text(&fields));
	}
	buffer_append(&head, BYTES("\r\n"));
	deliver(web, FROM_CLIENT, buffer_bytes(&head), unit, observer);
	buffer_free(&head);
}

static void ajp_answer(struct web *web, struct bytes unit, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(unit, AJP_HEAD + 1));
	struct buffer head = buffer_of(LIMIT_MESSAGE_SIZE);
	unsigned status = cursor_be16(&cursor) % 1000;
	struct bytes text = ajp_text(&cursor);
	size_t count = cursor_be16(&cursor);
	const uint8_t digits[] = { (uint8_t)('0' + status / 100), (uint8_t)('0' + status / 10 % 10),
				   (uint8_t)('0' + status % 10) };

	buffer_append(&head, BYTES("HTTP/1.0 "));
	buffer_append(&head, (struct bytes){ digits, sizeof digits });
	buffer_append_byte(&head, ' ');
	append(&head, text);
	buffer_append(&head, BYTES("\r\n"));
	for (size_t i = 0; i < count && i < AJP_COUNT_MOST && cursor_ok(&cursor); i++) {
		struct bytes name = ajp_name(&cursor, ajp_answer_fields,
					     sizeof ajp_answer_fields / sizeof *ajp_answer_fields);

		append_field(&head, name, ajp_text(&cursor));
	}
	buffer_append(&head, BYTES("\r\n"));
	deliver(web, FROM_SERVER, buffer_bytes(&head), unit, observer);
	buffer_free(&head);
}

static void ajp_read(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct web *web = state;
	struct cursor cursor = cursor_over(bytes_from(unit, AJP_HEAD));
	unsigned kind = cursor_peek(&cursor, 0);

	if (direction == FROM_CLIENT && kind == AJP_REQUEST && cursor_left(&cursor) > 8) {
		begin(web, observer);
		ajp_request(web, unit, observer);
		return;
	}
	if (direction == FROM_SERVER && kind == AJP_ANSWER) {
		ajp_answer(web, unit, observer);
		return;
	}
	/* A body: the server's with its kind in front. */
	if (direction == FROM_SERVER && cursor_u8(&cursor) != AJP_BODY)
		return;
	size_t size = cursor_be16(&cursor);
	struct bytes body = bytes_slice(cursor.rest, 0, size);

	deliver(web, direction, body, body, observer);
}

static enum decoded ajp_decode(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	static const struct unit_reader reader = { .measure = ajp_measure, .read = ajp_read };

	return units_read(&reader, state, direction, stream, observer);
}

/* --- FastCGI --- */

enum {
	CGI_HEAD = 8,
	CGI_BEGIN = 1,
	CGI_PARAMETERS = 4,
	CGI_BODY = 5,
	CGI_ANSWER = 6,
	CGI_KIND_LAST = 11,
	CGI_BEGIN_SIZE = 8,
};

static size_t cgi_measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned version = cursor_u8(&cursor), kind = cursor_u8(&cursor);

	(void)direction;
	cursor_skip(&cursor, 2);
	size_t size = cursor_be16(&cursor), padding = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return version == 1 && kind && kind <= CGI_KIND_LAST ? CGI_HEAD + size + padding : UNIT_BROKEN;
}

static unsigned cgi_bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint16_t start = cursor_be16(&cursor);

	cursor_skip(&cursor, 2);
	size_t size = cursor_be16(&cursor), padding = cursor_be16(&cursor), role = cursor_be16(&cursor);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && start == 0x0101 && size == CGI_BEGIN_SIZE &&
			       !padding && role >= 1 && role <= 3
		       ? 16 + 16 + 16 + 14
		       : 0;
}

static size_t cgi_size(struct cursor *cursor)
{
	return cursor_peek(cursor, 0) & 0x80 ? cursor_be32(cursor) & 0x7fffffff : cursor_u8(cursor);
}

/* The value of a parameter, or no bytes. */
static struct bytes cgi_value(struct bytes parameters, struct bytes wanted)
{
	struct cursor cursor = cursor_over(parameters);

	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		size_t name_size = cgi_size(&cursor), value_size = cgi_size(&cursor);
		struct bytes name = cursor_take(&cursor, name_size), value = cursor_take(&cursor, value_size);

		if (cursor_ok(&cursor) && bytes_equal(name, wanted))
			return value;
	}
	return BYTES_EMPTY;
}

/* What a browser sent has its name changed: HTTP_USER_AGENT is User-Agent. The server's own words (who is
 * logged in, whom to write to) are values. */
static void cgi_append_fields(struct buffer *head, struct bytes parameters, struct observer *observer)
{
	const struct message message = { .part = BYTES("parameter") };
	struct cursor cursor = cursor_over(parameters);

	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		size_t name_size = cgi_size(&cursor), value_size = cgi_size(&cursor);
		struct bytes name = cursor_take(&cursor, name_size), value = cursor_take(&cursor, value_size);
		bool header = bytes_start_with(name, BYTES("HTTP_")) && name.size < 128;
		bool content = bytes_equal(name, BYTES("CONTENT_TYPE")) ||
			       bytes_equal(name, BYTES("CONTENT_LENGTH"));

		if (!cursor_ok(&cursor) || !value.size)
			continue;
		if (!header && !content) {
			if (bytes_equal(name, BYTES("REMOTE_USER")) ||
			    bytes_equal(name, BYTES("SERVER_ADMIN")))
				observer_value(observer, &message, name, value);
			continue;
		}
		name = bytes_from(name, header ? 5 : 0);
		for (size_t i = 0; i < name.size; i++)
			buffer_append_byte(head, name.data[i] == '_' ? '-' : name.data[i]);
		append_field(head, BYTES_EMPTY, value);
	}
}

static void cgi_request(struct web *web, struct bytes where, struct observer *observer)
{
	struct bytes parameters = buffer_bytes(&web->head);
	struct bytes method = cgi_value(parameters, BYTES("REQUEST_METHOD"));
	struct bytes path = cgi_value(parameters, BYTES("REQUEST_URI"));
	struct buffer head = buffer_of(LIMIT_MESSAGE_SIZE);

	append(&head, method.size ? method : BYTES("GET"));
	buffer_append_byte(&head, ' ');
	if (path.size) {
		append(&head, path);
	} else {
		append(&head, cgi_value(parameters, BYTES("SCRIPT_NAME")));
		buffer_append_byte(&head, '?');
		append(&head, cgi_value(parameters, BYTES("QUERY_STRING")));
	}
	buffer_append(&head, BYTES(" HTTP/1.0\r\n"));
	cgi_append_fields(&head, parameters, observer);
	buffer_append(&head, BYTES("\r\n"));
	deliver(web, FROM_CLIENT, buffer_bytes(&head), where, observer);
	buffer_free(&head);
	buffer_clear(&web->head);
}

static void cgi_read(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct web *web = state;
	unsigned kind = unit.data[1], padding = unit.data[6];
	struct bytes content = bytes_slice(unit, CGI_HEAD, unit.size - CGI_HEAD - padding);

	if (kind == CGI_BEGIN) {
		begin(web, observer);
		web->answered = false;
		buffer_clear(&web->head);
	} else if (kind == CGI_PARAMETERS && content.size) {
		web->head.maximum = LIMIT_HEAD_SIZE;
		buffer_append(&web->head, content);
	} else if (kind == CGI_PARAMETERS && web->head.size) {
		cgi_request(web, unit, observer);
	} else if (kind == CGI_BODY) {
		deliver(web, FROM_CLIENT, content, content, observer);
	} else if (kind == CGI_ANSWER && content.size && direction == FROM_SERVER) {
		if (!web->answered)
			deliver(web, FROM_SERVER, BYTES("HTTP/1.0 200 OK\r\n"), content, observer);
		web->answered = true;
		deliver(web, FROM_SERVER, content, content, observer);
	}
}

static enum decoded cgi_decode(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	static const struct unit_reader reader = {
		.measure = cgi_measure,
		.read = cgi_read,
		.most = 2 * LIMIT_HEAD_SIZE,
	};

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_ajp = {
	.name = "ajp",
	.specification = "Apache JServ Protocol 1.3",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 8009 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct web),
	.bid = ajp_bid,
	.decode = ajp_decode,
	.close = close_web,
};

const struct app_decoder app_decoder_fastcgi = {
	.name = "fastcgi",
	.specification = "FastCGI 1.0",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 9000 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct web),
	.bid = cgi_bid,
	.decode = cgi_decode,
	.close = close_web,
};
