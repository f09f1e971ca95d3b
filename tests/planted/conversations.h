/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations as rows of a table. */
#ifndef PROBITY_TESTS_CONVERSATIONS_H
#define PROBITY_TESTS_CONVERSATIONS_H

#include "planted.h"

#define CLIENT(bytes) \
	{ \
		false, BYTES(bytes) \
	}
#define SERVER(bytes) \
	{ \
		true, BYTES(bytes) \
	}

enum { CONVERSATION_TOLD = 4, CONVERSATION_TURNS = 10 };

struct conversation {
	const char *name;
	uint16_t port;
	void (*say)(struct garden *garden, uint16_t port, const struct turn *turns, size_t count);
	struct {
		const char *type, *value;
	} told[CONVERSATION_TOLD]; /* none: a look-alike */
	struct turn turns[CONVERSATION_TURNS];
};

void plant_conversations(struct garden *garden, const struct conversation *rows, size_t count);

#endif
