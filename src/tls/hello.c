/* SPDX-License-Identifier: Apache-2.0 */
/* ClientHello and ServerHello: RFC 8446 4.1 (TLS 1.3), RFC 5246 7.4.1 (1.2) and before; RFC 6066 3
 * (server name), RFC 7301 (ALPN); of DTLS:
 * RFC 6347 4.2.1, RFC 9147 5.3. Left out: Encrypted ClientHello (what is in clear is read). */
#include "tls/hello.h"

#include "base/cursor.h"

enum {
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_ALPN = 16,
	EXTENSION_PRE_SHARED_KEY = 41,
	EXTENSION_SUPPORTED_VERSIONS = 43,
};

/* A vector whose size stands in `width` bytes before it. One that is cut short gives what is there,
 * and ends the message. */
static struct bytes vector(struct cursor *cursor, size_t width)
{
	size_t size = (size_t)cursor_be(cursor, width);

	if (size > cursor_left(cursor)) {
		struct bytes cut = cursor_take(cursor, cursor_left(cursor));

		cursor->failed = true;
		return cut;
	}
	return cursor_take(cursor, size);
}

static bool next_extension(struct cursor *extensions, unsigned *ret_type, struct bytes *ret_body)
{
	unsigned type = cursor_be16(extensions);
	struct bytes body = vector(extensions, 2);

	if (!cursor_ok(extensions))
		return false;
	*ret_type = type;
	*ret_body = body;
	return true;
}

uint16_t tls_version_final(uint16_t version)
{
	bool draft = version >> 8 == 0x7e || version >> 8 == 0x7f || version >> 8 == 0xfb;

	switch (version) {
	case VERSION_DTLS_OLD:
	case VERSION_DTLS10:
		return VERSION_TLS11;
	case VERSION_DTLS12:
		return VERSION_TLS12;
	case VERSION_DTLS13:
		return VERSION_TLS13;
	default:
		return draft ? VERSION_TLS13 : version;
	}
}

static bool is_dtls(uint16_t version)
{
	return version == VERSION_DTLS10 || version == VERSION_DTLS12 || version == VERSION_DTLS13 ||
	       version == VERSION_DTLS_OLD;
}

const char *dtls_version_name(uint16_t version)
{
	switch (version) {
	case VERSION_TLS11:
		return "DTLS1.0";
	case VERSION_TLS12:
		return "DTLS1.2";
	case VERSION_TLS13:
		return "DTLS1.3";
	default:
		return NULL;
	}
}

const char *tls_version_name(uint16_t version)
{
	switch (tls_version_final(version)) {
	case VERSION_SSL2:
		return "SSL2.0";
	case VERSION_TLCP:
		return "TLCP1.1";
	case VERSION_SSL3:
		return "SSL3.0";
	case VERSION_TLS10:
		return "TLS1.0";
	case VERSION_TLS11:
		return "TLS1.1";
	case VERSION_TLS12:
		return "TLS1.2";
	case VERSION_TLS13:
		return "TLS1.3";
	default:
		return NULL;
	}
}

static struct bytes first_server_name(struct bytes body)
{
	struct cursor list = cursor_over(body);

	list = cursor_over(vector(&list, 2));
	while (cursor_ok(&list) && cursor_left(&list)) {
		uint8_t type = cursor_u8(&list);
		struct bytes name = vector(&list, 2);

		if (type == 0 && cursor_ok(&list))
			return name;
	}
	return BYTES_EMPTY;
}

/* GREASE values (RFC 8701) name no version, so they fall out. */
static uint16_t highest_version(struct bytes body, uint16_t least)
{
	struct cursor list = cursor_over(body);
	uint16_t highest = 0;

	list = cursor_over(vector(&list, 1));
	while (cursor_left(&list) >= 2) {
		uint16_t version = tls_version_final(cursor_be16(&list));

		if (tls_version_name(version) && version > highest)
			highest = version;
	}
	return highest ? highest : least;
}

