/* SPDX-License-Identifier: Apache-2.0 */
#include "content/reading.h"

#include <time.h>

static const struct {
	const char *text, *expected;
} readings[] = {
	{ "<?xml version=\"1.0\"?><user><phone>13800138000</phone></user>",
	  "record\nrecord\nend $.user.phone\nvalue $.user.phone phone=13800138000\nend $.user\ndecoded" },
	{ "\n<s:Envelope xmlns:s=\"x\"><s:Body id=\"7\"> a &amp; <b/> c</s:Body></s:Envelope>",
	  "record\nrecord\nvalue $.Envelope.Body.@id id=7\nvalue $.Envelope.Body Body=a &\nrecord\n"
	  "end $.Envelope.Body.b\nvalue $.Envelope.Body Body=c\nend $.Envelope.Body\nend "
	  "$.Envelope\ndecoded" },
	{ "<list><param name=\"phone\">138</param><item key=\"mail\" value=\"a@b.example\"/></list>",
	  "record\nrecord\nvalue $.list.param.@name name=phone\nend $.list.param\nvalue $.list.phone "
	  "phone=138\n"
	  "record\nvalue $.list.item.@key key=mail\nvalue $.list.item.@value mail=a@b.example\nend "
	  "$.list.item\n"
	  "end $.list\ndecoded" },
	{ "<a><![CDATA[x<y]]></a>", "record\nend $.a\nvalue $.a a=x<y\ndecoded" },
	/* a digest is not a password */
	{ "<Security><Password Type=\"http://x#PasswordDigest\">abc=</Password></Security>",
	  "record\nrecord\nvalue $.Security.Password.@Type Type=http://x#PasswordDigest\nend "
	  "$.Security.Password\n"
	  "value $.Security.PasswordDigest PasswordDigest=abc=\nend $.Security\ndecoded" },
	/* property lists name an element before it */
	{ "<plist><dict><key>user</key><dict><key>phone</key><string>138</string></dict><key>ids</key><array>"
	  "<integer>1</integer></array><key>pin</key></dict><key>a</key></plist>",
	  "record\nrecord\nrecord\nend $.plist.dict.key\nrecord\nrecord\nend $.plist.dict.user.key\n"
	  "record\nend $.plist.dict.user.phone\nvalue $.plist.dict.user.phone phone=138\n"
	  "end $.plist.dict.user\nrecord\nend $.plist.dict.key\nrecord\nrecord\n"
	  "end $.plist.dict.ids[*]\nvalue $.plist.dict.ids[*] ids=1\nend $.plist.dict.ids\n"
	  "record\nend $.plist.dict.key\nend $.plist.dict\nrecord\nend $.plist.key\n"
	  "value $.plist.key key=a\nend $.plist\ndecoded" },
	/* cut, broken */
	{ "<a><b>x</b><c>y",
	  "record\nrecord\nend $.a.b\nvalue $.a.b b=x\nrecord\nend $.a.c\nvalue $.a.c c=y\n"
	  "end $.a\nundecoded xml malformed 0\nin-part" },
	{ "<a>&nbsp;x</a>", "record\nend $.a\nvalue $.a a=x\nundecoded xml malformed 0\nin-part" },
	/* nothing is taken from outside, nothing declared is expanded */
	{ "<!DOCTYPE a [<!ENTITY e \"13800138000\"><!ENTITY f SYSTEM "
	  "\"file:///etc/hostname\">]><a>&e;&f;x</a>",
	  "record\nend $.a\nvalue $.a a=x\nundecoded xml malformed 0\nin-part" },
	{ "text", "not-mine" },
};

static void documents_are_read_to_their_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++)
		assert_reading(&content_decoder_xml, &(struct content){ .data = bytes_of(readings[i].text) },
			       readings[i].expected);
}

static void nothing_crashes_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++)
		assert_survives(&content_decoder_xml,
				&(struct content){ .data = bytes_of(readings[i].text) });
}

