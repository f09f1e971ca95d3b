/* SPDX-License-Identifier: Apache-2.0 */
/* What decoders hand over: values, further content, text. Keeps the budgets of one message. */
#include "content/examination.h"

#include "evidence/certificate.h"
#include "recognise/digested.h"

#include <stdio.h>

#include "content/coding.h"

bool examination_take_value(struct examination *examination)
{
	if (examination->values_left) {
		examination->values_left--;
		return true;
	}
	if (!examination->said_values_limit) {
		examination->said_values_limit = true;
		observer_limit(examination->observer, "content-values", LIMIT_CONTENT_VALUES);
	}
	return false;
}

/* The name of the object or element around a value; at the top, that of the whole content. */
static struct bytes parent_name(const struct content *content, const struct step *step)
{
	while (step && step->name.size == 0)
		step = step->outer;
	if (step)
		step = step->outer;
	while (step && step->name.size == 0)
		step = step->outer;
	if (step && step->outer)
		return step->name;
	return content->label;
}

static void say_or_keep(struct examination *examination, const struct content *content,
			const struct step *step, struct bytes field, const struct recognition *found,
			struct bytes where)
{
	if (found->type->credential && record_is_open(examination) &&
	    record_keep_secret(examination, found, step, field, where))
		return;
	struct bytes user = found->type->credential ? record_user(examination, 0) : BYTES_EMPTY;

	say_found(examination, content->depth, step, field, found, where, user);
}

/* A digest of an address that everybody on the link sees. */
static bool is_digested(struct examination *examination, struct bytes value, struct recognition *ret)
{
	struct address known[LINK_ADDRESSES];
	size_t count = observer_link_addresses(examination->observer, known, LINK_ADDRESSES);

	for (size_t i = 0; i < count; i++)
		if (digested_is_mac(examination->taxonomy, value, known[i].octets, ret))
			return true;
	return false;
}

/* A digest of an identifier: found again now, or asked about at the end, once for all (evidence/digests.c).
 */
static bool say_digest(struct examination *examination, const struct content *content,
		       const struct step *step, const struct field_value *value, unsigned may,
		       struct bytes where)
{
	static const char *const types[] = { "device.mac", "contact.mobile" };
	static const unsigned bits[] = { DIGESTED_ADDRESS, DIGESTED_NUMBER };
	struct recognition found;

	if ((may & DIGESTED_ADDRESS) && is_digested(examination, value->value, &found)) {
		say_or_keep(examination, content, step, value->field, &found, where);
		return true;
	}
	for (size_t i = 0; i < 2 && digested_is_plausible(value->value); i++) {
		found = (struct recognition){
			.type = taxonomy_type(examination->taxonomy, types[i]),
			.confidence = CONFIDENCE_NONE,
			.value = value->value,
		};
		if ((may & bits[i]) && found.type)
			say_found(examination, content->depth, step, value->field, &found, where,
				  BYTES_EMPTY);
	}
	return false;
}

/* A date of birth tells whether it is a child's: under fourteen when it was captured. */
static void say_if_child(struct examination *examination, const struct content *content,
			 const struct step *step, struct bytes field, const struct recognition *found,
			 struct bytes where)
{
	instant when = observer_span(examination->observer, where).time;
	char today[INSTANT_TEXT_SIZE];
	struct recognition child = {
		.type = taxonomy_type(examination->taxonomy, "child.profile"),
		.confidence = CONFIDENCE_LIKELY,
		.value = found->value,
	};

	if (when == INSTANT_NONE || !child.type ||
	    !recognise_is_child(found->value, bytes_of(instant_format(when, today))))
		return;
	snprintf(child.why, sizeof child.why, "born less than fourteen years before the capture");
	say_or_keep(examination, content, step, field, &child, where);
}

