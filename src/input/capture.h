/* SPDX-License-Identifier: Apache-2.0 */
/* Capture files, read forwards from any descriptor: pcap and pcapng, plain or compressed. */
#ifndef PROBITY_INPUT_CAPTURE_H
#define PROBITY_INPUT_CAPTURE_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/instant.h"

struct capture;

struct frame {
	struct bytes data;    /* as recorded; borrowed until the next call */
	size_t wire_size;     /* its size on the wire */
	uint64_t number;      /* from 1; frames that were skipped count */
	instant time;	      /* that of the frame before where none was recorded */
	uint32_t link_type;   /* LINKTYPE_; above its 16 bits, what the file says beside the frame of how to
				 read it */
	struct bytes comment; /* opt_comment, or empty */
};

/* What a capture tells besides frames; asked after the last frame. */
struct capture_summary {
	const char *format;	/* static: "pcap", "pcapng", "pcap+gzip", … */
	uint64_t frames, bytes; /* frames given; bytes of the file read */
	uint64_t snapped;	/* frames recorded only in part */
	uint64_t skipped;	/* frames and blocks over LIMIT_FRAME_SIZE, not given */
	bool truncated;		/* the file ends inside a record */
	uint64_t truncated_at;	/* offset (decompressed) of the cut or broken record, with either */
	const char *trouble;	/* static: why reading stopped early, or NULL */
	uint64_t dropped;	/* packets the capturing system says it lost (interface statistics) */
};

/* What a capture says between frames. NULL members are not called. */
struct capture_listener {
	void *self;
	void (*comment)(void *self, struct bytes text);
	void (*secrets)(void *self, uint32_t type, struct bytes secrets);
	void (*name)(void *self, struct bytes address, struct bytes name); /* name resolution block */
};

/* Starts reading from `descriptor`, which stays the caller's. `name` (borrowed) is used in messages.
 * STATUS_FORMAT if it is no capture file. `first`: bytes already read from the descriptor. */
enum status capture_open(int descriptor, const char *name, struct bytes first,
			 const struct capture_listener *listener, struct capture **ret_capture,
			 struct error *error);

/* The next frame. STATUS_END behind the last whole one, also when the file is cut there. */
enum status capture_next(struct capture *capture, struct frame *ret_frame, struct error *error);

/* Bytes taken from the descriptor so far (for progress). */
uint64_t capture_position(const struct capture *capture);
void capture_summary(const struct capture *capture, struct capture_summary *ret_summary);
void capture_free(struct capture *capture);

/* Whether `first` (at least 12 bytes, or all there is) is how a capture file starts. Of a compressed
 * file it must be more (4 KB) to see inside; where that is not enough the answer is yes. */
bool capture_recognise(struct bytes first);

#endif
