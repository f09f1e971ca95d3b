/* SPDX-License-Identifier: Apache-2.0 */
/* The two hello messages of a TLS handshake. Everything read is borrowed from the message. */
#ifndef PROBITY_TLS_HELLO_H
#define PROBITY_TLS_HELLO_H

#include "base/bytes.h"

/* Version numbers as they stand on the wire. Those of DTLS count as the versions of TLS that they are made
 * from (1.0 from TLS 1.1). */
enum tls_version {
	VERSION_SSL2 = 0x0002,
	VERSION_TLCP = 0x0101, /* GB/T 38636-2020 */
	VERSION_SSL3 = 0x0300,
	VERSION_TLS10 = 0x0301,
	VERSION_TLS11 = 0x0302,
	VERSION_TLS12 = 0x0303,
	VERSION_TLS13 = 0x0304,
	VERSION_DTLS_OLD = 0x0100, /* OpenSSL's before the standard, and Cisco's to this day */
	VERSION_DTLS13 = 0xfefc,
	VERSION_DTLS12 = 0xfefd,
	VERSION_DTLS10 = 0xfeff,
};

struct client_hello {
	uint16_t highest; /* the highest version offered */
	bool datagrams;	  /* it is of DTLS */
	struct bytes session_id;
	struct bytes suites;	  /* `suite_size` bytes each */
	unsigned suite_size;	  /* 3 in a hello of SSL 2's form */
	struct bytes server_name; /* empty: none */
	struct bytes protocols;	  /* ALPN: names with their size before them */
};

struct server_hello {
	uint16_t version; /* the chosen one */
	bool datagrams;	  /* it is of DTLS */
	struct bytes session_id;
	uint16_t suite;
	bool compressed;
	bool retry;		/* HelloRetryRequest: another ClientHello follows */
	bool resumed;		/* a pre-shared key was chosen (TLS 1.3) */
	struct bytes protocols; /* as above; one name */
};

/* Read the body of a message, which may be cut: what is behind the cut stays empty. False when it is
 * cut before the first thing of use, or is no hello. */
bool client_hello_read(struct bytes body, struct client_hello *ret_hello);
bool server_hello_read(struct bytes body, struct server_hello *ret_hello);

/* The same for a hello in SSL 2's form, from its message type on (RFC 5246 E.2). */
bool client_hello_read_ssl2(struct bytes message, struct client_hello *ret_hello);

/* The word for a version; NULL for none that is known. Drafts of TLS 1.3 count as TLS 1.3. */
const char *tls_version_name(uint16_t version);

/* The same for DTLS, by the version of TLS that it is made from. */
const char *dtls_version_name(uint16_t version);

/* Drafts (0x7fXX, 0x7eXX of Google's, 0xfbXX of Facebook's) as VERSION_TLS13, versions of DTLS as those of
 * TLS; anything else as it is. */
uint16_t tls_version_final(uint16_t version);

#endif
