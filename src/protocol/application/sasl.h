/* SPDX-License-Identifier: Apache-2.0 */
/* SASL (RFC 4422) as SMTP, POP3 and IMAP carry it: a mechanism and base64 lines from the client. */
#ifndef PROBITY_PROTOCOL_APPLICATION_SASL_H
#define PROBITY_PROTOCOL_APPLICATION_SASL_H

#include "protocol/application/login.h"

struct sasl {
	const struct sasl_mechanism *mechanism; /* NULL: no exchange is under way */
	unsigned responses;			/* lines that the client sent so far */
	bool proved;				/* by a digest that is not kept */
	struct login login;
};

/* The client asks for a mechanism; `initial`: the response sent along, if any. */
void sasl_begin(struct sasl *sasl, struct bytes mechanism, struct bytes initial, struct observer *observer);

/* A line of the client while sasl_active(). */
void sasl_response(struct sasl *sasl, struct bytes line, struct observer *observer);

/* The same for protocols that carry responses as they are, without base64. `where`: the bytes of the window
 * that the response was read from. */
void sasl_begin_raw(struct sasl *sasl, struct bytes mechanism);
void sasl_response_raw(struct sasl *sasl, struct bytes response, struct bytes where,
		       struct observer *observer);

static inline bool sasl_active(const struct sasl *sasl)
{
	return sasl->mechanism != NULL;
}

/* The exchange is over: says what it gave away. `method`: the command. */
void sasl_end(struct sasl *sasl, const char *method, const char *result, struct observer *observer);

/* Forgets it and frees what it holds. */
void sasl_free(struct sasl *sasl);

#endif
