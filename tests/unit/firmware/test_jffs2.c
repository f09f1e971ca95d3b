/* SPDX-License-Identifier: Apache-2.0 */
/* JFFS2 that was written to: overwritten, cut short, renamed, deleted, and with a directory in itself. Nodes
 * are made here, as mkfs.jffs2 makes none of these. */
#include "hostile.h"

#include "firmware/unpack.h"

#include <stdlib.h>
#include <zlib.h>

enum { DIRECTORY_MODE = 0040755, FILE_MODE = 0100644, ROOT = 1 };

static uint32_t checksum(const uint8_t *data, size_t size)
{
	return (uint32_t)~crc32(0xffffffff, data, (uInt)size);
}

static void put(uint8_t *to, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> 8 * i);
}

static void begin(uint8_t *node, unsigned type, size_t size)
{
	put(node, 0x1985, 2);
	put(node + 2, type, 2);
	put(node + 4, size, 4);
	put(node + 8, checksum(node, 8), 4);
}

static void end(struct buffer *image, uint8_t *node, size_t size)
{
	while (size % 4)
		node[size++] = 0xff;
	assert_true(buffer_append(image, (struct bytes){ node, size }));
}

/* A piece of a file, not packed. */
static void add_piece(struct buffer *image, uint32_t inode, uint32_t version, uint32_t mode, uint32_t size,
		      uint32_t offset, const char *text)
{
	uint8_t node[512] = { 0 };
	size_t length = strlen(text);

	begin(node, 0xe002, 68 + length);
	put(node + 12, inode, 4);
	put(node + 16, version, 4);
	put(node + 20, mode, 4);
	put(node + 28, size, 4);
	put(node + 44, offset, 4);
	put(node + 48, length, 4);
	put(node + 52, length, 4);
	memcpy(node + 68, text, length);
	put(node + 60, checksum(node + 68, length), 4);
	put(node + 64, checksum(node, 60), 4);
	end(image, node, 68 + length);
}

static void add_name(struct buffer *image, uint32_t parent, uint32_t version, uint32_t inode,
		     const char *name)
{
	uint8_t node[512] = { 0 };
	size_t size = strlen(name);

	begin(node, 0xe001, 40 + size);
	put(node + 12, parent, 4);
	put(node + 16, version, 4);
	put(node + 20, inode, 4);
	node[28] = (uint8_t)size;
	memcpy(node + 40, name, size);
	put(node + 32, checksum(node, 32), 4);
	put(node + 36, checksum(node + 40, size), 4);
	end(image, node, 40 + size);
}

struct found {
	struct buffer text; /* a line an entry: state path content */
	unsigned troubles;
};

static void on_begin(void *self, const struct part *own, const struct image_format *format)
{
	(void)self, (void)own;
	assert_string_equal(format->name, "jffs2");
}

static void on_fact(void *self, const struct part *own, const char *property, struct bytes value)
{
	(void)self, (void)own, (void)property, (void)value;
}

static void on_entry(void *self, const struct part *own, const struct entry *entry)
{
	struct found *found = self;

	(void)own;
	buffer_append_format(&found->text, "%c %.*s %.*s\n", "lod"[entry->state], (int)entry -> path.size,
			     (const char *)entry->path.data, (int)entry->data.size,
			     entry->data.size ? (const char *)entry->data.data : "");
}

static void on_end(void *self, const struct part *own, const struct image_format *format, uint64_t size,
		   enum decoded how)
{
	(void)self, (void)format, (void)how;
	assert_int_equal(size, own->data.size);
}

static void on_region(void *self, const struct part *part, struct bytes bytes, enum region_kind kind)
{
	(void)self, (void)part, (void)bytes, (void)kind;
	fail();
}

static void on_trouble(void *self, const struct part *own, const char *reason, struct bytes from)
{
	struct found *found = self;

	(void)own, (void)reason, (void)from;
	found->troubles++;
}

static void on_limit(void *self, const char *name, uint64_t most)
{
	(void)self, (void)name, (void)most;
	fail();
}

