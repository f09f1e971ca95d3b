/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648 sections 4 and 5). */
#ifndef PROBITY_BASE_BASE64_H
#define PROBITY_BASE_BASE64_H

#include "base/buffer.h"

/* Appends what `text` encodes to `to`. Either alphabet (`+/` or `-_`, not both in one text); padding
 * may be absent, but what is there must be right; no blanks or line ends. False for anything else, or
 * when `to` cannot take it (see `full` and `failed`): then what could be decoded of it, up to the
 * first wrong character, has been appended. Bits left over at the end are not looked at. */
bool base64_decode(struct bytes text, struct buffer *to);

/* The same of pieces that were encoded one by one, each with its padding, up to the first that is none; line
 * ends may stand between them. */
void base64_decode_pieces(struct bytes text, struct buffer *to);

/* Whether `byte` belongs to either alphabet (`=` does not). */
bool base64_is_digit(uint8_t byte);

#endif
