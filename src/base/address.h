/* SPDX-License-Identifier: Apache-2.0 */
/* Network addresses: IPv4 (RFC 791), IPv6 (RFC 4291, text by RFC 5952), EUI-48. */
#ifndef PROBITY_BASE_ADDRESS_H
#define PROBITY_BASE_ADDRESS_H

#include "base/bytes.h"

enum address_family { ADDRESS_NONE, ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC };

/* Unused octets are zero, so that addresses may be compared and hashed as plain memory. */
struct address {
	uint8_t octets[16];
	uint8_t family; /* enum address_family */
};

/* Where bytes to an address end up, as far as the address itself tells. */
enum scope {
	SCOPE_UNKNOWN,
	SCOPE_INTERNET,
	SCOPE_LOCAL,	 /* private (RFC 1918, 4193, 6598), link-local, loopback, this network */
	SCOPE_MULTICAST, /* and broadcast */
};

enum { ADDRESS_TEXT_SIZE = 48 };

/* Writes `address` as text to `text`; an empty string for ADDRESS_NONE. Returns `text`. */
char *address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE]);

/* Reads an IPv4, IPv6 or EUI-48 address (`:` or `-` between octets). */
bool address_parse(struct bytes text, struct address *ret_address);

/* An address from its octets: 4, 6 or 16 of them; anything else gives ADDRESS_NONE. Inline, since every
 * packet has four, whose size is known where they are taken. */
static inline struct address address_of(struct bytes octets)
{
	struct address address = { .family = ADDRESS_NONE };

	if (octets.size == 4) {
		address.family = ADDRESS_IPV4;
		memcpy(address.octets, octets.data, 4);
	} else if (octets.size == 16) {
		address.family = ADDRESS_IPV6;
		memcpy(address.octets, octets.data, 16);
	} else if (octets.size == 6) {
		address.family = ADDRESS_MAC;
		memcpy(address.octets, octets.data, 6);
	}
	return address;
}

enum scope address_scope(const struct address *address);
const char *scope_name(enum scope scope);

static inline bool address_equal(const struct address *a, const struct address *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

#endif
