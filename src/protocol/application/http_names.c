/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http_names.h"

/* A name in lower case without `-`, `_` and `.`: `X-Auth_Token` is `xauthtoken`. */
struct folded {
	size_t size;
	uint8_t text[48];
};

static bool is_alphanumeric(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
}

static struct folded fold(struct bytes name)
{
	struct folded folded = { .size = 0 };

	for (size_t i = 0; i < name.size && folded.size < sizeof folded.text; i++) {
		uint8_t byte = name.data[i];

		if (byte != '-' && byte != '_' && byte != '.')
			folded.text[folded.size++] = byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
	}
	return folded;
}

static bool has_any(const struct folded *folded, const char *const *words)
{
	struct bytes text = { folded->text, folded->size };

	for (; *words; words++)
		if (bytes_find(text, bytes_of(*words)) != SIZE_MAX)
			return true;
	return false;
}

static bool is_any(const struct folded *folded, const char *const *words)
{
	struct bytes text = { folded->text, folded->size };

	for (; *words; words++)
		if (bytes_equal(text, bytes_of(*words)))
			return true;
	return false;
}

/* Guards against forged requests open nothing; nor does what a token is called or when it ends. */
static const char *const no_proofs[] = { "csrf", "xsrf", "tokentype", "expire", "forgery", "author", "requested",
					 NULL };

static bool is_no_proof(const struct folded *folded)
{
	static const char *const authorization[] = { "authoriz", NULL };

	return has_any(folded, no_proofs) && !has_any(folded, authorization);
}

bool http_names_token(struct bytes name)
{
	static const char *const parts[] = { "token", "apikey", "accesskey", "secret", "passw", "sessionid", "sessid",
					     "authkey", "jwt", NULL };
	static const char *const wholes[] = { "sid", "auth", "xauth", "authorization", "xauthorization", NULL };
	struct folded folded = fold(name);

	return !is_no_proof(&folded) && (has_any(&folded, parts) || is_any(&folded, wholes));
}

bool http_names_access(struct bytes name)
{
	static const char *const parts[] = { "token", "key", "secret", "passw", "pwd", "session", "sessid", "auth",
					     "sign", "jwt", "ticket", "nonce", "user", "login", "credential", NULL };
	static const char *const wholes[] = { "sid", "sig", "pass", "sso", "hmac", "usr", "account", "pin", NULL };
	struct folded folded = fold(name);

	return has_any(&folded, parts) || is_any(&folded, wholes);
}

/* Every run of letters and digits that something like `=`, `":` or `>` follows is taken as a name. */
bool http_mentions_access(struct bytes text)
{
	size_t start = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (is_alphanumeric(byte) || byte == '_' || byte == '-')
			continue;
		if (i - start >= 3 && (byte == '=' || byte == '"' || byte == '\'' || byte == '>' || byte == ':') &&
		    http_names_access(bytes_slice(text, start, i - start)))
			return true;
		start = i + 1;
	}
	return false;
}

bool http_names_session(struct bytes name, bool *ret_sure)
{
	static const char *const parts[] = { "sess", "token", "auth", "passw", "jwt", "ticket", NULL };
	static const char *const wholes[] = { "sid", "ssid", "hsid", "apisid", "sapisid", "connectsid", "sso", NULL };
	static const char *const perhaps[] = { "uid", "loginid", "userkey", NULL };
	struct folded folded = fold(name);

	if (is_no_proof(&folded))
		return false;
	bool sure = has_any(&folded, parts) || is_any(&folded, wholes);

	/* `fooSID`, `foo_sid`, but not `inside`. */
	if (!sure && name.size > 3 && folded.size > 3 && bytes_end_with((struct bytes){ folded.text, folded.size }, BYTES("sid")))
		sure = name.data[name.size - 3] == 'S' || !is_alphanumeric(name.data[name.size - 4]);
	if (!sure && !is_any(&folded, perhaps))
		return false;
	*ret_sure = sure;
	return true;
}

static bool all_one_of(struct bytes value, struct bytes set)
{
	for (size_t i = 0; i < value.size; i++)
		if (bytes_find_byte(set, value.data[i]) == SIZE_MAX)
			return false;
	return true;
}

bool http_is_placeholder(struct bytes value)
{
	static const char *const words[] = { "null", "undefined", "deleted", "delete", "none", "nil", "true", "false",
					     "yes", "no", "expired", "invalid", "anonymous", "guest", NULL };

	if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
		value = bytes_slice(value, 1, value.size - 2);
	if (value.size < 2 || all_one_of(value, BYTES("*xX.-0 ")))
		return true;
	for (const char *const *word = words; *word; word++)
		if (bytes_equal_nocase(value, bytes_of(*word)))
			return true;
	/* What a template leaves when nothing was put in. */
	return value.data[0] == '<' || value.data[0] == '{' || value.data[0] == '[' ||
	       bytes_start_with(value, BYTES("${")) || bytes_start_with(value, BYTES("%s"));
}

bool http_is_asset(struct bytes path)
{
	static const char *const assets[] = { ".css", ".js", ".png", ".gif", ".ico", ".svg", ".woff", ".woff2", ".ttf",
					      ".eot", ".map", ".swf", ".webp", ".bmp", ".properties", ".less", NULL };
	static const char *const pictures[] = { "snap", "capture", "cgi", "photo", "face", "frame", "stream", "video",
						"record", "image.jp", "img.jp", "live", "cam", NULL };
	struct bytes end = bytes_slice(path, path.size > 12 ? path.size - 12 : 0, 12);

	while (end.size && end.data[0] != '.')
		end = bytes_from(end, 1);
	for (const char *const *asset = assets; *asset; asset++)
		if (bytes_equal_nocase(end, bytes_of(*asset)))
			return true;
	/* A photo may be a camera's picture or a page's decoration: the path tells. */
	if (!bytes_equal_nocase(end, BYTES(".jpg")) && !bytes_equal_nocase(end, BYTES(".jpeg")))
		return false;
	for (const char *const *picture = pictures; *picture; picture++)
		if (bytes_find_nocase(path, bytes_of(*picture)) != SIZE_MAX)
			return false;
	return true;
}

bool http_is_configuration(struct bytes path)
{
	static const char *const words[] = { "config", "cgi-bin", "isapi", "setup", "wifi", "wlan", "network", "setting",
					     "goform", "hnap", "param.cgi", "backup", "firmware", "upgrade", "reboot",
					     "/cfg", NULL };

	for (const char *const *word = words; *word; word++)
		if (bytes_find_nocase(path, bytes_of(*word)) != SIZE_MAX)
			return true;
	return false;
}
