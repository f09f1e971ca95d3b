/* SPDX-License-Identifier: Apache-2.0 */
/* Mail messages (RFC 5322) as SMTP, POP3 and IMAP carry them. */
#ifndef PROBITY_PROTOCOL_APPLICATION_MAIL_H
#define PROBITY_PROTOCOL_APPLICATION_MAIL_H

#include "protocol/application.h"

/* Hands over a message as content, its head with it. `stuffed`: lines
 * that begin with a dot have one more before it (RFC 5321 4.5.2). */
void mail_observe(struct bytes mail, const char *method, bool stuffed, bool incomplete,
		  struct observer *observer);

/* Hands over an address as it stands in `<…>`, or bare, in front of anything else. */
void mail_observe_address(struct bytes text, const char *field, const char *method,
			  struct observer *observer);

/* Lines that end at one that is a lone dot. Cleared where they begin. */
struct dotted {
	size_t searched; /* bytes that were searched for their end */
	bool cut;	 /* part of them was handed over, or lost, already */
};

/* Takes such lines, a mail unless `method` is NULL: all, or what there is where no more is kept. False: their
 * end has not come. */
bool dotted_take(struct dotted *dotted, struct stream *stream, const char *method, struct observer *observer);

#endif
