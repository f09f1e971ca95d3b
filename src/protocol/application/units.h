/* SPDX-License-Identifier: Apache-2.0 */
/* For protocols whose messages say in front how large they are: takes one after the other from a stream. */
#ifndef PROBITY_PROTOCOL_APPLICATION_UNITS_H
#define PROBITY_PROTOCOL_APPLICATION_UNITS_H

#include "protocol/application.h"

/* Answers of `measure` instead of a size. */
enum { UNIT_BROKEN = 0 };
#define UNIT_LONGER SIZE_MAX /* more bytes are needed to tell */

struct unit_reader {
	/* The size of the message at the start of `bytes`, its head included. Pure. */
	size_t (*measure)(enum direction direction, struct bytes bytes);
	void (*read)(void *state, enum direction direction, struct bytes unit, struct observer *observer);
	size_t most; /* messages above this are passed unread; 0: LIMIT_HEAD_SIZE */
};

/* Reads all messages that are there whole; asks for the rest of the last. */
enum decoded units_read(const struct unit_reader *reader, void *state, enum direction direction,
			struct stream *stream, struct observer *observer);

/* Whether `bytes` are text that a person could have typed, and some. */
bool unit_is_text(struct bytes bytes);

#endif
