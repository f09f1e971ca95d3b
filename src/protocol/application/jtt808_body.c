/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of JT/T 808: what tells of a person, a place or a secret. */
#include "protocol/application/jtt808.h"

#include "protocol/application/jtt808_position.h"
#include "protocol/application/members.h"

/* What a reader of a body works with. */
struct reading {
	struct jtt808 *jtt808;
	const struct jtt808_message *message;
	struct message said;
	struct cursor body;
	struct members *members;
	struct observer *observer;
};

/* Text with its size (1 byte) before it. */
static struct bytes take_counted(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	return cursor_take(cursor, size);
}

static void say_members(struct reading *reading)
{
	members_say(reading->members, &reading->said, reading->message->where, reading->observer);
	members_begin(reading->members);
}

static void hand_over(struct reading *reading, struct bytes content, struct bytes media_type,
		      struct bytes label)
{
	struct message said = reading->said;

	said.media_type = media_type;
	said.label = label;
	said.incomplete = reading->message->incomplete;
	observer_content(reading->observer, &said, content, reading->message->where);
}

/* ---- registration and authentication ---- */

/* The telephone number as text, for the user of a credential. */
static struct bytes phone_text(const struct reading *reading, struct members *scratch)
{
	members_begin(scratch);
	members_bcd(scratch, "terminalPhone", reading->message->phone);
	return scratch->count ? scratch->list[0].value : BYTES_EMPTY;
}

static bool read_registration(struct reading *reading)
{
	struct cursor *body = &reading->body;
	bool newer = reading->message->newer, oldest = !newer && cursor_left(body) < 37;

	cursor_skip(body, 4); /* province, city */
	members_text(reading->members, "manufacturerId", cursor_take(body, newer ? 11 : 5));
	members_text(reading->members, "terminalModel", cursor_take(body, newer ? 30 : oldest ? 8 : 20));
	members_text(reading->members, "terminalId", cursor_take(body, newer ? 30 : 7));
	uint8_t colour = cursor_u8(body);

	/* Without a plate the number of the chassis stands there. */
	members_text(reading->members, colour ? "plateNumber" : "vehicleIdentification", body->rest);
	return cursor_ok(body);
}

static const char REGISTERED[] = "token that the platform gives at registration and takes as proof";
static const char PROVES[] = "token by which the terminal proves itself";

static bool read_registration_answer(struct reading *reading)
{
	struct observation said = observation_of(KIND_CREDENTIAL);
	struct members scratch;

	cursor_skip(&reading->body, 2);
	if (cursor_u8(&reading->body) != 0 || !cursor_left(&reading->body))
		return cursor_ok(&reading->body);
	observation_word(&said, ATTRIBUTE_SCHEME, "jtt808");
	observation_word(&said, ATTRIBUTE_CLASS, "token");
	observation_word(&said, ATTRIBUTE_DATA, "credential.token");
	observation_text(&said, ATTRIBUTE_USER, phone_text(reading, &scratch));
	observation_text(&said, ATTRIBUTE_SECRET, reading->body.rest);
	observation_word(&said, ATTRIBUTE_METHOD, "8100 registration answer");
	observation_word(&said, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&said, ATTRIBUTE_WHY, REGISTERED);
	said.shown_at_start = 3;
	said.shown_at_end = 4;
	observer_say(reading->observer, &said, reading->message->where);
	return true;
}

void jtt808_say_login(struct jtt808 *jtt808, const char *result, struct observer *observer)
{
	if (login_pending(&jtt808->login))
		login_say(&jtt808->login, "0102 authentication", PROVES, result, observer);
}

