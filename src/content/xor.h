/* SPDX-License-Identifier: Apache-2.0 */
/* JSON and XML combined with one byte. */
#ifndef PROBITY_CONTENT_XOR_H
#define PROBITY_CONTENT_XOR_H

#include "base/bytes.h"

/* Whether `start` is the beginning of it, wherever it ends. No bytes are so by chance. */
bool xor_plausible(struct bytes start);

#endif
