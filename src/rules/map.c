/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "rules/joins.h"

static struct map_entry *place_of(const struct map *map, struct bytes key)
{
	size_t at = hash_bytes(key, 1) & (map->room - 1);

	while (map->entries[at].key.data && !bytes_equal(map->entries[at].key, key))
		at = (at + 1) & (map->room - 1);
	return &map->entries[at];
}

static bool grow(struct map *map)
{
	struct map larger = { .room = map->room ? 2 * map->room : 64 };

	larger.entries = memory_new_array(larger.room, sizeof *larger.entries);
	if (!larger.entries)
		return false;
	for (size_t i = 0; i < map->room; i++)
		if (map->entries[i].key.data)
			*place_of(&larger, map->entries[i].key) = map->entries[i];
	free(map->entries);
	map->entries = larger.entries;
	map->room = larger.room;
	return true;
}

bool map_add(struct map *map, struct bytes key, const void *value)
{
	if (key.size == 0)
		return true;
	if (2 * (map->count + 1) > map->room && !grow(map))
		return false;
	struct map_entry *place = place_of(map, key);

	if (!place->key.data) {
		*place = (struct map_entry){ key, value };
		map->count++;
	}
	return true;
}

const void *map_find(const struct map *map, struct bytes key)
{
	return map->count && key.size ? place_of(map, key)->value : NULL;
}

void map_free(struct map *map)
{
	free(map->entries);
	*map = (struct map){ .room = 0 };
}
