/* SPDX-License-Identifier: Apache-2.0 */
/* Finds personal data in text without structure: mail, logs, forms, vendors' own formats.
 *
 * One pass stops only at bytes that such data has: the first digit of a run, `@`, `=`, `:`, `-`, `$`, the
 * J of a JSON Web Token, the first byte of full-width signs. At `=` and `:` the word before is looked
 * up among the key names, whose last two letters refuse most words; elsewhere the data is validated
 * in place, with its boundaries. What stands in programs (`password: function(`, `pass === x`) must
 * stay silent, so a value counts as much as its line looks like a form or a setting. */
#include "recognise/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	LOOK_BACK = 200, /* bytes before an address that may say what line it stands in */
};

bool text_say(struct reading *reading, const struct recognition *recognition)
{
	reading->done = (size_t)(recognition->value.data - reading->text.data) + recognition->value.size;
	reading->found(reading->self, recognition);
	return true;
}

/* A part without a name: by its shape alone. */
static bool try_alone(struct reading *reading, size_t start, size_t size)
{
	struct shape shape = shape_of(bytes_slice(reading->text, start, size), false);
	struct recognition recognition;
	struct key_hits none = { .plain = start < reading->plain };

	return !shape_is_nothing(&shape) && judge_best(reading->taxonomy, &shape, &none, &recognition) &&
	       text_say(reading, &recognition);
}

/* Whether what stands before `start` lets a number begin there. */
static bool number_may_begin(const struct reading *reading, size_t start)
{
	uint8_t before = start ? reading->text.data[start - 1] : ' ';

	return !is_word(before) && bytes_find_byte(BYTES(".-/%\\#$@*"), before) == SIZE_MAX;
}

/* Whether what stands at `end` lets a number end there. */
static bool number_may_end(const struct reading *reading, size_t end)
{
	uint8_t after = text_at(reading, end), next = text_at(reading, end + 1);

	if (is_word(after) || after == '%' || after == '*' || after == '@')
		return false;
	return !((after == '.' || after == '-' || after == ':' || after == '/' || after == '+') &&
		 is_word(next));
}

/* Whether the bytes around are text: numbers in binary data are chance. */
static bool stands_in_text(const struct reading *reading, size_t start, size_t end)
{
	size_t first = start < 8 ? 0 : start - 8, last = end + 8;

	for (size_t i = first; i < last && i < reading->text.size; i++) {
		uint8_t byte = reading->text.data[i];

		if ((byte < 32 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 127)
			return false;
	}
	return true;
}

static size_t digits_from(const struct reading *reading, size_t start, size_t most)
{
	size_t count = 0;

	while (count < most && is_digit(text_at(reading, start + count)))
		count++;
	return count;
}

/* A column of numbers: the neighbour on the same line is one too, of another size. */
static bool stands_in_column(const struct reading *reading, size_t start, size_t end)
{
	size_t after = 0, before = 0;

	if (!is_line_end(text_at(reading, end)))
		after = digits_from(reading, end + 1, 24);
	if (start && !is_line_end(reading->text.data[start - 1]))
		while (start >= before + 2 && before < 24 && is_digit(reading->text.data[start - 2 - before]))
			before++;
	return (after >= 4 && after != end - start) || (before >= 4 && before != end - start);
}

/* Size of a number written in groups from `start`, each with its size; 0 where it is none. */
static size_t grouped(const struct reading *reading, size_t start, const uint8_t *groups, size_t count)
{
	uint8_t separator = text_at(reading, start + groups[0]);
	size_t size = 0;

	if (separator != ' ' && separator != '-')
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (i && text_at(reading, start + size++) != separator)
			return 0;
		if (digits_from(reading, start + size, (size_t)groups[i] + 1) != groups[i])
			return 0;
		size += groups[i];
	}
	return size;
}

