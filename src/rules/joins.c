/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/joins.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "rules/rule.h"

struct bytes node_text(const xmlNode *node)
{
	const xmlNode *text = node->type == XML_TEXT_NODE ? node : node->children;

	while (text && text->type != XML_TEXT_NODE && text->type != XML_CDATA_SECTION_NODE)
		text = text->next;
	return text ? bytes_of((const char *)text->content) : BYTES_EMPTY;
}

struct bytes element_text(const xmlNode *element, const char *attribute)
{
	if (element->type != XML_ELEMENT_NODE)
		return BYTES_EMPTY;
	for (const xmlAttr *at = element->properties; at; at = at->next)
		if (xmlStrEqual(at->name, (const xmlChar *)attribute))
			return at->children ? bytes_of((const char *)at->children->content) : BYTES_EMPTY;
	return BYTES_EMPTY;
}

static const xmlNode *first_from(const xmlNode *node, const xmlChar *name)
{
	while (node && (node->type != XML_ELEMENT_NODE || !xmlStrEqual(node->name, name)))
		node = node->next;
	return node;
}

const xmlNode *child_named(const xmlNode *parent, const char *name)
{
	return parent ? first_from(parent->children, (const xmlChar *)name) : NULL;
}

const xmlNode *next_named(const xmlNode *node)
{
	return first_from(node->next, node->name);
}

/* Digits with at most one point; not by strtod(), whose point the locale chooses. */
static bool read_decimal(struct bytes text, double *ret_number)
{
	double number = 0, place = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (byte == '.' && place == 0) {
			place = 1;
			continue;
		}
		if (byte < '0' || byte > '9')
			return false;
		number = 10 * number + (byte - '0');
		place *= 10;
	}
	*ret_number = place > 1 ? number / place : number;
	return text.size > 0 && text.size < 40;
}

double joins_seconds(struct bytes text)
{
	instant when;
	double number;

	if (text.size && text.data[text.size - 1] == 's')
		text.size--;
	if (read_decimal(text, &number))
		return number;
	return instant_parse(text, &when) ? (double)when / (double)INSTANT_SECOND : NAN;
}

static void add(struct joins *joins, struct map *map, struct bytes key, const void *value)
{
	if (!map_add(map, key, value))
		joins->failed = true;
}

/* Adds each data type of a list (`a.b c.d.*`), without the final `.*`. */
static void add_types(struct joins *joins, struct map *map, struct bytes list, const xmlNode *value)
{
	while (list.size) {
		struct bytes type = bytes_split(&list, ' ');

		if (bytes_end_with(type, BYTES(".*")))
			type.size -= 2;
		add(joins, map, type, value);
	}
}

const xmlNode *joins_type(const struct map *types, struct bytes data)
{
	for (;;) {
		const xmlNode *found = map_find(types, data);

		while (data.size && data.data[data.size - 1] != '.')
			data.size--;
		if (found || data.size == 0)
			return found ? found : map_find(types, BYTES("*"));
		data.size--;
	}
}

static struct bytes lower(struct joins *joins, struct bytes text)
{
	struct bytes copy = arena_copy(&joins->arena, text);
	uint8_t *letters = (uint8_t *)(uintptr_t)copy.data;

	if (!copy.data) {
		joins->failed = true;
		return BYTES_EMPTY;
	}
	for (size_t i = 0; i < copy.size; i++)
		if (letters[i] >= 'A' && letters[i] <= 'Z')
			letters[i] = (uint8_t)(letters[i] + 32);
	return copy;
}

static bool add_network(struct joins *joins, struct bytes host, const xmlNode *endpoint)
{
	struct bytes rest = host;
	struct bytes address = bytes_split(&rest, '/');
	struct network network = { .bits = 128, .endpoint = endpoint };
	uint64_t bits;

	if (!address_parse(address, &network.address))
		return false;
	if (bytes_to_number(rest, &bits) && bits <= 128)
		network.bits = (unsigned)bits;
	struct network *more = memory_resize(joins->networks, joins->network_count + 1, sizeof *more);

	if (!more) {
		joins->failed = true;
		return true;
	}
	joins->networks = more;
	joins->networks[joins->network_count++] = network;
	return true;
}

static void add_endpoint(struct joins *joins, const xmlNode *endpoint)
{
	struct bytes host = lower(joins, element_text(endpoint, "host"));

	if (add_network(joins, host, endpoint))
		return;
	if (bytes_start_with(host, BYTES("*.")))
		host = bytes_from(host, 1);
	add(joins, &joins->hosts, host, endpoint);
	if (bytes_start_with(host, BYTES(".")))
		host = bytes_from(host, 1);
	/* Every domain that the host lies in, itself included. */
	while (host.size) {
		add(joins, &joins->owners, host, endpoint);
		(void)bytes_split(&host, '.');
	}
}

