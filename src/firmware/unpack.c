/* SPDX-License-Identifier: Apache-2.0 */
#include "firmware/unpack.h"

#include "base/limits.h"
#include "base/memory.h"
#include "firmware/entropy.h"
#include "firmware/scan.h"

#include <stdlib.h>

enum { TRIED = 8 };

/* Ranges of a part that something claims, in order and apart. */
struct range {
	size_t start, end;
};

struct claims {
	struct range *ranges;
	size_t count, room;
	const struct part *part;
	struct claims *outer; /* of the part around it */
};

struct unpacking {
	const struct unpack_listener *listener;
	struct scanner scanner;
	struct claims *claims; /* of the part that is being scanned */
	uint64_t work_left, entries_left;
	size_t expansion_left, held_left;
	bool said_work, said_entries, said_expansion, said_depth;
	bool no_memory;
};

/* --- limits --- */

static void say_limit(struct unpacking *unpacking, bool *said, const char *name, uint64_t most)
{
	if (!*said)
		unpacking->listener->limit(unpacking->listener->self, name, most);
	*said = true;
}

bool reading_spend(struct reading *reading, uint64_t units)
{
	struct unpacking *unpacking = reading->unpacking;

	if (units <= unpacking->work_left) {
		unpacking->work_left -= units;
		return !unpacking->no_memory;
	}
	unpacking->work_left = 0;
	say_limit(unpacking, &unpacking->said_work, "image-work", LIMIT_IMAGE_WORK);
	return false;
}

struct buffer reading_buffer(struct reading *reading, uint64_t most)
{
	struct unpacking *unpacking = reading->unpacking;
	size_t room = unpacking->expansion_left < unpacking->held_left ? unpacking->expansion_left
								       : unpacking->held_left;

	if (most > room) {
		/* What is said to be larger than all may be is not asked for in vain. */
		if (most != UINT64_MAX || room == 0)
			say_limit(unpacking, &unpacking->said_expansion, "image-expanded",
				  LIMIT_IMAGE_EXPANDED);
		most = room;
	}
	unpacking->held_left -= (size_t)most;
	return buffer_of((size_t)most);
}

void reading_buffer_fill(struct reading *reading, struct buffer *buffer)
{
	struct unpacking *unpacking = reading->unpacking;

	unpacking->no_memory |= buffer->failed;
	unpacking->held_left += buffer->maximum - buffer->size;
	unpacking->expansion_left -= buffer->size;
	buffer->maximum = buffer->size;
}

void reading_buffer_end(struct reading *reading, struct buffer *buffer)
{
	reading->unpacking->held_left += buffer->maximum;
	buffer_free(buffer);
}

void reading_out_of_memory(struct reading *reading)
{
	reading->unpacking->no_memory = true;
}

/* --- what is said --- */

/* A format is told of when it is sure to be that one: with the first thing that it hands on. */
static void announce(struct reading *reading)
{
	const struct unpack_listener *listener = reading->unpacking->listener;

	if (!reading->announced)
		listener->begin(listener->self, &reading->own, reading->format);
	reading->announced = true;
}

void reading_fact(struct reading *reading, const char *property, struct bytes value)
{
	const struct unpack_listener *listener = reading->unpacking->listener;

	announce(reading);
	listener->fact(listener->self, &reading->own, property, value);
}

void reading_fact_number(struct reading *reading, const char *property, uint64_t number)
{
	struct buffer text = buffer_of(24);

	buffer_append_number(&text, number);
	if (text.failed)
		reading_out_of_memory(reading);
	reading_fact(reading, property, buffer_bytes(&text));
	buffer_free(&text);
}

void reading_trouble(struct reading *reading, const char *reason, struct bytes from)
{
	const struct unpack_listener *listener = reading->unpacking->listener;

	announce(reading);
	listener->trouble(listener->self, &reading->own, reason, from);
}

/* --- claims --- */

