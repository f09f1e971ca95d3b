/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/taxonomy.h"

#include "recognise/canaries.h"
#include "recognise/loaded.h"

#include <stdlib.h>

void taxonomy_free(struct taxonomy *taxonomy)
{
	if (!taxonomy)
		return;
	planted_free(taxonomy->planted);
	key_memo_free(taxonomy->memo);
	arena_free(&taxonomy->arena);
	free(taxonomy);
}

size_t taxonomy_count(const struct taxonomy *taxonomy)
{
	return taxonomy->count;
}

const struct data_type *taxonomy_at(const struct taxonomy *taxonomy, size_t index)
{
	return index < taxonomy->count ? &taxonomy->types[index]->type : NULL;
}

size_t taxonomy_index(const struct taxonomy *taxonomy, const char *id)
{
	for (size_t i = 0; i < taxonomy->count; i++)
		if (strcmp(taxonomy->types[i]->type.id, id) == 0)
			return i;
	return MOST_TYPES;
}

const struct data_type *taxonomy_type(const struct taxonomy *taxonomy, const char *id)
{
	return taxonomy_at(taxonomy, taxonomy_index(taxonomy, id));
}

const char *data_type_sensitivity(const struct data_type *type, const char *regime)
{
	for (size_t i = 0; i < type->sensitivity_count; i++)
		if (strcmp(type->sensitivities[i].regime, regime) == 0)
			return type->sensitivities[i].classed;
	return NULL;
}

bool data_type_is_a(struct bytes id, struct bytes ancestor)
{
	if (ancestor.size == 0 || !bytes_start_with(id, ancestor))
		return false;
	return id.size == ancestor.size || id.data[ancestor.size] == '.';
}

bool taxonomy_knows(const struct taxonomy *taxonomy, const char *ancestor)
{
	for (size_t i = 0; i < taxonomy->count; i++)
		if (data_type_is_a(bytes_of(taxonomy->types[i]->type.id), bytes_of(ancestor)))
			return true;
	return false;
}
