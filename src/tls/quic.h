/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the QUIC decoder share. */
#ifndef PROBITY_TLS_QUIC_H
#define PROBITY_TLS_QUIC_H

#include "tls/handshake.h"
#include "tls/pieces.h"
#include "tls/quic_keys.h"

/* The CRYPTO stream of one side, as far as it has come. */
struct quic_crypto {
	struct pieces pieces;
	size_t taken; /* bytes handed on */
};

/* A handshake that is under way. */
struct quic_initial {
	struct quic_keys keys[2]; /* the client's first */
	struct quic_crypto crypto[2];
};

struct quic {
	struct tls tls;
	struct quic_initial *initial; /* NULL: nothing to read yet, or any more */
	uint64_t connections[2];      /* hashes of the ids by which the client calls the server */
	enum direction client;
	unsigned derivations; /* how often keys were derived */
	bool known, said;     /* a hello was read; it was Google's own, and was said */
	bool google;	      /* a version of Google's: other frames */
};

/* quic_frames.c: reads what an Initial packet carries. False: it is broken. */
bool quic_read_frames(struct quic *quic, enum direction direction, struct bytes payload,
		      struct observer *observer);

/* The number at the start, of 1 to 8 bytes (RFC 9000 16). */
uint64_t quic_take_number(struct cursor *cursor);

/* quic_google.c: whether Google's own hello is here, and where. */
struct bytes quic_find_google(struct bytes bytes);

/* Reads and says it. */
void quic_read_google(struct quic *quic, enum direction direction, struct bytes hello,
		      struct observer *observer);

#endif
