/* SPDX-License-Identifier: Apache-2.0 */
/* SMB 1 ([MS-CIFS]) and 2, 3 ([MS-SMB2]) over TCP, directly or over NetBIOS, as far as who logs in and which
 * shares and files are named.
 *
 *     0 size(24), then  1: ff `SMB` command status(32) flags …(24 bytes) words(8 bits) … size(16) …
 *                       2: fe `SMB` 64(16) … command(16) … (64 bytes) …
 *
 * A password is in clear only where a server of version 1 asked for it so (security mode, bit 1 not set).
 * What NTLM proves is a digest: the user alone is said. Left out: what files hold, encryption of version 3
 * (opaque), pipes. */
#include "protocol/application.h"
#include "protocol/application/login.h"
#include "protocol/application/ntlm.h"
#include "protocol/application/wide.h"

#include "base/limits.h"

enum {
	HEAD_SIZE = 4,
	HEADER_1 = 32,
	HEADER_2 = 64,
	SESSION_MESSAGE = 0,
	KEEP_ALIVE = 0x85,
	REQUEST_MOST = 1 << 16, /* larger messages hold files */
	NEGOTIATE_1 = 0x72,
	SETUP_1 = 0x73,
	TREE_1 = 0x75,
	OPEN_1 = 0xa2,
	ANSWER_FLAG_1 = 0x80,
	UNICODE_1 = 0x8000,
	ENCRYPT_PASSWORDS = 2,
	SETUP_2 = 1,
	TREE_2 = 3,
	CREATE_2 = 5,
	ANSWER_FLAG_2 = 1,
};

struct smb {
	struct login login;
	bool clear; /* the server wants passwords as they are */
	bool lost[2];
};

enum version { VERSION_NONE, VERSION_1, VERSION_2, VERSION_ENCRYPTED, VERSION_COMPRESSED };

static enum version version_of(struct bytes message)
{
	return bytes_start_with(message, BYTES("\xffSMB"))   ? VERSION_1
	       : bytes_start_with(message, BYTES("\xfeSMB")) ? VERSION_2
	       : bytes_start_with(message, BYTES("\xfdSMB")) ? VERSION_ENCRYPTED
	       : bytes_start_with(message, BYTES("\xfcSMB")) ? VERSION_COMPRESSED
							     : VERSION_NONE;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned type = cursor_u8(&cursor);
	uint32_t size = cursor_be24(&cursor);

	(void)direction;
	return cursor_ok(&cursor) && type == SESSION_MESSAGE && size >= HEADER_1 && version_of(cursor.rest)
		       ? 8 * 5
		       : 0;
}

/* ---- texts ---- */

static void say_text(const char *method, const char *field, struct bytes text, bool wide,
		     struct observer *observer)
{
	struct message message = { .part = BYTES("request"), .method = bytes_of(method) };
	struct buffer plain = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	if (wide)
		wide_append(&plain, text);
	else
		buffer_append(&plain, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE));
	if (plain.size)
		observer_value(observer, &message, bytes_of(field), buffer_bytes(&plain));
	if (plain.failed)
		observer_out_of_memory(observer);
	buffer_free(&plain);
}

/* A text up to its NUL; of two octets each, it starts at an even place of the message. */
static struct bytes take_text(struct cursor *cursor, struct bytes message, bool wide)
{
	size_t size = 0;

	if (wide && (cursor->rest.data - message.data) % 2 && cursor_left(cursor))
		cursor_skip(cursor, 1);
	while (cursor_peek(cursor, size) || (wide && cursor_peek(cursor, size + 1)))
		size += wide ? 2 : 1;
	struct bytes text = cursor_take(cursor, size < cursor_left(cursor) ? size : cursor_left(cursor));

	cursor_skip(cursor, wide ? 2 : 1);
	return text;
}

static void keep_text(struct bytes text, bool wide, bool secret, struct login *login,
		      struct observer *observer)
{
	struct buffer plain = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	if (wide)
		wide_append(&plain, text);
	else
		buffer_append(&plain, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE));
	if (plain.size && secret)
		login_secret(login, buffer_bytes(&plain), text, observer);
	else if (plain.size)
		login_user(login, buffer_bytes(&plain), text, observer);
	if (plain.failed)
		observer_out_of_memory(observer);
	buffer_free(&plain);
}

/* ---- NTLM ---- */

static void say(struct smb *smb, const char *result, struct observer *observer)
{
	login_say(&smb->login, "session-setup",
		  smb->login.secret_set ? "password that the server wants as it is"
					: "user name; the password itself is not sent",
		  result, observer);
}

