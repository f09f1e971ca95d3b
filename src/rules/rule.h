/* SPDX-License-Identifier: Apache-2.0 */
/* A loaded rule, between the files of this folder. */
#ifndef PROBITY_RULES_RULE_H
#define PROBITY_RULES_RULE_H

#include <libxml/xpath.h>

#include "base/arena.h"
#include "rules/expression.h"
#include "rules/rules.h"

enum part { PART_APPLIES, PART_VIOLATION, PART_INDICATION, PART_CONFORMS, PART_TOTAL };

struct rule_expression {
	const char *text; /* NULL: the rule has none */
	int line;
	xmlXPathCompExprPtr compiled;
	struct expression_uses uses;
	struct bilingual reason; /* en is NULL where the rule gives none */
};

struct rule_parameter {
	const char *name;
	double value;
};

/* What a rule may need of a case: S(identifier, name in rules, what is missing, in English, in Chinese) */
#define SECTIONS(S) \
	S(CASE, "case", "a case file", "案件文件") \
	S(FUNCTIONS, "functions", "in the case, which functions the device has (device/function)", \
	  "案件中设备具有哪些功能（device/function）") \
	S(NEEDED_DATA, "needed-data", \
	  "in the case, which data each function needs (device/function/@needs)", \
	  "案件中各功能所必需的个人信息类型（device/function/@needs）") \
	S(SENSORS, "sensors", "in the case, which sensors the device has (device/sensor)", \
	  "案件中设备具有哪些传感器（device/sensor）") \
	S(TIMELINE, "timeline", "in the case, when consent was asked for and given (timeline/event)", \
	  "案件中告知与同意的时间（timeline/event）") \
	S(POLICY, "policy", "in the case, whether the processing rules were looked for (policy/@status)", \
	  "案件中是否查找过个人信息处理规则（policy/@status）") \
	S(DECLARED_DATA, "declared-data", "in the case, which data the maker declares (declared/data)", \
	  "案件中生产者声明收集的个人信息类型（declared/data）") \
	S(DECLARED_ENDPOINTS, "declared-endpoints", \
	  "in the case, whose hosts the device talks to (declared/endpoint)", \
	  "案件中设备通信的主机归属（declared/endpoint）") \
	S(PERMISSIONS, "permissions", \
	  "in the case, how the sensors can be switched off (permissions/control)", \
	  "案件中传感器权限控制的试验记录（permissions/control）") \
	S(TRIALS, "trials", "in the case, the trials that were made (trials/trial)", \
	  "案件中的试验记录（trials/trial）")

#define SECTION_ENUM(identifier, name, en, zh) SECTION_##identifier,
enum section { SECTIONS(SECTION_ENUM) SECTION_TOTAL };
#undef SECTION_ENUM

struct rule {
	const char *id, *family, *profiles, *file;
	int line;
	enum severity severity;
	struct bilingual title, requirement, settle, remedy;
	struct basis *bases;
	size_t basis_count;
	struct rule_parameter *parameters;
	size_t parameter_count;
	struct rule_expression parts[PART_TOTAL];
	unsigned needs, applies_needs; /* bits: enum section */
	bool despite_limits;
	bool selected;
};

struct instrument {
	const char *id;
	struct bilingual title;
};

struct profile {
	const char *name;
	struct bilingual title;
	bool selected;
};

/* Elements that many rules ask about. */
struct rule_set {
	struct rule_expression expression;
	const char *file;
	struct expression_variable variable;
};

struct rules {
	struct arena arena;
	const struct taxonomy *taxonomy;
	struct vocabulary *vocabulary;
	struct document_schema *schema;
	struct rule *rules; /* by id */
	size_t count;
	struct instrument *instruments;
	size_t instrument_count;
	struct profile *profiles;
	size_t profile_count;
	struct rule_set *sets; /* in the order in which they may use each other */
	size_t set_count;
};

/* Reads one rule file's document into `rules`. */
enum status rule_file_read(struct rules *rules, xmlDocPtr document, const char *file, struct error *error);
/* Joins what was read: instruments to bases, profiles to rules; compiles and checks expressions. */
enum status rules_compile(struct rules *rules, struct error *error);

/* Which sections a case (may be NULL) has: bits. */
unsigned sections_of(const xmlNode *case_root);
/* What is missing, in a rule's words: the name, or its description in a language. */
extern const char *const section_names[SECTION_TOTAL];
extern const struct bilingual section_missing[SECTION_TOTAL];

#endif
