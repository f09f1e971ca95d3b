/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_mqtt;

#define CHECK(expected) CHECK_STREAM(&app_decoder_mqtt, steps, expected)

/* CONNECT of 3.1.1: client id "lock7", user "anna", password "invented" */
#define CONNECT_311 "\x10\x21\0\4MQTT\4\xc2\0\x3c\0\5lock7\0\4anna\0\x08invented"

static void a_password_waits_for_the_answer(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(CONNECT_311),
		SERVER("\x20\2\0\5"),
		CLIENT(CONNECT_311),
		SERVER("\x20\2\0\0"),
	};

	CHECK("value connect CONNECT - client-id=lock7\n"
	      "value connect CONNECT - client-id=lock7\n"
	      "credential scheme=connect class=password user=anna secret=invented method=CONNECT "
	      "path=mqtt:connect "
	      "confidence=certain why=password field of CONNECT result=refused @1\n"
	      "credential scheme=connect class=password user=anna secret=invented method=CONNECT "
	      "path=mqtt:connect "
	      "confidence=certain why=password field of CONNECT result=accepted @3\n"
	      "service authentication=password action=CONNECT gave=nothing status=5 version=MQTT 3.1.1 @2\n"
	      "service authentication=password action=CONNECT gave=session status=0 version=MQTT 3.1.1 @4\n");
}

static void a_broker_without_accounts_is_seen(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x10\x15\0\6MQIsdp\3\2\0\x3c\0\7lock-31"),
		SERVER("\x20\2\0\0"),
	};

	CHECK("value connect CONNECT - client-id=lock-31\n"
	      "service authentication=none action=CONNECT gave=session status=0 version=MQTT 3.1 @2\n");
}

static void a_user_name_alone_is_no_password(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("\x10\x12\0\4MQTT\4\x82\0\x3c\0\0\0\4anna") };

	CHECK("credential scheme=connect class=username-only user=anna method=CONNECT path=mqtt:connect "
	      "confidence=certain why=user name field of CONNECT result=unknown @1\n");
}

static void messages_of_every_quality_are_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x30\7\0\3a/bhi"
		       "\x32\x09\0\3a/b\0\1yo"
		       "\x3c\7\0\3a/c\0\2"),
		SERVER("\x40\2\0\1"
		       "\x50\2\0\2"),
		CLIENT("\x62\2\0\2"
		       "\xc0\0"
		       "\x82\x08\0\3\0\3a/#\1"
		       "\xa2\7\0\4\0\3a/#"
		       "\xe0\0"),
	};

	CHECK("content topic PUBLISH a/b: a/b\n"
	      "content payload PUBLISH a/b: hi\n"
	      "content payload PUBLISH a/b: yo\n"
	      "content topic PUBLISH a/c: a/c\n"
	      "value topic SUBSCRIBE a/# topic=a/#\n"
	      "value topic UNSUBSCRIBE a/# topic=a/#\n");
}

/* MQTT 5: CONNECT with a user property and a will; PUBLISH with an alias, then by the alias. */
#define CONNECT_5 \
	"\x10\x2f\0\4MQTT\5\x06\0\x3c" \
	"\x0e\x26\0\5model\0\4lock" \
	"\0\2id" \
	"\5\2\0\0\0\1" \
	"\0\4w/ll\0\4gone"
#define PUBLISH_ALIAS \
	"\x30\x18\0\3a/b" \
	"\x0d\x23\0\7\3\0\7text/x1" \
	"one.."
#define PUBLISH_BY_ALIAS \
	"\x30\x09\0\0" \
	"\3\x23\0\7" \
	"two"

static void properties_and_aliases_are_followed(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(CONNECT_5),
		SERVER("\x20\x0a\0\0\7\x12\0\4id-9"),
		CLIENT(PUBLISH_ALIAS PUBLISH_BY_ALIAS),
		SERVER("\xf0\x0c\x18\x0a\x15\0\7example"),
		CLIENT("\xe0\0"),
	};

	CHECK("value connect CONNECT - model=lock\n"
	      "value connect CONNECT - client-id=id\n"
	      "content will CONNECT w/ll: gone\n"
	      "value connack CONNACK - client-id=id-9\n"
	      "content topic PUBLISH a/b: a/b\n"
	      "content payload PUBLISH a/b type=text/x1: one..\n"
	      "content payload PUBLISH a/b: two\n"
	      "value property AUTH - authentication-method=example\n"
	      "service authentication=none action=CONNECT gave=session status=0 version=MQTT 5 @2\n");
}

