/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and certificates in DER (ITU-T X.690):
 *
 *     X.509 (RFC 5280)     SEQUENCE { SEQUENCE { [0] version, serial, … }, algorithm, signature }
 *     PKCS#8 (RFC 5958)    SEQUENCE { 0 or 1, SEQUENCE { algorithm, curve }, OCTET STRING key }
 *     PKCS#1 (RFC 8017)    SEQUENCE { 0, modulus, exponent, private exponent, five more }
 *     SEC 1 (RFC 5915)     SEQUENCE { 1, OCTET STRING key, [0] curve, [1] public key }
 *     encrypted PKCS#8     SEQUENCE { SEQUENCE { 1.2.840.113549.1.5 or .12.1 … }, OCTET STRING }
 *     PKCS#12 (RFC 7292)   SEQUENCE { 3, SEQUENCE { 1.2.840.113549.1.7.1 … }, … }
 *
 * A private key that no password protects is a credential; a public one is nothing. What is protected is
 * counted as unread. Left out: what stands in PKCS#12 without a password. */
#include "base/der.h"
#include "content/content.h"
#include "evidence/certificate_key.h"

#include <stdio.h>

struct private_key {
	const char *type;
	unsigned bits; /* 0: as the type says */
};

/* The body of the sequence that all of the content is. */
static bool open_whole(const struct content *content, struct cursor *ret_body)
{
	struct cursor cursor = cursor_over(content->data);
	struct bytes body = der_take(&cursor, DER_SEQUENCE);

	*ret_body = cursor_over(body);
	return cursor_ok(&cursor) && cursor_left(&cursor) == 0 && body.size >= 16;
}

static bool read_pkcs1(struct bytes data, struct private_key *ret_key)
{
	struct cursor cursor = cursor_over(data);

	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	struct bytes version = der_take(&cursor, DER_INTEGER), modulus = der_take(&cursor, DER_INTEGER);

	for (unsigned i = 0; i < 7; i++)
		(void)der_take(&cursor, DER_INTEGER);
	*ret_key = (struct private_key){ "RSA", der_bits(modulus) };
	return cursor_ok(&cursor) && der_bits(version) <= 1 && ret_key->bits >= 256;
}

static bool read_sec1(struct bytes data, struct private_key *ret_key)
{
	struct cursor cursor = cursor_over(data);

	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	struct bytes version = der_take(&cursor, DER_INTEGER), key = der_take(&cursor, DER_OCTET_STRING);

	*ret_key = (struct private_key){ "EC", (unsigned)key.size * 8 };
	if (!cursor_ok(&cursor) || der_bits(version) != 1 || key.size < 16 || key.size > 72)
		return false;
	struct cursor parameters = cursor_over(der_take(&cursor, DER_CONTEXT_0));
	struct bytes curve = der_take(&parameters, DER_IDENTIFIER);

	if (cursor_ok(&parameters))
		(void)key_curve_find(curve, &ret_key->type, &ret_key->bits);
	return true;
}

