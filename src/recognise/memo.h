/* SPDX-License-Identifier: Apache-2.0 */
/* What names of fields speak of, remembered: devices send the same few names again and again, and to
 * look one up costs more than all else that is done for a value. */
#ifndef PROBITY_RECOGNISE_MEMO_H
#define PROBITY_RECOGNISE_MEMO_H

#include "base/bytes.h"

struct key_hits;
struct key_memo;

/* An empty memo; NULL without memory. Threads may share it. */
struct key_memo *key_memo_new(void);
void key_memo_free(struct key_memo *memo);

/* What is remembered of `field` inside `parent`, valid as long as the memo is; NULL: nothing. */
const struct key_hits *key_memo_find(const struct key_memo *memo, struct bytes field, struct bytes parent);

/* The same of a field that says the same inside any parent; NULL also if it does not. */
const struct key_hits *key_memo_find_anywhere(const struct key_memo *memo, struct bytes field);

/* Remembers a copy, unless the places for it are taken. `depends`: on the parent. */
void key_memo_keep(struct key_memo *memo, struct bytes field, bool depends, struct bytes parent,
		   const struct key_hits *hits);

#endif
