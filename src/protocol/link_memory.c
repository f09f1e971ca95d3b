/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/link_memory.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { L2CAP_MOST = 4 + 65535 };

struct link_memory {
	struct bluetooth_link links[LIMIT_BLUETOOTH_LINKS];
	uint64_t uses, lost;
	struct address own;
};

struct link_memory *link_memory_new(void)
{
	return memory_new(sizeof(struct link_memory));
}

void bluetooth_link_forget(struct bluetooth_link *link, bool used)
{
	uint8_t octets[6] = { 0,
			      0,
			      (uint8_t)(link->number >> 24),
			      (uint8_t)(link->number >> 16),
			      (uint8_t)(link->number >> 8),
			      (uint8_t)link->number };

	for (unsigned side = 0; side < 3; side++) {
		buffer_free(&link->sides[side].pieces);
		link->sides[side].wanted = 0;
		link->sides[side].heard = false;
	}
	link->encrypted = false;
	link->used = used;
	if (!used)
		link->last_use = 0; /* the first to be taken */
	link->peripheral = address_of((struct bytes){ octets, sizeof octets });
	octets[1] = 1;
	link->central = address_of((struct bytes){ octets, sizeof octets });
}

void link_memory_clear(struct link_memory *memory)
{
	for (size_t i = 0; i < LIMIT_BLUETOOTH_LINKS; i++)
		bluetooth_link_forget(&memory->links[i], false);
	memory->own = (struct address){ .family = ADDRESS_NONE };
	memory->lost = 0;
}

uint64_t link_memory_lost(const struct link_memory *memory)
{
	return memory->lost;
}

void link_memory_free(struct link_memory *memory)
{
	if (!memory)
		return;
	link_memory_clear(memory);
	free(memory);
}

struct bluetooth_link *bluetooth_link(struct link_memory *memory, bool air, uint32_t number)
{
	struct bluetooth_link *oldest;

	if (!memory)
		return NULL;
	oldest = memory->links;
	memory->uses++;
	for (size_t i = 0; i < LIMIT_BLUETOOTH_LINKS; i++) {
		struct bluetooth_link *link = &memory->links[i];

		if (link->used && link->air == air && link->number == number) {
			link->last_use = memory->uses;
			return link;
		}
		if (link->last_use < oldest->last_use)
			oldest = link;
	}
	memory->lost += oldest->used;
	oldest->number = number;
	bluetooth_link_forget(oldest, true);
	oldest->air = air;
	oldest->last_use = memory->uses;
	for (unsigned side = 0; side < 3; side++)
		oldest->sides[side].pieces = buffer_of(L2CAP_MOST);
	return oldest;
}

struct address *bluetooth_own_address(struct link_memory *memory)
{
	return memory ? &memory->own : NULL;
}
