/* SPDX-License-Identifier: Apache-2.0 */
/* Planted values: every content is searched for them once, as it stands, before it is decoded. What
 * is found under a value is said of that value; what remains when the content has been read is said
 * of the content. A planted value that stands in base64 in JSON is found in the JSON and again in what
 * was decoded: it is said once, of the innermost. */
#include "content/examination.h"
#include "content/readable.h"

static bool overlap(struct bytes a, struct bytes b)
{
	uintptr_t first = (uintptr_t)a.data, second = (uintptr_t)b.data;

	return first < second + b.size && second < first + a.size;
}

void canary_said(struct examination *examination, unsigned depth, const char *canary, struct bytes where)
{
	if (examination->canaries_seen == CANARIES_SEEN)
		return;
	struct canary_seen *seen = &examination->seen[examination->canaries_seen++];

	seen->canary = canary;
	seen->depth = depth;
	seen->at[depth] = where;
	for (unsigned i = depth; i > 0; i--)
		seen->at[i - 1] = examination->levels[i].from;
}

static bool was_said(const struct examination *examination, unsigned depth, const struct recognition *found)
{
	for (unsigned i = 0; i < examination->canaries_seen; i++) {
		const struct canary_seen *seen = &examination->seen[i];

		if (seen->depth >= depth && strcmp(seen->canary, found->canary) == 0 &&
		    overlap(seen->at[depth], found->value))
			return true;
	}
	return false;
}

struct search {
	struct examination *examination;
	unsigned depth;
};

static void keep(void *self, const struct recognition *found)
{
	struct search *search = self;
	struct examination *examination = search->examination;

	if (examination->hits == CANARY_HITS)
		return;
	examination->hit[examination->hits++] = (struct canary_hit){ search->depth, *found };
}

/* Whether a program may have hidden this by combining it with one byte: small, and no text as it is, or
 * text that nobody would encode. */
static bool may_be_changed(const struct content *content)
{
	enum { LARGEST = 64 << 10, SAMPLE = 64 };
	unsigned sorts = SORT_HIGH | SORT_CONTROL;

	return content->data.size <= LARGEST &&
	       (content->encoding || (readable_sorts(bytes_slice(content->data, 0, SAMPLE)) & sorts));
}

void canary_search(struct examination *examination, const struct content *content)
{
	struct search search = { examination, content->depth };

	if (!examination->canaries)
		return;
	recognise_canaries(examination->taxonomy, content->data, keep, &search);
	if (may_be_changed(content))
		recognise_changed_canaries(examination->taxonomy, content->data, keep, &search);
}

const struct recognition *canary_at(const struct examination *examination, unsigned depth, struct bytes where)
{
	for (unsigned i = examination->hits; i > 0; i--) {
		const struct canary_hit *hit = &examination->hit[i - 1];

		if (hit->depth == depth && overlap(hit->found.value, where) &&
		    !was_said(examination, depth, &hit->found))
			return &hit->found;
	}
	return NULL;
}

void canary_finish(struct examination *examination, const struct content *content)
{
	for (unsigned i = 0; i < examination->hits; i++) {
		const struct canary_hit *hit = &examination->hit[i];

		if (hit->depth == content->depth && !was_said(examination, content->depth, &hit->found))
			say_found(examination, content->depth, NULL, content->label, &hit->found,
				  hit->found.value, BYTES_EMPTY);
	}
	canary_forget(examination, content);
}

void canary_forget(struct examination *examination, const struct content *content)
{
	while (examination->hits && examination->hit[examination->hits - 1].depth >= content->depth)
		examination->hits--;
}

bool canary_stands_for(const struct recognition *planted, const struct recognition *found)
{
	return planted &&
	       (found->type == planted->type || (found->type->credential && planted->type->credential));
}
