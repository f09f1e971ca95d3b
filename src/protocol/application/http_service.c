/* SPDX-License-Identifier: Apache-2.0 */
/* What the answers of a server tell of its service: what it gave to whom, and whether it asked who that was.
 * A device asks for the same again and again, so what was said of the last answer is said again where nothing
 * of what it was made of has changed. */
#include "base/limits.h"
#include "protocol/application/http_names.h"
#include "protocol/application/http_reading.h"

static bool is_media(struct bytes type)
{
	static const struct bytes starts[] = { BYTES("image/"), BYTES("video/"), BYTES("audio/"),
					       BYTES("multipart/x-mixed-replace") };

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (bytes_start_with_nocase(type, starts[i]))
			return true;
	return false;
}

/* What the answer is and to whom. */
struct answer {
	struct http_exchange *exchange;
	unsigned status;
	const char *version;
	bool given; /* what was asked for */
	bool media; /* it is a picture, sound or video */
};

/* Whether what was said last was made of the same. */
static bool is_same(const struct http_served *served, const struct answer *answer)
{
	const struct http_exchange *last = served->exchange, *exchange = answer->exchange;

	return last && served->status == answer->status && served->version == answer->version &&
	       served->media == answer->media && served->identified == exchange->identified &&
	       bytes_equal(last->path, exchange->path) && bytes_equal(last->method, exchange->method);
}

/* `said`: what became of it; NULL: nothing was to be said. */
static void remember(struct http_served *served, const struct answer *answer, struct record *said)
{
	answer->exchange->references++;
	http_exchange_release(served->exchange);
	*served = (struct http_served){
		.exchange = answer->exchange,
		.identified = answer->exchange->identified,
		.media = answer->media,
		.status = answer->status,
		.version = answer->version,
		.said = said,
	};
}

static const char *authentication_of(const struct http_reading *reading, const struct answer *answer)
{
	if (answer->status == 401 && reading->challenge.size)
		return bytes_start_with_nocase(reading->challenge, BYTES("Basic")) ? "password" : "challenge";
	return answer->given && !answer->exchange->identified ? "none" : "unknown";
}

static const char *gift_of(const struct answer *answer)
{
	if (!answer->given)
		return "nothing";
	if (answer->media)
		return "media";
	return http_is_configuration(answer->exchange->path) ? "configuration" : "unknown";
}

static void say(const struct http_reading *reading, const struct answer *answer)
{
	struct observation service = observation_of(KIND_SERVICE);
	struct buffer action = buffer_of(LIMIT_ATTRIBUTE_SIZE + 64);

	buffer_append(&action, answer->exchange->method);
	buffer_append_byte(&action, ' ');
	buffer_append(&action, answer->exchange->path);
	observation_word(&service, ATTRIBUTE_AUTHENTICATION, authentication_of(reading, answer));
	observation_text(&service, ATTRIBUTE_ACTION, buffer_bytes(&action));
	observation_word(&service, ATTRIBUTE_GAVE, gift_of(answer));
	observation_number(&service, ATTRIBUTE_STATUS, answer->status);
	observation_word(&service, ATTRIBUTE_VERSION, answer->version);
	observer_say(reading->observer, &service, reading->line);
	if (action.failed)
		observer_out_of_memory(reading->observer);
	buffer_free(&action);
}

void http_reading_service(const struct http_reading *reading, struct http_exchange *exchange,
			  const char *version, bool has_body)
{
	struct http_served *served = &reading->inside->served;
	const struct answer answer = {
		.exchange = exchange,
		.status = reading->status,
		.version = version,
		.given = reading->status >= 200 && reading->status < 300 && has_body,
		.media = is_media(reading->media_type),
	};

	if ((!answer.given && answer.status != 401 && answer.status != 403) || !exchange->path.size ||
	    exchange->path.data[0] != '/')
		return;
	/* How it was refused is not remembered. */
	if (answer.given && is_same(served, &answer) &&
	    (!served->said || observer_say_again(reading->observer, served->said, reading->line)))
		return;
	if (http_is_asset(exchange->path)) {
		if (answer.given)
			remember(served, &answer, NULL);
		return;
	}
	say(reading, &answer);
	if (answer.given && observer_last_said(reading->observer))
		remember(served, &answer, observer_last_said(reading->observer));
}
