/* SPDX-License-Identifier: Apache-2.0 */
/* Devices are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_sadp;

#define PROBE \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?><Probe><Uuid>0-1</Uuid><Types>inquiry</Types></Probe>"
#define MATCH \
	"<?xml " \
	"version=\"1.0\"?>\r\n<ProbeMatch><DeviceSN>INV-7</DeviceSN><MAC>02-00-00-00-00-09</MAC></" \
	"ProbeMatch>"

static void cameras_tell_of_themselves(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(PROBE), SERVER(MATCH), CLIENT("rubbish") };

	CHECK_DATAGRAMS(&app_decoder_sadp, steps,
			"content body Probe - type=application/xml: " PROBE "\n"
			"content body ProbeMatch - type=application/xml: "
			"<?xml "
			"version=\"1.0\"?>\\r\\n<ProbeMatch><DeviceSN>INV-7</"
			"DeviceSN><MAC>02-00-00-00-00-09</MAC></ProbeMatch>"
			"\n"
			"malformed client\n");
}

static void bids_for_probes_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_sadp, FROM_CLIENT, BYTES(PROBE)) >= 64);
	assert_true(bid_for(&app_decoder_sadp, FROM_SERVER, BYTES(MATCH)) >= 64);
	/* WS-Discovery has probes too, of its own name space. */
	assert_int_equal(bid_for(&app_decoder_sadp, FROM_CLIENT,
				 BYTES("<?xml version=\"1.0\"?><e:Envelope "
				       "xmlns:e=\"x\"><e:Body><d:Probe><d:Types/></d:Probe>")),
			 0);
	assert_int_equal(bid_for(&app_decoder_sadp, FROM_CLIENT, BYTES("<Probe>")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(PROBE), SERVER(MATCH) };

	conversation_survives(&(struct conversation){ &app_decoder_sadp, steps, COUNT_OF(steps), true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cameras_tell_of_themselves),
		cmocka_unit_test(bids_for_probes_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
