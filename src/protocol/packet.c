/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the chain of packet decoders. Who is next is found by walking the list: it stands in order
 * of how often a decoder is asked for, so that the usual ones are met within a few comparisons and
 * no index has to be kept. */
#include "protocol/packet.h"

#include "base/limits.h"
#include "protocol/application.h"
#include "protocol/names.h"

static const struct packet_decoder *decoder_for(struct selector wanted)
{
	for (const struct packet_decoder *const *decoder = packet_decoders; *decoder; decoder++)
		for (const struct selector *claim = (*decoder)->claims; claim->space; claim++)
			if (claim->number == wanted.number && claim->space == wanted.space)
				return *decoder;
	return NULL;
}

static const char *reason_unknown(enum selector_space space)
{
	switch (space) {
	case SELECT_LINK:
		return "unknown-link-type";
	case SELECT_ETHER_TYPE:
		return "unknown-ether-type";
	case SELECT_IP_PROTOCOL:
		return "unknown-ip-protocol";
	case SELECT_PPP:
		return "unknown-ppp-protocol";
	case SELECT_WLAN:
		return "management";
	case SELECT_BLUETOOTH:
		return "unknown-channel";
	default:
		return "malformed";
	}
}

/* The payload of whoever names this selector, if anybody does. */
static bool is_carried(struct packet *packet)
{
	if (!app_decoder_names(packet->next))
		return false;
	packet->carried = packet->next;
	packet->next = (struct selector){ SELECT_PAYLOAD, 0 };
	packet->transport = TRANSPORT_LINK;
	packet->source_port = packet->destination_port = 0;
	if (packet->source.family == ADDRESS_NONE) {
		packet->source = packet->source_mac;
		packet->destination = packet->destination_mac;
	}
	return true;
}

static enum decoded broken_off(struct packet *packet, enum decoded decoded, const char *reason)
{
	packet->reason = reason;
	return decoded;
}

static enum decoded unknown(struct packet *packet)
{
	const char *name = selector_name(packet->next);

	if (name)
		packet->name = name;
	return broken_off(packet, DECODED_NOT_MINE, reason_unknown(packet->next.space));
}

static bool is_end(enum selector_space space)
{
	return space == SELECT_PAYLOAD || space == SELECT_OPAQUE || space == SELECT_CONTROL;
}

/* Whether the decoder takes the datagram; else the packet is as before. */
static bool enter(const struct packet_decoder *decoder, struct selector claim, struct packet *packet)
{
	const struct packet before = *packet;

	packet->next = claim;
	packet->transport = TRANSPORT_NONE;
	if (decoder->decode(packet) == DECODED && cursor_ok(&packet->rest)) {
		packet->name = decoder->name;
		return true;
	}
	*packet = before;
	return false;
}

/* A datagram may carry packets instead of anybody's payload: its ports hint at it, its content proves it. */
static void enter_tunnel(struct packet *packet)
{
	for (const struct packet_decoder *const *decoder = packet_udp_tunnels; *decoder; decoder++)
		for (const struct selector *claim = (*decoder)->claims; claim->space; claim++)
			if ((claim->number == packet->destination_port ||
			     claim->number == packet->source_port) &&
			    claim->space == SELECT_UDP_PORT && enter(*decoder, *claim, packet))
				return;
}

bool packet_announce(struct packet *packet, size_t size, struct selector as)
{
	if (packet->further.as.space) {
		packet->reason = "limit";
		return false;
	}
	packet->further.bytes = bytes_from(packet->rest.rest, size);
	packet->further.wire_size = packet->wire_left > size ? packet->wire_left - size : 0;
	packet->further.as = as;
	packet_limit(packet, size);
	return true;
}

bool packet_further(struct packet *packet)
{
	if (!packet->further.as.space)
		return false;
	*packet = (struct packet){
		.input = packet->input,
		.frame = packet->frame,
		.time = packet->time,
		.memory = packet->memory,
		.rest = cursor_over(packet->further.bytes),
		.wire_left = packet->further.wire_size,
		.next = packet->further.as,
	};
	return true;
}

enum decoded packet_decode(struct packet *packet)
{
	unsigned headers = 0;

	while (!is_end(packet->next.space)) {
		const struct packet_decoder *decoder = decoder_for(packet->next);
		bool snapped = packet->wire_left > cursor_left(&packet->rest);

		if (!decoder && is_carried(packet))
			return DECODED;
		if (!decoder)
			return unknown(packet);
		enum decoded decoded = decoder->decode(packet);

		if (!cursor_ok(&packet->rest))
			return snapped ? broken_off(packet, DECODED_IN_PART, "cut")
				       : broken_off(packet, DECODED_MALFORMED, "malformed");
		if (decoded == DECODED_MALFORMED)
			return broken_off(packet, DECODED_MALFORMED, "malformed");
		packet->name = decoder->name;
		if (packet->reason)
			return DECODED_IN_PART;
		if (packet->encapsulation > LIMIT_ENCAPSULATION || ++headers > LIMIT_HEADERS)
			return broken_off(packet, DECODED_IN_PART, "limit");
		if (packet->fragment.is)
			break;
		if (packet->next.space == SELECT_PAYLOAD && packet->transport == TRANSPORT_UDP)
			enter_tunnel(packet);
	}
	return DECODED;
}
