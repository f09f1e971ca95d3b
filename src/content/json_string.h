/* SPDX-License-Identifier: Apache-2.0 */
/* Strings with escapes as JSON, JavaScript and many logs write them. */
#ifndef PROBITY_CONTENT_JSON_STRING_H
#define PROBITY_CONTENT_JSON_STRING_H

#include "base/bytes.h"

/* Offset of the quote that ends the string whose first character is at `from`; the size of `data`
 * where it does not end. *ret_escaped: whether it has escapes; set to true only. */
size_t json_string_end(struct bytes data, size_t from, bool *ret_escaped);

/* Writes `raw` without its escapes (`\n`, `\u59d3`, surrogate pairs) to `to`, which has room for
 * raw.size bytes; wrong escapes stay as they are. Returns how many bytes were written. */
size_t json_string_unescape(struct bytes raw, uint8_t *to);

#endif
