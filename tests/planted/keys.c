/* SPDX-License-Identifier: Apache-2.0 */
/* Every data type under an English and a Chinese name. The numbers pass their checks and belong to nobody. */
#include "planted.h"

/* A type, its value, and one member of a body in either language. */
static const struct {
	const char *type, *value, *english, *chinese;
} disclosures[] = {
	{ "contact.mobile", "13900008716", "\"mobile\":\"13900008716\"", "\"手机号\":\"13900008716\"" },
	{ "contact.telephone", "021-55550199", "\"homePhone\":\"021-55550199\"",
	  "\"座机\":\"021-55550199\"" },
	{ "contact.email", "xiaoming@lock.example", "\"email\":\"xiaoming@lock.example\"",
	  "\"邮箱\":\"xiaoming@lock.example\"" },
	{ "contact.sip-address", "sip:gate7@door.example", "\"sipUri\":\"sip:gate7@door.example\"", NULL },
	{ "credential", "Tulip-4711-x", "\"password\":\"Tulip-4711-x\"", "\"密码\":\"Tulip-4711-x\"" },
	{ "credential", "k7Fq2ZpX9vLw3RtB8nYc", "\"accessToken\":\"k7Fq2ZpX9vLw3RtB8nYc\"",
	  "\"令牌\":\"k7Fq2ZpX9vLw3RtB8nYc\"" },
	{ "credential", "482915", "\"unlockCode\":\"482915\"", "\"开门密码\":\"482915\"" },
	{ "credential", "corner-stone-88", "\"wifiPassword\":\"corner-stone-88\"",
	  "\"WiFi密码\":\"corner-stone-88\"" },
	{ "credential", "8a1fC3e97Bd24f60", "\"deviceSecret\":\"8a1fC3e97Bd24f60\"",
	  "\"密钥\":\"8a1fC3e97Bd24f60\"" },
	{ "credential", "04A1B2C3", "\"accessCardNo\":\"04A1B2C3\"", "\"门禁卡号\":\"04A1B2C3\"" },
	{ "device.imei", "356938035643809", "\"imei\":\"356938035643809\"",
	  "\"设备IMEI\":\"356938035643809\"" },
	{ "device.imsi", "460001234567890", "\"imsi\":\"460001234567890\"", NULL },
	{ "device.iccid", "89860119900001234566", "\"iccid\":\"89860119900001234566\"", NULL },
	{ "device.mac", "02:00:5e:10:20:30", "\"mac\":\"02:00:5e:10:20:30\"",
	  "\"物理地址\":\"02:00:5e:10:20:30\"" },
	{ "device.serial", "QX7K00412M", "\"serialNumber\":\"QX7K00412M\"", "\"设备序列号\":\"QX7K00412M\"" },
	{ "device.id", "lk7f0042a9", "\"deviceId\":\"lk7f0042a9\"", "\"设备编号\":\"lk7f0042a9\"" },
	{ "device.advertising-id", "3f2a9c64-7be1-4d05-9a38-51c0e7d2b4f6",
	  "\"oaid\":\"3f2a9c64-7be1-4d05-9a38-51c0e7d2b4f6\"", NULL },
	{ "device.hostname", "xiaomings-lock", "\"hostName\":\"xiaomings-lock\"",
	  "\"主机名\":\"xiaomings-lock\"" },
	{ "id.cn-resident", "11010119900307803X", "\"idCard\":\"11010119900307803X\"",
	  "\"身份证号\":\"11010119900307803X\"" },
	{ "id.passport", "E40718253", "\"passportNo\":\"E40718253\"", "\"护照号码\":\"E40718253\"" },
	{ "id.vehicle-plate", "沪A12345", "\"plateNo\":\"沪A12345\"", "\"车牌号\":\"沪A12345\"" },
	{ "finance.bank-card", "6222021000112233449", "\"bankCard\":\"6222021000112233449\"",
	  "\"银行卡号\":\"6222021000112233449\"" },
	{ "person.name", "李小明", "\"realName\":\"李小明\"", "\"姓名\":\"李小明\"" },
	{ "person.birth-date", "1990-03-07", "\"birthday\":\"1990-03-07\"", "\"出生日期\":\"1990-03-07\"" },
	{ "person.gender", "female", "\"gender\":\"female\"", NULL },
	{ "person.gender", "女", NULL, "\"性别\":\"女\"" },
	{ "person.address", "上海市徐汇区柳州路88号3号楼502室",
	  "\"homeAddress\":\"上海市徐汇区柳州路88号3号楼502室\"",
	  "\"家庭住址\":\"上海市徐汇区柳州路88号3号楼502室\"" },
	{ "account.user-id", "u7730041928", "\"userId\":\"u7730041928\"", "\"用户编号\":\"u7730041928\"" },
	{ "child.profile", "李小宝", "\"childName\":\"李小宝\"", NULL },
	{ "child.profile", "柳州路小学", "\"schoolName\":\"柳州路小学\"", "\"学校名称\":\"柳州路小学\"" },
	{ "location.precise", "31.230416", "\"lat\":31.230416,\"lng\":121.474693",
	  "\"纬度\":31.230416,\"经度\":121.474693" },
	{ "location.cell", "460,0,20857,43212", "\"cellInfo\":\"460,0,20857,43212\"",
	  "\"基站\":\"460,0,20857,43212\"" },
	{ "location.nearby-networks", "02:ab:cd:00:00:01", "\"scanResults\":\"02:ab:cd:00:00:01\"",
	  "\"周边WiFi\":\"02:ab:cd:00:00:01\"" },
	{ "network.ssid", "corner-net", "\"wifiName\":\"corner-net\"", "\"无线名称\":\"corner-net\"" },
	{ "network.bssid", "02:ab:cd:00:00:01", "\"bssid\":\"02:ab:cd:00:00:01\"", NULL },
	{ "record.unlock", "unlock_fingerprint", "\"eventType\":\"unlock_fingerprint\"",
	  "\"开锁方式\":\"unlock_fingerprint\"" },
	{ "health.reading", "72", "\"heartRate\":72", "\"心率\":72" },
};

