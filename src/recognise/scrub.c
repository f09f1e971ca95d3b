/* SPDX-License-Identifier: Apache-2.0 */
/* Masks what is found in a text: planted values first, then what is recognised. */
#include "recognise/recognise.h"

#include "base/text.h"

struct scrubbing {
	struct bytes text;
	struct buffer *to;
	size_t done; /* bytes of the text that have been written or masked */
	bool failed;
};

/* Bytes of the first `count` characters. */
static size_t characters_size(struct bytes text, size_t count)
{
	size_t size = 0;

	while (count-- && size < text.size) {
		uint32_t code_point = 0;
		size_t step = text_decode_utf8(bytes_from(text, size), &code_point);

		size += step ? step : 1;
	}
	return size;
}

static size_t characters_in(struct bytes text)
{
	size_t count = 0;

	for (size_t size = 0; size < text.size; count++) {
		uint32_t code_point = 0;
		size_t step = text_decode_utf8(bytes_from(text, size), &code_point);

		size += step ? step : 1;
	}
	return count;
}

/* Secrets show nothing, not even their length; of the rest the type says what is shown, unless too
 * little were hidden. */
static bool append_masked(struct buffer *to, const struct data_type *type, struct bytes value)
{
	size_t count = characters_in(value), start = type->shown_at_start, end = type->shown_at_end;

	if (type->credential || start + end + (count > 6 ? 4 : 1) > count)
		start = end = 0;
	size_t head = characters_size(value, start), tail_start = characters_size(value, count - end);
	size_t hidden = type->credential ? 0 : count - start - end;
	bool ok = buffer_append(to, bytes_slice(value, 0, head));

	for (size_t i = 0; i < (hidden < 4 ? 4 : hidden > 16 ? 16 : hidden); i++)
		ok = buffer_append_byte(to, '*') && ok;
	return buffer_append(to, bytes_from(value, tail_start)) && ok;
}

static void mask(void *self, const struct recognition *recognition)
{
	struct scrubbing *scrubbing = self;
	size_t start = (size_t)(recognition->value.data - scrubbing->text.data);

	if (start < scrubbing->done)
		return;
	struct bytes before = bytes_slice(scrubbing->text, scrubbing->done, start - scrubbing->done);

	if (!buffer_append(scrubbing->to, before) ||
	    !append_masked(scrubbing->to, recognition->type, recognition->value))
		scrubbing->failed = true;
	scrubbing->done = start + recognition->value.size;
}

static bool scrub_rest(struct scrubbing *scrubbing)
{
	return buffer_append(scrubbing->to, bytes_from(scrubbing->text, scrubbing->done)) &&
	       !scrubbing->failed;
}

/* One pass over `text`; `*ret_masked`: whether anything was found. */
static bool scrub_once(const struct taxonomy *taxonomy, struct bytes text, bool canaries, struct buffer *to,
		       bool *ret_masked)
{
	struct scrubbing scrubbing = { .text = text, .to = to };

	if (canaries)
		recognise_canaries(taxonomy, text, mask, &scrubbing);
	else
		recognise_text(taxonomy, text, mask, &scrubbing);
	*ret_masked = scrubbing.done != 0;
	return scrub_rest(&scrubbing);
}

/* What stood beside a masked value may only then be told: so it goes on until nothing is found. Each
 * pass masks something, and a text has few values, so a few passes do. */
bool recognise_scrub(const struct taxonomy *taxonomy, struct bytes text, struct buffer *to)
{
	enum { MOST_PASSES = 8 };
	struct buffer kept[2] = { buffer_of(text.size * 4 + 64), buffer_of(text.size * 4 + 64) };
	bool canaries = recognise_has_canaries(taxonomy), ok = true;

	for (unsigned pass = 0; pass < MOST_PASSES && ok; pass++) {
		struct buffer *next = &kept[pass % 2];
		bool masked = false;

		buffer_clear(next);
		ok = scrub_once(taxonomy, text, canaries, next, &masked);
		text = buffer_bytes(next);
		if (!masked && !canaries)
			break;
		canaries = canaries && masked;
	}
	ok = ok && buffer_append(to, text);
	buffer_free(&kept[0]);
	buffer_free(&kept[1]);
	return ok;
}
