/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the files of data types (schemas/data-types.rng). */
#include "recognise/loaded.h"

#include "base/hash.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error; /* libxml2 changed the type that its handlers take */
#else
typedef xmlErrorPtr xml_error;
#endif

struct loading {
	struct taxonomy *taxonomy;
	xmlRelaxNGPtr schema;
	const char *path;
	struct error *error;
	bool told; /* the error is set */
};

static const char *const ROLES[ROLE_COUNT] = {
	[ROLE_LATITUDE] = "latitude",
	[ROLE_LONGITUDE] = "longitude",
	[ROLE_SSID] = "ssid",
	[ROLE_BSSID] = "bssid",
	[ROLE_CELL_AREA] = "cell-area",
	[ROLE_CELL_ID] = "cell-id",
	[ROLE_CELL_NETWORK] = "cell-network",
	[ROLE_EVENT] = "event",
	[ROLE_EVENT_USER] = "event-user",
	[ROLE_EVENT_TIME] = "event-time",
	[ROLE_VECTOR] = "vector",
	[ROLE_PASSPHRASE] = "passphrase",
	[ROLE_USER] = "user",
	[ROLE_CONTACT_NAME] = "contact-name",
	[ROLE_CALL] = "call",
	[ROLE_SIGNAL] = "signal",
	[ROLE_MESSAGE_TEXT] = "message-text",
	[ROLE_MESSAGE_SENDER] = "message-sender",
	[ROLE_UNLOCK_TIME] = "unlock-time",
	[ROLE_DATA_POINT] = "data-point",
	[ROLE_ALARM] = "alarm",
	[ROLE_FACE_ID] = "face-id",
	[ROLE_FACE_SCORE] = "face-score",
};

static const char *const MEDIA[] = { "image", "voice", "video" };

static enum status say(struct loading *loading, const xmlNode *node, const char *what, const char *which)
{
	return error_set(loading->error, STATUS_FORMAT, "%s:%ld: %s%s%s", loading->path, xmlGetLineNo(node),
			 what, which ? " " : "", which ? which : "");
}

/* The value of an attribute kept for good; "" where absent; NULL without memory. */
static const char *attribute(struct loading *loading, xmlNodePtr node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	struct bytes copy = arena_copy(&loading->taxonomy->arena, bytes_of((const char *)value));

	xmlFree(value);
	return (const char *)copy.data;
}

static const char *content(struct loading *loading, xmlNodePtr node)
{
	xmlChar *value = xmlNodeGetContent(node);
	struct bytes copy = arena_copy(&loading->taxonomy->arena, bytes_of((const char *)value));

	xmlFree(value);
	return (const char *)copy.data;
}

static bool is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static unsigned match_named(const char *name)
{
	if (strcmp(name, "start") == 0)
		return MATCH_START;
	if (strcmp(name, "end") == 0)
		return MATCH_END;
	return strcmp(name, "word") == 0 ? MATCH_WORD : MATCH_WHOLE;
}

/* The number, from 1, of the set of parents with these words; 0 for no words. */
static enum status parents(struct loading *loading, xmlNodePtr node, uint8_t *ret_set)
{
	struct taxonomy *taxonomy = loading->taxonomy;
	const char *text = attribute(loading, node, "within");

	if (!text)
		return error_no_memory(loading->error);
	struct bytes words = bytes_of(text);
	unsigned set = 0;

	while (set < taxonomy->set_count && !bytes_equal(taxonomy->sets[set].words, words))
		set++;
	if (set == MOST_PARENT_SETS)
		return say(loading, node, "too many different lists of parents in all files", NULL);
	if (words.size && set == taxonomy->set_count)
		taxonomy->sets[taxonomy->set_count++] = (struct parent_set){ words };
	*ret_set = words.size ? (uint8_t)(set + 1) : 0;
	return STATUS_OK;
}

static bool blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The next word of a list; empty at its end. */
static struct bytes next_word(struct bytes *rest)
{
	struct bytes list = bytes_trim(*rest);
	size_t size = 0;

	while (size < list.size && !blank(list.data[size]))
		size++;
	*rest = bytes_from(list, size);
	return bytes_slice(list, 0, size);
}

