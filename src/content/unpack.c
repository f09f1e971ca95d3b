/* SPDX-License-Identifier: Apache-2.0 */
#include "content/unpack.h"

enum { BY_CHANCE = 64, REST_LEAST = 16 };

static const char *format_of(const struct unpacker *unpacker)
{
	return unpacker->format ? unpacker->format : unpacker->codec->name;
}

static bool is_nothing(const struct unpacker *unpacker, const struct codec_step *end,
		       const struct buffer *buffer, struct bytes rest)
{
	if (end->reason || end->state == CODEC_NO_MEMORY || buffer->full || buffer->failed)
		return false;
	if (unpacker->chance && end->state == CODEC_BROKEN && buffer->size < BY_CHANCE)
		return true;
	if (buffer->size)
		return false;
	return end->state == CODEC_DONE ? unpacker->chance && rest.size : !unpacker->certain;
}

static void say_trouble(const struct unpacker *unpacker, const struct content *parent,
			struct examination *examination, struct bytes part, const struct codec_step *end,
			bool full, bool incomplete)
{
	const char *reason = full ? "limit" : end->reason;

	if (!reason && end->state == CODEC_BROKEN)
		reason = "malformed";
	if (!reason && end->state == CODEC_GOING && !incomplete)
		reason = "cut";
	if (reason)
		examination_undecoded(examination, parent, format_of(unpacker), reason, part);
}

/* `*in`: moves to what is left of it. */
static enum decoded unpack_all_of(const struct unpacker *unpacker, const struct content *parent,
				  struct examination *examination, const struct content *child,
				  struct bytes *in, bool incomplete)
{
	struct buffer buffer = examination_buffer(examination);
	struct bytes part = *in;
	struct codec_step end = codec_run(unpacker->codec, in, &buffer);
	bool cut = end.state != CODEC_DONE, full = buffer.full;
	bool nothing = is_nothing(unpacker, &end, &buffer, *in);

	if (end.state == CODEC_NO_MEMORY)
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

enum decoded unpack_part(const struct unpacker *unpacker, const struct content *parent,
			 struct examination *examination, const struct content *child, struct bytes part,
			 bool incomplete)
{
	return unpack_all_of(unpacker, parent, examination, child, &part, incomplete);
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

enum decoded unpack_content(const struct unpacker *unpacker, const struct content *content,
			    struct examination *examination)
{
	const struct content child = { .format = format_of(unpacker), .encoding = true };

	struct bytes rest = content->data;
	enum decoded decoded = unpack_all_of(unpacker, content, examination, &child, &rest,
					     content->incomplete);

	if (decoded == DECODED)
		read_rest(content, examination, rest);
	return decoded;
}
