/* SPDX-License-Identifier: Apache-2.0 */
/* Which names of fields, parameters and cookies stand before a proof of who asks. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_NAMES_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_NAMES_H

#include "base/bytes.h"

/* Whether a field of this name carries a token, a key or a password that opens something by itself.
 * `*ret_access`, where it is wanted: whether a parameter of this name tells who asks, in any way: also by
 * a signature or an account. A request with one is not called unauthenticated. */
bool http_names_token(struct bytes name, bool *ret_access);

/* Whether a name that tells who asks stands in `text` (a query, the start of a body) before a value. */
bool http_mentions_access(struct bytes text);

/* Whether a cookie of this name is a session. `*ret_sure`: the name leaves no doubt. */
bool http_names_session(struct bytes name, bool *ret_sure);

/* Whether a value stands for none: empty, `null`, `deleted`, `***`, `%s`, … */
bool http_is_placeholder(struct bytes value);

/* Whether a path names a thing of a page's make-up (a style sheet, an icon), not a service. */
bool http_is_asset(struct bytes path);

/* The key in a path such as `/api/KEY/lights`: light bridges take it there (Hue and what speaks like
 * it). */
bool http_path_key(struct bytes path, struct bytes *ret_key);

/* Whether a path names a device's configuration. */
bool http_is_configuration(struct bytes path);

#endif
