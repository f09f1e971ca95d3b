/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/observation.h"

#include <assert.h>

static void add(struct observation *observation, struct observed observed)
{
	assert(observation->count < KIND_ATTRIBUTES);
	observation->attributes[observation->count++] = observed;
}

void observation_text(struct observation *observation, enum attribute attribute, struct bytes text)
{
	if (text.size)
		add(observation, (struct observed){ .attribute = attribute, .text = text });
}

void observation_word(struct observation *observation, enum attribute attribute, const char *word)
{
	observation_text(observation, attribute, bytes_of(word));
}

void observation_number(struct observation *observation, enum attribute attribute, uint64_t number)
{
	add(observation, (struct observed){ .attribute = attribute, .number = number });
}

void observation_yes(struct observation *observation, enum attribute attribute, bool yes)
{
	observation_number(observation, attribute, yes);
}

void observation_time(struct observation *observation, enum attribute attribute, instant when)
{
	observation_number(observation, attribute, (uint64_t)when);
}

struct bytes observation_get(const struct observation *observation, enum attribute attribute)
{
	for (unsigned i = 0; i < observation->count; i++)
		if (observation->attributes[i].attribute == attribute)
			return observation->attributes[i].text;
	return BYTES_EMPTY;
}
