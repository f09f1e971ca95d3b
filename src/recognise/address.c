/* SPDX-License-Identifier: Apache-2.0 */
/* Postal addresses. Chinese ones go from large to small: 省 市 区 县, then 路 街 村, then a number with 号 栋
 * 室. All three make one; a city alone is too coarse. Others count under a name only: a house number and
 * a word for street. */
#include "recognise/shape.h"

/* What an address is made of. */
enum { REGION = 1, STREET = 2, HOUSE = 4, SENTENCE = 8 };

/* What a character of three bytes may mark. */
struct mark {
	char character[4];
	uint8_t means;
};

static const struct mark MARKS[] = {
	{ "省", REGION },   { "市", REGION },	{ "区", REGION },   { "县", REGION },
	{ "镇", REGION },   { "乡", REGION },	{ "旗", REGION },   { "路", STREET },
	{ "街", STREET },   { "道", STREET },	{ "村", STREET },   { "巷", STREET },
	{ "里", STREET },   { "苑", STREET },	{ "园", STREET },   { "弄", STREET | HOUSE },
	{ "号", HOUSE },    { "栋", HOUSE },	{ "幢", HOUSE },    { "室", HOUSE },
	{ "楼", HOUSE },    { "单", HOUSE },	{ "座", HOUSE },    { "户", HOUSE },
	{ "层", HOUSE },    { "。", SENTENCE }, { "！", SENTENCE }, { "？", SENTENCE },
	{ "；", SENTENCE }, { "，", SENTENCE }, { "了", SENTENCE }, { "的", SENTENCE },
};

static unsigned means(const uint8_t *character)
{
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
		if (memcmp(MARKS[i].character, character, 3) == 0)
			return MARKS[i].means;
	return 0;
}

/* A number in Han characters may stand before the mark of a house, as a digit or a letter may. */
static bool han_number(const uint8_t *character)
{
	static const char NUMBERS[] = "一二三四五六七八九十";

	for (size_t i = 0; i < sizeof NUMBERS - 1; i += 3)
		if (memcmp(NUMBERS + i, character, 3) == 0)
			return true;
	return false;
}

static unsigned parts_of(struct bytes text)
{
	unsigned parts = 0;
	bool number = false; /* stood right before */

	for (size_t at = 0; at < text.size;) {
		const uint8_t *data = text.data + at;

		if (*data < 0xe0 || text.size - at < 3) {
			number = (*data >= '0' && *data <= '9') ||
				 ((*data | 32) >= 'a' && (*data | 32) <= 'z');
			at++;
			continue;
		}
		unsigned meant = means(data);

		parts |= number ? meant : meant & ~(unsigned)HOUSE;
		number = meant == 0 && han_number(data);
		at += 3;
	}
	return parts;
}

static enum fit fits_chinese(const struct shape *shape, struct fitting *fitting)
{
	/* Without a house number only a name can make it one; most texts end here. */
	unsigned parts = parts_of(shape->text);

	(void)fitting;
	if (parts & SENTENCE || shape->text.data[0] < 0x20)
		return FIT_NO;
	if ((parts & (REGION | STREET | HOUSE)) == (REGION | STREET | HOUSE))
		return shape->text.size <= 150 ? FIT_STRONG : FIT_GOOD;
	if (parts & HOUSE && parts & (REGION | STREET))
		return FIT_GOOD;
	return parts & REGION && parts & STREET ? FIT_WEAK : FIT_NO;
}

static bool street_word(struct bytes word)
{
	static const char *const WORDS[] = { "street",	"st",  "road",	"rd",	  "avenue",    "ave",
					     "lane",	"ln",  "drive", "dr",	  "boulevard", "blvd",
					     "court",	"ct",  "way",	"square", "sq",	       "terrace",
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
