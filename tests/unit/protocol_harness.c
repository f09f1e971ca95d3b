/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "evidence/evidence.h"

#include <stdio.h>
#include <stdlib.h>

/* Bytes of one direction that the decoder has not consumed. */
struct side {
	struct buffer unread;
	uint64_t offset;   /* of the first unread byte */
	uint64_t received; /* offset behind the last byte */
	uint64_t skip;
	size_t wanted;
	bool ended, over;      /* over: nothing is decoded any more */
	struct span spans[64]; /* every step of this direction */
	size_t span_count;
};

struct run {
	const struct conversation *conversation;
	struct side sides[2];
	void *state;
	struct evidence *evidence;
	struct carrier carrier;
	struct host_name host;
	struct buffer log;
	bool over;			   /* the flow was given back */
	const struct app_decoder *decoder; /* the conversation's, or its successor */
};

static struct {
	const struct device_key *keys;
	size_t count;
} given;

void conversation_keys(const struct device_key *keys, size_t count)
{
	given.keys = keys;
	given.count = count;
}

static void log_word(struct buffer *log, struct bytes word)
{
	buffer_append_text(log, " ");
	if (word.size)
		text_append_clean(log, word);
	else
		buffer_append_text(log, "-");
}

static void log_named(struct buffer *log, const char *name, struct bytes value)
{
	if (!value.size)
		return;
	buffer_append_format(log, " %s=", name);
	text_append_clean(log, value);
}

static void log_message(struct buffer *log, const struct message *message)
{
	log_word(log, message->part);
	log_word(log, message->method);
	log_word(log, message->topic);
}

static void see_content(void *self, struct observer *observer, const struct message *message,
			struct bytes content, struct bytes where)
{
	struct run *run = self;

	(void)where;
	buffer_append_text(&run->log, "content");
	log_message(&run->log, message);
	log_named(&run->log, "label", message->label);
	log_named(&run->log, "type", message->media_type);
	log_named(&run->log, "encoding", message->content_encoding);
	buffer_append_text(&run->log, message->incomplete ? " incomplete" : "");
	buffer_append_text(&run->log, observer_carrier(observer)->encrypted ? " decrypted: " : ": ");
	text_append_clean(&run->log, content);
	buffer_append_text(&run->log, "\n");
}

static void see_value(void *self, struct observer *observer, const struct message *message,
		      struct bytes field, struct bytes value)
{
	struct run *run = self;

	(void)observer;
	buffer_append_text(&run->log, "value");
	log_message(&run->log, message);
	log_word(&run->log, field);
	buffer_append_text(&run->log, "=");
	text_append_clean(&run->log, value);
	buffer_append_text(&run->log, "\n");
}

static void see_record(void *self, struct observer *observer, const struct message *message,
		       const struct member *members, size_t count, struct bytes where)
{
	struct run *run = self;

	(void)observer;
	(void)where;
	buffer_append_text(&run->log, "record");
	log_message(&run->log, message);
	for (size_t i = 0; i < count; i++) {
		buffer_append_text(&run->log, i ? "; " : ": ");
		text_append_clean(&run->log, members[i].field);
		buffer_append_text(&run->log, "=");
		text_append_clean(&run->log, members[i].value);
	}
	buffer_append_text(&run->log, "\n");
}

static bool scrub_nothing(void *self, struct bytes text, struct buffer *to)
{
	(void)self;
	return buffer_append(to, text);
}

static struct selector carried_of(const struct conversation *conversation)
{
	struct selector first = conversation->decoder->usual_ports[0];

	return (struct selector){ first.space, conversation->port ? conversation->port : first.number };
}

