/* SPDX-License-Identifier: Apache-2.0 */
/* What modems answer to AT commands (3GPP TS 27.007 and the makers' own), which trackers and watches pass on
 * as they are:
 *
 *     +CGNSINF: 1,1,20260301080000.000,31.230400,121.473700,12.0,…      a position in degrees
 *     +CGPSINFO: 3113.824000,N,12128.422000,E,010326,080000.0,…         one in degrees and minutes
 *     +CENG: 0,"0074,33,00,460,00,45,8c9d,07,05,50a1,255"               network, cell and area
 *     +CREG: 2,1,"50A1","08C9DF03"                                      area and cell
 *     +CWLAP:(4,"home",-57,"00:11:22:33:44:55",6)                       access points around, one a line
 *     AT+CWJAP="home","Invented#1"                                      the home's network with its
 * passphrase
 *
 * A position with no fix is empty or zero, a cell without service zeros or ones. Left out: commands of the
 * same names without values, and replies that have none of a person (signal, battery, clock). */
#include "recognise/text.h"

#include "recognise/position.h"

enum { LONGEST_NAME = 12, LONGEST_LINE = 512, MOST_FIELDS = 24 };

/* One line behind its name, in parts: without quotes and brackets. */
struct reply {
	struct bytes name;
	struct bytes fields[MOST_FIELDS];
	bool quoted[MOST_FIELDS]; /* the part stood in quotes by itself */
	size_t count;
};

static bool is_degrees_pair(const struct reply *reply, size_t at, struct degrees *north, struct degrees *east)
{
	struct degrees a, b;

	if (at + 2 > reply->count || bytes_find_byte(reply->fields[at], '.') == SIZE_MAX ||
	    !degrees_read(reply->fields[at], &a) || !degrees_read(reply->fields[at + 1], &b) ||
	    a.decimals < 4 || b.decimals < 4)
		return false;
	bool turned = !degrees_on_earth(&a, &b) || degrees_in_china(&b, &a);

	*north = turned ? b : a;
	*east = turned ? a : b;
	return degrees_on_earth(north, east);
}

static bool is_letter_of(struct bytes field, const char *letters)
{
	return field.size == 1 && bytes_find_byte(bytes_of(letters), field.data[0]) != SIZE_MAX;
}

/* `3113.8240,N,12128.4220,E` or `3113.8240N,12128.4220E`; how many parts, 0: it is none. */
static size_t read_minutes(const struct reply *reply, size_t at, struct degrees *north, struct degrees *east)
{
	if (at + 4 <= reply->count && is_letter_of(reply->fields[at + 1], "NS") &&
	    is_letter_of(reply->fields[at + 3], "EW") && degrees_read_nmea(reply->fields[at], 2, north) &&
	    degrees_read_nmea(reply->fields[at + 2], 3, east))
		return 4;
	if (at + 2 > reply->count)
		return 0;
	struct bytes a = reply->fields[at], b = reply->fields[at + 1];

	if (a.size < 2 || b.size < 2 || !is_letter_of(bytes_from(a, a.size - 1), "NS") ||
	    !is_letter_of(bytes_from(b, b.size - 1), "EW"))
		return 0;
	a.size--;
	b.size--;
	return degrees_read_nmea(a, 2, north) && degrees_read_nmea(b, 3, east) ? 2 : 0;
}

static bool say(struct reading *reading, const char *type, enum confidence confidence, struct bytes value,
		unsigned decimals, const char *why)
{
	const struct data_type *data = taxonomy_type(reading->taxonomy, type);
	struct recognition found = {
		.type = data,
		.confidence = confidence,
		.value = value,
		.decimals = decimals,
	};

	if (!data || value.size == 0)
		return false;
	recognition_explain(&found, why, BYTES_EMPTY);
	return text_say(reading, &found);
}

/* All from the part `first` to the part `last`. */
static struct bytes span_of(const struct reply *reply, size_t first, size_t last)
{
	const uint8_t *start = reply->fields[first].data;
	struct bytes end = reply->fields[last];

	return (struct bytes){ start, (size_t)(end.data + end.size - start) };
}

static bool meet_position(struct reading *reading, const struct reply *reply)
{
	for (size_t i = 0; i < reply->count; i++) {
		struct degrees north, east;
		size_t parts = is_degrees_pair(reply, i, &north, &east)
				       ? 2
				       : read_minutes(reply, i, &north, &east);

		if (parts && (north.millionths || east.millionths))
			return say(reading, "location.precise", CONFIDENCE_CERTAIN,
				   span_of(reply, i, i + parts - 1),
				   north.decimals < east.decimals ? north.decimals : east.decimals,
				   "a modem's reply with a position");
	}
	return false;
}

