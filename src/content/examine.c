/* SPDX-License-Identifier: Apache-2.0 */
#include "content/examine.h"

#include "content/coding.h"
#include "content/examination.h"
#include "content/readable.h"
#include "recognise/enumerate.h"

/* How far behind the start of unknown bytes an image is looked for. */
enum { HEADER = 256 };

struct bidding {
	unsigned least; /* bids that count */
	unsigned best;	/* 0: nobody bid so far */
	size_t chosen;
};

static inline void ask(struct bidding *bidding, size_t index, const struct content *content,
		       uint32_t characters)
{
	const struct content_decoder *decoder = content_decoders[index];

	if ((decoder->needs && !(decoder->needs & characters)) ||
	    (decoder->yields_to && bidding->best >= decoder->yields_to))
		return;
	unsigned bid = decoder->bid(content);

	if (bid >= bidding->least && bid > bidding->best) {
		bidding->best = bid;
		bidding->chosen = index;
	}
}

/* Decodes by the best bidder, then the next best, until one takes it. Ties: the first in the list. */
bool examine_decode(struct examination *examination, const struct content *content, unsigned least)
{
	struct asked asked = worker_asked(examination->worker, content->data.size ? content->data.data[0] : 0,
					  content->media_type);
	uint32_t characters = content->characters ? content->characters : UINT32_MAX;

	for (;;) {
		struct bidding bidding = { .least = least };

		for (size_t word = 0; word < ASKED_WORDS; word++)
			for (uint64_t bits = asked.bits[word]; bits; bits &= bits - 1)
				ask(&bidding, word * 64 + (size_t)__builtin_ctzll(bits), content, characters);
		size_t chosen = bidding.chosen;

		if (bidding.best == 0)
			return false;
		const struct content_decoder *decoder = content_decoders[chosen];

		examination->levels[content->depth].read_as = decoder->name;
		enum decoded decoded = decoder->decode(content, examination);

		if (decoded == DECODED_MALFORMED)
			examination_undecoded(examination, content, decoder->name, "malformed",
					      content->data);
		if (decoded != DECODED_NOT_MINE)
			return true;
		examination->levels[content->depth].read_as = NULL;
		asked.bits[chosen / 64] &= ~(UINT64_C(1) << chosen % 64);
	}
}

/* Readable runs in bytes of an unknown format: names and numbers in a vendor's own frames stand in
 * clear there. Random bytes have no such runs. */
static void read_runs(struct examination *examination, const struct content *content)
{
	enum { LEAST = 8 };
	size_t start = 0;

	for (size_t i = 0; i <= content->data.size; i++) {
		uint8_t byte = i < content->data.size ? content->data.data[i] : 0;

		if ((byte >= 0x20 && byte < 0x7f) || byte >= 0x80)
			continue;
		struct bytes run = bytes_slice(content->data, start, i - start);

		start = i + 1;
		if (run.size >= LEAST && readable_utf8(run))
			examination_text(examination, content, run);
	}
}

/* An image behind a header of unknown format. */
static bool read_embedded(struct examination *examination, const struct content *content)
{
	static const struct bytes magics[] = { BYTES("\xff\xd8\xff"), BYTES("\x89PNG\r\n\x1a\n") };
	struct bytes start = bytes_slice(content->data, 0, HEADER);

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		size_t at = bytes_find(start, magics[i]);

		if (at == SIZE_MAX || at == 0)
			continue;
		struct content image = {
			.data = bytes_from(content->data, at),
			.format = "binary",
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &image, image.data);
		return true;
	}
	return false;
}

/* Whether bytes that nobody understands are worth a word: the whole content of a message of a known
 * protocol. What an unknown one carries is unread already, a few bytes are a counter or a flag. */
static bool is_body(const struct examination *examination, const struct content *content)
{
	return content->depth == 0 && content->data.size >= 16 &&
	       strcmp(observer_carrier(examination->observer)->protocol, "unknown") != 0;
}

void examine_unclaimed(struct examination *examination, const struct content *content)
{
	struct level *level = &examination->levels[content->depth];
	struct bytes label = content->label;

	if (readable_text(content->data)) {
		struct field_value value = {
			.field = label,
			.topic = examination->message->topic,
			.value = bytes_trim(content->data),
		};
		bool single = value.value.size <= RETAINED_SIZE &&
			      (label.size || bytes_find_byte(value.value, '\n') == SIZE_MAX);

		/* A value that was encoded has no structure of its own. */
		if (!content->encoding || !single)
			level->read_as = "text";
		if (!single || examination_recognise(examination, content, NULL, &value, content->data) == 0)
			examination_text(examination, content, content->data);
		return;
	}
	level->read_as = "binary";
	if (!read_embedded(examination, content)) {
		read_runs(examination, content);
		if (is_body(examination, content))
			examination_undecoded(examination, content, "content", "unknown-format",
					      content->data);
	}
}

