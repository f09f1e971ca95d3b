/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include "base/text.h"

#include <inttypes.h>

static void before(struct json *json, const char *key)
{
	if (json->begun)
		buffer_append_byte(json->to, ',');
	json->begun = true;
	if (key) {
		text_append_json(json->to, bytes_of(key));
		buffer_append_byte(json->to, ':');
	}
}

void json_open(struct json *json, const char *key, char bracket)
{
	before(json, key);
	buffer_append_byte(json->to, (uint8_t)bracket);
	json->begun = false;
}

void json_close(struct json *json, char bracket)
{
	buffer_append_byte(json->to, (uint8_t)bracket);
	json->begun = true;
}

void json_text(struct json *json, const char *key, const char *text)
{
	struct buffer clean = buffer_of(json->to->maximum);

	before(json, key);
	if (!text_append_clean(&clean, bytes_of(text)) || !text_append_json(json->to, buffer_bytes(&clean)))
		json->to->failed = json->to->failed || clean.failed;
	buffer_free(&clean);
}

void json_text_if(struct json *json, const char *key, const char *text)
{
	if (text && *text)
		json_text(json, key, text);
}

void json_number(struct json *json, const char *key, uint64_t number)
{
	before(json, key);
	buffer_append_format(json->to, "%" PRIu64, number);
}

void json_yes(struct json *json, const char *key, bool yes)
{
	before(json, key);
	buffer_append_text(json->to, yes ? "true" : "false");
}

enum status report_status(const struct buffer *to, struct error *error)
{
	if (to->failed)
		return error_no_memory(error);
	if (to->full)
		return error_set(error, STATUS_FORMAT, "the report would exceed %zu bytes", to->maximum);
	return STATUS_OK;
}
