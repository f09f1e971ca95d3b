/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of gRPC (gRPC over HTTP/2, gRPC-Web), each behind its length:
 *
 *     message = flags(1): 1 compressed, 80 trailers as text   length(4)  message(length)
 *
 * Without the media type it is claimed only if one message fills all and is Protocol Buffers. What is
 * compressed is read where the method has a magic number (gzip, zstd). */
#include "base/cursor.h"
#include "content/content.h"

enum { FLAG_COMPRESSED = 0x01, FLAG_TRAILERS = 0x80, HEAD = 5 };

extern const struct content_decoder content_decoder_protobuf;

static bool is_declared(const struct content *content)
{
	return bytes_start_with_nocase(content->media_type, BYTES("application/grpc"));
}

static bool is_head(struct bytes data)
{
	return data.size > HEAD && !(data.data[0] & ~(FLAG_COMPRESSED | FLAG_TRAILERS));
}

static unsigned bid(const struct content *content)
{
	struct cursor cursor = cursor_over(content->data);

	if (!is_head(content->data))
		return 0;
	if (is_declared(content))
		return 32;
	uint8_t flags = cursor_u8(&cursor);
	uint32_t size = cursor_be32(&cursor);
	struct content message = { .data = cursor.rest };

	if (flags || size != cursor_left(&cursor) || content->incomplete)
		return 0;
	unsigned bits = content_decoder_protobuf.bid(&message);

	return bits ? bits + 40 : 0;
}

static void read_message(const struct content *content, struct examination *examination, uint8_t flags,
			 struct bytes message, bool cut)
{
	struct content child = {
		.data = message,
		.format = "grpc",
		.media_type = bytes_find(content->media_type, BYTES("json")) == SIZE_MAX
				      ? BYTES("application/protobuf")
				      : content->media_type,
		.incomplete = cut,
	};

	/* It says what comes out, not what there is. */
	if (flags & FLAG_COMPRESSED)
		child.media_type = BYTES_EMPTY;
	if (flags & FLAG_TRAILERS)
		examination_text(examination, content, message);
	else
		examination_content(examination, content, &child, message);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);

	while (is_head(cursor.rest)) {
		uint8_t flags = cursor_u8(&cursor);
		uint32_t size = cursor_be32(&cursor);
		bool cut = size > cursor_left(&cursor);

		if (cut && !content->incomplete && cursor_left(&cursor) + HEAD == content->data.size)
			return DECODED_NOT_MINE;
		struct bytes message = cursor_take(&cursor, cut ? cursor_left(&cursor) : size);

		read_message(content, examination, flags, message, cut);
		if (cut)
			return DECODED_IN_PART;
	}
	if (cursor_left(&cursor) == 0)
		return DECODED;
	/* An empty message: five zeros at the end. */
	if (cursor_left(&cursor) == HEAD && cursor_be(&cursor, HEAD) == 0)
		return DECODED;
	if (!content->incomplete)
		examination_undecoded(examination, content, "grpc", "malformed", cursor.rest);
	return DECODED_IN_PART;
}

const struct content_decoder content_decoder_grpc = {
	.name = "grpc",
	.specification = "gRPC over HTTP/2, Length-Prefixed-Message",
	.first = (const bool[256]){ [0] = true, [1] = true, [0x80] = true, [0x81] = true },
	.bid = bid,
	.decode = decode,
};
