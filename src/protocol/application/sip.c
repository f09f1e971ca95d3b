/* SPDX-License-Identifier: Apache-2.0 */
/* SIP (RFC 3261) over UDP and TCP, as telephones, door stations and cameras (GB/T 28181) speak it:
 *
 *   start line  *( name ":" value CRLF )  CRLF  body of Content-Length bytes
 *
 * Who calls whom stands in the fields; what is told in messages (MESSAGE, INFO, NOTIFY) is content, among it
 * the MANSCDP of GB/T 28181. Media that a session description names is announced to its own decoder. The
 * passwords of Digest are not sent; only old devices use Basic. Empty lines and lone words between messages
 * keep the way open (RFC 5626). Left out: SIP over WebSocket, S/MIME, which answer belongs to which request
 * beyond its CSeq. */
#include "protocol/application/http_credential.h"
#include "protocol/application/http_head.h"
#include "protocol/application/lines.h"
#include "protocol/application/login.h"
#include "protocol/application/sdp.h"
#include "protocol/application/sip_head.h"
#include "protocol/expectation.h"

#include "base/limits.h"

enum { TEXT_MOST = 512, DEVICE_DIGITS = 20, PROBE = 1024 };

struct sip_side {
	size_t searched; /* how much was searched for the end of a head */
	bool lost;	 /* out of step: looks for the next message */
};

struct sip {
	struct sip_side sides[2];
	bool known;
};

/* What a head says of the message. Borrowed from it. */
struct head {
	struct sip_start start;
	struct bytes method; /* also of a response, from its CSeq */
	struct bytes type, encoding;
	uint64_t length;
	bool has_length;
};

static bool starts_message(struct bytes bytes)
{
	struct bytes rest = bytes_slice(bytes, 0, PROBE), line = bytes_split(&rest, '\n');
	struct sip_start start;

	return line.size < bytes.size && line_is_text(line) && sip_start_line(line, &start);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return starts_message(first) ? 8 * 12 : 0;
}

/* ---- head ---- */

/* Identifiers of GB/T 28181: 20 digits, of which the second dozen tells the kind of device. */
static bool is_device(struct bytes user)
{
	for (size_t i = 0; i < user.size; i++)
		if (user.data[i] < '0' || user.data[i] > '9')
			return false;
	return user.size == DEVICE_DIGITS;
}

static void say_password(const struct sip_address *address, struct observer *observer)
{
	const struct credential credential = {
		.scheme = "url",
		.class = "password",
		.user = address->user,
		.secret = address->password,
		.why = "password in a SIP address",
	};

	credential_say(&credential, address->password, observer);
}

/* sip:anna@example.com without what lies between and behind. */
static void say_address(const struct sip_address *address, const struct message *message, struct bytes field,
			struct observer *observer)
{
	struct buffer whole = buffer_of(TEXT_MOST);

	if (is_device(address->user)) {
		observer_value(observer, message, BYTES("DeviceID"), address->user);
	} else if (bytes_equal_nocase(address->scheme, BYTES("tel"))) {
		observer_value(observer, message, BYTES("tel"), address->user);
	} else if (address->plain.size) {
		observer_value(observer, message, field, address->plain);
	} else if (address->user.size) {
		(void)(buffer_append(&whole, address->scheme) && buffer_append_byte(&whole, ':') &&
		       buffer_append(&whole, address->user) && buffer_append_byte(&whole, '@') &&
		       buffer_append(&whole, address->host));
		if (whole.failed)
			observer_out_of_memory(observer);
		observer_value(observer, message, field, buffer_bytes(&whole));
	}
	buffer_free(&whole);
}

static void take_addresses(struct bytes list, struct bytes field, const struct message *message,
			   struct observer *observer)
{
	struct sip_address address;
	struct bytes name, value;

