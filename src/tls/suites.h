/* SPDX-License-Identifier: Apache-2.0 */
/* Cipher suites: their names and what is weak in them. */
#ifndef PROBITY_TLS_SUITES_H
#define PROBITY_TLS_SUITES_H

#include <stdbool.h>
#include <stdint.h>

enum suite_weakness {
	SUITE_NULL = 1,	   /* no encryption */
	SUITE_EXPORT = 2,  /* 40 or 56 bits by design */
	SUITE_ANON = 4,	   /* nobody is authenticated */
	SUITE_RC4 = 8,	   /* RFC 7465 */
	SUITE_DES = 16,	   /* 56 bits */
	SUITE_3DES = 32,   /* 64-bit blocks (RFC 7525 4.1) */
	SUITE_STATIC = 64, /* no forward secrecy */
};

/* The suite's name, a static word; NULL where it is not known. */
const char *suite_name(uint16_t number);

/* What is weak in it: bits of enum suite_weakness. */
unsigned suite_weakness(uint16_t number);

/* Whether the client names its pre-shared key in clear (RFC 4279, 5489). */
bool suite_uses_psk(uint16_t number);

/* Whether the server sends Diffie-Hellman parameters over a prime field. */
bool suite_uses_dhe(uint16_t number);

#endif
