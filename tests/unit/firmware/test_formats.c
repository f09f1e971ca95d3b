/* SPDX-License-Identifier: Apache-2.0 */
/* Every image of tests/images, made by stock tools from one tree: each entry with its mode, owners, device,
 * link and bytes as tests/images/expected.txt says. Then cut and with bits turned: nothing but what is said.
 */
#include "hostile.h"

#include "firmware/unpack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { MOST = 1 << 20, FLIPS = 100, CUTS = 64, LINE = 512 };

struct listing {
	struct buffer layers; /* `gzip cpio`: in the order they begin */
	char *lines[256];
	size_t count, regions, troubles;
	bool capabilities; /* the format keeps them */
};

static void on_begin(void *self, const struct part *own, const struct image_format *format)
{
	struct listing *listing = self;

	(void)own;
	buffer_append_format(&listing->layers, "%s%s", listing->layers.size ? " " : "", format->name);
}

static void on_fact(void *self, const struct part *own, const char *property, struct bytes value)
{
	(void)self, (void)own;
	assert_non_null(property);
	assert_true(value.size < 4096);
}

static void on_entry(void *self, const struct part *own, const struct entry *entry)
{
	struct listing *listing = self;
	char *line, sum[16] = "-", device[32] = "-";

	(void)own;
	assert_true(entry->path.size > 1 && entry->path.data[0] == '/');
	if (listing->count == COUNT_OF(listing->lines) || !(line = malloc(LINE)))
		return;
	if (entry->kind == ENTRY_FILE)
		snprintf(sum, sizeof sum, "%08lx", crc32(0, entry->data.data, (uInt)entry->data.size));
	if (entry->kind == ENTRY_CHARACTER_DEVICE || entry->kind == ENTRY_BLOCK_DEVICE)
		snprintf(device, sizeof device, "%u,%u", entry->major, entry->minor);
	snprintf(line, LINE, "%c %o %u/%u %" PRIu64 " %s %.*s %.*s %" PRIx64 " %s", "fdlcbps"[entry->kind],
		 entry -> mode, entry -> user, entry -> group, entry -> size, device, (int)entry -> path.size,
		 (const char *)entry->path.data, entry->target.size ? (int)entry->target.size : 1,
		 entry->target.size ? (const char *)entry->target.data : "-", entry->capabilities, sum);
	listing->lines[listing->count++] = line;
}

static void on_end(void *self, const struct part *own, const struct image_format *format, uint64_t size,
		   enum decoded how)
{
	(void)self, (void)format, (void)how;
	assert_true(size > 0 && size <= own->data.size);
}

static void on_region(void *self, const struct part *part, struct bytes bytes, enum region_kind kind)
{
	struct listing *listing = self;

	assert_true(bytes.size && bytes.data >= part->data.data &&
		    bytes.data + bytes.size <= part->data.data + part->data.size);
	listing->regions += kind != REGION_PADDING;
}

static void on_trouble(void *self, const struct part *own, const char *reason, struct bytes from)
{
	struct listing *listing = self;

	(void)own, (void)from;
	assert_non_null(reason);
	listing->troubles++;
}

static void on_limit(void *self, const char *name, uint64_t most)
{
	struct listing *listing = self;

	(void)name, (void)most;
	listing->troubles++;
}

static struct listing list(struct bytes image)
{
	struct listing listing = { .layers = buffer_of(4096) };
	const struct unpack_listener listener = { &listing, on_begin,  on_fact,	   on_entry,
						  on_end,   on_region, on_trouble, on_limit };
	struct bytes copy = hostile_copy(image);
	struct error error;

	assert_int_equal(unpack_image(copy, &listener, &error), STATUS_OK);
	hostile_free(copy);
	return listing;
}

static void listing_free(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->lines[i]);
	buffer_free(&listing->layers);
}

static struct bytes load(const char *name)
{
	char path[LINE];
	uint8_t *data = malloc(MOST);

	snprintf(path, sizeof path, PROBITY_SOURCE_DIR "/tests/images/%s", name);
	FILE *file = fopen(path, "rb");

	assert_non_null(data);
	assert_non_null(file);
	size_t size = fread(data, 1, MOST, file);

	fclose(file);
	assert_true(size > 0 && size < MOST);
	return (struct bytes){ data, size };
}

/* The path is the sixth word. */
static int by_path(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;

	for (int i = 0; i < 5; i++) {
		left = strchr(left, ' ') + 1;
		right = strchr(right, ' ') + 1;
	}
	return strcmp(left, right);
}

/* What a format does not keep is not asked of it. */
enum { KEEPS_ALL = 0, NO_CAPABILITIES = 1 };

