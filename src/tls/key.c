/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 5280 4.1, in DER:
 *
 *   Certificate: SEQUENCE { TBS: SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject,
 *     key: SEQUENCE { SEQUENCE { identifier, parameters }, BIT STRING }, … }, … }
 *
 * Identifiers of keys and curves: RFC 3279, RFC 5480, RFC 5639, GB/T 33560. */
#include "tls/key.h"

#include "base/cursor.h"

enum { INTEGER = 0x02, BIT_STRING = 0x03, IDENTIFIER = 0x06, SEQUENCE = 0x30, VERSION = 0xa0 };

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

/* The body of the next element, which must have this tag. */
static struct bytes element(struct cursor *cursor, uint8_t tag)
{
	uint8_t found = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);

	if (size & 0x80) {
		size_t width = size & 0x7f;

		/* Certificates of 16 MB do not fit into a handshake. */
		size = width >= 1 && width <= 3 ? (size_t)cursor_be(cursor, width) : SIZE_MAX;
	}
	struct bytes body = cursor_take(cursor, size);

	if (found != tag)
		cursor->failed = true;
	return body;
}

static unsigned rsa_bits(struct bytes text)
{
	struct cursor cursor = cursor_over(text);

	cursor_skip(&cursor, 1); /* bits unused at the end */
	cursor = cursor_over(element(&cursor, SEQUENCE));
	struct bytes modulus = element(&cursor, INTEGER);

	while (modulus.size && modulus.data[0] == 0)
		modulus = bytes_from(modulus, 1);
	if (!cursor_ok(&cursor) || !modulus.size)
		return 0;
	unsigned bits = (unsigned)modulus.size * 8;

	for (unsigned top = modulus.data[0]; top < 0x80; top <<= 1)
		bits--;
	return bits;
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
	struct bytes curve = element(&cursor, IDENTIFIER);

	for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
		if (cursor_ok(&cursor) && bytes_equal(curve, curves[i].identifier)) {
			key->type = curves[i].type;
			key->bits = curves[i].bits;
			return true;
		}
	return false;
}

bool key_find(struct bytes der, struct key *ret_key)
{
	struct cursor cursor = cursor_over(der);
	struct key key = { .type = NULL };

	cursor = cursor_over(element(&cursor, SEQUENCE));
	cursor = cursor_over(element(&cursor, SEQUENCE));
	if (cursor_peek(&cursor, 0) == VERSION)
		(void)element(&cursor, VERSION);
	(void)element(&cursor, INTEGER);
	(void)element(&cursor, SEQUENCE);
	struct bytes issuer = element(&cursor, SEQUENCE);

	(void)element(&cursor, SEQUENCE);
	struct bytes subject = element(&cursor, SEQUENCE);
	struct cursor info = cursor_over(element(&cursor, SEQUENCE));

	if (!cursor_ok(&cursor))
		return false;
	struct cursor method = cursor_over(element(&info, SEQUENCE));
	struct bytes algorithm = element(&method, IDENTIFIER);
	struct bytes text = element(&info, BIT_STRING);

	if (!cursor_ok(&info) || !cursor_ok(&method) || !set_type(&key, algorithm, method.rest, text))
		return false;
	key.identifier = (size_t)(algorithm.data - der.data) + algorithm.size - 1;
	key.own_issuer = bytes_equal(issuer, subject);
	*ret_key = key;
	return true;
}
