/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of QUIC's Initial packets: RFC 9000 19, as far as they may stand there (12.5). Browsers cut
 * their ClientHello into many pieces and mix them, over more than one packet. */
#include "tls/quic.h"

enum { PADDING = 0, PING = 1, ACK = 2, ACK_COUNTS = 3, CRYPTO = 6, CONNECTION_CLOSE = 0x1c };
/* Of Google's versions with numbers of old and packets of new. */
enum { GOOGLE_CRYPTO = 8 };
enum { ERROR_REFUSED = 2, ERROR_CRYPTO = 0x100, ERROR_CRYPTO_LAST = 0x1ff };

uint64_t quic_take_number(struct cursor *cursor)
{
	unsigned scale = cursor_peek(cursor, 0) >> 6;
	uint64_t number = cursor_be(cursor, (size_t)1 << scale);

	return number & ~(UINT64_C(3) << (8 * ((size_t)1 << scale) - 2));
}

/* Hands on what has come without a gap. False: it is no handshake. */
static bool hand_on(struct quic *quic, enum direction direction, struct quic_crypto *crypto,
		    struct observer *observer)
{
	struct bytes ready = pieces_ready(&crypto->pieces), fresh = bytes_from(ready, crypto->taken);

	if (!fresh.size)
		return true;
	if (quic_find_google(bytes_slice(ready, 0, 4)).size) {
		quic_read_google(quic, direction, ready, observer);
		return true; /* again with more of it, until all is there */
	}
	crypto->taken = ready.size;
	return handshake_take(&quic->tls, direction, fresh, observer);
}

static void skip_ack(struct cursor *cursor, bool counts)
{
	(void)quic_take_number(cursor);
	(void)quic_take_number(cursor);
	uint64_t ranges = quic_take_number(cursor);

	(void)quic_take_number(cursor);
	for (uint64_t i = 0; i < ranges && cursor_ok(cursor); i++) {
		(void)quic_take_number(cursor);
		(void)quic_take_number(cursor);
	}
	for (unsigned i = 0; i < 3 && counts; i++)
		(void)quic_take_number(cursor);
}

static void read_close(struct quic *quic, struct cursor *cursor, struct observer *observer)
{
	uint64_t error = quic_take_number(cursor);

	(void)quic_take_number(cursor);
	cursor_skip(cursor, (size_t)quic_take_number(cursor));
	if (cursor_ok(cursor) &&
	    (error == ERROR_REFUSED || (error >= ERROR_CRYPTO && error <= ERROR_CRYPTO_LAST)))
		handshake_settle(&quic->tls, "refused", observer);
}

/* A frame of Google's: only CRYPTO frames have the form that they have today. */
static bool is_google_end(struct quic *quic, uint8_t type)
{
	return quic->google && type != PADDING && type != GOOGLE_CRYPTO;
}

static bool read_crypto(struct quic_crypto *crypto, struct cursor *cursor, struct observer *observer)
{
	uint64_t offset = quic_take_number(cursor), size = quic_take_number(cursor);
	struct bytes piece = cursor_take(cursor, (size_t)size);

	return !cursor_ok(cursor) || pieces_take(&crypto->pieces, offset, piece, observer);
}

bool quic_read_frames(struct quic *quic, enum direction direction, struct bytes payload,
		      struct observer *observer)
{
	struct quic_crypto *crypto = &quic->initial->crypto[direction != quic->client];
	struct cursor cursor = cursor_over(payload);

	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		uint8_t type = cursor_u8(&cursor);

		if (is_google_end(quic, type))
			break;
		switch (type) {
		case PADDING:
		case PING:
			break;
		case ACK:
		case ACK_COUNTS:
			skip_ack(&cursor, type == ACK_COUNTS);
			break;
		case CRYPTO:
			if (!read_crypto(crypto, &cursor, observer))
				return true;
			break;
		case CONNECTION_CLOSE:
			read_close(quic, &cursor, observer);
			break;
		case GOOGLE_CRYPTO:
			if (quic->google) {
				if (!read_crypto(crypto, &cursor, observer))
					return true;
				break;
			}
			/* fall through */
		default:
			cursor.failed = true;
			break;
		}
	}
	return hand_on(quic, direction, crypto, observer) && cursor_ok(&cursor);
}
