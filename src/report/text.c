/* SPDX-License-Identifier: Apache-2.0 */
/* The report for people: what was audited, the counts and the headlines, then the findings grouped by
 * verdict, worst first. Nothing from the wire reaches a terminal unclean. */
#include "base/text.h"
#include "base/memory.h"
#include "report/evidence_text.h"
#include "report/json.h"
#include "report/layout.h"
#include "report/messages.h"

#include <inttypes.h>
#include <stdlib.h>

/* Further items of evidence stand in the other formats. */
enum { MOST_ITEMS = 3, MOST_FACTS = 5 }; /* facts: of one kind */

enum { LABEL_COLUMN = 12, EVIDENCE_COLUMN = 14, LAW_COLUMN = 14, HEADLINE_COLUMN = 46, LINE_SIZE = 16 << 10 };

/* The four questions of the regulators' practice, and the families of rules that answer them. */
static const struct headline {
	const char *title, *families[3];
} headlines[] = {
	{ N_("Personal data to the cloud without consent"), { "CONS", "WIRE" } },
	{ N_("Plaintext credentials"), { "CRED" } },
	{ N_("Missing permission control"), { "PERM" } },
	{ N_("Silent face collection"), { "FACE" } },
};

static const struct {
	const char *name, *group, *colour;
} verdicts[VERDICT_TOTAL] = {
	[VERDICT_VIOLATION] = { N_("violation"), N_("Violations"), "1;31" },
	[VERDICT_INDICATION] = { N_("indication"), N_("Indications (suspicious, not proven)"), "33" },
	[VERDICT_UNDETERMINED] = { N_("undetermined"), N_("Undetermined (evidence is missing)"), "36" },
	[VERDICT_CONFORMS] = { N_("conforms"), N_("Conforms"), "32" },
	[VERDICT_NOT_APPLICABLE] = { N_("not applicable"), N_("Not applicable"), "2" },
};

static const char *const severities[SEVERITY_TOTAL] = {
	[SEVERITY_INFO] = N_("info"), [SEVERITY_LOW] = N_("low"),	    [SEVERITY_MEDIUM] = N_("medium"),
	[SEVERITY_HIGH] = N_("high"), [SEVERITY_CRITICAL] = N_("critical"),
};

struct page {
	struct buffer *to;
	const struct report_options *look;
	struct buffer line; /* for text that is put together before it is wrapped */
};

static const char *say(const struct page *page, const char *english)
{
	return message_in(page->look->language, english);
}

static void put(struct page *page, const char *text)
{
	buffer_append_text(page->to, text);
}

static void colour(struct page *page, const char *code)
{
	if (page->look->colour)
		buffer_append_format(page->to, "\x1b[%sm", code);
}

static void heading(struct page *page, const char *text)
{
	put(page, "\n");
	colour(page, "1");
	put(page, text);
	colour(page, "0");
	put(page, "\n");
}

/* Wraps what stands in page->line behind column `at`. */
static void wrap_line(struct page *page, unsigned at)
{
	layout_wrap(page->to, buffer_bytes(&page->line), at, at, page->look->width);
	buffer_clear(&page->line);
}

/* `  Label     text`, wrapped; nothing where there is no text. */
static void labelled(struct page *page, unsigned column, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	put(page, "  ");
	layout_pad(page->to, label, column - 2);
	text_append_clean(&page->line, bytes_of(text));
	wrap_line(page, column);
}

/* Attributes of facts that tell a reader nothing: titles in the other language, what is as it should be. */
static bool is_worth_telling(const struct page *page, const struct evidence_attribute *attribute)
{
	static const char *const never[] = { "count", "why" };
	bool chinese = page->look->language == LANGUAGE_ZH;

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strcmp(attribute->name, never[i]) == 0)
			return false;
	if (strcmp(attribute->name, chinese ? "title-en" : "title-zh") == 0)
		return false;
	return strcmp(attribute->value, "0") != 0 && strcmp(attribute->value, "no") != 0;
}

/* A fact about the run: `  device    address … source …`. */
static void put_fact(struct page *page, const struct evidence_item *fact)
{
	put(page, "  ");
	layout_pad(page->to, say(page, fact->kind), LABEL_COLUMN - 2);
	for (size_t i = 0; i < fact->attribute_count; i++) {
		const struct evidence_attribute *attribute = &fact->attributes[i];
		bool title = strncmp(attribute->name, "title", 5) == 0;

		if (!is_worth_telling(page, attribute))
			continue;
		if (page->line.size)
			buffer_append_text(&page->line, ", ");
		if (!title)
			buffer_append_format(&page->line, "%s ", say(page, attribute->name));
		text_append_clean(&page->line, bytes_of(attribute->value));
	}
	wrap_line(page, LABEL_COLUMN);
}

