/* SPDX-License-Identifier: Apache-2.0 */
/* The conversations that the application decoders are fuzzed with, given to a real tracker with everything
 * on: whole; byte by byte; each segment twice; segments in the wrong order. Where all bytes are there the
 * same must be told of them. Then each with its rest replaced by what does not end: no decoder may go through
 * what it keeps for every segment anew. */
#include "data_types.h"

#include "content/examine.h"
#include "flow/flow.h"
#include "protocol/application.h"
#include "protocol/choose.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SEEDS PROBITY_SOURCE_DIR "/tests/fuzz/corpus/application"

enum { SEED_MOST = 1 << 20, PIECES = 64, SERVER_PORT_ANY = 9999 };

struct piece {
	unsigned side;
	bool behind_gap;
	struct bytes bytes;
};

struct talk {
	const char *name;
	uint16_t port;
	struct piece pieces[PIECES];
	size_t count;
	uint8_t file[SEED_MOST];
};

struct wire {
	struct tracker *tracker;
	struct examiner examiner;
	struct evidence_options evidence_options;
	struct tracker_options options;
	uint16_t port;
	uint64_t frame;
	uint32_t next[2];
};

/* ---- seeds ---- */

static bool at_mark(struct bytes bytes)
{
	return bytes.size >= 3 && bytes.data[0] == '~' && bytes.data[2] == '\n' &&
	       memchr("><!.", bytes.data[1], 4);
}

/* As fuzz_piece() cuts them. */
static void cut_seed(struct talk *talk, struct bytes rest)
{
	unsigned side = 0;

	talk->count = 0;
	while (rest.size && talk->count < PIECES) {
		uint8_t mark = at_mark(rest) ? rest.data[1] : '>';
		size_t end = 0;

		rest = bytes_from(rest, at_mark(rest) ? 3 : 0);
		side = mark == '<' ? 1 : mark == '>' ? 0 : side;
		while (end < rest.size && !at_mark(bytes_from(rest, end)))
			end++;
		talk->pieces[talk->count++] = (struct piece){ side, mark == '!', bytes_slice(rest, 0, end) };
		rest = bytes_from(rest, end);
	}
}

/* The decoder that a seed is named after: `http-chunked` is http's. */
static const struct app_decoder *decoder_of(const char *name)
{
	char word[64];

	snprintf(word, sizeof word, "%s", name);
	for (;;) {
		const struct app_decoder *decoder = choose_named(word);
		char *dash = strrchr(word, '-');

		if (decoder || !dash)
			return decoder;
		*dash = 0;
	}
}

/* False: the decoder does not read streams. */
static bool load(struct talk *talk, const char *name)
{
	const struct app_decoder *decoder = decoder_of(name);
	char path[1024];

	talk->name = name;
	talk->port = decoder ? 0 : SERVER_PORT_ANY;
	for (const struct selector *port = decoder ? decoder->usual_ports : NULL; port && port->space; port++)
		if (port->space == SELECT_TCP_PORT && !talk->port)
			talk->port = (uint16_t)port->number;
	if (!talk->port)
		return false;
	snprintf(path, sizeof path, "%s/%s", SEEDS, name);
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	cut_seed(talk, (struct bytes){ talk->file, fread(talk->file, 1, sizeof talk->file, file) });
	fclose(file);
	return true;
}

static void for_each_seed(void (*attack)(const struct talk *talk, struct taxonomy *taxonomy),
			  struct taxonomy *taxonomy)
{
	struct talk *talk = malloc(sizeof *talk);
	struct dirent **names;
	int count = scandir(SEEDS, &names, NULL, alphasort);

	assert_non_null(talk);
	assert_true(count > 100);
	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.' && load(talk, names[i]->d_name))
			attack(talk, taxonomy);
		free(names[i]);
	}
	free(names);
	free(talk);
}

/* ---- packets ---- */

