/* SPDX-License-Identifier: Apache-2.0 */
/* The examiner with the real data types and a real table of evidence: what a message's content comes
 * to. Persons and secrets are invented. */
#include "content_bench.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

static const struct message body = { .part = BYTES("body"),
				     .method = BYTES("POST"),
				     .topic = BYTES("/report") };

static const struct {
	const char *text, *expected;
} contents[] = {
	{ "{\"user\":{\"phone\":\"13800138000\"}}",
	  "transmission contact.mobile 13800138000 http:body>json:$.user.phone\n" },
	{ "phone=13800138000&x=1", "transmission contact.mobile 13800138000 http:body>form:phone\n" },
	{ "{\"users\":[{\"phone\":\"13800138000\"},{\"phone\":\"13800138000\"}]}",
	  "transmission contact.mobile 13800138000 http:body>json:$.users[*].phone\n" },
	{ "<r><phone>13800138000</phone></r>",
	  "transmission contact.mobile 13800138000 http:body>xml:$.r.phone\n" },
	/* a secret with the user of its record, whichever comes first */
	{ "{\"password\":\"Invented#1\",\"username\":\"anna\"}",
	  "credential credential.password json password anna Invented#1 http:body>json:$.password\n" },
	{ "username=anna&password=Invented%231",
	  "credential credential.password form password anna Invented#1 http:body>form:password\n" },
	{ "{\"username\":\"anna\",\"auth\":{\"password\":\"Invented#1\"}}",
	  "credential credential.password json password anna Invented#1 http:body>json:$.auth.password\n" },
	{ "{\"username\":\"anna\"}", "" },
	{ "\xa1\x65phonek13800138000", "transmission contact.mobile 13800138000 http:body>cbor:$.phone\n" },
	{ "\x0a\x04\x61nna\x12\x0b\x31\x33\x38\x30\x30\x31\x33\x38\x30\x30\x30\x18\x1f",
	  "transmission contact.mobile 13800138000 http:body>protobuf:2\n" },
	{ "\x82\xa8password\xaaInvented#1\xa8username\xa4\x61nna",
	  "credential credential.password msgpack password anna Invented#1 http:body>msgpack:$.password\n" },
	/* JSON in a string, a token, a URL, hex and base64 of values */
	{ "{\"data\":\"{\\\"phone\\\":\\\"13800138000\\\"}\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.data>json:$.phone\n" },
	/* CBOR, MessagePack, Protocol Buffers and an archive in base64 */
	{ "{\"data\":\"oWVwaG9uZWsxMzgwMDEzODAwMA==\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.data>base64>cbor:$.phone base64\n" },
	{ "{\"data\":\"CgRhbm5hEgsxMzgwMDEzODAwMA==\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.data>base64>protobuf:2 base64\n" },
	{ "{\"data\":\"UEsDBBQAAAAIAIMYIlyAJm7RFQAAABcAAAAGAAAAYS5qc29uq1YqyMjPS1WyUjI0tjAwABMGSrUA\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.data>base64>zip:a.json>json:$.phone "
	  "base64\n" },
	{ "{\"phone\":\"MTM4MDAxMzgwMDA=\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.phone>base64 base64\n" },
	{ "{\"phone\":\"3133383030313338303030\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.phone>hex hex\n" },
	{ "{\"url\":\"http://h.example/x?phone=13800138000&y=1\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.url>form:phone\n" },
	/* relative to where it stands; a login in front of a host */
	{ "{\"media\":\"seg$Number$.m4s?phone=13800138000\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.media>form:phone\n" },
	{ "{\"u\":\"rtsp://anna:Invented#1@cam.example/live\"}",
	  "credential credential.password json password Invented#1 http:body>json:$.u\n" },
	{ "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k.bin?phone=13800138000\"\n",
	  "transmission contact.mobile 13800138000 http:body>playlist:URI>form:phone\n" },
	{ "{\"u\":\"rtsp://cam.example/live/a@b\",\"v\":\"rtsp://anna@cam.example/\","
	  "\"w\":\"http://a.example/?q=anna:x@b\"}",
	  "" },
	{ "{\"p\":\"%7B%22phone%22%3A%2213800138000%22%7D\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.p>url>json:$.phone url\n" },
	{ "{\"phone\":\"\\u0031\\u0033800138000\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.phone\n" },
	{ "name=x&info=%5Cu0031%5Cu0033800138000",
	  "transmission contact.mobile 13800138000 http:body>form:info>escaped escaped\n" },
	{ "{\\\"phone\\\":\\\"13800138000\\\"}",
	  "transmission contact.mobile 13800138000 http:body>escaped>json:$.phone escaped\n" },
	/* the digest of a number of the same block, alone and inside base64; one of nothing that is known */
	{ "{\"phone\":\"13800138000\",\"phoneMd5\":\"9e9626cef66e28f074e941773891f57c\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.phone\n"
	  "transmission contact.mobile 9e9626cef66e28f074e941773891f57c http:body>json:$.phoneMd5 md5\n" },
	{ "{\"data\":"
	  "\"eyJwaG9uZSI6IjEzODAwMTM4MDAwIiwicGhvbmVNZDUiOiI5ZTk2MjZjZWY2NmUyOGYwNzRlOTQxNzczODkxZjU3YyJ9\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.data>base64>json:$.phone base64\n"
	  "transmission contact.mobile 9e9626cef66e28f074e941773891f57c "
	  "http:body>json:$.data>base64>json:$.phoneMd5 base64+md5\n" },
	{ "{\"phone\":\"13800138000\",\"phoneMd5\":\"383fa236c5c7a02ed1b91ed5a8a43889\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.phone\n" },
	/* a name and its value as two members */
	{ "{\"items\":[{\"name\":\"realName\",\"value\":\"张三丰\"},{\"key\":\"mode\",\"value\":\"auto\"}]}",
	  "transmission person.name 张三丰 http:body>json:$.items[*].value\n" },
	{ "[{\"value\":\"Invented#1\",\"key\":\"password\"}]",
	  "credential credential.password json password Invented#1 http:body>json:$[*].value\n" },
	/* access control as cameras and door stations tell it */
	{ "{\"AccessControllerEvent\":{\"name\":\"张三丰\",\"employeeNoString\":\"E20417\","
	  "\"currentVerifyMode\":\"face\"}}",
	  "transmission person.name 张三丰 http:body>json:$.AccessControllerEvent.name\n"
	  "transmission account.user-id E20417 http:body>json:$.AccessControllerEvent.employeeNoString\n" },
	{ "<UserInfo><employeeNo>E20417</employeeNo><name>张三丰</name><Door><name>北门</name></Door></"
	  "UserInfo>",
	  "transmission account.user-id E20417 http:body>xml:$.UserInfo.employeeNo\n"
	  "transmission person.name 张三丰 http:body>xml:$.UserInfo.name\n" },
	/* the hardware address of this device, in whatever is made of it */
	{ "{\"title\":\"cam-020000000701\"}",
	  "transmission device.mac 020000000701 http:body>json:$.title\n" },
	{ "{\"ref\":\"2fac1234-31f8-11b4-a222-020000000701\"}",
	  "transmission device.mac 020000000701 http:body>json:$.ref\n" },
	{ "{\"x\":\"a0200000007010\",\"mac\":\"02:00:00:00:07:01\"}",
	  "transmission device.mac 020000000701 http:body>json:$.x\n"
	  "transmission device.mac 02:00:00:00:07:01 http:body>json:$.mac\n" },
	{ "<r><major>1</major><udn>uuid:1-020000000701</udn></r>",
	  "transmission device.id 1-020000000701 http:body>xml:$.r.udn\n"
	  "transmission device.mac 020000000701 http:body>xml:$.r.udn\n" },
	{ "pairing with 020000000701 now", "transmission device.mac 020000000701 http:body>text\n" },
	{ "{\"title\":\"cam-020000000702\"}", "" },
	{ "{\"title\":\"cam-02000000070\"}", "" },
	{ "020000000602 020000000703 20000000701", "" },
	/* an address or a login inside a value */
	{ "{\"chat\":\"li.na@example.com/5\"}",
	  "transmission contact.email li.na@example.com http:body>json:$.chat\n" },
	{ "{\"stream\":\"rtsp://viewer:Invented7@192.0.2.9/1?x=1\"}",
	  "credential credential.password json password Invented7 http:body>json:$.stream\n" },
	{ "{\"messageId\":\"<li.na@example.com>\",\"stream\":\"rtsp://192.0.2.9:554/li@2x\"}", "" },
	{ "{\"stream\":\"rtsp://viewer:password@192.0.2.9/1\",\"pkg\":\"left-pad@1.3.0\"}", "" },
	/* text in a value, and text alone */
	{ "{\"msg\":\"call 13800138000 now\"}",
	  "transmission contact.mobile 13800138000 http:body>json:$.msg\n" },
	{ "call zhang@example.com now", "transmission contact.email zhang@example.com http:body>text\n" },
	/* what only looks like something */
	{ "{\"id\":\"d41d8cd98f00b204e9800998ecf8427e\",\"ts\":1740816000123,\"v\":\"1.2.3\",\"ok\":true}",
	  "" },
	{ "{\"password\":\"\",\"token\":null,\"phone\":\"138****8000\"}", "" },
};