static void put_facts(struct page *page, const struct findings *findings)
{
	const struct evidence_item *facts = NULL;
	size_t count = findings_facts(findings, &facts);

	colour(page, "1");
	put(page, say(page, N_("Audit of a smart terminal")));
	colour(page, "0");
	put(page, "\n");
	for (size_t i = 0, same = 0; i < count; i++) {
		same = i && strcmp(facts[i].kind, facts[i - 1].kind) == 0 ? same + 1 : 0;
		if (same < MOST_FACTS)
			put_fact(page, &facts[i]);
		bool last = i + 1 == count || strcmp(facts[i].kind, facts[i + 1].kind) != 0;

		if (last && same >= MOST_FACTS)
			buffer_append_format(page->to, "%*s%zu%s\n", LABEL_COLUMN, "", same + 1 - MOST_FACTS,
					     say(page, N_(" more")));
	}
}

static bool answers(const struct headline *headline, const struct finding *finding)
{
	for (size_t i = 0; headline->families[i]; i++)
		if (strcmp(headline->families[i], finding->family) == 0)
			return true;
	return false;
}

static void put_verdict(struct page *page, enum verdict verdict)
{
	colour(page, verdicts[verdict].colour);
	put(page, say(page, verdicts[verdict].name));
	colour(page, "0");
}

/* The worst verdict of a headline's rules, and which rules gave it. */
static void put_headline(struct page *page, const struct headline *headline, const struct findings *findings)
{
	enum verdict worst = VERDICT_TOTAL;

	for (size_t i = 0; i < findings_count(findings); i++) {
		const struct finding *finding = findings_at(findings, i);

		if (answers(headline, finding) && finding->verdict < worst)
			worst = finding->verdict;
	}
	if (worst == VERDICT_TOTAL)
		return;
	put(page, "  ");
	layout_pad(page->to, say(page, headline->title), HEADLINE_COLUMN - 2);
	put_verdict(page, worst);
	if (worst > VERDICT_INDICATION) {
		put(page, "\n");
		return;
	}
	put(page, " ");
	for (size_t i = 0; i < findings_count(findings); i++) {
		const struct finding *finding = findings_at(findings, i);

		if (answers(headline, finding) && finding->verdict == worst)
			buffer_append_format(&page->line, "%s ", finding->rule);
	}
	wrap_line(page, HEADLINE_COLUMN + layout_width(bytes_of(say(page, verdicts[worst].name))) + 1);
}

static void put_summary(struct page *page, const struct findings *findings)
{
	size_t counts[VERDICT_TOTAL] = { 0 };

	heading(page, say(page, N_("Summary")));
	for (size_t i = 0; i < findings_count(findings); i++)
		counts[findings_at(findings, i)->verdict]++;
	for (enum verdict verdict = 0; verdict < VERDICT_TOTAL; verdict++) {
		put(page, verdict ? "   " : "  ");
		put_verdict(page, verdict);
		buffer_append_format(page->to, " %zu", counts[verdict]);
	}
	put(page, "\n\n");
	for (size_t i = 0; i < sizeof headlines / sizeof *headlines; i++)
		put_headline(page, &headlines[i], findings);
}

/* `PIPL 13, 14; NDR 22`: articles of one law stand together; what the letters mean, at the end. */
static void put_bases(struct page *page, const struct finding *finding)
{
	struct buffer text = buffer_of(LINE_SIZE);

	for (size_t i = 0; i < finding->basis_count; i++) {
		const struct basis *basis = &finding->bases[i];

		if (i && strcmp(basis->law, finding->bases[i - 1].law) == 0)
			buffer_append_text(&text, ",");
		else
			buffer_append_format(&text, "%s%s", i ? "; " : "", basis->law);
		if (basis->article && *basis->article)
			buffer_append_format(&text, " %s", basis->article);
	}
	buffer_append_byte(&text, '\0');
	page->to->failed = page->to->failed || text.failed;
	if (!text.failed && !text.full)
		labelled(page, LABEL_COLUMN, say(page, N_("Basis")), (const char *)text.data);
	buffer_free(&text);
}

static void put_item(struct page *page, const struct evidence_item *item, bool first)
{
	put(page, "  ");
	layout_pad(page->to, first ? say(page, N_("Evidence")) : " ", LABEL_COLUMN - 2);
	evidence_what(&page->line, item);
	wrap_line(page, EVIDENCE_COLUMN);
	evidence_way(&page->line, item, page->look->language);
	if (page->line.size) {
		buffer_append_format(page->to, "%*s", EVIDENCE_COLUMN, "");
		wrap_line(page, EVIDENCE_COLUMN);
	}
	evidence_place(&page->line, item, page->look->language);
	if (page->line.size) {
		buffer_append_format(page->to, "%*s", EVIDENCE_COLUMN, "");
		wrap_line(page, EVIDENCE_COLUMN);
	}
}

