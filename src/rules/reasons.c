/* SPDX-License-Identifier: Apache-2.0 */
/* Says what evidence is missing where a rule could not be decided. */
#include "base/limits.h"
#include "rules/joins.h"
#include "rules/judging.h"

enum { MOST_REASON = 2048 };

struct said {
	struct buffer en, zh;
	bool done;
};

static void say(struct said *said, const char *en, const char *zh)
{
	said->done = said->done && (said->en.size == 0 || buffer_append_byte(&said->en, ' ')) &&
		     buffer_append_text(&said->en, en) && buffer_append_text(&said->zh, zh);
}

/* Says `before` `what` `after` in both languages; with `what` in quotes nowhere. */
static void say_of(struct said *said, const char *before, const char *what, const char *after,
		   const char *before_zh, const char *what_zh, const char *after_zh)
{
	say(said, before, before_zh);
	said->done = said->done && buffer_append_text(&said->en, what) &&
		     buffer_append_text(&said->en, after) && buffer_append_text(&said->zh, what_zh) &&
		     buffer_append_text(&said->zh, after_zh);
}

static const char *phase_zh(unsigned index)
{
	static const char *const names[] = { "告知前", "同意前", "同意后", "拒绝后", "撤回后", "删除后" };

	return names[index];
}

static const char *activity_zh(unsigned index)
{
	static const char *const names[] = { "待机", "隐私模式", "静音", "人脸录入", "人脸开锁" };

	return names[index];
}

static void say_uncaptured(struct said *said, const struct judging *judging,
			   const struct expression_uses *uses)
{
	bool timeline = judging->sections >> SECTION_TIMELINE & 1;
	bool missing = false;

	for (unsigned i = 0; expression_phases[i]; i++) {
		if (!(uses->phases >> i & 1) ||
		    map_find(&judging->joins->phases, bytes_of(expression_phases[i])))
			continue;
		missing = true;
		if (timeline)
			say_of(said, "Nothing was captured in the phase ", expression_phases[i], ".",
			       "未采集到", phase_zh(i), "阶段的流量。");
	}
	for (unsigned i = 0; expression_activities[i]; i++) {
		if (!(uses->activities >> i & 1) ||
		    map_find(&judging->joins->activities, bytes_of(expression_activities[i])))
			continue;
		missing = true;
		if (timeline)
			say_of(said, "Nothing was captured during ", expression_activities[i], ".",
			       "未采集到", activity_zh(i), "期间的流量。");
	}
	if (missing && !timeline)
		say_of(said, "Say ", section_missing[SECTION_TIMELINE].en, ".", "缺少：",
		       section_missing[SECTION_TIMELINE].zh, "。");
}

static double sum_of(const struct judging *judging, const char *attribute)
{
	const xmlNode *group = child_named(judging->root, "coverages");
	double sum = 0;

	for (const xmlNode *at = child_named(group, "coverage"); at; at = next_named(at)) {
		uint64_t number = 0;

		if (bytes_equal(element_text(at, "scope"), BYTES("internet")) &&
		    bytes_to_number(element_text(at, attribute), &number))
			sum += (double)number;
	}
	return sum;
}

static unsigned tenths(double part, double all)
{
	return (unsigned)(1000 * part / all + 0.5);
}

static void say_share(struct said *said, const struct judging *judging, const struct expression_uses *uses)
{
	double readable = sum_of(judging, "readable"), opaque = sum_of(judging, "opaque");
	double unread = sum_of(judging, "unread"), lost = sum_of(judging, "lost");
	double all = readable + opaque + unread + lost;

	if (all <= 0 || readable >= all || (!uses->readable && (!uses->seen || unread + lost <= 0)))
		return;
	/* Tenths of a percent, as whole numbers: the point of %f is the locale's. */
	unsigned parts[] = { tenths(readable, all), tenths(opaque, all), tenths(unread, all),
			     tenths(lost, all) };

	say(said, "", "");
	said->done = said->done &&
		     buffer_append_format(&said->en,
					  "Of the bytes exchanged with the internet %u.%u %% could be read "
					  "(encrypted %u.%u %%, not understood %u.%u %%, lost %u.%u %%).",
					  parts[0] / 10, parts[0] % 10, parts[1] / 10, parts[1] % 10,
					  parts[2] / 10, parts[2] % 10, parts[3] / 10, parts[3] % 10) &&
		     buffer_append_format(&said->zh,
					  "与互联网交换的字节中可读取的占%u.%u%%（加密%u.%u%%，未能解析%u.%u%"
					  "%，丢失%u.%u%%）。",
					  parts[0] / 10, parts[0] % 10, parts[1] / 10, parts[1] % 10,
					  parts[2] / 10, parts[2] % 10, parts[3] / 10, parts[3] % 10);
}

static void say_incomplete(struct said *said, const struct judging *judging)
{
	const xmlNode *input = child_named(child_named(judging->root, "inputs"), "input");

	if (child_named(child_named(judging->root, "limits"), "limit"))
		say(said, "The evidence is incomplete: a limit was met.", "证据不完整：达到了程序限制。");
	for (; input; input = next_named(input)) {
		struct bytes snapped = element_text(input, "snapped");

		if (bytes_equal(element_text(input, "truncated"), BYTES("yes")))
			say(said, "An input was not read to its end.", "有输入文件未能读到结尾。");
		else if (snapped.size && !bytes_equal(snapped, BYTES("0")))
			say(said, "Packets were recorded only in part.", "部分数据包未被完整记录。");
		else
			continue;
		return;
	}
}

static void say_missing(struct said *said, unsigned missing)
{
	if (missing >> SECTION_CASE & 1)
		missing = 1u << SECTION_CASE;
	for (unsigned i = 0; i < SECTION_TOTAL; i++)
		if (missing >> i & 1)
			say_of(said, i == SECTION_CASE ? "Needed: " : "Say ", section_missing[i].en, ".",
			       "缺少：", section_missing[i].zh, "。");
}

bool reason_undetermined(const struct judging *judging, const struct rule *rule, unsigned missing,
			 enum answer stopped, struct bilingual *ret_reason)
{
	struct said said = { buffer_of(MOST_REASON), buffer_of(MOST_REASON), true };
	const struct rule_expression *conforms = &rule->parts[PART_CONFORMS];

	if (missing && !(judging->sections >> SECTION_CASE & 1))
		missing = 1u << SECTION_CASE;
	say_missing(&said, missing);
	if (stopped == ANSWER_STOPPED)
		say(&said, "The rule was stopped: it took too many steps over this evidence.",
		    "规则求值步骤超出限制，已停止。");
	else if (stopped == ANSWER_FAILED)
		say(&said, "The rule could not be evaluated.", "规则求值失败。");
	if (!missing && stopped == ANSWER_NO && conforms->text) {
		say_uncaptured(&said, judging, &conforms->uses);
		say_share(&said, judging, &conforms->uses);
		if (judging->incomplete && !rule->despite_limits)
			say_incomplete(&said, judging);
	}
	if (said.done && said.en.size == 0)
		say(&said,
		    "What was seen does not contradict the requirement, nor was it exercised far enough to "
		    "show that it "
		    "holds.",
		    "所见证据与要求不相矛盾，但检验不充分，不足以证明符合。");
	ret_reason->en = said.done ? findings_keep(judging->findings, buffer_bytes(&said.en)) : NULL;
	ret_reason->zh = said.done ? findings_keep(judging->findings, buffer_bytes(&said.zh)) : NULL;
	buffer_free(&said.en);
	buffer_free(&said.zh);
	return ret_reason->en && ret_reason->zh;
}
