/* SPDX-License-Identifier: Apache-2.0 */
/* The record in binary formats, as bodies of messages. Made by hand from the formats' specifications. */
#include "planted.h"

#define MOBILE "13900008716"
#define PERSON "\xe6\x9d\x8e\xe5\xb0\x8f\xe6\x98\x8e" /* Li Xiaoming */

static void post(struct garden *garden, const char *name, const char *media_type, bool named,
		 struct bytes body)
{
	planting(garden, name);
	tells(garden, "contact.mobile", MOBILE);
	if (named)
		tells(garden, "person.name", PERSON);
	say_post(garden, "/v1/report", (const char *)text(garden, "Content-Type: %s\r\n", media_type).data,
		 body);
}

void plant_binary(struct garden *garden)
{
	/* RFC 8949 */
	post(garden, "CBOR", "application/cbor", true,
	     BYTES("\xa2\x68realName\x69" PERSON "\x66mobile\x6b" MOBILE));
	post(garden, "CBOR of no length", "application/cbor", true,
	     BYTES("\xbf\x68realName\x7f\x63\xe6\x9d\x8e\x66\xe5\xb0\x8f\xe6\x98\x8e\xff\x66mobile\x6b" MOBILE
		   "\xff"));
	post(garden, "CBOR in a byte string of CBOR", "application/cbor", true,
	     BYTES("\xa2\x63seq\x07\x67payload\x58\x27\xa2\x68realName\x69" PERSON "\x66mobile\x6b" MOBILE));
	/* github.com/msgpack/msgpack/blob/master/spec.md */
	post(garden, "MessagePack", "application/msgpack", true,
	     BYTES("\x82\xa8realName\xa9" PERSON "\xa6mobile\xab" MOBILE));
	post(garden, "MessagePack in base64 in JSON", "application/json", true,
	     joined(garden,
		    (const struct bytes[]){
			    BYTES("{\"payload\":\""),
			    as_base64(garden, BYTES("\x82\xa8realName\xa9" PERSON "\xa6mobile\xab" MOBILE)),
			    BYTES("\"}") },
		    3));
	/* protobuf.dev/programming-guides/encoding: names are numbers, so that the number must show itself */
	post(garden, "protobuf", "application/x-protobuf", false,
	     BYTES("\x08\x07\x12\x18\x0a\x09" PERSON "\x12\x0b" MOBILE "\x1a\x04lock"));
	/* bsonspec.org */
	post(garden, "BSON", "application/bson", true,
	     BYTES("\x35\0\0\0\x02realName\0\x0a\0\0\0" PERSON "\0\x02mobile\0\x0c\0\0\0" MOBILE "\0\0"));
	post(garden, "property list", "application/x-plist", true,
	     BYTES("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>realName</key><string>" PERSON
		   "</string><key>mobile</key><string>" MOBILE "</string></dict></plist>"));
}
