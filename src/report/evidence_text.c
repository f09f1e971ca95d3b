/* SPDX-License-Identifier: Apache-2.0 */
#include "report/evidence_text.h"

#include "base/text.h"
#include "report/messages.h"

#include <inttypes.h>

/* Attributes that are said in words of their own, or that only a machine wants. */
static const char *const said_elsewhere[] = {
	"device",     "peer",	"host",	   "port",   "scope",	 "direction", "protocol",
	"transport",  "method", "topic",   "phase",  "activity", "consent",   "cleartext",
	"count",      "first",	"last",	   "frames", "label",	 "mask",      "category",
	"confidence", "why",	"audited", "path",
};

const char *evidence_value(const struct evidence_item *item, const char *name)
{
	for (size_t i = 0; i < item->attribute_count; i++)
		if (strcmp(item->attributes[i].name, name) == 0)
			return item->attributes[i].value;
	return NULL;
}

static void clean(struct buffer *to, const char *text)
{
	text_append_clean(to, bytes_of(text));
}

/* Whether an attribute says something here: `encoding=none`, `more=no` do not. */
static bool is_worth_saying(const struct evidence_attribute *attribute)
{
	if (strcmp(attribute->value, "none") == 0 || strcmp(attribute->value, "no") == 0)
		return strcmp(attribute->name, "authentication") == 0 ||
		       strcmp(attribute->name, "name-matches") == 0;
	return true;
}

static bool is_said_elsewhere(const char *name)
{
	for (size_t i = 0; i < sizeof said_elsewhere / sizeof *said_elsewhere; i++)
		if (strcmp(said_elsewhere[i], name) == 0)
			return true;
	return false;
}

static void pair(struct buffer *to, const char *name, const char *value)
{
	if (!value)
		return;
	if (to->size)
		buffer_append_byte(to, ' ');
	buffer_append_text(to, name);
	buffer_append_byte(to, '=');
	clean(to, value);
}

void evidence_what(struct buffer *to, const struct evidence_item *item)
{
	clean(to, item->kind);
	for (size_t i = 0; i < item->attribute_count; i++)
		if (!is_said_elsewhere(item->attributes[i].name) && is_worth_saying(&item->attributes[i]))
			pair(to, item->attributes[i].name, item->attributes[i].value);
}

static void word(struct buffer *to, const char *before, const char *value)
{
	if (!value)
		return;
	if (to->size)
		buffer_append_text(to, before);
	clean(to, value);
}

/* Only of what was carried does it matter whether others could read it: a TLS handshake is always open. */
static bool is_content(const char *kind)
{
	static const char *const kinds[] = { "transmission", "credential", "media", "service" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

void evidence_way(struct buffer *to, const struct evidence_item *item, enum language language)
{
	const char *peer = evidence_value(item, "host"), *scope = evidence_value(item, "scope");
	const char *direction = evidence_value(item, "direction"), *clear = evidence_value(item, "cleartext");

	if (!peer)
		peer = evidence_value(item, "peer");
	word(to, "", evidence_value(item, "protocol"));
	word(to, " ", evidence_value(item, "method"));
	word(to, " ", evidence_value(item, "topic"));
	word(to, ", ", evidence_value(item, "device"));
	if (peer) {
		buffer_append_text(to, direction && strcmp(direction, "received") == 0 ? " ← " : " → ");
		clean(to, peer);
		if (scope) {
			buffer_append_text(to, " (");
			clean(to, scope);
			buffer_append_byte(to, ')');
		}
	}
	if (clear && strcmp(clear, "yes") == 0 && is_content(item->kind))
		word(to, ", ", message_in(language, N_("in clear")));
	word(to, ", ", evidence_value(item, "phase"));
	if (evidence_value(item, "consent")) {
		buffer_append_format(to, ", %s ", message_in(language, N_("consent")));
		clean(to, evidence_value(item, "consent"));
	}
}

/* `capture.pcap frame 12, 18-20`; the file again where it changes. */
static void frames(struct buffer *to, const struct evidence_item *item, enum language language)
{
	const char *file = NULL;

	for (size_t i = 0; i < item->origin_count; i++) {
		const struct evidence_origin *origin = &item->origins[i];
		const char *name = origin->file ? origin->file : "";

		if (!origin->frame)
			continue;
		if (file && strcmp(file, name) == 0) {
			buffer_append_text(to, ", ");
		} else {
			word(to, "; ", name);
			buffer_append_format(to, "%s%s ", *name ? " " : "",
					     message_in(language, N_("frame")));
		}
		file = name;
		buffer_append_format(to, "%" PRIu64, origin->frame);
		if (origin->last_frame > origin->frame)
			buffer_append_format(to, "-%" PRIu64, origin->last_frame);
	}
}

void evidence_place(struct buffer *to, const struct evidence_item *item, enum language language)
{
	const char *count = evidence_value(item, "count"), *first = evidence_value(item, "first");
	const char *last = evidence_value(item, "last");

	word(to, "", evidence_value(item, "path"));
	frames(to, item, language);
	if (count && strcmp(count, "1") != 0) {
		buffer_append_text(to, to->size ? "; " : "");
		clean(to, count);
		buffer_append_text(to, message_in(language, N_(" times")));
	}
	if (first) {
		buffer_append_text(to, to->size ? "; " : "");
		clean(to, first);
		if (last && strcmp(first, last) != 0) {
			buffer_append_text(to, " … ");
			clean(to, last);
		}
	}
}