static void take_blob(struct smb *smb, struct bytes blob, struct observer *observer)
{
	struct ntlm ntlm;

	if (!ntlm_find(blob, &ntlm))
		return;
	say(smb, "unknown", observer);
	login_begin(&smb->login, "ntlm", "hash", NULL);
	keep_text(ntlm.user, ntlm.wide, false, &smb->login, observer);
	say_text("session-setup", "domain", ntlm.domain, ntlm.wide, observer);
	say_text("session-setup", "computer-name", ntlm.workstation, ntlm.wide, observer);
}

/* ---- version 1 ---- */

/* What stands behind the header: words, then bytes. */
struct parts {
	struct cursor words, bytes;
	unsigned count;
	bool wide;
};

static bool take_parts(struct bytes message, struct parts *ret_parts)
{
	struct cursor cursor = cursor_over(message), flags = cursor_over(bytes_from(message, 10));
	struct parts parts;

	parts.wide = cursor_le16(&flags) & UNICODE_1;
	cursor_skip(&cursor, HEADER_1);
	parts.count = cursor_u8(&cursor);
	parts.words = cursor_over(cursor_take(&cursor, 2 * (size_t)parts.count));
	size_t size = cursor_le16(&cursor);

	parts.bytes = cursor_over(
		cursor_take(&cursor, size < cursor_left(&cursor) ? size : cursor_left(&cursor)));
	*ret_parts = parts;
	return cursor_ok(&cursor);
}

static void take_setup_1(struct smb *smb, struct bytes message, struct parts *parts,
			 struct observer *observer)
{
	if (parts->count == 12) {
		take_blob(smb, parts->bytes.rest, observer);
		return;
	}
	if (parts->count != 13 && parts->count != 10)
		return;
	/* Behind four words of the next command, sizes and numbers: the sizes of both passwords. */
	cursor_skip(&parts->words, 4 + 2 + 2 + 2 + 4);
	size_t first = cursor_le16(&parts->words);
	size_t second = parts->count == 13 ? cursor_le16(&parts->words) : 0;
	struct bytes narrow = cursor_take(&parts->bytes, first);
	struct bytes wide = cursor_take(&parts->bytes, second);
	struct bytes user = take_text(&parts->bytes, message, parts->wide);

	if (!cursor_ok(&parts->words))
		return;
	say(smb, "unknown", observer);
	login_begin(&smb->login, smb->clear ? "plain" : "ntlm",
		    smb->clear		 ? "password"
		    : first + second > 1 ? "hash"
					 : "username-only",
		    NULL);
	keep_text(user, parts->wide, false, &smb->login, observer);
	if (smb->clear && wide.size > 2)
		keep_text(bytes_slice(wide, 0, wide.size - 2), true, true, &smb->login, observer);
	else if (smb->clear && login_padded(narrow).size)
		keep_text(login_padded(narrow), false, true, &smb->login, observer);
}

static void take_request_1(struct smb *smb, unsigned command, struct bytes message, struct observer *observer)
{
	struct parts parts;

	if (!take_parts(message, &parts))
		return;
	if (command == SETUP_1) {
		take_setup_1(smb, message, &parts, observer);
	} else if (command == TREE_1 && parts.count == 4) {
		cursor_skip(&parts.words, 6);
		size_t size = cursor_le16(&parts.words);

		cursor_skip(&parts.bytes, size);
		say_text("tree-connect", "share", take_text(&parts.bytes, message, parts.wide), parts.wide,
			 observer);
	} else if (command == OPEN_1 && parts.count == 24) {
		say_text("open", "file", take_text(&parts.bytes, message, parts.wide), parts.wide, observer);
	}
}

/* Status 0: done; 16 00 00 c0: go on. */
static void take_status(struct smb *smb, uint32_t status, struct bytes where, struct observer *observer)
{
	if (!login_pending(&smb->login))
		return;
	service_say(&(struct service){ .authentication = smb->clear ? "password" : "challenge",
				       .action = "login",
				       .gave = status ? "nothing" : "session" },
		    where, observer);
	say(smb, status ? "refused" : "accepted", observer);
}

static void take_message_1(struct smb *smb, struct bytes message, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(message, 4));
	unsigned command = cursor_u8(&cursor);
	uint32_t status = cursor_le32(&cursor);
	bool answers = cursor_u8(&cursor) & ANSWER_FLAG_1;
	struct parts parts;

	if (!answers) {
		take_request_1(smb, command, message, observer);
	} else if (command == SETUP_1) {
		take_status(smb, status, bytes_slice(message, 0, HEADER_1), observer);
	} else if (command == NEGOTIATE_1 && take_parts(message, &parts) && parts.count >= 13) {
		cursor_skip(&parts.words, 2);
		smb->clear = !(cursor_u8(&parts.words) & ENCRYPT_PASSWORDS);
	}
}

