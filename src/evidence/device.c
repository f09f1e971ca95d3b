/* SPDX-License-Identifier: Apache-2.0 */
/* Which host is the audited terminal: as given, else inferred from who talks. Then every record is
 * oriented by it: device and peer, sent or received. */
#include "base/memory.h"
#include "evidence/table.h"

#include <stdlib.h>

static int device_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct address));
}

/* Once they are sorted. */
static bool is_device(const struct evidence *evidence, const struct address *address)
{
	return evidence->device_count &&
	       bsearch(address, evidence->devices, evidence->device_count, sizeof *address, device_compare);
}

static void add_device(struct evidence *evidence, const struct address *address)
{
	for (size_t i = 0; i < evidence->device_count; i++)
		if (address_equal(&evidence->devices[i], address))
			return;
	struct address *devices = memory_resize(evidence->devices, evidence->device_count + 1,
						sizeof *devices);

	if (!devices) {
		evidence->out_of_memory = true;
		return;
	}
	evidence->devices = devices;
	devices[evidence->device_count++] = *address;
}

/* A router's link address stands before many hosts' addresses, the internet's among them. */
static bool is_router(const struct evidence *evidence, const struct address *mac)
{
	for (size_t i = 0; i < evidence->hosts.count; i++)
		if (address_equal(&evidence->hosts.entries[i].mac, mac) &&
		    address_scope(&evidence->hosts.entries[i].ip) == SCOPE_INTERNET)
			return true;
	return false;
}

static bool unspecified(const struct address *ip)
{
	static const uint8_t zero[16];

	return memcmp(ip->octets, zero, sizeof zero) == 0;
}

/* All addresses of the host that has this link address. */
static void add_by_mac(struct evidence *evidence, const struct address *mac)
{
	if (mac->family != ADDRESS_MAC || is_router(evidence, mac))
		return;
	for (size_t i = 0; i < evidence->hosts.count; i++)
		if (address_equal(&evidence->hosts.entries[i].mac, mac) &&
		    !unspecified(&evidence->hosts.entries[i].ip) &&
		    address_scope(&evidence->hosts.entries[i].ip) == SCOPE_LOCAL)
			add_device(evidence, &evidence->hosts.entries[i].ip);
}

static void add_with_siblings(struct evidence *evidence, const struct address *ip)
{
	add_device(evidence, ip);
	for (size_t i = 0; i < evidence->hosts.count; i++)
		if (address_equal(&evidence->hosts.entries[i].ip, ip))
			add_by_mac(evidence, &evidence->hosts.entries[i].mac);
}

/* Order of being the device: speaks IP, opens most flows to the internet, then most at all. */
static bool better(const struct host *a, const struct host *b)
{
	if ((a->ip.family == ADDRESS_MAC) != (b->ip.family == ADDRESS_MAC))
		return b->ip.family == ADDRESS_MAC;
	if (a->opened_internet != b->opened_internet)
		return a->opened_internet > b->opened_internet;
	if (a->opened != b->opened)
		return a->opened > b->opened;
	return memcmp(&a->ip, &b->ip, sizeof a->ip) < 0;
}

static const struct host *infer(const struct evidence *evidence, bool local_only)
{
	const struct host *best = NULL;

	for (size_t i = 0; i < evidence->hosts.count; i++) {
		const struct host *host = &evidence->hosts.entries[i];
		enum scope scope = address_scope(&host->ip);

		if (!host->opened || unspecified(&host->ip) || scope == SCOPE_MULTICAST ||
		    (local_only && scope != SCOPE_LOCAL))
			continue;
		if (!best || better(host, best))
			best = host;
	}
	return best;
}

static void say_device(struct evidence *evidence, const struct address *address, const char *source,
		       const char *why)
{
	struct observation device = observation_of(KIND_DEVICE);
	char text[ADDRESS_TEXT_SIZE];

	observation_word(&device, ATTRIBUTE_ADDRESS, address_format(address, text));
	observation_word(&device, ATTRIBUTE_SOURCE, source);
	observation_word(&device, ATTRIBUTE_WHY, why);
	observer_say(&evidence->observer, &device, BYTES_EMPTY);
}

static bool was_seen(const struct evidence *evidence, const struct address *given)
{
	for (size_t i = 0; i < evidence->hosts.count; i++)
		if (address_equal(&evidence->hosts.entries[i].mac, given) ||
		    address_equal(&evidence->hosts.entries[i].ip, given))
			return true;
	return false;
}

/* The devices that the case or an option names. */
static void take_given(struct evidence *evidence, const char *source)
{
	const struct evidence_options *options = evidence->options;

	for (size_t i = 0; i < options->device_count; i++) {
		const struct address *given = &options->devices[i];

		if (!was_seen(evidence, given))
			say_device(evidence, given, source, "no packet of it was captured");
		else if (given->family == ADDRESS_MAC)
			add_by_mac(evidence, given);
		else
			add_with_siblings(evidence, given);
	}
}

