/* SPDX-License-Identifier: Apache-2.0 */
/* The field's value is `scheme token68` or `scheme name=value, name="value", …` (RFC 9110 11.4). */
#include "protocol/application/http_credential.h"

#include "base/base64.h"
#include "base/cursor.h"
#include "base/text.h"
#include "protocol/application/http_names.h"

/* The value of a parameter, without its quotes. `name` NULL: the first whose name is a token's. */
static struct bytes parameter(struct bytes list, const char *name)
{
	while (list.size) {
		size_t end = 0;
		bool quoted = false;

		for (; end < list.size && (quoted || list.data[end] != ','); end++)
			if (list.data[end] == '"')
				quoted = !quoted;
		struct bytes value = bytes_slice(list, 0, end), found = bytes_trim(bytes_split(&value, '='));

		list = bytes_from(list, end + 1);
		value = bytes_trim(value);
		if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
			value = bytes_slice(value, 1, value.size - 2);
		if (value.size &&
		    (name ? bytes_equal_nocase(found, bytes_of(name)) : http_names_token(found, NULL)))
			return value;
	}
	return BYTES_EMPTY;
}

static bool basic(struct bytes value, struct buffer *decoded, struct http_credential *credential)
{
	if (!base64_decode(value, decoded) && !decoded->size)
		return false;
	struct bytes secret = buffer_bytes(decoded);

	if (bytes_find_byte(secret, ':') == SIZE_MAX)
		return false;
	credential->user = bytes_split(&secret, ':');
	credential->secret = secret;
	credential->class = secret.size ? "password" : "username-only";
	credential->why = "Basic authentication: base64 of name and password";
	return credential->user.size || credential->secret.size;
}

static bool digest(struct bytes value, struct http_credential *credential)
{
	credential->class = "hash";
	credential->user = parameter(value, "username");
	credential->why = "Digest authentication: the password itself is not sent";
	return credential->user.size > 0;
}

/* The user name of an NTLM AUTHENTICATE message (MS-NLMP 2.2.1.3), as UTF-8 behind what `decoded` has. */
static struct bytes ntlm_user(struct bytes message, struct buffer *decoded)
{
	struct cursor cursor = cursor_over(message);
	size_t start = decoded->size;

	cursor_skip(&cursor, 36);
	size_t size = cursor_le16(&cursor);

	cursor_skip(&cursor, 2);
	uint32_t offset = cursor_le32(&cursor);

	cursor_skip(&cursor, 16);
	bool unicode = cursor_le32(&cursor) & 1;
	struct cursor name = cursor_over(message);

	cursor_skip(&name, offset);
	name = cursor_over(cursor_take(&name, size));
	if (!cursor_ok(&cursor) || size > 512 || !buffer_reserve(decoded, size * 2))
		return BYTES_EMPTY;
	while (cursor_left(&name) >= (unicode ? 2 : 1)) {
		if (unicode)
			text_append_utf8(decoded, cursor_le16(&name));
		else
			buffer_append_byte(decoded, cursor_u8(&name));
	}
	return bytes_from(buffer_bytes(decoded), start);
}

/* Reserved beforehand, so that decoding the name moves nothing. */
static bool ntlm(struct bytes value, struct buffer *decoded, struct http_credential *credential)
{
	credential->class = "hash";
	credential->why = "NTLM or Negotiate: the password itself is not sent";
	if (!buffer_reserve(decoded, value.size + 1024) || !base64_decode(value, decoded))
		return false;
	struct bytes message = buffer_bytes(decoded);
	size_t at = bytes_find(message, BYTES("NTLMSSP\0\3"));

	if (at != SIZE_MAX)
		credential->user = ntlm_user(bytes_from(message, at), decoded);
	/* A Kerberos ticket names nobody in clear; the opening message of NTLM neither. */
	return credential->user.size > 0;
}

/* What the parts of an unknown scheme mean is not known: without a parameter that is named for it,
 * all of the value is what somebody else would have to send. */
static bool other(struct bytes value, struct bytes rest, struct http_credential *credential)
{
	static const char *const users[] = { "username", "user", "client", "credential", "id", NULL };
	bool listed = bytes_find_byte(rest, '=') < rest.size - 1;

	credential->class = "token";
	credential->confidence = "likely";
	credential->secret = listed ? parameter(rest, NULL) : value;
	/* A key that is public proves nothing (somebody asks for the first time). */
	if (listed && !credential->secret.size && parameter(rest, "publickey").size)
		return false;
	for (const char *const *user = users; listed && *user && !credential->user.size; user++)
		credential->user = parameter(rest, *user);
	credential->why = "unregistered scheme of authentication";
	/* Parameters among which is a challenge or a signature, but no token: proves, but not by itself. */
	if (!credential->secret.size && (parameter(rest, "nonce").size || parameter(rest, "signature").size ||
					 parameter(rest, "response").size)) {
		credential->class = "hash";
		return credential->user.size > 0;
	}
	if (!credential->secret.size)
		credential->secret = value;
	return value.size >= 6 && !http_is_placeholder(rest.size ? rest : value);
}

