/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of one TCP conversation, given to a real tracker; what is read of it is recorded. */
#ifndef PROBITY_TESTS_FLOW_WIRE_H
#define PROBITY_TESTS_FLOW_WIRE_H

#include "hostile.h"

#include "flow/flow.h"

struct wire {
	struct buffer read[2]; /* content that was read of either direction, one after the other */
	unsigned contents[2];  /* how many contents */
	unsigned incomplete;   /* how many of them were said to be cut */
	char topic[64];	       /* method and topic of the last one */
	struct evidence_options options;
	struct examiner examiner;
	struct tracker *tracker;
	struct evidence *evidence; /* after wire_close() */
	uint64_t frames;
	instant now;
	uint32_t start;	      /* sequence number of the first byte */
	uint16_t server_port; /* 9999 unless set */
	uint8_t server_host;  /* last octet of 203.0.113.5, or of another server */
};

void wire_open(struct wire *wire, uint32_t start, unsigned jobs);

/* A segment of the client (side 0) or the server whose first byte is the stream's byte `at`; of
 * `missing` bytes at its end only the length was recorded. */
void wire_transmit(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data,
		   size_t missing);
void wire_segment(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data);

/* A datagram between the same hosts. */
void wire_datagram(struct wire *wire, unsigned side, struct bytes data);

/* SYN and SYN-ACK. */
void wire_handshake(struct wire *wire);

/* Ends the input and finishes the evidence. */
void wire_close(struct wire *wire);
void wire_free(struct wire *wire);

/* Sum of a number over all observations of a kind. */
uint64_t wire_sum(const struct wire *wire, enum kind kind, enum attribute attribute);

/* Asserts that what was read of the client's direction is exactly this. */
void wire_assert_read(const struct wire *wire, struct bytes expected);

#endif
