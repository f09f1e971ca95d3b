/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is taken in small pieces and given back all at once. */
#ifndef PROBITY_BASE_ARENA_H
#define PROBITY_BASE_ARENA_H

#include "base/bytes.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used; /* bytes handed out */
};

/* `size` zeroed bytes, aligned for anything, valid until arena_free(); NULL without memory. */
void *arena_take(struct arena *arena, size_t size);

/* The same, aligned only to a power of two up to what anything needs: small things lie closer together. */
void *arena_take_aligned(struct arena *arena, size_t size, size_t alignment);

/* A copy of `bytes` with a NUL behind it that is not counted. Without memory: data is NULL. */
struct bytes arena_copy(struct arena *arena, struct bytes bytes);

/* Gives back everything; the arena is empty and usable again. */
void arena_free(struct arena *arena);

#endif
