/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "base/markup.h"
#include "base/memory.h"
#include "case/element.h"
#include "case/events.h"
#include "case/explain.h"
#include "case/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct case_file {
	xmlDocPtr document;
	struct address *devices;
	struct case_canary *canaries;
	struct case_key *keys;
	size_t device_count, canary_count, key_count;
	struct case_events *events; /* NULL: no timeline */
};

/* --- from file to tree --- */

static enum status read_file(const char *path, struct buffer *to, struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	ssize_t got = 1;

	if (file < 0)
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
		close(file);
		return error_set(error, STATUS_IO, "%s: a case file is expected, this is a folder", path);
	}
	while (got > 0 && buffer_reserve(to, 1)) {
		size_t room = to->room - to->size;

		got = read(file, to->data + to->size, room);
		to->size += got > 0 ? (size_t)got : 0;
	}
	int cause = errno;

	close(file);
	if (to->failed)
		return error_no_memory(error);
	if (to->full)
		return error_set(error, STATUS_FORMAT, "%s: larger than %d bytes; no case file is", path,
				 LIMIT_CASE_SIZE);
	return got < 0 ? error_set(error, STATUS_IO, "%s: %s", path, strerror(cause)) : STATUS_OK;
}

/* The library's messages end in a line feed, and may quote the document. */
static enum status say_cause(const char *path, const xmlError *cause, struct error *error)
{
	struct bytes said = cause->message ? bytes_trim(bytes_of(cause->message)) : BYTES("not XML");

	return error_set(error, STATUS_FORMAT, "%s:%d: %.*s", path, cause->line,
			 (int)(said.size > 300 ? 300 : said.size), (const char *)said.data);
}

/* The first message of the library is the cause; later ones are its consequences. */
struct first_message {
	const char *path;
	struct error *error;
	bool set;
};

#if LIBXML_VERSION >= 21200
typedef const xmlError *library_error;
#else
typedef xmlError *library_error;
#endif

static void keep_first(void *self, library_error cause)
{
	struct first_message *first = self;

	if (cause->level == XML_ERR_WARNING)
		return;
	if (!first->set)
		say_cause(first->path, cause, first->error);
	first->set = true;
}

static void keep_first_of_parser(void *parser, library_error cause)
{
	keep_first(((xmlParserCtxtPtr)parser)->_private, cause);
}

/* A document type could declare entities: bombs, and files of this machine. No case needs one. */
static void refuse_document_type(void *parser, const xmlChar *name, const xmlChar *public_id,
				 const xmlChar *system_id)
{
	xmlParserCtxtPtr context = parser;
	struct first_message *first = context->_private;

	(void)name;
	(void)public_id;
	(void)system_id;
	if (!first->set)
		error_set(first->error, STATUS_FORMAT, "%s: a case file has no DOCTYPE; remove it",
			  first->path);
	first->set = true;
	xmlStopParser(context);
}

static enum status parse(const char *path, struct bytes text, xmlDocPtr *ret_document, struct error *error)
{
	struct first_message first = { path, error, false };

	if (markup_overloaded(text) != SIZE_MAX)
		return error_set(error, STATUS_FORMAT,
				 "%s: an element has more than %d attributes, the most allowed", path,
				 LIMIT_XML_ATTRIBUTES);
	xmlParserCtxtPtr parser = xmlNewParserCtxt();

	if (!parser)
		return error_no_memory(error);
	parser->_private = &first;
	parser->sax->internalSubset = refuse_document_type;
	parser->sax->serror = keep_first_of_parser;
	xmlDocPtr document = xmlCtxtReadMemory(parser, (const char *)text.data, (int)text.size, NULL, NULL,
					       XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
						       XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES |
						       XML_PARSE_COMPACT);
	bool good = document && parser->wellFormed && !first.set;

	xmlFreeParserCtxt(parser);
	if (good) {
		*ret_document = document;
		return STATUS_OK;
	}
	xmlFreeDoc(document);
	return first.set ? STATUS_FORMAT : error_set(error, STATUS_FORMAT, "%s: not XML", path);
}

/* --- against the schema --- */

static enum status validate_with(xmlDocPtr document, xmlDocPtr schema_document, const char *schema_path,
				 const char *path, struct error *error)
{
	struct first_message about_schema = { schema_path, error, false },
			     about_case = { path, error, false };
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(schema_document);
	xmlRelaxNGValidCtxtPtr validator = NULL;
	xmlRelaxNGPtr schema = NULL;
	enum status status = STATUS_OK;

	if (parser) {
		xmlRelaxNGSetParserStructuredErrors(parser, keep_first, &about_schema);
		schema = xmlRelaxNGParse(parser);
	}
	if (schema)
		validator = xmlRelaxNGNewValidCtxt(schema);
	if (!validator) {
		status = about_schema.set ? STATUS_FORMAT : error_no_memory(error);
	} else {
		xmlRelaxNGSetValidStructuredErrors(validator, keep_first, &about_case);
		int verdict = xmlRelaxNGValidateDoc(validator, document);

		if (verdict != 0) {
			status = STATUS_FORMAT;
			if (!explain_difference(document, schema_document, path, error) && !about_case.set)
				error_set(error, status, "%s: not a case file (see probity-case(5))", path);
		}
	}
	xmlRelaxNGFreeValidCtxt(validator);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	return status;
}

