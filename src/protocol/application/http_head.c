/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http_head.h"

#include "base/limits.h"

static uint8_t lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

static bool is_letter(uint8_t byte)
{
	return lower(byte) >= 'a' && lower(byte) <= 'z';
}

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static struct bytes skip_blanks(struct bytes text)
{
	while (text.size && (text.data[0] == ' ' || text.data[0] == '\t'))
		text = bytes_from(text, 1);
	return text;
}

/* `HTTP/1.1` at the start of `text`, as `1.1`; empty if it is not there. */
static struct bytes version_of(struct bytes text)
{
	if (text.size < 8 || !bytes_start_with(text, BYTES("HTTP/")) || !is_digit(text.data[5]) ||
	    text.data[6] != '.' || !is_digit(text.data[7]))
		return BYTES_EMPTY;
	return bytes_slice(text, 5, 3);
}

static bool status_line(struct bytes line, struct http_start *ret_start)
{
	struct bytes version = version_of(line), rest = skip_blanks(bytes_from(line, 8));
	uint64_t status = 0;

	if (!version.size || rest.size == line.size - 8 ||
	    !bytes_to_number(bytes_slice(rest, 0, 3), &status) || status < 100 || status > 999 ||
	    (rest.size > 3 && rest.data[3] != ' ' && rest.data[3] != '\t'))
		return false;
	*ret_start = (struct http_start){ .status = (unsigned)status, .version = version };
	return true;
}

/* The version at the end of a request line; cuts it and the blanks before it off `*line`. */
static struct bytes cut_version(struct bytes *line)
{
	struct bytes text = bytes_trim(*line), version;

	if (text.size < 9)
		return BYTES_EMPTY;
	version = version_of(bytes_from(text, text.size - 8));
	if (!version.size || (text.data[text.size - 9] != ' ' && text.data[text.size - 9] != '\t'))
		return BYTES_EMPTY;
	*line = bytes_slice(text, 0, text.size - 8);
	return version;
}

bool http_start_line(struct bytes line, struct http_start *ret_start)
{
	struct http_start start = { .status = 0 };
	size_t size = 0;

	if (bytes_start_with(line, BYTES("HTTP/")))
		return status_line(line, ret_start);
	start.version = cut_version(&line);
	if (!start.version.size || start.version.data[0] > '1')
		return false;
	while (size < line.size && size < 32 &&
	       (is_letter(line.data[size]) || line.data[size] == '-' || line.data[size] == '_'))
		size++;
	start.method = bytes_slice(line, 0, size);
	start.target = bytes_trim(bytes_from(line, size));
	if (!size || size == line.size || (line.data[size] != ' ' && line.data[size] != '\t') ||
	    !start.target.size)
		return false;
	*ret_start = start;
	return true;
}

bool http_old_request(struct bytes line, struct http_start *ret_start)
{
	struct bytes target = bytes_from(bytes_trim(line), 4);

	if (!bytes_start_with(line, BYTES("GET /")))
		return false;
	for (size_t i = 0; i < target.size; i++)
		if (target.data[i] <= ' ' || target.data[i] >= 0x7f)
			return false;
	*ret_start = (struct http_start){ .method = BYTES("GET"), .target = target, .version = BYTES("0.9") };
	return true;
}

size_t http_find_start(struct bytes bytes)
{
	size_t at = 0, hit;

	while ((hit = bytes_find(bytes_from(bytes, at), BYTES("HTTP/"))) != SIZE_MAX) {
		struct http_start start;
		size_t begin = at + hit, end = bytes_find_byte(bytes_from(bytes, begin), '\n');

		if (end == SIZE_MAX)
			return SIZE_MAX;
		end += begin;
		/* The line's beginning; not before what was looked at already, so that this stays linear. */
		while (begin > at && bytes.data[begin - 1] != '\n')
			begin--;
		if ((begin == 0 || bytes.data[begin - 1] == '\n') &&
		    http_start_line(bytes_slice(bytes, begin, end - begin), &start))
			return begin;
		at = end + 1;
	}
	return SIZE_MAX;
}

size_t http_head_end(struct bytes bytes, size_t *scanned)
{
	size_t at = *scanned;

	for (;;) {
		size_t hit = bytes_find_byte(bytes_from(bytes, at), '\n');

		if (hit == SIZE_MAX) {
			*scanned = bytes.size;
			return 0;
		}
		at += hit + 1;
		size_t next = at;

		if (next < bytes.size && bytes.data[next] == '\r')
			next++;
		if (next >= bytes.size) {
			*scanned = at - 1; /* cannot tell yet: looked at again */
			return 0;
		}
		if (bytes.data[next] == '\n')
			return next + 1;
	}
}

