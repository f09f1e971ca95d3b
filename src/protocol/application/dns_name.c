/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/dns_name.h"

#include <stdio.h>

enum { POINTERS_MOST = 32, NAME_MOST = 255 };

static void put_byte(struct dns_name *name, uint8_t byte)
{
	bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
		     byte == '_';

	if (byte >= 'A' && byte <= 'Z') {
		byte = (uint8_t)(byte + 32);
		plain = true;
	}
	/* Names of services and devices (RFC 6763) are text: blanks and UTF-8 stay. */
	if (plain || byte == ' ' || byte == '\'' || byte == '(' || byte == ')' || byte == ':' ||
	    byte == '/' || byte >= 0x80) {
		name->text[name->size++] = byte;
		return;
	}
	name->text[name->size++] = '\\';
	name->text[name->size++] = (uint8_t)('0' + byte / 100);
	name->text[name->size++] = (uint8_t)('0' + byte / 10 % 10);
	name->text[name->size++] = (uint8_t)('0' + byte % 10);
}

/* One label, its size read already. */
static void put_label(struct dns_name *name, struct bytes label)
{
	if (name->labels++)
		name->text[name->size++] = '.';
	for (size_t i = 0; i < label.size; i++)
		put_byte(name, label.data[i]);
}

void dns_take_name(struct cursor *cursor, struct bytes message, struct dns_name *ret_name)
{
	struct cursor at = *cursor;
	size_t taken = 0, farthest = message.size - cursor_left(cursor);
	unsigned pointers = 0;

	ret_name->size = ret_name->labels = 0;
	while (cursor_ok(&at)) {
		uint8_t size = cursor_u8(&at);

		if (size >= 0xc0) {
			size_t to = (size_t)(size & 0x3f) << 8 | cursor_u8(&at);

			if (!pointers)
				*cursor = at;
			/* Only ever further back: a loop would have to go forward. */
			if (!cursor_ok(&at) || to >= farthest || pointers++ == POINTERS_MOST)
				break;
			farthest = to;
			at = cursor_over(bytes_from(message, to));
			continue;
		}
		taken += (size_t)size + 1;
		if (size >= 64 || taken > NAME_MOST || !cursor_ok(&at))
			break;
		if (size == 0) {
			if (!pointers)
				*cursor = at;
			return;
		}
		struct bytes label = cursor_take(&at, size);

		if (cursor_ok(&at))
			put_label(ret_name, label);
	}
	cursor->failed = true;
	ret_name->size = 0;
}

void dns_take_question(struct cursor *cursor, struct bytes message, struct dns_question *ret_question)
{
	dns_take_name(cursor, message, &ret_question->name);
	ret_question->type = cursor_be16(cursor);
	ret_question->class = cursor_be16(cursor);
}

/* IANA's registry, without what nobody asks for. */
static const struct {
	unsigned type;
	const char *name;
} types[] = {
	{ 1, "A" },	 { 2, "NS" },	  { 5, "CNAME" },	{ 6, "SOA" },	  { 12, "PTR" },
	{ 13, "HINFO" }, { 15, "MX" },	  { 16, "TXT" },	{ 17, "RP" },	  { 18, "AFSDB" },
	{ 24, "SIG" },	 { 25, "KEY" },	  { 28, "AAAA" },	{ 29, "LOC" },	  { 33, "SRV" },
	{ 35, "NAPTR" }, { 36, "KX" },	  { 37, "CERT" },	{ 39, "DNAME" },  { 43, "DS" },
	{ 44, "SSHFP" }, { 46, "RRSIG" }, { 47, "NSEC" },	{ 48, "DNSKEY" }, { 50, "NSEC3" },
	{ 52, "TLSA" },	 { 59, "CDS" },	  { 61, "OPENPGPKEY" }, { 64, "SVCB" },	  { 65, "HTTPS" },
	{ 99, "SPF" },	 { 249, "TKEY" }, { 250, "TSIG" },	{ 251, "IXFR" },  { 252, "AXFR" },
	{ 255, "ANY" },	 { 256, "URI" },  { 257, "CAA" },	{ 10, "NULL" },	  { 11, "WKS" },
	{ 41, "OPT" },	 { 38, "A6" },
};

const char *dns_type_name(unsigned type, char text[DNS_TYPE_TEXT])
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == type)
			return types[i].name;
	(void)snprintf(text, DNS_TYPE_TEXT, "TYPE%u", type & 0xffff);
	return text;
}

bool dns_type_known(unsigned type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == type)
			return true;
	return false;
}
