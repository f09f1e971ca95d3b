/* SPDX-License-Identifier: Apache-2.0 */
/* RTMP (Adobe's Real Time Messaging Protocol 1.0), by which cameras push their pictures to a cloud:
 *
 *   handshake, each side: 03  time(4) 0(4) random(1528)  echo(1536)
 *   *( kind(2 bits) chunk stream(6 bits: 0, 1: one or two bytes more)
 *      kind 0: time(3) size(3) type(1) message stream(4); 1: without the last; 2: time only; 3: nothing
 *      time(4) where the short one is ff ff ff   part of a message, at most as large as agreed upon )
 *
 * Commands (connect, publish, play) are AMF0. Whose stream it is stands in their names and URLs; under a name
 * that cannot be guessed anybody may publish. Pictures and sound are observed once a direction, with their
 * format and size. Left out: AMF3 beyond the AMF0 inside it, aggregates, RTMPE, RTMPT, streams whose
 * handshake was not captured. */
#include "protocol/application/login.h"
#include "protocol/application/tunnel.h"

enum {
	HANDSHAKE = 1536,
	STREAMS = 16,
	MESSAGE_MOST = 16 << 10,
	CHUNK_FIRST = 128,
	CHUNK_MOST = 1 << 24,
	VALUES_MOST = 64,
	DEPTH_MOST = 4,
	NAME_KEY = 16,
};

enum {
	TYPE_CHUNK_SIZE = 1,
	TYPE_AUDIO = 8,
	TYPE_VIDEO = 9,
	TYPE_COMMAND3 = 17,
	TYPE_DATA = 18,
	TYPE_COMMAND = 20
};

struct chunk_stream {
	uint32_t id, size, left; /* left: of the message that is under way */
	uint8_t type;
	bool long_time, used;
};

struct rtmp_side {
	bool started;
	uint32_t chunk; /* largest part of a message */
	struct chunk_stream streams[STREAMS];
	struct tunnel_media audio, video;
	struct buffer message; /* of the chunk stream below */
	uint32_t owner;
};

struct rtmp {
	struct rtmp_side sides[2];
};

/* Newer players put their version in the place of the zeros. */
static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	if (first.size < 9 || first.data[0] != 3)
		return 0;
	if (bytes_equal(bytes_slice(first, 5, 4), BYTES("\0\0\0\0")))
		return first.size >= 512 ? 40 : 8;
	return first.size >= 512 ? 8 : 0;
}

/* ---- commands ---- */

struct amf {
	struct cursor cursor;
	const struct message *message;
	struct observer *observer;
	unsigned values;
};

static bool skip_value(struct amf *amf, struct bytes name, unsigned depth);

static bool take_members(struct amf *amf, unsigned depth)
{
	while (cursor_left(&amf->cursor)) {
		struct bytes name = cursor_take(&amf->cursor, cursor_be16(&amf->cursor));

		if (!name.size && cursor_peek(&amf->cursor, 0) == 9) {
			cursor_skip(&amf->cursor, 1);
			return cursor_ok(&amf->cursor);
		}
		if (!cursor_ok(&amf->cursor) || !skip_value(amf, name, depth + 1))
			return false;
	}
	return true;
}

static void give_text(struct amf *amf, struct bytes name, struct bytes text)
{
	if (name.size && text.size && cursor_ok(&amf->cursor))
		observer_value(amf->observer, amf->message, name, text);
}

/* Reads one value; text with a name is handed over. */
static bool skip_value(struct amf *amf, struct bytes name, unsigned depth)
{
	struct cursor *cursor = &amf->cursor;

	if (depth > DEPTH_MOST || ++amf->values > VALUES_MOST)
		return false;
	switch (cursor_u8(cursor)) {
	case 0: /* number */
		cursor_skip(cursor, 8);
		break;
	case 1: /* yes or no */
		cursor_skip(cursor, 1);
		break;
	case 2:
		give_text(amf, name, cursor_take(cursor, cursor_be16(cursor)));
		break;
	case 3: /* object */
		return take_members(amf, depth);
	case 5: /* null */
	case 6: /* undefined */
		break;
	case 8: /* array with names */
		cursor_skip(cursor, 4);
		return take_members(amf, depth);
	case 11: /* date */
		cursor_skip(cursor, 10);
		break;
	case 12:
		give_text(amf, name, cursor_take(cursor, cursor_be32(cursor)));
		break;
	default:
		return false;
	}
	return cursor_ok(cursor);
}

/* Letters and digits mixed, long: nobody would guess it. */
static bool is_key(struct bytes name)
{
	unsigned digits = 0, letters = 0;

	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i], lower = byte | 0x20;
		bool digit = byte >= '0' && byte <= '9', letter = lower >= 'a' && lower <= 'z';

		if (!digit && !letter && byte != '-' && byte != '_')
			return false;
		digits += digit;
		letters += letter;
	}
	return name.size >= NAME_KEY && digits >= 3 && letters >= 3;
}

