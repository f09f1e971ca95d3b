/* SPDX-License-Identifier: Apache-2.0 */
/* The input as lines `name=value`: each alone, all as one record, as text, as canaries, as names of
 * an image. */
#include "fuzz.h"

#include "recognise/recognise.h"

#include <stdlib.h>

enum { VALUES = 32, ANSWERS = 4 };

static void check(const struct recognition *found, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!found[i].type || found[i].confidence == CONFIDENCE_NONE ||
		    !memchr(found[i].why, 0, sizeof found[i].why))
			abort();
}

static void hear(void *self, const struct recognition *found)
{
	const struct bytes *text = self;

	check(found, 1);
	if (found->value.size && (found->value.data < text->data ||
				  found->value.data + found->value.size > text->data + text->size))
		abort();
}

static size_t split(struct bytes input, struct field_value values[VALUES])
{
	size_t count = 0;

	while (input.size && count < VALUES) {
		struct bytes line = bytes_split(&input, '\n');
		struct bytes field = bytes_split(&line, '=');

		values[count] = (struct field_value){ .field = field, .value = line, .number = count % 2 };
		count++;
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const media[] = { "image", "voice", "video" };
	const struct taxonomy *taxonomy = fuzz_taxonomy();
	struct bytes input = { data, size };
	struct field_value values[VALUES];
	struct bytes names[VALUES];
	struct recognition found[ANSWERS];
	size_t count = split(input, values);

	for (size_t i = 0; i < count; i++) {
		check(found, recognise_value(taxonomy, &values[i], found, ANSWERS));
		recognise_joins(taxonomy, values[i].field);
		recognise_names_user(taxonomy, values[i].field);
		recognise_names_secret(taxonomy, values[i].field);
		names[i] = values[i].field;
	}
	check(found, recognise_record(taxonomy, values, count, found, ANSWERS));
	for (size_t i = 0; i < sizeof media / sizeof *media; i++)
		check(found, recognise_media(taxonomy, media[i], names, count, NULL, found));
	recognise_text(taxonomy, input, hear, &input);
	recognise_canaries(taxonomy, input, hear, &input);
	struct buffer masked = buffer_of(4 << 20);

	recognise_scrub(taxonomy, input, &masked);
	buffer_free(&masked);
	return 0;
}