/* Offset behind the field line that starts at `start`, with the lines folded into it: a line that starts
 * with a blank goes on with the one before (obsolete, RFC 9112 5.2). */
static size_t field_end(const uint8_t *start, size_t size)
{
	const uint8_t *at = start, *end = start + size;

	do {
		const uint8_t *line = memchr(at, '\n', (size_t)(end - at));

		at = line ? line + 1 : end;
	} while (at < end && (*at == ' ' || *at == '\t'));
	return (size_t)(at - start);
}

/* Without what nearly all values stand between: a space, the end of the line. */
static struct bytes value_of(struct bytes value)
{
	if (value.size && value.data[0] == ' ')
		value = bytes_from(value, 1);
	if (value.size && value.data[value.size - 1] == '\n')
		value.size--;
	if (value.size && value.data[value.size - 1] == '\r')
		value.size--;
	return bytes_trim(value);
}

bool http_next_field(struct cursor *head, struct bytes *ret_name, struct bytes *ret_value)
{
	while (cursor_left(head)) {
		struct bytes line = cursor_take(head, field_end(head->rest.data, cursor_left(head)));
		size_t colon = bytes_find_byte(line, ':');

		if (colon == SIZE_MAX || colon == 0)
			continue;
		*ret_name = bytes_trim(bytes_slice(line, 0, colon));
		*ret_value = value_of(bytes_from(line, colon + 1));
		if (ret_name->size)
			return true;
	}
	return false;
}

void http_target_authority(struct bytes authority, struct http_target *target)
{
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < authority.size; i++)
		if (authority.data[i] == '@')
			at = i;
	if (at != SIZE_MAX) {
		struct bytes password = bytes_slice(authority, 0, at);

		target->user = bytes_split(&password, ':');
		target->password = password;
		authority = bytes_from(authority, at + 1);
	}
	target->host = authority;
}

struct http_target http_target_of(struct bytes text)
{
	struct http_target target = { .path = BYTES_EMPTY };
	size_t scheme = text.size && is_letter(text.data[0])
				? bytes_find(bytes_slice(text, 0, 16), BYTES("://"))
				: SIZE_MAX;

	if (scheme != SIZE_MAX) {
		size_t end;

		text = bytes_from(text, scheme + 3);
		for (end = 0; end < text.size; end++)
			if (text.data[end] == '/' || text.data[end] == '?' || text.data[end] == '#')
				break;
		http_target_authority(bytes_slice(text, 0, end), &target);
		text = bytes_from(text, end);
	}
	text = bytes_slice(text, 0, bytes_find_byte(text, '#'));
	target.query = text;
	target.path = bytes_split(&target.query, '?');
	if (scheme != SIZE_MAX && !target.path.size)
		target.path = BYTES("/");
	return target;
}

struct known_field {
	const char *name;
	enum http_field field;
};

