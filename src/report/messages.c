/* SPDX-License-Identifier: Apache-2.0 */
#include "report/messages.h"

#include <string.h>

/* Made from po/zh_CN.po by build-aux/po-table: { english, chinese }. */
static const struct {
	const char *english, *chinese;
} translations[] = {
#include "messages-zh.inc"
};

const char *message_in(enum language language, const char *english)
{
	if (language == LANGUAGE_ZH)
		for (size_t i = 0; i < sizeof translations / sizeof *translations; i++)
			if (strcmp(english, translations[i].english) == 0)
				return translations[i].chinese;
	return english;
}

const char *bilingual_in(enum language language, const struct bilingual *text)
{
	if (language == LANGUAGE_ZH && text->zh && *text->zh)
		return text->zh;
	return text->en ? text->en : "";
}
