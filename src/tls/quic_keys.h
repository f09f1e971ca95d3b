/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of QUIC's Initial packets, which anyone can derive from what the packets carry. */
#ifndef PROBITY_TLS_QUIC_KEYS_H
#define PROBITY_TLS_QUIC_KEYS_H

#include "base/bytes.h"

struct quic_keys {
	uint8_t key[16], iv[12], header[16];
};

/* The keys of both sides (the client's first) for packets of `version` in a connection that the client
 * began to `connection`. False: no keys are known for this version, or there was no memory. */
bool quic_keys_derive(uint32_t version, struct bytes connection, struct quic_keys ret_keys[2]);

/* Whether quic_keys_derive() knows the version. */
bool quic_version_known(uint32_t version);

/* A protected packet: its header up to the packet number, and all that follows. */
struct quic_packet {
	struct bytes header, rest;
};

/* Removes the protection. `to` has room for rest.size bytes; what the packet says is then
 * `ret_payload`, in it. `keys` change nothing. False: the keys are not the packet's. */
bool quic_open(const struct quic_keys *keys, const struct quic_packet *packet, uint8_t *to,
	       struct bytes *ret_payload);

#endif
