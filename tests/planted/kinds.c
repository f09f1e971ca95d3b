/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of personal data, each as a terminal reports it, and for each what looks like it. All persons,
 * numbers and places are invented. */
#include "planted.h"

static void post(struct garden *garden, const char *body)
{
	say_post(garden, "/v1/report", "Content-Type: application/json\r\n", text(garden, "%s", body));
}

/* Bodies that tell one thing. */
static const struct {
	const char *name, *body, *type, *value;
} told[] = {
	{ "heart rate", "{\"heartRate\":72}", "health.reading", "72" },
	{ "oxygen in the blood", "{\"spo2\":97}", "health.oxygen", "97" },
	{ "temperature of a body", "{\"bodyTemperature\":36.6}", "health.temperature", "36.6" },
	{ "religion", "{\"religion\":\"Buddhism\"}", "person.special", "Buddhism" },
	{ "religion in Chinese", "{\"宗教信仰\":\"佛教\"}", "person.special", "佛教" },
	{ "a record of credit", "{\"creditRecord\":\"overdue in 2025\"}", "person.special",
	  "overdue in 2025" },
	{ "sleep", "{\"sleepDuration\":431}", "health.other", "431" },
	{ "blood pressure", "{\"bloodPressure\":\"121/79\"}", "health.pressure", "121/79" },
	{ "steps", "{\"stepCount\":8412}", "sport.steps", "8412" },
	{ "geohash", "{\"geohash\":\"wx4g0ec1\"}", "location.geohash", "wx4g0ec1" },
	{ "position in millionths", "{\"latE6\":31230411,\"lngE6\":121473711}", "location.precise",
	  "31230411" },
	{ "position in GCJ-02", "{\"latGcj02\":31.230411,\"lngGcj02\":121.473711}", "location.precise",
	  "31.230411" },
	{ "cell in hexadecimal digits", "{\"mcc\":460,\"mnc\":0,\"lac\":\"50A1\",\"ci\":\"00A2C1F3\"}",
	  "location.cell", "50A1" },
	{ "time zone", "{\"timeZone\":\"Europe/Paris\"}", "location.time-zone", "Europe/Paris" },
	{ "public address", "{\"wanIp\":\"5.61.7.8\"}", "network.public-ip", "5.61.7.8" },
	{ "address of a Zigbee lamp", "{\"uniqueid\":\"00:16:3e:5a:6b:7c:01:02-0b\"}", "device.mac",
	  "00:16:3e:5a:6b:7c:01:02" },
	{ "words that were spoken", "{\"asrText\":\"把客厅的灯打开\"}", "voice.transcript",
	  "把客厅的灯打开" },
	{ "presence", "{\"presence_state\":\"presence\"}", "home.presence", "presence" },
	{ "what was searched", "{\"searchKeyword\":\"木马玩具\"}", "person.history", "木马玩具" },
	{ "tags of a user", "{\"userTags\":\"cyclist\"}", "person.profile", "cyclist" },
	{ "emotion of a face", "{\"faceAttributes\":{\"emotion\":\"happy\"}}", "person.face-attributes",
	  "happy" },
	{ "result of a face comparison", "{\"faceId\":\"f81\",\"similarity\":93.2}", "record.face-match",
	  "f81" },
	{ "check digits of a card", "{\"cvv\":\"417\"}", "finance.card-check", "417" },
	{ "balance", "{\"walletBalance\":\"12.50\"}", "finance.balance", "12.50" },
	{ "photograph of an identity card", "{\"idCardFrontUrl\":\"https://a.example/1.jpg\"}",
	  "id.card-photo", "https://a.example/1.jpg" },
	{ "data points of a lock", "{\"dps\":{\"1\":0,\"5\":3,\"9\":\"wrong_finger\"}}", "record.unlock",
	  "3" },
	{ "record of a lock with numbers",
	  "{\"lockDate\":1700000000000,\"recordType\":8,\"username\":\"anna\"}", "record.unlock",
	  "1700000000000" },
	{ "short message", "{\"smsSender\":\"10690000\",\"smsContent\":\"see you at six\"}", "contact.sms",
	  "see you at six" },
};