static bool read_authentication(struct reading *reading)
{
	struct cursor *body = &reading->body;
	struct login *login = &reading->jtt808->login;
	struct members scratch;
	struct bytes token = body->rest;

	jtt808_say_login(reading->jtt808, "unknown", reading->observer);
	if (reading->message->newer) {
		token = take_counted(body);
		members_text(reading->members, "imei", cursor_take(body, 15));
		members_text(reading->members, "softwareVersion", cursor_take(body, 20));
	}
	if (!token.size)
		return cursor_ok(body);
	login_begin(login, "jtt808", "token", NULL);
	login_user(login, phone_text(reading, &scratch), reading->message->where, reading->observer);
	login_secret(login, token, reading->message->where, reading->observer);
	return cursor_ok(body);
}

/* The general answer of the platform. */
static bool read_answer(struct reading *reading)
{
	cursor_skip(&reading->body, 2);
	uint16_t to = cursor_be16(&reading->body);
	uint8_t result = cursor_u8(&reading->body);

	if (cursor_ok(&reading->body) && to == 0x0102)
		jtt808_say_login(reading->jtt808, result == 0 ? "accepted" : "refused", reading->observer);
	return cursor_ok(&reading->body);
}

/* What the terminal is. */
static bool read_attributes(struct reading *reading)
{
	struct cursor *body = &reading->body;
	bool newer = reading->message->newer;

	cursor_skip(body, 2);
	members_text(reading->members, "manufacturerId", cursor_take(body, 5));
	members_text(reading->members, "terminalModel", cursor_take(body, newer ? 30 : 20));
	members_text(reading->members, "terminalId", cursor_take(body, newer ? 30 : 7));
	members_bcd(reading->members, "iccid", cursor_take(body, 10));
	members_text(reading->members, "hardwareVersion", take_counted(body));
	members_text(reading->members, "firmwareVersion", take_counted(body));
	return cursor_ok(body);
}

/* ---- places ---- */

static bool read_position(struct reading *reading)
{
	bool right = jtt808_read_position(&reading->body, reading->members);

	return right || reading->message->incomplete;
}

static bool read_position_answer(struct reading *reading)
{
	cursor_skip(&reading->body, 2);
	return read_position(reading);
}

static bool read_positions(struct reading *reading)
{
	unsigned count = cursor_be16(&reading->body);

	cursor_skip(&reading->body, 1);
	say_members(reading);
	for (unsigned i = 0; i < count && cursor_ok(&reading->body); i++) {
		size_t size = cursor_be16(&reading->body);
		struct cursor position = cursor_over(cursor_take(&reading->body, size));

		if (!cursor_ok(&reading->body) || !jtt808_read_position(&position, reading->members))
			return reading->message->incomplete;
		say_members(reading);
	}
	return cursor_ok(&reading->body) || reading->message->incomplete;
}

/* ---- what is carried ---- */

static bool read_multimedia(struct reading *reading)
{
	static const struct bytes types[] = { BYTES("image/jpeg"), BYTES("image/tiff"), BYTES("audio/mpeg"),
					      BYTES("audio/wav"), BYTES("video/x-ms-wmv") };
	struct cursor *body = &reading->body;

	cursor_skip(body, 4);
	uint8_t sort = cursor_u8(body), format = cursor_u8(body);

	cursor_skip(body, 2);
	/* Since 2013 the place stands before the data. */
	bool placed = sort > 2 || cursor_left(body) < 28 ||
		      (cursor_peek(body, 0) != 0xff && cursor_peek(body, 0) != '#' &&
		       cursor_peek(body, 0) != 'R');

	if (placed && cursor_left(body) >= 28) {
		struct cursor place = cursor_over(cursor_take(body, 28));

		(void)jtt808_read_position(&place, reading->members);
	}
	if (cursor_left(body))
		hand_over(reading, body->rest, format < 5 ? types[format] : BYTES_EMPTY, BYTES("multimedia"));
	return cursor_ok(body);
}

static bool read_transparent(struct reading *reading)
{
	cursor_skip(&reading->body, 1);
	if (cursor_left(&reading->body))
		hand_over(reading, reading->body.rest, BYTES_EMPTY, BYTES("transparent"));
	return cursor_ok(&reading->body);
}

