/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_wsd;

#define START \
	"<?xml version=\"1.0\"?><s:Envelope xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\">" \
	"<s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/"
#define MATCH \
	START "ProbeMatches</a:Action></s:Header><d:Scopes>onvif://www.onvif.org/type/video_encoder " \
	      "onvif://www.onvif.org/name/Anna%27s%20door " \
	      "onvif://www.onvif.org/location/city/Weimar</d:Scopes>" \
	      "</s:Envelope>"

static void a_camera_tells_its_name_and_place(void **state)
{
	(void)state;
	const struct step steps[] = { SERVER(MATCH), CLIENT("hello") };

	CHECK_DATAGRAMS(&app_decoder_wsd, steps,
			"content body ProbeMatches - type=application/soap+xml: " MATCH "\n"
			"value scope ProbeMatches - name=Anna's door\n"
			"value scope ProbeMatches - location=city/Weimar\n"
			"malformed client\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("<s:Envelope xmlns=\"http://www.onvif.org/ver10/device/wsdl\"></s:Envelope>"),
		BYTES("<html>http://schemas.xmlsoap.org/ws/2005/04/discovery</html>"),
		BYTES("Envelope http://schemas.xmlsoap.org/ws/2005/04/discovery"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_wsd, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_wsd, FROM_CLIENT, BYTES(START)) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = { SERVER(MATCH) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_wsd, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_camera_tells_its_name_and_place),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
