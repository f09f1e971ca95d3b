/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Only tests set this; the program never writes it, so it is no state of ours. */
static _Atomic uint64_t fail_at;
static _Atomic uint64_t made;

static bool must_fail(void)
{
	if (atomic_load_explicit(&fail_at, memory_order_relaxed) == 0)
		return false;
	uint64_t number = atomic_fetch_add(&made, 1) + 1;

	return number >= fail_at;
}

void *memory_new(size_t size)
{
	return must_fail() ? NULL : calloc(1, size ? size : 1);
}

void *memory_new_array(size_t count, size_t size)
{
	return must_fail() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *memory_resize(void *memory, size_t count, size_t size)
{
	if (must_fail() || (size && count > SIZE_MAX / size))
		return NULL;
	return realloc(memory, count && size ? count * size : 1);
}

uint64_t memory_fail_at(uint64_t nth)
{
	uint64_t before = atomic_exchange(&made, 0);

	atomic_store(&fail_at, nth);
	return before;
}
