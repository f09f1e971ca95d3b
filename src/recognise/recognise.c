/* SPDX-License-Identifier: Apache-2.0 */
/* What a single named value is. One look over the value (shape.h) and one look-up of its field's name
 * decide which validators are asked; most values meet none. What counts alone, what needs a name and what
 * a weak name is worth, stands in the files of data types; how shape and name add up, in judge(). */
#include "recognise/recognise.h"

#include "recognise/judge.h"

const char *confidence_name(enum confidence confidence)
{
	static const char *const NAMES[] = { "none", "possible", "likely", "certain" };

	return NAMES[confidence];
}

/* What looking a field up gathers. */
struct gathering {
	const struct taxonomy *taxonomy;
	struct bytes parent;
	struct key_hits *hits;
	uint64_t parents; /* bits of the sets that the parent's name is in */
	bool parents_known;
};

static void gather_parent(void *self, const struct name_use *use, struct bytes listed)
{
	struct gathering *gathering = self;

	(void)listed;
	if (use->kind == USE_WITHIN)
		gathering->parents |= UINT64_C(1) << use->what;
}

static bool is_within(struct gathering *gathering, unsigned set)
{
	struct name name;

	if (!gathering->parents_known && name_fold(gathering->parent, &name))
		name_index_find(gathering->taxonomy->names, &name, gather_parent, gathering);
	gathering->parents_known = true;
	return gathering->parents >> (set - 1) & 1;
}

/* Keeps a hit; of several for one type the best. */
static void keep_hit(struct key_hits *hits, const struct name_use *use, struct bytes listed)
{
	struct key_hit hit = { use->what, use->strong, listed };
	unsigned at = 0;

	while (at < hits->count && hits->hits[at].type != use->what)
		at++;
	if (at == KEY_HITS)
		return;
	if (at == hits->count)
		hits->hits[hits->count++] = hit;
	else if (hit.strong > hits->hits[at].strong ||
		 (hit.strong == hits->hits[at].strong && listed.size > hits->hits[at].listed.size))
		hits->hits[at] = hit;
}

static void gather(void *self, const struct name_use *use, struct bytes listed)
{
	struct gathering *gathering = self;
	struct key_hits *hits = gathering->hits;

	switch (use->kind) {
	case USE_KEY:
		if (!use->within || is_within(gathering, use->within))
			keep_hit(hits, use, listed);
		break;
	case USE_NOT_KEY:
		if (hits->excluded_count < KEY_HITS)
			hits->excluded[hits->excluded_count++] = use->what;
		break;
	case USE_PLAIN:
		hits->plain = true;
		break;
	case USE_ROLE:
		if (!use->within || is_within(gathering, use->within))
			hits->roles |= UINT32_C(1) << use->what;
		break;
	default:
		break;
	}
}

bool key_hits_exclude(const struct key_hits *hits, size_t type)
{
	for (unsigned i = 0; i < hits->excluded_count; i++)
		if (hits->excluded[i] == type)
			return true;
	return false;
}

/* Of two kinds of secret the longer name speaks: `wifiPassword` is no account's password. */
static void keep_longest_secret(const struct taxonomy *taxonomy, struct key_hits *hits)
{
	size_t longest = 0;
	unsigned kept = 0;

	for (unsigned i = 0; i < hits->count; i++)
		if (taxonomy->types[hits->hits[i].type]->type.credential &&
		    hits->hits[i].listed.size > longest)
			longest = hits->hits[i].listed.size;
	for (unsigned i = 0; i < hits->count; i++) {
		bool secret = taxonomy->types[hits->hits[i].type]->type.credential;

		if (!key_hits_exclude(hits, hits->hits[i].type) &&
		    (!secret || hits->hits[i].listed.size == longest))
			hits->hits[kept++] = hits->hits[i];
	}
	hits->count = kept;
}

/* A name that is not remembered. */
static const struct key_hits *look_up(const struct taxonomy *taxonomy, struct bytes field,
				      struct bytes parent, struct key_hits *store)
{
	struct gathering gathering = { .taxonomy = taxonomy, .parent = parent, .hits = store };
	struct name name;

	store->count = store->excluded_count = 0;
	store->roles = store->uses = 0;
	store->plain = false;
	if (field.size == 0 || !name_fold(field, &name))
		return store;
	name_index_find(taxonomy->names, &name, gather, &gathering);
	if (store->count > 1 || store->excluded_count)
		keep_longest_secret(taxonomy, store);
	store->uses = (store->roles ? FIELD_JOINS : 0) | (store->roles >> ROLE_USER & 1 ? FIELD_USER : 0);
	key_memo_keep(taxonomy->memo, field, gathering.parents_known, parent, store);
	return store;
}

