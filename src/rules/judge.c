/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts. In this order: does the rule apply; is what it cannot do without there; is it violated;
 * is something suspicious; does it hold. Whatever cannot be evaluated is undetermined. */
#include <stdlib.h>

#include <libxml/xpathInternals.h>

#include "base/limits.h"
#include "base/memory.h"
#include "rules/joins.h"
#include "rules/judging.h"

static void ignore_error(void *self, xmlErrorPtr told)
{
	(void)self;
	(void)told;
}

static enum answer evaluate(struct judging *judging, const struct rule_expression *expression,
			    xmlXPathObjectPtr *ret_object)
{
	xmlXPathContextPtr xpath = judging->xpath;

	xpath->node = (xmlNodePtr)xpath->doc;
	xpath->opCount = 0;
	xmlResetError(&xpath->lastError);
	xmlXPathObjectPtr object = xmlXPathCompiledEval(expression->compiled, xpath);

	if (!object) {
		int code = xpath->lastError.code;

		if (code == XML_ERR_NO_MEMORY || code == XML_XPATH_EXPRESSION_OK + XPATH_MEMORY_ERROR)
			judging->joins->failed = true;
		return xpath->opCount >= xpath->opLimit ? ANSWER_STOPPED : ANSWER_FAILED;
	}
	*ret_object = object;
	return ANSWER_YES;
}

static enum answer ask(struct judging *judging, const struct rule_expression *expression)
{
	xmlXPathObjectPtr object = NULL;
	enum answer answer = evaluate(judging, expression, &object);

	if (answer != ANSWER_YES)
		return answer;
	answer = xmlXPathCastToBoolean(object) ? ANSWER_YES : ANSWER_NO;
	xmlXPathFreeObject(object);
	return answer;
}

/* Elements that were selected, those of doubtful recognition apart: they never prove anything. */
struct selected {
	xmlXPathObjectPtr object;
	size_t certain, possible;
};

static bool is_possible(const xmlNode *node)
{
	return bytes_equal(element_text(node, "confidence"), BYTES("possible"));
}

static enum answer find(struct judging *judging, const struct rule_expression *expression,
			struct selected *ret_selected)
{
	struct selected selected = { .object = NULL };

	if (!expression->text)
		return ANSWER_NO;
	enum answer answer = evaluate(judging, expression, &selected.object);

	if (answer != ANSWER_YES)
		return answer;
	xmlNodeSetPtr set = selected.object->type == XPATH_NODESET ? selected.object->nodesetval : NULL;

	if (set)
		xmlXPathNodeSetSort(set);
	for (int i = 0; set && i < set->nodeNr; i++)
		(*(is_possible(set->nodeTab[i]) ? &selected.possible : &selected.certain))++;
	*ret_selected = selected;
	return selected.certain || selected.possible ? ANSWER_YES : ANSWER_NO;
}

/* Copies the first elements of a selection as the finding's evidence. */
static bool show(struct judging *judging, const struct selected *selected, bool possible,
		 struct finding *finding)
{
	size_t count = possible ? selected->possible : selected->certain;
	size_t shown = count < LIMIT_EVIDENCE_ITEMS ? count : LIMIT_EVIDENCE_ITEMS;
	struct evidence_item *items = arena_take(&judging->findings->arena, (shown + 1) * sizeof *items);
	xmlNodeSetPtr set = selected->object->nodesetval;

	if (!items)
		return false;
	for (int i = 0; i < set->nodeNr && finding->item_count < shown; i++)
		if (is_possible(set->nodeTab[i]) == possible &&
		    !findings_copy_item(judging->findings, set->nodeTab[i], &items[finding->item_count++]))
			return false;
	finding->items = items;
	finding->item_total = count;
	return true;
}

static const struct bilingual usual_reasons[VERDICT_TOTAL] = {
	[VERDICT_VIOLATION] = { "Observed contrary to the requirement.", "观察到与要求不符的事实。" },
	[VERDICT_INDICATION] = { "Suspicious, but what was seen does not prove it.",
				 "存在可疑情形，但所见证据不足以证明。" },
	[VERDICT_CONFORMS] = { "The requirement was exercised in what was captured, and it held.",
			       "该要求在所采集的证据中得到检验，且符合。" },
	[VERDICT_NOT_APPLICABLE] = { "The device has no function that this requirement is about.",
				     "设备不具有该要求所涉及的功能。" },
};

static const struct bilingual only_possible = { "What was recognised is only possibly the data in question.",
						"识别结果仅为可能，不足以认定。" };

