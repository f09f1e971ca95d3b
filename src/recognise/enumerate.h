/* SPDX-License-Identifier: Apache-2.0 */
/* Counts through addresses and numbers until a digest comes out. */
#ifndef PROBITY_RECOGNISE_ENUMERATE_H
#define PROBITY_RECOGNISE_ENUMERATE_H

#include "base/preimage.h"
#include "recognise/taxonomy.h"

/* Answers all questions at once, with at most `budget` digests made. The same arguments give the same
 * answers. False without memory. */
bool enumerate_digests(const struct taxonomy *taxonomy, struct preimage_question *questions, size_t count,
		       const struct preimage_known *known, uint64_t budget);

#endif
