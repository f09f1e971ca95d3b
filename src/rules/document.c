/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/document.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlerror.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/markup.h"
#include "base/memory.h"

struct document_schema {
	xmlRelaxNGPtr compiled;
};

/* The first error that libxml2 tells of. */
struct first_error {
	bool set;
	int line;
	char message[512];
};

static void keep_first(void *self, xmlErrorPtr told)
{
	struct first_error *first = self;

	if (first->set)
		return;
	first->set = true;
	first->line = told->line;
	struct bytes text = bytes_trim(bytes_of(told->message));

	if (text.size >= sizeof first->message)
		text.size = sizeof first->message - 1;
	memcpy(first->message, text.size ? (const void *)text.data : "", text.size);
	for (size_t i = 0; i < text.size; i++)
		if (first->message[i] == '\n')
			first->message[i] = ' ';
}

static void keep_first_of_parser(void *self, xmlErrorPtr told)
{
	xmlParserCtxtPtr parser = self;

	keep_first(parser->_private, told);
}

enum status document_parse(struct bytes text, const char *name, xmlDocPtr *ret_document, struct error *error)
{
	struct first_error first = { .line = 0 };

	if (text.size > LIMIT_DOCUMENT_SIZE || text.size > INT_MAX)
		return error_set(error, STATUS_FORMAT,
				 "%s: larger than %d bytes, the most a document may have", name,
				 LIMIT_DOCUMENT_SIZE);
	if (markup_overloaded(text) != SIZE_MAX)
		return error_set(error, STATUS_FORMAT,
				 "%s: an element has more than %d attributes, the most allowed", name,
				 LIMIT_XML_ATTRIBUTES);
	xmlParserCtxtPtr parser = xmlNewParserCtxt();

	if (!parser)
		return error_no_memory(error);
	parser->_private = &first;
	parser->sax->serror = keep_first_of_parser;
	xmlDocPtr document = xmlCtxtReadMemory(parser, text.size ? (const char *)text.data : "",
					       (int)text.size, NULL, NULL,
					       XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
	bool no_memory = parser->errNo == XML_ERR_NO_MEMORY;

	xmlFreeParserCtxt(parser);
	if (!document && no_memory)
		return error_no_memory(error);
	if (!document)
		return error_set(error, STATUS_FORMAT, "%s:%d: not well-formed XML: %s", name, first.line,
				 first.message[0] ? first.message : "no element");
	if (document->intSubset || document->extSubset) {
		xmlFreeDoc(document);
		return error_set(error, STATUS_FORMAT,
				 "%s:1: a document type declaration (<!DOCTYPE …>) is not allowed: remove it",
				 name);
	}
	*ret_document = document;
	return STATUS_OK;
}

static enum status read_all(int descriptor, const char *path, struct buffer *to, struct error *error)
{
	for (;;) {
		if (!buffer_reserve(to, 65536))
			return to->failed
				       ? error_no_memory(error)
				       : error_set(error, STATUS_FORMAT,
						   "%s: larger than %d bytes, the most a document may have",
						   path, LIMIT_DOCUMENT_SIZE);
		ssize_t got = read(descriptor, to->data + to->size, 65536);

		if (got == 0)
			return STATUS_OK;
		if (got < 0 && errno != EINTR)
			return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
		if (got > 0)
			to->size += (size_t)got;
	}
}

enum status document_load(const char *path, xmlDocPtr *ret_document, struct error *error)
{
	struct buffer text = buffer_of(LIMIT_DOCUMENT_SIZE);
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (descriptor < 0)
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	enum status status = read_all(descriptor, path, &text, error);

	close(descriptor);
	if (status == STATUS_OK)
		status = document_parse(buffer_bytes(&text), path, ret_document, error);
	buffer_free(&text);
	return status;
}

enum status document_schema_load(const char *data_dir, const char *name, struct document_schema **ret_schema,
				 struct error *error)
{
	struct buffer path = buffer_of(PATH_MAX);
	xmlDocPtr document = NULL;
	struct document_schema *schema = memory_new(sizeof *schema);
	bool named = buffer_append_format(&path, "%s/schemas/%s", data_dir, name) &&
		     buffer_append_byte(&path, 0);
	enum status status = schema && named ? document_load((const char *)path.data, &document, error)
					     : error_no_memory(error);

	if (status == STATUS_OK) {
		struct first_error first = { .line = 0 };
		xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(document);

		if (parser) {
			xmlRelaxNGSetParserStructuredErrors(parser, keep_first, &first);
			schema->compiled = xmlRelaxNGParse(parser);
			xmlRelaxNGFreeParserCtxt(parser);
		}
		if (!schema->compiled)
			status = error_set(error, STATUS_FORMAT, "%s:%d: not a RELAX NG schema: %s",
					   (const char *)path.data, first.line,
					   first.set ? first.message : "no memory");
	}
	xmlFreeDoc(document);
	buffer_free(&path);
	if (status == STATUS_OK)
		*ret_schema = schema;
	else
		document_schema_free(schema);
	return status;
}

void document_schema_free(struct document_schema *schema)
{
	if (!schema)
		return;
	xmlRelaxNGFree(schema->compiled);
	free(schema);
}

enum status document_validate(const struct document_schema *schema, xmlDocPtr document, const char *name,
			      struct error *error)
{
	struct first_error first = { .line = 0 };
	xmlRelaxNGValidCtxtPtr validator = xmlRelaxNGNewValidCtxt(schema->compiled);

	if (!validator)
		return error_no_memory(error);
	xmlRelaxNGSetValidStructuredErrors(validator, keep_first, &first);
	int result = xmlRelaxNGValidateDoc(validator, document);

	xmlRelaxNGFreeValidCtxt(validator);
	if (result == 0)
		return STATUS_OK;
	return error_set(error, STATUS_FORMAT, "%s:%d: not as the schema says: %s", name, first.line,
			 first.set ? first.message : "cannot be validated");
}
