/* SPDX-License-Identifier: Apache-2.0 */
#include "case/explain.h"

#include "base/buffer.h"
#include "base/text.h"
#include "case/element.h"

#include <libxml/xmlregexp.h>

#include <stdlib.h>

struct explanation {
	xmlNodePtr grammar;
	const char *path;
	struct error *error;
};

/* One attribute, child or text that a pattern allows. */
struct allowed {
	xmlNodePtr pattern; /* `attribute`, `element` or `text` of the schema */
	bool optional, repeated;
};

enum { ALLOWED_MOST = 64 };

struct shape {
	struct allowed items[ALLOWED_MOST];
	size_t count;
};

static xmlNodePtr definition(const struct explanation *explanation, const char *name)
{
	for (xmlNodePtr at = element_first(explanation->grammar); at; at = element_next(at)) {
		const char *other = element_attribute(at, "name");

		if (element_is(at, "define") && other && strcmp(other, name) == 0)
			return at;
	}
	return NULL;
}

/* The first pattern in an `attribute` or `define`, past what documents it. */
static xmlNodePtr first_pattern(xmlNodePtr parent)
{
	xmlNodePtr at = element_first(parent);

	while (at && element_is(at, "documentation"))
		at = element_next(at);
	return at;
}

/* Follows a `ref` to the pattern that it stands for. */
static xmlNodePtr resolve(const struct explanation *explanation, xmlNodePtr pattern)
{
	for (int hops = 0; pattern && element_is(pattern, "ref") && hops < 8; hops++) {
		const char *name = element_attribute(pattern, "name");
		xmlNodePtr define = name ? definition(explanation, name) : NULL;

		pattern = define ? first_pattern(define) : NULL;
	}
	return pattern;
}

/* Gathers what stands directly in `pattern`, through groups but not into elements. */
static void gather(const struct explanation *explanation, xmlNodePtr pattern, struct allowed as, int depth,
		   struct shape *shape)
{
	for (xmlNodePtr at = element_first(pattern); at && depth < 8; at = element_next(at)) {
		xmlNodePtr found = resolve(explanation, at);
		struct allowed item = as;

		if (!found)
			continue;
		item.pattern = found;
		if (element_is(found, "attribute") || element_is(found, "element") ||
		    element_is(found, "text")) {
			if (shape->count < ALLOWED_MOST)
				shape->items[shape->count++] = item;
			continue;
		}
		item.optional |= element_is(found, "optional") || element_is(found, "zeroOrMore") ||
				 element_is(found, "choice");
		item.repeated |= element_is(found, "zeroOrMore") || element_is(found, "oneOrMore");
		gather(explanation, found, item, depth + 1, shape);
	}
}

static const struct allowed *find(const struct shape *shape, const char *kind, const char *name)
{
	for (size_t i = 0; i < shape->count; i++) {
		const char *other = element_attribute(shape->items[i].pattern, "name");

		if (element_is(shape->items[i].pattern, kind) &&
		    (!name || (other && strcmp(other, name) == 0)))
			return &shape->items[i];
	}
	return NULL;
}

/* `a, b, c` of the names that a shape allows of one kind. */
static void list_names(const struct shape *shape, const char *kind, struct buffer *to)
{
	for (size_t i = 0; i < shape->count; i++) {
		const char *name = element_attribute(shape->items[i].pattern, "name");

		if (!element_is(shape->items[i].pattern, kind) || !name)
			continue;
		buffer_append_text(to, to->size ? ", " : "");
		buffer_append_text(to, name);
	}
	if (to->size == 0)
		buffer_append_text(to, "none");
}

static bool say(const struct explanation *explanation, xmlNodePtr at, struct buffer *text)
{
	struct bytes said = buffer_bytes(text);

	error_set(explanation->error, STATUS_FORMAT, "%s:%ld: %.*s", explanation->path, element_line(at),
		  (int)said.size, (const char *)said.data);
	buffer_free(text);
	return true;
}

/* Something that is not known, and what would be. `name` comes from the document. */
static bool say_unknown(const struct explanation *explanation, xmlNodePtr at, const char *kind,
			const char *name, const struct shape *shape)
{
	struct buffer text = buffer_of(800), names = buffer_of(500);

	list_names(shape, kind, &names);
	buffer_append_format(&text, "<%s> has no %s \"",
			     (const char *)(strcmp(kind, "element") == 0 ? at->parent : at)->name, kind);
	text_append_clean(&text, bytes_slice(bytes_of(name), 0, 60));
	buffer_append_format(&text, "\"; known: %.*s", (int)names.size, (const char *)names.data);
	buffer_free(&names);
	return say(explanation, at, &text);
}

