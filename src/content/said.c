/* SPDX-License-Identifier: Apache-2.0 */
/* Remembers what was found and said: by everything that path, encoding and the other attributes are made of,
 * byte for byte. Flow and time are no part of that: the evidence tells whether they are the same. */
#include "base/hash.h"
#include "content/examination.h"

static bool add(struct said_key *key, const void *data, size_t size)
{
	if (size > SAID_SIZE - key->size)
		return false;
	if (size)
		memcpy(key->text + key->size, data, size);
	key->size += size;
	return true;
}

static bool add_text(struct said_key *key, struct bytes text)
{
	uint16_t size = (uint16_t)text.size;

	return text.size < SAID_SIZE && add(key, &size, sizeof size) && add(key, text.data, text.size);
}

static bool add_steps(struct said_key *key, const struct step *step)
{
	for (; step; step = step->outer)
		if (!add_text(key, step->name))
			return false;
	return add(key, "\xff\xff", 2);
}

/* Words are static, so that their addresses tell them apart. */
static bool add_level(struct said_key *key, const struct level *level, bool outermost)
{
	const struct content *content = level->content;
	const void *const words[] = { level->read_as, outermost ? NULL : content->format };
	bool encoding = content->encoding;

	return add(key, words, sizeof words) &&
	       (outermost ||
		(add(key, &encoding, 1) && add_text(key, content->step) && add_steps(key, level->steps)));
}

static uint64_t hash_address(const struct address *address)
{
	return hash_mix(hash_word(address->octets, 8), hash_word(address->octets + 8, 8));
}

bool said_key_of(const struct examination *examination, unsigned depth, const struct step *step,
		 struct bytes field, const struct recognition *found, struct bytes user,
		 struct said_key *ret_key)
{
	const struct message *message = examination->message;
	const struct carrier *carrier = observer_carrier(examination->observer);
	const void *const words[] = { found->type, found->encoding, carrier->protocol };
	const unsigned numbers[] = { found->confidence, found->decimals, found->described, depth };

	/* What is shown around a value is another each time. */
	if (found->canary || observer_reveals(examination->observer))
		return false;
	ret_key->size = 0;
	if (!add(ret_key, words, sizeof words) || !add(ret_key, numbers, sizeof numbers) ||
	    !add_text(ret_key, found->value) || !add_text(ret_key, field) || !add_text(ret_key, user) ||
	    !add_text(ret_key, bytes_of(found->why)) || !add_text(ret_key, message->part) ||
	    !add_text(ret_key, message->method) || !add_text(ret_key, message->topic) ||
	    !add_steps(ret_key, step))
		return false;
	for (unsigned i = 0; i <= depth; i++)
		if (!add_level(ret_key, &examination->levels[i], i == 0))
			return false;
	/* The same of many hosts has a place for each. */
	ret_key->hash = hash_bytes(
		(struct bytes){ ret_key->text, ret_key->size },
		hash_mix(hash_address(&carrier->source), hash_address(&carrier->destination)));
	return true;
}

bool said_again(struct examination *examination, const struct said_key *key, struct bytes where)
{
	const struct said *said = &examination->worker->said[key->hash % SAID_PLACES];

	return said->record && said->key.hash == key->hash && said->key.size == key->size &&
	       memcmp(said->key.text, key->text, key->size) == 0 &&
	       observer_say_again(examination->observer, said->record, where);
}

void said_keep(struct examination *examination, const struct said_key *key)
{
	struct said *said = &examination->worker->said[key->hash % SAID_PLACES];

	said->record = observer_last_said(examination->observer);
	said->key.hash = key->hash;
	said->key.size = key->size;
	memcpy(said->key.text, key->text, key->size);
}
