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

void *arena_take(struct arena *arena, size_t size)
{
	size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct arena_block *block = arena->blocks;

	if (rounded < size)
		return NULL;
	if (!block || rounded > block->room - block->used) {
		size_t room = rounded > BLOCK_SIZE / 4 ? rounded : BLOCK_SIZE;

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
			fresh->used = rounded;
			arena->used += rounded;
			return fresh->data;
		}
		fresh->next = block;
		arena->blocks = block = fresh;
	}
	void *taken = block->data + block->used;

	block->used += rounded;
	arena->used += rounded;
	return taken;
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
