/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of an invented hardware address, made by other programs. */
#include "hostile.h"

#include "recognise/digested.h"
#include "recognise/enumerate.h"

#include <stdio.h>

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
	assert_int_equal(digested_may_be(BYTES("mac_md5"), DIGEST), DIGESTED_ADDRESS);
	assert_int_equal(digested_may_be(BYTES("deviceId"), DIGEST), DIGESTED_ADDRESS);
	assert_int_equal(digested_may_be(BYTES("phoneHash"), DIGEST), DIGESTED_ADDRESS | DIGESTED_NUMBER);
	assert_int_equal(digested_may_be(BYTES("userId"), DIGEST), DIGESTED_NUMBER);
	assert_int_equal(digested_may_be(BYTES("sign"), DIGEST), 0);
	assert_int_equal(digested_may_be(BYTES("token"), DIGEST), 0);
	assert_int_equal(digested_may_be(BYTES("mac"), BYTES("00:16:3e:5a:6b:7c")), 0);
	assert_int_equal(digested_may_be(BYTES_EMPTY, DIGEST), 0);
	assert_true(digested_is_plausible(DIGEST));
	assert_false(digested_is_plausible(BYTES("00000000000000000000000000000000")));
	assert_false(digested_is_plausible(BYTES("no digest has letters like these")));
}

/* One question, with an address and a number known; how it was answered, or "". */
static void ask(const struct taxonomy *taxonomy, struct bytes digest, bool number, uint64_t budget,
		char answer[PREIMAGE_HOW_SIZE + 16])
{
	static const uint8_t addresses[][6] = { { 0x00, 0x16, 0x3e, 0x5a, 0x6b, 0x7c } };
	static const struct bytes numbers[] = { BYTES("+86 139 0000 8716") };
	static const struct preimage_known known = { addresses, 1, numbers, 1 };
	struct preimage_question question = { .digest = hostile_copy(digest), .number = number };

	assert_true(enumerate_digests(taxonomy, &question, 1, &known, budget));
	snprintf(answer, PREIMAGE_HOW_SIZE + 16, "%s %s", question.algorithm ? question.algorithm : "",
		 question.how);
	hostile_free(question.digest);
}

static void counting_goes_outward_from_what_is_known(void **state)
{
	static const struct {
		struct bytes digest;
		bool number;
		uint64_t budget;
		const char *answer;
	} CASES[] = {
		{ BYTES("046d469ae55f76d2f0bc7293d341e8a0"), false, 1 << 20,
		  "md5 hashed without salt: an address seen elsewhere, small letters with colons" },
		{ BYTES("ecb5462245a2b7d62c65a31a126596c2c4700d4e"), false, 1 << 20,
		  "sha1 hashed without salt: an address next to one seen, capitals with colons" },
		{ BYTES("e6c215243e2118a6eb47bd7cbdbdb8e83a4d17b681bc0fdc4a109d5561997a72"), false, 1 << 20,
		  "sha256 hashed without salt: an address next to one seen, six bytes" },
		{ BYTES("6a3c7fd9d9a0f08e9dc8509759946b25"), true, 1 << 20,
		  "md5 hashed without salt: a number seen elsewhere, eleven digits" },
		{ BYTES("3ec3e1aedc044095f59e5454ddbd5c1e710404f09bf3f2169e30e4314a59b995"), true, 1 << 20,
		  "sha256 hashed without salt: a number of the block of one seen, with +86" },
		/* all of the maker is more than the budget; another maker, another block, with salt; of the
		 * other kind; without a budget */
		{ BYTES("b7a9fde3e921bdcc72b7440e35ef4420"), false, 1 << 20, " " },
		{ BYTES("fad0a03408a3abbb328b7eb9b6cb54f2"), false, 1 << 20, " " },
		{ BYTES("21bb79e455c0411ec81ab4c4331acbac"), true, 1 << 20, " " },
		{ BYTES("036eab612c816793251ca3be1cdfd1ce"), true, 1 << 20, " " },
		{ BYTES("6a3c7fd9d9a0f08e9dc8509759946b25"), false, 1 << 20, " " },
		{ BYTES("046d469ae55f76d2f0bc7293d341e8a0"), true, 1 << 20, " " },
		{ BYTES("6a3c7fd9d9a0f08e9dc8509759946b25"), true, 0, " " },
	};
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	(void)state;
	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		char answer[PREIMAGE_HOW_SIZE + 16];

		ask(taxonomy, CASES[i].digest, CASES[i].number, CASES[i].budget, answer);
		assert_string_equal(answer, CASES[i].answer);
	}
	taxonomy_free(taxonomy);
}

/* A maker's addresses are counted where the budget lasts: this one stands early among them. */
static void a_whole_range_is_counted_where_the_budget_lasts(void **state)
{
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };
	char answer[PREIMAGE_HOW_SIZE + 16];

	(void)state;
	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	ask(taxonomy, BYTES("d19f8ebea658e21ca7c521571af21244"), false, 1 << 26, answer);
	assert_string_equal(answer,
			    "md5 hashed without salt: an address of a maker seen, small letters with colons");
	taxonomy_free(taxonomy);
}

/* Planted numbers are known as well. */
static void planted_numbers_are_known(void **state)
{
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary canary = { "tester", "contact.mobile", BYTES("13800138000") };
	static const struct preimage_known nothing = { .address_count = 0 };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };
	struct preimage_question questions[] = {
		{ .digest = BYTES("f5ea26860d425795c73da7a4c63ae2eb"), .number = true },
		{ .digest = BYTES("715ed21f9c080a9e5dd49d1767878a3c"), .number = true },
	};

	(void)state;
	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	assert_int_equal(taxonomy_plant(taxonomy, &canary, 1, &error), STATUS_OK);
	assert_true(enumerate_digests(taxonomy, questions, 2, &nothing, 1 << 20));
	assert_non_null(questions[0].algorithm);
	assert_null(questions[1].algorithm);
	taxonomy_free(taxonomy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_known_by_its_digest),
		cmocka_unit_test(only_digests_under_names_of_devices_are_tried),
		cmocka_unit_test(counting_goes_outward_from_what_is_known),
		cmocka_unit_test(a_whole_range_is_counted_where_the_budget_lasts),
		cmocka_unit_test(planted_numbers_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
