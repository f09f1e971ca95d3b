/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a taxonomy, shared by the files of this folder only. */
#ifndef PROBITY_RECOGNISE_LOADED_H
#define PROBITY_RECOGNISE_LOADED_H

#include "base/arena.h"
#include "recognise/memo.h"
#include "recognise/names.h"
#include "recognise/plain.h"
#include "recognise/recognise.h"
#include "recognise/shape.h"

enum {
	TYPE_SHAPES = 6, /* shapes that one type may name */
	MOST_TYPES = 512,
	MOST_PARENT_SETS = 63,
	LONE_SIZES = 129,
	LONE_BITS = 64,
	MOST_ASPECT = 100000, /* thousandths */
};

enum need { NEEDS_NOTHING, NEEDS_KEY_OR_STRONG_SHAPE, NEEDS_KEY, NEEDS_STRONG_KEY };

/* The parts that recognise_record() knows how to put together. */
enum role {
	ROLE_LATITUDE,
	ROLE_LONGITUDE,
	ROLE_SSID,
	ROLE_BSSID,
	ROLE_CELL_AREA,
	ROLE_CELL_ID,
	ROLE_CELL_NETWORK,
	ROLE_EVENT,
	ROLE_EVENT_USER,
	ROLE_EVENT_TIME,
	ROLE_VECTOR,
	ROLE_PASSPHRASE,
	ROLE_USER,
	ROLE_CONTACT_NAME,
	ROLE_CALL,
	ROLE_SIGNAL,
	ROLE_MESSAGE_TEXT,
	ROLE_MESSAGE_SENDER,
	ROLE_UNLOCK_TIME,
	ROLE_DATA_POINT,
	ROLE_ALARM,
	ROLE_FACE_ID,
	ROLE_FACE_SCORE,
	ROLE_COUNT
};

/* Whether a type can be the answer for a medium, and whether it is so where no name decides. */
enum media_use { MEDIA_NONE, MEDIA_NAMED, MEDIA_OTHERWISE };

struct type_shape {
	const struct validator *validator;
	enum need needs;
};

/* A name as a file lists it, kept until the index is built: a later file may replace the type. */
struct listed_name {
	struct listed_name *next;
	struct bytes name;
	struct name_use use;
	uint64_t within; /* hash of the list of parents, 0: none; see parent_set */
};

struct loaded_type {
	struct data_type type; /* first: a recognition points to it */
	struct type_shape shapes[TYPE_SHAPES];
	unsigned shape_count;
	enum media_use for_media[3]; /* image, voice, video */
	unsigned aspect;	     /* that weak names of a medium need, in thousandths; 0: any */
	struct listed_name *names;
	bool lists_not_values;
};

/* Parents that a key may be bound to, all lists with the same words being one. */
struct parent_set {
	struct bytes words;
};

/* What may be recognised by its shape alone. */
struct lone_shape {
	uint16_t type;
	const struct validator *validator;
};

struct planted;

struct taxonomy {
	struct arena arena;
	struct loaded_type *types[MOST_TYPES];
	size_t count;
	struct listed_name *plain;
	struct parent_set sets[MOST_PARENT_SETS];
	unsigned set_count;
	struct name_index *names;
	struct lone_shape lone[MOST_TYPES];
	size_t lone_count;
	/* By the size of a value, the last for all longer ones: a bit for each lone shape that may be asked;
	 * the highest stands for all from there on. */
	uint64_t lone_of_size[LONE_SIZES];
	uint32_t lone_characters[LONE_SIZES]; /* what their values have one of, unless they are marked */
	struct plain_values plain_values;
	struct key_memo *memo;
	uint16_t role_types[ROLE_COUNT]; /* the type that listed the role, MOST_TYPES where none did */
	struct planted *planted;	 /* NULL: no canaries */
};

/* What a field's name says. */
struct key_hit {
	uint16_t type;
	bool strong;
	struct bytes listed; /* the name that was met: from our files, so it can be shown */
};

enum { KEY_HITS = 16 };

/* What nearly every look-up asks first stands first. */
struct key_hits {
	unsigned count, excluded_count;
	unsigned uses;	/* bits of enum field_use */
	uint32_t roles; /* bits of enum role */
	bool plain;
	struct key_hit hits[KEY_HITS];
	uint16_t excluded[KEY_HITS];
};

/* What the name `field` says inside `parent`: remembered, or written to `store`. */
const struct key_hits *key_hits_of(const struct taxonomy *taxonomy, struct bytes field, struct bytes parent,
				   struct key_hits *store);

/* Whether `value` is a word that the type lists for it (USE_VALUE), or against it (USE_NOT_VALUE). */
bool type_lists_value(const struct taxonomy *taxonomy, size_t type, struct bytes value,
		      enum name_use_kind kind);

/* Fills `ret->why` from words of ours and a listed key. */
void recognition_explain(struct recognition *ret, const char *says, struct bytes listed);

/* The index of a type, MOST_TYPES where there is none. */
size_t taxonomy_index(const struct taxonomy *taxonomy, const char *id);

#endif
