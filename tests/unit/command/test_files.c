/* SPDX-License-Identifier: Apache-2.0 */
/* Finding inputs and writing outputs, in an own folder. */
#include "hostile.h"

#include "command/files.h"
#include "command/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/probity-test-XXXXXX";
static int before;

static void put(const char *name, const char *content)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_true(fputs(content, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void assert_content(const char *name, const char *expected)
{
	struct buffer content = buffer_of(1000);
	struct error error;

	assert_int_equal(file_read(name, &content, &error), STATUS_OK);
	assert_true(bytes_equal(buffer_bytes(&content), bytes_of(expected)));
	buffer_free(&content);
}

static int enter(void **state)
{
	(void)state;
	before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return before >= 0 && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return fchdir(before) == 0 && close(before) == 0 && system(command) == 0 ? 0 : -1;
}

static void a_folder_gives_its_files_in_the_order_of_bytes(void **state)
{
	(void)state;
	static const char *const expected[] = { "z", "in/B", "in/a", "in/sub/c", "in/é" };
	static const char *const operands[] = { "z", "in" };
	struct found_files files = { NULL, 0 };
	struct error error;

	assert_int_equal(mkdir("in", 0700), 0);
	assert_int_equal(mkdir("in/sub", 0700), 0);
	put("z", "1");
	put("in/a", "22");
	put("in/B", "");
	put("in/é", "");
	put("in/sub/c", "");
	assert_int_equal(symlink("..", "in/sub/circle"), 0);
	assert_int_equal(mkfifo("in/pipe", 0600), 0);
	assert_int_equal(files_find(operands, 2, &files, &error), STATUS_OK);
	assert_int_equal(files.count, COUNT_OF(expected));
	for (size_t i = 0; i < files.count; i++) {
		assert_string_equal(files.items[i].path, expected[i]);
		assert_int_equal(files.items[i].named, i == 0);
	}
	assert_int_equal(files.items[2].size, 2);
	files_free(&files);
}

static void what_is_not_there_is_named(void **state)
{
	(void)state;
	static const char *const operands[] = { "nowhere" };
	struct found_files files = { NULL, 0 };
	struct error error;
	struct buffer content = buffer_of(10);

	assert_int_equal(files_find(operands, 1, &files, &error), STATUS_IO);
	assert_string_equal(error.message, "nowhere: cannot open: No such file or directory");
	assert_int_equal(file_read(".", &content, &error), STATUS_USAGE);
	assert_string_equal(error.message, ".: is a folder; name a file");
}

static void a_document_over_its_maximum_is_refused(void **state)
{
	(void)state;
	struct buffer content = buffer_of(3);
	struct error error;

	put("four", "1234");
	assert_int_equal(file_read("four", &content, &error), STATUS_FORMAT);
	buffer_free(&content);
}

static void an_output_replaces_the_file_and_keeps_its_mode(void **state)
{
	(void)state;
	struct error error;
	struct stat what;

	put("out", "old and longer");
	assert_int_equal(chmod("out", 0640), 0);
	assert_int_equal(symlink("out", "link"), 0);
	assert_int_equal(output_write("link", BYTES("new"), false, &error), STATUS_OK);
	assert_content("out", "new");
	assert_int_equal(lstat("link", &what), 0);
	assert_true(S_ISLNK(what.st_mode));
	assert_int_equal(stat("out", &what), 0);
	assert_int_equal(what.st_mode & 0777, 0640);
}

static void revealed_values_are_for_the_owner_only(void **state)
{
	(void)state;
	struct error error;
	struct stat what;

	put("seen", "");
	assert_int_equal(chmod("seen", 0644), 0);
	assert_int_equal(output_write("secret", BYTES("x"), true, &error), STATUS_OK);
	assert_int_equal(output_write("seen", BYTES("x"), true, &error), STATUS_OK);
	assert_int_equal(stat("secret", &what), 0);
	assert_int_equal(what.st_mode & 0777, 0600);
	assert_int_equal(stat("seen", &what), 0);
	assert_int_equal(what.st_mode & 0777, 0600);
}

static void trouble_leaves_everything_as_it_was(void **state)
{
	(void)state;
	static const char *const operands[] = { "d" };
	struct found_files files = { NULL, 0 };
	struct error error;

	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(output_write("d", BYTES("x"), false, &error), STATUS_USAGE);
	assert_int_equal(output_write("d/none/x", BYTES("x"), false, &error), STATUS_IO);
	assert_string_equal(error.message, "d/none/x: cannot write: No such file or directory");
	assert_int_equal(output_write("/dev/full", BYTES("x"), false, &error), STATUS_IO);
	assert_int_equal(files_find(operands, 1, &files, &error), STATUS_OK);
	assert_int_equal(files.count, 0);
	files_free(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_gives_its_files_in_the_order_of_bytes),
		cmocka_unit_test(what_is_not_there_is_named),
		cmocka_unit_test(a_document_over_its_maximum_is_refused),
		cmocka_unit_test(an_output_replaces_the_file_and_keeps_its_mode),
		cmocka_unit_test(revealed_values_are_for_the_owner_only),
		cmocka_unit_test(trouble_leaves_everything_as_it_was),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