static void put_evidence(struct page *page, const struct finding *finding)
{
	size_t shown = finding->item_count < MOST_ITEMS ? finding->item_count : MOST_ITEMS;

	for (size_t i = 0; i < shown; i++)
		put_item(page, &finding->items[i], i == 0);
	if (finding->item_total > shown)
		buffer_append_format(page->to, "%*s%" PRIu64 "%s\n", LABEL_COLUMN, "",
				     finding->item_total - shown, say(page, N_(" more")));
}

static void put_finding(struct page *page, const struct finding *finding)
{
	enum language language = page->look->language;
	bool brief = finding->verdict >= VERDICT_CONFORMS;

	if (!brief)
		put(page, "\n");
	colour(page, verdicts[finding->verdict].colour);
	layout_pad(page->to, finding->rule, LABEL_COLUMN);
	colour(page, "0");
	buffer_append_format(&page->line, "[%s] ", say(page, severities[finding->severity]));
	text_append_clean(&page->line, bytes_of(bilingual_in(language, &finding->title)));
	wrap_line(page, LABEL_COLUMN);
	if (brief)
		return;
	labelled(page, LABEL_COLUMN, say(page, N_("Reason")), bilingual_in(language, &finding->reason));
	if (finding->verdict <= VERDICT_INDICATION)
		put_bases(page, finding);
	put_evidence(page, finding);
	if (finding->verdict != VERDICT_VIOLATION)
		labelled(page, LABEL_COLUMN, say(page, N_("To settle")),
			 bilingual_in(language, &finding->settle));
	if (finding->verdict <= VERDICT_INDICATION)
		labelled(page, LABEL_COLUMN, say(page, N_("Remedy")),
			 bilingual_in(language, &finding->remedy));
}

/* Worst severity first, then by rule. */
static int compare(const void *a, const void *b)
{
	const struct finding *left = *(const struct finding *const *)a,
			     *right = *(const struct finding *const *)b;

	if (left->verdict != right->verdict)
		return left->verdict < right->verdict ? -1 : 1;
	if (left->severity != right->severity)
		return left->severity > right->severity ? -1 : 1;
	return strcmp(left->rule, right->rule);
}

static void put_findings(struct page *page, const struct finding *const *sorted, size_t count)
{
	enum verdict group = VERDICT_TOTAL;

	for (size_t i = 0; i < count; i++) {
		if (sorted[i]->verdict != group) {
			group = sorted[i]->verdict;
			heading(page, say(page, verdicts[group].group));
		}
		put_finding(page, sorted[i]);
	}
}

/* A law is told where it stands first among the bases shown. */
static bool is_told(const struct finding *const *sorted, size_t finding, size_t basis)
{
	const char *law = sorted[finding]->bases[basis].law;

	for (size_t i = 0; i <= finding; i++)
		for (size_t j = 0; j < sorted[i]->basis_count && (i < finding || j < basis); j++)
			if (strcmp(sorted[i]->bases[j].law, law) == 0)
				return true;
	return false;
}

static void put_instruments(struct page *page, const struct finding *const *sorted, size_t count)
{
	bool begun = false;

	for (size_t i = 0; i < count && sorted[i]->verdict <= VERDICT_INDICATION; i++)
		for (size_t j = 0; j < sorted[i]->basis_count; j++) {
			const struct basis *basis = &sorted[i]->bases[j];
			struct bilingual title = { basis->title_en, basis->title_zh };

			if (is_told(sorted, i, j))
				continue;
			if (!begun)
				heading(page, say(page, N_("Legal basis")));
			begun = true;
			labelled(page, LAW_COLUMN, basis->law, bilingual_in(page->look->language, &title));
		}
}

static enum status write_text(const struct findings *findings, const struct report_options *options,
			      struct buffer *to, struct error *error)
{
	struct page page = { to, options, buffer_of(LINE_SIZE) };
	size_t count = findings_count(findings);
	const struct finding **sorted = memory_new_array(count + 1, sizeof *sorted);

	if (!sorted)
		return error_no_memory(error);
	for (size_t i = 0; i < count; i++)
		sorted[i] = findings_at(findings, i);
	qsort(sorted, count, sizeof *sorted, compare);
	put_facts(&page, findings);
	put_summary(&page, findings);
	put_findings(&page, sorted, count);
	put_instruments(&page, sorted, count);
	to->failed = to->failed || page.line.failed;
	buffer_free(&page.line);
	free(sorted);
	return report_status(to, error);
}

const struct report_writer report_writer_text = {
	.name = "text",
	.media_type = "text/plain; charset=utf-8",
	.summary = "for people, on a terminal or on paper",
	.write = write_text,
};
