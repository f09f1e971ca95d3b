/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 5280 4.1, in DER:
 *
 *   Certificate: SEQUENCE { TBS: SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject,
 *     key: SEQUENCE { SEQUENCE { identifier, parameters }, BIT STRING }, … }, … }
 *
 * Identifiers of keys and curves: RFC 3279, RFC 5480, RFC 5639, GB/T 33560. */
#include "evidence/certificate_key.h"

#include "base/der.h"

static const struct {
	struct bytes identifier;
	const char *type;
	unsigned bits;
} curves[] = {
#define CURVE(identifier, type, bits) \
	{ \
		{ (const uint8_t *)(identifier), sizeof(identifier) - 1 }, type, bits \
	}
	CURVE("\x2a\x86\x48\xce\x3d\x03\x01\x07", "EC", 256), /* P-256 */
	CURVE("\x2b\x81\x04\x00\x22", "EC", 384),
	CURVE("\x2b\x81\x04\x00\x23", "EC", 521),
	CURVE("\x2b\x81\x04\x00\x21", "EC", 224),
	CURVE("\x2a\x86\x48\xce\x3d\x03\x01\x01", "EC", 192),
	CURVE("\x2b\x81\x04\x00\x0a", "EC", 256),		  /* secp256k1 */
	CURVE("\x2b\x24\x03\x03\x02\x08\x01\x01\x07", "EC", 256), /* brainpoolP256r1 */
	CURVE("\x2b\x24\x03\x03\x02\x08\x01\x01\x0b", "EC", 384),
	CURVE("\x2b\x24\x03\x03\x02\x08\x01\x01\x0d", "EC", 512),
	CURVE("\x2a\x81\x1c\xcf\x55\x01\x82\x2d", "SM2", 256),
};

static unsigned rsa_bits(struct bytes text)
{
	struct cursor cursor = cursor_over(text);

	cursor_skip(&cursor, 1); /* bits unused at the end */
	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	struct bytes modulus = der_take(&cursor, DER_INTEGER);

	return cursor_ok(&cursor) ? der_bits(modulus) : 0;
}

bool key_curve_find(struct bytes curve, const char **ret_type, unsigned *ret_bits)
{
	for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
		if (bytes_equal(curve, curves[i].identifier)) {
			*ret_type = curves[i].type;
			*ret_bits = curves[i].bits;
			return true;
		}
	return false;
}

static bool set_type(struct key *key, struct bytes algorithm, struct bytes parameters, struct bytes text)
{
	struct cursor cursor = cursor_over(parameters);

	if (bytes_equal(algorithm, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"))) {
		key->type = "RSA";
		key->bits = rsa_bits(text);
		return key->bits > 0;
	}
	if (!bytes_equal(algorithm, BYTES("\x2a\x86\x48\xce\x3d\x02\x01")))
		return false;
	struct bytes curve = der_take(&cursor, DER_IDENTIFIER);

	return cursor_ok(&cursor) && key_curve_find(curve, &key->type, &key->bits);
}

bool key_find(struct bytes der, struct key *ret_key)
{
	struct cursor cursor = cursor_over(der);
	struct key key = { .type = NULL };

	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	cursor = cursor_over(der_take(&cursor, DER_SEQUENCE));
	if (cursor_peek(&cursor, 0) == DER_CONTEXT_0)
		(void)der_take(&cursor, DER_CONTEXT_0);
	(void)der_take(&cursor, DER_INTEGER);
	(void)der_take(&cursor, DER_SEQUENCE);
	struct bytes issuer = der_take(&cursor, DER_SEQUENCE);

	(void)der_take(&cursor, DER_SEQUENCE);
	struct bytes subject = der_take(&cursor, DER_SEQUENCE);
	struct cursor info = cursor_over(der_take(&cursor, DER_SEQUENCE));

	if (!cursor_ok(&cursor))
		return false;
	struct cursor method = cursor_over(der_take(&info, DER_SEQUENCE));
	struct bytes algorithm = der_take(&method, DER_IDENTIFIER);
	struct bytes text = der_take(&info, DER_BIT_STRING);

	if (!cursor_ok(&info) || !cursor_ok(&method) || !set_type(&key, algorithm, method.rest, text))
		return false;
	key.identifier = (size_t)(algorithm.data - der.data) + algorithm.size - 1;
	key.own_issuer = bytes_equal(issuer, subject);
	*ret_key = key;
	return true;
}
