/* SPDX-License-Identifier: Apache-2.0 */
/* Inner streams: real decoders read what a made-up outer stream unwraps. Every step of the outer stream is
 * one frame. */
#include "hostile.h"

#include "base/limits.h"
#include "evidence/evidence.h"
#include "protocol/choose.h"
#include "protocol/inner.h"

#include <stdio.h>
#include <stdlib.h>

struct outer {
	struct evidence *evidence;
	struct carrier carrier;
	struct host_name host;
	struct span spans[64];
	size_t span_count;
	struct inner *inner;
	struct inner_options options;
	char log[65536];
	size_t log_size;
	struct examiner examiner;
	struct evidence_options evidence_options;
};

static void note(struct outer *outer, const struct observer *observer, const char *what,
		 const struct message *message, struct bytes name, struct bytes value)
{
	int size = snprintf(outer->log + outer->log_size, sizeof outer->log - outer->log_size,
			    "%s %.*s %.*s %.*s=%.*s (%s)\n", what, (int)message->part.size,
			    (const char *)message->part.data, (int)message->topic.size,
			    message->topic.size ? (const char *)message->topic.data : "", (int)name.size,
			    name.size ? (const char *)name.data : "",
			    (int)(value.size < 64 ? value.size : 64), (const char *)value.data,
			    observer_carrier(observer)->protocol);

	outer->log_size += (size_t)size;
	assert_true(outer->log_size < sizeof outer->log);
}

static void see_content(void *self, struct observer *observer, const struct message *message,
			struct bytes content, struct bytes where)
{
	(void)where;
	note(self, observer, "content", message, BYTES_EMPTY, content);
}

static void see_value(void *self, struct observer *observer, const struct message *message,
		      struct bytes field, struct bytes value)
{
	note(self, observer, "value", message, field, value);
}

static bool scrub(void *self, struct bytes text, struct buffer *to)
{
	(void)self;
	return buffer_append(to, text);
}

static void begin(struct outer *outer, const struct inner_options *options)
{
	struct error error;

	memset(outer, 0, sizeof *outer);
	outer->options = *options;
	outer->examiner = (struct examiner){
		.self = outer, .content = see_content, .value = see_value, .scrub = scrub
	};
	outer->evidence_options = (struct evidence_options){ .examiner = &outer->examiner, .reveal = true };
	assert_int_equal(evidence_new(&outer->evidence_options, &outer->evidence, &error), STATUS_OK);
}

static struct observer *carry(struct outer *outer, enum direction direction, struct bytes window,
			      uint64_t offset, uint64_t frame)
{
	struct span *span = &outer->spans[outer->span_count++ % COUNT_OF(outer->spans)];

	*span = (struct span){ offset, frame, (instant)frame * INSTANT_SECOND };
	memset(&outer->carrier, 0, sizeof outer->carrier);
	(void)address_parse(BYTES("192.0.2.1"),
			    direction ? &outer->carrier.destination : &outer->carrier.source);
	(void)address_parse(BYTES("198.51.100.2"),
			    direction ? &outer->carrier.source : &outer->carrier.destination);
	outer->carrier.source_port = direction ? 443 : 40000;
	outer->carrier.destination_port = direction ? 40000 : 443;
	outer->carrier.from_client = direction == FROM_CLIENT;
	outer->carrier.transport = "tcp";
	outer->carrier.protocol = "outer";
	outer->carrier.window = (struct window){ window, offset, span, 1 };
	evidence_carry(outer->evidence, &outer->carrier, &outer->host);
	return evidence_observer(outer->evidence);
}

/* A frame whose payload starts at `offset` of the outer stream; `straight`: it is read where it lies. */
static enum readability give(struct outer *outer, enum direction direction, struct bytes bytes,
			     uint64_t offset, uint64_t frame, bool straight)
{
	struct bytes window = hostile_copy(bytes), copy = hostile_copy(bytes);
	struct observer *observer = carry(outer, direction, window, offset, frame);

	if (!outer->inner)
		outer->inner = inner_new(&outer->options, observer);
	assert_non_null(outer->inner);
	enum readability read = inner_deliver(outer->inner, direction, straight ? window : copy, window,
					      observer);

	/* The context of the outer decoder is back. */
	assert_string_equal(observer_carrier(observer)->protocol, "outer");
	assert_ptr_equal(observer_carrier(observer)->window.bytes.data, window.data);
	hostile_free(window);
	hostile_free(copy);
	return read;
}

