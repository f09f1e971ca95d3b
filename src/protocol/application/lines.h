/* SPDX-License-Identifier: Apache-2.0 */
/* What the decoders of line-based protocols share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_LINES_H
#define PROBITY_PROTOCOL_APPLICATION_LINES_H

#include "protocol/application.h"

enum line {
	LINE_NONE, /* its end is not there yet */
	LINE_WHOLE,
	LINE_CUT, /* what there is of a line that goes on in a gap, or is longer than LIMIT_LINE_SIZE */
};

/* Consumes the next line, which ends in LF or CRLF, or with the stream. */
enum line line_next(struct stream *stream, struct bytes *ret_line);

/* The next word, and moves `*rest` behind it and the blanks that follow. */
struct bytes line_word(struct bytes *rest);

/* A reply of three digits, as FTP's and SMTP's. False: the line is none. `ret_more`: further lines of
 * the same reply follow. `ret_text`: what stands behind. */
bool line_reply(struct bytes line, unsigned *ret_status, bool *ret_more, struct bytes *ret_text);

/* Whether the first word of `text` is one of `words` (ended by NULL), in any case, and ends there.
 * Returns its size in bits, for bids; 0: none. */
unsigned line_starts_with(struct bytes text, const char *const *words);

/* Whether all that is there of the first line is printable ASCII, as a bid for text demands. */
bool line_is_text(struct bytes text);

/* How many bytes to ask for when the end of a unit of unknown size is not among those that are there: so many
 * more that looking again and again costs little in all. */
static inline size_t line_wait(const struct stream *stream)
{
	size_t left = stream->unread.rest.size;

	return left < 1 << 14 ? 0 : left + left / 4;
}

#endif
