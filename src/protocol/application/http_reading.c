/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http_reading.h"

#include "base/base64.h"
#include "base/limits.h"
#include "protocol/application/grpc.h"
#include "protocol/application/http_head.h"
#include "protocol/application/http_names.h"
#include "protocol/choose.h"
#include "protocol/inner.h"

void http_reading_begin(struct http_reading *reading, struct http_inside *inside, struct observer *observer)
{
	memset(reading, 0, offsetof(struct http_reading, request.credentials));
	reading->observer = observer;
	reading->inside = inside;
	reading->message.part = BYTES("header");
}

/* Keeps a request's credential until the answer comes; a response's is said at once. */
static void add_credential(struct http_reading *reading, struct http_credential *credential,
			   struct bytes where)
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

static void read_cookie(struct http_reading *reading, struct bytes pair)
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

static void read_authorization(struct http_reading *reading, struct bytes name, struct bytes value)
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
static void read_url(struct http_reading *reading, struct bytes name, struct bytes value)
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

static void read_value(struct http_reading *reading, struct bytes name, struct bytes value)
{
	bool access, token = http_names_token(name, &access);

	if (value.size >= 6 && token && !http_is_placeholder(value)) {
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
	if (!reading->status && access && !bytes_equal_nocase(name, BYTES("User-Agent")))
		reading->request.identified = true;
	observer_value(reading->observer, &reading->message, name, value);
}

static void read_length(struct http_reading *reading, struct bytes value)
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

/* What the two sides agree on for what follows. */
static void read_agreement(struct http_reading *reading, struct bytes name, struct bytes value)
{
	switch (http_field_of(name)) {
	case HTTP_FIELD_UPGRADE:
		reading->upgrade = value;
		break;
	case HTTP_FIELD_SOCKET_EXTENSIONS:
		reading->extensions = value;
		break;
	case HTTP_FIELD_SOCKET_PROTOCOL:
		/* Browsers can put no field of their own here, so pages put tokens. */
		reading->subprotocol = value;
		if (!reading->status && value.size)
			observer_value(reading->observer, &reading->message, name, value);
		break;
	default:
		reading->message_encoding = value;
		break;
	}
}

void http_reading_field(struct http_reading *reading, struct bytes name, struct bytes value)
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
	case HTTP_FIELD_UPGRADE:
	case HTTP_FIELD_SOCKET_EXTENSIONS:
	case HTTP_FIELD_SOCKET_PROTOCOL:
	case HTTP_FIELD_MESSAGE_ENCODING:
		read_agreement(reading, name, value);
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

static bool read_dns_query(struct http_reading *reading, struct bytes query);

/* The parts of a target that are content of their own. */
static void read_target(struct http_reading *reading, const struct http_target *target)
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
	if (target->path.size > 1 && target->path.data[0] == '/') {
		message.part = BYTES("path");
		observer_content(reading->observer, &message, target->path, target->path);
	}
	if (target->query.size) {
		struct http_credential credential;

		message.part = BYTES("query");
		if (!read_dns_query(reading, target->query))
			observer_content(reading->observer, &message, target->query, target->query);
		if (http_query_authentication(target->query, &credential))
			add_credential(reading, &credential, credential.secret);
		reading->request.identified |= http_mentions_access(target->query);
	}
}

void http_reading_request(struct http_reading *reading, struct bytes method, const struct http_target *target)
{
	reading->message.method = reading->request.method = method;
	reading->message.topic = target->path;
	reading->request.path = bytes_slice(target->path, 0, LIMIT_ATTRIBUTE_SIZE);
	if (target->password.size) {
		struct http_credential credential = {
			.scheme = "url",
			.class = "password",
			.confidence = "certain",
			.why = "user name and password in a URL",
			.field = BYTES("request-target"),
			.user = target->user,
			.secret = target->password,
		};

		add_credential(reading, &credential, target->password);
	}
	read_target(reading, target);
}

bool http_may_have_body(const struct http_exchange *exchange, unsigned status)
{
	return status >= 200 && status != 204 && status != 304 &&
	       !(exchange && bytes_equal(exchange->method, BYTES("HEAD")));
}

void http_reading_end(struct http_reading *reading)
{
	for (unsigned i = 0; i < reading->decoded_count; i++)
		buffer_free(&reading->decoded[i]);
	reading->decoded_count = 0;
}

/* Bytes of an unidentified request in which to look for who asks. */
enum { NAMES_SEARCHED = 512 };

static void keep(uint8_t *to, size_t room, uint8_t *size, struct bytes text)
{
	*size = (uint8_t)(text.size < room ? text.size : room);
	if (*size)
		memcpy(to, text.data, *size);
}