/* The name of a stream: `camera7?token=…`. */
static void take_name(struct bytes name, const struct message *message, bool publishes,
		      struct observer *observer)
{
	struct message said = *message;
	struct bytes query = name, path = bytes_split(&query, '?');

	said.part = BYTES("query");
	said.media_type = BYTES("application/x-www-form-urlencoded");
	if (query.size)
		observer_content(observer, &said, query, query);
	if (publishes && is_key(path)) {
		struct observation key = observation_of(KIND_CREDENTIAL);

		observation_word(&key, ATTRIBUTE_SCHEME, "url");
		observation_word(&key, ATTRIBUTE_CLASS, "token");
		observation_word(&key, ATTRIBUTE_DATA, "credential.token");
		observation_text(&key, ATTRIBUTE_SECRET, path);
		observation_word(&key, ATTRIBUTE_METHOD, "publish");
		observation_word(&key, ATTRIBUTE_CONFIDENCE, "likely");
		observation_word(&key, ATTRIBUTE_WHY, "key of a stream: whoever has it may publish");
		observation_word(&key, ATTRIBUTE_RESULT, "unknown");
		key.shown_at_start = 1;
		observer_say(observer, &key, BYTES_EMPTY);
	} else if (path.size) {
		observer_value(observer, message, BYTES("streamName"), path);
	}
}

/* name(text) transaction(number) object or null, then what the command is about. */
static void take_command(struct bytes bytes, struct observer *observer)
{
	static const char *const known[] = { "connect", "publish", "play", "releaseStream", "FCPublish" };
	struct message message = { .part = BYTES("command") };
	struct amf amf = { cursor_over(bytes), &message, observer, 0 };

	if (cursor_u8(&amf.cursor) != 2)
		return;
	struct bytes name = cursor_take(&amf.cursor, cursor_be16(&amf.cursor));
	size_t which = 0;

	while (which < sizeof known / sizeof *known && !bytes_equal(name, bytes_of(known[which])))
		which++;
	if (which == sizeof known / sizeof *known)
		return;
	message.method = bytes_of(known[which]);
	if (!skip_value(&amf, BYTES_EMPTY, 0) || !skip_value(&amf, BYTES_EMPTY, 0))
		return;
	if (which == 0 || which > 2 || cursor_u8(&amf.cursor) != 2)
		return;
	struct bytes stream = cursor_take(&amf.cursor, cursor_be16(&amf.cursor));

	if (cursor_ok(&amf.cursor))
		take_name(stream, &message, which == 1, observer);
}

/* ---- messages ---- */

static const char *audio_format(uint8_t first)
{
	static const char *const formats[16] = {
		[0] = "pcm",   [1] = "adpcm", [2] = "mp3",    [3] = "pcm",  [7] = "g711a",
		[8] = "g711u", [10] = "aac",  [11] = "speex", [14] = "mp3",
	};

	return formats[first >> 4];
}

static const char *video_format(struct bytes part)
{
	struct bytes code = bytes_slice(part, 1, 4);

	/* Enhanced RTMP: a code of four letters. */
	if (part.data[0] & 0x80)
		return bytes_equal(code, BYTES("hvc1"))	  ? "h265"
		       : bytes_equal(code, BYTES("avc1")) ? "h264"
		       : bytes_equal(code, BYTES("av01")) ? "av1"
							  : NULL;
	switch (part.data[0] & 15) {
	case 2:
		return "h263";
	case 7:
		return "h264";
	case 12:
		return "h265";
	default:
		return NULL;
	}
}

static bool is_kept(const struct chunk_stream *stream)
{
	return (stream->type == TYPE_COMMAND || stream->type == TYPE_COMMAND3 ||
		stream->type == TYPE_CHUNK_SIZE) &&
	       stream->size <= MESSAGE_MOST;
}

static void forget(struct rtmp_side *side, struct observer *observer)
{
	if (side->message.maximum)
		observer_give_back(observer, MESSAGE_MOST);
	buffer_free(&side->message);
	side->message.maximum = 0;
}

static void keep_part(struct rtmp_side *side, const struct chunk_stream *stream, struct bytes part,
		      bool first, struct observer *observer)
{
	if (first) {
		forget(side, observer);
		if (!observer_hold(observer, MESSAGE_MOST))
			return;
		side->message = buffer_of(MESSAGE_MOST);
		side->owner = stream->id;
	}
	if (side->message.maximum && side->owner == stream->id && !buffer_append(&side->message, part) &&
	    side->message.failed)
		observer_out_of_memory(observer);
}

