/* SPDX-License-Identifier: Apache-2.0 */
/* What the records of a list are together, and what the values of one record are; and lists and records that
 * look like them. All persons and numbers are invented. */
#include "content_bench.h"

static const struct message body = { .part = BYTES("body") };

#define CONTACT(name, end)    "{\"name\":\"" name "\",\"phone\":\"1390000871" end "\"}"
#define POINT(time, decimals) "{\"lat\":31.2304" decimals ",\"lng\":121.4737" decimals ",\"time\":" time "}"
#define AP(end, signal)	      "{\"bssid\":\"00:16:3e:5a:6b:" end "\",\"rssi\":" signal "}"

/* What must be said, and what must not. */
static const struct {
	const char *text, *said, *not_said;
} samples[] = {
	{ "{\"contacts\":[" CONTACT("妈妈", "1") "," CONTACT("老王", "2") "," CONTACT("张三丰", "3") "]}",
	  "transmission contact.list 3 names with numbers or more", NULL },
	{ "[" CONTACT("a", "1") "," CONTACT("b", "2") "," CONTACT("c", "3") "]", "contact.list", NULL },
	{ "<book><entry><displayName>A</displayName><tel>13900008711</tel></entry><entry><displayName>B</"
	  "displayName>"
	  "<tel>13900008712</tel></entry><entry><displayName>C</displayName><tel>13900008713</tel></entry></"
	  "book>",
	  "contact.list", NULL },
	{ "{\"contacts\":[" CONTACT("a", "1") "," CONTACT("b", "2") "]}", "contact.mobile", "contact.list" },
	{ "[" CONTACT("a", "1") "," CONTACT("a", "1") "," CONTACT("a", "1") "]", NULL, "contact.list" },
	{ "{\"a\":" CONTACT("a", "1") ",\"b\":" CONTACT("b", "2") ",\"c\":" CONTACT("c", "3") "}", NULL,
	  "contact.list" },
	{ "[{\"phone\":\"13900008711\"},{\"phone\":\"13900008712\"},{\"phone\":\"13900008713\"}]", NULL,
	  "contact.list" },
	{ "{\"calls\":[{\"number\":\"13900008711\",\"duration\":35},{\"number\":\"13900008712\",\"duration\":"
	  "0}]}",
	  "contact.call-log", NULL },
	{ "[{\"phone\":\"13900008711\",\"callType\":\"in\"},{\"phone\":\"13900008711\",\"callType\":\"out\"}"
	  "]",
	  "contact.call-log", NULL },
	{ "{\"users\":[{\"phone\":\"13900008711\",\"duration\":35},{\"phone\":\"13900008712\",\"duration\":3}"
	  "]}",
	  NULL, "call-log" },
	{ "{\"calls\":[{\"number\":\"13900008711\",\"duration\":35}]}", NULL, "call-log" },
	{ "{\"calls\":[{\"name\":\"open\",\"duration\":35},{\"name\":\"close\",\"duration\":3}]}", NULL,
	  "contact" },
	{ "{\"sms\":[{\"address\":\"13900008711\",\"body\":\"see you at six\"}]}", "contact.sms", NULL },
	{ "{\"smsSender\":\"10690000\",\"smsContent\":\"你好\"}", "contact.sms", NULL },
	{ "{\"feedback\":{\"phone\":\"13900008711\",\"content\":\"it does not open\"}}", NULL,
	  "contact.sms" },
	{ "{\"sms\":{\"template\":7,\"body\":\"see you\"}}", NULL, "contact.sms" },
	{ "{\"sms\":true,\"smsContent\":\"\"}", NULL, "contact.sms" },
	{ "{\"points\":[" POINT("1700000000", "11") "," POINT("1700000060", "12") "," POINT("1700000120",
											    "13") "]}",
	  "location.track 3 positions or more", NULL },
	{ "[" POINT("1700000120", "11") "," POINT("1700000060", "12") "," POINT("1700000000", "13") "]",
	  "location.precise", "location.track" },
	{ "[" POINT("1700000000", "11") "," POINT("1700000060", "12") "]", NULL, "location.track" },
	{ "{\"stations\":[{\"lat\":31.230411,\"lng\":121.473711},{\"lat\":31.230412,\"lng\":121.473712},"
	  "{\"lat\":31.230413,\"lng\":121.473713}]}",
	  NULL, "location.track" },
	{ "{\"seen\":[" AP("01", "-50") "," AP("02", "-61") "]}",
	  "location.nearby-networks 2 access points or more", NULL },
	{ "{\"seen\":[" AP("01", "-50") "]}", NULL, "nearby-networks" },
	{ "{\"seen\":[" AP("01", "-50") "," AP("01", "-61") "]}", NULL, "nearby-networks" },
	{ "{\"lamps\":[{\"mac\":\"00:16:3e:5a:6b:01\"},{\"mac\":\"00:16:3e:5a:6b:02\"}]}", NULL,
	  "nearby-networks" },
	{ "{\"devId\":\"x\",\"dps\":{\"1\":0,\"5\":3,\"9\":\"wrong_finger\"}}", "record.unlock 3", NULL },
	{ "{\"dps\":{\"1\":25,\"2\":3,\"9\":\"white\"}}", NULL, "record.unlock" },
	{ "{\"dps\":{\"11\":25,\"9\":\"wrong_finger\"}}", NULL, "record.unlock" },
	{ "{\"1\":25,\"9\":\"wrong_finger\"}", NULL, "record.unlock" },
	{ "{\"lockId\":9,\"recordType\":8,\"lockDate\":1700000000000,\"username\":\"anna\"}", "record.unlock",
	  NULL },
	{ "{\"faceId\":\"f81\",\"similarity\":93.2}", "record.face-match f81", NULL },
	{ "{\"faceId\":\"f81\"}", NULL, "record.face-match" },
	{ "{\"mcc\":460,\"mnc\":0,\"lac\":\"50A1\",\"ci\":\"00A2C1F3\"}", "location.cell", NULL },
	{ "{\"mcc\":460,\"mnc\":0,\"lac\":\"none\",\"ci\":\"full\"}", NULL, "location.cell" },
	{ "{\"latGcj\":31.230411,\"lngGcj\":121.473711}", "location.precise", NULL },
	{ "{\"latE7\":312304110,\"lonE7\":1214737110}", "location.precise", NULL },
	{ "{\"sosList\":[" CONTACT("a", "1") "," CONTACT("b", "2") "," CONTACT("c", "3") "]}", "contact.list",
	  NULL },
};