/* ---- version 2 ---- */

/* A buffer whose offset (from the header) and size stand at `at` of the body. */
static struct bytes buffer_at(struct bytes message, size_t at, size_t offset_size)
{
	struct cursor cursor = cursor_over(bytes_from(message, HEADER_2 + at));
	size_t offset = (size_t)cursor_le(&cursor, offset_size),
	       size = (size_t)cursor_le(&cursor, offset_size);

	return cursor_ok(&cursor) && offset <= message.size && size <= message.size - offset
		       ? bytes_slice(message, offset, size)
		       : BYTES_EMPTY;
}

static void take_message_2(struct smb *smb, struct bytes message, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes_from(message, 8));
	uint32_t status = cursor_le32(&cursor);
	unsigned command = cursor_le16(&cursor);

	cursor_skip(&cursor, 2);
	bool answers = cursor_le32(&cursor) & ANSWER_FLAG_2;

	if (!cursor_ok(&cursor) || message.size < HEADER_2)
		return;
	if (answers && command == SETUP_2 && status != 0xc0000016)
		take_status(smb, status, bytes_slice(message, 0, HEADER_2), observer);
	else if (!answers && command == SETUP_2)
		take_blob(smb, buffer_at(message, 12, 2), observer);
	else if (!answers && command == TREE_2)
		say_text("tree-connect", "share", buffer_at(message, 4, 2), true, observer);
	else if (!answers && command == CREATE_2)
		say_text("create", "file", buffer_at(message, 44, 2), true, observer);
}

/* Requests may follow each other in one message (compounds): each tells where the next one starts. */
static void take_compound(struct smb *smb, struct bytes message, struct observer *observer)
{
	while (message.size >= HEADER_2 && version_of(message) == VERSION_2) {
		struct cursor cursor = cursor_over(bytes_from(message, 20));
		uint32_t next = cursor_le32(&cursor);

		take_message_2(smb, next ? bytes_slice(message, 0, next) : message, observer);
		if (next < HEADER_2)
			break;
		message = bytes_from(message, next);
	}
}

/* Answers with files, and what is written, are only counted. */
static bool is_wanted(struct bytes start)
{
	struct cursor cursor = cursor_over(start);
	enum version version = version_of(start);
	unsigned command;

	if (version == VERSION_1) {
		cursor_skip(&cursor, 4);
		command = cursor_u8(&cursor);
		return command == NEGOTIATE_1 || command == SETUP_1 || command == TREE_1 || command == OPEN_1;
	}
	cursor_skip(&cursor, 12);
	command = cursor_le16(&cursor);
	return version == VERSION_2 && (command == SETUP_2 || command == TREE_2 || command == CREATE_2);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct smb *smb = state;

	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		unsigned type = cursor_u8(&ahead);
		size_t size = cursor_be24(&ahead);

		if (smb->lost[direction] && !bid(direction, stream->unread.rest)) {
			stream->skip = cursor_left(&stream->unread);
			stream->skip_as = UNREAD;
			return DECODED_IN_PART;
		}
		smb->lost[direction] = false;
		if (cursor_left(&stream->unread) < HEAD_SIZE + (size < 14 ? size : 14)) {
			stream->wanted = HEAD_SIZE + (cursor_ok(&ahead) && size < 14 ? size : 14);
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (type != SESSION_MESSAGE) {
			/* Opening a session over NetBIOS (RFC 1002 4.3) names both hosts. */
			if ((type < 0x81 || type > KEEP_ALIVE) || size > 1024)
				return DECODED_MALFORMED;
			stream->skip = HEAD_SIZE + size;
			return DECODED;
		}
		enum version version = version_of(ahead.rest);

		if (!is_wanted(ahead.rest) || size > REQUEST_MOST) {
			if (!version && size >= 4)
				return DECODED_MALFORMED;
			stream->skip = HEAD_SIZE + size;
			stream->skip_as = version == VERSION_ENCRYPTED ? OPAQUE : UNREAD;
			return DECODED;
		}
		if (cursor_left(&ahead) < size) {
			stream->wanted = HEAD_SIZE + size;
			return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
		}
		struct bytes message = cursor_take(&ahead, size);

		if (version == VERSION_1 && size >= HEADER_1)
			take_message_1(smb, message, observer);
		else if (version == VERSION_2)
			take_compound(smb, message, observer);
		stream->unread = ahead;
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct smb *smb = state;

	(void)size;
	(void)observer;
	smb->lost[direction] = true;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 445 },
					       { SELECT_TCP_PORT, 139 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_smb = {
	.name = "smb",
	.specification = "MS-CIFS, MS-SMB2, MS-NLMP",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct smb),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