/* Keeps the names of a list element with what they are for. */
static enum status list_names(struct loading *loading, xmlNodePtr node, struct listed_name **list,
			      struct name_use use)
{
	const char *match = attribute(loading, node, "match"), *text = content(loading, node);
	const char *strength = attribute(loading, node, "strength");
	enum status status = parents(loading, node, &use.within);

	if (status != STATUS_OK)
		return status;
	if (!match || !text || !strength)
		return error_no_memory(loading->error);
	use.match = (uint8_t)match_named(match);
	use.strong = strcmp(strength, "weak") != 0;
	struct bytes rest = bytes_of(text);

	for (struct bytes word = next_word(&rest); word.size; word = next_word(&rest)) {
		struct listed_name *listed = arena_take(&loading->taxonomy->arena, sizeof *listed);

		if (!listed)
			return error_no_memory(loading->error);
		*listed = (struct listed_name){ .next = *list, .name = word, .use = use };
		*list = listed;
	}
	return STATUS_OK;
}

static enum status read_shape(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	const char *name = attribute(loading, node, "name"), *needs = attribute(loading, node, "needs");

	if (!name || !needs)
		return error_no_memory(loading->error);
	const struct validator *validator = validator_named(name);

	if (!validator)
		return say(loading, node, "no shape has the name", name);
	if (type->shape_count == TYPE_SHAPES)
		return say(loading, node, "too many shapes of one data type", NULL);
	struct type_shape *shape = &type->shapes[type->shape_count++];

	shape->validator = validator;
	shape->needs = NEEDS_KEY_OR_STRONG_SHAPE;
	if (strcmp(needs, "none") == 0)
		shape->needs = NEEDS_NOTHING;
	else if (strcmp(needs, "key") == 0)
		shape->needs = NEEDS_KEY;
	else if (strcmp(needs, "strong-key") == 0)
		shape->needs = NEEDS_STRONG_KEY;
	return STATUS_OK;
}

static enum status read_role(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	const char *name = attribute(loading, node, "name");
	uint16_t role = 0;

	if (!name)
		return error_no_memory(loading->error);
	while (role < ROLE_COUNT && strcmp(ROLES[role], name) != 0)
		role++;
	if (role == ROLE_COUNT)
		return say(loading, node, "no role has the name", name);
	return list_names(loading, node, &type->names, (struct name_use){ .kind = USE_ROLE, .what = role });
}

static enum status read_media(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	const char *medium = attribute(loading, node, "medium");
	const char *otherwise = attribute(loading, node, "otherwise");
	const char *aspect = attribute(loading, node, "aspect");
	enum status status = STATUS_OK;
	uint64_t thousandths = 0;

	if (!medium || !otherwise || !aspect)
		return error_no_memory(loading->error);
	(void)bytes_to_number(bytes_of(aspect), &thousandths);
	type->aspect = thousandths < MOST_ASPECT ? (unsigned)thousandths : 0;
	for (xmlNodePtr child = node->children; child && status == STATUS_OK; child = child->next) {
		struct name_use use = { .kind = is(child, "names") ? USE_MEDIA : USE_NOT_MEDIA };

		if (child->type == XML_ELEMENT_NODE)
			status = list_names(loading, child, &type->names, use);
	}
	for (size_t i = 0; i < 3; i++)
		if (strcmp(MEDIA[i], medium) == 0)
			type->for_media[i] = strcmp(otherwise, "yes") == 0 ? MEDIA_OTHERWISE : MEDIA_NAMED;
	return status;
}

static enum status read_sensitivity(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	struct data_type *public = &type->type;
	struct data_sensitivity *all = arena_take(&loading->taxonomy->arena,
						  (public->sensitivity_count + 1) * sizeof *all);
	const char *regime = attribute(loading, node, "regime"), *classed = attribute(loading, node, "class");

	if (!all || !regime || !classed)
		return error_no_memory(loading->error);
	if (public->sensitivity_count)
		memcpy(all, public->sensitivities, public->sensitivity_count * sizeof *all);
	all[public->sensitivity_count] = (struct data_sensitivity){ regime, classed };
	public->sensitivities = all;
	public->sensitivity_count++;
	return STATUS_OK;
}

