/* SPDX-License-Identifier: Apache-2.0 */
/* Names and their values in text: `phone=13800138000`, `"phone": "13800138000"`, `Password: hunter2!`. */
#include "recognise/text.h"

/* A name and the value behind it. */
struct setting {
	size_t key, key_end;	 /* the name */
	size_t value, value_end; /* what stands there, without quotes */
	bool quoted;
	bool whole_line; /* the name begins its line or field, and the value ends it */
};

static bool key_byte(uint8_t byte)
{
	return is_word(byte) || byte == '-' || byte == '.' || byte >= 0x80;
}

/* What a separator is part of, if not of a setting: `==`, `=>`, `::`, `://`, `!=`, `a ? b : c`. */
static bool sign_is_operator(const struct reading *reading, size_t sign, uint8_t byte)
{
	uint8_t before = sign ? reading->text.data[sign - 1] : ' ', after = text_at(reading, sign + 1);

	if (byte == '=')
		return after == '=' || after == '>' || after == '~' ||
		       bytes_find_byte(BYTES("=!<>+-*/%^|~:&"), before) != SIZE_MAX;
	return after == ':' || before == ':' || (after == '/' && text_at(reading, sign + 2) == '/');
}

/* Finds the name before the sign; false where no listed one can end there. */
static bool find_key(const struct reading *reading, size_t sign, struct setting *setting)
{
	const uint8_t *data = reading->text.data;
	size_t end = sign, start;

	for (unsigned blanks = 0; end > reading->done && is_blank(data[end - 1]) && blanks < 2; blanks++)
		end--;
	if (end > reading->done && bytes_find_byte(BYTES("\"'`]"), data[end - 1]) != SIZE_MAX)
		end--;
	if (end > reading->done && data[end - 1] == '\\')
		end--;
	size_t letters = end;

	while (letters > reading->done && is_digit(data[letters - 1]) && end - letters < 3)
		letters--;
	if (letters < reading->done + 1)
		return false;
	uint8_t last = data[letters - 1], before = letters > reading->done + 1 ? data[letters - 2] : 0;

	last = is_letter(last) ? last | 32 : last;
	before = is_letter(before) ? before | 32 : is_word(before) || before >= 0x80 ? before : 0;
	if (!key_byte(last))
		return false;
	if (!name_index_ends(reading->taxonomy->names, before, last) && letters == end)
		return false;
	for (start = end; start > reading->done && end - start < LONGEST_KEY && key_byte(data[start - 1]);)
		start--;
	setting->key = start;
	setting->key_end = end;
	return start < end && end - start < LONGEST_KEY;
}

/* Whether a name can begin at `key`: not in the middle of something. */
static bool key_may_begin(const struct reading *reading, size_t key, bool *ret_line_start)
{
	const uint8_t *data = reading->text.data;
	size_t start = key;

	if (start && bytes_find_byte(BYTES("\"'`["), data[start - 1]) != SIZE_MAX)
		start--;
	if (start && data[start - 1] == '\\')
		start--;
	uint8_t before = start ? data[start - 1] : '\n';
	bool may = bytes_find_byte(BYTES(" \t\r\n&?;,{(<[>|/#*"), before) != SIZE_MAX || before == 0;

	while (start && is_blank(data[start - 1]) && key - start < 16)
		start--;
	before = start ? data[start - 1] : '\n';
	*ret_line_start = before == '\n' || before == '\r' || before == '&' || before == '?' || before == 0;
	return may;
}

/* Up to the same quote on the same line. */
static bool find_quoted(const struct reading *reading, size_t start, uint8_t quote, struct setting *setting)
{
	size_t end = start;

	while (end < reading->text.size && end - start < LONGEST_VALUE && reading->text.data[end] != quote &&
	       !is_line_end(reading->text.data[end]))
		end++;
	if (end == start || text_at(reading, end) != quote)
		return false;
	setting->quoted = true;
	setting->value = start;
	setting->value_end = reading->text.data[end - 1] == '\\' ? end - 1 : end;
	return true;
}

/* A comma inside `31.2304,121.4737`: a number with decimals before it, a number behind. */
static bool comma_joins(const struct reading *reading, size_t start, size_t comma)
{
	uint8_t after = text_at(reading, comma + 1);
	bool decimals = false;

	if (comma - start > 48 || (!is_digit(after) && after != '-'))
		return false;
	for (size_t i = start; i < comma; i++) {
		uint8_t byte = reading->text.data[i];

		decimals |= byte == '.';
		if (!is_digit(byte) && byte != '.' && byte != '-' && byte != ',')
			return false;
	}
	return decimals;
}

