/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials in the head of an HTTP message. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_CREDENTIAL_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_CREDENTIAL_H

#include "base/buffer.h"
#include "evidence/carrier.h"

struct http_credential {
	const char *scheme, *class, *confidence, *why; /* static */
	struct bytes field, user, secret;
	struct span origin; /* where it was captured */
};

/* Reads the value of Authorization or Proxy-Authorization: Basic (RFC 7617), Digest (RFC 7616),
 * Bearer (RFC 6750), NTLM and Negotiate (MS-NLMP, RFC 4559), signatures, anything else. False where
 * nothing is proved by it. What has to be decoded is put into `decoded`, which the answer borrows. */
bool http_authorization(struct bytes value, struct buffer *decoded, struct http_credential *ret_credential);

/* Looks for `auth` in a query that is a token. False: there is none, or something in the query is fresh, such
 * as a time: then it is taken for a signature of the request. */
bool http_query_authentication(struct bytes query, struct http_credential *ret_credential);

#endif