static char *end(struct outer *outer)
{
	struct buffer document = buffer_of(1 << 20);
	struct error error;

	inner_close(outer->inner, carry(outer, FROM_CLIENT, BYTES_EMPTY, 9999, 99));
	evidence_carry(outer->evidence, NULL, NULL);
	assert_int_equal(evidence_finish(outer->evidence, &error), STATUS_OK);
	assert_int_equal(evidence_write_xml(outer->evidence, &document, &error), STATUS_OK);
	evidence_free(outer->evidence);
	assert_true(buffer_append_byte(&document, 0));
	return (char *)document.data;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("not there: %s\nin:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("there: %s\nin:\n%s", part, text);
}

static const struct inner_options plain = { .port = 0 };

#define REQUEST "GET /a HTTP/1.1\r\nHost: lock.example\r\nAuthorization: Basic YW5uYTppbnZlbnRlZA==\r\n\r\n"

static void the_best_bidder_reads_it_and_is_named(void **state)
{
	struct outer outer;

	(void)state;
	begin(&outer, &plain);
	assert_int_equal(give(&outer, FROM_CLIENT, BYTES(REQUEST), 100, 7, true), READABLE);
	assert_string_equal(inner_decoder(outer.inner)->name, "http");
	give(&outer, FROM_SERVER, BYTES("HTTP/1.1 204 No\r\n\r\n"), 30, 8, false);
	char *document = end(&outer);

	assert_has(document, "user=\"anna\"");
	assert_has(document, "protocol=\"http\"");
	assert_lacks(document, "protocol=\"outer\"");
	assert_has(document, "host=\"lock.example\"");
	free(document);
}

/* The password's field begins at byte 52 of the request: that lies in the second of its frames. */
static void values_lie_where_their_bytes_were_unwrapped_from(void **state)
{
	struct bytes request = BYTES(REQUEST);
	static const bool straight[] = { true, false };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct outer outer;

		begin(&outer, &plain);
		give(&outer, FROM_CLIENT, bytes_slice(request, 0, 40), 1000, 5, straight[i]);
		give(&outer, FROM_CLIENT, bytes_slice(request, 40, 20), 2000, 6, straight[i]);
		give(&outer, FROM_CLIENT, bytes_from(request, 60), 3000, 7, straight[i]);
		char *document = end(&outer);

		assert_has(document, "user=\"anna\"");
		assert_has(document, "frames=\"6\"");
		assert_has(document, "frame=\"6\"");
		free(document);
	}
}

static void a_named_decoder_needs_no_bid(void **state)
{
	struct outer outer;

	(void)state;
	begin(&outer, &(struct inner_options){ .decoder = choose_named("mqtt") });
	/* A PUBLISH in the middle of a conversation, a byte a delivery. */
	struct bytes publish = BYTES("\x30\x09\0\3a/bhello");

	publish.data = (const uint8_t *)"\x30\x0a\0\3a/bhello";
	publish.size = 12;
	for (size_t i = 0; i < publish.size; i++)
		give(&outer, FROM_CLIENT, bytes_slice(publish, i, 1), 10 + 3 * i, 1 + i, false);
	assert_has(outer.log, "content payload a/b =hello (mqtt)");
	free(end(&outer));
}

static void what_nobody_claims_is_content_of_the_outer_one(void **state)
{
	const struct message message = { .part = BYTES("payload"), .topic = BYTES("/chat") };
	struct outer outer;

	(void)state;
	begin(&outer, &(struct inner_options){ .message = &message });
	give(&outer, FROM_CLIENT, BYTES("nobody knows this"), 10, 1, false);
	assert_null(inner_decoder(outer.inner));
	free(end(&outer));
	assert_has(outer.log, "content payload /chat =nobody knows this (outer)");
	begin(&outer, &(struct inner_options){ .known_only = true });
	give(&outer, FROM_CLIENT, BYTES("nobody knows this"), 10, 1, false);
	free(end(&outer));
	assert_lacks(outer.log, "nobody");
}

static enum decoded refuse(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	(void)state;
	(void)direction;
	(void)stream;
	(void)observer;
	return DECODED_NOT_MINE;
}

static const struct app_decoder toy = { .name = "toy", .decode = refuse };

static void a_refusal_is_final_and_the_bytes_are_not_lost(void **state)
{
	struct outer outer;

	(void)state;
	begin(&outer, &(struct inner_options){ .decoder = &toy });
	give(&outer, FROM_CLIENT, BYTES(REQUEST), 10, 1, false);
	assert_string_equal(inner_decoder(outer.inner)->name, "http");
	free(end(&outer));
}

