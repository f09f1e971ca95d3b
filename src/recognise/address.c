/* SPDX-License-Identifier: Apache-2.0 */
/* Postal addresses. Chinese ones go from large to small: 省 市 区 县, then 路 街 村, then a number with 号 栋
 * 室. All three make one; a city alone is too coarse. Others count under a name only: a house number and
 * a word for street. */
#include "recognise/shape.h"

static bool has_one(struct bytes text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_find(text, bytes_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

/* A digit, ASCII or full-width or Han, right before one of the marks of a house. */
static bool has_number(struct bytes text)
{
	static const char *const MARKS[] = { "号", "栋", "幢", "室", "楼", "单元", "弄", "座", "户", "层" };

	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
		size_t at = bytes_find(text, bytes_of(MARKS[i]));

		if (at == SIZE_MAX || at == 0)
			continue;
		uint8_t before = text.data[at - 1];

		if ((before >= '0' && before <= '9') || ((before | 32) >= 'a' && (before | 32) <= 'z'))
			return true;
		struct bytes character = at >= 3 ? bytes_slice(text, at - 3, 3) : BYTES_EMPTY;
		static const char *const DIGITS[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };

		if (character.size && has_one(character, DIGITS, sizeof DIGITS / sizeof *DIGITS))
			return true;
	}
	return false;
}

static bool is_sentence(struct bytes text)
{
	static const char *const MARKS[] = { "。", "！", "？", "；", "，", "\n", "了", "的是" };

	return has_one(text, MARKS, sizeof MARKS / sizeof *MARKS);
}

static enum fit fits_chinese(const struct shape *shape, struct fitting *fitting)
{
	static const char *const REGIONS[] = { "省", "市", "区", "县", "镇", "乡", "自治州", "旗" };
	static const char *const STREETS[] = { "路", "街", "道", "村", "巷", "胡同", "弄", "里", "苑", "园", "小区" };
	struct bytes text = shape->text;
	bool region = has_one(text, REGIONS, sizeof REGIONS / sizeof *REGIONS);
	bool street = has_one(text, STREETS, sizeof STREETS / sizeof *STREETS), number = has_number(text);

	(void)fitting;
	if (is_sentence(text))
		return FIT_NO;
	if (region && street && number)
		return text.size <= 150 ? FIT_STRONG : FIT_GOOD;
	if (number && (region || street))
		return FIT_GOOD;
	return region && street ? FIT_WEAK : FIT_NO;
}

static bool street_word(struct bytes word)
{
	static const char *const WORDS[] = { "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr",
					     "boulevard", "blvd", "court", "ct", "way", "square", "sq", "terrace",
					     "strasse", "str", "rue" };

	while (word.size && (word.data[word.size - 1] == ',' || word.data[word.size - 1] == '.'))
		word.size--;
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (bytes_equal_nocase(word, bytes_of(WORDS[i])))
			return true;
	return false;
}

static enum fit fits_latin(const struct shape *shape, struct fitting *fitting)
{
	struct bytes rest = shape->text;
	bool street = false;

	(void)fitting;
	if (shape->blanks < 2 || shape->digits < 1 || shape->digits > 12 || shape->letters < 6)
		return FIT_NO;
	while (rest.size)
		street = street_word(bytes_split(&rest, ' ')) || street;
	return street ? FIT_WEAK : FIT_NO;
}

const struct validator validator_postal_address = {
	.name = "postal-address",
	.specification = "GB/T 35273-2020 annex A",
	.says = "region, street and house",
	.kinds = KIND_HAN,
	.least = 15,
	.most = 300,
	.fits = fits_chinese,
};

const struct validator validator_street_address = {
	.name = "street-address",
	.specification = "ISO 19160-1",
	.says = "a house number and a street",
	.kinds = KIND_TEXT,
	.least = 10,
	.most = 200,
	.fits = fits_latin,
};
