/* SPDX-License-Identifier: Apache-2.0 */
/* One TLS handshake: what was offered, chosen and shown, kept until it is known how it ended. */
#ifndef PROBITY_TLS_SESSION_H
#define PROBITY_TLS_SESSION_H

#include "protocol/application.h"
#include "tls/hello.h"

struct session {
	enum direction client; /* which direction sent the ClientHello (or did not send the ServerHello) */
	struct span origin;    /* of the first hello */
	enum direction spoken; /* who sent it */
	bool client_hello, server_hello;
	bool datagrams;	  /* it is of DTLS */
	uint16_t highest; /* version offered */
	uint16_t version, suite;
	bool compressed, resumed;
	bool key_exchange;	 /* the client sent its keys: TLS 1.2 or before */
	bool hello_done;	 /* a full handshake: ServerHelloDone was seen */
	bool alerted;		 /* the first thing that the client sent encrypted has an alert's size */
	bool answered_otherwise; /* what came from the server first was no TLS */
	unsigned dh_bits;	 /* size of the server's Diffie-Hellman prime; 0: none seen */
	uint8_t session_id[32], session_id_size;
	uint8_t host[255], host_size;
	struct buffer offered;	 /* weak suites, blanks between */
	struct buffer protocols; /* ALPN, commas between */
	struct buffer chain;	 /* the server's certificates as they stand in its message */
	struct span chain_origin;
	enum direction chain_sender;
};

struct session *session_new(enum direction client);
void session_free(struct session *session);

/* Take up what a message says. False: there was no memory. */
bool session_take_client_hello(struct session *session, const struct client_hello *hello);
bool session_take_server_hello(struct session *session, const struct server_hello *hello);

/* Says the handshake and the certificates shown in it. `result`: see the attribute `session`. */
void session_say(const struct session *session, const char *result, bool certificates,
		 struct observer *observer);

#endif
