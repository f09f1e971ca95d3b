/* SPDX-License-Identifier: Apache-2.0 */
/* What phase, activity and consent a timeline gives at moments around its events. */
#include "hostile.h"

#include "case/events.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <time.h>

/* Reads a timeline whose times are written `@120` for 120 seconds after 08:00. */
static struct case_events *read_timeline(const char *attributes, const char *elements)
{
	char text[8192];
	size_t size = (size_t)snprintf(text, sizeof text, "<timeline %s>", attributes);
	struct case_events *events = NULL;
	struct error error = { "" };

	for (const char *at = elements; *at; at++) {
		unsigned seconds = 0;

		if (*at != '@') {
			text[size++] = *at;
			continue;
		}
		while (at[1] >= '0' && at[1] <= '9')
			seconds = seconds * 10 + (unsigned)(*++at - '0');
		size += (size_t)snprintf(text + size, sizeof text - size, "2026-03-01T%02u:%02u:%02uZ",
					 8 + seconds / 3600, seconds / 60 % 60, seconds % 60);
	}
	size += (size_t)snprintf(text + size, sizeof text - size, "</timeline>");
	xmlDocPtr document = xmlReadMemory(text, (int)size, NULL, NULL, 0);

	assert_non_null(document);
	enum status status = events_read(xmlDocGetRootElement(document), "case.xml", &events, &error);

	if (status != STATUS_OK)
		fail_msg("%s", error.message);
	xmlFreeDoc(document); /* nothing may be borrowed from it afterwards */
	return events;
}

static instant after(double seconds)
{
	instant start = 0;

	assert_true(instant_parse(BYTES("2026-03-01T08:00:00Z"), &start));
	return start + (int64_t)(seconds * 1e9);
}

struct expectation {
	double seconds;
	const char *data; /* NULL: the phase; "": the activity; else consent for it */
	const char *word;
};

static void expect_all(struct case_events *events, const struct expectation *expectations, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct expectation *e = &expectations[i];
		instant when = after(e->seconds);
		const char *word = !e->data		? events_phase(events, when)
				   : e->data[0] == '\0' ? events_activity(events, when)
							: events_consent(events, when, bytes_of(e->data));

		if (strcmp(word, e->word) != 0)
			fail_msg("at %f, %s: %s, expected %s", e->seconds, e->data ? e->data : "phase", word,
				 e->word);
	}
	events_free(events);
}

#define EXPECT(attributes, elements, ...) \
	do { \
		const struct expectation all[] = { __VA_ARGS__ }; \
\
		expect_all(read_timeline(attributes, elements), all, COUNT_OF(all)); \
	} while (0)

static void a_terminal_goes_from_notice_to_consent(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='power-on' at='@10'/><event type='notice-shown' at='@60'/>"
	       "<event type='consent' at='@90'/>",
	       { -5, NULL, "before-notice" }, { 10, NULL, "before-notice" },
	       { 59.999, NULL, "before-notice" }, { 60, NULL, "before-consent" },
	       { 89.999, NULL, "before-consent" }, { 90, NULL, "consented" }, { 1e6, NULL, "consented" },
	       { 89, "contact.mobile", "none" }, { 90, "contact.mobile", "general" },
	       { 90, "biometric.face.image", "none" }, { 90, "biometric", "none" },
	       { 90, "biometrics-free", "general" });
}

static void nothing_is_certain_near_an_event(void **state)
{
	(void)state;
	EXPECT("uncertainty='2s'", "<event type='notice-shown' at='@60'/><event type='consent' at='@90'/>",
	       { 58, NULL, "before-notice" }, { 58.001, NULL, "unknown" }, { 61.999, NULL, "unknown" },
	       { 62, NULL, "before-consent" }, { 88, NULL, "before-consent" }, { 88.5, NULL, "unknown" },
	       { 92, NULL, "consented" }, { 60, "contact.mobile", "none" },
	       { 91, "contact.mobile", "unknown" }, { 92, "contact.mobile", "general" },
	       { 91, "biometric.face", "none" });
}