bool client_hello_read(struct bytes body, struct client_hello *ret_hello)
{
	struct cursor cursor = cursor_over(body);
	uint16_t version = cursor_be16(&cursor);
	struct client_hello hello = {
		.highest = tls_version_final(version),
		.datagrams = is_dtls(version),
		.suite_size = 2,
	};

	cursor_skip(&cursor, 32);
	if (!cursor_ok(&cursor) || !tls_version_name(hello.highest))
		return false;
	hello.session_id = vector(&cursor, 1);
	if (hello.datagrams)
		(void)vector(&cursor, 1); /* the cookie (RFC 6347 4.2.1) */
	hello.suites = vector(&cursor, 2);
	(void)vector(&cursor, 1);
	if (cursor_ok(&cursor) && (hello.session_id.size > 32 || hello.suites.size % 2))
		return false;
	struct cursor extensions = cursor_over(vector(&cursor, 2));
	struct bytes extension;
	unsigned type;

	while (next_extension(&extensions, &type, &extension)) {
		struct cursor within = cursor_over(extension);

		if (type == EXTENSION_SERVER_NAME)
			hello.server_name = first_server_name(extension);
		else if (type == EXTENSION_ALPN)
			hello.protocols = vector(&within, 2);
		else if (type == EXTENSION_SUPPORTED_VERSIONS)
			hello.highest = highest_version(extension, hello.highest);
	}
	*ret_hello = hello;
	return true;
}

bool client_hello_read_ssl2(struct bytes message, struct client_hello *ret_hello)
{
	struct cursor cursor = cursor_over(message);
	uint8_t type = cursor_u8(&cursor);
	struct client_hello hello = { .highest = cursor_be16(&cursor), .suite_size = 3 };
	size_t suites = cursor_be16(&cursor), session_id = cursor_be16(&cursor);
	size_t challenge = cursor_be16(&cursor);

	hello.suites = cursor_take(&cursor, suites);
	hello.session_id = cursor_take(&cursor, session_id);
	cursor_skip(&cursor, challenge);
	if (!cursor_ok(&cursor) || type != 1 || !tls_version_name(hello.highest) || suites == 0 ||
	    suites % 3 || (session_id != 0 && session_id != 16) || challenge < 16 || challenge > 32)
		return false;
	*ret_hello = hello;
	return true;
}

/* SHA-256 of "HelloRetryRequest" stands where a ServerHello has its random (RFC 8446 4.1.3). */
static const uint8_t retry_random[32] = {
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
	0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

bool server_hello_read(struct bytes body, struct server_hello *ret_hello)
{
	struct cursor cursor = cursor_over(body);
	uint16_t version = cursor_be16(&cursor);
	struct server_hello hello = { .version = tls_version_final(version), .datagrams = is_dtls(version) };
	struct bytes random = cursor_take(&cursor, 32);

	hello.retry = bytes_equal(random, (struct bytes){ retry_random, sizeof retry_random });
	/* Drafts of TLS 1.3 up to 21 had neither session id nor compression here. */
	bool old_draft = body.size > 0 && body.data[0] == 0x7f;

	if (!old_draft)
		hello.session_id = vector(&cursor, 1);
	hello.suite = cursor_be16(&cursor);
	if (!old_draft)
		hello.compressed = cursor_u8(&cursor) != 0;
	if (!cursor_ok(&cursor) || !tls_version_name(hello.version) || hello.session_id.size > 32)
		return false;
	struct cursor extensions = cursor_over(vector(&cursor, 2));
	struct bytes extension;
	unsigned type;

	while (next_extension(&extensions, &type, &extension)) {
		struct cursor within = cursor_over(extension);

		if (type == EXTENSION_ALPN)
			hello.protocols = vector(&within, 2);
		else if (type == EXTENSION_PRE_SHARED_KEY)
			hello.resumed = true;
		else if (type == EXTENSION_SUPPORTED_VERSIONS && extension.size == 2)
			hello.version = tls_version_final(cursor_be16(&within));
	}
	*ret_hello = hello;
	return true;
}
