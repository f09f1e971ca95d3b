/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for planted values. The first four bytes of every form are hashed into a bit field; a byte of
 * input costs one look at it, and only where the bit is set are forms compared. So the price hardly
 * depends on how many forms there are, nothing is kept between calls, and building takes no time. Values
 * with blanks or signs between their characters (`138-0013-8000`) begin in a few more ways, each of
 * which is an anchor of its own. */
#include "recognise/canaries.h"

#include "base/memory.h"

#include <stdlib.h>

struct planted *planted_new(void)
{
	return memory_new(sizeof(struct planted));
}

void planted_free(struct planted *planted)
{
	if (!planted)
		return;
	arena_free(&planted->arena);
	free(planted->canaries);
	free(planted->forms);
	free(planted->anchors);
	planted_free(planted->changes);
	free(planted);
}

bool canary_separator(uint8_t byte)
{
	return byte == ' ' || byte == '-' || byte == ':' || byte == '.' || byte == '_' || byte == '/';
}

/* Four bytes without case: bit 5 set in all, which joins a few other pairs too. */
static uint32_t first_of(const uint8_t *data)
{
	uint32_t first;

	memcpy(&first, data, sizeof first);
	return first | 0x20202020u;
}

static uint32_t hash_of(uint32_t first)
{
	return first * 0x9e3779b1u >> (32 - ANCHOR_BITS);
}

static bool add_anchor(struct planted *planted, const uint8_t *data)
{
	if (planted->anchor_count == planted->anchor_room) {
		size_t room = planted->anchor_room ? planted->anchor_room * 2 : 256;
		struct anchor *anchors = memory_resize(planted->anchors, room, sizeof *anchors);

		if (!anchors)
			return false;
		planted->anchors = anchors;
		planted->anchor_room = room;
	}
	uint32_t first = first_of(data), hash = hash_of(first);
	uint32_t *slot = &planted->slots[hash % ANCHOR_SLOTS];

	planted->anchors[planted->anchor_count] = (struct anchor){
		.first = first,
		.form = (uint32_t)planted->form_count - 1,
		.next = *slot,
	};
	*slot = (uint32_t)++planted->anchor_count;
	planted->filter[hash / 8] |= (uint8_t)(1 << hash % 8);
	return true;
}

/* The ways in which a value may begin whose groups are two or three characters long. */
static bool add_separated_anchors(struct planted *planted, struct bytes pattern)
{
	static const uint8_t SIGNS[] = { ' ', '-', ':', '.' };

	for (size_t i = 0; i < sizeof SIGNS; i++) {
		uint8_t after_two[] = { pattern.data[0], pattern.data[1], SIGNS[i], pattern.data[2] };
		uint8_t after_three[] = { pattern.data[0], pattern.data[1], pattern.data[2], SIGNS[i] };

		if (!add_anchor(planted, after_two) || !add_anchor(planted, after_three))
			return false;
	}
	return true;
}

bool planted_add(struct planted *planted, const struct form *form)
{
	if (form->pattern.size < 4)
		return true;
	if (planted->form_count == planted->form_room) {
		size_t room = planted->form_room ? planted->form_room * 2 : 128;
		struct form *forms = memory_resize(planted->forms, room, sizeof *forms);

		if (!forms)
			return false;
		planted->forms = forms;
		planted->form_room = room;
	}
	struct form kept = *form;

	kept.pattern = arena_copy(&planted->arena, form->pattern);
	if (!kept.pattern.data)
		return false;
	planted->forms[planted->form_count++] = kept;
	return add_anchor(planted, kept.pattern.data) &&
	       (form->match != FORM_FOLDED || add_separated_anchors(planted, kept.pattern));
}

static uint8_t small(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 32 : byte;
}

/* Size of what in `rest` the folded pattern is; 0 where it is not. */
static size_t match_folded(struct bytes pattern, struct bytes rest)
{
	size_t at = 0;

	for (size_t i = 0; i < pattern.size; i++) {
		for (unsigned skipped = 0;
		     i && at < rest.size && canary_separator(rest.data[at]) && skipped < 2; skipped++)
			at++;
		if (at >= rest.size || small(rest.data[at]) != pattern.data[i])
			return 0;
		at++;
	}
	return at;
}

static size_t match_form(const struct form *form, struct bytes rest)
{
	switch (form->match) {
	case FORM_EXACT:
		return bytes_start_with(rest, form->pattern) ? form->pattern.size : 0;
	case FORM_ANY_CASE:
		return bytes_start_with_nocase(rest, form->pattern) ? form->pattern.size : 0;
	case FORM_FOLDED:
		return match_folded(form->pattern, rest);
	}
	return 0;
}

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_word(uint8_t byte)
{
	return is_digit(byte) || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
}

static bool is_small(uint8_t byte)
{
	return byte >= 1 && byte <= 9;
}