static enum status validate(xmlDocPtr document, const char *data_dir, const char *path, struct error *error)
{
	struct buffer schema_path = buffer_of(4096);
	xmlNodePtr root = xmlDocGetRootElement(document);
	enum status status;
	size_t elements = 0;

	for (xmlNodePtr at = root; at; at = element_walk(at, root))
		elements++;
	if (elements > LIMIT_CASE_ELEMENTS)
		return error_set(error, STATUS_FORMAT, "%s: more than %d elements; no case file has", path,
				 LIMIT_CASE_ELEMENTS);
	if (!buffer_append_text(&schema_path, data_dir) ||
	    !buffer_append_text(&schema_path, "/schemas/case.rng") || !buffer_append_byte(&schema_path, 0)) {
		buffer_free(&schema_path);
		return error_no_memory(error);
	}
	const char *name = (const char *)schema_path.data;
	xmlDocPtr schema = xmlReadFile(name, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	if (schema)
		status = validate_with(document, schema, name, path, error);
	else
		status = error_set(error, STATUS_IO, "%s: the schema of case files cannot be read", name);
	xmlFreeDoc(schema);
	buffer_free(&schema_path);
	return status;
}

/* --- what a schema cannot say --- */

static enum status wrong(const char *path, xmlNodePtr at, const char *what, struct error *error)
{
	return error_set(error, STATUS_FORMAT, "%s:%ld: %s", path, element_line(at), what);
}

static size_t count_children(xmlNodePtr parent, const char *name)
{
	size_t count = 0;

	for (xmlNodePtr at = parent ? element_first(parent) : NULL; at; at = element_next(at))
		count += element_is(at, name);
	return count;
}

static enum status read_address(struct case_file *file, xmlNodePtr element, const char *name, bool mac,
				const char *path, struct error *error)
{
	const char *text = element_attribute(element, name);
	struct address address;

	if (!text)
		return STATUS_OK;
	if (!address_parse(bytes_of(text), &address) || (address.family == ADDRESS_MAC) != mac)
		return wrong(path, element,
			     mac ? "mac: a hardware address such as 02:00:00:00:00:01 is expected"
				 : "ip: an IPv4 or IPv6 address is expected",
			     error);
	if (address_scope(&address) == SCOPE_MULTICAST)
		return wrong(path, element, "a group address belongs to no terminal", error);
	for (size_t i = 0; i < file->device_count; i++)
		if (address_equal(&file->devices[i], &address))
			return wrong(path, element, "this address stands here twice", error);
	file->devices[file->device_count++] = address;
	return STATUS_OK;
}

static enum status read_devices(struct case_file *file, xmlNodePtr root, const char *path,
				struct error *error)
{
	size_t room = 0;

	for (xmlNodePtr device = element_first(root); device; device = element_next(device))
		if (element_is(device, "device"))
			room += 2 * count_children(device, "address");
	if (room > 2 * LIMIT_CASE_DEVICES)
		return wrong(path, root, "too many addresses of devices", error);
	file->devices = memory_new_array(room + 1, sizeof *file->devices);
	if (!file->devices)
		return error_no_memory(error);
	for (xmlNodePtr device = element_first(root); device; device = element_next(device)) {
		if (!element_is(device, "device"))
			continue;
		for (xmlNodePtr at = element_first(device); at; at = element_next(at)) {
			if (!element_is(at, "address"))
				continue;
			if (!element_attribute(at, "mac") && !element_attribute(at, "ip"))
				return wrong(path, at, "<address> needs mac or ip", error);
			enum status status = read_address(file, at, "mac", true, path, error);

			if (status == STATUS_OK)
				status = read_address(file, at, "ip", false, path, error);
			if (status != STATUS_OK)
				return status;
		}
	}
	return STATUS_OK;
}

/* The product class of the first device is the case's, where that does not say its own. */
static enum status complete_class(xmlNodePtr root, const char *path, struct error *error)
{
	const char *whole = element_attribute(root, "product-class");
	xmlNodePtr device = element_child(root, "device");
	const char *own = device ? element_attribute(device, "class") : NULL;

