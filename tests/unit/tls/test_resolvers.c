/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "tls/resolvers.h"

static void encrypted_dns_is_told_by_port_and_name(void **state)
{
	static const struct {
		const char *name;
		struct bytes protocols;
		uint16_t port;
		const char *expected;
	} cases[] = {
		{ "dns.google", { NULL, 0 }, 443, "DNS over HTTPS" },
		{ "Mozilla.Cloudflare-DNS.com", { NULL, 0 }, 443, "DNS over HTTPS" },
		{ "dns.google", { NULL, 0 }, 853, "DNS over TLS" },
		{ "", { NULL, 0 }, 853, "DNS over TLS" },
		{ "ns.lock.example", { (const uint8_t *)"\3dot", 4 }, 443, "DNS over TLS" },
		{ "ns.lock.example", { (const uint8_t *)"\2h2\3dot", 7 }, 8443, "DNS over TLS" },
		{ "ns.lock.example", { (const uint8_t *)"\2h2\x08http/1.1", 12 }, 443, NULL },
		{ "ns.lock.example", { (const uint8_t *)"\xff\x64ot", 4 }, 443, NULL },
		{ "notdns.google", { NULL, 0 }, 443, NULL },
		{ "dns.google.lock.example", { NULL, 0 }, 443, NULL },
		{ "google", { NULL, 0 }, 443, NULL },
		{ "", { NULL, 0 }, 443, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct client_hello hello = { .server_name = bytes_of(cases[i].name),
						    .protocols = cases[i].protocols };
		const char *said = resolver_of(&hello, cases[i].port);

		if (said != cases[i].expected &&
		    (!said || !cases[i].expected || strcmp(said, cases[i].expected) != 0))
			fail_msg("case %zu: %s", i, said ? said : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encrypted_dns_is_told_by_port_and_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