/* By the size of the name. What is not here and has no prefix below is HTTP_FIELD_VALUE. */
static const struct known_field known_fields[34][9] = {
	[2] = { { "te", HTTP_FIELD_PLAIN } },
	[3] = { { "age", HTTP_FIELD_PLAIN },
		{ "dnt", HTTP_FIELD_PLAIN },
		{ "via", HTTP_FIELD_PLAIN },
		{ "p3p", HTTP_FIELD_PLAIN },
		{ "man", HTTP_FIELD_PLAIN } },
	[4] = { { "date", HTTP_FIELD_PLAIN },
		{ "etag", HTTP_FIELD_PLAIN },
		{ "vary", HTTP_FIELD_PLAIN },
		{ "host", HTTP_FIELD_HOST },
		{ "link", HTTP_FIELD_PLAIN } },
	[5] = { { "allow", HTTP_FIELD_PLAIN }, { "range", HTTP_FIELD_PLAIN } },
	[6] = { { "cookie", HTTP_FIELD_COOKIE },
		{ "server", HTTP_FIELD_PLAIN },
		{ "pragma", HTTP_FIELD_PLAIN },
		{ "expect", HTTP_FIELD_EXPECT },
		{ "origin", HTTP_FIELD_PLAIN },
		{ "status", HTTP_FIELD_PLAIN } },
	[7] = { { "expires", HTTP_FIELD_PLAIN },
		{ "upgrade", HTTP_FIELD_UPGRADE },
		{ "trailer", HTTP_FIELD_PLAIN },
		{ "refresh", HTTP_FIELD_PLAIN },
		{ "referer", HTTP_FIELD_URL },
		{ "alt-svc", HTTP_FIELD_PLAIN },
		{ "cookie2", HTTP_FIELD_PLAIN } },
	[8] = { { "location", HTTP_FIELD_URL }, { "priority", HTTP_FIELD_PLAIN } },
	[10] = { { "connection", HTTP_FIELD_PLAIN },
		 { "keep-alive", HTTP_FIELD_PLAIN },
		 { "set-cookie", HTTP_FIELD_SET_COOKIE },
		 { "user-agent", HTTP_FIELD_TEXT } },
	[11] = { { "retry-after", HTTP_FIELD_PLAIN } },
	[12] = { { "content-type", HTTP_FIELD_CONTENT_TYPE },
		 { "x-powered-by", HTTP_FIELD_PLAIN },
		 { "mime-version", HTTP_FIELD_PLAIN },
		 { "max-forwards", HTTP_FIELD_PLAIN } },
	[13] = { { "cache-control", HTTP_FIELD_PLAIN },
		 { "content-range", HTTP_FIELD_PLAIN },
		 { "last-modified", HTTP_FIELD_PLAIN },
		 { "authorization", HTTP_FIELD_AUTHORIZATION },
		 { "server-timing", HTTP_FIELD_PLAIN },
		 { "grpc-encoding", HTTP_FIELD_MESSAGE_ENCODING } },
	[14] = { { "content-length", HTTP_FIELD_LENGTH }, { "http2-settings", HTTP_FIELD_PLAIN } },
	[15] = { { "x-frame-options", HTTP_FIELD_PLAIN } },
	[16] = { { "content-encoding", HTTP_FIELD_CONTENT_ENCODING },
		 { "content-language", HTTP_FIELD_PLAIN },
		 { "proxy-connection", HTTP_FIELD_PLAIN },
		 { "x-xss-protection", HTTP_FIELD_PLAIN },
		 { "www-authenticate", HTTP_FIELD_CHALLENGE },
		 { "content-location", HTTP_FIELD_URL },
		 { "x-requested-with", HTTP_FIELD_PLAIN },
		 { "x-aspnet-version", HTTP_FIELD_PLAIN } },
	[17] = { { "transfer-encoding", HTTP_FIELD_TRANSFER_ENCODING } },
	[18] = { { "proxy-authenticate", HTTP_FIELD_CHALLENGE } },
	[19] = { { "proxy-authorization", HTTP_FIELD_AUTHORIZATION } },
	[22] = { { "x-content-type-options", HTTP_FIELD_PLAIN },
		 { "sec-websocket-protocol", HTTP_FIELD_SOCKET_PROTOCOL } },
	[23] = { { "content-security-policy", HTTP_FIELD_PLAIN } },
	[24] = { { "sec-websocket-extensions", HTTP_FIELD_SOCKET_EXTENSIONS } },
	[25] = { { "upgrade-insecure-requests", HTTP_FIELD_PLAIN },
		 { "strict-transport-security", HTTP_FIELD_PLAIN } },
};

enum http_field http_field_of(struct bytes name)
{
	if (name.size < sizeof known_fields / sizeof *known_fields) {
		const struct known_field *row = known_fields[name.size];

		for (size_t i = 0; i < sizeof known_fields[0] / sizeof known_fields[0][0] && row[i].name; i++)
			if (lower(name.data[0]) == (uint8_t)row[i].name[0] &&
			    lower(name.data[name.size - 1]) == (uint8_t)row[i].name[name.size - 1] &&
			    bytes_equal_nocase(name,
					       (struct bytes){ (const uint8_t *)row[i].name, name.size }))
				return row[i].field;
	}
	switch (name.size ? lower(name.data[0]) : 0) {
	case 'a':
		if (bytes_start_with_nocase(name, BYTES("accept")) ||
		    bytes_start_with_nocase(name, BYTES("access-control-")))
			return HTTP_FIELD_PLAIN;
		break;
	case 'i':
		if (bytes_start_with_nocase(name, BYTES("if-")))
			return HTTP_FIELD_PLAIN;
		break;
	case 's':
		if (bytes_start_with_nocase(name, BYTES("sec-")))
			return HTTP_FIELD_PLAIN;
		break;
	default:
		break;
	}
	return HTTP_FIELD_VALUE;
}
