/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/digest.h"

#include <openssl/evp.h>

static const char *const NAMES[] = { "md5", "sha1", "sha256", "sm3" };

const char *digest_name(enum digest digest)
{
	return NAMES[digest];
}

size_t digest_of(enum digest digest, struct bytes bytes, uint8_t to[DIGEST_SIZE])
{
	uint8_t whole[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	const EVP_MD *method = EVP_get_digestbyname(NAMES[digest]);

	if (!method || EVP_Digest(bytes.data, bytes.size, whole, &size, method, NULL) != 1 ||
	    size > DIGEST_SIZE)
		return 0;
	memcpy(to, whole, size);
	return size;
}