/* Hexadecimal digits that are neither all zeros nor all ones, nor the FFFE of a modem that knows none. */
static bool is_cell_number(struct bytes field, size_t least, size_t most)
{
	if (bytes_start_with_nocase(field, BYTES("0x")))
		field = bytes_from(field, 2);
	if (field.size < least || field.size > most || shape_is_monotone(field) ||
	    bytes_equal_nocase(field, BYTES("fffe")))
		return false;
	for (size_t i = 0; i < field.size; i++)
		if (!is_hex(field.data[i]))
			return false;
	return true;
}

/* Country and network, in two parts or as `460-00`: in how many, 0: it is none. */
static size_t network_parts(const struct reply *reply, size_t at)
{
	struct bytes country = bytes_slice(reply->fields[at], 0, 3), rest = bytes_from(reply->fields[at], 3);
	bool joined = rest.size && rest.data[0] == '-';
	unsigned number;

	if (!digits_read(country, 0, 3, &number) || number < 200 || number > 799 || (rest.size && !joined))
		return 0;
	if (joined)
		rest = bytes_from(rest, 1);
	else if (at + 1 < reply->count)
		rest = reply->fields[at + 1];
	if (rest.size < 1 || rest.size > 3 || !digits_read(rest, 0, rest.size, &number))
		return 0;
	return joined ? 1 : 2;
}

/* A network, and before or behind it a cell or an area. */
static bool meet_serving_cell(struct reading *reading, const struct reply *reply)
{
	size_t network = 0, parts = 0;

	while (network < reply->count && !(parts = network_parts(reply, network)))
		network++;
	for (size_t i = network ? network - 1 : 0; parts && i < reply->count; i++)
		if ((i < network || i >= network + parts) && is_cell_number(reply->fields[i], 4, 9))
			return say(reading, "location.cell", CONFIDENCE_LIKELY,
				   span_of(reply, 0, reply->count - 1), 0,
				   "a modem's reply with network and cell");
	return false;
}

static bool meet_registration(struct reading *reading, const struct reply *reply)
{
	for (size_t i = 1; i + 1 < reply->count && i < 3; i++)
		if (reply->quoted[i] && reply->quoted[i + 1] && is_cell_number(reply->fields[i], 4, 4) &&
		    is_cell_number(reply->fields[i + 1], 4, 8))
			return say(reading, "location.cell", CONFIDENCE_LIKELY, span_of(reply, i, i + 1), 0,
				   "a modem's reply with area and cell");
	return false;
}

/* Whether a line near `start` is another reply of the same name: a list has two. */
static bool has_neighbour(const struct reading *reading, struct bytes name, size_t start, size_t end)
{
	size_t first = start > LONGEST_LINE ? start - LONGEST_LINE : 0;
	struct bytes before = bytes_slice(reading->text, first, start - first - 1);
	struct bytes after = bytes_slice(reading->text, end, LONGEST_LINE);

	return bytes_find(before, name) != SIZE_MAX || bytes_find(after, name) != SIZE_MAX;
}

static bool is_hardware_address(struct bytes field)
{
	struct shape shape = shape_of(field, false);
	struct fitting fitting = { .part = field };

	return field.size == 17 && validator_named("mac")->fits(&shape, &fitting) != FIT_NO;
}

static bool meet_access_point(struct reading *reading, const struct reply *reply)
{
	size_t start = (size_t)(reply->name.data - reading->text.data);

	for (size_t i = 0; i < reply->count; i++) {
		struct bytes field = reply->fields[i];
		size_t end = (size_t)(field.data - reading->text.data) + field.size;

		if (is_hardware_address(field) && has_neighbour(reading, reply->name, start, end))
			return say(reading, "location.nearby-networks", CONFIDENCE_CERTAIN, field, 0,
				   "a modem's list of access points");
	}
	return false;
}

