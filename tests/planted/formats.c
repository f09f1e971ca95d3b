/* SPDX-License-Identifier: Apache-2.0 */
/* The record in formats that stock tools made (brotli, zstd, lz4, plutil's and zip's kind), and text in text.
 */
#include "planted.h"

static const struct {
	const char *name, *headers;
	struct bytes body;
} bodies[] = {
	{ "brotli", "Content-Encoding: br\r\n",
	  BYTES("\017\027\200{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}\003") },
	{ "zstd", "Content-Encoding: zstd\r\n",
	  BYTES("(\265/"
		"\375\004Xy\001\000{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}c1\"\300") },
	{ "zstd, not declared", "",
	  BYTES("(\265/"
		"\375\004Xy\001\000{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}c1\"\300") },
	{ "lz4", "",
	  BYTES("\004\"M\030d@\247/"
		"\000\000\200{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}\000\000\000\000\366\271a1") },
	{ "snappy in frames", "",
	  BYTES("\377\006\000\000sNaPpY\0005\000\000\374\317i//"
		"\270{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":\"13900008716\"}") },
	{ "binary property list", "",
	  BYTES("bplist00\322\001\002\003\004VmobileXrealName[13900008716cgN\\\017f\016\010\r\024\035)"
		"\000\000\000\000\000\000\001\001\000\000\000\000\000\000\000\005\000\000\000\000\000\000\000"
		"\000\000\000\000\000\000\000\0000") },
	{ "ZIP", "",
	  BYTES("PK\003\004\024\000\000\000\010\000\000@a\\\340e\306\026.\000\000\000/"
		"\000\000\000\011\000\000\000user.json\253V*"
		"JM\314\361K\314MU\262Rz6\267\357\351\206\376g3\372\224t\224r\363\2232s@\202\206\306\226\006@"
		"`anh\246T\013\000PK\001\002\024\003\024\000\000\000\010\000\000@a\\\340e\306\026."
		"\000\000\000/"
		"\000\000\000\011\000\000\000\000\000\000\000\000\000\000\000\200\001\000\000\000\000user."
		"jsonPK\005\006\000\000\000\000\001\000\001\0007\000\000\000U\000\000\000\000\000") },
	{ "MIME in MIME", "Content-Type: multipart/form-data; boundary=x7\r\n",
	  BYTES("--x7\r\nContent-Disposition: form-data; name=\"files\"\r\nContent-Type: multipart/mixed; "
		"boundary=y8\r\n\r\n--y8\r\nContent-Disposition: attachment; "
		"filename=\"u.json\"\r\nContent-Type: "
		"application/"
		"json\r\n\r\n{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}\r\n--y8--\r\n\r\n--x7--\r\n") },
	{ "lines of JSON", "Content-Type: application/x-ndjson\r\n",
	  BYTES("{\"seq\":1}\n{\"realName\":\"\346\235\216\345\260\217\346\230\216\",\"mobile\":"
		"\"13900008716\"}\n") },
	{ "SOAP", "Content-Type: application/soap+xml\r\n",
	  BYTES("<?xml version=\"1.0\"?><s:Envelope "
		"xmlns:s=\"http://www.w3.org/2003/05/"
		"soap-envelope\"><s:Body><AddUser><realName>\346\235\216\345\260\217\346\230\216</"
		"realName><mobile>13900008716</mobile></AddUser></s:Body></s:Envelope>") },
	{ "XML with character references", "Content-Type: text/xml\r\n",
	  BYTES("<?xml "
		"version=\"1.0\"?><u><realName>&#x674e;&#x5c0f;&#x660e;</realName><mobile>13900008716</"
		"mobile></u>") },
	{ "XML with CDATA", "Content-Type: text/xml\r\n",
	  BYTES("<?xml "
		"version=\"1.0\"?><u><realName><![CDATA[\346\235\216\345\260\217\346\230\216]]></"
		"realName><mobile><![CDATA[13900008716]]></mobile></u>") },
	{ "JSON in XML", "Content-Type: text/xml\r\n",
	  BYTES("<?xml "
		"version=\"1.0\"?><u><data>{&quot;realName&quot;:&quot;\346\235\216\345\260\217\346\230\216&"
		"quot;,&quot;mobile&quot;:&quot;13900008716&quot;}</data></u>") },
	{ "base64 in XML", "Content-Type: text/xml\r\n",
	  BYTES("<?xml "
		"version=\"1.0\"?><u><data>eyJyZWFsTmFtZSI6IuadjuWwj+aYjiIsIm1vYmlsZSI6IjEzOTAwMDA4NzE2In0=</"
		"data></u>") },
};

void plant_formats(struct garden *garden)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		planting(garden, bodies[i].name);
		tells(garden, "contact.mobile", "13900008716");
		tells(garden, "person.name", "李小明");
		say_post(garden, "/v1/report", bodies[i].headers, bodies[i].body);
	}
}
