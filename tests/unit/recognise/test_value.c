/* SPDX-License-Identifier: Apache-2.0 */
/* What single values are, and what looks like them and is not. All persons and numbers are invented;
 * check digits are computed. */
#include "data_types.h"

#include "recognise/recognise.h"

#include <stdio.h>

struct sample {
	const char *field, *value, *type; /* no type: nothing at all */
	enum confidence confidence;
	const char *parent;
	bool number;
};

static size_t recognise(const struct taxonomy *taxonomy, const struct sample *sample, struct recognition *ret,
			size_t room)
{
	struct bytes value = hostile_copy(bytes_of(sample->value)),
		     field = hostile_copy(bytes_of(sample->field));
	struct field_value given = {
		.field = field,
		.parent = bytes_of(sample->parent),
		.value = value,
		.number = sample->number,
	};
	size_t count = recognise_value(taxonomy, &given, ret, room);

	for (size_t i = 0; i < count; i++)
		assert_true(ret[i].value.data >= value.data &&
			    ret[i].value.data + ret[i].value.size <= value.data + value.size);
	hostile_free(field);
	hostile_free(value);
	return count;
}

static void check(const struct taxonomy *taxonomy, const struct sample *samples, size_t count)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = &samples[i];
		struct recognition found[4];
		size_t size = recognise(taxonomy, sample, found, 4);
		bool right = sample->type ? size > 0 && strcmp(found[0].type->id, sample->type) == 0 &&
						    found[0].confidence == sample->confidence
					  : size == 0;

		if (right)
			continue;
		wrong++;
		print_error("%s = %.60s: expected %s %s, got %s %s (%s)\n", sample->field, sample->value,
			    sample->type ? sample->type : "nothing", confidence_name(sample->confidence),
			    size ? found[0].type->id : "nothing",
			    size ? confidence_name(found[0].confidence) : "", size ? found[0].why : "");
	}
	assert_int_equal(wrong, 0);
}

#define CERTAIN	 CONFIDENCE_CERTAIN
#define LIKELY	 CONFIDENCE_LIKELY
#define POSSIBLE CONFIDENCE_POSSIBLE

#define IS(name, text, id, how, ...) \
	{ \
		.field = name, .value = text, .type = id, .confidence = how, __VA_ARGS__ \
	}
#define NOT(name, text, ...) \
	{ \
		.field = name, .value = text, __VA_ARGS__ \
	}