static void doubts_that_touch_leave_nothing_between(void **state)
{
	(void)state;
	EXPECT("uncertainty='5s'", "<event type='notice-shown' at='@60'/><event type='consent' at='@64'/>",
	       { 55, NULL, "before-notice" }, { 55.5, NULL, "unknown" }, { 62, NULL, "unknown" },
	       { 66, NULL, "unknown" }, { 69, NULL, "consented" });
	EXPECT("uncertainty='2s'", "<event type='notice-shown' at='@60'/><event type='consent' at='@64'/>",
	       { 61.5, NULL, "unknown" }, { 62, NULL, "before-consent" }, { 62.000001, NULL, "unknown" },
	       { 65.999, NULL, "unknown" }, { 66, NULL, "consented" });
}

static void an_event_that_changes_nothing_casts_no_doubt(void **state)
{
	(void)state;
	EXPECT("uncertainty='5s'",
	       "<event type='consent' at='@60'/><event type='notice-shown' at='@100'/>"
	       "<event type='consent' at='@120'/>",
	       { 100, NULL, "consented" }, { 120, NULL, "consented" }, { 120, "contact.mobile", "general" });
}

static void of_several_events_at_one_instant_the_last_counts(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='notice-shown' at='@60'/><event type='refuse' at='@60'/>"
	       "<event type='consent' at='@60'/>",
	       { 59, NULL, "before-notice" }, { 60, NULL, "consented" }, { 60, "contact.mobile", "general" });
	EXPECT("uncertainty='3s'", "<event type='consent' at='@60'/><event type='withdraw' at='@60'/>",
	       { 58, NULL, "unknown" }, { 63, NULL, "withdrawn" }, { 63, "contact.mobile", "withdrawn" });
}

static void the_clock_offset_is_added_to_capture_time(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s' clock-offset='30s'", "<event type='consent' at='@90'/>",
	       { 59.999, NULL, "before-notice" }, { 60, NULL, "consented" });
	EXPECT("uncertainty='0s' clock-offset='-2.5s'", "<event type='consent' at='@90'/>",
	       { 92.499, NULL, "before-notice" }, { 92.5, NULL, "consented" });
}

static void consent_can_be_withdrawn_and_given_again(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='consent' at='@60'/><event type='withdraw' at='@100'/><event type='consent' "
	       "at='@200'/>"
	       "<event type='delete' at='@300'/><event type='consent' at='@400'/>"
	       "<event type='factory-reset' at='@500'/><event type='notice-shown' at='@520'/>",
	       { 60, NULL, "consented" }, { 100, NULL, "withdrawn" }, { 200, NULL, "consented" },
	       { 300, NULL, "deleted" }, { 400, NULL, "consented" }, { 500, NULL, "deleted" },
	       { 520, NULL, "before-consent" }, { 60, "contact.mobile", "general" },
	       { 150, "contact.mobile", "withdrawn" }, { 250, "contact.mobile", "general" },
	       { 350, "contact.mobile", "none" }, { 450, "contact.mobile", "general" },
	       { 550, "contact.mobile", "none" });
}

static void a_refusal_holds_until_a_later_consent(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='notice-shown' at='@50'/><event type='refuse' at='@60'/><event "
	       "type='notice-shown' at='@80'/>"
	       "<event type='consent' at='@100'/>",
	       { 60, NULL, "refused" }, { 90, NULL, "refused" }, { 100, NULL, "consented" },
	       { 70, "contact.mobile", "refused" }, { 100, "contact.mobile", "general" });
}

static void a_separate_consent_covers_what_it_names(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='consent' at='@60'/>"
	       "<event type='consent' kind='separate' covers='biometric.face contact.*' at='@70'/>"
	       "<event type='consent' kind='general' at='@80'/>",
	       { 65, "biometric.face.image", "none" }, { 70, "biometric.face.image", "separate" },
	       { 70, "biometric.face", "separate" }, { 70, "biometric.facet", "none" },
	       { 70, "biometric.fingerprint", "none" }, { 65, "contact.mobile", "general" },
	       { 70, "contact.mobile", "separate" }, { 70, "contact", "separate" },
	       { 80, "contact.mobile", "separate" }, { 80, "location.precise", "general" },
	       { 80, "biometric.fingerprint", "none" });
}

