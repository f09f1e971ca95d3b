/* SPDX-License-Identifier: Apache-2.0 */
/* Finds personal data and secrets in values and text. All functions are pure: same arguments, same
 * answer; a taxonomy may be used by several threads. */
#ifndef PROBITY_RECOGNISE_RECOGNISE_H
#define PROBITY_RECOGNISE_RECOGNISE_H

#include "base/buffer.h"
#include "base/characters.h"
#include "recognise/taxonomy.h"

enum confidence { CONFIDENCE_NONE, CONFIDENCE_POSSIBLE, CONFIDENCE_LIKELY, CONFIDENCE_CERTAIN };

const char *confidence_name(enum confidence confidence);

struct key_hits; /* what a name of a field says */

/* A value with what stands around it. All borrowed for the call; absent parts are empty. */
struct field_value {
	struct bytes field;  /* key, parameter, header or part name; UTF-8 */
	struct bytes parent; /* key of the object or element around it */
	struct bytes topic;  /* URL path or MQTT topic of the message */
	struct bytes value;  /* decoded: unescaped, UTF-8 where it is text */
	bool number;	     /* stood as a bare number, not as text */
	unsigned *uses;	     /* NULL, or where recognise_value() says what else the name is good for */
	const struct key_hits *name; /* what is remembered of it inside `parent`, or NULL */
	/* The sorts of characters in the first VALUE_SAMPLE bytes of `value`, where the caller knows them
	 * already; else 0. */
	uint32_t characters;
};

/* Bits of `uses`, which spare further questions: recognise_joins(), recognise_names_user(). */
enum field_use { FIELD_JOINS = 1, FIELD_USER = 2 };

struct recognition {
	const struct data_type *type;
	enum confidence confidence;
	struct bytes value; /* the part of the value that is it; borrowed from the argument */
	char why[96]; /* what it rests on, in words: `11 digits starting 13-19, key "phone"`; no personal data
		       */
	unsigned decimals;    /* of a position; else 0 */
	const char *canary;   /* name of the planted value, or NULL */
	bool described;	      /* the value only tells what was found: nothing of it is masked */
	const char *encoding; /* static word: how a canary was written (`base64`, `md5`, …), or NULL */
};

/* A quick no: whether recognise_value() must be asked. `value->name`: not NULL. */
bool recognise_may_be(const struct taxonomy *taxonomy, const struct field_value *value);

/* What a single named value is; at most `room` answers, best first, never two of one type. Masked
 * (`138****5678`, `***`), empty, placeholder (`null`, `string`, `xxx`, `<phone>`) and boolean values are
 * nothing. */
size_t recognise_value(const struct taxonomy *taxonomy, const struct field_value *value,
		       struct recognition *ret, size_t room);

/* What several values of one record (the members of one JSON object, the fields of one form) are
 * together: latitude and longitude, an access point's name and address. Each answer's value is
 * one of the values. */
size_t recognise_record(const struct taxonomy *taxonomy, const struct field_value *values, size_t count,
			struct recognition *ret, size_t room);

/* What the fields of a record make it in a list of such: a contact, a call, a point of a track. */
struct entry_parts {
	bool name, call, signal; /* has what such fields are called after */
	struct bytes time;	 /* empty: none */
};
struct entry_parts recognise_entry(const struct taxonomy *taxonomy, const struct field_value *values,
				   size_t count);

/* Whether data under this name is never of the type. */
bool recognise_excludes(const struct taxonomy *taxonomy, struct bytes field, const struct data_type *type);

/* Whether recognise_record() could use this field: others need not be kept. */
bool recognise_joins(const struct taxonomy *taxonomy, struct bytes field);

/* Whether the field names an account (user, login, account, …) or a secret (password, token, …). */
bool recognise_names_user(const struct taxonomy *taxonomy, struct bytes field);
bool recognise_names_secret(const struct taxonomy *taxonomy, struct bytes field);

/* Finds e-mail addresses, numbers, hardware addresses and `name=value` pairs in text without
 * structure. `found` is called in text order. */
typedef void recognise_found(void *self, const struct recognition *recognition);
void recognise_text(const struct taxonomy *taxonomy, struct bytes text, recognise_found *found, void *self);

/* Finds canaries in any bytes, in every form, in one pass. Nothing if none is planted. */
void recognise_canaries(const struct taxonomy *taxonomy, struct bytes bytes, recognise_found *found,
			void *self);
/* The same in bytes that may all have been combined with one byte by exclusive or; what is found as it is
 * is left out. One value may be found twice. */
void recognise_changed_canaries(const struct taxonomy *taxonomy, struct bytes bytes, recognise_found *found,
				void *self);
bool recognise_has_canaries(const struct taxonomy *taxonomy);

/* What an image (voice, video) is, from the names around it: any of label, file name, part name,
 * topic, JSON keys. `medium`: "image", "voice" or "video"; `extent`: how large a picture is, NULL or 0 where
 * that is not known. Answers 0 or 1; `ret->value` is the name that decided. */
struct extent {
	uint32_t width, height;
};
size_t recognise_media(const struct taxonomy *taxonomy, const char *medium, const struct bytes *names,
		       size_t count, const struct extent *extent, struct recognition *ret);

/* Whether who was born on a date, in any way of writing it, is under fourteen on the day `today`
 * (`2026-03-01T…`). */
bool recognise_is_child(struct bytes birth_date, struct bytes today);

/* Appends `text` to `to` with every personal value in it masked. False without memory or room. */
bool recognise_scrub(const struct taxonomy *taxonomy, struct bytes text, struct buffer *to);

#endif
