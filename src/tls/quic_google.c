/* SPDX-License-Identifier: Apache-2.0 */
/* The hello of Google's own QUIC, before it took up TLS ("QUIC Crypto", 2016; versions Q024 to Q050):
 *
 *     "CHLO" entries(16) 0(16), then entries: tag(4 characters), end of its value(32); then the values
 *
 * All numbers are little endian. It says the server's name and what program asks. Left out: what the
 * server answers, which names nobody. */
#include "tls/quic.h"

#include "base/limits.h"

enum { ENTRIES_MOST = 128 };

struct bytes quic_find_google(struct bytes bytes)
{
	size_t at = bytes_find(bytes, BYTES("CHLO"));

	return at == SIZE_MAX ? BYTES_EMPTY : bytes_from(bytes, at);
}

static void say_hello(struct quic *quic, enum direction direction, struct bytes name, struct bytes where,
		      struct observer *observer)
{
	struct session *session = session_new(direction);
	const struct client_hello hello = { .highest = VERSION_TLS13, .suite_size = 2, .server_name = name };
	struct message message = { .part = BYTES("hello") };

	if (!session) {
		observer_out_of_memory(observer);
		return;
	}
	session->origin = observer_span(observer, where);
	session->spoken = direction;
	(void)session_take_client_hello(session, &hello);
	if (session->host_size) {
		if (direction == FROM_CLIENT)
			observer_name_host(observer, name);
		observer_value(observer, &message, BYTES("sni"), name);
	}
	session_say(session, "unknown", false, observer);
	session_free(session);
	quic->said = true;
}

void quic_read_google(struct quic *quic, enum direction direction, struct bytes hello,
		      struct observer *observer)
{
	struct cursor cursor = cursor_over(hello);
	struct message message = { .part = BYTES("hello") };
	struct bytes name = BYTES_EMPTY, agent = BYTES_EMPTY;

	cursor_skip(&cursor, 4);
	unsigned count = cursor_le16(&cursor);

	cursor_skip(&cursor, 2);
	struct cursor entries = cursor_over(cursor_take(&cursor, 8 * (size_t)count));
	struct bytes values = cursor.rest;
	uint32_t start = 0;

	if (!cursor_ok(&cursor) || count == 0 || count > ENTRIES_MOST || quic->said)
		return;
	while (cursor_left(&entries)) {
		struct bytes tag = cursor_take(&entries, 4);
		uint32_t end = cursor_le32(&entries);

		if (end < start || end > values.size)
			return;
		if (bytes_equal(tag, BYTES("SNI\0")))
			name = bytes_slice(values, start, end - start);
		else if (bytes_equal(tag, BYTES("UAID")))
			agent = bytes_slice(values, start, end - start);
		start = end;
	}
	say_hello(quic, direction, name, hello, observer);
	if (agent.size)
		observer_value(observer, &message, BYTES("user-agent"), agent);
}
