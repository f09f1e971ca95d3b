/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 9001 5.2 (Initial secrets), 5.3 and 5.4 (protection); RFC 9369 3.3 (version 2). Packet numbers
 * of Initial packets start at 0 and are few: none is ever shortened to ambiguity. */
#include "tls/quic_keys.h"

#include "base/cursor.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { SECRET_SIZE = 32, TAG_SIZE = 16, SAMPLE_AT = 4, SAMPLE_SIZE = 16 };

static const uint8_t salts[][20] = {
	/* version 1, drafts 33 and 34 */
	{ 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
	  0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a },
	/* version 2 */
	{ 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
	  0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9 },
	/* drafts 29 to 32 */
	{ 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
	  0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99 },
	/* drafts 23 to 28 */
	{ 0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
	  0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02 },
	/* draft 22 */
	{ 0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a,
	  0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a },
	/* Google's Q050 */
	{ 0x50, 0x45, 0x74, 0xef, 0xd0, 0x66, 0xfe, 0x2f, 0x9d, 0x94,
	  0x5c, 0xfc, 0xdb, 0xd3, 0xa7, 0xf0, 0xd3, 0xb5, 0x6b, 0x45 },
	/* Google's T050 */
	{ 0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80,
	  0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60, 0x48, 0x83, 0x10 },
	/* Google's T051 */
	{ 0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50,
	  0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda, 0x6e, 0x03, 0x3d },
};

/* Which versions use which salt: from `least` to `most`. */
static const struct {
	uint32_t least, most;
	unsigned salt;
} versions[] = {
	{ 0x00000001, 0x00000001, 0 }, { 0x6b3343cf, 0x6b3343cf, 1 }, { 0xff000021, 0xff000022, 0 },
	{ 0xff00001d, 0xff000020, 2 }, { 0xff000017, 0xff00001c, 3 }, { 0xfaceb002, 0xfaceb002, 3 },
	{ 0xff000016, 0xff000016, 4 }, { 0xfaceb001, 0xfaceb001, 4 }, { 0x51303530, 0x51303530, 5 },
	{ 0x54303530, 0x54303530, 6 }, { 0x54303531, 0x54303531, 7 },
};

static const uint8_t *salt_of(uint32_t version)
{
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
		if (version >= versions[i].least && version <= versions[i].most)
			return salts[versions[i].salt];
	return NULL;
}

bool quic_version_known(uint32_t version)
{
	return salt_of(version) != NULL;
}

static bool hmac(struct bytes key, struct bytes data, uint8_t result[SECRET_SIZE])
{
	unsigned size = 0;

	return HMAC(EVP_sha256(), key.data, (int)key.size, data.data, data.size, result, &size) &&
	       size == SECRET_SIZE;
}

/* HKDF-Expand-Label (RFC 8446 7.1) of at most one block. */
static bool expand(const uint8_t secret[SECRET_SIZE], const char *label, uint8_t *to, size_t size)
{
	uint8_t info[64] = { 0, (uint8_t)size, (uint8_t)(6 + strlen(label)), 't', 'l', 's', '1', '3', ' ' };
	size_t at = 9, left = strlen(label);
	uint8_t block[SECRET_SIZE];

	memcpy(info + at, label, left);
	at += left;
	info[at++] = 0;
	info[at++] = 1;
	if (!hmac((struct bytes){ secret, SECRET_SIZE }, (struct bytes){ info, at }, block))
		return false;
	memcpy(to, block, size);
	return true;
}

static bool derive_side(uint32_t version, const uint8_t initial[SECRET_SIZE], const char *side,
			struct quic_keys *keys)
{
	bool second = version == 0x6b3343cf;
	uint8_t secret[SECRET_SIZE];

	return expand(initial, side, secret, SECRET_SIZE) &&
	       expand(secret, second ? "quicv2 key" : "quic key", keys->key, sizeof keys->key) &&
	       expand(secret, second ? "quicv2 iv" : "quic iv", keys->iv, sizeof keys->iv) &&
	       expand(secret, second ? "quicv2 hp" : "quic hp", keys->header, sizeof keys->header);
}

bool quic_keys_derive(uint32_t version, struct bytes connection, struct quic_keys ret_keys[2])
{
	static const uint8_t none[1];
	const uint8_t *salt = salt_of(version);
	uint8_t initial[SECRET_SIZE];
	struct quic_keys keys[2];

	if (!connection.size)
		connection = (struct bytes){ none, 0 };
	if (!salt || !hmac((struct bytes){ salt, sizeof *salts }, connection, initial) ||
	    !derive_side(version, initial, "client in", &keys[0]) ||
	    !derive_side(version, initial, "server in", &keys[1]))
		return false;
	ret_keys[0] = keys[0];
	ret_keys[1] = keys[1];
	return true;
}

static bool mask_of(const uint8_t key[16], struct bytes sample, uint8_t mask[16])
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int size = 0;
	bool right = context && EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
		     EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
		     EVP_EncryptUpdate(context, mask, &size, sample.data, SAMPLE_SIZE) == 1 &&
		     size == SAMPLE_SIZE;

	EVP_CIPHER_CTX_free(context);
	return right;
}

static bool open_sealed(const struct quic_keys *keys, const uint8_t nonce[12], struct bytes head,
			struct bytes sealed, uint8_t *to)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	struct bytes text = bytes_slice(sealed, 0, sealed.size - TAG_SIZE);
	uint8_t tag[TAG_SIZE];
	struct cursor cursor = cursor_over(bytes_from(sealed, text.size));
	int size = 0, more = 0;

	cursor_copy(&cursor, tag, TAG_SIZE);
	bool right = context && EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), NULL, keys->key, nonce) == 1 &&
		     EVP_DecryptUpdate(context, NULL, &size, head.data, (int)head.size) == 1 &&
		     EVP_DecryptUpdate(context, to, &size, text.data, (int)text.size) == 1 &&
		     EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
		     EVP_DecryptFinal_ex(context, to + size, &more) == 1;

	EVP_CIPHER_CTX_free(context);
	return right;
}

bool quic_open(const struct quic_keys *keys, const struct quic_packet *packet, uint8_t *to,
	       struct bytes *ret_payload)
{
	uint8_t mask[16], head[512], nonce[12];
	struct cursor start = cursor_over(packet->header), rest = cursor_over(packet->rest);
	size_t size = packet->header.size;

	/* Tokens may be longer, of Retry packets; they are some dozen bytes. */
	if (packet->rest.size < SAMPLE_AT + SAMPLE_SIZE || size == 0 || size > sizeof head - 4 ||
	    !mask_of(keys->header, bytes_slice(packet->rest, SAMPLE_AT, SAMPLE_SIZE), mask))
		return false;
	cursor_copy(&start, head, size);
	head[0] ^= mask[0] & 0x0f;
	size_t number_size = (size_t)(head[0] & 3) + 1;

	cursor_copy(&rest, head + size, number_size);
	memcpy(nonce, keys->iv, sizeof nonce);
	for (size_t i = 0; i < number_size; i++) {
		head[size + i] ^= mask[1 + i];
		nonce[sizeof nonce - number_size + i] ^= head[size + i];
	}
	if (cursor_left(&rest) < TAG_SIZE ||
	    !open_sealed(keys, nonce, (struct bytes){ head, size + number_size }, rest.rest, to))
		return false;
	*ret_payload = (struct bytes){ to, rest.rest.size - TAG_SIZE };
	return true;
}