/* The date of birth among the answers, where none of them says already that it is a child's. */
static const struct recognition *birth_date_of(const struct recognition *found, size_t count)
{
	const struct recognition *date = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(found[i].type->id, "child.profile") == 0)
			return NULL;
		if (found[i].confidence > CONFIDENCE_POSSIBLE &&
		    strcmp(found[i].type->id, "person.birth-date") == 0)
			date = &found[i];
	}
	return date;
}

struct decoded_canary {
	const struct recognition *planted;
	struct recognition found;
	bool is_found;
};

static void meet_decoded(void *self, const struct recognition *found)
{
	struct decoded_canary *search = self;

	if (!search->is_found && strcmp(found->canary, search->planted->canary) == 0 &&
	    strcmp(found->encoding, "raw") == 0) {
		search->found = *found;
		search->is_found = true;
	}
}

/* Escapes of a structure (`\u` in JSON, references in XML) are no encoding: what they stand for is said. */
static struct recognition undo_escapes(const struct examination *examination, const struct field_value *value,
				       const struct recognition *planted)
{
	struct decoded_canary search = { .planted = planted, .found = *planted };

	if (strcmp(planted->encoding, "escaped") == 0)
		recognise_canaries(examination->taxonomy, value->value, meet_decoded, &search);
	return search.found;
}

size_t examination_recognise(struct examination *examination, const struct content *content,
			     const struct step *step, const struct field_value *value, struct bytes where)
{
	struct recognition found[ANSWERS];
	size_t count = recognise_value(examination->taxonomy, value, found, ANSWERS);
	const struct recognition *planted = examination->hits ? canary_at(examination, content->depth, where)
							      : NULL;

	for (size_t i = 0; i < count; i++)
		/* An image or a key that was read says more than its base64 under the same name. */
		if (!canary_stands_for(planted, &found[i]) && found[i].type != examination->read_type)
			say_or_keep(examination, content, step, value->field, &found[i], where);
	const struct recognition *birth_date = birth_date_of(found, count);

	if (birth_date)
		say_if_child(examination, content, step, value->field, birth_date, where);
	unsigned may = planted ? 0 : digested_may_be(value->field, value->value);

	if (may && say_digest(examination, content, step, value, may, where))
		count++;
	for (struct recognition own;
	     examination->own_hits && own_address_at(examination, value->value, where, &own);)
		say_or_keep(examination, content, step, value->field, &own, own.value);
	if (planted) {
		const struct recognition said = undo_escapes(examination, value, planted);

		canary_said(examination, content->depth, planted->canary, where);
		say_or_keep(examination, content, step, value->field, &said, where);
	}
	return count + (planted != NULL);
}

struct text_search {
	struct examination *examination;
	const struct content *content;
	const struct step *step;
	struct bytes field;
	struct bytes where; /* of the whole text; empty: what is found lies in the content itself */
};

static void found_in_text(void *self, const struct recognition *found)
{
	struct text_search *search = self;

	struct bytes where = search->where.size ? search->where : found->value;
	unsigned depth = search->content->depth;

	if (!examination_take_value(search->examination) ||
	    canary_stands_for(canary_at(search->examination, depth, where), found) ||
	    (search->step && recognise_excludes(search->examination->taxonomy, search->field, found->type)))
		return;
	say_found(search->examination, depth, search->step, search->field, found, where, BYTES_EMPTY);
}

/* Words with blanks between them: a log line, a message, an address. */
static bool is_prose(struct bytes value, uint32_t characters)
{
	return value.size >= 12 && (characters & CHARACTER_SPACE);
}

/* `scheme://user:password@host`: that part of a URL, or nothing. */
static struct bytes login_in_url(struct bytes value, uint32_t characters)
{
	size_t start = characters & CHARACTER_AT ? bytes_find(bytes_slice(value, 0, 16), BYTES("://"))
						 : SIZE_MAX;

	if (start == SIZE_MAX || start == 0)
		return BYTES_EMPTY;
	size_t end = bytes_find_byte(bytes_from(value, start + 3), '/');
	struct bytes login = bytes_slice(value, 0, end == SIZE_MAX ? value.size : start + 3 + end);

