/* SPDX-License-Identifier: Apache-2.0 */
/* Puts TLS records together, for tests. Everything returned lives until messages_free(). */
#ifndef PROBITY_TESTS_TLS_MESSAGES_H
#define PROBITY_TESTS_TLS_MESSAGES_H

#include "hostile.h"

struct hello {
	uint16_t version;	/* 0: 0x0303 */
	const uint16_t *suites; /* of a ClientHello; NULL: 0xc02f */
	size_t suite_count;
	uint16_t suite;		 /* of a ServerHello */
	uint8_t compression;	 /* of a ServerHello */
	const char *server_name; /* NULL: no such extension */
	const char *protocol;	 /* ALPN; NULL: none */
	const char *session_id;
	uint16_t supported; /* supported_versions; 0: no such extension */
	bool pre_shared_key;
	bool retry; /* ServerHello: a HelloRetryRequest */
};

/* `size` bytes given as hexadecimal digits; blanks are skipped. */
struct bytes hex(const char *digits);
/* Several pieces behind each other; ended by one without data. */
struct bytes joined(const struct bytes *pieces);
#define JOINED(...) joined((const struct bytes[]){ __VA_ARGS__, BYTES_EMPTY })

struct bytes message_of(uint8_t type, struct bytes body);
struct bytes record_of(uint8_t type, uint16_t version, struct bytes payload);
struct bytes client_hello(const struct hello *hello); /* a message */
struct bytes server_hello(const struct hello *hello);
/* A record of `size` bytes that look encrypted. */
struct bytes encrypted(uint8_t type, size_t size);

void messages_free(void);

#endif
