/* SPDX-License-Identifier: Apache-2.0 */
/* Judging as a whole: the findings document and back, what judging leaves as it was, what it never
 * takes for conformity, and what hostile rules and evidence cost. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "base/limits.h"
#include "rules/document.h"
#include "rules/rules.h"

static struct taxonomy *taxonomy;
static struct rules *rules;

static int load(void **state)
{
	static const char *const data[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules" };
	struct error error = { "" };

	(void)state;
	if (taxonomy_load(data, 1, &taxonomy, &error) == STATUS_OK &&
	    rules_load(paths, 1, PROBITY_SOURCE_DIR, taxonomy, &rules, &error) == STATUS_OK)
		return 0;
	print_error("%s\n", error.message);
	return -1;
}

static int unload(void **state)
{
	(void)state;
	rules_free(rules);
	taxonomy_free(taxonomy);
	xmlCleanupParser();
	return 0;
}

static const char EVIDENCE[] =
	"<evidence version=\"1\">"
	"<inputs><input file=\"lock &amp; key.pcap\" format=\"pcap\"/></inputs>"
	"<transmissions>"
	"<transmission data=\"person.name\" value=\"王&lt;&quot;*\" host=\"api.lock.example\" "
	"scope=\"internet\" "
	"direction=\"sent\" cleartext=\"yes\" phase=\"before-consent\" consent=\"none\" "
	"confidence=\"certain\">"
	"<origin input=\"0\" file=\"lock &amp; key.pcap\" frame=\"12\" last-frame=\"15\"/></transmission>"
	"<transmission data=\"contact.mobile\" host=\"x.example\" scope=\"internet\" direction=\"sent\" "
	"phase=\"before-consent\" consent=\"none\" audited=\"no\"/>"
	"<transmission data=\"contact.email\" host=\"y.example\" scope=\"local\" direction=\"sent\" "
	"audited=\"no\"/>"
	"</transmissions>"
	"<coverages><coverage scope=\"internet\" direction=\"sent\" readable=\"900\"/></coverages>"
	"</evidence>";

static xmlDocPtr parse(const char *text)
{
	xmlDocPtr document = NULL;
	struct error error = { "" };

	if (document_parse(bytes_of(text), "test.xml", &document, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return document;
}

static struct findings *judge(const struct rules *by, xmlDocPtr evidence, xmlDocPtr own)
{
	struct judge_options options = { .rules = by, .data_dir = PROBITY_SOURCE_DIR };
	struct findings *findings = NULL;
	struct error error = { "" };

	if (rules_judge(&options, evidence, own, &findings, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return findings;
}

static struct buffer write_findings(const struct findings *findings)
{
	struct buffer text = buffer_of(LIMIT_DOCUMENT_SIZE);
	struct error error = { "" };

	assert_int_equal(findings_write_xml(findings, &text, &error), STATUS_OK);
	return text;
}

static const struct finding *finding_of(const struct findings *findings, const char *rule)
{
	for (size_t i = 0; i < findings_count(findings); i++)
		if (strcmp(findings_at(findings, i)->rule, rule) == 0)
			return findings_at(findings, i);
	fail_msg("no finding of %s", rule);
	return NULL;
}

static void reads_back_what_it_writes(void **state)
{
	xmlDocPtr evidence = parse(EVIDENCE);
	xmlDocPtr own = parse(
		"<case version=\"1\" id=\"a\"><device class=\"lock\"/><policy status=\"present\">"
		"<statement topic=\"retention\" present=\"no\">  kept &lt;for ever&gt; </statement>"
		"</policy></case>");
	struct findings *made = judge(rules, evidence, own), *read = NULL;
	struct buffer first = write_findings(made);
	struct error error = { "" };

	(void)state;
	if (findings_read(buffer_bytes(&first), "findings.xml", PROBITY_SOURCE_DIR, &read, &error) !=
	    STATUS_OK)
		fail_msg("%s", error.message);
	struct buffer second = write_findings(read);

	assert_int_equal(first.size, second.size);
	assert_memory_equal(first.data, second.data, first.size);
	const struct finding *finding = finding_of(read, "CONS-01");

	assert_int_equal(finding->verdict, VERDICT_VIOLATION);
	assert_int_equal(finding->item_total, 1);
	assert_int_equal(finding->items[0].origin_count, 1);
	assert_int_equal(finding->items[0].origins[0].frame, 12);
	assert_int_equal(finding->items[0].origins[0].last_frame, 15);
	assert_string_equal(finding->items[0].origins[0].file, "lock & key.pcap");
	assert_string_equal(finding->items[0].attributes[1].value, "王<\"*");
	finding = finding_of(read, "RULES-04");
	assert_string_equal(finding->items[0].attributes[2].name, "text");
	assert_string_equal(finding->items[0].attributes[2].value, "kept <for ever>");
	assert_true(findings_fail(read, SEVERITY_CRITICAL));
	buffer_free(&first);
	buffer_free(&second);
	findings_free(made);
	findings_free(read);
	xmlFreeDoc(own);
	xmlFreeDoc(evidence);
}

static void leaves_the_documents_as_they_were(void **state)
{
	xmlDocPtr evidence = parse(EVIDENCE);
	xmlDocPtr own = parse("<case version=\"1\"><device/></case>");
	xmlChar *before = NULL, *after = NULL;
	int before_size = 0, after_size = 0;

	(void)state;
	xmlDocDumpMemory(evidence, &before, &before_size);
	struct findings *first = judge(rules, evidence, own), *second = judge(rules, evidence, own);

	xmlDocDumpMemory(evidence, &after, &after_size);
	assert_string_equal(before, after);
	assert_true(xmlDocGetRootElement(own) != NULL);
	struct buffer one = write_findings(first), two = write_findings(second);

	assert_int_equal(one.size, two.size);
	assert_memory_equal(one.data, two.data, one.size);
	buffer_free(&one);
	buffer_free(&two);
	findings_free(first);
	findings_free(second);
	xmlFree(before);
	xmlFree(after);
	xmlFreeDoc(own);
	xmlFreeDoc(evidence);
}

/* Before eight o'clock nothing was agreed, from then on everything. */
static struct moment moment_of(const void *self, instant when)
{
	(void)self;
	return (struct moment){ when < INT64_C(1772352000) * INSTANT_SECOND ? "before-consent" : "consented",
				"none" };
}

