/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON (RFC 8259): commas are set where they belong. Text is made safe whatever it holds. */
#ifndef PROBITY_REPORT_JSON_H
#define PROBITY_REPORT_JSON_H

#include "base/buffer.h"
#include "base/error.h"

struct json {
	struct buffer *to;
	bool begun; /* something stands in the innermost container: a comma comes first */
};

/* `key`: NULL in an array or at the top. `bracket`: '{' or '['. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket);
void json_text(struct json *json, const char *key, const char *text);
void json_number(struct json *json, const char *key, uint64_t number);
void json_yes(struct json *json, const char *key, bool yes);

/* Nothing is written for NULL or empty text. */
void json_text_if(struct json *json, const char *key, const char *text);

/* The status of all that was appended. */
enum status report_status(const struct buffer *to, struct error *error);

#endif
