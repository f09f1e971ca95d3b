/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the MQTT decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_MQTT_H
#define PROBITY_PROTOCOL_APPLICATION_MQTT_H

#include "protocol/application.h"

enum mqtt_type {
	MQTT_CONNECT = 1,
	MQTT_CONNACK,
	MQTT_PUBLISH,
	MQTT_PUBACK,
	MQTT_PUBREC,
	MQTT_PUBREL,
	MQTT_PUBCOMP,
	MQTT_SUBSCRIBE,
	MQTT_SUBACK,
	MQTT_UNSUBSCRIBE,
	MQTT_UNSUBACK,
	MQTT_PINGREQ,
	MQTT_PINGRESP,
	MQTT_DISCONNECT,
	MQTT_AUTH,
};

struct mqtt_alias {
	uint16_t number;
	uint16_t size;
	uint8_t topic[256]; /* longer ones are cut */
};

enum { MQTT_TOPICS = 16 };

/* One direction. */
struct mqtt_half {
	bool lost;		    /* not known where the next packet starts */
	bool synced;		    /* a packet was read */
	struct mqtt_alias *aliases; /* LIMIT_MQTT_ALIASES of them, or NULL; owned */
	unsigned alias_count;
	uint64_t topics[MQTT_TOPICS]; /* hashes of topics that were read for values lately */
	unsigned topic_next;
};

struct mqtt {
	struct mqtt_half halves[2];
	unsigned version; /* of CONNECT: 3 (3.1), 4 (3.1.1), 5; 0: not seen */
	/* A CONNECT that waits for its CONNACK. */
	struct {
		bool is;
		bool has_user, has_password;
		enum direction asked;
		struct span origin;
		size_t user_size;
		struct buffer text; /* user name, password; owned */
	} pending;
};

/* The header before every packet (3.1.1 section 2.2). */
struct mqtt_header {
	enum mqtt_type type;
	unsigned flags;
	size_t size;   /* of the header itself */
	uint32_t left; /* what follows it */
};

/* mqtt.c: a string or binary value with its size before it. */
struct bytes mqtt_take_string(struct cursor *cursor);

/* A number of 1 to 4 bytes with 7 bits each; fails the cursor where it is longer. */
uint32_t mqtt_take_varint(struct cursor *cursor);

/* Whether it can be a topic that is published to: no wildcards, no control characters, UTF-8. */
bool mqtt_is_topic(struct bytes topic);

/* mqtt_packet.c: reads one packet, without its header. `cut`: only a part of it is there. False: it is
 * broken inside. */
bool mqtt_read_packet(struct mqtt *mqtt, enum direction direction, const struct mqtt_header *header,
		      struct bytes packet, bool cut, struct observer *observer);

/* Says the credential that waits, with the server's answer: accepted, refused, unknown. */
void mqtt_say_pending(struct mqtt *mqtt, const char *result, struct observer *observer);

#endif
