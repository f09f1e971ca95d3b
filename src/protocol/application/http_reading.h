/* SPDX-License-Identifier: Apache-2.0 */
/* What a message of HTTP tells, whichever version carries it: its target, its fields, its content and the
 * service that answers it. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_READING_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_READING_H

#include "protocol/application/http_exchange.h"
#include "protocol/application/http_head.h"

/* What was said last of the service behind a connection, and what it was made of. */
struct http_served {
	struct http_exchange *exchange; /* owned, one reference; NULL: nothing was said yet */
	bool identified, media;		/* as they were when that was said */
	unsigned status;
	const char *version;
	struct record *said; /* NULL: there is nothing to be said of that */
};

/* What is remembered of one connection from message to message: other protocols that they carry, the service.
 * Zeroed memory is a new one. */
struct http_inside {
	struct inner *dns; /* RFC 8484 */
	struct http_served served;
};
void http_inside_close(struct http_inside *inside, struct observer *observer);

/* What is gathered from one head. `request.direction` (of a request) or `status` (of a response) is set
 * behind http_reading_begin(). */
struct http_reading {
	struct observer *observer;
	struct http_inside *inside;
	struct message message;	  /* for values in the head */
	struct buffer decoded[2]; /* what credentials borrow from */
	unsigned decoded_count;
	struct bytes media_type, encoding, challenge;
	struct bytes upgrade, extensions, subprotocol; /* Upgrade, Sec-WebSocket-… */
	struct bytes message_encoding;		       /* Grpc-Encoding */
	uint64_t length;
	bool has_length, chunked, expects;
	unsigned status;   /* of a response */
	struct bytes line; /* of the window: what the status was read from */
	struct http_request request;
};

/* An empty one. Only credentials that there are are ever written: they are most of it. */
void http_reading_begin(struct http_reading *reading, struct http_inside *inside, struct observer *observer);

/* Takes a request's method and target, and says what is in them. */
void http_reading_request(struct http_reading *reading, struct bytes method,
			  const struct http_target *target);

/* Reads a field. */
void http_reading_field(struct http_reading *reading, struct bytes name, struct bytes value);

/* Says what an answered request tells of the service behind it; `version` static. */
void http_reading_service(const struct http_reading *reading, struct http_exchange *exchange,
			  const char *version, bool has_body);

/* Frees what was decoded. */
void http_reading_end(struct http_reading *reading);

/* Whether a body follows, as far as request and status tell (RFC 9112 6.3). `exchange` may be NULL. */
bool http_may_have_body(const struct http_exchange *exchange, unsigned status);

/* The declared form of a body, kept from the head until the body is there. Longer words are cut. */
struct http_form {
	uint8_t media_type_size, encoding_size;
	uint8_t media_type[160], encoding[32];
};
void http_form_keep(struct http_form *form, struct bytes media_type, struct bytes encoding);
static inline struct bytes http_form_media_type(const struct http_form *form)
{
	return (struct bytes){ form->media_type, form->media_type_size };
}

/* The message that a body is handed on by. */
struct message http_body_message(const struct http_form *form, const struct http_exchange *about,
				 bool incomplete);

/* Hands on a body, or a part of it, where `about` (may be NULL) is the request it belongs to: by what is
 * carried in it, if that is another protocol. */
struct http_body {
	const struct http_form *form;
	struct http_exchange *about;
	bool is_request;
	bool incomplete;
};
void http_content(struct http_inside *inside, const struct http_body *body, struct bytes content,
		  struct bytes where, struct observer *observer);

/* Whether a body of this media type is RTSP (as QuickTime tunnels it through HTTP). */
bool http_is_tunnelled(struct bytes media_type);

/* A field of a trailer. */
void http_trailer(const struct http_exchange *about, struct bytes name, struct bytes value,
		  struct observer *observer);

#endif
