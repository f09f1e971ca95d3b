/* SPDX-License-Identifier: Apache-2.0 */
/* What an examiner's worker keeps between messages, to spare work: who may be asked about content, and
 * small contents that told nothing. */
#ifndef PROBITY_CONTENT_WORKER_H
#define PROBITY_CONTENT_WORKER_H

#include "evidence/observer.h"
#include "recognise/taxonomy.h"

enum {
	/* Decoders that may be asked about content with one first byte; more are no matter for a list. */
	ASKED = 127,
	/* Contents remembered, and the bytes of one with all that decides how it is read. */
	DULL_PLACES = 512,
	DULL_SIZE = 180,
};

/* Decoders by the first byte of content, as indices into content_decoders. */
struct asked {
	uint8_t count;
	uint8_t decoders[ASKED];
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
	struct asked asked[256];
	struct dull_key dull[DULL_PLACES]; /* by hash; a later one takes the place of an earlier */
};

void *worker_new(void *taxonomy);
void worker_free(void *worker);

/* The key of some content; false where it is too large to be remembered. `field`: of a value. */
bool dull_key_of(const struct observer *observer, const struct message *message, struct bytes field,
		 struct bytes content, struct dull_key *ret_key);

/* Whether nothing at all was said of the same content before. Devices send the same headers and paths
 * with each of their requests. */
bool dull_knows(const struct worker *worker, const struct dull_key *key);
void dull_keep(struct worker *worker, const struct dull_key *key);

#endif
