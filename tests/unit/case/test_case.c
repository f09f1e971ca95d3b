/* SPDX-License-Identifier: Apache-2.0 */
/* Case files, good ones and all sorts of wrong ones, and what is said about them. */
#include "hostile.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "case/case.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Loads text as a case file; what is said starts at the line number. */
static enum status load(struct bytes text, struct case_file **ret_case, struct error *error)
{
	char path[] = "probity-case-XXXXXX";
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, text.data, text.size), text.size);
	close(file);
	enum status status = case_load(path, PROBITY_SOURCE_DIR, ret_case, error);

	unlink(path);
	if (status == STATUS_FORMAT && strncmp(error->message, path, strlen(path)) == 0)
		memmove(error->message, error->message + strlen(path) + 1,
			strlen(error->message) - strlen(path));
	return status;
}

static struct case_file *load_good(const char *text)
{
	struct case_file *file = NULL;
	struct error error = { "" };

	if (load(bytes_of(text), &file, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return file;
}

static void least_case_is_a_device(void **state)
{
	(void)state;
	struct case_file *file = load_good("<case version='1'><device/></case>");
	const struct address *addresses;
	const struct case_canary *canaries;
	const char *phase, *activity;

	assert_int_equal(case_devices(file, &addresses), 0);
	assert_int_equal(case_canaries(file, &canaries), 0);
	assert_false(case_has_timeline(file));
	case_moment(file, 0, &phase, &activity);
	assert_string_equal(phase, "unknown");
	assert_string_equal(activity, "unknown");
	assert_string_equal(case_consent(file, 0, BYTES("contact.mobile")), "unknown");
	case_free(file);
	case_free(NULL);
}

static void gives_addresses_and_canaries(void **state)
{
	(void)state;
	struct case_file *file = load_good(
		"<case version='1'><device class='lock'><address mac='02:00:00:00:00:01'/>"
		"<address ip='192.168.10.20'/></device><device><address mac='02-00-00-00-00-02' "
		"ip='fd00::2'/></device>"
		"<canaries><canary name='tester-phone' data='contact.mobile'>\n  13900001111 </canary>"
		"<canary name='tester-name' "
		"data='person.name'><![CDATA[<\xe5\xbc\xa0\xe4\xb8\x89>]]>&amp;</canary>"
		"</canaries></case>");
	const struct address *addresses;
	const struct case_canary *canaries;
	char text[ADDRESS_TEXT_SIZE];

	assert_int_equal(case_devices(file, &addresses), 4);
	assert_string_equal(address_format(&addresses[0], text), "02:00:00:00:00:01");
	assert_string_equal(address_format(&addresses[1], text), "192.168.10.20");
	assert_string_equal(address_format(&addresses[3], text), "fd00::2");
	assert_int_equal(case_canaries(file, &canaries), 2);
	assert_string_equal(canaries[0].name, "tester-phone");
	assert_string_equal(canaries[0].data, "contact.mobile");
	assert_true(bytes_equal(canaries[0].value, BYTES("13900001111")));
	assert_true(bytes_equal(canaries[1].value, BYTES("<\xe5\xbc\xa0\xe4\xb8\x89>&")));
	case_free(file);
}

static void gives_keys_and_keeps_them_out_of_the_document(void **state)
{
	(void)state;
	struct case_file *file = load_good(
		"<case version='1'><device/><keys>"
		"<key kind='tuya-local-key' device='the lock'> invented&lt;key&gt;789 </key>"
		"<key kind='miio-token'>00112233445566778899AABBccddeeff</key></keys></case>");
	xmlChar *text = xmlNodeGetContent(xmlDocGetRootElement(case_document(file)));
	const struct case_key *keys;

	assert_int_equal(case_keys(file, &keys), 2);
	assert_string_equal(keys[0].kind, "tuya-local-key");
	assert_true(bytes_equal(keys[0].device, BYTES("the lock")));
	assert_true(bytes_equal(keys[0].secret, BYTES("invented<key>789")));
	assert_true(bytes_equal(keys[1].secret, BYTES("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa"
						      "\xbb\xcc\xdd\xee\xff")));
	assert_string_equal((const char *)text, "");
	xmlFree(text);
	case_free(file);
}

static void writes_defaults_into_the_document(void **state)
{
	(void)state;
	struct case_file *file = load_good(
		"<case version='1'><device class='child-watch'/><timeline>"
		"<event type='consent' at='2026-03-01T08:00:00+08:00'/></timeline></case>");
	xmlNodePtr root = xmlDocGetRootElement(case_document(file));
	xmlChar *class = xmlGetProp(root, (const xmlChar *)"product-class");
	xmlChar *kind = xmlGetProp(xmlLastElementChild(root)->children, (const xmlChar *)"kind");

	assert_string_equal((const char *)class, "child-watch");
	assert_string_equal((const char *)kind, "general");
	xmlFree(class);
	xmlFree(kind);
	assert_true(case_has_timeline(file));
	case_free(file);
}

#define CASE(inside)   "<case version='1'>\n<device/>\n" inside "\n</case>"
#define EVENTS(inside) CASE("<timeline>\n" inside "\n</timeline>")

static const struct {
	const char *text, *said;
} wrong_cases[] = {
	/* not XML, or not ours */
	{ "", "1: Document is empty" },
	{ "hello", "1: Start tag expected, '<' not found" },
	{ "<case version='1'>\n<device>\n</case>",
	  "3: Opening and ending tag mismatch: device line 2 and case" },
	{ "<!DOCTYPE case [<!ENTITY a 'b'>]>\n<case version='1'><device/></case>",
	  " a case file has no DOCTYPE; remove it" },
	{ "<evidence/>", "1: the document must be a <case> without a namespace" },
	{ "<case xmlns='urn:x' version='1'/>", "1: the document must be a <case> without a namespace" },
	/* the schema, in words */
	{ "<case/>", "1: <case> needs the attribute version" },
	{ "<case version='2'><device/></case>", "1: <case version=\"2\">: expected 1" },
	{ "<case version='1'/>", "1: <case> needs a <device>" },
	{ CASE("<devices/>"),
	  "3: <case> has no element \"devices\"; known: device, inputs, timeline, policy, declared, claims, "
	  "permissions, canaries, keys, trials, note" },
	{ CASE("<timeline/>\n<timeline/>"), "1: <case> may have one <timeline> only" },
	{ CASE("text"), "1: no text may stand in <case>" },
	{ EVENTS("<event tpye='consent'/>"), "4: <event> has no attribute \"tpye\"; known: type, at, kind, "
					     "covers, mode, person, sensor, purpose, "
					     "recipients, abroad, policy-version, note" },
	{ EVENTS("<event type='consent'/>"), "4: <event> needs the attribute at" },
	{ EVENTS("<event type='agree' at='2026-03-01T08:00:00Z'/>"),
	  "4: <event type=\"agree\">: expected power-on or notice-shown or consent or refuse or withdraw or "
	  "face-enrolment or face-unlock or delete or factory-reset or permission-grant or permission-deny "
	  "or "
	  "change-notice or note" },
	{ EVENTS("<event type='consent' at='2026-03-01 08:00'/>"),
	  "4: <event at=\"2026-03-01 08:00\">: expected a time with its zone, such as "
	  "2026-03-01T16:00:00+08:00" },
	{ EVENTS("<event type='consent' at='2026-03-01T08:00:00Z' covers='Face'/>"),
	  "4: <event covers=\"Face\">: expected data types with blanks between, such as biometric.face "
	  "contact.*" },
	{ EVENTS("<event type='consent' at='2026-03-01T08:00:00Z' covers=''/>"),
	  "4: <event covers=\"\">: expected data types with blanks between, such as biometric.face "
	  "contact.*" },
	{ CASE("<timeline uncertainty='1'/>"),
	  "3: <timeline uncertainty=\"1\">: expected seconds such as 0.5s" },
	{ CASE("<declared><endpoint host='http://x'/></declared>"),
	  "3: <endpoint host=\"http://x\">: expected a host name, *.domain, an address or a network such as "
	  "203.0.113.0/24" },
	{ CASE("<claims><claim topic=''>x</claim></claims>"),
	  "3: <claim topic=\"\">: expected a word of lower-case letters, digits and hyphens" },
	{ CASE("<inputs><input file=''/></inputs>"), "3: <input file=\"\">: expected some text" },
	{ CASE("<policy status='present'>\n<statement topic='types' present='perhaps'/></policy>"),
	  "4: <statement present=\"perhaps\">: expected yes or no" },
	/* only the library can tell */
	{ CASE("<claims><claim topic='x' date='2026-02-30'/></claims>"),
	  "3: Invalid attribute date for element claim" },
	/* what a schema cannot say */
	{ EVENTS("<event type='consent' at='2026-02-30T08:00:00Z'/>"),
	  "4: no such date and time: \"2026-02-30T08:00:00Z\"" },
	{ EVENTS("<event type='consent' at='1926-02-03T08:00:00Z'/>"),
	  "4: a time between the years 2000 and 2200 is expected: \"1926-02-03T08:00:00Z\"" },
	{ EVENTS("<event type='consent' at='2026-03-01T08:00:00Z'/>\n<event type='refuse' "
		 "at='2026-03-01T15:59:59+08:00'/>"),
	  "5: this event is earlier than the one before it (line 4); events stand in order of time" },
	{ EVENTS("<event type='consent' kind='separate' at='2026-03-01T08:00:00Z'/>"),
	  "4: a separate consent says what it covers: covers=\"biometric.face\"" },
	{ EVENTS("<event type='permission-deny' at='2026-03-01T08:00:00Z'/>"),
	  "4: the attribute sensor must say which permission: \"permission-deny\"" },
	{ EVENTS("<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T08:00:00Z'/>"),
	  "4: the interval must end after it begins: to: \"2026-03-01T08:00:00Z\"" },
	{ EVENTS("<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T09:00:00Z'/>\n"
		 "<interval type='idle' from='2026-03-01T08:30:00Z' to='2026-03-01T10:00:00Z'/>"),
	  "5: idle begins within the interval idle of line 4; they exclude each other" },
	{ EVENTS("<interval type='face-unlock' from='2026-03-01T08:30:00Z' to='2026-03-01T10:00:00Z'/>\n"
		 "<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T09:00:00Z'/>"),
	  "4: face-unlock begins within the interval idle of line 5; they exclude each other" },
	{ EVENTS("<event type='face-unlock' at='2026-03-01T08:30:00Z'/>\n"
		 "<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T09:00:00Z'/>"),
	  "4: face-unlock begins within the interval idle of line 5; they exclude each other" },
	{ CASE("<timeline clock-offset='999999999s'/>"),
	  "3: clock-offset must be less than ten years: \"999999999s\"" },
	{ CASE("<timeline uncertainty='90000s'/>"), "3: uncertainty must be a day at most: \"90000s\"" },
	{ "<case version='1'><device><address/></device></case>", "1: <address> needs mac or ip" },
	{ "<case version='1'><device><address ip='02:00:00:00:00:01'/></device></case>",
	  "1: ip: an IPv4 or IPv6 address is expected" },
	{ "<case version='1'><device><address mac='192.168.1.1'/></device></case>",
	  "1: mac: a hardware address such as 02:00:00:00:00:01 is expected" },
	{ "<case version='1'><device><address ip='239.1.1.1'/></device></case>",
	  "1: a group address belongs to no terminal" },
	{ "<case version='1'><device><address ip='10.0.0.1'/></device>\n<device><address "
	  "ip='10.0.0.1'/></device></case>",
	  "2: this address stands here twice" },
	{ "<case version='1' product-class='lock'>\n<device class='camera'/></case>",
	  "2: class differs from the product-class of the case" },
	{ CASE("<keys><key kind='tuya-local-key'>\nshort</key></keys>"),
	  "3: a local key of Tuya has 16 characters" },
	{ CASE("<keys><key kind='miio-token'>0011223344556677 8899aabbccddeef</key></keys>"),
	  "3: a token of miio has 32 hexadecimal digits" },
	{ CASE("<keys><key kind='wpa'>1234567</key></keys>"),
	  "3: <key kind=\"wpa\">: expected tuya-local-key or miio-token" },
	{ CASE("<canaries><canary name='a' data='b'>1234567</canary>\n<canary name='a' "
	       "data='b'>7654321</canary></canaries>"),
	  "4: another canary has this name" },
	{ CASE("<canaries><canary name='a' data='b'>1234567</canary>\n<canary name='b' data='b'> "
	       "1234567</canary></canaries>"),
	  "4: another canary has this value" },
	{ CASE("<canaries><canary name='door-code' data='b'>1234</canary></canaries>"),
	  "3: canary \"door-code\" must have 6 to 256 bytes: shorter ones turn up by chance" },
	{ CASE("<trials><trial kind='photo' attempts='3' successes='4'/></trials>"),
	  "3: more successes than attempts" },
	{ CASE("<policy status='absent'>\n<statement topic='types' present='yes'/></policy>"),
	  "4: a policy that is not present makes no statement" },
	{ CASE("<policy status='present' retrieved='2026-13-01T00:00:00Z'/>"),
	  "3: no such date and time: \"2026-13-01T00:00:00Z\"" },
	{ CASE("<trials><trial kind='photo' attempts='3' successes='0' at='2026-01-01T25:00:00Z'/></trials>"),
	  "3: no such date and time: \"2026-01-01T25:00:00Z\"" },
};

static void says_what_is_wrong_and_where(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong_cases); i++) {
		struct case_file *file = NULL;
		struct error error = { "" };

		assert_int_equal(load(bytes_of(wrong_cases[i].text), &file, &error), STATUS_FORMAT);
		assert_null(file);
		assert_string_equal(error.message, wrong_cases[i].said);
	}
}