static void bids_for_xml_only(void **state)
{
	static const struct {
		const char *text, *type;
		bool taken;
	} cases[] = {
		{ "<?xml version=\"1.0\"?>", "", true },
		{ " <user><name>", "", true },
		{ "<s:Envelope a=\"b\">", "", true },
		{ "\xef\xbb\xbf<user></user>", "", true },
		{ "<!DOCTYPE html><p>", "text/xml", false },
		{ "<html><body>", "", false },
		{ "<div>x</div>", "", false },
		{ "<svg width=\"3\">", "", false },
		{ "<3 you", "", false },
		{ "a < b > c", "", false },
		{ "<zhang@example.com> wrote", "", false },
		{ "", "text/xml", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		unsigned bid = bid_of(&content_decoder_xml,
				      &(struct content){ .data = bytes_of(cases[i].text),
							 .media_type = bytes_of(cases[i].type) });
		if ((bid > 0) != cases[i].taken)
			fail_msg("%s: %u", cases[i].text, bid);
	}
}

/* A document of `size` bytes: `head`, then `unit` again and again. */
static struct examination *read_repeated(const char *head, const char *unit, size_t size)
{
	struct examination *reading = calloc(1, sizeof *reading);
	char *text = malloc(size + 1);
	size_t at = (size_t)snprintf(text, size + 1, "%s", head), each = strlen(unit);

	while (at + each <= size) {
		memcpy(text + at, unit, each);
		at += each;
	}
	reading->quiet = true;
	(void)reading_of(reading, &content_decoder_xml, &(struct content){ .data = { (uint8_t *)text, at } });
	free(text);
	return reading;
}

static void floods_are_bounded(void **state)
{
	static const struct {
		const char *head, *unit;
	} floods[] = {
		{ "", "<a>" },
		{ "<a>", "<b c='1'/>" },
		{ "<a ", "b='1' " },
		{ "<a>", "&#65;" },
		{ "<a>", "&undeclared;" },
		{ "<a><!--", "-" },
		{ "<!DOCTYPE a [", "<!ATTLIST a b CDATA '1'>" },
		{ "<!DOCTYPE a [", "<!ENTITY b 'c'>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(floods); i++)
		free(read_repeated(floods[i].head, floods[i].unit, 1 << 20));
}

static clock_t time_of(const char *unit)
{
	clock_t start = clock();

	free(read_repeated("<?xml version='1.0'?><a><b>1", unit, 4 << 20));
	return clock() - start;
}

/* The parser holds back what may become a reference, and looks through all of it at every piece: a hundred
 * times what text takes, if it may. */
static void what_is_held_back_is_not_gone_through_each_time(void **state)
{
	(void)state;
	assert_true(time_of("a=1&") < 20 * time_of("a=1;") + CLOCKS_PER_SEC / 2);
}

/* Different attributes: each is compared with all others. */
static void many_attributes_are_not_read(void **state)
{
	struct buffer text = buffer_of(4 << 20);
	struct examination *reading = calloc(1, sizeof *reading);

	(void)state;
	buffer_append_text(&text, "<?xml version='1.0'?><a><b>13800138000</b><c ");
	for (unsigned i = 0; i < 100000; i++)
		buffer_append_format(&text, "d%u='1' ", i);
	buffer_append_text(&text, "/></a>");
	(void)reading_of(reading, &content_decoder_xml, &(struct content){ .data = buffer_bytes(&text) });
	assert_non_null(strstr(reading->log, "value $.a.b b=13800138000"));
	assert_non_null(strstr(reading->log, "limit xml-attributes"));
	assert_null(strstr(reading->log, "d1="));
	free(reading);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_read_to_their_values),
		cmocka_unit_test(nothing_crashes_it),
		cmocka_unit_test(bids_for_xml_only),
		cmocka_unit_test(floods_are_bounded),
		cmocka_unit_test(what_is_held_back_is_not_gone_through_each_time),
		cmocka_unit_test(many_attributes_are_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
