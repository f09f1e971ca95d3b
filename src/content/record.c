/* SPDX-License-Identifier: Apache-2.0 */
/* What waits for the end of a record (a JSON object, a form): values that mean something only
 * together, and secrets, for which the user name may come later. Kept values are copied where their
 * bytes do not outlive the call. What does not fit is said at once, alone. */
#include "content/examination.h"

static struct bytes copy_text(struct examination *examination, struct bytes text, bool *done)
{
	if (text.size > RECORD_TEXT - examination->text_used) {
		*done = false;
		return BYTES_EMPTY;
	}
	uint8_t *copy = examination->text + examination->text_used;

	memcpy(copy, text.data, text.size);
	examination->text_used += text.size;
	return (struct bytes){ copy, text.size };
}

static inline struct bytes keep(struct examination *examination, struct bytes text, bool *done)
{
	const struct content *content = examination->levels[examination->depth].content;

	if (text.size == 0 || bytes_inside(text, content->data) || bytes_inside(text, content->label))
		return text;
	return copy_text(examination, text, done);
}

static inline void keep_place(struct examination *examination, const struct step *step, struct bytes field,
			      struct bytes where, struct place *place, bool *done)
{
	place->field = keep(examination, field, done);
	place->where = where;
	place->elements = 0;
	place->name = BYTES_EMPTY;
	for (; step && step->name.size == 0; step = step->outer)
		place->elements++;
	if (!step)
		return;
	bool same = step->name.size == field.size &&
		    (step->name.data == field.data || bytes_equal(step->name, field));

	place->name = same ? place->field : keep(examination, step->name, done);
}

bool record_keep_value(struct examination *examination, const struct field_value *value, unsigned uses,
		       const struct step *step, struct bytes where)
{
	bool joins = uses & FIELD_JOINS, user = !value->number && uses & FIELD_USER;

	if ((!joins && !user) || examination->retained == RETAINED || value->value.size > RETAINED_SIZE)
		return false;
	bool done = true;
	size_t text = examination->text_used;
	struct retained *retained = &examination->retain[examination->retained];
	struct field_value *kept = &retained->value;

	retained->joins = joins;
	retained->user = user;
	keep_place(examination, step, value->field, where, &retained->place, &done);
	kept->field = retained->place.field;
	kept->parent = keep(examination, value->parent, &done);
	kept->topic = value->topic;
	kept->value = keep(examination, value->value, &done);
	kept->number = value->number;
	kept->uses = NULL;
	kept->name = NULL;
	kept->characters = 0;
	if (done)
		examination->retained++;
	else
		examination->text_used = text;
	return done;
}

bool record_keep_secret(struct examination *examination, const struct recognition *found,
			const struct step *step, struct bytes field, struct bytes where)
{
	if (examination->pending == PENDING)
		return false;
	bool done = true;
	size_t text = examination->text_used;
	struct pending *pending = &examination->pend[examination->pending];

	pending->recognition = *found;
	keep_place(examination, step, field, where, &pending->place, &done);
	pending->recognition.value = keep(examination, found->value, &done);
	if (done)
		examination->pending++;
	else
		examination->text_used = text;
	return done;
}

static bool is_one_of(struct bytes field, const struct bytes *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal_nocase(field, names[i]))
			return true;
	return false;
}

void record_note_pair(struct examination *examination, const struct field_value *value, bool recognised,
		      const struct step *step, struct bytes where)
{
	static const struct bytes names[] = {
		BYTES("name"), BYTES("key"), BYTES("k"), BYTES("field"), BYTES("param"),
	};
	static const struct bytes values[] = { BYTES("value"), BYTES("val"), BYTES("v") };
	struct record *record = &examination->record[examination->records - 1];
	bool done = true;

	if (value->value.size > RETAINED_SIZE)
		return;
	if (!value->number && value->value.size <= 64 &&
	    is_one_of(value->field, names, sizeof names / sizeof *names)) {
		record->pair_name = keep(examination, value->value, &done);
	} else if (!recognised && is_one_of(value->field, values, sizeof values / sizeof *values)) {
		struct bytes kept = keep(examination, value->value, &done);

		keep_place(examination, step, value->field, where, &record->pair_place, &done);
		if (done) {
			record->pair_value = *value;
			record->pair_value.value = kept;
			record->pair_value.uses = NULL;
			record->pair_value.name = NULL;
			record->pair_value.parent = BYTES_EMPTY;
		}
	}
}

