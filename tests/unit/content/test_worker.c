/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker remembers must spare work, never a word. Values are invented. */
#include "hostile.h"

#include "content/content.h"
#include "content/examine.h"
#include "content/worker.h"
#include "evidence/evidence.h"

#include <stdlib.h>

struct bench {
	struct taxonomy *taxonomy;
	struct examiner examiner;
	struct evidence_options options;
	struct span span;
	struct carrier carrier;
	struct evidence *evidence;
};

static int load(void **state)
{
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct bench *bench = calloc(1, sizeof *bench);
	struct error error;

	if (!bench || taxonomy_load(paths, 1, &bench->taxonomy, &error) != STATUS_OK)
		return -1;
	bench->examiner = examiner_of(bench->taxonomy);
	bench->options = (struct evidence_options){ .examiner = &bench->examiner, .reveal = true };
	bench->span = (struct span){ 0, 1, 0 };
	bench->carrier = (struct carrier){ .protocol = "http", .transport = "tcp", .from_client = true };
	address_parse(BYTES("192.168.1.9"), &bench->carrier.source);
	address_parse(BYTES("203.0.113.5"), &bench->carrier.destination);
	if (evidence_new(&bench->options, &bench->evidence, &error) != STATUS_OK)
		return -1;
	*state = bench;
	return 0;
}

static int unload(void **state)
{
	struct bench *bench = *state;

	evidence_free(bench->evidence);
	taxonomy_free(bench->taxonomy);
	free(bench);
	return 0;
}

/* How many things are said of content under a label. */
static uint64_t say(struct bench *bench, const char *protocol, const char *label, struct bytes content)
{
	struct message message = { .part = BYTES("body"), .label = bytes_of(label) };
	struct observer *observer = evidence_observer(bench->evidence);

	bench->carrier.protocol = protocol;
	bench->carrier.window = (struct window){ content, 0, &bench->span, 1 };
	evidence_carry(bench->evidence, &bench->carrier, NULL);
	uint64_t before = observer_said(observer);

	observer_content(observer, &message, content, content);
	return observer_said(observer) - before;
}

static void what_told_nothing_may_tell_under_another_name(void **state)
{
	struct bench *bench = *state;

	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(say(bench, "http", "", BYTES("corner-lamp-77")), 0);
		assert_int_equal(say(bench, "http", "password", BYTES("corner-lamp-77")), 1);
	}
}

static void what_told_something_tells_it_again(void **state)
{
	struct bench *bench = *state;

	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(say(bench, "http", "", BYTES("{\"phone\":\"13912345678\"}")), 1);
}

/* Bytes that nobody understands are worth a word only where the protocol is known. */
static void the_protocol_decides_too(void **state)
{
	static const char noise[] =
		"\x81\x92\xa3\xb4\xc5\xd6\xe7\xf8\x89\x9a\xab\xbc\xcd\xde\xef\xf1\x82\x93";
	struct bench *bench = *state;
	struct bytes content = { (const uint8_t *)noise, sizeof noise - 1 };

	for (unsigned i = 0; i < 2; i++) {
		uint64_t unknown = say(bench, "unknown", "", content);

		assert_int_equal(say(bench, "http", "", content), unknown + 1);
	}
}

static void values_are_told_apart_by_their_names(void **state)
{
	struct bench *bench = *state;
	struct message message = { .part = BYTES("header") };
	struct observer *observer = evidence_observer(bench->evidence);
	struct bytes value = BYTES("13912345678");

	bench->carrier.window = (struct window){ value, 0, &bench->span, 1 };
	evidence_carry(bench->evidence, &bench->carrier, NULL);
	for (unsigned i = 0; i < 3; i++) {
		uint64_t before = observer_said(observer);

		observer_value(observer, &message, BYTES("X-Sequence"), BYTES("1391"));
		assert_int_equal(observer_said(observer), before);
		observer_value(observer, &message, BYTES("X-Phone"), value);
		assert_int_equal(observer_said(observer), before + 1);
	}
}

