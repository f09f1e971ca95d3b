/* SPDX-License-Identifier: Apache-2.0 */
/* What goes through the tunnels of camera clouds: media and JSON behind headers of the maker's own. */
#ifndef PROBITY_PROTOCOL_APPLICATION_TUNNEL_H
#define PROBITY_PROTOCOL_APPLICATION_TUNNEL_H

#include "protocol/application.h"

/* Media of one direction: said once, when the flow ends. */
struct tunnel_media {
	const char *medium, *format; /* static; NULL: none seen */
	uint64_t bytes;
	struct span origin;
};

struct tunnel {
	struct tunnel_media media[2]; /* by direction */
	bool in_media[2]; /* what came last was the start of a picture: what follows is the rest */
};

/* Reads one payload: hands JSON and text on, notes H.264 and H.265, and answers how it is to be counted. */
enum readability tunnel_read(struct tunnel *tunnel, enum direction direction, const struct message *message,
			     struct bytes payload, struct observer *observer);

/* Notes media that a header names. `bytes`: of them that are new; `where`: they. */
void tunnel_note_media(struct tunnel_media *media, const char *medium, const char *format, struct bytes where,
		       struct observer *observer);

/* Says the media of both directions; `method`: static. */
void tunnel_say_media(const struct tunnel *tunnel, const char *method, struct observer *observer);
void media_say(const struct tunnel_media *media, const char *method, enum sender sender,
	       struct observer *observer);

#endif
