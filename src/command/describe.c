/* SPDX-License-Identifier: Apache-2.0 */
/* `probity describe`: for the build only, not in --help. */
#include "command/describe.h"

#include "command/command.h"
#include "command/output.h"

const struct origin_attribute origin_attributes[] = {
	{ "input", TYPE_NUMBER, true, "number of the input, from 0, in the order given" },
	{ "file", TYPE_TEXT, false, "its file name, without folders" },
	{ "frame", TYPE_NUMBER, true, "number of the frame in it, from 1, in which it starts" },
	{ "last-frame", TYPE_NUMBER, false, "frame in which it ends, where that is another one" },
	{ "time", TYPE_TIME, false, "when that was captured" },
	{ "flow", TYPE_WORD, false,
	  "address and port that sent it, >, address and port that it was sent to" },
	{ "offset", TYPE_NUMBER, true, "place of its first byte in the stream or datagram" },
	{ "length", TYPE_NUMBER, true, "bytes there that it rests on" },
	{ 0 },
};

enum status command_describe(const struct options *options, int *ret_exit, struct error *error)
{
	static const struct {
		const char *name;
		bool (*write)(struct buffer *to);
	} files[] = {
		{ "evidence.rng", describe_schema },
		{ "probity-evidence.5", describe_manual },
		{ "probity-protocols.7", describe_protocols },
		{ "bash", describe_bash },
		{ "zsh", describe_zsh },
		{ "options", describe_options },
	};
	struct buffer text = buffer_of(1 << 20);
	size_t i = 0;

	while (i < sizeof files / sizeof *files && strcmp(files[i].name, options->operands.items[0]) != 0)
		i++;
	if (i == sizeof files / sizeof *files)
		return error_set(error, STATUS_USAGE, "%.60s: nothing that can be described",
				 options->operands.items[0]);

	enum status status = files[i].write(&text)
				     ? output_write(options->output, buffer_bytes(&text), false, error)
				     : error_no_memory(error);

	buffer_free(&text);
	*ret_exit = EXIT_FINE;
	return status;
}