	if (whole && own && strcmp(whole, own) != 0)
		return wrong(path, device, "class differs from the product-class of the case", error);
	if (!whole && own && !xmlNewProp(root, (const xmlChar *)"product-class", (const xmlChar *)own))
		return error_no_memory(error);
	return STATUS_OK;
}

/* Copies the value: text of the element, without what surrounds it. */
static enum status read_canary(struct case_file *file, xmlNodePtr element, const char *path,
			       struct error *error)
{
	xmlChar *text = xmlNodeGetContent(element);
	struct bytes value = bytes_trim(bytes_of((const char *)text));
	struct case_canary *canary = &file->canaries[file->canary_count];
	enum status status = STATUS_OK;

	if (!text)
		return error_no_memory(error);
	canary->name = element_attribute(element, "name");
	canary->data = element_attribute(element, "data");
	for (size_t i = 0; i < file->canary_count && status == STATUS_OK; i++) {
		if (strcmp(file->canaries[i].name, canary->name) == 0)
			status = wrong(path, element, "another canary has this name", error);
		else if (bytes_equal(file->canaries[i].value, value))
			status = wrong(path, element, "another canary has this value", error);
	}
	if (status == STATUS_OK && (value.size < LIMIT_CANARY_LEAST || value.size > LIMIT_CANARY_SIZE))
		status = error_set(
			error, STATUS_FORMAT,
			"%s:%ld: canary \"%s\" must have %d to %d bytes: shorter ones turn up by chance",
			path, element_line(element), canary->name, LIMIT_CANARY_LEAST, LIMIT_CANARY_SIZE);
	uint8_t *copy = status == STATUS_OK ? memory_new(value.size) : NULL;

	if (copy) {
		memcpy(copy, value.data, value.size);
		canary->value = (struct bytes){ copy, value.size };
		file->canary_count++;
	} else if (status == STATUS_OK) {
		status = error_no_memory(error);
	}
	xmlFree(text);
	return status;
}

static enum status read_canaries(struct case_file *file, xmlNodePtr canaries, const char *path,
				 struct error *error)
{
	size_t count = count_children(canaries, "canary");
	enum status status = STATUS_OK;

	if (count > LIMIT_CANARIES)
		return error_set(error, STATUS_FORMAT, "%s:%ld: more than %d canaries", path,
				 element_line(canaries), LIMIT_CANARIES);
	file->canaries = memory_new_array(count + 1, sizeof *file->canaries);
	if (!file->canaries)
		return error_no_memory(error);
	for (xmlNodePtr at = canaries ? element_first(canaries) : NULL; at && status == STATUS_OK;
	     at = element_next(at))
		status = read_canary(file, at, path, error);
	return status;
}

static enum status check_policy(xmlNodePtr policy, const char *path, struct error *error)
{
	const char *status = element_attribute(policy, "status");

	if (!status || strcmp(status, "present") == 0)
		return STATUS_OK;
	for (xmlNodePtr at = element_first(policy); at; at = element_next(at)) {
		const char *present = element_attribute(at, "present");

		if (element_is(at, "statement") && present && strcmp(present, "yes") == 0)
			return wrong(path, at, "a policy that is not present makes no statement", error);
	}
	return STATUS_OK;
}

static enum status check_trial(xmlNodePtr trial, const char *path, struct error *error)
{
	const char *attempts = element_attribute(trial, "attempts"),
		   *successes = element_attribute(trial, "successes");
	uint64_t most = 0, count = 0;

	if (!bytes_to_number(bytes_of(attempts), &most) || !bytes_to_number(bytes_of(successes), &count))
		return wrong(path, trial, "attempts and successes are whole numbers", error);
	return count > most ? wrong(path, trial, "more successes than attempts", error) : STATUS_OK;
}

/* A time that is a fact beside the timeline: it only has to exist. */
static enum status check_time(xmlNodePtr element, const char *name, const char *path, struct error *error)
{
	const char *text = element_attribute(element, name);
	instant when;

	if (!text || instant_parse(bytes_of(text), &when))
		return STATUS_OK;
	return error_set(error, STATUS_FORMAT, "%s:%ld: no such date and time: \"%s\"", path,
			 element_line(element), text);
}

static enum status check_section(xmlNodePtr section, const char *path, struct error *error)
{
	enum status status = element_is(section, "policy") ? check_policy(section, path, error) : STATUS_OK;

	if (status == STATUS_OK)
		status = check_time(section, "retrieved", path, error);
	for (xmlNodePtr at = element_first(section); at && status == STATUS_OK; at = element_next(at)) {
		if (element_is(at, "trial"))
			status = check_trial(at, path, error);
		if (status == STATUS_OK && !element_is(section, "timeline"))
			status = check_time(at, "at", path, error);
	}
	return status;
}

static enum status understand(struct case_file *file, const char *path, struct error *error)
{
	xmlNodePtr root = xmlDocGetRootElement(file->document);
	xmlNodePtr timeline = element_child(root, "timeline");
	enum status status = read_devices(file, root, path, error);

