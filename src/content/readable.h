/* SPDX-License-Identifier: Apache-2.0 */
/* What sort of characters bytes are made of: cheap questions that decide which decoder is worth
 * asking. */
#ifndef PROBITY_CONTENT_READABLE_H
#define PROBITY_CONTENT_READABLE_H

#include "base/bytes.h"

enum sort {
	SORT_DIGIT = 1 << 0,
	SORT_HEX = 1 << 1,    /* letters a to f */
	SORT_LETTER = 1 << 2, /* other letters */
	SORT_BASE64 = 1 << 3, /* + / - _ */
	SORT_EQUALS = 1 << 4,
	SORT_BLANK = 1 << 5, /* space, tab, CR, LF */
	SORT_PERCENT = 1 << 6,
	SORT_ESCAPE = 1 << 7, /* backslash */
	SORT_QUERY = 1 << 8,  /* ? & */
	SORT_DOT = 1 << 9,
	SORT_OTHER = 1 << 10, /* the rest of printable ASCII */
	SORT_HIGH = 1 << 11,
	SORT_CONTROL = 1 << 12,
};

/* The sorts of characters that occur. */
unsigned readable_sorts(struct bytes bytes);

/* Whether some byte is above 7f. */
bool readable_has_high(struct bytes bytes);

/* Whether bytes are UTF-8, but for a last character that may be cut. */
bool readable_utf8(struct bytes bytes);

/* Whether the first bytes are text: no NUL, hardly a control character, ASCII, UTF-8 or mostly so. */
bool readable_text(struct bytes bytes);

/* Whether bytes look like the beginning of something that was encoded on purpose: text, or a format
 * with a magic number. Random bytes pass once in many thousand times. */
bool readable_plausible(struct bytes bytes);

#endif