static void expect(struct buffer *image, unsigned troubles, const char *expected)
{
	struct found found = { .text = buffer_of(1 << 16) };
	const struct unpack_listener listener = { &found, on_begin,  on_fact,	 on_entry,
						  on_end, on_region, on_trouble, on_limit };
	struct bytes copy = hostile_copy(buffer_bytes(image));
	struct error error;

	assert_int_equal(unpack_image(copy, &listener, &error), STATUS_OK);
	buffer_append_byte(&found.text, 0);
	assert_string_equal((const char *)found.text.data, expected);
	assert_int_equal(found.troubles, troubles);
	hostile_free(copy);
	buffer_free(&found.text);
	buffer_free(image);
}

static void overwritten(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 5, "wifi.conf");
	add_piece(&image, 5, 1, FILE_MODE, 14, 0, "psk=old-secret");
	add_piece(&image, 5, 2, FILE_MODE, 14, 0, "psk=new-secret");
	expect(&image, 0, "l /wifi.conf psk=new-secret\no /wifi.conf psk=old-secret\n");
}

/* Part of a piece that shows keeps it from being old. */
static void overwritten_in_part(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 5, "log");
	add_piece(&image, 5, 1, FILE_MODE, 8, 0, "AAAABBBB");
	add_piece(&image, 5, 2, FILE_MODE, 8, 4, "CCCC");
	expect(&image, 0, "l /log AAAACCCC\n");
}

static void cut_short(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 5, "faces");
	add_piece(&image, 5, 1, FILE_MODE, 4, 0, "one;");
	add_piece(&image, 5, 2, FILE_MODE, 8, 4, "two;");
	add_piece(&image, 5, 3, FILE_MODE, 0, 0, "");
	add_piece(&image, 5, 4, FILE_MODE, 6, 0, "three;");
	expect(&image, 0, "l /faces three;\no /faces one;two;\n");
}

static void deleted(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 3, "data");
	add_piece(&image, 3, 1, DIRECTORY_MODE, 0, 0, "");
	add_name(&image, 3, 1, 7, "photo");
	add_piece(&image, 7, 1, FILE_MODE, 5, 0, "smile");
	add_name(&image, 3, 2, 0, "photo");
	expect(&image, 0, "l /data \nd /data/photo smile\n");
}

/* A file that goes by another name now is not deleted; one without any name has its bytes. */
static void renamed_and_lost(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 7, "new.tmp");
	add_piece(&image, 7, 1, FILE_MODE, 2, 0, "ok");
	add_name(&image, ROOT, 2, 7, "conf");
	add_name(&image, ROOT, 3, 0, "new.tmp");
	add_piece(&image, 9, 1, FILE_MODE, 4, 0, "lost");
	expect(&image, 0, "l /conf ok\nd /#9 lost\n");
}

static void in_itself(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 3, "a");
	add_piece(&image, 3, 1, DIRECTORY_MODE, 0, 0, "");
	add_name(&image, 3, 1, 3, "b");
	expect(&image, 1, "l /a \n");
}

/* A node of which a byte turned is said and left out; those behind it are read. */
static void broken_node(void **state)
{
	struct buffer image = buffer_of(1 << 16);

	(void)state;
	add_name(&image, ROOT, 1, 5, "a");
	add_piece(&image, 5, 1, FILE_MODE, 1, 0, "x");
	size_t at = image.size;

	add_piece(&image, 5, 2, FILE_MODE, 1, 0, "y");
	image.data[at + 30] ^= 1;
	add_piece(&image, 5, 3, FILE_MODE, 1, 0, "z");
	expect(&image, 1, "l /a z\no /a x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overwritten),	    cmocka_unit_test(overwritten_in_part),
		cmocka_unit_test(cut_short),	    cmocka_unit_test(deleted),
		cmocka_unit_test(renamed_and_lost), cmocka_unit_test(in_itself),
		cmocka_unit_test(broken_node),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