static void a_refusal_of_a_part_leaves_the_rest(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='notice-shown' at='@50'/><event type='consent' at='@60'/>"
	       "<event type='refuse' covers='biometric' at='@70'/>"
	       "<event type='consent' kind='separate' covers='biometric.face' at='@80'/>"
	       "<event type='withdraw' covers='biometric.face.template contact.mobile' at='@90'/>",
	       { 75, NULL, "consented" }, { 75, "biometric.face", "refused" },
	       { 75, "contact.mobile", "general" }, { 85, "biometric.face.image", "separate" },
	       { 85, "biometric.voiceprint", "refused" }, { 95, "biometric.face.image", "separate" },
	       { 95, "biometric.face.template", "withdrawn" }, { 95, "contact.mobile", "withdrawn" },
	       { 95, "contact.email", "general" }, { 95, NULL, "consented" });
	EXPECT("uncertainty='0s'", "<event type='refuse' covers='biometric.face' at='@70'/>",
	       { 60, NULL, "before-notice" }, { 75, NULL, "before-consent" },
	       { 75, "biometric.face", "refused" }, { 75, "contact.mobile", "none" });
}

static void a_star_covers_even_biometrics(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'", "<event type='consent' covers='*' mode='bundled' at='@60'/>",
	       { 60, "biometric.face.image", "general" }, { 60, "contact.mobile", "general" });
}

static void a_guardian_stands_over_other_consents(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'",
	       "<event type='consent' at='@60'/><event type='consent' kind='guardian' at='@70'/>"
	       "<event type='consent' kind='separate' covers='location' at='@80'/><event type='withdraw' "
	       "at='@90'/>"
	       "<event type='consent' at='@100'/>",
	       { 65, "location.precise", "general" }, { 70, "location.precise", "guardian" },
	       { 80, "location.precise", "guardian" }, { 70, "biometric.face", "guardian" },
	       { 95, "location.precise", "withdrawn" }, { 100, "location.precise", "general" });
}

static void without_a_record_of_consents_all_is_unknown(void **state)
{
	(void)state;
	EXPECT("", "<event type='power-on' at='@10'/><event type='face-unlock' at='@20'/>",
	       { 0, NULL, "unknown" }, { 50, NULL, "unknown" }, { 50, "contact.mobile", "unknown" });
	EXPECT("complete='yes'", "<event type='power-on' at='@10'/>", { 0, NULL, "before-notice" },
	       { 50, NULL, "before-notice" }, { 50, "contact.mobile", "none" });
	assert_string_equal(events_phase(NULL, 0), "unknown");
	assert_string_equal(events_activity(NULL, 0), "unknown");
	assert_string_equal(events_consent(NULL, 0, BYTES("contact.mobile")), "unknown");
}

static void what_was_before_a_first_withdrawal_is_unknown(void **state)
{
	(void)state;
	EXPECT("uncertainty='0s'", "<event type='withdraw' at='@60'/>", { 50, NULL, "unknown" },
	       { 60, NULL, "withdrawn" }, { 50, "contact.mobile", "unknown" },
	       { 60, "contact.mobile", "withdrawn" });
	EXPECT("uncertainty='0s'", "<event type='delete' at='@60'/>", { 50, NULL, "unknown" },
	       { 60, NULL, "deleted" }, { 60, "contact.mobile", "none" });
	EXPECT("uncertainty='0s'", "<event type='factory-reset' at='@60'/>", { 50, NULL, "unknown" },
	       { 60, NULL, "deleted" });
	EXPECT("uncertainty='0s'",
	       "<event type='factory-reset' at='@60'/><event type='power-on' at='@61'/><event type='consent' "
	       "at='@90'/>",
	       { 50, NULL, "unknown" }, { 60, NULL, "before-notice" }, { 90, NULL, "consented" },
	       { 50, "contact.mobile", "unknown" }, { 70, "contact.mobile", "none" });
}

