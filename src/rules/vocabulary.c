/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/vocabulary.h"

#include <stdlib.h>

#include "base/memory.h"
#include "rules/case_schema.h"

/* The words of the evidence's enumerated attributes. `kind`: only there; KIND_TOTAL: everywhere. */
static const struct {
	enum attribute attribute;
	enum kind kind;
	const char *words;
} attribute_words[] = {
	{ ATTRIBUTE_SCOPE, KIND_TOTAL, "internet local multicast unknown" },
	{ ATTRIBUTE_DIRECTION, KIND_TOTAL, "sent received unknown" },
	{ ATTRIBUTE_PHASE, KIND_TOTAL,
	  "before-notice before-consent consented refused withdrawn deleted unknown" },
	{ ATTRIBUTE_ACTIVITY, KIND_TOTAL, "idle privacy-mode muted face-enrolment face-unlock none unknown" },
	{ ATTRIBUTE_CONSENT, KIND_TOTAL, "none general separate guardian refused withdrawn unknown" },
	{ ATTRIBUTE_CONFIDENCE, KIND_TOTAL, "certain likely possible" },
	{ ATTRIBUTE_CLASS, KIND_CREDENTIAL,
	  "password token community code key hash encrypted username-only anonymous" },
	{ ATTRIBUTE_RESULT, KIND_CREDENTIAL, "accepted refused unknown" },
	{ ATTRIBUTE_AUTHENTICATION, KIND_TOTAL, "none anonymous password challenge unknown" },
	{ ATTRIBUTE_GAVE, KIND_TOTAL,
	  "personal-data configuration media shell files session nothing unknown" },
	{ ATTRIBUTE_VALIDITY, KIND_TOTAL, "valid expired not-yet" },
	{ ATTRIBUTE_NAME_MATCHES, KIND_TOTAL, "yes no unknown" },
	{ ATTRIBUTE_SESSION, KIND_TOTAL, "completed refused unknown" },
	{ ATTRIBUTE_MEDIA, KIND_TOTAL, "image voice video" },
	{ ATTRIBUTE_PROTOCOL, KIND_TOTAL,
/* Every application decoder. The list holds names alone, no code of that folder. */
#define APP_DECODER(name) #name " "
#include "protocol/app_decoders.h"
#undef APP_DECODER
	  "unknown" },
	{ ATTRIBUTE_WEAKNESS, KIND_TOTAL,
	  "version-ssl2 version-ssl3 version-tls1.0 version-tls1.1 suite-null suite-export suite-anon "
	  "suite-rc4 "
	  "suite-des suite-3des no-forward-secrecy compression self-signed expired not-yet md5-signature "
	  "sha1-signature name-mismatch" },
};

/* The attributes of an `origin`, wherever it stands. */
static const struct known_attribute origin_attributes[] = {
	{ .name = "input", .type = TYPE_NUMBER },  { .name = "file", .type = TYPE_TEXT },
	{ .name = "frame", .type = TYPE_NUMBER },  { .name = "last-frame", .type = TYPE_NUMBER },
	{ .name = "time", .type = TYPE_TIME },	   { .name = "flow", .type = TYPE_TEXT },
	{ .name = "offset", .type = TYPE_NUMBER }, { .name = "length", .type = TYPE_NUMBER },
};

static const struct known_attribute evidence_attributes[] = { { .name = "version", .type = TYPE_NUMBER } };

/* The names of decoders are words of C in their list; `-` stands for `_` in the evidence. */
static bool hyphenate(struct vocabulary *vocabulary, struct known_attribute *attribute)
{
	size_t size = strlen(attribute->words) + 1;
	char *words = arena_take(&vocabulary->arena, size);

	if (!words)
		return false;
	for (size_t i = 0; i < size; i++)
		words[i] = attribute->words[i] == '_' ? '-' : attribute->words[i];
	attribute->words = words;
	return true;
}

static const char *words_of(enum attribute attribute, enum kind kind)
{
	if (attribute_declarations[attribute].type == TYPE_YESNO)
		return "yes no";
	for (size_t i = 0; i < sizeof attribute_words / sizeof *attribute_words; i++)
		if (attribute_words[i].attribute == attribute &&
		    (attribute_words[i].kind == kind || attribute_words[i].kind == KIND_TOTAL))
			return attribute_words[i].words;
	return NULL;
}

static bool add_kind(struct vocabulary *vocabulary, enum kind kind, size_t group, size_t origin)
{
	size_t count = 0;
	struct known_attribute *attributes = arena_take(&vocabulary->arena,
							ATTRIBUTE_TOTAL * sizeof *attributes);

	if (!attributes)
		return false;
	for (enum attribute i = 0; i < ATTRIBUTE_TOTAL; i++)
		if (kind_role(kind, i) != ROLE_END)
			attributes[count++] = (struct known_attribute){
				.name = attribute_declarations[i].name,
				.type = attribute_declarations[i].type,
				.words = words_of(i, kind),
				.list = i == ATTRIBUTE_WEAKNESS,
				.data = i == ATTRIBUTE_DATA,
			};
	for (size_t i = 0; i < count; i++)
		if (bytes_equal(bytes_of(attributes[i].name), BYTES("protocol")) && attributes[i].words &&
		    !hyphenate(vocabulary, &attributes[i]))
			return false;
	vocabulary->elements[group].name = kind_declarations[kind].group;
	element_set_add(&vocabulary->elements[group].children, group + 1);
	vocabulary->elements[group + 1] = (struct known_element){
		.name = kind_declarations[kind].element,
		.attributes = attributes,
		.attribute_count = count,
	};
	element_set_add(&vocabulary->elements[group + 1].children, origin);
	return true;
}