static unsigned number_of(const char *text)
{
	uint64_t number = 0;

	return text && bytes_to_number(bytes_of(text), &number) && number < 1000 ? (unsigned)number : 0;
}

static enum status read_plain_part(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	struct data_type *public = &type->type;

	if (is(node, "title")) {
		xmlChar *lang = xmlNodeGetLang(node);
		bool chinese = lang && strcmp((const char *)lang, "zh") == 0;
		const char *text = content(loading, node);

		xmlFree(lang);
		*(chinese ? &public->title_zh : &public->title_en) = text;
		return text ? STATUS_OK : error_no_memory(loading->error);
	}
	if (is(node, "mask")) {
		public->shown_at_start = number_of(attribute(loading, node, "start"));
		public->shown_at_end = number_of(attribute(loading, node, "end"));
	}
	return STATUS_OK;
}

static enum status read_part(struct loading *loading, xmlNodePtr node, struct loaded_type *type)
{
	static const struct {
		const char *element;
		enum name_use_kind kind;
	} LISTS[] = {
		{ "keys", USE_KEY },
		{ "not-keys", USE_NOT_KEY },
		{ "values", USE_VALUE },
		{ "not-values", USE_NOT_VALUE },
	};

	for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++)
		if (is(node, LISTS[i].element))
			return list_names(loading, node, &type->names,
					  (struct name_use){ .kind = (uint8_t)LISTS[i].kind });
	if (is(node, "shape"))
		return read_shape(loading, node, type);
	if (is(node, "role"))
		return read_role(loading, node, type);
	if (is(node, "media"))
		return read_media(loading, node, type);
	if (is(node, "sensitivity"))
		return read_sensitivity(loading, node, type);
	return read_plain_part(loading, node, type);
}

static enum status read_type(struct loading *loading, xmlNodePtr node)
{
	struct taxonomy *taxonomy = loading->taxonomy;
	struct loaded_type *type = arena_take(&taxonomy->arena, sizeof *type);

	if (!type)
		return error_no_memory(loading->error);
	type->type.id = attribute(loading, node, "id");
	type->type.category = attribute(loading, node, "category");
	const char *credential = attribute(loading, node, "credential");

	if (!type->type.id || !type->type.category || !credential)
		return error_no_memory(loading->error);
	type->type.credential = strcmp(credential, "yes") == 0;
	type->type.title_en = type->type.title_zh = "";
	enum status status = STATUS_OK;

	for (xmlNodePtr child = node->children; child && status == STATUS_OK; child = child->next)
		status = read_part(loading, child, type);
	if (status != STATUS_OK)
		return status;
	size_t at = taxonomy_index(taxonomy, type->type.id);

	if (at == MOST_TYPES)
		at = taxonomy->count;
	if (at == MOST_TYPES)
		return say(loading, node, "too many data types", NULL);
	taxonomy->types[at] = type;
	if (at == taxonomy->count)
		taxonomy->count++;
	return STATUS_OK;
}

static void keep_first(void *self, xml_error problem)
{
	struct loading *loading = self;
	const char *message = problem->message ? problem->message : "cannot be read";

	if (loading->told)
		return;
	loading->told = true;
	error_set(loading->error, STATUS_FORMAT, "%s:%d: %.*s", loading->path, problem->line,
		  (int)strcspn(message, "\n"), message);
}

static enum status validate(struct loading *loading, xmlDocPtr document)
{
	xmlRelaxNGValidCtxtPtr context = loading->schema ? xmlRelaxNGNewValidCtxt(loading->schema) : NULL;

	if (!loading->schema)
		return STATUS_OK;
	if (!context)
		return error_no_memory(loading->error);
	loading->told = false;
	xmlRelaxNGSetValidStructuredErrors(context, keep_first, loading);
	int valid = xmlRelaxNGValidateDoc(context, document);

	xmlRelaxNGFreeValidCtxt(context);
	if (valid == 0)
		return STATUS_OK;
	if (!loading->told)
		error_set(loading->error, STATUS_FORMAT, "%s: is not as schemas/data-types.rng demands",
			  loading->path);
	return STATUS_FORMAT;
}

static enum status read_document(struct loading *loading, xmlDocPtr document)
{
	xmlNodePtr root = xmlDocGetRootElement(document);

