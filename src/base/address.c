/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"

#include "base/text.h"

#include <arpa/inet.h>

static void format_ipv4(const uint8_t *octets, char *to)
{
	for (size_t i = 0; i < 4; i++) {
		unsigned octet = octets[i];

		if (octet >= 100)
			*to++ = (char)('0' + octet / 100);
		if (octet >= 10)
			*to++ = (char)('0' + octet / 10 % 10);
		*to++ = (char)('0' + octet % 10);
		*to++ = i < 3 ? '.' : 0;
	}
}

static void format_mac(const uint8_t *octets, char *to)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < 6; i++) {
		*to++ = digits[octets[i] >> 4];
		*to++ = digits[octets[i] & 15];
		*to++ = i < 5 ? ':' : 0;
	}
}

char *address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE])
{
	const uint8_t *o = address->octets;

	text[0] = 0;
	if (address->family == ADDRESS_IPV4)
		format_ipv4(o, text);
	else if (address->family == ADDRESS_IPV6)
		inet_ntop(AF_INET6, o, text, ADDRESS_TEXT_SIZE);
	else if (address->family == ADDRESS_MAC)
		format_mac(o, text);
	return text;
}

static bool parse_mac(struct bytes text, struct address *ret_address)
{
	struct address mac = { .family = ADDRESS_MAC };

	if (text.size != 17)
		return false;
	for (size_t i = 0; i < 6; i++) {
		int high = text_hex_digit(text.data[i * 3]), low = text_hex_digit(text.data[i * 3 + 1]);

		if (high < 0 || low < 0 || (i < 5 && text.data[i * 3 + 2] != text.data[2]))
			return false;
		mac.octets[i] = (uint8_t)(high << 4 | low);
	}
	if (text.data[2] != ':' && text.data[2] != '-')
		return false;
	*ret_address = mac;
	return true;
}

bool address_parse(struct bytes text, struct address *ret_address)
{
	char copy[ADDRESS_TEXT_SIZE];
	struct address address = { 0 };

	if (parse_mac(text, ret_address))
		return true;
	if (text.size == 0 || text.size >= sizeof copy)
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = 0;
	if (inet_pton(AF_INET, copy, address.octets) == 1)
		address.family = ADDRESS_IPV4;
	else if (inet_pton(AF_INET6, copy, address.octets) == 1)
		address.family = ADDRESS_IPV6;
	else
		return false;
	*ret_address = address;
	return true;
}

static enum scope ipv4_scope(const uint8_t *o)
{
	if (o[0] >= 224 && o[0] < 240)
		return SCOPE_MULTICAST;
	if (o[0] == 255 && o[1] == 255 && o[2] == 255 && o[3] == 255)
		return SCOPE_MULTICAST;
	if (o[0] == 0 || o[0] == 10 || o[0] == 127 || o[0] >= 240)
		return SCOPE_LOCAL;
	if ((o[0] == 172 && (o[1] & 0xf0) == 16) || (o[0] == 192 && o[1] == 168) ||
	    (o[0] == 169 && o[1] == 254) || (o[0] == 100 && (o[1] & 0xc0) == 64))
		return SCOPE_LOCAL;
	return SCOPE_INTERNET;
}

static enum scope ipv6_scope(const uint8_t *o)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	static const uint8_t zero[15];

	if (o[0] == 0xff)
		return SCOPE_MULTICAST;
	if (memcmp(o, mapped, sizeof mapped) == 0)
		return ipv4_scope(o + 12);
	if ((o[0] & 0xfe) == 0xfc || (o[0] == 0xfe && (o[1] & 0xc0) == 0x80) ||
	    (memcmp(o, zero, sizeof zero) == 0 && o[15] <= 1))
		return SCOPE_LOCAL;
	return SCOPE_INTERNET;
}

enum scope address_scope(const struct address *address)
{
	if (address->family == ADDRESS_IPV4)
		return ipv4_scope(address->octets);
	if (address->family == ADDRESS_IPV6)
		return ipv6_scope(address->octets);
	if (address->family == ADDRESS_MAC)
		return address->octets[0] & 1 ? SCOPE_MULTICAST : SCOPE_LOCAL;
	return SCOPE_UNKNOWN;
}

const char *scope_name(enum scope scope)
{
	static const char *const names[] = {
		[SCOPE_UNKNOWN] = "unknown",
		[SCOPE_INTERNET] = "internet",
		[SCOPE_LOCAL] = "local",
		[SCOPE_MULTICAST] = "multicast",
	};

	return names[scope];
}
