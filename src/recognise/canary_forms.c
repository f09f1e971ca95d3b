/* SPDX-License-Identifier: Apache-2.0 */
/* In which forms a planted value is looked for: as it is, in any case and with other separators; in
 * UTF-16 and GB18030; in hexadecimal; in base64 at each of the three places that it may take in a
 * longer text, less the characters at the ends that its neighbours share; percent-encoded; and as MD5,
 * SHA-1, SHA-256 and SM3, each as bytes, hexadecimal and base64. Further ones: canary_rare.c. */
#include "base/memory.h"
#include "base/text.h"
#include "recognise/canaries.h"
#include "recognise/digest.h"

#include <iconv.h>
#include <stdlib.h>

static const char HEX[] = "0123456789abcdef";

void planting_add(struct planting *planting, struct bytes pattern, enum form_match match,
		  enum form_bound bound, const char *encoding)
{
	struct form form = { pattern, match, bound, encoding, planting->canary, 0 };

	if (!planted_add(planting->planted, &form))
		planting->failed = true;
}

static struct buffer fold(struct bytes value)
{
	struct buffer folded = buffer_of(LONGEST_CANARY);

	for (size_t i = 0; i < value.size; i++) {
		uint8_t byte = value.data[i];

		if (!canary_separator(byte))
			buffer_append_byte(&folded, byte >= 'A' && byte <= 'Z' ? byte | 32 : byte);
	}
	return folded;
}

static bool all_digits(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.size != 0;
}

static void add_plain(struct planting *planting, struct bytes folded)
{
	enum form_bound bound = planting->digits				    ? BOUND_DIGITS
				: folded.size < 8 && planting->value.data[0] < 0x80 ? BOUND_WORDS
										    : BOUND_NONE;

	if (folded.size >= LEAST_CANARY)
		planting_add(planting, folded, FORM_FOLDED, bound, "raw");
	else
		planting_add(planting, planting->value, FORM_ANY_CASE, bound, "raw");
}

/* Converted from UTF-8; nothing where it cannot be. */
static void add_converted(struct planting *planting, const char *charset, enum form_bound bound,
			  const char *encoding)
{
	struct bytes value = planting->value;
	iconv_t converter = text_is_utf8(value) ? iconv_open(charset, "UTF-8") : (iconv_t)-1;

	if (converter == (iconv_t)-1)
		return;
	uint8_t converted[4 * LONGEST_CANARY];
	char *in = (char *)(uintptr_t)value.data, *out = (char *)converted;
	size_t in_left = value.size, out_left = sizeof converted;

	if (iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1)
		planting_add(planting, (struct bytes){ converted, sizeof converted - out_left }, FORM_EXACT,
			     bound, encoding);
	iconv_close(converter);
}

static struct buffer hex_of(struct bytes value)
{
	struct buffer hex = buffer_of(2 * LONGEST_CANARY);

	for (size_t i = 0; i < value.size; i++) {
		buffer_append_byte(&hex, (uint8_t)HEX[value.data[i] >> 4]);
		buffer_append_byte(&hex, (uint8_t)HEX[value.data[i] & 15]);
	}
	return hex;
}

/* The base64 digits that `value` alone decides when `shift` bytes stand before it in its group. */
static struct buffer base64_of(struct bytes value, size_t shift, const char *last_two)
{
	static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	struct buffer digits = buffer_of(2 * LONGEST_CANARY);
	size_t first = (shift * 8 + 5) / 6, end = (shift + value.size) * 8 / 6;

	for (size_t i = first; i < end; i++) {
		unsigned digit = 0;

		for (size_t bit = 6 * i - 8 * shift; bit < 6 * i - 8 * shift + 6; bit++)
			digit = digit << 1 | ((unsigned)value.data[bit / 8] >> (7 - bit % 8) & 1);
		buffer_append_byte(&digits, (uint8_t)(digit < 62 ? DIGITS[digit] : last_two[digit - 62]));
	}
	return digits;
}

static bool takes_part(struct planting *planting, struct buffer *buffer)
{
	planting->failed |= buffer->failed;
	return !buffer->failed && buffer->size >= LEAST_ENCODED;
}

static void add_base64(struct planting *planting, struct bytes value, size_t shifts, const char *encoding)
{
	for (size_t shift = 0; shift < shifts; shift++) {
		struct buffer usual = base64_of(value, shift, "+/"), url = base64_of(value, shift, "-_");

		if (takes_part(planting, &usual))
			planting_add(planting, buffer_bytes(&usual), FORM_EXACT, BOUND_NONE, encoding);
		if (takes_part(planting, &url) && !bytes_equal(buffer_bytes(&usual), buffer_bytes(&url)))
			planting_add(planting, buffer_bytes(&url), FORM_EXACT, BOUND_NONE, encoding);
		buffer_free(&usual);
		buffer_free(&url);
	}
}

static void add_hex(struct planting *planting, struct bytes value, enum form_bound bound,
		    const char *encoding)
{
	struct buffer hex = hex_of(value);

	if (takes_part(planting, &hex))
		planting_add(planting, buffer_bytes(&hex), FORM_ANY_CASE, bound, encoding);
	buffer_free(&hex);
}