static bool keep_reason(struct judging *judging, const struct bilingual *reason, struct finding *finding)
{
	finding->reason.en = findings_keep(judging->findings, bytes_of(reason->en));
	finding->reason.zh = findings_keep(judging->findings, bytes_of(reason->zh));
	return finding->reason.en && finding->reason.zh;
}

static bool conclude(struct judging *judging, const struct rule_expression *expression, enum verdict verdict,
		     struct finding *finding)
{
	finding->verdict = verdict;
	return keep_reason(
		judging, expression && expression->reason.en ? &expression->reason : &usual_reasons[verdict],
		finding);
}

static bool conclude_undetermined(struct judging *judging, const struct rule *rule, unsigned missing,
				  enum answer stopped, struct finding *finding)
{
	finding->verdict = VERDICT_UNDETERMINED;
	return reason_undetermined(judging, rule, missing, stopped, &finding->reason);
}

/* Violation, else indication. `*ret_decided`: one of them was found. `*stopped`: what went wrong. */
static bool look_for_faults(struct judging *judging, const struct rule *rule, struct finding *finding,
			    bool *ret_decided, enum answer *stopped)
{
	const struct rule_expression *violation = &rule->parts[PART_VIOLATION];
	const struct rule_expression *indication = &rule->parts[PART_INDICATION];
	struct selected faults = { .object = NULL }, hints = { .object = NULL };
	enum answer faulty = find(judging, violation, &faults);
	enum answer hinted = faulty == ANSWER_YES && faults.certain ? ANSWER_NO
								    : find(judging, indication, &hints);
	bool done = true;

	*ret_decided = true;
	*stopped = faulty > ANSWER_YES ? faulty : hinted > ANSWER_YES ? hinted : ANSWER_NO;
	if (faults.certain)
		done = show(judging, &faults, false, finding) &&
		       conclude(judging, violation, VERDICT_VIOLATION, finding);
	else if (hints.certain || hints.possible)
		done = show(judging, &hints, !hints.certain, finding) &&
		       conclude(judging, indication, VERDICT_INDICATION, finding);
	else if (faults.possible) {
		finding->verdict = VERDICT_INDICATION;
		done = show(judging, &faults, true, finding) && keep_reason(judging, &only_possible, finding);
	} else {
		*ret_decided = false;
	}
	xmlXPathFreeObject(faults.object);
	xmlXPathFreeObject(hints.object);
	return done;
}

static bool decide(struct judging *judging, const struct rule *rule, struct finding *finding)
{
	const struct rule_expression *applies = &rule->parts[PART_APPLIES];
	const struct rule_expression *conforms = &rule->parts[PART_CONFORMS];
	enum answer applying = applies->text ? ask(judging, applies) : ANSWER_YES;
	enum answer stopped = ANSWER_NO;
	bool decided = false;

	if (applying == ANSWER_NO && !(rule->applies_needs & ~judging->sections))
		return conclude(judging, applies, VERDICT_NOT_APPLICABLE, finding);
	if (applying != ANSWER_YES)
		return conclude_undetermined(judging, rule, rule->applies_needs & ~judging->sections,
					     applying, finding);
	if (rule->needs & ~judging->sections)
		return conclude_undetermined(judging, rule, rule->needs & ~judging->sections, ANSWER_NO,
					     finding);
	if (!look_for_faults(judging, rule, finding, &decided, &stopped))
		return false;
	if (decided)
		return true;
	if (stopped == ANSWER_NO && conforms->text && (!judging->incomplete || rule->despite_limits)) {
		enum answer holds = ask(judging, conforms);

		if (holds == ANSWER_YES)
			return conclude(judging, conforms, VERDICT_CONFORMS, finding);
		stopped = holds;
	}
	return conclude_undetermined(judging, rule, 0, stopped, finding);
}

static bool copy_bases(struct judging *judging, const struct rule *rule, struct finding *finding)
{
	struct basis *bases = arena_take(&judging->findings->arena, (rule->basis_count + 1) * sizeof *bases);

	if (!bases)
		return false;
	for (size_t i = 0; i < rule->basis_count; i++) {
		const struct basis *from = &rule->bases[i];

		bases[i] = (struct basis){
			.law = findings_keep(judging->findings, bytes_of(from->law)),
			.article = findings_keep(judging->findings, bytes_of(from->article)),
			.title_en = findings_keep(judging->findings, bytes_of(from->title_en)),
			.title_zh = findings_keep(judging->findings, bytes_of(from->title_zh)),
		};
		if (!bases[i].law || !bases[i].article || !bases[i].title_en || !bases[i].title_zh)
			return false;
	}
	finding->bases = bases;
	finding->basis_count = rule->basis_count;
	return true;
}