static const char *consent_of(const void *self, instant when, struct bytes data)
{
	(void)self;
	(void)data;
	return when < INT64_C(1772352000) * INSTANT_SECOND ? "none" : "general";
}

static enum verdict timed_verdict(const char *first, const char *last, const struct timeline *timeline)
{
	char text[1024];
	xmlChar *before = NULL, *after = NULL;
	int size = 0;
	struct findings *findings = NULL;
	struct error error = { "" };
	struct judge_options options = { .rules = rules,
					 .data_dir = PROBITY_SOURCE_DIR,
					 .timeline = timeline };

	(void)snprintf(text, sizeof text,
		       "<evidence version=\"1\"><transmissions><transmission data=\"contact.mobile\" "
		       "scope=\"internet\" direction=\"sent\" phase=\"unknown\" consent=\"unknown\" "
		       "confidence=\"certain\" first=\"%s\" last=\"%s\"/></transmissions></evidence>",
		       first, last);
	xmlDocPtr evidence = parse(text);

	xmlDocDumpMemory(evidence, &before, &size);
	assert_int_equal(rules_judge(&options, evidence, NULL, &findings, &error), STATUS_OK);
	xmlDocDumpMemory(evidence, &after, &size);
	assert_string_equal(before, after);
	enum verdict verdict = finding_of(findings, "CONS-01")->verdict;

	xmlFree(before);
	xmlFree(after);
	findings_free(findings);
	xmlFreeDoc(evidence);
	return verdict;
}