static void contents_come_to_this(void **state)
{
	for (size_t i = 0; i < COUNT_OF(contents); i++)
		assert_examined(*state, &body, bytes_of(contents[i].text), contents[i].expected);
}

static const uint8_t small_jpeg[] = "\xff\xd8\xff\xc0\0\x0b\x08\x01\xe0\x02\x80\x01\x01\x11\0\xff\xda";

static void images_are_told_by_the_names_around_them(void **state)
{
	struct bytes jpeg = { small_jpeg, sizeof small_jpeg - 1 };
	struct message named = body;

	assert_examined(*state, &body, jpeg,
			"transmission media.image jpeg 640x480, 17 bytes http:body>jpeg\n"
			"media media.image image jpeg 640 no http:body>jpeg\n");
	static const struct bytes topics[] = {
		BYTES("/device/face/upload"),
		BYTES("/ISAPI/Intelligent/FDLib/FaceDataRecord"),
		BYTES("/ISAPI/Intelligent/FDLib/pictureUpload"),
		BYTES("/cgi-bin/FaceInfoManager.cgi"),
	};
	struct buffer log;

	for (size_t i = 0; i < COUNT_OF(topics); i++) {
		named.topic = topics[i];
		log = examine(*state, &named, jpeg);
		assert_non_null(
			strstr((const char *)log.data,
			       "transmission biometric.face.image jpeg 640x480, 17 bytes http:body>jpeg\n"));
		buffer_free(&log);
	}
	log = examine(*state, &body, BYTES("{\"faceImage\":\"/9j/wAALCAHgAoABAREA/9o=\"}"));
	assert_non_null(strstr((const char *)log.data, "biometric.face.image jpeg 640x480, 17 bytes "
						       "http:body>json:$.faceImage>base64>jpeg base64\n"));
	/* once, not also as a text under a name */
	assert_null(strstr(strstr((const char *)log.data, "biometric.face.image") + 1, "transmission"));
	buffer_free(&log);
}

