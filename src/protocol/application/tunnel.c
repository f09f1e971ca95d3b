/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/tunnel.h"

#include "protocol/choose.h"

/* A maker's header before what it carries is no longer than this. */
enum { HEADER_MOST = 64 };

/* Where JSON starts and ends in a payload. */
static struct bytes find_json(struct bytes payload)
{
	size_t start = bytes_find_byte(bytes_slice(payload, 0, HEADER_MOST), '{'), end = payload.size;

	if (start == SIZE_MAX)
		return BYTES_EMPTY;
	while (end > start && payload.data[end - 1] != '}')
		end--;
	struct bytes json = bytes_slice(payload, start, end - start), rest = bytes_from(json, 1);

	while (rest.size &&
	       (rest.data[0] == ' ' || rest.data[0] == '\t' || rest.data[0] == '\n' || rest.data[0] == '\r'))
		rest = bytes_from(rest, 1);
	return rest.size > 1 && rest.data[0] == '"' ? json : BYTES_EMPTY;
}

/* The codec of a picture that begins within the first bytes: a start code, and a unit with which pictures
 * that stand alone begin (ISO/IEC 14496-10 table 7-1, 23008-2 table 7-1). NULL: none. */
static const char *find_picture(struct bytes payload)
{
	for (size_t i = 0; i + 5 < payload.size && i < HEADER_MOST; i++) {
		const uint8_t *at = payload.data + i;

		if (at[0] != 0 || at[1] != 0 || at[2] != 0 || at[3] != 1)
			continue;
		if ((at[4] == 0x67 || at[4] == 0x27) && at[5] >= 0x42)
			return "h264";
		if (at[4] == 0x40 && at[5] == 1)
			return "h265";
	}
	return NULL;
}

void tunnel_note_media(struct tunnel_media *media, const char *medium, const char *format, struct bytes where,
		       struct observer *observer)
{
	if (!media->medium) {
		media->medium = medium;
		media->format = format;
		media->origin = observer_span(observer, where);
	}
	media->bytes += where.size;
}

enum readability tunnel_read(struct tunnel *tunnel, enum direction direction, const struct message *message,
			     struct bytes payload, struct observer *observer)
{
	struct bytes json = find_json(payload);
	const char *format = json.size ? NULL : find_picture(payload);

	if (json.size) {
		observer_content(observer, message, json, json);
		return READABLE;
	}
	if (format || tunnel->in_media[direction]) {
		tunnel_note_media(&tunnel->media[direction], "video", format, payload, observer);
		tunnel->in_media[direction] = true;
		return READABLE;
	}
	enum readability look = choose_look(payload);

	if (look == READABLE)
		observer_content(observer, message, payload, payload);
	return look;
}

void media_say(const struct tunnel_media *media, const char *method, enum sender sender,
	       struct observer *observer)
{
	struct observation said = observation_of(KIND_MEDIA);

	if (!media->medium)
		return;
	observation_word(&said, ATTRIBUTE_MEDIA, media->medium);
	observation_word(&said, ATTRIBUTE_FORMAT, media->format);
	observation_word(&said, ATTRIBUTE_METHOD, method);
	observation_number(&said, ATTRIBUTE_BYTES, media->bytes);
	said.origin = media->origin;
	said.sender = sender;
	observer_say(observer, &said, BYTES_EMPTY);
}

void tunnel_say_media(const struct tunnel *tunnel, const char *method, struct observer *observer)
{
	media_say(&tunnel->media[FROM_CLIENT], method, SENDER_CLIENT, observer);
	media_say(&tunnel->media[FROM_SERVER], method, SENDER_SERVER, observer);
}
