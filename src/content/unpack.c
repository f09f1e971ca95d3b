/* SPDX-License-Identifier: Apache-2.0 */
#include "content/unpack.h"

/* Bytes asked for at first, and at most at once. */
enum { STEP_LEAST = 4096, STEP_MOST = 1 << 20 };
enum { BY_CHANCE = 64, REST_LEAST = 16 };

/* A larger step for larger data: most text shrinks to a fifth. */
static size_t step_size(size_t in)
{
	size_t step = in < STEP_MOST / 5 ? in * 5 : STEP_MOST;

	return step < STEP_LEAST ? STEP_LEAST : step;
}

/* Unpacks into `buffer` until the input or the room ends. UNPACK_GOING: one of them ended early.
 * `*in` is then what is left of the input. */
static struct unpack_step unpack_all(const struct unpacker *unpacker, void *stream, struct bytes *in,
				     struct buffer *buffer)
{
	struct unpack_step step = { .state = UNPACK_GOING };

	for (;;) {
		size_t size = step_size(in->size), room = buffer->maximum - buffer->size;

		if (size < unpacker->room)
			size = unpacker->room;
		if (room == 0)
			buffer->full = true;
		if (room == 0 || !buffer_reserve(buffer, size < room ? size : room))
			return step;
		room = buffer->room - buffer->size;
		step = unpacker->step(stream, *in, buffer->data + buffer->size, room);
		buffer->size += step.given;
		*in = bytes_from(*in, step.taken);
		if (step.state != UNPACK_GOING || (step.taken == 0 && step.given == 0) ||
		    (in->size == 0 && step.given < room))
			return step;
	}
}

static bool is_nothing(const struct unpacker *unpacker, const struct unpack_step *end,
		       const struct buffer *buffer, struct bytes rest)
{
	if (end->reason || end->state == UNPACK_NO_MEMORY || buffer->full || buffer->failed)
		return false;
	if (unpacker->chance && end->state == UNPACK_BROKEN && buffer->size < BY_CHANCE)
		return true;
	if (buffer->size)
		return false;
	return end->state == UNPACK_DONE ? unpacker->chance && rest.size : !unpacker->certain;
}

static void say_trouble(const struct unpacker *unpacker, const struct content *parent,
			struct examination *examination, struct bytes part, const struct unpack_step *end,
			bool full, bool incomplete)
{
	const char *reason = full ? "limit" : end->reason;

	if (!reason && end->state == UNPACK_BROKEN)
		reason = "malformed";
	if (!reason && end->state == UNPACK_GOING && !incomplete)
		reason = "cut";
	if (reason)
		examination_undecoded(examination, parent, unpacker->format, reason, part);
}

/* `*in`: moves to what is left of it. */
static enum decoded unpack_all_of(const struct unpacker *unpacker, void *stream, const struct content *parent,
				  struct examination *examination, const struct content *child,
				  struct bytes *in, bool incomplete)
{
	struct buffer buffer = examination_buffer(examination);
	struct bytes part = *in;
	struct unpack_step end = unpack_all(unpacker, stream, in, &buffer);
	bool cut = end.state != UNPACK_DONE, full = buffer.full;
	bool nothing = is_nothing(unpacker, &end, &buffer, *in);

	if (end.state == UNPACK_NO_MEMORY)
		observer_out_of_memory(examination_observer(examination));
	if (buffer.size && !nothing) {
		struct content unpacked = *child;

		unpacked.data = buffer_bytes(&buffer);
		unpacked.incomplete = cut;
		examination_content(examination, parent, &unpacked, part);
	}
	examination_buffer_end(examination, &buffer);
	if (nothing)
		return DECODED_NOT_MINE;
	say_trouble(unpacker, parent, examination, part, &end, full, incomplete);
	return cut ? DECODED_IN_PART : DECODED;
}

enum decoded unpack_part(const struct unpacker *unpacker, void *stream, const struct content *parent,
			 struct examination *examination, const struct content *child, struct bytes part,
			 bool incomplete)
{
	return unpack_all_of(unpacker, stream, parent, examination, child, &part, incomplete);
}

/* What stands behind the packed data: more of it in another way, or padding. */
static void read_rest(const struct content *content, struct examination *examination, struct bytes rest)
{
	struct content child = { .data = rest, .format = "rest", .incomplete = content->incomplete };
	size_t zeros = 0;

	while (zeros < rest.size && rest.data[zeros] == 0)
		zeros++;
	if (rest.size - zeros >= REST_LEAST)
		examination_content(examination, content, &child, rest);
}

enum decoded unpack_content(const struct unpacker *unpacker, void *stream, const struct content *content,
			    struct examination *examination)
{
	const struct content child = { .format = unpacker->format, .encoding = true };

	struct bytes rest = content->data;
	enum decoded decoded = unpack_all_of(unpacker, stream, content, examination, &child, &rest,
					     content->incomplete);

	if (decoded == DECODED)
		read_rest(content, examination, rest);
	return decoded;
}
