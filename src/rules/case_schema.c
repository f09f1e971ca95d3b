/* SPDX-License-Identifier: Apache-2.0 */
/* RELAX NG, XML syntax (ISO/IEC 19757-2): grammar, start, define, ref, element, attribute, value and
 * the patterns that group them. Left out: include, externalRef, name classes; our schema has none. */
#include "rules/case_schema.h"

#include <stdlib.h>

#include <libxml/tree.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "rules/document.h"

enum {
	MOST_ATTRIBUTES = 40, /* of one element; the schema's richest has 15 */
	MOST_WORDS = 2048,    /* bytes of one attribute's words */
	DEEPEST = 32,	      /* patterns inside patterns and references; ends recursion */
};

struct reader {
	struct vocabulary *vocabulary;
	xmlNodePtr grammar;
	const xmlNode *patterns[VOCABULARY_ELEMENTS]; /* the `element` pattern of each number */
	bool failed, no_memory;
};

struct found {
	struct known_element *element;
	struct known_attribute attributes[MOST_ATTRIBUTES];
	size_t count;
};

static bool is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, (const xmlChar *)name);
}

static const char *copy(struct reader *reader, struct bytes text)
{
	struct bytes kept = arena_copy(&reader->vocabulary->arena, text);

	if (!kept.data)
		reader->failed = reader->no_memory = true;
	return (const char *)kept.data;
}

static const char *attribute_text(struct reader *reader, const xmlNode *node, const char *name)
{
	xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *kept = text ? copy(reader, bytes_of((const char *)text)) : NULL;

	xmlFree(text);
	return kept;
}

static const xmlNode *find_define(const struct reader *reader, const char *name)
{
	for (const xmlNode *node = reader->grammar->children; node; node = node->next) {
		xmlChar *own = is(node, "define") ? xmlGetNoNsProp(node, (const xmlChar *)"name") : NULL;
		bool same = own && xmlStrEqual(own, (const xmlChar *)name);

		xmlFree(own);
		if (same)
			return node;
	}
	return NULL;
}

/* What an attribute's pattern allows. */
struct allowed {
	struct buffer words;
	bool open; /* anything else than listed words */
	bool data; /* names data types */
	enum attribute_type type;
};

static void read_allowed(struct reader *reader, const xmlNode *pattern, struct allowed *allowed,
			 unsigned depth)
{
	if (depth > DEEPEST)
		return;
	for (const xmlNode *node = pattern->children; node; node = node->next) {
		if (is(node, "value")) {
			xmlChar *text = xmlNodeGetContent(node);

			if (allowed->words.size)
				(void)buffer_append_byte(&allowed->words, ' ');
			if (!text ||
			    !buffer_append(&allowed->words, bytes_trim(bytes_of((const char *)text))))
				reader->failed = true;
			xmlFree(text);
		} else if (is(node, "data") || is(node, "text") || is(node, "list")) {
			allowed->open = true;
		} else if (is(node, "ref")) {
			const char *name = attribute_text(reader, node, "name");
			const xmlNode *define = name ? find_define(reader, name) : NULL;

			if (name && bytes_equal(bytes_of(name), BYTES("count")))
				allowed->type = TYPE_NUMBER;
			if (name && bytes_equal(bytes_of(name), BYTES("time")))
				allowed->type = TYPE_TIME;
			if (name && (bytes_equal(bytes_of(name), BYTES("data-id")) ||
				     bytes_equal(bytes_of(name), BYTES("data-list"))))
				allowed->data = true;
			if (define)
				read_allowed(reader, define, allowed, depth + 1);
		} else if (node->type == XML_ELEMENT_NODE) {
			read_allowed(reader, node, allowed, depth + 1);
		}
	}
}

