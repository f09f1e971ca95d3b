/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of an examination, shared by the files that make up the examiner. Content decoders use
 * content.h only. */
#ifndef PROBITY_CONTENT_EXAMINATION_H
#define PROBITY_CONTENT_EXAMINATION_H

#include "base/limits.h"
#include "content/content.h"
#include "content/worker.h"
#include "recognise/plain.h"
#include "recognise/recognise.h"

enum {
	/* Records open at once: JSON nests LIMIT_NESTING deep, and a few such lie within each other. */
	RECORDS = 128,
	/* Values of the open records that are kept until their end. */
	RETAINED = 64,
	PENDING = 16,
	RETAINED_SIZE = 256,
	RECORD_TEXT = 8192,
	/* Planted values that are found and said in one message. */
	CANARY_HITS = 16,
	/* Bytes of a point in time as its sender writes it. */
	LIST_TIME = 32,
	CANARIES_SEEN = 32,
	/* A value that is shorter and has no special character is no text that was encoded. */
	LOOK_SHORT = 16,
	LOOK_CHARACTERS = CHARACTER_EQUALS | CHARACTER_BLANK | CHARACTER_PERCENT | CHARACTER_ESCAPE |
			  CHARACTER_QUERY | CHARACTER_HIGH | CHARACTER_CONTROL,
	/* Link addresses that values are compared with: two sides, each with a few. */
	LINK_ADDRESSES = 8,
	/* Such addresses that are found and said in one message. */
	OWN_HITS = 8,
	/* What one value can be at once. */
	ANSWERS = 4,
};

/* A content that is being read now; the innermost is the last. */
struct level {
	const struct content *content;
	const char *read_as;	  /* the name of what reads it: a decoder, `text`; NULL: nothing */
	struct bytes origin;	  /* the bytes of the window it was made from */
	struct bytes from;	  /* the bytes of its parent it was made from */
	const struct step *steps; /* where in its parent it stands, if it is a value of it */
	bool direct;		  /* its bytes lie in the window themselves */
};

/* Where a value stands, kept after its steps are gone. */
struct place {
	struct bytes field, name; /* `name`: of the innermost step that has one */
	unsigned elements;	  /* steps inside that have none */
	struct bytes where;
};

struct retained {
	struct field_value value;
	struct place place;
	bool joins, user;
};

struct pending {
	struct recognition recognition;
	struct place place;
};

/* What the records of one list (the elements of an array) have in common so far. */
enum list_kind { LIST_CONTACTS, LIST_CALLS, LIST_TRACK, LIST_NETWORKS, LIST_KINDS };
struct list {
	uint64_t name; /* hash of the list's name */
	uint8_t counts[LIST_KINDS];
	uint8_t time_size;
	uint8_t time[LIST_TIME]; /* of the last one */
	uint64_t value;		 /* hash of the last one's number or address */
};

/* What was said of a record's values. */
enum { HAS_NUMBER = 1, HAS_PERSON = 2, HAS_POSITION = 4, HAS_ADDRESS = 8 };

struct record {
	unsigned depth; /* of the content it belongs to */
	unsigned has;	/* bits of the above */
	uint64_t value; /* hash of the number or address */
	struct list list;
	unsigned retained, pending;
	size_t text;
	struct bytes pair_name;	       /* `{"name":"phone","value":"…"}`: what it says of its name */
	struct field_value pair_value; /* and of the value; not if that was recognised by itself */
	struct place pair_place;
};

/* A canary that was said, with its bytes in every content around it. */
struct canary_seen {
	const char *canary;
	unsigned depth;
	struct bytes at[LIMIT_CONTENT_DEPTH + 1];
};

/* A planted value that was found in the bytes of the content at this depth. */
struct canary_hit {
	unsigned depth;
	struct recognition found;
};

/* The link address of a side of this flow, written out in the content at this depth. */
struct own_hit {
	unsigned depth;
	bool said;
	struct bytes at;
};

/* Not zeroed as a whole when a message starts: messages are small and this is not. */
struct examination {
	const struct taxonomy *taxonomy;
	const struct plain_values *plain;
	struct worker *worker;
	struct observer *observer;
	const struct message *message;
	bool canaries; /* some are planted */
	bool said_values_limit, said_expansion_limit;
	unsigned depth;			     /* of the content being read */
	unsigned records, retained, pending; /* in use */
	unsigned canaries_seen, hits, own_hits;
	uint32_t values_left;
	size_t expansion_left;
	size_t text_used;
	const struct data_type *read_type; /* what the last image, voice, video or key was */
	struct record *closing;		   /* the record that is being judged, or NULL */
	struct list list;		   /* of records that lie in no other */
	struct level levels[LIMIT_CONTENT_DEPTH + 1];
	struct record record[RECORDS];
	struct retained retain[RETAINED];
	struct pending pend[PENDING];
	struct canary_seen seen[CANARIES_SEEN];
	struct canary_hit hit[CANARY_HITS];
	struct own_hit own[OWN_HITS];
	uint8_t text[RECORD_TEXT];
};

/* said.c: what was found and said before is said again without being put in words again: devices send the
 * same number with each of their messages. */
/* False: it is too large to be remembered, or not to be. */
bool said_key_of(const struct examination *examination, unsigned depth, const struct step *step,
		 struct bytes field, const struct recognition *found, struct bytes user,
		 struct said_key *ret_key);
/* False: it must be said in full, and can then be kept. */
bool said_again(struct examination *examination, const struct said_key *key, struct bytes where);
void said_keep(struct examination *examination, const struct said_key *key);

