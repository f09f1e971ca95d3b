/* SPDX-License-Identifier: Apache-2.0 */
#include "content/reading.h"

#include "content/mime.h"

#define FORM "multipart/form-data; boundary=XyZ"

static const struct {
	const char *type, *text, *expected;
} readings[] = {
	{ FORM,
	  "--XyZ\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n13800138000\r\n"
	  "--XyZ\r\nContent-Disposition: form-data; name=\"face\"; filename=\"a.jpg\"\r\n"
	  "Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n--XyZ--\r\n",
	  "record\nvalue phone phone=13800138000\n"
	  "content part face label=face file=a.jpg type=image/jpeg: \xff\xd8\xff\nend\ndecoded" },
	/* line ends of LF, no declaration, base64, folded header */
	{ "",
	  "--b1\nContent-Type: application/json;\n charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
	  "eyJh\nIjoxfQ==\n--b1--",
	  "record\ncontent base64 type=application/json;\\x0a charset=utf-8 encoding: "
	  "{\"a\":1}\nend\ndecoded" },
	/* the last delimiter is missing; the text holds something like it */
	{ FORM, "--XyZ\r\nContent-Disposition: form-data; name=x\r\n\r\na--XyZ b\r\nc",
	  "record\nvalue x x=a--XyZ b\\x0d\\x0ac\nend\nin-part" },
	{ FORM,
	  "preamble\r\n--XyZ\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: "
	  "quoted-printable\r\n\r\na=3Db=\r\nc\r\n--XyZ--",
	  "record\ncontent quoted-printable type=text/plain encoding: a=bc\nend\ndecoded" },
	{ FORM, "--XyZ\r\n\r\n\r\n--XyZ--", "record\nend\ndecoded" },
	/* the delimiter of a part inside begins like the one around it */
	{ "multipart/form-data; boundary=b",
	  "--b\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nx\r\n--b2--\r\n--b \r\n"
	  "Content-Disposition: form-data; name=y\r\n\r\n1\r\n--b--",
	  "record\ncontent part type=multipart/mixed; boundary=b2: "
	  "--b2\\x0d\\x0a\\x0d\\x0ax\\x0d\\x0a--b2--\n"
	  "value y y=1\nend\ndecoded" },
	{ FORM, "no delimiter", "not-mine" },
};

static void parts_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = bytes_of(readings[i].text),
					   .media_type = bytes_of(readings[i].type) };

		assert_reading(&content_decoder_multipart, &content, readings[i].expected);
		assert_survives(&content_decoder_multipart, &content);
	}
}

static void bids_for_parts_only(void **state)
{
	static const struct {
		const char *text, *type;
		bool taken;
	} cases[] = {
		{ "--XyZ\r\nContent-Disposition: form-data; name=x\r\n\r\na", "", true },
		{ "--XyZ\r\nX-Other: 1\r\n\r\na", FORM, true },
		{ "--XyZ\r\nX-Other: 1\r\n\r\na", "", false },
		{ "-- a comment\nselect 1", "", false },
		{ "---\nkey: value\n", "", false },
		{ "{\"a\":1}", FORM, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct content content = { .data = bytes_of(cases[i].text),
					   .media_type = bytes_of(cases[i].type) };

		assert_int_equal(bid_of(&content_decoder_multipart, &content) > 0, cases[i].taken);
	}
}

static void parameters_are_found(void **state)
{
	static const struct {
		const char *value, *name, *expected;
	} cases[] = {
		{ "form-data; name=\"a b\"; filename=c", "name", "a b" },
		{ "form-data; filename=\"n\"; name=m", "name", "m" },
		{ "form-data; filename*=UTF-8''x", "filename", "UTF-8''x" },
		{ "form-data; Name=x", "name", "x" },
		{ "multipart/mixed; boundary=\"x", "boundary", "x" },
		{ "form-data", "name", "" },
		{ "name", "name", "" },
		{ "form-data; name", "name", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_true(bytes_equal(mime_parameter(bytes_of(cases[i].value), bytes_of(cases[i].name)),
					bytes_of(cases[i].expected)));
}

static const char mail_text[] =
	"Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example id 7@b.example\r\n\tfor "
	"<li@example.com>; Sun, 1 Mar 2026 08:00:00 +0800\r\n"
	"X-Complaints-To: \"Desk\" <desk@example.com>\r\nReferences: <7@a.example>\r\n"
	"DKIM-Signature: v=1; i=@example.com\r\nX-Session-Id: 7@a.example\r\n"
	"Message-ID: <20260301@a.example>\r\nFrom: =?utf-8?B?5byg5LiJ?= <zhang@example.com>\r\n"
	"To: \"Li, Si\" <li@example.com>, wang@example.com (Wang \\(Wu),\r\n =?utf-8?Q?Zhao=2C_?=\r\n "
	"=?utf-8?Q?Liu?= <zhao@example.com>, \"left open <a@example.com>, b@example.com\r\nSubject: "
	"=?gb2312?Q?a=5Fb_c?=\r\n"
	"MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: "
	"base64\r\n\r\naGVsbG8=\r\n";

static void mail_is_read(void **state)
{
	struct content content = { .data = bytes_of(mail_text) };

	(void)state;
	assert_true(bid_of(&content_decoder_mail, &content) > 40);
	assert_reading(&content_decoder_mail, &content,
		       "record\nvalue Received Received=li@example.com\n"
		       "value X-Complaints-To X-Complaints-To=desk@example.com\nvalue From "
		       "mailboxName=张三\nvalue From From=zhang@example.com\n"
		       "value To mailboxName=Li, Si\nvalue To To=li@example.com\nvalue To "
		       "To=wang@example.com\nvalue To mailboxName=Wang (Wu\nvalue To mailboxName=Zhao, Liu\n"
		       "value To To=zhao@example.com\nvalue To mailboxName=\"left open\nvalue To "
		       "To=a@example.com\nvalue To To=b@example.com\n"
		       "value Subject Subject=a_b c\nend\n"
		       "content base64 type=text/plain encoding: hello\ndecoded");
	assert_survives(&content_decoder_mail, &content);
}

static void mail_is_not_seen_elsewhere(void **state)
{
	static const char *const others[] = {
		"From here to there: a story\n\nIt began", "HTTP/1.1 200 OK\r\nDate: x\r\nServer: y\r\n\r\n",
		"Date: 2026\nTemperature: 3\n\n",	   "key: value\nother: value\n",
		"{\"from\":\"a\",\n\"to\":\"b\"}",	   "",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(
			bid_of(&content_decoder_mail, &(struct content){ .data = bytes_of(others[i]) }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_read),
		cmocka_unit_test(bids_for_parts_only),
		cmocka_unit_test(parameters_are_found),
		cmocka_unit_test(mail_is_read),
		cmocka_unit_test(mail_is_not_seen_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
