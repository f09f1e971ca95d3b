/* SPDX-License-Identifier: Apache-2.0 */
/* The envelope of a message as IMAP gives it (RFC 3501 7.4.2):
 *
 *     ENVELOPE (date subject from sender reply-to to cc bcc in-reply-to message-id)
 *
 * where each of the persons is NIL or ((name route mailbox host) …) and each part NIL, "quoted" or a
 * literal. It is made into the head of a mail again and read as one. Left out: sender and reply-to, which
 * repeat from. */
#include "protocol/application/imap_envelope.h"

#include "base/limits.h"

enum { PERSONS_MOST = 64 };

static void skip_blanks(struct bytes *rest)
{
	while (rest->size && (rest->data[0] == ' ' || rest->data[0] == '\n' || rest->data[0] == '\r'))
		*rest = bytes_from(*rest, 1);
}

/* A literal `{3}` LF and three bytes. */
static bool take_literal(struct bytes *rest, struct bytes *ret_text)
{
	struct bytes behind = *rest, head = bytes_trim(bytes_split(&behind, '\n'));
	uint64_t size = 0;

	if (head.size < 3 || head.data[head.size - 1] != '}' ||
	    !bytes_to_number(bytes_slice(head, 1, head.size - 2), &size) || size > behind.size)
		return false;
	*ret_text = bytes_slice(behind, 0, (size_t)size);
	*rest = bytes_from(behind, (size_t)size);
	return true;
}

/* The next part; empty for NIL. What a quoted one escapes stays so. */
static bool take_text(struct bytes *rest, struct bytes *ret_text)
{
	skip_blanks(rest);
	if (bytes_start_with_nocase(*rest, BYTES("NIL"))) {
		*rest = bytes_from(*rest, 3);
		*ret_text = BYTES_EMPTY;
		return true;
	}
	if (rest->size && rest->data[0] == '{')
		return take_literal(rest, ret_text);
	if (!rest->size || rest->data[0] != '"')
		return false;
	size_t end = 1;

	while (end < rest->size && rest->data[end] != '"')
		end += rest->data[end] == '\\' ? 2 : 1;
	if (end >= rest->size)
		return false;
	*ret_text = bytes_slice(*rest, 1, end - 1);
	*rest = bytes_from(*rest, end + 1);
	return true;
}

static bool take_sign(struct bytes *rest, uint8_t sign)
{
	skip_blanks(rest);
	if (!rest->size || rest->data[0] != sign)
		return false;
	*rest = bytes_from(*rest, 1);
	return true;
}

static bool append_person(struct buffer *to, struct bytes name, struct bytes mailbox, struct bytes host)
{
	bool done = true;

	if (name.size)
		done = buffer_append_byte(to, '"') && buffer_append(to, name) &&
		       buffer_append(to, BYTES("\" "));
	return done && buffer_append_byte(to, '<') && buffer_append(to, mailbox) &&
	       buffer_append_byte(to, '@') && buffer_append(to, host) && buffer_append(to, BYTES(">, "));
}

/* The persons of one header; false where the list is none. Those of NULL are read over. */
static bool take_persons(struct bytes *rest, const char *header, struct buffer *to)
{
	struct bytes name, route, mailbox, host;
	unsigned count = 0;

	skip_blanks(rest);
	if (bytes_start_with_nocase(*rest, BYTES("NIL"))) {
		*rest = bytes_from(*rest, 3);
		return true;
	}
	if (!take_sign(rest, '('))
		return false;
	while (take_sign(rest, '(')) {
		if (!take_text(rest, &name) || !take_text(rest, &route) || !take_text(rest, &mailbox) ||
		    !take_text(rest, &host) || !take_sign(rest, ')'))
			return false;
		/* Without a host it is the name of a group. */
		if (!header || !mailbox.size || !host.size || count++ == PERSONS_MOST)
			continue;
		if (count == 1 && !buffer_append_text(to, header))
			return false;
		if (!append_person(to, name, mailbox, host))
			return false;
	}
	if (count && !buffer_append(to, BYTES("\r\n")))
		return false;
	return take_sign(rest, ')');
}

void imap_envelope_observe(struct bytes answer, struct bytes where, struct observer *observer)
{
	static const char *const headers[] = { "From: ", NULL, NULL, "To: ", "Cc: ", "Bcc: " };
	const struct message message = {
		.part = BYTES("body"),
		.method = BYTES("FETCH"),
		.media_type = BYTES("message/rfc822"),
	};
	size_t at = bytes_find_nocase(answer, BYTES(" ENVELOPE ("));
	size_t start = at == SIZE_MAX ? bytes_find_nocase(answer, BYTES("(ENVELOPE (")) : at;

	if (start == SIZE_MAX)
		return;
	struct bytes rest = bytes_from(answer, start + 11), date, subject;
	struct buffer head = buffer_of(LIMIT_MESSAGE_SIZE);

	if (take_text(&rest, &date) && take_text(&rest, &subject))
		for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
			if (!take_persons(&rest, headers[i], &head))
				break;
	if (head.failed)
		observer_out_of_memory(observer);
	if (head.size)
		observer_content(observer, &message, buffer_bytes(&head), where);
	buffer_free(&head);
}
