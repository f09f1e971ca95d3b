/* SPDX-License-Identifier: Apache-2.0 */
/* What an image, a voice or a video is, from the names around it. A picture is a face when a name says
 * so by whole words: `faceImage`, `/device/face/upload`; not `interface` or `typeface`. */
#include "recognise/loaded.h"

struct media_search {
	const struct taxonomy *taxonomy;
	unsigned medium;
	const struct extent *extent;
	struct bytes name;    /* being looked at */
	struct name_use best; /* of the names so far */
	struct bytes best_name, best_listed;
	bool found;
	uint16_t refused[8]; /* types that the present name rules out */
	unsigned refused_count;
	struct name_use here; /* of the present name */
	struct bytes here_listed;
	bool here_found;
};

static bool usable(const struct media_search *search, const struct name_use *use)
{
	return search->taxonomy->types[use->what]->for_media[search->medium] != MEDIA_NONE;
}

/* Whether the picture has the shape that weak names of the type need, upright or lying. */
static bool has_aspect(const struct media_search *search, unsigned aspect)
{
	enum { TOLERANCE = 60 }; /* thousandths: photographs are cut roughly, and 3 to 2 is another shape */
	uint64_t width = search->extent->width, height = search->extent->height;
	uint64_t longer = width > height ? width : height, shorter = width > height ? height : width;

	if (!aspect)
		return true;
	return shorter && longer * 1000 >= shorter * (aspect - TOLERANCE) &&
	       longer * 1000 <= shorter * (aspect + TOLERANCE);
}

/* Strong before weak, named types before those that a medium is otherwise, long before short. */
static bool better(const struct media_search *search, const struct name_use *a, struct bytes a_listed,
		   const struct name_use *b, struct bytes b_listed)
{
	bool a_named = search->taxonomy->types[a->what]->for_media[search->medium] == MEDIA_NAMED;
	bool b_named = search->taxonomy->types[b->what]->for_media[search->medium] == MEDIA_NAMED;

	if (a_named != b_named)
		return a_named;
	if (a->strong != b->strong)
		return a->strong;
	return a_listed.size > b_listed.size;
}

static void meet(void *self, const struct name_use *use, struct bytes listed)
{
	struct media_search *search = self;

	if (use->kind == USE_NOT_MEDIA && usable(search, use)) {
		if (search->refused_count < sizeof search->refused / sizeof *search->refused)
			search->refused[search->refused_count++] = use->what;
		return;
	}
	if (use->kind != USE_MEDIA || !usable(search, use) ||
	    (!use->strong && !has_aspect(search, search->taxonomy->types[use->what]->aspect)))
		return;
	if (search->here_found && !better(search, use, listed, &search->here, search->here_listed))
		return;
	search->here = *use;
	search->here_listed = listed;
	search->here_found = true;
}

static void look(struct media_search *search, struct bytes part)
{
	struct name name;

	search->here_found = false;
	search->refused_count = 0;
	if (!name_fold(part, &name))
		return;
	name_index_find(search->taxonomy->names, &name, meet, search);
	for (unsigned i = 0; i < search->refused_count; i++)
		if (search->here_found && search->refused[i] == search->here.what && !search->here.strong)
			search->here_found = false;
	if (!search->here_found || (search->found && !better(search, &search->here, search->here_listed,
							     &search->best, search->best_listed)))
		return;
	search->best = search->here;
	search->best_listed = search->here_listed;
	search->best_name = search->name;
	search->found = true;
}

/* A path or topic is looked at in parts, since words of two parts make no name together, and in pairs
 * of parts, since `/face/upload` does. */
static void look_at_name(struct media_search *search, struct bytes name)
{
	struct bytes rest = bytes_slice(name, 0, 1024), before = BYTES_EMPTY;

	search->name = name;
	while (rest.size) {
		struct bytes part = bytes_split(&rest, '/');

		look(search, part);
		if (before.size && part.size)
			look(search,
			     (struct bytes){ before.data, (size_t)(part.data + part.size - before.data) });
		before = part;
	}
}

static bool medium_named(const char *name, unsigned *ret_medium)
{
	static const char *const MEDIA[] = { "image", "voice", "video" };

	for (unsigned i = 0; i < 3; i++)
		if (strcmp(MEDIA[i], name) == 0) {
			*ret_medium = i;
			return true;
		}
	return false;
}

size_t recognise_media(const struct taxonomy *taxonomy, const char *medium, const struct bytes *names,
		       size_t count, const struct extent *extent, struct recognition *ret)
{
	static const struct extent unknown = { 0, 0 };
	struct media_search search = { .taxonomy = taxonomy, .extent = extent ? extent : &unknown };

	if (!medium_named(medium, &search.medium))
		return 0;
	for (size_t i = 0; i < count; i++)
		look_at_name(&search, names[i]);
	struct recognition answer = { .confidence = CONFIDENCE_POSSIBLE };

	if (search.found) {
		answer.type = &taxonomy->types[search.best.what]->type;
		answer.confidence = search.best.strong ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY;
		answer.value = search.best_name;
		recognition_explain(&answer, "named so", search.best_listed);
		*ret = answer;
		return 1;
	}
	for (size_t i = 0; i < taxonomy->count; i++) {
		if (taxonomy->types[i]->for_media[search.medium] != MEDIA_OTHERWISE)
			continue;
		answer.type = &taxonomy->types[i]->type;
		recognition_explain(&answer, "no name says what it shows", BYTES_EMPTY);
		*ret = answer;
		return 1;
	}
	return 0;
}
