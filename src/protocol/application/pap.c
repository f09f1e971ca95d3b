/* SPDX-License-Identifier: Apache-2.0 */
/* PAP and CHAP of PPP (RFC 1334, 1994).
 *
 *     code number size(16)   PAP: 1 size user size password; 2, 3 size text
 *                            CHAP: 1, 2 size value name; 3, 4 text
 *
 * CHAP sends a digest of the password: only its user name is told. Left out: EAP over PPP. */
#include "protocol/application/pap.h"

#include "protocol/application.h"
#include "protocol/application/login.h"

/* What both begin with; the data behind it, clipped to its size. */
static struct cursor take_header(struct bytes packet, unsigned *ret_code)
{
	struct cursor cursor = cursor_over(packet);

	*ret_code = cursor_u8(&cursor);
	cursor_skip(&cursor, 1);
	size_t size = cursor_be16(&cursor);

	if (size < 4 || size > packet.size)
		cursor.failed = true;
	return (struct cursor){ cursor_take(&cursor, size - 4), cursor.failed };
}

static struct bytes take_sized(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	return cursor_take(cursor, size);
}

bool pap_read(struct bytes packet, struct ppp_login *ret_login)
{
	struct ppp_login login = { .code = 0 };
	struct cursor cursor = take_header(packet, &login.code);

	if (!cursor_ok(&cursor) || login.code < PAP_REQUEST || login.code > PAP_REFUSED)
		return false;
	if (login.code == PAP_REQUEST) {
		login.user = take_sized(&cursor);
		login.secret = take_sized(&cursor);
	}
	if (!cursor_ok(&cursor))
		return false;
	*ret_login = login;
	return true;
}

bool chap_read(struct bytes packet, struct ppp_login *ret_login)
{
	struct ppp_login login = { .code = 0 };
	struct cursor cursor = take_header(packet, &login.code);

	if (!cursor_ok(&cursor) || login.code < CHAP_CHALLENGE || login.code > CHAP_REFUSED)
		return false;
	if (login.code <= CHAP_RESPONSE) {
		struct bytes value = take_sized(&cursor);

		if (!cursor_ok(&cursor) || !value.size)
			return false;
		login.user = cursor.rest;
	}
	*ret_login = login;
	return true;
}

/* Who asked last, until the answer comes. */
struct ppp {
	struct login login;
};

static void say(struct ppp *ppp, const char *method, const char *result, struct observer *observer)
{
	login_say(&ppp->login, method, "authentication of PPP", result, observer);
}

static unsigned bid_pap(enum direction direction, struct bytes first)
{
	struct ppp_login login;

	(void)direction;
	return pap_read(first, &login) ? 8 : 0;
}

static enum decoded decode_pap(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	struct bytes packet = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct ppp *ppp = state;
	struct ppp_login login;

	if (!pap_read(packet, &login))
		return DECODED_MALFORMED;
	if (login.code != PAP_REQUEST) {
		say(ppp, "PAP", login.code == PAP_ACCEPTED ? "accepted" : "refused", observer);
		return DECODED;
	}
	say(ppp, "PAP", "unknown", observer);
	login_begin(&ppp->login, "plain", "password", NULL);
	ppp->login.sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;
	login_user(&ppp->login, login.user, login.user, observer);
	login_secret(&ppp->login, login.secret, login.secret, observer);
	return DECODED;
}

static void close_pap(void *state, struct observer *observer)
{
	say(state, "PAP", "unknown", observer);
}

static unsigned bid_chap(enum direction direction, struct bytes first)
{
	struct ppp_login login;

	(void)direction;
	return chap_read(first, &login) ? 8 : 0;
}

static enum decoded decode_chap(void *state, enum direction direction, struct stream *stream,
				struct observer *observer)
{
	struct bytes packet = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct ppp_login login;

	(void)state;
	(void)direction;
	if (!chap_read(packet, &login))
		return DECODED_MALFORMED;
	/* The name in a challenge is that of the host that asks. */
	if (login.code == CHAP_RESPONSE)
		credential_say(
			&(struct credential){
				.scheme = "chap",
				.class = "hash",
				.user = login.user,
				.method = "CHAP",
				.why = "authentication of PPP: the password itself is not sent",
			},
			login.user, observer);
	return DECODED;
}

const struct app_decoder app_decoder_pap = {
	.name = "pap",
	.specification = "RFC 1334",
	.usual_ports = (const struct selector[]){ { SELECT_PPP, 0xc023 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct ppp),
	.bid = bid_pap,
	.decode = decode_pap,
	.close = close_pap,
};

const struct app_decoder app_decoder_chap = {
	.name = "chap",
	.specification = "RFC 1994",
	.usual_ports = (const struct selector[]){ { SELECT_PPP, 0xc223 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_chap,
	.decode = decode_chap,
};
