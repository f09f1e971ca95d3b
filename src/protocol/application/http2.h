/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the HTTP/2 decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP2_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP2_H

#include "protocol/application.h"
#include "protocol/application/grpc.h"
#include "protocol/application/hpack.h"
#include "protocol/application/http2_frame.h"
#include "protocol/application/http_reading.h"
#include "protocol/inner.h"
#include "protocol/kept.h"

/* One direction of a stream: a message. */
struct http2_side {
	bool started;	 /* its head was read */
	bool ended;	 /* END_STREAM */
	bool incomplete; /* something of its body is missing */
	bool closed;	 /* no more of the body is wanted */
	struct http_form form;
	struct grpc grpc;
	struct kept body;
};

struct http2_stream {
	struct http2_stream *next;
	uint32_t number;
	struct http_exchange *exchange; /* NULL: the request was not seen */
	bool requested_by_server;	/* a push */
	bool socket;			/* CONNECT asks for a WebSocket */
	struct inner *tunnel;		/* CONNECT: what goes through it */
	struct http2_side sides[2];
};

/* One direction of the connection. */
struct http2_half {
	struct hpack table;
	bool started;		  /* a frame was read */
	bool lost;		  /* the next frame must be looked for */
	const char *lost_because; /* static: reason of `undecoded` */
	uint64_t lost_size, lost_in_all;
};

struct http2 {
	struct http2_half halves[2];
	struct http2_stream *streams; /* last used first */
	unsigned count;
	struct http_inside inside;
	bool known;   /* it is HTTP/2 for sure */
	bool watched; /* from its beginning */
};

/* http2_stream.c. A block of fields; `frame` the HEADERS or PUSH_PROMISE it came with, `block` its fields put
 * together, `where` the frames. `number`: of the stream, or of the one promised. */
void http2_read_head(struct http2 *http2, enum direction direction, const struct http2_frame *frame,
		     uint32_t number, struct bytes block, struct bytes where, struct stream *stream,
		     struct observer *observer);

/* Bytes of a body. Answers how they are read. */
enum readability http2_read_data(struct http2 *http2, enum direction direction,
				 const struct http2_frame *frame, struct bytes data, bool cut,
				 struct observer *observer);

/* The stream is broken off. */
void http2_reset(struct http2 *http2, uint32_t number, struct observer *observer);

/* A direction of all streams misses something. */
void http2_miss(struct http2 *http2, enum direction direction);

/* Makes a stream of a request that was asked for otherwise; takes the exchange. */
void http2_take_request(struct http2 *http2, uint32_t number, struct http_exchange *exchange,
			struct observer *observer);

/* Ends all streams. */
void http2_end(struct http2 *http2, struct observer *observer);

#endif
