/* SPDX-License-Identifier: Apache-2.0 */
/* The twenty disclosures that weigh most, each through MQTT, WebSocket, HTTP/2 and CoAP. */
#include "carriers.h"

static const struct {
	const char *type, *value, *body;
} disclosures[] = {
	{ "contact.mobile", "13900008716", "{\"mobile\":\"13900008716\"}" },
	{ "contact.email", "xiaoming@lock.example", "{\"email\":\"xiaoming@lock.example\"}" },
	{ "id.cn-resident", "11010119900307803X", "{\"idCard\":\"11010119900307803X\"}" },
	{ "person.name", "李小明", "{\"realName\":\"李小明\"}" },
	{ "person.address", "上海市徐汇区柳州路88号3号楼502室",
	  "{\"homeAddress\":\"上海市徐汇区柳州路88号3号楼502室\"}" },
	{ "person.birth-date", "1990-03-07", "{\"birthday\":\"1990-03-07\"}" },
	{ "finance.bank-card", "6222021000112233449", "{\"bankCard\":\"6222021000112233449\"}" },
	{ "child.profile", "李小宝", "{\"childName\":\"李小宝\"}" },
	{ "location.precise", "31.230416", "{\"lat\":31.230416,\"lng\":121.474693}" },
	{ "network.ssid", "corner-net", "{\"wifiName\":\"corner-net\"}" },
	{ "device.imei", "356938035643809", "{\"imei\":\"356938035643809\"}" },
	{ "device.imsi", "460001234567890", "{\"imsi\":\"460001234567890\"}" },
	{ "device.mac", "02:00:5e:10:20:30", "{\"mac\":\"02:00:5e:10:20:30\"}" },
	{ "device.serial", "QX7K00412M", "{\"serialNumber\":\"QX7K00412M\"}" },
	{ "record.unlock", "unlock_fingerprint", "{\"eventType\":\"unlock_fingerprint\"}" },
	{ "health.reading", "72", "{\"heartRate\":72}" },
	{ "credential", "Tulip-4711-x", "{\"password\":\"Tulip-4711-x\"}" },
	{ "credential", "k7Fq2ZpX9vLw3RtB8nYc", "{\"accessToken\":\"k7Fq2ZpX9vLw3RtB8nYc\"}" },
	{ "credential", "482915", "{\"unlockCode\":\"482915\"}" },
	{ "credential", "corner-stone-88", "{\"wifiPassword\":\"corner-stone-88\"}" },
};

struct bytes coap_post(struct garden *garden, struct bytes body)
{
	/* Version 1, confirmable, no token; 0.02 POST; Uri-Path "report", Content-Format 50. */
	const struct bytes parts[] = { BYTES("\x40\x02\x12\x34\xb6report\x11\x32\xff"), body };

	return joined(garden, parts, 2);
}

void say_coap(struct garden *garden, struct bytes body)
{
	const struct turn turns[] = {
		{ false, coap_post(garden, body) },
		{ true, BYTES("\x60\x44\x12\x34") },
	};

	say_udp(garden, 5683, turns, 2);
}

struct bytes mqtt_connect(void)
{
	return BYTES("\x10\x10\0\4MQTT\4\2\0\x3c\0\4lock");
}

struct bytes mqtt_publish(struct garden *garden, struct bytes body)
{
	size_t size = 14 + body.size;
	const uint8_t head[] = { 0x30, (uint8_t)(size % 128 + 128), (uint8_t)(size / 128) };
	const struct bytes parts[] = { { head, sizeof head }, BYTES("\0\x0clock/7/event"), body };

	return joined(garden, parts, 3);
}

void say_mqtt(struct garden *garden, struct bytes body)
{
	const struct turn turns[] = {
		{ false, mqtt_connect() },
		{ true, BYTES("\x20\2\0\0") },
		{ false, mqtt_publish(garden, body) },
	};

	say_tcp(garden, 1883, turns, 3);
}

struct bytes websocket_frame(struct garden *garden, uint8_t first, struct bytes payload)
{
	static const uint8_t key[] = { 0x37, 0xfa, 0x21, 0x3d };
	const uint8_t head[] = { first, 0x80 | 126, (uint8_t)(payload.size >> 8), (uint8_t)payload.size };
	const uint8_t short_head[] = { first, (uint8_t)(0x80 | payload.size) };
	struct bytes hidden = joined(garden, &payload, 1);

	for (size_t i = 0; i < hidden.size; i++)
		((uint8_t *)(uintptr_t)hidden.data)[i] ^= key[i % 4];
	const struct bytes parts[] = {
		payload.size < 126 ? (struct bytes){ short_head, 2 } : (struct bytes){ head, 4 },
		{ key, sizeof key },
		hidden,
	};

	return joined(garden, parts, 3);
}

void say_websocket(struct garden *garden, const char *headers, uint8_t first, struct bytes payload)
{
	const struct turn turns[] = {
		{ false, text(garden,
			      "GET /ws HTTP/1.1\r\nHost: api.lock.example\r\nUpgrade: websocket\r\n"
			      "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			      "Sec-WebSocket-Version: 13\r\n%s\r\n",
			      headers) },
		{ true, text(garden,
			     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			     "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
			     "%s\r\n",
			     headers) },
		{ false, websocket_frame(garden, first, payload) },
	};

	say_tcp(garden, 80, turns, 3);
}

/* RFC 9113: the preface, SETTINGS, HEADERS of stream 1 and DATA that ends it. */
void say_http2(struct garden *garden, struct bytes body)
{
	/* :method POST, :scheme http, :path /report, :authority, content-type, none of them compressed */
	struct bytes fields = BYTES("\x83\x86\x04\x07/report\x01\x10"
				    "api.lock.example\x0f\x10\x10"
				    "application/json");
	const uint8_t headers[] = { 0, 0, (uint8_t)fields.size, 1, 4, 0, 0, 0, 1 };
	const uint8_t data[] = { 0, (uint8_t)(body.size >> 8), (uint8_t)body.size, 0, 1, 0, 0, 0, 1 };
	const struct bytes parts[] = {
		BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"),
		{ headers, sizeof headers },
		fields,
		{ data, sizeof data },
		body,
	};
	const struct turn turns[] = {
		{ false, joined(garden, parts, 5) },
		{ true, BYTES("\0\0\0\4\0\0\0\0\0\0\0\1\1\5\0\0\0\1\x88") },
	};

	say_tcp(garden, 80, turns, 2);
}

static void websocket_text(struct garden *garden, struct bytes body)
{
	say_websocket(garden, "", 0x81, body);
}

void plant_carriers(struct garden *garden)
{
	static const struct {
		const char *name;
		void (*say)(struct garden *garden, struct bytes body);
	} carriers[] = {
		{ "MQTT", say_mqtt },
		{ "WebSocket", websocket_text },
		{ "HTTP/2", say_http2 },
		{ "CoAP", say_coap },
	};

	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
		for (size_t j = 0; j < sizeof disclosures / sizeof *disclosures; j++) {
			planting(garden, (const char *)text(garden, "%s through %s", disclosures[j].type,
							    carriers[i].name)
						 .data);
			tells(garden, disclosures[j].type, disclosures[j].value);
			carriers[i].say(garden, text(garden, "%s", disclosures[j].body));
		}
}
