/* SPDX-License-Identifier: Apache-2.0 */
/* Names of persons, always under a name of a field: two to four Han characters that begin with one of
 * the common surnames, names of minorities with a middle dot, and Latin names of two to four
 * capitalised words; what stands beside a mail address whatever it is. Words that only look like names
 * (administrator, living room) are none. */
#include "recognise/shape.h"

#include "base/text.h"

/* The most frequent surnames, run together; compound ones apart. */
static const char SURNAMES[] = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾"
			       "彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
			       "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
			       "乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦"
			       "季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关"
			       "苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍"
			       "位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋"
			       "苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕"
			       "郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封"
			       "竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银"
			       "扬明沙薄伏岑习胥保和蔺闫付代严";

static const char *const COMPOUND[] = { "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤",
					"南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐",
					"长孙", "宇文", "轩辕", "端木", "百里", "呼延", "东郭",
					"南门", "第五", "公冶", "钟离", "申屠", "淳于", "单于",
					"太史", "澹台", "拓跋", "司空", "完颜" };

/* Words of devices' menus that begin as names do. */
static const char *const WORDS[] = {
	"管理员", "管理", "管家", "安全", "安装",   "安防", "平安",   "家人", "成员", "成功", "高级",
	"高清",	  "方案", "时间", "温度", "湿度",   "任务", "关闭",   "开关", "应用", "应急", "连接",
	"单元",	  "单位", "全部", "全家", "向导",   "常用", "常开",   "常闭", "原因", "原始", "计划",
	"计时",	  "应答", "解锁", "解除", "简单",   "简介", "米家",   "华为", "古代", "房间", "车库",
	"车辆",	  "商城", "商品", "白天", "白色",   "黄色", "蓝色",   "蓝牙", "金色", "银色", "明天",
	"时区",	  "宝宝", "都市", "来电", "来访",   "包裹", "快递",   "和家", "和风", "单独", "强制",
	"强度",	  "查看", "查询", "路由", "路由器", "席位", "保存",   "保安", "代码", "成都", "江苏",
	"宁夏",	  "甘肃", "云南", "安徽", "武汉",   "温州", "石家庄", "广东", "林区", "阳台", "花园",
	"万能",	  "文件", "文字", "项目", "明细",   "党员", "童锁",   "门锁", "游客", "童车", "应急开门",
	"安卓",	  "毕业", "高度", "高温",
};

static size_t characters(struct bytes text, size_t most)
{
	size_t count = 0;

	while (text.size) {
		uint32_t code_point = 0;
		size_t size = text_decode_utf8(text, &code_point);

		if (size != 3 || code_point < 0x3400 || code_point > 0x9fff || count == most)
			return 0;
		count++;
		text = bytes_from(text, size);
	}
	return count;
}

static bool listed(struct bytes text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal(text, bytes_of(list[i])))
			return true;
	return false;
}

static bool surname_listed(struct bytes first)
{
	for (size_t i = 0; i + 3 <= sizeof SURNAMES - 1; i += 3)
		if (memcmp(SURNAMES + i, first.data, 3) == 0)
			return true;
	return false;
}

/* Names with a middle dot (U+00B7): each part two Han characters or more. */
static bool dotted_name(struct bytes text)
{
	size_t dot = bytes_find(text, BYTES("·"));

	return dot != SIZE_MAX && characters(bytes_slice(text, 0, dot), 8) >= 2 &&
	       characters(bytes_from(text, dot + 2), 10) >= 2;
}

static enum fit fits_han(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	if (dotted_name(text)) {
		fitting->says = "Han characters with a middle dot";
		return FIT_GOOD;
	}
	size_t count = characters(text, 4);

	if (count < 2 || listed(text, WORDS, sizeof WORDS / sizeof *WORDS))
		return FIT_NO;
	if (count > 2 && listed(bytes_slice(text, 0, 6), COMPOUND, sizeof COMPOUND / sizeof *COMPOUND))
		return FIT_GOOD;
	return count <= 3 && surname_listed(text) && !shape_is_monotone(text) ? FIT_GOOD : FIT_NO;
}

