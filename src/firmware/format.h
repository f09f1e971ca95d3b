/* SPDX-License-Identifier: Apache-2.0 */
/* Formats of images: wrappers, tables of partitions, compression, file systems, archives. A format reads its
 * bytes once, front to back where it can, and hands on what is in it. */
#ifndef PROBITY_FIRMWARE_FORMAT_H
#define PROBITY_FIRMWARE_FORMAT_H

#include "base/buffer.h"
#include "base/decoded.h"
#include "firmware/part.h"

struct unpacking; /* the taking apart of one image: depth, budgets, who listens */

enum format_role {
	ROLE_WRAPPER,	  /* a header around something: uImage, TRX, FIT, an update package */
	ROLE_TABLE,	  /* says where things are: MBR, GPT, partition tables of ESP-IDF */
	ROLE_COMPRESSION, /* one thing, packed */
	ROLE_FILE_SYSTEM, /* entries with paths */
	ROLE_ARCHIVE,	  /* the same, to be carried about: cpio, tar, zip */
	ROLE_OBJECT,	  /* one file that can stand by itself: ELF, a device tree */
	ROLE_STORE,	  /* records: U-Boot environment, ESP NVS */
};

/* Bytes by which a scan finds a format: `text` at `offset` from its start. Two bytes at least; rare ones
 * first are cheap ones. */
struct signature {
	struct bytes text;
	size_t offset;
};

/* A literal as the text of one: an initialiser, which a compound literal is not. */
#define SIGNATURE(literal) \
	{ \
		(const uint8_t *)("" literal), sizeof(literal) - 1 \
	}

/* One place where one format is read. */
struct reading {
	struct unpacking *unpacking;
	const struct image_format *format;
	bool announced;		 /* that it was told of */
	const struct part *part; /* that it lies in */
	size_t start;		 /* where in it */
	struct bytes data;	 /* of the part, from there on: may be far more than the format's own */
	/* Where the format ends, from its start: to be set by read(), also where it is cut. What follows is
	 * scanned for something else. */
	size_t size;
	struct part own; /* these bytes as a part: the `outer` of what is handed on */
};

struct image_format {
	const char *name, *specification;
	enum format_role role;
	/* Ended by an empty one. NULL: it is only tried where parts begin. */
	const struct signature *signatures;
	/* Bits of `data` that are as the format demands, those of checksums and of what must agree included;
	 * less than 24: not mine. `data` runs to the end of the part. Looks at headers only. */
	unsigned (*bid)(struct bytes data);
	/* Reads it. DECODED_NOT_MINE: the next best bidder is asked, and nothing may have been handed on. */
	enum decoded (*read)(struct reading *reading);
};

/* All formats, ended by NULL, in the order of firmware/image_formats.h. */
extern const struct image_format *const image_formats[];

/* Hands on a part as it stands: `data` lies in the part that is being read, from the format's start or before
 * it. `name` may be empty. It is scanned for formats. */
void reading_part(struct reading *reading, struct bytes name, struct bytes data);

/* Hands on what was unpacked: `from`: the bytes it was made from, if that is one run. `incomplete`: not all.
 */
void reading_unpacked(struct reading *reading, struct bytes name, struct bytes data, struct bytes from,
		      bool incomplete);

/* Hands on an entry. Its file is read by whoever can. False: the budget is used up, which was said; end. */
bool reading_entry(struct reading *reading, const struct entry *entry);

/* Says a property of what is read: `version`, `signature`: a static word; the value: short, text. */
void reading_fact(struct reading *reading, const char *property, struct bytes value);
void reading_fact_number(struct reading *reading, const char *property, uint64_t number);

/* Says that bytes could not be read. `reason`: a static word (malformed, cut, encrypted, unknown-method,
 * limit); `from`: they, if that is one run. */
void reading_trouble(struct reading *reading, const char *reason, struct bytes from);

/* Spends work: about a microsecond a unit (a node, an inode, a KB). False: there is none left, which was
 * said; end. So nothing that is read can make the reading endless. */
bool reading_spend(struct reading *reading, uint64_t units);

/* A buffer for unpacked bytes of `most` or what all of the image may still expand to. When it is filled, and
 * before what it holds is handed on, reading_buffer_fill() frees for others what it did not need. To be given
 * back with reading_buffer_end(), which frees it. */
struct buffer reading_buffer(struct reading *reading, uint64_t most);
void reading_buffer_fill(struct reading *reading, struct buffer *buffer);
void reading_buffer_end(struct reading *reading, struct buffer *buffer);

/* Says that there was no memory for something: the whole run then ends as trouble. */
void reading_out_of_memory(struct reading *reading);

/* A range of the bytes that are read; clipped. */
static inline struct bytes reading_slice(const struct reading *reading, uint64_t offset, uint64_t size)
{
	return offset > reading->data.size ? BYTES_EMPTY
					   : bytes_slice(reading->data, (size_t)offset,
							 size > SIZE_MAX ? SIZE_MAX : (size_t)size);
}

#endif