/* Ways to wrap `inner` as text or bytes. */
static void wrap(unsigned how, struct bytes inner, struct buffer *to)
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	switch (how) {
	case 0: { /* gzip */
		uint8_t out[4096];
		z_stream stream = { .next_in = (z_const Bytef *)(uintptr_t)inner.data,
				    .avail_in = (uInt)inner.size,
				    .next_out = out,
				    .avail_out = sizeof out };

		assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, 0), Z_OK);
		assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
		deflateEnd(&stream);
		buffer_append(to, (struct bytes){ out, sizeof out - stream.avail_out });
		break;
	}
	case 1: /* base64 */
		for (size_t i = 0; i < inner.size; i += 3) {
			uint32_t bits = (uint32_t)inner.data[i] << 16;

			bits |= i + 1 < inner.size ? (uint32_t)inner.data[i + 1] << 8 : 0;
			bits |= i + 2 < inner.size ? inner.data[i + 2] : 0;
			for (size_t d = 0; d < 4; d++)
				buffer_append_byte(to, i + d > inner.size
							       ? '='
							       : (uint8_t)base64[bits >> (18 - 6 * d) & 63]);
		}
		break;
	case 2: /* hex */
		for (size_t i = 0; i < inner.size; i++)
			buffer_append_format(to, "%02x", inner.data[i]);
		break;
	case 3: /* percent */
		for (size_t i = 0; i < inner.size; i++)
			buffer_append_format(to, "%%%02X", inner.data[i]);
		break;
	case 4: /* UTF-16 with a mark */
		buffer_append(to, BYTES("\xff\xfe"));
		for (size_t i = 0; i < inner.size; i++) {
			buffer_append_byte(to, inner.data[i]);
			buffer_append_byte(to, 0);
		}
		break;
	case 5: /* multipart */
		buffer_append_text(
			to, "--b\r\nContent-Disposition: form-data; name=\"p\"; filename=\"f\"\r\n\r\n");
		buffer_append(to, inner);
		buffer_append_text(to, "\r\n--b--\r\n");
		break;
	default: /* JSON in a member, escaped */
		buffer_append_text(to, "{\"p\":\"");
		for (size_t i = 0; i < inner.size; i++)
			buffer_append_format(to, "\\u%04x", inner.data[i]);
		buffer_append_text(to, "\"}");
	}
}

