/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/limits.h"
#include "evidence/evidence.h"
#include "protocol/application/hpack.h"

#include <stdio.h>
#include <stdlib.h>

struct run {
	struct evidence *evidence;
	struct evidence_options options;
	struct hpack table;
	char log[8192];
};

static void begin(struct run *run)
{
	struct error error;

	memset(run, 0, sizeof *run);
	assert_int_equal(evidence_new(&run->options, &run->evidence, &error), STATUS_OK);
}

static void end(struct run *run)
{
	hpack_free(&run->table, evidence_observer(run->evidence));
	evidence_free(run->evidence);
}

/* Reads a block into lines `name: value`; `?` stands for what is not known. */
static const char *read(struct run *run, struct bytes text)
{
	struct bytes input = hostile_copy(text);
	struct arena arena = { .blocks = NULL };
	struct hpack_block block = hpack_begin(&run->table, input, &arena, evidence_observer(run->evidence));
	struct hpack_field field;
	enum hpack_next next;
	size_t size = 0;

	run->log[0] = 0;
	while ((next = hpack_next(&block, &field)) == HPACK_FIELD && size < sizeof run->log - 256) {
		struct bytes name = field.name.size ? field.name : BYTES("?");
		struct bytes value = field.known ? field.value : BYTES("?");

		size += (size_t)snprintf(run->log + size, sizeof run->log - size, "%.*s: %.*s\n",
					 (int)name.size, (const char *)name.data,
					 (int)(value.size < 100 ? value.size : 100),
					 value.size ? (const char *)value.data : "");
	}
	if (next == HPACK_BROKEN)
		snprintf(run->log + size, sizeof run->log - size, "broken\n");
	arena_free(&arena);
	hostile_free(input);
	return run->log;
}

