/* SPDX-License-Identifier: Apache-2.0 */
/* What several values, or the names around an image, are together. */
#include "data_types.h"

#include "recognise/recognise.h"

#include <stdio.h>

/* A record written as `field=value;field=value`, at most eight of them. */
struct sample {
	const char *record, *found; /* `type confidence` */
	unsigned decimals;
};

static size_t read_record(struct bytes text, struct field_value values[8])
{
	size_t count = 0;

	while (text.size && count < 8) {
		struct bytes value = bytes_split(&text, ';'), field = bytes_split(&value, '=');

		values[count++] = (struct field_value){ .field = field, .value = value };
	}
	return count;
}

static void joins_what_belongs_together(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "lat=31.230416;lng=121.473701", "location.precise certain", 6 },
		{ "Latitude=31.2304;Longitude=121.47", "", 0 },
		{ "Latitude=31.2304;Longitude=121.473", "location.precise certain", 3 },
		{ "latitude=51.50070;longitude=-0.12460", "location.precise likely", 5 },
		{ "gps_lat=31230416;gps_lon=121473701", "location.precise likely", 6 },
		{ "纬度=31.2304;经度=121.4737", "location.precise certain", 4 },
		{ "lat=0;lng=0", "", 0 },
		{ "lat=0.0000;lng=0.0000", "", 0 },
		{ "lat=31.230416;x=121.473701", "", 0 },
		{ "lat=131.230416;lng=121.473701", "", 0 },
		{ "flat=31.2304;long=121.4737", "", 0 },
		{ "lat=latitude;lng=longitude", "", 0 },
		{ "platform=31.2304;along=121.4737", "", 0 },
		{ "lac=20857;cid=43212;mnc=1", "location.cell likely", 0 },
		{ "lac=20857;cid=43212", "", 0 },
		{ "code=unlock_face;userId=3;time=1700000000", "record.unlock certain", 0 },
		{ "event=unlock_fingerprint;time=1700000000", "record.unlock likely", 0 },
		{ "event=unlock_fingerprint;battery=80", "", 0 },
		/* the numbers of Aliyun, of Tencent's and Tuya's video locks; Tuya's words */
		{ "lockUserId=7;lockUserType=1;gmtCreate=1700000000", "record.unlock certain", 0 },
		{ "lock_event=8;user_id=7;timestamp=1700000000", "record.unlock certain", 0 },
		{ "unlock_type=4;userId=7", "record.unlock likely", 0 },
		{ "code=unlock_finger_vein;userId=7;t=1700000000", "record.unlock certain", 0 },
		{ "lock_event=6;timestamp=1700000000", "", 0 },
		{ "lockUserType=9;lockUserId=7;time=1700000000", "", 0 },
		{ "event=8;userId=7;time=1700000000", "", 0 },
		{ "click_event=8;userId=7;time=1700000000", "", 0 },
		{ "lock_event=8;battery=80", "", 0 },
		{ "code=hijack;time=1700000000", "", 0 },
		{ "event=low_battery;userId=3;time=1700000000", "", 0 },
		{ "event=click;user=3;time=1700000000", "", 0 },
		{ "ssid=HomeNet;password=correcthorse", "credential.wifi-passphrase likely", 0 },
		{ "ssid=HomeNet;password=********", "", 0 },
		{ "ssid=HomeNet;user=admin;password=correcthorse", "", 0 },
		{ "ssid=;password=correcthorse", "", 0 },
		{ "", "", 0 },
	};
	unsigned wrong = 0;

	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		struct bytes text = hostile_copy(bytes_of(SAMPLES[i].record));
		struct field_value values[8];
		struct recognition found[4] = { 0 };
		size_t count = recognise_record(*state, values, read_record(text, values), found, 4);
		char got[128] = "";

		if (count)
			snprintf(got, sizeof got, "%s %s", found[0].type->id,
				 confidence_name(found[0].confidence));
		if (strcmp(got, SAMPLES[i].found) != 0 ||
		    (count && found[0].decimals != SAMPLES[i].decimals) || count > 1) {
			wrong++;
			print_error("%s: expected \"%s\", got \"%s\", %u decimals, %zu in all\n",
				    SAMPLES[i].record, SAMPLES[i].found, got, found[0].decimals, count);
		}
		hostile_free(text);
	}
	assert_int_equal(wrong, 0);
}

