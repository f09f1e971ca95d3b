/* SPDX-License-Identifier: Apache-2.0 */
/* XML 1.0 (SOAP, ONVIF, property lists of vendors), read by libxml2's SAX2 push parser as far as the
 * document goes: no tree, no network, no external or declared entities, no DTD.
 *
 * An element with text is a value under its name, an attribute one under its own (`@name` in paths);
 * prefixes are dropped. Where an element says its name in an attribute (`<param name="phone">`), that
 * is the name; in a property list it is the `key` before the element. The children of an element are one
 * record. HTML is not XML: it is read as text. */
#include "base/limits.h"
#include "base/markup.h"
#include "content/content.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
	/* Bytes given to the parser at once, at the least: a value is located to within so many. */
	CHUNK = 1024,
	TEXT_MOST = 1 << 20,
	/* Elements and attributes, many of which may come from defaults in a DTD. */
	EVENTS_MOST = 4 * LIMIT_CONTENT_VALUES,
	ALIAS_SIZE = 64,
};

struct frame {
	struct step step;
	const xmlChar *name; /* owned by the parser's dictionary */
	bool children;
	size_t alias_size, key_size;
	uint8_t alias[ALIAS_SIZE];
	uint8_t key[ALIAS_SIZE]; /* of a property list: the name of the element to come */
};

struct reading {
	const struct content *content;
	struct examination *examination;
	xmlParserCtxtPtr parser;
	struct bytes where;
	unsigned depth; /* of the innermost element; may be more than there are frames */
	size_t events;
	bool elements, deep;
	struct buffer text;
	struct frame frames[LIMIT_NESTING + 1];
};

static struct bytes bytes_of_name(const xmlChar *name)
{
	return bytes_of((const char *)name);
}

static void give(struct reading *reading, const struct step *step, struct bytes field, struct bytes value)
{
	value = bytes_trim(value);
	if (value.size)
		examination_value(reading->examination, reading->content, step, field, value, reading->where,
				  false);
}

static bool is_called(const struct frame *frame, struct bytes name)
{
	return bytes_equal(bytes_of_name(frame->name), name);
}

/* Keeps the name that stands before its element; false if that is none. */
static bool keep_key(struct reading *reading)
{
	if (reading->depth < 2 || reading->depth > LIMIT_NESTING)
		return false;
	struct frame *frame = &reading->frames[reading->depth], *outer = frame - 1;
	struct bytes key = bytes_trim(buffer_bytes(&reading->text));

	if (!is_called(frame, BYTES("key")) || !is_called(outer, BYTES("dict")) || key.size > ALIAS_SIZE)
		return false;
	if (key.size)
		memcpy(outer->key, key.data, key.size);
	outer->key_size = key.size;
	return true;
}

/* An element of a property list goes by its key, one of an array by the array's. */
static void take_key(struct reading *reading, struct frame *frame)
{
	struct frame *outer = frame - 1;
	bool array = reading->depth > 1 && is_called(outer, BYTES("array"));

	if (reading->depth < 2 || is_called(frame, BYTES("key")))
		return;
	if (array) {
		memcpy(frame->alias, outer->alias, outer->alias_size);
		frame->alias_size = outer->alias_size;
	} else if (outer->key_size) {
		memcpy(frame->alias, outer->key, outer->key_size);
		frame->alias_size = outer->key_size;
		outer->key_size = 0;
	}
	if (frame->alias_size)
		frame->step.name = array ? BYTES_EMPTY : (struct bytes){ frame->alias, frame->alias_size };
}

/* Hands over the text of the innermost element so far. */
static void give_text(struct reading *reading)
{
	if (reading->text.size && keep_key(reading))
		buffer_clear(&reading->text);
	if (reading->text.size && reading->depth && reading->depth <= LIMIT_NESTING) {
		const struct frame *frame = &reading->frames[reading->depth];
		struct bytes alias = { frame->alias, frame->alias_size };
		bool element = frame->step.name.size == 0;
		const struct step step = { .outer = frame->step.outer, .name = alias };

		give(reading, alias.size && !element ? &step : &frame->step,
		     alias.size ? alias : bytes_of_name(frame->name), buffer_bytes(&reading->text));
	}
	buffer_clear(&reading->text);
}

static bool count_events(struct reading *reading, size_t events)
{
	reading->events += events;
	if (reading->events <= EVENTS_MOST)
		return true;
	if (reading->events - events <= EVENTS_MOST) {
		examination_limit(reading->examination, "content-values", LIMIT_CONTENT_VALUES);
		xmlStopParser(reading->parser);
	}
	return false;
}

/* libxml2 gives an attribute as five pointers: local name, prefix, URI, start and end of the value. */
static struct bytes attribute_value(const xmlChar *const *attribute)
{
	return (struct bytes){ attribute[3], (size_t)(attribute[4] - attribute[3]) };
}

