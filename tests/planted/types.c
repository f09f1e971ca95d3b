/* SPDX-License-Identifier: Apache-2.0 */
/* Data types in less usual writing: dumps in logs, what modems answer, places told one by one, children, the
 * words of lock platforms; and for each what looks like it. All persons, numbers and places are invented. */
#include "planted.h"

#define MOBILE "13900008716"

static void post(struct garden *garden, const char *body)
{
	say_post(garden, "/v1/report", "Content-Type: application/json\r\n", text(garden, "%s", body));
}

static void plain(struct garden *garden, const char *body)
{
	say_post(garden, "/v1/log", "Content-Type: text/plain\r\n", text(garden, "%s", body));
}

/* Plain texts that tell one thing. */
static const struct {
	const char *name, *text, *type, *value;
} texts[] = {
	{ "dump of hexdump",
	  "00000000  7b 22 6d 6f 62 69 6c 65  22 3a 22 31 33 39 30 30  |{\"mobile\":\"13900|\n"
	  "00000010  30 30 38 37 31 36 22 7d                           |008716\"}|\n00000018\n",
	  "contact.mobile", MOBILE },
	{ "dump of xxd",
	  "00000000: 7b22 6d6f 6269 6c65 223a 2231 3339 3030  {\"mobile\":\"13900\n"
	  "00000010: 3030 3837 3136 227d                      008716\"}\n",
	  "contact.mobile", MOBILE },
	{ "octets with blanks", "7b 22 6d 6f 62 69 6c 65 22 3a 22 31 33 39 30 30 30 30 38 37 31 36 22 7d",
	  "contact.mobile", MOBILE },
	{ "quoted-printable", "realName==E6=9D=8E=E5=B0=8F=E6=98=8E", "person.name", "李小明" },
	{ "visiting card in quoted-printable",
	  "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=E5=B0=8F=\r\n="
	  "E6="
	  "98=8E\r\nTEL;CELL:13900008716\r\nEND:VCARD\r\n",
	  "contact.mobile", MOBILE },
	{ "RMC of several systems",
	  "$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40\r\n", "location.precise",
	  "$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40" },
	{ "position of a modem",
	  "\r\n+CGNSINF: 1,1,20260301080000.000,31.230411,121.473711,12.0,0.00,0.0\r\n\r\nOK",
	  "location.precise", "31.230411,121.473711" },
	{ "position of another modem",
	  "+CGPSINFO: 3113.824000,N,12128.422000,E,010326,080000.0,12.0,0.0,0.0\r\n", "location.precise",
	  "3113.824000,N,12128.422000,E" },
	{ "position of a third modem",
	  "+QGPSLOC: 080000.000,3113.8240N,12128.4220E,1.0,12.0,3,0.00,0.0,0.0,010326,09", "location.precise",
	  "3113.8240N,12128.4220E" },
	{ "cell of a modem", "+CREG: 2,1,\"50A1\",\"08C9DF03\",7\r\n", "location.cell", "50A1\",\"08C9DF03" },
	{ "cells around a modem", "+CENG: 0,\"0074,33,00,460,00,45,8c9d,07,05,50a1,255\"\r\n",
	  "location.cell", "0,\"0074,33,00,460,00,45,8c9d,07,05,50a1,255" },
};

static const char *const silent_texts[][2] = {
	{ "dump of random octets",
	  "00000000  9f 02 c7 11 80 e4 5b 93 1d fe 77 08 b2 4c 66 da |......[...w..Lf.|\n" },
	{ "temperatures in a row", "31 33 39 30 30 30 30 38 37 31 36 31 33 39 30 30" },
	{ "a fingerprint with colons", "9e:10:7d:9d:37:2b:b6:82:6b:d8:1d:35:42:a4:19:d6" },
	{ "a formula", "a=20&b=30&c=40&d=E5" },
	{ "RMC without a fix", "$GNRMC,080000.00,V,,,,,,,010326,,,N*6D\r\n" },
	{ "RMC with a wrong checksum",
	  "$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*41\r\n" },
	{ "a modem without a fix", "+CGNSINF: 1,0,,,,,,,,,,\r\n+CGPSINFO: ,,,,,,,,\r\n" },
	{ "a modem without service",
	  "+CREG: 2,0,\"0000\",\"00000000\"\r\n+CENG: 0,\"0074,33,00,000,00,45,0000\"" },
	{ "signal of a modem", "+CSQ: 31,0\r\n+CBC: 0,74,3913\r\n+CCLK: \"26/03/01,08:00:00+32\"\r\n" },
};

