/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding (RFC 3986 section 2.1). */
#ifndef PROBITY_CONTENT_PERCENT_H
#define PROBITY_CONTENT_PERCENT_H

#include "base/bytes.h"

/* Whether decoding would change `text`. `plus`: a plus stands for a blank, as in forms. */
bool percent_is_coded(struct bytes text, bool plus);

/* Writes `text` decoded to `to`, which has room for text.size bytes; a percent sign without two
 * digits stays as it is. Returns how many bytes were written. */
size_t percent_decode(struct bytes text, bool plus, uint8_t *to);

#endif