static const struct {
	const char *name, *layers;
	unsigned lacks;
} images[] = {
	{ "squashfs-gzip", "squashfs", KEEPS_ALL },
	{ "squashfs-lzma", "squashfs", KEEPS_ALL },
	{ "squashfs-lzo", "squashfs", KEEPS_ALL },
	{ "squashfs-xz", "squashfs", KEEPS_ALL },
	{ "squashfs-lz4", "squashfs", KEEPS_ALL },
	{ "squashfs-zstd", "squashfs", KEEPS_ALL },
	{ "squashfs-plain", "squashfs", KEEPS_ALL },
	{ "jffs2-little", "jffs2", KEEPS_ALL },
	{ "jffs2-big", "jffs2", KEEPS_ALL },
	{ "jffs2-rtime", "jffs2", KEEPS_ALL },
	{ "jffs2-lzo", "jffs2", KEEPS_ALL },
	{ "cpio-newc", "cpio", NO_CAPABILITIES },
	{ "cpio-crc", "cpio", NO_CAPABILITIES },
	{ "cpio-odc", "cpio", NO_CAPABILITIES },
	{ "cpio-bin", "cpio", NO_CAPABILITIES },
	{ "gzip", "gzip cpio", NO_CAPABILITIES },
	{ "xz", "xz cpio", NO_CAPABILITIES },
	{ "lzma", "lzma cpio", NO_CAPABILITIES },
	{ "bzip2", "bzip2 cpio", NO_CAPABILITIES },
	{ "zstd", "zstd cpio", NO_CAPABILITIES },
	{ "lz4", "lz4 cpio", NO_CAPABILITIES },
	{ "uimage-ramdisk", "uimage gzip cpio", NO_CAPABILITIES },
	{ "uimage-multi", "uimage squashfs", KEEPS_ALL },
};

static void compare(const struct listing *listing, unsigned lacks)
{
	struct bytes expected = load("expected.txt"), rest = expected;
	size_t count = 0;

	for (; rest.size; count++) {
		struct bytes line = bytes_split(&rest, '\n');
		char text[LINE];

		snprintf(text, sizeof text, "%.*s", (int)line.size, (const char *)line.data);
		char *capabilities = strstr(text, " 3000 ");

		if (capabilities && lacks & NO_CAPABILITIES)
			memmove(capabilities + 2, capabilities + 5, strlen(capabilities + 5) + 1),
				capabilities[1] = '0';
		assert_true(count < listing->count);
		assert_string_equal(listing->lines[count], text);
	}
	assert_int_equal(count, listing->count);
	free((void *)(uintptr_t)expected.data);
}

static void stock_images(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(images); i++) {
		struct bytes image = load(images[i].name);
		struct listing listing = list(image);

		print_message("%s\n", images[i].name);
		qsort(listing.lines, listing.count, sizeof *listing.lines, by_path);
		assert_int_equal(listing.troubles, 0);
		assert_true(bytes_equal(buffer_bytes(&listing.layers), bytes_of(images[i].layers)));
		compare(&listing, images[i].lacks);
		listing_free(&listing);
		free((void *)(uintptr_t)image.data);
	}
}

/* Each format is that of some image. */
static void every_format_has_an_image(void **state)
{
	(void)state;
	for (size_t f = 0; image_formats[f]; f++) {
		bool found = false;

		for (size_t i = 0; i < COUNT_OF(images); i++)
			found = found || strstr(images[i].layers, image_formats[f]->name);
		if (!found)
			fail_msg("%s", image_formats[f]->name);
	}
}

/* What is cut off is said, and what is there is read: never more than there was. */
static void cut_images(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(images); i++) {
		struct bytes image = load(images[i].name);

		for (size_t part = 1; part < CUTS; part++) {
			struct listing listing = list(bytes_slice(image, 0, image.size * part / CUTS));

			assert_true(listing.count <= 25);
			listing_free(&listing);
		}
		free((void *)(uintptr_t)image.data);
	}
}

static void turned_bits(void **state)
{
	uint64_t random = 1;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(images); i++) {
		struct bytes image = load(images[i].name);
		uint8_t *data = (uint8_t *)(uintptr_t)image.data;

		for (size_t flip = 0; flip < FLIPS; flip++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			size_t at = (size_t)(random >> 33) % image.size;
			/* Half of them in the first and last 512 bytes, where headers and tables are. */
			if (flip % 4 == 0)
				at %= 512;
			else if (flip % 4 == 1)
				at = image.size - 1 - at % 512;
			data[at] ^= (uint8_t)(1 << (random >> 20 & 7));
			struct listing listing = list(image);

			listing_free(&listing);
			data[at] ^= (uint8_t)(1 << (random >> 20 & 7));
		}
		free(data);
	}
}

/* Noise, text and erased flash are no images. */
static void look_alikes(void **state)
{
	uint8_t noise[64 << 10];
	uint64_t random = 7;

	(void)state;
	for (size_t i = 0; i < sizeof noise; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		noise[i] = (uint8_t)(random >> 56);
	}
	struct listing listing = list((struct bytes){ noise, sizeof noise });

	assert_int_equal(listing.layers.size, 0);
	assert_int_equal(listing.regions, 1);
	listing_free(&listing);
	memset(noise, 0xff, sizeof noise);
	listing = list((struct bytes){ noise, sizeof noise });
	assert_int_equal(listing.layers.size, 0);
	assert_int_equal(listing.regions, 0);
	listing_free(&listing);
	listing = list(BYTES("hsqs 070701 BZh91 and other words that begin like something, 0707070707"));
	assert_int_equal(listing.layers.size, 0);
	listing_free(&listing);
	assert_false(unpack_recognises(BYTES("hsqs")));
	assert_false(unpack_recognises(BYTES_EMPTY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stock_images), cmocka_unit_test(every_format_has_an_image),
		cmocka_unit_test(cut_images),	cmocka_unit_test(turned_bits),
		cmocka_unit_test(look_alikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
