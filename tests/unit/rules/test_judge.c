/* SPDX-License-Identifier: Apache-2.0 */
/* Every file of tests/golden/rules/<rule>/ is judged; the start of its name is the verdict it must
 * come to. Every shipped rule must be seen violated (or indicated) and conforming there. */
#include "hostile.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include <libxml/parser.h>

#include "rules/document.h"
#include "rules/rules.h"
#include "rules/vocabulary.h"

static struct taxonomy *taxonomy;
static struct rules *rules;
static struct vocabulary *vocabulary;

static int load(void **state)
{
	static const char *const data[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules" };
	struct error error = { "" };

	(void)state;
	enum status status = taxonomy_load(data, 1, &taxonomy, &error);

	if (status == STATUS_OK)
		status = vocabulary_load(PROBITY_SOURCE_DIR "/schemas/case.rng", &vocabulary, &error);
	if (status != STATUS_OK ||
	    rules_load(paths, 1, PROBITY_SOURCE_DIR, taxonomy, &rules, &error) != STATUS_OK) {
		print_error("%s\n", error.message);
		return -1;
	}
	return 0;
}

static int unload(void **state)
{
	(void)state;
	rules_free(rules);
	vocabulary_free(vocabulary);
	taxonomy_free(taxonomy);
	xmlCleanupParser();
	return 0;
}

/* Takes the <case> out of a golden document: it comes as a document of its own. */
static xmlDocPtr split_case(xmlDocPtr document)
{
	xmlNodePtr node = xmlDocGetRootElement(document)->children;

	while (node && !xmlStrEqual(node->name, (const xmlChar *)"case"))
		node = node->next;
	if (!node)
		return NULL;
	xmlDocPtr own = xmlNewDoc((const xmlChar *)"1.0");

	xmlDocSetRootElement(own, xmlDocCopyNode(node, own, 1));
	xmlUnlinkNode(node);
	xmlFreeNode(node);
	return own;
}

/* Golden documents may only say what can be observed, in the words that are used for it. */
static int check_names(const struct element_set *among, const xmlNode *node, const char *path)
{
	struct element_set own = vocabulary_named(vocabulary, among, bytes_of((const char *)node->name));
	struct element_set below = vocabulary_children(vocabulary, &own);
	int wrong = 0;
	size_t element = 0;

	while (element < vocabulary->count && !element_set_has(&own, element))
		element++;
	if (element == vocabulary->count) {
		print_error("%s: there is no %s here\n", path, (const char *)node->name);
		return 1;
	}
	for (const xmlAttr *at = node->properties; at; at = at->next) {
		const struct known_attribute *known = vocabulary_attribute(vocabulary, element,
									   bytes_of((const char *)at->name));
		struct bytes value = bytes_of((const char *)at->children->content);

		if (!known || (known->words && !known->list && !words_have(known->words, value))) {
			print_error("%s: %s %s=%s\n", path, (const char *)node->name, (const char *)at->name,
				    (const char *)value.data);
			wrong++;
		} else if (strcmp(known->name, "data") == 0 &&
			   kind_by_element((const char *)node->name) != KIND_TOTAL &&
			   !taxonomy_type(taxonomy, (const char *)value.data)) {
			print_error("%s: no data type %s\n", path, (const char *)value.data);
			wrong++;
		}
	}
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			wrong += check_names(&below, child, path);
	return wrong;
}

static int check_document(const char *path, xmlDocPtr document)
{
	struct element_set root = { { 0 } };

	element_set_add(&root, 0);
	root = vocabulary_children(vocabulary, &root);
	return check_names(&root, xmlDocGetRootElement(document), path);
}

static const struct finding *finding_of(const struct findings *findings, const char *rule)
{
	for (size_t i = 0; i < findings_count(findings); i++)
		if (strcmp(findings_at(findings, i)->rule, rule) == 0)
			return findings_at(findings, i);
	return NULL;
}

static void judge_file(const char *rule, const char *path, enum verdict *ret_verdict, char *ret_reason,
		       size_t size)
{
	struct error error = { "" };
	struct findings *findings = NULL;
	xmlDocPtr evidence = NULL;
	struct judge_options options = { .rules = rules, .data_dir = PROBITY_SOURCE_DIR };

	if (document_load(path, &evidence, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	if (check_document(path, evidence))
		fail_msg("%s says what nobody can observe", path);
	xmlDocPtr own = split_case(evidence);

	if (rules_judge(&options, evidence, own, &findings, &error) != STATUS_OK)
		fail_msg("%s: %s", path, error.message);
	const struct finding *finding = finding_of(findings, rule);

	if (!finding)
		fail_msg("%s: there is no rule %s", path, rule);
	*ret_verdict = finding->verdict;
	(void)snprintf(ret_reason, size, "%s", finding->reason.en);
	findings_free(findings);
	xmlFreeDoc(own);
	xmlFreeDoc(evidence);
}

static bool is_expected(struct bytes name, enum verdict verdict)
{
	if (bytes_start_with(name, BYTES("look-alike")))
		return verdict != VERDICT_VIOLATION && verdict != VERDICT_INDICATION;
	return bytes_start_with(name, bytes_of(verdict_name(verdict)));
}

struct seen {
	bool faulty, holds, alike;
};

static int walk_rule(const char *rule, struct seen *seen)
{
	char path[600];
	int wrong = 0;

	(void)snprintf(path, sizeof path, PROBITY_SOURCE_DIR "/tests/golden/rules/%s", rule);
	DIR *folder = opendir(path);

	for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
		enum verdict verdict;
		char reason[600];

		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof path, PROBITY_SOURCE_DIR "/tests/golden/rules/%s/%s", rule,
			       entry->d_name);
		judge_file(rule, path, &verdict, reason, sizeof reason);
		seen->faulty = seen->faulty || verdict == VERDICT_VIOLATION || verdict == VERDICT_INDICATION;
		seen->holds = seen->holds || verdict == VERDICT_CONFORMS;
		seen->alike = seen->alike || entry->d_name[0] == 'l';
		if (!is_expected(bytes_of(entry->d_name), verdict)) {
			print_error("%s/%s: %s (%s)\n", rule, entry->d_name, verdict_name(verdict), reason);
			wrong++;
		}
	}
	if (folder)
		closedir(folder);
	return wrong;
}

static void judges_golden_documents_as_their_names_say(void **state)
{
	int wrong = 0;
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < rules_count(rules); i++) {
		struct rule_summary summary;

		rules_summary(rules, i, &summary);
		seen = (struct seen){ false, false, false };
		wrong += walk_rule(summary.id, &seen);
		if (!seen.faulty || !seen.holds || !seen.alike) {
			print_error("%s: never seen%s%s%s in tests/golden/rules\n", summary.id,
				    seen.faulty ? "" : " violated", seen.holds ? "" : " conforming",
				    seen.alike ? "" : " with a look-alike");
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_golden_documents_as_their_names_say),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