void http_form_keep(struct http_form *form, struct bytes media_type, struct bytes encoding)
{
	keep(form->media_type, sizeof form->media_type, &form->media_type_size, media_type);
	keep(form->encoding, sizeof form->encoding, &form->encoding_size, encoding);
}

struct message http_body_message(const struct http_form *form, const struct http_exchange *about,
				 bool incomplete)
{
	return (struct message){
		.part = BYTES("body"),
		.method = about ? about->method : BYTES_EMPTY,
		.topic = about ? about->path : BYTES_EMPTY,
		.media_type = http_form_media_type(form),
		.content_encoding = { form->encoding, form->encoding_size },
		.incomplete = incomplete,
	};
}

void http_inside_close(struct http_inside *inside, struct observer *observer)
{
	inner_close(inside->dns, observer);
	http_exchange_release(inside->served.exchange);
	*inside = (struct http_inside){ .dns = NULL };
}

/* A question or an answer of DNS over HTTPS, here without the S. */
static void read_dns(struct http_inside *inside, struct bytes message, struct bytes where,
		     struct observer *observer)
{
	const struct inner_options options = { .decoder = choose_named("dns"), .datagrams = true };
	const struct carrier *carrier = observer_carrier(observer);

	if (!inside->dns)
		inside->dns = inner_new(&options, observer);
	(void)inner_deliver(inside->dns, carrier->from_client ? FROM_CLIENT : FROM_SERVER, message, where,
			    observer);
}

/* `dns=` and base64 in a query (RFC 8484 4.1.1). False: it is none. */
static bool read_dns_query(struct http_reading *reading, struct bytes query)
{
	struct buffer decoded = buffer_of(LIMIT_HEAD_SIZE);
	struct bytes text = bytes_from(query, 4);
	bool is = bytes_start_with(query, BYTES("dns=")) && text.size >= 16;

	text = bytes_slice(text, 0, bytes_find_byte(text, '&'));
	/* A header with one question and no answer. */
	is = is && base64_decode(text, &decoded) && decoded.size >= 17 &&
	     bytes_equal(bytes_slice(buffer_bytes(&decoded), 4, 4), BYTES("\0\1\0\0"));
	if (is)
		read_dns(reading->inside, buffer_bytes(&decoded), text, reading->observer);
	if (decoded.failed)
		observer_out_of_memory(reading->observer);
	buffer_free(&decoded);
	return is;
}

/* The requests of RTSP, in base64, that go up beside the answers of another connection. */
static void read_tunnelled(struct bytes text, struct bytes where, struct observer *observer)
{
	const struct inner_options options = { .decoder = choose_named("rtsp") };
	struct buffer decoded = buffer_of(LIMIT_MESSAGE_SIZE);

	base64_decode_pieces(text, &decoded);
	if (decoded.failed)
		observer_out_of_memory(observer);
	struct inner *inner = inner_new(&options, observer);

	(void)inner_deliver(inner, FROM_CLIENT, buffer_bytes(&decoded), where, observer);
	inner_close(inner, observer);
	buffer_free(&decoded);
}

bool http_is_tunnelled(struct bytes media_type)
{
	return bytes_start_with_nocase(media_type, BYTES("application/x-rtsp-tunnelled"));
}

void http_content(struct http_inside *inside, const struct http_body *body, struct bytes content,
		  struct bytes where, struct observer *observer)
{
	struct message message = http_body_message(body->form, body->about, body->incomplete);
	struct grpc grpc = { .sort = grpc_sort_of(message.media_type) };

	if (!content.size)
		return;
	if (body->about && body->is_request && !body->about->identified)
		body->about->identified = http_mentions_access(bytes_slice(content, 0, NAMES_SEARCHED));
	if (grpc.sort)
		(void)grpc_read(&grpc, &message, content, true, observer);
	else if (bytes_equal_nocase(message.media_type, BYTES("application/dns-message")) &&
		 !body->incomplete)
		read_dns(inside, content, where, observer);
	else if (body->is_request && http_is_tunnelled(message.media_type))
		read_tunnelled(content, where, observer);
	else
		observer_content(observer, &message, content, where);
}

void http_trailer(const struct http_exchange *about, struct bytes name, struct bytes value,
		  struct observer *observer)
{
	struct message message = { .part = BYTES("trailer") };

	if (about) {
		message.method = about->method;
		message.topic = about->path;
	}
	if (http_field_of(name) == HTTP_FIELD_VALUE)
		observer_value(observer, &message, name, value);
}