static void activities_have_edges(void **state)
{
	(void)state;
	EXPECT("uncertainty='2s'",
	       "<interval type='idle' from='@100' to='@200'/><interval type='privacy-mode' from='@150' "
	       "to='@180'/>"
	       "<interval type='muted' from='@300' to='@310'/>",
	       { 97, "", "none" }, { 98, "", "unknown" }, { 101.9, "", "unknown" }, { 102, "", "idle" },
	       { 149, "", "unknown" }, { 152, "", "privacy-mode" }, { 177.9, "", "privacy-mode" },
	       { 179, "", "unknown" }, { 183, "", "idle" }, { 198.5, "", "unknown" }, { 202, "", "none" },
	       { 305, "", "muted" });
}

static void a_face_event_opens_a_window(void **state)
{
	(void)state;
	EXPECT("uncertainty='1s'",
	       "<event type='face-enrolment' at='@100'/><event type='face-unlock' at='@120'/>"
	       "<event type='face-unlock' at='@140'/><interval type='privacy-mode' from='@145' to='@150'/>",
	       { 98.9, "", "none" }, { 99, "", "face-enrolment" }, { 100, "", "face-enrolment" },
	       { 130, "", "face-enrolment" }, { 131, "", "face-unlock" }, { 147, "", "privacy-mode" },
	       { 144.5, "", "face-unlock" }, { 170.9, "", "face-unlock" }, { 171, "", "none" });
}

static void an_interval_shorter_than_the_doubt_is_no_fact(void **state)
{
	(void)state;
	EXPECT("uncertainty='10s'", "<interval type='idle' from='@100' to='@115'/>", { 107, "", "unknown" },
	       { 90, "", "unknown" }, { 89, "", "none" }, { 125, "", "none" });
}

static void is_asked_in_far_less_than_a_packet_takes(void **state)
{
	(void)state;
	struct case_events *events = read_timeline(
		"",
		"<event type='notice-shown' at='@50'/><event type='consent' at='@60'/>"
		"<event type='consent' kind='separate' covers='biometric.face contact.* location' at='@70'/>"
		"<interval type='idle' from='@100' to='@200'/>");
	struct timespec start, end;
	enum { ROUNDS = 200000 };
	size_t lengths = 0;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	for (int i = 0; i < ROUNDS; i++) {
		instant when = after(0) + (i % 300) * INSTANT_SECOND;

		lengths += strlen(events_phase(events, when)) + strlen(events_activity(events, when)) +
			   strlen(events_consent(events, when, BYTES("biometric.face.image.raw")));
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	double spent = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);

	print_message("%.0f ns for phase, activity and consent\n", spent / ROUNDS);
	assert_true(lengths > 0);
	assert_true(spent / ROUNDS < 20000); /* sanitizers, valgrind: only catch the absurd */
	events_free(events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_goes_from_notice_to_consent),
		cmocka_unit_test(nothing_is_certain_near_an_event),
		cmocka_unit_test(doubts_that_touch_leave_nothing_between),
		cmocka_unit_test(an_event_that_changes_nothing_casts_no_doubt),
		cmocka_unit_test(of_several_events_at_one_instant_the_last_counts),
		cmocka_unit_test(the_clock_offset_is_added_to_capture_time),
		cmocka_unit_test(consent_can_be_withdrawn_and_given_again),
		cmocka_unit_test(a_refusal_holds_until_a_later_consent),
		cmocka_unit_test(a_separate_consent_covers_what_it_names),
		cmocka_unit_test(a_refusal_of_a_part_leaves_the_rest),
		cmocka_unit_test(a_star_covers_even_biometrics),
		cmocka_unit_test(a_guardian_stands_over_other_consents),
		cmocka_unit_test(without_a_record_of_consents_all_is_unknown),
		cmocka_unit_test(what_was_before_a_first_withdrawal_is_unknown),
		cmocka_unit_test(activities_have_edges),
		cmocka_unit_test(a_face_event_opens_a_window),
		cmocka_unit_test(an_interval_shorter_than_the_doubt_is_no_fact),
		cmocka_unit_test(is_asked_in_far_less_than_a_packet_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
