/* SPDX-License-Identifier: Apache-2.0 */
/* Planted values come back in any form; everything else is silent. The forms below were written by other
 * programs (iconv, openssl, base64, xxd). */
#include "hostile.h"

#include "base/memory.h"
#include "recognise/recognise.h"

#include <stdio.h>

static struct taxonomy *taxonomy_with(const struct canary *canaries, size_t count)
{
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	if (taxonomy_plant(taxonomy, canaries, count, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return taxonomy;
}

/* What was found, as `name/encoding=value`. */
struct findings {
	struct bytes bytes;
	const uint8_t *last;
	char list[512];
};

static void keep(void *self, const struct recognition *recognition)
{
	struct findings *findings = self;
	size_t size = strlen(findings->list);

	assert_non_null(recognition->canary);
	assert_int_equal(recognition->confidence, CONFIDENCE_CERTAIN);
	assert_true(recognition->value.data >= findings->bytes.data);
	assert_true(recognition->value.data + recognition->value.size <=
		    findings->bytes.data + findings->bytes.size);
	assert_true(findings->last == NULL || recognition->value.data >= findings->last);
	findings->last = recognition->value.data;
	snprintf(findings->list + size, sizeof findings->list - size, "%s%s/%s", size ? " " : "",
		 recognition->canary, recognition->encoding);
}

static void look(const struct taxonomy *taxonomy, struct bytes bytes, struct findings *ret)
{
	*ret = (struct findings){ .bytes = hostile_copy(bytes) };
	recognise_canaries(taxonomy, ret->bytes, keep, ret);
	hostile_free(ret->bytes);
}

struct sample {
	struct bytes bytes;
	const char *found;
};

static void check(const struct taxonomy *taxonomy, const struct sample *samples, size_t count)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct findings findings;

		look(taxonomy, samples[i].bytes, &findings);
		if (strcmp(findings.list, samples[i].found) == 0)
			continue;
		wrong++;
		print_error("%.*s: expected \"%s\", got \"%s\"\n", (int)samples[i].bytes.size,
			    samples[i].bytes.data, samples[i].found, findings.list);
	}
	assert_int_equal(wrong, 0);
}

static void finds_a_number_in_every_form(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = { { "tester", "contact.mobile", BYTES("13800138000") } };
	static const struct sample SAMPLES[] = {
		{ BYTES("13800138000"), "tester/raw" },
		{ BYTES("x=13800138000;"), "tester/raw" },
		{ BYTES("138-0013-8000"), "tester/raw" },
		{ BYTES("138 0013 8000"), "tester/raw" },
		{ BYTES("1380 0138 000"), "tester/raw" },
		{ BYTES("+86.13800138000"), "tester/raw" },
		{ BYTES("1\0003\0008\0000\0000\0001\0003\0008\0000\0000\0000\000"), "tester/utf-16" },
		{ BYTES("\0001\0003\0008\0000\0000\0001\0003\0008\0000\0000\0000"), "tester/utf-16" },
		{ BYTES("3133383030313338303030"), "tester/hex" },
		{ BYTES("MTM4MDAxMzgwMDA="), "tester/base64" },
		{ BYTES("eDEzODAwMTM4MDAw"), "tester/base64" },	    /* x… */
		{ BYTES("eHgxMzgwMDEzODAwMHh4"), "tester/base64" }, /* xx…xx */
		{ BYTES("%31%33%38%30%30%31%33%38%30%30%30"), "tester/url" },
		{ BYTES("md5=c4d7ee3ac1ce1e7d20a0aab3dd9ac9bd"), "" },
		{ BYTES("113800138000"), "" },
		{ BYTES("138001380001"), "" },
		{ BYTES("1380013800"), "" },
		{ BYTES("13800138001"), "" },
		{ BYTES("138--0013---8000"), "" },
		{ BYTES("33313338303031333830303031"), "" }, /* hexadecimal of a longer number */
		{ BYTES(""), "" },
		{ BYTES("138"), "" },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, 1);

	assert_true(recognise_has_canaries(taxonomy));
	check(taxonomy, SAMPLES, COUNT_OF(SAMPLES));
	taxonomy_free(taxonomy);
}