static void knows_a_vector_by_its_length(void **state)
{
	static struct field_value values[300];
	struct recognition found[4];

	for (size_t i = 0; i < COUNT_OF(values); i++)
		values[i] = (struct field_value){ .field = BYTES("faceFeature"),
						  .value = BYTES("0.125"),
						  .number = true };
	assert_int_equal(recognise_record(*state, values, 128, found, 4), 1);
	assert_string_equal(found[0].type->id, "biometric.face.template");
	assert_int_equal(recognise_record(*state, values, 300, found, 4), 0);
	assert_int_equal(recognise_record(*state, values, 127, found, 4), 0);
	for (size_t i = 0; i < COUNT_OF(values); i++)
		values[i].field = BYTES("samples");
	assert_int_equal(recognise_record(*state, values, 128, found, 4), 0);
}

static void says_which_fields_matter(void **state)
{
	static const char *const JOIN[] = { "lat", "gpsLongitude", "eventType", "lac", "ssid" };
	static const char *const NOT[] = { "platform", "battery", "flat", "" };
	static const char *const USERS[] = { "user", "userName", "login", "account", "用户名" };
	static const char *const SECRETS[] = { "password", "pwd", "accessToken", "wifiPassword", "密码" };
	static const char *const NEITHER[] = { "userAgent", "passenger", "changePassword",
					       "tokenType", "loginTime", "" };

	for (size_t i = 0; i < COUNT_OF(JOIN); i++)
		assert_true(recognise_joins(*state, bytes_of(JOIN[i])));
	for (size_t i = 0; i < COUNT_OF(NOT); i++)
		assert_false(recognise_joins(*state, bytes_of(NOT[i])));
	for (size_t i = 0; i < COUNT_OF(USERS); i++)
		assert_true(recognise_names_user(*state, bytes_of(USERS[i])));
	for (size_t i = 0; i < COUNT_OF(SECRETS); i++)
		assert_true(recognise_names_secret(*state, bytes_of(SECRETS[i])));
	for (size_t i = 0; i < COUNT_OF(NEITHER); i++) {
		assert_false(recognise_names_user(*state, bytes_of(NEITHER[i])));
		assert_false(recognise_names_secret(*state, bytes_of(NEITHER[i])));
	}
}

struct media_sample {
	const char *medium, *name, *found;
};

static void tells_faces_from_other_pictures(void **state)
{
	static const struct media_sample SAMPLES[] = {
		{ "image", "faceImage", "biometric.face.image certain" },
		{ "image", "face_base64", "biometric.face.image certain" },
		{ "image", "FacePicURL", "biometric.face.image certain" },
		{ "image", "enroll_face", "biometric.face.image certain" },
		{ "image", "人脸照片", "biometric.face.image certain" },
		{ "image", "/api/v1/face/upload", "biometric.face.image certain" },
		{ "image", "lock/123/face/event", "biometric.face.image certain" },
		{ "image", "face", "biometric.face.image likely" },
		{ "image", "face.jpg", "biometric.face.image likely" },
		{ "image", "surface", "media.image possible" },
		{ "image", "interfaceData", "media.image possible" },
		{ "image", "/facebook/icon.png", "media.image possible" },
		{ "image", "typeface", "media.image possible" },
		{ "image", "faceplate", "media.image possible" },
		{ "image", "preface", "media.image possible" },
		{ "image", "Facet", "media.image possible" },
		{ "image", "watch_face", "media.image possible" },
		{ "image", "snapshot", "media.image likely" },
		{ "image", "closeup_pic", "media.image likely" },
		{ "image", "", "media.image possible" },
		{ "voice", "voice_message", "voice.recording certain" },
		{ "voice", "x", "voice.recording possible" },
		{ "video", "doorbell", "media.video likely" },
		{ "video", "faceImage", "media.video possible" },
		{ "smell", "faceImage", "" },
	};
	unsigned wrong = 0;

	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		struct bytes name = hostile_copy(bytes_of(SAMPLES[i].name));
		struct recognition found = { 0 };
		size_t count = recognise_media(*state, SAMPLES[i].medium, &name, 1, NULL, &found);
		char got[128] = "";

		if (count)
			snprintf(got, sizeof got, "%s %s", found.type->id, confidence_name(found.confidence));
		if (strcmp(got, SAMPLES[i].found) != 0) {
			wrong++;
			print_error("%s: expected \"%s\", got \"%s\" (%s)\n", SAMPLES[i].name,
				    SAMPLES[i].found, got, found.why);
		}
		hostile_free(name);
	}
	assert_int_equal(wrong, 0);
}

