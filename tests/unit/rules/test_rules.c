/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rules: what is wrong in a rule file is told with file, line and what was expected. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "rules/document.h"
#include "rules/functions.h"
#include "rules/rule.h"

static struct taxonomy *taxonomy;

static int load(void **state)
{
	static const char *const data[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct error error = { "" };

	(void)state;
	if (taxonomy_load(data, 1, &taxonomy, &error) == STATUS_OK)
		return 0;
	print_error("%s\n", error.message);
	return -1;
}

static int unload(void **state)
{
	(void)state;
	taxonomy_free(taxonomy);
	xmlCleanupParser();
	return 0;
}

static enum status load_text(const char *text, struct rules **ret_rules, struct error *error)
{
	char path[] = "test-rules-XXXXXX";
	int descriptor = mkstemp(path);
	const char *paths[] = { path };

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	close(descriptor);
	enum status status = rules_load(paths, 1, PROBITY_SOURCE_DIR, taxonomy, ret_rules, error);

	unlink(path);
	return status;
}

/* A file with one rule, whose parts are given. */
static void compose(char *to, size_t size, const char *title_zh, const char *basis, const char *violation,
		    const char *conforms)
{
	(void)snprintf(
		to, size,
		"<rules>\n"
		"<instrument id=\"LAW\"><title xml:lang=\"en\">Law</title><title "
		"xml:lang=\"zh\">法</title></instrument>\n"
		"<rule id=\"TEST-01\" severity=\"high\">\n"
		"<title xml:lang=\"en\">Title</title>%s\n"
		"<requirement xml:lang=\"en\">R</requirement><requirement xml:lang=\"zh\">求</requirement>\n"
		"<basis law=\"%s\" article=\"1\"/>\n"
		"<parameter name=\"most\" value=\"3.5\"/>\n"
		"<violation select=\"%s\"/>\n"
		"<conforms test=\"%s\"/>\n"
		"<settle xml:lang=\"en\">S</settle><settle xml:lang=\"zh\">定</settle>\n"
		"<remedy xml:lang=\"en\">M</remedy><remedy xml:lang=\"zh\">改</remedy>\n"
		"</rule>\n</rules>\n",
		title_zh, basis, violation, conforms);
}

static const char TITLE_ZH[] = "<title xml:lang=\"zh\">题</title>";
static const char CLEAR[] = "/evidence/transmissions/transmission[@cleartext='no']";

static void accept(const char *violation, const char *conforms)
{
	char text[4096];
	struct rules *rules = NULL;
	struct error error = { "" };

	compose(text, sizeof text, TITLE_ZH, "LAW", violation, conforms);
	if (load_text(text, &rules, &error) != STATUS_OK)
		fail_msg("%s\n%s", violation, error.message);
	rules_free(rules);
}

static void reject(const char *violation, const char *conforms, const char *expected)
{
	char text[4096];
	struct rules *rules = NULL;
	struct error error = { "" };

	compose(text, sizeof text, TITLE_ZH, "LAW", violation, conforms);
	if (load_text(text, &rules, &error) == STATUS_OK)
		fail_msg("accepted: %s / %s", violation, conforms);
	if (!strstr(error.message, expected))
		fail_msg("%s / %s: said \"%s\", not \"%s\"", violation, conforms, error.message, expected);
	assert_null(rules);
}

static void accepts_what_xpath_allows(void **state)
{
	static const char *const good[] = {
		"/evidence/transmissions/transmission[@scope='internet'][2]",
		"/evidence/*/*[@scope='internet']",
		"//transmission[@data='contact.mobile']/..",
		"(/evidence/transmissions/transmission | /evidence/credentials/credential)[@host]",
		"/evidence/transmissions/transmission[count(origin) > 1 and @count * 2 - 1 >= $most]",
		"/evidence/transmissions/transmission[origin/@frame div 2 = 3 or not(origin)]",
		"/evidence/case/policy/statement[contains(., 'x') and @present='no']",
		"/evidence/case/device/function[starts-with(@name, 'face')]/parent::device",
		"/evidence/transmissions/transmission[ancestor::evidence]",
		"/child::evidence/child::services/service[attribute::gave = &quot;shell&quot;]",
		"/evidence/transmissions/transmission[p:seconds(@first) > .5 and -@count &lt; 0]",
		"/evidence/case/claims/claim[text()]",
		"/evidence/transmissions/transmission[p:is-a(@data, 'contact')][position() = last()]",
		"/evidence/transmissions/transmission[p:sensitive-under(@data, 'GB/T 45574-2025')]",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		accept(good[i], "p:captured('refused') and $most != 3");
}

static void rejects_names_that_do_not_exist(void **state)
{
	static const struct {
		const char *violation, *expected;
	} bad[] = {
		{ "/evidence/transmissions/transmission[@encripted='no']", "has no attribute @encripted" },
		{ "/evidence/transmissions/transmission[@claertext='no']", "did you mean @cleartext" },
		{ "/evidence/transmissions/transmision", "did you mean transmission" },
		{ "/evidence/transmission", "did you mean transmissions" },
		{ "/evidence/tls", "it stands in tls-sessions" },
		{ "/evidence/coverages/coverage[@data='contact.mobile']", "coverage has no attribute @data" },
		{ "/evidence/*/*[@encripted]", "no attribute @encripted" },
		{ "//encripted", "no element encripted" },
		{ "/evidence/case/device/functoin", "did you mean function" },
		{ "/evidence/case/timeline/event[@tpye='consent']", "did you mean @type" },
		{ "/evidence/transmissions/transmission[@data='contact.mobil']",
		  "no data type of rules/data" },
		{ "/evidence/transmissions/transmission[@data='contact']", "p:is-a" },
		{ "/evidence/transmissions/transmission[p:is-a(@data, 'biometrics')]",
		  "no data type 'biometrics'" },
		{ "/evidence/transmissions/transmission[p:sensitive-under(@data, 'PIPL-29')]",
		  "is classed by 'PIPL-29'" },
		{ "/evidence/transmissions/transmission[starts-with(@data, 'bio')]", "p:is-a" },
		{ "/evidence/transmissions/transmission[@category='secret']", "which no data type has" },
		{ "/evidence/transmissions/transmission[@scope='wan']", "one of: internet local" },
		{ "/evidence/transmissions/transmission['wan'=@scope]", "one of: internet local" },
		{ "/evidence/transmissions/transmission[@cleartext='true']", "one of: yes no" },
		{ "/evidence/transmissions/transmission[contains(@phase, 'before')]",
		  "compare it with whole words" },
		{ "/evidence/case/timeline/event[@type='consented']", "is never 'consented'" },
		{ "/evidence/case/device/sensor[@type='mic']", "is never 'mic'" },
		{ "/evidence/transmissions/transmission[p:isa(@data, 'contact')]", "no function p:isa()" },
		{ "/evidence/transmissions/transmission[lower-case(@host)='a']", "no function lower-case()" },
		{ "/evidence/transmissions/transmission[p:consented(., 'seperate')]",
		  "is not one of: general" },
		{ "/evidence/transmissions/transmission[not(p:consented(., 'separate'))]",
		  "ask p:unconsented" },
		{ "/evidence/transmissions/transmission[p:captured('befor-consent')]", "'befor-consent'" },
		{ "/evidence/transmissions/transmission[p:exercised('idel')]", "'idel'" },
		{ "/evidence/transmissions/transmission[p:sensor('mic')]", "is not one of: camera" },
		{ "/evidence/transmissions/transmission[@count > $least]", "no set $least" },
		{ "/evidence/transmissions/transmission[@protocol='htpp']", "one of: tls http" },
		{ "/evidence/tls-sessions/tls[@weakness='suite-rc4']", "ask p:word" },
		{ "/evidence/tls-sessions/tls[p:word(@weakness, 'suite-rc5')]", "never holds 'suite-rc5'" },
		{ "/evidence/transmissions/transmission[p:host-role(.) = 'thirdparty']", "first-party" },
		{ "/evidence/case/timeline/event[contains(@covers, 'biometrics')]",
		  "no data type 'biometrics'" },
		{ "/evidence/transmissions/transmission[@port = 'http']", "is a number" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		reject(bad[i].violation, "true()", bad[i].expected);
}

static void rejects_expressions_that_cannot_mean_it(void **state)
{
	static const struct {
		const char *violation, *conforms, *expected;
	} bad[] = {
		{ "/evidence/transmissions/transmission[@first > @last]", "true()", "p:seconds(@first)" },
		{ "/evidence/transmissions/transmission[@host > 3]", "true()", "is no number" },
		{ "/evidence/transmissions/transmission[@scope", "true()", "expected \"]\"" },
		{ "/evidence/transmissions/transmission[@scope='internet]", "true()", "does not end" },
		{ "/evidence/transmissions/transmission]", "true()", "did not expect \"]\"" },
		{ "count(/evidence/transmissions/transmission)", "true()", "must select elements" },
		{ "/evidence/transmissions/transmission/@host", "true()", "must select elements" },
		{ "/evidence/transmissions/transmission/@host/..", "true()", "only elements" },
		{ "/evidence/transmissions/transmission[following::coverage]", "true()", "axis following" },
		{ "/evidence/transmissions/transmission[@*='x']", "true()", "no @*" },
		{ "/evidence/transmissions/transmission[p:is-a(@data)]", "true()",
		  "1 arguments instead of 2" },
		{ "/evidence/transmissions/transmission[p:is-a(@data, @host)]", "true()", "quoted word" },
		{ "/evidence/transmissions/transmission[p:consented(@data, 'general')]", "true()",
		  "asked of elements" },
		{ "/evidence/transmissions/transmission[p:is-a(., 'contact')]", "true()",
		  "asked of an attribute" },
		{ "/evidence/transmissions/transmission[p:is-a(@data, 'contact') = 1]", "true()",
		  "compared with =" },
		{ "/evidence/transmissions/transmission['contact']", "true()", "always true" },
		{ "/evidence/transmissions/transmission[document('x')]", "true()", "no function document()" },
		{ CLEAR, "'yes'", "always true" },
		{ CLEAR, "count(3)", "asked of elements" },
		{ CLEAR, "not(", "expected a step" },
		{ CLEAR, "", "not as the schema says" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		reject(bad[i].violation, bad[i].conforms, bad[i].expected);
}

/* A protocol that is decoded must be one that rules can ask for. */
static void knows_every_decoded_protocol(void **state)
{
#define APP_DECODER(name) #name,
	static const char *const decoded[] = {
#include "protocol/app_decoders.h"
	};
#undef APP_DECODER
	char expression[128];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(decoded); i++) {
		(void)snprintf(expression, sizeof expression,
			       "/evidence/transmissions/transmission[@protocol='%s']", decoded[i]);
		for (char *at = strchr(expression, '_'); at; at = strchr(at, '_'))
			*at = '-';
		accept(expression, "true()");
	}
}

static void names_file_line_and_rule(void **state)
{
	char text[4096];
	struct rules *rules = NULL;
	struct error error = { "" };

	(void)state;
	compose(text, sizeof text, TITLE_ZH, "LAW", "/evidence/transmissions/transmission[@encripted]",
		"true()");
	assert_int_equal(load_text(text, &rules, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, ":8: rule TEST-01, violation: "));
}

static void rejects_wrong_documents(void **state)
{
	static const struct {
		const char *text, *expected;
	} bad[] = {
		{ "", "not well-formed" },
		{ "<rules>", "not well-formed" },
		{ "<evidence/>", "not as the schema says" },
		{ "<!DOCTYPE rules [<!ENTITY x \"y\">]><rules/>", "document type" },
		{ "<rules><rule/></rules>", "not as the schema says" },
		{ "<rules>\n<profile name=\"a\"><title xml:lang=\"en\">A</title></profile></rules>", ":2: " },
		{ "<rules><profile name=\"a\"><title xml:lang=\"en\">A</title><title "
		  "xml:lang=\"en\">A</title>"
		  "</profile></rules>",
		  "a second <title>" },
		{ "<rules><instrument id=\"A\"><title xml:lang=\"en\">A</title><title "
		  "xml:lang=\"zh\">甲</title>"
		  "</instrument><instrument id=\"A\"><title xml:lang=\"en\">A</title><title "
		  "xml:lang=\"zh\">甲</title>"
		  "</instrument></rules>",
		  "defined twice" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct rules *rules = NULL;
		struct error error = { "" };

		assert_int_equal(load_text(bad[i].text, &rules, &error), STATUS_FORMAT);
		if (!strstr(error.message, bad[i].expected))
			fail_msg("%s: said \"%s\"", bad[i].text, error.message);
	}
}

static void rejects_rules_that_lack_something(void **state)
{
	char text[4096], twice[8192];
	struct rules *rules = NULL;
	struct error error = { "" };

	(void)state;
	compose(text, sizeof text, "", "LAW", CLEAR, "true()");
	assert_int_equal(load_text(text, &rules, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, "has no <title xml:lang=\"zh\">"));

	compose(text, sizeof text, TITLE_ZH, "OTHER", CLEAR, "true()");
	assert_int_equal(load_text(text, &rules, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, "no <instrument id=\"OTHER\">"));

	compose(text, sizeof text, TITLE_ZH, "LAW", CLEAR, "true()");
	char *rule = strstr(text, "<rule ");

	(void)snprintf(twice, sizeof twice, "%.*s%.*s%s", (int)(rule - text), text,
		       (int)(strstr(text, "</rules>") - rule), rule, rule);
	assert_int_equal(load_text(twice, &rules, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, "TEST-01 is also at"));
}

static void selects_profiles(void **state)
{
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules" };
	static const char *const lock[] = { "lock" }, *const none[] = { "lokc" }, *const all[] = { "all" };
	struct rules *rules = NULL;
	struct error error = { "" };

	(void)state;
	assert_int_equal(rules_load(paths, 1, PROBITY_SOURCE_DIR, taxonomy, &rules, &error), STATUS_OK);
	size_t count = rules_count(rules);

	assert_true(count >= 40);
	assert_int_equal(rules_select(rules, lock, 1, &error), STATUS_OK);
	assert_true(rules_count(rules) > 10 && rules_count(rules) < count);
	for (size_t i = 0; i < rules_count(rules); i++) {
		struct rule_summary summary;

		rules_summary(rules, i, &summary);
		assert_non_null(strstr(summary.profiles, "lock"));
	}
	assert_int_equal(rules_select(rules, all, 1, &error), STATUS_OK);
	assert_int_equal(rules_count(rules), count);
	assert_int_equal(rules_select(rules, none, 1, &error), STATUS_USAGE);
	assert_non_null(strstr(error.message, "miit-terminal"));
	rules_free(rules);
}

/* The manual page as text. Freed with buffer_free(). */
static struct buffer read_page(void)
{
	struct buffer page = buffer_of(1 << 20);
	FILE *file = fopen(PROBITY_SOURCE_DIR "/man/probity-rules.5", "r");
	char line[1024];

	assert_non_null(file);
	while (fgets(line, sizeof line, file))
		assert_true(buffer_append_text(&page, line));
	fclose(file);
	assert_true(buffer_append_byte(&page, 0));
	return page;
}

static void manual_explains_every_function_and_need(void **state)
{
	struct buffer page = read_page();
	char wanted[200];

	(void)state;
	for (enum function i = 0; i < FUNCTION_TOTAL; i++) {
		(void)snprintf(wanted, sizeof wanted, ".It Li p:%s Ns", function_declarations[i].name);
		if (!strstr((const char *)page.data, wanted))
			fail_msg("probity-rules(5) does not explain p:%s()", function_declarations[i].name);
	}
	for (unsigned i = 0; i < SECTION_TOTAL; i++) {
		(void)snprintf(wanted, sizeof wanted, ".It Ic %s\n", section_names[i]);
		if (!strstr((const char *)page.data, wanted))
			fail_msg("probity-rules(5) does not explain needs=\"%s\"", section_names[i]);
	}
	buffer_free(&page);
}

/* Undoes the escape of roff for an apostrophe. */
static void unescape(const char *from, const char *end, struct buffer *to)
{
	while (from < end) {
		if (strncmp(from, "\\(aq", 4) == 0) {
			assert_true(buffer_append_byte(to, '\''));
			from += 4;
		} else {
			assert_true(buffer_append_byte(to, (uint8_t)*from++));
		}
	}
	assert_true(buffer_append_byte(to, 0));
}

static enum verdict verdict_of(const struct rules *rules, const char *country)
{
	char text[1024];
	xmlDocPtr evidence = NULL, own = NULL;
	struct findings *findings = NULL;
	struct error error = { "" };
	struct judge_options options = { .rules = rules, .data_dir = PROBITY_SOURCE_DIR };

	assert_int_equal(
		document_parse(BYTES("<evidence version=\"1\"><transmissions><transmission "
				     "data=\"contact.mobile\" host=\"a.x.example\" scope=\"internet\" "
				     "direction=\"sent\" confidence=\"likely\"/></transmissions></evidence>"),
			       "e", &evidence, &error),
		STATUS_OK);
	(void)snprintf(
		text, sizeof text,
		"<case version=\"1\"><device/><declared><endpoint host=\"*.x.example\" country=\"%s\"/>"
		"</declared></case>",
		country);
	assert_int_equal(document_parse(bytes_of(text), "c", &own, &error), STATUS_OK);
	assert_int_equal(rules_judge(&options, evidence, own, &findings, &error), STATUS_OK);
	assert_int_equal(findings_count(findings), 1);
	enum verdict verdict = findings_at(findings, 0)->verdict;

	findings_free(findings);
	xmlFreeDoc(own);
	xmlFreeDoc(evidence);
	return verdict;
}

static void example_of_the_manual_works(void **state)
{
	struct buffer page = read_page(), example = buffer_of(1 << 16);
	const char *from = strstr((const char *)page.data, "\n<rules>");
	const char *end = from ? strstr(from, "\n.Ed") : NULL;
	struct rules *rules = NULL;
	struct error error = { "" };

	(void)state;
	assert_non_null(end);
	unescape(from + 1, end, &example);
	if (load_text((const char *)example.data, &rules, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	assert_int_equal(verdict_of(rules, "SG"), VERDICT_VIOLATION);
	assert_int_equal(verdict_of(rules, "CN"), VERDICT_CONFORMS);
	rules_free(rules);
	buffer_free(&page);
	buffer_free(&example);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_what_xpath_allows),
		cmocka_unit_test(rejects_names_that_do_not_exist),
		cmocka_unit_test(rejects_expressions_that_cannot_mean_it),
		cmocka_unit_test(knows_every_decoded_protocol),
		cmocka_unit_test(names_file_line_and_rule),
		cmocka_unit_test(rejects_wrong_documents),
		cmocka_unit_test(rejects_rules_that_lack_something),
		cmocka_unit_test(selects_profiles),
		cmocka_unit_test(manual_explains_every_function_and_need),
		cmocka_unit_test(example_of_the_manual_works),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