static void these_look_wrong_and_are_right(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"<?xml version='1.0' encoding='GB18030'?><case version='1'><device "
		"vendor='\xca\xbe\xc0\xfd'/></case>",
		"<case version='1'><note>a</note><trials/><device model='a &amp; b "
		"&#60;'/><note>b</note></case>",
		/* a privacy mode in an idle night; unlocking one after the other; intervals that touch */
		EVENTS("<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T09:00:00Z'/>"
		       "<interval type='idle' from='2026-03-01T09:00:00Z' to='2026-03-01T09:30:00Z'/>"
		       "<interval type='privacy-mode' from='2026-03-01T08:10:00Z' to='2026-03-01T08:20:00Z'/>"
		       "<event type='face-unlock' at='2026-03-01T09:30:00Z'/><event type='face-unlock' "
		       "at='2026-03-01T09:30:05Z'/>"),
		CASE("<canaries><canary name='a' "
		     "data='person.name'>\xe6\x9d\x8e\xe9\x9b\xb7</canary></canaries>"),
		CASE("<declared><endpoint host='2001:db8::1'/><endpoint host='*.lock.example' "
		     "country='CN'/></declared>"),
		CASE("<trials><trial kind='photo' attempts='3' successes='3'/></trials>"),
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		case_free(load_good(texts[i]));
}

