/* SPDX-License-Identifier: Apache-2.0 */
/* The public key of a certificate, found without OpenSSL: making it ready for use is four fifths of
 * what reading a certificate costs, and hardly any key is used. */
#ifndef PROBITY_EVIDENCE_CERTIFICATE_KEY_H
#define PROBITY_EVIDENCE_CERTIFICATE_KEY_H

#include "base/bytes.h"

struct key {
	const char *type; /* static: "RSA", "EC", "SM2" */
	unsigned bits;
	size_t identifier; /* where in the certificate the last byte of the algorithm's identifier is */
	bool own_issuer;   /* subject and issuer are the same bytes */
};

/* Finds the key of a DER certificate. False: broken, or an algorithm or curve that is not known here. */
bool key_find(struct bytes der, struct key *ret_key);

/* The key type and size of a curve, by the body of its identifier. */
bool key_curve_find(struct bytes curve, const char **ret_type, unsigned *ret_bits);

#endif