static size_t number_size(const struct reading *reading, size_t start, size_t digits)
{
	static const uint8_t MOBILE[] = { 3, 4, 4 }, CARD[] = { 4, 4, 4, 4 }, LONG_CARD[] = { 4, 4, 4, 4, 3 };
	uint8_t first = reading->text.data[start];
	size_t size = 0;

	switch (digits) {
	case 2:
		/* +86 138 0013 8000 */
		if (first != '8' || text_at(reading, start + 1) != '6' || !start ||
		    reading->text.data[start - 1] != '+' || !is_blank(text_at(reading, start + 2)))
			return 0;
		size = digits_from(reading, start + 3, 12) == 11 ? 11
								 : grouped(reading, start + 3, MOBILE, 3);
		return size ? size + 3 : 0;
	case 3:
		return first == '1' ? grouped(reading, start, MOBILE, 3) : 0;
	case 4:
		size = grouped(reading, start, LONG_CARD, 5);
		return size ? size : grouped(reading, start, CARD, 4);
	case 11:
		return first == '1' ? 11 : 0;
	case 13:
		return first == '8' ? 13 : 0;
	case 15:
		return first == '0' ? 15 : 0;
	case 17:
		return (text_at(reading, start + 17) | 32) == 'x' ? 18 : 0;
	case 18:
		return 18;
	default:
		return 0;
	}
}

static void meet_number(struct reading *reading, size_t start)
{
	size_t digits = digits_from(reading, start, 24), size = number_size(reading, start, digits);
	size_t first = start;

	if (size == 0)
		return;
	if (start && reading->text.data[start - 1] == '+')
		first--;
	if (first < reading->done || !number_may_begin(reading, first) ||
	    !number_may_end(reading, start + size) || !stands_in_text(reading, first, start + size) ||
	    stands_in_column(reading, first, start + size))
		return;
	try_alone(reading, first, start + size - first);
}

static bool local_byte(uint8_t byte)
{
	return is_word(byte) || byte == '.' || byte == '-' || byte == '+' || byte == '%' || byte == '=' ||
	       byte == '\'';
}

/* Whether the line that `start` stands in is a header of a mail that holds no addresses of people. */
static bool line_names_messages(const struct reading *reading, size_t start)
{
	size_t lowest = start > LOOK_BACK ? start - LOOK_BACK : 0, line = start;

	/* A header goes on in lines that begin with a blank. */
	while (line > lowest && (reading->text.data[line - 1] != '\n' || is_blank(reading->text.data[line])))
		line--;
	struct bytes head = bytes_slice(reading->text, line, start - line);
	size_t colon = bytes_find_byte(head, ':'), type = taxonomy_index(reading->taxonomy, "contact.email");

	if (colon == SIZE_MAX || colon == 0 || colon > LONGEST_KEY)
		return false;
	struct key_hits store;

	return key_hits_exclude(
		key_hits_of(reading->taxonomy, bytes_slice(head, 0, colon), BYTES_EMPTY, &store), type);
}

/* `scheme://user:password@host`: from behind the slashes to the sign. */
static void meet_url_login(struct reading *reading, size_t sign)
{
	size_t start = sign, colon = 0;

	while (start > reading->done && sign - start < 128) {
		uint8_t byte = reading->text.data[start - 1];

		if (byte == ':' && start >= 2 && reading->text.data[start - 2] != '/' &&
		    text_at(reading, start) != '/')
			colon = start - 1;
		if (byte == '/' || byte == '@' || byte <= ' ' || byte == '"' || byte == '\'' || byte == '<' ||
		    byte == '>' || byte >= 127)
			break;
		start--;
	}
	if (start < 3 || !colon || colon <= start || memcmp(reading->text.data + start - 3, "://", 3) != 0)
		return;
	struct bytes secret = bytes_slice(reading->text, colon + 1, sign - colon - 1);
	struct shape shape = shape_of(secret, false);
	size_t type = taxonomy_index(reading->taxonomy, "credential.password");

	if (type == MOST_TYPES || shape_is_nothing(&shape) || !is_word(text_at(reading, sign + 1)) ||
	    type_lists_value(reading->taxonomy, type, secret, USE_NOT_VALUE))
		return;
	struct recognition recognition = {
		.type = taxonomy_at(reading->taxonomy, type),
		.confidence = CONFIDENCE_LIKELY,
		.value = secret,
	};

	recognition_explain(&recognition, "user and password in a URL", BYTES_EMPTY);
	text_say(reading, &recognition);
}

