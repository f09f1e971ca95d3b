/* SPDX-License-Identifier: Apache-2.0 */
/* The head of an HTTP/1 message: which request it belongs to, how its body is framed, and what follows. */
#include "protocol/application/http.h"

#include "base/limits.h"
#include "protocol/application/websocket.h"
#include "protocol/choose.h"

/* The name by which the server is called, before anything else is said: it goes with all of it. In the target
 * it stands where a proxy is asked, whose name it is not. */
static void name_host(struct cursor fields, struct bytes in_target, struct observer *observer)
{
	struct bytes name, value;

	if (in_target.size) {
		observer_name_relayed(observer, in_target);
		return;
	}
	while (http_next_field(&fields, &name, &value))
		if (http_field_of(name) == HTTP_FIELD_HOST) {
			if (value.size)
				observer_name_host(observer, value);
			return;
		}
}

static void start_body(struct http_half *half, const struct http_reading *reading, bool has_body)
{
	http_form_keep(&half->form, reading->media_type, reading->encoding);
	half->scanned = 0;
	half->given = 0;
	half->incomplete = false;
	half->expects = reading->expects;
	half->left = 0;
	half->phase = HTTP_HEAD;
	if (!has_body)
		return;
	if (reading->chunked) {
		half->phase = HTTP_CHUNKED;
	} else if (reading->has_length) {
		half->left = reading->length;
		half->phase = reading->length ? HTTP_SIZED : HTTP_HEAD;
	} else if (!half->is_request) {
		half->phase = HTTP_TO_END;
	}
}

/* What was asked is answered in the new protocol. */
static bool is_http2(struct bytes upgrade)
{
	return bytes_equal_nocase(bytes_trim(upgrade), BYTES("h2c"));
}

static bool is_websocket(struct bytes upgrade)
{
	return bytes_equal_nocase(bytes_trim(upgrade), BYTES("websocket"));
}

static void read_request(struct http *http, struct http_half *half, struct http_reading *reading,
			 struct cursor fields, const struct http_start *start)
{
	bool connects = bytes_equal(start->method, BYTES("CONNECT"));
	struct http_target target = http_target_of(start->target);
	struct bytes name, value;

	/* What is asked of a proxy is its own; what goes through it, behind its answer, is the other's. */
	if (connects)
		target = (struct http_target){ .path = start->target };
	else
		name_host(fields, target.host, reading->observer);
	reading->request.old = start->version.data[0] == '0';
	http_reading_request(reading, start->method, &target);
	while (http_next_field(&fields, &name, &value))
		http_reading_field(reading, name, value);
	if (http->answers_lost)
		http_exchanges_flush(&http->exchanges, 0, reading->observer);
	http->answers_lost = false;
	half->about = http_exchange_push(&http->exchanges, &reading->request, reading->observer);
	start_body(half, reading, true);
	half->wants_socket = is_websocket(reading->upgrade);
	if (half->phase == HTTP_HEAD)
		http_end_message(half, connects || half->wants_socket ? HTTP_WAITING : HTTP_HEAD);
}

static const char *version_of(const struct http_start *start)
{
	return start->version.data[0] != '1'   ? "HTTP"
	       : start->version.data[2] == '0' ? "HTTP/1.0"
					       : "HTTP/1.1";
}

/* What follows an answer is no HTTP/1 any more. */
static void change_protocol(struct stream *stream, struct http_exchange *exchange,
			    const struct http_reading *reading)
{
	stream->rebid = true;
	if (!exchange)
		return;
	if (is_http2(reading->upgrade)) {
		stream->successor = choose_named("http2");
		stream->legacy = exchange;
		exchange->references++;
	} else if (is_websocket(reading->upgrade)) {
		stream->successor = &app_decoder_websocket;
		stream->legacy = websocket_opening_new(exchange->path, reading->extensions,
						       reading->subprotocol, reading->observer);
	} else if (http_is_tunnelled(reading->media_type)) {
		stream->successor = choose_named("rtsp");
	} else if (bytes_equal(exchange->method, BYTES("CONNECT"))) {
		stream->relayed = true;
		observer_name_relayed(reading->observer, exchange->path);
	}
}

static void read_response(struct http *http, struct http_half *half, struct http_reading *reading,
			  struct cursor fields, const struct http_start *start, struct stream *stream)
{
	bool final = start->status >= 200 || start->status == 101;
	struct http_exchange *exchange = final ? http_exchange_pop(&http->exchanges) : NULL;
	bool has_body = http_may_have_body(exchange, start->status), changes = start->status == 101;
	struct bytes name, value;

	half->about = exchange;
	if (exchange) {
		reading->message.method = exchange->method;
		reading->message.topic = exchange->path;
	}
	reading->status = start->status;
	reading->line = start->version;
	while (http_next_field(&fields, &name, &value))
		http_reading_field(reading, name, value);
	start_body(half, reading, has_body);
	if (exchange && !(changes && is_http2(reading->upgrade))) {
		http_exchange_say(exchange, start->status, reading->observer);
		http_reading_service(reading, exchange, version_of(start), half->phase != HTTP_HEAD);
		if (bytes_equal(exchange->method, BYTES("CONNECT")))
			changes = start->status >= 200 && start->status < 300;
		if (http->halves[exchange->asked].phase == HTTP_WAITING)
			http->halves[exchange->asked].phase = HTTP_HEAD;
	}
	if (changes || (exchange && start->status == 200 && http_is_tunnelled(reading->media_type)))
		change_protocol(stream, exchange, reading);
	if (half->phase == HTTP_HEAD || stream->rebid)
		http_end_message(half, HTTP_HEAD);
}

void http_read_head(struct http *http, enum direction direction, struct bytes head,
		    const struct http_start *start, struct stream *stream, struct observer *observer)
{
	struct http_half *half = &http->halves[direction];
	struct cursor fields = cursor_over(head);
	struct http_reading reading;
	size_t line = bytes_find_byte(head, '\n');

	cursor_skip(&fields, line < head.size ? line + 1 : head.size);
	http_reading_begin(&reading, &http->inside, observer);
	reading.request.direction = direction;
	half->started = true;
	half->inside = &http->inside;
	half->is_request = start->status == 0;
	if (start->status)
		read_response(http, half, &reading, fields, start, stream);
	else
		read_request(http, half, &reading, fields, start);
	http_reading_end(&reading);
}
