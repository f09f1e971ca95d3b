/* SPDX-License-Identifier: Apache-2.0 */
/* Content whose declared codings steer how it is read, and that needs memory for it: with one allocation
 * after another failing, and all behind it: each time it must end in order and be said. What the libraries
 * take by themselves (zstd, lz4) does not fail here. */
#include "hostile.h"

#include "base/memory.h"
#include "content/examine.h"
#include "evidence/evidence.h"

#include <stdlib.h>

static const struct {
	const char *coding, *path;
	struct bytes body;
} bodies[] = {
	/* declared, but never done */
	{ "gzip, br", "http:body>json:$.phone", BYTES("{\"phone\":\"13800138000\"}") },
	{ "gzip, br", "http:body>brotli>gzip>json:$.phone",
	  BYTES("!\x98\x00\x04\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabV*"
		"\xc8\xc8\xcfKU\xb2R24\xb6\x30\x30\x00"
		"\x13\x06J\xb5\x00\x80&n\xd1\x17\x00\x00\x00\x03") },
	{ "zstd", "http:body>zstd>json:$.phone",
	  BYTES("(\xb5/\xfd$\x16\xb1\0\0{\"phone\":\"13800138000\"}") },
	{ "snappy", "http:body>snappy>json:$.phone", BYTES("\x17X{\"phone\":\"13800138000\"}") },
	{ "", "http:body>cbor:$.phone",
	  BYTES("\xbf\x65phone\x7f\x65"
		"13800"
		"\x66"
		"138000\xff\x64note\x5f\x42hi\xff\xff") },
	{ "", "http:body>cbor:$.phone",
	  BYTES("\xa2\x65phonek13800138000\x64\x66\x61\x63\x65\x90\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d"
		"\x0e\x0f") },
	{ "", "http:body>protobuf:1",
	  BYTES("\x0a\x0b"
		"13800138000\x12\x10\0\0\0\0\0\0\xe0\x3f\0\0\0\0\0\0\xf0\x3f\x1a\4\1\2\3\4") },
	{ "", "http:body>plist:$.phone",
	  BYTES("bplist00\xd1\1\2\x65\0p\0h\0o\0n\0e\x5b"
		"13800138000\x08\x0b\x16\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\3\0\0\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\x22") },
	{ "", "http:body>json:$.data>base64>cbor:$.phone",
	  BYTES("{\"data\":\"oWVwaG9uZWsxMzgwMDEzODAwMA==\"}") },
};

static enum status examine(const struct examiner *examiner, struct bytes body, const char *coding,
			   const char *path)
{
	struct evidence_options options = { .examiner = examiner, .reveal = true };
	struct span span = { 0, 1, 0 };
	struct carrier carrier = { .protocol = "http", .transport = "tcp", .window = { body, 0, &span, 1 } };
	struct message message = { .part = BYTES("body"), .content_encoding = bytes_of(coding) };
	struct evidence *evidence;
	struct error error;
	enum status status = evidence_new(&options, &evidence, &error);

	if (status != STATUS_OK)
		return status;
	evidence_carry(evidence, &carrier, NULL);
	observer_content(evidence_observer(evidence), &message, body, body);
	status = evidence_finish(evidence, &error);
	/* With memory the telephone number in it is found. */
	memory_fail_at(0);
	if (status == STATUS_OK) {
		assert_int_equal(evidence_count(evidence, KIND_TRANSMISSION), 1);
		struct bytes found = evidence_get(evidence, KIND_TRANSMISSION, 0, ATTRIBUTE_PATH);

		if (!bytes_equal(found, bytes_of(path)))
			fail_msg("%.*s, not %s", (int)found.size, (const char *)found.data, path);
	}
	evidence_free(evidence);
	return status;
}

static void lack_of_memory_is_said_wherever_it_comes(void **state)
{
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct taxonomy *taxonomy;
	struct error error;

	(void)state;
	assert_int_equal(taxonomy_load(paths, 1, &taxonomy, &error), STATUS_OK);
	struct examiner examiner = examiner_of(taxonomy);

	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		enum status status = STATUS_MEMORY;

		for (uint64_t n = 1; status == STATUS_MEMORY; n++) {
			memory_fail_at(n);
			status = examine(&examiner, bodies[i].body, bodies[i].coding, bodies[i].path);
			memory_fail_at(0);
			assert_true(n < 10000);
		}
		assert_int_equal(status, STATUS_OK);
	}
	taxonomy_free(taxonomy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lack_of_memory_is_said_wherever_it_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
