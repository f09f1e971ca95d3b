/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that were hashed without salt: found again from what is known anyway. */
#ifndef PROBITY_RECOGNISE_DIGESTED_H
#define PROBITY_RECOGNISE_DIGESTED_H

#include "recognise/recognise.h"

/* Of what a value can be the digest: its name asks for an identifier of a device or of a person, and it has
 * the size of a digest in hexadecimal or base64. Cheap: most values are refused by their size. */
enum { DIGESTED_ADDRESS = 1, DIGESTED_NUMBER = 2 };
unsigned digested_may_be(struct bytes field, struct bytes value);

/* Whether its characters are those of a digest as well. */
bool digested_is_plausible(struct bytes value);

/* The bytes of a digest in hexadecimal or base64, at most 32; 0: it is none. */
size_t digested_decode(struct bytes value, uint8_t *to);

/* Writes an address with `sign` between its bytes, 0: none. */
enum { DIGESTED_MAC_SIZE = 18 };
struct bytes digested_write_mac(const uint8_t mac[6], char sign, bool capitals,
				uint8_t to[DIGESTED_MAC_SIZE]);

/* Whether `value` is the MD5, SHA-1, SHA-256 or SM3 of the hardware address `mac` (six bytes), in any
 * way of writing it. */
bool digested_is_mac(const struct taxonomy *taxonomy, struct bytes value, const uint8_t mac[6],
		     struct recognition *ret);

#endif
