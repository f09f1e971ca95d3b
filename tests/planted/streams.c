/* SPDX-License-Identifier: Apache-2.0 */
/* Live sound and pictures: RTP announced by RTSP and by SIP (to the same host, and to a third one), seen by
 * itself, interleaved, with RTCP beside it; JT/T 1078; what is announced and never comes, or is encrypted. */
#include "planted.h"

enum { RTP_VP8 = 97, RTP_H264 = 96, RTP_OPUS = 111, PACKETS = 6 };

/* RFC 3550: version 2, type, number, time, source. */
static struct bytes rtp_packet(struct garden *garden, uint8_t type, uint8_t number, struct bytes payload)
{
	const uint8_t head[] = { 0x80, type, 0, number, 0, 0, number, 0, 0x12, 0x34, 0x56, 0x78 };

	return joined(garden, (const struct bytes[]){ { head, sizeof head }, payload }, 2);
}

/* Several packets one way. */
static void say_media(struct garden *garden, const struct ends *ends, bool server, uint8_t type,
		      struct bytes payload)
{
	struct turn turns[PACKETS];

	for (uint8_t i = 0; i < PACKETS; i++)
		turns[i] = (struct turn){ server, rtp_packet(garden, type, i, payload) };
	say_udp_between(garden, ends, turns, PACKETS);
}

/* ---- RTSP: RFC 2326 ---- */

static const char *const description = "v=0\r\nm=video 0 RTP/AVP 97\r\na=rtpmap:97 VP8/90000\r\n";

static void set_up(struct garden *garden, const char *transport, const char *answer, struct bytes media)
{
	const struct turn turns[] = {
		{ false, BYTES("DESCRIBE rtsp://cam.lock.example/live RTSP/1.0\r\nCSeq: 1\r\n\r\n") },
		{ true, text(garden,
			     "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Type: application/sdp\r\n"
			     "Content-Length: %zu\r\n\r\n%s",
			     strlen(description), description) },
		{ false, text(garden,
			      "SETUP rtsp://cam.lock.example/live RTSP/1.0\r\nCSeq: 2\r\nTransport: "
			      "%s\r\n\r\n",
			      transport) },
		{ true, text(garden, "RTSP/1.0 200 OK\r\nCSeq: 2\r\nSession: 7\r\nTransport: %s%s\r\n\r\n",
			     transport, answer) },
		{ false,
		  BYTES("PLAY rtsp://cam.lock.example/live RTSP/1.0\r\nCSeq: 3\r\nSession: 7\r\n\r\n") },
		{ true, BYTES("RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n") },
		{ true, media },
	};

	say_tcp(garden, 554, turns, media.size ? 7 : 6);
}

static void rtsp(struct garden *garden)
{
	const struct bytes packet = rtp_packet(garden, RTP_VP8, 1, BYTES("nothing shows"));
	const uint8_t frame[] = { '$', 0, 0, (uint8_t)packet.size };

	planting(garden, "video that RTSP announces");
	tells(garden, "media", "video/vp8");
	set_up(garden, "RTP/AVP;unicast;client_port=41000-41001", ";server_port=51000-51001", BYTES_EMPTY);
	say_media(garden, &(struct ends){ NULL, 41000, 51000 }, true, RTP_VP8, BYTES("nothing shows"));
	planting(garden, "video within RTSP");
	tells(garden, "media", "video/vp8");
	set_up(garden, "RTP/AVP/TCP;unicast;interleaved=0-1", "",
	       joined(garden, (const struct bytes[]){ { frame, 4 }, packet }, 2));
	planting(garden, "video that RTSP announces and that is encrypted");
	set_up(garden, "RTP/SAVP;unicast;client_port=41002-41003", ";server_port=51002-51003", BYTES_EMPTY);
	say_media(garden, &(struct ends){ NULL, 41002, 51002 }, true, RTP_VP8, BYTES("nothing shows"));
	planting(garden, "video that is set up and never comes");
	set_up(garden, "RTP/AVP;unicast;client_port=41004-41005", ";server_port=51004-51005", BYTES_EMPTY);
}

/* ---- SIP: RFC 3261, RFC 3264 ---- */

static struct bytes sdp(struct garden *garden, const char *host, unsigned port, const char *profile)
{
	return text(garden,
		    "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %u %s 111\r\n"
		    "a=rtpmap:111 opus/48000/2\r\n",
		    host, host, port, profile);
}

static struct bytes sip_message(struct garden *garden, const char *line, struct bytes body)
{
	const struct bytes head = text(garden,
				       "%s\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9\r\nCSeq: 1 INVITE\r\n"
				       "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n",
				       line, body.size);

	return joined(garden, (const struct bytes[]){ head, body }, 2);
}

/* Offers the terminal's port, is answered with `host` and `port`. */
static void call(struct garden *garden, unsigned own, const char *host, unsigned port, const char *profile)
{
	const struct turn turns[] = {
		{ false, sip_message(garden, "INVITE sip:voip.lock.example SIP/2.0",
				     sdp(garden, TERMINAL_ADDRESS, own, profile)) },
		{ true, sip_message(garden, "SIP/2.0 200 OK", sdp(garden, host, port, profile)) },
		{ false, BYTES("ACK sip:voip.lock.example SIP/2.0\r\nCSeq: 1 ACK\r\nContent-Length: "
			       "0\r\n\r\n") },
	};

	say_udp(garden, 5060, turns, 3);
}

