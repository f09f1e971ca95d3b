/* SPDX-License-Identifier: Apache-2.0 */
/* LZMA without a container, as file systems have it, which keep what its header would say. */
#ifndef PROBITY_CODEC_LZMA_H
#define PROBITY_CODEC_LZMA_H

#include "base/bytes.h"

/* Unpacks a raw stream of the given properties (lc + 9 * (lp + 5 * pb)) to `to`; with a dictionary as large
 * as `room`. Answers how many bytes came out; 0: none, or it is broken from the start. */
size_t lzma_unpack(uint8_t properties, struct bytes in, uint8_t *to, size_t room);

#endif