static bool network_has(const struct network *network, const struct address *address)
{
	const uint8_t *a = network->address.octets, *b = address->octets;
	unsigned all = network->address.family == ADDRESS_IPV4 ? 32 : 128;
	unsigned bits = network->bits < all ? network->bits : all;

	if (network->address.family != address->family || memcmp(a, b, bits / 8) != 0)
		return false;
	return bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)) == 0;
}

const xmlNode *joins_endpoint(const struct joins *joins, struct bytes host)
{
	struct address address;
	const xmlNode *found = map_find(&joins->hosts, host);

	if (found || host.size == 0)
		return found;
	if (address_parse(host, &address)) {
		for (size_t i = 0; i < joins->network_count; i++)
			if (network_has(&joins->networks[i], &address))
				return joins->networks[i].endpoint;
		return NULL;
	}
	for (struct bytes rest = host; rest.size && !found; rest = bytes_from(rest, 1))
		if (rest.data[0] == '.')
			found = map_find(&joins->hosts, rest);
	/* The same registrable domain has the same owner. */
	const struct bytes *domain = map_find(&joins->domains, host);

	return found || !domain ? found : map_find(&joins->owners, *domain);
}

static void read_device(struct joins *joins, const xmlNode *device)
{
	for (const xmlNode *at = child_named(device, "function"); at; at = next_named(at)) {
		if (bytes_equal(element_text(at, "enabled"), BYTES("no")))
			continue;
		add(joins, &joins->functions, element_text(at, "name"), at);
		add_types(joins, &joins->needed, element_text(at, "needs"), at);
	}
	for (const xmlNode *at = child_named(device, "sensor"); at; at = next_named(at))
		add(joins, &joins->sensors, element_text(at, "type"), at);
}

static void read_case(struct joins *joins)
{
	const xmlNode *root = child_named(joins->root, "case");
	const xmlNode *declared = child_named(root, "declared");

	for (const xmlNode *at = child_named(root, "device"); at; at = next_named(at))
		read_device(joins, at);
	for (const xmlNode *at = child_named(declared, "data"); at; at = next_named(at))
		add_types(joins, &joins->declared, element_text(at, "type"), at);
	for (const xmlNode *at = child_named(declared, "endpoint"); at; at = next_named(at))
		add_endpoint(joins, at);
}

static void note_start(struct joins *joins, const xmlNode *coverage)
{
	double first = joins_seconds(element_text(coverage, "first"));

	for (unsigned i = 0; expression_phases[i]; i++)
		if (bytes_equal(element_text(coverage, "phase"), bytes_of(expression_phases[i])) &&
		    !(joins->phase_starts[i] <= first))
			joins->phase_starts[i] = first;
}

static void read_coverage(struct joins *joins)
{
	const xmlNode *group = child_named(joins->root, "coverages");

	for (const xmlNode *at = child_named(group, "coverage"); at; at = next_named(at)) {
		note_start(joins, at);
		add(joins, &joins->phases, element_text(at, "phase"), at);
		add(joins, &joins->activities, element_text(at, "activity"), at);
	}
}

static void read_domains(struct joins *joins)
{
	const xmlNode *group = child_named(joins->root, "endpoints");

	for (const xmlNode *at = child_named(group, "endpoint"); at; at = next_named(at)) {
		struct bytes *domain = arena_take(&joins->arena, sizeof *domain);

		if (!domain) {
			joins->failed = true;
			return;
		}
		*domain = element_text(at, "domain");
		add(joins, &joins->domains, element_text(at, "name"), domain);
	}
}

enum status joins_new(xmlDocPtr evidence, const struct taxonomy *taxonomy, struct joins **ret_joins,
		      struct error *error)
{
	struct joins *joins = memory_new(sizeof *joins);

	if (!joins)
		return error_no_memory(error);
	joins->taxonomy = taxonomy;
	for (size_t i = 0; i < sizeof joins->phase_starts / sizeof *joins->phase_starts; i++)
		joins->phase_starts[i] = NAN;
	joins->root = xmlDocGetRootElement(evidence);
	joins->sections = sections_of(child_named(joins->root, "case"));
	read_case(joins);
	read_coverage(joins);
	read_domains(joins);
	if (joins->failed) {
		joins_free(joins);
		return error_no_memory(error);
	}
	*ret_joins = joins;
	return STATUS_OK;
}

void joins_free(struct joins *joins)
{
	if (!joins)
		return;
	struct map *maps[] = { &joins->declared,   &joins->needed,     &joins->functions, &joins->sensors,
			       &joins->hosts,	   &joins->owners,     &joins->domains,	  &joins->phases,
			       &joins->activities, &joins->repetitions };

	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		map_free(maps[i]);
	for (struct messages *at = joins->messages; at; at = at->next)
		map_free(&at->map);
	for (struct messages *at = joins->recipients; at; at = at->next)
		map_free(&at->map);
	free(joins->networks);
	arena_free(&joins->arena);
	free(joins);
}
