/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/mail.h"

#include "base/limits.h"

void mail_observe_address(struct bytes text, const char *field, const char *method, struct observer *observer)
{
	struct message message = { .part = BYTES("header"), .method = bytes_of(method) };
	size_t open = bytes_find_byte(text, '<');
	struct bytes address = bytes_trim(text);

	if (open != SIZE_MAX) {
		address = bytes_from(text, open + 1);
		address = bytes_split(&address, '>');
	} else {
		struct bytes rest = address;

		address = bytes_split(&rest, ' ');
	}
	if (address.size)
		observer_value(observer, &message, bytes_of(field), address);
}

static bool unstuff(struct bytes mail, struct buffer *to)
{
	bool done = true;

	while (mail.size && done) {
		if (mail.data[0] == '.')
			mail = bytes_from(mail, 1);
		size_t end = bytes_find_byte(mail, '\n');
		size_t size = end == SIZE_MAX ? mail.size : end + 1;

		done = buffer_append(to, bytes_slice(mail, 0, size));
		mail = bytes_from(mail, size);
	}
	return done;
}

void mail_observe(struct bytes mail, const char *method, bool stuffed, bool incomplete,
		  struct observer *observer)
{
	struct message message = {
		.part = BYTES("body"),
		.method = bytes_of(method),
		.media_type = BYTES("message/rfc822"),
		.incomplete = incomplete,
	};
	struct buffer plain = buffer_of(LIMIT_MESSAGE_SIZE);
	struct bytes content = mail;

	if (!mail.size)
		return;
	if (stuffed && (mail.data[0] == '.' || bytes_find(mail, BYTES("\n.")) != SIZE_MAX)) {
		if (!unstuff(mail, &plain) && plain.failed)
			observer_out_of_memory(observer);
		content = buffer_bytes(&plain);
	}
	observer_content(observer, &message, content, mail);
	buffer_free(&plain);
}

/* Where the lines end: offset of the one that is a lone dot, and its size. `from`: how much was there when
 * the last search was made. SIZE_MAX: not yet. */
static size_t find_dot(struct bytes text, size_t from, size_t *ret_size)
{
	/* The end may have begun before where the last search stopped. */
	size_t at = from > 4 ? from - 4 : 0;

	/* A message without a line. */
	if (at == 0 && text.size >= 2 && text.data[0] == '.' &&
	    (text.data[1] == '\n' || (text.size >= 3 && text.data[1] == '\r' && text.data[2] == '\n'))) {
		*ret_size = text.data[1] == '\n' ? 2 : 3;
		return 0;
	}
	for (;;) {
		size_t found = bytes_find(bytes_from(text, at), BYTES("\n."));

		if (found == SIZE_MAX)
			return SIZE_MAX;
		at += found;
		struct bytes behind = bytes_slice(text, at + 2, 2);

		if (bytes_start_with(behind, BYTES("\n")) || bytes_equal(behind, BYTES("\r\n"))) {
			*ret_size = behind.data[0] == '\n' ? 2 : 3;
			return at + 1;
		}
		at += 2;
	}
}

bool dotted_take(struct dotted *dotted, struct stream *stream, const char *method, struct observer *observer)
{
	struct bytes unread = stream->unread.rest;
	size_t size = 0, end = find_dot(unread, dotted->searched, &size);
	bool whole = end != SIZE_MAX;

	if (!whole && !stream->full && !stream->ended) {
		dotted->searched = unread.size;
		return false;
	}
	if (!whole)
		end = unread.size;
	if (method)
		mail_observe(bytes_slice(unread, 0, end), method, true, dotted->cut || !whole, observer);
	cursor_skip(&stream->unread, end + size);
	*dotted = (struct dotted){ .cut = !whole };
	return whole;
}