static void every_pair_of_wrappings_is_undone(void **state)
{
	enum { WAYS = 7 };

	for (unsigned pair = 0; pair < WAYS * WAYS; pair++) {
		struct buffer inner = buffer_of(1 << 16), outer = buffer_of(1 << 16);

		/* Escapes of UTF-16 units stand for characters: bytes cannot be put in that way. */
		if (pair % WAYS == 6 && (pair / WAYS == 0 || pair / WAYS == 4))
			continue;
		wrap(pair / WAYS, BYTES("{\"phone\":\"13800138000\",\"x\":1}"), &inner);
		/* UTF-16 of bytes above 7f would need them to be characters as well. */
		if (pair % WAYS == 4 && (pair / WAYS == 0 || pair / WAYS == 4)) {
			buffer_free(&inner);
			continue;
		}
		wrap(pair % WAYS, buffer_bytes(&inner), &outer);
		struct bytes copy = hostile_copy(buffer_bytes(&outer));
		struct buffer log = examine(*state, &body, copy);

		if (!strstr((const char *)log.data, "transmission contact.mobile 13800138000 http:body"))
			fail_msg("%u in %u: %s", pair / WAYS, pair % WAYS, (const char *)log.data);
		buffer_free(&log);
		buffer_free(&inner);
		buffer_free(&outer);
		hostile_free(copy);
	}
}