	return bytes_find_byte(login, '@') == SIZE_MAX ? BYTES_EMPTY : login;
}

/* For the end of the record. */
static void keep_value(struct examination *examination, const struct field_value *named, unsigned uses,
		       bool recognised, const struct step *step, struct bytes where)
{
	if (uses)
		record_keep_value(examination, named, uses, step, where);
	if (record_may_pair(named->field))
		record_note_pair(examination, named, recognised, step, where);
}

static void examine_value(struct examination *examination, const struct content *content,
			  const struct step *step, struct field_value *named, struct bytes where)
{
	struct bytes value = named->value;
	uint32_t all = named->characters;
	unsigned uses = 0;

	if (!named->number && value.size > VALUE_SAMPLE)
		all |= characters_seen(bytes_from(value, VALUE_SAMPLE));
	named->uses = &uses;
	examination->read_type = NULL;
	bool read = !named->number && look_into(examination, content, step, named, all, where);
	size_t found = examination_recognise(examination, content, step, named, where);

	examination->read_type = NULL;
	if (record_is_open(examination))
		keep_value(examination, named, uses, found > 0, step, where);
	if (found || named->number)
		return;
	struct text_search search = { examination, content, step, named->field, where };
	struct bytes login = login_in_url(value, all);

	/* Prose, and what has an address in it: `li@example.com/5`. */
	if (!read && (is_prose(value, all) || (all & CHARACTER_AT)))
		recognise_text(examination->taxonomy, value, found_in_text, &search);
	else if (login.size)
		recognise_text(examination->taxonomy, login, found_in_text, &search);
}

/* What a value is that is not plain. `name`: what is remembered of its own, or NULL. */
static void take_closer_look(struct examination *examination, const struct content *content,
			     const struct step *step, const struct known_name *name,
			     struct field_value *named, struct bytes where)
{
	named->parent = parent_name(content, step);
	named->topic = examination->message->topic;
	named->name = name ? name->hits : NULL;
	if (!named->number)
		named->characters = characters_seen(bytes_slice(named->value, 0, VALUE_SAMPLE));
	bool needless = named->number || look_is_needless(named->field, named->value, named->characters);

	if (name && needless && !examination->hits && !examination->own_hits &&
	    !recognise_may_be(examination->taxonomy, named)) {
		if (record_is_open(examination))
			keep_value(examination, named, name->uses, false, step, where);
		return;
	}
	examine_value(examination, content, step, named, where);
}

/* Whether a value under a name that speaks for nothing is nothing itself, and holds nothing. */
static inline bool is_plain(const struct examination *examination, struct bytes field, struct bytes value,
			    bool number)
{
	if (number)
		return plain_number(examination->plain, value);
	if (value.size >= LOOK_SHORT)
		return false;
	uint32_t characters = characters_seen(value);

	return look_is_needless(field, value, characters) &&
	       plain_text(examination->plain, value, characters);
}

void examination_value(struct examination *examination, const struct content *content,
		       const struct step *step, struct bytes field, struct bytes value, struct bytes where,
		       bool number)
{
	if (value.size == 0 || !examination_take_value(examination))
		return;
	const struct known_name *name = known_name_of(examination->plain->names, field);

	if (name && name->depends)
		name = known_name_inside(examination->plain->names, name, parent_name(content, step));
	struct field_value named = { .field = field, .value = value, .number = number };

	/* Nearly all values are of no interest to anybody. */
	if (!name || name->speaks || examination->hits || examination->own_hits ||
	    !is_plain(examination, field, value, number)) {
		take_closer_look(examination, content, step, name, &named, where);
	} else if ((name->uses || record_may_pair(field)) && record_is_open(examination)) {
		named.parent = parent_name(content, step);
		named.topic = examination->message->topic;
		keep_value(examination, &named, name->uses, false, step, where);
	}
}

void examination_text(struct examination *examination, const struct content *content, struct bytes text)
{
	struct text_search search = { examination, content, NULL, content->label, BYTES_EMPTY };

	recognise_text(examination->taxonomy, text, found_in_text, &search);
}

