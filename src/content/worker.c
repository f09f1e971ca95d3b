/* SPDX-License-Identifier: Apache-2.0 */
#include "content/worker.h"

#include "base/hash.h"
#include "base/memory.h"
#include "content/content.h"
#include "recognise/plain.h"

#include <stdlib.h>

static void add_decoder(struct asked *asked, size_t decoder)
{
	asked->bits[decoder / 64] |= UINT64_C(1) << decoder % 64;
}

static void list_decoders(struct worker *worker, uint8_t first)
{
	for (size_t i = 0; content_decoders[i]; i++) {
		const struct content_decoder *decoder = content_decoders[i];
		const bool *undeclared = decoder->undeclared ? decoder->undeclared : decoder->first;

		if (!decoder->first || decoder->first[first])
			add_decoder(&worker->first[first], i);
		if (!undeclared || undeclared[first])
			add_decoder(&worker->undeclared[first], i);
	}
}

static struct asked declared_by(struct bytes media_type)
{
	struct asked asked = { { 0 } };

	for (size_t i = 0; content_decoders[i]; i++)
		if (content_decoders[i]->declares && content_decoders[i]->declares(media_type))
			add_decoder(&asked, i);
	return asked;
}

/* There are few media types in a capture, and many contents of each. */
static struct asked declared_before(struct worker *worker, struct bytes media_type)
{
	struct declared *known = &worker->declared[hash_bytes(media_type, 1) % DECLARED_PLACES];

	if (media_type.size > DECLARED_SIZE)
		return declared_by(media_type);
	if (known->size != media_type.size || memcmp(known->media_type, media_type.data, known->size) != 0) {
		known->decoders = declared_by(media_type);
		known->size = media_type.size;
		memcpy(known->media_type, media_type.data, media_type.size);
	}
	return known->decoders;
}

struct asked worker_asked(struct worker *worker, uint8_t first, struct bytes media_type)
{
	struct asked asked = worker->undeclared[first];

	if (!media_type.size)
		return asked;
	const struct asked declared = declared_before(worker, media_type);

	for (size_t i = 0; i < ASKED_WORDS; i++)
		asked.bits[i] |= worker->first[first].bits[i] & declared.bits[i];
	return asked;
}

void *worker_new(void *taxonomy)
{
	struct worker *worker = memory_new(sizeof *worker);

	if (!worker)
		return NULL;
	worker->taxonomy = taxonomy;
	worker->plain = recognise_plain_values(taxonomy);
	for (unsigned byte = 0; byte < 256; byte++)
		list_decoders(worker, (uint8_t)byte);
	return worker;
}

void worker_free(void *worker)
{
	free(worker);
}

/* Appends a part with its size before it. */
static bool add(struct dull_key *key, struct bytes part)
{
	if (part.size >= DULL_SIZE - key->size)
		return false;
	key->text[key->size++] = (uint8_t)part.size;
	if (part.size)
		memcpy(key->text + key->size, part.data, part.size);
	key->size += part.size;
	return true;
}

/* Method and topic of the message do not decide what is found, only how it is said. */
bool dull_key_of(const struct observer *observer, const struct message *message, struct bytes field,
		 struct bytes content, struct dull_key *ret_key)
{
	ret_key->size = 0;
	if (content.size >= DULL_SIZE || !add(ret_key, content) || !add(ret_key, field) ||
	    !add(ret_key, message->part) || !add(ret_key, message->label) ||
	    !add(ret_key, message->media_type) || !add(ret_key, message->content_encoding) ||
	    !add(ret_key, message->incomplete ? BYTES("cut") : BYTES_EMPTY))
		return false;
	ret_key->protocol = observer_carrier(observer)->protocol;
	ret_key->hash = hash_bytes((struct bytes){ ret_key->text, ret_key->size }, 7);
	return true;
}

static uint32_t dull_tag(const struct dull_key *key)
{
	return (uint32_t)(key->hash >> 32);
}

bool dull_knows(const struct worker *worker, const struct dull_key *key)
{
	if (worker->dull_tags[key->hash % DULL_PLACES] != dull_tag(key))
		return false;
	const struct dull_key *known = &worker->dull[key->hash % DULL_PLACES];

	return known->hash == key->hash && known->size == key->size && known->protocol == key->protocol &&
	       memcmp(known->text, key->text, key->size) == 0;
}

void dull_keep(struct worker *worker, const struct dull_key *key)
{
	uint32_t *tag = &worker->dull_tags[key->hash % DULL_PLACES];

	if (*tag != dull_tag(key)) {
		*tag = dull_tag(key);
		return;
	}
	struct dull_key *place = &worker->dull[key->hash % DULL_PLACES];

	place->hash = key->hash;
	place->protocol = key->protocol;
	place->size = key->size;
	memcpy(place->text, key->text, key->size);
}
