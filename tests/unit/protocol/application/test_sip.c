/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_sip;

static void who_calls_whom_is_handed_over(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("INVITE sip:bo@lock.example;transport=udp SIP/2.0\r\n"
		       "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK7\r\n"
		       "From: \"Anna, door\" <sip:anna.lee@lock.example:5060>;tag=7\r\n"
		       "To: <sip:bo@lock.example>\r\n"
		       "P-Asserted-Identity: <tel:+8613900008716>, <sip:anna;x=1@[2001:db8::1]:5060;lr>\r\n"
		       "Contact: sip:anna@192.0.2.1:5062;+sip.instance=\"<urn:uuid:7>\"\r\n"
		       "Call-ID: anna@192.0.2.1\r\nCSeq: 1 INVITE\r\nX-Door: 7\r\n"
		       "Content-Length: 0\r\n\r\n"),
		SERVER("SIP/2.0 486 Busy\r\nf: <sip:anna.lee@lock.example>;tag=7\r\n"
		       "t: <sip:13900008716@lock.example;user=phone>\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n"),
	};

	CHECK_DATAGRAMS(&app_decoder_sip, steps,
			"value header INVITE - Request-URI=sip:bo@lock.example\n"
			"value header INVITE - From=sip:anna.lee@lock.example\n"
			"value header INVITE - display-name=Anna, door\n"
			"value header INVITE - To=sip:bo@lock.example\n"
			"value header INVITE - tel=+8613900008716\n"
			"value header INVITE - P-Asserted-Identity=sip:anna@[2001:db8::1]\n"
			"value header INVITE - Contact=sip:anna@192.0.2.1\n"
			"value header INVITE - sip.instance=urn:uuid:7\n"
			"value header INVITE - X-Door=7\n"
			"value header INVITE - From=sip:anna.lee@lock.example\n"
			"value header INVITE - To=sip:13900008716@lock.example\n");
}

static void only_basic_and_addresses_give_passwords_away(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("REGISTER sip:lock.example SIP/2.0\r\nCSeq: 1 REGISTER\r\nAuthorization: Digest "
		       "username=\"anna\", realm=\"x\", nonce=\"1\", uri=\"sip:x\", response=\"0123abcd\"\r\n"
		       "\r\n"),
		CLIENT("REGISTER sip:lock.example SIP/2.0\r\nCSeq: 2 REGISTER\r\nProxy-Authorization: "
		       "Basic YW5uYTp3YWxsZmxvd2VyIDk=\r\n\r\n"),
		CLIENT("OPTIONS sip:bo:tulip-9@lock.example SIP/2.0\r\n\r\n"),
	};

	CHECK_DATAGRAMS(&app_decoder_sip, steps,
			"value header OPTIONS - Request-URI=sip:bo@lock.example\n"
			"credential scheme=digest class=hash user=anna field=Authorization "
			"confidence=certain why=Digest authentication: the password itself is not sent "
			"result=unknown @1\n"
			"credential scheme=basic class=password data=credential.password user=anna "
			"secret=wallflower 9 field=Proxy-Authorization consent=unknown confidence=certain "
			"why=Basic authentication: base64 of name and password result=unknown @2\n"
			"credential scheme=url class=password data=credential.password user=bo "
			"secret=tulip-9 consent=unknown confidence=certain why=password in a SIP address "
			"result=unknown @3\n");
}

#define ORDER \
	"<?xml version=\"1.0\"?>\r\n<Notify><CmdType>MobilePosition</CmdType>" \
	"<DeviceID>34020000001310000007</DeviceID><Longitude>121.4</Longitude></Notify>"

#define ORDER_SAID \
	"<?xml version=\"1.0\"?>\\r\\n<Notify><CmdType>MobilePosition</CmdType>" \
	"<DeviceID>34020000001310000007</DeviceID><Longitude>121.4</Longitude></Notify>"

static void messages_of_gb28181_are_content(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\r\n\r\nMESSAGE sip:34020000002000000001@3402000000 SIP/2.0\r\n"
		       "From: <sip:34020000001310000007@3402000000>;tag=1\r\nCSeq: 20 MESSAGE\r\n"
		       "Content-Type: Application/MANSCDP+xml\r\nContent-Length: 142\r\n\r\n" ORDER),
		SERVER("SIP/2.0 200 OK\r\nCSeq: 20 MESSAGE\r\nContent-Length: 0\r\n\r\n"),
	};

	CHECK_STREAM(&app_decoder_sip, steps,
		     "value header MESSAGE - DeviceID=34020000002000000001\n"
		     "value header MESSAGE - DeviceID=34020000001310000007\n"
		     "content body MESSAGE - type=Application/MANSCDP+xml: " ORDER_SAID "\n");
}

static void goes_on_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("MESSAGE sip:a@lock.example SIP/2.0\r\nl: 20\r\n\r\nhello"),
		CLIENT_LOST(90),
		CLIENT("half a field\r\nX: y\r\n\r\nMESSAGE sip:b@lock.example SIP/2.0\r\nl: 2\r\n\r\nhi"),
	};

	CHECK_STREAM(&app_decoder_sip, steps,
		     "value header MESSAGE - Request-URI=sip:a@lock.example\n"
		     "content body MESSAGE - incomplete: hello\n"
		     "value header MESSAGE - Request-URI=sip:b@lock.example\n"
		     "content body MESSAGE -: hi\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_sip, FROM_CLIENT, BYTES("OPTIONS sip:a@b SIP/2.0\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_sip, FROM_SERVER, BYTES("SIP/2.0 180 Ringing\r\n")) >= 16);
	static const char *const others[] = {
		"OPTIONS * HTTP/1.1\r\n",
		"OPTIONS rtsp://cam.example/ RTSP/1.0\r\n",
		"SIP/2.0 9 OK\r\n",
		"SIP/2.0 200 OK",
		"invite sip:a@b SIP/2.0\r\n",
		"INVITE a SIP/2.0\r\n",
		"\r\n\r\n",
		"hello",
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_sip, FROM_CLIENT, bytes_of(others[i])), 0);
}

static void what_is_not_its_own_is_given_back(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("OPTIONS sip SIP/1.0\r\nthis is not what it seems\r\n") };

	CHECK_STREAM(&app_decoder_sip, steps, "not-mine client\n");
	CHECK_DATAGRAMS(&app_decoder_sip, steps, "not-mine client\n");
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("INVITE sip:b@c SIP/2.0\r\nf: \"A\\\"<\" <sip:a:p@b;x?y>;z=\"<1>\", tel:1;a\r\n"
		       "m: *\r\nAuthorization: Basic YTpi\r\nc: application/sdp\r\nl: 89\r\n\r\n"
		       "v=0\r\nc=IN IP4 192.0.2.5/1\r\nm=audio 4000 RTP/SAVP 8\r\na=rtcp:4009 IN IP4 "
		       "192.0.2.5\r\n"),
		SERVER("SIP/2.0 200 OK\r\nl: 2\r\n\r\nok"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_sip, .steps = steps, .count = COUNT_OF(steps) });
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_sip, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_calls_whom_is_handed_over),
		cmocka_unit_test(only_basic_and_addresses_give_passwords_away),
		cmocka_unit_test(messages_of_gb28181_are_content),
		cmocka_unit_test(goes_on_behind_a_gap),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(what_is_not_its_own_is_given_back),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