static bool read_compressed(struct reading *reading)
{
	cursor_skip(&reading->body, 4);
	if (cursor_left(&reading->body))
		hand_over(reading, reading->body.rest, BYTES("application/gzip"), BYTES("compressed"));
	return cursor_ok(&reading->body);
}

/* A text message to the terminal; since 2019 with its sort behind the flag. */
static bool read_text(struct reading *reading)
{
	cursor_skip(&reading->body, reading->message->newer ? 2 : 1);
	members_text(reading->members, "text", reading->body.rest);
	return cursor_ok(&reading->body);
}

/* ---- persons ---- */

static bool read_driver(struct reading *reading)
{
	struct cursor *body = &reading->body;
	bool newer = reading->message->newer;

	if (newer || cursor_peek(body, 0) == 1 || cursor_peek(body, 0) == 2) {
		uint8_t inserted = cursor_u8(body);

		cursor_skip(body, 6);
		if (inserted != 1 || cursor_u8(body) != 0)
			return cursor_ok(body);
	}
	members_text(reading->members, "driverFullName", take_counted(body));
	members_text(reading->members, "driverCertificateNo", cursor_take(body, 20));
	members_text(reading->members, "issuer", take_counted(body));
	cursor_skip(body, 4);
	if (newer)
		members_text(reading->members, "driverIdCard", cursor_take(body, 20));
	return cursor_ok(body);
}

static bool read_phone_book(struct reading *reading)
{
	struct cursor *body = &reading->body;

	cursor_skip(body, 1);
	unsigned count = cursor_u8(body);

	say_members(reading);
	for (unsigned i = 0; i < count && cursor_ok(body); i++) {
		cursor_skip(body, 1);
		members_text(reading->members, "contactPhone", take_counted(body));
		members_text(reading->members, "contactName", take_counted(body));
		if (cursor_ok(body))
			say_members(reading);
	}
	return cursor_ok(body);
}

/* The terminal is told to call: an ordinary call, or one to listen in. */
static bool read_call_back(struct reading *reading)
{
	uint8_t flag = cursor_u8(&reading->body);

	members_text(reading->members, flag == 1 ? "monitorPhone" : "phone", reading->body.rest);
	return cursor_ok(&reading->body);
}

/* Parameters whose value is text. */
static const struct {
	uint32_t id;
	const char *name;
} parameters[] = {
	{ 0x0010, "accessPointName" },	  { 0x0011, "dialUserName" },	     { 0x0012, "dialPassword" },
	{ 0x0013, "serverAddress" },	  { 0x0014, "backupAccessPoint" },   { 0x0015, "backupDialUserName" },
	{ 0x0016, "backupDialPassword" }, { 0x0017, "backupServerAddress" }, { 0x001a, "cardServerAddress" },
	{ 0x0023, "slaveAccessPoint" },	  { 0x0024, "slaveDialUserName" },   { 0x0025, "slaveDialPassword" },
	{ 0x0026, "slaveServerAddress" }, { 0x0040, "platformPhone" },	     { 0x0041, "resetPhone" },
	{ 0x0042, "factoryResetPhone" },  { 0x0043, "platformSmsPhone" },    { 0x0044, "alarmSmsPhone" },
	{ 0x0048, "monitorPhone" },	  { 0x0049, "privilegedSmsPhone" },  { 0x0083, "plateNumber" },
};

static bool read_parameters(struct reading *reading)
{
	struct cursor *body = &reading->body;
	unsigned count = cursor_u8(body);

	for (unsigned i = 0; i < count && cursor_ok(body); i++) {
		uint32_t id = cursor_be32(body);
		struct bytes value = take_counted(body);

		for (size_t p = 0; p < sizeof parameters / sizeof *parameters; p++)
			if (parameters[p].id == id)
				members_text(reading->members, parameters[p].name, value);
	}
	return cursor_ok(body);
}

static bool read_parameters_answer(struct reading *reading)
{
	cursor_skip(&reading->body, 2);
	return read_parameters(reading);
}

