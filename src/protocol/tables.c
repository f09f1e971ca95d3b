/* SPDX-License-Identifier: Apache-2.0 */
/* Expands the two lists of decoders: once for the externs, once for the tables. */
#include "protocol/application.h"
#include "protocol/packet.h"

#define PACKET_DECODER(name) extern const struct packet_decoder packet_decoder_##name;
#include "protocol/packet_decoders.h"
#undef PACKET_DECODER
#define APP_DECODER(name) extern const struct app_decoder app_decoder_##name;
#include "protocol/app_decoders.h"
#undef APP_DECODER

const struct packet_decoder *const packet_decoders[] = {
#define PACKET_DECODER(name) &packet_decoder_##name,
#include "protocol/packet_decoders.h"
#undef PACKET_DECODER
	NULL,
};

const struct packet_decoder *const packet_udp_tunnels[] = {
#define PACKET_DECODER(name)
#define UDP_PACKET_DECODER(name) &packet_decoder_##name,
#include "protocol/packet_decoders.h"
#undef PACKET_DECODER
	NULL,
};

const struct app_decoder *const app_decoders[] = {
#define APP_DECODER(name) &app_decoder_##name,
#include "protocol/app_decoders.h"
#undef APP_DECODER
	NULL,
};

bool app_decoder_speaks(const struct app_decoder *decoder, enum selector_space transport)
{
	for (const struct selector *port = decoder->usual_ports; port->space; port++)
		if (port->space == transport)
			return true;
	return false;
}

bool app_decoder_usual(const struct app_decoder *decoder, enum selector_space transport, uint32_t number)
{
	for (const struct selector *port = decoder->usual_ports; port->space; port++)
		if (port->space == transport && port->number == number)
			return true;
	return false;
}

bool app_decoder_names(struct selector selector)
{
	for (const struct app_decoder *const *decoder = app_decoders; *decoder; decoder++)
		if (app_decoder_usual(*decoder, selector.space, selector.number))
			return true;
	return false;
}

void app_decoder_resume(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	(void)state;
	(void)direction;
	(void)size;
	(void)observer;
}
