/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/characters.h"

static bool is_in(unsigned byte, const char *set)
{
	return byte && byte < 0x80 && strchr(set, (int)byte);
}

/* The table, said once more in words. */
static uint32_t bits_of(unsigned byte)
{
	bool digit = byte >= '0' && byte <= '9', letter = (byte | 32) >= 'a' && (byte | 32) <= 'z';
	bool hex = letter && (byte | 32) <= 'f', high = byte >= 0x80, printed = byte >= 32 && byte < 127;
	uint32_t bits = digit			 ? CHARACTER_DIGIT
			: hex			 ? CHARACTER_HEX
			: letter		 ? CHARACTER_LETTER
			: high			 ? CHARACTER_HIGH
			: is_in(byte, "+/-_")	 ? CHARACTER_BASE64
			: is_in(byte, "=")	 ? CHARACTER_EQUALS
			: is_in(byte, " \t\r\n") ? CHARACTER_BLANK
			: is_in(byte, "%")	 ? CHARACTER_PERCENT
			: is_in(byte, "\\")	 ? CHARACTER_ESCAPE
			: is_in(byte, "?&")	 ? CHARACTER_QUERY
			: is_in(byte, ".")	 ? CHARACTER_DOT
			: printed		 ? CHARACTER_OTHER
						 : CHARACTER_CONTROL;

	bits |= byte == ' ' ? CHARACTER_SPACE : 0u;
	bits |= byte == '@' ? CHARACTER_AT : 0u;
	bits |= is_in(byte, ",;|") ? CHARACTER_PAIR : 0u;
	bits |= is_in(byte, ":-.") ? CHARACTER_SEPARATOR : 0u;
	bits |= is_in(byte, "$egs") ? CHARACTER_MARK : 0u;
	bits |= is_in(byte, "{[<-") ? CHARACTER_OPENING : 0u;
	bits |= printed || high ? 0u : CHARACTER_UNPRINTED;
	bits |= digit || is_in(byte, " +-().") ? 0u : CHARACTER_NOT_NUMERIC;
	bits |= digit || hex || is_in(byte, ":-.") ? 0u : CHARACTER_NOT_OCTETS;
	return bits;
}

static void every_byte_is_of_its_sorts(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		uint8_t one = (uint8_t)byte;

		assert_int_equal(characters_seen((struct bytes){ &one, 1 }), bits_of(byte));
	}
}

static void all_bytes_are_looked_at_and_none_behind(void **state)
{
	(void)state;
	assert_int_equal(characters_seen(BYTES_EMPTY), 0);
	for (size_t size = 1; size <= 9; size++)
		for (size_t at = 0; at < size; at++) {
			uint8_t text[9] = "111111111";

			text[at] = '@';
			struct bytes whole = hostile_copy((struct bytes){ text, size });
			uint32_t seen = characters_seen(whole);

			hostile_free(whole);
			assert_int_equal(seen, bits_of('@') | (size > 1 ? bits_of('1') : 0));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_of_its_sorts),
		cmocka_unit_test(all_bytes_are_looked_at_and_none_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