static void survives_every_truncation(void **state)
{
	(void)state;
	struct bytes whole = BYTES(EVENTS("<event type='consent' at='2026-03-01T08:00:00Z'/>"));

	for (size_t size = 0; size < whole.size; size += 7) {
		struct case_file *file = NULL;
		struct error error = { "" };

		assert_int_equal(load(bytes_slice(whole, 0, size), &file, &error), STATUS_FORMAT);
		assert_true(error.message[0] != '\0');
	}
}

static void entities_are_not_expanded(void **state)
{
	(void)state;
	struct case_file *file = NULL;
	struct error error = { "" };

	assert_int_equal(load(BYTES("<!DOCTYPE case [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
				    "<case version='1'><device/><note>&x;</note></case>"),
			      &file, &error),
			 STATUS_FORMAT);
	assert_int_equal(load(BYTES("<case version='1'><device/><note>&x;</note></case>"), &file, &error),
			 STATUS_FORMAT);
	assert_string_equal(error.message, "1: Entity 'x' not defined");
}

static void refuses_what_is_too_large(void **state)
{
	(void)state;
	struct case_file *file = NULL;
	struct error error = { "" };
	size_t size = LIMIT_CASE_SIZE + 1;
	uint8_t *blanks = malloc(size);

	assert_non_null(blanks);
	memset(blanks, ' ', size);
	assert_int_equal(load((struct bytes){ blanks, size }, &file, &error), STATUS_FORMAT);
	assert_string_equal(error.message, " larger than 4194304 bytes; no case file is");
	memcpy(blanks, "<case>", 6);
	for (size = 6; size < 4 * (size_t)LIMIT_CASE_ELEMENTS + 10; size += 4)
		memcpy(blanks + size, "<a/>", 4);
	memcpy(blanks + size, "</case>", 7);
	assert_int_equal(load((struct bytes){ blanks, size + 7 }, &file, &error), STATUS_FORMAT);
	assert_string_equal(error.message, " more than 25000 elements; no case file has");
	free(blanks);
	assert_int_equal(case_load("/nonexistent/case.xml", PROBITY_SOURCE_DIR, &file, &error), STATUS_IO);
	assert_string_equal(error.message, "/nonexistent/case.xml: No such file or directory");
	assert_int_equal(case_load("/", PROBITY_SOURCE_DIR, &file, &error), STATUS_IO);
}

