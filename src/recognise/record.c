/* SPDX-License-Identifier: Apache-2.0 */
/* What the values of one record are together. Which fields play which role stands in the files of data
 * types (`role`); how roles join, here. */
#include "recognise/loaded.h"
#include "recognise/position.h"

/* The first field of each role. */
struct cast {
	const struct field_value *actors[ROLE_COUNT];
	struct bytes listed[ROLE_COUNT];
	size_t vector_size; /* fields of the vector's name */
};

struct record {
	const struct taxonomy *taxonomy;
	struct cast cast;
	struct recognition *ret;
	size_t count, room;
};

static void say(struct record *record, enum role role, enum confidence confidence, unsigned decimals,
		const char *why)
{
	uint16_t type = record->taxonomy->role_types[role];

	if (type >= record->taxonomy->count || record->count == record->room)
		return;
	struct recognition *recognition = &record->ret[record->count++];

	*recognition = (struct recognition){
		.type = &record->taxonomy->types[type]->type,
		.confidence = confidence,
		.value = record->cast.actors[role]->value,
		.decimals = decimals,
	};
	recognition_explain(recognition, why, BYTES_EMPTY);
}

static void join_position(struct record *record)
{
	const struct field_value *latitude = record->cast.actors[ROLE_LATITUDE];
	const struct field_value *longitude = record->cast.actors[ROLE_LONGITUDE];
	struct degrees north, east;

	if (!latitude || !longitude)
		return;
	struct bytes a = bytes_trim(latitude->value), b = bytes_trim(longitude->value);

	if (bytes_find_byte(a, '.') == SIZE_MAX) {
		/* Whole numbers, as receivers send them: only where a laboratory in China can be. */
		if (degrees_read_scaled(a, 90, &north) && degrees_read_scaled(b, 180, &east) &&
		    degrees_in_china(&north, &east))
			say(record, ROLE_LATITUDE, CONFIDENCE_LIKELY, north.decimals,
			    "latitude and longitude in millionths of degrees");
		return;
	}
	if (!degrees_read(a, &north) || !degrees_read(b, &east) || !degrees_on_earth(&north, &east))
		return;
	unsigned decimals = north.decimals < east.decimals ? north.decimals : east.decimals;

	if (degrees_in_china(&north, &east) && decimals >= 3)
		say(record, ROLE_LATITUDE, CONFIDENCE_CERTAIN, decimals, "latitude and longitude in China");
	else if (decimals >= 4)
		say(record, ROLE_LATITUDE, CONFIDENCE_LIKELY, decimals, "latitude and longitude");
}

static bool reads_number(const struct field_value *value, uint64_t most)
{
	uint64_t number = 0;

	return value && bytes_to_number(bytes_trim(value->value), &number) && number > 0 && number <= most;
}

static void join_cell(struct record *record)
{
	const struct cast *cast = &record->cast;

	if (reads_number(cast->actors[ROLE_CELL_AREA], 0xfffe) &&
	    reads_number(cast->actors[ROLE_CELL_ID], 0xfffffff) &&
	    reads_number(cast->actors[ROLE_CELL_NETWORK], 799999))
		say(record, ROLE_CELL_AREA, CONFIDENCE_LIKELY, 0, "network, area and cell");
}

/* An event of unlocking with who or when it was. */
static void join_unlock(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *event = cast->actors[ROLE_EVENT];
	bool who = cast->actors[ROLE_EVENT_USER] && cast->actors[ROLE_EVENT_USER]->value.size;
	bool when = cast->actors[ROLE_EVENT_TIME] && cast->actors[ROLE_EVENT_TIME]->value.size;

	if (!event || (!who && !when) ||
	    !type_lists_value(record->taxonomy, record->taxonomy->role_types[ROLE_EVENT], event->value,
			      USE_VALUE))
		return;
	say(record, ROLE_EVENT, who && when ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, 0,
	    who && when ? "an event of unlocking with who and when"
	    : who	? "an event of unlocking with who"
			: "an event of unlocking with when");
}

/* A vector given as an array: as many numbers under one name. */
static void join_vector(struct record *record)
{
	static const size_t USUAL[] = { 128, 192, 256, 512, 1024 };

	for (size_t i = 0; i < sizeof USUAL / sizeof *USUAL; i++)
		if (record->cast.vector_size == USUAL[i])
			say(record, ROLE_VECTOR, CONFIDENCE_LIKELY, 0,
			    "as many numbers as a feature vector has");
}

/* A network's name and the passphrase beside it, as provisioning sends them. */
static void join_passphrase(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *ssid = cast->actors[ROLE_SSID], *secret = cast->actors[ROLE_PASSPHRASE];

	if (!ssid || !secret || ssid->value.size == 0 || secret->value.size < 8 || secret->value.size > 64 ||
	    cast->actors[ROLE_USER])
		return;
	struct shape name = shape_of(ssid->value, false), shape = shape_of(secret->value, secret->number);

	if (!shape_is_nothing(&name) && !shape_is_nothing(&shape) && shape.blanks < 4)
		say(record, ROLE_PASSPHRASE, CONFIDENCE_LIKELY, 0, "a secret beside a network's name");
}

static void cast_field(struct record *record, const struct field_value *value)
{
	struct cast *cast = &record->cast;
	struct key_hits store;
	uint32_t roles = key_hits_of(record->taxonomy, value->field, value->parent, &store)->roles;

	for (unsigned role = 0; roles; role++, roles >>= 1)
		if (roles & 1) {
			/* An empty value is no actor, and the first one that says something stays. */
			if (!cast->actors[role] && value->value.size)
				cast->actors[role] = value;
			if (role == ROLE_VECTOR && value->number && cast->actors[role] &&
			    bytes_equal(cast->actors[role]->field, value->field))
				cast->vector_size++;
		}
}

size_t recognise_record(const struct taxonomy *taxonomy, const struct field_value *values, size_t count,
			struct recognition *ret, size_t room)
{
	struct record record = { .taxonomy = taxonomy, .ret = ret, .room = room };

	for (size_t i = 0; i < count; i++)
		cast_field(&record, &values[i]);
	join_position(&record);
	join_cell(&record);
	join_unlock(&record);
	join_vector(&record);
	join_passphrase(&record);
	return record.count;
}
