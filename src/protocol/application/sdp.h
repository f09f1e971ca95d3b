/* SPDX-License-Identifier: Apache-2.0 */
/* Session descriptions (RFC 8866): which media a stream carries, and in which format. */
#ifndef PROBITY_PROTOCOL_APPLICATION_SDP_H
#define PROBITY_PROTOCOL_APPLICATION_SDP_H

#include "base/bytes.h"

enum { SDP_TRACKS_MOST = 8 };

struct sdp_track {
	const char *media; /* static: "video", "voice"; NULL: neither */
	char format[16];   /* lower case: h264, pcmu, aac, …; empty: not said */
	char control[64];  /* the end of the URL that sets it up; empty: not said, or too long */
};

/* Reads the media of a description. Returns how many there are. */
size_t sdp_read(struct bytes text, struct sdp_track tracks[SDP_TRACKS_MOST]);

#endif