static void lists_and_records(void **state)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct bytes text = hostile_copy(bytes_of(samples[i].text));
		struct buffer log = examine(*state, &body, text);
		bool said = !samples[i].said || (log.size && strstr((const char *)log.data, samples[i].said));

		hostile_free(text);
		if (!said || (samples[i].not_said && log.size &&
			      strstr((const char *)log.data, samples[i].not_said))) {
			wrong++;
			print_error("%s: got %.*s\n", samples[i].text, (int)log.size,
				    log.size ? (const char *)log.data : "");
		}
		buffer_free(&log);
	}
	assert_int_equal(wrong, 0);
}

/* However long a list is, it is said once. */
static void a_long_list_is_said_once(void **state)
{
	struct buffer text = buffer_of(1 << 16);

	assert_true(buffer_append_text(&text, "["));
	for (unsigned i = 0; i < 200; i++)
		assert_true(buffer_append_format(&text, "%s{\"name\":\"n\",\"phone\":\"13900008%03u\"}",
						 i ? "," : "", i));
	assert_true(buffer_append_text(&text, "]"));
	struct buffer log = examine(*state, &body, buffer_bytes(&text));
	const char *first = strstr((const char *)log.data, "contact.list");

	assert_non_null(first);
	assert_null(strstr(first + 1, "contact.list"));
	buffer_free(&log);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_and_records),
		cmocka_unit_test(a_long_list_is_said_once),
	};

	return cmocka_run_group_tests(tests, bench_load, bench_unload);
}