/* --- values --- */

static bool matches(const struct explanation *explanation, xmlNodePtr pattern, const char *value, int depth);

static bool data_matches(xmlNodePtr data, const char *value)
{
	for (xmlNodePtr param = element_first(data); param; param = element_next(param)) {
		const char *name = element_attribute(param, "name");
		const xmlChar *text = param->children ? param->children->content : NULL;

		if (!name || !text)
			continue;
		if (strcmp(name, "minLength") == 0 && !*value)
			return false;
		if (strcmp(name, "pattern") != 0)
			continue;
		xmlRegexpPtr expression = xmlRegexpCompile(text);
		int matched = expression ? xmlRegexpExec(expression, (const xmlChar *)value) : 1;

		xmlRegFreeRegexp(expression);
		if (matched == 0)
			return false;
	}
	return true;
}

static bool list_matches(const struct explanation *explanation, xmlNodePtr list, const char *value, int depth)
{
	xmlNodePtr more = element_first(list);
	xmlNodePtr each = more ? element_first(more) : NULL;
	struct bytes rest = bytes_of(value), word;
	size_t count = 0;

	while (each && (word = element_word(&rest)).size) {
		struct buffer one = buffer_of(word.size + 1);
		bool fits = buffer_append(&one, word) && buffer_append_byte(&one, 0) &&
			    matches(explanation, each, (const char *)one.data, depth + 1);

		buffer_free(&one);
		if (!fits)
			return false;
		count++;
	}
	return !each || count > 0;
}

/* Whether a value fits. Patterns not understood fit everything. */
static bool matches(const struct explanation *explanation, xmlNodePtr pattern, const char *value, int depth)
{
	pattern = resolve(explanation, pattern);
	if (!pattern || depth > 8)
		return true;
	if (element_is(pattern, "value"))
		return pattern->children && strcmp((const char *)pattern->children->content, value) == 0;
	if (element_is(pattern, "data"))
		return data_matches(pattern, value);
	if (element_is(pattern, "list"))
		return list_matches(explanation, pattern, value, depth);
	if (!element_is(pattern, "choice"))
		return true;
	for (xmlNodePtr at = element_first(pattern); at; at = element_next(at))
		if (matches(explanation, at, value, depth + 1))
			return true;
	return false;
}

/* What documents a pattern: beside it, or beside what it refers to. */
static const char *documentation(xmlNodePtr pattern, xmlNodePtr resolved)
{
	xmlNodePtr said = element_child(pattern->parent, "documentation");

	if (!said)
		said = element_child(resolved->parent, "documentation");
	return said && said->children ? (const char *)said->children->content : NULL;
}

/* What a value may be: the words to choose from, or what the schema says of the data. */
static void describe(const struct explanation *explanation, xmlNodePtr pattern, struct buffer *to)
{
	xmlNodePtr resolved = resolve(explanation, pattern);

	if (!resolved)
		return;
	if (element_is(resolved, "value") && resolved->children) {
		buffer_append_text(to, to->size ? " or " : "");
		buffer_append_text(to, (const char *)resolved->children->content);
	} else if (element_is(resolved, "choice")) {
		for (xmlNodePtr at = element_first(resolved); at; at = element_next(at))
			describe(explanation, at, to);
	} else {
		const char *said = documentation(pattern, resolved),
			   *type = element_attribute(resolved, "type");

		buffer_append_text(to, said ? said : type ? type : "something else");
	}
}

static bool say_value(const struct explanation *explanation, xmlNodePtr element, const char *name,
		      const char *value, xmlNodePtr pattern)
{
	struct buffer text = buffer_of(800), wanted = buffer_of(500);

	describe(explanation, pattern, &wanted);
	buffer_append_format(&text, "<%s %s=\"", (const char *)element->name, name);
	text_append_clean(&text, bytes_slice(bytes_of(value), 0, 80));
	buffer_append_format(&text, "\">: expected %.*s", (int)wanted.size, (const char *)wanted.data);
	buffer_free(&wanted);
	return say(explanation, element, &text);
}

