/* SPDX-License-Identifier: Apache-2.0 */
/* What heads, queries and cookies tell, and disclosures in what cameras, plugs and hosts say of themselves.
 */
#include "conversations.h"

static const struct conversation things[] = {
	{ "Basic in HPACK",
	  80,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("PRI * "
		   "HTTP/"
		   "2.0\r\n\r\nSM\r\n\r\n\000\000\000\004\000\000\000\000\000\000\000>"
		   "\001\005\000\000\000\001\202\206\204\001\020api.lock.example\017\010&Basic "
		   "bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA=="),
	    SERVER("\000\000\000\004\000\000\000\000\000\000\000\001\001\005\000\000\000\001\210") } },
	{ "Basic in the table of HPACK",
	  80,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("PRI * "
		   "HTTP/"
		   "2.0\r\n\r\nSM\r\n\r\n\000\000\000\004\000\000\000\000\000\000\000="
		   "\001\005\000\000\000\001\202\206\204\001\020api.lock.exampleW&Basic "
		   "bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA=="),
	    SERVER("\000\000\000\004\000\000\000\000\000\000\000\001\001\005\000\000\000\001\210") } },
	{ "gRPC",
	  80,
	  say_tcp,
	  { { "contact.mobile", "13900008716" } },
	  { CLIENT("PRI * "
		   "HTTP/"
		   "2."
		   "0\r\n\r\nSM\r\n\r\n\000\000\000\004\000\000\000\000\000\000\0005\001\004\000\000\000\001"
		   "\203\206\004\014/lock.U/Save\001\020api.lock.example\017\020\020application/"
		   "grpc\000\000\022\000\001\000\000\000\001\000\000\000\000\r\n\01313900008716"),
	    SERVER("\000\000\000\004\000\000\000\000\000\000\000\001\001\005\000\000\000\001\210") } },
	{ "a query of HTTP",
	  80,
	  say_tcp,
	  { { "device.imei", "356938035643809" }, { "contact.mobile", "13900008716" } },
	  { CLIENT("GET /bind?imei=356938035643809&phone=13900008716 HTTP/1.1\r\nHost: "
		   "api.lock.example\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a header of HTTP",
	  80,
	  say_tcp,
	  { { "device.imei", "356938035643809" } },
	  { CLIENT("GET /state HTTP/1.1\r\nHost: api.lock.example\r\nX-Device-Imei: 356938035643809\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a token in a header of HTTP",
	  80,
	  say_tcp,
	  { { "credential", "k7Fq2ZpX9vLw3RtB8nYc" } },
	  { CLIENT("GET /state HTTP/1.1\r\nHost: api.lock.example\r\nAuthorization: Bearer "
		   "k7Fq2ZpX9vLw3RtB8nYc\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "a cookie of HTTP",
	  80,
	  say_tcp,
	  { { "credential", "k7Fq2ZpX9vLw3RtB8nYc" } },
	  { CLIENT("GET /state HTTP/1.1\r\nHost: api.lock.example\r\nCookie: lang=en; "
		   "JSESSIONID=k7Fq2ZpX9vLw3RtB8nYc\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "Kasa",
	  9999,
	  say_udp,
	  { { "device.id", "lk7f0042a9" }, { "device.mac", "02:00:5e:10:20:30" } },
	  { CLIENT("\320\362\201\370\213\377\232\367\325\357\224\266\321\264\300\237\354\225\346\217\341\207"
		   "\350\312\360\213\366\213\366"),
	    SERVER("\320\362\201\370\213\377\232\367\325\357\224\266\321\264\300\237\354\225\346\217\341\207"
		   "\350\312\360\213\251\315\250\336\267\324\261\370\234\276\204\246\312\241\226\360\300\360"
		   "\304\366\227\256\214\240\202\357\216\355\317\365\327\347\325\357\337\357\325\340\205\277"
		   "\216\276\204\266\206\274\217\277\235\261\223\366\204\366\251\312\245\301\244\206\274\214"
		   "\361\214\361") } },
	{ "a login of DHIP in clear",
	  37777,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT(" \000\000\000DHIP\007\000\000\000\002\000\000\000\257\000\000\000\000\000\000\000\257\000"
		   "\000\000\000\000\000\000{\"id\":2,\"method\":\"global.login\",\"params\":{"
		   "\"authorityType\":\"Default\",\"clientType\":\"Web3.0\",\"password\":\"Tulip-4711-x\","
		   "\"passwordType\":\"Plain\",\"userName\":\"lockuser7\"},\"session\":7}"),
	    SERVER(" \000\000\000DHIP\007\000\000\000\002\000\000\000\"\000\000\000\000\000\000\000\"\000\000"
		   "\000\000\000\000\000{\"id\":2,\"result\":true,\"session\":7}") } },
	{ "SADP",
	  37020,
	  say_udp,
	  { { "device.serial", "DSQX7K00412M" }, { "device.mac", "02-00-5e-10-20-30" } },
	  { CLIENT("<?xml version=\"1.0\" "
		   "encoding=\"utf-8\"?><ProbeMatch><Uuid>3f2a9c64-7be1-4d05-9a38-51c0e7d2b4f6</"
		   "Uuid><Types>inquiry</Types><DeviceType>7</DeviceType><DeviceSN>DSQX7K00412M</"
		   "DeviceSN><MAC>02-00-5e-10-20-30</MAC></ProbeMatch>") } },
	{ "DHCPv6",
	  547,
	  say_udp,
	  { { "device.mac", "02:00:5e:10:20:30" }, { "device.hostname", "xiaomings-lock" } },
	  { CLIENT("\001\001\002\003\000\001\000\n\000\003\000\001\002\000^\020 "
		   "0\000'\000\021\000\016xiaomings-lock\000") } },
	{ "Kasa that asks",
	  9999,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\320\362\201\370\213\377\232\367\325\357\224\266\321\264\300\237\354\225\346\217\341\207"
		   "\350\312\360\213\366\213\366") } },
	{ "a cookie about a language",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /state HTTP/1.1\r\nHost: api.lock.example\r\nCookie: lang=en; theme=dark\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "Bearer without a token",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("GET /state HTTP/1.1\r\nHost: api.lock.example\r\nAuthorization: Bearer null\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "HTTP/2 that tells nothing",
	  80,
	  say_tcp,
	  { { NULL, NULL } },
	  { CLIENT("PRI * "
		   "HTTP/"
		   "2."
		   "0\r\n\r\nSM\r\n\r\n\000\000\000\004\000\000\000\000\000\000\000\025\001\005\000\000\000"
		   "\001\202\206\204\001\020api.lock.example"),
	    SERVER("\000\000\000\004\000\000\000\000\000\000\000\001\001\005\000\000\000\001\210") } },
};

void plant_things(struct garden *garden)
{
	plant_conversations(garden, things, sizeof things / sizeof *things);
}