/* A case with `count` times this event, each covering another type. */
static enum status load_events(size_t count, const char *event, struct case_file **ret_case,
			       struct error *error)
{
	struct buffer text = buffer_of(4 << 20);

	buffer_append_text(&text, "<case version='1'><device/><timeline>");
	for (size_t i = 0; i < count; i++)
		buffer_append_format(&text, "<event at='2026-03-01T08:00:00Z' %s covers='a%zu'/>", event, i);
	buffer_append_text(&text, "</timeline></case>");
	enum status status = load(buffer_bytes(&text), ret_case, error);

	buffer_free(&text);
	return status;
}

static void limits_events_and_what_they_cover(void **state)
{
	(void)state;
	struct case_file *file = NULL;
	struct error error = { "" };

	assert_int_equal(load_events(LIMIT_CASE_COVERS, "type='consent'", &file, &error), STATUS_OK);
	assert_string_equal(case_consent(file, INT64_C(1800000000000000000), BYTES("a255.b")), "general");
	assert_string_equal(case_consent(file, INT64_C(1800000000000000000), BYTES("a256.b")), "none");
	case_free(file);
	assert_int_equal(load_events(LIMIT_CASE_COVERS + 1, "type='consent'", &file, &error), STATUS_FORMAT);
	assert_string_equal(error.message, "1: the events of this timeline cover more than 256 data types");
	assert_int_equal(load_events(LIMIT_CASE_EVENTS, "type='note'", &file, &error), STATUS_OK);
	case_free(file);
	assert_int_equal(load_events(LIMIT_CASE_EVENTS + 1, "type='note'", &file, &error), STATUS_FORMAT);
	assert_string_equal(error.message, "1: more than 10000 events and intervals");
}

