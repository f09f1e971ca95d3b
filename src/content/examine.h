/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the content of messages: chooses decoders by bid, limits depth and size, hands values to the
 * recognisers and says what they find. */
#ifndef PROBITY_CONTENT_EXAMINE_H
#define PROBITY_CONTENT_EXAMINE_H

#include "evidence/observer.h"
#include "recognise/taxonomy.h"

/* An examiner for `taxonomy` (borrowed; must outlive it). What it keeps between messages hangs on
 * its workers, so one serves all. */
struct examiner examiner_of(const struct taxonomy *taxonomy);

#endif
