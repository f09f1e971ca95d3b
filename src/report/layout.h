/* SPDX-License-Identifier: Apache-2.0 */
/* Text in columns. Widths are those of a terminal: East Asian wide characters take two (UAX #11),
 * combining ones none; no locale is asked. */
#ifndef PROBITY_REPORT_LAYOUT_H
#define PROBITY_REPORT_LAYOUT_H

#include "base/buffer.h"

/* Columns that `text` (UTF-8) takes. */
unsigned layout_width(struct bytes text);

/* Appends `text` and then blanks up to `columns`; one at least. */
bool layout_pad(struct buffer *to, const char *text, unsigned columns);

/* Appends `text` in lines of at most `width` columns (0: one line) and a line feed. The cursor stands
 * at column `at`; further lines start with `indent` blanks. Lines break at blanks and beside wide
 * characters, but not before closing punctuation; a longer word is broken where the line ends. */
bool layout_wrap(struct buffer *to, struct bytes text, unsigned at, unsigned indent, unsigned width);

#endif
