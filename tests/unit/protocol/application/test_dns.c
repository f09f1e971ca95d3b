/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_dns, app_decoder_mdns, app_decoder_llmnr;

#define NAME		    "\4Time\7example\3org\0"
#define QUERY		    "\x12\x34\1\0\0\1\0\0\0\0\0\0" NAME "\0\1\0\1"
#define QUERY_6		    "\x12\x35\1\0\0\1\0\0\0\0\0\0" NAME "\0\x1c\0\1"
#define ANSWER_START(flags) "\x12\x34\x81" flags "\0\1\0\2\0\0\0\0" NAME "\0\1\0\1"
/* Time.example.org is an alias of a.example.org, which is 203.0.113.5. */
#define ANSWER \
	ANSWER_START("\x80") \
	"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\4\1a\xc0\x11" \
	"\1a\xc0\x11\0\1\0\1\0\0\0\x3c\0\4\xcb\0\x71\5"

static void names_and_addresses_are_joined(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(QUERY), SERVER(ANSWER), CLIENT(QUERY_6) };

	CHECK_DATAGRAMS(&app_decoder_dns, steps,
			"value question - - name=time.example.org\n"
			"value question - - name=time.example.org\n"
			"endpoint address=203.0.113.5 name=time.example.org source=dns domain=example.org "
			"scope=internet\n"
			"dns-query name=time.example.org query-type=A result=answered @1\n"
			"dns-query name=time.example.org query-type=AAAA result=unknown @3\n");
}

static void what_was_not_answered_is_said(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("\x12\x34\x81\x83\0\1\0\0\0\0\0\0" NAME "\0\1\0\1"),   CLIENT(QUERY),
		SERVER("\x12\x34\x81\x85\0\1\0\0\0\0\0\0" NAME "\0\1\0\1"),   CLIENT(QUERY_6),
		SERVER("\x12\x35\x81\x80\0\1\0\0\0\0\0\0" NAME "\0\x1c\0\1"),
	};

	CHECK_DATAGRAMS(&app_decoder_dns, steps,
			"value question - - name=time.example.org\n"
			"value question - - name=time.example.org\n"
			"dns-query name=time.example.org query-type=A result=no-such-name @1\n"
			"dns-query name=time.example.org query-type=A result=refused @2\n"
			"dns-query name=time.example.org query-type=AAAA result=no-data @4\n");
}

static void tcp_messages_have_their_size_in_front(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("\0\x22" QUERY "\0\x22" QUERY_6), SERVER("\0\x44" ANSWER) };

	CHECK_STREAM(&app_decoder_dns, steps,
		     "value question - - name=time.example.org\n"
		     "value question - - name=time.example.org\n"
		     "endpoint address=203.0.113.5 name=time.example.org source=dns domain=example.org "
		     "scope=internet\n"
		     "dns-query name=time.example.org query-type=A result=answered @1\n"
		     "dns-query name=time.example.org query-type=AAAA result=unknown @1\n");
}

/* A camera tells its address and, in a text record, its model. */
#define MDNS_ANSWER \
	"\0\0\x84\0\0\0\0\2\0\0\0\1" \
	"\4cam7\5local\0\0\1\x80\1\0\0\0\x78\0\4\xc0\0\2\7" \
	"\5_rtsp\4_tcp\xc0\x11\0\x0c\0\1\0\0\0\x78\0\x0f\6Hall 2\5_rtsp\xc0\x2c" \
	"\3txt\xc0\x11\0\x10\0\1\0\0\0\x78\0\x0b\x0amodel=lk-9"

static void devices_tell_of_themselves(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(MDNS_ANSWER),
				      CLIENT("\0\0\0\0\0\1\0\0\0\0\0\0\4cam8\5local\0\0\1\0\1") };

	CHECK_DATAGRAMS(
		&app_decoder_mdns, steps,
		"value host - - hostname=cam7\n"
		"value ptr - _rtsp._tcp.local instance=hall 2._rtsp._tcp.local\n"
		"value txt - txt.local model=lk-9\n"
		"value question - - name=cam8.local\n"
		"endpoint address=192.0.2.7 name=cam7.local source=mdns domain=cam7.local scope=internet\n"
		"dns-query name=cam8.local query-type=A result=unknown @2\n");
}

static void loops_end(void **state)
{
	(void)state;
	static const struct bytes loops[] = {
		BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0\xc0\x0c\0\1\0\1"),
		BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0\1a\xc0\x0c\0\1\0\1"),
		BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0\xc0\x0e\xc0\x0c\0\1\0\1"),
		BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0\xc0\xff\0\1\0\1"),
	};

	for (size_t i = 0; i < COUNT_OF(loops); i++) {
		const struct step step = { .direction = FROM_CLIENT, .bytes = loops[i] };
		char *log = conversation_run(&(struct conversation){ &app_decoder_dns, &step, 1, true, 0 },
					     0);

		assert_string_equal(log, "malformed client\n");
		assert_int_equal(bid_for(&app_decoder_dns, FROM_CLIENT, loops[i]), 0);
		free(log);
	}
}