static void claim(struct unpacking *unpacking, struct claims *claims, size_t start, size_t end)
{
	size_t at = claims->count;

	if (start >= end)
		return;
	if (claims->count == claims->room) {
		size_t room = claims->room ? claims->room * 2 : 16;
		struct range *ranges = memory_resize(claims->ranges, room, sizeof *ranges);

		if (!ranges) {
			unpacking->no_memory = true;
			return;
		}
		claims->ranges = ranges;
		claims->room = room;
	}
	for (; at > 0 && claims->ranges[at - 1].start > start; at--)
		claims->ranges[at] = claims->ranges[at - 1];
	claims->ranges[at] = (struct range){ start, end };
	claims->count++;
}

/* The first byte from `at` on that nobody claims yet. */
static size_t behind_claims(const struct claims *claims, size_t at)
{
	for (size_t i = 0; i < claims->count && claims->ranges[i].start <= at; i++)
		if (claims->ranges[i].end > at)
			at = claims->ranges[i].end;
	return at;
}

/* The first byte from `at` on that somebody claims. */
static size_t before_claims(const struct claims *claims, size_t at, size_t size)
{
	for (size_t i = 0; i < claims->count; i++)
		if (claims->ranges[i].start > at)
			return claims->ranges[i].start;
	return size;
}

/* --- reading --- */

/* Reads `format` at `start` of `part`. False: it is not that. */
static bool read_at(struct unpacking *unpacking, const struct part *part, const struct image_format *format,
		    size_t start, size_t *ret_end)
{
	const struct unpack_listener *listener = unpacking->listener;
	struct reading reading = {
		.unpacking = unpacking,
		.format = format,
		.part = part,
		.start = start,
		.data = bytes_from(part->data, start),
	};

	reading.own = (struct part){
		.outer = part,
		.format = format->name,
		.data = reading.data,
		.from = reading.data,
		.straight = true,
		.incomplete = part->incomplete,
		.deleted = part->deleted,
		.depth = part->depth + 1,
	};
	enum decoded how = format->read(&reading);
	size_t size = reading.size < reading.data.size ? reading.size : reading.data.size;

	if (how == DECODED_NOT_MINE || size == 0)
		return false;
	announce(&reading);
	listener->end(listener->self, &reading.own, format, size, how);
	*ret_end = start + size;
	return true;
}

/* Reads whoever bids best at `start`, or the next best. */
static bool read_best(struct unpacking *unpacking, const struct part *part, size_t start, bool objects,
		      size_t *ret_end)
{
	const struct image_format *tried[TRIED + 1] = { NULL };

	for (size_t i = 0; i < TRIED && !unpacking->no_memory; i++) {
		const struct image_format *format = scan_best(bytes_from(part->data, start), objects, tried);

		if (!format)
			return false;
		if (read_at(unpacking, part, format, start, ret_end))
			return true;
		tried[i] = format;
	}
	return false;
}

/* What lies between the claims: runs of blocks of one kind. */
static void say_region(struct unpacking *unpacking, const struct part *part, size_t start, size_t end)
{
	const struct unpack_listener *listener = unpacking->listener;
	size_t from = start;
	enum region_kind kind = REGION_PADDING;

	for (size_t at = start; at < end;) {
		/* Blocks lie where those of flash do. */
		size_t next = (at / ENTROPY_BLOCK + 1) * ENTROPY_BLOCK;
		struct bytes block = bytes_slice(part->data, at, (next < end ? next : end) - at);
		enum region_kind is = entropy_kind(block);

		if (at > from && is != kind) {
			listener->region(listener->self, part, bytes_slice(part->data, from, at - from),
					 kind);
			from = at;
		}
		kind = is;
		at += block.size;
	}
	if (from < end)
		listener->region(listener->self, part, bytes_slice(part->data, from, end - from), kind);
}

static void say_regions(struct unpacking *unpacking, const struct claims *claims)
{
	const struct part *part = claims->part;
	size_t at = behind_claims(claims, 0);

	while (at < part->data.size) {
		size_t end = before_claims(claims, at, part->data.size);

		say_region(unpacking, part, at, end);
		at = behind_claims(claims, end);
	}
}

