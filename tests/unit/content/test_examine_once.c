/* SPDX-License-Identifier: Apache-2.0 */
/* What is written in several ways at once is said once. Persons and secrets are invented. */
#include "content_bench.h"

#define PRIVATE_KEY \
	"-----BEGIN PRIVATE KEY-----\n" \
	"MC4CAQAwBQYDK2VwBCIEICdncf2sKP0R3DxEUpp20PW1B5Z5t17OnotRYsJS8Nts\n" \
	"-----END PRIVATE KEY-----\n"
#define PRIVATE_KEY_BASE64 "MC4CAQAwBQYDK2VwBCIEICdncf2sKP0R3DxEUpp20PW1B5Z5t17OnotRYsJS8Nts"

/* Told once, whatever it is written in; and not where a password protects it. */
static void a_private_key_is_one_secret(void **state)
{
	static const struct {
		struct bytes content;
		const char *credential;
	} cases[] = {
		{ BYTES(PRIVATE_KEY), "http:body>pem>der" },
		{ BYTES("{\"device\":{\"key\":\"" PRIVATE_KEY_BASE64 "\"}}"), "base64" },
		{ BYTES("{\"privateKey\":\"-----BEGIN PRIVATE KEY-----\\n" PRIVATE_KEY_BASE64
			"\\n-----END PRIVATE KEY-----\"}"),
		  "$.privateKey" },
		{ BYTES("The key of the lock:\n" PRIVATE_KEY), "http:body>text" },
		{ BYTES("-----BEGIN ENCRYPTED PRIVATE KEY-----\n" PRIVATE_KEY_BASE64
			"\n-----END ENCRYPTED PRIVATE KEY-----\n"),
		  NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct message message = { .part = BYTES("body"), .method = BYTES("POST") };
		struct buffer log = examine(*state, &message, cases[i].content);
		const char *found = strstr((const char *)log.data, "credential ");

		if (cases[i].credential) {
			assert_non_null(found);
			assert_non_null(strstr(found, cases[i].credential));
			assert_null(strstr(found + 1, "\ncredential "));
		}
		buffer_free(&log);
	}
}

/* The link address of the device, which the capture shows, is known again by its digest. */
static void a_hashed_link_address_is_told(void **state)
{
	struct message message = { .part = BYTES("body"), .method = BYTES("POST") };

	assert_examined(
		*state, &message,
		BYTES("{\"mac\":\"a12a1f55d0e9fb70d86bd172fb2f132b\",\"sign\":"
		      "\"a12a1f55d0e9fb70d86bd172fb2f132b\"}"),
		"transmission device.mac a12a1f55d0e9fb70d86bd172fb2f132b http:body>json:$.mac md5\n");
}

static void planted_values_are_said_without_the_escapes_of_json(void **state)
{
	struct message message = { .part = BYTES("body"), .method = BYTES("POST") };

	assert_examined(
		*state, &message,
		BYTES("{\"p\":"
		      "\"\\u0031\\u0039\\u0039\\u0030\\u0030\\u0030\\u0030\\u0031\\u0032\\u0033\\u0034\"}"),
		"transmission contact.mobile 19900001234 http:body>json:$.p tester-phone\n");
}

/* Whatever else it looks like then; from 80 on, some of it are bytes of Chinese characters. */
static void what_hides_under_one_byte_is_found(void **state)
{
	static const char text[] = "[{\"a\":1,\"b\":\"hello\"},{\"phone\":\"13800138000\"}]";
	struct message message = { .part = BYTES("body"), .method = BYTES("POST") };

	for (unsigned key = 1; key < 0x80; key++) {
		uint8_t data[sizeof text - 1];

		for (size_t i = 0; i < sizeof data; i++)
			data[i] = (uint8_t)text[i] ^ (uint8_t)key;
		struct buffer log = examine(*state, &message, (struct bytes){ data, sizeof data });

		assert_non_null(strstr((const char *)log.data, "xor>json:$[*].phone"));
		buffer_free(&log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_key_is_one_secret),
		cmocka_unit_test(a_hashed_link_address_is_told),
		cmocka_unit_test(planted_values_are_said_without_the_escapes_of_json),
		cmocka_unit_test(what_hides_under_one_byte_is_found),
	};

	return cmocka_run_group_tests(tests, bench_load, bench_unload);
}
