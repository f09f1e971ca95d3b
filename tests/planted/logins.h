/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations as rows of a table. */
#ifndef PROBITY_TESTS_LOGINS_H
#define PROBITY_TESTS_LOGINS_H

#include "planted.h"

#define CLIENT(bytes) \
	{ \
		false, BYTES(bytes) \
	}
#define SERVER(bytes) \
	{ \
		true, BYTES(bytes) \
	}

enum { LOGIN_TURNS = 10 };

struct login {
	const char *name;
	uint16_t port;
	void (*say)(struct garden *garden, uint16_t port, const struct turn *turns, size_t count);
	const char *secret; /* NULL: none is told */
	struct turn turns[LOGIN_TURNS];
};

void plant_each_login(struct garden *garden, const struct login *logins, size_t count);

#endif
