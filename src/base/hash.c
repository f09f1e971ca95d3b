/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <sys/random.h>

uint64_t hash_seed(void)
{
	static const uint8_t here;
	uint64_t seed;

	/* Where a kernel gives none, addresses are random enough not to be foretold. */
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
		seed = hash_mix((uint64_t)(uintptr_t)&here, (uint64_t)(uintptr_t)&seed);
	return seed;
}