bool examination_enter(struct examination *examination, const struct content *parent, struct content *child,
		       const struct step *steps, struct bytes where)
{
	if (parent->depth >= LIMIT_CONTENT_DEPTH) {
		observer_limit(examination->observer, "content-depth", LIMIT_CONTENT_DEPTH);
		examination_undecoded(examination, parent, child->format, "limit", where);
		return false;
	}
	child->parent = parent;
	child->depth = parent->depth + 1;
	if (child->label.size == 0)
		child->label = parent->label;
	if (child->file_name.size == 0)
		child->file_name = parent->file_name;
	child->incomplete = child->incomplete || (parent->incomplete && child->encoding);
	child->coding = child->encoding ? coding_rest(parent->coding) : BYTES_EMPTY;
	if (parent->coding.size && child->encoding && child->coding.size == 0)
		child->media_type = examination->message->media_type;

	struct level *level = &examination->levels[child->depth];
	const struct level *outer = &examination->levels[parent->depth];

	level->content = child;
	level->read_as = NULL;
	level->steps = steps;
	level->from = where;
	level->origin = say_where(examination, parent->depth, where);
	level->direct = outer->direct && bytes_inside(child->data, parent->data);
	examination->depth = child->depth;
	return true;
}

void examination_leave(struct examination *examination)
{
	examination->depth--;
}

void examination_content(struct examination *examination, const struct content *parent, struct content *child,
			 struct bytes where)
{
	if (child->data.size == 0 || !examination_take_value(examination) ||
	    !examination_enter(examination, parent, child, NULL, where))
		return;
	/* What was made for it is there as long as what is made of it in turn. */
	size_t made = child->encoding ? child->data.size : 0, left = examination->expansion_left;

	made = made < left ? made : left;
	examination->expansion_left -= made;
	canary_search(examination, child);
	own_address_search(examination, child);
	if (!examine_decode(examination, child, 1))
		examine_unclaimed(examination, child);
	canary_finish(examination, child);
	own_address_finish(examination, child);
	examination->expansion_left += made;
	examination_leave(examination);
}

void examination_secret(struct examination *examination, const struct content *content, const char *data,
			struct bytes secret, const char *why)
{
	struct recognition found = {
		.type = taxonomy_type(examination->taxonomy, data),
		.confidence = CONFIDENCE_CERTAIN,
		.value = secret,
	};

	if (!found.type || !examination_take_value(examination))
		return;
	snprintf(found.why, sizeof found.why, "%s", why);
	say_found(examination, content->depth, NULL, content->label, &found, secret, BYTES_EMPTY);
	examination->read_type = found.type;
}

bool examination_certificate(struct examination *examination, const struct content *content)
{
	return certificate_observe(content->data, say_where(examination, content->depth, content->data),
				   examination->observer);
}

void examination_undecoded(struct examination *examination, const struct content *content,
			   const char *decoder, const char *reason, struct bytes where)
{
	observer_undecoded(examination->observer, decoder, reason, NULL, where.size,
			   say_where(examination, content->depth, where));
}

void examination_limit(struct examination *examination, const char *name, uint64_t most)
{
	observer_limit(examination->observer, name, most);
}

struct buffer examination_buffer(struct examination *examination)
{
	return buffer_of(examination->expansion_left);
}

void examination_buffer_end(struct examination *examination, struct buffer *buffer)
{
	if (buffer->failed)
		observer_out_of_memory(examination->observer);
	if (buffer->full && !examination->said_expansion_limit) {
		examination->said_expansion_limit = true;
		observer_limit(examination->observer, "expanded-size", LIMIT_EXPANDED_SIZE);
	}
	/* What was found inside these bytes is paid already, out of the same sum. */
	size_t left = examination->expansion_left;

	examination->expansion_left -= buffer->size < left ? buffer->size : left;
	buffer_free(buffer);
}

struct observer *examination_observer(struct examination *examination)
{
	return examination->observer;
}
