/* SPDX-License-Identifier: Apache-2.0 */
/* What commands work with besides their inputs: data types, case, rules. All of it is loaded and
 * checked before any input is opened. */
#ifndef PROBITY_COMMAND_SETTING_H
#define PROBITY_COMMAND_SETTING_H

#include "case/case.h"
#include "command/options.h"
#include "recognise/taxonomy.h"
#include "rules/rules.h"

enum { NEED_CASE = 1, NEED_RULES = 2 };

struct setting {
	char *data_dir;
	struct taxonomy *taxonomy;
	struct case_file *case_file; /* NULL: none was given */
	struct rules *rules;	     /* NULL: not needed */
};

/* `needs`: NEED_ bits. setting_close() also after an error. */
enum status setting_open(const struct options *options, unsigned needs, struct setting *setting,
			 struct error *error);
void setting_close(struct setting *setting);

#endif
