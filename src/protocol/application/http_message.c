/* SPDX-License-Identifier: Apache-2.0 */
/* What the head of a message tells: names, credentials, services, and how the body is framed. */
#include "protocol/application/http.h"

#include "base/limits.h"
#include "protocol/application/http_names.h"

/* What is gathered from the fields of one head. */
struct reading {
	struct observer *observer;
	struct message message; /* for values in the head */
	struct http_request request;
	struct buffer decoded[2]; /* what credentials borrow from */
	unsigned decoded_count;
	struct bytes media_type, encoding, challenge;
	uint64_t length;
	bool has_length, chunked, expects;
	unsigned status; /* of a response */
	enum sender sender;
};

/* Keeps a request's credential until the answer comes; a response's is said at once. */
static void add_credential(struct reading *reading, struct http_credential *credential, struct bytes where)
{
	credential->origin = observer_span(reading->observer, where);
	reading->request.identified = true;
	if (reading->status)
		http_credential_say(credential, reading->status, SENDER_CARRIER, reading->observer);
	else if (reading->request.credential_count < HTTP_CREDENTIALS)
		reading->request.credentials[reading->request.credential_count++] = *credential;
	else
		http_credential_say(credential, 0, SENDER_CARRIER, reading->observer);
}

static void read_cookie(struct reading *reading, struct bytes pair)
{
	struct message message = reading->message;
	struct bytes value = pair, name = bytes_trim(bytes_split(&value, '='));
	bool sure = false;

	value = bytes_trim(value);
	if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
		value = bytes_slice(value, 1, value.size - 2);
	if (!name.size || !value.size)
		return;
	/* Too short to be worth guessing is no session, nor is a flag. */
	if (value.size >= 6 && http_names_session(name, &sure) && !http_is_placeholder(value)) {
		struct http_credential credential = {
			.scheme = "cookie",
			.class = "token",
			.confidence = sure ? "likely" : "possible",
			.why = "cookie whose name says session",
			.field = name,
			.secret = value,
		};

		add_credential(reading, &credential, value);
		return;
	}
	message.part = BYTES("cookie");
	observer_value(reading->observer, &message, name, value);
}

static void read_authorization(struct reading *reading, struct bytes name, struct bytes value)
{
	struct http_credential credential;

	reading->request.identified = true;
	if (reading->decoded_count >= sizeof reading->decoded / sizeof *reading->decoded)
		return;
	struct buffer *decoded = &reading->decoded[reading->decoded_count++];

	*decoded = buffer_of(LIMIT_HEAD_SIZE);
	if (http_authorization(value, decoded, &credential)) {
		credential.field = name;
		add_credential(reading, &credential, value);
	}
	if (decoded->failed)
		observer_out_of_memory(reading->observer);
	/* What a token of JSON holds is worth reading: who it was made for. */
	size_t token = bytes_find(value, BYTES("eyJ"));

	if (token != SIZE_MAX) {
		struct message message = reading->message;

		message.label = name;
		observer_content(reading->observer, &message, bytes_from(value, token), value);
	}
}

/* A URL inside a field: its user information and its query. The host is another's, mostly. */
static void read_url(struct reading *reading, struct bytes name, struct bytes value)
{
	struct http_target target = http_target_of(value);

	if (target.password.size) {
		struct http_credential credential = {
			.scheme = "url",
			.class = "password",
			.confidence = "certain",
			.why = "user name and password in a URL",
			.field = name,
			.user = target.user,
			.secret = target.password,
		};

		add_credential(reading, &credential, target.password);
	}
	if (target.query.size) {
		struct message message = reading->message;

		message.label = name;
		observer_content(reading->observer, &message, target.query, target.query);
	}
}

static void read_value(struct reading *reading, struct bytes name, struct bytes value)
{
	if (value.size >= 6 && http_names_token(name) && !http_is_placeholder(value)) {
		struct http_credential credential = {
			.scheme = "header",
			.class = "token",
			.confidence = "likely",
			.why = "field whose name says token",
			.field = name,
			.secret = value,
		};

		add_credential(reading, &credential, value);
		return;
	}
	/* A user agent is no user. */
	if (!reading->status && http_names_access(name) && !bytes_equal_nocase(name, BYTES("User-Agent")))
		reading->request.identified = true;
	observer_value(reading->observer, &reading->message, name, value);
}

static void read_length(struct reading *reading, struct bytes value)
{
	/* `5, 5` from a proxy that joined two fields: the first counts. */
	struct bytes first = bytes_trim(bytes_slice(value, 0, bytes_find_byte(value, ',')));

	if (reading->has_length)
		return;
	reading->has_length = bytes_to_number(first, &reading->length);
	if (!reading->has_length)
		observer_undecoded(reading->observer, "http", "malformed", "Content-Length is no number",
				   value.size, value);
}

