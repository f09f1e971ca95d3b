/* SPDX-License-Identifier: Apache-2.0 */
/* What sort of characters bytes are made of: cheap questions that decide which decoder is worth
 * asking. */
#ifndef PROBITY_CONTENT_READABLE_H
#define PROBITY_CONTENT_READABLE_H

#include "base/characters.h"

enum sort {
	SORT_DIGIT = CHARACTER_DIGIT,
	SORT_HEX = CHARACTER_HEX,
	SORT_LETTER = CHARACTER_LETTER,
	SORT_BASE64 = CHARACTER_BASE64,
	SORT_EQUALS = CHARACTER_EQUALS,
	SORT_BLANK = CHARACTER_BLANK,
	SORT_PERCENT = CHARACTER_PERCENT,
	SORT_ESCAPE = CHARACTER_ESCAPE,
	SORT_QUERY = CHARACTER_QUERY,
	SORT_DOT = CHARACTER_DOT,
	SORT_OTHER = CHARACTER_OTHER,
	SORT_HIGH = CHARACTER_HIGH,
	SORT_CONTROL = CHARACTER_CONTROL,
	/* What base64 is made of, blanks among it. */
	SORT_BASE64_TEXT = SORT_DIGIT | SORT_HEX | SORT_LETTER | SORT_BASE64 | SORT_EQUALS | SORT_BLANK,
};

/* The sorts of characters that occur. */
static inline unsigned readable_sorts(struct bytes bytes)
{
	return characters_seen(bytes) & CHARACTERS_OF_ONE;
}

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
