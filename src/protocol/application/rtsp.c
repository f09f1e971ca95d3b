/* SPDX-License-Identifier: Apache-2.0 */
/* RTSP 1.0 (RFC 2326), with the frames of media that may stand between its messages:
 *
 *   '$' channel (1) size (2) RTP or RTCP; RFC 2326 10.12
 *
 * Media is in clear: it is passed over, but said; that over UDP is announced to its own decoder. Left out:
 * RTSP 2.0's pipelining, RTSP inside HTTP. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"
#include "protocol/application/sdp.h"
#include "protocol/expectation.h"

#include "base/base64.h"
#include "base/limits.h"

enum { FRAME_HEADER = 4, TOPIC_MOST = 512 };

struct rtsp_side {
	size_t searched;  /* how much was searched for the end of a head */
	size_t body_left; /* the body of the message whose head was read */
	bool lost;	  /* out of step: looks for the next message */
	bool describes;	  /* the body is the answer to a DESCRIBE */
	bool body_cut;
};

struct media_track {
	struct sdp_track is;
	unsigned channel; /* of its RTP frames, plus 1; 0: none yet */
	uint64_t bytes;
	struct span origin;
	enum sender sender;
};

struct rtsp {
	struct rtsp_side sides[2];
	bool known;
	/* the request that waits for its answer */
	struct buffer topic;
	const char *method; /* static; NULL: no request was seen */
	struct login login;
	const char *authorization; /* static: "password", "challenge"; NULL: none was sent */
	struct media_track tracks[SDP_TRACKS_MOST];
	size_t track_count, set_up; /* set_up: track + 1 that the last SETUP named */
};

static const char *const methods[] = {
	"OPTIONS",  "DESCRIBE", "ANNOUNCE",	 "SETUP",	  "PLAY",     "PAUSE",
	"TEARDOWN", "RECORD",	"GET_PARAMETER", "SET_PARAMETER", "REDIRECT", NULL,
};

static bool is_response(struct bytes line)
{
	return bytes_start_with(line, BYTES("RTSP/1.0 ")) || bytes_start_with(line, BYTES("RTSP/2.0 "));
}

static bool is_request(struct bytes line)
{
	return line_starts_with(line, methods) && bytes_find(line, BYTES(" RTSP/")) != SIZE_MAX;
}

static bool is_frame(struct bytes bytes)
{
	if (bytes.size < FRAME_HEADER + 2 || bytes.data[0] != '$' || bytes.data[1] > 31)
		return false;
	size_t size = (size_t)(bytes.data[2] << 8 | bytes.data[3]);
	struct bytes next = bytes_from(bytes, FRAME_HEADER + size);

	/* RTP and RTCP start with version 2. */
	return size >= 8 && bytes.data[4] >> 6 == 2 &&
	       (!next.size || next.data[0] == '$' || is_response(next));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_split(&rest, '\n');

	(void)direction;
	if (is_frame(first))
		return bytes_from(first, FRAME_HEADER + (size_t)(first.data[2] << 8 | first.data[3])).size
			       ? 34
			       : 8;
	unsigned bits = is_response(line) ? 72 : is_request(line) ? 64 : 0;

	return bits && line_is_text(first) ? bits : 0;
}

/* ---- head ---- */

static struct bytes header(struct bytes head, const char *name)
{
	while (head.size) {
		struct bytes line = bytes_split(&head, '\n'), value = line;
		struct bytes field = bytes_split(&value, ':');

		if (bytes_equal_nocase(bytes_trim(field), bytes_of(name)))
			return bytes_trim(value);
	}
	return BYTES_EMPTY;
}

static void keep(struct buffer *to, struct bytes text, struct observer *observer)
{
	to->maximum = TOPIC_MOST;
	buffer_clear(to);
	if (!buffer_append(to, bytes_slice(text, 0, TOPIC_MOST)))
		observer_out_of_memory(observer);
}

static void take_basic(struct rtsp *rtsp, struct bytes text, struct observer *observer)
{
	struct buffer decoded = buffer_of(LIMIT_LINE_SIZE);

	if (base64_decode(text, &decoded) && bytes_find_byte(buffer_bytes(&decoded), ':') != SIZE_MAX) {
		struct bytes secret = buffer_bytes(&decoded), user = bytes_split(&secret, ':');

		login_begin(&rtsp->login, "basic", "password", "base64");
		login_user(&rtsp->login, user, text, observer);
		login_secret(&rtsp->login, secret, text, observer);
	}
	if (decoded.failed)
		observer_out_of_memory(observer);
	buffer_free(&decoded);
}