static void sip(struct garden *garden)
{
	planting(garden, "voice that SIP announces");
	tells(garden, "media", "voice/opus");
	call(garden, 42000, server_address(garden), 52000, "RTP/AVP");
	say_media(garden, &(struct ends){ NULL, 42000, 52000 }, false, RTP_OPUS, BYTES("nothing shows"));
	/* Each host of these lies with its chance of one in sixteen where the call lies. */
	for (unsigned i = 1; i <= 6; i++) {
		const char *host = (const char *)text(garden, "198.19.7.%u", i).data;

		planting(garden, (const char *)text(garden, "voice to the third host %u of a call", i).data);
		known_as(garden, host);
		tells(garden, "media", "voice/opus");
		call(garden, 42000 + 2 * i, host, 53000, "RTP/AVP");
		say_media(garden, &(struct ends){ host, (uint16_t)(42000 + 2 * i), 53000 }, i % 2, RTP_OPUS,
			  BYTES("nothing shows"));
	}
	planting(garden, "voice that SIP announces and that is encrypted");
	known_as(garden, "198.19.7.7");
	call(garden, 42020, "198.19.7.7", 53000, "RTP/SAVP");
	say_media(garden, &(struct ends){ "198.19.7.7", 42020, 53000 }, false, RTP_OPUS,
		  BYTES("nothing shows"));
	planting(garden, "voice that was refused");
	known_as(garden, "198.19.7.8");
	call(garden, 0, "198.19.7.8", 0, "RTP/AVP");
	say_media(garden, &(struct ends){ "198.19.7.8", 42022, 53000 }, false, RTP_OPUS,
		  BYTES("nothing shows"));
}

/* ---- RTP and RTCP by themselves ---- */

/* A receiver report, and a source description (RFC 3550 6.5) with items of one source. */
static struct bytes report(struct garden *garden, struct bytes items)
{
	const uint8_t head[] = { 0x80, 0xc9, 0,	   1,	 1, 2,
				 3,    4,    0x81, 0xca, 0, (uint8_t)((items.size + 4) / 4 + 1),
				 1,    2,    3,	   4 };
	static const uint8_t zeros[4];
	/* ended by a zero, and filled up to four bytes */
	const struct bytes parts[] = { { head, sizeof head }, items, { zeros, 4 - items.size % 4 } };

	return joined(garden, parts, 3);
}

static void say_report(struct garden *garden, struct bytes items)
{
	const struct turn turns[] = { { false, report(garden, items) },
				      { true, BYTES("\x80\xc9\0\1\1\2\3\5") } };

	say_udp(garden, 5005, turns, 2);
}

static void alone(struct garden *garden)
{
	const struct turn no_media[] = { { false, BYTES("\x80\x60 is no packet, nor is this one") },
					 { false, BYTES("\x80\x60 is no packet, nor is the next") } };

	planting(garden, "video that shows itself");
	tells(garden, "media", "video/h264");
	/* FU-A: the middle of a slice of a key frame (RFC 6184 5.8) */
	say_media(garden, &(struct ends){ NULL, 43000, 54000 }, false, RTP_H264, BYTES("\x7c\5pictures"));
	planting(garden, "voice of a fixed type");
	tells(garden, "media", "voice/pcma");
	say_media(garden, &(struct ends){ NULL, 43002, 5004 }, false, 8, text(garden, "%0160u", 7));
	planting(garden, "who sends media, in RTCP");
	tells(garden, "contact.email", "lin@lock.example");
	tells(garden, "contact.mobile", "13900008716");
	say_report(garden, BYTES("\1\x0a"
				 "lock7@home\3\x10"
				 "lin@lock.example\4\x0b"
				 "13900008716"));
	planting(garden, "RTCP that names nobody");
	say_report(garden, BYTES("\1\6"
				 "3f2a9c\6\4"
				 "lamp"));
	planting(garden, "datagrams that begin like RTP");
	say_udp(garden, 43004, no_media, 2);
}

/* ---- JT/T 1078-2016 5.5.3 ---- */

static void vehicle(struct garden *garden)
{
	/* H.264, the SIM in BCD, channel 1, a whole key frame; voice as G.711 A */
	const struct turn video = {
		false,
		BYTES("\x30\x31\x63\x64\x81\xe2\0\0\1\x39\0\0\x87\x16\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10"
		      "\0\0\0\1\x67\x42\0\x1f\1\2\3\4\5\6\7\x08")
	};
	const struct turn voice = {
		false, BYTES("\x30\x31\x63\x64\x81\x86\0\1\1\x39\0\0\x87\x16\1\x30\0\0\0\0\0\0\0\0\0\x10"
			     "0123456789abcdef")
	};

	planting(garden, "live video and voice of JT/T 1078");
	tells(garden, "contact.mobile", "13900008716");
	tells(garden, "media", "video/h264");
	tells(garden, "media", "voice/pcma");
	say_tcp(garden, 1078, (const struct turn[]){ video, voice, video }, 3);
	planting(garden, "text that begins like JT/T 1078");
	say_tcp(garden, 1078,
		(const struct turn[]){
			{ false, BYTES("01cd is how this line of 13 words begins, and no more") } },
		1);
}

void plant_streams(struct garden *garden)
{
	rtsp(garden);
	sip(garden);
	alone(garden);
	vehicle(garden);
}