/* Members of a JSON body. */
static const struct {
	const char *name, *body, *type, *value;
} told[] = {
	{ "age of a child", "{\"childInfo\":{\"age\":8}}", "child.age", "8" },
	{ "age of a child in Chinese", "{\"孩子年龄\":\"8岁\"}", "child.age", "8岁" },
	{ "age of a user", "{\"userInfo\":{\"age\":31}}", "person.age", "31" },
	{ "religion", "{\"religion\":\"Taoist\"}", "person.special", "Taoist" },
	{ "name of a home", "{\"homeInfo\":{\"name\":\"梧桐小院\"}}", "home.structure", "梧桐小院" },
	{ "relation of a guardian", "{\"guardian\":{\"relation\":\"mother\"}}", "child.guardian", "mother" },
	{ "record of a lock, numbers of Aliyun",
	  "{\"lockUserId\":\"7\",\"lockUserType\":1,\"gmtCreate\":1700000000000}", "record.unlock", "1" },
	{ "record of a lock, numbers of Tencent",
	  "{\"lock_event\":8,\"user_index\":7,\"timestamp\":1700000000}", "record.unlock", "8" },
	{ "record of a lock, words of Tuya",
	  "{\"code\":\"unlock_identity_card\",\"value\":3,\"t\":1700000000000}", "record.unlock",
	  "unlock_identity_card" },
	{ "status of a lock, words of Tuya", "{\"status\":{\"unlock_finger_vein\":3}}", "record.unlock",
	  "3" },
};

static const char *const silent_bodies[][2] = {
	{ "age of an adult", "{\"childInfo\":{\"age\":31},\"age\":8}" },
	{ "credit of a game", "{\"credit\":120,\"region\":\"Taoist\"}" },
	{ "a page called home",
	  "{\"page\":{\"name\":\"home\"},\"home\":{\"name\":\"Start\"},\"homePage\":\"index\"}" },
	{ "relation of tables", "{\"relation\":\"mother\",\"table\":{\"relation\":\"1:n\"}}" },
	{ "a lock's duress", "{\"lock_event\":6,\"timestamp\":1700000000}" },
	{ "an event of a page", "{\"event\":8,\"user_index\":7,\"timestamp\":1700000000}" },
	{ "a hijack that did not happen", "{\"code\":\"hijack\",\"value\":false,\"t\":1700000000000}" },
	{ "digests of something else", "{\"fileHash\":\"e4c72e9d2c25c0b592b8dc9d9d7645f5\",\"snHash\":"
				       "\"b7eeb0aceec6f6087a0c75b6f69289c95b3e191c\",\"sign\":"
				       "\"6a3c7fd9d9a0f08e9dc8509759946b25\"}" },
	{ "birthday of a cat", "{\"petBirthday\":\"2021-05-20\"}" },
};

static void children(struct garden *garden)
{
	planting(garden, "date of birth of a child");
	tells(garden, "person.birth-date", "2019-05-20");
	tells(garden, "child.profile", "2019-05-20");
	post(garden, "{\"birthday\":\"2019-05-20\"}");
	planting(garden, "date of birth of an adult");
	tells(garden, "person.birth-date", "1990-05-20");
	post(garden, "{\"birthday\":\"1990-05-20\"}");
}

