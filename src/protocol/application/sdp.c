/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/sdp.h"

/* Payload types that are fixed (RFC 3551 6), and encoding names whose common name is another. */
static const struct {
	uint64_t type;
	const char *format;
} fixed_types[] = {
	{ 0, "pcmu" },	{ 3, "gsm" },	{ 4, "g723" }, { 8, "pcma" },  { 9, "g722" },
	{ 10, "l16" },	{ 11, "l16" },	{ 14, "mpa" }, { 15, "g728" }, { 18, "g729" },
	{ 26, "jpeg" }, { 31, "h261" }, { 32, "mpv" }, { 33, "mp2t" }, { 34, "h263" },
};

static const struct {
	const char *name, *format;
} common_names[] = {
	{ "mpeg4-generic", "aac" },
	{ "mp4a-latm", "aac" },
	{ "mp4v-es", "mpeg4" },
	{ "hevc", "h265" },
};

static void set(char *to, size_t room, struct bytes text, bool lower)
{
	if (text.size >= room)
		return;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		/* Only what may stand in a document as it is. */
		if (byte <= 0x20 || byte >= 0x7f) {
			to[0] = 0;
			return;
		}
		to[i] = (char)(lower && byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
	}
	to[text.size] = 0;
}

/* IN IP4 192.0.2.5/127 */
static void read_host(struct bytes value, struct address *ret_host)
{
	(void)bytes_split(&value, ' ');
	(void)bytes_split(&value, ' ');
	value = bytes_split(&value, '/');
	if (!address_parse(bytes_trim(value), ret_host))
		*ret_host = (struct address){ .family = ADDRESS_NONE };
}

static uint16_t read_port(struct bytes text)
{
	uint64_t port;

	return bytes_to_number(text, &port) && port <= UINT16_MAX ? (uint16_t)port : 0;
}

/* video 49170/2 RTP/AVP 96 97 */
static void read_media(struct bytes value, struct sdp_track *track)
{
	struct bytes media = bytes_split(&value, ' '), port = bytes_split(&value, ' ');
	struct bytes transport = bytes_split(&value, ' ');
	uint64_t type;

	*track = (struct sdp_track){ .media = bytes_equal(media, BYTES("video"))   ? "video"
					      : bytes_equal(media, BYTES("audio")) ? "voice"
										   : NULL };
	track->port = read_port(bytes_split(&port, '/'));
	track->tcp = bytes_start_with_nocase(transport, BYTES("TCP/"));
	track->encrypted = bytes_find_nocase(transport, BYTES("RTP/SAVP")) != SIZE_MAX;
	if (!bytes_to_number(bytes_split(&value, ' '), &type))
		return;
	for (size_t i = 0; i < sizeof fixed_types / sizeof *fixed_types; i++)
		if (fixed_types[i].type == type)
			set(track->format, sizeof track->format, bytes_of(fixed_types[i].format), false);
}

/* 96 H264/90000 */
static void read_mapping(struct bytes value, struct sdp_track *track)
{
	(void)bytes_split(&value, ' ');
	struct bytes name = bytes_split(&value, '/');

	for (size_t i = 0; i < sizeof common_names / sizeof *common_names; i++)
		if (bytes_equal_nocase(name, bytes_of(common_names[i].name)))
			name = bytes_of(common_names[i].format);
	/* The first mapping is the preferred one. */
	if (!track->format[0])
		set(track->format, sizeof track->format, name, true);
}

size_t sdp_read(struct bytes text, struct sdp_track tracks[SDP_TRACKS_MOST])
{
	static const struct bytes mapping = { (const uint8_t *)"a=rtpmap:", 9 };
	static const struct bytes control = { (const uint8_t *)"a=control:", 10 };
	static const struct bytes rtcp = { (const uint8_t *)"a=rtcp:", 7 };
	struct address host = { .family = ADDRESS_NONE };
	size_t count = 0;

	while (text.size) {
		struct bytes line = bytes_trim(bytes_split(&text, '\n'));

		if (bytes_start_with(line, BYTES("m="))) {
			if (count == SDP_TRACKS_MOST)
				break;
			read_media(bytes_from(line, 2), &tracks[count]);
			tracks[count++].host = host;
		} else if (bytes_start_with(line, BYTES("c="))) {
			/* For all media, or for the one it stands under. */
			read_host(bytes_from(line, 2), count ? &tracks[count - 1].host : &host);
		} else if (count && bytes_start_with(line, rtcp)) {
			struct bytes port = bytes_from(line, rtcp.size);

			tracks[count - 1].rtcp = read_port(bytes_split(&port, ' '));
		} else if (count && bytes_start_with(line, mapping)) {
			read_mapping(bytes_from(line, mapping.size), &tracks[count - 1]);
		} else if (count && bytes_start_with(line, control)) {
			set(tracks[count - 1].control, sizeof tracks->control, bytes_from(line, control.size),
			    false);
		}
	}
	return count;
}
