/* SPDX-License-Identifier: Apache-2.0 */
#include "case/keys.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "case/element.h"

#include <stdlib.h>

enum { KEY_SIZE = 16 };

/* The form in which each kind is written. */
static const struct form {
	const char *kind;
	bool hex;
	const char *expected;
} forms[] = {
	{ "tuya-local-key", false, "a local key of Tuya has 16 characters" },
	{ "miio-token", true, "a token of miio has 32 hexadecimal digits" },
};

static const struct form *form_of(const char *kind)
{
	size_t i = 0;

	while (i + 1 < sizeof forms / sizeof *forms && strcmp(forms[i].kind, kind) != 0)
		i++;
	return &forms[i];
}

/* False where the text is none of this form. */
static bool read_secret(const struct form *form, struct bytes text, uint8_t to[KEY_SIZE])
{
	if (text.size != (form->hex ? 2 * KEY_SIZE : KEY_SIZE))
		return false;
	if (!form->hex)
		memcpy(to, text.data, KEY_SIZE);
	for (size_t i = 0; form->hex && i < KEY_SIZE; i++) {
		int high = text_hex_digit(text.data[2 * i]), low = text_hex_digit(text.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (uint8_t)(high * 16 + low);
	}
	return true;
}

static enum status read_key(xmlNodePtr element, const char *path, struct case_key *key, struct error *error)
{
	const char *device = element_attribute(element, "device");
	const struct form *form = form_of(element_attribute(element, "kind"));
	xmlChar *text = xmlNodeGetContent(element);
	uint8_t *secret = memory_new(KEY_SIZE);
	enum status status = STATUS_OK;

	if (!text || !secret)
		status = error_no_memory(error);
	else if (!read_secret(form, bytes_trim(bytes_of((const char *)text)), secret))
		status = error_set(error, STATUS_FORMAT, "%s:%ld: %s", path, element_line(element),
				   form->expected);
	*key = (struct case_key){ .kind = form->kind,
				  .device = bytes_of(device),
				  .secret = { secret, secret ? KEY_SIZE : 0 } };
	if (text)
		memset(text, 0, (size_t)xmlStrlen(text));
	xmlFree(text);
	/* Rules see the document, and reports what rules select. */
	xmlNodeSetContent(element, NULL);
	return status;
}

enum status keys_read(xmlNodePtr keys, const char *path, struct case_key **ret_keys, size_t *ret_count,
		      struct error *error)
{
	enum status status = STATUS_OK;
	size_t count = 0;

	for (xmlNodePtr at = keys ? element_first(keys) : NULL; at; at = element_next(at))
		count++;
	if (count > LIMIT_CASE_KEYS)
		return error_set(error, STATUS_FORMAT, "%s:%ld: more than %d keys", path, element_line(keys),
				 LIMIT_CASE_KEYS);
	struct case_key *list = memory_new_array(count + 1, sizeof *list);

	if (!list)
		return error_no_memory(error);
	count = 0;
	for (xmlNodePtr at = keys ? element_first(keys) : NULL; at && status == STATUS_OK;
	     at = element_next(at))
		status = read_key(at, path, &list[count++], error);
	if (status == STATUS_OK) {
		*ret_keys = list;
		*ret_count = count;
	} else {
		keys_free(list, count);
	}
	return status;
}

void keys_free(struct case_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t *secret = (uint8_t *)(uintptr_t)keys[i].secret.data;

		if (secret)
			memset(secret, 0, KEY_SIZE);
		free(secret);
	}
	free(keys);
}
