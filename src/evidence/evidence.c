/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "base/memory.h"
#include "evidence/table.h"

#include <assert.h>
#include <stdlib.h>

static void lay_out(struct evidence *evidence, enum kind kind)
{
	const struct attribute_role *roles = kind_declarations[kind].attributes;
	struct layout *layout = &evidence->layouts[kind];

	for (; roles[layout->count].role; layout->count++) {
		const struct attribute_role *role = &roles[layout->count];
		uint32_t bit = UINT32_C(1) << layout->count;

		assert(layout->count < KIND_ATTRIBUTES);
		evidence->slot_of[kind][role->attribute] = (uint8_t)(layout->count + 1);
		if (attribute_is_text(role->attribute))
			layout->texts |= bit;
		if (role->role == ROLE_KEY || role->role == ROLE_VALUE)
			layout->keys |= bit;
		if (role->role == ROLE_VALUE)
			layout->values |= bit;
	}
}

enum status evidence_new(const struct evidence_options *options, struct evidence **ret_evidence,
			 struct error *error)
{
	struct evidence *evidence = memory_new(sizeof *evidence);

	if (!evidence)
		return error_no_memory(error);
	evidence->observer.evidence = evidence;
	evidence->options = options;
	evidence->seed = hash_seed();
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
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		lay_out(evidence, kind);
	*ret_evidence = evidence;
	return STATUS_OK;
}

void evidence_free(struct evidence *evidence)
{
	if (!evidence)
		return;
	if (evidence->options->examiner && evidence->options->examiner->worker_free)
		evidence->options->examiner->worker_free(evidence->examiner);
	table_clear(evidence);
	hosts_free(&evidence->hosts);
	free(evidence->devices);
	known_free(evidence->known);
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

enum status evidence_merge(struct evidence *into, struct evidence *from, struct error *error)
{
	into->kind_most = LIMIT_OBSERVATIONS;
	table_merge(into, from);
	for (size_t i = 0; i < from->hosts.count; i++) {
		const struct host *seen = &from->hosts.entries[i];
		struct host *host = host_entry(into, &seen->ip, &seen->mac);

		if (host) {
			host->opened += seen->opened;
			host->opened_internet += seen->opened_internet;
		}
	}
	table_clear(from);
	hosts_free(&from->hosts);
	into->out_of_memory |= from->out_of_memory;
	return into->out_of_memory ? error_no_memory(error) : STATUS_OK;
}
