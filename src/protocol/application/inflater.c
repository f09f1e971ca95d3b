/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/inflater.h"

#include "base/memory.h"

#include <stdlib.h>
#include <zlib.h>

/* What zlib takes for one: 32 KB of history and its tables. */
enum { INFLATER_SIZE = 44 << 10, STEP = 16 << 10 };

struct inflater {
	z_stream stream;
};

struct inflater *inflater_new(struct observer *observer)
{
	if (!observer_hold(observer, INFLATER_SIZE))
		return NULL;
	struct inflater *inflater = memory_new(sizeof *inflater);

	if (inflater && inflateInit2(&inflater->stream, -MAX_WBITS) == Z_OK)
		return inflater;
	free(inflater);
	observer_give_back(observer, INFLATER_SIZE);
	observer_out_of_memory(observer);
	return NULL;
}

bool inflater_read(struct inflater *inflater, struct bytes part, struct buffer *to)
{
	uint8_t spare[1024];
	z_stream *stream = &inflater->stream;
	int result = Z_OK;

	stream->next_in = (z_const Bytef *)(uintptr_t)part.data;
	stream->avail_in = (uInt)part.size;
	do {
		size_t room = to->maximum - to->size < STEP ? to->maximum - to->size : STEP;
		bool kept = room && buffer_reserve(to, room);

		to->full |= !room;
		if (kept)
			room = to->room - to->size < to->maximum - to->size ? to->room - to->size
									    : to->maximum - to->size;
		stream->next_out = kept ? to->data + to->size : spare;
		stream->avail_out = kept ? (uInt)room : (uInt)sizeof spare;
		result = inflate(stream, Z_SYNC_FLUSH);
		if (kept)
			to->size += room - stream->avail_out;
		/* A last block may end a message as well; the next one begins anew. */
		if (result == Z_STREAM_END && inflateReset(stream) != Z_OK)
			return false;
	} while ((result == Z_OK || result == Z_STREAM_END) && (stream->avail_in || !stream->avail_out));
	return result == Z_OK || result == Z_STREAM_END || (result == Z_BUF_ERROR && !stream->avail_in);
}

void inflater_forget(struct inflater *inflater)
{
	(void)inflateReset(&inflater->stream);
}

void inflater_free(struct inflater *inflater, struct observer *observer)
{
	if (!inflater)
		return;
	inflateEnd(&inflater->stream);
	free(inflater);
	observer_give_back(observer, INFLATER_SIZE);
}
