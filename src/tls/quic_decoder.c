/* SPDX-License-Identifier: Apache-2.0 */
/* QUIC: version 1 (RFC 9000, 9001), version 2 (RFC 9369), drafts 22 to 34; Google's own from Q024 on.
 *
 *     long header   1 fixed(1) type(2) …(4 bits) version(32) size, id of the receiver; size, id of the
 *                   sender; of an Initial: token with its size, size of what follows; packet number …
 *     short header  0 fixed(1) …
 *
 * Initial packets are opened by the keys that follow from the first of them, and the hellos in them read
 * as those of TLS. All else is encrypted with keys that are not known, and passed over unseen. Left
 * out: migration, 0-RTT, packets without a long header before them in the flow. */
#include "tls/quic.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

enum { LONG = 0x80, FIXED = 0x40, ID_MOST = 20, DERIVATIONS_MOST = 8 };
enum { VERSION_1 = 1, VERSION_2 = 0x6b3343cf, DRAFT_29 = 0xff00001d };
enum packet_type { INITIAL, ZERO_RTT, HANDSHAKE, RETRY, NEGOTIATION, FOREIGN };

struct packet_header {
	enum packet_type type;
	uint32_t version;
	struct bytes receiver, sender; /* connection ids */
	size_t head, size;	       /* up to the packet number; of the whole packet */
};

/* 'Q' or 'T' and three digits. */
static bool is_google(uint32_t version)
{
	for (unsigned shift = 0; shift < 24; shift += 8)
		if ((version >> shift & 0xff) < '0' || (version >> shift & 0xff) > '9')
			return false;
	return version >> 24 == 'Q' || version >> 24 == 'T';
}

