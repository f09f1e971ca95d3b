/* SPDX-License-Identifier: Apache-2.0 */
/* The reading of text without structure, shared by text.c and settings.c. */
#ifndef PROBITY_RECOGNISE_TEXT_H
#define PROBITY_RECOGNISE_TEXT_H

#include "recognise/judge.h"

enum {
	LONGEST_KEY = 48,
	LONGEST_VALUE = 512,
};

struct reading {
	const struct taxonomy *taxonomy;
	struct bytes text;
	recognise_found *found;
	void *self;
	size_t done;  /* what was found ends here */
	size_t plain; /* digits before here stand under a name for counters */
};

static inline uint8_t text_at(const struct reading *reading, size_t offset)
{
	return offset < reading->text.size ? reading->text.data[offset] : 0;
}

static inline bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool is_letter(uint8_t byte)
{
	return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

static inline bool is_word(uint8_t byte)
{
	return is_digit(byte) || is_letter(byte) || byte == '_';
}

static inline bool is_hex(uint8_t byte)
{
	return is_digit(byte) || ((byte | 32) >= 'a' && (byte | 32) <= 'f');
}

static inline bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t';
}

static inline bool is_line_end(uint8_t byte)
{
	return byte == '\n' || byte == '\r' || byte == 0;
}

/* Says the best answer for a part of the text. Always true. */
bool text_say(struct reading *reading, const struct recognition *recognition);

/* A separator of `width` bytes at `sign`: what stands before may be a name, what follows its value. */
void text_meet_setting(struct reading *reading, size_t sign, size_t width, uint8_t byte);

/* The name of a modem's reply before the sign (`+CGNSINF:`, `AT+CWJAP=`): says what is behind it. False:
 * nothing is. */
bool text_meet_reply(struct reading *reading, size_t sign);

#endif