static void read_field(struct reading *reading, struct bytes name, struct bytes value)
{
	struct bytes pair;

	switch (http_field_of(name)) {
	case HTTP_FIELD_PLAIN:
	case HTTP_FIELD_HOST:
		break;
	case HTTP_FIELD_LENGTH:
		read_length(reading, value);
		break;
	case HTTP_FIELD_TRANSFER_ENCODING:
		reading->chunked = bytes_find_nocase(value, BYTES("chunked")) != SIZE_MAX;
		break;
	case HTTP_FIELD_CONTENT_TYPE:
		reading->media_type = value;
		break;
	case HTTP_FIELD_CONTENT_ENCODING:
		reading->encoding = value;
		break;
	case HTTP_FIELD_EXPECT:
		reading->expects = true;
		break;
	case HTTP_FIELD_CHALLENGE:
		if (!reading->challenge.size || bytes_start_with_nocase(value, BYTES("Basic")))
			reading->challenge = value;
		break;
	case HTTP_FIELD_COOKIE:
		reading->request.identified = true;
		while (value.size)
			read_cookie(reading, bytes_split(&value, ';'));
		break;
	case HTTP_FIELD_SET_COOKIE:
		pair = bytes_split(&value, ';');
		read_cookie(reading, pair);
		break;
	case HTTP_FIELD_AUTHORIZATION:
		read_authorization(reading, name, value);
		break;
	case HTTP_FIELD_TEXT:
		if (value.size)
			observer_value(reading->observer, &reading->message, name, value);
		break;
	case HTTP_FIELD_URL:
		read_url(reading, name, value);
		break;
	case HTTP_FIELD_VALUE:
		if (value.size)
			read_value(reading, name, value);
		break;
	}
}

/* The name by which the server is called, before anything else is said: it goes with all of it. */
static void name_host(struct cursor fields, struct bytes in_target, struct observer *observer)
{
	struct bytes name, value;

	if (in_target.size) {
		observer_name_host(observer, in_target);
		return;
	}
	while (http_next_field(&fields, &name, &value))
		if (http_field_of(name) == HTTP_FIELD_HOST) {
			if (value.size)
				observer_name_host(observer, value);
			return;
		}
}

static void keep(uint8_t *to, size_t room, uint8_t *size, struct bytes text)
{
	*size = (uint8_t)(text.size < room ? text.size : room);
	if (*size)
		memcpy(to, text.data, *size);
}

