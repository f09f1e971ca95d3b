/* SPDX-License-Identifier: Apache-2.0 */
/* Decoders of application protocols: they read a stream (TCP) or datagrams (UDP) and observe. */
#ifndef PROBITY_PROTOCOL_APPLICATION_H
#define PROBITY_PROTOCOL_APPLICATION_H

#include "base/decoded.h"
#include "evidence/observer.h"
#include "protocol/packet.h"

enum direction { FROM_CLIENT, FROM_SERVER };

/* How bytes that a decoder leaves to be skipped are to be counted (attribute of `coverage`). */
enum readability { READABLE, OPAQUE, UNREAD };

/* One direction's bytes as far as they are there. A decoder consumes whole units from `unread`;
 * what it leaves is offered again, with more behind it. */
struct stream {
	struct cursor unread;	 /* contiguous; for a datagram: exactly the datagram */
	uint64_t offset;	 /* stream offset of the first unread byte, as offered */
	struct selector carried; /* TRANSPORT_LINK: which of its selectors the payload came under */
	bool datagram;		 /* a datagram: nothing is kept for the next call */
	bool ended;		 /* no byte will follow: FIN, RST, end of the capture, a datagram's end */
	bool full;		 /* LIMIT_MESSAGE_SIZE is met: no more will be kept, take what is there */
	struct expectations *expectations; /* protocol/expectation.h; NULL: none can be announced */

	/* set by the decoder; zero when it is called */
	size_t wanted; /* do not call before this many are unread (a known length) */
	uint64_t skip; /* discard this many bytes behind the consumed ones unseen, captured or not */
	enum readability skip_as; /* what they count as */
	bool rebid;		  /* what follows in both directions is another protocol: ask for bids anew */
	bool relayed; /* with rebid: and it goes on to another server, whose names are not this one's */
	/* With rebid: who reads what follows without bids (a protocol agreed upon), and one piece of memory
	 * that is for its `inherit` (and is only freed if that is never called). */
	const struct app_decoder *successor;
	void *legacy;
};

/* One end of a flow to come. */
struct announced_end {
	struct address host;
	uint16_t port;
	bool tcp;
};

struct app_decoder {
	const char *name, *specification; /* name: as in the attribute `protocol`; lower case */
	/* Ports it is usually found on, ended by SELECT_NONE, which also tell TCP from UDP: a decoder
	 * is asked to bid only for a transport that it names. A port alone never decides. Any other
	 * selector (an IP or PPP protocol, a kind of Bluetooth frame) makes payloads under it datagrams
	 * of TRANSPORT_LINK, which any bid at all then takes. */
	const struct selector *usual_ports;
	size_t state_size; /* zeroed memory that the flow owns, one for both directions */

	/* How many bits of `first` (the first bytes seen of a direction, up to 512, at least 1; a
	 * whole datagram) are as this protocol demands; 0: not mine. Must not allocate or observe.
	 * Works from the bytes alone; for text, 8 bits a matched character. */
	unsigned (*bid)(enum direction direction, struct bytes first);

	/* Takes over what another decoder, which made this one its successor, leaves to it: before anything
	 * is decoded, in that one's place. NULL: nothing is ever left to it. */
	void (*inherit)(void *state, void *legacy, struct observer *observer);

	/* Reads what is there. Called with at least one unread byte, or with none when `ended`. What is
	 * consumed counts as readable, what is skipped as `skip_as`. DECODED and DECODED_IN_PART go on;
	 * DECODED_NOT_MINE gives the flow back (its state is closed first), DECODED_MALFORMED ends the
	 * decoding of this direction (a datagram: of this datagram); both are observed by the flow. A
	 * call that consumes nothing, skips nothing and wants nothing is made again when more bytes
	 * have come. */
	enum decoded (*decode)(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer);

	/* `size` bytes of this direction were not captured; bytes go on behind them. A skip has been
	 * reduced already; called only for what the skip does not cover. The decoder gives up the
	 * unit it is in and looks for the next one. NULL: the direction is given up. */
	void (*gap)(void *state, enum direction direction, uint64_t size, struct observer *observer);

	/* Ends of flows with third hosts that the payload of one packet announces, `room` at most: the
	 * flow tracker brings those flows to where they are expected (protocol/expectation.h). Asked for
	 * every packet, so what is not its own must show at a glance. NULL: it announces none. */
	size_t (*announces)(struct bytes payload, struct announced_end *to, size_t room);

	/* The flow is over: says what was pending and frees what `state` points to. May be NULL. */
	void (*close)(void *state, struct observer *observer);
};

/* A `gap` for decoders that look for the next unit by themselves: nothing is to be done. */
void app_decoder_resume(void *state, enum direction direction, uint64_t size, struct observer *observer);

/* All application decoders, ended by NULL, in the order of protocol/app_decoders.h. */
extern const struct app_decoder *const app_decoders[];

/* Whether the decoder names this transport at all, and whether it names this very port. */
bool app_decoder_speaks(const struct app_decoder *decoder, enum selector_space transport);
bool app_decoder_usual(const struct app_decoder *decoder, enum selector_space transport, uint32_t number);
/* Whether any decoder names this selector. */
bool app_decoder_names(struct selector selector);

#endif
