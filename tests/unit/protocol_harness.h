/* SPDX-License-Identifier: Apache-2.0 */
/* Runs an application decoder as a flow would and writes down all that it says, so that a test is a
 * conversation and the text expected of it. */
#ifndef PROBITY_TESTS_PROTOCOL_HARNESS_H
#define PROBITY_TESTS_PROTOCOL_HARNESS_H

#include "hostile.h"
#include "protocol/application.h"

/* What is sent, or lost, or whose side ends. One step is one frame, numbered from 1. */
struct step {
	enum direction direction;
	struct bytes bytes;
	size_t lost; /* this many bytes are missing from the capture; `bytes` is empty */
	bool ends;   /* no byte follows in this direction */
};

#define CLIENT(text) \
	{ \
		.direction = FROM_CLIENT, .bytes = BYTES(text) \
	}
#define SERVER(text) \
	{ \
		.direction = FROM_SERVER, .bytes = BYTES(text) \
	}
#define CLIENT_LOST(size) \
	{ \
		.direction = FROM_CLIENT, .lost = (size) \
	}
#define SERVER_LOST(size) \
	{ \
		.direction = FROM_SERVER, .lost = (size) \
	}
#define CLIENT_ENDS \
	{ \
		.direction = FROM_CLIENT, .ends = true \
	}
#define SERVER_ENDS \
	{ \
		.direction = FROM_SERVER, .ends = true \
	}

struct conversation {
	const struct app_decoder *decoder;
	const struct step *steps;
	size_t count;
	bool datagrams; /* each step is a datagram; else TCP, and both sides end at the end */
	/* The server's, or what link payloads came under; 0: the decoder's first usual one */
	uint32_t port;
};

/* Runs the conversation, handing over at most `piece` bytes at a time (0: steps whole; datagrams are
 * never cut), and returns what was said, a line each. First what was handed on, in order:
 *   content PART METHOD TOPIC [label=LABEL] [type=TYPE] [encoding=ENCODING] [incomplete]: BYTES
 *   value PART METHOD TOPIC FIELD=VALUE
 *   record PART METHOD TOPIC: FIELD=VALUE; FIELD=VALUE
 * (an empty word is `-`; content opened with a key has `decrypted` before its colon), and how decoding ended
 * where it ended early: `not-mine client`, `malformed server`, `rebid server`, or whose it became: `handed to
 * websocket`. Then what the evidence holds, by kind:
 *   credential scheme=basic class=password user=anna secret=invented
 * with all attributes but times, places, labels and context; ` *3` at the end of what was said three
 * times; ` @2` at the end of an observation in traffic whose first frame is 2. The caller frees. */
char *conversation_run(const struct conversation *conversation, size_t piece);

/* Runs it whole, byte by byte and in some sizes between: `expected` must be said each time. */
void conversation_check(const struct conversation *conversation, const char *expected);

/* Runs it whole and demands that each of `lines` (ended by NULL) is said, as a whole line. */
void conversation_says(const struct conversation *conversation, const char *const *lines);

/* Runs it cut at every byte, and with every byte changed in a few ways: nothing may crash. */
void conversation_survives(const struct conversation *conversation);

/* The keys that all conversations from here on are read with; borrowed. */
void conversation_keys(const struct device_key *keys, size_t count);

/* The bid for `text` alone. The text is placed so that reading one byte too far crashes. */
unsigned bid_for(const struct app_decoder *decoder, enum direction direction, struct bytes text);

/* conversation_check() of a TCP conversation with `steps`, an array. */
#define CHECK_STREAM(app, steps_, expected) \
	conversation_check( \
		&(struct conversation){ .decoder = (app), .steps = (steps_), .count = COUNT_OF(steps_) }, \
		expected)
#define CHECK_DATAGRAMS(app, steps_, expected) \
	conversation_check( \
		&(struct conversation){ \
			.decoder = (app), .steps = (steps_), .count = COUNT_OF(steps_), .datagrams = true }, \
		expected)

#endif
