/* SPDX-License-Identifier: Apache-2.0 */
/* The library is used rightly: examples of FIPS 197, NIST SP 800-38A and -38D, RFC 1321, RFC 4231. */
#include "hostile.h"

#include "protocol/cipher.h"

static const uint8_t counted[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
static const uint8_t nothing[16];

static void blocks_are_those_of_the_standard(void **state)
{
	(void)state;
	const struct bytes plain = BYTES("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff");
	const struct bytes sealed = BYTES("\x69\xc4\xe0\xd8\x6a\x7b\x04\x30\xd8\xcd\xb7\x80\x70\xb4\xc5\x5a");
	uint8_t out[16];

	assert_true(cipher_ecb_encrypt(counted, plain, out));
	assert_memory_equal(out, sealed.data, 16);
	assert_true(cipher_ecb_decrypt(counted, sealed, out));
	assert_memory_equal(out, plain.data, 16);
	/* With nought to start from, the first block of a chain is as one alone. */
	assert_true(cipher_cbc_decrypt(counted, nothing, sealed, out));
	assert_memory_equal(out, plain.data, 16);
	assert_true(cipher_cbc_decrypt(counted, plain.data, sealed, out));
	assert_memory_equal(out, nothing, 16);
	assert_false(cipher_ecb_decrypt(counted, bytes_slice(sealed, 0, 15), out));
	assert_false(cipher_ecb_decrypt(counted, BYTES_EMPTY, out));
}

static void a_wrong_tag_is_seen(void **state)
{
	(void)state;
	const struct bytes sealed = BYTES("\x03\x88\xda\xce\x60\xb6\xa3\x92\xf3\x28\xc2\xb9\x71\xb2\xfe\x78");
	const struct bytes tag = BYTES("\xab\x6e\x47\xd4\x2c\xec\x13\xbd\xf5\x3a\x67\xb2\x12\x57\xbd\xdf");
	uint8_t out[16] = { 1 };

	assert_true(cipher_gcm_decrypt(nothing, nothing, BYTES_EMPTY, sealed, tag, out));
	assert_memory_equal(out, nothing, 16);
	assert_true(cipher_gcm_encrypt(nothing, nothing, (struct bytes){ nothing, 16 }, out));
	assert_memory_equal(out, sealed.data, 16);
	assert_false(cipher_gcm_decrypt(nothing, nothing, BYTES("x"), sealed, tag, out));
	assert_false(cipher_gcm_decrypt(nothing, nothing, BYTES_EMPTY, sealed, sealed, out));
	assert_false(cipher_gcm_decrypt(nothing, nothing, BYTES_EMPTY, sealed, bytes_slice(tag, 0, 12), out));
}

static void digests_are_those_of_the_standards(void **state)
{
	(void)state;
	const struct bytes hmac = BYTES("\x5b\xdc\xc1\x46\xbf\x60\x75\x4e\x6a\x04\x24\x26\x08\x95\x75\xc7"
					"\x5a\x00\x3f\x08\x9d\x27\x39\x83\x9d\xec\x58\xb9\x64\xec\x38\x43");
	const struct bytes md5 = BYTES("\x90\x01\x50\x98\x3c\xd2\x4f\xb0\xd6\x96\x3f\x7d\x28\xe1\x7f\x72");
	uint8_t out[HMAC_SIZE];

	assert_true(hmac_of(BYTES("Jefe"), BYTES("what do ya want for nothing?"), out));
	assert_memory_equal(out, hmac.data, HMAC_SIZE);
	assert_true(md5_of((const struct bytes[]){ BYTES("a"), BYTES_EMPTY, BYTES("bc") }, 3, out));
	assert_memory_equal(out, md5.data, MD5_SIZE);
}

static void padding_is_cut_where_it_is_right(void **state)
{
	(void)state;
	struct bytes rest = BYTES("unchanged");

	assert_true(padding_cut(BYTES("abc\2\2"), &rest));
	assert_true(bytes_equal(rest, BYTES("abc")));
	assert_true(padding_cut(BYTES("\1"), &rest));
	assert_int_equal(rest.size, 0);
	assert_false(padding_cut(BYTES("abc\2"), &rest));
	assert_false(padding_cut(BYTES("abc\0"), &rest));
	assert_false(padding_cut(BYTES("\3\3"), &rest));
	assert_false(padding_cut(BYTES("01234567890123456789\x14"), &rest));
	assert_false(padding_cut(BYTES_EMPTY, &rest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_those_of_the_standard),
		cmocka_unit_test(a_wrong_tag_is_seen),
		cmocka_unit_test(digests_are_those_of_the_standards),
		cmocka_unit_test(padding_is_cut_where_it_is_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