static void add_attribute(struct reader *reader, const xmlNode *pattern, struct found *found)
{
	struct allowed allowed = { .words = buffer_of(MOST_WORDS), .type = TYPE_TEXT };
	const char *name = attribute_text(reader, pattern, "name");

	read_allowed(reader, pattern, &allowed, 0);
	if (!name || found->count == MOST_ATTRIBUTES) {
		reader->failed = true;
	} else {
		bool closed = !allowed.open && allowed.words.size;

		found->attributes[found->count++] = (struct known_attribute){
			.name = name,
			.type = closed ? TYPE_WORD : allowed.type,
			.data = allowed.data,
			.words = closed ? copy(reader, buffer_bytes(&allowed.words)) : NULL,
		};
	}
	reader->no_memory |= allowed.words.failed;
	buffer_free(&allowed.words);
}

/* The number of an `element` pattern; a new one is taken where it has none yet. */
static size_t number_of(struct reader *reader, const xmlNode *pattern)
{
	struct vocabulary *vocabulary = reader->vocabulary;

	for (size_t i = 0; i < vocabulary->count; i++)
		if (reader->patterns[i] == pattern)
			return i;
	const char *name = attribute_text(reader, pattern, "name");

	if (!name || vocabulary->count == VOCABULARY_ELEMENTS) {
		reader->failed = true;
		return 0;
	}
	reader->patterns[vocabulary->count] = pattern;
	vocabulary->elements[vocabulary->count].name = name;
	return vocabulary->count++;
}

/* What stands in an element's pattern, references followed; not into the elements below it. */
static void read_content(struct reader *reader, const xmlNode *pattern, struct found *found, unsigned depth)
{
	if (depth > DEEPEST)
		return;
	for (const xmlNode *node = pattern->children; node; node = node->next) {
		if (is(node, "element")) {
			size_t number = number_of(reader, node);

			if (number)
				element_set_add(&found->element->children, number);
		} else if (is(node, "attribute")) {
			add_attribute(reader, node, found);
		} else if (is(node, "ref")) {
			const char *name = attribute_text(reader, node, "name");
			const xmlNode *define = name ? find_define(reader, name) : NULL;

			if (define)
				read_content(reader, define, found, depth + 1);
		} else if (is(node, "text") || is(node, "data") || is(node, "value") || is(node, "list")) {
			found->element->text = true;
		} else if (node->type == XML_ELEMENT_NODE) {
			read_content(reader, node, found, depth + 1);
		}
	}
}

static bool read_elements(struct reader *reader, size_t first)
{
	struct vocabulary *vocabulary = reader->vocabulary;

	for (size_t i = first; i < vocabulary->count && !reader->failed; i++) {
		struct found found = { .element = &vocabulary->elements[i] };

		read_content(reader, reader->patterns[i], &found, 0);
		size_t size = found.count * sizeof *found.attributes;
		struct known_attribute *kept = arena_take(&vocabulary->arena, size);

		if (!kept) {
			reader->no_memory = true;
			return false;
		}
		memcpy(kept, found.attributes, size);
		found.element->attributes = kept;
		found.element->attribute_count = found.count;
	}
	return !reader->failed;
}

enum status case_schema_add(struct vocabulary *vocabulary, const char *path, size_t *ret_root,
			    struct error *error)
{
	xmlDocPtr schema = NULL;
	size_t first = vocabulary->count;
	struct found start = { .element = &(struct known_element){ .name = "start" } };
	enum status status = document_load(path, &schema, error);

	if (status != STATUS_OK)
		return status;
	struct reader *reader = memory_new(sizeof *reader);

	if (!reader) {
		xmlFreeDoc(schema);
		return error_no_memory(error);
	}
	reader->vocabulary = vocabulary;
	reader->grammar = xmlDocGetRootElement(schema);
	for (const xmlNode *node = reader->grammar->children; node; node = node->next)
		if (is(node, "start"))
			read_content(reader, node, &start, 0);
	bool read = read_elements(reader, first);

	if (reader->no_memory)
		status = error_no_memory(error);
	else if (!read || vocabulary->count == first)
		status = error_set(error, STATUS_FORMAT,
				   "%s: not a schema whose names could be read: expected a grammar with a "
				   "start, defines and elements",
				   path);
	else
		*ret_root = first;
	free(reader);
	xmlFreeDoc(schema);
	return status;
}
