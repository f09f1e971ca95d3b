/* SPDX-License-Identifier: Apache-2.0 */
#include "content/worker.h"

#include "base/hash.h"
#include "base/memory.h"
#include "content/content.h"

#include <stdlib.h>

static void list_decoders(struct asked *asked, uint8_t first)
{
	for (size_t i = 0; content_decoders[i] && i <= UINT8_MAX && asked->count < ASKED; i++)
		if (!content_decoders[i]->first || content_decoders[i]->first[first])
			asked->decoders[asked->count++] = (uint8_t)i;
}

void *worker_new(void *taxonomy)
{
	struct worker *worker = memory_new(sizeof *worker);

	if (!worker)
		return NULL;
	worker->taxonomy = taxonomy;
	for (unsigned byte = 0; byte < 256; byte++)
		list_decoders(&worker->asked[byte], (uint8_t)byte);
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

bool dull_knows(const struct worker *worker, const struct dull_key *key)
{
	const struct dull_key *known = &worker->dull[key->hash % DULL_PLACES];

	return known->hash == key->hash && known->size == key->size && known->protocol == key->protocol &&
	       memcmp(known->text, key->text, key->size) == 0;
}

void dull_keep(struct worker *worker, const struct dull_key *key)
{
	struct dull_key *place = &worker->dull[key->hash % DULL_PLACES];

	place->hash = key->hash;
	place->protocol = key->protocol;
	place->size = key->size;
	memcpy(place->text, key->text, key->size);
}