/* What bodies are known by: too long for a table, so made when they are said. */
static const struct {
	const char *type, *english, *chinese;
} templates[] = {
	{ "biometric.face.template", "faceFeature", "人脸特征值" },
	{ "biometric.fingerprint.template", "fingerprintTemplate", "指纹特征" },
	{ "biometric.vein.template", "palmVein", "掌静脉" },
	{ "biometric.iris.template", "irisTemplate", "虹膜" },
	{ "biometric.voiceprint.template", "voiceprint", "声纹" },
};

static void post(struct garden *garden, size_t number, const char *language, const char *member)
{
	if (!member)
		return;
	planting(garden, (const char *)text(garden, "%s, %s", disclosures[number].type, language).data);
	tells(garden, disclosures[number].type, disclosures[number].value);
	say_post(garden, "/v1/report", "Content-Type: application/json\r\n",
		 text(garden, "{\"seq\":7,%s}", member));
}

/* 128 numbers between -0.13 and 0.13, as floats of four bytes in base64. */
static struct bytes a_vector(struct garden *garden)
{
	uint8_t bytes[128 * 4];

	for (unsigned i = 0; i < 128; i++) {
		float number = ((float)(i * 37 % 101) - 50) / 400;

		memcpy(bytes + i * sizeof number, &number, sizeof number);
	}
	return as_base64(garden, (struct bytes){ bytes, sizeof bytes });
}

/* 400 bytes of a format of its maker's own. */
static struct bytes a_blob(struct garden *garden)
{
	uint8_t bytes[400];
	uint32_t state = 7;

	for (size_t i = 0; i < sizeof bytes; i++) {
		state = state * 1103515245 + 12345;
		bytes[i] = (uint8_t)(state >> 16);
	}
	return as_base64(garden, (struct bytes){ bytes, sizeof bytes });
}

static void post_template(struct garden *garden, size_t number, const char *key)
{
	struct bytes value = number == 0 ? a_vector(garden) : a_blob(garden);

	planting(garden, (const char *)text(garden, "%s, %s", templates[number].type, key).data);
	tells(garden, templates[number].type, (const char *)text(garden, "%.*s", 40, value.data).data);
	say_post(garden, "/v1/report", "Content-Type: application/json\r\n",
		 text(garden, "{\"seq\":7,\"%s\":\"%.*s\"}", key, (int)value.size, value.data));
}

void plant_keys(struct garden *garden)
{
	for (size_t i = 0; i < sizeof disclosures / sizeof *disclosures; i++) {
		post(garden, i, "English", disclosures[i].english);
		post(garden, i, "Chinese", disclosures[i].chinese);
	}
	for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
		post_template(garden, i, templates[i].english);
		post_template(garden, i, templates[i].chinese);
	}
}
