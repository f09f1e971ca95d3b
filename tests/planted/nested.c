/* SPDX-License-Identifier: Apache-2.0 */
/* The record in every pair of wrappings, and in threes: what the value of a JSON member can hold is always
 * the outermost. */
#include "planted.h"

#define RECORD "{\"realName\":\"李小明\",\"mobile\":\"13900008716\"}"

struct wrapping {
	const char *name;
	struct bytes (*wrap)(struct garden *garden, struct bytes plain);
};

static struct bytes as_gb18030(struct garden *garden, struct bytes utf8)
{
	return as_charset(garden, utf8, "GB18030");
}

static struct bytes as_json(struct garden *garden, struct bytes plain)
{
	const struct bytes parts[] = { BYTES("{\"payload\":\""), plain, BYTES("\"}") };

	return joined(garden, parts, 3);
}

/* Of what there is text again, and of what there is not. */
static const struct wrapping texts[] = {
	{ "base64", as_base64 },
	{ "base64url", as_base64url },
	{ "hex", as_hex },
	{ "percent", as_percent },
};
static const struct wrapping binaries[] = {
	{ "gzip", as_gzip },
	{ "zlib", as_zlib },
};
/* Only of text, and so the innermost. */
static const struct wrapping charsets[] = {
	{ "UTF-16", as_utf16 },
	{ "GB18030", as_gb18030 },
};

enum { TEXTS = sizeof texts / sizeof *texts, BINARIES = 2, CHARSETS = 2 };

static void post(struct garden *garden, const char *name, struct bytes value)
{
	planting(garden, name);
	tells(garden, "contact.mobile", "13900008716");
	tells(garden, "person.name", "李小明");
	say_post(garden, "/v1/report", "Content-Type: application/json\r\n", as_json(garden, value));
}

/* `chain`: from the innermost out. */
static void nest(struct garden *garden, const struct wrapping *const *chain, size_t count)
{
	struct bytes value = BYTES(RECORD);
	const char *name = "JSON";

	for (size_t i = 0; i < count; i++) {
		value = chain[i]->wrap(garden, value);
		name = (const char *)text(garden, "%s in %s", name, chain[i]->name).data;
	}
	post(garden, name, value);
}

static void pairs(struct garden *garden)
{
	for (size_t outer = 0; outer < TEXTS; outer++) {
		for (size_t inner = 0; inner < TEXTS; inner++)
			nest(garden, (const struct wrapping *[]){ &texts[inner], &texts[outer] }, 2);
		for (size_t inner = 0; inner < BINARIES; inner++)
			nest(garden, (const struct wrapping *[]){ &binaries[inner], &texts[outer] }, 2);
		for (size_t inner = 0; inner < CHARSETS; inner++)
			nest(garden, (const struct wrapping *[]){ &charsets[inner], &texts[outer] }, 2);
	}
}

static void threes(struct garden *garden)
{
	static const struct wrapping object = { "JSON", as_json };

	for (size_t outer = 0; outer < TEXTS; outer++)
		for (size_t middle = 0; middle < BINARIES; middle++) {
			for (size_t inner = 0; inner < CHARSETS; inner++)
				nest(garden,
				     (const struct wrapping *[]){ &charsets[inner], &binaries[middle],
								  &texts[outer] },
				     3);
			nest(garden,
			     (const struct wrapping *[]){ &texts[outer], &object, &binaries[middle],
							  &texts[(outer + 1) % TEXTS] },
			     4);
			nest(garden,
			     (const struct wrapping *[]){ &binaries[middle], &texts[outer],
							  &binaries[1 - middle],
							  &texts[(outer + 1) % TEXTS] },
			     4);
		}
}

void plant_nested(struct garden *garden)
{
	pairs(garden);
	threes(garden);
}