/* `file`: the part is a file of its own, whose bytes all have their place. */
static void scan_part(struct unpacking *unpacking, const struct part *part, bool file)
{
	struct claims claims = { .part = part, .outer = unpacking->claims };
	size_t at = 0, least = 0, start, end = 0;

	unpacking->claims = &claims;
	if (part->data.size && read_best(unpacking, part, 0, !file, &end))
		claim(unpacking, &claims, 0, end);
	at = least = behind_claims(&claims, 0);
	while (!unpacking->no_memory &&
	       scan_next(&unpacking->scanner, part->data, !file, least, &at, &start)) {
		/* A table may have claimed what lies ahead. */
		size_t behind = behind_claims(&claims, start);

		if (behind == start && read_best(unpacking, part, start, !file, &end)) {
			claim(unpacking, &claims, start, end);
			at = least = behind_claims(&claims, end);
		} else {
			at = behind == start ? at + 1 : behind;
			least = behind;
		}
	}
	unpacking->claims = claims.outer;
	if (!file || claims.count)
		say_regions(unpacking, &claims);
	free(claims.ranges);
}

/* --- descending --- */

static bool may_descend(struct unpacking *unpacking, const struct part *outer)
{
	if (outer->depth < LIMIT_IMAGE_DEPTH)
		return !unpacking->no_memory;
	say_limit(unpacking, &unpacking->said_depth, "image-depth", LIMIT_IMAGE_DEPTH);
	return false;
}

static void descend(struct reading *reading, struct part *child, bool file)
{
	child->outer = &reading->own;
	child->format = reading->own.format;
	child->depth = reading->own.depth;
	child->deleted |= reading->own.deleted;
	if (child->data.size && may_descend(reading->unpacking, child))
		scan_part(reading->unpacking, child, file);
}

void reading_part(struct reading *reading, struct bytes name, struct bytes data)
{
	struct unpacking *unpacking = reading->unpacking;
	struct part child = { .name = name, .data = data, .from = data, .straight = true };

	announce(reading);

	size_t start = (size_t)(data.data - reading->part->data.data), end = start + data.size;

	/* A table names places before and behind itself; what was read already stays read. */
	if (unpacking->claims && unpacking->claims->part == reading->part &&
	    (start < reading->start || start >= reading->start + reading->size)) {
		if (behind_claims(unpacking->claims, start) != start)
			return;
		claim(unpacking, unpacking->claims, start, end);
	}
	descend(reading, &child, false);
}

void reading_unpacked(struct reading *reading, struct bytes name, struct bytes data, struct bytes from,
		      bool incomplete)
{
	struct part child = { .name = name, .data = data, .from = from, .incomplete = incomplete };

	announce(reading);
	descend(reading, &child, false);
}

bool reading_entry(struct reading *reading, const struct entry *entry)
{
	struct unpacking *unpacking = reading->unpacking;
	struct part child = {
		.name = entry->path,
		.data = entry->data,
		.from = entry->from,
		.straight = entry->straight,
		.incomplete = entry->incomplete,
		.deleted = entry->state != ENTRY_LIVE,
	};

	if (!unpacking->entries_left) {
		say_limit(unpacking, &unpacking->said_entries, "image-entries", LIMIT_IMAGE_ENTRIES);
		return false;
	}
	unpacking->entries_left--;
	announce(reading);
	unpacking->listener->entry(unpacking->listener->self, &reading->own, entry);
	if (entry->kind == ENTRY_FILE && entry->data.size)
		descend(reading, &child, true);
	return reading_spend(reading, 2);
}

/* --- the image --- */

bool unpack_recognises(struct bytes image)
{
	return scan_best(image, true, NULL) != NULL;
}

enum status unpack_image(struct bytes image, const struct unpack_listener *listener, struct error *error)
{
	struct unpacking *unpacking = memory_new(sizeof *unpacking);
	const struct part whole = { .format = "image", .data = image, .from = image, .straight = true };

	if (!unpacking)
		return error_no_memory(error);
	unpacking->listener = listener;
	unpacking->work_left = LIMIT_IMAGE_WORK;
	unpacking->entries_left = LIMIT_IMAGE_ENTRIES;
	unpacking->expansion_left = LIMIT_IMAGE_EXPANDED;
	unpacking->held_left = LIMIT_IMAGE_HELD;
	scanner_make(&unpacking->scanner);
	scan_part(unpacking, &whole, false);
	bool no_memory = unpacking->no_memory;

	free(unpacking);
	return no_memory ? error_no_memory(error) : STATUS_OK;
}