	while (sip_next_address(&list, &address)) {
		say_address(&address, message, field, observer);
		if (address.password.size)
			say_password(&address, observer);
		if (address.display.size && !bytes_equal(address.display, address.user))
			observer_value(observer, message, BYTES("display-name"), address.display);
		/* `tag` and `q` are for SIP itself; `+sip.instance` names the device. */
		while (sip_next_parameter(&address.parameters, &name, &value))
			if (value.size && name.data[0] == '+')
				observer_value(observer, message, bytes_from(name, 1), value);
	}
}

static void take_authorization(struct bytes value, struct bytes field, struct observer *observer)
{
	struct buffer decoded = buffer_of(LIMIT_LINE_SIZE);
	struct http_credential found;

	if (http_authorization(value, &decoded, &found)) {
		struct credential credential = {
			.scheme = found.scheme,
			.class = found.class,
			.why = found.why,
			.field = field,
			.user = found.user,
			.secret = found.secret,
		};

		/* Beside the two, nothing is defined for SIP but tokens (RFC 8898). */
		if (strcmp(found.scheme, "other") != 0)
			credential_say(&credential, value, observer);
	}
	if (decoded.failed)
		observer_out_of_memory(observer);
	buffer_free(&decoded);
}

static void take_field(struct head *head, enum sip_role role, struct bytes name, struct bytes value,
		       const struct message *message, struct observer *observer)
{
	switch (role) {
	case SIP_PLAIN:
	case SIP_SEQUENCE:
		break;
	case SIP_ADDRESS:
		take_addresses(value, name, message, observer);
		break;
	case SIP_AUTHORIZATION:
		take_authorization(value, name, observer);
		break;
	case SIP_LENGTH:
		head->has_length = bytes_to_number(value, &head->length);
		break;
	case SIP_TYPE:
		head->type = value;
		break;
	case SIP_ENCODING:
		head->encoding = value;
		break;
	default:
		if (value.size)
			observer_value(observer, message, name, value);
	}
}

/* The method of a response stands in its CSeq, which comes anywhere. */
static struct bytes method_of(struct bytes fields)
{
	struct cursor cursor = cursor_over(fields);
	struct bytes name, value;

	while (http_next_field(&cursor, &name, &value)) {
		if (!bytes_equal_nocase(name, BYTES("CSeq")))
			continue;
		(void)line_word(&value);
		return bytes_slice(value, 0, 32);
	}
	return BYTES_EMPTY;
}

static void read_fields(struct head *head, struct bytes fields, struct observer *observer)
{
	struct message message = { .part = BYTES("header"), .method = head->method };
	struct cursor cursor = cursor_over(fields);
	struct bytes name, value, full;

	if (head->start.target.size)
		take_addresses(head->start.target, BYTES("Request-URI"), &message, observer);
	while (http_next_field(&cursor, &name, &value)) {
		enum sip_role role = sip_field_of(name, &full);

		take_field(head, role, full, value, &message, observer);
	}
}

/* How long the body is said to be. False: that is not said. */
static bool length_of(struct bytes head, uint64_t *ret_length)
{
	struct cursor cursor = cursor_over(head);
	struct bytes name, value, full;

	while (http_next_field(&cursor, &name, &value))
		if (sip_field_of(name, &full) == SIP_LENGTH)
			return bytes_to_number(value, ret_length);
	return false;
}

/* ---- body ---- */

/* Whether it is said where the media is to be sent to. */
static bool is_announced(const struct sdp_track *track)
{
	bool anywhere = address_equal(&track->host, &(struct address){ .family = track->host.family });

	/* 0: not wanted. 9: the other side is to be called. */
	return track->host.family != ADDRESS_NONE && !anywhere && track->media && track->port >= 10;
}

/* Where the reports on it are to be sent to; 0: nowhere else. */
static uint16_t port_of_reports(const struct sdp_track *track)
{
	uint16_t port = track->rtcp ? track->rtcp : (uint16_t)(track->port + 1);

	return track->tcp || track->port == UINT16_MAX || port == track->port ? 0 : port;
}