static void set_carrier(struct run *run, enum direction direction, struct bytes window)
{
	const struct conversation *conversation = run->conversation;
	struct side *side = &run->sides[direction];
	struct carrier *carrier = &run->carrier;
	size_t first = 0;
	uint16_t port = (uint16_t)carried_of(conversation).number;

	while (first + 1 < side->span_count && side->spans[first + 1].offset <= side->offset)
		first++;
	(void)address_parse(BYTES("192.0.2.1"), direction ? &carrier->destination : &carrier->source);
	(void)address_parse(BYTES("198.51.100.2"), direction ? &carrier->source : &carrier->destination);
	carrier->source_port = direction ? port : 40000;
	carrier->destination_port = direction ? 40000 : port;
	carrier->from_client = direction == FROM_CLIENT;
	carrier->transport = conversation->datagrams ? "udp" : "tcp";
	carrier->protocol = run->decoder->name;
	carrier->window = (struct window){
		.bytes = window,
		.offset = side->offset,
		.spans = &side->spans[first],
		.span_count = side->span_count - first,
	};
	evidence_carry(run->evidence, carrier, &run->host);
}

static void drop(struct side *side, uint64_t size)
{
	assert_true(size <= side->unread.size);
	buffer_drop_front(&side->unread, (size_t)size);
	side->offset += size;
}

static void take_skip(struct side *side)
{
	uint64_t size = side->skip < side->unread.size ? side->skip : side->unread.size;

	drop(side, size);
	side->skip -= size;
}

/* Another decoder goes on. */
static void succeed(struct run *run, const struct stream *stream)
{
	buffer_append_format(&run->log, "handed to %s\n", stream->successor->name);
	if (run->decoder->close)
		run->decoder->close(run->state, evidence_observer(run->evidence));
	free(run->state);
	run->decoder = stream->successor;
	run->state = memory_new(run->decoder->state_size ? run->decoder->state_size : 1);
	assert_non_null(run->state);
	run->sides[0].wanted = run->sides[1].wanted = 0;
	if (run->decoder->inherit && stream->legacy)
		run->decoder->inherit(run->state, stream->legacy, evidence_observer(run->evidence));
	else
		free(stream->legacy);
}

/* Calls the decoder once; false when it can do no more with what is there. */
static bool decode_once(struct run *run, enum direction direction, bool full)
{
	static const char *const names[] = { "client", "server" };
	struct side *side = &run->sides[direction];
	struct bytes input = hostile_copy(buffer_bytes(&side->unread));
	struct stream stream = {
		.unread = cursor_over(input),
		.offset = side->offset,
		.carried = carried_of(run->conversation),
		.datagram = run->conversation->datagrams,
		.ended = side->ended || run->conversation->datagrams,
		.full = full,
	};

	set_carrier(run, direction, input);
	enum decoded decoded = run->decoder->decode(run->state, direction, &stream,
						    evidence_observer(run->evidence));
	size_t consumed = input.size - cursor_left(&stream.unread);

	assert_true(consumed <= input.size);
	assert_true(!run->conversation->datagrams || !stream.rebid);
	hostile_free(input);
	drop(side, run->conversation->datagrams ? side->unread.size : consumed);
	side->wanted = run->conversation->datagrams ? 0 : stream.wanted;
	side->skip = run->conversation->datagrams ? 0 : stream.skip;
	if (decoded == DECODED_MALFORMED) {
		buffer_append_format(&run->log, "malformed %s\n", names[direction]);
		side->over = !run->conversation->datagrams;
	} else if (stream.rebid && stream.successor) {
		succeed(run, &stream);
		return true;
	} else if (decoded == DECODED_NOT_MINE || stream.rebid) {
		buffer_append_format(&run->log, "%s %s\n", stream.rebid ? "rebid" : "not-mine",
				     names[direction]);
		run->over = true;
	}
	return !side->over && !run->over && (consumed || stream.skip);
}

/* Calls the decoder for as long as it gets on. */
static void decode(struct run *run, enum direction direction, bool full)
{
	struct side *side = &run->sides[direction];
	bool again = true;

	take_skip(side);
	if (!side->unread.size && !side->ended)
		return;
	while (again && !run->over && !side->over) {
		bool full_now = full || side->unread.size >= LIMIT_MESSAGE_SIZE;

		if (side->unread.size < side->wanted && !side->ended && !full_now)
			return;
		again = decode_once(run, direction, full_now);
		take_skip(side);
		again = again && side->unread.size;
	}
}

