/* SPDX-License-Identifier: Apache-2.0 */
/* Messages in both languages. English stands in the source; po/zh_CN.po, compiled in, says it in
 * Chinese: so output depends on --lang only, never on which locales a machine has. */
#ifndef PROBITY_REPORT_MESSAGES_H
#define PROBITY_REPORT_MESSAGES_H

#include "report/report.h"

/* Marks text in a table for tests/lint/messages; message_in() translates it where it is used. */
#define N_(text) text

/* `english` in `language`; as it is where there is no translation. Static. */
const char *message_in(enum language language, const char *english);

/* The side of a bilingual text; English where a rule has no Chinese, "" where it has neither. */
const char *bilingual_in(enum language language, const struct bilingual *text);

#endif
