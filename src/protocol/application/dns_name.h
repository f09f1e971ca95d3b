/* SPDX-License-Identifier: Apache-2.0 */
/* Names and records of DNS messages (RFC 1035 sections 3 and 4). */
#ifndef PROBITY_PROTOCOL_APPLICATION_DNS_NAME_H
#define PROBITY_PROTOCOL_APPLICATION_DNS_NAME_H

#include "base/cursor.h"

/* A name as text: labels with dots between, lower case (servers answer in the case they were asked
 * in, and resolvers mix it as a nonce); bytes that no host name has as `\DDD`. */
struct dns_name {
	size_t size;
	uint8_t text[1024]; /* 255 bytes of labels, of which each may become four */
	unsigned labels;
};

/* Reads a name, following compression inside `message`; the cursor must run over a part of it. Only
 * pointers that go back are followed, so that loops end. Fails the cursor where the name is broken. */
void dns_take_name(struct cursor *cursor, struct bytes message, struct dns_name *ret_name);

static inline struct bytes dns_name_text(const struct dns_name *name)
{
	return (struct bytes){ name->text, name->size };
}

/* A question or the fixed part of a record. */
struct dns_question {
	struct dns_name name;
	unsigned type, class;
};
void dns_take_question(struct cursor *cursor, struct bytes message, struct dns_question *ret_question);

enum { DNS_A = 1, DNS_CNAME = 5, DNS_PTR = 12, DNS_TXT = 16, DNS_AAAA = 28, DNS_SRV = 33, DNS_OPT = 41 };

enum { DNS_TYPE_TEXT = 16 };
/* The type's name, `TYPE77` where it has none (RFC 3597). Returns `text`. */
const char *dns_type_name(unsigned type, char text[DNS_TYPE_TEXT]);

/* Whether the type is one that is asked for in earnest: not withdrawn, not private. */
bool dns_type_known(unsigned type);

#endif
