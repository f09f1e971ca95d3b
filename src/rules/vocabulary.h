/* SPDX-License-Identifier: Apache-2.0 */
/* Every element, attribute and word that an expression may name: the evidence's from its
 * declarations, the case's from its schema. */
#ifndef PROBITY_RULES_VOCABULARY_H
#define PROBITY_RULES_VOCABULARY_H

#include "base/arena.h"
#include "base/error.h"
#include "evidence/declarations.h"

enum { VOCABULARY_ELEMENTS = 256 };

/* A set of element types, by their number in the vocabulary. */
struct element_set {
	uint64_t bits[VOCABULARY_ELEMENTS / 64];
};

struct known_attribute {
	const char *name;
	enum attribute_type type;
	const char *words; /* the only values it takes, blanks between; NULL: any */
	bool list;	   /* several of them may stand there, blanks between */
	bool data;	   /* it holds data types */
};

struct known_element {
	const char *name;
	const struct known_attribute *attributes;
	size_t attribute_count;
	struct element_set children;
	bool text; /* may hold text */
};

/* Element 0 is the document itself. */
struct vocabulary {
	struct arena arena;
	size_t count;
	struct known_element elements[VOCABULARY_ELEMENTS];
};

/* Reads the case's schema (RELAX NG, XML syntax, one file). The caller frees. */
enum status vocabulary_load(const char *case_schema, struct vocabulary **ret_vocabulary, struct error *error);
void vocabulary_free(struct vocabulary *vocabulary);

static inline void element_set_add(struct element_set *set, size_t element)
{
	set->bits[element / 64] |= UINT64_C(1) << element % 64;
}

static inline bool element_set_has(const struct element_set *set, size_t element)
{
	return set->bits[element / 64] >> element % 64 & 1;
}

bool element_set_empty(const struct element_set *set);
void element_set_join(struct element_set *into, const struct element_set *from);

/* The children, or parents, of any element of the set. */
struct element_set vocabulary_children(const struct vocabulary *vocabulary, const struct element_set *set);
struct element_set vocabulary_parents(const struct vocabulary *vocabulary, const struct element_set *set);
/* Those elements of the set that have this name. */
struct element_set vocabulary_named(const struct vocabulary *vocabulary, const struct element_set *set,
				    struct bytes name);

/* The attribute of an element, or NULL. */
const struct known_attribute *vocabulary_attribute(const struct vocabulary *vocabulary, size_t element,
						   struct bytes name);

/* Whether `word` is one of `words` (blanks between). */
bool words_have(const char *words, struct bytes word);

/* The known name that is most like `name` (at most two letters differ), or NULL. With `attributes`,
 * among the attributes of the set's elements; else among the elements themselves. */
const char *vocabulary_like(const struct vocabulary *vocabulary, const struct element_set *set,
			    bool attributes, struct bytes name);

#endif