static void take_digest(struct rtsp *rtsp, struct bytes text, struct observer *observer)
{
	size_t at = bytes_find_nocase(text, BYTES("username=\"")),
	       proof = bytes_find(text, BYTES("response=\""));

	if (at == SIZE_MAX || proof == SIZE_MAX)
		return;
	struct bytes user = bytes_from(text, at + 10), response = bytes_from(text, proof + 10);

	login_begin(&rtsp->login, "digest", "hash", NULL);
	login_user(&rtsp->login, bytes_split(&user, '"'), text, observer);
	login_secret(&rtsp->login, bytes_split(&response, '"'), text, observer);
}

static void take_authorization(struct rtsp *rtsp, struct bytes value, struct observer *observer)
{
	struct bytes rest = value, scheme = line_word(&rest);

	if (bytes_equal_nocase(scheme, BYTES("Basic"))) {
		rtsp->authorization = "password";
		take_basic(rtsp, rest, observer);
	} else if (bytes_equal_nocase(scheme, BYTES("Digest"))) {
		rtsp->authorization = "challenge";
		take_digest(rtsp, rest, observer);
	}
}

/* rtsp://user:secret@host:port/path?query */
static void take_url(struct rtsp *rtsp, struct bytes url, enum direction direction, struct observer *observer)
{
	struct message message = { .part = BYTES("query"), .method = bytes_of(rtsp->method) };
	size_t scheme = bytes_find(url, BYTES("://"));
	struct bytes rest = scheme == SIZE_MAX ? BYTES_EMPTY : bytes_from(url, scheme + 3);
	size_t slash = bytes_find_byte(rest, '/');
	struct bytes authority = bytes_slice(rest, 0, slash), path = bytes_from(rest, slash);
	size_t at = bytes_find_byte(authority, '@');
	struct address address;

	if (at != SIZE_MAX) {
		struct bytes secret = bytes_slice(authority, 0, at), user = bytes_split(&secret, ':');

		login_begin(&rtsp->login, "url", "password", NULL);
		login_user(&rtsp->login, user, url, observer);
		login_secret(&rtsp->login, secret, url, observer);
		rtsp->authorization = "password";
		authority = bytes_from(authority, at + 1);
	}
	struct bytes host = authority;

	host = bytes_split(&host, ':');
	if (direction == FROM_CLIENT && host.size && !address_parse(host, &address))
		observer_name_host(observer, host);
	struct bytes query = path, topic = bytes_split(&query, '?');

	keep(&rtsp->topic, topic, observer);
	message.topic = buffer_bytes(&rtsp->topic);
	message.media_type = BYTES("application/x-www-form-urlencoded");
	if (query.size)
		observer_content(observer, &message, query, query);
}

static bool asked(const struct rtsp *rtsp, const char *method)
{
	return rtsp->method && strcmp(rtsp->method, method) == 0;
}

static void set_method(struct rtsp *rtsp, struct bytes method)
{
	for (const char *const *at = methods; *at; at++)
		if (bytes_equal_nocase(method, bytes_of(*at)))
			rtsp->method = *at;
}

/* Which track a SETUP is for: that whose control the URL ends in, else the next one without a channel. */
static size_t track_of(const struct rtsp *rtsp, struct bytes url)
{
	for (size_t i = 0; i < rtsp->track_count; i++)
		if (rtsp->tracks[i].is.control[0] &&
		    bytes_end_with(url, bytes_of(rtsp->tracks[i].is.control)))
			return i + 1;
	for (size_t i = 0; i < rtsp->track_count; i++)
		if (!rtsp->tracks[i].channel)
			return i + 1;
	return 0;
}

static void say_login(struct rtsp *rtsp, const char *result, struct observer *observer)
{
	bool url = login_pending(&rtsp->login) && strcmp(rtsp->login.scheme, "url") == 0;

	login_say(&rtsp->login, rtsp->method, url ? "user part of a URL" : "Authorization header", result,
		  observer);
}

static void take_request(struct rtsp *rtsp, enum direction direction, struct bytes head,
			 struct observer *observer)
{
	struct bytes rest = head, line = bytes_trim(bytes_split(&rest, '\n'));
	struct bytes method = line_word(&line), url = line_word(&line);

