/* SPDX-License-Identifier: Apache-2.0 */
/* Names of application packages (`com.example.chat`): three words or more, the first a top-level domain that
 * makers of applications have. Those of the system say nothing of who uses it. */
#include "recognise/shape.h"

static bool word_ok(struct bytes word)
{
	for (size_t i = 0; i < word.size; i++) {
		uint8_t byte = word.data[i], lower = byte | 32;
		bool letter = lower >= 'a' && lower <= 'z';

		if (!letter && byte != '_' && (i == 0 || byte < '0' || byte > '9') && (i == 0 || byte != '-'))
			return false;
	}
	return word.size > 0;
}

static bool begins_with_one_of(struct bytes text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_start_with(text, bytes_of(list[i])))
			return true;
	return false;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	static const char *const FIRST[] = { "com.", "cn.", "org.", "net.", "io.", "tv.", "me.",  "de.",
					     "jp.",  "kr.", "ru.",  "co.",  "fr.", "uk.", "app.", "air." };
	static const char *const SYSTEM[] = { "com.android.",  "com.google.android.gms",
					      "com.qualcomm.", "com.mediatek.",
					      "com.apple.",    "org.codehaus.",
					      "org.apache." };
	struct bytes rest = shape->text;
	unsigned words = 0;

	(void)fitting;
	if (!begins_with_one_of(rest, FIRST, sizeof FIRST / sizeof *FIRST) ||
	    begins_with_one_of(rest, SYSTEM, sizeof SYSTEM / sizeof *SYSTEM))
		return FIT_NO;
	while (rest.size) {
		if (!word_ok(bytes_split(&rest, '.')))
			return FIT_NO;
		words++;
	}
	return words >= 3 && words <= 8 ? FIT_GOOD : FIT_NO;
}

const struct validator validator_package_name = {
	.name = "package-name",
	.says = "the name of an application's package",
	.kinds = KIND_WORD,
	.least = 8,
	.most = 120,
	.fits = fits,
};