static void announce(const struct sdp_track *track, struct stream *stream, struct observer *observer)
{
	struct buffer note = buffer_of(64);
	struct expectation media = {
		.decoder = track->tcp ? "rtp-tcp" : "rtp",
		.tcp = track->tcp,
		.host = track->host,
		.port = track->port,
	};

	if (!is_announced(track))
		return;
	if (!buffer_append_format(&note, "%s %s%s", track->media, track->format,
				  track->encrypted ? " srtp" : ""))
		observer_out_of_memory(observer);
	media.note = buffer_bytes(&note);
	stream_expect(stream, observer, &media);
	media.port = port_of_reports(track);
	if (media.port) {
		media.decoder = "rtcp";
		stream_expect(stream, observer, &media);
	}
	buffer_free(&note);
}

/* Where a session description starts, if there is one; it may be one of several parts. */
static size_t description_in(struct bytes body, bool parts)
{
	size_t at;

	if (bytes_start_with(body, BYTES("v=0")))
		return 0;
	at = parts ? bytes_find(body, BYTES("\nv=0\r\n")) : SIZE_MAX;
	return at == SIZE_MAX ? at : at + 1;
}

/* Over TCP only as far as the description lies in the segment that the message starts in. */
static size_t announces(struct bytes payload, struct announced_end *to, size_t room)
{
	struct sdp_track tracks[SDP_TRACKS_MOST];
	struct bytes rest = bytes_slice(payload, 0, PROBE);
	size_t scanned = 0, count = 0;

	if (!payload.size || (payload.data[0] | 0x20) < 'a' || (payload.data[0] | 0x20) > 'z' ||
	    bytes_find(bytes_split(&rest, '\n'), BYTES("SIP/2.0")) == SIZE_MAX || !starts_message(payload))
		return 0;
	struct bytes body = bytes_from(payload, http_head_end(payload, &scanned));
	size_t description = body.size < payload.size ? description_in(body, true) : SIZE_MAX;

	if (description == SIZE_MAX)
		return 0;
	size_t described = sdp_read(bytes_from(body, description), tracks);

	for (size_t i = 0; i < described; i++) {
		uint16_t reports = port_of_reports(&tracks[i]);

		if (!is_announced(&tracks[i]))
			continue;
		if (count < room)
			to[count++] = (struct announced_end){ tracks[i].host, tracks[i].port, tracks[i].tcp };
		if (reports && count < room)
			to[count++] = (struct announced_end){ tracks[i].host, reports, false };
	}
	return count;
}

static void read_body(const struct head *head, struct bytes body, bool incomplete, struct stream *stream,
		      struct observer *observer)
{
	struct message message = {
		.part = BYTES("body"),
		.method = head->method,
		.media_type = head->type,
		.content_encoding = head->encoding,
		.incomplete = incomplete,
	};
	struct sdp_track tracks[SDP_TRACKS_MOST];
	size_t description = description_in(body, bytes_start_with_nocase(head->type, BYTES("multipart/")));

	if (description != SIZE_MAX) {
		size_t count = sdp_read(bytes_from(body, description), tracks);

		for (size_t i = 0; i < count; i++)
			announce(&tracks[i], stream, observer);
	}
	if (body.size)
		observer_content(observer, &message, body, body);
}

/* ---- messages ---- */

static void read_message(struct bytes text, struct bytes body, bool incomplete, struct stream *stream,
			 struct observer *observer)
{
	struct bytes rest = text, line = bytes_split(&rest, '\n');
	struct head head = { .length = 0 };

	if (!sip_start_line(line, &head.start))
		return;
	head.method = head.start.status ? method_of(rest) : head.start.method;
	read_fields(&head, rest, observer);
	read_body(&head, body, incomplete || (head.has_length && head.length > body.size), stream, observer);
}

/* All of a datagram is one message, whatever it says of its length. */
static enum decoded decode_datagram(struct sip *sip, struct stream *stream, struct observer *observer)
{
	struct bytes datagram = stream->unread.rest;
	size_t scanned = 0, size;