static void finds_words_in_every_case_and_charset(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = {
		{ "name", "person.name", BYTES("张伟") },
		{ "network", "network.ssid", BYTES("Lab Net") },
		{ "lock", "device.mac", BYTES("00:16:3E:5A:6B:7C") },
		{ "pass", "credential.wifi-passphrase", BYTES("correct horse?") },
	};
	static const struct sample SAMPLES[] = {
		{ BYTES("你好张伟先生"), "name/raw" },
		{ BYTES("\xd5\xc5\xce\xb0"), "name/gb18030" },
		{ BYTES("\x20\x5f\x1f\x4f"), "name/utf-16" },
		{ BYTES("%e5%bc%a0%E4%BC%9F"), "name/url" },
		{ BYTES("lab-net"), "network/raw" },
		{ BYTES("LAB NET"), "network/raw" },
		{ BYTES("labnet"), "network/raw" },
		{ BYTES("slabnets"), "" },
		{ BYTES("00163e5a6b7c"), "lock/raw" },
		{ BYTES("00-16-3e-5a-6b-7c"), "lock/raw" },
		{ BYTES("0016.3e5a.6b7c"), "lock/raw" },
		{ BYTES("correct+horse%3F"), "pass/url" },
		{ BYTES("correct%20horse%3f"), "pass/url" },
		{ BYTES("correct horse."), "" },
		{ BYTES("张 伟"), "name/raw" },
		{ BYTES("张维"), "" },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, COUNT_OF(CANARIES));

	check(taxonomy, SAMPLES, COUNT_OF(SAMPLES));
	taxonomy_free(taxonomy);
}

static void finds_digests(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = { { "word", "credential.password", BYTES("abcd") } };
	static const struct sample SAMPLES[] = {
		{ BYTES("e2fc714c4727ee9395f324cd2e7f331f"), "word/md5" },
		{ BYTES("E2FC714C4727EE9395F324CD2E7F331F"), "word/md5" },
		{ BYTES("\xe2\xfc\x71\x4c\x47\x27\xee\x93\x95\xf3\x24\xcd\x2e\x7f\x33\x1f"), "word/md5" },
		{ BYTES("4vxxTEcn7pOV8yTNLn8zHw=="), "word/md5" },
		{ BYTES("81fe8bfe87576c3ecb22426f8e57847382917acf"), "word/sha1" },
		{ BYTES("88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"), "word/sha256" },
		{ BYTES("82ec580fe6d36ae4f81cae3c73f4a5b3b5a09c943172dc9053c69fd8e18dca1e"), "word/sm3" },
		{ BYTES("e2fc714c4727ee9395f324cd2e7f331e"), "" },
		{ BYTES("abcde"), "" },
		{ BYTES("xabcd"), "" },
		{ BYTES("(ABCD)"), "word/raw" },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, 1);

	check(taxonomy, SAMPLES, COUNT_OF(SAMPLES));
	taxonomy_free(taxonomy);
}

static void finds_numbers_as_small_processors_write_them(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = {
		{ "tester", "contact.mobile", BYTES("19900001234") },
		{ "watch", "device.imei", BYTES("490154203237518") },
		{ "sim", "device.iccid", BYTES("89860012345678901234") },
		{ "door", "credential.door-code", BYTES("428163") },
		{ "steps", "credential.door-code", BYTES("123456") },
		{ "pairs", "credential.door-code", BYTES("112233") },
	};
	static const struct sample SAMPLES[] = {
		{ BYTES("\x7e\x02\0\0\x1c\x01\x99\0\0\x12\x34\0\x05"), "tester/bcd" }, /* JT/T 808 */
		{ BYTES("\x0b\x91\x91\x09\0\x10\x32\xf4"), "tester/bcd" },	       /* SMS */
		{ BYTES("\x19\x90\0\x01\x23\x4f"), "tester/bcd" },
		{ BYTES("\xf1\x99\0\0\x12\x34"), "tester/bcd" },
		{ BYTES("\x04\x90\x15\x42\x03\x23\x75\x18"), "watch/bcd" },
		{ BYTES("\x94\x10\x45\x02\x23\x73\x15\xf8"), "watch/bcd" },
		{ BYTES("\x98\x68\0\x21\x43\x65\x87\x09\x21\x43"), "sim/bcd" },
		{ BYTES("\x06\x04\x02\x08\x01\x06\x03"), "door/digits" },
		{ BYTES("\xaa\x04\x02\x08\x01\x06\x03\xff"), "door/digits" },
		{ BYTES("\0\x04\x02\x08\x01\x06\x03\0"), "door/digits" },
		{ BYTES("\x01\x09\x09\0\0\0\0\x01\x02\x03\x04"), "tester/digits" },
		/* Codes of six digits in three bytes: by chance. */
		{ BYTES("\x42\x81\x63"), "" },
		{ BYTES("\x42\x81\x63\x42\x81\x63"), "" },
		/* In a table of small numbers. */
		{ BYTES("\x05\x04\x02\x08\x01\x06\x03"), "" },
		{ BYTES("\x04\x02\x08\x01\x06\x03\x07"), "" },
		{ BYTES("\0\x01\x02\x03\x04\x05\x06\0"), "" },
		{ BYTES("\0\x01\x01\x02\x02\x03\x03\0"), "" },
		{ BYTES("\x01\x99\0\0\x12\x35"), "" },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, COUNT_OF(CANARIES));

	check(taxonomy, SAMPLES, COUNT_OF(SAMPLES));
	taxonomy_free(taxonomy);
}