static void lose(struct run *run, enum direction direction, uint64_t size)
{
	struct side *side = &run->sides[direction];
	const struct app_decoder *decoder = run->decoder;

	/* What stands before the gap will not grow any more. */
	if (side->unread.size)
		decode(run, direction, true);
	drop(side, side->unread.size);
	uint64_t skipped = side->skip < size ? side->skip : size;

	side->skip -= skipped;
	side->offset += size;
	side->received += size;
	if (skipped == size || run->over || side->over)
		return;
	side->wanted = 0;
	if (!decoder->gap) {
		side->over = true;
		return;
	}
	set_carrier(run, direction, BYTES_EMPTY);
	decoder->gap(run->state, direction, size - skipped, evidence_observer(run->evidence));
}

static void take_step(struct run *run, const struct step *step, uint64_t frame, size_t piece)
{
	struct side *side = &run->sides[step->direction];
	struct bytes rest = step->bytes;

	if (run->over || side->over)
		return;
	assert_true(side->span_count < COUNT_OF(side->spans));
	side->spans[side->span_count++] = (struct span){
		.offset = side->received,
		.frame = frame,
		.time = INT64_C(1700000000) * INSTANT_SECOND + (instant)frame * INSTANT_SECOND,
	};
	if (step->lost) {
		lose(run, step->direction, step->lost);
		side->spans[side->span_count - 1].offset = side->received;
	}
	while (rest.size && !run->over && !side->over) {
		struct bytes part = bytes_slice(rest, 0,
						piece && !run->conversation->datagrams ? piece : SIZE_MAX);

		rest = bytes_from(rest, part.size);
		assert_true(buffer_append(&side->unread, part));
		side->received += part.size;
		decode(run, step->direction, false);
	}
	if (step->ends && !side->ended) {
		side->ended = true;
		decode(run, step->direction, false);
	}
}

static void log_observation(struct run *run, enum kind kind, size_t index)
{
	const struct kind_declaration *declaration = &kind_declarations[kind];
	struct bytes count = evidence_get(run->evidence, kind, index, ATTRIBUTE_COUNT);
	struct bytes frames = evidence_get(run->evidence, kind, index, ATTRIBUTE_FRAMES);

	buffer_append_text(&run->log, declaration->element);
	for (const struct attribute_role *at = declaration->attributes; at->role; at++)
		log_named(&run->log, attribute_declarations[at->attribute].name,
			  evidence_get(run->evidence, kind, index, at->attribute));
	if (count.size && !bytes_equal(count, BYTES("1"))) {
		buffer_append_text(&run->log, " *");
		buffer_append(&run->log, count);
	}
	if (declaration->traffic && frames.size) {
		buffer_append_text(&run->log, " @");
		buffer_append(&run->log, bytes_split(&frames, ' '));
	}
	buffer_append_text(&run->log, "\n");
}

