/* SPDX-License-Identifier: Apache-2.0 */
/* The head of an HTTP/1 message (RFC 9112): start line, fields, framing. Pure functions over bytes. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_HEAD_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_HEAD_H

#include "base/cursor.h"

struct http_start {
	unsigned status;     /* of a response; 0: a request */
	struct bytes method; /* of a request */
	struct bytes target;
	struct bytes version; /* as `1.1` */
};

/* Reads a line (without its end) as a request or status line. Strict enough to find one in the
 * middle of a stream, lenient in what servers accept: blanks inside the target, several blanks. */
bool http_start_line(struct bytes line, struct http_start *ret_start);

/* Reads a line as a request of HTTP/0.9: `GET /path`, and nothing behind it. */
bool http_old_request(struct bytes line, struct http_start *ret_start);

/* Offset of the first line in `bytes` that is a start line, or SIZE_MAX. */
size_t http_find_start(struct bytes bytes);

/* Offset behind the empty line that ends the head, or 0 when it is not there yet. Searches from
 * `*scanned` on and leaves there how far it came. */
size_t http_head_end(struct bytes bytes, size_t *scanned);

/* Takes the next field line with the lines folded into it; false at the end of the head. A line that
 * is no field is passed over. The value has no blanks at its ends. */
bool http_next_field(struct cursor *head, struct bytes *ret_name, struct bytes *ret_value);

/* What a request's target is made of. Absent parts are empty. */
struct http_target {
	struct bytes path, query, host, user, password;
};
struct http_target http_target_of(struct bytes target);

/* Sets host, user and password from `user:password@host:port`. */
void http_target_authority(struct bytes authority, struct http_target *target);

/* What a field is to the decoder. */
enum http_field {
	HTTP_FIELD_VALUE, /* of no meaning to HTTP itself: may hold anything */
	HTTP_FIELD_TEXT,  /* the same, but it proves nothing, whatever its name */
	HTTP_FIELD_PLAIN, /* HTTP's own business: tells nothing about a person */
	HTTP_FIELD_LENGTH,
	HTTP_FIELD_TRANSFER_ENCODING,
	HTTP_FIELD_CONTENT_TYPE,
	HTTP_FIELD_CONTENT_ENCODING,
	HTTP_FIELD_HOST,
	HTTP_FIELD_COOKIE,
	HTTP_FIELD_SET_COOKIE,
	HTTP_FIELD_AUTHORIZATION,
	HTTP_FIELD_CHALLENGE,
	HTTP_FIELD_EXPECT,
	HTTP_FIELD_UPGRADE,
	HTTP_FIELD_SOCKET_EXTENSIONS, /* of a WebSocket */
	HTTP_FIELD_SOCKET_PROTOCOL,
	HTTP_FIELD_MESSAGE_ENCODING, /* of the messages of gRPC */
	HTTP_FIELD_URL,		     /* Referer, Location, … */
};
enum http_field http_field_of(struct bytes name);

#endif
