/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "command/output.h"
#include "command/setting.h"
#include "report/messages.h"

enum status command_case_check(const struct options *options, int *ret_exit, struct error *error)
{
	const char *path = options->operands.items[0];
	struct options with_case = *options;
	struct setting setting = { 0 };
	const struct address *devices = NULL;
	const struct case_canary *canaries = NULL;
	const struct case_key *keys = NULL;
	struct buffer text = buffer_of(16 << 10);

	with_case.case_path = path;
	/* Opening it with the data types also tells whether each planted value has a type. */
	enum status status = setting_open(&with_case, NEED_CASE, &setting, error);

	if (status == STATUS_OK) {
		buffer_append_format(
			&text,
			message_in(options_language(options), N_("%s: a correct case: %zu addresses, %zu "
								 "planted values, %zu keys, timeline: %s\n")),
			path, case_devices(setting.case_file, &devices),
			case_canaries(setting.case_file, &canaries), case_keys(setting.case_file, &keys),
			message_in(options_language(options),
				   case_has_timeline(setting.case_file) ? N_("yes") : N_("no")));
		status = output_write("-", buffer_bytes(&text), false, error);
	}
	*ret_exit = EXIT_FINE;
	buffer_free(&text);
	setting_close(&setting);
	return status;
}