static void puts_in_phases_where_the_case_came_later(void **state)
{
	static const char early[] = "2026-03-01T07:59:59Z", late[] = "2026-03-01T08:00:01Z";
	struct timeline timeline = { NULL, moment_of, consent_of };

	(void)state;
	assert_int_equal(timed_verdict(early, early, &timeline), VERDICT_VIOLATION);
	assert_int_equal(timed_verdict(late, late, &timeline), VERDICT_UNDETERMINED);
	assert_int_equal(timed_verdict(early, late, &timeline), VERDICT_UNDETERMINED);
	assert_int_equal(timed_verdict(early, early, NULL), VERDICT_UNDETERMINED);
}

static void finds_nothing_in_nothing(void **state)
{
	xmlDocPtr evidence = parse("<evidence version=\"1\"/>");
	struct findings *findings = judge(rules, evidence, NULL);

	(void)state;
	assert_int_equal(findings_count(findings), rules_count(rules));
	for (size_t i = 0; i < findings_count(findings); i++) {
		const struct finding *finding = findings_at(findings, i);

		if (finding->verdict != VERDICT_UNDETERMINED && finding->verdict != VERDICT_NOT_APPLICABLE)
			fail_msg("%s: %s", finding->rule, verdict_name(finding->verdict));
		assert_true(finding->reason.en && *finding->reason.en && finding->reason.zh &&
			    *finding->reason.zh);
		assert_true(finding->basis_count > 0);
	}
	assert_false(findings_fail(findings, SEVERITY_INFO));
	findings_free(findings);
	xmlFreeDoc(evidence);
}

static void refuses_what_is_no_evidence(void **state)
{
	struct judge_options options = { .rules = rules, .data_dir = PROBITY_SOURCE_DIR };
	struct findings *findings = NULL;
	struct error error = { "" };
	xmlDocPtr document = parse("<case version=\"1\"/>");

	(void)state;
	assert_int_equal(rules_judge(&options, document, NULL, &findings, &error), STATUS_FORMAT);
	assert_null(findings);
	xmlFreeDoc(document);
}

static void refuses_broken_findings(void **state)
{
	static const char *const broken[] = {
		"",
		"<findings version=\"1\">",
		"<findings version=\"2\"><facts/></findings>",
		"<findings version=\"1\"><facts/><finding/></findings>",
		("<findings version=\"1\"><facts/><finding rule=\"A\" family=\"A\" severity=\"high\" "
		 "verdict=\"illegal\"><title xml:lang=\"en\">A</title></finding></findings>"),
		"<!DOCTYPE findings><findings version=\"1\"><facts/></findings>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct findings *findings = NULL;
		struct error error = { "" };
		struct bytes text = hostile_copy(bytes_of(broken[i]));

		assert_int_equal(findings_read(text, "f.xml", PROBITY_SOURCE_DIR, &findings, &error),
				 STATUS_FORMAT);
		assert_non_null(strstr(error.message, "f.xml"));
		hostile_free(text);
	}
}

/* Evidence of many observations, of which all could be about anything. */
static xmlDocPtr many(size_t count)
{
	struct buffer text = buffer_of(LIMIT_DOCUMENT_SIZE);

	(void)buffer_append_text(&text, "<evidence version=\"1\"><transmissions>");
	for (size_t i = 0; i < count; i++)
		(void)buffer_append_format(
			&text,
			"<transmission data=\"%s\" host=\"h%zu.example\" scope=\"internet\" "
			"direction=\"sent\" "
			"cleartext=\"yes\" phase=\"consented\" consent=\"general\" confidence=\"certain\" "
			"count=\"1\" "
			"first=\"2026-03-01T08:00:00Z\" last=\"2026-03-01T08:00:00Z\"><origin input=\"0\" "
			"file=\"a.pcap\" frame=\"%zu\" flow=\"f\"/></transmission>",
			i % 3 ? "contact.mobile" : "location.precise", i, i);
	(void)buffer_append_text(&text, "</transmissions></evidence>");
	assert_true(buffer_append_byte(&text, 0));
	xmlDocPtr document = parse((const char *)text.data);

	buffer_free(&text);
	return document;
}

