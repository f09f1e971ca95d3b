/* SPDX-License-Identifier: Apache-2.0 */
/* How Tuya's payloads are closed, and what opens them.
 *
 *     broadcasts  3.1 in clear; later by a key that is the same in all devices and publicly known: so much as
 *                 in clear
 *     3.1         in clear; commands: `3.1`, 16 digits of an MD5, base64 of AES-ECB by the local key
 *     3.2, 3.3    AES-ECB by the local key, behind `3.3` and 12 bytes or without
 *     3.4, 3.5    AES-ECB with HMAC-SHA256, AES-GCM; by a key that both sides make at the start of each
 * connection of two random halves, which they exchange under the local key
 *
 * A key proves itself by the digest or tag, up to 3.3 by padding with JSON before it. */
#include "protocol/application/tuya.h"

#include "base/base64.h"

#include <stdlib.h>

enum { VERSION_SIZE = 15, SUM_DIGITS = 16 };

/* MD5 of `yGAdlopoPVldABfn`. */
static const uint8_t shared_key[CIPHER_BLOCK] = { 0x6c, 0x1e, 0xc8, 0xe2, 0xbb, 0x9b, 0xb5, 0x9a,
						  0xb5, 0x0b, 0x0d, 0xaf, 0x64, 0x9b, 0x41, 0x0a };

static bool is_version(struct bytes text)
{
	return text.size >= 3 && text.data[0] == '3' && text.data[1] == '.' && text.data[2] >= '1' &&
	       text.data[2] <= '5';
}

static bool is_text(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < 0x20 && text.data[i] != '\t' && text.data[i] != '\n')
			return false;
	return text.size != 0;
}

/* Without the version that stands before what was closed with it. */
static struct bytes without_version(struct bytes payload)
{
	return is_version(payload) && payload.size >= VERSION_SIZE ? bytes_from(payload, VERSION_SIZE)
								   : payload;
}

/* AES-ECB with padding, and JSON before it: what a key opens that is the right one. */
static bool open_blocks(const uint8_t *key, struct bytes closed, uint8_t *to, struct bytes *ret_payload)
{
	struct bytes opened;

	if (!cipher_ecb_decrypt(key, closed, to) || !padding_cut((struct bytes){ to, closed.size }, &opened))
		return false;
	*ret_payload = opened;
	return true;
}

static bool open_text(const uint8_t *key, struct bytes closed, uint8_t *to, struct bytes *ret_payload)
{
	struct bytes opened;

	if (!open_blocks(key, closed, to, &opened) || !is_text(without_version(opened)) ||
	    without_version(opened).data[0] != '{')
		return false;
	*ret_payload = without_version(opened);
	return true;
}

/* A command of 3.1; the digits are from the middle of an MD5 over all of it and the key. */
static bool open_command(const uint8_t *key, struct bytes payload, uint8_t *to, struct bytes *ret_payload)
{
	struct buffer closed = buffer_of(payload.size);
	bool opened = base64_decode(bytes_from(payload, 3 + SUM_DIGITS), &closed) &&
		      open_text(key, buffer_bytes(&closed), to, ret_payload);

	buffer_free(&closed);
	return opened;
}

static bool open_early(const uint8_t *key, struct bytes payload, uint8_t *to, struct bytes *ret_payload)
{
	if (bytes_start_with(payload, BYTES("3.1")) && payload.size > 3 + SUM_DIGITS)
		return open_command(key, payload, to, ret_payload);
	return open_text(key, without_version(payload), to, ret_payload);
}

/* ---- 3.4 and 3.5 ---- */

static bool open_late(const uint8_t *key, const struct tuya_frame *frame, uint8_t *to,
		      struct bytes *ret_payload)
{
	uint8_t digest[HMAC_SIZE];

	if (frame->newer) {
		if (!cipher_gcm_decrypt(key, frame->nonce, frame->about, frame->payload, frame->tag, to))
			return false;
		*ret_payload = (struct bytes){ to, frame->payload.size };
		return true;
	}
	size_t covered = (size_t)(frame->tag.data - frame->whole.data);