static void the_best_of_several_names_decides(void **state)
{
	static const struct bytes NAMES[] = { BYTES("snapshot"), BYTES("/upload/1.jpg"), BYTES("facePhoto"),
					      BYTES("face") };
	struct recognition found;

	assert_int_equal(recognise_media(*state, "image", NAMES, COUNT_OF(NAMES), NULL, &found), 1);
	assert_string_equal(found.type->id, "biometric.face.image");
	assert_true(bytes_equal(found.value, BYTES("facePhoto")));
	assert_string_equal(found.why, "named so, key \"facephoto\"");
}

static void cards_are_told_by_name_and_shape(void **state)
{
	static const struct {
		const char *name;
		struct extent extent;
		const char *found;
	} SAMPLES[] = {
		{ "idCardFront", { 0, 0 }, "id.card-photo" },
		{ "idcard_front_img", { 640, 480 }, "id.card-photo" },
		{ "身份证正面", { 1000, 1000 }, "id.card-photo" },
		{ "idCard", { 856, 540 }, "id.card-photo" },
		{ "id_photo", { 540, 856 }, "id.card-photo" },
		{ "certFront", { 1011, 638 }, "id.card-photo" },
		{ "card_back", { 856, 540 }, "id.card-photo" },
		{ "证件正面", { 1600, 1010 }, "id.card-photo" },
		/* another shape, none known, another card, another name */
		{ "idCard", { 640, 480 }, "media.image" },
		{ "card_back", { 1500, 1000 }, "media.image" },
		{ "certFront", { 1920, 1080 }, "media.image" },
		{ "idCard", { 0, 0 }, "media.image" },
		{ "business_card_front", { 856, 540 }, "media.image" },
		{ "snapshot", { 856, 540 }, "media.image" },
		{ "identity", { 856, 540 }, "media.image" },
	};

	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		struct bytes name = bytes_of(SAMPLES[i].name);
		struct recognition found = { 0 };

		assert_int_equal(recognise_media(*state, "image", &name, 1, &SAMPLES[i].extent, &found), 1);
		if (strcmp(found.type->id, SAMPLES[i].found) != 0)
			fail_msg("%s %ux%u: %s", SAMPLES[i].name, SAMPLES[i].extent.width,
				 SAMPLES[i].extent.height, found.type->id);
	}
}

static void children_are_told_by_their_date_of_birth(void **state)
{
	static const struct bytes today = BYTES("2026-03-01T08:00:00Z");

	(void)state;
	assert_true(recognise_is_child(BYTES("2015-05-20"), today));
	assert_true(recognise_is_child(BYTES("20120302"), today));
	assert_true(recognise_is_child(BYTES("2015年5月20日"), today));
	assert_false(recognise_is_child(BYTES("2012-03-01"), today));
	assert_false(recognise_is_child(BYTES("1990-02-28"), today));
	assert_false(recognise_is_child(BYTES("2026-03-02"), today));
	assert_false(recognise_is_child(BYTES("2015-13-20"), today));
	assert_false(recognise_is_child(BYTES("2015"), today));
}

static void ignore(void *self, const struct recognition *recognition)
{
	struct buffer *said = self;

	buffer_append_format(said, "%s ", recognition->type->id);
}