static void large_content_is_not_remembered(void **state)
{
	struct bench *bench = *state;
	struct observer *observer = evidence_observer(bench->evidence);
	struct message message = { .part = BYTES("body") };
	struct dull_key key;
	uint8_t text[DULL_SIZE];

	memset(text, 'x', sizeof text);
	evidence_carry(bench->evidence, &bench->carrier, NULL);
	for (size_t size = DULL_SIZE - 32; size <= DULL_SIZE; size++) {
		struct bytes content = hostile_copy((struct bytes){ text, size });
		bool small = dull_key_of(observer, &message, BYTES_EMPTY, content, &key);

		if (small)
			assert_true(key.size <= DULL_SIZE);
		else
			assert_true(size > DULL_SIZE - 20);
		hostile_free(content);
	}
}

static bool is_asked(struct worker *worker, unsigned byte, const char *media_type, size_t decoder)
{
	struct asked asked = worker_asked(worker, (uint8_t)byte, bytes_of(media_type));

	return asked.bits[decoder / 64] >> decoder % 64 & 1;
}

static void whoever_tells_no_beginning_is_always_asked(void **state)
{
	struct bench *bench = *state;
	struct worker *worker = worker_new(bench->taxonomy);

	for (unsigned byte = 0; byte < 256; byte++)
		for (size_t i = 0; content_decoders[i]; i++) {
			const struct content_decoder *decoder = content_decoders[i];
			bool first = !decoder->first || decoder->first[byte];
			bool plain = decoder->undeclared ? decoder->undeclared[byte] : first;

			assert_int_equal(is_asked(worker, byte, "", i), plain);
			assert_int_equal(is_asked(worker, byte, "text/plain", i), plain);
		}
	worker_free(worker);
}

static void whoever_is_declared_is_asked_about_more(void **state)
{
	static const char *const MEDIA[] = { "application/cbor", "text/html", "application/cbor",
					     "audio/L16;rate=8000" };
	struct bench *bench = *state;
	struct worker *worker = worker_new(bench->taxonomy);
	size_t more = 0;

	for (size_t m = 0; m < sizeof MEDIA / sizeof *MEDIA; m++)
		for (size_t i = 0; content_decoders[i]; i++) {
			const struct content_decoder *decoder = content_decoders[i];

			if (!decoder->declares || !decoder->declares(bytes_of(MEDIA[m])))
				continue;
			for (unsigned byte = 0; byte < 256; byte++) {
				bool first = !decoder->first || decoder->first[byte];

				assert_int_equal(is_asked(worker, byte, MEDIA[m], i), first);
				more += first && !decoder->undeclared[byte];
			}
		}
	assert_true(more > 256);
	worker_free(worker);
}

/* A message, and all about it that decides how a value in it is said. */
struct said_message {
	const char *protocol, *destination, *part, *method, *topic;
	uint64_t frame;
	struct bytes content;
};

static void read_message(struct bench *bench, struct evidence *evidence, const struct said_message *said)
{
	struct message message = { .part = bytes_of(said->part),
				   .method = bytes_of(said->method),
				   .topic = bytes_of(said->topic) };

	bench->span = (struct span){ 100, said->frame, (instant)said->frame * INSTANT_SECOND };
	bench->carrier.protocol = said->protocol;
	address_parse(bytes_of(said->destination), &bench->carrier.destination);
	bench->carrier.window = (struct window){ said->content, 100, &bench->span, 1 };
	evidence_carry(evidence, &bench->carrier, NULL);
	observer_content(evidence_observer(evidence), &message, said->content, said->content);
}

static struct evidence *evidence_of(const struct evidence_options *options)
{
	struct evidence *evidence = NULL;
	struct error error;

	assert_int_equal(evidence_new(options, &evidence, &error), STATUS_OK);
	return evidence;
}

