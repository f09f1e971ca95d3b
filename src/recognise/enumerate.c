/* SPDX-License-Identifier: Apache-2.0 */
/* A digest without salt hides nothing that can be counted through: a maker has 2^24 hardware addresses, a
 * block of mobile numbers ten thousand numbers. Counting begins with what was seen or planted and goes
 * outward:
 *
 *     1. what was seen: every hardware address, every mobile number
 *     2. addresses next to these (the radio beside the wired port), numbers of the same block (seven digits)
 *     3. all addresses of a maker (OUI) of one seen; all numbers with the first three digits of one seen
 *
 * Each in the ways in which programs write it; all digests that are asked for are compared at once. A range
 * is begun only where the budget lasts for it, so that what is found does not hang on where counting broke
 * off. Left out: makers of whom no address was seen, salted and iterated digests, other identifiers (IMEI).
 */
#include "recognise/enumerate.h"

#include "base/memory.h"
#include "recognise/canaries.h"
#include "recognise/digest.h"
#include "recognise/digested.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	NEAR = 64, /* addresses on either side of one seen: the interfaces of one device, of one batch */
	BLOCK = 10000,
	PREFIX = 100000000,
	MAKER = 1 << 24,
	NUMBER_SIZE = 11,
	BLOCK_SIZE = 7, /* digits that name a block */
	PREFIX_SIZE = 3,
	MOST_KNOWN = 512,
};

enum reach { REACH_SEEN, REACH_NEAR, REACH_ALL };

static const char *const where_from[2][3] = {
	{ "an address seen elsewhere", "an address next to one seen", "an address of a maker seen" },
	{ "a number seen elsewhere", "a number of the block of one seen",
	  "a number that begins as one seen" },
};

/* Ways to write a hardware address, the usual ones first. */
static const struct {
	const char *says;
	char sign;
	bool capitals, raw;
} address_forms[] = {
	{ "small letters with colons", ':', false, false },
	{ "capitals with colons", ':', true, false },
	{ "small letters run together", 0, false, false },
	{ "capitals run together", 0, true, false },
	{ "small letters with dashes", '-', false, false },
	{ "capitals with dashes", '-', true, false },
	{ "six bytes", 0, false, true },
};

static const struct {
	const char *says, *before;
} number_forms[] = {
	{ "eleven digits", "" },
	{ "with +86", "+86" },
	{ "with 86", "86" },
	{ "with 0086", "0086" },
};

enum {
	ADDRESS_FORMS = sizeof address_forms / sizeof *address_forms,
	NUMBER_FORMS = sizeof number_forms / sizeof *number_forms
};

/* A digest that is asked for, and by which question. */
struct wanted {
	uint8_t digest[DIGEST_SIZE];
	size_t size, question;
};

struct search {
	struct preimage_question *questions;
	struct wanted *wanted; /* in order: no hash, which somebody could make collide */
	size_t wanted_count;
	/* algorithms whose digests have the size of one wanted; of addresses, of numbers */
	bool asked[2][DIGEST_COUNT];
	size_t open[2]; /* questions without an answer: of addresses, of numbers */
	uint64_t left;
	struct digester *digester;
	enum reach reach;
	uint8_t addresses[MOST_KNOWN][6], numbers[MOST_KNOWN][NUMBER_SIZE];
	size_t address_count, number_count;
};

static int wanted_compare(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return memcmp(x->digest, y->digest, x->size);
}

static void list_wanted(struct search *search, size_t count)
{
	static const uint8_t sizes[DIGEST_COUNT] = { 16, 20, 32, 32 };

	for (size_t i = 0; i < count; i++) {
		struct wanted *wanted = &search->wanted[search->wanted_count];
		bool asked = false;

		wanted->size = digested_decode(search->questions[i].digest, wanted->digest);
		wanted->question = i;
		for (unsigned algorithm = 0; algorithm < DIGEST_COUNT; algorithm++)
			if (sizes[algorithm] == wanted->size)
				search->asked[search->questions[i].number][algorithm] = asked = true;
		if (!asked)
			continue;
		search->open[search->questions[i].number]++;
		search->wanted_count++;
	}
	if (search->wanted_count)
		qsort(search->wanted, search->wanted_count, sizeof *search->wanted, wanted_compare);
}

