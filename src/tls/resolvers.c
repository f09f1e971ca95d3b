/* SPDX-License-Identifier: Apache-2.0 */
#include "tls/resolvers.h"

#include "base/cursor.h"

/* Names that public resolvers are asked by over HTTPS, and on which they do nothing else. */
static const char *const names[] = {
	"dns.google",
	"dns64.dns.google",
	"cloudflare-dns.com",
	"one.one.one.one",
	"dns.quad9.net",
	"dns9.quad9.net",
	"dns10.quad9.net",
	"dns11.quad9.net",
	"doh.opendns.com",
	"doh.umbrella.com",
	"dns.alidns.com",
	"doh.pub",
	"dot.pub",
	"doh.360.cn",
	"dot.360.cn",
	"dns.adguard.com",
	"dns.adguard-dns.com",
	"dns.nextdns.io",
	"doh.cleanbrowsing.org",
	"doh.dns.sb",
	"dns.sb",
	"dns.twnic.tw",
	"doh.applied-privacy.net",
	"doh.mullvad.net",
	"dns.mullvad.net",
	"doh.libredns.gr",
	"doh.xfinity.com",
	"dns.controld.com",
	"dns0.eu",
	NULL,
};

/* The name itself or one below it: `mozilla.cloudflare-dns.com`, `a1b2c3.dns.nextdns.io`. */
static bool is_resolver(struct bytes name)
{
	for (const char *const *at = names; *at; at++) {
		struct bytes known = bytes_of(*at);

		if (name.size < known.size ||
		    !bytes_equal_nocase(bytes_from(name, name.size - known.size), known))
			continue;
		if (name.size == known.size || name.data[name.size - known.size - 1] == '.')
			return true;
	}
	return false;
}

static bool offers(struct bytes protocols, struct bytes wanted)
{
	struct cursor cursor = cursor_over(protocols);
	bool found = false;

	while (cursor_left(&cursor) && cursor_ok(&cursor) && !found)
		found = bytes_equal(cursor_take(&cursor, cursor_u8(&cursor)), wanted);
	return found;
}

const char *resolver_of(const struct client_hello *hello, uint16_t port)
{
	if (offers(hello->protocols, BYTES("dot")) || (port == 853 && !hello->datagrams))
		return "DNS over TLS";
	return hello->server_name.size && is_resolver(hello->server_name) ? "DNS over HTTPS" : NULL;
}