/* Whether the match is not just a part of a longer number or word. */
static bool bound_holds(enum form_bound bound, struct bytes bytes, size_t start, size_t end)
{
	uint8_t before = start ? bytes.data[start - 1] : 0, after = end < bytes.size ? bytes.data[end] : 0;
	uint8_t before_two = start > 1 ? bytes.data[start - 2] : 0;
	uint8_t after_two = end + 1 < bytes.size ? bytes.data[end + 1] : 0;

	switch (bound) {
	case BOUND_NONE:
		return true;
	case BOUND_DIGITS:
		return !is_digit(before) && !is_digit(after);
	case BOUND_WORDS:
		return !is_word(before) && !is_word(after);
	case BOUND_DIGITS_WIDE:
		return !((before == 0 && is_digit(before_two)) || (before_two == 0 && is_digit(before))) &&
		       !((after == 0 && is_digit(after_two)) || (after_two == 0 && is_digit(after)));
	case BOUND_DIGITS_HEX:
		return !(before_two == '3' && is_digit(before)) && !(after == '3' && is_digit(after_two));
	case BOUND_DIGIT_BYTES:
		return (!is_small(before) || before == end - start) && !is_small(after);
	}
	return true;
}

struct hunt {
	const struct planted *planted;
	struct bytes bytes;
	const struct planted_canary *canaries;
	struct bytes changed; /* the bytes that `bytes` are the changes of, if so */
	recognise_found *found;
	void *self;
};

static void say(const struct hunt *hunt, const struct form *form, size_t start, size_t size)
{
	const struct planted_canary *canary = &hunt->canaries[form->canary];
	struct bytes text = hunt->changed.size ? bytes_slice(hunt->changed, start, size + 1)
					       : bytes_slice(hunt->bytes, start, size);
	struct recognition recognition = {
		.type = canary->type,
		.confidence = CONFIDENCE_CERTAIN,
		.value = text,
		.canary = canary->name,
		.encoding = form->encoding,
	};

	recognition_explain(&recognition, "the planted value", BYTES_EMPTY);
	hunt->found(hunt->self, &recognition);
}

/* Changes are the same where nothing was changed, or the case only, and where digits stand in bytes of their
 * own: that is found as it is. And a longer number is another one. */
static bool is_none_of_changes(const struct hunt *hunt, const struct form *form, size_t start, size_t size)
{
	struct bytes changed = hunt->changed;

	if (!changed.size)
		return false;
	uint8_t key = changed.data[start] ^ form->lead;
	size_t end = start + size + 1;

	if ((key & ~0x20) == 0)
		return true;
	for (size_t i = start; i < end; i++)
		if (!is_digit(changed.data[i] ^ key))
			return false;
	return key == '0' || (start && is_digit(changed.data[start - 1] ^ key)) ||
	       (end < changed.size && is_digit(changed.data[end] ^ key));
}

/* Compares the forms that may begin at `start`; returns where the longest that is there ends. Of one
 * canary's forms, which stand together in the list, the last one added is met first. */
static size_t meet(const struct hunt *hunt, size_t start, uint32_t first, uint32_t hash)
{
	const struct planted *planted = hunt->planted;
	struct bytes rest = bytes_from(hunt->bytes, start);
	size_t end = start, told = SIZE_MAX;

	for (uint32_t at = planted->slots[hash % ANCHOR_SLOTS]; at; at = planted->anchors[at - 1].next) {
		const struct anchor *anchor = &planted->anchors[at - 1];
		const struct form *form = &planted->forms[anchor->form];

		if (anchor->first != first || form->canary == told)
			continue;
		size_t size = match_form(form, rest);

		if (size == 0 || !bound_holds(form->bound, hunt->bytes, start, start + size) ||
		    is_none_of_changes(hunt, form, start, size))
			continue;
		say(hunt, form, start, size);
		told = form->canary;
		if (start + size > end)
			end = start + size;
	}
	return end;
}

static void look(const struct hunt *hunt)
{
	const struct planted *planted = hunt->planted;
	struct bytes bytes = hunt->bytes;
	size_t at = 0;

	while (bytes.size - at >= 4) {
		uint32_t first = first_of(bytes.data + at), hash = hash_of(first);

		if (!(planted->filter[hash / 8] >> hash % 8 & 1)) {
			at++;
			continue;
		}
		size_t end = meet(hunt, at, first, hash);

		at = end > at ? end : at + 1;
	}
}

bool recognise_has_canaries(const struct taxonomy *taxonomy)
{
	return taxonomy->planted != NULL;
}

void recognise_canaries(const struct taxonomy *taxonomy, struct bytes bytes, recognise_found *found,
			void *self)
{
	const struct planted *planted = taxonomy->planted;

	if (!planted)
		return;
	const struct hunt hunt = { planted, bytes, planted->canaries, BYTES_EMPTY, found, self };

	look(&hunt);
}

void recognise_changed_canaries(const struct taxonomy *taxonomy, struct bytes bytes, recognise_found *found,
				void *self)
{
	enum { PIECE = 4096 };
	const struct planted *planted = taxonomy->planted;
	uint8_t changes[PIECE];

	if (!planted || !planted->changes)
		return;
	/* Pieces overlap by the longest value. */
	for (size_t start = 0; start + 1 < bytes.size; start += PIECE - LONGEST_CANARY) {
		struct bytes piece = bytes_slice(bytes, start, PIECE + 1);

		for (size_t i = 0; i + 1 < piece.size; i++)
			changes[i] = piece.data[i] ^ piece.data[i + 1];
		const struct hunt hunt = {
			planted->changes, { changes, piece.size - 1 }, planted->canaries, piece, found, self
		};

		look(&hunt);
		if (start + piece.size == bytes.size)
			break;
	}
}
