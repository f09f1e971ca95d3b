/* SPDX-License-Identifier: Apache-2.0 */
/* The data types that can be recognised: loaded from rules/data/ (XML), never compiled in. Only the
 * validators that they name (a checksum, a date, a region) are code. */
#ifndef PROBITY_RECOGNISE_TAXONOMY_H
#define PROBITY_RECOGNISE_TAXONOMY_H

#include "base/bytes.h"
#include "base/error.h"

struct taxonomy;

/* How one legal regime classes a data type: "sensitive", "sensitive-in-practice" (not named, but treated so),
 * "general" or "not-listed". */
struct data_sensitivity {
	const char *regime; /* `PIPL-28`, `GB/T 45574-2025`, … */
	const char *classed;
};

/* One data type. Immutable; owned by its taxonomy. Ids are hierarchical with dots
 * (`biometric.face.image`), so that a rule may ask for all of `biometric`. */
struct data_type {
	const char *id;
	const char *category; /* its class in law: `sensitive.biometric`, `general.contact`, … */
	const char *title_en, *title_zh;
	bool credential;		       /* a secret: observed as `credential`, not as `transmission` */
	unsigned shown_at_start, shown_at_end; /* characters that masking leaves */
	const struct data_sensitivity *sensitivities;
	size_t sensitivity_count;
};

/* A value that the laboratory planted and looks for in every encoding. */
struct canary {
	const char *name; /* as the case calls it: shown instead of the value */
	const char *data; /* id of its data type */
	struct bytes value;
};

/* Loads every *.xml of the given files and folders; later ones may add to or replace earlier types
 * of the same id. Errors name file and line. The caller frees. */
enum status taxonomy_load(const char *const *paths, size_t count, struct taxonomy **ret_taxonomy,
			  struct error *error);
void taxonomy_free(struct taxonomy *taxonomy);

/* Adds canaries, in every form that recognise_canaries() is to find. Copies what it needs. */
enum status taxonomy_plant(struct taxonomy *taxonomy, const struct canary *canaries, size_t count,
			   struct error *error);

/* The type with this id, or NULL. */
const struct data_type *taxonomy_type(const struct taxonomy *taxonomy, const char *id);
size_t taxonomy_count(const struct taxonomy *taxonomy);
const struct data_type *taxonomy_at(const struct taxonomy *taxonomy, size_t index);

/* How `regime` classes the type; NULL where its file does not say. */
const char *data_type_sensitivity(const struct data_type *type, const char *regime);

/* Whether `id` is `ancestor` or lies below it: `biometric.face.image` is a `biometric.face`. */
bool data_type_is_a(struct bytes id, struct bytes ancestor);

/* Whether some loaded type is an `ancestor`: for checking names in rules. */
bool taxonomy_knows(const struct taxonomy *taxonomy, const char *ancestor);

#endif
