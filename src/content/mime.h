/* SPDX-License-Identifier: Apache-2.0 */
/* Heads as in RFC 5322 and RFC 2045: of a mail, of a part of a multipart body. */
#ifndef PROBITY_CONTENT_MIME_H
#define PROBITY_CONTENT_MIME_H

#include "content/content.h"

struct mime_head {
	struct bytes disposition, name, file_name; /* Content-Disposition and its parameters */
	struct bytes media_type;		   /* Content-Type, whole */
	struct bytes transfer_encoding;
};

/* Takes the next header of `*head`: its name and its value, which may go over several lines. False at
 * the end of the head; `*head` is then what stands behind the empty line, if there was one. */
bool mime_next_header(struct bytes *head, struct bytes *ret_name, struct bytes *ret_value);

/* Reads a head and moves `*part` to the body behind it. */
struct mime_head mime_read_head(struct bytes *part);

/* A parameter of a header value, without its quotes: `boundary` of `multipart/mixed; boundary="x"`. */
struct bytes mime_parameter(struct bytes value, struct bytes name);

/* Undoes quoted-printable (RFC 2045 section 6.7). What is no escape stays as it is. */
void mime_undo_quoted(struct bytes text, struct buffer *to);

/* Hands over a body, its transfer encoding undone. `where`: the body as it stands. */
void mime_read_body(const struct content *content, struct examination *examination,
		    const struct mime_head *head, struct bytes body, bool incomplete);

#endif