	/* Keep-alives: nothing but line ends, NULs or a word. */
	if (!starts_message(datagram)) {
		if (datagram.size > 16 && !sip->known)
			return DECODED_NOT_MINE;
		if (datagram.size > 16)
			return DECODED_MALFORMED;
		cursor_skip(&stream->unread, datagram.size);
		return DECODED;
	}
	sip->known = true;
	size = http_head_end(datagram, &scanned);
	uint64_t length = 0;
	struct bytes head = bytes_slice(datagram, 0, size ? size : datagram.size);
	struct bytes body = bytes_from(datagram, head.size);

	if (length_of(head, &length) && length < body.size)
		body.size = (size_t)length;
	read_message(head, body, false, stream, observer);
	cursor_skip(&stream->unread, datagram.size);
	return DECODED;
}

/* Drops everything up to what looks like a message. A line that may go on is waited for. */
static void find_message(struct sip_side *side, struct stream *stream)
{
	struct bytes unread = stream->unread.rest;
	size_t at = 0;

	while (at < unread.size) {
		struct bytes here = bytes_from(unread, at);
		size_t end = bytes_find_byte(here, '\n');

		if (starts_message(here)) {
			side->lost = false;
			break;
		}
		if (end == SIZE_MAX) {
			at = here.size > PROBE ? unread.size : at;
			break;
		}
		at += end + 1;
	}
	cursor_skip(&stream->unread, at);
	side->searched = 0;
}

/* Reads one message; false when more is needed. */
static bool take_message(struct sip *sip, struct sip_side *side, struct stream *stream,
			 struct observer *observer)
{
	struct bytes unread = stream->unread.rest;
	bool last = stream->ended || stream->full;
	size_t size = http_head_end(unread, &side->searched);
	uint64_t length = 0;

	if (!size && !last && unread.size <= LIMIT_HEAD_SIZE)
		return false;
	struct bytes head = bytes_slice(unread, 0, size ? size : unread.size);

	if (size)
		(void)length_of(head, &length);
	if (length > LIMIT_MESSAGE_SIZE - LIMIT_HEAD_SIZE)
		length = LIMIT_MESSAGE_SIZE - LIMIT_HEAD_SIZE;
	struct bytes body = bytes_slice(unread, head.size, (size_t)length);

	if (body.size < length && !last) {
		/* The end of the head is found again then. */
		side->searched = size - 3;
		stream->wanted = head.size + (size_t)length;
		return false;
	}
	sip->known = true;
	side->searched = 0;
	side->lost = !size;
	read_message(head, body, !size || body.size < length, stream, observer);
	cursor_skip(&stream->unread, head.size + body.size);
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct sip *sip = state;
	struct sip_side *side = &sip->sides[direction];

	if (stream->datagram)
		return decode_datagram(sip, stream, observer);
	while (cursor_left(&stream->unread)) {
		struct bytes unread = stream->unread.rest;

		if (side->lost) {
			find_message(side, stream);
			if (side->lost)
				break;
		} else if (unread.data[0] == '\r' || unread.data[0] == '\n') {
			cursor_skip(&stream->unread, 1);
		} else if (starts_message(unread)) {
			if (!take_message(sip, side, stream, observer))
				break;
		} else if (bytes_find_byte(bytes_slice(unread, 0, PROBE), '\n') == SIZE_MAX &&
			   unread.size < PROBE && !stream->ended && !stream->full) {
			break;
		} else if (!sip->known) {
			return DECODED_NOT_MINE;
		} else {
			side->lost = true;
		}
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct sip *sip = state;

	(void)size;
	(void)observer;
	sip->sides[direction] = (struct sip_side){ .lost = true };
	sip->known = true;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 5060 },
					       { SELECT_TCP_PORT, 5060 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_sip = {
	.name = "sip",
	.specification = "RFC 3261, GB/T 28181-2022",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct sip),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.announces = announces,
};