	say_login(rtsp, "unknown", observer);
	rtsp->authorization = NULL;
	set_method(rtsp, method);
	take_url(rtsp, url, direction, observer);
	take_authorization(rtsp, header(rest, "Authorization"), observer);
	if (asked(rtsp, "SETUP"))
		rtsp->set_up = track_of(rtsp, url);
}

/* A DESCRIBE that was answered tells whether the camera asks who is there. */
static void say_service(struct rtsp *rtsp, unsigned status, struct bytes head, struct observer *observer)
{
	struct buffer action = buffer_of(TOPIC_MOST + 16);
	struct bytes challenge = header(head, "WWW-Authenticate");
	bool basic = bytes_start_with_nocase(challenge, BYTES("Basic"));
	const char *authentication = status == 401	   ? (basic ? "password" : "challenge")
				     : rtsp->authorization ? rtsp->authorization
							   : "none";

	if (!asked(rtsp, "DESCRIBE") || (status != 200 && status != 401))
		return;
	buffer_append_text(&action, "DESCRIBE ");
	buffer_append(&action, buffer_bytes(&rtsp->topic));
	buffer_append_byte(&action, 0);
	if (action.failed)
		observer_out_of_memory(observer);
	else
		service_say(&(struct service){ .authentication = authentication,
					       .action = (const char *)action.data,
					       .gave = status == 200 ? "media" : "nothing",
					       .status = status,
					       .text = header(head, "Server") },
			    head, observer);
	buffer_free(&action);
}

/* The number behind `name` in a Transport header. */
static bool transport_number(struct bytes transport, struct bytes name, uint64_t *ret_number)
{
	size_t at = bytes_find_nocase(transport, name), digits = 0;
	struct bytes number = bytes_from(transport, at == SIZE_MAX ? transport.size : at + name.size);

	while (digits < number.size && number.data[digits] >= '0' && number.data[digits] <= '9')
		digits++;
	return bytes_to_number(bytes_slice(number, 0, digits), ret_number);
}

/* RTP to the client's port, and RTCP to the one above it. */
static void announce(const struct rtsp *rtsp, const struct sdp_track *track, struct bytes transport,
		     uint64_t port, struct stream *stream, struct observer *observer)
{
	const struct carrier *flow = observer_carrier(observer);
	struct buffer note = buffer_of(64);
	struct expectation media = {
		.decoder = "rtp",
		.host = flow->from_client ? flow->source : flow->destination,
		.peer = flow->from_client ? flow->destination : flow->source,
		.port = (uint16_t)port,
		.label = buffer_bytes(&rtsp->topic),
	};
	bool encrypted = bytes_find_nocase(transport, BYTES("RTP/SAVP")) != SIZE_MAX;

	if (!buffer_append_format(&note, "%s %s%s", track && track->media ? track->media : "",
				  track ? track->format : "", encrypted ? " srtp" : ""))
		observer_out_of_memory(observer);
	media.note = buffer_bytes(&note);
	stream_expect(stream, observer, &media);
	media.decoder = "rtcp";
	media.port++;
	stream_expect(stream, observer, &media);
	buffer_free(&note);
}

/* Transport: …;interleaved=0-1, or …;client_port=5000-5001 */
static void take_transport(struct rtsp *rtsp, struct bytes head, struct stream *stream,
			   struct observer *observer)
{
	struct bytes transport = header(head, "Transport");
	struct media_track *track = rtsp->set_up ? &rtsp->tracks[rtsp->set_up - 1] : NULL;
	uint64_t number;

	if (track && transport_number(transport, BYTES("interleaved="), &number) && number < 255)
		track->channel = (unsigned)number + 1;
	if (transport_number(transport, BYTES("client_port="), &number) && number && number < UINT16_MAX)
		announce(rtsp, track ? &track->is : NULL, transport, number, stream, observer);
	rtsp->set_up = 0;
}

static void take_response(struct rtsp *rtsp, struct rtsp_side *side, struct bytes head, struct stream *stream,
			  struct observer *observer)
{
	struct bytes rest = head, line = bytes_trim(bytes_split(&rest, '\n'));
	uint64_t status = 0;