static void meet_at(struct reading *reading, size_t sign)
{
	size_t start = sign, end = sign + 1;

	while (start > reading->done && sign - start <= 64 && local_byte(reading->text.data[start - 1]))
		start--;
	while (end < reading->text.size && end - sign <= 255 &&
	       (is_word(reading->text.data[end]) || reading->text.data[end] == '.' ||
		reading->text.data[end] == '-'))
		end++;
	while (end > sign + 1 && (reading->text.data[end - 1] == '.' || reading->text.data[end - 1] == '-'))
		end--;
	uint8_t before = start ? reading->text.data[start - 1] : ' ';

	meet_url_login(reading, sign);
	if (start == sign || end < sign + 4 || text_at(reading, end) == '@' || reading->done > start)
		return;
	/* `name=a@b.c`, `'a@b.c'`: what stands before is not its own. */
	for (size_t i = start; i < sign; i++)
		if (reading->text.data[i] == '=' || (reading->text.data[i] == '\'' && i == start))
			start = i + 1;
	struct bytes lead = bytes_slice(reading->text, start > 6 ? start - 6 : 0, start > 6 ? 6 : start);
	bool sip = bytes_end_with(lead, BYTES("sip:")) || bytes_end_with(lead, BYTES("sips:"));
	bool other_scheme = bytes_end_with(lead, BYTES("xmpp:")) || bytes_end_with(lead, BYTES("cid:")) ||
			    bytes_end_with(lead, BYTES("im:"));

	if (start == sign || before == '@' || before == '/' || other_scheme ||
	    line_names_messages(reading, start) || !stands_in_text(reading, start, end))
		return;
	if (sip) {
		start -= bytes_end_with(lead, BYTES("sip:")) ? 4 : 5;
		if (start < reading->done)
			return;
	}
	try_alone(reading, start, end - start);
}

/* An address behind the word by which programs print those of interfaces, whoever administers it. */
static void try_link(struct reading *reading, size_t start, size_t size)
{
	static const char *const WORDS[] = { "ether", "hwaddr", "lladdr" };
	struct shape shape = shape_of(bytes_slice(reading->text, start, size), false);
	struct recognition recognition;
	struct key_hits store;
	size_t end = start;

	while (end > reading->done && is_blank(reading->text.data[end - 1]) && start - end < 4)
		end--;
	struct bytes before = bytes_slice(reading->text, end > 8 ? end - 8 : 0, end > 8 ? 8 : end);

	for (size_t i = 0; end < start && i < sizeof WORDS / sizeof *WORDS; i++) {
		struct bytes word = bytes_of(WORDS[i]);

		if (before.size < word.size ||
		    !bytes_equal_nocase(bytes_from(before, before.size - word.size), word) ||
		    (before.size > word.size && is_word(before.data[before.size - word.size - 1])))
			continue;
		const struct key_hits *hits = key_hits_of(reading->taxonomy, BYTES("hwaddr"), BYTES_EMPTY,
							  &store);

		if (judge_best(reading->taxonomy, &shape, hits, &recognition))
			text_say(reading, &recognition);
		return;
	}
}

static void meet_octets(struct reading *reading, size_t separator, uint8_t sign)
{
	size_t start = separator - 2, end = separator + 15;

	if (separator < reading->done + 2 || text_at(reading, separator + 3) != sign ||
	    text_at(reading, separator + 6) != sign || text_at(reading, separator + 9) != sign ||
	    text_at(reading, separator + 12) != sign)
		return;
	uint8_t before = start ? reading->text.data[start - 1] : ' ', after = text_at(reading, end);

	if (is_word(before) || before == ':' || before == '-' || is_word(after) ||
	    ((after == ':' || after == '-') && is_hex(text_at(reading, end + 1))))
		return;
	if (!try_alone(reading, start, 17))
		try_link(reading, start, 17);
}

static void meet_sentence(struct reading *reading, size_t start)
{
	size_t end = start;

	while (end < reading->text.size && end - start < 100 && !is_line_end(reading->text.data[end]))
		end++;
	try_alone(reading, start, end - start);
}

static void meet_web_token(struct reading *reading, size_t capital)
{
	size_t start = capital - 2, end = capital;

	/* It begins where its letters do: one try for a run of them, whatever is repeated in it. */
	if (capital < reading->done + 2 || memcmp(reading->text.data + start, "eyJ", 3) != 0 ||
	    (start && (is_word(reading->text.data[start - 1]) || reading->text.data[start - 1] == '-' ||
		       reading->text.data[start - 1] == '.')))
		return;
	while (end < reading->text.size && end - start < 16384 &&
	       (is_word(reading->text.data[end]) || reading->text.data[end] == '-' ||
		reading->text.data[end] == '.'))
		end++;
	try_alone(reading, start, end - start);
}

