/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the JT/T 808 decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_JTT808_H
#define PROBITY_PROTOCOL_APPLICATION_JTT808_H

#include "protocol/application.h"
#include "protocol/application/login.h"

/* A packet of a message that is being joined. */
struct jtt808_part {
	uint16_t which, size;
	uint32_t offset; /* in the order in which they came */
};

/* A message whose packets are being joined. */
struct jtt808_joined {
	bool is;
	enum direction direction;
	uint16_t id, first_serial, total;
	unsigned age;
	struct buffer data;
	struct jtt808_part *parts; /* in order; owned */
	size_t part_count, part_room;
};

enum { JTT808_JOINED = 2 };

struct jtt808 {
	bool proven;  /* a frame was read whose checksum is right */
	bool lost[2]; /* bytes are missing before what comes next */
	unsigned age;
	struct login login; /* waits for its answer */
	struct jtt808_joined joined[JTT808_JOINED];
};

struct jtt808_message {
	uint16_t id;
	bool newer; /* of the edition of 2019 */
	bool incomplete;
	enum direction direction;
	struct bytes phone; /* BCD */
	struct bytes body, where;
};

/* jtt808_body.c: reads a message whose packets are all there. False: it is broken inside. */
bool jtt808_read(struct jtt808 *jtt808, const struct jtt808_message *message, struct observer *observer);

/* Whether the standard, in any edition, knows a message of this number. */
bool jtt808_knows(uint16_t id);

/* Says the token that waits, with the platform's answer: accepted, refused, unknown. */
void jtt808_say_login(struct jtt808 *jtt808, const char *result, struct observer *observer);

#endif
