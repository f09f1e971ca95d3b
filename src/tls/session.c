/* SPDX-License-Identifier: Apache-2.0 */
#include "tls/session.h"

#include "base/cursor.h"
#include "base/limits.h"
#include "base/memory.h"
#include "evidence/certificate.h"
#include "tls/suites.h"

#include <stdio.h>
#include <stdlib.h>

struct session *session_new(enum direction client)
{
	struct session *session = memory_new(sizeof *session);

	if (!session)
		return NULL;
	session->client = client;
	session->offered = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	session->protocols = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	session->chain = buffer_of(LIMIT_HEAD_SIZE);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	buffer_free(&session->offered);
	buffer_free(&session->protocols);
	buffer_free(&session->chain);
	free(session);
}

static const char *version_weakness(uint16_t version)
{
	switch (version) {
	case VERSION_SSL2:
		return "version-ssl2";
	case VERSION_SSL3:
		return "version-ssl3";
	case VERSION_TLS10:
		return "version-tls1.0";
	case VERSION_TLS11:
		return "version-tls1.1";
	default:
		return NULL;
	}
}

static void add_word(struct buffer *words, char separator, struct bytes word)
{
	if (!word.size || words->full)
		return;
	/* Cut at a word: the attribute's limit is the same as the buffer's. */
	if (word.size + 1 > words->maximum - words->size)
		words->full = true;
	else if (!words->size || buffer_append_byte(words, (uint8_t)separator))
		buffer_append(words, word);
}

static void list_weak_offers(struct buffer *offered, const struct client_hello *hello)
{
	struct cursor suites = cursor_over(hello->suites);

	add_word(offered, ' ', bytes_of(version_weakness(hello->highest)));
	while (cursor_left(&suites) >= hello->suite_size) {
		uint32_t number = (uint32_t)cursor_be(&suites, hello->suite_size);

		/* Only SSL 2 knows numbers beyond 16 bits: the client would speak it. */
		if (number > 0xffff && hello->highest != VERSION_SSL2 && !offered->size)
			add_word(offered, ' ', BYTES("version-ssl2"));
		if (number <= 0xffff && suite_weakness((uint16_t)number) & ~(unsigned)SUITE_STATIC)
			add_word(offered, ' ', bytes_of(suite_name((uint16_t)number)));
	}
}

static void list_protocols(struct buffer *protocols, struct bytes names)
{
	struct cursor list = cursor_over(names);

	buffer_clear(protocols);
	while (cursor_left(&list)) {
		struct bytes name = cursor_take(&list, cursor_u8(&list));

		if (!cursor_ok(&list))
			break;
		/* GREASE (RFC 8701): two equal bytes that end in 'a'; no protocol. */
		if (!(name.size == 2 && name.data[0] == name.data[1] && (name.data[0] & 15) == 10))
			add_word(protocols, ',', name);
	}
}

bool session_take_client_hello(struct session *session, const struct client_hello *hello)
{
	session->client_hello = true;
	session->highest = hello->highest;
	session->datagrams = hello->datagrams;
	session->session_id_size = (uint8_t)(hello->session_id.size <= 32 ? hello->session_id.size : 0);
	struct cursor id = cursor_over(hello->session_id), name = cursor_over(hello->server_name);

	cursor_copy(&id, session->session_id, session->session_id_size);
	if (hello->server_name.size && hello->server_name.size <= sizeof session->host) {
		session->host_size = (uint8_t)hello->server_name.size;
		cursor_copy(&name, session->host, session->host_size);
	}
	buffer_clear(&session->offered);
	list_weak_offers(&session->offered, hello);
	list_protocols(&session->protocols, hello->protocols);
	return !session->offered.failed && !session->protocols.failed;
}

bool session_take_server_hello(struct session *session, const struct server_hello *hello)
{
	struct bytes id = { session->session_id, session->session_id_size };

	session->server_hello = true;
	session->version = hello->version;
	session->datagrams = hello->datagrams;
	session->suite = hello->suite;
	session->compressed = hello->compressed;
	/* Before TLS 1.3 a server that resumes echoes the id (or what a client with a ticket made up). */
	session->resumed = hello->version == VERSION_TLS13 ? hello->resumed
							   : id.size && bytes_equal(id, hello->session_id);
	if (hello->protocols.size)
		list_protocols(&session->protocols, hello->protocols);
	return !session->protocols.failed;
}

static void list_weakness(struct buffer *words, const struct session *session)
{
	static const struct {
		unsigned weakness;
		const char *word;
	} suite_words[] = {
		{ SUITE_NULL, "suite-null" },
		{ SUITE_EXPORT, "suite-export" },
		{ SUITE_ANON, "suite-anon" },
		{ SUITE_RC4, "suite-rc4" },
		{ SUITE_DES, "suite-des" },
		{ SUITE_3DES, "suite-3des" },
		{ SUITE_STATIC, "no-forward-secrecy" },
	};
	unsigned weakness = session->version == VERSION_SSL2 ? 0 : suite_weakness(session->suite);

	add_word(words, ' ', bytes_of(version_weakness(session->version)));
	for (size_t i = 0; i < sizeof suite_words / sizeof *suite_words; i++)
		if (weakness & suite_words[i].weakness)
			add_word(words, ' ', bytes_of(suite_words[i].word));
	if (session->dh_bits && session->dh_bits < 2048)
		buffer_append_format(words, "%sdh-%u", words->size ? " " : "", session->dh_bits);
	if (session->compressed)
		add_word(words, ' ', BYTES("compression"));
}

static void add_suite(struct observation *said, const struct session *session, char number[8])
{
	const char *name = suite_name(session->suite);

	/* SSL 2 lets the client choose, in a message of its own. */
	if (session->version == VERSION_SSL2)
		return;
	if (!name)
		snprintf(number, 8, "0x%04x", session->suite);
	observation_word(said, ATTRIBUTE_SUITE, name ? name : number);
}

static enum sender sender_of(enum direction direction)
{
	return direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;
}

void session_say(const struct session *session, const char *result, bool certificates,
		 struct observer *observer)
{
	struct observation said = observation_of(KIND_TLS);
	struct buffer weakness = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	struct bytes host = { session->host, session->host_size };
	char number[8];

	if (session->server_hello) {
		list_weakness(&weakness, session);
		observation_word(&said, ATTRIBUTE_VERSION,
				 session->datagrams ? dtls_version_name(session->version)
						    : tls_version_name(session->version));
		add_suite(&said, session, number);
		observation_yes(&said, ATTRIBUTE_RESUMED, session->resumed);
		observation_text(&said, ATTRIBUTE_WEAKNESS, buffer_bytes(&weakness));
	}
	observation_text(&said, ATTRIBUTE_SNI, host);
	observation_text(&said, ATTRIBUTE_ALPN, buffer_bytes(&session->protocols));
	observation_text(&said, ATTRIBUTE_OFFERED, buffer_bytes(&session->offered));
	observation_word(&said, ATTRIBUTE_SESSION, result);
	said.origin = session->origin;
	said.sender = sender_of(session->spoken);
	observer_say(observer, &said, BYTES_EMPTY);
	if (weakness.failed)
		observer_out_of_memory(observer);
	buffer_free(&weakness);

	struct chain chain = {
		.list = buffer_bytes(&session->chain),
		.host = host,
		.session = result,
		.origin = session->chain_origin,
		.sender = sender_of(session->chain_sender),
	};

	if (certificates && chain.list.size)
		chain_observe(&chain, observer);
}
