/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of an invented hardware address, made by other programs. */
#include "hostile.h"

#include "recognise/digested.h"

static void an_address_is_known_by_its_digest(void **state)
{
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const uint8_t MAC[6] = { 0x00, 0x16, 0x3e, 0x5a, 0x6b, 0x7c };
	static const struct {
		struct bytes value;
		const char *encoding;
	} CASES[] = {
		{ BYTES("046d469ae55f76d2f0bc7293d341e8a0"), "md5" },
		{ BYTES("393f7369b3651ce37abfcc7bd33d5bc0606030e1"), "sha1" },
		{ BYTES("b83cd99a365c26455336710a0aa66b4de27e224536646eb51bcb8c5bb6e2f452"), "sha256" },
		{ BYTES("7013e4d4800b1eacb4ee7e5c4579fb7a"), "md5" },
		{ BYTES("BG1GmuVfdtLwvHKT00HooA=="), "md5" },		       /* in base64 */
		{ BYTES("944281251D8BF503C9B1032BBB71045162A62540"), "sha1" }, /* of the six bytes */
		{ BYTES("33aa96472e3f28ba637eb176f42b32f2"), NULL },	       /* of another address */
		{ BYTES("fc4b2fe2da22cc773d444b4a040b9699"), NULL },	       /* with salt */
		{ BYTES("00000000000000000000000000000000"), NULL },
		{ BYTES("00:16:3e:5a:6b:7c"), NULL },
		{ BYTES("no digest has letters like these"), NULL },
	};
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	(void)state;
	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct bytes value = hostile_copy(CASES[i].value);
		struct recognition found;
		bool is_found = digested_is_mac(taxonomy, value, MAC, &found);

		assert_int_equal(is_found, CASES[i].encoding != NULL);
		if (is_found) {
			assert_string_equal(found.encoding, CASES[i].encoding);
			assert_string_equal(found.type->id, "device.mac");
			assert_non_null(strstr(found.why, "hashed without salt"));
		}
		hostile_free(value);
	}
	taxonomy_free(taxonomy);
}

static void only_digests_under_names_of_devices_are_tried(void **state)
{
	static const struct bytes DIGEST = BYTES("0123456789abcdef0123456789abcdef");

	(void)state;
	assert_true(digested_may_be(BYTES("mac_md5"), DIGEST));
	assert_true(digested_may_be(BYTES("deviceId"), DIGEST));
	assert_false(digested_may_be(BYTES("sign"), DIGEST));
	assert_false(digested_may_be(BYTES("token"), DIGEST));
	assert_false(digested_may_be(BYTES("mac"), BYTES("00:16:3e:5a:6b:7c")));
	assert_false(digested_may_be(BYTES_EMPTY, DIGEST));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_known_by_its_digest),
		cmocka_unit_test(only_digests_under_names_of_devices_are_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