static bool read_pkcs8(struct bytes data, struct private_key *ret_key)
{
	static const struct {
		struct bytes identifier;
		const char *type;
	} others[] = {
		{ BYTES("\x2b\x65\x70"), "Ed25519" },
		{ BYTES("\x2b\x65\x71"), "Ed448" },
		{ BYTES("\x2b\x65\x6e"), "X25519" },
		{ BYTES("\x2b\x65\x6f"), "X448" },
		{ BYTES("\x2a\x86\x48\xce\x38\x04\x01"), "DSA" },
	};
	struct cursor cursor = cursor_over(data);

	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	struct bytes version = der_take(&cursor, DER_INTEGER);
	struct cursor method = cursor_over(der_take(&cursor, DER_SEQUENCE));
	struct bytes algorithm = der_take(&method, DER_IDENTIFIER), key = der_take(&cursor, DER_OCTET_STRING);

	if (!cursor_ok(&cursor) || !cursor_ok(&method) || der_bits(version) > 1 || key.size < 16)
		return false;
	if (bytes_equal(algorithm, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01")))
		return read_pkcs1(key, ret_key);
	if (bytes_equal(algorithm, BYTES("\x2a\x86\x48\xce\x3d\x02\x01"))) {
		struct bytes curve = der_take(&method, DER_IDENTIFIER);

		if (!read_sec1(key, ret_key))
			return false;
		if (cursor_ok(&method))
			(void)key_curve_find(curve, &ret_key->type, &ret_key->bits);
		return true;
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (bytes_equal(algorithm, others[i].identifier)) {
			*ret_key = (struct private_key){ others[i].type, 0 };
			return true;
		}
	return false;
}

static bool read_private(struct bytes data, struct private_key *ret_key)
{
	return read_pkcs8(data, ret_key) || read_sec1(data, ret_key) || read_pkcs1(data, ret_key);
}

/* Protected by a password: PKCS#5 and PKCS#12 methods; `*ret_what` says what. */
static bool is_protected(struct cursor body, const char **ret_what)
{
	struct cursor store = body, key = body;
	struct bytes version = der_take(&store, DER_INTEGER);
	struct cursor contents = cursor_over(der_take(&store, DER_SEQUENCE));
	struct bytes kind = der_take(&contents, DER_IDENTIFIER);

	if (cursor_ok(&store) && cursor_ok(&contents) && version.size == 1 && version.data[0] == 3 &&
	    bytes_start_with(kind, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x07"))) {
		*ret_what = "pkcs12";
		return true;
	}
	struct cursor method = cursor_over(der_take(&key, DER_SEQUENCE));
	struct bytes algorithm = der_take(&method, DER_IDENTIFIER);

	(void)der_take(&key, DER_OCTET_STRING);
	*ret_what = "pkcs8";
	return cursor_ok(&key) && cursor_ok(&method) && cursor_left(&key) == 0 &&
	       (bytes_start_with(algorithm, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x05")) ||
		bytes_start_with(algorithm, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01")));
}

static bool is_certificate(struct bytes data, struct cursor body)
{
	struct key key;
	struct cursor inner = cursor_over(der_take(&body, DER_SEQUENCE));

	(void)der_take(&body, DER_SEQUENCE);
	(void)der_take(&body, DER_BIT_STRING);
	if (!cursor_ok(&body) || cursor_left(&body))
		return false;
	/* A request has a public key where a certificate has its validity. */
	return key_find(data, &key) || cursor_peek(&inner, 0) == DER_CONTEXT_0;
}

static unsigned bid(const struct content *content)
{
	struct cursor body;
	struct private_key key;
	const char *what;

	if (content->data.size < 24 || content->data.data[0] != DER_SEQUENCE || !open_whole(content, &body))
		return 0;
	return is_certificate(content->data, body) || read_private(content->data, &key) ||
			       is_protected(body, &what)
		       ? 64
		       : 0;
}

static void say_key(const struct content *content, struct examination *examination,
		    const struct private_key *key)
{
	char why[64];

	if (key->bits)
		snprintf(why, sizeof why, "a private key, %s, %u bits", key->type, key->bits);
	else
		snprintf(why, sizeof why, "a private key, %s", key->type);
	examination_secret(examination, content, "credential.key", content->data, why);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor body;
	struct private_key key;
	const char *what;

	if (!open_whole(content, &body))
		return DECODED_NOT_MINE;
	if (read_private(content->data, &key)) {
		say_key(content, examination, &key);
		return DECODED;
	}
	if (is_protected(body, &what)) {
		examination_undecoded(examination, content, what, "encrypted", content->data);
		return DECODED;
	}
	return examination_certificate(examination, content) ? DECODED : DECODED_MALFORMED;
}

const struct content_decoder content_decoder_der = {
	.name = "der",
	.specification = "RFC 5280, RFC 5958, RFC 8017, RFC 5915, RFC 7292",
	.first = (const bool[256]){ [DER_SEQUENCE] = true },
	.bid = bid,
	.decode = decode,
};
