/* SPDX-License-Identifier: Apache-2.0 */
/* Archives of tar: the format of 1979, ustar and pax (POSIX.1-2008), long names of GNU; cut anywhere.
 *
 *     entry = head(512) data, padded to 512
 *     head  = name(100) mode(8) uid(8) gid(8) size(12) time(12) sum(8) kind(1) link(100)
 *             "ustar"(6) version(2) …  prefix(155) at 345
 *
 * Numbers are octal text, or binary with the first bit set. Left out: sparse files are read as they are
 * stored; links. */
#include "base/cursor.h"
#include "content/content.h"

enum { BLOCK = 512, NAME_MOST = 1024 };

struct head {
	uint64_t size;
	uint8_t kind;
	struct bytes name, prefix;
};

/* Text up to a NUL. */
static struct bytes text_of(struct bytes field)
{
	size_t end = bytes_find_byte(field, 0);

	return bytes_slice(field, 0, end);
}

static bool number_of(struct bytes field, uint64_t *ret_number)
{
	uint64_t number = 0;
	size_t at = 0, digits = 0;

	if (field.size && field.data[0] == 0x80) {
		struct cursor cursor = cursor_over(bytes_from(field, field.size - 8));

		*ret_number = cursor_be64(&cursor);
		return true;
	}
	while (at < field.size && field.data[at] == ' ')
		at++;
	for (; at < field.size && field.data[at] >= '0' && field.data[at] <= '7'; at++, digits++)
		number = number << 3 | (uint64_t)(field.data[at] - '0');
	if (at < field.size && field.data[at] != ' ' && field.data[at] != 0)
		return false;
	*ret_number = number;
	return digits > 0;
}

/* The sum of all bytes of the head, blanks for the sum itself. */
static bool is_sum_right(struct bytes head)
{
	uint64_t expected;
	uint64_t sum = 0;

	if (!number_of(bytes_slice(head, 148, 8), &expected))
		return false;
	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= 148 && i < 156 ? ' ' : head.data[i];
	return sum == expected;
}

static bool read_head(struct bytes data, struct head *head)
{
	if (data.size < BLOCK || data.data[0] == 0 || !number_of(bytes_slice(data, 124, 12), &head->size) ||
	    !is_sum_right(data))
		return false;
	head->kind = data.data[156];
	head->name = text_of(bytes_slice(data, 0, 100));
	head->prefix = BYTES_EMPTY;
	if (bytes_equal(bytes_slice(data, 257, 6), BYTES("ustar\0")))
		head->prefix = text_of(bytes_slice(data, 345, 155));
	return true;
}

/* Records of a pax head: `size blank name=value LF`, the size that of all of it. */
static void read_pax(struct bytes records, struct bytes *name, uint64_t *size)
{
	while (records.size) {
		struct bytes rest = records, number = bytes_split(&rest, ' ');
		uint64_t all;

		if (!bytes_to_number(number, &all) || all <= number.size + 1 || all > records.size)
			return;
		struct bytes value = bytes_slice(rest, 0, (size_t)all - number.size - 2);
		struct bytes key = bytes_split(&value, '=');

		if (bytes_equal(key, BYTES("path")))
			*name = value;
		else if (bytes_equal(key, BYTES("size")))
			(void)bytes_to_number(value, size);
		records = bytes_from(records, (size_t)all);
	}
}

static struct bytes last_part(struct bytes name)
{
	for (size_t i = name.size; i > 0; i--)
		if (name.data[i - 1] == '/')
			return bytes_from(name, i);
	return name;
}

static void read_file(const struct content *content, struct examination *examination, const struct head *head,
		      struct bytes long_name, struct bytes data, bool cut)
{
	uint8_t joined[300];
	struct bytes name = bytes_slice(long_name.size ? long_name : head->name, 0, NAME_MOST);

	if (long_name.size == 0 && head->prefix.size) {
		memcpy(joined, head->prefix.data, head->prefix.size);
		joined[head->prefix.size] = '/';
		memcpy(joined + head->prefix.size + 1, head->name.data, head->name.size);
		name = (struct bytes){ joined, head->prefix.size + 1 + head->name.size };
	}
	struct content child = {
		.data = data,
		.format = "tar",
		.step = name,
		.label = last_part(name),
		.file_name = name,
		.incomplete = cut,
	};

	examination_content(examination, content, &child, data);
}

static unsigned bid(const struct content *content)
{
	struct head head;

	if (content->data.size < BLOCK || content->data.data[0] <= ' ' || content->data.data[0] == 0x7f)
		return 0;
	/* an octal mode ends in a blank or NUL */
	uint64_t mode;

	if (!number_of(bytes_slice(content->data, 100, 8), &mode) || !read_head(content->data, &head))
		return 0;
	return bytes_equal(bytes_slice(content->data, 257, 5), BYTES("ustar")) ? 80 : 32;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes rest = content->data, long_name = BYTES_EMPTY;
	uint64_t wide = UINT64_MAX;
	struct head head;
	bool cut = false;

	while (!cut && read_head(rest, &head)) {
		struct bytes data = bytes_from(rest, BLOCK);

		if (wide != UINT64_MAX && head.kind != 'x' && head.kind != 'L')
			head.size = wide;
		/* Links and the like have no data, whatever size they say. */
		if (head.kind >= '1' && head.kind <= '6')
			head.size = 0;
		cut = head.size > data.size;
		size_t size = cut ? data.size : (size_t)head.size;

		data = bytes_slice(data, 0, size);
		rest = bytes_from(rest, BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK);
		if (head.kind == 'x') {
			read_pax(data, &long_name, &wide);
			continue;
		}
		if (head.kind == 'L') {
			long_name = text_of(data);
			continue;
		}
		if (data.size && (head.kind == 0 || head.kind == '0' || head.kind == '7'))
			read_file(content, examination, &head, long_name, data, cut);
		long_name = BYTES_EMPTY;
		wide = UINT64_MAX;
	}
	if (!cut && (rest.size == 0 || rest.data[0] == 0))
		return DECODED;
	if (!content->incomplete)
		examination_undecoded(examination, content, "tar",
				      cut || rest.size < BLOCK ? "cut" : "malformed", rest);
	return DECODED_IN_PART;
}

const struct content_decoder content_decoder_tar = {
	.name = "tar",
	.specification = "POSIX.1-2008, pax",
	.bid = bid,
	.decode = decode,
};
