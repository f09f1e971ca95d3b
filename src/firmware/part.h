/* SPDX-License-Identifier: Apache-2.0 */
/* What an image is made of: parts within parts (a kernel in a uImage, a file system in a partition), and the
 * entries of file systems and archives. */
#ifndef PROBITY_FIRMWARE_PART_H
#define PROBITY_FIRMWARE_PART_H

#include "base/bytes.h"
#include "base/instant.h"

/* A run of bytes and how it came about. Borrowed for the call it is passed to, with all that it points to. */
struct part {
	const struct part *outer; /* what it was found in; NULL: the image itself */
	const char *format;	  /* static: what it was read out of: `uimage`, `gzip`, `mbr`; `image` */
	struct bytes name;	  /* how that names it: a partition, a file's path; may be empty */
	struct bytes data;
	/* The bytes of `outer->data` that it was made from; none: they do not lie in one run. */
	struct bytes from;
	bool straight;	 /* `data` is `from`, byte by byte: a value's place in the image can be told */
	bool incomplete; /* cut, broken behind this, or a limit */
	bool deleted;	 /* no live file or partition holds it any more */
	unsigned depth;	 /* 0: the image itself */
};

enum entry_kind {
	ENTRY_FILE,
	ENTRY_DIRECTORY,
	ENTRY_LINK, /* symbolic */
	ENTRY_CHARACTER_DEVICE,
	ENTRY_BLOCK_DEVICE,
	ENTRY_FIFO,
	ENTRY_SOCKET,
};

/* The kind by the upper bits of a mode, as stat(2) has them, which most formats keep. */
static inline enum entry_kind entry_kind_of(uint32_t mode)
{
	switch (mode & 0170000) {
	case 0040000:
		return ENTRY_DIRECTORY;
	case 0120000:
		return ENTRY_LINK;
	case 0020000:
		return ENTRY_CHARACTER_DEVICE;
	case 0060000:
		return ENTRY_BLOCK_DEVICE;
	case 0010000:
		return ENTRY_FIFO;
	case 0140000:
		return ENTRY_SOCKET;
	default:
		return ENTRY_FILE;
	}
}

enum entry_state {
	ENTRY_LIVE,
	ENTRY_OBSOLETE, /* an older version of something that is live under the same path */
	ENTRY_DELETED,	/* still in flash, in no directory; its path may be known in part or not at all */
};

/* An entry of a file system or archive. A file of several names (hard links) comes once for each. */
struct entry {
	struct bytes path; /* `/etc/passwd`: as stored, with one slash in front, none behind; any bytes */
	enum entry_kind kind;
	enum entry_state state;
	bool has_mode;	       /* the format keeps modes and owners: the next three tell something */
	uint32_t mode;	       /* permission, set-uid, set-gid and sticky bits: 07777 */
	uint32_t user, group;  /* numbers of the owners */
	uint32_t major, minor; /* of a device */
	uint64_t capabilities; /* permitted ones of security.capability; 0: none */
	uint64_t inode;	       /* its number; 0: the format has none */
	instant modified;      /* INSTANT_NONE: the format does not keep it */
	struct bytes target;   /* of a link */
	struct bytes data;     /* of a file */
	uint64_t size;	       /* as its file system says, whatever could be read of it */
	struct bytes from;     /* the bytes of the part that hold `data`, if that is one run */
	bool straight;	       /* byte by byte */
	bool incomplete;       /* `data` is not all of it */
};

#endif
