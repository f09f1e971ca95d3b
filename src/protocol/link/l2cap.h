/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBITY_PROTOCOL_LINK_L2CAP_H
#define PROBITY_PROTOCOL_LINK_L2CAP_H

#include "protocol/link_memory.h"
#include "protocol/packet.h"

/* Ours: what host and controller say to each other, as files that say the kind and direction beside it have
 * it; the lower 16 bits are the link type of H4. */
enum {
	LINK_H4 = 187,
	LINK_HCI_COMMAND = 1 << 16 | LINK_H4,
	LINK_HCI_EVENT = 2 << 16 | LINK_H4,
	LINK_HCI_SENT = 3 << 16 | LINK_H4, /* ACL data to the controller */
	LINK_HCI_RECEIVED = 4 << 16 | LINK_H4,
	LINK_HCI_OTHER = 5 << 16 | LINK_H4,
};

/* Goes on with a piece of an L2CAP frame: what the packet holds; `starts`: the first one. `link` may be NULL.
 * A frame that is not whole yet ends the chain as control: its bytes are counted with its last piece. */
enum decoded l2cap_piece(struct packet *packet, struct bluetooth_link *link, enum bluetooth_side side,
			 bool starts);

/* An address as Bluetooth sends it: last octet first. Takes six bytes. */
struct address bluetooth_address(struct cursor *cursor);

#endif
