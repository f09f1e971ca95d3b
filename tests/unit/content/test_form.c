/* SPDX-License-Identifier: Apache-2.0 */
#include "content/reading.h"

#include "content/percent.h"

static const struct {
	const char *format, *text, *expected;
} readings[] = {
	{ "", "a=1&b=2", "record\nvalue a a=1\nvalue b b=2\nend\ndecoded" },
	{ "", "name=%E5%BC%A0%E4%B8%89+%2B&x%5B%5D=y\r\n",
	  "record\nvalue name name=张三 +\nvalue x[] x[]=y\nend\ndecoded" },
	{ "", "a=&b&c=x%3Dy=z&&", "record\nvalue c c=x=y=z\nend\ndecoded" },
	{ "", "a=100%&b=%zz%4", "record\nvalue a a=100%\nvalue b b=%zz%4\nend\ndecoded" },
	{ "cookie", "sid=a+b%20; theme=dark;x=1",
	  "record\nvalue sid sid=a+b \nvalue theme theme=dark\nvalue x x=1\nend\ndecoded" },
};

static void pairs_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .format = readings[i].format, .data = bytes_of(readings[i].text) };

		assert_reading(&content_decoder_form, &content, readings[i].expected);
		assert_survives(&content_decoder_form, &content);
	}
}

static void bids_for_forms_only(void **state)
{
	static const char *const form = "application/x-www-form-urlencoded";
	const struct {
		const char *text, *type;
		unsigned least, most;
	} bids[] = {
		{ "a=1&b=2", "", 20, 99 },
		{ "user%5Bname%5D=x&user[id]=2", "", 20, 99 },
		{ "phone=13800138000", "", 1, 11 },
		{ "phone=13800138000", form, 20, 99 },
		{ "a=&b=", "", 20, 99 },
		{ "text without structure", form, 1, 8 },
		{ "YWJjZGVmZ2hpamtsbW5vcA==", "", 0, 0 },
		{ "YWJjZGVmZ2hpamtsbW5vcDE=", "", 0, 0 },
		{ "a = b", "", 0, 0 },
		{ "wifi.ssid=lab\nwifi.psk=maple7\n", "text/plain", 0, 0 },
		{ "x=1 and y=2", "", 0, 0 },
		{ "<a href=\"x\">", "", 0, 0 },
		{ "if(a==b){", "", 0, 0 },
		{ "=a&b=c", "", 0, 0 },
		{ "", form, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bids); i++) {
		unsigned bid = bid_of(&content_decoder_form,
				      &(struct content){ .data = bytes_of(bids[i].text),
							 .media_type = bytes_of(bids[i].type) });
		if (bid < bids[i].least || bid > bids[i].most)
			fail_msg("%s: %u", bids[i].text, bid);
	}
}

static void percent_is_decoded_where_it_is_code(void **state)
{
	static const struct {
		const char *text, *decoded;
		bool bid;
	} cases[] = {
		{ "%7B%22a%22%3A1%7D", "{\"a\":1}", true },
		{ "a%2Fb", "a/b", true },
		{ "50%", "50%", false },
		{ "100% of it", "100% of it", false },
		{ "%d items", "%d items", false },
		{ "plain", "plain", false },
		{ "%zz", "%zz", false },
	};
	uint8_t out[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bytes text = bytes_of(cases[i].text);
		size_t size = percent_decode(text, false, out);

		assert_true(bytes_equal((struct bytes){ out, size }, bytes_of(cases[i].decoded)));
		assert_int_equal(bid_of(&content_decoder_url, &(struct content){ .data = text }) >= 12,
				 cases[i].bid);
	}
	assert_reading(&content_decoder_url, &(struct content){ .data = BYTES("%7b%7D%2") },
		       "content url encoding: {}%2\ndecoded");
	assert_survives(&content_decoder_url, &(struct content){ .data = BYTES("%7b%41%7D") });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_read),
		cmocka_unit_test(bids_for_forms_only),
		cmocka_unit_test(percent_is_decoded_where_it_is_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
