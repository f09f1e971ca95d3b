/* SPDX-License-Identifier: Apache-2.0 */
/* Text in UTF-16, least byte first, as Microsoft's protocols carry it. */
#ifndef PROBITY_PROTOCOL_APPLICATION_WIDE_H
#define PROBITY_PROTOCOL_APPLICATION_WIDE_H

#include "base/cursor.h"
#include "base/text.h"

/* Appends it as UTF-8; characters beyond the first plane become two that stand for nothing. */
static inline void wide_append(struct buffer *to, struct bytes wide)
{
	struct cursor cursor = cursor_over(wide);

	while (cursor_left(&cursor) >= 2)
		text_append_utf8(to, cursor_le16(&cursor));
}

#endif
