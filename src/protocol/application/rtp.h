/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of RTP (RFC 3550), wherever they are carried. */
#ifndef PROBITY_PROTOCOL_APPLICATION_RTP_H
#define PROBITY_PROTOCOL_APPLICATION_RTP_H

#include "base/bytes.h"

struct rtp_packet {
	bool marker;
	uint8_t type; /* payload type */
	uint16_t sequence;
	uint32_t timestamp, source;
	unsigned contributors;
	bool extended, padded;
	struct bytes payload; /* without extension and padding */
};

/* Reads a packet (section 5.1). False: its lengths or its version are not those of one. Reports of RTCP on
 * the same port, which the payload types 72 to 76 and 64 to 95 in part are kept free for (RFC 5761), are
 * none. */
bool rtp_read(struct bytes datagram, struct rtp_packet *ret_packet);

/* The format of a fixed payload type (RFC 3551 section 6): static, lower case; NULL: none or dynamic. */
const char *rtp_fixed_format(unsigned type);

/* The format that the payload itself shows: h264 (RFC 6184), h265 (RFC 7798), ps, mp2t, jpeg (RFC 2435), or
 * the fixed audio formats by their size. NULL: nothing. `*ret_bits`: how many bits of it are so. */
const char *rtp_shown_format(const struct rtp_packet *packet, unsigned *ret_bits);

/* "video" or "voice". */
const char *rtp_media(const char *format);

#endif
