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
	};

	return cmocka_run_group_tests(tests, load, unload);
}
