/* SPDX-License-Identifier: Apache-2.0 */
/* Session descriptions (RFC 8866): which media a stream carries, and in which format. */
#ifndef PROBITY_PROTOCOL_APPLICATION_SDP_H
#define PROBITY_PROTOCOL_APPLICATION_SDP_H

#include "base/address.h"

enum { SDP_TRACKS_MOST = 8 };

struct sdp_track {
	const char *media; /* static: "video", "voice"; NULL: neither */
	char format[16];   /* lower case: h264, pcmu, aac, …; empty: not said */
	char control[64];  /* the end of the URL that sets it up; empty: not said, or too long */
	/* Where it is to be sent to; no address or 0: not said. `rtcp`: of its reports, if not the next one.
	 */
	struct address host;
	uint16_t port, rtcp;
	bool tcp;	/* RTP over TCP (RFC 4571) */
	bool encrypted; /* SRTP (RFC 3711), or keyed by DTLS */
};

/* Reads the media of a description. Returns how many there are. */
size_t sdp_read(struct bytes text, struct sdp_track tracks[SDP_TRACKS_MOST]);

#endif