static void log_evidence(struct run *run)
{
	struct error error;

	if (evidence_finish(run->evidence, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		if (kind == KIND_DEVICE || kind == KIND_COVERAGE || kind == KIND_FLOW_GROUP)
			continue;
		for (size_t i = 0; i < evidence_count(run->evidence, kind); i++)
			log_observation(run, kind, i);
	}
}

static void finish(struct run *run)
{
	for (enum direction direction = FROM_CLIENT; direction <= FROM_SERVER; direction++) {
		struct side *side = &run->sides[direction];

		if (!run->over && !side->over && !side->ended && !run->conversation->datagrams) {
			side->ended = true;
			decode(run, direction, false);
		}
	}
	set_carrier(run, FROM_CLIENT, BYTES_EMPTY);
	if (run->decoder->close)
		run->decoder->close(run->state, evidence_observer(run->evidence));
	evidence_carry(run->evidence, NULL, NULL);
}

char *conversation_run(const struct conversation *conversation, size_t piece)
{
	struct run run = { .conversation = conversation,
			   .decoder = conversation->decoder,
			   .log = buffer_of(64 << 20) };
	struct examiner examiner = {
		.self = &run,
		.content = see_content,
		.value = see_value,
		.record = see_record,
		.scrub = scrub_nothing,
	};
	struct evidence_options options = {
		.examiner = &examiner, .keys = given.keys, .key_count = given.count, .reveal = true
	};
	struct error error;

	for (size_t i = 0; i < 2; i++)
		run.sides[i].unread = buffer_of(64 << 20);
	if (evidence_new(&options, &run.evidence, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	/* Exactly as large as the decoder asked for, so that sanitizers see it written past. */
	run.state = memory_new(conversation->decoder->state_size ? conversation->decoder->state_size : 1);
	assert_non_null(run.state);
	for (size_t i = 0; i < conversation->count; i++)
		take_step(&run, &conversation->steps[i], i + 1, piece);
	finish(&run);
	log_evidence(&run);
	free(run.state);
	evidence_free(run.evidence);
	for (size_t i = 0; i < 2; i++)
		buffer_free(&run.sides[i].unread);
	buffer_append_byte(&run.log, 0);
	assert_false(run.log.failed || run.log.full);
	return (char *)run.log.data;
}

void conversation_check(const struct conversation *conversation, const char *expected)
{
	static const size_t pieces[] = { 0, 1, 2, 3, 7, 64 };

	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		char *log = conversation_run(conversation, pieces[i]);

		if (strcmp(log, expected) != 0)
			fail_msg("in pieces of %zu bytes (0: whole), said:\n%s\nexpected:\n%s", pieces[i],
				 log, expected);
		free(log);
	}
}

void conversation_says(const struct conversation *conversation, const char *const *lines)
{
	char *log = conversation_run(conversation, 0);

	for (; *lines; lines++) {
		struct bytes rest = bytes_of(log);
		bool said = false;

		while (rest.size && !said)
			said = bytes_equal(bytes_split(&rest, '\n'), bytes_of(*lines));
		if (!said)
			fail_msg("not said: %s\nbut:\n%s", *lines, log);
	}
	free(log);
}

static void run_changed(const struct conversation *conversation, size_t index, struct bytes bytes)
{
	struct conversation changed = *conversation;
	struct step *steps = memory_new_array(conversation->count, sizeof *steps);

	assert_non_null(steps);
	memcpy(steps, conversation->steps, conversation->count * sizeof *steps);
	steps[index].bytes = bytes;
	changed.steps = steps;
	free(conversation_run(&changed, 0));
	free(steps);
}

void conversation_survives(const struct conversation *conversation)
{
	static const uint8_t changes[] = { 0x00, 0x80, 0xff, '\n' };

	for (size_t i = 0; i < conversation->count; i++) {
		struct bytes bytes = conversation->steps[i].bytes;
		uint8_t *copy = memory_new(bytes.size + 1);

		assert_non_null(copy);
		for (size_t size = 0; size < bytes.size; size++)
			run_changed(conversation, i, bytes_slice(bytes, 0, size));
		for (size_t at = 0; at < bytes.size; at++) {
			memcpy(copy, bytes.data, bytes.size);
			for (size_t change = 0; change < COUNT_OF(changes); change++) {
				copy[at] = changes[change];
				run_changed(conversation, i, (struct bytes){ copy, bytes.size });
			}
		}
		free(copy);
	}
}

unsigned bid_for(const struct app_decoder *decoder, enum direction direction, struct bytes text)
{
	struct bytes copy = hostile_copy(text);
	unsigned bits = decoder->bid(direction, copy);

	hostile_free(copy);
	return bits;
}