static void end_message(struct rtmp_side *side, const struct chunk_stream *stream, struct observer *observer)
{
	struct bytes message = buffer_bytes(&side->message);

	if (side->owner != stream->id || message.size != stream->size)
		return;
	if (stream->type == TYPE_CHUNK_SIZE) {
		struct cursor cursor = cursor_over(message);
		uint32_t size = cursor_be32(&cursor);

		if (size && size < CHUNK_MOST)
			side->chunk = size;
	} else {
		take_command(bytes_from(message, stream->type == TYPE_COMMAND3), observer);
	}
	forget(side, observer);
}

static void take_part(struct rtmp_side *side, struct chunk_stream *stream, struct bytes part, bool first,
		      struct observer *observer)
{
	if (stream->type == TYPE_VIDEO)
		tunnel_note_media(&side->video, "video", first && part.size ? video_format(part) : NULL, part,
				  observer);
	else if (stream->type == TYPE_AUDIO)
		tunnel_note_media(&side->audio, "voice", first && part.size ? audio_format(*part.data) : NULL,
				  part, observer);
	else if (is_kept(stream))
		keep_part(side, stream, part, first, observer);
	stream->left -= (uint32_t)part.size;
	if (!stream->left && is_kept(stream))
		end_message(side, stream, observer);
}

/* ---- chunks ---- */

static struct chunk_stream *stream_of(struct rtmp_side *side, uint32_t id)
{
	for (size_t i = 0; i < STREAMS; i++) {
		if (side->streams[i].used && side->streams[i].id != id)
			continue;
		side->streams[i].id = id;
		return &side->streams[i];
	}
	return NULL;
}

/* Reads the head of a chunk into `*ret_stream`, a copy of the one it is of. False: no such head. The cursor
 * fails where it is not all there. */
static bool read_head(struct rtmp_side *side, struct cursor *cursor, struct chunk_stream *ret_stream,
		      struct chunk_stream **ret_of)
{
	uint8_t first = cursor_u8(cursor), kind = first >> 6;
	uint32_t id = first & 63;

	if (id == 0)
		id = 64u + cursor_u8(cursor);
	else if (id == 1)
		id = 64u + cursor_le16(cursor);
	struct chunk_stream *of = stream_of(side, id);

	if (!of || (kind > 0 && !of->used))
		return false;
	struct chunk_stream stream = *of;

	if (kind < 3)
		stream.long_time = cursor_be24(cursor) == 0xffffff;
	if (kind < 2) {
		stream.size = cursor_be24(cursor);
		stream.type = cursor_u8(cursor);
	}
	if (kind == 0)
		cursor_skip(cursor, 4);
	if (stream.long_time)
		cursor_skip(cursor, 4);
	/* A new message begins only behind the end of the last one. */
	if (kind < 3 && of->left)
		return false;
	stream.used = true;
	*ret_stream = stream;
	*ret_of = of;
	return stream.type >= 1 && stream.type <= 22;
}

static enum decoded decode_chunks(struct rtmp_side *side, struct stream *stream, struct observer *observer)
{
	while (cursor_left(&stream->unread)) {
		struct cursor cursor = stream->unread;
		struct chunk_stream head, *of = NULL;
		bool right = read_head(side, &cursor, &head, &of);

		if (!cursor_ok(&cursor))
			return DECODED;
		if (!right)
			return DECODED_MALFORMED;
		bool first = head.left == 0;

		if (first)
			head.left = head.size;
		size_t size = head.left < side->chunk ? head.left : side->chunk;
		struct bytes part = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor)) {
			if (!stream->ended && !stream->full)
				stream->wanted = cursor_left(&stream->unread) - cursor_left(&cursor) + size;
			return DECODED;
		}
		*of = head;
		stream->unread = cursor;
		take_part(side, of, part, first, observer);
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct rtmp *rtmp = state;
	struct rtmp_side *side = &rtmp->sides[direction];

	if (!cursor_left(&stream->unread))
		return DECODED;
	if (side->started)
		return decode_chunks(side, stream, observer);
	if (cursor_u8(&stream->unread) != 3)
		return DECODED_NOT_MINE;
	side->started = true;
	side->chunk = CHUNK_FIRST;
	stream->skip = 2 * HANDSHAKE;
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct rtmp *rtmp = state;

	for (unsigned i = 0; i < 2; i++) {
		struct rtmp_side *side = &rtmp->sides[i];
		enum sender sender = i == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;

		media_say(&side->video, "RTMP", sender, observer);
		media_say(&side->audio, "RTMP", sender, observer);
		forget(side, observer);
	}
}

const struct app_decoder app_decoder_rtmp = {
	.name = "rtmp",
	.specification = "Adobe RTMP 1.0, Enhanced RTMP v1",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 1935 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct rtmp),
	.bid = bid,
	.decode = decode,
	.close = end,
};
