/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the HTTP decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_H

#include "protocol/application.h"
#include "protocol/application/http_reading.h"

enum http_phase {
	HTTP_HEAD,	   /* at the start of a message */
	HTTP_SIZED,	   /* in a body of known size */
	HTTP_CHUNKED,	   /* in a chunked body */
	HTTP_CHUNKED_REST, /* in what is too much of one */
	HTTP_TRAILERS,	   /* behind the last chunk */
	HTTP_TO_END,	   /* in a body that ends with the stream */
	HTTP_WAITING,	   /* behind CONNECT or Upgrade: the answer tells what follows */
	HTTP_LOST,	   /* looking for the next start line */
};

/* One direction. */
struct http_half {
	enum http_phase phase;
	const char *lost_because; /* static: reason of `undecoded` */
	bool started;		  /* a start line was seen */
	bool incomplete;	  /* of the body: something is missing, or it is given in parts */
	bool expects;		  /* the client waits for 100 before it sends the body */
	bool is_request;
	bool wants_socket;    /* the request asks to go on as a WebSocket */
	size_t scanned;	      /* of the unread bytes: what need not be looked at again */
	uint64_t left;	      /* of the body; chunked: of the chunk that the unread bytes start in */
	uint64_t given;	      /* bytes of the body handed on */
	uint64_t lost;	      /* bytes passed over and not spoken of yet */
	uint64_t lost_in_all; /* those before */
	struct http_exchange *about;
	struct http_form form;
	struct http_inside *inside; /* of the connection */
};

struct http {
	struct http_half halves[2];
	struct http_exchanges exchanges;
	struct http_inside inside;
	bool answers_lost; /* behind a gap: which answer is missing is not known */
};

/* http_message.c: reads the head at the start of `head` and sets the half up for the body. */
void http_read_head(struct http *http, enum direction direction, struct bytes head,
		    const struct http_start *start, struct stream *stream, struct observer *observer);

/* http_body.c: reads in the body; false when more bytes are needed or others must be skipped. */
bool http_read_body(struct http_half *half, struct stream *stream, struct observer *observer);

/* The message is over. */
void http_end_message(struct http_half *half, enum http_phase next);

#endif