/* The network that a modem joins: its name, then a passphrase (command) or a hardware address (reply). */
static bool meet_join(struct reading *reading, const struct reply *reply)
{
	if (reply->count < 2 || !reply->quoted[0] || !reply->quoted[1] || reply->fields[0].size == 0)
		return false;
	struct shape shape = shape_of(reply->fields[1], false);
	bool address = is_hardware_address(reply->fields[1]);

	if (shape_is_nothing(&shape) ||
	    (!address && (reply->fields[1].size < 8 || reply->fields[1].size > 64)))
		return false;
	(void)say(reading, "network.ssid", CONFIDENCE_CERTAIN, reply->fields[0], 0,
		  "the network that a modem joins");
	return say(reading, address ? "network.bssid" : "credential.wifi-passphrase",
		   address ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, reply->fields[1], 0,
		   address ? "the network that a modem joined" : "a modem is told to join a network with it");
}

static const struct {
	struct bytes name;
	bool (*meet)(struct reading *reading, const struct reply *reply);
} kinds[] = {
	{ BYTES("CGNSINF"), meet_position },
	{ BYTES("CGPSINFO"), meet_position },
	{ BYTES("CGNSSINFO"), meet_position },
	{ BYTES("CGPSINF"), meet_position },
	{ BYTES("QGPSLOC"), meet_position },
	{ BYTES("QGNSSLOC"), meet_position },
	{ BYTES("UGNSINF"), meet_position },
	{ BYTES("UULOC"), meet_position },
	{ BYTES("CLBS"), meet_position },
	{ BYTES("QLBS"), meet_position },
	{ BYTES("QCELLLOC"), meet_position },
	{ BYTES("CIPGSMLOC"), meet_position },
	{ BYTES("CENG"), meet_serving_cell },
	{ BYTES("QENG"), meet_serving_cell },
	{ BYTES("CPSI"), meet_serving_cell },
	{ BYTES("CREG"), meet_registration },
	{ BYTES("CGREG"), meet_registration },
	{ BYTES("CEREG"), meet_registration },
	{ BYTES("CWLAP"), meet_access_point },
	{ BYTES("QWIFISCAN"), meet_access_point },
	{ BYTES("CWSTASCAN"), meet_access_point },
	{ BYTES("CWJAP"), meet_join },
	{ BYTES("CWJAP_CUR"), meet_join },
	{ BYTES("CWJAP_DEF"), meet_join },
	{ BYTES("CWSAP"), meet_join },
};

static void add_field(struct reply *reply, struct bytes field, bool quoted)
{
	while (field.size && bytes_find_byte(BYTES(" \"("), field.data[0]) != SIZE_MAX)
		field = bytes_from(field, 1);
	while (field.size && bytes_find_byte(BYTES(" \")"), field.data[field.size - 1]) != SIZE_MAX)
		field.size--;
	reply->quoted[reply->count] = quoted;
	reply->fields[reply->count++] = field;
}

static void split(struct bytes line, struct reply *reply)
{
	while (line.size && reply->count < MOST_FIELDS) {
		struct bytes trimmed = bytes_trim(line);
		bool quoted = trimmed.size > 1 && trimmed.data[0] == '"';

		/* A comma in quotes is part of a name, but for lists that are quoted as a whole. */
		if (quoted) {
			struct bytes rest = bytes_from(trimmed, 1), text = bytes_split(&rest, '"');

			if (bytes_find_byte(text, ',') == SIZE_MAX) {
				add_field(reply, text, true);
				(void)bytes_split(&rest, ',');
				line = rest;
				continue;
			}
		}
		add_field(reply, bytes_split(&line, ','), false);
	}
}

/* The capital letters behind a plus that end at `sign`. */
static struct bytes name_before(const struct reading *reading, size_t sign)
{
	size_t start = sign;

	while (start > reading->done && sign - start <= LONGEST_NAME) {
		uint8_t byte = reading->text.data[start - 1];

		if (byte == '+')
			return bytes_slice(reading->text, start, sign - start);
		if ((byte < 'A' || byte > 'Z') && byte != '_')
			break;
		start--;
	}
	return BYTES_EMPTY;
}

bool text_meet_reply(struct reading *reading, size_t sign)
{
	struct bytes name = name_before(reading, sign);

	for (size_t i = 0; name.size && i < sizeof kinds / sizeof *kinds; i++) {
		if (!bytes_equal(name, kinds[i].name))
			continue;
		struct bytes line = bytes_slice(reading->text, sign + 1, LONGEST_LINE);
		struct reply reply = { .name = name };
		size_t end = 0;

		while (end < line.size && !is_line_end(line.data[end]))
			end++;
		split(bytes_slice(line, 0, end), &reply);
		return kinds[i].meet(reading, &reply);
	}
	return false;
}
