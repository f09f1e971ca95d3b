/* SPDX-License-Identifier: Apache-2.0 */
/* Heads are written here as GNU tar and Python's tarfile write them. */
#include "content/reading.h"

#include "content/look_alikes.h"

extern const struct content_decoder content_decoder_tar;

enum { BLOCK = 512 };

struct archive {
	size_t size;
	uint8_t data[16 * BLOCK];
};

#define JSON "{\"phone\":\"13800138000\"}"

static void set_sum(uint8_t *head)
{
	unsigned sum = 0;

	memset(head + 148, ' ', 8);
	for (unsigned i = 0; i < BLOCK; i++)
		sum += head[i];
	snprintf((char *)head + 148, 8, "%06o", sum);
}

/* Adds an entry; `magic`: what stands at 257. */
static uint8_t *add(struct archive *archive, const char *name, char kind, const char *magic, const char *text)
{
	uint8_t *head = archive->data + archive->size;
	size_t size = strlen(text);

	memset(head, 0, BLOCK);
	memcpy(head, name, strlen(name));
	memcpy(head + 100, "0000644", 8);
	snprintf((char *)head + 124, 12, "%011o", (unsigned)size & 0777);
	head[156] = (uint8_t)kind;
	memcpy(head + 257, magic, strlen(magic) ? 8 : 0);
	set_sum(head);
	memset(head + BLOCK, 0, BLOCK);
	memcpy(head + BLOCK, text, size);
	archive->size += size ? 2 * BLOCK : BLOCK;
	return head;
}

static struct content content_of(const struct archive *archive)
{
	return (struct content){ .data = { archive->data, archive->size } };
}

static void files_are_content_under_their_names(void **state)
{
	struct archive *archive = calloc(1, sizeof *archive);

	(void)state;
	add(archive, "dir/", '5', "ustar\00000", "");
	memcpy(add(archive, "a.json", '0', "ustar\00000", JSON) + 345, "reports/2026", 12);
	set_sum(archive->data + BLOCK);
	add(archive, "link", '2', "ustar\00000", "");
	archive->size += 2 * BLOCK;
	struct content content = content_of(archive);

	assert_true(bid_of(&content_decoder_tar, &content) >= 64);
	assert_reading(&content_decoder_tar, &content,
		       "content tar reports/2026/a.json label=a.json file=reports/2026/a.json: " JSON
		       "\ndecoded");
	/* the format of 1979 */
	archive->size = 0;
	add(archive, "a.json", 0, "", JSON);
	content = content_of(archive);
	assert_true(bid_of(&content_decoder_tar, &content) >= 24);
	assert_reading(&content_decoder_tar, &content,
		       "content tar a.json label=a.json file=a.json: " JSON "\ndecoded");
	free(archive);
}

static void long_names_come_before_their_file(void **state)
{
	struct archive *archive = calloc(1, sizeof *archive);

	(void)state;
	add(archive, "././@LongLink", 'L', "ustar  ", "a/name/of/more/than/100/characters.json");
	add(archive, "a/name", '0', "ustar  ", JSON);
	add(archive, "pax", 'x', "ustar\00000", "20 mtime=1767323045\n17 path=\xe6\xb5\x8b\xe8\xaf\x95/b\n");
	add(archive, "b", '0', "ustar\00000", "hello");
	add(archive, "c", '0', "ustar\00000", "size in binary");
	memcpy(archive->data + 8 * BLOCK + 124, "\x80\0\0\0\0\0\0\0\0\0\0\x04", 12);
	set_sum(archive->data + 8 * BLOCK);
	struct content content = content_of(archive);

	assert_reading(
		&content_decoder_tar, &content,
		"content tar a/name/of/more/than/100/characters.json label=characters.json "
		"file=a/name/of/more/than/100/characters.json: " JSON "\n"
		"content tar \xe6\xb5\x8b\xe8\xaf\x95/b label=b file=\xe6\xb5\x8b\xe8\xaf\x95/b: hello\n"
		"content tar c label=c file=c: size\ndecoded");
	free(archive);
}

static void what_there_is_of_a_cut_one_is_read(void **state)
{
	struct archive *archive = calloc(1, sizeof *archive);

	(void)state;
	add(archive, "a.json", '0', "ustar\00000", JSON);
	archive->size = BLOCK + 10;
	struct content content = content_of(archive);

	assert_reading(&content_decoder_tar, &content,
		       "content tar a.json label=a.json file=a.json cut: {\"phone\":\"\nundecoded tar cut "
		       "0\nin-part");
	content.incomplete = true;
	assert_reading(&content_decoder_tar, &content,
		       "content tar a.json label=a.json file=a.json cut: {\"phone\":\"\nin-part");
	/* a head that is none behind it */
	archive->size = 0;
	add(archive, "a.json", '0', "ustar\00000", JSON);
	add(archive, "b.json", '0', "ustar\00000", JSON);
	archive->data[2 * BLOCK] = 'c';
	content = content_of(archive);
	assert_reading(&content_decoder_tar, &content,
		       "content tar a.json label=a.json file=a.json: " JSON
		       "\nundecoded tar malformed 1024\nin-part");
	archive->size = 2 * BLOCK;
	content = content_of(archive);
	assert_survives(&content_decoder_tar, &content);
	free(archive);
}

static void look_alikes_are_not_taken(void **state)
{
	struct archive *archive = calloc(1, sizeof *archive);
	struct content content = { .data = { archive->data, BLOCK } };

	(void)state;
	add(archive, "a.json", '0', "ustar\00000", JSON);
	archive->data[3] ^= 1;
	assert_int_equal(bid_of(&content_decoder_tar, &content), 0);
	memset(archive->data, ' ', BLOCK);
	assert_int_equal(bid_of(&content_decoder_tar, &content), 0);
	memset(archive->data, '0', BLOCK);
	assert_int_equal(bid_of(&content_decoder_tar, &content), 0);
	assert_leaves_others(&content_decoder_tar, 0);
	free(archive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_content_under_their_names),
		cmocka_unit_test(long_names_come_before_their_file),
		cmocka_unit_test(what_there_is_of_a_cut_one_is_read),
		cmocka_unit_test(look_alikes_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
