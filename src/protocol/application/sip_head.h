/* SPDX-License-Identifier: Apache-2.0 */
/* The head of a SIP message (RFC 3261 section 7): its start line, what its fields are, addresses. Pure
 * functions over bytes. */
#ifndef PROBITY_PROTOCOL_APPLICATION_SIP_HEAD_H
#define PROBITY_PROTOCOL_APPLICATION_SIP_HEAD_H

#include "base/bytes.h"

struct sip_start {
	unsigned status; /* of a response; 0: a request */
	struct bytes method, target;
};

/* Reads a line as `INVITE sip:anna@example.com SIP/2.0` or `SIP/2.0 200 OK`. */
bool sip_start_line(struct bytes line, struct sip_start *ret_start);

/* What a field is to the decoder. */
enum sip_role {
	SIP_VALUE,   /* of no meaning to SIP itself: may hold anything */
	SIP_PLAIN,   /* SIP's own business: tells nothing about a person */
	SIP_ADDRESS, /* names persons or devices: a list of addresses */
	SIP_AUTHORIZATION,
	SIP_SEQUENCE, /* CSeq */
	SIP_LENGTH,
	SIP_TYPE,
	SIP_ENCODING,
};

/* Its role and its name in full, static, also where the name is a compact form (`f` is From). A name that is
 * not known is a SIP_VALUE and stays as it is. */
enum sip_role sip_field_of(struct bytes name, struct bytes *ret_name);

/* One address of a list. Absent parts are empty. */
struct sip_address {
	struct bytes display; /* without quotes */
	struct bytes scheme;  /* sip, sips, tel */
	struct bytes user, password, host;
	struct bytes plain;	 /* from the scheme to the host, where these stand side by side */
	struct bytes parameters; /* of the field, behind the address */
};

/* Takes the next address of a field's value. False at its end. */
bool sip_next_address(struct bytes *list, struct sip_address *ret_address);

/* Takes the next of the parameters, without quotes. False at their end. */
bool sip_next_parameter(struct bytes *parameters, struct bytes *ret_name, struct bytes *ret_value);

#endif
