/* SPDX-License-Identifier: Apache-2.0 */
/* Which decoder reads a conversation: the one whose bid on its first bytes is highest. */
#ifndef PROBITY_PROTOCOL_CHOOSE_H
#define PROBITY_PROTOCOL_CHOOSE_H

#include "protocol/application.h"

/* The decoders by what they name, so that not all of them need be looked at for every flow. Never changed:
 * threads may share it. */
struct directory;
struct directory *directory_new(void); /* NULL without memory */
void directory_free(struct directory *directory);

/* Whether any decoder names this port of TCP or UDP. */
bool directory_usual(const struct directory *directory, enum selector_space transport, uint16_t port);

struct choice {
	struct selector carried;	   /* by which transport, or behind which header */
	uint16_t port;			   /* the server's; 0: unknown */
	const struct app_decoder *refused; /* not asked: it has said before that it is none of its own */
	const struct directory *directory; /* NULL: all decoders are looked at */
};

/* NULL: nobody (yet). `first`: the first bytes of a direction, or a whole datagram. */
const struct app_decoder *choose_decoder(const struct choice *choice, enum direction direction,
					 struct bytes first);

/* The decoder of this name, or NULL. */
const struct app_decoder *choose_named(const char *name);

/* What a payload that nobody claims looks like: READABLE is text. */
enum readability choose_look(struct bytes payload);

#endif
