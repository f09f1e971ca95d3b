/* SPDX-License-Identifier: Apache-2.0 */
/* How shape and name add up, for the files of this folder. */
#ifndef PROBITY_RECOGNISE_JUDGE_H
#define PROBITY_RECOGNISE_JUDGE_H

#include "recognise/loaded.h"

/* The best answer for a value; false where it is nothing. */
bool judge_best(const struct taxonomy *taxonomy, const struct shape *shape, const struct key_hits *hits,
		struct recognition *ret);

/* All answers, best first; see recognise_value(). */
size_t judge_all(const struct taxonomy *taxonomy, const struct shape *shape, const struct key_hits *hits,
		 struct recognition *ret, size_t room);

bool key_hits_exclude(const struct key_hits *hits, size_t type);

#endif