/* path.c */
struct path {
	size_t size;
	char text[LIMIT_ATTRIBUTE_SIZE];
};
void path_add(struct path *path, struct bytes text);
void path_add_content(struct path *path, const struct examination *examination, unsigned depth);
void path_add_steps(struct path *path, const struct step *step);
static inline struct bytes path_text(const struct path *path)
{
	return (struct bytes){ (const uint8_t *)path->text, path->size };
}

/* say.c */
void say_found(struct examination *examination, unsigned depth, const struct step *step, struct bytes field,
	       const struct recognition *found, struct bytes where, struct bytes user);
/* The bytes of the window for bytes of the content at this depth. */
struct bytes say_where(const struct examination *examination, unsigned depth, struct bytes where);

/* lists.c: what records of a list are together. Notes what was said of the record that is open; judges one
 * that ends: `values` are those of its values that join. */
void list_note(struct examination *examination, const struct recognition *found);
void list_take(struct examination *examination, const struct content *content, const struct step *step,
	       const struct record *record, const struct field_value *values, size_t count);

/* planted.c */
/* Searches a content that was just opened; says, when it has been read, what no value of it said. */
void canary_search(struct examination *examination, const struct content *content);
void canary_finish(struct examination *examination, const struct content *content);
void canary_forget(struct examination *examination, const struct content *content);
/* The planted value that lies in `where` of the content at this depth and was not said yet, or NULL. */
const struct recognition *canary_at(const struct examination *examination, unsigned depth,
				    struct bytes where);
/* Whether it makes `found` at the same place needless: it is what the laboratory says, whatever it
 * looks like. `planted` may be NULL. */
bool canary_stands_for(const struct recognition *planted, const struct recognition *found);
void canary_said(struct examination *examination, unsigned depth, const char *canary, struct bytes where);

/* own_address.c: link addresses of this flow's sides, written as twelve hexadecimal digits run together: in a
 * host name, a UUID, an identifier. Nothing but that they are the same tells them. */
void own_address_search(struct examination *examination, const struct content *content);
/* Whether one stands in a value that was not said yet; if so, what is to be said of it. */
bool own_address_at(struct examination *examination, struct bytes value, struct bytes where,
		    struct recognition *ret);
/* Something was said of these bytes: if an address, then this one is said. */
void own_address_said(struct examination *examination, const struct recognition *found, struct bytes where);
/* Says, when the content has been read, what no value of it said. */
void own_address_finish(struct examination *examination, const struct content *content);

/* record.c: keeps what must wait for the end of the record. Both answer whether it was kept. */
bool record_keep_value(struct examination *examination, const struct field_value *value, unsigned uses,
		       const struct step *step, struct bytes where);
bool record_keep_secret(struct examination *examination, const struct recognition *found,
			const struct step *step, struct bytes field, struct bytes where);
/* The user name seen so far in the records that are open. */
struct bytes record_user(const struct examination *examination, unsigned start);
/* Whether a name has the size and first letter of one of the two halves: hardly any has. */
static inline bool record_may_pair(struct bytes field)
{
	static const uint32_t letters[6] = {
		[1] = 1u << ('k' & 31) | 1u << ('v' & 31),
		[3] = 1u << ('k' & 31) | 1u << ('v' & 31),
		[4] = 1u << ('n' & 31),
		[5] = 1u << ('v' & 31) | 1u << ('f' & 31) | 1u << ('p' & 31),
	};

	return field.size && field.size < 6 && letters[field.size] >> (field.data[0] & 31) & 1;
}
/* Notes the two halves of a name and value that are members of their own. */
void record_note_pair(struct examination *examination, const struct field_value *value, bool recognised,
		      const struct step *step, struct bytes where);
/* Whether values of the innermost content belong to a record. */
static inline bool record_is_open(const struct examination *examination)
{
	unsigned records = examination->records;

	return records > 0 && records <= RECORDS &&
	       examination->record[records - 1].depth == examination->depth;
}

/* examination.c */
bool examination_take_value(struct examination *examination);
/* Opens the next level for `child`; false at the limit, which is said. */
bool examination_enter(struct examination *examination, const struct content *parent, struct content *child,
		       const struct step *steps, struct bytes where);
void examination_leave(struct examination *examination);
/* Recognises a value without looking into it. Answers how many things it is. */
size_t examination_recognise(struct examination *examination, const struct content *content,
			     const struct step *step, const struct field_value *value, struct bytes where);

/* examine.c: reads the innermost level by the best of the decoders that bid at least `least`; false
 * if nobody did. */
bool examine_decode(struct examination *examination, const struct content *content, unsigned least);
void examine_unclaimed(struct examination *examination, const struct content *content);

/* Perhaps Cookie or Set-Cookie. */
static inline bool look_is_cookie(struct bytes field)
{
	return (field.size == 6 && (field.data[0] | 32) == 'c') ||
	       (field.size == 10 && (field.data[0] | 32) == 's');
}

/* look.c: whether a short value of plain words holds nothing to look into, nor prose. */
static inline bool look_is_needless(struct bytes field, struct bytes value, uint32_t characters)
{
	return value.size < LOOK_SHORT && !(characters & LOOK_CHARACTERS) && !look_is_cookie(field) &&
	       !(characters_table[value.data[0]] & CHARACTER_OPENING);
}

/* look.c: reads a value (`characters`: the sorts in all of it) as content of its own where it looks like
 * that. True: somebody could. */
bool look_into(struct examination *examination, const struct content *content, const struct step *step,
	       const struct field_value *named, uint32_t characters, struct bytes where);

/* Whether `part` lies inside `whole`. */
static inline bool bytes_inside(struct bytes part, struct bytes whole)
{
	uintptr_t before = (uintptr_t)part.data - (uintptr_t)whole.data;

	return part.data && before <= whole.size && part.size <= whole.size - before;
}

#endif