static void planted_values_are_found_anywhere_once(void **state)
{
	assert_examined(*state, &body, BYTES("{\"phone\":\"19900001234\"}"),
			"transmission contact.mobile 19900001234 http:body>json:$.phone tester-phone\n");
	assert_examined(*state, &body, BYTES("\x01\x02\x03xx19900001234\x04\x05\x06\x07\x08\x09"),
			"transmission contact.mobile 19900001234 http:body>binary tester-phone\n"
			"undecoded unknown-format content\n");
	/* in another form, inside a longer value, as a secret with its user, in text */
	assert_examined(
		*state, &body, BYTES("{\"x\":\"MTk5MDAwMDEyMzQ=\"}"),
		"transmission contact.mobile 19900001234 http:body>json:$.x>base64 base64 tester-phone\n");
	assert_examined(*state, &body, BYTES("{\"x\":\"by 199-0000-1234.\"}"),
			"transmission contact.mobile 199-0000-1234 http:body>json:$.x tester-phone\n");
	assert_examined(*state, &body, BYTES("{\"user\":\"anna\",\"password\":\"corner-lamp-77\"}"),
			"credential credential.wifi-passphrase json password anna corner-lamp-77 "
			"http:body>json:$.password lab-psk\n");
	assert_examined(*state, &body, BYTES("call 19900001234 or write"),
			"transmission contact.mobile 19900001234 http:body>text tester-phone\n");
	/* what is not it */
	assert_examined(*state, &body, BYTES("{\"x\":\"1990000123\",\"y\":4199000012345}"), "");
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* `count` times `unit`, then `tail`. */
static struct bytes repeated(const char *unit, size_t count, const char *tail, char **ret_text)
{
	size_t each = strlen(unit), size = each * count + strlen(tail);
	char *text = malloc(size + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * each, unit, each);
	memcpy(text + each * count, tail, strlen(tail) + 1);
	*ret_text = text;
	return (struct bytes){ (const uint8_t *)text, size };
}

/* Nothing that is sent takes time that grows faster than its size. */
static void members_of_a_record_are_judged_together(void **state)
{
	static const struct message report = { .part = BYTES("body"), .method = BYTES("report") };
	static const struct member members[] = {
		{ BYTES("terminalPhone"), BYTES("19900001234"), false },
		{ BYTES("latitude"), BYTES("31.230416"), true },
		{ BYTES("longitude"), BYTES("121.473701"), true },
		{ BYTES("password"), BYTES("Invented#1"), false },
		{ BYTES("data"), BYTES("{\"realName\":\"张三丰\"}"), false },
		{ BYTES("speed"), BYTES("12.5"), true },
	};
	struct buffer log = examine_as(*state, &report, BYTES("\x7e\x7e"), members, COUNT_OF(members));

	assert_string_equal((const char *)log.data,
			    "transmission contact.mobile 19900001234 http:body:terminalPhone tester-phone\n"
			    "transmission location.precise 31.230416 http:body:latitude\n"
			    "transmission person.name 张三丰 http:body:data>json:$.realName\n"
			    "credential credential.password text password 19900001234 Invented#1 "
			    "http:body:password\n");
	buffer_free(&log);
}

static void floods_are_bounded(void **state)
{
	static const struct {
		const char *unit, *tail;
	} floods[] = {
		{ "{\"a\":", "1" },
		{ "[", "" },
		{ "{\"password\":\"x1y2\",", "" },
		{ "\"a\":\"b\",", "" },
		{ "{\"a\":1}\n", "" },
		{ "%", "" },
		{ "%25", "" },
		{ "a=%25&", "" },
		{ "--b\r\n\r\n", "" },
		{ "\\u0041", "" },
		{ "A", "" },
		{ "ff", "" },
		{ "eyJ.", "" },
		{ "\xd5\xc5", "" },
		{ "From: a\r\n", "" },
		{ "a=b&", "" },
		{ "<a>", "" },
		{ "\xff\xd8\xff\xe1", "" },
		{ "{\"latitude\":1.5,", "" },
		{ "data:,", "" },
		{ "{\"a\":\"[", "" },
		{ "\"{\\\"a\\\":1}\",", "" },
		{ "http://a?b=http://a?b=", "" },
		{ "\x1f\x8b\x08\0\0\0\0\0\0\0", "" },
	};

	for (size_t i = 0; i < COUNT_OF(floods); i++) {
		char *text;
		struct bytes content = repeated(floods[i].unit, (2 << 20) / strlen(floods[i].unit),
						floods[i].tail, &text);
		double start = seconds();
		struct buffer log = examine(*state, &body, content);
		double took = seconds() - start;

		if (took > 4)
			fail_msg("%s: %.1f s", floods[i].unit, took);
		buffer_free(&log);
		free(text);
	}
}

/* gzip in gzip in gzip, each as tight as can be. */
static void a_bomb_is_bounded_and_said(void **state)
{
	size_t size = 40 << 20;
	uint8_t *data = calloc(1, size);
	uint8_t *out = malloc(1 << 20);

	for (unsigned layer = 0; layer < 3; layer++) {
		z_stream stream = {
			.next_in = data, .avail_in = (uInt)size, .next_out = out, .avail_out = 1 << 20
		};

		assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, 0), Z_OK);
		assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
		deflateEnd(&stream);
		size = (1 << 20) - stream.avail_out;
		memcpy(data, out, size);
	}
	double start = seconds();
	struct buffer log = examine(*state, &body, (struct bytes){ data, size });

	assert_true(seconds() - start < 2);
	assert_non_null(strstr((const char *)log.data, "limit expanded-size"));
	assert_non_null(strstr((const char *)log.data, "undecoded limit gzip"));
	buffer_free(&log);
	free(data);
	free(out);
}