/* Schemes that send a signature over the request: of no use to who reads it. */
static bool is_signature(struct bytes scheme)
{
	return bytes_start_with_nocase(scheme, BYTES("AWS")) ||
	       bytes_find_nocase(scheme, BYTES("HMAC")) != SIZE_MAX ||
	       bytes_equal_nocase(scheme, BYTES("Signature")) ||
	       bytes_equal_nocase(scheme, BYTES("SharedKey")) || bytes_equal_nocase(scheme, BYTES("Hawk"));
}

/* A parameter that makes each request different: a time, a number used once. */
static bool is_fresh(struct bytes name, struct bytes value)
{
	static const char *const names[] = { "nonce",  "ts",	 "timestamp", "time",	 "t",
					     "rand",   "random", "seq",	      "expires", "exp",
					     "expiry", "date",	 NULL };
	unsigned digits = 0, hex = 0;

	for (const char *const *known = names; *known; known++)
		if (bytes_equal_nocase(name, bytes_of(*known)))
			return true;
	for (size_t i = 0; i < value.size; i++) {
		digits += value.data[i] >= '0' && value.data[i] <= '9';
		hex += text_hex_digit(value.data[i]) >= 0;
	}
	return (digits == value.size && digits >= 10) || (hex == value.size && hex == 32 && digits < hex);
}

bool http_query_authentication(struct bytes query, struct http_credential *ret_credential)
{
	struct http_credential credential = {
		.scheme = "url",
		.class = "token",
		.confidence = "likely",
		.why = "parameter whose name says authentication",
	};
	unsigned digits = 0;

	if (bytes_find_nocase(query, BYTES("auth")) == SIZE_MAX)
		return false;
	while (query.size) {
		struct bytes value = bytes_split(&query, '&'), name = bytes_split(&value, '=');

		if (bytes_equal_nocase(name, BYTES("auth"))) {
			credential.field = name;
			credential.secret = value;
		}
		/* Then it is a signature of the request, of no use to who reads it. */
		if (is_fresh(name, value))
			return false;
	}
	for (size_t i = 0; i < credential.secret.size; i++) {
		uint8_t byte = credential.secret.data[i];

		digits += byte >= '0' && byte <= '9';
		if (byte != '=' && byte != '.' && !base64_is_digit(byte))
			return false;
	}
	if (credential.secret.size < 16 || digits < 2 || digits == credential.secret.size)
		return false;
	*ret_credential = credential;
	return true;
}

bool http_authorization(struct bytes value, struct buffer *decoded, struct http_credential *ret_credential)
{
	struct http_credential credential = { .confidence = "certain" };
	struct bytes rest = value, scheme = bytes_split(&rest, ' ');
	bool proves;

	rest = bytes_trim(rest);
	if (bytes_equal_nocase(scheme, BYTES("Basic"))) {
		credential.scheme = "basic";
		proves = basic(rest, decoded, &credential);
	} else if (bytes_equal_nocase(scheme, BYTES("Digest"))) {
		credential.scheme = "digest";
		proves = digest(rest, &credential);
	} else if (bytes_equal_nocase(scheme, BYTES("Bearer"))) {
		credential.scheme = "bearer";
		credential.class = "token";
		credential.secret = rest;
		credential.why = "bearer token: whoever has it may use it";
		proves = !http_is_placeholder(rest);
	} else if (bytes_equal_nocase(scheme, BYTES("NTLM")) ||
		   bytes_equal_nocase(scheme, BYTES("Negotiate"))) {
		credential.scheme = "ntlm";
		proves = ntlm(rest, decoded, &credential);
	} else if (is_signature(scheme)) {
		credential.scheme = "signature";
		credential.class = "hash";
		credential.user = parameter(rest, "credential");
		credential.why = "signed request: the key itself is not sent";
		proves = credential.user.size > 0;
	} else {
		credential.scheme = "other";
		proves = other(value, rest, &credential);
	}
	if (proves)
		*ret_credential = credential;
	return proves;
}
