/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of PPP's two authentication protocols, which other protocols carry as well. */
#ifndef PROBITY_PROTOCOL_APPLICATION_PAP_H
#define PROBITY_PROTOCOL_APPLICATION_PAP_H

#include "base/cursor.h"

enum { PAP_REQUEST = 1, PAP_ACCEPTED = 2, PAP_REFUSED = 3 };
enum { CHAP_CHALLENGE = 1, CHAP_RESPONSE = 2, CHAP_ACCEPTED = 3, CHAP_REFUSED = 4 };

struct ppp_login {
	unsigned code;
	struct bytes user, secret; /* `secret`: PAP's password */
};

/* Reads a packet: code, number, size(16), data. False: it is none. */
bool pap_read(struct bytes packet, struct ppp_login *ret_login);
bool chap_read(struct bytes packet, struct ppp_login *ret_login);

#endif