	(void)line_word(&line);
	(void)bytes_to_number(line_word(&line), &status);
	if (rtsp->method) {
		say_service(rtsp, (unsigned)status, head, observer);
		say_login(rtsp,
			  status == 401 || status == 403 ? "refused"
			  : status == 200		 ? "accepted"
							 : "unknown",
			  observer);
	}
	side->describes = asked(rtsp, "DESCRIBE") && status == 200;
	if (asked(rtsp, "SETUP"))
		take_transport(rtsp, head, stream, observer);
	rtsp->authorization = NULL;
}

/* ---- bodies and media ---- */

static void take_tracks(struct rtsp *rtsp, struct bytes body)
{
	struct sdp_track tracks[SDP_TRACKS_MOST];
	size_t count = sdp_read(body, tracks);

	/* Another description of the same session must not lose what was counted. */
	for (size_t i = rtsp->track_count; i < count; i++)
		rtsp->tracks[i] = (struct media_track){ .is = tracks[i] };
	if (count > rtsp->track_count)
		rtsp->track_count = count;
}

static bool take_body(struct rtsp *rtsp, struct rtsp_side *side, struct stream *stream,
		      struct observer *observer)
{
	size_t left = cursor_left(&stream->unread);
	bool whole = left >= side->body_left;
	struct message message = {
		.part = BYTES("body"),
		.method = bytes_of(rtsp->method),
		.topic = buffer_bytes(&rtsp->topic),
		.incomplete = side->body_cut || !whole,
	};

	if (!whole && !stream->ended && !stream->full) {
		stream->wanted = side->body_left;
		return false;
	}
	struct bytes body = cursor_take(&stream->unread, whole ? side->body_left : left);

	if (bytes_start_with(body, BYTES("v=0")))
		message.media_type = BYTES("application/sdp");
	if (bytes_start_with(body, BYTES("v=0")) || side->describes)
		take_tracks(rtsp, body);
	if (body.size)
		observer_content(observer, &message, body, body);
	side->body_left -= body.size;
	side->body_cut = true;
	return whole;
}

static void count_frame(struct rtsp *rtsp, enum direction direction, unsigned channel, size_t size,
			struct bytes where, struct observer *observer)
{
	for (size_t i = 0; i < rtsp->track_count; i++) {
		struct media_track *track = &rtsp->tracks[i];

		if (track->channel != channel + 1)
			continue;
		if (!track->bytes) {
			track->origin = observer_span(observer, where);
			track->sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;
		}
		track->bytes += size;
		return;
	}
}

/* Passes over the frames that are there, and over the rest of the last one. */
static bool take_frames(struct rtsp *rtsp, enum direction direction, struct stream *stream,
			struct observer *observer)
{
	while (cursor_left(&stream->unread) >= FRAME_HEADER && cursor_peek(&stream->unread, 0) == '$') {
		struct bytes start = cursor_take(&stream->unread, FRAME_HEADER);
		size_t size = (size_t)(start.data[2] << 8 | start.data[3]),
		       left = cursor_left(&stream->unread);

		count_frame(rtsp, direction, start.data[1], size, start, observer);
		cursor_skip(&stream->unread, size < left ? size : left);
		if (size > left) {
			stream->skip = size - left;
			stream->skip_as = READABLE;
			return true;
		}
	}
	return cursor_left(&stream->unread) && cursor_peek(&stream->unread, 0) == '$' && !stream->ended;
}

/* ---- stream ---- */

/* The size of the head with its empty line; 0: not all there. */
static size_t head_size(struct bytes unread, size_t searched)
{
	size_t from = searched > 3 ? searched - 3 : 0;

	for (;;) {
		size_t at = bytes_find_byte(bytes_from(unread, from), '\n');

		if (at == SIZE_MAX)
			return 0;
		at += from;
		struct bytes next = bytes_slice(unread, at + 1, 2);

		if (bytes_start_with(next, BYTES("\n")))
			return at + 2;
		if (bytes_equal(next, BYTES("\r\n")))
			return at + 3;
		from = at + 1;
	}
}

/* Out of step: drops everything up to what looks like a message or a frame. What was searched for the
 * end of a head stays searched, so that many beginnings without an end cost no more than one. */
