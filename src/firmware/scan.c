/* SPDX-License-Identifier: Apache-2.0 */
#include "firmware/scan.h"

enum { BID_LEAST = 24 };

static uint16_t first_of(struct bytes text)
{
	return (uint16_t)(text.data[0] << 8 | text.data[1]);
}

static void insert(struct scanner *scanner, struct scan_signature added)
{
	size_t at = scanner->count++;

	while (at > 0 && scanner->signatures[at - 1].first > added.first) {
		scanner->signatures[at] = scanner->signatures[at - 1];
		at--;
	}
	scanner->signatures[at] = added;
	scanner->firsts[added.first / 64] |= UINT64_C(1) << added.first % 64;
}

void scanner_make(struct scanner *scanner)
{
	*scanner = (struct scanner){ 0 };
	for (size_t i = 0; image_formats[i]; i++) {
		const struct signature *signature = image_formats[i]->signatures;

		for (; signature && signature->text.size && scanner->count < SCAN_SIGNATURES; signature++)
			insert(scanner, (struct scan_signature){ image_formats[i], signature,
								 first_of(signature->text) });
	}
}

static bool is_among(const struct image_format *format, const struct image_format *const *list)
{
	for (; list && *list; list++)
		if (*list == format)
			return true;
	return false;
}

const struct image_format *scan_best(struct bytes data, bool objects, const struct image_format *const *but)
{
	const struct image_format *best = NULL;
	unsigned most = BID_LEAST - 1;

	for (size_t i = 0; image_formats[i]; i++) {
		const struct image_format *format = image_formats[i];

		if ((format->role == ROLE_OBJECT && !objects) || is_among(format, but))
			continue;
		unsigned bid = format->bid(data);

		if (bid > most) {
			most = bid;
			best = format;
		}
	}
	return best;
}

/* Whether somebody has a signature at `at` and bids enough where that begins. */
static bool bids_at(const struct scanner *scanner, struct bytes data, bool objects, size_t least, size_t at,
		    size_t *ret_start)
{
	uint16_t first = first_of(bytes_from(data, at));

	for (size_t i = 0; i < scanner->count && scanner->signatures[i].first <= first; i++) {
		const struct scan_signature *known = &scanner->signatures[i];
		size_t offset = known->signature->offset;

		if (known->first != first || (known->format->role == ROLE_OBJECT && !objects) ||
		    at < offset || at - offset < least ||
		    !bytes_start_with(bytes_from(data, at), known->signature->text) ||
		    known->format->bid(bytes_from(data, at - offset)) < BID_LEAST)
			continue;
		*ret_start = at - offset;
		return true;
	}
	return false;
}

bool scan_next(const struct scanner *scanner, struct bytes data, bool objects, size_t least, size_t *at,
	       size_t *ret_start)
{
	for (size_t i = *at; i + 1 < data.size; i++) {
		unsigned first = (unsigned)(data.data[i] << 8 | data.data[i + 1]);

		if (scanner->firsts[first / 64] >> first % 64 & 1 &&
		    bids_at(scanner, data, objects, least, i, ret_start)) {
			*at = i;
			return true;
		}
	}
	return false;
}
