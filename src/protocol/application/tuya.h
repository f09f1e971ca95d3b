/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the Tuya decoder share. */
#ifndef PROBITY_PROTOCOL_APPLICATION_TUYA_H
#define PROBITY_PROTOCOL_APPLICATION_TUYA_H

#include "protocol/application.h"
#include "protocol/cipher.h"

struct tuya {
	bool lost[2];
	bool keyed; /* `key` is the device's local key: it opened something */
	uint8_t key[CIPHER_BLOCK];
	/* Since 3.4: the two sides' halves of the session's key, and the key. */
	bool asked, session;
	uint8_t nonce[CIPHER_BLOCK], session_key[CIPHER_BLOCK];
};

enum { TUYA_START = 3, TUYA_ANSWER = 4, TUYA_FINISH = 5 };

/* A frame, taken apart but not opened. */
struct tuya_frame {
	uint32_t command;
	bool newer;	    /* of 3.5: 6699 */
	bool summed;	    /* ends in a checksum that is right, as up to 3.3; else in a digest */
	struct bytes whole; /* all of it, for digests */
	struct bytes about; /* 3.5: the part of the header that the tag covers */
	struct bytes payload, tag;
	const uint8_t *nonce; /* 3.5 */
};

/* How the payload of a frame is there. */
enum tuya_opened {
	TUYA_CLEAR,	/* was never closed, or with the key that all devices share */
	TUYA_DECRYPTED, /* by the local key, or the session's */
	TUYA_CLOSED,
};

/* tuya_key.c: opens the payload of a frame into `to`, which has room for it and is used only where it must
 * be; `broadcast`: it is one. Notes what it says of the session's key. */
enum tuya_opened tuya_open(struct tuya *tuya, const struct tuya_frame *frame, bool broadcast,
			   struct observer *observer, uint8_t *to, struct bytes *ret_payload);

#endif