static void finds_escapes_lists_and_rare_encodings(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = {
		{ "tester", "contact.mobile", BYTES("19900001234") },
		{ "name", "person.name", BYTES("测试员") },
		{ "word", "credential.password", BYTES("Lamp-77!") },
		{ "level", "credential.password", BYTES("12344321") },
		{ "short", "credential.password", BYTES("Moon7x") },
	};
	static const struct sample SAMPLES[] = {
		{ BYTES("\\u0031\\u0039\\u0039\\u0030\\u0030\\u0030\\u0030\\u0031\\u0032\\u0033\\u0034"),
		  "tester/escaped" },
		{ BYTES("\\x31\\x39\\x39\\x30\\x30\\x30\\x30\\x31\\x32\\x33\\x34"), "tester/escaped" },
		{ BYTES("&#49;&#57;&#57;&#48;&#48;&#48;&#48;&#49;&#50;&#51;&#52;"), "tester/escaped" },
		{ BYTES("\\u6D4B\\u8bd5\\u5458"), "name/escaped" },
		{ BYTES("&#27979;&#35797;&#21592;"), "name/escaped" },
		{ BYTES("[49,57,57,48,48,48,48,49,50,51,52]"), "tester/decimal" },
		{ BYTES("49, 57, 57, 48, 48, 48, 48, 49, 50, 51, 52"), "tester/decimal" },
		{ BYTES("149,57,57,48,48,48,48,49,50,51,52"), "" },
		{ BYTES("49,57,57,48,48,48,48,49,50,51,521"), "" },
		{ BYTES("31 39 39 30 30 30 30 31 32 33 34"), "tester/hex" },
		{ BYTES("31:39:39:30:30:30:30:31:32:33:34"), "tester/hex" },
		{ BYTES("0x31, 0x39, 0x39, 0x30, 0x30, 0x30, 0x30, 0x31, 0x32, 0x33, 0x34"), "tester/hex" },
		{ BYTES("43210000991"), "tester/reversed" },
		{ BYTES("432100009910"), "" },
		{ BYTES("!77-pmaL"), "" }, /* what stands between is not kept */
		{ BYTES("GE4TSMBQGAYDCMRTGQ======"), "tester/base32" },
		{ BYTES("PAYTSOJQGAYDAMJSGM2A===="), "tester/base32" }, /* x… */
		{ BYTES("x7nooM"), "" },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, COUNT_OF(CANARIES));

	check(taxonomy, SAMPLES, COUNT_OF(SAMPLES));
	taxonomy_free(taxonomy);
}

static void look_changed(const struct taxonomy *taxonomy, struct bytes bytes, uint8_t key,
			 struct findings *ret)
{
	uint8_t changed[256];

	for (size_t i = 0; i < bytes.size; i++)
		changed[i] = bytes.data[i] ^ key;
	*ret = (struct findings){ .bytes = hostile_copy((struct bytes){ changed, bytes.size }) };
	recognise_changed_canaries(taxonomy, ret->bytes, keep, ret);
	hostile_free(ret->bytes);
}

static void finds_what_was_combined_with_any_one_byte(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = {
		{ "tester", "contact.mobile", BYTES("19900001234") },
		{ "word", "credential.password", BYTES("corner-lamp") },
		{ "zeros", "device.serial", BYTES("000000000000") },
		{ "pair", "device.serial", BYTES("1010101010") },
		{ "seven", "credential.password", BYTES("lampion") },
	};
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, COUNT_OF(CANARIES));
	struct findings findings;

	for (unsigned key = 0; key < 256; key++) {
		bool open = key == 0 || key == 0x20;

		look_changed(taxonomy, BYTES("{\"p\":\"19900001234\",\"w\":\"corner-lamp\"}"), (uint8_t)key,
			     &findings);
		/* With 0x30 each digit is a byte of its own: see above. */
		assert_string_equal(findings.list, open		 ? ""
						   : key == 0x30 ? "word/xor"
								 : "tester/xor word/xor");
		/* What has too few changes is met in any run of bytes. */
		look_changed(taxonomy,
			     BYTES("000000000000 1010101010 lampion 19900001235 corner-lamb 199000012340 "
				   "719900001234"),
			     (uint8_t)key, &findings);
		assert_string_equal(findings.list, "");
	}
	taxonomy_free(taxonomy);
}

