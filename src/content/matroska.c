/* SPDX-License-Identifier: Apache-2.0 */
/* Matroska and WebM (RFC 9559 in EBML, RFC 8794): the tracks.
 *
 *     element = id(1-4)  size(1-8; all ones: unknown)  body;   leading zero bits tell how long both are
 *     1a45dfa3 { 4282: "matroska" or "webm" }
 *     18538067 { 1654ae6b { ae { 83: 1 video, 2 sound   86: codec   e0 { b0: width  ba: height } } } }
 *
 * Left out: tags, attachments, what stands behind the first pictures. */
#include "base/cursor.h"
#include "content/tracks.h"

enum { ELEMENTS_MOST = 1024 };

struct element {
	uint32_t id;
	struct bytes body;
	bool cut;
};

/* A number whose first byte tells its size; the mark stays in where `marked`. */
static uint64_t number(struct cursor *cursor, unsigned longest, bool marked, bool *ret_unknown)
{
	unsigned first = cursor_peek(cursor, 0), size = 1, mark = 0x80;

	for (; size <= longest && !(first & mark); size++)
		mark >>= 1;
	if (size > longest) {
		cursor->failed = true;
		return 0;
	}
	uint64_t value = cursor_be(cursor, size), all = (UINT64_C(1) << 7 * size) - 1;

	*ret_unknown = (value & all) == all;
	return marked ? value : value & all;
}

static bool next_element(struct cursor *cursor, struct element *ret_element)
{
	bool unknown;

	ret_element->id = (uint32_t)number(cursor, 4, true, &unknown);
	uint64_t size = number(cursor, 8, false, &unknown);

	if (!cursor_ok(cursor))
		return false;
	ret_element->cut = unknown || size > cursor_left(cursor);
	ret_element->body = bytes_slice(cursor->rest, 0, ret_element->cut ? SIZE_MAX : (size_t)size);
	cursor_skip(cursor, ret_element->body.size);
	return true;
}

static uint32_t number_of(struct bytes body)
{
	struct cursor cursor = cursor_over(body);

	return body.size && body.size <= 4 ? (uint32_t)cursor_be(&cursor, body.size) : 0;
}

static bool find_element(struct bytes body, uint32_t id, struct bytes *ret_body)
{
	struct cursor cursor = cursor_over(body);
	struct element element;

	for (unsigned i = 0; i < ELEMENTS_MOST && next_element(&cursor, &element); i++)
		if (element.id == id) {
			*ret_body = element.body;
			return true;
		}
	return false;
}

static struct bytes document_type(struct bytes data)
{
	struct cursor cursor = cursor_over(data);
	struct element head;
	struct bytes type = BYTES_EMPTY;

	if (!next_element(&cursor, &head) || head.id != 0x1a45dfa3 || !find_element(head.body, 0x4282, &type))
		return BYTES_EMPTY;
	return type;
}

static void read_track(struct tracks *tracks, struct bytes track)
{
	struct bytes kind, codec = BYTES_EMPTY, video, size;

	if (!find_element(track, 0x83, &kind))
		return;
	find_element(track, 0x86, &codec);
	if (number_of(kind) == 2) {
		tracks->has_voice = true;
		tracks->voice = tracks_voice_codec(codec);
	} else if (number_of(kind) == 1) {
		tracks->has_video = true;
		tracks->video = tracks_video_codec(codec);
		if (!find_element(track, 0xe0, &video))
			return;
		tracks->width = find_element(video, 0xb0, &size) ? number_of(size) : 0;
		tracks->height = find_element(video, 0xba, &size) ? number_of(size) : 0;
	}
}

static unsigned bid(const struct content *content)
{
	if (content->data.size < 12 || content->data.data[0] != 0x1a)
		return 0;
	struct bytes type = document_type(bytes_slice(content->data, 0, 64));

	return bytes_start_with(type, BYTES("matroska")) || bytes_start_with(type, BYTES("webm")) ? 64 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	struct element element;
	struct bytes list;
	bool webm = bytes_start_with(document_type(content->data), BYTES("webm"));
	struct tracks tracks = { .container = webm ? "webm" : "matroska" };
	bool cut = false;

	while (!cut && next_element(&cursor, &element)) {
		cut = element.cut;
		if (element.id != 0x18538067 || !find_element(element.body, 0x1654ae6b, &list))
			continue;
		struct cursor entries = cursor_over(list);
		struct element entry;

		for (unsigned i = 0; i < ELEMENTS_MOST && next_element(&entries, &entry); i++)
			if (entry.id == 0xae)
				read_track(&tracks, entry.body);
	}
	tracks_say(&tracks, content, examination);
	return cut || content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_matroska = {
	.name = "matroska",
	.specification = "RFC 9559",
	.first = (const bool[256]){ [0x1a] = true },
	.bid = bid,
	.decode = decode,
};