/* What a worker remembers of what it said gives the same document as workers that remember nothing. */
static void what_is_said_again_is_said_in_the_same_words(void **state)
{
#define BODY BYTES("{\"user\":{\"phone\":\"13912345678\"},\"password\":\"corner-lamp-77\"}")
	static const struct said_message MESSAGES[] = {
		{ "http", "203.0.113.5", "body", "POST", "/a", 9, BODY },
		{ "http", "203.0.113.5", "body", "POST", "/a", 12, BODY },
		{ "http", "203.0.113.5", "body", "POST", "/a", 3, BODY },
		{ "http", "203.0.113.6", "body", "POST", "/a", 13, BODY },
		{ "http", "203.0.113.5", "body", "PUT", "/a", 14, BODY },
		{ "http", "203.0.113.5", "body", "POST", "/b", 15, BODY },
		{ "http", "203.0.113.5", "query", "POST", "/a", 16, BODY },
		{ "mqtt", "203.0.113.5", "body", "POST", "/a", 17, BODY },
		{ "http", "203.0.113.5", "body", "POST", "/a", 18,
		  BYTES("{\"users\":[{\"phone\":\"13912345678\"}],\"password\":\"corner-lamp-78\"}") },
		{ "http", "203.0.113.5", "body", "POST", "/a", 19,
		  BYTES("{\"user\":{\"mobile\":\"13912345678\",\"phone\":\"13912345679\"}}") },
		{ "http", "203.0.113.5", "body", "POST", "/a", 20,
		  BYTES("{\"login\":\"lamp\",\"password\":\"corner-lamp-77\"}") },
		{ "http", "203.0.113.5", "body", "POST", "/a", 21,
		  BYTES("eyJ1c2VyIjp7InBob25lIjoiMTM5MTIzNDU2NzgifX0=") },
		{ "http", "203.0.113.5", "body", "POST", "/a", 22,
		  BYTES("user[phone]=13912345678&password=corner-lamp-77") },
		{ "http", "203.0.113.5", "body", "POST", "/a", 23,
		  BYTES("{\"contacts\":[{\"name\":\"Lamp One\",\"mobile\":\"13912345671\"},"
			"{\"name\":\"Lamp Two\",\"mobile\":\"13912345672\"},"
			"{\"name\":\"Lamp Three\",\"mobile\":\"13912345673\"}]}") },
	};
	struct bench *bench = *state;
	const struct evidence_options options = { .examiner = &bench->examiner };
	struct evidence *remembering = evidence_of(&options), *merged = evidence_of(&options);
	struct buffer said = buffer_of(1 << 20), expected = buffer_of(1 << 20);
	struct error error;

	/* The first before each of the others. */
	for (unsigned i = 0; i < 4 * sizeof MESSAGES / sizeof *MESSAGES; i++) {
		const struct said_message *message =
			&MESSAGES[i % 2 ? i / 2 % (sizeof MESSAGES / sizeof *MESSAGES) : 0];
		struct evidence *alone = evidence_of(&options);

		read_message(bench, remembering, message);
		read_message(bench, alone, message);
		assert_int_equal(evidence_merge(merged, alone, &error), STATUS_OK);
		evidence_free(alone);
	}
	assert_int_equal(evidence_finish(remembering, &error), STATUS_OK);
	assert_int_equal(evidence_finish(merged, &error), STATUS_OK);
	assert_true(evidence_count(merged, KIND_TRANSMISSION) > 8);
	assert_true(evidence_count(merged, KIND_CREDENTIAL) > 8);
	assert_int_equal(evidence_write_jsonl(remembering, &said, &error), STATUS_OK);
	assert_int_equal(evidence_write_jsonl(merged, &expected, &error), STATUS_OK);
	assert_int_equal(said.size, expected.size);
	assert_memory_equal(said.data, expected.data, said.size);
	buffer_free(&said);
	buffer_free(&expected);
	evidence_free(remembering);
	evidence_free(merged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_told_nothing_may_tell_under_another_name),
		cmocka_unit_test(what_told_something_tells_it_again),
		cmocka_unit_test(the_protocol_decides_too),
		cmocka_unit_test(values_are_told_apart_by_their_names),
		cmocka_unit_test(large_content_is_not_remembered),
		cmocka_unit_test(whoever_tells_no_beginning_is_always_asked),
		cmocka_unit_test(whoever_is_declared_is_asked_about_more),
		cmocka_unit_test(what_is_said_again_is_said_in_the_same_words),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