void finish_devices(struct evidence *evidence)
{
	const struct evidence_options *options = evidence->options;
	const char *source = options->device_source ? options->device_source : "option", *why = NULL;

	evidence->devices_given = options->device_count > 0;
	if (evidence->devices_given) {
		take_given(evidence, source);
	} else {
		const struct host *best = infer(evidence, true);

		best = best ? best : infer(evidence, false);
		source = "inferred";
		why = best && best->opened_internet ? "opens most flows to the internet" : "opens most flows";
		if (best)
			add_with_siblings(evidence, &best->ip);
	}
	if (evidence->device_count)
		qsort(evidence->devices, evidence->device_count, sizeof *evidence->devices, device_compare);
	for (size_t i = 0; i < evidence->device_count; i++)
		say_device(evidence, &evidence->devices[i], source, why);
}

/* Which side of the record is the device. */
static bool source_is_device(const struct evidence *evidence, const struct record *record, bool *ret_audited)
{
	const struct context *context = record->context;
	bool source = is_device(evidence, &context->source);
	bool destination = is_device(evidence, &context->destination);

	*ret_audited = source || destination || !evidence->devices_given;
	/* A service speaks for the host it runs on, unless we know that host not to be the device. */
	if (record->kind == KIND_SERVICE && source == destination)
		return !context->from_client;
	if (record->kind == KIND_SERVICE && !evidence->devices_given) {
		const struct address *called = context->from_client ? &context->destination
								    : &context->source;

		if (address_scope(called) == SCOPE_LOCAL)
			return !context->from_client;
	}
	if (source != destination)
		return source;
	bool source_local = address_scope(&context->source) == SCOPE_LOCAL;
	bool destination_local = address_scope(&context->destination) == SCOPE_LOCAL;

	return source_local != destination_local ? source_local : context->from_client;
}

/* An endpoint's record, for finding the names of an address. */
struct name {
	const struct record *record;
	struct bytes address, name, source;
};

static int name_compare(const void *a, const void *b)
{
	const struct name *left = a, *right = b;
	int order = bytes_compare(left->address, right->address);

	if (order)
		return order;
	if (left->record->first != right->record->first)
		return left->record->first < right->record->first ? -1 : 1;
	order = bytes_compare(left->name, right->name);
	return order ? order : bytes_compare(left->source, right->source);
}

bool record_names_itself(const struct evidence *evidence, const struct record *record)
{
	static const char *const sources[] = { "dhcp", "netbios", "mdns", "llmnr" };
	struct bytes source = record_text(evidence, record, ATTRIBUTE_SOURCE);

	if (record->kind != KIND_ENDPOINT)
		return false;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (bytes_equal(source, bytes_of(sources[i])))
			return true;
	return false;
}

/* The name that `address` had last before `when`, else its first one. `names` is sorted. */
static const struct shared_text *name_of(const struct evidence *evidence, const struct name *names,
					 size_t count, const struct address *address, instant when)
{
	char text[ADDRESS_TEXT_SIZE];
	struct bytes key = bytes_of(address_format(address, text));
	size_t low = 0, high = count;
	const struct record *best = NULL;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (bytes_compare(names[middle].address, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && bytes_equal(names[low].address, key); low++)
		if (!record_names_itself(evidence, names[low].record) &&
		    (!best || names[low].record->first <= when))
			best = names[low].record;
	const union slot *name = best ? record_slot(evidence, best, ATTRIBUTE_NAME) : NULL;

	return name ? name->text : NULL;
}

static struct name *names_new(struct evidence *evidence)
{
	size_t count = evidence->kind_count[KIND_ENDPOINT];
	struct name *names = memory_new_array(count, sizeof *names);

	if (!names) {
		evidence->out_of_memory = true;
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		const struct record *record = evidence->records[KIND_ENDPOINT][i];

		names[i].record = record;
		names[i].address = record_text(evidence, record, ATTRIBUTE_ADDRESS);
		names[i].name = record_text(evidence, record, ATTRIBUTE_NAME);
		names[i].source = record_text(evidence, record, ATTRIBUTE_SOURCE);
	}
	qsort(names, count, sizeof *names, name_compare);
	return names;
}

static void orient(struct evidence *evidence, struct record *record, const struct name *names)
{
	record->by_device = source_is_device(evidence, record, &record->audited);
	if (record_device_called(record) || !record->context->host.size)
		record->peer_name = name_of(evidence, names, evidence->kind_count[KIND_ENDPOINT],
					    record_peer(record), record->first);
}

void finish_orientation(struct evidence *evidence)
{
	struct name *names = names_new(evidence);

	if (!names)
		return;
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		for (size_t i = 0; kind_declarations[kind].traffic && i < evidence->kind_count[kind]; i++)
			orient(evidence, evidence->records[kind][i], names);
	free(names);
}
