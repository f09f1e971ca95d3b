/* SPDX-License-Identifier: Apache-2.0 */
#include "content/inflate.h"

#include <zlib.h>

/* Bytes asked for at first, and at most at once. */
enum { STEP_LEAST = 4096, STEP_MOST = 1 << 20 };
enum { BY_CHANCE = 64 };

/* A larger step for larger data: most text shrinks to a fifth. */
static size_t step_size(size_t in)
{
	size_t step = in < STEP_MOST / 5 ? in * 5 : STEP_MOST;

	return step < STEP_LEAST ? STEP_LEAST : step;
}

/* Inflates into `buffer` until the input or the room ends. Z_OK: both ended early. */
static int inflate_all(z_stream *stream, struct buffer *buffer, bool members)
{
	for (;;) {
		size_t step = step_size(stream->avail_in), room = buffer->maximum - buffer->size;

		if (room == 0)
			buffer->full = true;
		if (room == 0 || !buffer_reserve(buffer, step < room ? step : room))
			return Z_BUF_ERROR;
		room = buffer->room - buffer->size;
		stream->next_out = buffer->data + buffer->size;
		stream->avail_out = (uInt)room;
		int result = inflate(stream, Z_NO_FLUSH);

		buffer->size += room - stream->avail_out;
		if (result == Z_STREAM_END && members && stream->avail_in > 2 && stream->next_in[0] == 0x1f &&
		    stream->next_in[1] == 0x8b && inflateReset(stream) == Z_OK)
			continue;
		if (result != Z_OK || (stream->avail_in == 0 && stream->avail_out))
			return result;
	}
}

enum decoded inflate_content(const struct content *content, struct examination *examination,
			     const char *format, enum inflate_wrapping wrapping)
{
	static const int window[] = { [INFLATE_RAW] = -15, [INFLATE_ZLIB] = 15, [INFLATE_GZIP] = 15 + 16 };
	z_stream stream = {
		.next_in = (z_const Bytef *)(uintptr_t)content->data.data,
		.avail_in = content->data.size < UINT32_MAX ? (uInt)content->data.size : UINT32_MAX,
	};

	if (inflateInit2(&stream, window[wrapping]) != Z_OK) {
		observer_out_of_memory(examination_observer(examination));
		return DECODED_IN_PART;
	}
	struct buffer buffer = examination_buffer(examination);
	int result = inflate_all(&stream, &buffer, wrapping == INFLATE_GZIP);
	bool cut = result != Z_STREAM_END, full = buffer.full;
	/* Text that begins like zlib by chance gives a few bytes, then an error. */
	bool chance = wrapping != INFLATE_GZIP && result == Z_DATA_ERROR && buffer.size < BY_CHANCE;
	bool nothing = chance || (buffer.size == 0 && cut && !full);

	inflateEnd(&stream);
	if (buffer.size && !nothing) {
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = format,
			.encoding = true,
			.incomplete = cut,
		};

		examination_content(examination, content, &child, content->data);
	}
	examination_buffer_end(examination, &buffer);
	if (nothing)
		return DECODED_NOT_MINE;
	if (full)
		examination_undecoded(examination, content, format, "limit", content->data);
	else if (result == Z_DATA_ERROR)
		examination_undecoded(examination, content, format, "malformed", content->data);
	else if (cut && !content->incomplete)
		examination_undecoded(examination, content, format, "cut", content->data);
	return cut ? DECODED_IN_PART : DECODED;
}