/* --- elements --- */

static bool explain_attributes(const struct explanation *explanation, xmlNodePtr element,
			       const struct shape *shape)
{
	for (xmlAttrPtr at = element->properties; at; at = at->next) {
		const struct allowed *known = find(shape, "attribute", (const char *)at->name);
		const char *value = element_attribute(element, (const char *)at->name);

		if (!known)
			return say_unknown(explanation, element, "attribute", (const char *)at->name, shape);
		if (!matches(explanation, first_pattern(known->pattern), value, 0))
			return say_value(explanation, element, (const char *)at->name, value,
					 first_pattern(known->pattern));
	}
	for (size_t i = 0; i < shape->count; i++) {
		const struct allowed *item = &shape->items[i];
		const char *name = element_attribute(item->pattern, "name");
		struct buffer text = buffer_of(400);

		if (!element_is(item->pattern, "attribute") || item->optional || !name ||
		    element_attribute(element, name))
			continue;
		buffer_append_format(&text, "<%s> needs the attribute %s", (const char *)element->name, name);
		return say(explanation, element, &text);
	}
	return false;
}

static size_t occurrences(xmlNodePtr element, const char *name)
{
	size_t count = 0;

	for (xmlNodePtr at = element_first(element); at && count < 2; at = element_next(at))
		count += element_is(at, name);
	return count;
}

/* Children that are missing, or stand more than once. */
static bool explain_number(const struct explanation *explanation, xmlNodePtr element,
			   const struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct allowed *item = &shape->items[i];
		const char *name = element_attribute(item->pattern, "name");
		struct buffer text = buffer_of(400);

		if (!element_is(item->pattern, "element") || !name)
			continue;
		size_t count = occurrences(element, name);

		if (count == 0 && !item->optional)
			buffer_append_format(&text, "<%s> needs a <%s>", (const char *)element->name, name);
		if (count > 1 && !item->repeated)
			buffer_append_format(&text, "<%s> may have one <%s> only",
					     (const char *)element->name, name);
		if (text.size)
			return say(explanation, element, &text);
	}
	return false;
}

static bool explain_text(const struct explanation *explanation, xmlNodePtr element, const struct shape *shape)
{
	for (xmlNodePtr at = element->children; at; at = at->next) {
		struct buffer text = buffer_of(400);

		if ((at->type != XML_TEXT_NODE && at->type != XML_CDATA_SECTION_NODE) || xmlIsBlankNode(at) ||
		    find(shape, "text", NULL))
			continue;
		buffer_append_format(&text, "no text may stand in <%s>", (const char *)element->name);
		return say(explanation, element, &text);
	}
	return false;
}

static bool explain_element(const struct explanation *explanation, xmlNodePtr element, xmlNodePtr pattern,
			    int depth)
{
	struct shape shape = { .count = 0 };

	gather(explanation, pattern, (struct allowed){ 0 }, 0, &shape);
	if (explain_attributes(explanation, element, &shape) || explain_text(explanation, element, &shape) ||
	    explain_number(explanation, element, &shape))
		return true;
	for (xmlNodePtr at = element_first(element); at; at = element_next(at)) {
		const struct allowed *known = find(&shape, "element", (const char *)at->name);

		if (at->ns)
			continue; /* the schema has no namespace: the caller has said so */
		if (!known)
			return say_unknown(explanation, at, "element", (const char *)at->name, &shape);
		if (depth < 8 && explain_element(explanation, at, known->pattern, depth + 1))
			return true;
	}
	return false;
}

bool explain_difference(xmlDocPtr document, xmlDocPtr schema, const char *path, struct error *error)
{
	struct explanation explanation = { xmlDocGetRootElement(schema), path, error };
	xmlNodePtr root = xmlDocGetRootElement(document);
	xmlNodePtr start = explanation.grammar ? element_child(explanation.grammar, "start") : NULL;
	xmlNodePtr pattern = start ? resolve(&explanation, element_first(start)) : NULL;
	const char *name = pattern ? element_attribute(pattern, "name") : NULL;
	struct buffer text = buffer_of(400);

	if (!root || !name)
		return false;
	if (root->ns || !element_is(root, name)) {
		buffer_append_format(&text, "the document must be a <%s> without a namespace", name);
		return say(&explanation, root, &text);
	}
	return explain_element(&explanation, root, pattern, 0);
}