/* Across the pieces that the search works in. */
static void finds_changed_values_anywhere(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = { { "tester", "contact.mobile", BYTES("19900001234") } };
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, 1);
	uint8_t data[9000];

	for (size_t at = 0; at + 11 < sizeof data; at += 97) {
		struct findings findings = { .bytes = { data, sizeof data } };

		memset(data, 0xa5, sizeof data);
		for (size_t i = 0; i < 11; i++)
			data[at + i] = CANARIES[0].value.data[i] ^ 0x5a;
		recognise_changed_canaries(taxonomy, findings.bytes, keep, &findings);
		assert_true(bytes_start_with(bytes_of(findings.list), BYTES("tester/xor")));
	}
	taxonomy_free(taxonomy);
}

static void finds_each_of_many(void **state)
{
	(void)state;
	static char texts[500][16];
	static struct canary canaries[500];

	for (size_t i = 0; i < 500; i++) {
		int size = snprintf(texts[i], sizeof texts[i], "19412%06zu", i * 1009);

		canaries[i] =
			(struct canary){ texts[i], "contact.mobile", { (uint8_t *)texts[i], (size_t)size } };
	}
	struct taxonomy *taxonomy = taxonomy_with(canaries, 500);

	for (size_t i = 0; i < 500; i++) {
		struct findings findings;
		char expected[32];

		look(taxonomy, canaries[i].value, &findings);
		snprintf(expected, sizeof expected, "%.15s/raw", texts[i]);
		assert_string_equal(findings.list, expected);
	}
	taxonomy_free(taxonomy);
}

static void refuses_what_would_be_met_by_chance(void **state)
{
	(void)state;
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary SHORT = { "pin", "credential.door-code", BYTES("123") };
	static const struct canary STRANGE = { "pin", "no.such-type", BYTES("123456") };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	assert_int_equal(taxonomy_plant(taxonomy, &SHORT, 1, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, "canary \"pin\""));
	assert_null(strstr(error.message, "123 "));
	assert_int_equal(taxonomy_plant(taxonomy, &STRANGE, 1, &error), STATUS_FORMAT);
	assert_non_null(strstr(error.message, "no.such-type"));
	taxonomy_free(taxonomy);
	taxonomy = NULL;
	assert_int_equal(taxonomy_load(PATHS, 1, &taxonomy, &error), STATUS_OK);
	assert_false(recognise_has_canaries(taxonomy));
	taxonomy_free(taxonomy);
}

static void survives_every_truncation(void **state)
{
	(void)state;
	static const struct canary CANARIES[] = { { "tester", "contact.mobile", BYTES("13800138000") } };
	static const struct bytes TEXT = BYTES("1380-0138-00013800138000 MTM4MDAxMzgwMDA= 138 0013 800");
	struct taxonomy *taxonomy = taxonomy_with(CANARIES, 1);

	for (size_t start = 0; start < TEXT.size; start++)
		for (size_t size = 0; size <= TEXT.size - start; size++) {
			struct findings findings;

			look(taxonomy, bytes_slice(TEXT, start, size), &findings);
		}
	taxonomy_free(taxonomy);
}

/* Loading and planting with every n-th allocation failing: an error, no crash, no leak. */
static void lives_without_memory(void **state)
{
	(void)state;
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary CANARIES[] = { { "tester", "contact.mobile", BYTES("13800138000") } };

	for (uint64_t nth = 1; nth < 400; nth++) {
		struct taxonomy *taxonomy = NULL;
		struct error error = { "" };

		memory_fail_at(nth);
		enum status status = taxonomy_load(PATHS, 1, &taxonomy, &error);

		if (status == STATUS_OK)
			status = taxonomy_plant(taxonomy, CANARIES, 1, &error);
		memory_fail_at(0);
		taxonomy_free(taxonomy);
		if (status == STATUS_OK)
			return;
		assert_int_equal(status, STATUS_MEMORY);
	}
	fail();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_a_number_in_every_form),
		cmocka_unit_test(finds_words_in_every_case_and_charset),
		cmocka_unit_test(finds_digests),
		cmocka_unit_test(finds_numbers_as_small_processors_write_them),
		cmocka_unit_test(finds_escapes_lists_and_rare_encodings),
		cmocka_unit_test(finds_what_was_combined_with_any_one_byte),
		cmocka_unit_test(finds_changed_values_anywhere),
		cmocka_unit_test(finds_each_of_many),
		cmocka_unit_test(refuses_what_would_be_met_by_chance),
		cmocka_unit_test(survives_every_truncation),
		cmocka_unit_test(lives_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