/* A key in PEM, to the end of its last line. */
static void meet_key(struct reading *reading, size_t start)
{
	enum { LARGEST = 1 << 14, LAST_LINE = 64 };
	struct bytes text = bytes_slice(reading->text, start, LARGEST);

	if (bytes_find(bytes_slice(text, 0, LAST_LINE), BYTES("PRIVATE KEY-----")) == SIZE_MAX)
		return;
	size_t end = bytes_find(text, BYTES("-----END "));

	if (end != SIZE_MAX) {
		struct bytes last = bytes_slice(text, end, LAST_LINE);
		size_t closed = bytes_find(bytes_from(last, 5), BYTES("-----"));

		text.size = end + (closed == SIZE_MAX ? last.size : closed + 10);
	}
	/* Taken or not, all of it was looked at: once is enough. */
	if (!try_alone(reading, start, text.size))
		reading->done = start + text.size;
}

static void meet_dash(struct reading *reading, size_t dash)
{
	if (text_at(reading, dash + 5) == 'B' &&
	    bytes_start_with(bytes_from(reading->text, dash), BYTES("-----BEGIN ")))
		meet_key(reading, dash);
	else if (text_at(reading, dash + 3) == '-')
		meet_octets(reading, dash, '-');
}

static void meet(struct reading *reading, size_t offset)
{
	uint8_t byte = reading->text.data[offset];

	if (offset < reading->done)
		return;
	if ((byte == ':' || byte == '=') && offset >= 5 && reading->text.data[offset - 1] <= 'Z' &&
	    text_meet_reply(reading, offset))
		return;
	if (is_digit(byte)) {
		meet_number(reading, offset);
		return;
	}
	switch (byte) {
	case '@':
		meet_at(reading, offset);
		break;
	case ':':
		if (text_at(reading, offset + 3) == ':')
			meet_octets(reading, offset, ':');
		if (reading->done <= offset)
			text_meet_setting(reading, offset, 1, byte);
		break;
	case '=':
		text_meet_setting(reading, offset, 1, byte);
		break;
	case 0xef: /* U+FF1A, the full-width colon */
		if (text_at(reading, offset + 1) == 0xbc && text_at(reading, offset + 2) == 0x9a)
			text_meet_setting(reading, offset, 3, ':');
		break;
	case '-':
		meet_dash(reading, offset);
		break;
	case '$':
		if (text_at(reading, offset + 6) == ',')
			meet_sentence(reading, offset);
		break;
	case 'J':
		meet_web_token(reading, offset);
		break;
	default:
		break;
	}
}

static bool is_stop(uint8_t byte)
{
	return byte == '@' || byte == ':' || byte == '=' || byte == 0xef || byte == '-' || byte == '$' ||
	       byte == 'J';
}

#ifdef __SSE2__
/* Bits of the sixteen bytes at which the pass stops; `*digit_before`: whether a digit stood before. */
static unsigned stops(const uint8_t *data, unsigned *digit_before)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)data);
	__m128i zero = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
	__m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(zero, _mm_set1_epi8(9)), zero);
	__m128i sign = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('@')),
				    _mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')));

	sign = _mm_or_si128(sign, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('=')));
	sign = _mm_or_si128(sign, _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xef)));
	sign = _mm_or_si128(sign, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')));
	sign = _mm_or_si128(sign, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('$')));
	sign = _mm_or_si128(sign, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('J')));
	unsigned digits = (unsigned)_mm_movemask_epi8(digit), signs = (unsigned)_mm_movemask_epi8(sign);
	unsigned starts = digits & ~(digits << 1 | *digit_before);

	*digit_before = digits >> 15;
	return starts | signs;
}
#endif

void recognise_text(const struct taxonomy *taxonomy, struct bytes text, recognise_found *found, void *self)
{
	struct reading reading = { .taxonomy = taxonomy, .text = text, .found = found, .self = self };
	size_t offset = 0;
	unsigned digit_before = 0;

#ifdef __SSE2__
	for (; text.size - offset >= 16; offset += 16)
		for (unsigned bits = stops(text.data + offset, &digit_before); bits; bits &= bits - 1)
			meet(&reading, offset + (unsigned)__builtin_ctz(bits));
#endif
	for (; offset < text.size; offset++) {
		bool digit = is_digit(text.data[offset]);

		if (is_stop(text.data[offset]) || (digit && !digit_before))
			meet(&reading, offset);
		digit_before = digit;
	}
}
