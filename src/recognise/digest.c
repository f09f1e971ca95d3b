/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/digest.h"

#include "base/memory.h"

#include <openssl/evp.h>
#include <stdlib.h>

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

struct digester {
	EVP_MD_CTX *context;
	EVP_MD *methods[DIGEST_COUNT]; /* NULL: the library does not have it */
};

struct digester *digester_new(void)
{
	struct digester *digester = memory_new(sizeof *digester);

	if (!digester)
		return NULL;
	digester->context = EVP_MD_CTX_new();
	for (unsigned i = 0; i < DIGEST_COUNT; i++)
		digester->methods[i] = EVP_MD_fetch(NULL, NAMES[i], NULL);
	if (digester->context)
		return digester;
	digester_free(digester);
	return NULL;
}

void digester_free(struct digester *digester)
{
	if (!digester)
		return;
	for (unsigned i = 0; i < DIGEST_COUNT; i++)
		EVP_MD_free(digester->methods[i]);
	EVP_MD_CTX_free(digester->context);
	free(digester);
}

size_t digester_make(struct digester *digester, enum digest digest, struct bytes bytes,
		     uint8_t to[DIGEST_SIZE])
{
	EVP_MD_CTX *context = digester->context;
	const EVP_MD *method = digester->methods[digest];
	unsigned size = 0;

	/* No larger than DIGEST_SIZE: that is what the four have at most. */
	if (!method || EVP_DigestInit_ex(context, method, NULL) != 1 ||
	    EVP_DigestUpdate(context, bytes.data, bytes.size) != 1 ||
	    EVP_DigestFinal_ex(context, to, &size) != 1)
		return 0;
	return size;
}
