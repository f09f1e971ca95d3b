/* SPDX-License-Identifier: Apache-2.0 */
/* EAP (RFC 3748), wherever it is carried: over LAN, over PPP, in RADIUS. */
#ifndef PROBITY_PROTOCOL_APPLICATION_EAP_H
#define PROBITY_PROTOCOL_APPLICATION_EAP_H

#include "base/bytes.h"

enum { EAP_REQUEST = 1, EAP_RESPONSE, EAP_SUCCESS, EAP_FAILURE, EAP_INITIATE, EAP_FINISH };

struct eap {
	unsigned code, type;
	struct bytes data; /* behind the type */
	/* Of a response that tells who logs in; class NULL: of none. Words as of a credential. */
	const char *scheme, *class, *why;
	struct bytes user, secret;
};

/* Reads a packet: code, number, size(16), type, data. False: it is none. */
bool eap_read(struct bytes packet, struct eap *ret_eap);

#endif