static void lists(struct garden *garden)
{
	planting(garden, "address book");
	tells(garden, "contact.list", "3 names with numbers or more");
	tells(garden, "contact.mobile", "13900008711");
	tells(garden, "contact.mobile", "13900008712");
	tells(garden, "contact.mobile", "13900008713");
	post(garden, "{\"phonebook\":[{\"name\":\"a\",\"phone\":\"13900008711\"},{\"name\":\"b\",\"phone\":"
		     "\"13900008712\"},{\"name\":\"c\",\"phone\":\"13900008713\"}]}");
	planting(garden, "call log");
	tells(garden, "contact.call-log", "2 calls or more");
	tells(garden, "contact.mobile", "13900008711");
	tells(garden, "contact.mobile", "13900008712");
	post(garden, "{\"calls\":[{\"number\":\"13900008711\",\"duration\":35},{\"number\":\"13900008712\","
		     "\"duration\":7}]}");
	planting(garden, "track");
	tells(garden, "location.track", "3 positions or more");
	tells(garden, "location.precise", "31.230411");
	tells(garden, "location.precise", "31.230412");
	tells(garden, "location.precise", "31.230413");
	post(garden,
	     "{\"points\":[{\"lat\":31.230411,\"lng\":121.473711,\"time\":1700000000},{\"lat\":31.230412,"
	     "\"lng\":121.473712,\"time\":1700000060},{\"lat\":31.230413,\"lng\":121.473713,\"time\":"
	     "1700000120}]}");
	planting(garden, "access points around");
	tells(garden, "location.nearby-networks", "2 access points or more");
	tells(garden, "network.bssid", "00:16:3e:5a:6b:01");
	tells(garden, "network.bssid", "00:16:3e:5a:6b:02");
	post(garden,
	     "{\"seen\":[{\"bssid\":\"00:16:3e:5a:6b:01\",\"rssi\":-50},{\"bssid\":\"00:16:3e:5a:6b:02\","
	     "\"rssi\":-61}]}");
	planting(garden, "installed applications");
	tells(garden, "device.apps", "com.example.chat");
	tells(garden, "device.apps", "cn.example.bank.mobile");
	post(garden, "{\"installedApps\":[\"com.example.chat\",\"cn.example.bank.mobile\"]}");
	planting(garden, "names in the head of a mail");
	tells(garden, "contact.email", "li.si@shop.example");
	tells(garden, "person.name", "Zhang, Wei");
	tells(garden, "contact.email", "zhang.wei@shop.example");
	static const struct turn imap[] = {
		{ true, BYTES("* OK IMAP4rev1 ready\r\n") },
		{ false, BYTES("a1 FETCH 1 ENVELOPE\r\n") },
		{ true,
		  BYTES("* 1 FETCH (ENVELOPE (\"Sun\" \"hi\" ((NIL NIL \"li.si\" \"shop.example\")) NIL NIL "
			"((\"Zhang, Wei\" NIL \"zhang.wei\" \"shop.example\")) NIL NIL NIL NIL))\r\na1 OK "
			"done\r\n") },
	};

	say_tcp(garden, 143, imap, 3);
}