static void nothing_is_left_after_scrubbing(void **state)
{
	static const struct {
		const char *text, *scrubbed;
	} SAMPLES[] = {
		{ "call 13800138000 now", "call 138****8000 now" },
		{ "id 11010519491231002X", "id 110*************2X" },
		{ "from zhang.wei@example.com!", "from z****************.com!" },
		{ "user=zhang&password=hunter2!", "user=zhang&password=****" },
		{ "a 00:16:3e:5a:6b:7c b", "a 00:16:3e********* b" },
		{ "姓名：张伟", "姓名：张****" },
		{ "nothing here", "nothing here" },
		{ "", "" },
		{ "rtsp://admin:hunter2!@10.0.0.5/live", "rtsp://admin:****@10.0.0.5/live" },
	};
	unsigned wrong = 0;

	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		struct bytes text = hostile_copy(bytes_of(SAMPLES[i].text));
		struct buffer once = buffer_of(1024), left = buffer_of(1024);

		assert_true(recognise_scrub(*state, text, &once));
		recognise_text(*state, buffer_bytes(&once), ignore, &left);
		if (!bytes_equal(buffer_bytes(&once), bytes_of(SAMPLES[i].scrubbed)) || left.size) {
			wrong++;
			print_error("%s: got \"%.*s\", then %.*s\n", SAMPLES[i].text, (int)once.size,
				    once.data ? (const char *)once.data : "", (int)left.size,
				    left.data ? (const char *)left.data : "");
		}
		buffer_free(&once);
		buffer_free(&left);
		hostile_free(text);
	}
	assert_int_equal(wrong, 0);
	struct buffer small = buffer_of(4);

	assert_false(recognise_scrub(*state, BYTES("call 13800138000 now"), &small));
	buffer_free(&small);
}

/* Whatever stands beside each other: after scrubbing nothing more is found. */
static void scrubbing_is_done_when_it_is_done(void **state)
{
	static const char *const PARTS[] = {
		" ",
		"\n",
		"&",
		",",
		"phone=13800138000",
		"&password=hunter2!",
		"11010519491231002X",
		"{\"idNo\":\"11010519491231002X\"}",
		"00:16:3e:5a:6b:7c",
		"zhang.wei@example.com",
		"rtsp://admin:hunter2!@10.0.0.5/live",
		"姓名：张伟",
		"+86 138 0013 8000",
		"birthday=1990-02-28",
		"上海市浦东新区世纪大道100号",
		"ssid=HomeNet5G",
		"Phone: (617) 555-0123\n",
		"password: ",
		"email=",
		"token=Zx81kQ9vT3mB7nRw",
		"iccid:89860012345678901234",
		"carNo=沪A12345",
		"userId=u8f5k19bd3i8",
	};
	uint32_t seed = 1;

	for (unsigned round = 0; round < 5000; round++) {
		struct buffer text = buffer_of(1024), scrubbed = buffer_of(4096), left = buffer_of(1024);

		for (unsigned i = 0; i < 4; i++) {
			seed = seed * 1664525u + 1013904223u;
			buffer_append_text(&text, PARTS[(seed >> 16) % COUNT_OF(PARTS)]);
		}
		assert_true(recognise_scrub(*state, buffer_bytes(&text), &scrubbed));
		recognise_text(*state, buffer_bytes(&scrubbed), ignore, &left);
		if (left.size)
			fail_msg("%.*s became %.*s", (int)text.size, (const char *)text.data,
				 (int)scrubbed.size, (const char *)scrubbed.data);
		buffer_free(&text);
		buffer_free(&scrubbed);
		buffer_free(&left);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_what_belongs_together),
		cmocka_unit_test(knows_a_vector_by_its_length),
		cmocka_unit_test(says_which_fields_matter),
		cmocka_unit_test(tells_faces_from_other_pictures),
		cmocka_unit_test(the_best_of_several_names_decides),
		cmocka_unit_test(cards_are_told_by_name_and_shape),
		cmocka_unit_test(children_are_told_by_their_date_of_birth),
		cmocka_unit_test(nothing_is_left_after_scrubbing),
		cmocka_unit_test(scrubbing_is_done_when_it_is_done),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
