/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of capture formats share; not for use outside capture.c and the formats. */
#ifndef PROBITY_INPUT_CAPTURE_FORMAT_H
#define PROBITY_INPUT_CAPTURE_FORMAT_H

#include "input/block_reader.h"
#include "input/capture.h"

struct capture_format {
	const char *names[3]; /* by enum compression */
	/* Whether a file that starts so (12 bytes, or all there is) is in this format. */
	bool (*recognise)(struct bytes first);
	/* Reads the head of the file, which has been recognised. */
	enum status (*open)(struct capture *capture, struct error *error);
	/* As capture_next(), but leaves `number` and the counters of the summary to it. */
	enum status (*next)(struct capture *capture, struct frame *ret_frame, struct error *error);
	void (*close)(struct capture *capture);
};

extern const struct capture_format capture_format_pcap, capture_format_pcapng, capture_format_snoop,
	capture_format_btsnoop;

struct capture {
	struct block_reader reader;
	struct capture_listener listener;
	const struct capture_format *format;
	void *state;	    /* of the format */
	uint32_t link_type; /* where the whole file has one */
	uint64_t number;
	uint64_t record_at; /* offset of the record that is being read; set by the format */
	instant last;	    /* time of the frame before */
	bool over;
	struct capture_summary summary;
};

/* A number of four or two bytes in the file's byte order; `data` has that many. */
static inline uint32_t capture_u32(const uint8_t *data, bool big)
{
	uint32_t number;

	memcpy(&number, data, sizeof number);
	return big == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) ? number : __builtin_bswap32(number);
}

static inline uint16_t capture_u16(const uint8_t *data, bool big)
{
	uint16_t number;

	memcpy(&number, data, sizeof number);
	return big == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) ? number : __builtin_bswap16(number);
}

/* Ends the capture: nothing can be read behind `trouble` (static). Returns STATUS_END. */
enum status capture_give_up(struct capture *capture, const char *trouble);

/* Ends the capture where `status` of the reader is STATUS_END: in order when `at_border` (between
 * two records) and nothing is left, else cut in the record that was begun. */
enum status capture_ended(struct capture *capture, enum status status, bool at_border);

/* Counts a frame or block that is too large to be given. */
void capture_skipped(struct capture *capture);

#endif
