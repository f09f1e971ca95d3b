/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/choose.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A bid below this is a guess; on the protocol's usual port half of it will do. */
static const unsigned BID_LEAST = 16;

#define APP_DECODER(name) +1
enum {
	DECODERS =
#include "protocol/app_decoders.h"
};
#undef APP_DECODER

struct directory {
	/* Of TCP, of UDP */
	const struct app_decoder *speakers[2][DECODERS + 1]; /* in the order of app_decoders, ended by NULL */
	uint8_t usual[2][(1 << 16) / 8];		     /* a bit for each port */
};

static void list_ports(uint8_t *usual, const struct app_decoder *decoder, enum selector_space transport)
{
	for (const struct selector *port = decoder->usual_ports; port->space; port++)
		if (port->space == transport)
			usual[(uint16_t)port->number / 8] |= (uint8_t)(1 << port->number % 8);
}

struct directory *directory_new(void)
{
	struct directory *directory = memory_new(sizeof *directory);
	size_t counts[2] = { 0, 0 };

	for (size_t i = 0; directory && app_decoders[i]; i++)
		for (size_t udp = 0; udp < 2; udp++) {
			enum selector_space transport = udp ? SELECT_UDP_PORT : SELECT_TCP_PORT;

			list_ports(directory->usual[udp], app_decoders[i], transport);
			if (app_decoder_speaks(app_decoders[i], transport))
				directory->speakers[udp][counts[udp]++] = app_decoders[i];
		}
	return directory;
}

void directory_free(struct directory *directory)
{
	free(directory);
}

bool directory_usual(const struct directory *directory, enum selector_space transport, uint16_t port)
{
	return directory->usual[transport == SELECT_UDP_PORT][port / 8] >> port % 8 & 1;
}

static bool has_port(const struct choice *choice)
{
	return choice->carried.space == SELECT_TCP_PORT || choice->carried.space == SELECT_UDP_PORT;
}

static bool speaks(const struct app_decoder *decoder, const struct choice *choice)
{
	return has_port(choice) ? app_decoder_speaks(decoder, choice->carried.space)
				: app_decoder_usual(decoder, choice->carried.space, choice->carried.number);
}

const struct app_decoder *choose_decoder(const struct choice *choice, enum direction direction,
					 struct bytes first)
{
	const struct app_decoder *const *asked = app_decoders, *best = NULL;
	bool listed = choice->directory && has_port(choice);
	unsigned best_bid = 0;

	if (listed)
		asked = choice->directory->speakers[choice->carried.space == SELECT_UDP_PORT];
	if (choice->carried.space == SELECT_TCP_PORT)
		first = bytes_slice(first, 0, 512);
	for (; *asked && first.size; asked++) {
		const struct app_decoder *decoder = *asked;

		if (decoder == choice->refused || (!listed && !speaks(decoder, choice)))
			continue;
		unsigned bid = decoder->bid(direction, first);

		if (!bid)
			continue;
		if (!has_port(choice))
			bid += BID_LEAST;
		else if (choice->port && app_decoder_usual(decoder, choice->carried.space, choice->port))
			bid += BID_LEAST / 2;
		if (bid >= BID_LEAST && bid > best_bid) {
			best = decoder;
			best_bid = bid;
		}
	}
	return best;
}

const struct app_decoder *choose_named(const char *name)
{
	for (size_t i = 0; app_decoders[i]; i++)
		if (strcmp(app_decoders[i]->name, name) == 0)
			return app_decoders[i];
	return NULL;
}

enum readability choose_look(struct bytes payload)
{
	unsigned control = 0, different = 0;
	bool seen[256] = { false };
	struct bytes head = bytes_slice(payload, 0, 512);

	for (size_t i = 0; i < head.size; i++) {
		uint8_t byte = head.data[i];
		bool blank = byte == '\n' || byte == '\r' || byte == '\t';

		control += byte < ' ' && !blank;
		different += !seen[byte];
		seen[byte] = true;
	}
	if (head.size >= 4 && !control && different < 140)
		return READABLE;
	/* 256 random bytes hold 162 different ones on average and hardly ever fewer than 140; of 512,
	 * 221. Text, records and code stay far below. */
	if (head.size >= 256 && different >= (head.size >= 512 ? 200u : 140u))
		return OPAQUE;
	return UNREAD;
}
