/* SPDX-License-Identifier: Apache-2.0 */
/* Where bytes come from: the context that a flow (or a file of an image) sets around a decoder, so
 * that an observation knows its hosts, its time and its frames without the decoder's help. */
#ifndef PROBITY_EVIDENCE_CARRIER_H
#define PROBITY_EVIDENCE_CARRIER_H

#include "base/address.h"
#include "base/instant.h"

/* From stream offset `offset` on (up to the next span), bytes were captured in this frame. */
struct span {
	uint64_t offset;
	uint64_t frame; /* number in its input, from 1 */
	instant time;
};

/* Which bytes of the stream that the packets carry a run of unwrapped bytes was made from. */
struct outer_place {
	uint64_t offset, size;
	bool straight; /* byte by byte: not compressed or put together anew */
};

/* The bytes that a decoder is looking at, with their place in the stream (or datagram). A value is
 * located by where it lies in `bytes`; spans are in rising order and cover all of it. */
struct window {
	struct bytes bytes;
	uint64_t offset; /* stream offset of the first byte */
	const struct span *spans;
	size_t span_count; /* at least 1 */
};

struct carrier {
	unsigned input; /* number of the input, from 0, in the order given */
	struct address source, destination;
	uint16_t source_port, destination_port;
	bool from_client;      /* `source` opened the flow (or spoke first) */
	bool encrypted;	       /* what is read here was decrypted with keys */
	bool opened;	       /* something of it was: set by observer_enter() */
	bool cut;	       /* a datagram of which only the beginning was recorded: it is not malformed */
	bool relayed;	       /* the called side passes this on: names called in it are another's */
	unsigned depth;	       /* streams that these bytes were unwrapped from */
	const char *transport; /* static: "tcp", "udp", "link", "other" */
	const char *protocol;  /* static: the (innermost) application decoder's name, or "unknown" */
	struct bytes host;     /* name by which the client called the server, if it said one */
	struct window window;
	/* Of bytes that were unwrapped (protocol/inner.h): where each span of the window comes from; the
	 * window's offsets are then those of the unwrapped stream. NULL: the stream is the packets' own. */
	const struct outer_place *places;
};

#endif
