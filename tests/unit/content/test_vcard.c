/* SPDX-License-Identifier: Apache-2.0 */
/* Persons are invented. */
#include "reading.h"

extern const struct content_decoder content_decoder_vcard;

static const char cards[] =
	"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Li;Na;;;\r\nFN:Li Na\r\nitem1.TEL;TYPE=CELL:+86 139 0000 8716\r\n"
	"EMAIL;TYPE=INTERNET:li.na@exam\r\n ple.com\r\nADR;TYPE=home:;;Lane 7\\, House 3;Nowhere;;;\r\n"
	"PHOTO;ENCODING=b:/9j/4AAQ\r\nBDAY:1990-03-07\r\nEND:VCARD\r\n"
	"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89\nTEL:tel:"
	"13900008716\nEND:VCARD\n";
static const char calendar[] = "BEGIN:VCALENDAR\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:77@example.com\r\n"
			       "ORGANIZER;CN=\"Li Na\":mailto:li.na@example.com\r\nLOCATION:Room "
			       "4\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static void cards_are_records(void **state)
{
	struct content content = { .data = bytes_of(cards) };

	(void)state;
	assert_true(bid_of(&content_decoder_vcard, &content) > 40);
	assert_reading(&content_decoder_vcard, &content,
		       "record\nvalue FN fullName=Li Na\nvalue TEL telephoneNumber=+86 139 0000 8716\n"
		       "value EMAIL email=li.na@example.com\nvalue ADR homeAddress=Lane 7, House 3 Nowhere\n"
		       "value BDAY birthday=1990-03-07\nend\n"
		       "record\nvalue FN fullName=张三\nvalue TEL telephoneNumber=13900008716\nend\ndecoded");
	assert_survives(&content_decoder_vcard, &content);
}

static void appointments_tell_who_comes(void **state)
{
	struct content content = { .data = bytes_of(calendar) };

	(void)state;
	assert_reading(&content_decoder_vcard, &content,
		       "record\nend\nrecord\nvalue ORGANIZER email=mailto:li.na@example.com\n"
		       "value ORGANIZER mailboxName=Li Na\nvalue LOCATION location=Room 4\nend\ndecoded");
	assert_survives(&content_decoder_vcard, &content);
}

static void other_texts_are_not_read(void **state)
{
	static const char *const others[] = { "BEGIN:VTODO", "BEGIN: VCARD", "begin", "BEGIN CERTIFICATE" };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(
			bid_of(&content_decoder_vcard, &(struct content){ .data = bytes_of(others[i]) }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cards_are_records),
		cmocka_unit_test(appointments_tell_who_comes),
		cmocka_unit_test(other_texts_are_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
