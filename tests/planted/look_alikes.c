/* SPDX-License-Identifier: Apache-2.0 */
/* What looks like a disclosure and is none: nothing may be reported of any of these. */
#include "planted.h"

/* Members of a JSON body, each alone. */
static const struct {
	const char *name, *body;
} bodies[] = {
	{ "milliseconds of a clock", "{\"timestamp\":1390000871623,\"ts\":\"1390000871623\"}" },
	{ "seconds as a telephone number", "{\"time\":13900008716}" },
	{ "an order number of 11 digits", "{\"orderNo\":\"13900008716\"}" },
	{ "a masked telephone number", "{\"mobile\":\"139****8716\"}" },
	{ "an empty telephone number", "{\"mobile\":\"\",\"phone\":null}" },
	{ "a telephone number of the documentation", "{\"mobile\":\"string\"}" },
	{ "a resident id with a wrong check digit", "{\"code\":\"110101199003070001\"}" },
	{ "18 digits that are no date", "{\"ref\":\"110101199013370017\"}" },
	{ "a serial that passes Luhn", "{\"batch\":\"4539578763621486\"}" },
	{ "15 digits that pass Luhn without a name", "{\"batch\":\"490154203237518\"}" },
	{ "a position of 0, 0", "{\"lat\":0,\"lng\":0}" },
	{ "a size that is named like a position", "{\"x\":31.2,\"y\":121.4}" },
	{ "a version like an address", "{\"firmware\":\"10.2.13.4\"}" },
	{ "a hash", "{\"md5\":\"9e107d9d372bb6826bd81d3542a419d6\"}" },
	{ "a masked password", "{\"password\":\"******\"}" },
	{ "whether a password is set", "{\"password\":true,\"passwordSet\":\"true\"}" },
	{ "rules for a password", "{\"passwordMinLength\":8,\"passwordPolicy\":\"strong\"}" },
	{ "a password nobody set", "{\"password\":\"\",\"pwd\":null}" },
	{ "a retina image's name", "{\"icon\":\"logo@2x.png\"}" },
	{ "a broadcast link address", "{\"mac\":\"ff:ff:ff:ff:ff:ff\"}" },
	{ "a zero link address", "{\"mac\":\"00:00:00:00:00:00\"}" },
	{ "twelve hexadecimal digits of nobody here",
	  "{\"ref\":\"cam-4a5b6c7d8e9f\",\"id\":\"00163e5a6b7c\"}" },
	{ "an identifier of a message", "{\"messageId\":\"<note.li@example.com>\"}" },
	{ "a package and its version", "{\"pkg\":\"left-pad@1.3.0\",\"dep\":\"vue@next.js\"}" },
	{ "a URL whose login is an example", "{\"help\":\"rtsp://user:password@192.0.2.9/1\"}" },
	{ "a random address of an application", "{\"peer\":\"7a:12:33:44:5a:6b\"}" },
	{ "a certificate's number", "{\"certificateSerialNumber\":\"4A5B6C7D8E9F0011\"}" },
	{ "a network that knows nobody", "{\"identity\":\"anonymous@wlan.mnc001.mcc460.3gppnetwork.org\"}" },
	{ "a face that is switched on", "{\"faceSwitch\":1,\"faceEnabled\":true}" },
	{ "a count of faces", "{\"faceCount\":3}" },
	{ "base64 of text about nothing", "{\"data\":\"dGhlIGRvb3IgaXMgY2xvc2VkIGFuZCBhbGwgaXMgd2VsbA==\"}" },
};

void plant_look_alikes(struct garden *garden)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		planting(garden, bodies[i].name);
		say_post(garden, "/v1/report", "Content-Type: application/json\r\n",
			 text(garden, "%s", bodies[i].body));
	}
}