const struct key_hits *key_hits_of(const struct taxonomy *taxonomy, struct bytes field, struct bytes parent,
				   struct key_hits *store)
{
	const struct key_hits *known = field.size ? key_memo_find(taxonomy->memo, field, parent) : NULL;

	return known ? known : look_up(taxonomy, field, parent, store);
}

/* Appends to `why` what fits in whole, less `spare` bytes kept for what follows. */
static void append_why(struct recognition *ret, size_t *size, struct bytes text, size_t spare)
{
	if (text.size < sizeof ret->why - *size - spare) {
		memcpy(ret->why + *size, text.data, text.size);
		*size += text.size;
	}
	ret->why[*size] = 0;
}

void recognition_explain(struct recognition *ret, const char *says, struct bytes listed)
{
	size_t size = 0;

	append_why(ret, &size, bytes_of(says), 1);
	if (listed.size == 0 || listed.size + 10 > sizeof ret->why - size)
		return;
	append_why(ret, &size, BYTES(", key \""), 0);
	append_why(ret, &size, listed, 1);
	append_why(ret, &size, BYTES("\""), 0);
}

/* A listed value being looked for. */
struct listed_search {
	size_t type;
	enum name_use_kind kind;
	bool found;
};

static void find_listed(void *self, const struct name_use *use, struct bytes listed)
{
	struct listed_search *search = self;

	(void)listed;
	search->found |= use->kind == search->kind && use->what == search->type;
}

bool type_lists_value(const struct taxonomy *taxonomy, size_t type, struct bytes value,
		      enum name_use_kind kind)
{
	struct listed_search search = { type, kind, false };
	struct name name;

	if (value.size <= NAME_SIZE && name_fold(value, &name))
		name_index_find(taxonomy->names, &name, find_listed, &search);
	return search.found;
}

/* Answers so far: best first, never two of one type. */
struct answers {
	struct recognition *list;
	size_t count, room;
};

/* Shape and name together. A weak shape under a weak name is nothing. */
static enum confidence confidence_of(enum fit fit, bool keyed, bool strong)
{
	static const enum confidence KEYED[2][4] = {
		{ CONFIDENCE_NONE, CONFIDENCE_NONE, CONFIDENCE_LIKELY, CONFIDENCE_CERTAIN },
		{ CONFIDENCE_NONE, CONFIDENCE_LIKELY, CONFIDENCE_CERTAIN, CONFIDENCE_CERTAIN },
	};

	if (keyed)
		return KEYED[strong][fit];
	return fit == FIT_STRONG ? CONFIDENCE_LIKELY : CONFIDENCE_NONE;
}

static void answer(struct answers *answers, const struct recognition *recognition)
{
	size_t at = 0;

	for (size_t i = 0; i < answers->count; i++) {
		if (answers->list[i].type != recognition->type)
			continue;
		if (answers->list[i].confidence >= recognition->confidence)
			return;
		memmove(answers->list + i, answers->list + i + 1,
			(answers->count - i - 1) * sizeof *answers->list);
		answers->count--;
		break;
	}
	while (at < answers->count && answers->list[at].confidence >= recognition->confidence)
		at++;
	if (at == answers->room)
		return;
	if (answers->count == answers->room)
		answers->count--;
	memmove(answers->list + at + 1, answers->list + at, (answers->count - at) * sizeof *answers->list);
	answers->list[at] = *recognition;
	answers->count++;
}

/* Asks one validator about a value for one type; `hit`: the key that speaks for it, or NULL. */
static void judge(const struct taxonomy *taxonomy, size_t type, const struct validator *validator,
		  const struct shape *shape, const struct key_hit *hit, struct answers *answers)
{
	struct fitting fitting = { .part = shape->text };
	enum fit fit;

	if (!(validator->kinds & shape->kinds) || shape->text.size < validator->least ||
	    shape->text.size > validator->most)
		return;
	if (validator->fits)
		fit = validator->fits(shape, &fitting);
	else
		fit = type_lists_value(taxonomy, type, shape->text, USE_VALUE) ? FIT_GOOD : FIT_NO;
	enum confidence confidence = confidence_of(fit, hit, hit && hit->strong);

	if (fitting.doubtful && confidence > CONFIDENCE_POSSIBLE)
		confidence = CONFIDENCE_POSSIBLE;
	if (confidence == CONFIDENCE_NONE || (taxonomy->types[type]->lists_not_values &&
					      type_lists_value(taxonomy, type, shape->text, USE_NOT_VALUE)))
		return;
	struct recognition recognition = {
		.type = &taxonomy->types[type]->type,
		.confidence = confidence,
		.value = fitting.part,
		.decimals = fitting.decimals,
	};

	recognition_explain(&recognition, fitting.says ? fitting.says : validator->says,
			    hit ? hit->listed : BYTES_EMPTY);
	answer(answers, &recognition);
}