static void open_wire(struct wire *wire, const struct talk *talk, struct taxonomy *taxonomy)
{
	struct error error;

	memset(wire, 0, sizeof *wire);
	wire->examiner = examiner_of(taxonomy);
	wire->evidence_options = (struct evidence_options){ .examiner = &wire->examiner, .reveal = true };
	wire->options = (struct tracker_options){ .evidence = &wire->evidence_options, .jobs = 1 };
	wire->port = talk->port;
	wire->next[0] = wire->next[1] = 1000;
	assert_int_equal(tracker_new(&wire->options, &wire->tracker, &error), STATUS_OK);
}

static void put(uint8_t *to, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

static void send_segment(struct wire *wire, unsigned side, uint32_t sequence, struct bytes data)
{
	static uint8_t packet[40 + 65000];
	static const uint8_t ends[2][4] = { { 192, 168, 1, 9 }, { 203, 0, 113, 5 } };
	struct error error;
	struct tracker_frame frame = {
		.number = wire->frame,
		.time = 1000 * INSTANT_SECOND + (instant)wire->frame * 1000000,
		.link_type = 101,
		.data = { packet, 40 + data.size },
		.wire_size = 40 + data.size,
	};

	assert_true(data.size <= 65000);
	memset(packet, 0, 40);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)(40 + data.size), 2);
	packet[8] = 64;
	packet[9] = 6;
	memcpy(packet + 12, ends[side], 4);
	memcpy(packet + 16, ends[!side], 4);
	put(packet + 20, side ? wire->port : 40000, 2);
	put(packet + 22, side ? 40000 : wire->port, 2);
	put(packet + 24, sequence, 4);
	put(packet + 28, wire->next[!side], 4);
	packet[32] = 5 << 4;
	packet[33] = TCP_ACK;
	if (data.size)
		memcpy(packet + 40, data.data, data.size);
	assert_int_equal(tracker_frame(wire->tracker, &frame, &error), STATUS_OK);
}

/* How the bytes of one piece are cut into segments, all of one frame's number and time, so that the same is
 * told of them. */
struct manner {
	const char *name;
	size_t step;
	unsigned times;	 /* each is sent */
	unsigned turned; /* so many are sent the last one first */
};

static void send_piece(struct wire *wire, unsigned side, struct bytes bytes, const struct manner *manner)
{
	uint32_t start = wire->next[side];
	/* What comes first tells where the stream is. */
	size_t group = manner->step;

	for (size_t at = 0; at < bytes.size; at += group, group = manner->step * manner->turned) {
		struct bytes part = bytes_slice(bytes, at, group);
		size_t count = (part.size + manner->step - 1) / manner->step;

		for (size_t i = count; i-- > 0;) {
			size_t offset = (manner->turned > 1 ? i : count - 1 - i) * manner->step;

			for (unsigned again = 0; again < manner->times; again++)
				send_segment(wire, side, start + (uint32_t)(at + offset),
					     bytes_slice(part, offset, manner->step));
		}
	}
	wire->next[side] = start + (uint32_t)bytes.size;
}

static struct evidence *close_wire(struct wire *wire)
{
	struct evidence *evidence;
	struct error error;

	assert_int_equal(tracker_end_input(wire->tracker, &error), STATUS_OK);
	assert_int_equal(tracker_finish(wire->tracker, &evidence, &error), STATUS_OK);
	return evidence;
}

/* ---- the same is told ---- */

/* What is told, without how it lies in the stream and in how many packets it came. */
static void tell(struct evidence *evidence, struct buffer *to)
{
	static const enum kind kinds[] = { KIND_CREDENTIAL, KIND_TRANSMISSION, KIND_SERVICE,
					   KIND_TLS,	    KIND_DNS_QUERY,    KIND_MEDIA };

	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		for (size_t i = 0; i < evidence_count(evidence, kinds[k]); i++) {
			const struct kind_declaration *declaration = &kind_declarations[kinds[k]];

			buffer_append_text(to, declaration->element);
			for (const struct attribute_role *at = declaration->attributes; at->role; at++) {
				buffer_append_byte(to, ' ');
				buffer_append(to, evidence_get(evidence, kinds[k], i, at->attribute));
			}
			buffer_append_byte(to, '\n');
		}
	buffer_append_byte(to, 0);
}

