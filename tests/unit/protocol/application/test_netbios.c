/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_netbios, app_decoder_netbios_datagram;

/* ANNAS-LOCK with use 00, HOME with use 00, HOME with use 1e */
#define LOCK \
	"\x20" \
	"EBEOEOEBFDCNEMEPEDELCACACACACAAA\0"
#define HOME \
	"\x20" \
	"EIEPENEFCACACACACACACACACACACAAA\0"
#define BROWSERS \
	"\x20" \
	"EIEPENEFCACACACACACACACACACACABO\0"

static void names_that_are_asked_for_and_registered_are_seen(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\1\1\x10\0\1\0\0\0\0\0\0" HOME "\0\x20\0\1"),
		/* a registration: the name again with its address */
		CLIENT("\0\2\x29\x10\0\1\0\0\0\0\0\1" LOCK
		       "\0\x20\0\1\xc0\x0c\0\x20\0\1\0\0\0\0\0\6\0\0\xc0\xa8\1\7"),
		CLIENT("\0\2\x29\x10\0\1\0\0\0\0\0\1" BROWSERS
		       "\0\x20\0\1\xc0\x0c\0\x20\0\1\0\0\0\0\0\6\x80\0\xc0\xa8\1\7"),
	};

	CHECK_DATAGRAMS(&app_decoder_netbios, steps,
			"value question - - name=HOME\n"
			"value record - - netbios-name=ANNAS-LOCK\n"
			"value record - - workgroup=HOME\n"
			"endpoint address=192.168.1.7 name=ANNAS-LOCK source=netbios scope=local\n");
}

static void a_status_tells_names_and_hardware(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\3\0\0\0\1\0\0\0\0\0\0\x20"
		       "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\1"),
		SERVER("\0\3\x84\0\0\0\0\1\0\0\0\0\x20"
		       "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\1\0\0\0\0\0\x2b\2"
		       "ANNAS-LOCK     \0\4\0"
		       "HOME           \0\x84\0"
		       "\x02\xcd\xef\1\2\3"),
	};

	CHECK_DATAGRAMS(&app_decoder_netbios, steps,
			"value node-status - - netbios-name=ANNAS-LOCK\n"
			"value node-status - - workgroup=HOME\n"
			"value node-status - - mac=02:cd:ef:01:02:03\n");
}

#define DATAGRAM "\x11\x0a\0\1\xc0\xa8\1\7\0\x8a\0\x80\0\0" LOCK BROWSERS

static void an_announcement_tells_name_and_comment(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(DATAGRAM "\xffSMB%..."
				"\\MAILSLOT\\BROWSE\0"
				"\1\0\x80\xfc\x0a\0"
				"ANNAS-LOCK\0\0\0\0\0\0"
				"\4\x09\3\x9a\x82\0\x0f\1\x55\xaa"
				"lock in Anna's hall\0"),
		CLIENT("\x13\x0a\0\1\xc0\xa8\1\7\0\x8a\x82"),
	};

	CHECK_DATAGRAMS(&app_decoder_netbios_datagram, steps,
			"value source - - netbios-name=ANNAS-LOCK\n"
			"value destination - - workgroup=HOME\n"
			"value announcement - - netbios-name=ANNAS-LOCK\n"
			"value announcement - - comment=lock in Anna's hall\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\0\1\1\x10\0\1\0\0\0\0\0\0\4lock\0\0\1\0\1"),
		BYTES("\0\1\1\x10\0\1\0\0\0\0\0\0\x20"
		      "EIEPENEFCACACACACACACACACACACAQA\0\0\x20\0\1"),
		BYTES("\0\1\1\x10\0\1\0\0\0\0\0\0" HOME "\0\1\0\1"),
		BYTES("\x11\x0a\0\1\xc0\xa8\1\7\0\x8a\0\x80\0\0\4lock\0"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		assert_int_equal(bid_for(&app_decoder_netbios, FROM_CLIENT, others[i]), 0);
		assert_int_equal(bid_for(&app_decoder_netbios_datagram, FROM_CLIENT, others[i]), 0);
	}
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("\0\3\x84\0\0\0\0\1\0\0\0\0\x20"
		       "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\1\0\0\0\0\0\x2b\2"
		       "ANNAS-LOCK     \0\4\0"
		       "HOME           \0\x84\0"
		       "\x02\xcd\xef\1\2\3"),
	};
	const struct step datagrams[] = {
		CLIENT(DATAGRAM "\xffSMB%..."
				"\\MAILSLOT\\BROWSE\0"
				"\1\0\x80\xfc\x0a\0"
				"ANNAS-LOCK\0\0\0\0\0\0"
				"\4\x09\3\x9a\x82\0\x0f\1\x55\xaa"
				"lock in Anna's hall\0"),
	};

	conversation_survives(&(struct conversation){ .decoder = &app_decoder_netbios,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_netbios_datagram,
						      .steps = datagrams,
						      .count = COUNT_OF(datagrams),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_are_asked_for_and_registered_are_seen),
		cmocka_unit_test(a_status_tells_names_and_hardware),
		cmocka_unit_test(an_announcement_tells_name_and_comment),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
