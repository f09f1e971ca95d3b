/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and opening what is to be read. */
#ifndef PROBITY_COMMAND_FILES_H
#define PROBITY_COMMAND_FILES_H

#include "base/buffer.h"
#include "base/error.h"

/* Opens `path` (`-`: standard input) for reading: never a folder, never blocking on a device, and not
 * inherited by programs. `*ret_size`: bytes of a regular file, else 0. file_close() closes it. */
enum status file_open(const char *path, int *ret_descriptor, uint64_t *ret_size, struct error *error);
void file_close(int descriptor);

/* As much of the beginning as there is, up to `room` bytes. */
enum status file_read_first(int descriptor, const char *path, uint8_t *first, size_t room, size_t *ret_size,
			    struct error *error);

/* Reads a whole document of ours into `to`, whose maximum holds. */
enum status file_read(const char *path, struct buffer *to, struct error *error);

/* The name for messages. */
const char *file_name(const char *path);

/* The files that the operands stand for: a folder gives the files below it, in the order of their
 * paths as bytes. */
struct found_file {
	char *path;
	bool named;    /* stood on the command line itself */
	uint64_t size; /* 0: unknown */
};
struct found_files {
	struct found_file *items;
	size_t count;
};
enum status files_find(const char *const *operands, size_t count, struct found_files *ret_files,
		       struct error *error);
void files_free(struct found_files *files);

/* `folder/name`; NULL without memory. The caller frees. */
char *path_join(const char *folder, const char *name);

/* Where rules/ and schemas/ are. $PROBITY_DATA if it is set; the source folder for a program that
 * stands in its build folder; else where they were installed. The caller frees. */
enum status data_dir_find(char **ret_folder, struct error *error);

#endif
