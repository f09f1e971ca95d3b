/* SPDX-License-Identifier: Apache-2.0 */
/* More that looks like a disclosure and is none: for every family of data types what is named or shaped
 * like it. */
#include "planted.h"

static const struct {
	const char *name, *body;
} bodies[] = {
	/* digests, keys that all may know */
	{ "a digest of a file",
	  "{\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}" },
	{ "a checksum of a firmware",
	  "{\"crc32\":\"cbf43926\",\"sha1\":\"2fd4e1c67a2d28fced849ee1bb76e7391b93eb12\"}" },
	{ "a fingerprint of a certificate",
	  "{\"certFingerprint\":\"5E:FF:56:A2:AF:15:88:25:AE:51:0B:2A:3D:5F:0E:11:AB:9C:44:01\"}" },
	{ "a public key",
	  "{\"publicKey\":\"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEr5Vn1Kc0pZl8yQ3uWk7b0dJ2\"}" },
	{ "a signature", "{\"sign\":\"6bf2e0c94a8d1735fb06c2e97d8a4013\",\"nonce\":\"8d1735fb06\"}" },
	{ "random base64", "{\"data\":\"q8ZkV1xT0mPfYb3LrWn7dQhGe5JcU2iSoKa9vXtBw4yRzM6NlHgEFjCuDpOs\"}" },
	{ "random hexadecimal digits", "{\"blob\":\"8f1ac377025eb9e43190ad4c6bf208d5197ea3c0\"}" },
	{ "an identifier of a request", "{\"requestId\":\"5b1c7a90-3f2e-4a11-8c64-d0e9b7f2a835\"}" },
	{ "an identifier of a trace", "{\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}" },
	/* hidden, empty, of an example */
	{ "a masked resident id", "{\"idCard\":\"110101********803X\"}" },
	{ "a masked bank card", "{\"bankCard\":\"6222 **** **** 3449\"}" },
	{ "a masked address of mail", "{\"email\":\"x***@lock.example\"}" },
	{ "a masked name", "{\"realName\":\"李**\"}" },
	{ "a masked token", "{\"accessToken\":\"k7Fq****************\"}" },
	{ "nothing in many fields",
	  "{\"imei\":\"\",\"imsi\":null,\"iccid\":\"0\",\"email\":\"-\",\"realName\":\"\"}" },
	{ "unknown in many fields",
	  "{\"imei\":\"unknown\",\"ssid\":\"<unknown ssid>\",\"gender\":\"unknown\"}" },
	{ "an IMEI of zeros", "{\"imei\":\"000000000000000\"}" },
	{ "an IMEI that fails Luhn", "{\"imei\":\"356938035643808\"}" },
	{ "a template that was not filled", "{\"password\":\"${PASSWORD}\",\"token\":\"{{token}}\"}" },
	{ "a word for a password", "{\"password\":\"required\"}" },
	/* clocks, counters, measures */
	{ "a date and time of a clock", "{\"time\":\"2026-03-01T08:00:00Z\",\"date\":\"2026-03-01\"}" },
	{ "the day of a build", "{\"buildDate\":\"1990-03-07\"}" },
	{ "a running number", "{\"seq\":13900008716,\"msgId\":\"13900008717\"}" },
	{ "microseconds", "{\"uptimeUs\":\"139000087161234\"}" },
	{ "a price", "{\"price\":31.230416,\"total\":121.474693}" },
	{ "a temperature and a humidity", "{\"temperature\":31.2304,\"humidity\":61.4746}" },
	{ "what an accelerometer measures", "{\"ax\":0.030416,\"ay\":-0.974693,\"az\":9.806650}" },
	{ "a position of a motor", "{\"position\":42}" },
	{ "a place in a queue", "{\"location\":\"/var/lib/queue/7\"}" },
	{ "a version of four numbers", "{\"version\":\"3.1.22.7\",\"sdk\":\"1.0.10.255\"}" },
	{ "a battery and a signal", "{\"battery\":72,\"rssi\":-60}" },
	{ "how often a heart is measured", "{\"heartRateInterval\":72,\"heartRateSwitch\":1}" },
	/* names of things */
	{ "a name of a device",
	  "{\"deviceName\":\"front door\",\"roomName\":\"客厅\",\"productName\":\"门锁\"}" },
	{ "a name of a function in Chinese", "{\"name\":\"开关\",\"title\":\"设置\"}" },
	{ "a key of a map", "{\"key\":\"brightness\",\"value\":\"80\"}" },
	{ "an address of a server", "{\"serverAddress\":\"mqtt.lock.example:8883\",\"address\":\"0x1f40\"}" },
	{ "a code of an error", "{\"code\":\"482915\",\"errorCode\":482915}" },
	{ "a code for a region", "{\"areaCode\":\"021\",\"countryCode\":\"86\",\"postCode\":\"200030\"}" },
	{ "a status of a lock", "{\"lockState\":\"locked\",\"door\":\"closed\"}" },
	{ "a kind of login", "{\"passwordType\":\"sms\",\"tokenType\":\"bearer\"}" },
	{ "when a token ends", "{\"expiresToken\":7200,\"tokenExpire\":1772352000}" },
	{ "a switch of a camera", "{\"snapshotEnabled\":false,\"recordMode\":\"motion\"}" },
	{ "an address of documentation", "{\"url\":\"https://docs.lock.example/v1/users?lang=en\"}" },
	{ "a colour", "{\"color\":\"#1f3a5b\",\"hsv\":\"00dc03e803e8\"}" },
};

void plant_silence(struct garden *garden)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		planting(garden, bodies[i].name);
		say_post(garden, "/v1/report", "Content-Type: application/json\r\n",
			 text(garden, "%s", bodies[i].body));
	}
}
