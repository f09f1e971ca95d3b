/* SPDX-License-Identifier: Apache-2.0 */
/* IAX2 (RFC 5456) over UDP: who calls, and logins.
 *
 *     1(1 bit) call(15 bits) retry(1 bit) other(15 bits) time(32) out in type subclass, elements: type size
 * value
 *
 * Only full frames of type 6 (IAX) are read; a password may stand among the elements as it is. Left out: mini
 * frames and media, encrypted calls. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/text.h"

enum {
	FRAME_IAX = 6,
	FRAME_LAST = 12,
	ELEMENT_CALLED = 1,
	ELEMENT_CALLING = 2,
	ELEMENT_NAME = 4,
	ELEMENT_USER = 6,
	ELEMENT_PASSWORD = 7,
	ELEMENT_MD5 = 16,
	ELEMENT_RSA = 17,
	SUBCLASS_LAST = 40,
};

struct full {
	unsigned type, subclass;
};

static bool take_full(struct cursor *cursor, struct full *ret_full)
{
	unsigned call = cursor_be16(cursor);

	cursor_skip(cursor, 8);
	ret_full->type = cursor_u8(cursor);
	ret_full->subclass = cursor_u8(cursor);
	return cursor_ok(cursor) && (call & 0x8000) && (call & 0x7fff) && ret_full->type &&
	       ret_full->type <= FRAME_LAST;
}

static bool take_element(struct cursor *cursor, unsigned *ret_type, struct bytes *ret_value)
{
	*ret_type = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);

	*ret_value = cursor_take(cursor, size);
	return cursor_ok(cursor) && *ret_type && *ret_type <= 60;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct full full;
	struct bytes value;
	unsigned type, count = 0;

	(void)direction;
	if (!take_full(&cursor, &full) || full.type != FRAME_IAX || !full.subclass ||
	    full.subclass > SUBCLASS_LAST)
		return 0;
	for (; cursor_left(&cursor); count++)
		if (!take_element(&cursor, &type, &value))
			return 0;
	/* Without elements there is little to go by. */
	return count ? 1 + 8 + 3 + 8 * (count < 4 ? count : 4) : 10;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const char *const names[] = { [ELEMENT_CALLED] = "called-number",
					     [ELEMENT_CALLING] = "calling-number",
					     [ELEMENT_NAME] = "calling-name" };
	struct cursor cursor = cursor_over(stream->unread.rest);
	struct message message = { .part = BYTES("element") };
	struct credential credential = {
		.scheme = "plain",
		.class = "password",
		.method = "IAX",
		.why = "user name and password",
	};
	struct full full;
	struct bytes value;
	unsigned type;

	(void)state;
	(void)direction;
	/* Mini frames hold sound. */
	if (!take_full(&cursor, &full) || full.type != FRAME_IAX) {
		stream->skip = cursor_left(&stream->unread);
		stream->skip_as = UNREAD;
		return DECODED;
	}
	cursor_skip(&stream->unread, cursor_left(&stream->unread));
	while (cursor_left(&cursor) && take_element(&cursor, &type, &value)) {
		if (type == ELEMENT_USER) {
			credential.user = value;
		} else if (type == ELEMENT_PASSWORD) {
			credential.secret = value;
		} else if (type == ELEMENT_MD5 || type == ELEMENT_RSA) {
			credential.scheme = type == ELEMENT_MD5 ? "md5" : "rsa";
			credential.class = "hash";
			credential.why = "user name; the password itself is not sent";
		} else if (type < sizeof names / sizeof *names && names[type] && value.size &&
			   text_is_utf8(value)) {
			observer_value(observer, &message, bytes_of(names[type]), value);
		}
	}
	if (credential.user.size || credential.secret.size)
		credential_say(&credential, credential.secret.size ? credential.secret : credential.user,
			       observer);
	return cursor_ok(&cursor) ? DECODED : DECODED_MALFORMED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 4569 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_iax2 = {
	.name = "iax2",
	.specification = "RFC 5456",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
