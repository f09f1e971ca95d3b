/* SPDX-License-Identifier: Apache-2.0 */
/* Binary formats without a magic number. */
#ifndef PROBITY_CONTENT_STRUCTURED_H
#define PROBITY_CONTENT_STRUCTURED_H

#include "base/bytes.h"

/* Whether `start` looks like the beginning of CBOR, MessagePack, BSON or Protocol Buffers; `cut`: it goes
 * on behind. Random bytes pass once in ten thousand times. */
bool structured_plausible(struct bytes start, bool cut);

#endif