	if (document->intSubset)
		return error_set(loading->error, STATUS_FORMAT,
				 "%s:1: a document type declaration is not allowed here", loading->path);
	if (!root || !is(root, "data-types"))
		return error_set(loading->error, STATUS_FORMAT, "%s:1: the root element must be data-types",
				 loading->path);
	enum status status = validate(loading, document);

	for (xmlNodePtr node = root->children; node && status == STATUS_OK; node = node->next) {
		if (is(node, "data-type"))
			status = read_type(loading, node);
		else if (is(node, "plain-names"))
			status = list_names(loading, node, &loading->taxonomy->plain,
					    (struct name_use){ .kind = USE_PLAIN });
	}
	return status;
}

static enum status read_file(struct loading *loading)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();

	if (!parser)
		return error_no_memory(loading->error);
	/* Entities are not expanded, nothing is fetched. */
	xmlDocPtr document = xmlCtxtReadFile(parser, loading->path, NULL,
					     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						     XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
	enum status status = STATUS_OK;

	if (!document) {
		xml_error problem = xmlCtxtGetLastError(parser);

		loading->told = false;
		if (problem)
			keep_first(loading, problem);
		else
			error_set(loading->error, STATUS_FORMAT, "%s: cannot be read as XML", loading->path);
		status = STATUS_FORMAT;
	} else {
		status = read_document(loading, document);
	}
	xmlFreeDoc(document);
	xmlFreeParserCtxt(parser);
	return status;
}