static bool is_naming(struct bytes name)
{
	return bytes_equal_nocase(name, BYTES("name")) || bytes_equal_nocase(name, BYTES("key"));
}

static void read_attributes(struct reading *reading, struct frame *frame, int count,
			    const xmlChar **attributes)
{
	/* A digest is not the password. */
	static const struct bytes digest = BYTES("PasswordDigest");

	for (int i = 0; i < count; i++) {
		const xmlChar *const *attribute = attributes + 5 * i;
		struct bytes name = bytes_of_name(attribute[0]), value = attribute_value(attribute);

		if (bytes_end_with(value, digest))
			value = digest;
		else if (!is_naming(name))
			continue;
		if (value.size <= ALIAS_SIZE && frame->alias_size == 0) {
			memcpy(frame->alias, value.data, value.size);
			frame->alias_size = value.size;
		}
	}
	for (int i = 0; i < count; i++) {
		const xmlChar *const *attribute = attributes + 5 * i;
		struct bytes name = bytes_of_name(attribute[0]);
		struct bytes alias = { frame->alias, frame->alias_size };
		bool named = alias.size && bytes_equal_nocase(name, BYTES("value"));
		uint8_t at_name[ALIAS_SIZE] = "@";
		struct bytes part = bytes_slice(name, 0, sizeof at_name - 1);

		memcpy(at_name + 1, part.data, part.size);
		const struct step step = { &frame->step, { at_name, part.size + 1 } };

		give(reading, &step, named ? alias : name, attribute_value(attribute));
	}
}

static void start_element(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
			  int namespace_count, const xmlChar **namespaces, int attribute_count,
			  int default_count, const xmlChar **attributes)
{
	struct reading *reading = self;

	(void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)default_count;
	give_text(reading);
	if (!count_events(reading, 1 + (size_t)attribute_count))
		return;
	if (reading->depth && reading->depth <= LIMIT_NESTING)
		reading->frames[reading->depth].children = true;
	reading->depth++;
	reading->elements = true;
	if (reading->depth > LIMIT_NESTING) {
		if (!reading->deep)
			examination_limit(reading->examination, "limit-nesting", LIMIT_NESTING);
		reading->deep = true;
		return;
	}
	struct frame *frame = &reading->frames[reading->depth];

	frame->step = (struct step){ &reading->frames[reading->depth - 1].step, bytes_of_name(name) };
	frame->name = name;
	frame->children = false;
	frame->alias_size = frame->key_size = 0;
	take_key(reading, frame);
	examination_record_begin(reading->examination);
	read_attributes(reading, frame, attribute_count, attributes);
}

static void end_element(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *reading = self;

	(void)name, (void)prefix, (void)uri;
	if (reading->depth == 0)
		return;
	if (reading->depth <= LIMIT_NESTING) {
		const struct frame *frame = &reading->frames[reading->depth];

		/* The text of a leaf belongs to the record around it. */
		if (frame->children)
			give_text(reading);
		examination_record_end(reading->examination, reading->content, &frame->step);
	}
	give_text(reading);
	reading->depth--;
}

static void add_text(void *self, const xmlChar *text, int size)
{
	struct reading *reading = self;

	(void)buffer_append(&reading->text, (struct bytes){ text, (size_t)size });
}

static void ignore_error(void *self, xmlErrorPtr error)
{
	(void)self, (void)error;
}

static xmlEntityPtr no_entity(void *self, const xmlChar *name)
{
	(void)self, (void)name;
	return NULL;
}

/* How much to give at once: as much as the parser holds back already, all of which it goes through again. */
static size_t chunk_size(const xmlParserCtxt *parser)
{
	const xmlParserInput *input = parser->input;
	size_t held = input ? (size_t)(input->end - input->cur) : 0;

	return held > CHUNK ? held : CHUNK;
}