/* RFC 7541, C.4: requests with Huffman-coded text. */
static void requests_of_the_specification(void **state)
{
	struct run run;

	(void)state;
	begin(&run);
	assert_string_equal(read(&run, BYTES("\x82\x86\x84\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90"
					     "\xf4\xff")),
			    ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n");
	assert_string_equal(read(&run, BYTES("\x82\x86\x84\xbe\x58\x86\xa8\xeb\x10\x64\x9c\xbf")),
			    ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n"
			    "cache-control: no-cache\n");
	assert_string_equal(read(&run, BYTES("\x82\x87\x85\xbf\x40\x88\x25\xa8\x49\xe9\x5b\xa9\x7d\x7f\x89"
					     "\x25\xa8\x49\xe9\x5b\xb8\xe8\xb4\xbf")),
			    ":method: GET\n:scheme: https\n:path: /index.html\n"
			    ":authority: www.example.com\ncustom-key: custom-value\n");
	assert_int_equal(run.table.size, 164);
	end(&run);
}

/* RFC 7541, C.5: responses, the table being 256 bytes large. */
static void the_oldest_leave_a_table_that_is_full(void **state)
{
	struct run run;

	(void)state;
	begin(&run);
	assert_string_equal(read(&run, BYTES("\x3f\xe1\x01"
					     "\x48\x03"
					     "302\x58\x07private\x61\x1dMon, 21 Oct 2013 20:13:21 GMT\x6e\x17"
					     "https://www.example.com")),
			    ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n"
			    "location: https://www.example.com\n");
	assert_int_equal(run.table.size, 222);
	assert_string_equal(read(&run, BYTES("\x48\x03"
					     "307\xc1\xc0\xbf")),
			    ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n"
			    "location: https://www.example.com\n");
	assert_string_equal(
		read(&run, BYTES("\x88\xc1\x61\x1dMon, 21 Oct 2013 20:13:22 GMT\xc0\x5a\x04gzip\x77\x38"
				 "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")),
		":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\n"
		"location: https://www.example.com\ncontent-encoding: gzip\n"
		"set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n");
	assert_int_equal(run.table.size, 215);
	assert_int_equal(run.table.count, 3);
	end(&run);
}

static void what_was_put_in_before_is_unknown(void **state)
{
	struct run run;

	(void)state;
	begin(&run);
	hpack_forget(&run.table, evidence_observer(run.evidence));
	/* Two unseen entries, a value under an unseen name that is put in, and one that is not. */
	assert_string_equal(read(&run, BYTES("\x82\xbe\xc5\x7f\x05\x03one\x0f\x33\x03two")),
			    ":method: GET\n?: ?\n?: ?\n?: one\n?: two\n");
	/* What is put in from now on is known. */
	assert_string_equal(read(&run, BYTES("\x40\x01"
					     "a\x01"
					     "b\xbe\xbf\xc0\xc1")),
			    "a: b\na: b\n?: one\n?: ?\n?: ?\n");
	end(&run);
}

static void broken_blocks_are_told(void **state)
{
	static const struct {
		struct bytes block;
		const char *expected;
	} cases[] = {
		{ { (const uint8_t *)"\x80", 1 }, "broken\n" }, /* index 0 */
		{ { (const uint8_t *)"\xbe", 1 }, "broken\n" }, /* behind an empty table */
		{ { (const uint8_t *)"\x82\x41\x09www", 6 }, ":method: GET\nbroken\n" },
		{ { (const uint8_t *)"\x41\x81\x00", 3 }, "broken\n" },	    /* padded by zeros */
		{ { (const uint8_t *)"\x41\x82\xff\xff", 4 }, "broken\n" }, /* by more than seven bits */
		{ { (const uint8_t *)"\xff\xff\xff\xff\xff\xff\xff\x01", 8 }, "broken\n" },
		{ { (const uint8_t *)"\x40\x00\x01x", 4 }, "broken\n" }, /* no name */
		{ { (const uint8_t *)"\x3f", 1 }, "broken\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run run;

		begin(&run);
		assert_string_equal(read(&run, cases[i].block), cases[i].expected);
		/* Whatever was in the table, it goes on. */
		assert_string_equal(read(&run, BYTES("\x82\xbe")), ":method: GET\n?: ?\n");
		end(&run);
	}
}

/* One large entry, asked for again and again, is text without end. */
static void a_small_block_gives_no_endless_text(void **state)
{
	struct run run;
	uint8_t block[3 + 3 + 3000 + 4000];

	(void)state;
	begin(&run);
	memset(block, 0xbe, sizeof block);
	memcpy(block,
	       "\x40\x01"
	       "a\x7f\xb9\x16",
	       6);
	memset(block + 6, 'x', 3000);

	struct arena arena = { .blocks = NULL };
	struct hpack_block reading = hpack_begin(&run.table, (struct bytes){ block, sizeof block }, &arena,
						 evidence_observer(run.evidence));
	struct hpack_field field;
	unsigned count = 0, known = 0;

	while (hpack_next(&reading, &field) == HPACK_FIELD) {
		count++;
		known += field.known;
	}
	assert_int_equal(count, 4001);
	assert_true(known < 30 && known > 15);
	assert_true(reading.full);
	assert_true(arena.used < 2 * LIMIT_HEAD_SIZE);
	arena_free(&arena);
	end(&run);
}

static void a_block_is_told_by_its_form(void **state)
{
	unsigned pseudo = 0;

	(void)state;
	assert_true(hpack_is_block(BYTES("\x82\x86\x84\xbe\x58\x86\xa8\xeb\x10\x64\x9c\xbf"), &pseudo));
	assert_int_equal(pseudo, 3);
	assert_false(hpack_is_block(BYTES("\xbe\x82"), &pseudo));
	assert_false(hpack_is_block(BYTES("\x80"), &pseudo));
	assert_false(hpack_is_block(BYTES("\x40\x03"
					  "a\0c\x01x"),
				    &pseudo));
	assert_false(hpack_is_block(BYTES_EMPTY, &pseudo));
}

static void survives_every_change(void **state)
{
	static const char text[] = "\x3f\xe1\x01\x82\x86\x84\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90"
				   "\xf4\xff\x40\x88\x25\xa8\x49\xe9\x5b\xa9\x7d\x7f\x89\x25\xa8\x49\xe9\x5b"
				   "\xb8\xe8\xb4\xbf\xbe\xbf\x20\xbe";
	uint8_t copy[sizeof text - 1];

	(void)state;
	for (size_t at = 0; at < sizeof copy; at++)
		for (unsigned value = 0; value < 256; value += 5) {
			struct run run;

			begin(&run);
			memcpy(copy, text, sizeof copy);
			copy[at] = (uint8_t)value;
			read(&run, (struct bytes){ copy, sizeof copy });
			read(&run, (struct bytes){ copy, at });
			end(&run);
		}
}

static void a_table_beyond_the_limit_is_said(void **state)
{
	struct run run;
	struct error error;

	(void)state;
	begin(&run);
	/* a size update to the limit, and one beyond it: RFC 7541 5.1, 6.3 */
	read(&run, BYTES("\x3f\xe1\xff\x03"));
	read(&run, BYTES("\x3f\xe2\xff\x03"));
	assert_int_equal(evidence_finish(run.evidence, &error), STATUS_OK);
	assert_int_equal(evidence_count(run.evidence, KIND_LIMIT), 1);
	assert_true(bytes_equal(evidence_get(run.evidence, KIND_LIMIT, 0, ATTRIBUTE_LIMIT_NAME),
				BYTES("hpack-table")));
	end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_beyond_the_limit_is_said),
		cmocka_unit_test(requests_of_the_specification),
		cmocka_unit_test(the_oldest_leave_a_table_that_is_full),
		cmocka_unit_test(what_was_put_in_before_is_unknown),
		cmocka_unit_test(broken_blocks_are_told),
		cmocka_unit_test(a_small_block_gives_no_endless_text),
		cmocka_unit_test(a_block_is_told_by_its_form),
		cmocka_unit_test(survives_every_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