static void start_body(struct http_half *half, const struct reading *reading, bool has_body)
{
	keep(half->media_type, sizeof half->media_type, &half->media_type_size, reading->media_type);
	keep(half->encoding, sizeof half->encoding, &half->encoding_size, reading->encoding);
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

/* The parts of a target that are content of their own. */
static void read_target(struct reading *reading, const struct http_target *target)
{
	struct message message = reading->message;
	struct bytes key;

	if (http_path_key(target->path, &key)) {
		struct http_credential credential = {
			.scheme = "url",
			.class = "token",
			.confidence = "likely",
			.why = "key in the path of a bridge's API",
			.field = BYTES("path"),
			.secret = key,
		};

		add_credential(reading, &credential, key);
	}
	if (target->path.size > 1) {
		message.part = BYTES("path");
		observer_content(reading->observer, &message, target->path, target->path);
	}
	if (target->query.size) {
		struct http_credential credential;

		message.part = BYTES("query");
		observer_content(reading->observer, &message, target->query, target->query);
		if (http_query_authentication(target->query, &credential))
			add_credential(reading, &credential, credential.secret);
		reading->request.identified |= http_mentions_access(target->query);
	}
}

static void read_request(struct http *http, struct http_half *half, struct reading *reading,
			 struct cursor fields, const struct http_start *start)
{
	bool connects = bytes_equal(start->method, BYTES("CONNECT"));
	struct http_target target = http_target_of(start->target);
	struct bytes name, value;

	if (connects)
		target = (struct http_target){ .host = start->target };
	name_host(fields, target.host, reading->observer);
	reading->message.method = reading->request.method = start->method;
	reading->message.topic = target.path;
	reading->request.old = start->version.data[0] == '0';
	reading->request.path = bytes_slice(target.path, 0, LIMIT_ATTRIBUTE_SIZE);
	if (target.password.size)
		read_url(reading, BYTES("request-target"),
			 bytes_slice(start->target, 0,
				     (size_t)(target.host.data + target.host.size - start->target.data)));
	read_target(reading, &target);
	while (http_next_field(&fields, &name, &value))
		read_field(reading, name, value);
	if (http->answers_lost)
		http_exchanges_flush(&http->exchanges, 0, reading->observer);
	http->answers_lost = false;
	half->about = http_exchange_push(&http->exchanges, &reading->request, reading->observer);
	start_body(half, reading, true);
	if (half->phase == HTTP_HEAD)
		http_end_message(half, connects ? HTTP_WAITING : HTTP_HEAD);
}

/* What an answered request tells of the service behind it. */
static void say_service(const struct reading *reading, const struct http_exchange *exchange,
			const struct http_start *start, bool has_body)
{
	struct observation service = observation_of(KIND_SERVICE);
	const char *authentication = "unknown", *gave = "unknown";
	struct buffer action = buffer_of(LIMIT_ATTRIBUTE_SIZE + 64);
	bool given = start->status >= 200 && start->status < 300 && has_body, asked = start->status == 401;

	if ((!given && !asked && start->status != 403) || !exchange->path.size ||
	    exchange->path.data[0] != '/' || http_is_asset(exchange->path))
		return;
	if (asked && reading->challenge.size)
		authentication = bytes_start_with_nocase(reading->challenge, BYTES("Basic")) ? "password"
											     : "challenge";
	else if (given && !exchange->identified)
		authentication = "none";
	if (!given)
		gave = "nothing";
	else if (bytes_start_with_nocase(reading->media_type, BYTES("image/")) ||
		 bytes_start_with_nocase(reading->media_type, BYTES("video/")) ||
		 bytes_start_with_nocase(reading->media_type, BYTES("audio/")) ||
		 bytes_start_with_nocase(reading->media_type, BYTES("multipart/x-mixed-replace")))
		gave = "media";
	else if (http_is_configuration(exchange->path))
		gave = "configuration";
	buffer_append(&action, exchange->method);
	buffer_append_byte(&action, ' ');
	buffer_append(&action, exchange->path);
	observation_word(&service, ATTRIBUTE_AUTHENTICATION, authentication);
	observation_text(&service, ATTRIBUTE_ACTION, buffer_bytes(&action));
	observation_word(&service, ATTRIBUTE_GAVE, gave);
	observation_number(&service, ATTRIBUTE_STATUS, start->status);
	observation_word(&service, ATTRIBUTE_VERSION,
			 start->version.data[0] != '1'	 ? "HTTP"
			 : start->version.data[2] == '0' ? "HTTP/1.0"
							 : "HTTP/1.1");
	observer_say(reading->observer, &service, reading->message.label);
	if (action.failed)
		observer_out_of_memory(reading->observer);
	buffer_free(&action);
}

/* Whether a body follows, as far as request and status tell (RFC 9112 6.3). */
static bool may_have_body(const struct http_exchange *exchange, unsigned status)
{
	return status >= 200 && status != 204 && status != 304 &&
	       !(exchange && bytes_equal(exchange->method, BYTES("HEAD")));
}

static void read_response(struct http *http, struct http_half *half, struct reading *reading,
			  struct cursor fields, const struct http_start *start, struct stream *stream)
{
	bool final = start->status >= 200 || start->status == 101;
	struct http_exchange *exchange = final ? http_exchange_pop(&http->exchanges) : NULL;
	bool has_body = may_have_body(exchange, start->status);
	struct bytes name, value;

	half->about = exchange;
	if (exchange) {
		reading->message.method = exchange->method;
		reading->message.topic = exchange->path;
	}
	reading->status = start->status;
	while (http_next_field(&fields, &name, &value))
		read_field(reading, name, value);
	start_body(half, reading, has_body);
	bool tunnel = start->status == 101;

	if (exchange) {
		http_exchange_say(exchange, start->status, reading->observer);
		reading->message.label = start->version;
		say_service(reading, exchange, start, half->phase != HTTP_HEAD);
		if (bytes_equal(exchange->method, BYTES("CONNECT"))) {
			struct http_half *client = &http->halves[exchange->asked];

			tunnel = start->status >= 200 && start->status < 300;
			if (client->phase == HTTP_WAITING)
				client->phase = HTTP_HEAD;
		}
	}
	stream->rebid = tunnel;
	if (half->phase == HTTP_HEAD || tunnel)
		http_end_message(half, HTTP_HEAD);
}

void http_read_head(struct http *http, enum direction direction, struct bytes head,
		    const struct http_start *start, struct stream *stream, struct observer *observer)
{
	struct http_half *half = &http->halves[direction];
	struct cursor fields = cursor_over(head);
	struct reading reading = { .observer = observer, .message = { .part = BYTES("header") } };

	(void)cursor_take(&fields, bytes_find_byte(head, '\n') < head.size ? bytes_find_byte(head, '\n') + 1
									   : head.size);
	reading.request.direction = direction;
	half->started = true;
	half->is_request = start->status == 0;
	if (start->status)
		read_response(http, half, &reading, fields, start, stream);
	else
		read_request(http, half, &reading, fields, start);
	for (unsigned i = 0; i < reading.decoded_count; i++)
		buffer_free(&reading.decoded[i]);
}

void http_read_trailer(struct http_half *half, struct bytes name, struct bytes value,
		       struct observer *observer)
{
	struct message message = { .part = BYTES("trailer") };

	if (half->about) {
		message.method = half->about->method;
		message.topic = half->about->path;
	}
	if (http_field_of(name) == HTTP_FIELD_VALUE)
		observer_value(observer, &message, name, value);
}
