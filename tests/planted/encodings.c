/* SPDX-License-Identifier: Apache-2.0 */
/* One record, told in every way of writing that terminals use, and ways inside ways. All persons, numbers
 * and devices are invented. */
#include "planted.h"

#define MOBILE "13900008716"
#define PERSON "\xe6\x9d\x8e\xe5\xb0\x8f\xe6\x98\x8e" /* Li Xiaoming */
#define RECORD "{\"realName\":\"" PERSON "\",\"mobile\":\"" MOBILE "\"}"

static void tells_record(struct garden *garden)
{
	tells(garden, "contact.mobile", MOBILE);
	tells(garden, "person.name", PERSON);
}

/* A POST whose body tells the record. */
static void post(struct garden *garden, const char *name, const char *headers, struct bytes body)
{
	planting(garden, name);
	tells_record(garden);
	say_post(garden, "/v1/report", headers, body);
}

/* The same, where `value` is a member of a JSON body. */
static void member(struct garden *garden, const char *name, struct bytes value)
{
	struct bytes parts[] = { BYTES("{\"seq\":7,\"payload\":\""), value, BYTES("\"}") };

	post(garden, name, "Content-Type: application/json\r\n", joined(garden, parts, 3));
}

static void compressed(struct garden *garden)
{
	struct bytes record = BYTES(RECORD);

	post(garden, "gzip", "Content-Encoding: gzip\r\n", as_gzip(garden, record));
	post(garden, "gzip, not declared", "", as_gzip(garden, record));
	post(garden, "zlib", "Content-Encoding: deflate\r\n", as_zlib(garden, record));
	post(garden, "deflate without a header", "Content-Encoding: deflate\r\n", as_deflate(garden, record));
	post(garden, "gzip in gzip", "Content-Encoding: gzip, gzip\r\n",
	     as_gzip(garden, as_gzip(garden, record)));
}

static void characters(struct garden *garden)
{
	struct bytes record = BYTES(RECORD);
	struct bytes mark[] = { BYTES("\xff\xfe"), as_utf16(garden, record) };
	struct bytes escaped[] = { BYTES("{\"realName\":\""), as_escapes(garden, BYTES(PERSON)),
				   BYTES("\",\"mobile\":\""), as_escapes(garden, BYTES(MOBILE)),
				   BYTES("\"}") };

	post(garden, "UTF-16", "Content-Type: application/json; charset=utf-16le\r\n", mark[1]);
	post(garden, "UTF-16 with a mark", "", joined(garden, mark, 2));
	post(garden, "GB18030", "Content-Type: application/json; charset=gbk\r\n",
	     as_charset(garden, record, "GB18030"));
	post(garden, "escapes of JSON", "", joined(garden, escaped, 5));
	struct bytes form[] = { BYTES("realName="),
				as_percent(garden, as_charset(garden, BYTES(PERSON), "GBK")),
				BYTES("&mobile="), as_percent(garden, BYTES(MOBILE)) };

	post(garden, "percent-encoded GBK", "Content-Type: application/x-www-form-urlencoded\r\n",
	     joined(garden, form, 4));
	post(garden, "form", "Content-Type: application/x-www-form-urlencoded\r\n",
	     BYTES("realName=%E6%9D%8E%E5%B0%8F%E6%98%8E&mobile=" MOBILE));
}

static void nested(struct garden *garden)
{
	struct bytes record = BYTES(RECORD), inner = as_base64(garden, record);

	member(garden, "JSON in a string of JSON",
	       BYTES("{\\\"realName\\\":\\\"" PERSON "\\\",\\\"mobile\\\":\\\"" MOBILE "\\\"}"));
	member(garden, "base64 in JSON", inner);
	member(garden, "base64 in base64 in JSON", as_base64(garden, inner));
	member(garden, "base64 thrice in JSON", as_base64(garden, as_base64(garden, inner)));
	member(garden, "base64url in JSON", as_base64url(garden, record));
	member(garden, "hex in JSON", as_hex(garden, record));
	member(garden, "percent in JSON", as_percent(garden, record));
	member(garden, "gzip in base64 in JSON", as_base64(garden, as_gzip(garden, record)));
	member(garden, "UTF-16 in base64 in JSON", as_base64(garden, as_utf16(garden, record)));
	struct bytes jwt[] = { as_base64url(garden, BYTES("{\"alg\":\"none\"}")), BYTES("."),
			       as_base64url(garden, record), BYTES(".c2lnbmF0dXJl") };

	struct bytes token = joined(garden, jwt, 4);

	member(garden, "payload of a JWT", token);
	/* The token is one itself. */
	tells(garden, "credential", (const char *)text(garden, "%.*s", (int)token.size, token.data).data);
	struct bytes url[] = { BYTES("https://api.lock.example/bind?info="), as_percent(garden, record) };

	member(garden, "query of a URL in JSON", joined(garden, url, 2));
}

static void structured(struct garden *garden)
{
	static const char multipart[] =
		"--x7\r\nContent-Disposition: form-data; name=\"realName\"\r\n\r\n" PERSON
		"\r\n--x7\r\nContent-Disposition: form-data; name=\"mobile\"\r\n\r\n" MOBILE "\r\n--x7--\r\n";
	struct bytes image[] = { BYTES("--x7\r\nContent-Disposition: form-data; name=\"faceImage\"; "
				       "filename=\"face.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"),
				 a_jpeg(), BYTES("\r\n--x7--\r\n") };
	struct bytes member_image[] = { BYTES("{\"faceImage\":\""), as_base64(garden, a_jpeg()),
					BYTES("\"}") };

	post(garden, "JSON", "Content-Type: application/json\r\n", BYTES(RECORD));
	post(garden, "XML", "Content-Type: text/xml\r\n",
	     BYTES("<?xml version=\"1.0\"?><user><realName>" PERSON "</realName><mobile>" MOBILE
		   "</mobile></user>"));
	post(garden, "attributes of XML", "Content-Type: text/xml\r\n",
	     BYTES("<?xml version=\"1.0\"?><user realName=\"" PERSON "\" mobile=\"" MOBILE "\"/>"));
	post(garden, "multipart", "Content-Type: multipart/form-data; boundary=x7\r\n",
	     (struct bytes){ (const uint8_t *)multipart, sizeof multipart - 1 });
	planting(garden, "face image in multipart");
	tells(garden, "biometric.face.image", "jpeg");
	say_post(garden, "/face/add", "Content-Type: multipart/form-data; boundary=x7\r\n",
		 joined(garden, image, 3));
	planting(garden, "face image as base64 in JSON");
	tells(garden, "biometric.face.image", "jpeg");
	say_post(garden, "/face/add", "Content-Type: application/json\r\n", joined(garden, member_image, 3));
}

void plant_encodings(struct garden *garden)
{
	structured(garden);
	compressed(garden);
	characters(garden);
	nested(garden);
}
