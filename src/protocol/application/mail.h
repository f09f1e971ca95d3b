/* SPDX-License-Identifier: Apache-2.0 */
/* Mail messages (RFC 5322) as SMTP, POP3 and IMAP carry them. */
#ifndef PROBITY_PROTOCOL_APPLICATION_MAIL_H
#define PROBITY_PROTOCOL_APPLICATION_MAIL_H

#include "evidence/observer.h"

/* Hands over a message as content, its head with it. `stuffed`: lines
 * that begin with a dot have one more before it (RFC 5321 4.5.2). */
void mail_observe(struct bytes mail, const char *method, bool stuffed, bool incomplete,
		  struct observer *observer);

/* Hands over an address as it stands in `<…>`, or bare, in front of anything else. */
void mail_observe_address(struct bytes text, const char *field, const char *method,
			  struct observer *observer);

/* Where a message ends: offset of the line that is a lone dot, and the size of that line. `from`: how
 * much was there when the last search was made. SIZE_MAX: not yet. */
size_t mail_end(struct bytes text, size_t from, size_t *ret_size);

#endif
