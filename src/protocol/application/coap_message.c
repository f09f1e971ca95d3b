/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and responses of CoAP: RFC 7252 5 (options), 12.3 (content formats). A response says to
 * which resource it belongs by its token only. */
#include "protocol/application/coap.h"

#include "base/limits.h"
#include "base/memory.h"
#include "protocol/application/http_names.h"
#include "protocol/application/login.h"

#include <stdlib.h>

enum { FORMAT_LWM2M_TLV = 11542, FORMAT_LWM2M_TLV_OLD = 1542, FORMAT_OCTETS = 42 };

/* Media types of the CoAP Content-Formats registry, and the coding of two of them. */
static const struct format {
	uint16_t number;
	const char *media_type, *coding;
} formats[] = {
	{ 0, "text/plain;charset=utf-8", NULL },
	{ 40, "application/link-format", NULL },
	{ 41, "application/xml", NULL },
	{ FORMAT_OCTETS, "application/octet-stream", NULL },
	{ 50, "application/json", NULL },
	{ 51, "application/json-patch+json", NULL },
	{ 52, "application/merge-patch+json", NULL },
	{ 60, "application/cbor", NULL },
	{ 61, "application/cwt", NULL },
	{ 62, "application/multipart-core", NULL },
	{ 63, "application/cbor-seq", NULL },
	{ 110, "application/senml+json", NULL },
	{ 111, "application/sensml+json", NULL },
	{ 112, "application/senml+cbor", NULL },
	{ 113, "application/sensml+cbor", NULL },
	{ 310, "application/senml+xml", NULL },
	{ 10000, "application/vnd.ocf+cbor", NULL },
	{ 11050, "application/json", "deflate" },
	{ 11060, "application/cbor", "deflate" },
	{ FORMAT_LWM2M_TLV, "application/vnd.oma.lwm2m+tlv", NULL },
	{ 11543, "application/vnd.oma.lwm2m+json", NULL },
	{ 11544, "application/vnd.oma.lwm2m+cbor", NULL },
	{ 1541, "text/plain", NULL },
	{ FORMAT_LWM2M_TLV_OLD, "application/vnd.oma.lwm2m+tlv", NULL },
	{ 1543, "application/vnd.oma.lwm2m+json", NULL },
};

static const char *const methods[] = { "", "GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH" };

/* What the options of a message say. */
struct options {
	struct buffer path, query; /* of the request's URI, or of the location */
	struct bytes block1, block2;
	unsigned format;
	bool has_block1, has_block2, protected;
};

void coap_say_content(const struct coap_content *content, struct bytes payload, struct bytes where,
		      struct observer *observer)
{
	struct message message = {
		.part = BYTES("payload"),
		.method = bytes_of(content->method),
		.topic = content->path,
		.label = bytes_of(lwm2m_name(content->path)),
		.incomplete = content->incomplete,
	};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (formats[i].number != content->format)
			continue;
		message.media_type = bytes_of(formats[i].media_type);
		message.content_encoding = bytes_of(formats[i].coding);
	}
	if (content->format == FORMAT_LWM2M_TLV || content->format == FORMAT_LWM2M_TLV_OLD) {
		if (!lwm2m_read_tlv(&message, payload, observer))
			observer_undecoded(observer, "coap", "malformed", "broken TLV", payload.size, where);
		return;
	}
	if ((content->format == 0 || content->format == FORMAT_OCTETS) && message.label.size &&
	    bytes_equal(message.label, BYTES("secret-key"))) {
		lwm2m_say_secret(&message, payload, where, observer);
		return;
	}
	observer_content(observer, &message, payload, where);
}

/* Adds a part of a path or query, which may not hold the separator itself. */
static void add_part(struct buffer *to, char separator, struct bytes part)
{
	if ((separator == '/' || to->size) && !buffer_append_byte(to, (uint8_t)separator))
		return;
	(void)buffer_append(to, part);
}

static void read_option(struct options *options, const struct coap_option *option, bool request,
			struct message *message, struct observer *observer)
{
	struct cursor value = cursor_over(option->value);

