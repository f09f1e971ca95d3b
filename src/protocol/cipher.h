/* SPDX-License-Identifier: Apache-2.0 */
/* What decoders need of cryptography to read traffic whose keys are known. Only here is the library used. */
#ifndef PROBITY_PROTOCOL_CIPHER_H
#define PROBITY_PROTOCOL_CIPHER_H

#include "base/bytes.h"

enum { CIPHER_BLOCK = 16, CIPHER_NONCE = 12, MD5_SIZE = 16, HMAC_SIZE = 32 };

/* AES-128 of whole blocks, one by one (ECB) or chained (CBC, with `start` before the first), without padding.
 * `to` has room for as much as there is in `bytes`, and may be the same memory. False where `bytes` is no
 * whole number of blocks, or the library will not. */
bool cipher_ecb_decrypt(const uint8_t key[CIPHER_BLOCK], struct bytes bytes, uint8_t *to);
bool cipher_ecb_encrypt(const uint8_t key[CIPHER_BLOCK], struct bytes bytes, uint8_t *to);
bool cipher_cbc_decrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t start[CIPHER_BLOCK],
			struct bytes bytes, uint8_t *to);

/* AES-128-GCM (NIST SP 800-38D) with a nonce of 12 bytes and a tag of 16. False also where the tag is wrong:
 * then `to` holds nothing of use. */
bool cipher_gcm_decrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t nonce[CIPHER_NONCE],
			struct bytes about, struct bytes bytes, struct bytes tag, uint8_t *to);
/* Without its tag. */
bool cipher_gcm_encrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t nonce[CIPHER_NONCE],
			struct bytes bytes, uint8_t *to);

/* MD5 (RFC 1321) of runs of bytes, one behind the other; HMAC-SHA256 (RFC 2104). */
bool md5_of(const struct bytes *runs, size_t count, uint8_t to[MD5_SIZE]);
bool hmac_of(struct bytes key, struct bytes bytes, uint8_t to[HMAC_SIZE]);

/* What stands before padding of 1 to 16 bytes that each tell how many there are (PKCS #7). False where there
 * is no such padding. */
bool padding_cut(struct bytes padded, struct bytes *ret_bytes);

#endif
