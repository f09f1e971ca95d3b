/* SPDX-License-Identifier: Apache-2.0 */
/* What the functions of rules look up, in tables made once for all rules: so that joining two lists
 * costs their sum, not their product. */
#ifndef PROBITY_RULES_JOINS_H
#define PROBITY_RULES_JOINS_H

#include "base/address.h"
#include "base/arena.h"
#include "base/instant.h"
#include "rules/functions.h"

/* Text to a pointer; the first entry of a key stays. */
struct map_entry {
	struct bytes key; /* borrowed; data is NULL where the place is free */
	const void *value;
};
struct map {
	struct map_entry *entries;
	size_t room, count;
};

bool map_add(struct map *map, struct bytes key, const void *value); /* false without memory */
const void *map_find(const struct map *map, struct bytes key);	    /* NULL if there is none */
void map_free(struct map *map);

/* Transmissions of one activity that differ in their value only. What is agreed to (the phase) does not
 * change how often a function needs data, what the device is used for does. */
struct repetition {
	uint64_t count; /* of messages: values side by side in one are sent once */
	instant first, last;
	instant latest; /* when the message that was counted last was sent first, and how often it was */
	uint64_t latest_count;
};

/* Messages that carry some data type: keys are flow, frame and topic. */
struct messages {
	struct messages *next;
	const char *type;
	struct map map;
};

struct network {
	struct address address;
	unsigned bits;
	const xmlNode *endpoint;
};

struct joins {
	struct arena arena;
	const struct taxonomy *taxonomy;
	xmlNodePtr root;
	bool failed;		  /* no memory */
	unsigned sections;	  /* that the case has: bits */
	struct map declared;	  /* data type → its `data` element */
	struct map needed;	  /* data type → the `function` that needs it */
	struct map functions;	  /* name of an enabled function → its element */
	struct map sensors;	  /* type → its element */
	struct map hosts;	  /* declared host or, for `*.x`, `.x` → its `endpoint` */
	struct map owners;	  /* every domain above a declared host → that `endpoint` */
	struct map domains;	  /* name seen → its registrable domain */
	struct network *networks; /* declared addresses and networks */
	size_t network_count;
	struct map phases, activities; /* those with coverage → the element */
	double phase_starts[8];	       /* as expression_phases: when the first was covered; NaN: never */
	struct map repetitions;
	bool repetitions_made;
	struct messages *messages;
	struct messages *recipients; /* the same by recipient: keys are device, direction and domain */
};

/* The text of an attribute of an element, borrowed; empty if it has none. */
struct bytes element_text(const xmlNode *element, const char *attribute);
/* The text of an attribute or of an element's own text, borrowed. */
struct bytes node_text(const xmlNode *node);
/* The first child of this name, or the next sibling of the same name. */
const xmlNode *child_named(const xmlNode *parent, const char *name);
const xmlNode *next_named(const xmlNode *node);

/* The declared endpoint that a host or address belongs to, or NULL. */
const xmlNode *joins_endpoint(const struct joins *joins, struct bytes host);
/* Whether a data type or one above it is in a table of data types. */
const xmlNode *joins_type(const struct map *types, struct bytes data);
const struct repetition *joins_repetition(struct joins *joins, const xmlNode *element);
/* Whether some message that the element was seen in also carried `type`. */
bool joins_together(struct joins *joins, const xmlNode *element, const char *type);
/* Whether whoever was sent the element (its whole domain) was sent `type` by the same device too. */
bool joins_linked(struct joins *joins, const xmlNode *element, const char *type);

/* Reads an ISO 8601 time or a number of seconds, with or without an `s`. NaN for anything else. */
double joins_seconds(struct bytes text);

#endif
