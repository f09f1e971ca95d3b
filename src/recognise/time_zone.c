/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones: names of the IANA database (`Europe/Paris`), distances from UTC (`GMT+8`, `+08:00`). A name
 * of the database tells a country and often a region; a distance, and a zone that a whole continent of
 * users has (China's), tell little: possible at most. UTC itself is what machines have. */
#include "recognise/shape.h"

static bool letter(uint8_t byte)
{
	return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

static bool one_of(struct bytes text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal(text, bytes_of(list[i])))
			return true;
	return false;
}

/* `Europe/Paris`, `America/Argentina/Buenos_Aires`. */
static bool zone_named(struct bytes text)
{
	static const char *const AREAS[] = { "Africa",	 "America",   "Antarctica", "Arctic", "Asia",
					     "Atlantic", "Australia", "Europe",	    "Indian", "Pacific" };
	struct bytes rest = text, area = bytes_split(&rest, '/');
	unsigned parts = 0;

	if (!one_of(area, AREAS, sizeof AREAS / sizeof *AREAS))
		return false;
	while (rest.size) {
		struct bytes part = bytes_split(&rest, '/');

		if (part.size < 3 || part.data[0] < 'A' || part.data[0] > 'Z')
			return false;
		for (size_t i = 1; i < part.size; i++)
			if (!letter(part.data[i]) && part.data[i] != '_' && part.data[i] != '-')
				return false;
		parts++;
	}
	return parts == 1 || parts == 2;
}

/* `GMT+8`, `UTC+08:00`, `+0530`; not zero. */
static bool zone_at_distance(struct bytes text)
{
	unsigned hours = 0, minutes = 0;

	if (bytes_start_with_nocase(text, BYTES("GMT")) || bytes_start_with_nocase(text, BYTES("UTC")))
		text = bytes_from(text, 3);
	if (text.size < 2 || (text.data[0] != '+' && text.data[0] != '-'))
		return false;
	text = bytes_from(text, 1);
	size_t size = text.size > 1 && text.data[1] != ':' ? 2 : 1;

	if (!digits_read(text, 0, size, &hours))
		return false;
	text = bytes_from(text, size);
	if (text.size && text.data[0] == ':')
		text = bytes_from(text, 1);
	if (text.size && (text.size != 2 || !digits_read(text, 0, 2, &minutes)))
		return false;
	return hours <= 14 && minutes < 60 && minutes % 15 == 0 && (hours || minutes);
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	static const char *const LARGE[] = { "Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin" };

	if (zone_named(shape->text)) {
		if (one_of(shape->text, LARGE, sizeof LARGE / sizeof *LARGE)) {
			fitting->doubtful = true;
			fitting->says = "the time zone of all of China";
		}
		return FIT_GOOD;
	}
	if (!zone_at_distance(shape->text))
		return FIT_NO;
	fitting->doubtful = true;
	fitting->says = "a distance from UTC";
	return FIT_WEAK;
}

const struct validator validator_time_zone = {
	.name = "time-zone",
	.specification = "RFC 6557",
	.says = "a name of the time zone database",
	.kinds = KIND_WORD,
	.least = 2,
	.most = 40,
	.fits = fits,
};
