/* SPDX-License-Identifier: Apache-2.0 */
/* What bytes look like that nobody can read: from their distribution, block by block. */
#ifndef PROBITY_FIRMWARE_ENTROPY_H
#define PROBITY_FIRMWARE_ENTROPY_H

#include "firmware/unpack.h"

enum { ENTROPY_BLOCK = 4096 };

/* What kind of bytes `block` holds, of ENTROPY_BLOCK bytes or fewer. */
enum region_kind entropy_kind(struct bytes block);

/* Bits for each byte, by the distribution of all of them: 0 to 8. */
double entropy_of(struct bytes bytes);

#endif
