/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBITY_PROTOCOL_APPLICATION_IMAP_ENVELOPE_H
#define PROBITY_PROTOCOL_APPLICATION_IMAP_ENVELOPE_H

#include "evidence/observer.h"

/* Hands over the persons of the ENVELOPE in an answer to FETCH, if there is one. `answer`: the whole answer
 * with its literals inside; `where`: what of it stands in the stream. */
void imap_envelope_observe(struct bytes answer, struct bytes where, struct observer *observer);

#endif
