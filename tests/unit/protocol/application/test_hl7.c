/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_hl7;

static void a_patient_and_next_of_kin(void **state)
{
	const struct step steps[] = {
		CLIENT("\13MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\rPID|1||471147^^^WARD"
		       "||EXAMPLE^ANNA^M||19610615|F|||7 GARDEN LANE^^LOCKTON^^12345||(555)010-1234|||||||"
		       "\rNK1|1|Example^Berta|SPO|7 Garden Lane^^Lockton|555-010-9876\r\34\r"),
		SERVER("\13MSH|^~\\&|SYS|HOSP|LAMP|WARD|202601011201||ACK|7|P|2.3\rMSA|AA|7\r\34\r"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_hl7, steps,
		     "content message - -: MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\n"
		     "record segment PID -: patient-id=471147; patient-name=Anna Example; date-of-birt"
		     "h=19610615; gender=female; home-address=7 GARDEN LANE, LOCKTON, 12345; phone-num"
		     "ber=(555)010-1234\n"
		     "record segment NK1 -: contact-name=Berta Example; home-address=7 Garden Lane, Lo"
		     "ckton; phone-number=555-010-9876\n"
		     "content message - -: MSH|^~\\&|SYS|HOSP|LAMP|WARD|202601011201||ACK|7|P|2.3\n");
}

static void without_a_frame(void **state)
{
	const struct step steps[] = {
		CLIENT("MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\rPID|1||471147^^^WARD||E"
		       "XAMPLE^ANNA^M||19610615|F|||7 GARDEN LANE^^LOCKTON^^12345||(555)010-1234|||||||\r"),
		CLIENT_ENDS,
	};

	(void)state;
	CHECK_STREAM(&app_decoder_hl7, steps,
		     "content message - -: MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\n"
		     "record segment PID -: patient-id=471147; patient-name=Anna Example; date-of-birt"
		     "h=19610615; gender=female; home-address=7 GARDEN LANE, LOCKTON, 12345; phone-num"
		     "ber=(555)010-1234\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\13MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\r\34\r"),
		CLIENT("hello, hello, hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_hl7, steps,
		     "content message - -: MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_hl7, FROM_CLIENT,
			    BYTES("\13MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\r\34\r")) >=
		    16);
	assert_true(bid_for(&app_decoder_hl7, FROM_SERVER,
			    BYTES("MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"MSH|^~", 6 },
		{ (const uint8_t *)"\13PID|^~\\&|x", 11 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_hl7, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\13MSH|^~\\&|LAMP|WARD|SYS|HOSP|202601011200||ADT^A01|7|P|2.3\rPID|1||471147^^^WARD"
		       "||EXAMPLE^ANNA^M||19610615|F|||7 GARDEN LANE^^LOCKTON^^12345||(555)010-1234|||||||"
		       "\rNK1|1|Example^Berta|SPO|7 Garden Lane^^Lockton|555-010-9876\r\34\r"),
		SERVER("\13MSH|^~\\&|SYS|HOSP|LAMP|WARD|202601011201||ACK|7|P|2.3\rMSA|AA|7\r\34\r"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_hl7, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_patient_and_next_of_kin), cmocka_unit_test(without_a_frame),
		cmocka_unit_test(broken_messages_are_said),  cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
