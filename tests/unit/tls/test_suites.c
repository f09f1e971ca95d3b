/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "tls/suites.h"

static void names_are_found_and_in_order(void **state)
{
	(void)state;
	unsigned known = 0;

	for (unsigned number = 0; number <= 0xffff; number++)
		known += suite_name((uint16_t)number) != NULL;
	/* A table out of order would lose some in the search. */
	assert_int_equal(known, 390);
	assert_string_equal(suite_name(0x0000), "TLS_NULL_WITH_NULL_NULL");
	assert_string_equal(suite_name(0x1301), "TLS_AES_128_GCM_SHA256");
	assert_string_equal(suite_name(0x00c6), "TLS_SM4_GCM_SM3");
	assert_string_equal(suite_name(0xcca9), "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
	assert_null(suite_name(0x0a0a));
}

static const struct {
	uint16_t suite;
	unsigned weakness;
} cases[] = {
	{ 0x0001, SUITE_NULL | SUITE_STATIC },
	{ 0x0006, SUITE_EXPORT | SUITE_STATIC },
	{ 0x0009, SUITE_DES | SUITE_STATIC },
	{ 0x000a, SUITE_3DES | SUITE_STATIC },
	{ 0x0018, SUITE_ANON | SUITE_RC4 },
	{ 0xc0b4, SUITE_NULL },
	{ 0xc016, SUITE_ANON | SUITE_RC4 },
	{ 0x0064, SUITE_EXPORT | SUITE_RC4 | SUITE_STATIC },
	{ 0x009d, SUITE_STATIC },
	{ 0xc005, SUITE_STATIC }, /* ECDH with a fixed key */
	{ 0xe013, SUITE_STATIC },
	{ 0xe011, 0 },
	{ 0xc02f, 0 },
	{ 0x009e, 0 },
	{ 0x1302, 0 },
	{ 0x00c6, 0 },
	{ 0x00ff, 0 },
	{ 0x5600, 0 },
	{ 0x9a9a, 0 },
};

static void weakness_follows_from_the_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (suite_weakness(cases[i].suite) != cases[i].weakness)
			fail_msg("%04x: %u", cases[i].suite, suite_weakness(cases[i].suite));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found_and_in_order),
		cmocka_unit_test(weakness_follows_from_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