static void knows_ways_to_reach_a_person(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("phone", "13800138000", "contact.mobile", CERTAIN, .parent = "user"),
		IS("user_phone", "+86 138-0013-8000", "contact.mobile", CERTAIN),
		IS("mobileNo", "008613800138000", "contact.mobile", CERTAIN),
		IS("手机号", "13800138000", "contact.mobile", CERTAIN),
		IS("联系人手机号", "13800138000", "contact.mobile", CERTAIN),
		IS("tel2", "15512345678", "contact.mobile", CERTAIN),
		IS("phone", "13800138000", "contact.mobile", CERTAIN, .number = true),
		IS("phone", "15412345678", "contact.mobile", LIKELY), /* a segment nobody has */
		IS("account", "13800138000", "contact.mobile", LIKELY, .number = true),
		IS("account", "13800138000", "contact.mobile", CERTAIN),
		IS("data", "13800138000", "contact.mobile", LIKELY),
		IS("", "13800138000", "contact.mobile", LIKELY),
		NOT("data", "13800138000", .number = true),
		NOT("orderId", "13800138000"),
		NOT("timestamp", "1700000000000", .number = true),
		NOT("phone", "138****8000"),
		NOT("phone", "11111111111"),
		NOT("phone", "12345678901234567"),
		NOT("version", "1.3800138000"),
		IS("tel", "021-55501234", "contact.telephone", CERTAIN),
		IS("telephone", "+1 202 555 0143", "contact.telephone", CERTAIN),
		IS("homePhone", "(617) 555-0123", "contact.telephone", LIKELY),
		NOT("tel", "400-820-0000"),
		NOT("value", "021-55501234"),
		NOT("phone", "10086"),
		IS("email", "zhang.wei@example.com", "contact.email", CERTAIN),
		IS("data", "zhang.wei@example.com", "contact.email", LIKELY),
		IS("u", "mailto:zhang.wei@example.com", "contact.email", LIKELY),
		IS("userName", "123456789@qq.com", "contact.email", CERTAIN),
		NOT("data", "97239287044@voip.example.net"),
		NOT("src", "icon@2x.png"),
		NOT("kex", "hmac-sha2-256-etm@openssh.com"),
		NOT("Message-ID", "zhang.wei@example.com"),
		NOT("data", "20131212030845.GA715@example.net"),
		NOT("data", "521663E3.7090401@example.com"),
		NOT("data", "4F7B21D0-93C5-4E1A-B6D8-0A57C3E9F214@example.com"),
		NOT("data", "E1bwpfB-0000Be-Tu@example.org"),
		NOT("data", "alpine.DEB.2.21.2402031415926.5358@mail.example.org"),
		IS("data", "xxxxxxxx@xxxxxxx.com", "contact.email", POSSIBLE),
		IS("email", "xxxx.xxxxxx@xxxxx.com", "contact.email", POSSIBLE),
		NOT("email", "xxx@xxx.xxx"),
		NOT("email", "xxxx@xxxx.test"),
		NOT("email", "x"),
		IS("email", "support@example.com", "contact.email", POSSIBLE),
		NOT("data", "root@localhost"),
		NOT("data", "getty@tty1.service"),
		NOT("data", "@example.com"),
		NOT("data", "a@b@example.com"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void knows_who_a_person_is(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("idCard", "11010519491231002X", "id.cn-resident", CERTAIN),
		IS("idCard", "11010519491231002x", "id.cn-resident", CERTAIN),
		IS("data", "11010519491231002X", "id.cn-resident", LIKELY),
		IS("身份证号", "110105491231002", "id.cn-resident", LIKELY),
		NOT("data", "110105491231002"),
		NOT("idCard", "110105194912310021"), /* check digit */
		NOT("idCard", "99010519491231002X"), /* province */
		NOT("idCard", "11010519491331002X"), /* month */
		NOT("trace", "110105194912310021"),
		IS("bankCardNo", "6222020000000000000", "finance.bank-card", CERTAIN),
		IS("cardNo", "6222020000000000000", "finance.bank-card", LIKELY),
		IS("text", "4111 1111 1111 1111", "finance.bank-card", LIKELY),
		NOT("value", "6222020000000000000"),
		NOT("bankCardNo", "6222020000000000001"),
		NOT("bankCardNo", "1234567890123452"),
		NOT("orderNo", "6222020000000000000"),
		IS("realName", "张伟", "person.name", CERTAIN),
		IS("姓名", "欧阳明月", "person.name", CERTAIN),
		IS("姓名", "阿依古丽·买买提", "person.name", CERTAIN),
		IS("nickName", "李小明", "person.name", LIKELY),
		IS("name", "王芳", "person.name", LIKELY, .parent = "user"),
		IS("fullName", "John Q. Example", "person.name", CERTAIN),
		IS("mailboxName", "John Q. Example", "person.name", CERTAIN),
		IS("mailboxName", "jqe", "person.name.mailbox", POSSIBLE),
		NOT("mailboxName", "Customer Support"),
		NOT("mailboxName", "mail.example.com [192.0.2.7]"),
		NOT("fullName", "jqe"),
		NOT("name", "王芳"),
		NOT("deviceName", "王芳"),
		NOT("userName", "管理员"),
		NOT("realName", "客厅"),
		NOT("fullName", "Living Room"),
		NOT("userName", "John Example"),
		NOT("title", "平安喜乐"),
		IS("birthday", "1990-02-28", "person.birth-date", CERTAIN),
		IS("dob", "19900228", "person.birth-date", CERTAIN),
		IS("生日", "1990年2月28日", "person.birth-date", CERTAIN),
		NOT("birthday", "1990-02-30"),
		NOT("date", "1990-02-28"),
		NOT("birthday", "20"),
		IS("gender", "female", "person.gender", CERTAIN),
		IS("性别", "男", "person.gender", CERTAIN),
		NOT("gender", "1"),
		NOT("connector", "female"),
		NOT("essex", "male"),
		IS("address", "上海市浦东新区世纪大道100号2栋501室", "person.address", CERTAIN),
		IS("text", "上海市浦东新区世纪大道100号2栋501室", "person.address", LIKELY),
		IS("homeAddress", "12 Example Street, Springfield", "person.address", LIKELY),
		NOT("address", "上海市"),
		NOT("address", "192.168.1.1"),
		NOT("text", "昨天上海市世纪大道100号发生了一起事故。"),
		NOT("ipAddress", "12 Example Street, Springfield"),
		IS("userId", "u8f5k19bd3i8", "account.user-id", LIKELY),
		NOT("userId", "0"),
		NOT("userId", "admin"),
		NOT("id", "u8f5k19bd3i8"),
		NOT("school", "示例小学"),
		NOT("name", "div", .parent = "childNodes"),
		NOT("name", "div", .parent = "children"),
		IS("passportNo", "E12345678", "id.passport", CERTAIN),
		NOT("passport", "required"),
		NOT("code", "E12345678"),
		IS("plateNo", "沪A12345", "id.vehicle-plate", CERTAIN),
		NOT("text", "沪A12345"),
		NOT("template", "沪A12345"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void knows_devices_and_networks(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("imei", "490154203237518", "device.imei", CERTAIN),
		IS("device_id", "490154203237518", "device.imei", LIKELY),
		NOT("imei", "490154203237519"),
		IS("equipment-IMEI", "490154203237518", "device.imei", CERTAIN),
		IS("equipment-IMEI", "490154203237510", "device.imei.carried", LIKELY),
		IS("equipment-IMEI", "72015420323751", "device.imei.carried", LIKELY),
		IS("device_id", "490154203237519", "device.id", LIKELY),
		NOT("imei", "000000000000000"),
		NOT("imei", "4901542032375"),
		NOT("value", "490154203237518"),
		NOT("amount", "652010620664805"),
		IS("imsi", "460001234567890", "device.imsi", CERTAIN),
		NOT("imsi", "946001234567890"),
		IS("subscriber-IMSI", "460001234567890", "device.imsi", CERTAIN),
		IS("subscriber-IMSI", "946001234567890", "device.imsi.carried", LIKELY),
		IS("3GPP-IMSI", "946001234567890", "device.imsi.carried", LIKELY),
		NOT("imsi", "111111111111111"),
		IS("identity", "0460001234567890@wlan.mnc000.mcc460.3gppnetwork.org", "device.imsi", LIKELY),
		IS("identity", "310410123456789@ims.mnc410.mcc310.3gppnetwork.org", "device.imsi", LIKELY),
		NOT("identity", "anonymous@wlan.mnc000.mcc460.3gppnetwork.org"),
		NOT("identity", "0460001234567890@wlan.mnc011.mcc460.3gppnetwork.org"),
		NOT("email", "0461001234567890@wlan.mnc000.mcc460.example.org"),
		IS("rpBA", "5B:40:11:22:A4:F0", "device.mac.bluetooth", CERTAIN),
		NOT("data", "5B:40:11:22:A4:F0"), /* a group's, but for Bluetooth */
		NOT("mac", "5B:40:11:22:A4:F0"),
		NOT("rpBA", "00:00:00:00:00:00"),
		IS("USN", "uuid:2fac1234-31f8-11b4-a222-08002b34c003::upnp:rootdevice", "device.id", LIKELY),
		NOT("ST", "uuid:2fac1234-31f8-11b4-a222-08002b34c003"),
		NOT("USN", "upnp:rootdevice"),
		IS("wsa:Address", "urn:uuid:2fac1234-31f8-11b4-a222-08002b34c003", "device.id", LIKELY,
		   .parent = "wsa:EndpointReference"),
		NOT("wsa:Address", "urn:uuid:2fac1234-31f8-11b4-a222-08002b34c003"),
		IS("serial", "KX4420B77", "device.serial", LIKELY),
		NOT("serial", "2026010301"), /* a zone's */
		NOT("data", "460001234567890"),
		IS("iccid", "89860012345678901234", "device.iccid", CERTAIN),
		NOT("data", "89860012345678901234"),
		NOT("iccid", "12345"),
		IS("mac", "00:16:3E:5A:6B:7C", "device.mac", CERTAIN),
		IS("macAddress", "00163e5a6b7c", "device.mac", CERTAIN),
		IS("mac", "0016.3e5a.6b7c", "device.mac", CERTAIN),
		IS("data", "00-16-3E-5A-6B-7C", "device.mac", LIKELY),
		IS("uniqueid", "00:16:3e:5a:6b:7c:01:02-0b", "device.mac", CERTAIN),
		IS("ieeeAddr", "0x00163efffe5a6b7c", "device.mac", CERTAIN),
		IS("bridgeid", "00163EFFFE5A6B7C", "device.mac", CERTAIN),
		NOT("uniqueid", "00163e0001026b7c"),	       /* nothing tells it from a digest */
		NOT("uniqueid", "01:16:3e:5a:6b:7c:01:02"),    /* a group */
		NOT("uniqueid", "00:16:3e:5a:6b:7c:01:02:03"), /* one too many */
		NOT("fingerprint", "00:16:3e:5a:6b:7c:01:02"),
		IS("timezone", "Europe/Paris", "location.time-zone", CERTAIN),
		IS("tzId", "America/Argentina/Buenos_Aires", "location.time-zone", CERTAIN),
		IS("timeZone", "Asia/Shanghai", "location.time-zone", POSSIBLE),
		IS("tz", "GMT+8", "location.time-zone", POSSIBLE),
		IS("time_zone", "-05:30", "location.time-zone", POSSIBLE),
		NOT("tz", "UTC"),
		NOT("tz", "Etc/UTC"),
		NOT("tz", "+00:00"),
		NOT("tz", "+15"),
		NOT("tz", "+08:07"),
		NOT("path", "Europe/Paris"),
		NOT("timezone", "Europe/paris"),
		NOT("zone", "Zone 1"),
		NOT("timezone", "8", .number = true),
		NOT("data", "02:16:3e:5a:6b:7c"), /* locally administered */
		NOT("data", "00163e5a6b7c"),
		NOT("mac", "ff:ff:ff:ff:ff:ff"),
		NOT("mac", "00:00:00:00:00:00"),
		NOT("mac", "01:00:5e:00:00:fb"),
		NOT("mac", "02:00:00:00:00:00"),
		NOT("time", "12:30:45"),
		IS("serialNumber", "075018000277", "device.serial", LIKELY),
		IS("serialNumber", "00163E5A6B7C", "device.mac", LIKELY),
		IS("sn", "AB12-34567", "device.serial", LIKELY),
		NOT("sn", "12345"),
		NOT("sn", "1700000000000"),
		IS("serial", "AB12-34567", "device.serial", LIKELY),
		NOT("requestSn", "AB12-34567"),
		IS("deviceId", "6c1a2b3c4d5e6f70", "device.id", LIKELY),
		NOT("deviceId", "all"),
		IS("androidId", "c47d0a91be36f582", "device.advertising-id", CERTAIN),
		IS("gaid", "3d1f7a52-60c9-4be8-9f37-c2a4d86b1e05", "device.advertising-id", CERTAIN),
		NOT("gaid", "00000000-0000-0000-0000-000000000000"),
		NOT("etag", "c47d0a91be36f582"),
		IS("hostname", "Zhangs-MacBook", "device.hostname", LIKELY),
		NOT("hostname", "localhost"),
		NOT("hostname", "api.example.com"),
		NOT("Host", "lock"),
		IS("ssid", "Zhang Family 5G", "network.ssid", LIKELY),
		NOT("ssid", "%s"),
		NOT("ssid", ""),
		NOT("ssid", "<SSID>"),
		NOT("ssids", "x"),
		IS("bssid", "00:16:3e:5a:6b:7c", "network.bssid", CERTAIN),
		NOT("bssid", "ff:ff:ff:ff:ff:ff"),
		IS("location", "31.230416,121.473701", "location.precise", CERTAIN),
		IS("gps", "121.4737 31.2304", "location.precise", CERTAIN),
		IS("position", "51.5007,-0.1246", "location.precise", LIKELY),
		IS("msg", "geo:31.230416,121.473701", "location.precise", LIKELY),
		NOT("location", "31,121"),
		NOT("location", "0.0,0.0"),
		NOT("path", "31.2304,121.4737"),
		NOT("points", "31.2304,121.4737"),
		NOT("location", "200.1234,300.1234"),
		IS("wifiList", "00:16:3e:5a:6b:7c,-60|00:16:3e:5a:6b:7d,-70", "location.nearby-networks",
		   CERTAIN),
		IS("bts", "460,0,20857,43212,-60", "location.cell", CERTAIN),
		NOT("bts", "1,2,3,4"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void knows_secrets(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("password", "hunter2!", "credential.password", CERTAIN),
		IS("userPwd", "admin", "credential.password", CERTAIN),
		IS("pwd", "123456", "credential.password", CERTAIN, .number = true),
		IS("pass", "hunter2!", "credential.password", LIKELY),
		IS("密码", "hunter2!", "credential.password", CERTAIN),
		IS("password", "5f4dcc3b5aa765d61d8327deb882cf99", "credential.password", POSSIBLE),
		NOT("pw", "k9Q="),
		NOT("password", ""),
		NOT("password", "******"),
		NOT("password", "null"),
		NOT("password", "true"),
		NOT("password", "0"),
		NOT("password", "password"),
		NOT("password", "Password:"),
		NOT("password", "Please enter your password"),
		NOT("password", "function(elem) {"),
		NOT("password", "/account/password"),
		NOT("password", "请输入密码"),
		NOT("password", "${password}"),
		NOT("password", "%s"),
		NOT("ChangePassword", "always"),
		NOT("passwordChanged", "yesterday"),
		NOT("showPassword", "hidden"),
		NOT("pass", "offlineServicing"),
		NOT("PWD", "/home/admin"),
		NOT("compass", "north"),
		NOT("passenger", "one1"),
		IS("token", "Zx81kQ9vT3mB7nRw", "credential.token", CERTAIN),
		NOT("access_token", "null"),
		NOT("token", "undefined"),
		NOT("token", "1659217304512"),
		NOT("oauth_token", "';echo '"),
		NOT("csrf_token", "Zx81kQ9vT3mB7nRw"),
		NOT("publicKeyToken", "31bf3856ad364e35"),
		IS("session", "f9d13490155850ced16302142e0233b5", "credential.token", LIKELY),
		NOT("auth", "a811a4591f6a9a5f5267ce03223a2aeff5512e41"),
		NOT("tokenType", "Bearer"),
		NOT("sid", "kQw8RzT2Lm5V"),
		NOT("sid", "1659217304512"),
		IS("sid", "s3A9xK2mQ7pL0vZ8nB4t", "credential.token", LIKELY),
		IS("data", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ",
		   "credential.token", LIKELY),
		NOT("data", "eyJhbGciOiJIUzI1NiJ9"),
		IS("doorCode", "135790", "credential.door-code", CERTAIN),
		IS("keyboard_pwd", "135790", "credential.door-code", CERTAIN),
		IS("开锁密码", "135790", "credential.door-code", CERTAIN),
		NOT("errorCode", "135790"),
		NOT("doorCode", "open"),
		NOT("zipCode", "135790"),
		IS("wifiPassword", "correcthorse", "credential.wifi-passphrase", CERTAIN),
		IS("psk", "correcthorse", "credential.wifi-passphrase", CERTAIN),
		NOT("psk", "short"),
		NOT("psk", "WPA2-PSK and WPA3 are the modes it can use"),
		NOT("wifiPassword", ""),
		IS("appSecret", "9f86d081884c7d65", "credential.key", CERTAIN),
		NOT("authKey", "none"),
		NOT("publicKey", "9f86d081884c7d65"),
		NOT("keyId", "9f86d081884c7d65"),
		IS("accessCardNo", "12345678", "credential.access-card", LIKELY),
		NOT("accessCardNo", "00000000"),
		NOT("cardType", "12345678"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void knows_records_and_readings(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("unlock_fingerprint", "3", "record.unlock", LIKELY, .number = true),
		IS("code", "unlock_face", "record.unlock", LIKELY),
		NOT("code", "E1001"),
		NOT("unlocked", "3"),
		NOT("title", "unlock_face"),
		NOT("status", "unlocked"),
		IS("heartRate", "72", "health.reading", LIKELY, .number = true),
		IS("bloodPressure", "120/80", "health.pressure", CERTAIN),
		NOT("heartRate", "0", .number = true),
		NOT("rate", "72"),
		NOT("heartbeat", "72"),
		IS("faceUrl", "https://example.com/a/b.jpg", "biometric.face.image", CERTAIN),
		NOT("surfaceUrl", "https://example.com/a/b.jpg"),
		NOT("interfaceData", "https://example.com/a/b.jpg"),
		NOT("faceId", "12"),
		NOT("fingerprint", "sha256:ab12"),
		NOT("fingerprint", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void knows_readings_and_habits_in_their_ranges(void **state)
{
	static const struct sample SAMPLES[] = {
		IS("heartRate", "72", "health.reading", LIKELY, .number = true),
		NOT("heartRate", "5", .number = true),
		NOT("heartRate", "300", .number = true),
		NOT("heartRateInterval", "60", .number = true),
		NOT("heartRate", "on"),
		IS("spo2", "97", "health.oxygen", LIKELY),
		NOT("spo2", "255"),
		NOT("spo2", "0"),
		NOT("spo2Switch", "97"),
		IS("bodyTemp", "36.6", "health.temperature", LIKELY),
		IS("体温", "366", "health.temperature", LIKELY),
		NOT("bodyTemp", "21.5"),
		NOT("temp", "36.6"),
		NOT("bodyTemp", "36.6.1"),
		IS("bloodPressure", "121/79", "health.pressure", CERTAIN),
		IS("systolic", "121", "health.pressure", LIKELY),
		NOT("bloodPressure", "79/121"),
		NOT("systolic", "7"),
		NOT("ratio", "121/79"),
		IS("stepCount", "8412", "sport.steps", LIKELY, .number = true),
		NOT("stepCount", "1", .number = true),
		NOT("maxSteps", "8412", .number = true),
		NOT("step", "8412", .number = true),
		IS("geohash", "wx4g0ec1", "location.geohash", CERTAIN),
		NOT("location", "study2"),
		NOT("geohash", "abcdef"),
		NOT("geohash", "wx4"),
		NOT("hash", "wx4g0ec1"),
		IS("wanIp", "5.61.7.8", "network.public-ip", CERTAIN),
		IS("X-Real-IP", "2a0e:41::9", "network.public-ip", CERTAIN),
		NOT("wanIp", "192.168.1.7"),
		NOT("wanIp", "172.20.1.7"),
		NOT("wanIp", "100.70.1.7"),
		NOT("clientIp", "203.0.113.9"),
		NOT("clientIp", "fe80::1"),
		NOT("clientIp", "2001:db8::1"),
		NOT("serverIp", "5.61.7.8"),
		NOT("version", "5.61.7.8"),
		IS("installedApps", "com.example.chat", "device.apps", CERTAIN),
		IS("packageName", "com.example.chat", "device.apps", CERTAIN, .parent = "appList"),
		NOT("packageName", "com.example.chat"),
		NOT("installedApps", "com.android.settings"),
		NOT("installedApps", "chat.example"),
		NOT("appList", "1.2.3"),
		IS("asrText", "把 客厅 的 灯 打开", "voice.transcript", LIKELY),
		IS("query", "what is the weather", "voice.transcript", LIKELY, .parent = "nlu"),
		NOT("query", "what is the weather"),
		NOT("asrText", "ok"),
		NOT("utterance", "https://example.com/a b c"),
		IS("presence_state", "presence", "home.presence", CERTAIN),
		NOT("presence_state", "none"),
		NOT("presence", "true"),
		NOT("state", "presence"),
		IS("cvv", "417", "finance.card-check", LIKELY),
		NOT("cvv", "000"),
		NOT("cvv", "41"),
		NOT("code", "417"),
		IS("walletBalance", "12.50", "finance.balance", LIKELY),
		NOT("balance", "12.50"),
		NOT("whiteBalance", "12.50"),
		NOT("walletBalance", "-"),
		IS("emotion", "happy", "person.face-attributes", LIKELY, .parent = "faceInfo"),
		NOT("glasses", "none", .parent = "faceInfo"),
		NOT("emotion", "happy"),
		IS("searchKeyword", "木马 玩具", "person.history", LIKELY),
		IS("userTags", "cyclist", "person.profile", LIKELY),
		IS("sleepDuration", "431", "health.other", LIKELY),
		NOT("tags", "cyclist"),
		NOT("history", "3"),
		NOT("search", "木马"),
		IS("idCardFrontUrl", "https://a.example/1.jpg", "id.card-photo", CERTAIN),
		NOT("cardFront", "https://a.example/1.jpg"),
		NOT("idCardFront", "no"),
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void an_answer_says_why_without_the_value(void **state)
{
	struct recognition found[4];
	struct sample sample = NOT("user_phone", "13800138000");

	assert_int_equal(recognise(*state, &sample, found, 4), 1);
	assert_string_equal(found[0].why, "11 digits from 13 to 19, key \"phone\"");
	assert_null(found[0].canary);
}

static void never_gives_more_than_there_is_room_for(void **state)
{
	struct recognition found[1];
	struct sample sample = NOT("account", "13800138000");

	assert_int_equal(recognise(*state, &sample, found, 0), 0);
	assert_int_equal(recognise(*state, &sample, found, 1), 1);
}

/* ISO 7064 by its other definition, weights and a table of check characters. */
static char check_character(const char *number)
{
	static const uint8_t WEIGHTS[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	unsigned sum = 0;

	for (unsigned i = 0; i < 17; i++)
		sum += WEIGHTS[i] * (unsigned)(number[i] - '0');
	return "10X98765432"[sum % 11];
}

static void exactly_one_check_character_is_right(void **state)
{
	for (unsigned sequence = 0; sequence < 1000; sequence++) {
		unsigned right = 0;

		for (unsigned check = 0; check < 11; check++) {
			char number[32];

			snprintf(number, sizeof number, "44030619880817%03u%c", sequence,
				 "0123456789X"[check]);
			struct sample sample = NOT("idCard", number);
			struct recognition found[4];

			if (recognise(*state, &sample, found, 4) == 0)
				continue;
			right++;
			assert_int_equal(check_character(number), number[17]);
		}
		assert_int_equal(right, 1);
	}
}

static void survives_every_byte_in_every_place(void **state)
{
	static const char *const FIELDS[] = { "phone",	  "idCard", "mac",     "location", "password",
					      "token",	  "email",  "address", "realName", "faceFeature",
					      "birthday", "ssid",   "plateNo", "" };
	static const char *const VALUES[] = { "+86 138-0013-8000",
					      "11010519491231002X",
					      "00:16:3e:5a:6b:7c",
					      "$GPRMC,1,A,3113.8249,N,12128.4220,E,,,,*00",
					      "a.b@example.com",
					      "上海市浦东新区世纪大道100号",
					      "张伟",
					      "1990年2月28日",
					      "沪A12345" };

	for (size_t f = 0; f < COUNT_OF(FIELDS); f++)
		for (size_t v = 0; v < COUNT_OF(VALUES); v++)
			for (size_t size = 0; size <= strlen(VALUES[v]); size++) {
				struct bytes value = hostile_copy(bytes_slice(bytes_of(VALUES[v]), 0, size));
				struct field_value given = { .field = bytes_of(FIELDS[f]), .value = value };
				uint8_t *bytes = (uint8_t *)(uintptr_t)value.data;
				struct recognition found[4];

				recognise_value(*state, &given, found, 4);
				for (unsigned byte = 0; size && byte < 256; byte += 17) {
					bytes[size - 1] = (uint8_t)byte;
					recognise_value(*state, &given, found, 4);
				}
				hostile_free(value);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_ways_to_reach_a_person),
		cmocka_unit_test(knows_who_a_person_is),
		cmocka_unit_test(knows_devices_and_networks),
		cmocka_unit_test(knows_secrets),
		cmocka_unit_test(knows_records_and_readings),
		cmocka_unit_test(knows_readings_and_habits_in_their_ranges),
		cmocka_unit_test(an_answer_says_why_without_the_value),
		cmocka_unit_test(never_gives_more_than_there_is_room_for),
		cmocka_unit_test(exactly_one_check_character_is_right),
		cmocka_unit_test(survives_every_byte_in_every_place),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