/* Finds the value behind the sign of `width` bytes. */
static bool find_value(const struct reading *reading, size_t sign, size_t width, struct setting *setting)
{
	size_t start = sign + width, end;

	for (unsigned blanks = 0; is_blank(text_at(reading, start)) && blanks < 16; blanks++)
		start++;
	if (text_at(reading, start) == '\\' && text_at(reading, start + 1) == '"')
		start++;
	uint8_t first = text_at(reading, start);

	if (first == '"' || first == '\'' || first == '`')
		return find_quoted(reading, start + 1, first, setting);
	for (end = start; end < reading->text.size && end - start < LONGEST_VALUE; end++) {
		uint8_t byte = reading->text.data[end];

		if (byte <= ' ' || (bytes_find_byte(BYTES("&;,\"'<>)]}|"), byte) != SIZE_MAX &&
				    !(byte == ',' && comma_joins(reading, start, end))))
			break;
	}
	setting->value = start;
	setting->value_end = end;
	return end > start;
}

/* The rest of the line instead of the first word: numbers with blanks, names, addresses. */
static bool widen_to_line(const struct reading *reading, struct setting *setting)
{
	size_t end = setting->value_end;

	while (end < reading->text.size && end - setting->value < 160 &&
	       !is_line_end(reading->text.data[end]))
		end++;
	if (end == setting->value_end || (end < reading->text.size && !is_line_end(reading->text.data[end])))
		return false;
	while (end > setting->value && is_blank(reading->text.data[end - 1]))
		end--;
	setting->value_end = end;
	return true;
}

static bool value_ends_field(const struct reading *reading, const struct setting *setting)
{
	size_t end = setting->value_end;

	while (is_blank(text_at(reading, end)))
		end++;
	return end >= reading->text.size || is_line_end(reading->text.data[end]) ||
	       text_at(reading, end) == '&';
}

/* Small letters only, as the words of messages in programs are. */
static bool is_plain_word(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < 'a' || value.data[i] > 'z')
			return false;
	return true;
}

/* Whether an answer may be given in this place. Secrets have no form of their own, so they must stand in
 * a setting: quoted, or the whole of a field. Weak shapes need the same, others are good anywhere. */
static bool place_is_good_enough(const struct setting *setting, const struct recognition *recognition)
{
	struct bytes value = recognition->value;
	bool code = bytes_find_byte(BYTES("([{;,="), value.data[value.size - 1]) != SIZE_MAX;

	if (recognition->type->credential) {
		bool blank = bytes_find_byte(value, ' ') != SIZE_MAX;

		if (code || blank || value.size < 4)
			return false;
		return setting->whole_line || (setting->quoted && !is_plain_word(value));
	}
	if (recognition->confidence >= CONFIDENCE_CERTAIN)
		return true;
	return setting->whole_line && !code && value.size >= 3;
}

static bool try_setting(struct reading *reading, const struct setting *setting, const struct key_hits *hits)
{
	struct bytes value = bytes_slice(reading->text, setting->value, setting->value_end - setting->value);
	struct shape shape = shape_of(value, false);
	struct recognition recognition;

	if (shape_is_nothing(&shape) || !judge_best(reading->taxonomy, &shape, hits, &recognition) ||
	    !place_is_good_enough(setting, &recognition))
		return false;
	if (recognition.type->credential && recognition.confidence > CONFIDENCE_LIKELY)
		recognition.confidence = CONFIDENCE_LIKELY;
	return text_say(reading, &recognition);
}

void text_meet_setting(struct reading *reading, size_t sign, size_t width, uint8_t byte)
{
	struct setting setting = { 0 };
	bool line_start = false;

	if (sign_is_operator(reading, sign, byte) || !find_key(reading, sign, &setting) ||
	    !key_may_begin(reading, setting.key, &line_start))
		return;
	struct bytes key = bytes_slice(reading->text, setting.key, setting.key_end - setting.key);
	struct key_hits store;
	const struct key_hits *hits = key_hits_of(reading->taxonomy, key, BYTES_EMPTY, &store);

	if ((hits->count == 0 && !hits->plain && hits->excluded_count == 0) ||
	    !find_value(reading, sign, width, &setting))
		return;
	if (hits->plain)
		reading->plain = setting.value_end;
	if (hits->count == 0)
		return;
	setting.whole_line = line_start && value_ends_field(reading, &setting);
	/* A word before the sign alone on its line is a setting even with blanks; in the middle it is prose.
	 */
	struct setting line = setting;

	if (!setting.quoted && line_start && byte != '=' && widen_to_line(reading, &line)) {
		line.whole_line = true;
		if (try_setting(reading, &line, hits))
			return;
	}
	try_setting(reading, &setting, hits);
}
