/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http_exchange.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

static size_t text_size(const struct http_request *request)
{
	size_t size = request->method.size + request->path.size;

	for (unsigned i = 0; i < request->credential_count; i++) {
		const struct http_credential *credential = &request->credentials[i];

		size += credential->field.size + credential->user.size + credential->secret.size;
	}
	return size;
}

static struct bytes put(uint8_t **to, struct bytes text)
{
	struct bytes copy = { *to, text.size };

	if (text.size)
		memcpy(*to, text.data, text.size);
	*to += text.size;
	return copy;
}

struct http_exchange *http_exchange_of(const struct http_request *request, struct observer *observer)
{
	size_t credentials = request->credential_count * sizeof request->credentials[0];
	struct http_exchange *exchange = memory_new(sizeof *exchange + credentials + text_size(request));

	if (!exchange) {
		observer_out_of_memory(observer);
		return NULL;
	}
	uint8_t *to = (uint8_t *)&exchange->credentials[request->credential_count];

	exchange->references = 1;
	exchange->asked = request->direction;
	exchange->identified = request->identified;
	exchange->old = request->old;
	exchange->method = put(&to, request->method);
	exchange->path = put(&to, request->path);
	exchange->credential_count = request->credential_count;
	for (unsigned i = 0; i < request->credential_count; i++) {
		struct http_credential *credential = &exchange->credentials[i];

		*credential = request->credentials[i];
		credential->field = put(&to, credential->field);
		credential->user = put(&to, credential->user);
		credential->secret = put(&to, credential->secret);
	}
	return exchange;
}

struct http_exchange *http_exchange_push(struct http_exchanges *exchanges, const struct http_request *request,
					 struct observer *observer)
{
	/* A client that waits for its answers is never this far ahead; one whose answers were not
	 * captured is, and nothing is lost by that but the answers. */
	if (exchanges->count >= LIMIT_HTTP_PIPELINED)
		http_exchanges_flush(exchanges, exchanges->count - 1, observer);
	struct http_exchange *exchange = http_exchange_of(request, observer);

	if (!exchange)
		return NULL;
	exchange->references = 2;
	if (exchanges->last)
		exchanges->last->next = exchange;
	else
		exchanges->first = exchange;
	exchanges->last = exchange;
	exchanges->count++;
	return exchange;
}

struct http_exchange *http_exchange_pop(struct http_exchanges *exchanges)
{
	struct http_exchange *exchange = exchanges->first;

	if (exchange) {
		exchanges->first = exchange->next;
		if (!exchanges->first)
			exchanges->last = NULL;
		exchanges->count--;
	}
	return exchange;
}

void http_exchange_release(struct http_exchange *exchange)
{
	if (exchange && --exchange->references == 0)
		free(exchange);
}

void http_credential_say(const struct http_credential *credential, unsigned status, enum sender sender,
			 struct observer *observer)
{
	struct observation observation = observation_of(KIND_CREDENTIAL);
	const char *result = (status >= 200 && status < 400) || status == 101 ? "accepted" : "unknown";

	if (status == 401 || status == 403 || status == 407)
		result = "refused";
	observation.origin = credential->origin;
	observation.sender = sender;
	observation_word(&observation, ATTRIBUTE_SCHEME, credential->scheme);
	observation_word(&observation, ATTRIBUTE_CLASS, credential->class);
	observation_text(&observation, ATTRIBUTE_USER, credential->user);
	observation_text(&observation, ATTRIBUTE_SECRET, credential->secret);
	observation_text(&observation, ATTRIBUTE_FIELD, credential->field);
	observation_word(&observation, ATTRIBUTE_PATH, "http:header");
	observation_word(&observation, ATTRIBUTE_CONFIDENCE, credential->confidence);
	observation_word(&observation, ATTRIBUTE_WHY, credential->why);
	observation_word(&observation, ATTRIBUTE_RESULT, result);
	observer_say(observer, &observation, BYTES_EMPTY);
}

void http_exchange_say(struct http_exchange *exchange, unsigned status, struct observer *observer)
{
	enum sender sender = exchange->asked == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;

	for (unsigned i = 0; i < exchange->credential_count; i++)
		http_credential_say(&exchange->credentials[i], status, sender, observer);
	exchange->credential_count = 0;
}

void http_exchanges_flush(struct http_exchanges *exchanges, unsigned keep, struct observer *observer)
{
	while (exchanges->count > keep) {
		struct http_exchange *exchange = http_exchange_pop(exchanges);

		http_exchange_say(exchange, 0, observer);
		http_exchange_release(exchange);
	}
}

void http_exchanges_free(struct http_exchanges *exchanges)
{
	struct http_exchange *exchange;

	while ((exchange = http_exchange_pop(exchanges)))
		free(exchange);
}