static void find_message(struct rtsp_side *side, struct stream *stream)
{
	struct bytes unread = stream->unread.rest;

	for (size_t i = 0; i < unread.size; i++) {
		struct bytes here = bytes_from(unread, i), line = bytes_slice(here, 0, 2048);

		if (unread.data[i] == '$' ? !is_frame(here)
					  : unread.data[i] != 'R' && (i > 0 && unread.data[i - 1] != '\n'))
			continue;
		line = bytes_split(&line, '\n');
		if (unread.data[i] != '$' && !is_response(line) && !is_request(line))
			continue;
		cursor_skip(&stream->unread, i);
		side->searched -= side->searched < i ? side->searched : i;
		side->lost = false;
		return;
	}
	cursor_skip(&stream->unread, unread.size);
	side->searched = 0;
}

static enum decoded take_head(struct rtsp *rtsp, enum direction direction, struct stream *stream,
			      struct observer *observer)
{
	struct rtsp_side *side = &rtsp->sides[direction];
	struct bytes unread = stream->unread.rest;
	size_t size = head_size(unread, side->searched);
	struct bytes head = bytes_slice(unread, 0, size), line = head;
	uint64_t length = 0;

	line = bytes_split(&line, '\n');
	side->searched = 0;
	if (!is_response(line) && !is_request(line)) {
		side->lost = rtsp->known;
		cursor_skip(&stream->unread, rtsp->known ? 1 : 0);
		return rtsp->known ? DECODED : DECODED_NOT_MINE;
	}
	rtsp->known = true;
	cursor_skip(&stream->unread, size);
	if (is_response(line))
		take_response(rtsp, side, head, stream, observer);
	else
		take_request(rtsp, direction, head, observer);
	if (bytes_to_number(header(head, "Content-Length"), &length))
		side->body_left = length < LIMIT_MESSAGE_SIZE ? (size_t)length : LIMIT_MESSAGE_SIZE;
	side->body_cut = false;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct rtsp *rtsp = state;
	struct rtsp_side *side = &rtsp->sides[direction];
	enum decoded decoded = DECODED;

	while (decoded == DECODED && cursor_left(&stream->unread) && !stream->skip) {
		struct bytes unread = stream->unread.rest;
		uint8_t first = unread.data[0];

		if (side->lost) {
			find_message(side, stream);
		} else if (side->body_left) {
			if (!take_body(rtsp, side, stream, observer))
				break;
		} else if (first == '\r' || first == '\n') {
			cursor_skip(&stream->unread, 1);
		} else if (first == '$') {
			if (take_frames(rtsp, direction, stream, observer))
				break;
			if (stream->ended && cursor_left(&stream->unread) < FRAME_HEADER)
				break;
		} else if (head_size(unread, side->searched)) {
			decoded = take_head(rtsp, direction, stream, observer);
		} else if (unread.size > LIMIT_HEAD_SIZE || stream->full) {
			if (!rtsp->known)
				return DECODED_NOT_MINE;
			/* From the next byte on: the same beginning would be found again for ever. */
			cursor_skip(&stream->unread, 1);
			side->searched = unread.size - 1;
			side->lost = true;
		} else {
			side->searched = unread.size;
			break;
		}
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct rtsp *rtsp = state;
	struct rtsp_side *side = &rtsp->sides[direction];

	(void)observer;
	side->searched = 0;
	if (size < side->body_left) {
		side->body_left -= (size_t)size;
		side->body_cut = true;
		return;
	}
	side->body_left = 0;
	side->lost = rtsp->known = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct rtsp *rtsp = state;

	say_login(rtsp, "unknown", observer);
	for (size_t i = 0; i < rtsp->track_count; i++) {
		const struct media_track *track = &rtsp->tracks[i];
		struct observation said = observation_of(KIND_MEDIA);

		if (!track->bytes || !track->is.media)
			continue;
		observation_word(&said, ATTRIBUTE_MEDIA, track->is.media);
		observation_word(&said, ATTRIBUTE_FORMAT, track->is.format);
		observation_word(&said, ATTRIBUTE_METHOD, "RTP");
		observation_text(&said, ATTRIBUTE_TOPIC, buffer_bytes(&rtsp->topic));
		observation_number(&said, ATTRIBUTE_BYTES, track->bytes);
		said.origin = track->origin;
		said.sender = track->sender;
		observer_say(observer, &said, BYTES_EMPTY);
	}
	buffer_free(&rtsp->topic);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 554 },
					       { SELECT_TCP_PORT, 8554 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_rtsp = {
	.name = "rtsp",
	.specification = "RFC 2326",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct rtsp),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