static void bids_for_dns_only(void **state)
{
	(void)state;
	static const struct {
		struct bytes bytes;
		bool dns;
	} cases[] = {
		{ BYTES(QUERY), true },
		{ BYTES(ANSWER), true },
		{ BYTES("\0\x22" QUERY), true },
		{ BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\1" NAME "\0\1\0\1\0\0\x29\x10\0\0\0\0\0\0\0"), true },
		{ BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0" NAME "\0\1\0\1trailing"), false },
		{ BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0" NAME "\0\1\0\7"), false },
		{ BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0" NAME "\x7f\1\0\1"), false },
		{ BYTES("\x12\x34\1\0\0\7\0\0\0\0\0\0" NAME "\0\1\0\1"), false },
		{ BYTES("\x12\x34\1\0\0\1\0\5\0\0\0\0" NAME "\0\1\0\1"), false },
		{ BYTES("\x12\x34\1\x10\0\1\0\0\0\0\0\0\x20"
			"EJFDEBFEEBFACACACACACACACACACAAA"
			"\0\0\x20\0\1"),
		  false },
		{ BYTES("\x12\x34\1\x10\0\1\0\0\0\0\0\0\x20"
			"EJFDEBFEEBFACACACACACACACACACAAA"
			"\0\0\x21\0\1"),
		  false },
		{ BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), false },
		{ BYTES("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), false },
		{ BYTES("\x12\x34"), false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if ((bid_for(&app_decoder_dns, FROM_CLIENT, cases[i].bytes) >= 16) != cases[i].dns)
			fail_msg("case %zu", i);
}

static void flavours_are_told_apart(void **state)
{
	(void)state;
	struct bytes multicast = BYTES(MDNS_ANSWER),
		     local = BYTES("\x12\x34\0\0\0\1\0\0\0\0\0\0\4lock\0\0\1\0\1");

	assert_true(bid_for(&app_decoder_mdns, FROM_CLIENT, multicast) >
		    bid_for(&app_decoder_dns, FROM_CLIENT, multicast) + 8);
	assert_int_equal(bid_for(&app_decoder_mdns, FROM_CLIENT, BYTES(QUERY)), 0);
	assert_true(bid_for(&app_decoder_llmnr, FROM_CLIENT, local) + 8 >
		    bid_for(&app_decoder_dns, FROM_CLIENT, local));
	assert_true(bid_for(&app_decoder_llmnr, FROM_CLIENT, local) <
		    bid_for(&app_decoder_dns, FROM_CLIENT, local));
	assert_int_equal(bid_for(&app_decoder_llmnr, FROM_CLIENT, BYTES(QUERY)), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step unicast[] = { CLIENT(QUERY), SERVER(ANSWER) },
			  multicast[] = { CLIENT(MDNS_ANSWER) };
	const struct step stream[] = { CLIENT("\0\x22" QUERY "\0\x22" QUERY_6), SERVER("\0\x44" ANSWER) };

	conversation_survives(&(struct conversation){ &app_decoder_dns, unicast, 2, true, 0 });
	conversation_survives(&(struct conversation){ &app_decoder_dns, stream, 2, false, 0 });
	conversation_survives(&(struct conversation){ &app_decoder_mdns, multicast, 1, true, 0 });
}

static void records_that_name_a_device_are_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\0\x84\0\0\0\0\2\0\0\0\1"
		       "\4hall\5_rtsp\4_"
		       "tcp\5local\0\0\x21\x80\1\0\0\0\x78\0\x0d\0\0\0\0\x02\x2a\4cam7\xc0\x1c"
		       "\4cam7\xc0\x1c\0\x0d\x80\1\0\0\0\x78\0\x0a\3"
		       "ARM\5LINUX"
		       /* the device that wakes it, by its hardware address */
		       "\0\0\x29\x05\xa0\0\0\x11\x94\0\x0c\0\4\0\x08\0\1\x02\xcd\xef\1\2\3"),
	};

	CHECK_DATAGRAMS(&app_decoder_mdns, steps,
			"value srv - hall._rtsp._tcp.local target=cam7.local\n"
			"value hinfo - cam7.local cpu=ARM\n"
			"value hinfo - cam7.local os=LINUX\n"
			"value option - - client-mac=02:cd:ef:01:02:03\n");
}

static void what_is_added_about_the_asker_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x12\x34\1\0\0\1\0\0\0\0\0\1" NAME "\0\1\0\1"
		       "\0\0\x29\x10\0\0\0\0\0\0\x15\0\x08\0\7\0\1\x18\0\xcb\0\x71"
		       "\xfd\xe9\0\6\x02\xcd\xef\1\2\4"),
	};

	CHECK_DATAGRAMS(&app_decoder_dns, steps,
			"value question - - name=time.example.org\n"
			"value option - - client-subnet=203.0.113.0\n"
			"value option - - client-mac=02:cd:ef:01:02:04\n"
			"dns-query name=time.example.org query-type=A result=unknown @1\n");
}

static void who_answers_on_the_link_tells_its_own_name(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\7\0\0\0\1\0\0\0\0\0\0\5anna2\0\0\1\0\1"),
		SERVER("\0\7\x80\0\0\1\0\1\0\0\0\0\5anna2\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\x1e\0\4\xc0\xa8\1"
		       "\7"),
	};

	CHECK_DATAGRAMS(&app_decoder_llmnr, steps,
			"value question - - name=anna2\n"
			"value host - - hostname=anna2\n"
			"endpoint address=192.168.1.7 name=anna2 source=llmnr scope=local\n"
			"dns-query name=anna2 query-type=A result=answered @1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_addresses_are_joined),
		cmocka_unit_test(what_was_not_answered_is_said),
		cmocka_unit_test(tcp_messages_have_their_size_in_front),
		cmocka_unit_test(devices_tell_of_themselves),
		cmocka_unit_test(records_that_name_a_device_are_read),
		cmocka_unit_test(what_is_added_about_the_asker_is_read),
		cmocka_unit_test(who_answers_on_the_link_tells_its_own_name),
		cmocka_unit_test(loops_end),
		cmocka_unit_test(bids_for_dns_only),
		cmocka_unit_test(flavours_are_told_apart),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
