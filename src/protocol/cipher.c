/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/cipher.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { DECRYPT, ENCRYPT };

static bool run_blocks(const EVP_CIPHER *cipher, int way, const uint8_t *key, const uint8_t *start,
		       struct bytes bytes, uint8_t *to)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int size = 0;
	bool done = context && bytes.size && bytes.size % CIPHER_BLOCK == 0 && bytes.size <= INT_MAX &&
		    EVP_CipherInit_ex(context, cipher, NULL, key, start, way) == 1 &&
		    EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
		    EVP_CipherUpdate(context, to, &size, bytes.data, (int)bytes.size) == 1 &&
		    (size_t)size == bytes.size;

	EVP_CIPHER_CTX_free(context);
	return done;
}

bool cipher_ecb_decrypt(const uint8_t key[CIPHER_BLOCK], struct bytes bytes, uint8_t *to)
{
	return run_blocks(EVP_aes_128_ecb(), DECRYPT, key, NULL, bytes, to);
}

bool cipher_ecb_encrypt(const uint8_t key[CIPHER_BLOCK], struct bytes bytes, uint8_t *to)
{
	return run_blocks(EVP_aes_128_ecb(), ENCRYPT, key, NULL, bytes, to);
}

bool cipher_cbc_decrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t start[CIPHER_BLOCK],
			struct bytes bytes, uint8_t *to)
{
	return run_blocks(EVP_aes_128_cbc(), DECRYPT, key, start, bytes, to);
}

bool cipher_gcm_decrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t nonce[CIPHER_NONCE],
			struct bytes about, struct bytes bytes, struct bytes tag, uint8_t *to)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	uint8_t end[CIPHER_BLOCK];
	int size = 0;
	bool done = context && tag.size == CIPHER_BLOCK && bytes.size <= INT_MAX && about.size <= INT_MAX &&
		    EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, nonce) == 1 &&
		    EVP_DecryptUpdate(context, NULL, &size, about.data, (int)about.size) == 1 &&
		    (!bytes.size ||
		     EVP_DecryptUpdate(context, to, &size, bytes.data, (int)bytes.size) == 1) &&
		    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CIPHER_BLOCK,
					(void *)(uintptr_t)tag.data) == 1 &&
		    EVP_DecryptFinal_ex(context, end, &size) == 1;

	EVP_CIPHER_CTX_free(context);
	return done;
}

bool cipher_gcm_encrypt(const uint8_t key[CIPHER_BLOCK], const uint8_t nonce[CIPHER_NONCE],
			struct bytes bytes, uint8_t *to)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int size = 0;
	bool done = context && bytes.size <= INT_MAX &&
		    EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, nonce) == 1 &&
		    EVP_EncryptUpdate(context, to, &size, bytes.data, (int)bytes.size) == 1;

	EVP_CIPHER_CTX_free(context);
	return done;
}

bool md5_of(const struct bytes *runs, size_t count, uint8_t to[MD5_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned size = 0;
	bool done = context && EVP_DigestInit_ex(context, EVP_md5(), NULL) == 1;

	for (size_t i = 0; i < count && done; i++)
		done = EVP_DigestUpdate(context, runs[i].data, runs[i].size) == 1;
	done = done && EVP_DigestFinal_ex(context, to, &size) == 1 && size == MD5_SIZE;
	EVP_MD_CTX_free(context);
	return done;
}

bool hmac_of(struct bytes key, struct bytes bytes, uint8_t to[HMAC_SIZE])
{
	unsigned size = 0;

	return key.size <= INT_MAX &&
	       HMAC(EVP_sha256(), key.data, (int)key.size, bytes.data, bytes.size, to, &size) &&
	       size == HMAC_SIZE;
}

bool padding_cut(struct bytes padded, struct bytes *ret_bytes)
{
	size_t count = padded.size ? padded.data[padded.size - 1] : 0;

	if (!count || count > CIPHER_BLOCK || count > padded.size)
		return false;
	for (size_t i = padded.size - count; i < padded.size; i++)
		if (padded.data[i] != count)
			return false;
	*ret_bytes = bytes_slice(padded, 0, padded.size - count);
	return true;
}
