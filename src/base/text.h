/* SPDX-License-Identifier: Apache-2.0 */
/* Text from hostile input made safe to write into a document, and the small tables every reader of
 * text needs. */
#ifndef PROBITY_BASE_TEXT_H
#define PROBITY_BASE_TEXT_H

#include "base/buffer.h"

/* Appends `bytes` as valid UTF-8 that XML 1.0 can carry: what is not, as `\xNN` (control characters,
 * broken sequences, surrogates, non-characters, bidirectional overrides). Tab, CR and LF become
 * `\t`, `\r`, `\n`, so that the result is one line. A backslash of the input stays as it is. */
bool text_append_clean(struct buffer *buffer, struct bytes bytes);

/* Appends clean text with the five XML specials as entities. */
bool text_append_xml(struct buffer *buffer, struct bytes clean);

/* Appends clean text as a JSON string with its quotes (RFC 8259). */
bool text_append_json(struct buffer *buffer, struct bytes clean);

/* Decodes the UTF-8 sequence at the start of `bytes`: its size (1 to 4) and code point, or 0 for a
 * broken, overlong or cut one (RFC 3629). */
size_t text_decode_utf8(struct bytes bytes, uint32_t *ret_code_point);

/* Appends a code point as UTF-8. */
bool text_append_utf8(struct buffer *buffer, uint32_t code_point);

/* Whether all of `bytes` is well-formed UTF-8. */
bool text_is_utf8(struct bytes bytes);

/* The value of a hexadecimal digit, or -1. */
extern const int8_t text_hex_digits[256];
static inline int text_hex_digit(uint8_t byte)
{
	return text_hex_digits[byte];
}

#endif