	switch (option->number) {
	case COAP_URI_HOST:
		observer_value(observer, message, BYTES("uri-host"), option->value);
		break;
	case COAP_PROXY_URI:
		observer_value(observer, message, BYTES("proxy-uri"), option->value);
		break;
	case COAP_URI_PATH:
		add_part(&options->path, '/', option->value);
		break;
	case COAP_LOCATION_PATH:
		if (!request)
			add_part(&options->path, '/', option->value);
		break;
	case COAP_URI_QUERY:
		add_part(&options->query, '&', option->value);
		break;
	case COAP_LOCATION_QUERY:
		if (!request)
			add_part(&options->query, '&', option->value);
		break;
	case COAP_CONTENT_FORMAT:
		options->format = value.rest.size <= 2 ? (unsigned)cursor_be(&value, value.rest.size)
						       : COAP_NO_FORMAT;
		break;
	case COAP_BLOCK1:
		options->block1 = option->value;
		options->has_block1 = true;
		break;
	case COAP_BLOCK2:
		options->block2 = option->value;
		options->has_block2 = true;
		break;
	case COAP_OSCORE:
		options->protected = true;
		break;
	default:
		break;
	}
}

static struct coap_exchange **find_exchange(struct coap *coap, enum direction asked, struct bytes token)
{
	struct coap_exchange **at = &coap->exchanges;

	while (*at && ((*at)->asked != asked ||
		       !bytes_equal((struct bytes){ (*at)->token, (*at)->token_size }, token)))
		at = &(*at)->next;
	return at;
}

static void drop_exchange(struct coap *coap, struct coap_exchange **at)
{
	struct coap_exchange *exchange = *at;

	if (!exchange)
		return;
	*at = exchange->next;
	free(exchange);
	coap->exchange_count--;
}

/* The token stands for this request until another takes it: observed resources answer for hours. */
static void keep_exchange(struct coap *coap, enum direction direction, struct bytes token, const char *method,
			  const struct options *options, struct observer *observer)
{
	struct bytes path = buffer_bytes(&options->path);
	struct coap_exchange *exchange = memory_new(sizeof *exchange + path.size);
	struct cursor cursor = cursor_over(token);

	drop_exchange(coap, find_exchange(coap, direction, token));
	if (!exchange) {
		observer_out_of_memory(observer);
		return;
	}
	exchange->next = coap->exchanges;
	exchange->token_size = (uint8_t)token.size;
	cursor_copy(&cursor, exchange->token, token.size);
	exchange->asked = direction;
	exchange->method = method;
	exchange->identified = options->protected || http_mentions_access(buffer_bytes(&options->query));
	exchange->size = path.size;
	cursor = cursor_over(path);
	cursor_copy(&cursor, exchange->path, path.size);
	coap->exchanges = exchange;
	if (++coap->exchange_count > LIMIT_COAP_PENDING) {
		struct coap_exchange **last = &coap->exchanges;

		observer_limit(observer, "coap-pending", LIMIT_COAP_PENDING);
		while ((*last)->next)
			last = &(*last)->next;
		drop_exchange(coap, last);
	}
}

/* What an answer tells of the service. Its directory of resources is there for everybody to read. */
static void say_service(const struct coap_exchange *exchange, unsigned code, bool payload,
			struct observer *observer, struct bytes where)
{
	struct bytes path = { exchange->path, exchange->size };
	bool given = code >> 5 == 2 && payload && !exchange->identified, refused = code == COAP_CODE(4, 1);
	struct buffer action = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	if (!(given || refused || code == COAP_CODE(4, 3)) || !path.size ||
	    bytes_start_with(path, BYTES("/.well-known/")) || observer_carrier(observer)->encrypted)
		return;
	buffer_append_text(&action, exchange->method);
	buffer_append_byte(&action, ' ');
	buffer_append(&action, bytes_slice(path, 0, LIMIT_ATTRIBUTE_SIZE - 16));
	buffer_append_byte(&action, 0);
	if (action.failed) {
		observer_out_of_memory(observer);
	} else {
		struct service service = {
			.authentication = given ? "none" : "unknown",
			.action = (const char *)action.data,
			.gave = given ? "unknown" : "nothing",
			.status = 100 * (code >> 5) + (code & 31),
		};

		service_say(&service, where, observer);
	}
	buffer_free(&action);
}

