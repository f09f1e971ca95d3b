/* SPDX-License-Identifier: Apache-2.0 */
#include "content/coding.h"

/* The last name of a list; `*ret_rest`: the list before it. */
static struct bytes last_name(struct bytes codings, struct bytes *ret_rest)
{
	size_t start = codings.size;

	while (start > 0 && codings.data[start - 1] != ',')
		start--;
	*ret_rest = bytes_trim(bytes_slice(codings, 0, start ? start - 1 : 0));
	return bytes_trim(bytes_from(codings, start));
}

/* Without what stands for nothing at its end. */
static struct bytes shortened(struct bytes codings)
{
	struct bytes rest;

	codings = bytes_trim(codings);
	while (codings.size) {
		struct bytes name = last_name(codings, &rest);

		if (name.size && !bytes_equal_nocase(name, BYTES("identity")))
			break;
		codings = rest;
	}
	return codings;
}

bool coding_is_any(struct bytes codings)
{
	return codings.size && shortened(codings).size;
}

bool coding_is(const struct content *content, struct bytes name)
{
	struct bytes rest;

	if (content->coding.size == 0)
		return false;
	struct bytes last = last_name(shortened(content->coding), &rest);

	return bytes_equal_nocase(last, name) ||
	       (bytes_start_with_nocase(last, BYTES("x-")) && bytes_equal_nocase(bytes_from(last, 2), name));
}

struct bytes coding_rest(struct bytes codings)
{
	struct bytes rest;

	(void)last_name(shortened(codings), &rest);
	return shortened(rest);
}
