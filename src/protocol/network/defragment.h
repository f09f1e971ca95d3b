/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the fragments of IPv4 (RFC 791 3.2, RFC 815) and IPv6 (RFC 8200 4.5, RFC 5722) datagrams
 * together again: in any order, with duplicates; says when pieces contradict each other. */
#ifndef PROBITY_PROTOCOL_NETWORK_DEFRAGMENT_H
#define PROBITY_PROTOCOL_NETWORK_DEFRAGMENT_H

#include "base/error.h"
#include "protocol/packet.h"

struct defragmenter;

enum defragmented {
	DEFRAGMENT_WAIT,    /* kept; others are missing */
	DEFRAGMENT_WHOLE,   /* it was the last missing piece: go on with packet_decode() */
	DEFRAGMENT_DROPPED, /* this fragment was not kept, `*ret_reason` says why */
};

/* A defragmenter that waits for nothing. It takes its memory as fragments come. */
enum status defragment_new(struct defragmenter **ret_defragmenter, struct error *error);
void defragment_free(struct defragmenter *defragmenter);

/* Takes a packet whose `fragment.is`. On DEFRAGMENT_WHOLE `packet->rest` is the payload of the whole
 * datagram, borrowed until the next call (which it may be given to: tunnels), `wire_left` its size on the
 * wire, `fragment.is` false, and `next` ready for packet_decode().
 * `*ret_reason` is always set, to NULL or to a static word:
 *   overlap    pieces overlapped and differed. IPv4: what came first stands and the datagram goes on
 *              (said with WHOLE); IPv6: the datagram and all that is to come of it is dropped
 *   malformed  no receiver could use it: past 65,535 bytes, a middle piece not in units of eight
 *   limit      no room (DROPPED), see LIMIT_FRAGMENT_BYTES
 *   memory     no memory */
enum defragmented defragment_add(struct defragmenter *defragmenter, struct packet *packet,
				 const char **ret_reason);

/* Gives up all that is incomplete: the input is over. */
void defragment_flush(struct defragmenter *defragmenter);

/* Payload bytes (as on the wire) of all fragments given up since the last call: dropped ones, those
 * of datagrams that stayed incomplete for LIMIT_FRAGMENT_SECONDS or had to make room. */
uint64_t defragment_lost(struct defragmenter *defragmenter);

#endif