static void say_target(const struct options *options, struct message *message, bool request,
		       struct observer *observer)
{
	struct bytes path = buffer_bytes(&options->path), query = buffer_bytes(&options->query);

	if (path.size > 1) {
		message->part = request ? BYTES("path") : BYTES("location");
		observer_content(observer, message, path, path);
	}
	if (query.size) {
		message->part = BYTES("query");
		message->media_type = BYTES("application/x-www-form-urlencoded");
		observer_content(observer, message, query, query);
	}
}

static void read_payload(struct coap *coap, enum direction direction, const struct coap_message *message,
			 const struct options *options, struct coap_content *content, struct bytes payload,
			 struct observer *observer)
{
	bool request = message->code >> 5 == 0;
	bool blocks = request ? options->has_block1 : options->has_block2;

	if (options->protected) {
		observer_undecoded(observer, "coap", "encrypted", "OSCORE", payload.size, payload);
		return;
	}
	/* An answer to a block of the request may itself be the first of several. */
	content->format = options->format;
	if (blocks)
		coap_take_block(coap, direction, content, request ? options->block1 : options->block2,
				payload, observer);
	else if (payload.size)
		coap_say_content(content, payload, payload, observer);
}

static void read_parts(struct coap *coap, enum direction direction, const struct coap_message *coap_message,
		       struct options *options, struct bytes payload, struct observer *observer)
{
	bool request = coap_message->code >> 5 == 0;
	struct message message = { .topic = buffer_bytes(&options->path) };
	struct coap_content content = { .path = buffer_bytes(&options->path), .method = "" };
	struct bytes where = payload.size ? payload : coap_message->token;

	if (request) {
		content.method = methods[coap_message->code & 7];
		message.method = bytes_of(content.method);
		keep_exchange(coap, direction, coap_message->token, content.method, options, observer);
	} else {
		enum direction asked = direction == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
		const struct coap_exchange *exchange = *find_exchange(coap, asked, coap_message->token);

		content.path = BYTES_EMPTY;
		if (exchange) {
			content.method = exchange->method;
			content.path = (struct bytes){ exchange->path, exchange->size };
			message.method = bytes_of(content.method);
			say_service(exchange, coap_message->code, payload.size > 0, observer, where);
		}
	}
	say_target(options, &message, request, observer);
	read_payload(coap, direction, coap_message, options, &content, payload, observer);
}

bool coap_read(struct coap *coap, enum direction direction, const struct coap_message *coap_message,
	       struct observer *observer)
{
	struct options options = {
		.path = buffer_of(LIMIT_HEAD_SIZE),
		.query = buffer_of(LIMIT_HEAD_SIZE),
		.format = COAP_NO_FORMAT,
	};
	struct message message = { .part = BYTES("option") };
	struct cursor cursor = cursor_over(coap_message->rest);
	bool request = coap_message->code >> 5 == 0;
	struct coap_option option;
	unsigned number = 0;

	if (coap_message->code == 0)
		return coap_message->rest.size == 0 && coap_message->token.size == 0;
	if (request && coap_message->code < sizeof methods / sizeof *methods)
		message.method = bytes_of(methods[coap_message->code]);
	else if (request)
		return false;
	while (coap_next_option(&cursor, &number, &option)) {
		read_option(&options, &option, request, &message, observer);
		if (option.number == COAP_URI_HOST && request && direction == FROM_CLIENT)
			observer_name_host(observer, option.value);
	}
	bool marked = cursor_left(&cursor) > 0, right = cursor_ok(&cursor);

	cursor_skip(&cursor, marked ? 1 : 0);
	right = right && !(marked && !cursor_left(&cursor));
	if (right)
		read_parts(coap, direction, coap_message, &options, cursor.rest, observer);
	if (options.path.failed || options.query.failed)
		observer_out_of_memory(observer);
	buffer_free(&options.path);
	buffer_free(&options.query);
	return right;
}
