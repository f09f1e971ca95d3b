/* SPDX-License-Identifier: Apache-2.0 */
/* What was learnt of the files of one image, kept after their bytes are gone: every entry of every file
 * system with its mode, and facts that audits of single files noted, for audits that need several (who runs
 * as whom, which library a program loads, who may open a device node). */
#ifndef PROBITY_FIRMWARE_TREE_H
#define PROBITY_FIRMWARE_TREE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "firmware/part.h"

/* What can be noted of a file. One word each, with a text. */
enum fact_kind {
	FACT_IMPORTS,  /* a shared library by its name */
	FACT_CALLS,    /* a symbol that it takes from others */
	FACT_DEFINES,  /* a symbol that it gives to others */
	FACT_MENTIONS, /* a path, a host, a URL among its strings */
	FACT_RUNS,     /* a command line that it starts */
	FACT_CHANGES,  /* a mode or owner that it sets at boot: `0666 /dev/video0` */
	FACT_IS,       /* what it is: `elf`, `script`, `face-model`, … */
};

struct fact {
	enum fact_kind kind;
	struct bytes text;
	uint64_t offset;   /* in the file */
	struct fact *next; /* of the same node */
};

struct node {
	struct bytes path, target; /* copies */
	enum entry_kind kind;
	enum entry_state state;
	bool has_mode;
	uint32_t mode, user, group, major, minor;
	uint64_t capabilities, size;
	unsigned system;	   /* number of its file system, from 0 */
	struct fact *facts, *last; /* in the order they were noted */
	size_t next;		   /* in its chain of the table; SIZE_MAX: none */
};

struct tree {
	struct arena arena;
	struct node *nodes;
	size_t count, room;
	size_t *chains; /* by hash of the path */
	size_t chain_count;
	unsigned systems;
	bool no_memory;
};

void tree_free(struct tree *tree);

/* A file system begins. Its number is given to the entries that follow. */
unsigned tree_begin_system(struct tree *tree);

/* Keeps an entry; NULL without memory. Valid until the next call. */
struct node *tree_add(struct tree *tree, unsigned system, const struct entry *entry);

/* Notes a fact of a node. The same one is kept once. */
void tree_note(struct tree *tree, struct node *node, enum fact_kind kind, struct bytes text, uint64_t offset);

/* The live node of a path: in `system`, or if it is not there in any other; links are followed within their
 * file system. NULL: there is none. */
const struct node *tree_find(const struct tree *tree, unsigned system, struct bytes path);

/* The first fact of a kind, or NULL; `after`: the one found before, or NULL. */
const struct fact *node_fact(const struct node *node, enum fact_kind kind, const struct fact *after);

#endif
