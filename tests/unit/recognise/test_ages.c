/* SPDX-License-Identifier: Apache-2.0 */
/* Ages, children and their guardians, beliefs: what tells them, and what looks like it. All persons are
 * invented. */
#include "data_types.h"

#include "recognise/recognise.h"

static const struct {
	const char *field, *value, *type; /* no type: nothing at all */
	const char *parent;
	bool number;
} SAMPLES[] = {
	{ "childAge", "8", "child.age", "", true },
	{ "age", "8岁", "child.age", "child_info", false },
	{ "age", "8", "child.age", "childInfo", true },
	{ "孩子年龄", "13", "child.age", "", false },
	{ "childAge", "14", NULL, "", false },
	{ "childAge", "0", NULL, "", false },
	{ "age", "8", NULL, "", true },
	{ "age", "8", NULL, "cache", true },
	{ "childAge", "unknown", NULL, "", false },
	{ "guardianName", "李梅", "child.guardian", "", false },
	{ "guardianRelation", "母女", "child.guardian", "", false },
	{ "relation", "mother", "child.guardian", "guardian", false },
	{ "relation", "妈妈", "child.guardian", "parents", false },
	{ "relation", "mother", NULL, "", false },
	{ "relation", "1:n", NULL, "table", false },
	{ "relation", "owns", NULL, "parents", false },
	{ "name", "div", NULL, "parentNode", false },
	{ "petBirthday", "2020-05-06", NULL, "", false },
	{ "userAge", "31", "person.age", "", true },
	{ "age", "31", "person.age", "userInfo", false },
	{ "年龄", "31岁", "person.age", "", false },
	{ "age", "31", NULL, "", false },
	{ "age", "3600", NULL, "userInfo", true },
	{ "cacheAge", "31", NULL, "", false },
	{ "maxAge", "31", NULL, "user", false },
	{ "age", "31", "person.face-attributes", "faceAttributes", true },
	{ "age", "31", NULL, "cache", true },
	{ "childName", "小宝", "child.profile", "", false },
	{ "school", "示例小学", "child.profile", "student", false },
	{ "childNode", "div", NULL, "", false },
	{ "religion", "Buddhist", "person.special", "", false },
	{ "宗教信仰", "佛教", "person.special", "", false },
	{ "credit_report", "overdue twice", "person.special", "", false },
	{ "religion", "", NULL, "", false },
	{ "credit", "120", NULL, "", false },
	{ "region", "Buddhist", NULL, "", false },
	{ "religion", "Buddhism", "person.special", "", false },
	{ "religion", "none", NULL, "", false },
	{ "region", "Buddhism", NULL, "", false },
};

static void profiles_are_told_by_their_names(void **state)
{
	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		struct bytes value = hostile_copy(bytes_of(SAMPLES[i].value));
		const struct field_value given = {
			.field = bytes_of(SAMPLES[i].field),
			.parent = bytes_of(SAMPLES[i].parent),
			.value = value,
			.number = SAMPLES[i].number,
		};
		struct recognition found[4];
		size_t count = recognise_value(*state, &given, found, 4);
		const char *type = count ? found[0].type->id : "nothing";

		if (strcmp(type, SAMPLES[i].type ? SAMPLES[i].type : "nothing") != 0)
			fail_msg("%s = %s: %s", SAMPLES[i].field, SAMPLES[i].value, type);
		hostile_free(value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(profiles_are_told_by_their_names),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