/* The first that is not before the digest. */
static size_t first_not_before(const struct search *search, const struct wanted *made)
{
	size_t low = 0, high = search->wanted_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (wanted_compare(&search->wanted[middle], made) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void answer(struct search *search, const struct wanted *made, unsigned algorithm, bool number,
		   const char *form)
{
	for (size_t at = first_not_before(search, made);
	     at < search->wanted_count && wanted_compare(&search->wanted[at], made) == 0; at++) {
		struct preimage_question *question = &search->questions[search->wanted[at].question];

		if (question->algorithm || question->number != number)
			continue;
		question->algorithm = digest_name((enum digest)algorithm);
		snprintf(question->how, sizeof question->how, "hashed without salt: %s, %s",
			 where_from[number][search->reach], form);
		search->open[number]--;
	}
}

/* Tries one way of writing. */
static void try(struct search *search, struct bytes text, bool number, const char *form)
{
	for (unsigned algorithm = 0; algorithm < DIGEST_COUNT; algorithm++) {
		struct wanted made;

		if (!search->asked[number][algorithm] || search->left == 0)
			continue;
		search->left--;
		made.size = digester_make(search->digester, (enum digest)algorithm, text, made.digest);
		if (made.size)
			answer(search, &made, algorithm, number, form);
	}
}

/* Whether so many more tries of one kind can be paid. */
static bool lasts(const struct search *search, bool number, uint64_t count)
{
	uint64_t algorithms = 0;

	for (unsigned i = 0; i < DIGEST_COUNT; i++)
		algorithms += search->asked[number][i];
	return count * algorithms <= search->left;
}

static void try_address(struct search *search, const uint8_t address[6], unsigned form)
{
	uint8_t text[DIGESTED_MAC_SIZE];
	struct bytes written = address_forms[form].raw
				       ? (struct bytes){ address, 6 }
				       : digested_write_mac(address, address_forms[form].sign,
							    address_forms[form].capitals, text);

	try(search, written, false, address_forms[form].says);
}

/* The address `low` among the maker's of `seen`. */
static void try_low(struct search *search, const uint8_t seen[6], uint32_t low, unsigned form)
{
	const uint8_t address[6] = { seen[0],	  seen[1], seen[2], (uint8_t)(low >> 16), (uint8_t)(low >> 8),
				     (uint8_t)low };

	try_address(search, address, form);
}

static void count_addresses(struct search *search, const uint8_t seen[6])
{
	uint32_t low = (uint32_t)seen[3] << 16 | (uint32_t)seen[4] << 8 | seen[5];

	for (unsigned form = 0; form < ADDRESS_FORMS && search->open[0]; form++) {
		if (search->reach == REACH_SEEN && lasts(search, false, 1))
			try_address(search, seen, form);
		if (search->reach == REACH_NEAR && lasts(search, false, 2 * NEAR))
			for (uint32_t i = 1; i <= NEAR; i++) {
				try_low(search, seen, (low + i) % MAKER, form);
				try_low(search, seen, (low + MAKER - i) % MAKER, form);
			}
		if (search->reach == REACH_ALL && lasts(search, false, MAKER))
			for (uint32_t i = 0; i < MAKER && search->open[0]; i++)
				try_low(search, seen, i, form);
	}
}

/* All numbers that go on behind the first `known` digits of one seen. */
static void count_numbers(struct search *search, const uint8_t seen[NUMBER_SIZE], size_t known,
			  uint32_t count)
{
	for (unsigned form = 0; form < NUMBER_FORMS && search->open[1]; form++) {
		uint8_t text[NUMBER_SIZE + 4];
		size_t before = strlen(number_forms[form].before);

		if (!lasts(search, true, count))
			return;
		memcpy(text, number_forms[form].before, before);
		memcpy(text + before, seen, NUMBER_SIZE);
		for (uint32_t i = 0; i < count && search->open[1]; i++) {
			uint32_t rest = i;

			for (size_t digit = NUMBER_SIZE; digit > known; digit--, rest /= 10)
				text[before + digit - 1] = (uint8_t)('0' + rest % 10);
			try(search, (struct bytes){ text, before + NUMBER_SIZE }, true,
			    number_forms[form].says);
		}
	}
}

/* Whether one before has the same first bytes: its range was counted. */
static bool is_counted(const uint8_t *all, size_t size, size_t index, size_t first)
{
	for (size_t i = 0; i < index; i++)
		if (memcmp(all + i * size, all + index * size, first) == 0)
			return true;
	return false;
}

static void count_all(struct search *search)
{
	static const size_t known[] = { NUMBER_SIZE, BLOCK_SIZE, PREFIX_SIZE };
	static const uint32_t ranges[] = { 1, BLOCK, PREFIX };

	for (search->reach = REACH_SEEN; search->reach <= REACH_ALL; search->reach++) {
		size_t maker = search->reach == REACH_ALL ? 3 : 6, digits = known[search->reach];

		for (size_t i = 0; i < search->address_count && search->open[0]; i++)
			if (!is_counted(search->addresses[0], 6, i, maker))
				count_addresses(search, search->addresses[i]);
		for (size_t i = 0; i < search->number_count && search->open[1]; i++)
			if (!is_counted(search->numbers[0], NUMBER_SIZE, i, digits))
				count_numbers(search, search->numbers[i], digits, ranges[search->reach]);
	}
}

static void add_address(struct search *search, const uint8_t address[6])
{
	if (search->address_count < MOST_KNOWN)
		memcpy(search->addresses[search->address_count++], address, 6);
}

/* The last eleven digits, where they are a mobile number. */
static void add_number(struct search *search, struct bytes text)
{
	uint8_t digits[16];
	size_t size = shape_digits(text, digits, sizeof digits);

	if (size < NUMBER_SIZE || search->number_count == MOST_KNOWN)
		return;
	const uint8_t *number = digits + size - NUMBER_SIZE;

	if (number[0] == '1' && number[1] >= '3')
		memcpy(search->numbers[search->number_count++], number, NUMBER_SIZE);
}

/* What the laboratory planted is known as well. */
static void add_planted(struct search *search, const struct taxonomy *taxonomy)
{
	const struct planted *planted = taxonomy->planted;

	for (size_t i = 0; planted && i < planted->form_count; i++) {
		const struct form *form = &planted->forms[i];

		if (strcmp(form->encoding, "raw") == 0 &&
		    data_type_is_a(bytes_of(planted->canaries[form->canary].type->id), BYTES("contact")))
			add_number(search, form->pattern);
	}
}

static void add_known(struct search *search, const struct taxonomy *taxonomy,
		      const struct preimage_known *known)
{
	for (size_t i = 0; i < known->address_count; i++)
		add_address(search, known->addresses[i]);
	add_planted(search, taxonomy);
	for (size_t i = 0; i < known->number_count; i++)
		add_number(search, known->numbers[i]);
}

bool enumerate_digests(const struct taxonomy *taxonomy, struct preimage_question *questions, size_t count,
		       const struct preimage_known *known, uint64_t budget)
{
	struct search *search = memory_new(sizeof *search);
	bool done = false;

	if (!search)
		return false;
	search->questions = questions;
	search->left = budget;
	search->wanted = memory_new_array(count, sizeof *search->wanted);
	search->digester = digester_new();
	if (search->wanted && search->digester) {
		list_wanted(search, count);
		add_known(search, taxonomy, known);
		count_all(search);
		done = true;
	}
	digester_free(search->digester);
	free(search->wanted);
	free(search);
	return done;
}
