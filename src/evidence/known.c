/* SPDX-License-Identifier: Apache-2.0 */
/* The values that a document masks must not stand open elsewhere in it: a token that was recognised in
 * a header may also be a part of the URL's path. Words of shown text are looked up among them. */
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "evidence/table.h"

#include <stdlib.h>

struct known {
	struct bytes *values; /* open addressing */
	size_t mask;
};

/* Shorter ones are words that stand everywhere (`admin`, `1234`). */
static const size_t KNOWN_LEAST = 6;

/* Letters only and no longer than words are: `password` is also the name of what it is a value of. */
static bool is_word(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((text.data[i] | 0x20) < 'a' || (text.data[i] | 0x20) > 'z')
			return false;
	return text.size < 16;
}

static void add(struct known *known, const struct slot *slot)
{
	if (!slot || slot->text.size < KNOWN_LEAST || is_word(slot->text))
		return;
	size_t at = hash_bytes(slot->text, 5) & known->mask;

	while (known->values[at].data && !bytes_equal(known->values[at], slot->text))
		at = (at + 1) & known->mask;
	known->values[at] = slot->text;
}

void finish_known(struct evidence *evidence)
{
	size_t count = evidence->kind_count[KIND_TRANSMISSION] + evidence->kind_count[KIND_CREDENTIAL] * 2;
	size_t room = 64;

	while (room < count * 2)
		room *= 2;
	struct known *known = memory_new(sizeof *known);

	evidence->known = known;
	if (known)
		known->values = memory_new_array(room, sizeof *known->values);
	if (!known || !known->values) {
		evidence->out_of_memory = true;
		return;
	}
	known->mask = room - 1;
	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];

		if (record->shown_at_start != SHOWN_WHOLE)
			add(known, record_slot(evidence, record, ATTRIBUTE_VALUE));
	}
	for (size_t i = 0; i < evidence->kind_count[KIND_CREDENTIAL]; i++) {
		const struct record *record = evidence->records[KIND_CREDENTIAL][i];

		add(known, record_slot(evidence, record, ATTRIBUTE_SECRET));
		add(known, record_slot(evidence, record, ATTRIBUTE_USER));
	}
}

void known_free(struct known *known)
{
	if (known)
		free(known->values);
	free(known);
}

static bool is_known(const struct known *known, struct bytes word)
{
	if (word.size < KNOWN_LEAST)
		return false;
	size_t at = hash_bytes(word, 5) & known->mask;

	while (known->values[at].data && !bytes_equal(known->values[at], word))
		at = (at + 1) & known->mask;
	return known->values[at].data != NULL;
}

static bool separates(uint8_t byte)
{
	static const bool signs[256] = {
		['/'] = true, ['?'] = true, ['&'] = true,  ['='] = true,       [';'] = true,
		[','] = true, ['"'] = true, ['<'] = true,  ['>'] = true,       ['('] = true,
		[')'] = true, ['['] = true, [']'] = true,  ['{'] = true,       ['}'] = true,
		['|'] = true, [':'] = true, ['\''] = true, [0 ... ' '] = true,
	};

	return signs[byte];
}

bool known_append(const struct known *known, struct buffer *to, struct bytes text)
{
	size_t start = 0;

	for (size_t i = 0; i <= text.size; i++) {
		if (i < text.size && !separates(text.data[i]))
			continue;
		struct bytes word = bytes_slice(text, start, i - start);
		bool done = known && is_known(known, word) ? buffer_append_text(to, "***")
							   : text_append_clean(to, word);

		if (!done || !text_append_clean(to, bytes_slice(text, i, 1)))
			return false;
		start = i + 1;
	}
	return true;
}
