/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdlib.h>

struct arena_block {
	struct arena_block *next;
	size_t used, room;
	alignas(max_align_t) uint8_t data[];
};

/* Large enough that a block is rare, small enough that an idle table costs little. */
static const size_t BLOCK_SIZE = 32 * 1024;

void *arena_take_aligned(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block = arena->blocks;
	size_t used = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;

	if (!block || used > block->room || size > block->room - used) {
		size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;

		if (room > SIZE_MAX - sizeof *block)
			return NULL;
		struct arena_block *fresh = memory_new(sizeof *block + room);

		if (!fresh)
			return NULL;
		fresh->room = room;
		if (room != BLOCK_SIZE && block) {
			/* A large piece gets a block of its own; keep filling the current one. */
			fresh->next = block->next;
			block->next = fresh;
			fresh->used = size;
			arena->used += size;
			return fresh->data;
		}
		fresh->next = block;
		arena->blocks = block = fresh;
		used = 0;
	}
	arena->used += used + size - block->used;
	block->used = used + size;
	return block->data + used;
}

void *arena_take(struct arena *arena, size_t size)
{
	return arena_take_aligned(arena, size, alignof(max_align_t));
}

struct bytes arena_copy(struct arena *arena, struct bytes bytes)
{
	uint8_t *copy = arena_take(arena, bytes.size + 1);

	if (!copy)
		return BYTES_EMPTY;
	if (bytes.size)
		memcpy(copy, bytes.data, bytes.size);
	copy[bytes.size] = 0;
	return (struct bytes){ copy, bytes.size };
}

void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
	arena->used = 0;
}