/* Reserved to keep negotiation in use (RFC 9000 15): sealed as the version that the client knows best. */
static bool is_reserved(uint32_t version)
{
	return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

/* Versions that are in use, were, or are reserved to keep negotiation in use. */
static bool is_version(uint32_t version)
{
	return quic_version_known(version) || is_google(version) || (version & 0xffffff00) == 0xff000000 ||
	       (version & 0xfffffff0) == 0xfaceb000 || is_reserved(version);
}

static enum packet_type type_of(uint8_t first, uint32_t version)
{
	unsigned bits = first >> 4 & 3;

	if (version == 0)
		return NEGOTIATION;
	if (!quic_version_known(version) && !is_reserved(version))
		return FOREIGN;
	return version == VERSION_2 ? (enum packet_type)((bits + 3) % 4) : (enum packet_type)bits;
}

/* Reads a long header. False: there is none, or it is cut. */
static bool header_read(struct bytes bytes, struct packet_header *ret_header)
{
	struct cursor cursor = cursor_over(bytes);
	uint8_t first = cursor_u8(&cursor);
	struct packet_header header = { .version = cursor_be32(&cursor) };

	if (!cursor_ok(&cursor) || !(first & LONG))
		return false;
	header.type = type_of(first, header.version);
	header.size = bytes.size;
	/* Google's before Q050 hold the ids otherwise. */
	if (is_google(header.version) && header.type == FOREIGN) {
		*ret_header = header;
		return true;
	}
	header.receiver = cursor_take(&cursor, cursor_u8(&cursor));
	header.sender = cursor_take(&cursor, cursor_u8(&cursor));
	if (!cursor_ok(&cursor) || header.receiver.size > ID_MOST || header.sender.size > ID_MOST)
		return false;
	if (header.type == INITIAL)
		cursor_skip(&cursor, (size_t)quic_take_number(&cursor));
	if (header.type <= HANDSHAKE) {
		uint64_t size = quic_take_number(&cursor);

		header.head = bytes.size - cursor_left(&cursor);
		if (!cursor_ok(&cursor) || size > cursor_left(&cursor))
			return false;
		header.size = header.head + (size_t)size;
	}
	*ret_header = header;
	return true;
}

/* --- bids --- */

static unsigned negotiation_bits(struct bytes first, const struct packet_header *header)
{
	struct cursor versions = cursor_over(
		bytes_from(first, 7 + header->receiver.size + header->sender.size));

	if (!cursor_left(&versions) || cursor_left(&versions) % 4)
		return 0;
	while (cursor_left(&versions))
		if (!is_version(cursor_be32(&versions)))
			return 0;
	return 32 + 8;
}

/* Google's versions up to Q043: flags, id(64 bits), version. */
static unsigned google_bits(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint8_t flags = cursor_u8(&cursor);

	cursor_skip(&cursor, 8);
	uint32_t version = cursor_be32(&cursor);

	/* A version, an id of eight bytes, nothing that is not defined. */
	return cursor_ok(&cursor) && (flags & 0xc9) == 0x09 && version >> 24 == 'Q' && is_google(version)
		       ? 8 + 32 - 12
		       : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct packet_header header;

	(void)direction;
	if (first.size < 21)
		return 0;
	if (!(first.data[0] & LONG))
		return google_bits(first);
	if (!header_read(first, &header))
		return 0;
	if (header.type == NEGOTIATION)
		return negotiation_bits(first, &header);
	if (!is_version(header.version))
		return 0;
	/* A reserved version says less: 16 bits of it are any. */
	if (is_reserved(header.version))
		return first.size >= 1200 ? 16 + 1 + 6 : 0;
	return 32 + 1 + (first.data[0] & FIXED ? 1 : 0);
}

/* --- reading --- */

static void forget_initial(struct quic *quic)
{
	struct quic_initial *initial = quic->initial;

	if (!initial)
		return;
	pieces_free(&initial->crypto[0].pieces);
	pieces_free(&initial->crypto[1].pieces);
	free(initial);
	quic->initial = NULL;
}

static bool open_packet(const struct quic_keys *keys, struct bytes bytes, const struct packet_header *header,
			uint8_t *to, struct bytes *ret_payload)
{
	const struct quic_packet packet = {
		.header = bytes_slice(bytes, 0, header->head),
		.rest = bytes_slice(bytes, header->head, header->size - header->head),
	};

	return quic_open(keys, &packet, to, ret_payload);
}

/* Whether the packet is the first of a connection, sealed as `version` has it. */
static bool fits(uint32_t version, struct bytes bytes, const struct packet_header *header,
		 struct quic_keys keys[2], uint8_t *to, struct bytes *ret_payload)
{
	return quic_keys_derive(version, header->receiver, keys) &&
	       open_packet(&keys[0], bytes, header, to, ret_payload);
}

/* A connection begins, or goes on by another id or version: keys anew. The packet proves them. */
static bool begin(struct quic *quic, enum direction direction, struct bytes bytes,
		  const struct packet_header *header, uint8_t *to, struct bytes *ret_payload,
		  struct observer *observer)
{
	struct quic_keys keys[2];

	if (quic->derivations >= DERIVATIONS_MOST)
		return false;
	quic->derivations++;
	if (is_reserved(header->version) ? !fits(VERSION_1, bytes, header, keys, to, ret_payload) &&
						   !fits(DRAFT_29, bytes, header, keys, to, ret_payload)
					 : !fits(header->version, bytes, header, keys, to, ret_payload))
		return false;
	quic->derivations = 0;
	forget_initial(quic);
	quic->initial = memory_new(sizeof *quic->initial);
	if (!quic->initial) {
		observer_out_of_memory(observer);
		return false;
	}
	if (quic->tls.session && quic->tls.session->server_hello)
		handshake_settle(&quic->tls, "unknown", observer);
	for (unsigned i = 0; i < 2; i++) {
		quic->initial->keys[i] = keys[i];
		buffer_free(&quic->tls.sides[i].message);
		quic->tls.sides[i] = (struct side){ .started = false };
	}
	quic->client = direction;
	quic->said = false;
	quic->google = is_google(header->version);
	quic->connections[0] = quic->connections[1] = hash_bytes(header->receiver, header->version);
	return true;
}

/* Whether the packet is the client's, of a connection whose hellos were read. */
static bool is_over(const struct quic *quic, enum direction direction, const struct packet_header *header)
{
	uint64_t id = hash_bytes(header->receiver, header->version);

	return !quic->initial && quic->known &&
	       (direction != quic->client || id == quic->connections[0] || id == quic->connections[1]);
}

/* Reads an Initial packet. False: it stays closed. */
static bool read_initial(struct quic *quic, enum direction direction, struct bytes bytes,
			 const struct packet_header *header, struct observer *observer)
{
	struct bytes payload;

	if (is_over(quic, direction, header))
		return false;
	uint8_t *to = memory_new(header->size);

	if (!to) {
		observer_out_of_memory(observer);
		return false;
	}
	bool opened = quic->initial && open_packet(&quic->initial->keys[direction != quic->client], bytes,
						   header, to, &payload);

	if (!opened)
		opened = begin(quic, direction, bytes, header, to, &payload, observer);
	if (opened) {
		if (direction != quic->client)
			quic->connections[1] = hash_bytes(header->sender, header->version);
		if (!quic_read_frames(quic, direction, payload, observer))
			observer_undecoded(observer, "quic", "malformed", "a broken Initial packet",
					   header->size, bytes);
		if (quic->said || (quic->tls.session && quic->tls.session->server_hello))
			forget_initial(quic);
	}
	free(to);
	return opened;
}

/* Reads the packets of a datagram one by one, as long as there may be one of use. Returns how many
 * bytes of it were read; 0: all is opaque. */
static size_t read_packets(struct quic *quic, enum direction direction, struct bytes datagram,
			   struct observer *observer)
{
	struct packet_header header;
	size_t at = 0, read = 0;

	while (at < datagram.size && header_read(bytes_from(datagram, at), &header)) {
		struct bytes bytes = bytes_from(datagram, at);

		if (header.type == FOREIGN && is_google(header.version) && !quic->said) {
			struct bytes hello = quic_find_google(bytes);

			if (hello.size)
				quic_read_google(quic, direction, hello, observer);
		} else if (header.type == INITIAL &&
			   read_initial(quic, direction, bytes, &header, observer)) {
			read = at + header.size;
		}
		if (header.type > HANDSHAKE)
			break;
		at += header.size;
	}
	return read;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct quic *quic = state;
	struct bytes datagram = stream->unread.rest;
	size_t read = 0;

	if (datagram.size && datagram.data[0] & LONG) {
		read = read_packets(quic, direction, datagram, observer);
	} else if (datagram.size && !quic->known && google_bits(datagram)) {
		struct bytes hello = quic_find_google(datagram);

		if (hello.size)
			quic_read_google(quic, direction, hello, observer);
	} else if (quic->tls.session && quic->tls.session->server_hello && direction == quic->client) {
		/* A client speaks like this only when it has finished. */
		handshake_settle(&quic->tls, "completed", observer);
	}
	quic->known = quic->known || quic->said || quic->initial || quic->tls.known;
	cursor_skip(&stream->unread, read);
	stream->skip = cursor_left(&stream->unread);
	stream->skip_as = OPAQUE;
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct quic *quic = state;

	handshake_cut(&quic->tls, FROM_CLIENT, observer);
	handshake_cut(&quic->tls, FROM_SERVER, observer);
	handshake_settle(&quic->tls, "unknown", observer);
	forget_initial(quic);
}

const struct app_decoder app_decoder_quic = {
	.name = "quic",
	.specification = "RFC 9000, RFC 9001, RFC 9369",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 443 },
			{ SELECT_UDP_PORT, 80 },
			{ SELECT_UDP_PORT, 853 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct quic),
	.bid = bid,
	.decode = decode,
	.close = end,
};
