/* SPDX-License-Identifier: Apache-2.0 */
/* From a frame to the payload of a transport protocol: a chain of small decoders, each of which
 * consumes its header and says who is next. */
#ifndef PROBITY_PROTOCOL_PACKET_H
#define PROBITY_PROTOCOL_PACKET_H

#include "base/address.h"
#include "base/cursor.h"
#include "base/decoded.h"
#include "base/instant.h"

enum selector_space {
	SELECT_NONE,
	SELECT_LINK,	    /* LINKTYPE_ value of a capture file (tcpdump.org/linktypes.html) */
	SELECT_ETHER_TYPE,  /* IEEE 802 numbers */
	SELECT_IP_PROTOCOL, /* IANA protocol numbers */
	SELECT_TCP_PORT,    /* for application decoders: a hint, never proof */
	SELECT_UDP_PORT,
	SELECT_PPP,	  /* IANA PPP DLL protocol numbers */
	SELECT_WLAN,	  /* 802.11 frames without data: type and subtype as in the frame control's octet */
	SELECT_BLUETOOTH, /* enum bluetooth_payload */
	SELECT_PAYLOAD,	  /* the chain is at its end: `rest` is the payload of `transport` */
	SELECT_OPAQUE,	  /* the chain is at its end: nobody reads what follows (`name` says what it is,
			   * `opaque` why) */
	SELECT_CONTROL,	  /* the chain is at its end: what follows keeps links going and is nobody's data */
};

struct link_memory;

struct selector {
	enum selector_space space;
	uint32_t number;
};

/* What a Bluetooth frame carries, beside the fixed channels of L2CAP (4: ATT, 6: SMP), which stand for
 * themselves. */
enum bluetooth_payload {
	BLUETOOTH_ATT = 4,
	BLUETOOTH_SMP = 6,
	BLUETOOTH_ADVERTISING = 0x10000, /* a frame of the air from its header on */
	BLUETOOTH_REPORT,	   /* the same as a controller tells it: kind (1), kind of address (1), … */
	BLUETOOTH_REPORT_EXTENDED, /* kind (2), kind of address (1), … */
	BLUETOOTH_REPORTS,	   /* several of those; only between packet decoders */
	BLUETOOTH_REPORTS_EXTENDED,
};

enum transport {
	TRANSPORT_NONE,
	TRANSPORT_TCP,
	TRANSPORT_UDP,
	/* Neither: a header below names an application decoder at once (`carried`), and its payload is a
	 * datagram between two hosts, or two link addresses where there are none. */
	TRANSPORT_LINK,
};

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16, TCP_URG = 32 };

struct packet {
	/* set by the input */
	unsigned input;
	uint64_t frame; /* from 1, per input */
	instant time;
	struct link_memory
		*memory;    /* of what links told before (protocol/link_memory.h); NULL: none is kept */
	struct cursor rest; /* what is not consumed yet */
	size_t wire_left;   /* what `rest` would hold had the frame been recorded whole */

	/* set by the chain */
	struct selector next;
	struct address source_mac, destination_mac; /* ADDRESS_NONE where the link has none */
	struct address source, destination;	    /* innermost IP addresses */
	struct {
		bool is; /* this is one fragment of a datagram; next: SELECT_IP_PROTOCOL of the whole */
		bool more;
		uint32_t identification;
		uint32_t offset; /* in bytes */
	} fragment;
	enum transport transport;
	struct selector carried; /* TRANSPORT_LINK: what the payload was said to be */
	uint16_t source_port, destination_port;
	struct {
		uint32_t sequence, acknowledgement;
		uint8_t flags;
	} tcp;
	bool quoted;		/* an error quotes it: perhaps the capture holds it itself */
	bool encrypted;		/* it was on its way, and whoever captured it decrypted it */
	unsigned encapsulation; /* IP headers so far */
	const char *name;	/* static: innermost decoder that worked, for `undecoded` */
	const char *reason;	/* static word: why the chain broke off; NULL if it did not */
	const char *opaque;	/* static word: why nobody reads it, with SELECT_OPAQUE; NULL: `opaque` */
	/* Other packets of the same frame, behind this one: see packet_announce() */
	struct {
		struct bytes bytes;
		size_t wire_size;
		struct selector as; /* SELECT_NONE: there are none */
	} further;
};

/* A decoder of a link, network or transport header. `decode` consumes the header from
 * `packet->rest`, lowers `wire_left` alike (packet_consume() does both), sets addresses and ports,
 * and sets `packet->next`. Padding behind the innermost length field is cut off. */
struct packet_decoder {
	const char *name, *specification;
	const struct selector *claims; /* ends with SELECT_NONE */
	enum decoded (*decode)(struct packet *packet);
};

/* Takes `size` bytes of header from the packet. */
static inline struct bytes packet_consume(struct packet *packet, size_t size)
{
	packet->wire_left = packet->wire_left > size ? packet->wire_left - size : 0;
	return cursor_take(&packet->rest, size);
}

/* Says that the innermost header declares `size` bytes to follow: cuts padding, or lowers nothing
 * where fewer were recorded. */
static inline void packet_limit(struct packet *packet, size_t size)
{
	packet->wire_left = size;
	if (packet->rest.rest.size > size)
		packet->rest.rest.size = size;
}

/* The chain is at its end: nobody reads what follows. `why`: a static word, or NULL. */
static inline enum decoded packet_opaque(struct packet *packet, const char *why)
{
	packet->next = (struct selector){ SELECT_OPAQUE, 0 };
	packet->opaque = why;
	return DECODED;
}

/* The frame carries several packets: what is left of the rest behind `size` bytes is to be decoded `as`
 * (a selector) once this packet is done with; takes it off the rest. False where a frame around this one has
 * announced others already: the chain then ends with reason `limit`. */
bool packet_announce(struct packet *packet, size_t size, struct selector as);

/* Turns `packet` into the next packet of its frame, ready for packet_decode(); false when there is none. */
bool packet_further(struct packet *packet);

/* Runs the chain from `packet->next` until SELECT_PAYLOAD, SELECT_OPAQUE, SELECT_CONTROL, a fragment, a
 * selector that an application decoder names (then the payload is that decoder's, of TRANSPORT_LINK), or
 * trouble (then `reason` is set: `malformed`, `cut`, `unknown-link-type`, `unknown-ether-type`,
 * `unknown-ip-protocol`, `limit`). */
enum decoded packet_decode(struct packet *packet);

/* All packet decoders, ended by NULL, in the order of protocol/packet_decoders.h. */
extern const struct packet_decoder *const packet_decoders[];

/* Those of them that carry packets inside UDP: they claim SELECT_UDP_PORT and return DECODED_NOT_MINE,
 * whatever they did to the packet, for datagrams that are not theirs. */
extern const struct packet_decoder *const packet_udp_tunnels[];

/* Ones'-complement checksums are not verified: captures on the sending host show them unset
 * (offloading), and a packet that the receiver drops is seen again as a retransmission. */

#endif
