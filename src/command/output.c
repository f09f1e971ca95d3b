/* SPDX-License-Identifier: Apache-2.0 */
#include "command/output.h"

#include "command/options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Columns of a report that goes to a file. */
enum { PLAIN_WIDTH = 80, NARROWEST = 40 };

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

static bool write_all(int descriptor, struct bytes content)
{
	while (content.size) {
		ssize_t written = write(descriptor, content.data, content.size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		content = bytes_from(content, (size_t)written);
	}
	return true;
}

static enum status cannot_write(const char *path, struct error *error)
{
	return error_set(error, STATUS_IO, "%s: cannot write: %s",
			 is_standard(path) ? "standard output" : path, strerror(errno));
}

/* Pipes, devices and standard output cannot be replaced: they are written to. */
static enum status write_straight(const char *path, struct bytes content, struct error *error)
{
	int descriptor = is_standard(path) ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (descriptor < 0)
		return cannot_write(path, error);

	bool written = write_all(descriptor, content);

	if (descriptor != STDOUT_FILENO && close(descriptor) < 0)
		written = false;
	return written ? STATUS_OK : cannot_write(path, error);
}

/* A name in the same folder, so that the rename is one step: `.NAME.PID`, hidden from a glob. */
static bool name_beside(const char *path, struct buffer *to)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;

	return buffer_append(to, bytes_slice(bytes_of(path), 0, folder)) && buffer_append_byte(to, '.') &&
	       buffer_append_text(to, path + folder) && buffer_append_format(to, ".%ld", (long)getpid()) &&
	       buffer_append_byte(to, '\0');
}

static enum status write_beside(const char *path, const char *beside, mode_t mode, struct bytes content,
				struct error *error)
{
	int descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (descriptor < 0)
		return cannot_write(path, error);

	bool written = write_all(descriptor, content);

	if (close(descriptor) < 0)
		written = false;
	if (written && rename(beside, path) == 0)
		return STATUS_OK;

	enum status status = cannot_write(path, error);

	unlink(beside);
	return status;
}

enum status output_write(const char *path, struct bytes content, bool secret, struct error *error)
{
	struct stat there;
	mode_t mode = secret ? 0600 : 0666;

	if (is_standard(path))
		return write_straight(path, content, error);
	if (stat(path, &there) == 0) {
		if (S_ISDIR(there.st_mode))
			return error_set(error, STATUS_USAGE, "%s: is a folder; name a file", path);
		if (!S_ISREG(there.st_mode))
			return write_straight(path, content, error);
		mode = there.st_mode & (secret ? 0600 : 0666);
	}

	char *real = realpath(path, NULL); /* where a link points; NULL for a new file */
	struct buffer beside = buffer_of(8192);
	enum status status = name_beside(real ? real : path, &beside)
				     ? write_beside(real ? real : path, (const char *)beside.data, mode,
						    content, error)
				     : error_no_memory(error);

	buffer_free(&beside);
	free(real);
	return status;
}

struct report_options output_look(const struct options *options)
{
	struct report_options look = { .language = options_language(options), .width = PLAIN_WIDTH };
	const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
	struct winsize size;

	if (!is_standard(options->output) || !isatty(STDOUT_FILENO))
		return look;
	look.colour = !(no_colour && *no_colour) && terminal && strcmp(terminal, "dumb") != 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= NARROWEST)
		look.width = size.ws_col;
	return look;
}
