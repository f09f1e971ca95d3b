/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes around a value, shown where values are. */
#include "config.h"

#include "data_types.h"

#include "content/examine.h"
#include "evidence/evidence.h"

#include <stdlib.h>

/* The excerpt of the only transmission (or credential) in `content`; the caller frees. */
static char *excerpt_of(void **state, enum kind kind, struct bytes content, bool reveal)
{
	static const struct message body = { .part = BYTES("body") };
	struct examiner examiner = examiner_of(*state);
	struct evidence_options options = { .examiner = &examiner, .reveal = reveal };
	struct span span = { 0, 1, 0 };
	struct carrier carrier = { .protocol = "http",
				   .transport = "tcp",
				   .from_client = true,
				   .window = { content, 0, &span, 1 } };
	struct evidence *evidence;
	struct error error;

	assert_int_equal(evidence_new(&options, &evidence, &error), STATUS_OK);
	evidence_carry(evidence, &carrier, NULL);
	observer_content(evidence_observer(evidence), &body, content, content);
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_int_equal(evidence_count(evidence, kind), 1);
	struct bytes excerpt = evidence_get(evidence, kind, 0, ATTRIBUTE_EXCERPT);
	char *copy = strndup(excerpt.data ? (const char *)excerpt.data : "", excerpt.size);

	assert_non_null(copy);
	evidence_free(evidence);
	return copy;
}

static const struct {
	enum kind kind;
	const char *content, *excerpt;
} shown[] = {
	{ KIND_TRANSMISSION, "{\"phone\":\"13800138000\"}", "{\"phone\":\"13800138000\"}" },
	{ KIND_TRANSMISSION, "phone=13800138000&battery=77&door=closed", "phone=13800138000&battery" },
	/* as it stands, not as it is read */
	{ KIND_TRANSMISSION, "{\"phone\":\"\\u00313800138000\"}", "{\"phone\":\"\\u00313800138000\"}" },
	/* of its line only */
	{ KIND_TRANSMISSION, "state: all is well at home\nphone: 13800138000\nnext: none",
	  "phone: 13800138000" },
	/* no half of a character */
	{ KIND_TRANSMISSION,
	  "{\"note\":"
	  "\"\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8"
	  "\xe9\x97\xa8\","
	  "\"phone\":\"13800138000\"}",
	  "\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\xe9\x97\xa8\",\"phone\":"
	  "\"13800138000\"}" },
	{ KIND_CREDENTIAL, "{\"password\":\"Invented#1\"}", "{\"password\":\"Invented#1\"}" },
};

static void shows_the_bytes_around_a_value(void **state)
{
	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		struct bytes content = hostile_copy(bytes_of(shown[i].content));
		char *excerpt = excerpt_of(state, shown[i].kind, content, true);

		assert_string_equal(excerpt, shown[i].excerpt);
		free(excerpt);
		hostile_free(content);
	}
}

static void shows_nothing_unless_values_are_revealed(void **state)
{
	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		char *excerpt = excerpt_of(state, shown[i].kind, bytes_of(shown[i].content), false);

		assert_string_equal(excerpt, "");
		free(excerpt);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_the_bytes_around_a_value),
		cmocka_unit_test(shows_nothing_unless_values_are_revealed),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