static bool word_is_no_name(struct bytes word)
{
	static const char *const NONE[] = {
		"room",	    "door",    "lock",	  "camera",  "device",	 "home",    "phone",   "admin",
		"user",	    "default", "guest",	  "living",  "front",	 "back",    "smart",   "test",
		"tester",   "kitchen", "bedroom", "garage",  "the",	 "my",	    "new",     "light",
		"switch",   "sensor",  "system",  "account", "unknown",	 "null",    "name",    "full",
		"first",    "last",    "family",  "office",  "watch",	 "speaker", "tablet",  "hub",
		"internet", "service", "server",  "company", "inc",	 "ltd",	    "llc",     "corp",
		"co",	    "group",   "team",	  "support", "customer", "root",    "windows", "android",
		"apple",    "google",  "real",	  "your",    "enter",
	};

	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		if (bytes_equal_nocase(word, bytes_of(NONE[i])))
			return true;
	return false;
}

/* A capital and letters; an initial with its dot; a hyphen or an apostrophe inside. */
static bool latin_word(struct bytes word)
{
	if (word.size && word.data[word.size - 1] == ',')
		word.size--;
	if (word.size == 2 && word.data[1] == '.')
		word.size = 1;
	if (word.size == 0 || word.size > 20 || word.data[0] < 'A' || word.data[0] > 'Z')
		return false;
	for (size_t i = 1; i < word.size; i++) {
		uint8_t byte = word.data[i];

		if (!((byte | 32) >= 'a' && (byte | 32) <= 'z') && byte != '-' && byte != '\'')
			return false;
	}
	return !word_is_no_name(word);
}

static enum fit fits_latin(const struct shape *shape, struct fitting *fitting)
{
	struct bytes rest = shape->text;
	unsigned words = 0;

	(void)fitting;
	while (rest.size) {
		if (!latin_word(bytes_split(&rest, ' ')))
			return FIT_NO;
		words++;
	}
	return words >= 2 && words <= 4 ? FIT_GOOD : FIT_NO;
}

/* Whatever stands beside a mail address, as long as it is neither that address again nor an office. */
static enum fit fits_mailbox(const struct shape *shape, struct fitting *fitting)
{
	static const char *const OFFICES[] = { "reply",	 "support", "service",	    "newsletter", "mailer",
					       "daemon", "info",    "notification", "list",	  "team" };

	for (size_t i = 0; i < sizeof OFFICES / sizeof *OFFICES; i++)
		if (bytes_find_nocase(shape->text, bytes_of(OFFICES[i])) != SIZE_MAX)
			return FIT_NO;
	if ((!shape->letters && !shape->high) || (shape->kinds & KIND_AT) || shape_is_monotone(shape->text) ||
	    bytes_find(shape->text, BYTES("=?")) != SIZE_MAX ||
	    bytes_find_byte(shape->text, '<') != SIZE_MAX || bytes_find_byte(shape->text, '[') != SIZE_MAX)
		return FIT_NO;
	fitting->doubtful = true;
	return FIT_WEAK;
}

const struct validator validator_mailbox_name = {
	.name = "mailbox-name",
	.specification = "RFC 5322 3.4",
	.says = "what stands beside a mail address",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 2,
	.most = 64,
	.generic = true,
	.fits = fits_mailbox,
};

const struct validator validator_person_name_han = {
	.name = "person-name-han",
	.specification = "GB/T 35273-2020 annex A",
	.says = "two to four Han characters from a surname on",
	.kinds = KIND_HAN,
	.least = 6,
	.most = 60,
	.fits = fits_han,
};

const struct validator validator_person_name_latin = {
	.name = "person-name-latin",
	.specification = "GB/T 35273-2020 annex A",
	.says = "two to four capitalised words",
	.kinds = KIND_TEXT,
	.least = 4,
	.most = 60,
	.fits = fits_latin,
};