static int ends_in_xml(const struct dirent *entry)
{
	return bytes_end_with(bytes_of(entry->d_name), BYTES(".xml")) && entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The files of a folder in the order of their names' bytes, whatever the locale. */
static enum status read_folder(struct loading *loading, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, ends_in_xml, by_bytes);
	enum status status = STATUS_OK;

	if (count < 0)
		return error_set(loading->error, STATUS_IO, "%s: the folder cannot be listed", folder);
	for (int i = 0; i < count; i++) {
		size_t size = strlen(folder) + strlen(entries[i]->d_name) + 2;
		char *path = status == STATUS_OK ? memory_new(size) : NULL;

		if (path) {
			snprintf(path, size, "%s/%s", folder, entries[i]->d_name);
			loading->path = path;
			status = read_file(loading);
		} else if (status == STATUS_OK) {
			status = error_no_memory(loading->error);
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
	return status;
}

static enum status read_path(struct loading *loading, const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return error_set(loading->error, STATUS_IO, "%s: no such file or folder of data types", path);
	if (S_ISDIR(about.st_mode))
		return read_folder(loading, path);
	loading->path = path;
	return read_file(loading);
}

/* The schema beside the shipped data, or where it is installed; without it, what is read is trusted to
 * be as it says. */
static xmlRelaxNGPtr read_schema(const char *const *paths, size_t count)
{
	static const char *const ELSEWHERE[] = { PROBITY_DATA_DIR, PROBITY_SOURCE_DIR };
	xmlRelaxNGPtr schema = NULL;

	for (size_t i = 0; i < count + 2 && !schema; i++) {
		char path[1024];
		const char *base = i < count ? paths[i] : ELSEWHERE[i - count];
		int size = snprintf(path, sizeof path, "%s%s/schemas/data-types.rng", base,
				    i < count ? "/../.." : "");

		if (size < 0 || (size_t)size >= sizeof path || access(path, R_OK) != 0)
			continue;
		xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(path);

		schema = parser ? xmlRelaxNGParse(parser) : NULL;
		xmlRelaxNGFreeParserCtxt(parser);
	}
	return schema;
}

/* Lists the words of every set of parents. */
static bool index_parents(struct taxonomy *taxonomy)
{
	for (unsigned set = 0; set < taxonomy->set_count; set++) {
		struct bytes rest = taxonomy->sets[set].words;
		struct name_use use = { .kind = USE_WITHIN, .match = MATCH_WORD, .what = (uint16_t)set };

		for (struct bytes word = next_word(&rest); word.size; word = next_word(&rest))
			if (!name_index_add(taxonomy->names, word, use))
				return false;
	}
	return true;
}

static bool index_names(struct taxonomy *taxonomy, const struct listed_name *list, size_t type)
{
	for (const struct listed_name *listed = list; listed; listed = listed->next) {
		struct name_use use = listed->use;

		if (use.kind == USE_ROLE)
			taxonomy->role_types[use.what] = (uint16_t)type;
		else
			use.what = (uint16_t)type;
		if (use.kind == USE_VALUE || use.kind == USE_NOT_VALUE)
			use.match = MATCH_WHOLE;
		if (use.kind == USE_NOT_VALUE && type < taxonomy->count)
			taxonomy->types[type]->lists_not_values = true;
		if (!name_index_add(taxonomy->names, listed->name, use))
			return false;
	}
	return true;
}

/* Notes for which values a lone shape may be asked: sizes, characters, bare numbers. */
static void list_lone_sizes(struct taxonomy *taxonomy, uint64_t bit, const struct validator *validator)
{
	const unsigned bare = KIND_TEXT | KIND_WORD | KIND_NUMERIC | KIND_DIGITS | KIND_HEX | KIND_OCTETS;
	unsigned kinds = validator->strong_kinds ? validator->strong_kinds : validator->kinds;
	size_t least = validator->strong_least ? validator->strong_least : validator->least;

	for (size_t size = 0; size < LONE_SIZES; size++)
		if ((size >= least || size == LONE_SIZES - 1) && size <= validator->most) {
			taxonomy->lone_of_size[size] |= bit;
			taxonomy->lone_characters[size] |= shape_characters(kinds);
		}
	if ((kinds & bare) && !validator->never_bare && least < taxonomy->plain_values.bare)
		taxonomy->plain_values.bare = least;
	for (size_t size = least; size < PLAIN_SIZE && size <= validator->most; size++) {
		taxonomy->plain_values.characters[size] |= shape_characters(kinds);
		if (kinds & KIND_MARKED)
			taxonomy->plain_values.openings[size] |= CHARACTER_MARK;
	}
}

static void list_lone_shapes(struct taxonomy *taxonomy, size_t type)
{
	const struct loaded_type *loaded = taxonomy->types[type];

	for (unsigned i = 0; i < loaded->shape_count; i++) {
		if (loaded->shapes[i].needs > NEEDS_KEY_OR_STRONG_SHAPE || taxonomy->lone_count == MOST_TYPES)
			continue;
		const struct validator *validator = loaded->shapes[i].validator;

		size_t index = taxonomy->lone_count < LONE_BITS ? taxonomy->lone_count : LONE_BITS - 1;
		uint64_t bit = UINT64_C(1) << index;

		taxonomy->lone[taxonomy->lone_count++] = (struct lone_shape){ (uint16_t)type, validator };
		list_lone_sizes(taxonomy, bit, validator);
	}
}

static bool build_index(struct taxonomy *taxonomy)
{
	bool built = true;

	taxonomy->names = name_index_new(&taxonomy->arena);
	if (!taxonomy->names)
		return false;
	taxonomy->plain_values.bare = SIZE_MAX;
	taxonomy->plain_values.names = taxonomy->memo;
	for (size_t i = 0; i < ROLE_COUNT; i++)
		taxonomy->role_types[i] = MOST_TYPES;
	for (size_t type = 0; type < taxonomy->count && built; type++) {
		built = index_names(taxonomy, taxonomy->types[type]->names, type);
		list_lone_shapes(taxonomy, type);
	}
	return built && index_names(taxonomy, taxonomy->plain, MOST_TYPES) && index_parents(taxonomy);
}

enum status taxonomy_load(const char *const *paths, size_t count, struct taxonomy **ret_taxonomy,
			  struct error *error)
{
	struct taxonomy *taxonomy = memory_new(sizeof *taxonomy);

	if (!taxonomy)
		return error_no_memory(error);
	struct loading loading = { .taxonomy = taxonomy,
				   .error = error,
				   .schema = read_schema(paths, count) };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = read_path(&loading, paths[i]);
	xmlRelaxNGFree(loading.schema);
	taxonomy->memo = key_memo_new();
	if (status == STATUS_OK && (!taxonomy->memo || !build_index(taxonomy)))
		status = error_no_memory(error);
	if (status != STATUS_OK) {
		taxonomy_free(taxonomy);
		return status;
	}
	*ret_taxonomy = taxonomy;
	return STATUS_OK;
}
