/* SPDX-License-Identifier: Apache-2.0 */
#include "firmware/tree.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { LINKS_MOST = 8 };

void tree_free(struct tree *tree)
{
	arena_free(&tree->arena);
	free(tree->nodes);
	free(tree->chains);
	*tree = (struct tree){ 0 };
}

unsigned tree_begin_system(struct tree *tree)
{
	return tree->systems++;
}

static size_t chain_of(const struct tree *tree, struct bytes path)
{
	return (size_t)hash_bytes(path, 0) & (tree->chain_count - 1);
}

/* Larger tables, with the nodes in them anew. */
static bool grow(struct tree *tree)
{
	size_t room = tree->room ? tree->room * 2 : 256;
	struct node *nodes = memory_resize(tree->nodes, room, sizeof *nodes);

	if (!nodes)
		return false;
	tree->nodes = nodes;
	tree->room = room;
	size_t *chains = memory_resize(tree->chains, room, sizeof *chains);

	if (!chains)
		return false;
	tree->chains = chains;
	tree->chain_count = room;
	for (size_t i = 0; i < room; i++)
		chains[i] = SIZE_MAX;
	for (size_t i = 0; i < tree->count; i++) {
		size_t *chain = &chains[chain_of(tree, nodes[i].path)];

		nodes[i].next = *chain;
		*chain = i;
	}
	return true;
}

struct node *tree_add(struct tree *tree, unsigned system, const struct entry *entry)
{
	if (tree->count == tree->room && !grow(tree)) {
		tree->no_memory = true;
		return NULL;
	}
	struct node *node = &tree->nodes[tree->count];

	*node = (struct node){
		.path = arena_copy(&tree->arena, entry->path),
		.target = arena_copy(&tree->arena, entry->target),
		.kind = entry->kind,
		.state = entry->state,
		.has_mode = entry->has_mode,
		.mode = entry->mode,
		.user = entry->user,
		.group = entry->group,
		.major = entry->major,
		.minor = entry->minor,
		.capabilities = entry->capabilities,
		.size = entry->size,
		.system = system,
	};
	if (!node->path.data || !node->target.data) {
		tree->no_memory = true;
		return NULL;
	}
	size_t *chain = &tree->chains[chain_of(tree, node->path)];

	node->next = *chain;
	*chain = tree->count++;
	return node;
}

void tree_note(struct tree *tree, struct node *node, enum fact_kind kind, struct bytes text, uint64_t offset)
{
	for (const struct fact *fact = node->facts; fact; fact = fact->next)
		if (fact->kind == kind && bytes_equal(fact->text, text))
			return;
	struct fact *fact = arena_take(&tree->arena, sizeof *fact);
	struct bytes copy = arena_copy(&tree->arena, text);

	if (!fact || !copy.data) {
		tree->no_memory = true;
		return;
	}
	*fact = (struct fact){ .kind = kind, .text = copy, .offset = offset };
	if (node->last)
		node->last->next = fact;
	else
		node->facts = fact;
	node->last = fact;
}

/* The live node of exactly this path; of `system` where it has one. */
static const struct node *find(const struct tree *tree, unsigned system, struct bytes path)
{
	const struct node *other = NULL;

	if (!tree->chain_count)
		return NULL;
	for (size_t i = tree->chains[chain_of(tree, path)]; i != SIZE_MAX; i = tree->nodes[i].next) {
		const struct node *node = &tree->nodes[i];

		if (node->state != ENTRY_LIVE || !bytes_equal(node->path, path))
			continue;
		if (node->system == system)
			return node;
		if (!other || node->system < other->system)
			other = node;
	}
	return other;
}

/* `to` becomes the path that a link at `from` leads to; `.` and `..` are taken out. */
static bool resolve(struct bytes from, struct bytes target, struct buffer *to)
{
	buffer_clear(to);
	if (target.size && target.data[0] != '/') {
		size_t folder = from.size;

		while (folder > 0 && from.data[folder - 1] != '/')
			folder--;
		buffer_append(to, bytes_slice(from, 0, folder ? folder - 1 : 0));
	}
	while (target.size) {
		struct bytes step = bytes_split(&target, '/');

		if (step.size == 0 || bytes_equal(step, BYTES(".")))
			continue;
		if (bytes_equal(step, BYTES(".."))) {
			while (to->size && to->data[--to->size] != '/')
				;
			continue;
		}
		buffer_append_byte(to, '/');
		buffer_append(to, step);
	}
	return !to->full && !to->failed;
}

const struct node *tree_find(const struct tree *tree, unsigned system, struct bytes path)
{
	const struct node *node = find(tree, system, path);
	struct buffer to = buffer_of(LIMIT_PATH_SIZE);

	for (unsigned links = 0; node && node->kind == ENTRY_LINK; links++) {
		bool leads = links < LINKS_MOST && resolve(node->path, node->target, &to);

		node = leads ? find(tree, node->system, buffer_bytes(&to)) : NULL;
	}
	buffer_free(&to);
	return node;
}

const struct fact *node_fact(const struct node *node, enum fact_kind kind, const struct fact *after)
{
	const struct fact *fact = after ? after->next : node->facts;

	while (fact && fact->kind != kind)
		fact = fact->next;
	return fact;
}