/* Each layer is most of what may come out in all, and there as long as what is inside it. */
static void layers_are_paid_for_together(void **state)
{
	enum { LAYER = 9 << 20 };
	uint8_t *data = calloc(1, LAYER), *out = malloc(1 << 20);
	size_t size = 0;

	for (unsigned layer = 0; layer < 2; layer++) {
		z_stream stream = {
			.next_in = data, .avail_in = LAYER, .next_out = out, .avail_out = 1 << 20
		};

		assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, 0), Z_OK);
		assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
		deflateEnd(&stream);
		size = (1 << 20) - stream.avail_out;
		memset(data, 0, LAYER);
		memcpy(data, out, size);
	}
	struct buffer log = examine(*state, &body, (struct bytes){ data, 1 << 16 });

	assert_non_null(strstr((const char *)log.data, "limit expanded-size"));
	buffer_free(&log);
	free(data);
	free(out);
}

/* Many small ones, each in base64: what is inside a wrapping is paid for once and for all. */
static void many_small_bombs_are_one(void **state)
{
	uint8_t *zeros = calloc(1, 1 << 20);
	struct buffer packed = buffer_of(1 << 16), value = buffer_of(1 << 16), array = buffer_of(4 << 20);

	wrap(0, (struct bytes){ zeros, 1 << 20 }, &packed);
	wrap(1, buffer_bytes(&packed), &value);
	assert_true(buffer_append_byte(&array, '['));
	for (unsigned i = 0; i < 1000; i++)
		assert_true(buffer_append_format(&array, "%s\"", i ? "," : "") &&
			    buffer_append(&array, buffer_bytes(&value)) && buffer_append_byte(&array, '"'));
	assert_true(buffer_append_byte(&array, ']'));
	double start = seconds();
	struct buffer log = examine(*state, &body, buffer_bytes(&array));

	assert_true(seconds() - start < 2);
	assert_non_null(strstr((const char *)log.data, "limit expanded-size"));
	buffer_free(&log);
	buffer_free(&array);
	buffer_free(&value);
	buffer_free(&packed);
	free(zeros);
}

static void too_many_values_and_too_deep_are_said(void **state)
{
	char *text;
	struct bytes many = repeated("\"a\",", LIMIT_CONTENT_VALUES + 10, "", &text);
	struct buffer array = buffer_of(4 << 20);

	buffer_append_text(&array, "[");
	buffer_append(&array, many);
	struct buffer log = examine(*state, &body, buffer_bytes(&array));

	assert_non_null(strstr((const char *)log.data, "limit content-values"));
	buffer_free(&log);
	buffer_free(&array);
	free(text);

	struct buffer nested[2] = { buffer_of(1 << 22), buffer_of(1 << 22) };

	buffer_append_text(&nested[0], "{\"phone\":\"13800138000\"}");
	for (unsigned i = 0; i < LIMIT_CONTENT_DEPTH + 2; i++) {
		buffer_clear(&nested[(i + 1) % 2]);
		wrap(1, buffer_bytes(&nested[i % 2]), &nested[(i + 1) % 2]);
	}
	log = examine(*state, &body, buffer_bytes(&nested[0]));
	assert_non_null(strstr((const char *)log.data, "limit content-depth"));
	buffer_free(&log);
	buffer_free(&nested[0]);
	buffer_free(&nested[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contents_come_to_this),
		cmocka_unit_test(images_are_told_by_the_names_around_them),
		cmocka_unit_test(every_pair_of_wrappings_is_undone),
		cmocka_unit_test(planted_values_are_found_anywhere_once),
		cmocka_unit_test(members_of_a_record_are_judged_together),
		cmocka_unit_test(floods_are_bounded),
		cmocka_unit_test(a_bomb_is_bounded_and_said),
		cmocka_unit_test(layers_are_paid_for_together),
		cmocka_unit_test(many_small_bombs_are_one),
		cmocka_unit_test(too_many_values_and_too_deep_are_said),
	};

	return cmocka_run_group_tests(tests, bench_load, bench_unload);
}
