/* SPDX-License-Identifier: Apache-2.0 */
/* A conversation inside another one: the bytes that a decoder unwraps (a WebSocket's messages, what a proxy
 * passes on, decrypted records) are read by the application decoder that bids most for them, as a flow's
 * would be. What is said of them names that decoder, and lies where the bytes they were made from lie. */
#ifndef PROBITY_PROTOCOL_INNER_H
#define PROBITY_PROTOCOL_INNER_H

#include "protocol/application.h"

struct inner;

struct inner_options {
	/* Who reads it; NULL, or when it says that it is none of its own: whoever bids most. */
	const struct app_decoder *decoder;
	void *legacy;			   /* for the `inherit` of `decoder`, as in struct stream */
	uint16_t port;			   /* of the server, as a hint; 0: unknown */
	bool datagrams;			   /* each delivery is a datagram */
	bool encrypted;			   /* what is delivered was decrypted */
	bool relayed;			   /* the called side passes it on to another one */
	bool known_only;		   /* what nobody claims is not read as content: the caller does it */
	struct expectations *expectations; /* as in the outer struct stream */
	/* What that other one is called, or empty; copied, as are the words of the message by which
	 * unclaimed bytes that look like content are handed on. Without a part: `payload`. */
	struct bytes host;
	const struct message *message;
};

/* NULL without memory (which is observed), or when streams are nested too deep (LIMIT_INNER_DEPTH, which is
 * observed): all the other functions accept that. */
struct inner *inner_new(const struct inner_options *options, struct observer *observer);

/* The next bytes of a direction (or a datagram). `where`: the bytes of the window they were made from; the
 * same as `bytes` unless they are a copy, of the same size if each was made from its like. What is not
 * consumed at once is copied. Answers how they are read, for the coverage: unclaimed ones as they look. */
enum readability inner_deliver(struct inner *inner, enum direction direction, struct bytes bytes,
			       struct bytes where, struct observer *observer);

/* `size` bytes of a direction are missing. */
void inner_gap(struct inner *inner, enum direction direction, uint64_t size, struct observer *observer);

/* No byte will follow. */
void inner_end(struct inner *inner, enum direction direction, struct observer *observer);

/* Ends both directions, closes the decoder and frees everything. */
void inner_close(struct inner *inner, struct observer *observer);

/* Who reads it; NULL: nobody, or nobody yet. */
const struct app_decoder *inner_decoder(const struct inner *inner);

#endif
