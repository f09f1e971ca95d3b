/* SPDX-License-Identifier: Apache-2.0 */
/* All heap memory comes from here, so that one place can count it and make it fail. */
#ifndef PROBITY_BASE_MEMORY_H
#define PROBITY_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `size` zeroed bytes, or NULL when there are none to be had. The caller frees with free(). */
void *memory_new(size_t size);

/* `count` zeroed things of `size` bytes; NULL also when the product overflows. */
void *memory_new_array(size_t count, size_t size);

/* As realloc(), for `count` things of `size` bytes; on NULL the old memory is untouched. */
void *memory_resize(void *memory, size_t count, size_t size);

/* Makes the `nth` allocation from now (1 is the next one) and all later ones fail; 0 ends that.
 * For tests. Returns how many allocations were made since the last call. */
uint64_t memory_fail_at(uint64_t nth);

#endif
