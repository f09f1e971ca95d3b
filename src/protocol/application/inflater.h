/* SPDX-License-Identifier: Apache-2.0 */
/* Raw deflated data (RFC 1951) that comes in parts and goes on from one message to the next. */
#ifndef PROBITY_PROTOCOL_APPLICATION_INFLATER_H
#define PROBITY_PROTOCOL_APPLICATION_INFLATER_H

#include "base/buffer.h"
#include "evidence/observer.h"

struct inflater;

/* With no history yet; NULL without memory, or when no more may be held (both observed). */
struct inflater *inflater_new(struct observer *observer);

/* Appends what `part` stands for to `to`. False: it is broken, or asks for history that is not there; what
 * came before that has been appended. `to` may become full: the rest is then not appended, but goes into the
 * history. */
bool inflater_read(struct inflater *inflater, struct bytes part, struct buffer *to);

/* Forgets the history. */
void inflater_forget(struct inflater *inflater);

void inflater_free(struct inflater *inflater, struct observer *observer);

#endif
