/* SPDX-License-Identifier: Apache-2.0 */
/* What an examiner's worker keeps between messages, to spare work: who may be asked about content, and
 * small contents that told nothing. */
#ifndef PROBITY_CONTENT_WORKER_H
#define PROBITY_CONTENT_WORKER_H

#include "evidence/observer.h"
#include "recognise/taxonomy.h"

enum {
	/* Words of 64 bits, one for each content decoder. */
	ASKED_WORDS = 2,
	/* Media types remembered, and how long they may be. */
	DECLARED_PLACES = 64,
	DECLARED_SIZE = 64,
	/* Contents remembered, and the bytes of one with all that decides how it is read. */
	DULL_PLACES = 512,
	DULL_SIZE = 180,
	/* The same of what was found and said. */
	SAID_PLACES = 256,
	SAID_SIZE = 320,
};

/* Some of content_decoders: a bit each, in their order. */
struct asked {
	uint64_t bits[ASKED_WORDS];
};

/* Those that a media type declares content to be for. */
struct declared {
	size_t size; /* 0: none is remembered here */
	uint8_t media_type[DECLARED_SIZE];
	struct asked decoders;
};

/* All that decides how something that was found is said, but for where it lies in which flow. */
struct said_key {
	uint64_t hash;
	size_t size;
	uint8_t text[SAID_SIZE];
};

struct said {
	struct said_key key;
	struct record *record; /* NULL: none is remembered here */
};

/* A small content, or a value with its name, and all around it that decides what is found there. */
struct dull_key {
	uint64_t hash;
	const char *protocol; /* static: of the carrier */
	size_t size;
	uint8_t text[DULL_SIZE];
};

struct worker {
	const struct taxonomy *taxonomy;
	const struct plain_values *plain;
	struct asked undeclared[256],
		first[256]; /* by first byte; `first`: if it is declared to be for them */
	struct declared declared[DECLARED_PLACES];
	/* By hash; a later one takes the place of an earlier. What comes only once, as most numbers do,
	 * leaves no more than a part of its hash, in memory that is always at hand. */
	uint32_t dull_tags[DULL_PLACES];
	struct dull_key dull[DULL_PLACES];
	struct said said[SAID_PLACES];
};

void *worker_new(void *taxonomy);
void worker_free(void *worker);

/* Who may be asked about content that begins so. */
struct asked worker_asked(struct worker *worker, uint8_t first, struct bytes media_type);

/* The key of some content; false where it is too large to be remembered. `field`: of a value. */
bool dull_key_of(const struct observer *observer, const struct message *message, struct bytes field,
		 struct bytes content, struct dull_key *ret_key);

/* Whether nothing at all was said of the same content before. Devices send the same headers and paths
 * with each of their requests. */
bool dull_knows(const struct worker *worker, const struct dull_key *key);
/* Nothing was said of it: remembers it from the second time on. */
void dull_keep(struct worker *worker, const struct dull_key *key);

#endif
