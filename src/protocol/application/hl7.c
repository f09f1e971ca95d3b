/* SPDX-License-Identifier: Apache-2.0 */
/* HL7 2.x over TCP (MLLP): patients, from monitors, laboratories and hospitals.
 *
 *     [0b] MSH|^~\&|… CR segment CR … [1c] CR     fields between `|`, parts of one between `^`
 *     PID: 3 number, 5 name, 7 born, 8 sex, 11 address, 13 telephone, 19 social security
 *     NK1: 2 name of next of kin, 4 address, 5 telephone
 *
 * Left out: other separators than the usual ones, results. */
#include "protocol/application/patient.h"
#include "protocol/application/units.h"

enum { BLOCK_START = 0x0b, BLOCK_END = 0x1c, SIZE_MOST = 1 << 18, FIELDS = 20 };

static const char START[] = "MSH|^~\\&|";

static bool is_start(struct bytes bytes)
{
	return bytes_start_with(bytes, bytes_of(START)) ||
	       (bytes.size && bytes.data[0] == BLOCK_START &&
		bytes_start_with(bytes_from(bytes, 1), bytes_of(START)));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_start(first) ? 8 * 9 : 0;
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	size_t end = bytes_find_byte(bytes, BLOCK_END);

	(void)direction;
	if (bytes.size > sizeof START && !is_start(bytes))
		return UNIT_BROKEN;
	if (end != SIZE_MAX)
		return end + 1 < bytes.size && bytes.data[end + 1] == '\r' ? end + 2 : end + 1;
	return bytes.size > SIZE_MOST ? UNIT_BROKEN : UNIT_LONGER;
}

static void say_person(struct bytes segment, bool patient, struct observer *observer)
{
	const struct message message = { .part = BYTES("segment"),
					 .method = patient ? BYTES("PID") : BYTES("NK1") };
	struct bytes fields[FIELDS] = { BYTES_EMPTY }, rest = segment;
	struct members members;

	for (size_t i = 0; i < FIELDS && rest.size; i++)
		fields[i] = bytes_split(&rest, '|');
	members_begin(&members);
	if (patient) {
		struct bytes number = fields[3], social = fields[19];

		members_text(&members, "patient-id", bytes_split(&number, '^'));
		patient_name(&members, "patient-name", fields[5]);
		members_text(&members, "date-of-birth", bytes_slice(fields[7], 0, 8));
		patient_sex(&members, fields[8]);
		members_text(&members, "social-security-number", bytes_split(&social, '^'));
	} else {
		patient_name(&members, "contact-name", fields[2]);
	}
	struct bytes address = fields[patient ? 11 : 4], telephone = fields[patient ? 13 : 5];

	if (address.size) {
		members_open(&members, "home-address");
		for (unsigned i = 0; i < 6 && address.size; i++) {
			struct bytes part = bytes_split(&address, '^');

			if (part.size)
				members_append(&members, "%s%.*s", i ? ", " : "",
					       (int)(part.size < 128 ? part.size : 128),
					       (const char *)part.data);
		}
		members_close(&members);
	}
	members_text(&members, "phone-number", bytes_split(&telephone, '^'));
	members_say(&members, &message, segment, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("message") };
	struct bytes rest = bytes_from(unit, unit.data[0] == BLOCK_START);

	(void)state;
	(void)direction;
	while (rest.size) {
		struct bytes segment = bytes_split(&rest, '\r');

		if (segment.size && segment.data[0] == '\n')
			segment = bytes_from(segment, 1);
		if (bytes_start_with(segment, BYTES("PID|")) || bytes_start_with(segment, BYTES("NK1|")))
			say_person(segment, segment.data[0] == 'P', observer);
		else if (segment.size > 8)
			observer_content(observer, &message, segment, segment);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit, .most = SIZE_MOST };
	enum decoded decoded = units_read(&reader, state, direction, stream, observer);

	/* Some leave the frame out, or end the connection instead. */
	if (stream->ended && cursor_left(&stream->unread) && decoded != DECODED_MALFORMED)
		read_unit(state, direction, cursor_take(&stream->unread, cursor_left(&stream->unread)),
			  observer);
	return decoded;
}

const struct app_decoder app_decoder_hl7 = {
	.name = "hl7",
	.specification = "HL7 2.x, MLLP 1",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 2575 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
