/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "evidence/table.h"

#include <assert.h>
#include <stdlib.h>

enum status evidence_new(const struct evidence_options *options, struct evidence **ret_evidence,
			 struct error *error)
{
	struct evidence *evidence = memory_new(sizeof *evidence);

	if (!evidence)
		return error_no_memory(error);
	evidence->observer.evidence = evidence;
	evidence->options = options;
	evidence->kind_most = LIMIT_SHARD_OBSERVATIONS;
	if (options->examiner) {
		const struct examiner *examiner = options->examiner;

		evidence->examiner = examiner->worker_new ? examiner->worker_new(examiner->self)
							  : examiner->self;
		if (examiner->worker_new && !evidence->examiner) {
			free(evidence);
			return error_no_memory(error);
		}
	}
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		const struct attribute_role *roles = kind_declarations[kind].attributes;
		uint8_t count = 0;

		while (roles[count].role) {
			evidence->slot_of[kind][roles[count].attribute] = (uint8_t)(count + 1);
			count++;
		}
		assert(count <= KIND_ATTRIBUTES);
		evidence->slot_count[kind] = count;
	}
	*ret_evidence = evidence;
	return STATUS_OK;
}

void evidence_free(struct evidence *evidence)
{
	if (!evidence)
		return;
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		free(evidence->records[kind]);
	if (evidence->options->examiner && evidence->options->examiner->worker_free)
		evidence->options->examiner->worker_free(evidence->examiner);
	free(evidence->buckets);
	free(evidence->groups);
	free(evidence->hosts);
	free(evidence->devices);
	known_free(evidence->known);
	arena_free(&evidence->arena);
	free(evidence);
}

struct observer *evidence_observer(struct evidence *evidence)
{
	return &evidence->observer;
}

void evidence_carry(struct evidence *evidence, struct carrier *carrier, struct host_name *host_store)
{
	evidence->carrier = carrier;
	evidence->said.valid = false;
	evidence->host_store = host_store;
}

void evidence_name_inputs(struct evidence *evidence, const char *const *files, size_t count)
{
	evidence->files = files;
	evidence->file_count = count;
}

static struct host *host_entry(struct evidence *evidence, const struct address *ip, const struct address *mac)
{
	for (size_t i = 0; i < evidence->host_count; i++)
		if (address_equal(&evidence->hosts[i].ip, ip) && address_equal(&evidence->hosts[i].mac, mac))
			return &evidence->hosts[i];
	if (evidence->host_count == LIMIT_HOSTS) {
		observer_limit(&evidence->observer, "hosts", LIMIT_HOSTS);
		return NULL;
	}
	if ((evidence->host_count & (evidence->host_count - 1)) == 0) {
		size_t room = evidence->host_count ? evidence->host_count * 2 : 1;
		struct host *hosts = memory_resize(evidence->hosts, room, sizeof *hosts);

		if (!hosts) {
			evidence->out_of_memory = true;
			return NULL;
		}
		evidence->hosts = hosts;
	}
	struct host *host = &evidence->hosts[evidence->host_count++];

	*host = (struct host){ .ip = *ip, .mac = *mac };
	return host;
}

void evidence_see_host(struct evidence *evidence, const struct address *ip, const struct address *mac,
		       bool opened, bool internet)
{
	/* Only hosts on this side of the router can be the device; the internet would fill the table. */
	if (address_scope(ip) != SCOPE_LOCAL && !opened)
		return;
	struct host *host = host_entry(evidence, ip, mac);

	if (host) {
		host->opened += opened;
		host->opened_internet += opened && internet;
	}
}

enum status evidence_merge(struct evidence *into, struct evidence *from, struct error *error)
{
	into->kind_most = LIMIT_OBSERVATIONS;
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		for (size_t i = 0; i < from->kind_count[kind]; i++)
			table_put(into, from->records[kind][i]);
		into->dropped[kind] += from->dropped[kind];
		from->dropped[kind] = 0;
		from->kind_count[kind] = 0;
	}
	for (size_t i = 0; i < from->host_count; i++) {
		struct host *host = host_entry(into, &from->hosts[i].ip, &from->hosts[i].mac);

		if (host) {
			host->opened += from->hosts[i].opened;
			host->opened_internet += from->hosts[i].opened_internet;
		}
	}
	from->host_count = 0;
	from->record_count = from->group_count = 0;
	if (from->bucket_count)
		memset(from->buckets, 0, from->bucket_count * sizeof *from->buckets);
	if (from->group_room)
		memset(from->groups, 0, from->group_room * sizeof *from->groups);
	arena_free(&from->arena);
	into->out_of_memory |= from->out_of_memory;
	return into->out_of_memory ? error_no_memory(error) : STATUS_OK;
}
