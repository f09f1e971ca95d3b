/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "protocol/choose.h"

static void the_directory_knows_each_port_that_is_named(void **state)
{
	struct directory *directory = directory_new();
	unsigned named = 0;

	(void)state;
	assert_non_null(directory);
	for (enum selector_space space = SELECT_TCP_PORT; space <= SELECT_UDP_PORT; space++)
		for (uint32_t port = 0; port <= UINT16_MAX; port++) {
			bool usual = app_decoder_names((struct selector){ space, port });

			assert_int_equal(directory_usual(directory, space, (uint16_t)port), usual);
			named += usual;
		}
	assert_true(named > 100);
	directory_free(directory);
}

/* Who is chosen is the same whether all are looked at or those that the directory lists. */
static void the_directory_changes_no_choice(void **state)
{
	static const struct bytes starts[] = {
		BYTES("GET / HTTP/1.1\r\nHost: lock.example\r\n\r\n"),
		BYTES("HTTP/1.1 200 OK\r\n\r\n"),
		BYTES("\x10\x0e\0\4MQTT\4\2\0\x3c\0\2c7"),
		BYTES("\x16\3\1\0\x05\1\0\0\1\3"),
		BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0\4lock\7example\0\0\1\0\1"),
		BYTES("220 mail.example ESMTP ready\r\n"),
		BYTES("NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n"),
		BYTES("\0\0\0\0"),
		BYTES("nothing that anybody knows"),
	};
	static const enum selector_space spaces[] = { SELECT_TCP_PORT, SELECT_UDP_PORT, SELECT_IP_PROTOCOL };
	static const uint16_t ports[] = { 0, 25, 53, 80, 1883, 1900, 40000 };
	struct directory *directory = directory_new();
	unsigned chosen = 0;

	(void)state;
	assert_non_null(directory);
	for (size_t start = 0; start < sizeof starts / sizeof *starts; start++)
		for (size_t space = 0; space < sizeof spaces / sizeof *spaces; space++)
			for (size_t port = 0; port < sizeof ports / sizeof *ports; port++)
				for (enum direction from = FROM_CLIENT; from <= FROM_SERVER; from++) {
					struct choice choice = { .carried = { spaces[space], 0 },
								 .port = ports[port] };
					const struct app_decoder *all = choose_decoder(&choice, from,
										       starts[start]);

					choice.directory = directory;
					assert_ptr_equal(choose_decoder(&choice, from, starts[start]), all);
					chosen += all != NULL;
				}
	assert_true(chosen > 50);
	directory_free(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_directory_knows_each_port_that_is_named),
		cmocka_unit_test(the_directory_changes_no_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
