/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a small JSON object in a line of a protocol, where content decoders are not asked. */
#ifndef PROBITY_PROTOCOL_APPLICATION_MEMBER_H
#define PROBITY_PROTOCOL_APPLICATION_MEMBER_H

#include "base/bytes.h"

/* The text of the member `name` of the outermost object, as it stands between its quotes (escapes are not
 * resolved); the whole value of one that is no text. No bytes: there is none. */
struct bytes member_of(struct bytes object, const char *name);

/* The n-th element, from 0, of an array; the same. */
struct bytes element_of(struct bytes array, unsigned index);

#endif
