/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/choose.h"

#include <string.h>

/* A bid below this is a guess; on the protocol's usual port half of it will do. */
static const unsigned BID_LEAST = 16;

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
	const struct app_decoder *best = NULL;
	unsigned best_bid = 0;

	if (choice->carried.space == SELECT_TCP_PORT)
		first = bytes_slice(first, 0, 512);
	for (size_t i = 0; app_decoders[i] && first.size; i++) {
		const struct app_decoder *decoder = app_decoders[i];

		if (decoder == choice->refused || !speaks(decoder, choice))
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
