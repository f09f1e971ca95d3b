/* SPDX-License-Identifier: Apache-2.0 */
/* What certificates say: a server's, and those met as content. */
#ifndef PROBITY_EVIDENCE_CERTIFICATE_H
#define PROBITY_EVIDENCE_CERTIFICATE_H

#include "evidence/observer.h"

/* The circumstances in which a chain was shown. */
struct chain {
	struct bytes list;   /* certificates, each with its size in three bytes before it; may be cut */
	struct bytes host;   /* the name that the client asked for; empty: none */
	const char *session; /* static word: see the attribute `session` */
	struct span origin;  /* where it was captured */
	enum sender sender;
};

/* Observes each certificate of a server's chain, the server's own first. */
void chain_observe(const struct chain *chain, struct observer *observer);

/* Hands over the names in a client's own certificate to be recognised: they go in clear to everyone. */
void client_chain_observe(struct bytes list, struct observer *observer);

/* Observes a DER certificate that stood in a message: nobody's own, so it has no position. `where`: the bytes
 * of the window that it came from. False: it is none. */
bool certificate_observe(struct bytes der, struct bytes where, struct observer *observer);

#endif
