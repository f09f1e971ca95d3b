/* SPDX-License-Identifier: Apache-2.0 */
/* Link addresses inside what is sent: `camera-00163e5a6b7c`, the end of a UUID. Twelve hexadecimal digits are
 * met everywhere, so only those count that are the address of a side of this very flow. What was decoded from
 * an encoding is searched again; what lies in the bytes of its parent was searched with it. */
#include "content/examination.h"

#include "base/text.h"

enum { DIGITS = 12 };

static inline bool is_hex(uint8_t byte)
{
	return characters_table[byte] & (CHARACTER_DIGIT | CHARACTER_HEX);
}

/* A run around `at` goes on for half its size to one side of it. */
static inline bool may_be_in_run(struct bytes data, size_t at)
{
	return is_hex(data.data[at - DIGITS / 2]) ||
	       (at + DIGITS / 2 < data.size && is_hex(data.data[at + DIGITS / 2]));
}

/* Addresses of few octets that are not zero are met by chance: counters, sizes. */
static bool tells(const struct address *address)
{
	unsigned octets = 0;

	for (size_t i = 0; i < 6; i++)
		octets += address->octets[i] != 0 && address->octets[i] != 0xff;
	return octets >= 3;
}

static size_t own_addresses(const struct examination *examination, struct address *to)
{
	struct address all[LINK_ADDRESSES];
	size_t count = observer_link_addresses(examination->observer, all, LINK_ADDRESSES), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (tells(&all[i]))
			to[kept++] = all[i];
	return kept;
}

static bool is_written(const struct address *address, const uint8_t *text)
{
	for (size_t i = 0; i < 6; i++)
		if (text_hex_digit(text[2 * i]) * 16 + text_hex_digit(text[2 * i + 1]) != address->octets[i])
			return false;
	return true;
}

/* Keeps the addresses in a run of digits. */
static void search_run(struct examination *examination, unsigned depth, struct bytes run,
		       const struct address *own, size_t count)
{
	for (size_t at = 0; at + DIGITS <= run.size; at++)
		for (size_t i = 0; i < count; i++) {
			if (!is_written(&own[i], run.data + at))
				continue;
			if (examination->own_hits < OWN_HITS)
				examination->own[examination->own_hits++] =
					(struct own_hit){ depth, false, bytes_slice(run, at, DIGITS) };
			at += DIGITS - 1;
			break;
		}
}

void own_address_search(struct examination *examination, const struct content *content)
{
	const struct bytes data = content->data;
	struct address own[LINK_ADDRESSES];
	size_t count = SIZE_MAX, start;

	if (content->parent && bytes_inside(data, content->parent->data))
		return;
	/* A run of twelve has a digit at every twelfth place. */
	for (size_t at = DIGITS - 1; at < data.size; at += DIGITS) {
		size_t end = at;

		if (!is_hex(data.data[at]) || !may_be_in_run(data, at))
			continue;
		for (start = at; start > 0 && is_hex(data.data[start - 1]) && at - start < DIGITS - 1;)
			start--;
		while (end < data.size && is_hex(data.data[end]))
			end++;
		if (end - start >= DIGITS) {
			if (count == SIZE_MAX)
				count = own_addresses(examination, own);
			if (count == 0)
				return;
			search_run(examination, content->depth, bytes_slice(data, start, end - start), own,
				   count);
		}
		/* What follows the run is looked at from its end on. */
		if (end > at + 1)
			at = end - 1;
	}
}

static bool overlap(struct bytes a, struct bytes b)
{
	uintptr_t first = (uintptr_t)a.data, second = (uintptr_t)b.data;

	return first < second + b.size && second < first + a.size;
}

static bool describe(const struct examination *examination, struct bytes at, struct recognition *ret)
{
	static const char why[] = "the hardware address of a side of this flow";

	*ret = (struct recognition){
		.type = taxonomy_type(examination->taxonomy, "device.mac"),
		.confidence = CONFIDENCE_CERTAIN,
		.value = at,
	};
	memcpy(ret->why, why, sizeof why);
	return ret->type != NULL;
}

bool own_address_at(struct examination *examination, struct bytes value, struct bytes where,
		    struct recognition *ret)
{
	/* Where a value stands is known no better than that of the whole content now and then. */
	for (unsigned i = 0; i < examination->own_hits; i++)
		if (!examination->own[i].said && overlap(examination->own[i].at, where) &&
		    bytes_find_nocase(value, examination->own[i].at) != SIZE_MAX)
			return describe(examination, examination->own[i].at, ret);
	return false;
}

void own_address_said(struct examination *examination, const struct recognition *found, struct bytes where)
{
	static const struct bytes addresses[] = { BYTES("device.mac"), BYTES("network.bssid") };

	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
		if (data_type_is_a(bytes_of(found->type->id), addresses[i]))
			for (unsigned hit = 0; hit < examination->own_hits; hit++)
				examination->own[hit].said |= overlap(examination->own[hit].at, where);
}

void own_address_finish(struct examination *examination, const struct content *content)
{
	while (examination->own_hits && examination->own[examination->own_hits - 1].depth >= content->depth) {
		const struct own_hit hit = examination->own[--examination->own_hits];
		struct recognition found;

		if (!hit.said && describe(examination, hit.at, &found))
			say_found(examination, content->depth, NULL, content->label, &found, hit.at,
				  BYTES_EMPTY);
	}
}