void examination_record_begin(struct examination *examination)
{
	if (examination->records < RECORDS)
		examination->record[examination->records] = (struct record){
			.depth = examination->depth,
			.retained = examination->retained,
			.pending = examination->pending,
			.text = examination->text_used,
			.pair_name = BYTES_EMPTY,
			.pair_value.value = BYTES_EMPTY,
		};
	examination->records++;
}

/* Says something about a kept value: its steps are made again. */
static void say_kept(struct examination *examination, const struct content *content, const struct step *step,
		     const struct place *place, const struct recognition *found, struct bytes user)
{
	struct step steps[4] = { { step, place->name } };
	unsigned last = 0;

	while (last < place->elements && last + 1 < sizeof steps / sizeof *steps) {
		last++;
		steps[last] = (struct step){ &steps[last - 1], BYTES_EMPTY };
	}
	say_found(examination, content->depth, place->name.size ? &steps[last] : step, place->field, found,
		  place->where, user);
}

/* Whether a secret is pending that is the same value: what it is beside its neighbours counts then. */
static bool supersede(struct examination *examination, unsigned start, const struct recognition *found,
		      const struct place *place)
{
	for (unsigned i = start; i < examination->pending && found->type->credential; i++) {
		struct pending *pending = &examination->pend[i];

		if (pending->place.where.data == place->where.data && place->where.data) {
			struct bytes value = pending->recognition.value;

			pending->recognition = *found;
			pending->recognition.value = value;
			return true;
		}
	}
	return false;
}

static size_t joining_values(const struct examination *examination, unsigned start,
			     struct field_value values[RETAINED])
{
	size_t count = 0;

	for (unsigned i = start; i < examination->retained; i++)
		if (examination->retain[i].joins)
			values[count++] = examination->retain[i].value;
	return count;
}

static void judge_together(struct examination *examination, const struct content *content,
			   const struct step *step, unsigned start, unsigned pending)
{
	struct field_value values[RETAINED];
	struct recognition found[RETAINED / 4];
	size_t count = joining_values(examination, start, values);

	if (count < 2)
		return;
	count = recognise_record(examination->taxonomy, values, count, found, sizeof found / sizeof *found);
	for (size_t f = 0; f < count; f++)
		for (unsigned i = start; i < examination->retained; i++) {
			const struct retained *retained = &examination->retain[i];

			if (!bytes_inside(found[f].value, retained->value.value))
				continue;
			if (!supersede(examination, pending, &found[f], &retained->place))
				say_kept(examination, content, step, &retained->place, &found[f],
					 found[f].type->credential ? record_user(examination, start)
								   : BYTES_EMPTY);
			break;
		}
}

/* The user name of the record, else of the nearest record around it that has one. */
struct bytes record_user(const struct examination *examination, unsigned start)
{
	for (unsigned i = start; i < examination->retained; i++)
		if (examination->retain[i].user)
			return examination->retain[i].value.value;
	for (unsigned i = start; i > 0; i--)
		if (examination->retain[i - 1].user)
			return examination->retain[i - 1].value.value;
	return BYTES_EMPTY;
}

static void judge_pair(struct examination *examination, const struct content *content,
		       const struct step *step, const struct record *record)
{
	struct field_value value = record->pair_value;
	struct recognition found[ANSWERS];

	value.field = record->pair_name;
	size_t count = recognise_value(examination->taxonomy, &value, found, ANSWERS);

	for (size_t i = 0; i < count; i++) {
		struct place place = record->pair_place;
		struct bytes user = BYTES_EMPTY;

		place.field = record->pair_name;
		if (found[i].type->credential)
			user = record_user(examination, record->retained);
		say_kept(examination, content, step, &place, &found[i], user);
	}
}

void examination_record_end(struct examination *examination, const struct content *content,
			    const struct step *step)
{
	if (examination->records == 0 || --examination->records >= RECORDS)
		return;
	struct record *record = &examination->record[examination->records];

	examination->closing = record;
	if (record->pair_name.size && record->pair_value.value.size)
		judge_pair(examination, content, step, record);
	if (examination->retained > record->retained + 1)
		judge_together(examination, content, step, record->retained, record->pending);
	for (unsigned i = record->pending; i < examination->pending; i++)
		say_kept(examination, content, step, &examination->pend[i].place,
			 &examination->pend[i].recognition, record_user(examination, record->retained));
	examination->closing = NULL;
	if (record->has && step) {
		struct field_value values[RETAINED];
		size_t count = joining_values(examination, record->retained, values);

		list_take(examination, content, step, record, values, count);
	}
	examination->retained = record->retained;
	examination->pending = record->pending;
	examination->text_used = record->text;
}
