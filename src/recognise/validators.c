/* SPDX-License-Identifier: Apache-2.0 */
/* Expands the list of validators: once for the externs, once for the table. */
#include "recognise/shape.h"

#define VALIDATOR(name) extern const struct validator validator_##name;
#include "recognise/validators.h"
#undef VALIDATOR

const struct validator *const validators[] = {
#define VALIDATOR(name) &validator_##name,
#include "recognise/validators.h"
#undef VALIDATOR
	NULL,
};

const struct validator *validator_named(const char *name)
{
	for (size_t i = 0; validators[i]; i++)
		if (strcmp(validators[i]->name, name) == 0)
			return validators[i];
	return NULL;
}
