/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/mail.h"

#include "base/limits.h"

/* Names of head lines that hold addresses of people. Not Message-ID, References, In-Reply-To: what
 * stands there looks like an address and is none. */
static const char *const address_fields[] = {
	"from", "to", "cc", "bcc", "reply-to", "sender", "return-path", "disposition-notification-to",
};

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

/* Splits at commas that stand outside of quotes and brackets. */
static void say_addresses(struct bytes list, const char *field, const char *method, struct observer *observer)
{
	size_t start = 0;
	bool quoted = false, angled = false;

	for (size_t i = 0; i <= list.size; i++) {
		uint8_t byte = i < list.size ? list.data[i] : ',';

		if (byte == '"' && !angled)
			quoted = !quoted;
		else if (byte == '<' || byte == '>')
			angled = byte == '<';
		if (i < list.size && (byte != ',' || quoted || angled))
			continue;
		mail_observe_address(bytes_slice(list, start, i - start), field, method, observer);
		start = i + 1;
	}
}

/* The next line of a head with the lines that continue it; false at the empty line, or the end. */
static bool next_field(struct bytes *rest, struct bytes *ret_line)
{
	struct bytes all = *rest, line = bytes_split(rest, '\n');

	if (!bytes_trim(line).size)
		return false;
	while (rest->size && (rest->data[0] == ' ' || rest->data[0] == '\t'))
		(void)bytes_split(rest, '\n');
	*ret_line = bytes_slice(all, 0, all.size - rest->size);
	return true;
}

static void say_head(struct bytes mail, const char *method, struct observer *observer)
{
	struct bytes rest = bytes_slice(mail, 0, LIMIT_HEAD_SIZE), line;

	while (next_field(&rest, &line)) {
		struct bytes name = bytes_split(&line, ':');

		for (size_t i = 0; i < sizeof address_fields / sizeof *address_fields; i++)
			if (bytes_equal_nocase(bytes_trim(name), bytes_of(address_fields[i])))
				say_addresses(line, address_fields[i], method, observer);
	}
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
	say_head(mail, method, observer);
	if (stuffed && (mail.data[0] == '.' || bytes_find(mail, BYTES("\n.")) != SIZE_MAX)) {
		if (!unstuff(mail, &plain) && plain.failed)
			observer_out_of_memory(observer);
		content = buffer_bytes(&plain);
	}
	observer_content(observer, &message, content, mail);
	buffer_free(&plain);
}

size_t mail_end(struct bytes text, size_t from, size_t *ret_size)
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