static void begin(struct examination *examination, struct worker *worker, struct observer *observer,
		  const struct message *message, struct content *root, struct bytes where)
{
	size_t most = LIMIT_EXPANDED_SIZE;

	if (root->data.size < most / LIMIT_EXPANSION_RATIO)
		most = root->data.size * LIMIT_EXPANSION_RATIO;
	examination->taxonomy = worker->taxonomy;
	examination->plain = worker->plain;
	examination->worker = worker;
	examination->observer = observer;
	examination->message = message;
	examination->canaries = recognise_has_canaries(worker->taxonomy);
	examination->said_values_limit = examination->said_expansion_limit = false;
	examination->depth = examination->records = 0;
	examination->retained = examination->pending = examination->canaries_seen = examination->hits = 0;
	examination->own_hits = 0;
	examination->text_used = 0;
	examination->values_left = LIMIT_CONTENT_VALUES;
	examination->expansion_left = most;
	examination->read_type = NULL;
	examination->closing = NULL;
	examination->list = (struct list){ .name = 0 };
	examination->levels[0] = (struct level){
		.content = root,
		.origin = where,
		.from = root->data,
		.direct = root->data.data == where.data && root->data.size == where.size,
	};
}

static void read_content(struct worker *worker, struct observer *observer, const struct message *message,
			 struct bytes bytes, struct bytes where)
{
	struct examination examination;
	bool coded = coding_is_any(message->content_encoding);
	struct content root = {
		.data = bytes,
		.format = "",
		.label = message->label,
		.media_type = coded ? BYTES_EMPTY : message->media_type,
		.coding = coded ? message->content_encoding : BYTES_EMPTY,
		.incomplete = message->incomplete,
	};

	begin(&examination, worker, observer, message, &root, where);
	canary_search(&examination, &root);
	own_address_search(&examination, &root);
	bool read = examine_decode(&examination, &root, 1);

	if (!read && coded) {
		/* Declared as compressed, but is not, or by a method that is not known. */
		root.coding = BYTES_EMPTY;
		root.media_type = message->media_type;
		read = examine_decode(&examination, &root, 1);
	}
	if (!read)
		examine_unclaimed(&examination, &root);
	canary_finish(&examination, &root);
	own_address_finish(&examination, &root);
}

static void content(void *self, struct observer *observer, const struct message *message, struct bytes bytes,
		    struct bytes where)
{
	struct worker *worker = self;
	struct dull_key key;
	uint64_t said = observer_said(observer);

	if (bytes.size == 0)
		return;
	bool small = dull_key_of(observer, message, BYTES_EMPTY, bytes, &key);

	if (small && dull_knows(worker, &key))
		return;
	read_content(worker, observer, message, bytes, where);
	if (small && observer_said(observer) == said)
		dull_keep(worker, &key);
}

static void value(void *self, struct observer *observer, const struct message *message, struct bytes field,
		  struct bytes bytes)
{
	struct worker *worker = self;
	struct examination examination;
	struct content root = { .data = bytes, .format = "", .label = message->label };
	struct step step = { .name = field };
	struct dull_key key;
	uint64_t said = observer_said(observer);

	if (bytes.size == 0)
		return;
	bool small = field.size && dull_key_of(observer, message, field, bytes, &key);

	if (small && dull_knows(worker, &key))
		return;
	begin(&examination, worker, observer, message, &root, bytes);
	canary_search(&examination, &root);
	own_address_search(&examination, &root);
	examination_value(&examination, &root, &step, field, bytes, bytes, false);
	canary_finish(&examination, &root);
	own_address_finish(&examination, &root);
	if (small && observer_said(observer) == said)
		dull_keep(worker, &key);
}

/* The values are copies and stand nowhere in the window, so each is a content of its own, as far as planted
 * values are searched; what they are together is judged as of one. */
static void record(void *self, struct observer *observer, const struct message *message,
		   const struct member *members, size_t count, struct bytes where)
{
	struct examination examination;
	struct content root = { .format = "", .label = message->label };
	size_t most = LIMIT_EXPANDED_SIZE, size = 0;

	for (size_t i = 0; i < count; i++)
		size += members[i].value.size;
	if (size < most / LIMIT_EXPANSION_RATIO)
		most = size * LIMIT_EXPANSION_RATIO;
	begin(&examination, self, observer, message, &root, where);
	examination.expansion_left = size < most / LIMIT_EXPANSION_RATIO ? size * LIMIT_EXPANSION_RATIO
									 : most;
	examination_record_begin(&examination);
	for (size_t i = 0; i < count; i++) {
		struct step step = { .name = members[i].field };

		root.data = members[i].value;
		canary_search(&examination, &root);
		own_address_search(&examination, &root);
		examination_value(&examination, &root, &step, members[i].field, members[i].value,
				  members[i].value, members[i].number);
		canary_finish(&examination, &root);
		own_address_finish(&examination, &root);
	}
	examination_record_end(&examination, &root, NULL);
}

static bool scrub(void *self, struct bytes text, struct buffer *to)
{
	return recognise_scrub(self, text, to);
}

static bool undo_digests(void *self, struct preimage_question *questions, size_t count,
			 const struct preimage_known *known, uint64_t budget)
{
	return enumerate_digests(self, questions, count, known, budget);
}

struct examiner examiner_of(const struct taxonomy *taxonomy)
{
	return (struct examiner){
		/* Never written through: every use of it takes a const taxonomy. */
		.self = (void *)(uintptr_t)taxonomy,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.content = content,
		.value = value,
		.record = record,
		.scrub = scrub,
		.undo_digests = undo_digests,
	};
}
