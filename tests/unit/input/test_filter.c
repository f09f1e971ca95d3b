/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "input/live.h"

#define IPV4_TCP \
	"\x45\x00\x00\x28\x00\x07\x00\x00\x40\x06\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02" \
	"\x04\xd2\x00\x50\x00\x00\x00\x64\x00\x00\x00\xc8\x50\x18\x01\x00\x00\x00\x00\x00"

static const struct bytes ethernet = BYTES(
	"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" IPV4_TCP);

static enum status matches(const char *expression, uint32_t link_type, struct bytes data, bool *ret_passes)
{
	struct filter *filter;
	struct error error;
	enum status status = filter_new(expression, &filter, &error);

	if (status != STATUS_OK)
		return status;
	/* many link types in turn: the programs take each other's places */
	for (uint32_t i = 0; i < 20; i++) {
		struct frame other = { .data = BYTES("\0\0\0\2"), .wire_size = 4, .link_type = i % 10 };

		filter_match(filter, &other, ret_passes, &error);
	}
	struct frame frame = { .data = data, .wire_size = data.size, .number = 1, .link_type = link_type };

	status = filter_match(filter, &frame, ret_passes, &error);
	filter_free(filter);
	return status;
}

static void filters_each_link_type(void **state)
{
	static const struct {
		const char *expression;
		uint32_t link_type;
		bool ethernet_header, passes;
	} cases[] = {
		{ "tcp port 80", 1, true, true },
		{ "tcp port 81", 1, true, false },
		{ "udp", 1, true, false },
		{ "host 10.0.0.2", 101, false, true },
		{ "host 10.0.0.3", 101, false, false },
		{ "host 10.0.0.3", 228, false, false },
		{ "tcp", 228, false, true },
		{ "ether src 02:00:00:00:00:01", 1, true, true },
		{ "", 1, true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bytes data = hostile_copy(bytes_from(ethernet, cases[i].ethernet_header ? 0 : 14));
		bool passes = !cases[i].passes;

		assert_int_equal(matches(cases[i].expression, cases[i].link_type, data, &passes), STATUS_OK);
		if (passes != cases[i].passes)
			fail_msg("%s on %u", cases[i].expression, (unsigned)cases[i].link_type);
		hostile_free(data);
	}
}

static void survives_every_truncation(void **state)
{
	(void)state;
	for (size_t size = 0; size <= ethernet.size; size++) {
		struct bytes data = hostile_copy(bytes_slice(ethernet, 0, size));
		bool passes;

		assert_int_equal(matches("tcp port 80", 1, data, &passes), STATUS_OK);
		assert_int_equal(passes, size >= 38); /* both ports are there */
		hostile_free(data);
	}
}

static void a_wrong_expression_is_an_error_at_once(void **state)
{
	struct filter *filter;
	struct error error;

	(void)state;
	assert_int_equal(filter_new("tcp prot 80", &filter, &error), STATUS_USAGE);
	assert_non_null(strstr(error.message, "tcp prot 80"));
}

static void an_expression_may_not_suit_a_link_type(void **state)
{
	bool passes = true;

	(void)state;
	assert_int_equal(matches("ether src 02:00:00:00:00:01", 101, bytes_from(ethernet, 14), &passes),
			 STATUS_USAGE);
}

static void an_interface_that_is_not_there_is_an_error(void **state)
{
	struct live *live;
	struct error error = { "" };

	(void)state;
	assert_int_not_equal(live_open("no-such-if", 1, NULL, &live, &error), STATUS_OK);
	assert_non_null(strstr(error.message, "no-such-if"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_each_link_type),
		cmocka_unit_test(survives_every_truncation),
		cmocka_unit_test(a_wrong_expression_is_an_error_at_once),
		cmocka_unit_test(an_expression_may_not_suit_a_link_type),
		cmocka_unit_test(an_interface_that_is_not_there_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
