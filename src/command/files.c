/* SPDX-License-Identifier: Apache-2.0 */
#include "command/files.h"

#include "base/memory.h"
#include "command/note.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders inside folders: PATH_MAX allows 2,048; nobody files captures deeper than this. */
enum { FOLDER_DEPTH = 32, READ_SIZE = 1 << 16 };

const char *file_name(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

static enum status cannot(const char *path, const char *what, struct error *error)
{
	return error_set(error, STATUS_IO, "%s: cannot %s: %s", file_name(path), what, strerror(errno));
}

/* A pipe without a writer reads as ended when opened without blocking: wait for the first one. */
static void wait_for_writer(int descriptor)
{
	struct pollfd pipe = { .fd = descriptor, .events = POLLIN };

	while (poll(&pipe, 1, -1) < 0 && errno == EINTR)
		continue;
}

enum status file_open(const char *path, int *ret_descriptor, uint64_t *ret_size, struct error *error)
{
	bool standard = strcmp(path, "-") == 0;
	int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat what;

	if (descriptor < 0 || fstat(descriptor, &what) < 0)
		return cannot(path, "open", error);
	if (S_ISDIR(what.st_mode)) {
		file_close(descriptor);
		return error_set(error, STATUS_USAGE, "%s: is a folder; name a file", file_name(path));
	}
	if (!standard && fcntl(descriptor, F_SETFL, 0) < 0) {
		enum status status = cannot(path, "open", error);

		file_close(descriptor);
		return status;
	}
	if (S_ISFIFO(what.st_mode))
		wait_for_writer(descriptor);
	*ret_size = S_ISREG(what.st_mode) && what.st_size > 0 ? (uint64_t)what.st_size : 0;
	*ret_descriptor = descriptor;
	return STATUS_OK;
}

void file_close(int descriptor)
{
	if (descriptor > STDERR_FILENO)
		close(descriptor);
}

enum status file_read_first(int descriptor, const char *path, uint8_t *first, size_t room, size_t *ret_size,
			    struct error *error)
{
	size_t size = 0;

	while (size < room) {
		ssize_t got = read(descriptor, first + size, room - size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cannot(path, "read", error);
		if (got == 0)
			break;
		size += (size_t)got;
	}
	*ret_size = size;
	return STATUS_OK;
}

static enum status read_all(int descriptor, const char *path, struct buffer *to, struct error *error)
{
	for (;;) {
		uint8_t block[READ_SIZE];
		size_t size = 0;
		enum status status = file_read_first(descriptor, path, block, sizeof block, &size, error);

		if (status != STATUS_OK || size == 0)
			return status;
		if (!buffer_append(to, (struct bytes){ block, size }))
			return to->failed ? error_no_memory(error)
					  : error_set(error, STATUS_FORMAT, "%s: larger than %zu bytes",
						      file_name(path), to->maximum);
	}
}

enum status file_read(const char *path, struct buffer *to, struct error *error)
{
	int descriptor = -1;
	uint64_t size = 0;
	enum status status = file_open(path, &descriptor, &size, error);

	if (status == STATUS_OK)
		status = read_all(descriptor, path, to, error);
	file_close(descriptor);
	return status;
}

char *path_join(const char *folder, const char *name)
{
	size_t before = strlen(folder), size = strlen(name);
	bool slash = before && folder[before - 1] != '/';
	char *path = memory_new(before + slash + size + 1);

	if (!path)
		return NULL;
	memcpy(path, folder, before);
	if (slash)
		path[before] = '/';
	memcpy(path + before + slash, name, size);
	return path;
}

static enum status add(struct found_files *files, char *path, bool named, uint64_t size, struct error *error)
{
	struct found_file *items = path ? memory_resize(files->items, files->count + 1, sizeof *items) : NULL;

	if (!items) {
		free(path);
		return error_no_memory(error);
	}
	items[files->count] = (struct found_file){ path, named, size };
	*files = (struct found_files){ items, files->count + 1 };
	return STATUS_OK;
}

/* Links to folders are not followed (they may lead in a circle), links to files are. */
static enum status walk(const char *folder, unsigned depth, struct found_files *files, struct error *error);

static enum status walk_entry(const char *folder, const char *name, unsigned depth, struct found_files *files,
			      struct error *error)
{
	char *path = path_join(folder, name);
	struct stat what;
	enum status status = STATUS_OK;

	if (!path)
		return error_no_memory(error);
	if (lstat(path, &what) == 0 && S_ISDIR(what.st_mode))
		status = walk(path, depth + 1, files, error);
	else if (stat(path, &what) == 0 && S_ISREG(what.st_mode))
		return add(files, path, false, what.st_size > 0 ? (uint64_t)what.st_size : 0, error);
	else
		note("%s: skipped: not a file", path);
	free(path);
	return status;
}

static enum status walk(const char *folder, unsigned depth, struct found_files *files, struct error *error)
{
	if (depth > FOLDER_DEPTH)
		return error_set(error, STATUS_IO, "%s: folders are nested deeper than %d", folder,
				 FOLDER_DEPTH);

	DIR *listing = opendir(folder);
	enum status status = STATUS_OK;

	if (!listing)
		return cannot(folder, "list", error);
	for (struct dirent *entry = readdir(listing); entry && status == STATUS_OK; entry = readdir(listing))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = walk_entry(folder, entry->d_name, depth, files, error);
	closedir(listing);
	return status;
}

static int compare_paths(const void *a, const void *b)
{
	const struct found_file *left = a, *right = b;

	return strcmp(left->path, right->path);
}

enum status files_find(const char *const *operands, size_t count, struct found_files *ret_files,
		       struct error *error)
{
	struct found_files files = { NULL, 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct stat what = { 0 };
		size_t before = files.count;

		if (strcmp(operands[i], "-") != 0 && stat(operands[i], &what) < 0)
			status = cannot(operands[i], "open", error);
		else if (S_ISDIR(what.st_mode))
			status = walk(operands[i], 0, &files, error);
		else
			status = add(&files, path_join("", operands[i]), true,
				     S_ISREG(what.st_mode) ? (uint64_t)what.st_size : 0, error);
		if (files.count > before)
			qsort(files.items + before, files.count - before, sizeof *files.items, compare_paths);
	}
	if (status != STATUS_OK) {
		files_free(&files);
		return status;
	}
	*ret_files = files;
	return STATUS_OK;
}

void files_free(struct found_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->items[i].path);
	free(files->items);
	*files = (struct found_files){ NULL, 0 };
}

static bool stands_in_build_folder(void)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof path - sizeof "config.status");

	while (size > 0 && path[size - 1] != '/')
		size--;
	if (size <= 0)
		return false;
	memcpy(path + size, "config.status", sizeof "config.status");
	return access(path, F_OK) == 0;
}

enum status data_dir_find(char **ret_folder, struct error *error)
{
	const char *folder = getenv("PROBITY_DATA");

	if (!folder || !*folder)
		folder = stands_in_build_folder() ? PROBITY_SOURCE_DIR : PROBITY_DATA_DIR;

	char *rules = path_join(folder, "rules"), *copy = path_join("", folder);
	enum status status = rules && copy ? STATUS_OK : error_no_memory(error);

	if (status == STATUS_OK && access(rules, R_OK) < 0)
		status = error_set(
			error, STATUS_IO,
			"%s: cannot read: %s; install probity, or set PROBITY_DATA to the folder with rules/ "
			"and schemas/",
			rules, strerror(errno));
	free(rules);
	if (status == STATUS_OK)
		*ret_folder = copy;
	else
		free(copy);
	return status;
}
