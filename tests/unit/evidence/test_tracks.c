/* SPDX-License-Identifier: Apache-2.0 */
/* Positions told one by one: when they are a track, and when not. The places are invented. */
#include "hostile.h"

#include "evidence/evidence.h"

#include <stdio.h>

static struct address address(const char *text)
{
	struct address parsed;

	assert_true(address_parse(bytes_of(text), &parsed));
	return parsed;
}

struct told {
	const char *data, *value;
	int64_t seconds;
	bool received;
	const char *confidence, *peer;
};

static void tell(struct evidence *evidence, const struct told *told)
{
	struct bytes payload = bytes_of(told->value);
	struct span span = { 0, (uint64_t)told->seconds + 1, told->seconds * INSTANT_SECOND };
	struct carrier carrier = {
		.source = address(told->received ? "203.0.113.5" : "192.168.1.9"),
		.destination = address(told->received ? "192.168.1.9"
				       : told->peer   ? told->peer
						      : "203.0.113.5"),
		.source_port = told->received ? 80 : 40000,
		.destination_port = told->received ? 40000 : 80,
		.from_client = !told->received,
		.transport = "tcp",
		.protocol = "http",
		.window = { payload, 100, &span, 1 },
	};
	struct observation observation = observation_of(KIND_TRANSMISSION);

	evidence_carry(evidence, &carrier, NULL);
	observation_word(&observation, ATTRIBUTE_DATA, told->data);
	observation_text(&observation, ATTRIBUTE_VALUE, payload);
	observation_word(&observation, ATTRIBUTE_CONFIDENCE, told->confidence ? told->confidence : "certain");
	observation_word(&observation, ATTRIBUTE_FIELD, "lat");
	observation.shown_at_start = SHOWN_WHOLE;
	observer_say(evidence_observer(evidence), &observation, payload);
}

/* The track that was said, as `count first last`; empty: none. */
static void track_of(const struct told *told, size_t count, char to[160])
{
	struct address device = address("192.168.1.9");
	const struct evidence_options options = { .devices = &device, .device_count = 1 };
	struct evidence *evidence = NULL;
	struct error error;

	to[0] = 0;
	assert_int_equal(evidence_new(&options, &evidence, &error), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		tell(evidence, &told[i]);
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	for (size_t i = 0; i < evidence_count(evidence, KIND_TRANSMISSION); i++) {
		char text[3][40];
		static const enum attribute parts[] = { ATTRIBUTE_COUNT, ATTRIBUTE_FIRST, ATTRIBUTE_LAST };

		if (!bytes_equal(evidence_get(evidence, KIND_TRANSMISSION, i, ATTRIBUTE_DATA),
				 BYTES("location.track")))
			continue;
		assert_int_equal(to[0], 0);
		for (size_t p = 0; p < 3; p++) {
			struct bytes part = evidence_get(evidence, KIND_TRANSMISSION, i, parts[p]);

			snprintf(text[p], sizeof text[p], "%.*s", (int)part.size, (const char *)part.data);
		}
		snprintf(to, 160, "%s %s %s", text[0], text[1] + 14, text[2] + 14);
		assert_true(bytes_equal(evidence_get(evidence, KIND_TRANSMISSION, i, ATTRIBUTE_VALUE),
					BYTES("3 positions or more")));
	}
	evidence_free(evidence);
}

#define PLACE(type, text, when, ...) \
	{ \
		.data = type, .value = text, .seconds = when, __VA_ARGS__ \
	}

#define CHECK(expected, ...) \
	do { \
		const struct told told[] = { __VA_ARGS__ }; \
		char track[160]; \
\
		track_of(told, COUNT_OF(told), track); \
		assert_string_equal(track, expected); \
	} while (0)

static void positions_one_after_another_are_a_track(void **state)
{
	(void)state;
	CHECK("3 00:00Z 01:00Z", PLACE("location.precise", "31.23041", 0),
	      PLACE("location.precise", "31.23052", 30), PLACE("location.precise", "31.23063", 60));
	/* in whatever order they are read; again where it was before */
	CHECK("4 00:01Z 00:40Z", PLACE("location.precise", "31.23063", 40),
	      PLACE("location.precise", "31.23052", 20), PLACE("location.precise", "31.23041", 1),
	      PLACE("location.precise", "31.23041", 30), PLACE("location.precise", "31.23044", 10));
	CHECK("3 00:00Z 00:02Z", PLACE("location.cell", "20641", 0), PLACE("location.cell", "20642", 1),
	      PLACE("location.cell", "20643", 2));
}

static void other_positions_are_none(void **state)
{
	(void)state;
	/* two only; one that does not move; all in one message */
	CHECK("", PLACE("location.precise", "31.23041", 0), PLACE("location.precise", "31.23052", 30));
	CHECK("", PLACE("location.precise", "31.23041", 0), PLACE("location.precise", "31.23041", 30),
	      PLACE("location.precise", "31.23041", 60));
	CHECK("", PLACE("location.precise", "31.23041", 5), PLACE("location.precise", "31.23052", 5),
	      PLACE("location.precise", "31.23063", 5));
	/* received: the weather of three towns; not sure; to three recipients */
	CHECK("", PLACE("location.precise", "31.23041", 0, .received = true),
	      PLACE("location.precise", "31.23052", 30, .received = true),
	      PLACE("location.precise", "31.23063", 60, .received = true));
	CHECK("", PLACE("location.precise", "31.23041", 0, .confidence = "possible"),
	      PLACE("location.precise", "31.23052", 30, .confidence = "possible"),
	      PLACE("location.precise", "31.23063", 60, .confidence = "possible"));
	CHECK("", PLACE("location.precise", "31.23041", 0, .peer = "203.0.113.6"),
	      PLACE("location.precise", "31.23052", 30, .peer = "203.0.113.7"),
	      PLACE("location.precise", "31.23063", 60, .peer = "203.0.113.8"));
	/* numbers that are no places; a list told it already */
	CHECK("", PLACE("contact.mobile", "13900008716", 0), PLACE("contact.mobile", "13900008717", 30),
	      PLACE("contact.mobile", "13900008718", 60));
	CHECK("1 00:07Z 00:07Z", PLACE("location.track", "3 positions or more", 7),
	      PLACE("location.precise", "31.23041", 10), PLACE("location.precise", "31.23052", 30),
	      PLACE("location.precise", "31.23063", 60));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(positions_one_after_another_are_a_track),
		cmocka_unit_test(other_positions_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
