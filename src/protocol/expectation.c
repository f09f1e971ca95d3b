/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/expectation.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

struct entry {
	struct expectation is; /* its texts point into `text` */
	bool used, waiting;
	uint8_t text[3][EXPECTATION_TEXT];
};

struct expectations {
	struct entry *entries; /* LIMIT_EXPECTATIONS of them, or NULL while nothing was announced */
	unsigned next;	       /* the one to be used next: the longest known */
};

struct expectations *expectations_new(void)
{
	return memory_new(sizeof(struct expectations));
}

void expectations_free(struct expectations *expectations)
{
	if (expectations)
		free(expectations->entries);
	free(expectations);
}

static void keep_text(struct entry *entry, unsigned index, struct bytes text, struct bytes *ret_kept)
{
	struct bytes kept = bytes_slice(text, 0, EXPECTATION_TEXT);

	if (kept.size)
		memcpy(entry->text[index], kept.data, kept.size);
	*ret_kept = (struct bytes){ entry->text[index], kept.size };
}

static struct entry *entry_of(struct expectations *expectations, const struct expectation *expectation)
{
	for (unsigned i = 0; expectations->entries && i < LIMIT_EXPECTATIONS; i++) {
		struct entry *entry = &expectations->entries[i];

		if (entry->used && entry->is.tcp == expectation->tcp && entry->is.port == expectation->port &&
		    address_equal(&entry->is.host, &expectation->host) &&
		    address_equal(&entry->is.peer, &expectation->peer))
			return entry;
	}
	return NULL;
}

void stream_expect(struct stream *stream, struct observer *observer, const struct expectation *expectation)
{
	struct expectations *expectations = stream->expectations;

	if (!expectations)
		return;
	if (!expectations->entries)
		expectations->entries = memory_new_array(LIMIT_EXPECTATIONS, sizeof(struct entry));
	if (!expectations->entries) {
		observer_out_of_memory(observer);
		return;
	}
	struct entry *entry = entry_of(expectations, expectation);

	if (!entry) {
		entry = &expectations->entries[expectations->next++ % LIMIT_EXPECTATIONS];
		if (entry->waiting)
			observer_limit(observer, "expectations", LIMIT_EXPECTATIONS);
	}
	entry->is = *expectation;
	entry->used = entry->waiting = true;
	keep_text(entry, 0, expectation->method, &entry->is.method);
	keep_text(entry, 1, expectation->label, &entry->is.label);
	keep_text(entry, 2, expectation->note, &entry->is.note);
}

void stream_expect_more(struct stream *stream, const struct expectation *expectation)
{
	struct entry *entry = stream->expectations ? entry_of(stream->expectations, expectation) : NULL;

	if (!entry)
		return;
	if (expectation->method.size)
		keep_text(entry, 0, expectation->method, &entry->is.method);
	if (expectation->label.size)
		keep_text(entry, 1, expectation->label, &entry->is.label);
	if (expectation->note.size)
		keep_text(entry, 2, expectation->note, &entry->is.note);
}

static bool is_end(const struct expectation *is, const struct address *host, uint16_t port,
		   const struct address *peer)
{
	return is->port == port && address_equal(&is->host, host) &&
	       (is->peer.family == ADDRESS_NONE || address_equal(&is->peer, peer));
}

const struct expectation *stream_expected(const struct stream *stream, const struct observer *observer)
{
	const struct carrier *flow = observer_carrier(observer);
	bool tcp = flow->transport && strcmp(flow->transport, "tcp") == 0;
	struct expectations *expectations = stream->expectations;

	for (unsigned i = 0; expectations && expectations->entries && i < LIMIT_EXPECTATIONS; i++) {
		const struct entry *entry = &expectations->entries[i];

		if (entry->used && entry->is.tcp == tcp &&
		    (is_end(&entry->is, &flow->source, flow->source_port, &flow->destination) ||
		     is_end(&entry->is, &flow->destination, flow->destination_port, &flow->source)))
			return &entry->is;
	}
	return NULL;
}

static const struct app_decoder *decoder_named(const char *name)
{
	for (const struct app_decoder *const *decoder = app_decoders; *decoder; decoder++)
		if (strcmp((*decoder)->name, name) == 0)
			return *decoder;
	return NULL;
}

const struct app_decoder *expectations_take(struct expectations *expectations, const struct packet *packet)
{
	bool tcp = packet->transport == TRANSPORT_TCP;

	if (!expectations->entries || packet->transport == TRANSPORT_LINK)
		return NULL;
	for (unsigned i = 0; i < LIMIT_EXPECTATIONS; i++) {
		struct entry *entry = &expectations->entries[i];

		if (!entry->waiting || entry->is.tcp != tcp ||
		    !(is_end(&entry->is, &packet->source, packet->source_port, &packet->destination) ||
		      is_end(&entry->is, &packet->destination, packet->destination_port, &packet->source)))
			continue;
		entry->waiting = false;
		return decoder_named(entry->is.decoder);
	}
	return NULL;
}