/* ---- which message is which ---- */

static const struct sort {
	uint16_t id;
	struct bytes name;
	bool (*read)(struct reading *reading);
} sorts[] = {
	{ 0x0200, BYTES("0200 position"), read_position },
	{ 0x0002, BYTES("0002 heartbeat"), NULL },
	{ 0x8001, BYTES("8001 answer"), read_answer },
	{ 0x0001, BYTES("0001 answer"), NULL },
	{ 0x0704, BYTES("0704 positions"), read_positions },
	{ 0x0801, BYTES("0801 multimedia"), read_multimedia },
	{ 0x0800, BYTES("0800 multimedia event"), NULL },
	{ 0x0003, BYTES("0003 deregistration"), NULL },
	{ 0x0004, BYTES("0004 time query"), NULL },
	{ 0x0100, BYTES("0100 registration"), read_registration },
	{ 0x0102, BYTES("0102 authentication"), read_authentication },
	{ 0x0104, BYTES("0104 parameters"), read_parameters_answer },
	{ 0x0107, BYTES("0107 attributes"), read_attributes },
	{ 0x0201, BYTES("0201 position answer"), read_position_answer },
	{ 0x0702, BYTES("0702 driver"), read_driver },
	{ 0x0900, BYTES("0900 transparent"), read_transparent },
	{ 0x0901, BYTES("0901 compressed"), read_compressed },
	{ 0x8100, BYTES("8100 registration answer"), read_registration_answer },
	{ 0x8103, BYTES("8103 parameters"), read_parameters },
	{ 0x8300, BYTES("8300 text"), read_text },
	{ 0x8400, BYTES("8400 call back"), read_call_back },
	{ 0x8401, BYTES("8401 phone book"), read_phone_book },
	{ 0x8900, BYTES("8900 transparent"), read_transparent },
};

/* The others that the editions know; nothing in them is read. */
static const uint16_t others[] = {
	0x0005, 0x0108, 0x0301, 0x0302, 0x0303, 0x0500, 0x0608, 0x0700, 0x0701, 0x0705, 0x0802, 0x0805,
	0x0a00, 0x1003, 0x1005, 0x1205, 0x1206, 0x8003, 0x8004, 0x8104, 0x8105, 0x8106, 0x8107, 0x8108,
	0x8201, 0x8202, 0x8203, 0x8204, 0x8301, 0x8302, 0x8303, 0x8304, 0x8500, 0x8600, 0x8601, 0x8602,
	0x8603, 0x8604, 0x8605, 0x8606, 0x8607, 0x8608, 0x8700, 0x8701, 0x8702, 0x8800, 0x8801, 0x8802,
	0x8803, 0x8804, 0x8805, 0x8a00, 0x9003, 0x9101, 0x9102, 0x9105, 0x9201, 0x9202, 0x9205, 0x9206,
};

static const struct sort *sort_of(uint16_t id)
{
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (sorts[i].id == id)
			return &sorts[i];
	return NULL;
}

bool jtt808_knows(uint16_t id)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (others[i] == id)
			return true;
	return sort_of(id) != NULL;
}

bool jtt808_read(struct jtt808 *jtt808, const struct jtt808_message *message, struct observer *observer)
{
	const struct sort *sort = sort_of(message->id);
	struct members members;
	struct reading reading = {
		.jtt808 = jtt808,
		.message = message,
		.said = { .part = BYTES("body"), .method = sort ? sort->name : BYTES_EMPTY },
		.body = cursor_over(message->body),
		.members = &members,
		.observer = observer,
	};
	bool right = true;

	members_begin(&members);
	members_bcd(&members, "terminalPhone", message->phone);
	if (sort && sort->read)
		right = sort->read(&reading) || message->incomplete;
	else if (!sort && message->body.size >= 8)
		hand_over(&reading, message->body, BYTES_EMPTY, BYTES_EMPTY);
	say_members(&reading);
	return right;
}
