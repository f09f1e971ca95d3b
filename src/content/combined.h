/* SPDX-License-Identifier: Apache-2.0 */
/* Text that was combined with one byte by exclusive or. */
#ifndef PROBITY_CONTENT_COMBINED_H
#define PROBITY_CONTENT_COMBINED_H

#include "base/bytes.h"

/* Whether `bytes` can be the beginning of JSON or XML so combined. Random bytes pass once in
 * 2^20 times. */
bool combined_may_start(struct bytes bytes, uint8_t *ret_key);

#endif
