/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a case. */
#ifndef PROBITY_CASE_KEYS_H
#define PROBITY_CASE_KEYS_H

#include "base/error.h"
#include "case/case.h"

/* Reads a `keys` element that the schema allows, NULL for none, and empties its elements, so that the keys
 * stand in the answer only. `path` is for messages. The caller frees both with keys_free(). */
enum status keys_read(xmlNodePtr keys, const char *path, struct case_key **ret_keys, size_t *ret_count,
		      struct error *error);
void keys_free(struct case_key *keys, size_t count);

#endif
