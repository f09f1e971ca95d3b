/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the garden: what the program reads back. */
#ifndef PROBITY_TESTS_GARDEN_H
#define PROBITY_TESTS_GARDEN_H

#include "base/arena.h"
#include "planted.h"

enum { NAME_ROOM = 48, PLANTINGS = 2000, TOLD = 10, ALIASES = 2 };

struct told {
	const char *type, *value;
	bool found;
};

struct plot {
	const char *name, *family;
	char address[NAME_ROOM], aliases[ALIASES][NAME_ROOM];
	unsigned told_count, alias_count, wrong;
	struct told told[TOLD];
};

struct frame {
	struct frame *next;
	uint32_t link_type;
	struct bytes bytes;
};

struct garden {
	struct arena arena;
	struct plot plots[PLANTINGS];
	unsigned count;
	const char *family; /* of the plantings that are being made */
	uint16_t client_port;
	struct frame *first, **last;
	size_t frames;
};

/* The instant of frame number `index`. */
uint64_t frame_microseconds(size_t index);

/* Fills the garden from the list of plantings. */
void garden_plant(struct garden *garden);

#endif