static void shows_a_few_of_many_and_counts_all(void **state)
{
	xmlDocPtr evidence = many(300);
	struct findings *findings = judge(rules, evidence, NULL);
	const struct finding *finding = finding_of(findings, "WIRE-02");

	(void)state;
	assert_int_equal(finding->verdict, VERDICT_VIOLATION);
	assert_int_equal(finding->item_total, 300);
	assert_int_equal(finding->item_count, LIMIT_EVIDENCE_ITEMS);
	findings_free(findings);
	xmlFreeDoc(evidence);
}

/* A rule with this violation, alone; the caller frees. */
static struct rules *rule_of(const char *violation)
{
	struct buffer text = buffer_of(4096);
	char path[] = "test-rules-XXXXXX";
	int descriptor = mkstemp(path);
	const char *paths[] = { path };
	struct rules *made = NULL;
	struct error error = { "" };

	assert_true(buffer_append_format(
		&text,
		"<rules><instrument id=\"L\"><title xml:lang=\"en\">L</title><title "
		"xml:lang=\"zh\">法</title></instrument>"
		"<rule id=\"OWN-01\" severity=\"high\"><title xml:lang=\"en\">T</title><title "
		"xml:lang=\"zh\">题</title>"
		"<requirement xml:lang=\"en\">R</requirement><requirement "
		"xml:lang=\"zh\">求</requirement><basis law=\"L\"/>"
		"<violation select=\"%s\"/><conforms test=\"true()\"/>"
		"<settle xml:lang=\"en\">S</settle><settle xml:lang=\"zh\">定</settle>"
		"<remedy xml:lang=\"en\">M</remedy><remedy xml:lang=\"zh\">改</remedy></rule></rules>",
		violation));
	assert_true(descriptor >= 0 && write(descriptor, text.data, text.size) == (ssize_t)text.size);
	close(descriptor);
	buffer_free(&text);
	if (rules_load(paths, 1, PROBITY_SOURCE_DIR, taxonomy, &made, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	unlink(path);
	return made;
}

static void stops_a_rule_that_compares_all_with_all(void **state)
{
	struct rules *slow = rule_of(
		"/evidence/transmissions/transmission[@host = "
		"/evidence/transmissions/transmission[@phase='refused' or @phase='deleted']/@host]");
	xmlDocPtr evidence = many(10000);
	struct findings *findings = judge(slow, evidence, NULL);

	(void)state;
	assert_int_equal(findings_at(findings, 0)->verdict, VERDICT_UNDETERMINED);
	assert_non_null(strstr(findings_at(findings, 0)->reason.en, "stopped"));
	findings_free(findings);
	xmlFreeDoc(evidence);
	rules_free(slow);
}

/* A place is sensitive under the standard, which names it, and not under the law, which does not. */
static void asks_how_a_regime_classes_data(void **state)
{
	static const struct {
		const char *violation;
		size_t total;
	} cases[] = {
		{ "/evidence/transmissions/transmission[p:sensitive-under(@data, 'GB/T 45574-2025')]", 3 },
		{ "/evidence/transmissions/transmission[p:sensitive-under(@data, 'PIPL-28')]", 0 },
		{ "/evidence/transmissions/transmission[p:sensitive(@data)]", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rules *own = rule_of(cases[i].violation);
		xmlDocPtr evidence = many(9);
		struct findings *findings = judge(own, evidence, NULL);

		assert_int_equal(findings_at(findings, 0)->item_total, cases[i].total);
		findings_free(findings);
		xmlFreeDoc(evidence);
		rules_free(own);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_back_what_it_writes),
		cmocka_unit_test(leaves_the_documents_as_they_were),
		cmocka_unit_test(puts_in_phases_where_the_case_came_later),
		cmocka_unit_test(finds_nothing_in_nothing),
		cmocka_unit_test(refuses_what_is_no_evidence),
		cmocka_unit_test(refuses_broken_findings),
		cmocka_unit_test(shows_a_few_of_many_and_counts_all),
		cmocka_unit_test(stops_a_rule_that_compares_all_with_all),
		cmocka_unit_test(asks_how_a_regime_classes_data),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
