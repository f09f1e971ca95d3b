/* SPDX-License-Identifier: Apache-2.0 */
#include "content_bench.h"

#include "content/examine.h"
#include "evidence/evidence.h"
#include "recognise/recognise.h"

#include <stdlib.h>

int bench_load(void **state)
{
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary canaries[] = {
		{ "tester-phone", "contact.mobile", BYTES("19900001234") },
		{ "lab-psk", "credential.wifi-passphrase", BYTES("corner-lamp-77") },
	};
	struct bench *bench = calloc(1, sizeof *bench);
	struct error error;

	if (taxonomy_load(paths, 1, &bench->taxonomy, &error) != STATUS_OK ||
	    taxonomy_plant(bench->taxonomy, canaries, 2, &error) != STATUS_OK) {
		print_error("%s\n", error.message);
		return -1;
	}
	*state = bench;
	return 0;
}

int bench_unload(void **state)
{
	struct bench *bench = *state;

	taxonomy_free(bench->taxonomy);
	free(bench);
	return 0;
}

static void add(struct buffer *log, const char *name, struct bytes value)
{
	if (value.size) {
		buffer_append_text(log, name);
		buffer_append(log, value);
	}
}

static void log_kind(struct buffer *log, struct evidence *evidence, enum kind kind)
{
	for (size_t i = 0; i < evidence_count(evidence, kind); i++) {
		static const enum attribute shown[] = {
			ATTRIBUTE_DATA,	      ATTRIBUTE_VALUE,	    ATTRIBUTE_SCHEME,	    ATTRIBUTE_CLASS,
			ATTRIBUTE_USER,	      ATTRIBUTE_SECRET,	    ATTRIBUTE_MEDIA,	    ATTRIBUTE_FORMAT,
			ATTRIBUTE_WIDTH,      ATTRIBUTE_POSITIONED, ATTRIBUTE_FACE_CONTEXT, ATTRIBUTE_PATH,
			ATTRIBUTE_ENCODING,   ATTRIBUTE_CANARY,	    ATTRIBUTE_REASON,	    ATTRIBUTE_DECODER,
			ATTRIBUTE_LIMIT_NAME,
		};

		buffer_append_text(log, kind_declarations[kind].element);
		for (size_t a = 0; a < COUNT_OF(shown); a++) {
			struct bytes value = evidence_get(evidence, kind, i, shown[a]);

			if (shown[a] == ATTRIBUTE_ENCODING && bytes_equal(value, BYTES("none")))
				continue;
			add(log, " ", value);
		}
		buffer_append_text(log, "\n");
	}
}

struct buffer examine_as(struct bench *bench, const struct message *message, struct bytes content,
			 const struct member *members, size_t count)
{
	struct examiner examiner = examiner_of(bench->taxonomy);
	struct evidence_options options = { .examiner = &examiner, .hash_budget = 1 << 16, .reveal = true };
	struct span span = { 0, 1, 0 };
	struct carrier carrier = {
		.protocol = "http",
		.transport = "tcp",
		.from_client = true,
		.source_port = 40000,
		.destination_port = 80,
		.window = { content, 0, &span, 1 },
	};
	struct buffer log = buffer_of(1 << 20);
	struct address mac;
	struct evidence *evidence;
	struct error error;

	assert_true(address_parse(BYTES("192.168.1.9"), &carrier.source));
	assert_true(address_parse(BYTES("203.0.113.5"), &carrier.destination));
	assert_true(address_parse(BYTES("02:00:00:00:07:01"), &mac));
	assert_int_equal(evidence_new(&options, &evidence, &error), STATUS_OK);
	evidence_see_host(evidence, &carrier.source, &mac, true, true);
	evidence_carry(evidence, &carrier, NULL);
	if (count)
		observer_record(evidence_observer(evidence), message, members, count, content);
	else
		observer_content(evidence_observer(evidence), message, content, content);
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	log_kind(&log, evidence, KIND_TRANSMISSION);
	log_kind(&log, evidence, KIND_CREDENTIAL);
	log_kind(&log, evidence, KIND_MEDIA);
	log_kind(&log, evidence, KIND_UNDECODED);
	log_kind(&log, evidence, KIND_LIMIT);
	evidence_free(evidence);
	buffer_append_byte(&log, 0);
	return log;
}

struct buffer examine(struct bench *bench, const struct message *message, struct bytes content)
{
	return examine_as(bench, message, content, NULL, 0);
}

void assert_examined(struct bench *bench, const struct message *message, struct bytes content,
		     const char *expected)
{
	struct bytes copy = hostile_copy(content);
	struct buffer log = examine(bench, message, copy);

	assert_string_equal((const char *)log.data, expected);
	buffer_free(&log);
	hostile_free(copy);
}