/* Identifiers hashed without salt: what they are of is seen beside them, or near to what is. */
static void digests(struct garden *garden)
{
	planting(garden, "digest of a number of the same block");
	tells(garden, "contact.mobile", MOBILE);
	tells(garden, "contact.mobile", "43bd92feb0bd85231f4687cafa2383f8");
	post(garden, "{\"phone\":\"" MOBILE "\",\"phoneMd5\":\"43bd92feb0bd85231f4687cafa2383f8\"}");
	planting(garden, "digest of an address next to one seen");
	tells(garden, "device.mac", "00:16:3e:5a:6b:7c");
	tells(garden, "device.mac", "3ad279102beac9cc5e331555a081e4a2f9f61d18e13f8caf8ab9bf8a6e8200d2");
	post(garden, "{\"mac\":\"00:16:3e:5a:6b:7c\",\"btMacHash\":"
		     "\"3ad279102beac9cc5e331555a081e4a2f9f61d18e13f8caf8ab9bf8a6e8200d2\"}");
}

static void networks(struct garden *garden)
{
	planting(garden, "access points that a module sees");
	tells(garden, "location.nearby-networks", "00:16:3e:5a:6b:01");
	tells(garden, "location.nearby-networks", "00:16:3e:5a:6b:02");
	plain(garden, "+CWLAP:(4,\"north\",-57,\"00:16:3e:5a:6b:01\",6)\r\n"
		      "+CWLAP:(3,\"south\",-80,\"00:16:3e:5a:6b:02\",1)\r\n");
	planting(garden, "network that a module joins");
	tells(garden, "network.ssid", "garden house");
	tells(garden, "credential", "Invented#1");
	plain(garden, "AT+CWJAP=\"garden house\",\"Invented#1\"\r\n");
}

static void tracks(struct garden *garden)
{
	planting(garden, "places told one by one");
	tells(garden, "location.track", "3 positions or more");
	tells(garden, "location.precise", "31.230411");
	tells(garden, "location.precise", "31.230422");
	tells(garden, "location.precise", "31.230433");
	post(garden, "{\"lat\":31.230411,\"lng\":121.473711}");
	post(garden, "{\"lat\":31.230422,\"lng\":121.473722}");
	post(garden, "{\"lat\":31.230433,\"lng\":121.473733}");
}

static void members(struct garden *garden)
{
	planting(garden, "quoted-printable in JSON");
	tells(garden, "person.name", "李小明");
	post(garden, "{\"realName\":\"=E6=9D=8E=E5=B0=8F=E6=98=8E\"}");
	planting(garden, "dump in JSON");
	tells(garden, "contact.mobile", MOBILE);
	post(garden, "{\"frame\":\"0000: 7b22 6d6f 6269 6c65 223a 2231 3339 3030\\n"
		     "0010: 3030 3837 3136 227d\"}");
	planting(garden, "octets in JSON");
	tells(garden, "contact.mobile", MOBILE);
	post(garden, "{\"payload\":\"7b 22 6d 6f 62 69 6c 65 22 3a 22 31 33 39 30 30 30 30 38 37 31 36 22 "
		     "7d\"}");
}

void plant_types(struct garden *garden)
{
	members(garden);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		planting(garden, texts[i].name);
		tells(garden, texts[i].type, texts[i].value);
		plain(garden, texts[i].text);
	}
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		planting(garden, told[i].name);
		tells(garden, told[i].type, told[i].value);
		post(garden, told[i].body);
	}
	children(garden);
	digests(garden);
	networks(garden);
	tracks(garden);
	for (size_t i = 0; i < sizeof silent_bodies / sizeof *silent_bodies; i++) {
		planting(garden, silent_bodies[i][0]);
		post(garden, silent_bodies[i][1]);
	}
	for (size_t i = 0; i < sizeof silent_texts / sizeof *silent_texts; i++) {
		planting(garden, silent_texts[i][0]);
		plain(garden, silent_texts[i][1]);
	}
}
