/* SPDX-License-Identifier: Apache-2.0 */
/* miio, the local protocol of Xiaomi's devices on UDP 54321 (no document of the maker; described by
 * OpenMiHome and python-miio).
 *
 *     2131  size (2)  0 (4)  device (4)  stamp (4)  checksum (16)  payload
 *     checksum: MD5 of what stands before it, the token and the payload
 *     payload: JSON, AES-128-CBC; key: MD5 of the token, first block: MD5 of key and token
 *
 * To a hello (nothing but ff behind its size) a device answers with a header alone, and in the place of the
 * checksum its token: as long as it has no owner, or if it is an old one; ff or 00 hide it. Whoever saw that
 * reads and commands the device, so what it opens was in clear. MIoT is JSON inside and needs nothing of its
 * own. */
#include "protocol/application.h"

#include "base/memory.h"
#include "protocol/application/decrypted.h"
#include "protocol/application/members.h"
#include "protocol/cipher.h"

#include <stdlib.h>

enum { HEADER = 32, CHECKSUM_AT = 16, TOKEN = 16 };

struct miio {
	bool shown, keyed; /* `token` is there: as the device showed it; of the case */
	uint8_t token[TOKEN];
	uint32_t device; /* said last */
};

struct packet_parts {
	uint32_t device;
	struct bytes head, checksum, payload, whole;
};

static bool split(struct bytes datagram, struct packet_parts *ret_parts)
{
	struct cursor cursor = cursor_over(datagram);
	uint16_t magic = cursor_be16(&cursor), size = cursor_be16(&cursor);

	cursor_skip(&cursor, 4);
	struct packet_parts parts = { .device = cursor_be32(&cursor), .whole = datagram };

	cursor_skip(&cursor, 4);
	parts.head = bytes_slice(datagram, 0, CHECKSUM_AT);
	parts.checksum = cursor_take(&cursor, TOKEN);
	parts.payload = cursor.rest;
	if (!cursor_ok(&cursor) || magic != 0x2131 || size != datagram.size ||
	    parts.payload.size % CIPHER_BLOCK)
		return false;
	*ret_parts = parts;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct packet_parts parts;

	(void)direction;
	return split(first, &parts) ? 16 + 16 + 4 : 0;
}

/* Whether all bytes are the same: nothing is said with them. */
static bool is_filler(struct bytes bytes)
{
	for (size_t i = 1; i < bytes.size; i++)
		if (bytes.data[i] != bytes.data[0])
			return false;
	return true;
}

static void say_token(struct bytes token, struct observer *observer)
{
	static const char digits[] = "0123456789abcdef";
	struct observation said = observation_of(KIND_CREDENTIAL);
	uint8_t text[2 * TOKEN];

	for (size_t i = 0; i < TOKEN; i++) {
		text[2 * i] = (uint8_t)digits[token.data[i] >> 4];
		text[2 * i + 1] = (uint8_t)digits[token.data[i] & 15];
	}
	observation_word(&said, ATTRIBUTE_SCHEME, "miio");
	observation_word(&said, ATTRIBUTE_CLASS, "key");
	observation_word(&said, ATTRIBUTE_DATA, "credential.key");
	observation_text(&said, ATTRIBUTE_SECRET, (struct bytes){ text, sizeof text });
	observation_word(&said, ATTRIBUTE_METHOD, "hello");
	observation_word(&said, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&said, ATTRIBUTE_WHY,
			 "token in the answer to a hello: whoever has it commands the device");
	observer_say(observer, &said, token);
}

static void say_device(struct miio *miio, const struct packet_parts *parts, const char *method,
		       struct observer *observer)
{
	const struct message message = { .part = BYTES("header"), .method = bytes_of(method) };
	struct members members;

	if (parts->device == miio->device || parts->device == UINT32_MAX)
		return;
	miio->device = parts->device;
	members_begin(&members);
	members_open(&members, "deviceId");
	members_append(&members, "%lu", (unsigned long)parts->device);
	members_close(&members);
	members_say(&members, &message, parts->head, observer);
}

static bool proves(const uint8_t token[TOKEN], const struct packet_parts *parts)
{
	const struct bytes runs[] = { parts->head, { token, TOKEN }, parts->payload };
	uint8_t digest[MD5_SIZE];

	return md5_of(runs, 3, digest) && bytes_equal(parts->checksum, (struct bytes){ digest, MD5_SIZE });
}

/* Looks for the token that made the checksum. */
static bool find_token(struct miio *miio, const struct packet_parts *parts, struct observer *observer)
{
	struct device_key key;
	size_t at = 0;

	if ((miio->shown || miio->keyed) && proves(miio->token, parts))
		return true;
	while (observer_next_key(observer, "miio-token", &at, &key)) {
		if (key.secret.size != TOKEN || !proves(key.secret.data, parts))
			continue;
		memcpy(miio->token, key.secret.data, TOKEN);
		miio->keyed = true;
		miio->shown = false;
		return true;
	}
	return false;
}

/* Decrypts the payload to `to`; false where what comes out is not padded as it should be. */
static bool open_payload(const uint8_t token[TOKEN], struct bytes payload, uint8_t *to,
			 struct bytes *ret_opened)
{
	uint8_t key[MD5_SIZE], start[MD5_SIZE];
	const struct bytes runs[] = { { key, MD5_SIZE }, { token, TOKEN } };
	struct bytes opened;

	if (!md5_of(&runs[1], 1, key) || !md5_of(runs, 2, start) ||
	    !cipher_cbc_decrypt(key, start, payload, to) ||
	    !padding_cut((struct bytes){ to, payload.size }, &opened))
		return false;
	while (opened.size && opened.data[opened.size - 1] == 0)
		opened.size--;
	*ret_opened = opened;
	return true;
}

static enum decoded read_payload(struct miio *miio, const struct packet_parts *parts,
				 struct observer *observer)
{
	const struct message message = { .part = BYTES("payload") };
	uint8_t *to = memory_new(parts->payload.size);
	struct bytes opened = BYTES_EMPTY;
	bool right;

	if (!to) {
		observer_out_of_memory(observer);
		return DECODED;
	}
	right = open_payload(miio->token, parts->payload, to, &opened);
	if (right && miio->keyed)
		decrypted_content(observer, &message, opened, parts->whole);
	else if (right)
		observer_content(observer, &message, opened, parts->whole);
	free(to);
	return right ? DECODED : DECODED_MALFORMED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct miio *miio = state;
	struct packet_parts parts;

	(void)direction;
	if (!split(stream->unread.rest, &parts))
		return DECODED_MALFORMED;
	if (parts.payload.size && !find_token(miio, &parts, observer)) {
		say_device(miio, &parts, "message", observer);
		observer_undecoded(observer, "miio", "encrypted",
				   "the device's miio-token in the case would decide", parts.whole.size,
				   parts.whole);
		stream->skip = parts.whole.size;
		stream->skip_as = OPAQUE;
		return DECODED;
	}
	cursor_skip(&stream->unread, parts.whole.size);
	if (parts.payload.size) {
		say_device(miio, &parts, "message", observer);
		return read_payload(miio, &parts, observer);
	}
	say_device(miio, &parts, "hello", observer);
	if (!is_filler(parts.checksum)) {
		say_token(parts.checksum, observer);
		memcpy(miio->token, parts.checksum.data, TOKEN);
		miio->shown = true;
		miio->keyed = false;
	}
	return DECODED;
}

const struct app_decoder app_decoder_miio = {
	.name = "miio",
	.specification = "Xiaomi miio",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 54321 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct miio),
	.bid = bid,
	.decode = decode,
};