static bool knows(const void *self, const char *id)
{
	return strcmp(id, self) == 0 || strcmp(id, "contact") == 0;
}

static void names_the_data_type_that_is_none(void **state)
{
	(void)state;
	struct case_file *file = load_good(CASE("<timeline>\n<event type='consent' covers='* contact.*' "
						"at='2026-03-01T08:00:00Z'/>\n</timeline>"
						"<declared>\n<data type='contact.mobil'/></declared>"));
	struct error error = { "" };

	assert_int_equal(case_check_types(file, "case.xml", knows, "contact.mobil", &error), STATUS_OK);
	assert_int_equal(case_check_types(file, "case.xml", knows, "contact.mobile", &error), STATUS_FORMAT);
	assert_string_equal(error.message,
			    "case.xml:6: type: there is no data type \"contact.mobil\" (see rules/data)");
	case_free(file);
}

static void fails_cleanly_without_memory(void **state)
{
	(void)state;
	static const char text[] = EVENTS(
		"<event type='consent' covers='contact' at='2026-03-01T08:00:00Z'/>"
		"<interval type='idle' from='2026-03-01T08:00:00Z' to='2026-03-01T09:00:00Z'/>");
	enum status status = STATUS_MEMORY;
	uint64_t nth = 0;

	while (status != STATUS_OK) {
		struct case_file *file = NULL;
		struct error error = { "" };

		assert_true(++nth < 200);
		memory_fail_at(nth);
		status = load(bytes_of(text), &file, &error);
		memory_fail_at(0);
		assert_true(status == STATUS_OK || status == STATUS_MEMORY);
		case_free(file);
	}
	assert_true(nth > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(least_case_is_a_device),
		cmocka_unit_test(gives_addresses_and_canaries),
		cmocka_unit_test(gives_keys_and_keeps_them_out_of_the_document),
		cmocka_unit_test(writes_defaults_into_the_document),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(these_look_wrong_and_are_right),
		cmocka_unit_test(survives_every_truncation),
		cmocka_unit_test(entities_are_not_expanded),
		cmocka_unit_test(refuses_what_is_too_large),
		cmocka_unit_test(limits_events_and_what_they_cover),
		cmocka_unit_test(names_the_data_type_that_is_none),
		cmocka_unit_test(fails_cleanly_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
