/* SPDX-License-Identifier: Apache-2.0 */
/* What the values of one record are together. Which fields play which role stands in the files of data
 * types (`role`); how roles join, here. */
#include "recognise/judge.h"
#include "recognise/position.h"

#include "base/text.h"

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

/* Decimal, or hexadecimal as modems write cells: `50A1`, `0x50a1`. */
static bool reads_cell(const struct field_value *value, uint64_t most)
{
	uint64_t number = 0;
	struct bytes text = value ? bytes_trim(value->value) : BYTES_EMPTY;

	if (text.size == 0 || value->number || bytes_to_number(text, &number))
		return reads_number(value, most);
	if (bytes_start_with_nocase(text, BYTES("0x")))
		text = bytes_from(text, 2);
	if (text.size < 4 || text.size > 8)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		int digit = text_hex_digit(text.data[i]);

		if (digit < 0)
			return false;
		number = number * 16 + (unsigned)digit;
	}
	return number > 0 && number <= most;
}

static void join_cell(struct record *record)
{
	const struct cast *cast = &record->cast;

	if (reads_cell(cast->actors[ROLE_CELL_AREA], 0xfffe) &&
	    reads_cell(cast->actors[ROLE_CELL_ID], 0xfffffff) &&
	    reads_number(cast->actors[ROLE_CELL_NETWORK], 799999))
		say(record, ROLE_CELL_AREA, CONFIDENCE_LIKELY, 0, "network, area and cell");
}

/* Whether an event's word is listed, or its number behind the name of its field: `lockUserType` 4. */
static bool is_listed_event(const struct record *record, const struct field_value *event)
{
	size_t type = record->taxonomy->role_types[ROLE_EVENT];
	uint8_t joined[NAME_SIZE];
	struct bytes number = bytes_trim(event->value);

	if (type_lists_value(record->taxonomy, type, event->value, USE_VALUE))
		return true;
	if (number.size == 0 || number.size > 2 || number.data[0] < '1' || number.data[0] > '9' ||
	    event->field.size + number.size > sizeof joined)
		return false;
	memcpy(joined, event->field.data, event->field.size);
	memcpy(joined + event->field.size, number.data, number.size);
	return type_lists_value(record->taxonomy, type,
				(struct bytes){ joined, event->field.size + number.size }, USE_VALUE);
}

/* An event of unlocking with who or when it was. */
static void join_unlock(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *event = cast->actors[ROLE_EVENT];
	bool who = cast->actors[ROLE_EVENT_USER] && cast->actors[ROLE_EVENT_USER]->value.size;
	bool when = cast->actors[ROLE_EVENT_TIME] && cast->actors[ROLE_EVENT_TIME]->value.size;

	if (!event || (!who && !when) || !is_listed_event(record, event))
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

/* A short message with who sent it. */
static void join_message(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *text = cast->actors[ROLE_MESSAGE_TEXT];

	if (text && text->value.size >= 2 && !text->number && cast->actors[ROLE_MESSAGE_SENDER])
		say(record, ROLE_MESSAGE_TEXT, CONFIDENCE_LIKELY, 0, "a short message with its sender");
}

/* A time whose name says that something was unlocked, with who did it; the event itself may be a number. */
static void join_unlock_time(struct record *record)
{
	const struct cast *cast = &record->cast;

	if (cast->actors[ROLE_UNLOCK_TIME] && cast->actors[ROLE_EVENT_USER])
		say(record, ROLE_UNLOCK_TIME, CONFIDENCE_LIKELY, 0, "when and by whom it was unlocked");
}

/* Data points of a lock: numbers of products' own, so that one of a lock's alarms must stand beside. */
static void join_data_points(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *alarm = cast->actors[ROLE_ALARM], *point = cast->actors[ROLE_DATA_POINT];

	if (alarm && point && point->field.size == 1 && alarm->field.size == 1 &&
	    reads_number(point, 999999) &&
	    type_lists_value(record->taxonomy, record->taxonomy->role_types[ROLE_ALARM], alarm->value,
			     USE_VALUE))
		say(record, ROLE_DATA_POINT, CONFIDENCE_LIKELY, 0,
		    "who unlocked, among a lock's data points");
}

/* Whose face it was, with how sure the comparison is. */
static void join_face_match(struct record *record)
{
	const struct cast *cast = &record->cast;
	const struct field_value *who = cast->actors[ROLE_FACE_ID], *score = cast->actors[ROLE_FACE_SCORE];

	if (who && score && score->value.size <= 8 && score->value.data[0] >= '0' &&
	    score->value.data[0] <= '9')
		say(record, ROLE_FACE_ID, CONFIDENCE_LIKELY, 0, "a face's number and how alike it is");
}

static void cast_field(struct record *record, const struct field_value *value)
{
	struct cast *cast = &record->cast;
	struct key_hits store;
	uint32_t roles = key_hits_of(record->taxonomy, value->field, value->parent, &store)->roles;

	for (unsigned role = 0; roles; role++, roles >>= 1)
		if (roles & 1) {
			/* An empty value is no actor, and the first one that says something stays. */
			if (value->value.size &&
			    (!cast->actors[role] ||
			     (role == ROLE_DATA_POINT && bytes_equal(cast->actors[role]->value, BYTES("0")))))
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
	join_message(&record);
	join_unlock_time(&record);
	join_data_points(&record);
	join_face_match(&record);
	return record.count;
}

struct entry_parts recognise_entry(const struct taxonomy *taxonomy, const struct field_value *values,
				   size_t count)
{
	struct record record = { .taxonomy = taxonomy };
	const struct cast *cast = &record.cast;

	for (size_t i = 0; i < count; i++)
		cast_field(&record, &values[i]);
	return (struct entry_parts){
		.name = cast->actors[ROLE_CONTACT_NAME],
		.call = cast->actors[ROLE_CALL],
		.signal = cast->actors[ROLE_SIGNAL],
		.time = cast->actors[ROLE_EVENT_TIME] ? bytes_trim(cast->actors[ROLE_EVENT_TIME]->value)
						      : BYTES_EMPTY,
	};
}

bool recognise_excludes(const struct taxonomy *taxonomy, struct bytes field, const struct data_type *type)
{
	struct key_hits store;

	return key_hits_exclude(key_hits_of(taxonomy, field, BYTES_EMPTY, &store),
				taxonomy_index(taxonomy, type->id));
}
