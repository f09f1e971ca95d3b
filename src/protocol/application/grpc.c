/* SPDX-License-Identifier: Apache-2.0 */
/* As in the specification of gRPC over HTTP/2 (PROTOCOL-HTTP2.md) and gRPC-Web (PROTOCOL-WEB.md). */
#include "protocol/application/grpc.h"

#include "base/base64.h"
#include "base/cursor.h"
#include "base/limits.h"

enum { PREFIX = 5, COMPRESSED = 1, TRAILERS = 0x80 };

enum grpc_sort grpc_sort_of(struct bytes media_type)
{
	struct bytes rest = bytes_from(media_type, 16);

	if (!bytes_start_with_nocase(media_type, BYTES("application/grpc")))
		return GRPC_NONE;
	if (bytes_start_with_nocase(rest, BYTES("-web-text")))
		return GRPC_TEXT;
	return !rest.size || rest.data[0] == '+' || rest.data[0] == ';' || rest.data[0] == ' ' ||
			       bytes_start_with_nocase(rest, BYTES("-web"))
		       ? GRPC_MESSAGES
		       : GRPC_NONE;
}

/* What a message is made of, by the part of the media type behind the plus. */
static struct bytes form_of(struct bytes media_type)
{
	struct bytes suffix = bytes_slice(media_type, 0, bytes_find_byte(media_type, ';'));
	size_t plus = bytes_find_byte(suffix, '+');

	suffix = plus == SIZE_MAX ? BYTES_EMPTY : bytes_trim(bytes_from(suffix, plus + 1));
	if (bytes_equal_nocase(suffix, BYTES("json")))
		return BYTES("application/json");
	return !suffix.size || bytes_equal_nocase(suffix, BYTES("proto")) ? BYTES("application/grpc+proto")
									  : media_type;
}

/* `name: value` lines, all of them HTTP/2's trailers in other places. */
static void read_trailers(const struct message *message, struct bytes text, struct observer *observer)
{
	struct message trailer = *message;

	trailer.part = BYTES("trailer");
	trailer.media_type = trailer.content_encoding = BYTES_EMPTY;
	while (text.size) {
		struct bytes value = bytes_trim(bytes_split(&text, '\n')), name = bytes_split(&value, ':');

		if (bytes_equal_nocase(name, BYTES("grpc-message")))
			observer_value(observer, &trailer, name, bytes_trim(value));
	}
}

static size_t read_messages(struct grpc *grpc, const struct message *of, struct bytes body,
			    struct bytes where, bool over, struct observer *observer)
{
	struct cursor cursor = cursor_over(body);
	size_t done = 0;

	while (cursor_left(&cursor)) {
		struct message message = *of;
		size_t skip = grpc->skip < cursor_left(&cursor) ? (size_t)grpc->skip : cursor_left(&cursor);

		cursor_skip(&cursor, skip);
		grpc->skip -= skip;
		done = body.size - cursor_left(&cursor);
		uint8_t flags = cursor_u8(&cursor);
		uint32_t size = cursor_be32(&cursor);

		if (!cursor_ok(&cursor))
			break;
		bool whole = size <= cursor_left(&cursor), hopeless = size > LIMIT_MESSAGE_SIZE - PREFIX;

		if (!whole && !over && !hopeless)
			break;
		struct bytes content = cursor_take(&cursor, whole ? size : cursor_left(&cursor));

		message.incomplete |= !whole;
		message.media_type = form_of(of->media_type);
		if (!(flags & COMPRESSED))
			message.content_encoding = BYTES_EMPTY;
		if (flags & TRAILERS)
			read_trailers(of, content, observer);
		else
			observer_content(observer, &message, content, where.size ? where : content);
		grpc->skip = whole ? 0 : size - content.size;
		done = body.size - cursor_left(&cursor);
	}
	return over ? body.size : done;
}

/* Pieces of base64, each with its padding, that were sent as they came. */
static size_t read_text(struct grpc *grpc, const struct message *message, struct bytes body,
			struct observer *observer)
{
	struct buffer decoded = buffer_of(LIMIT_MESSAGE_SIZE);

	base64_decode_pieces(body, &decoded);
	if (decoded.failed)
		observer_out_of_memory(observer);
	read_messages(grpc, message, buffer_bytes(&decoded), body, true, observer);
	buffer_free(&decoded);
	return body.size;
}

size_t grpc_read(struct grpc *grpc, const struct message *message, struct bytes body, bool over,
		 struct observer *observer)
{
	if (grpc->sort == GRPC_TEXT)
		return over ? read_text(grpc, message, body, observer) : 0;
	return read_messages(grpc, message, body, BYTES_EMPTY, over, observer);
}
