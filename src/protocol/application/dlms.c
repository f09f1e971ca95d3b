/* SPDX-License-Identifier: Apache-2.0 */
/* DLMS/COSEM (IEC 62056-5-3, -46, -47): how a reader opens a meter, over TCP and UDP.
 *
 *     0 1 from(16) to(16) size(16), content; or HDLC: 7e a format and size(11 bits) … 7e
 *     content 60 size: [8b 7 60 85 74 5 8 2 n] n 1: a password in clear, others: proofs; [ac size 80 size
 * secret] content 61: the answer; [a2 3 2 1 n], 0 is well
 *
 * Left out: readings, which have no names of their own; encrypted ones. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	WRAPPER_SIZE = 8,
	ASK = 0x60,
	ANSWER = 0x61,
	HDLC_FLAG = 0x7e,
	MECHANISM_PASSWORD = 1,
	MECHANISM_LAST = 7,
	SECRET_MOST = 64,
};

struct dlms {
	struct login login;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned first = cursor_be16(&cursor);

	(void)direction;
	/* Flags may stand alone between frames of HDLC. */
	if (bytes.data[0] == HDLC_FLAG && bytes.size > 1 && bytes.data[1] == HDLC_FLAG)
		return 1;
	if (bytes.data[0] == HDLC_FLAG) {
		unsigned format = first << 8 | cursor_u8(&cursor);

		if (!cursor_ok(&cursor))
			return UNIT_LONGER;
		return (format >> 12 & 15) == 10 ? (format & 0x7ff) + 2u : UNIT_BROKEN;
	}
	cursor_skip(&cursor, 4);
	size_t size = cursor_be16(&cursor);

	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return first == 1 ? WRAPPER_SIZE + size : UNIT_BROKEN;
}

/* What stands behind the frames' own headers: the logical link's mark (e6 e6 0, e6 e7 0) tells in HDLC. */
static struct bytes content_of(struct bytes unit)
{
	if (unit.data[0] != HDLC_FLAG)
		return bytes_from(unit, WRAPPER_SIZE);
	size_t at = bytes_find(unit, BYTES("\xe6\xe6\0"));

	if (at == SIZE_MAX)
		at = bytes_find(unit, BYTES("\xe6\xe7\0"));
	return bytes_from(unit, at == SIZE_MAX ? unit.size : at + 3);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = measure(direction, first);

	if (direction == FROM_SERVER || size == UNIT_BROKEN || size != first.size)
		return 0;
	struct bytes content = content_of(first);

	/* A reader begins with an application (60) or, in HDLC, by setting up the link (93: SNRM). */
	if (first.data[0] == HDLC_FLAG)
		return first.data[size - 1] == HDLC_FLAG &&
				       (content.size || bytes_find_byte(first, 0x93) != SIZE_MAX)
			       ? 8 + 4 + 11 + 8 + 8
			       : 0;
	return content.size > 2 && content.data[0] == ASK && content.data[1] + 2u == content.size
		       ? 16 + 16 + 16
		       : 0;
}

static void take_ask(struct dlms *dlms, struct bytes content, struct observer *observer)
{
	static const char *const classes[] = { NULL,   "password", "hash", "hash",
					       "hash", "hash",	   "hash", "hash" };
	size_t at = bytes_find(content, BYTES("\x8b\x07\x60\x85\x74\x05\x08\x02"));
	struct bytes mechanism = bytes_slice(content, at == SIZE_MAX ? content.size : at + 8, 1);
	struct cursor cursor = cursor_over(bytes_from(content, at == SIZE_MAX ? content.size : at + 9));

	if (!mechanism.size || mechanism.data[0] > MECHANISM_LAST || !classes[mechanism.data[0]])
		return;
	unsigned tag = cursor_u8(&cursor), size = cursor_u8(&cursor), inner = cursor_u8(&cursor);
	size_t secret_size = cursor_u8(&cursor);
	struct bytes secret = cursor_take(&cursor, secret_size > SECRET_MOST ? SIZE_MAX : secret_size);

	if (!cursor_ok(&cursor) || tag != 0xac || inner != 0x80 || size != secret_size + 2 || !secret.size)
		return;
	login_begin(&dlms->login, "dlms", classes[mechanism.data[0]], NULL);
	/* A number used once is no secret of anybody. */
	if (mechanism.data[0] == MECHANISM_PASSWORD)
		login_secret(&dlms->login, secret, secret, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct dlms *dlms = state;
	struct bytes content = unit.size > 1 ? content_of(unit) : BYTES_EMPTY;

	if (!content.size)
		return;
	if (direction == FROM_CLIENT && content.data[0] == ASK) {
		take_ask(dlms, content, observer);
	} else if (direction == FROM_SERVER && content.data[0] == ANSWER) {
		size_t at = bytes_find(content, BYTES("\xa2\3\2\1"));
		struct bytes result = bytes_slice(content, at == SIZE_MAX ? content.size : at + 4, 1);

		login_say(&dlms->login, "AARQ", "association of DLMS",
			  !result.size	   ? "unknown"
			  : result.data[0] ? "refused"
					   : "accepted",
			  observer);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct dlms *dlms = state;

	login_say(&dlms->login, "AARQ", "association of DLMS", "unknown", observer);
	login_free(&dlms->login);
}

const struct app_decoder app_decoder_dlms = {
	.name = "dlms",
	.specification = "IEC 62056-5-3, -46, -47",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 4059 },
			{ SELECT_UDP_PORT, 4059 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct dlms),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
