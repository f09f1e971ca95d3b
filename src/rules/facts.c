/* SPDX-License-Identifier: Apache-2.0 */
/* What a report says about the run before its findings. */
#include <inttypes.h>
#include <stdio.h>

#include "rules/joins.h"
#include "rules/judging.h"

static bool add_copies(struct findings *findings, const xmlNode *parent, const char *element,
		       const char *kind)
{
	for (const xmlNode *at = child_named(parent, element); at; at = next_named(at)) {
		struct evidence_item *fact = findings_add_fact(findings, kind);
		const char *kept = fact ? fact->kind : NULL;

		if (!fact || !findings_copy_item(findings, at, fact))
			return false;
		fact->kind = kept;
		fact->origin_count = 0;
	}
	return true;
}

static bool add_profiles(const struct judging *judging)
{
	const struct rules *rules = judging->rules;
	size_t selected = 0;

	for (size_t i = 0; i < rules->profile_count; i++) {
		const struct profile *profile = &rules->profiles[i];

		if (!profile->selected)
			continue;
		struct evidence_item *fact = findings_add_fact(judging->findings, "profile");

		if (!fact || !findings_add_attribute(judging->findings, fact, "name", profile->name) ||
		    !findings_add_attribute(judging->findings, fact, "title-en", profile->title.en) ||
		    !findings_add_attribute(judging->findings, fact, "title-zh", profile->title.zh))
			return false;
		selected++;
	}
	if (selected)
		return true;
	struct evidence_item *fact = findings_add_fact(judging->findings, "profile");

	return fact && findings_add_attribute(judging->findings, fact, "name", "all");
}

/* All coverage added up: how much of what was recorded could be read. */
static bool add_coverage(const struct judging *judging)
{
	static const char *const names[] = { "readable", "opaque", "unread", "lost" };
	const xmlNode *group = child_named(judging->root, "coverages");

	if (!child_named(group, "coverage"))
		return true;
	struct evidence_item *fact = findings_add_fact(judging->findings, "coverage");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char text[24];
		uint64_t sum = 0;

		for (const xmlNode *at = child_named(group, "coverage"); at; at = next_named(at)) {
			uint64_t number = 0;

			if (bytes_to_number(element_text(at, names[i]), &number) &&
			    number <= UINT64_MAX - sum)
				sum += number;
		}
		(void)snprintf(text, sizeof text, "%" PRIu64, sum);
		if (!fact || !findings_add_attribute(judging->findings, fact, names[i], text))
			return false;
	}
	return true;
}

bool facts_add(const struct judging *judging, bool assumed_consent)
{
	struct findings *findings = judging->findings;
	const xmlNode *case_root = child_named(judging->root, "case");

	return add_copies(findings, judging->root, "case", "case") &&
	       add_copies(findings, case_root, "device", "product") &&
	       add_copies(findings, child_named(judging->root, "devices"), "device", "device") &&
	       add_profiles(judging) &&
	       add_copies(findings, child_named(judging->root, "inputs"), "input", "input") &&
	       add_copies(findings, child_named(judging->root, "databases"), "database", "database") &&
	       (!assumed_consent || findings_add_fact(findings, "assumed-consent")) &&
	       add_coverage(judging) &&
	       add_copies(findings, child_named(judging->root, "limits"), "limit", "limit");
}
