/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_xmpp;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'>"),
		SERVER("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><stream:"
		       "features><starttls/></stream:features>"),
		CLIENT("<auth xmlns='urn:x' mechanism='PLAIN'>AGFubmEAd2FsbGZsb3dlciA5</auth>"),
		SERVER("<success xmlns='urn:x'/>"),
		CLIENT("<message to='o@x' a='>'><body>call 13900001234</body></message> \n"
		       "</stream:stream>"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_xmpp, steps,
		     "content stanza stream:features - type=application/xml: <stream:features><starttls/><"
		     "/stream:features>\n"
		     "content stanza message - type=application/xml: <message to='o@x' a='>'><body>call 13"
		     "900001234</body></message>\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=auth encoding=base64 consent=unknown confidence=certain why=SASL ex"
		     "change result=accepted @3\n");
}

static void the_login_of_the_first_days(void **state)
{
	const struct step steps[] = {
		CLIENT("<stream:stream to='x'><iq type='set' id='1'><query xmlns='jabber:iq:auth'><username>"
		       "anna</username><password>wallflower 9</password></query></iq>"),
		SERVER("<stream:stream id='1'><iq type='error' id='1'/>"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_xmpp, steps,
		     "content stanza iq - type=application/xml: <iq type='error' id='1'/>\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=iq consent=unknown confidence=certain why=jabber:iq:auth result=ref"
		     "used @1\n");
}

static void its_digest_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><iq type"
		       "='set'><query xmlns='jabber:iq:auth'><username>anna</username><digest>00ff</digest><"
		       "/query></iq>"),
		SERVER("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><iq type"
		       "='result'/>"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_xmpp, steps,
		     "content stanza iq - type=application/xml: <iq type='result'/>\n"
		     "credential scheme=digest class=hash user=anna method=iq confidence=certain why=jabbe"
		     "r:iq:auth result=accepted @1\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><starttl"
		       "s xmlns='urn:x'/>"),
		SERVER("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><proceed"
		       " xmlns='urn:x'/>"),
		CLIENT("\26\3"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_xmpp, steps,
		     "content stanza starttls - type=application/xml: <starttls xmlns='urn:x'/>\n"
		     "rebid server\n");
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'>hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_xmpp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_xmpp, FROM_CLIENT,
			    BYTES("<?xml version='1.0'?><stream:stream to='lock.example' "
				  "xmlns='jabber:client'>")) >= 16);
	assert_true(bid_for(&app_decoder_xmpp, FROM_SERVER, BYTES("<stream:stream id='1'>")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"<?xml version='1.0'?><message/>", 31 },
		{ (const uint8_t *)"<stream>", 8 },
		{ (const uint8_t *)"<", 1 },
		{ (const uint8_t *)"stream:stream ", 14 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_xmpp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'>"),
		SERVER("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client'><stream:"
		       "features><starttls/></stream:features>"),
		CLIENT("<auth xmlns='urn:x' mechanism='PLAIN'>AGFubmEAd2FsbGZsb3dlciA5</auth>"),
		SERVER("<success xmlns='urn:x'/>"),
		CLIENT("<message to='o@x' a='>'><body>call 13900001234</body></message> \n"
		       "</stream:stream>"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_xmpp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message),     cmocka_unit_test(the_login_of_the_first_days),
		cmocka_unit_test(its_digest_is_no_password), cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(another_text_ends_it),	     cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