static bool parse(struct reading *reading)
{
	xmlSAXHandler handler = {
		.getEntity = no_entity,
		.startElementNs = start_element,
		.endElementNs = end_element,
		.characters = add_text,
		.cdataBlock = add_text,
		.serror = ignore_error,
		.initialized = XML_SAX2_MAGIC,
	};
	struct bytes data = reading->content->data;
	size_t overloaded = markup_overloaded(data);

	if (overloaded != SIZE_MAX) {
		examination_limit(reading->examination, "xml-attributes", LIMIT_XML_ATTRIBUTES);
		data = bytes_slice(data, 0, overloaded);
	}
	reading->parser = xmlCreatePushParserCtxt(&handler, reading, NULL, 0, NULL);
	if (!reading->parser) {
		observer_out_of_memory(examination_observer(reading->examination));
		return false;
	}
	/* What was converted to UTF-8 still declares what it was. */
	const char *format = reading->content->encoding ? reading->content->format : "";
	bool converted = strcmp(format, "utf-16") == 0 || strcmp(format, "gb18030") == 0;

	xmlCtxtUseOptions(reading->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						   XML_PARSE_RECOVER |
						   (converted ? XML_PARSE_IGNORE_ENC : 0));
	int result = 0;

	for (size_t at = 0; at < data.size && result != XML_ERR_NO_MEMORY; at += reading->where.size) {
		reading->where = bytes_slice(data, at, chunk_size(reading->parser));
		result = xmlParseChunk(reading->parser, (const char *)reading->where.data,
				       (int)reading->where.size, 0);
		if (reading->parser->disableSAX || reading->events > EVENTS_MOST)
			break;
	}
	bool whole = result == 0 && reading->depth == 0 && overloaded == SIZE_MAX;

	/* The parser holds text back until it sees what ends it. */
	if (!whole && reading->depth)
		(void)xmlParseChunk(reading->parser, "<!---->", 7, 0);
	(void)xmlParseChunk(reading->parser, NULL, 0, 1);

	while (reading->depth)
		end_element(reading, NULL, NULL, NULL);
	/* No document is built, but a context always makes a place for one. */
	if (reading->parser->myDoc)
		xmlFreeDoc(reading->parser->myDoc);
	xmlFreeParserCtxt(reading->parser);
	return whole;
}

static bool is_name_byte(uint8_t byte, bool first)
{
	bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
		      byte >= 0x80;

	return letter ||
	       (!first && ((byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == ':'));
}

/* Names that begin HTML and pictures, not data. */
static bool is_html(struct bytes name)
{
	static const struct bytes names[] = {
		BYTES("html"), BYTES("head"), BYTES("body"), BYTES("div"),    BYTES("p"),   BYTES("a"),
		BYTES("br"),   BYTES("span"), BYTES("img"),  BYTES("script"), BYTES("h1"),  BYTES("table"),
		BYTES("meta"), BYTES("link"), BYTES("form"), BYTES("style"),  BYTES("svg"), BYTES("title"),
		BYTES("ul"),   BYTES("b"),    BYTES("font"), BYTES("center"), BYTES("h2"),  BYTES("iframe"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bytes_equal_nocase(name, names[i]))
			return true;
	return false;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = bytes_slice(content->data, 0, 512);

	if (data.size < 4 || (data.data[0] > ' ' && data.data[0] != '<' && data.data[0] != 0xef))
		return 0;
	bool declared = bytes_find_nocase(content->media_type, BYTES("xml")) != SIZE_MAX;
	unsigned bits = declared ? 8 : 0;

	if (bytes_start_with(data, BYTES("\xef\xbb\xbf")))
		data = bytes_from(data, 3);
	data = bytes_trim(data);
	if (data.size < 4 || data.data[0] != '<')
		return 0;
	/* Some HTML begins with an XML declaration. */
	struct bytes start = bytes_slice(data, 0, 160);

	if (bytes_find_nocase(start, BYTES("<!doctype html")) != SIZE_MAX ||
	    bytes_find_nocase(start, BYTES("<html")) != SIZE_MAX)
		return 0;
	if (bytes_start_with(data, BYTES("<?xml")))
		return 40 + bits;
	if (bytes_start_with(data, BYTES("<!--")) || bytes_start_with(data, BYTES("<!DOCTYPE")))
		return declared ? 40 : 0;
	size_t size = 1;

	while (size < data.size && size < 100 && is_name_byte(data.data[size], size == 1))
		size++;
	if (size == 1 || size == data.size || is_html(bytes_slice(data, 1, size - 1)))
		return 0;
	uint8_t behind = data.data[size];

	if (behind != '>' && behind != '/' && behind != ' ' && behind != '\n' && behind != '\r' &&
	    behind != '\t')
		return 0;
	return bytes_find_byte(data, '>') != SIZE_MAX ? 20 + bits : bits;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct reading reading;
	struct bytes start = content->data;
	struct content trimmed = *content;

	/* Blanks before `<?xml` are wrong and common. */
	while (start.size && (start.data[0] <= ' '))
		start = bytes_from(start, 1);
	trimmed.data = start;
	reading.content = &trimmed;
	reading.examination = examination;
	reading.depth = 0;
	reading.events = 0;
	reading.elements = reading.deep = false;
	reading.text = buffer_of(TEXT_MOST);
	reading.frames[0].step = (struct step){ .name = BYTES("$") };
	bool whole = parse(&reading);

	buffer_free(&reading.text);
	if (!reading.elements)
		return DECODED_NOT_MINE;
	if (!whole && !content->incomplete)
		examination_undecoded(examination, content, "xml", "malformed", BYTES_EMPTY);
	return whole && !reading.deep ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_xml = {
	.name = "xml",
	.specification = "XML 1.0",
	.first = (const bool[256]){ [0 ... ' '] = true, ['<'] = true, [0xef] = true },
	.needs = CHARACTER_OTHER,
	.bid = bid,
	.decode = decode,
};