static char *told_of(const struct talk *talk, struct taxonomy *taxonomy, const struct manner *manner)
{
	struct buffer text = buffer_of(1 << 24);
	struct wire wire;

	open_wire(&wire, talk, taxonomy);
	for (size_t i = 0; i < talk->count; i++) {
		const struct piece *piece = &talk->pieces[i];

		wire.frame++;
		wire.next[piece->side] += piece->behind_gap ? 64 : 0;
		send_piece(&wire, piece->side, piece->bytes, manner);
	}
	tell(close_wire(&wire), &text);
	tracker_free(wire.tracker);
	assert_false(text.failed || text.full);
	return (char *)text.data;
}

static void tell_in_all_manners(const struct talk *talk, struct taxonomy *taxonomy)
{
	static const struct manner whole = { "whole", 60000, 1, 1 };
	static const struct manner manners[] = {
		{ "byte by byte", 1, 1, 1 },
		{ "each segment twice", 16, 2, 1 },
		{ "pairs turned", 5, 1, 2 },
		{ "eights turned", 5, 1, 8 },
	};
	char *expected = told_of(talk, taxonomy, &whole);

	for (size_t i = 0; i < COUNT_OF(manners) && expected[0]; i++) {
		char *told = told_of(talk, taxonomy, &manners[i]);

		if (strcmp(told, expected) != 0)
			fail_msg("%s, %s, told:\n%s\nwhole:\n%s", talk->name, manners[i].name, told,
				 expected);
		free(told);
	}
	free(expected);
}

static void the_same_is_told_however_it_comes(void **state)
{
	for_each_seed(tell_in_all_manners, *state);
}

/* ---- what does not end ---- */

static void fill(uint8_t *to, size_t size, struct bytes with)
{
	for (size_t i = 0; i < size; i++)
		to[i] = with.data[i % with.size];
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Of one filling, where none takes a hundredth of it. To go through all that is kept at every segment, a byte
 * at a time, takes more. */
static const double SECONDS_MOST = 4;

static void send_without_end(const struct talk *talk, struct taxonomy *taxonomy)
{
	enum { SIZE = 384 << 10, SEGMENT = 64 };
	static const struct bytes fillings[] = { BYTES("\0"), BYTES("A"), BYTES("a: b\r\n"), BYTES("\xff"),
						 BYTES("{\"a\":") };
	static const struct manner whole = { "whole", 60000, 1, 1 }, small = { "small", SEGMENT, 1, 1 };
	static uint8_t filling[SIZE];
	const struct piece *last = &talk->pieces[talk->count - 1];

	for (size_t i = 0; i < COUNT_OF(fillings) && talk->count; i++) {
		double start = seconds();
		struct wire wire;

		open_wire(&wire, talk, taxonomy);
		for (size_t k = 0; k + 1 < talk->count; k++, wire.frame++)
			send_piece(&wire, talk->pieces[k].side, talk->pieces[k].bytes, &whole);
		wire.frame++;
		send_piece(&wire, last->side, bytes_slice(last->bytes, 0, last->bytes.size * 2 / 3), &whole);
		fill(filling, SIZE, fillings[i]);
		send_piece(&wire, last->side, (struct bytes){ filling, SIZE }, &small);
		(void)close_wire(&wire);
		tracker_free(wire.tracker);
		if (seconds() - start > SECONDS_MOST)
			fail_msg("%s, filling %zu: %.1f s", talk->name, i, seconds() - start);
	}
}

static void what_does_not_end_costs_what_it_weighs(void **state)
{
	for_each_seed(send_without_end, *state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_told_however_it_comes),
		cmocka_unit_test(what_does_not_end_costs_what_it_weighs),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