	if (status == STATUS_OK)
		status = complete_class(root, path, error);
	if (status == STATUS_OK && timeline)
		status = events_read(timeline, path, &file->events, error);
	if (status == STATUS_OK)
		status = read_canaries(file, element_child(root, "canaries"), path, error);
	if (status == STATUS_OK)
		status = keys_read(element_child(root, "keys"), path, &file->keys, &file->key_count, error);
	for (xmlNodePtr at = element_first(root); at && status == STATUS_OK; at = element_next(at))
		status = check_section(at, path, error);
	return status;
}

/* --- the interface --- */

enum status case_load(const char *path, const char *data_dir, struct case_file **ret_case,
		      struct error *error)
{
	struct buffer text = buffer_of(LIMIT_CASE_SIZE);
	struct case_file *file = memory_new(sizeof *file);
	enum status status = file ? read_file(path, &text, error) : error_no_memory(error);

	if (status == STATUS_OK)
		status = parse(path, buffer_bytes(&text), &file->document, error);
	buffer_free(&text);
	if (status == STATUS_OK)
		status = validate(file->document, data_dir, path, error);
	if (status == STATUS_OK)
		status = understand(file, path, error);
	if (status == STATUS_OK)
		*ret_case = file;
	else
		case_free(file);
	return status;
}

void case_free(struct case_file *file)
{
	if (!file)
		return;
	for (size_t i = 0; i < file->canary_count; i++)
		free((void *)(uintptr_t)file->canaries[i].value.data);
	keys_free(file->keys, file->key_count);
	free(file->canaries);
	free(file->devices);
	events_free(file->events);
	xmlFreeDoc(file->document);
	free(file);
}

/* Attributes that hold data types, whatever element they stand at. `type` only of declared data:
 * elsewhere it is a word of ours. */
static const char *const type_attributes[] = { "covers", "needs", "data", "type" };

static enum status check_types_of(xmlNodePtr element, const char *attribute, const char *path,
				  bool (*knows)(const void *self, const char *id), const void *self,
				  struct error *error)
{
	struct bytes rest = bytes_of(element_attribute(element, attribute)), word;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && (word = element_word(&rest)).size) {
		struct buffer id = buffer_of(word.size + 1);

		if (bytes_end_with(word, BYTES(".*")))
			word.size -= 2;
		if (!buffer_append(&id, word) || !buffer_append_byte(&id, 0))
			status = error_no_memory(error);
		else if (!bytes_equal(word, BYTES("*")) && !knows(self, (const char *)id.data))
			status = error_set(error, STATUS_FORMAT,
					   "%s:%ld: %s: there is no data type \"%.80s\" (see rules/data)",
					   path, element_line(element), attribute, (const char *)id.data);
		buffer_free(&id);
	}
	return status;
}

enum status case_check_types(const struct case_file *file, const char *path,
			     bool (*knows)(const void *self, const char *id), const void *self,
			     struct error *error)
{
	xmlNodePtr root = xmlDocGetRootElement(file->document);
	enum status status = STATUS_OK;

	for (xmlNodePtr at = root; at && status == STATUS_OK; at = element_walk(at, root)) {
		for (size_t i = 0; i < sizeof type_attributes / sizeof *type_attributes; i++) {
			bool typed = strcmp(type_attributes[i], "type") != 0 || element_is(at, "data");

			if (typed && status == STATUS_OK)
				status = check_types_of(at, type_attributes[i], path, knows, self, error);
		}
	}
	return status;
}

xmlDocPtr case_document(const struct case_file *file)
{
	return file->document;
}

size_t case_devices(const struct case_file *file, const struct address **ret_addresses)
{
	*ret_addresses = file->devices;
	return file->device_count;
}

size_t case_canaries(const struct case_file *file, const struct case_canary **ret_canaries)
{
	*ret_canaries = file->canaries;
	return file->canary_count;
}

size_t case_keys(const struct case_file *file, const struct case_key **ret_keys)
{
	*ret_keys = file->keys;
	return file->key_count;
}

void case_moment(const struct case_file *file, instant when, const char **ret_phase,
		 const char **ret_activity)
{
	*ret_phase = events_phase(file->events, when);
	*ret_activity = events_activity(file->events, when);
}

const char *case_consent(const struct case_file *file, instant when, struct bytes data)
{
	return events_consent(file->events, when, data);
}

bool case_has_timeline(const struct case_file *file)
{
	return file->events != NULL;
}
