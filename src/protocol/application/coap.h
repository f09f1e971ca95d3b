/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the CoAP decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_COAP_H
#define PROBITY_PROTOCOL_APPLICATION_COAP_H

#include "protocol/application.h"

enum coap_type { COAP_CONFIRMABLE, COAP_UNCONFIRMED, COAP_ACKNOWLEDGEMENT, COAP_RESET };

enum coap_option_number {
	COAP_URI_HOST = 3,
	COAP_OBSERVE = 6,
	COAP_LOCATION_PATH = 8,
	COAP_OSCORE = 9,
	COAP_URI_PATH = 11,
	COAP_CONTENT_FORMAT = 12,
	COAP_URI_QUERY = 15,
	COAP_LOCATION_QUERY = 20,
	COAP_BLOCK2 = 23,
	COAP_BLOCK1 = 27,
	COAP_PROXY_URI = 35,
};

/* Codes are a class of 3 bits and a detail of 5. */
#define COAP_CODE(class, detail) ((class) << 5 | (detail))

struct coap_message {
	enum coap_type type; /* over TCP: none */
	unsigned code;
	struct bytes token;
	struct bytes rest; /* options and payload */
};

struct coap_option {
	unsigned number;
	struct bytes value;
};

/* A request that may still be answered, or whose resource is observed. */
struct coap_exchange {
	struct coap_exchange *next;
	uint8_t token[8], token_size;
	enum direction asked;
	const char *method; /* static */
	bool identified;    /* it may have said who asks */
	size_t size;
	uint8_t path[]; /* `size` bytes */
};

/* A payload that comes in blocks (RFC 7959). */
struct coap_transfer {
	struct coap_transfer *next;
	uint64_t key; /* of sender and resource */
	const char *method;
	unsigned format;
	bool incomplete; /* its start was not seen */
	bool over;	 /* nothing more is wanted of it: a limit was met */
	uint64_t offset; /* of the next byte in the payload */
	struct buffer bytes;
	size_t size;
	uint8_t path[];
};

struct coap {
	struct coap_exchange *exchanges; /* youngest first */
	struct coap_transfer *transfers;
	unsigned exchange_count, transfer_count;
	bool known; /* a message was read */
};

enum { COAP_NO_FORMAT = 0x10000 };

/* coap.c: the next option; false at the payload's marker or the end. `*number`: the number of the last
 * one, 0 before the first. Fails the cursor where the option is broken. */
bool coap_next_option(struct cursor *cursor, unsigned *number, struct coap_option *ret_option);

/* coap_message.c: reads a message. False: it is broken inside. */
bool coap_read(struct coap *coap, enum direction direction, const struct coap_message *coap_message,
	       struct observer *observer);

/* The payload of a message, or of all its blocks. */
struct coap_content {
	const char *method;
	struct bytes path;
	unsigned format; /* Content-Format, or COAP_NO_FORMAT */
	bool incomplete;
};
void coap_say_content(const struct coap_content *content, struct bytes payload, struct bytes where,
		      struct observer *observer);

/* coap_blocks.c: takes a block with its option's value; says the payload when it is whole. */
void coap_take_block(struct coap *coap, enum direction direction, const struct coap_content *content,
		     struct bytes block, struct bytes payload, struct observer *observer);

/* Says what was not finished, and frees it. */
void coap_end_blocks(struct coap *coap, struct observer *observer);

/* coap_lwm2m.c: the name of what stands at an LwM2M path (`/3/0/2`); NULL where there is none. */
const char *lwm2m_name(struct bytes path);

/* Reads a payload of type TLV about `path`. False: it is broken. */
bool lwm2m_read_tlv(const struct message *message, struct bytes payload, struct observer *observer);

/* Says the secret that an LwM2M server is given by its security object. */
void lwm2m_say_secret(const struct message *message, struct bytes secret, struct bytes where,
		      struct observer *observer);

#endif
