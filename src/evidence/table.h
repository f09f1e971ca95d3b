/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the evidence: records in a hash table. Only for the files of this folder. */
#ifndef PROBITY_EVIDENCE_TABLE_H
#define PROBITY_EVIDENCE_TABLE_H

#include "base/arena.h"
#include "base/limits.h"
#include "evidence/evidence.h"

/* A thing that records share, since equal ones are kept once: begins with its hash. */
struct shared {
	uint64_t hash;
};

struct shared_set {
	const struct shared **entries; /* open addressing; room is a power of two */
	size_t count, room;
};

struct shared_text {
	struct shared shared;
	uint32_t size;
	uint8_t data[];
};

/* Context of what is said in traffic: part of its key. Words are static. */
struct context {
	struct shared shared; /* its hash is set by context_hash() */
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

/* A further place of a record, in a list from the latest to the second. */
struct further {
	struct origin origin;
	struct further *before;
};

/* What is said, before it is joined with what was said: text is borrowed. */
struct fact {
	enum kind kind;
	uint16_t shown_at_start, shown_at_end;
	const struct context *context; /* borrowed; NULL for kinds that are not in traffic */
	uint64_t count;
	instant first, last;
	bool placed; /* `origin` is set */
	struct origin origin;
	const struct further *further; /* of a record that is merged */
	const struct record *like;     /* whose oriented sides it shares, once they are; NULL: of none */
	uint32_t present;	       /* which values are, by bit */
	struct {
		struct bytes text; /* of kinds of attribute that are text */
		uint64_t number;   /* of others */
	} values[KIND_ATTRIBUTES]; /* as in the kind's declaration */
	uint64_t hash, group;	   /* of the whole key; of the key without values. Set by table_put() */
};

struct known;

union slot {
	const struct shared_text *text; /* where the attribute is text */
	uint64_t number;
};

/* There may be a hundred thousand of them: nothing stands here that can be told from something else. */
struct record {
	uint64_t hash;
	const struct context *context; /* NULL for kinds that are not in traffic */
	uint64_t count;
	instant first, last;
	struct origin origin;	 /* the earliest */
	struct further *further; /* up to LIMIT_ORIGINS - 1 */
	uint16_t shown_at_start, shown_at_end;
	uint8_t kind; /* enum kind */
	uint8_t origin_count;
	/* set by evidence_finish() */
	bool by_device;		    /* the source is the device */
	bool audited;		    /* and it is the terminal that the case or an option names, if one does */
	char country[COUNTRY_SIZE]; /* of the peer, empty: unknown; set only where there is a database */
	uint32_t label;		    /* 1 and the value's number; 0: none */
	const struct shared_text *peer_name; /* by which the peer was known; NULL: by none */

	uint32_t present;   /* which slots are, by bit */
	union slot slots[]; /* as in the kind's declaration, only as many as it has */
};

/* A local host as the link shows it. */
struct host {
	struct address ip, mac;
	uint64_t opened, opened_internet;
	uint32_t next; /* index + 1 of the next one with the same IP address */
};

struct hosts {
	struct host *entries; /* in order of arrival */
	size_t count, room;
	/* Open addressing, index + 1: by both addresses; the first one of each IP address. */
	uint32_t *by_both, *by_ip;
	size_t index_room;
};

/* How the slots of a kind are used, by bit. */
struct layout {
	unsigned count;
	uint32_t texts;	 /* hold text */
	uint32_t keys;	 /* belong to the key, values included */
	uint32_t values; /* ROLE_VALUE */
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
	uint64_t seed; /* of all hashes here; nothing that is shown depends on it */
	bool out_of_memory, finished;
	uint64_t said_count;
	struct record *last_said; /* see observer_last_said() */
	size_t held;		  /* bytes that decoders keep: see observer_hold() */

	/* The context of what was said last: the next fact mostly has the same. */
	struct {
		bool valid;
		enum sender sender;
		instant when;
		struct context context;
	} said;

	uint8_t slot_of[KIND_TOTAL][ATTRIBUTE_TOTAL]; /* index + 1 of the slot */
	struct layout layouts[KIND_TOTAL];
	struct shared_set texts, contexts;

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

	struct hosts hosts;

	const char *const *files;
	size_t file_count;

	/* set by evidence_finish() */
	struct address *devices; /* sorted */
	size_t device_count;
	struct known *known;
	bool devices_given; /* by the case or an option, not inferred */
};

/* Joins a fact with its equal or makes a record of it. Returns the one that now stands for it; NULL where
 * that is none, or one that stands for others too. */
struct record *table_put(struct evidence *evidence, struct fact *fact);

/* The same for a fact that is known to be equal to `into` in all but its count, times and place; only those
 * are set. False: its place is the first of all, so that it decides what is shown; nothing is joined then. */
bool table_repeat(struct evidence *evidence, struct record *into, const struct fact *fact);

/* Puts all records of another table in. */
void table_merge(struct evidence *into, const struct evidence *from);

/* Empties the table and gives its memory back. */
void table_clear(struct evidence *evidence);

/* The same whenever contexts are equal. */
uint64_t context_hash(const struct evidence *evidence, const struct context *context);
bool context_equal(const struct context *a, const struct context *b);

/* What stands for all that are equal to this one; made where there is none yet. NULL without memory, which is
 * noted. */
const struct shared_text *share_text(struct evidence *evidence, struct bytes text);
const struct context *share_context(struct evidence *evidence, const struct context *context);

static inline struct bytes shared_bytes(const struct shared_text *text)
{
	return text ? (struct bytes){ text->data, text->size } : BYTES_EMPTY;
}

/* Adds a host, or finds it. NULL: there are too many, which is said, or no memory. */
struct host *host_entry(struct evidence *evidence, const struct address *ip, const struct address *mac);
void hosts_free(struct hosts *hosts);

/* The places of a record, in order. Returns how many. */
unsigned record_origins(const struct record *record, const struct origin *ret_list[LIMIT_ORIGINS]);

/* The value of a slot by attribute, or NULL when absent. */
const union slot *record_slot(const struct evidence *evidence, const struct record *record,
			      enum attribute attribute);

/* The same as text; none when absent. */
struct bytes record_text(const struct evidence *evidence, const struct record *record,
			 enum attribute attribute);

/* The two sides of a finished record in traffic. */
static inline const struct address *record_device(const struct record *record)
{
	return record->by_device ? &record->context->source : &record->context->destination;
}

static inline const struct address *record_peer(const struct record *record)
{
	return record->by_device ? &record->context->destination : &record->context->source;
}

/* Whether it was the device that was called. */
static inline bool record_device_called(const struct record *record)
{
	return record->by_device != record->context->from_client;
}

/* For a service, what counts is who was called, not which way the telling bytes went. */
static inline bool record_was_sent(const struct record *record)
{
	return record->kind == KIND_SERVICE ? !record_device_called(record) : record->by_device;
}

/* What would have been said to make this record. */
void fact_of(const struct evidence *evidence, const struct record *record, struct fact *ret_fact);

void fact_set_text(const struct evidence *evidence, struct fact *fact, enum attribute attribute,
		   struct bytes text);

/* Sets what consent there was at that time to what the fact says was sent. */
void fact_set_consent(const struct evidence *evidence, struct fact *fact, instant when);

/* Appends the masked form of `value`: `start` and `end` characters stay. */
bool mask_append(struct buffer *to, struct bytes value, unsigned start, unsigned end);

/* Steps of evidence_finish(), in this order. All set `out_of_memory` where memory is short. */
void finish_devices(struct evidence *evidence);
void finish_orientation(struct evidence *evidence);
void finish_digests(struct evidence *evidence);
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