static bool add_evidence(struct vocabulary *vocabulary)
{
	enum { DOCUMENT, EVIDENCE, ORIGIN, FIRST_GROUP };

	_Static_assert(FIRST_GROUP + 2 * KIND_TOTAL < VOCABULARY_ELEMENTS / 2, "room for the case too");
	vocabulary->elements[DOCUMENT].name = "/";
	element_set_add(&vocabulary->elements[DOCUMENT].children, EVIDENCE);
	vocabulary->elements[EVIDENCE] = (struct known_element){ .name = "evidence",
								 .attributes = evidence_attributes,
								 .attribute_count = 1 };
	vocabulary->elements[ORIGIN] = (struct known_element){
		.name = "origin",
		.attributes = origin_attributes,
		.attribute_count = sizeof origin_attributes / sizeof *origin_attributes,
	};
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		size_t group = FIRST_GROUP + 2 * (size_t)kind;

		element_set_add(&vocabulary->elements[EVIDENCE].children, group);
		if (!add_kind(vocabulary, kind, group, ORIGIN))
			return false;
	}
	vocabulary->count = FIRST_GROUP + 2 * KIND_TOTAL;
	return true;
}

enum status vocabulary_load(const char *case_schema, struct vocabulary **ret_vocabulary, struct error *error)
{
	enum { EVIDENCE = 1 };
	size_t root = 0;
	struct vocabulary *vocabulary = memory_new(sizeof *vocabulary);

	if (!vocabulary)
		return error_no_memory(error);
	enum status status = add_evidence(vocabulary) ? STATUS_OK : error_no_memory(error);

	if (status == STATUS_OK)
		status = case_schema_add(vocabulary, case_schema, &root, error);
	if (status != STATUS_OK) {
		vocabulary_free(vocabulary);
		return status;
	}
	element_set_add(&vocabulary->elements[EVIDENCE].children, root);
	*ret_vocabulary = vocabulary;
	return STATUS_OK;
}

void vocabulary_free(struct vocabulary *vocabulary)
{
	if (!vocabulary)
		return;
	arena_free(&vocabulary->arena);
	free(vocabulary);
}

bool element_set_empty(const struct element_set *set)
{
	uint64_t all = 0;

	for (size_t i = 0; i < VOCABULARY_ELEMENTS / 64; i++)
		all |= set->bits[i];
	return all == 0;
}

void element_set_join(struct element_set *into, const struct element_set *from)
{
	for (size_t i = 0; i < VOCABULARY_ELEMENTS / 64; i++)
		into->bits[i] |= from->bits[i];
}

struct element_set vocabulary_children(const struct vocabulary *vocabulary, const struct element_set *set)
{
	struct element_set children = { { 0 } };

	for (size_t i = 0; i < vocabulary->count; i++)
		if (element_set_has(set, i))
			element_set_join(&children, &vocabulary->elements[i].children);
	return children;
}

struct element_set vocabulary_parents(const struct vocabulary *vocabulary, const struct element_set *set)
{
	struct element_set parents = { { 0 } };

	for (size_t i = 0; i < vocabulary->count; i++)
		for (size_t j = 0; j < vocabulary->count; j++)
			if (element_set_has(set, j) && element_set_has(&vocabulary->elements[i].children, j))
				element_set_add(&parents, i);
	return parents;
}

struct element_set vocabulary_named(const struct vocabulary *vocabulary, const struct element_set *set,
				    struct bytes name)
{
	struct element_set named = { { 0 } };

	for (size_t i = 0; i < vocabulary->count; i++)
		if (element_set_has(set, i) && bytes_equal(bytes_of(vocabulary->elements[i].name), name))
			element_set_add(&named, i);
	return named;
}

const struct known_attribute *vocabulary_attribute(const struct vocabulary *vocabulary, size_t element,
						   struct bytes name)
{
	const struct known_element *known = &vocabulary->elements[element];

	for (size_t i = 0; i < known->attribute_count; i++)
		if (bytes_equal(bytes_of(known->attributes[i].name), name))
			return &known->attributes[i];
	return NULL;
}

bool words_have(const char *words, struct bytes word)
{
	struct bytes rest = bytes_of(words);

	while (rest.size)
		if (bytes_equal(bytes_split(&rest, ' '), word))
			return true;
	return false;
}

/* How many letters have to be changed, added or removed; names longer than 31 are never alike. */
static size_t distance(struct bytes a, struct bytes b)
{
	size_t row[32];

	if (a.size > 31 || b.size > 31)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.size; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.size; j++) {
			size_t best = diagonal + (a.data[i - 1] != b.data[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[b.size];
}

static void keep_nearer(const char *candidate, struct bytes name, const char **best, size_t *least)
{
	size_t far = distance(bytes_of(candidate), name);

	if (far < *least) {
		*least = far;
		*best = candidate;
	}
}

const char *vocabulary_like(const struct vocabulary *vocabulary, const struct element_set *set,
			    bool attributes, struct bytes name)
{
	const char *best = NULL;
	size_t least = 3;

	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct known_element *element = &vocabulary->elements[i];

		if (!element_set_has(set, i))
			continue;
		if (!attributes)
			keep_nearer(element->name, name, &best, &least);
		for (size_t j = 0; attributes && j < element->attribute_count; j++)
			keep_nearer(element->attributes[j].name, name, &best, &least);
	}
	return best;
}
