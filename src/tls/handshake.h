/* SPDX-License-Identifier: Apache-2.0 */
/* What a TLS flow remembers, and the reading of handshake messages out of records. */
#ifndef PROBITY_TLS_HANDSHAKE_H
#define PROBITY_TLS_HANDSHAKE_H

#include "tls/session.h"

struct side {
	struct buffer message; /* a handshake message that goes on in the next record */
	bool started;	       /* a record was read */
	bool lost;	       /* out of step: looks for a record where a segment starts */
	bool ciphered;	       /* nobody can read its records from here on */
	bool finished;	       /* a record came that only a finished handshake explains */
};

struct tls {
	struct side sides[2];	 /* by enum direction */
	struct session *session; /* the handshake under way; NULL: none yet, or said */
	uint64_t chain_hash;	 /* of the chain that was said last in this flow */
	bool ssl2;		 /* SSL 2: nothing behind the hellos can be read */
	bool known;		 /* a hello was read: it is TLS for sure */
};

/* Takes the payload of a handshake record in clear. False: it is broken. */
bool handshake_take(struct tls *tls, enum direction direction, struct bytes payload,
		    struct observer *observer);

/* Takes one message of its own, whole, as DTLS has them. False: it is broken. */
bool handshake_take_message(struct tls *tls, enum direction direction, uint8_t type, struct bytes body,
			    struct observer *observer);

/* No more of a message will come: reads what there is of it. */
void handshake_cut(struct tls *tls, enum direction direction, struct observer *observer);

/* Reads a hello in SSL 2's form, from its message type on. */
bool handshake_take_ssl2(struct tls *tls, enum direction direction, struct bytes message,
			 struct observer *observer);

/* Other records: a ChangeCipherSpec; an alert in clear; `size` bytes that nobody can read, of a
 * record of handshake or of application data. */
void handshake_change_cipher(struct tls *tls, enum direction direction, struct observer *observer);
void handshake_alert(struct tls *tls, struct bytes alert, struct observer *observer);
void handshake_opaque(struct tls *tls, enum direction direction, size_t size, bool data,
		      struct observer *observer);

/* Says the session that is under way, if any, and forgets it. */
void handshake_settle(struct tls *tls, const char *result, struct observer *observer);

#endif