	if (!hmac_of((struct bytes){ key, CIPHER_BLOCK }, bytes_slice(frame->whole, 0, covered), digest) ||
	    !bytes_equal(frame->tag, (struct bytes){ digest, HMAC_SIZE }))
		return false;
	if (!cipher_ecb_decrypt(key, frame->payload, to))
		return false;
	/* The digest proved the key; some devices do not pad. */
	*ret_payload = (struct bytes){ to, frame->payload.size };
	(void)padding_cut(*ret_payload, ret_payload);
	return true;
}

/* What the answer of the device holds makes the session's key. */
static void make_session(struct tuya *tuya, const struct tuya_frame *frame, struct bytes half)
{
	uint8_t mixed[CIPHER_BLOCK];
	struct bytes both = { mixed, CIPHER_BLOCK };

	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		mixed[i] = tuya->nonce[i] ^ half.data[i];
	tuya->session = frame->newer ? cipher_gcm_encrypt(tuya->key, tuya->nonce, both, tuya->session_key)
				     : cipher_ecb_encrypt(tuya->key, both, tuya->session_key);
}

static void note_half(struct tuya *tuya, const struct tuya_frame *frame, struct bytes payload)
{
	/* Behind what the device answers stands what proves it. */
	if (frame->command == TUYA_ANSWER && payload.size == 4 + CIPHER_BLOCK + HMAC_SIZE)
		payload = bytes_from(payload, 4);
	if (frame->command == TUYA_START && payload.size == CIPHER_BLOCK) {
		memcpy(tuya->nonce, payload.data, CIPHER_BLOCK);
		tuya->asked = true;
		tuya->session = false;
	} else if (frame->command == TUYA_ANSWER && tuya->asked && payload.size == CIPHER_BLOCK + HMAC_SIZE) {
		make_session(tuya, frame, payload);
	}
}

/* ---- which key ---- */

static bool open_with(const struct tuya_frame *frame, const uint8_t *key, uint8_t *to,
		      struct bytes *ret_payload)
{
	return frame->summed && !frame->newer ? open_early(key, frame->payload, to, ret_payload)
					      : open_late(key, frame, to, ret_payload);
}

/* By the local key: the one that opened something before, or any that opens this. */
static bool open_local(struct tuya *tuya, const struct tuya_frame *frame, struct observer *observer,
		       uint8_t *to, struct bytes *ret_payload)
{
	struct device_key key;
	size_t at = 0;

	if (tuya->keyed)
		return open_with(frame, tuya->key, to, ret_payload);
	while (observer_next_key(observer, "tuya-local-key", &at, &key)) {
		if (key.secret.size != CIPHER_BLOCK || !open_with(frame, key.secret.data, to, ret_payload))
			continue;
		memcpy(tuya->key, key.secret.data, CIPHER_BLOCK);
		tuya->keyed = true;
		return true;
	}
	return false;
}

enum tuya_opened tuya_open(struct tuya *tuya, const struct tuya_frame *frame, bool broadcast,
			   struct observer *observer, uint8_t *to, struct bytes *ret_payload)
{
	bool early = frame->summed && !frame->newer, closed_text = is_version(frame->payload);
	bool negotiates = frame->command >= TUYA_START && frame->command <= TUYA_FINISH;

	if (early && is_text(frame->payload) && !closed_text) {
		*ret_payload = frame->payload;
		return TUYA_CLEAR;
	}
	if (broadcast && open_with(frame, shared_key, to, ret_payload))
		return TUYA_CLEAR;
	if (!early && tuya->session && !negotiates)
		return open_late(tuya->session_key, frame, to, ret_payload) ? TUYA_DECRYPTED : TUYA_CLOSED;
	if (!open_local(tuya, frame, observer, to, ret_payload))
		return TUYA_CLOSED;
	if (!early && negotiates) {
		note_half(tuya, frame, *ret_payload);
		*ret_payload = BYTES_EMPTY;
	}
	return TUYA_DECRYPTED;
}
