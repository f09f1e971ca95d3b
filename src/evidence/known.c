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
	uint64_t seed;
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

/* Where a value stands, or belongs. */
static struct bytes *place_of(const struct known *known, struct bytes value)
{
	size_t at = hash_seeded(value, known->seed) & known->mask;

	while (known->values[at].data && !bytes_equal(known->values[at], value))
		at = (at + 1) & known->mask;
	return &known->values[at];
}

static void add(struct known *known, struct bytes value)
{
	if (value.size >= KNOWN_LEAST && !is_word(value))
		*place_of(known, value) = value;
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
	known->seed = evidence->seed;
	known->mask = room - 1;
	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];

		if (record->shown_at_start != SHOWN_WHOLE)
			add(known, record_text(evidence, record, ATTRIBUTE_VALUE));
	}
	for (size_t i = 0; i < evidence->kind_count[KIND_CREDENTIAL]; i++) {
		const struct record *record = evidence->records[KIND_CREDENTIAL][i];

		add(known, record_text(evidence, record, ATTRIBUTE_SECRET));
		add(known, record_text(evidence, record, ATTRIBUTE_USER));
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
	return word.size >= KNOWN_LEAST && place_of(known, word)->data != NULL;
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
