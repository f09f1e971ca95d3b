/* SPDX-License-Identifier: Apache-2.0 */
/* Payloads in blocks: RFC 7959. Each block may have a token of its own, so that a transfer is known by
 * who sends it and what it is about. Blocks come one after the other, each asked for or acknowledged;
 * what is sent again is passed over, and behind a missing one the rest is told as incomplete. */
#include "protocol/application/coap.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

static void say_transfer(struct coap_transfer *transfer, bool incomplete, struct bytes where,
			 struct observer *observer)
{
	const struct coap_content content = {
		.method = transfer->method,
		.path = { transfer->path, transfer->size },
		.format = transfer->format,
		.incomplete = incomplete || transfer->incomplete,
	};

	if (transfer->bytes.size)
		coap_say_content(&content, buffer_bytes(&transfer->bytes), where, observer);
	observer_give_back(observer, transfer->bytes.size);
	buffer_free(&transfer->bytes);
}

/* Keeps a block; false where no more may be kept of it, or of all. */
static bool keep_block(struct coap_transfer *transfer, struct bytes payload, struct observer *observer)
{
	if (!observer_hold(observer, payload.size))
		return false;
	if (buffer_append(&transfer->bytes, payload))
		return true;
	observer_give_back(observer, payload.size);
	if (transfer->bytes.failed)
		observer_out_of_memory(observer);
	else
		observer_limit(observer, "coap-transfer", LIMIT_COAP_TRANSFER);
	return false;
}

static void drop_transfer(struct coap *coap, struct coap_transfer **at, struct observer *observer)
{
	struct coap_transfer *transfer = *at;

	*at = transfer->next;
	coap->transfer_count--;
	say_transfer(transfer, true, BYTES_EMPTY, observer);
	free(transfer);
}

/* The transfer with this key, moved to the front; a new one where there is none. */
static struct coap_transfer *transfer_of(struct coap *coap, uint64_t key, const struct coap_content *content,
					 struct observer *observer)
{
	struct coap_transfer **at = &coap->transfers, *transfer;

	while (*at && (*at)->key != key)
		at = &(*at)->next;
	transfer = *at;
	if (transfer) {
		*at = transfer->next;
	} else {
		struct cursor path = cursor_over(content->path);

		transfer = memory_new(sizeof *transfer + content->path.size);
		if (!transfer) {
			observer_out_of_memory(observer);
			return NULL;
		}
		transfer->key = key;
		transfer->method = content->method;
		transfer->format = content->format;
		transfer->bytes = buffer_of(LIMIT_COAP_TRANSFER);
		transfer->size = content->path.size;
		cursor_copy(&path, transfer->path, transfer->size);
		coap->transfer_count++;
	}
	transfer->next = coap->transfers;
	coap->transfers = transfer;
	if (coap->transfer_count > LIMIT_COAP_TRANSFERS) {
		observer_limit(observer, "coap-transfers", LIMIT_COAP_TRANSFERS);
		for (at = &coap->transfers; (*at)->next; at = &(*at)->next)
			;
		drop_transfer(coap, at, observer);
	}
	return transfer;
}

/* Begins anew at `offset`. */
static void restart(struct coap_transfer *transfer, const struct coap_content *content, uint64_t offset,
		    struct observer *observer)
{
	say_transfer(transfer, true, BYTES_EMPTY, observer);
	transfer->bytes = buffer_of(LIMIT_COAP_TRANSFER);
	transfer->incomplete = offset > 0;
	transfer->over = false;
	transfer->offset = offset;
	transfer->method = content->method;
	transfer->format = content->format;
}

void coap_take_block(struct coap *coap, enum direction direction, const struct coap_content *content,
		     struct bytes block, struct bytes payload, struct observer *observer)
{
	struct cursor cursor = cursor_over(block);
	uint32_t number = block.size <= 3 ? (uint32_t)cursor_be(&cursor, block.size) : 0;
	bool more = number & 8;
	/* 7 stands for several blocks of 1,024 bytes at once (RFC 8323 6). */
	unsigned scale = (number & 7) == 7 ? 10 : (number & 7) + 4;
	uint64_t offset = (uint64_t)(number >> 4) << scale;
	struct coap_transfer *transfer;

	if (offset == 0 && !more) {
		if (payload.size)
			coap_say_content(content, payload, payload, observer);
		return;
	}
	transfer = transfer_of(coap, hash_bytes(content->path, 1 + (unsigned)direction), content, observer);
	if (!transfer)
		return;
	if (transfer->offset != offset && (offset == 0 || offset > transfer->offset) &&
	    !(offset == 0 && transfer->offset == payload.size))
		restart(transfer, content, offset, observer);
	if (transfer->offset != offset)
		return; /* sent again */
	transfer->offset += payload.size;
	if (!transfer->over && !keep_block(transfer, payload, observer)) {
		say_transfer(transfer, true, payload, observer);
		transfer->over = true;
	}
	if (more)
		return;
	say_transfer(transfer, false, payload, observer);
	coap->transfers = transfer->next;
	coap->transfer_count--;
	free(transfer);
}

void coap_end_blocks(struct coap *coap, struct observer *observer)
{
	while (coap->transfers)
		drop_transfer(coap, &coap->transfers, observer);
}
