/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "content/readable.h"

/* `size` letters with `byte` in `count` places from `at` on, `apart` from each other. */
static bool text_with(size_t size, size_t at, size_t apart, unsigned count, uint8_t byte)
{
	uint8_t text[2048];

	memset(text, 'a', sizeof text);
	for (unsigned i = 0; i < count; i++)
		text[at + i * apart] = byte;
	struct bytes data = hostile_copy((struct bytes){ text, size });
	bool readable = readable_text(data);

	hostile_free(data);
	return readable;
}

static void a_zero_is_no_text_wherever_it_stands(void **state)
{
	(void)state;
	for (size_t size = 1; size < 70; size++)
		for (size_t at = 0; at < size; at++)
			assert_false(text_with(size, at, 1, 1, 0));
	assert_false(text_with(2000, 1023, 1, 1, 0));
	/* Behind the first kilobyte nobody looks. */
	assert_true(text_with(2000, 1024, 1, 1, 0));
}

static void hardly_a_control_character_is_in_text(void **state)
{
	(void)state;
	for (size_t size = 32; size <= 1024; size += 31) {
		assert_true(text_with(size, 0, 16, (unsigned)size / 32, 0x1b));
		assert_false(text_with(size, 0, 16, (unsigned)size / 32 + 1, 0x7f));
	}
	assert_true(text_with(64, 0, 1, 64, '\n'));
	assert_true(text_with(64, 0, 1, 64, '\t'));
	assert_false(text_with(64, 0, 1, 64, '\v'));
	assert_false(text_with(31, 30, 1, 1, 0x01));
}

static void of_high_bytes_there_are_few_or_they_are_characters(void **state)
{
	(void)state;
	for (size_t size = 20; size <= 1024; size += 4) {
		assert_true(text_with(size, 0, 4, (unsigned)size / 4, 0xb5));
		assert_false(text_with(size, 0, 1, (unsigned)size / 4 + 1, 0xb5));
	}
	assert_true(readable_text(BYTES("\xe5\x89\x8d\xe9\x97\xa8\xe5\xb7\xb2\xe6\x89\x93\xe5\xbc\x80")));
	assert_false(readable_text(BYTES("\xe5\x89\x8d\xe9\x97\xe5\xb7\xb2\xe6\x89\x93\xe5\xbc\x80")));
}

static void a_high_byte_is_met_wherever_it_stands(void **state)
{
	(void)state;
	for (size_t size = 1; size < 50; size++) {
		uint8_t text[50];

		memset(text, 0x7f, sizeof text);
		struct bytes plain = hostile_copy((struct bytes){ text, size });

		assert_false(readable_has_high(plain));
		hostile_free(plain);
		for (size_t at = 0; at < size; at++) {
			text[at] = 0x80;
			struct bytes data = hostile_copy((struct bytes){ text, size });

			assert_true(readable_has_high(data));
			hostile_free(data);
			text[at] = 0x7f;
		}
	}
}

static void whatever_has_a_magic_number_is_plausible(void **state)
{
	static const struct bytes magics[] = {
		BYTES("\xff\xd8\xff\xe0"),
		BYTES("\x89PNG\r"),
		BYTES("\x1f\x8b\x08"),
		BYTES("\x78\x01"),
		BYTES("\x78\x9c"),
		BYTES("\x78\xda"),
		BYTES("\x78\x5e"),
		BYTES("GIF8"),
		BYTES("RIFF"),
		BYTES("OggS"),
		BYTES("#!AMR"),
		BYTES("\xff\xfe"),
		BYTES("\xfe\xff"),
		BYTES("\xff\xf1"),
		BYTES("\xff\xf9"),
		BYTES("BM"),
		BYTES("PK\3\4"),
		BYTES("\x28\xb5\x2f\xfd"),
		BYTES("\4\x22\x4d\x18"),
		BYTES("bplist0"),
		BYTES("\x02#!SILK"),
		BYTES("fLaC\0"),
		BYTES("ID3\x03"),
		BYTES("ID3\x04"),
		BYTES("FLV\x01"),
		BYTES("\x1a\x45\xdf\xa3"),
	};
	uint8_t text[32];

	(void)state;
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		memset(text, 0x01, sizeof text);
		memcpy(text, magics[i].data, magics[i].size);
		assert_true(readable_plausible((struct bytes){ text, sizeof text }));
		text[0] ^= 0xc0;
		assert_false(readable_plausible((struct bytes){ text, sizeof text }));
	}
	assert_false(readable_plausible(BYTES_EMPTY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zero_is_no_text_wherever_it_stands),
		cmocka_unit_test(hardly_a_control_character_is_in_text),
		cmocka_unit_test(of_high_bytes_there_are_few_or_they_are_characters),
		cmocka_unit_test(a_high_byte_is_met_wherever_it_stands),
		cmocka_unit_test(whatever_has_a_magic_number_is_plausible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