static bool is_generic(const struct taxonomy *taxonomy, const struct recognition *recognition)
{
	const struct loaded_type *type = taxonomy->types[taxonomy_index(taxonomy, recognition->type->id)];

	for (unsigned i = 0; i < type->shape_count; i++)
		if (!type->shapes[i].validator->generic)
			return false;
	return type->shape_count > 0;
}

/* Generic answers give way to exact ones. */
static void drop_generic(const struct taxonomy *taxonomy, struct answers *answers)
{
	bool exact = false;
	size_t kept = 0;

	for (size_t i = 0; i < answers->count; i++)
		exact |= !is_generic(taxonomy, &answers->list[i]);
	for (size_t i = 0; exact && i < answers->count; i++)
		if (!is_generic(taxonomy, &answers->list[i]))
			answers->list[kept++] = answers->list[i];
	if (exact)
		answers->count = kept;
}

static void judge_keyed(const struct taxonomy *taxonomy, const struct shape *shape, const struct key_hit *hit,
			struct answers *answers)
{
	const struct loaded_type *type = taxonomy->types[hit->type];

	for (unsigned i = 0; i < type->shape_count; i++)
		if (hit->strong || type->shapes[i].needs != NEEDS_STRONG_KEY)
			judge(taxonomy, hit->type, type->shapes[i].validator, shape, hit, answers);
}

static size_t lone_size(size_t size)
{
	return size < LONE_SIZES ? size : LONE_SIZES - 1;
}

/* Bits of the lone shapes that values of this size may have. */
static uint64_t lone_of_size(const struct taxonomy *taxonomy, size_t size)
{
	return taxonomy->lone_of_size[lone_size(size)];
}

/* Takes the next one off `*bits`; the highest bit goes through all from there on. */
static bool next_lone(const struct taxonomy *taxonomy, uint64_t *bits, size_t *index)
{
	if (*index >= LONE_BITS - 1 && *index + 1 < taxonomy->lone_count) {
		++*index;
		return true;
	}
	if (!*bits)
		return false;
	*index = (size_t)__builtin_ctzll(*bits);
	*bits &= *bits - 1;
	return true;
}

static bool is_lone(const struct lone_shape *lone, const struct key_hits *hits, struct bytes text,
		    unsigned kinds, bool number)
{
	const struct validator *validator = lone->validator;
	unsigned strong = validator->strong_kinds ? validator->strong_kinds : validator->kinds;

	return (strong & kinds) && !(hits->plain && validator->confusable) &&
	       (!validator->may_be_strong || validator->may_be_strong(text, kinds, number)) &&
	       !key_hits_exclude(hits, lone->type);
}

/* Whether something may be recognised by its shape alone. `kinds`: at most. */
static bool may_be_alone(const struct taxonomy *taxonomy, const struct key_hits *hits, struct bytes text,
			 unsigned kinds, bool number)
{
	uint64_t bits = lone_of_size(taxonomy, text.size);
	size_t index = 0;

	while (next_lone(taxonomy, &bits, &index))
		if (is_lone(&taxonomy->lone[index], hits, text, kinds, number))
			return true;
	return false;
}

static void judge_alone(const struct taxonomy *taxonomy, const struct shape *shape,
			const struct key_hits *hits, struct answers *answers)
{
	uint64_t bits = lone_of_size(taxonomy, shape->text.size);
	size_t index = 0;

	while (next_lone(taxonomy, &bits, &index)) {
		const struct lone_shape *lone = &taxonomy->lone[index];

		if (is_lone(lone, hits, shape->text, shape->kinds, shape->number))
			judge(taxonomy, lone->type, lone->validator, shape, NULL, answers);
	}
}