static void what_a_decoder_skips_is_not_kept(void **state)
{
	static uint8_t record[5 + 2000] = { 0x17, 3, 3, 7, 0xd0 };
	struct outer outer;

	(void)state;
	begin(&outer, &plain);
	struct bytes bytes = { record, sizeof record };

	give(&outer, FROM_CLIENT, bytes_slice(bytes, 0, 100), 0, 1, true);
	assert_string_equal(inner_decoder(outer.inner)->name, "tls");
	assert_int_equal(give(&outer, FROM_CLIENT, bytes_slice(bytes, 100, 1000), 100, 2, true), OPAQUE);
	inner_gap(outer.inner, FROM_CLIENT, 500, carry(&outer, FROM_CLIENT, BYTES_EMPTY, 1100, 3));
	give(&outer, FROM_CLIENT, bytes_slice(bytes, 1600, 405), 1600, 4, true);
	give(&outer, FROM_CLIENT, bytes_slice(bytes, 0, 100), 2005, 5, true);
	assert_string_equal(inner_decoder(outer.inner)->name, "tls");
	char *document = end(&outer);

	assert_lacks(document, "malformed");
	free(document);
}

static void a_relayed_name_is_not_the_relays(void **state)
{
	struct outer outer;

	(void)state;
	begin(&outer, &(struct inner_options){ .relayed = true, .host = BYTES("origin.example") });
	give(&outer, FROM_CLIENT, BYTES(REQUEST), 0, 1, true);
	char *document = end(&outer);

	assert_has(document, "host=\"lock.example\"");
	assert_lacks(document, "<endpoint ");
	free(document);
	begin(&outer, &(struct inner_options){ .relayed = true, .host = BYTES("origin.example") });
	give(&outer, FROM_CLIENT, BYTES("GET /a HTTP/1.1\r\nAuthorization: Bearer invented-1\r\n\r\n"), 0, 1,
	     true);
	document = end(&outer);
	assert_has(document, "host=\"origin.example\"");
	free(document);
}

static void a_flood_of_unread_bytes_meets_a_limit(void **state)
{
	static uint8_t flood[64 << 10];
	struct outer outer;

	(void)state;
	begin(&outer, &plain);
	give(&outer, FROM_CLIENT, BYTES("POST /a HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"), 0, 1, false);
	memset(flood, 'x', sizeof flood);
	for (unsigned i = 0; i < 200; i++)
		give(&outer, FROM_CLIENT, (struct bytes){ flood, sizeof flood }, 100 + i * sizeof flood,
		     2 + i, false);
	char *document = end(&outer);

	assert_has(document, "message-size");
	free(document);
}

static void nesting_has_an_end(void **state)
{
	struct outer outer;

	(void)state;
	begin(&outer, &plain);
	struct observer *observer = carry(&outer, FROM_CLIENT, BYTES_EMPTY, 0, 1);

	outer.carrier.depth = LIMIT_INNER_DEPTH;
	assert_null(inner_new(&plain, observer));
	assert_int_equal(inner_deliver(NULL, FROM_CLIENT, BYTES("x"), BYTES("x"), observer), UNREAD);
	inner_end(NULL, FROM_CLIENT, observer);
	assert_null(inner_decoder(NULL));
	char *document = end(&outer);

	assert_has(document, "inner-depth");
	free(document);
}

static void datagrams_are_read_one_by_one(void **state)
{
	struct outer outer;
	static const char query[] = "\x12\x34\1\0\0\1\0\0\0\0\0\0\3api\4lock\7example\0\0\1\0\1";
	struct bytes bytes = { (const uint8_t *)query, sizeof query - 1 };

	(void)state;
	begin(&outer, &(struct inner_options){ .datagrams = true, .port = 53, .encrypted = true });
	give(&outer, FROM_CLIENT, bytes, 0, 1, false);
	char *document = end(&outer);

	assert_has(document, "api.lock.example");
	assert_has(document, "protocol=\"dns\"");
	assert_has(document, "cleartext=\"no\"");
	free(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_bidder_reads_it_and_is_named),
		cmocka_unit_test(values_lie_where_their_bytes_were_unwrapped_from),
		cmocka_unit_test(a_named_decoder_needs_no_bid),
		cmocka_unit_test(what_nobody_claims_is_content_of_the_outer_one),
		cmocka_unit_test(a_refusal_is_final_and_the_bytes_are_not_lost),
		cmocka_unit_test(what_a_decoder_skips_is_not_kept),
		cmocka_unit_test(a_relayed_name_is_not_the_relays),
		cmocka_unit_test(a_flood_of_unread_bytes_meets_a_limit),
		cmocka_unit_test(nesting_has_an_end),
		cmocka_unit_test(datagrams_are_read_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
