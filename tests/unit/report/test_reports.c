/* SPDX-License-Identifier: Apache-2.0 */
/* The writers jsonl.c, sarif.c, text.c and xml.c, over one findings document. */
#include "hostile.h"

#include "report/evidence_text.h"
#include "report/report.h"

#include <stdlib.h>

static const char document[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<findings version=\"1\">"
	"<facts><device address=\"192.168.8.20\" source=\"inferred\"/><input file=\"a b.pcap\" packets=\"7\" "
	"snapped=\"0\"/>"
	"<limit limit=\"1\"/><limit limit=\"2\"/><limit limit=\"3\"/><limit limit=\"4\"/><limit limit=\"5\"/>"
	"<limit limit=\"6\"/><limit limit=\"7\"/></facts>"
	"<finding rule=\"CRED-01\" family=\"CRED\" severity=\"high\" verdict=\"violation\">"
	"<title xml:lang=\"en\">Password in clear</title><title xml:lang=\"zh\">口令明文传输</title>"
	"<reason xml:lang=\"en\">A password was seen.</reason>"
	"<basis law=\"CSL\" article=\"21\"><title xml:lang=\"en\">Cybersecurity Law</title></basis>"
	"<remedy xml:lang=\"en\">Use TLS.</remedy>"
	"<evidence total=\"5\">"
	"<credential scheme=\"plain\" user=\"\xe2\x80\xae"
	"evil\" port=\"21\" protocol=\"ftp\" host=\"h.example\" count=\"2\" frames=\"3 9\">"
	"<origin input=\"0\" file=\"a b.pcap\" frame=\"3\" last-frame=\"4\" offset=\"0\" length=\"5\"/>"
	"</credential></evidence></finding>"
	"<finding rule=\"FACE-01\" family=\"FACE\" severity=\"critical\" verdict=\"undetermined\">"
	"<title xml:lang=\"en\">Silent faces</title><settle xml:lang=\"en\">Record longer.</settle></finding>"
	"<finding rule=\"PERM-01\" family=\"PERM\" severity=\"low\" verdict=\"conforms\">"
	"<title xml:lang=\"en\">Permissions</title></finding>"
	"<finding rule=\"TLS-01\" family=\"TLS\" severity=\"info\" verdict=\"indication\">"
	"<title xml:lang=\"en\">Perhaps</title></finding>"
	"<finding rule=\"TLS-02\" family=\"TLS\" severity=\"medium\" verdict=\"not-applicable\">"
	"<title xml:lang=\"en\">No</title></finding>"
	"</findings>";

/* The report as a string; the caller frees. */
static char *report(const char *format, struct report_options look)
{
	struct findings *findings = NULL;
	struct buffer to = buffer_of(1 << 20);
	struct error error = { "" };

	if (findings_read(bytes_of(document), "test", PROBITY_SOURCE_DIR, &findings, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	assert_int_equal(report_writer_named(format)->write(findings, &look, &to, &error), STATUS_OK);
	buffer_append_byte(&to, '\0');
	findings_free(findings);
	return (char *)to.data;
}

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("`%s` is not in:\n%s", part, text);
}

static void expect_none(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("`%s` is in:\n%s", part, text);
}

static void text_has_the_worst_first(void **state)
{
	(void)state;
	char *text = report("text", (struct report_options){ .width = 80 });
	static const char *const order[] = { "Summary",
					     "Plaintext credentials",
					     "CRED-01     [high]",
					     "TLS-01",
					     "FACE-01     [critical]",
					     "PERM-01",
					     "TLS-02",
					     "Legal basis" };
	const char *at = text;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		if (!at)
			fail_msg("%s is missing or out of order in:\n%s", order[i], text);
	}
	expect(text, "violation 1   indication 1   undetermined 1   conforms 1   not applicable 1");
	expect(text, "Basis     CSL 21\n");
	expect(text, "a b.pcap frame 3-4; 2 times");
	expect(text, "4 more\n");
	expect(text, "To settle Record longer.");
	expect(text, "CSL         Cybersecurity Law");
	expect_none(text, "snapped");
	expect(text, "limit 5\n            2 more\n");
	expect_none(text, "limit 6");
	expect_none(text, "\x1b");
	expect_none(text, "\xe2\x80\xae");
	free(text);
}

static void text_is_in_the_language_that_is_asked_for(void **state)
{
	(void)state;
	char *text = report("text", (struct report_options){ .language = LANGUAGE_ZH, .width = 80 });

	expect(text, "CRED-01     [高] 口令明文传输\n");
	expect(text, "明文传输口令凭据");
	expect(text, "Silent faces"); /* where a rule has no Chinese */
	free(text);
}

static void colours_only_where_they_are_asked_for(void **state)
{
	(void)state;
	char *text = report("text", (struct report_options){ .width = 80, .colour = true });

	expect(text, "\x1b[1;31mviolation\x1b[0m 1");
	free(text);
}

static void json_lines_keep_types_and_names(void **state)
{
	(void)state;
	char *text = report("jsonl", (struct report_options){ 0 });

	expect(text, "{\"kind\":\"device\",\"address\":\"192.168.8.20\",\"source\":\"inferred\"}\n");
	expect(text,
	       "{\"kind\":\"finding\",\"rule\":\"CRED-01\",\"family\":\"CRED\",\"severity\":\"high\","
	       "\"verdict\":\"violation\",\"title\":\"Password in clear\",\"title-zh\":\"口令明文传输\","
	       "\"reason\":\"A password was seen.\",\"remedy\":\"Use TLS.\","
	       "\"basis\":[{\"law\":\"CSL\",\"article\":\"21\",\"title\":\"Cybersecurity Law\"}],"
	       "\"evidence-total\":5,\"evidence\":[{\"kind\":\"credential\",\"scheme\":\"plain\",");
	expect(text, "\"port\":21,");
	expect(text, "\"frames\":[3,9],");
	expect(text, "\"origins\":[{\"input\":0,\"file\":\"a b.pcap\",\"frame\":3,\"last-frame\":4,");
	expect_none(text, "\xe2\x80\xae");
	free(text);
}

static void sarif_says_each_verdict_in_its_words(void **state)
{
	(void)state;
	char *text = report("sarif", (struct report_options){ 0 });

	expect(text, "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"probity\",");
	expect(text, "{\"ruleId\":\"CRED-01\",\"ruleIndex\":0,\"kind\":\"fail\",\"level\":\"error\","
		     "\"message\":{\"text\":\"Password in clear: A password was seen.\"},"
		     "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a%20b.pcap\","
		     "\"index\":0}},"
		     "\"logicalLocations\":[{\"name\":\"frame 3\",\"kind\":\"frame\"}]}]");
	expect(text, "\"ruleId\":\"FACE-01\",\"ruleIndex\":1,\"kind\":\"open\",\"level\":\"none\"");
	expect(text, "\"ruleId\":\"PERM-01\",\"ruleIndex\":2,\"kind\":\"pass\",\"level\":\"none\"");
	expect(text, "\"ruleId\":\"TLS-01\",\"ruleIndex\":3,\"kind\":\"review\",\"level\":\"none\"");
	expect(text, "\"ruleId\":\"TLS-02\",\"ruleIndex\":4,\"kind\":\"notApplicable\",\"level\":\"none\"");
	expect(text, "\"artifacts\":[{\"location\":{\"uri\":\"a%20b.pcap\"}}]");
	free(text);
}

static void xml_is_the_document_itself(void **state)
{
	(void)state;
	char *text = report("xml", (struct report_options){ .language = LANGUAGE_ZH });

	expect(text, "<finding rule=\"CRED-01\" family=\"CRED\" severity=\"high\" verdict=\"violation\">");
	free(text);
}

static void a_report_that_does_not_fit_is_an_error(void **state)
{
	(void)state;
	for (size_t i = 0; report_writers[i]; i++) {
		struct findings *findings = NULL;
		struct buffer to = buffer_of(100);
		struct report_options look = { .width = 80 };
		struct error error = { "" };

		assert_int_equal(
			findings_read(bytes_of(document), "test", PROBITY_SOURCE_DIR, &findings, &error),
			STATUS_OK);
		assert_int_not_equal(report_writers[i]->write(findings, &look, &to, &error), STATUS_OK);
		assert_true(error.message[0]);
		findings_free(findings);
		buffer_free(&to);
	}
}

static void only_content_is_called_open(void **state)
{
	static const struct evidence_attribute attributes[] = {
		{ "protocol", "http" },
		{ "host", "api.lock.example" },
		{ "cleartext", "yes" },
	};
	static const struct {
		const char *kind;
		bool open;
	} kinds[] = {
		{ "transmission", true },
		{ "credential", true },
		{ "tls", false },
		{ "coverage", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct evidence_item item = {
			.kind = kinds[i].kind,
			.attributes = attributes,
			.attribute_count = COUNT_OF(attributes),
		};
		struct buffer way = buffer_of(1024);

		evidence_way(&way, &item, LANGUAGE_EN);
		bool open = bytes_find(buffer_bytes(&way), BYTES("in clear")) != SIZE_MAX;

		assert_int_equal(open, kinds[i].open);
		buffer_free(&way);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_content_is_called_open),
		cmocka_unit_test(text_has_the_worst_first),
		cmocka_unit_test(text_is_in_the_language_that_is_asked_for),
		cmocka_unit_test(colours_only_where_they_are_asked_for),
		cmocka_unit_test(json_lines_keep_types_and_names),
		cmocka_unit_test(sarif_says_each_verdict_in_its_words),
		cmocka_unit_test(xml_is_the_document_itself),
		cmocka_unit_test(a_report_that_does_not_fit_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