static bool copy_text(struct judging *judging, const struct bilingual *from, struct bilingual *to)
{
	to->en = findings_keep(judging->findings, bytes_of(from->en));
	to->zh = findings_keep(judging->findings, bytes_of(from->zh));
	return to->en && to->zh;
}

/* The value of $name: a parameter of the rule, else a set. */
static xmlXPathObjectPtr look_up_variable(void *self, const xmlChar *name, const xmlChar *space)
{
	const struct judging *judging = self;
	const struct rules *rules = judging->rules;

	(void)space;
	for (size_t i = 0; judging->rule && i < judging->rule->parameter_count; i++)
		if (xmlStrEqual(name, (const xmlChar *)judging->rule->parameters[i].name))
			return xmlXPathNewFloat(judging->rule->parameters[i].value);
	for (size_t i = 0; i < rules->set_count; i++)
		if (xmlStrEqual(name, (const xmlChar *)rules->sets[i].variable.name))
			return judging->sets[i] ? xmlXPathObjectCopy(judging->sets[i]) : NULL;
	return NULL;
}

/* Evaluates the sets, each with steps of its own. One that fails takes the rules that use it along. */
static bool evaluate_sets(struct judging *judging)
{
	size_t count = judging->rules->set_count;

	judging->sets = memory_new_array(count + 1, sizeof(xmlXPathObjectPtr));
	for (size_t i = 0; judging->sets && i < count; i++)
		if (evaluate(judging, &judging->rules->sets[i].expression, &judging->sets[i]) != ANSWER_YES)
			judging->sets[i] = NULL;
	return judging->sets && !judging->joins->failed;
}

static void free_sets(struct judging *judging)
{
	for (size_t i = 0; judging->sets && i < judging->rules->set_count; i++)
		xmlXPathFreeObject(judging->sets[i]);
	free(judging->sets);
}

static bool judge_rule(struct judging *judging, const struct rule *rule)
{
	struct finding *finding = findings_add(judging->findings);

	if (!finding)
		return false;
	judging->rule = rule;
	finding->rule = findings_keep(judging->findings, bytes_of(rule->id));
	finding->family = findings_keep(judging->findings, bytes_of(rule->family));
	finding->severity = rule->severity;
	return finding->rule && finding->family && copy_text(judging, &rule->title, &finding->title) &&
	       copy_text(judging, &rule->settle, &finding->settle) &&
	       copy_text(judging, &rule->remedy, &finding->remedy) && copy_bases(judging, rule, finding) &&
	       decide(judging, rule, finding) && !judging->joins->failed;
}

static bool judge_all(struct judging *judging, bool assumed_consent)
{
	bool done = judging->findings && judging->xpath &&
		    functions_register(judging->xpath, judging->joins) && facts_add(judging, assumed_consent);

	if (!done)
		return false;
	judging->xpath->error = ignore_error;
	judging->xpath->opLimit = LIMIT_RULE_STEPS;
	(void)xmlXPathContextSetCache(judging->xpath, 1, -1, 0);
	xmlXPathRegisterVariableLookup(judging->xpath, look_up_variable, judging);
	done = evaluate_sets(judging);
	for (size_t i = 0; i < judging->rules->count && done; i++)
		if (judging->rules->rules[i].selected)
			done = judge_rule(judging, &judging->rules->rules[i]);
	return done;
}

enum status rules_judge(const struct judge_options *options, xmlDocPtr evidence, xmlDocPtr case_document,
			struct findings **ret_findings, struct error *error)
{
	struct attached attached = { .case_root = NULL };
	struct judging judging = { .rules = options->rules };
	enum status status = attach(evidence, case_document, options->timeline, &attached, error);

	if (status != STATUS_OK)
		return status;
	judging.root = xmlDocGetRootElement(evidence);
	judging.sections = sections_of(attached.case_root);
	judging.incomplete = evidence_is_incomplete(judging.root);
	status = joins_new(evidence, options->rules->taxonomy, &judging.joins, error);
	if (status == STATUS_OK) {
		(void)xmlXPathOrderDocElems(evidence);
		judging.findings = findings_new();
		judging.xpath = xmlXPathNewContext(evidence);
		if (!judge_all(&judging, options->assumed_consent))
			status = error_no_memory(error);
	}
	free_sets(&judging);
	xmlXPathFreeContext(judging.xpath);
	joins_free(judging.joins);
	detach(&attached);
	if (status == STATUS_OK)
		*ret_findings = judging.findings;
	else
		findings_free(judging.findings);
	return status;
}
