/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

/* Bytes asked for at first, and at most at once. */
enum { STEP_LEAST = 4096, STEP_MOST = 1 << 20 };

/* A larger step for larger data: most text shrinks to a fifth. */
static size_t step_size(size_t in)
{
	size_t step = in < STEP_MOST / 5 ? in * 5 : STEP_MOST;

	return step < STEP_LEAST ? STEP_LEAST : step;
}

static struct codec_step run_all(const struct codec *codec, void *stream, struct bytes *in, struct buffer *to)
{
	struct codec_step step = { .state = CODEC_GOING };

	for (;;) {
		size_t size = step_size(in->size), room = to->maximum - to->size;

		if (size < codec->room)
			size = codec->room;
		if (room == 0)
			to->full = true;
		if (room == 0 || !buffer_reserve(to, size < room ? size : room))
			return step;
		room = to->room - to->size;
		step = codec->step(stream, *in, to->data + to->size, room);
		to->size += step.given;
		*in = bytes_from(*in, step.taken);
		if (step.state != CODEC_GOING || (step.taken == 0 && step.given == 0) ||
		    (in->size == 0 && step.given < room))
			return step;
	}
}

struct codec_step codec_run(const struct codec *codec, struct bytes *in, struct buffer *to)
{
	void *stream = codec->open ? codec->open() : NULL;

	if (codec->open && !stream)
		return (struct codec_step){ .state = CODEC_NO_MEMORY };
	struct codec_step step = run_all(codec, stream, in, to);

	if (codec->close)
		codec->close(stream);
	return step;
}

size_t codec_block(const struct codec *codec, struct bytes in, uint8_t *to, size_t room,
		   enum codec_state *ret_state)
{
	void *stream = codec->open ? codec->open() : NULL;
	struct codec_step step = { .state = CODEC_NO_MEMORY };
	size_t given = 0;

	if (codec->open && !stream) {
		*ret_state = CODEC_NO_MEMORY;
		return 0;
	}
	do {
		step = codec->step(stream, in, to + given, room - given);
		given += step.given;
		in = bytes_from(in, step.taken);
	} while (step.state == CODEC_GOING && (step.taken || step.given));
	if (codec->close)
		codec->close(stream);
	*ret_state = step.state;
	return given;
}
