/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_rtsp;

#define SDP \
	"v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n" \
	"a=control:trackID=1\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=2\r\n"
#define SDP_SAID \
	"v=0\\r\\nm=video 0 RTP/AVP 96\\r\\na=rtpmap:96 H264/90000\\r\\n" \
	"a=control:trackID=1\\r\\nm=audio 0 RTP/AVP 0\\r\\na=control:trackID=2\\r\\n"

static void an_open_camera(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("OPTIONS rtsp://cam.example/live RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE\r\n\r\n"),
		CLIENT("DESCRIBE rtsp://cam.example/live RTSP/1.0\r\nCSeq: 2\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: Example\r\nContent-Length: 114\r\n\r\n" SDP),
		CLIENT("SETUP rtsp://cam.example/live/trackID=2 RTSP/1.0\r\nCSeq: 3\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n"),
		CLIENT("SETUP rtsp://cam.example/live/trackID=1 RTSP/1.0\r\nCSeq: 4\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;interleaved=2-3\r\n\r\n"),
		CLIENT("PLAY rtsp://cam.example/live RTSP/1.0\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\n\r\n$\x02\0\x0c\x80\x60"
		       "abcdefghij$\x00\0\x09\x80\0abcdefg$\x03\0\x02\x80\xc8"),
		SERVER("$\x02\0\x10\x80\x60"
		       "abcdefghijklmn"),
		SERVER("RTSP/1.0 200 OK\r\n\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_rtsp, steps,
		"content body DESCRIBE /live type=application/sdp: " SDP_SAID "\n"
		"endpoint address=198.51.100.2 name=cam.example source=host domain=cam.example "
		"scope=internet\n"
		"service authentication=none action=DESCRIBE /live gave=media status=200 text=Example @4\n"
		"media media=video format=h264 method=RTP topic=/live bytes=28 @10\n"
		"media media=voice format=pcmu method=RTP topic=/live bytes=9 @10\n");
}

static void a_login_is_said_with_its_answer(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("DESCRIBE rtsp://192.0.2.9/live RTSP/1.0\r\nCSeq: 2\r\n\r\n"),
		SERVER("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n"),
		CLIENT("DESCRIBE rtsp://192.0.2.9/live RTSP/1.0\r\nAuthorization: Basic "
		       "YW5uYTp3YWxsZmxvd2VyIDk=\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\n\r\n"),
	};
	const struct step digest[] = {
		CLIENT("DESCRIBE rtsp://192.0.2.9/live RTSP/1.0\r\n"
		       "Authorization: Digest username=\"anna\", realm=\"x\", response=\"0123abcd\"\r\n\r\n"),
		SERVER("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\", "
		       "nonce=\"1\"\r\n\r\n"),
	};

	CHECK_STREAM(&app_decoder_rtsp, steps,
		     "credential scheme=basic class=password data=credential.password user=anna "
		     "secret=wallflower 9 method=DESCRIBE encoding=base64 consent=unknown confidence=certain "
		     "why=Authorization header result=accepted @3\n"
		     "service authentication=password action=DESCRIBE /live gave=nothing status=401 @2\n"
		     "service authentication=password action=DESCRIBE /live gave=media status=200 @4\n");
	CHECK_STREAM(&app_decoder_rtsp, digest,
		     "credential scheme=digest class=hash user=anna secret=0123abcd method=DESCRIBE "
		     "confidence=certain why=Authorization header result=refused @1\n"
		     "service authentication=challenge action=DESCRIBE /live gave=nothing status=401 @2\n");
}

static void a_url_may_hold_a_login(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("OPTIONS rtsp://anna:wall:9@192.0.2.9:554/a?user=bo&password=flower RTSP/1.0\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\n\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_rtsp, steps,
		"content query OPTIONS /a type=application/x-www-form-urlencoded: user=bo&password=flower\n"
		"credential scheme=url class=password data=credential.password user=anna secret=wall:9 "
		"method=OPTIONS consent=unknown confidence=certain why=user part of a URL result=accepted "
		"@1\n");
}

static void goes_on_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("DESCRIBE rtsp://192.0.2.9/live RTSP/1.0\r\n\r\n"),
		SERVER_LOST(90),
		SERVER("half a header\r\n\r\nRTSP/1.0 200 OK\r\n\r\n"),
	};
	const char *const lines[] = {
		"service authentication=none action=DESCRIBE /live gave=media status=200 @3",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_rtsp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rtsp, FROM_CLIENT, BYTES("OPTIONS * RTSP/1.0\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_rtsp, FROM_SERVER, BYTES("RTSP/1.0 200 OK\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_rtsp, FROM_SERVER,
			    BYTES("$\0\0\x08\x80\x60"
				  "abcdef$\0")) >= 16);
	static const char *const others[] = {
		"OPTIONS * HTTP/1.1\r\n",
		"SETUP\r\n",
		"RTSP\r\n",
		"HTTP/1.1 200 OK\r\nVia: RTSP/1.0\r\n",
		"DESCRIBE table\r\n",
		"$5 for a cup of coffee",
		"$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"OPTIONS rtsp://x/",
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (bid_for(&app_decoder_rtsp, FROM_CLIENT, bytes_of(others[i])))
			fail_msg("%s", others[i]);
	const struct step http[] = { CLIENT("OPTIONS * HTTP/1.1\r\n\r\n") };

	CHECK_STREAM(&app_decoder_rtsp, http, "not-mine client\n");
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("DESCRIBE rtsp://a:b@h/p?q RTSP/1.0\r\nAuthorization: Basic YTpi\r\n\r\n"),
		SERVER("RTSP/1.0 200 OK\r\nContent-Length: 57\r\n\r\n"
		       "v=0\nm=video 0 RTP/AVP 26\na=rtpmap:26 JPEG/1\na=control:t\nm="),
		CLIENT("SETUP rtsp://h/t RTSP/1.0\n\n"),
		SERVER("RTSP/1.0 200 OK\r\nTransport: interleaved=0-1\r\n\r\n$\0\0\x04\x80\x60"
		       "ab"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rtsp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_camera),	  cmocka_unit_test(a_login_is_said_with_its_answer),
		cmocka_unit_test(a_url_may_hold_a_login), cmocka_unit_test(goes_on_behind_a_gap),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
