/* SPDX-License-Identifier: Apache-2.0 */
/* The observations of a run, joined as they come: tables that grow with what is different, not with
 * what is much. One table belongs to one worker; tables are merged when the workers are done, and
 * finished once before the document is written. */
#ifndef PROBITY_EVIDENCE_EVIDENCE_H
#define PROBITY_EVIDENCE_EVIDENCE_H

#include "base/buffer.h"
#include "base/error.h"
#include "evidence/countries.h"
#include "evidence/observer.h"
#include "evidence/timeline.h"

struct evidence;

struct evidence_options {
	const struct examiner *examiner; /* NULL: content is counted, not read */
	const struct timeline *timeline; /* NULL: every phase is unknown */
	const char *assumed_consent;	 /* without a timeline: static word; NULL: unknown */
	const struct address *devices;	 /* the audited terminals, if known; borrowed */
	size_t device_count;
	const char *device_source;     /* static: "option" or "case" */
	const struct device_key *keys; /* to read traffic with; borrowed */
	size_t key_count;
	const struct countries *countries; /* NULL: no database of addresses was given */
	uint64_t hash_budget;		   /* digests that may be made to find what digests are of; 0: none */
	bool reveal;			   /* show values beside their masks */
};

/* An empty table. `options` and what it points to must outlive it. Owned by the caller. */
enum status evidence_new(const struct evidence_options *options, struct evidence **ret_evidence,
			 struct error *error);
void evidence_free(struct evidence *evidence);

/* The observer that writes into this table; valid as long as the table is. */
struct observer *evidence_observer(struct evidence *evidence);

/* Sets the context for what is said next; borrowed until the next call. NULL: none (facts about
 * inputs). `host_store`: where observer_name_host() keeps the name; NULL forgets it. */
struct host_name {
	uint8_t size;
	uint8_t text[255];
};
void evidence_carry(struct evidence *evidence, struct carrier *carrier, struct host_name *host_store);

/* Says that frames from `ip` carry the link address `mac`, so that a device may be given by either;
 * `opened`: it opened a flow, to the internet or not. Called once a flow, for its client and server. */
void evidence_see_host(struct evidence *evidence, const struct address *ip, const struct address *mac,
		       bool opened, bool internet);

/* Adds all of `from` to `into`. Order of merging does not change the finished document, as long as
 * the same tables are merged. `from` is left empty. */
enum status evidence_merge(struct evidence *into, struct evidence *from, struct error *error);

/* Decides which host is the device, joins names to addresses, gives labels and puts everything in
 * order. After this only the calls below are allowed. Fails also when memory was short before. */
enum status evidence_finish(struct evidence *evidence, struct error *error);

/* File names of the inputs, by number, for the origins; borrowed until evidence_free(). */
void evidence_name_inputs(struct evidence *evidence, const char *const *files, size_t count);

/* Writes the document: XML as schemas/evidence.rng says, or one JSON object a line. */
enum status evidence_write_xml(const struct evidence *evidence, struct buffer *to, struct error *error);
enum status evidence_write_jsonl(const struct evidence *evidence, struct buffer *to, struct error *error);

/* Number of finished observations of a kind. */
size_t evidence_count(const struct evidence *evidence, enum kind kind);

/* Text of an attribute of the `index`th finished observation of a kind, as the document shows it;
 * empty when absent. Valid until evidence_free(). For tests and `flow/`. */
struct bytes evidence_get(struct evidence *evidence, enum kind kind, size_t index, enum attribute attribute);

#endif