size_t judge_all(const struct taxonomy *taxonomy, const struct shape *shape, const struct key_hits *hits,
		 struct recognition *ret, size_t room)
{
	struct answers answers = { .list = ret, .room = room };

	for (unsigned i = 0; i < hits->count; i++)
		judge_keyed(taxonomy, shape, &hits->hits[i], &answers);
	if (shape->text.size)
		judge_alone(taxonomy, shape, hits, &answers);
	if (answers.count > 1)
		drop_generic(taxonomy, &answers);
	return answers.count;
}

bool judge_best(const struct taxonomy *taxonomy, const struct shape *shape, const struct key_hits *hits,
		struct recognition *ret)
{
	struct recognition answers[4];

	if (judge_all(taxonomy, shape, hits, answers, 4) == 0)
		return false;
	*ret = answers[0];
	return true;
}

/* What stands in numbers and arrays of them. */
enum {
	NUMBER_CHARACTERS = CHARACTER_DIGIT | CHARACTER_HEX | CHARACTER_LETTER | CHARACTER_BASE64 |
			    CHARACTER_BLANK | CHARACTER_SPACE | CHARACTER_DOT | CHARACTER_OTHER |
			    CHARACTER_PAIR | CHARACTER_SEPARATOR | CHARACTER_NOT_NUMERIC |
			    CHARACTER_NOT_OCTETS | CHARACTER_UNPRINTED,
};

/* Whether a value that its name says nothing of may be something all the same. */
static bool may_be_unnamed(const struct taxonomy *taxonomy, const struct key_hits *hits, struct bytes value,
			   uint32_t characters, bool number)
{
	struct bytes text = bytes_trim(value);

	if (text.size == 0 || !lone_of_size(taxonomy, text.size))
		return false;
	/* A bare number, no array of them. */
	if (number && text.size < taxonomy->plain_values.bare && text.data[0] <= '9')
		return false;
	/* Numbers and arrays of them have few sorts of characters: long ones need no look. */
	if (number && !(taxonomy->lone_characters[lone_size(text.size)] & NUMBER_CHARACTERS))
		return false;
	if (!characters || text.size != value.size)
		characters = characters_seen(bytes_slice(text, 0, VALUE_SAMPLE));
	/* Every such value has some character that plain words have not, or tells itself. */
	if (!(characters & taxonomy->lone_characters[lone_size(text.size)]) && !shape_is_marked(text))
		return false;
	return may_be_alone(taxonomy, hits, text, shape_kinds(text, characters), number);
}

const struct plain_values *recognise_plain_values(const struct taxonomy *taxonomy)
{
	return &taxonomy->plain_values;
}

bool recognise_may_be(const struct taxonomy *taxonomy, const struct field_value *value)
{
	return value->name->count ||
	       may_be_unnamed(taxonomy, value->name, value->value, value->characters, value->number);
}

size_t recognise_value(const struct taxonomy *taxonomy, const struct field_value *value,
		       struct recognition *ret, size_t room)
{
	struct key_hits store;
	const struct key_hits *hits = value->name
					      ? value->name
					      : key_hits_of(taxonomy, value->field, value->parent, &store);

	if (value->uses)
		*value->uses = hits->uses;
	/* Most values end here: their name says nothing, and nothing is told by such characters alone. */
	if (room == 0 || (hits->count == 0 &&
			  !may_be_unnamed(taxonomy, hits, value->value, value->characters, value->number)))
		return 0;
	struct shape shape = shape_of(value->value, value->number);

	if (shape_is_nothing(&shape))
		return 0;
	return judge_all(taxonomy, &shape, hits, ret, room);
}

bool recognise_joins(const struct taxonomy *taxonomy, struct bytes field)
{
	struct key_hits store;

	return key_hits_of(taxonomy, field, BYTES_EMPTY, &store)->uses & FIELD_JOINS;
}

bool recognise_names_user(const struct taxonomy *taxonomy, struct bytes field)
{
	struct key_hits store;

	return key_hits_of(taxonomy, field, BYTES_EMPTY, &store)->uses & FIELD_USER;
}

bool recognise_names_secret(const struct taxonomy *taxonomy, struct bytes field)
{
	struct key_hits store;
	const struct key_hits *hits = key_hits_of(taxonomy, field, BYTES_EMPTY, &store);

	for (unsigned i = 0; i < hits->count; i++)
		if (taxonomy->types[hits->hits[i].type]->type.credential)
			return true;
	return false;
}