static const struct {
	const char *name, *body;
} silent[] = {
	{ "a heart rate's interval", "{\"heartRateInterval\":60,\"heartRateSwitch\":1}" },
	{ "a heart rate that was not measured", "{\"heartRate\":0,\"spo2\":255}" },
	{ "temperature of a room", "{\"temperature\":36.6,\"bodyTemp\":21.5}" },
	{ "a region, a credit of time",
	  "{\"region\":\"Buddhism Street\",\"credit\":\"7\",\"religion\":\"\"}" },
	{ "a setting about religion",
	  "{\"religion\":\"none\",\"creditRecord\":\"0\",\"religionSwitch\":true}" },
	{ "a time to sleep for a processor", "{\"sleepMs\":431,\"sleepMode\":2}" },
	{ "a ratio", "{\"aspect\":\"121/79\",\"bloodPressure\":\"0/0\"}" },
	{ "steps of a motor", "{\"step\":8412,\"maxSteps\":20000}" },
	{ "a hash like a geohash", "{\"hash\":\"wx4g0ec1\",\"geohash\":\"\"}" },
	{ "a screen's position", "{\"left\":31230411,\"top\":121473711}" },
	{ "a cell of a table", "{\"cell\":\"B7\",\"row\":7,\"mnc\":\"\"}" },
	{ "UTC", "{\"timeZone\":\"UTC\",\"tz\":\"Etc/UTC\"}" },
	{ "a zone of a house", "{\"zone\":\"Garden/North\"}" },
	{ "an address at home", "{\"wanIp\":\"192.168.1.7\",\"clientIp\":\"10.0.0.8\"}" },
	{ "the address of a server", "{\"serverIp\":\"5.61.7.8\",\"ntp\":\"5.61.7.9\"}" },
	{ "a version of four numbers", "{\"version\":\"5.61.7.8\"}" },
	{ "a fingerprint of a key", "{\"keyFingerprint\":\"00:16:3e:5a:6b:7c:01:02\"}" },
	{ "a digest of 16 digits", "{\"uniqueid\":\"00163e0001026b7c\"}" },
	{ "a query of a database", "{\"query\":\"select name from locks\",\"asrText\":\"\"}" },
	{ "whether presence is watched", "{\"presence\":true,\"presence_state\":\"none\"}" },
	{ "a search that was not made", "{\"searchKeyword\":\"\",\"searchCount\":3}" },
	{ "tags of a device", "{\"tags\":\"lock\",\"labels\":\"v2\"}" },
	{ "age of a cache", "{\"cache\":{\"age\":31},\"max-age\":3600}" },
	{ "a mode of a clock's face", "{\"watchFace\":{\"style\":\"round\"}}" },
	{ "a score without a face", "{\"similarity\":93.2,\"score\":7}" },
	{ "white balance", "{\"whiteBalance\":\"5600\",\"balance\":\"12.50\"}" },
	{ "a code of three digits", "{\"code\":\"417\",\"cvv\":\"\"}" },
	{ "front of a card in a game", "{\"cardFront\":\"https://a.example/1.jpg\"}" },
	{ "data points of a lamp", "{\"dps\":{\"1\":25,\"2\":3,\"9\":\"white\"}}" },
	{ "data points of a lock without who", "{\"dps\":{\"1\":0,\"9\":\"wrong_finger\",\"11\":80}}" },
	{ "a template of a short message", "{\"sms\":{\"template\":7,\"body\":\"see you\"}}" },
	{ "a setting of short messages", "{\"smsSwitch\":1,\"smsContent\":\"\"}" },
	{ "names of places in a list",
	  "{\"list\":[{\"name\":\"a\",\"phone\":\"\"},{\"name\":\"b\",\"phone\":\"\"},"
	  "{\"name\":\"c\",\"phone\":\"\"}]}" },
	{ "calls of functions",
	  "{\"calls\":[{\"name\":\"open\",\"duration\":35},{\"name\":\"close\",\"duration\":7}]}" },
	{ "one's own packages",
	  "{\"packages\":[\"com.android.settings\",\"libc\"],\"packageName\":\"com.example.lock\"}" },
	{ "packages of Python", "{\"packages\":[\"os.path\",\"json\"]}" },
	{ "points of a drawing", "{\"points\":[{\"x\":31.23,\"y\":121.47},{\"x\":31.24,\"y\":121.48}]}" },
	{ "signal strengths of channels",
	  "{\"seen\":[{\"channel\":1,\"rssi\":-50},{\"channel\":6,\"rssi\":-61}]}" },
	{ "an alarm of a lock", "{\"alarm_lock\":\"pry\"}" },
};

void plant_kinds(struct garden *garden)
{
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		planting(garden, told[i].name);
		tells(garden, told[i].type, told[i].value);
		post(garden, told[i].body);
	}
	lists(garden);
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
		planting(garden, silent[i].name);
		post(garden, silent[i].body);
	}
}
