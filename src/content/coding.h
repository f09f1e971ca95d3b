/* SPDX-License-Identifier: Apache-2.0 */
/* Declared codings (RFC 9110 section 8.4): a list in the order in which they were applied, such as
 * `gzip, br`. The media type is that of what comes out when all are undone. */
#ifndef PROBITY_CONTENT_CODING_H
#define PROBITY_CONTENT_CODING_H

#include "content/content.h"

/* Whether anything was applied: `identity` is nothing. */
bool coding_is_any(struct bytes codings);

/* Whether the one applied last, so to be undone first, is `name`; an `x-` before it does not count. */
bool coding_is(const struct content *content, struct bytes name);

/* Those applied before the last. */
struct bytes coding_rest(struct bytes codings);

#endif
