/* SPDX-License-Identifier: Apache-2.0 */
/* Takes an image apart: chooses formats by bids, descends, keeps to limits, and tells a listener what there
 * is, down to where every byte of the image belongs. */
#ifndef PROBITY_FIRMWARE_UNPACK_H
#define PROBITY_FIRMWARE_UNPACK_H

#include "base/error.h"
#include "firmware/format.h"

/* What bytes are that no format claims. */
enum region_kind {
	REGION_PADDING, /* one byte value, erased flash */
	REGION_TEXT,
	REGION_DATA,   /* code, tables: whatever has a structure */
	REGION_PACKED, /* as random as compressed or encrypted bytes are */
};

/* Who is told. Everything is borrowed for the call. Order: by where things lie; what is in a thing comes
 * between `begin` and `end` of it. */
struct unpack_listener {
	void *self;
	/* A format begins; `own`: its bytes from here to the end of the part, since its end is not known yet.
	 */
	void (*begin)(void *self, const struct part *own, const struct image_format *format);
	void (*fact)(void *self, const struct part *own, const char *property, struct bytes value);
	void (*entry)(void *self, const struct part *own, const struct entry *entry);
	/* It ends after `size` bytes. */
	void (*end)(void *self, const struct part *own, const struct image_format *format, uint64_t size,
		    enum decoded how);
	/* Bytes of a part that nothing claims. */
	void (*region)(void *self, const struct part *part, struct bytes bytes, enum region_kind kind);
	/* Bytes that could not be read. */
	void (*trouble)(void *self, const struct part *own, const char *reason, struct bytes from);
	/* A limit was met: its name as in base/limits.h. */
	void (*limit)(void *self, const char *name, uint64_t most);
};

/* Takes `image` apart. Fails only without memory. */
enum status unpack_image(struct bytes image, const struct unpack_listener *listener, struct error *error);

/* Whether it begins like an image: some format bids at its start. */
bool unpack_recognises(struct bytes image);

#endif
