/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the evidence: records in a hash table. Only for the files of this folder. */
#ifndef PROBITY_EVIDENCE_TABLE_H
#define PROBITY_EVIDENCE_TABLE_H

#include "base/arena.h"
#include "base/limits.h"
#include "evidence/evidence.h"

/* Context of a record in traffic: part of its key. Words are static. */
struct context {
	struct address source, destination;
	uint16_t port; /* of the called side */
	bool from_client, cleartext;
	const char *transport, *protocol, *phase, *activity;
	struct bytes host;
};

struct origin {
	unsigned input;
	uint16_t source_port, destination_port;
	uint64_t frame, last_frame; /* 0: not from a frame */
	uint64_t offset, size;
	instant time;
};

struct slot {
	struct bytes text;
	uint64_t number;
	bool present;
};

struct known;

struct record {
	uint64_t context_hash; /* by context_hash(); 0 for kinds that are not in traffic */
	uint64_t hash, group;  /* of the whole key; of the key without values */
	enum kind kind;
	uint16_t shown_at_start, shown_at_end;
	struct context context;
	uint64_t count;
	instant first, last;
	unsigned origin_count;
	struct origin origin;	/* the earliest */
	struct origin *further; /* LIMIT_ORIGINS - 1 in the arena; NULL while there is one place at most */
	/* set by evidence_finish() */
	struct bytes label;
	const struct address *device, *peer;
	bool sent, audited;
	struct bytes host;
	char country[COUNTRY_SIZE]; /* of the peer, empty: unknown; set only where there is a database */
	struct slot slots[KIND_ATTRIBUTES]; /* as in the kind's declaration; only as many as it has */
};

/* A local host as the link shows it. */
struct host {
	struct address ip, mac;
	uint64_t opened, opened_internet;
};

struct observer {
	struct evidence *evidence;
};

struct evidence {
	struct observer observer;
	const struct evidence_options *options;
	void *examiner; /* the examiner's worker */
	struct carrier *carrier;
	struct host_name *host_store;
	struct arena arena;
	bool out_of_memory, finished;
	uint64_t said_count;
	struct record *last_said; /* see observer_last_said() */
	size_t held;		  /* bytes that decoders keep: see observer_hold() */

	/* The context of what was said last: the next fact mostly has the same. */
	struct {
		bool valid;
		enum sender sender;
		instant when;
		uint64_t hash;
		struct context context;
	} said;

	uint8_t slot_of[KIND_TOTAL][ATTRIBUTE_TOTAL]; /* index + 1 of the slot */
	uint8_t slot_count[KIND_TOTAL];

	struct record **buckets; /* open addressing; bucket_count is a power of two */
	size_t bucket_count, record_count;
	struct record **records[KIND_TOTAL]; /* in order of arrival; sorted when finished */
	size_t kind_count[KIND_TOTAL], kind_room[KIND_TOTAL];
	uint64_t dropped[KIND_TOTAL];
	size_t kind_most; /* of one kind: a shard's limit, or the document's once tables are merged into it */

	struct group {
		uint64_t hash;
		uint32_t values;
	} * groups;
	size_t group_count, group_room;

	struct host *hosts;
	size_t host_count;

	const char *const *files;
	size_t file_count;

	/* set by evidence_finish() */
	struct address *devices;
	size_t device_count;
	struct known *known;
	bool devices_given; /* by the case or an option, not inferred */
};

/* Puts a record's content in: joins it with its equal or copies it into the arena. `record` is the
 * caller's, with text borrowed. Returns the one that now stands for it; NULL where that is none, or one that
 * stands for others too. */
struct record *table_put(struct evidence *evidence, struct record *record);

/* The same for a record that is known to be equal to `into` in all but its count, times and place; only those
 * of `from` are set. False: its place is the first of all, so that it decides what is shown; nothing is
 * joined then. */
bool table_repeat(struct evidence *evidence, struct record *into, const struct record *from);

/* Hash of a context, the same whenever contexts are equal. */
uint64_t context_hash(const struct context *context);

/* The place number `index`, in order. */
static inline const struct origin *record_origin(const struct record *record, unsigned index)
{
	return index ? &record->further[index - 1] : &record->origin;
}

/* The value of a slot by attribute, or NULL when absent. */
const struct slot *record_slot(const struct evidence *evidence, const struct record *record,
			       enum attribute attribute);

/* Sets what consent there was at that time to what the record says was sent. */
void record_set_consent(const struct evidence *evidence, struct record *record, instant when);

/* Appends the masked form of `value`: `start` and `end` characters stay. */
bool mask_append(struct buffer *to, struct bytes value, unsigned start, unsigned end);

/* Steps of evidence_finish(), in this order. All set `out_of_memory` where memory is short. */
void finish_devices(struct evidence *evidence);
void finish_orientation(struct evidence *evidence);
void finish_tracks(struct evidence *evidence);
enum status finish_countries(struct evidence *evidence, struct error *error);
void finish_labels(struct evidence *evidence);
void finish_known(struct evidence *evidence);

/* Appends text as it is shown, with words in it that are masked elsewhere in the document masked. */
bool known_append(const struct known *known, struct buffer *to, struct bytes text);
void known_free(struct known *known);

/* Whether an endpoint's name is what a host of the local network calls itself: owners put their names there,
 * so that it is masked and not the name under which others are shown. */
bool record_names_itself(const struct evidence *evidence, const struct record *record);

/* The registrable domain of a host name (libpsl), or the name itself; none of a bare label. Borrowed
 * from `name`. */
struct bytes domain_of(struct bytes name);

/* Appends an attribute of a finished record as text; nothing when it is absent. */
bool record_render(const struct evidence *evidence, const struct record *record, enum attribute attribute,
		   struct buffer *to);

#endif
