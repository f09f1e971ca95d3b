/* SPDX-License-Identifier: Apache-2.0 */
/* Message digests, so that a planted value is known again by them. */
#ifndef PROBITY_RECOGNISE_DIGEST_H
#define PROBITY_RECOGNISE_DIGEST_H

#include "base/bytes.h"

enum digest { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SM3, DIGEST_COUNT };

enum { DIGEST_SIZE = 32 };

/* `md5`, `sha1`, `sha256`, `sm3`. */
const char *digest_name(enum digest digest);

/* The digest's size; 0 where the crypto library does not have it. */
size_t digest_of(enum digest digest, struct bytes bytes, uint8_t to[DIGEST_SIZE]);

/* The same for very many texts. Owned by the caller; NULL: the library cannot. */
struct digester;
struct digester *digester_new(void);
void digester_free(struct digester *digester);
size_t digester_make(struct digester *digester, enum digest digest, struct bytes bytes,
		     uint8_t to[DIGEST_SIZE]);

#endif