static bool unreserved(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z') || byte == '-' ||
	       byte == '_' || byte == '.' || byte == '~';
}

/* Percent-encoded (RFC 3986): where it must be, or throughout; a blank as `%20` or as `+`. */
static void add_percent(struct planting *planting, bool throughout, bool plus)
{
	struct buffer text = buffer_of(3 * LONGEST_CANARY);

	for (size_t i = 0; i < planting->value.size; i++) {
		uint8_t byte = planting->value.data[i];

		if (plus && byte == ' ')
			buffer_append_byte(&text, '+');
		else if (!throughout && unreserved(byte))
			buffer_append_byte(&text, byte);
		else
			buffer_append_format(&text, "%%%c%c", HEX[byte >> 4], HEX[byte & 15]);
	}
	if (takes_part(planting, &text) && !bytes_equal(buffer_bytes(&text), planting->value))
		planting_add(planting, buffer_bytes(&text), FORM_ANY_CASE, BOUND_NONE, "url");
	buffer_free(&text);
}

static void add_digests(struct planting *planting, struct bytes value)
{
	for (unsigned i = 0; i < DIGEST_COUNT; i++) {
		uint8_t digest[DIGEST_SIZE];
		struct bytes made = { digest, digest_of((enum digest)i, value, digest) };
		const char *name = digest_name((enum digest)i);

		if (made.size == 0)
			continue;
		planting_add(planting, made, FORM_EXACT, BOUND_NONE, name);
		add_hex(planting, made, BOUND_NONE, name);
		add_base64(planting, made, 1, name);
	}
}

/* Digests know no case: of the value as it is, and folded in both cases. */
static void add_all_digests(struct planting *planting, struct bytes folded)
{
	struct buffer upper = buffer_of(LONGEST_CANARY);

	for (size_t i = 0; i < folded.size; i++) {
		uint8_t byte = folded.data[i];

		buffer_append_byte(&upper, byte >= 'a' && byte <= 'z' ? (uint8_t)(byte - 32) : byte);
	}
	planting->failed |= upper.failed;
	add_digests(planting, planting->value);
	if (!bytes_equal(folded, planting->value))
		add_digests(planting, folded);
	if (!bytes_equal(buffer_bytes(&upper), planting->value) && !bytes_equal(buffer_bytes(&upper), folded))
		add_digests(planting, buffer_bytes(&upper));
	buffer_free(&upper);
}

static bool plant_forms(struct planted *planted, size_t canary, struct bytes value)
{
	struct planting planting = { .planted = planted, .canary = canary, .value = value };
	struct buffer folded = fold(value);
	struct bytes text = buffer_bytes(&folded);

	planting.failed = folded.failed;
	planting.digits = all_digits(text);
	enum form_bound wide = planting.digits ? BOUND_DIGITS_WIDE : BOUND_NONE;

	add_all_digests(&planting, text);
	add_base64(&planting, value, 3, "base64");
	add_hex(&planting, value, planting.digits ? BOUND_DIGITS_HEX : BOUND_NONE, "hex");
	add_percent(&planting, false, false);
	add_percent(&planting, false, true);
	add_percent(&planting, true, false);
	add_converted(&planting, "UTF-16LE", wide, "utf-16");
	add_converted(&planting, "UTF-16BE", wide, "utf-16");
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] >= 0x80) {
			add_converted(&planting, "GB18030", BOUND_NONE, "gb18030");
			break;
		}
	planting_add_rare(&planting, text);
	add_plain(&planting, text);
	buffer_free(&folded);
	return !planting.failed;
}

static bool remember(struct planted *planted, const char *name, const struct data_type *type)
{
	struct bytes copy = arena_copy(&planted->arena, bytes_of(name));

	if (planted->canary_count == planted->canary_room) {
		size_t room = planted->canary_room ? planted->canary_room * 2 : 16;
		struct planted_canary *canaries = memory_resize(planted->canaries, room, sizeof *canaries);

		if (!canaries)
			return false;
		planted->canaries = canaries;
		planted->canary_room = room;
	}
	planted->canaries[planted->canary_count++] = (struct planted_canary){ (const char *)copy.data, type };
	return copy.data != NULL;
}

enum status taxonomy_plant(struct taxonomy *taxonomy, const struct canary *canaries, size_t count,
			   struct error *error)
{
	if (count && !taxonomy->planted)
		taxonomy->planted = planted_new();
	if (count && !taxonomy->planted)
		return error_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		struct bytes value = bytes_trim(canaries[i].value);
		const struct data_type *type = taxonomy_type(taxonomy, canaries[i].data);

		if (value.size < LEAST_CANARY || value.size > LONGEST_CANARY)
			return error_set(
				error, STATUS_FORMAT,
				"canary \"%s\": it must have %d to %d bytes to be told from other data",
				canaries[i].name, LEAST_CANARY, LONGEST_CANARY);
		if (!type)
			return error_set(error, STATUS_FORMAT,
					 "canary \"%s\": no data type has the id \"%s\"", canaries[i].name,
					 canaries[i].data);
		if (!remember(taxonomy->planted, canaries[i].name, type) ||
		    !plant_forms(taxonomy->planted, taxonomy->planted->canary_count - 1, value))
			return error_no_memory(error);
	}
	return STATUS_OK;
}
