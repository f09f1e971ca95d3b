/* SPDX-License-Identifier: Apache-2.0 */
/* Questions after what a digest was made of, from whoever has the digests (evidence) to whoever can count
 * (recognise). */
#ifndef PROBITY_BASE_PREIMAGE_H
#define PROBITY_BASE_PREIMAGE_H

#include "base/bytes.h"

enum { PREIMAGE_HOW_SIZE = 96 };

struct preimage_question {
	struct bytes digest;   /* as it was written: hexadecimal or base64; borrowed */
	bool number;	       /* of a telephone number; else of a hardware address */
	const char *algorithm; /* set where it was found: a static word; else NULL */
	char how[PREIMAGE_HOW_SIZE];
};

/* What is known anyway, so that counting begins there. */
struct preimage_known {
	const uint8_t (*addresses)[6];
	size_t address_count;
	const struct bytes *numbers; /* eleven digits each */
	size_t number_count;
};

#endif
