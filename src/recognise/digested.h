/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that were hashed without salt: found again from what is known anyway. */
#ifndef PROBITY_RECOGNISE_DIGESTED_H
#define PROBITY_RECOGNISE_DIGESTED_H

#include "recognise/recognise.h"

/* Whether a value can be the digest of an identifier of a device: its name asks for one, and it has the
 * size of a digest in hexadecimal or base64. Cheap: most values are refused by their size. */
bool digested_may_be(struct bytes field, struct bytes value);

/* Whether `value` is the MD5, SHA-1, SHA-256 or SM3 of the hardware address `mac` (six bytes), in any
 * way of writing it. */
bool digested_is_mac(const struct taxonomy *taxonomy, struct bytes value, const uint8_t mac[6],
		     struct recognition *ret);

#endif
