/* SPDX-License-Identifier: Apache-2.0 */
/* What was opened with a key that only the laboratory has. */
#ifndef PROBITY_PROTOCOL_APPLICATION_DECRYPTED_H
#define PROBITY_PROTOCOL_APPLICATION_DECRYPTED_H

#include "evidence/observer.h"

/* As observer_content(), of content that others on the way could not read. */
void decrypted_content(struct observer *observer, const struct message *message, struct bytes content,
		       struct bytes where);

#endif
