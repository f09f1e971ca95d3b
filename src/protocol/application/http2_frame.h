/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of HTTP/2 (RFC 9113 section 4):
 *
 *   size (3)  type (1)  flags (1)  stream (4, top bit reserved)  payload */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP2_FRAME_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP2_FRAME_H

#include "base/cursor.h"

enum {
	HTTP2_DATA = 0,
	HTTP2_HEADERS = 1,
	HTTP2_PRIORITY = 2,
	HTTP2_RST_STREAM = 3,
	HTTP2_SETTINGS = 4,
	HTTP2_PUSH_PROMISE = 5,
	HTTP2_PING = 6,
	HTTP2_GOAWAY = 7,
	HTTP2_WINDOW_UPDATE = 8,
	HTTP2_CONTINUATION = 9,

	HTTP2_END_STREAM = 0x01,
	HTTP2_ACK = 0x01,
	HTTP2_END_HEADERS = 0x04,
	HTTP2_PADDED = 0x08,
	HTTP2_HAS_PRIORITY = 0x20,

	HTTP2_HEADER_SIZE = 9,
};

struct http2_frame {
	uint32_t size; /* of the payload */
	uint8_t type, flags;
	uint32_t stream;
};

/* Reads the header at the start of `bytes`, which has it whole. False: its type does not allow such a size or
 * stream. */
bool http2_frame_read(struct bytes bytes, struct http2_frame *ret_frame);

/* What of the payload is the frame's own: without padding and priority. False: the padding does not fit. */
bool http2_frame_content(const struct http2_frame *frame, struct bytes payload, struct bytes *ret_content);

/* The size of the frame at the start of `bytes` with its header and, if it starts a block of fields, all that
 * continues it; 0: cannot be told yet, *ret_wanted bytes may do. `ret_broken`: what follows does not continue
 * it. */
size_t http2_unit_size(struct bytes bytes, size_t *ret_wanted, bool *ret_broken);

/* Bits by which `bytes`, met in the middle of a conversation, are as a row of frames must be that starts
 * here; 0: they are not, or could be so by chance. Strict: nothing that nobody sends. */
unsigned http2_chain_bits(struct bytes bytes);

/* Whether a frame of such a row may start here, as far as its header is there: if not, more bytes do not make
 * it one. */
bool http2_may_start(struct bytes bytes);

/* What every client sends first. */
#define HTTP2_PREFACE BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

#endif
