/* SPDX-License-Identifier: Apache-2.0 */
/* What links have told earlier in a capture, for the decoders of later frames: whose a Bluetooth connection
 * is, whether it is encrypted, and the pieces of what it sends in several. Belongs to one input. */
#ifndef PROBITY_PROTOCOL_LINK_MEMORY_H
#define PROBITY_PROTOCOL_LINK_MEMORY_H

#include "base/address.h"
#include "base/buffer.h"

struct link_memory;

enum bluetooth_side { SIDE_UNKNOWN, SIDE_CENTRAL, SIDE_PERIPHERAL };

/* A Bluetooth connection, by its access address on the air, by its handle at a controller. */
struct bluetooth_link {
	bool used, air;
	uint32_t number;
	uint64_t last_use;
	struct address central, peripheral;
	bool encrypted;
	/* By enum bluetooth_side */
	struct {
		struct buffer pieces; /* of an L2CAP frame that has begun */
		size_t wanted;	      /* its size; 0: none has begun */
		bool heard;
		uint8_t sequence; /* of the last frame heard, one bit */
	} sides[3];
};

/* An empty memory; NULL without memory of the other kind. */
struct link_memory *link_memory_new(void);
void link_memory_free(struct link_memory *memory);

/* Forgets everything: the input is over. */
void link_memory_clear(struct link_memory *memory);

/* How many connections were forgotten since for others, because there were more than LIMIT_BLUETOOTH_LINKS.
 */
uint64_t link_memory_lost(const struct link_memory *memory);

/* The connection of this number; a new one, in the place of the one unused for longest, where it is unknown.
 * NULL only where `memory` is. Its ends have invented addresses made from the number until they are told. */
struct bluetooth_link *bluetooth_link(struct link_memory *memory, bool air, uint32_t number);

/* Forgets a connection: it was made anew or is over. */
void bluetooth_link_forget(struct bluetooth_link *link, bool used);

/* The address of the controller that was captured at, once it is known. */
struct address *bluetooth_own_address(struct link_memory *memory);

#endif
