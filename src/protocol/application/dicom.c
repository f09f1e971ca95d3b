/* SPDX-License-Identifier: Apache-2.0 */
/* DICOM over TCP (PS3.8): pictures of patients.
 *
 *     kind(8) 0 size(32): 1 asks to associate: 1(16) 0(16) called(16) calling(16) 32 bytes, items: kind(8) 0
 *     size(16) value; 50 the user's: 58 who: how(8: 1 name, 2 name and password) answer(8) size(16) name
 * size(16) password     4 data: size(32) context(8) last(8: 1 command, 2 last) elements: group(16)
 * element(16) size(32), or kind(2 letters) size(16), value; least byte first
 *
 * The name, number and birthday of the patient stand before the picture. Left out: what lies in sequences;
 * the picture; elements with their most significant byte first. */
#include "protocol/application/login.h"
#include "protocol/application/patient.h"
#include "protocol/application/units.h"

enum {
	HEAD_SIZE = 6,
	ASSOCIATE = 1,
	DATA = 4,
	KIND_LAST = 7,
	NAME_SIZE = 16,
	USER_ITEMS = 0x50,
	USER_IDENTITY = 0x58,
	GROUP_STUDY = 0x0008,
	GROUP_PATIENT = 0x0010,
	GROUP_LAST = 0x0010,
	PIECE_COMMAND = 1,
	ELEMENTS_MOST = 512,
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned kind = cursor_u8(&cursor), zero = cursor_u8(&cursor);
	size_t size = cursor_be32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return kind && kind <= KIND_LAST && !zero && size <= LIMIT_DOCUMENT_SIZE ? HEAD_SIZE + size
										 : UNIT_BROKEN;
}

static bool is_title(struct bytes title)
{
	return unit_is_text(title) && title.data[0] != ' ';
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned kind = cursor_u8(&cursor), zero = cursor_u8(&cursor);

	cursor_skip(&cursor, 4);
	unsigned version = cursor_be16(&cursor), reserved = cursor_be16(&cursor);
	struct bytes called = cursor_take(&cursor, NAME_SIZE), calling = cursor_take(&cursor, NAME_SIZE);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && kind == ASSOCIATE && !zero && version & 1 &&
			       version < 16 && !reserved && is_title(called) && is_title(calling)
		       ? 8 + 8 + 12 + 16 + 32
		       : 0;
}

static void take_identity(struct bytes item, struct observer *observer)
{
	struct cursor cursor = cursor_over(item);
	unsigned how = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	size_t size = cursor_be16(&cursor);
	struct bytes name = cursor_take(&cursor, size);

	size = cursor_be16(&cursor);
	struct bytes password = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor) || how < 1 || how > 2)
		return;
	credential_say(
		&(struct credential){
			.scheme = "dicom",
			.class = "password",
			.user = name,
			.secret = how == 2 ? password : BYTES_EMPTY,
			.method = "A-ASSOCIATE",
			.why = "identity of the user",
		},
		item, observer);
}

static void take_association(struct cursor cursor, struct observer *observer)
{
	cursor_skip(&cursor, 4 + 2 * NAME_SIZE + 32);
	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		unsigned kind = cursor_u8(&cursor);

		cursor_skip(&cursor, 1);
		size_t size = cursor_be16(&cursor);

		/* The user's item holds others of the same form. */
		if (kind == USER_ITEMS)
			continue;
		struct bytes item = cursor_take(&cursor, size);

		if (kind == USER_IDENTITY && cursor_ok(&cursor))
			take_identity(item, observer);
	}
}

/* The size of the next element, by its kind where it is written down; SIZE_MAX: not to be known. */
static size_t take_size(struct cursor *cursor)
{
	static const char *const large[] = {
		"OB", "OW", "OF", "SQ", "UT", "UN", "UC", "UR", "OD", "OL", NULL
	};
	struct bytes kind = bytes_slice(cursor->rest, 0, 2);
	bool written = kind.size == 2 && kind.data[0] >= 'A' && kind.data[0] <= 'Z' && kind.data[1] >= 'A' &&
		       kind.data[1] <= 'Z';
	uint32_t size;

	if (written) {
		cursor_skip(cursor, 2);
		for (const char *const *name = large; *name; name++)
			if (bytes_equal(kind, bytes_of(*name))) {
				cursor_skip(cursor, 2);
				size = cursor_le32(cursor);
				return size == UINT32_MAX ? SIZE_MAX : size;
			}
		return cursor_le16(cursor);
	}
	size = cursor_le32(cursor);
	return size == UINT32_MAX ? SIZE_MAX : size;
}

static void take_element(struct members *members, uint32_t tag, struct bytes value)
{
	while (value.size && (value.data[value.size - 1] == ' ' || !value.data[value.size - 1]))
		value.size--;
	switch (tag) {
	case 0x00100010:
		patient_name(members, "patient-name", value);
		break;
	case 0x00100020:
		members_text(members, "patient-id", value);
		break;
	case 0x00100030:
		members_text(members, "birth-date", value);
		break;
	case 0x00100040:
		patient_sex(members, value);
		break;
	case 0x00101040:
		members_text(members, "home-address", value);
		break;
	case 0x00102154:
		members_text(members, "phone-number", value);
		break;
	default:
		break;
	}
}

static void take_elements(struct cursor cursor, struct observer *observer)
{
	const struct message message = { .part = BYTES("elements") };
	struct bytes whole = cursor.rest;
	struct members members;

	members_begin(&members);
	for (unsigned i = 0; i < ELEMENTS_MOST && cursor_left(&cursor) >= 8; i++) {
		uint32_t group = cursor_le16(&cursor), element = cursor_le16(&cursor);
		size_t size = take_size(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor) || group > GROUP_LAST)
			break;
		take_element(&members, group << 16 | element, value);
	}
	members_say(&members, &message, whole, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(unit, HEAD_SIZE));

	(void)state;
	(void)direction;
	if (unit.data[0] == ASSOCIATE)
		take_association(cursor, observer);
	while (unit.data[0] == DATA && cursor_ok(&cursor) && cursor_left(&cursor) >= HEAD_SIZE) {
		size_t size = cursor_be32(&cursor);
		struct cursor piece = cursor_over(cursor_take(&cursor, size));

		cursor_skip(&piece, 1);
		unsigned what = cursor_u8(&piece);

		if (cursor_ok(&piece) && !(what & PIECE_COMMAND))
			take_elements(piece, observer);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = {
		.measure = measure,
		.read = read_unit,
		.most = LIMIT_MESSAGE_SIZE,
	};

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_dicom = {
	.name = "dicom",
	.specification = "DICOM PS3.5, PS3.7, PS3.8",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 104 },
			{ SELECT_TCP_PORT, 11112 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