static void a_stream_is_taken_up_at_a_segment(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x30\x08\0\4lk/1hi"
		       "\xff\xff\xff\xff\xff rubbish"),
		CLIENT("more of it"),
		CLIENT("\x30\x08\0\4lk/2hi"),
		CLIENT_LOST(100),
		CLIENT("tail of a lost packet"),
		CLIENT("\x30\x08\0\4lk/3hi"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_mqtt, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_string_equal(
		log, "content topic PUBLISH lk/1: lk/1\ncontent payload PUBLISH lk/1: hi\n"
		     "content topic PUBLISH lk/2: lk/2\ncontent payload PUBLISH lk/2: hi\n"
		     "content topic PUBLISH lk/3: lk/3\ncontent payload PUBLISH lk/3: hi\n"
		     "undecoded reason=malformed decoder=mqtt text=no packet starts here bytes=44 *3 @1\n");
	free(log);
}

static void a_packet_that_is_broken_inside_costs_itself_only(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("\x30\5\0\x09"
					     "abc"
					     "\x30\7\0\3a/bhi") };

	CHECK("content topic PUBLISH a/b: a/b\n"
	      "content payload PUBLISH a/b: hi\n"
	      "undecoded reason=malformed decoder=mqtt text=the packet is broken inside bytes=7 @1\n");
}

static void huge_messages_are_read_up_to_the_limit(void **state)
{
	(void)state;
	size_t size = LIMIT_MESSAGE_SIZE + 1000;
	uint8_t *payload = memory_new(size);

	assert_non_null(payload);
	memset(payload, 'a', size);
	const struct step steps[] = {
		CLIENT("\x30\xed\x87\x80\2"
		       "\0\3a/b"), /* 4,195,309 bytes follow */
		{ .direction = FROM_CLIENT, .bytes = { payload, size } },
		CLIENT("\x30\7\0\3a/bhi"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_mqtt, steps, COUNT_OF(steps), false, 0 }, 65536);

	assert_non_null(strstr(log, "content payload PUBLISH a/b incomplete: aaa"));
	assert_non_null(strstr(log, "content payload PUBLISH a/b: hi\n"));
	assert_non_null(strstr(log, "limit limit=message-size"));
	free(log);
	free(payload);
}

static void bids_for_mqtt_only(void **state)
{
	(void)state;
	static const struct {
		enum direction direction;
		struct bytes bytes;
		bool mqtt;
	} cases[] = {
		{ FROM_CLIENT, BYTES(CONNECT_311), true },
		{ FROM_CLIENT, BYTES(CONNECT_5), true },
		{ FROM_CLIENT, BYTES("\x10\x15\0\6MQIsdp\3\2"), true },
		{ FROM_SERVER, BYTES("\x20\2\0\0"), true },
		{ FROM_CLIENT, BYTES("\x30\x08\0\4lk/1hi"), true },
		{ FROM_CLIENT, BYTES("\xc0\0\x30\x08\0\4lk/1hi"), true },
		{ FROM_CLIENT, BYTES("\x20\2\0\0"), false },
		{ FROM_SERVER, BYTES("\x20\2\0\0\1"), false },
		{ FROM_SERVER, BYTES("\x20\2\1\x09"), false },
		{ FROM_CLIENT, BYTES("\xc0\0"), false },
		{ FROM_CLIENT, BYTES("\xe0\0\xe0\0"), false },
		{ FROM_CLIENT,
		  BYTES("\x30\x08\0\4lock"
			"hi"),
		  false },
		{ FROM_CLIENT, BYTES("\x30\x07\0\4lk/1hi"), false },
		{ FROM_CLIENT, BYTES("\x10\x21\0\4MQTX\4\xc2\0\x3c"), false },
		{ FROM_CLIENT, BYTES("\x10\x21\0\4MQTT\7\xc2\0\x3c"), false },
		{ FROM_CLIENT, BYTES("\x10\x21\0"), false },
		{ FROM_CLIENT, BYTES("\x10"), false },
		{ FROM_CLIENT, BYTES("GET /mqtt HTTP/1.1\r\n"), false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if ((bid_for(&app_decoder_mqtt, cases[i].direction, cases[i].bytes) > 0) != cases[i].mqtt)
			fail_msg("case %zu", i);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(CONNECT_5),
		SERVER("\x20\x0a\0\0\7\x12\0\4id-9"),
		CLIENT(PUBLISH_ALIAS PUBLISH_BY_ALIAS "\x82\x09\0\3\0\0\3a/#\1"),
		CLIENT(CONNECT_311),
	};

	conversation_survives(&(struct conversation){ &app_decoder_mqtt, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_waits_for_the_answer),
		cmocka_unit_test(a_broker_without_accounts_is_seen),
		cmocka_unit_test(a_user_name_alone_is_no_password),
		cmocka_unit_test(messages_of_every_quality_are_read),
		cmocka_unit_test(properties_and_aliases_are_followed),
		cmocka_unit_test(a_stream_is_taken_up_at_a_segment),
		cmocka_unit_test(a_packet_that_is_broken_inside_costs_itself_only),
		cmocka_unit_test(huge_messages_are_read_up_to_the_limit),
		cmocka_unit_test(bids_for_mqtt_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
