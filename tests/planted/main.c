/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the capture of all plantings, reads it as `probity observe --reveal` would, holds what is reported
 * against the truth and prints a table of the families, recall and precision. Exit status 1 when a planted
 * value was missed, anything else was reported, or a value is shown that was not to be revealed.
 *
 *   planted [--capture FILE] [--truth FILE] [--all] */
#include "base/limits.h"
#include "content/examine.h"
#include "flow/flow.h"
#include "garden.h"

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what)
{
	fprintf(stderr, "planted: %s\n", what);
	exit(2);
}

/* ---- reading ---- */

static struct evidence *read_garden(const struct garden *garden, const struct evidence_options *options,
				    struct tracker **ret_tracker)
{
	struct tracker_options tracking = { .evidence = options, .jobs = 1 };
	struct evidence *evidence = NULL;
	struct error error = { "" };
	size_t number = 0;

	if (tracker_new(&tracking, ret_tracker, &error) != STATUS_OK)
		fail(error.message);
	for (const struct frame *frame = garden->first; frame; frame = frame->next) {
		struct tracker_frame tracked = {
			.number = number + 1,
			.time = (instant)frame_microseconds(number) * 1000,
			.link_type = frame->link_type,
			.data = frame->bytes,
			.wire_size = frame->bytes.size,
		};

		number++;
		if (tracker_frame(*ret_tracker, &tracked, &error) != STATUS_OK)
			fail(error.message);
	}
	if (tracker_end_input(*ret_tracker, &error) != STATUS_OK ||
	    tracker_finish(*ret_tracker, &evidence, &error) != STATUS_OK)
		fail(error.message);
	return evidence;
}

/* ---- judging ---- */

static struct plot *plot_of(struct garden *garden, struct bytes address)
{
	for (unsigned i = 0; i < garden->count && address.size; i++) {
		struct plot *plot = &garden->plots[i];

		if (bytes_equal(bytes_of(plot->address), address))
			return plot;
		for (unsigned j = 0; j < plot->alias_count; j++)
			if (bytes_equal_nocase(bytes_of(plot->aliases[j]), address))
				return plot;
	}
	return NULL;
}

static bool starts(const char *type, const char *with)
{
	return strncmp(type, with, strlen(with)) == 0;
}

/* Pictures, sound and video are shown by what they are (`jpeg 64x64, 512 bytes`), all else by the value. */
static bool is_told(const struct told *told, struct bytes type, struct bytes value)
{
	if (!bytes_equal(bytes_of(told->type), type))
		return false;
	if (!*told->value)
		return true;
	if (starts(told->type, "media.") || starts(told->type, "biometric.") || starts(told->type, "voice."))
		return bytes_find(value, bytes_of(told->value)) != SIZE_MAX;
	return bytes_equal(bytes_of(told->value), value);
}

/* A user name alone, a hash or an anonymous login is no secret in clear. */
static bool is_in_clear(struct bytes class, struct bytes secret)
{
	static const char *const CLOSED[] = { "hash", "encrypted", "username-only", "anonymous" };

	for (size_t i = 0; i < sizeof CLOSED / sizeof *CLOSED; i++)
		if (bytes_equal(class, bytes_of(CLOSED[i])))
			return false;
	return secret.size > 0;
}

/* What a report says of what; false: it is none that is judged. */
static bool report_of(struct evidence *evidence, enum kind kind, size_t index, struct bytes *ret_type,
		      struct bytes *ret_value, char *room, size_t room_size)
{
	struct bytes medium, format, canary = evidence_get(evidence, kind, index, ATTRIBUTE_CANARY);
	int size;

	/* What was planted is shown as it stands there; that it was known again is what counts. */
	if (canary.size) {
		format = evidence_get(evidence, kind, index, ATTRIBUTE_ENCODING);
		size = snprintf(room, room_size, "%.*s/%.*s", (int)canary.size, (const char *)canary.data,
				(int)format.size, (const char *)format.data);
		*ret_type = BYTES("canary");
		*ret_value = (struct bytes){ (const uint8_t *)room, (size_t)size };
		return true;
	}
	switch (kind) {
	case KIND_TRANSMISSION:
		*ret_type = evidence_get(evidence, kind, index, ATTRIBUTE_DATA);
		*ret_value = evidence_get(evidence, kind, index, ATTRIBUTE_VALUE);
		return true;
	case KIND_CREDENTIAL:
		*ret_type = BYTES("credential");
		*ret_value = evidence_get(evidence, kind, index, ATTRIBUTE_SECRET);
		return is_in_clear(evidence_get(evidence, kind, index, ATTRIBUTE_CLASS), *ret_value);
	case KIND_MEDIA:
		medium = evidence_get(evidence, kind, index, ATTRIBUTE_MEDIA);
		format = evidence_get(evidence, kind, index, ATTRIBUTE_FORMAT);
		size = snprintf(room, room_size, "%.*s/%.*s", (int)medium.size, (const char *)medium.data,
				(int)format.size, (const char *)format.data);
		*ret_type = BYTES("media");
		*ret_value = (struct bytes){ (const uint8_t *)room, (size_t)size };
		return true;
	case KIND_PAIRING:
		*ret_type = BYTES("pairing");
		*ret_value = evidence_get(evidence, kind, index, ATTRIBUTE_SCHEME);
		return true;
	case KIND_TLS:
		*ret_type = BYTES("server-name");
		*ret_value = evidence_get(evidence, kind, index, ATTRIBUTE_SNI);
		return ret_value->size > 0;
	default:
		return false;
	}
}

static void hold(struct garden *garden, struct evidence *evidence, enum kind kind, size_t index)
{
	struct plot *plot = plot_of(garden, evidence_get(evidence, kind, index, ATTRIBUTE_PEER));
	struct bytes type, value;
	char room[128];
	bool told = false;

	if (!plot)
		plot = plot_of(garden, evidence_get(evidence, kind, index, ATTRIBUTE_DEVICE));
	if (!report_of(evidence, kind, index, &type, &value, room, sizeof room))
		return;
	for (unsigned i = 0; plot && i < plot->told_count; i++)
		if (is_told(&plot->told[i], type, value))
			told = plot->told[i].found = true;
	if (told)
		return;
	struct bytes path = evidence_get(evidence, kind, index, ATTRIBUTE_PATH);
	struct bytes why = evidence_get(evidence, kind, index, ATTRIBUTE_WHY);

	printf("wrong   %-40s %.*s %.*s (%.*s; %.*s)\n", plot ? plot->name : "no planting", (int)type.size,
	       type.data, (int)value.size, value.data, (int)path.size, path.data, (int)why.size, why.data);
	if (plot)
		plot->wrong++;
	else
		garden->plots[0].wrong++;
}

struct sums {
	unsigned plantings, silent, told, found, wrong;
};

static void add_plot(struct sums *sums, const struct plot *plot)
{
	sums->plantings++;
	sums->silent += plot->told_count == 0;
	sums->wrong += plot->wrong;
	sums->told += plot->told_count;
	for (unsigned i = 0; i < plot->told_count; i++)
		sums->found += plot->told[i].found;
}

static void print_told(const struct garden *garden, bool all)
{
	for (unsigned i = 0; i < garden->count; i++)
		for (unsigned j = 0; j < garden->plots[i].told_count; j++) {
			const struct told *told = &garden->plots[i].told[j];

			if (all || !told->found)
				printf("%s %-40s %s %s\n", told->found ? "found  " : "missed ",
				       garden->plots[i].name, told->type, told->value);
		}
}

/* A line for each family: the plantings of a family stand together. */
static void print_families(const struct garden *garden)
{
	struct sums sums = { 0 };

	printf("%-24s %9s %11s %11s %7s %7s\n", "family", "plantings", "look-alikes", "disclosures", "found",
	       "wrong");
	for (unsigned i = 0; i < garden->count; i++) {
		const struct plot *plot = &garden->plots[i];

		add_plot(&sums, plot);
		if (i + 1 < garden->count && strcmp(plot->family, plot[1].family) == 0)
			continue;
		printf("%-24s %9u %11u %11u %7u %7u\n", plot->family, sums.plantings, sums.silent, sums.told,
		       sums.found, sums.wrong);
		sums = (struct sums){ 0 };
	}
}

static int summary(const struct garden *garden, bool all)
{
	struct sums sums = { 0 };

	print_told(garden, all);
	print_families(garden);
	for (unsigned i = 0; i < garden->count; i++)
		add_plot(&sums, &garden->plots[i]);
	printf("%u plantings, %u of them look-alikes\n", sums.plantings, sums.silent);
	printf("recall    %5.1f %% (%u of %u)\n", 100.0 * sums.found / sums.told, sums.found, sums.told);
	printf("precision %5.1f %% (%u reports of nothing that was planted)\n",
	       100.0 * sums.found / (sums.found + sums.wrong), sums.wrong);
	return sums.found != sums.told || sums.wrong ? 1 : 0;
}

/* ---- privacy ---- */

/* Whether the report shows the value itself: pictures, sound and lists are only described; an address is also
 * who speaks. */
static bool is_shown(const struct plot *plot, const struct told *told)
{
	static const char *const described[] = {
		"media",	  "biometric.",	     "voice.",	      "contact.list", "contact.call-log",
		"location.track", "location.nearby", "home.presence", "pairing",      "server-name",
		"canary"
	};

	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		if (starts(told->type, described[i]))
			return false;
	for (unsigned i = 0; i < plot->alias_count; i++)
		if (strcmp(plot->aliases[i], told->value) == 0)
			return false;
	/* Shorter ones turn up in numbers and words. */
	return strlen(told->value) >= 6;
}

/* Without --reveal no planted value stands anywhere in the document. Answers how many do. */
static unsigned leaks(const struct garden *garden, const struct evidence_options *revealing)
{
	struct evidence_options options = *revealing;
	struct buffer document = buffer_of(64 << 20);
	struct tracker *tracker = NULL;
	struct error error = { "" };
	unsigned count = 0;

	options.reveal = false;
	if (evidence_write_jsonl(read_garden(garden, &options, &tracker), &document, &error) != STATUS_OK)
		fail(error.message);
	for (unsigned i = 0; i < garden->count; i++)
		for (unsigned j = 0; j < garden->plots[i].told_count; j++) {
			const struct told *told = &garden->plots[i].told[j];

			if (!is_shown(&garden->plots[i], told) ||
			    bytes_find(buffer_bytes(&document), bytes_of(told->value)) == SIZE_MAX)
				continue;
			printf("shown   %-40s %s %s\n", garden->plots[i].name, told->type, told->value);
			count++;
		}
	printf("%u planted values shown although none is to be revealed\n", count);
	buffer_free(&document);
	tracker_free(tracker);
	return count;
}

/* ---- writing ---- */

static void put(FILE *file, const void *data, size_t size)
{
	if (size && fwrite(data, size, 1, file) != 1)
		fail("cannot write");
}

static void put32(FILE *file, uint32_t number)
{
	put(file, &number, sizeof number);
}

/* pcapng, since the plantings have several link types: an interface each. */
static void write_capture(const struct garden *garden, const char *path)
{
	uint32_t link_types[16];
	unsigned links = 0;
	size_t number = 0;
	FILE *file = fopen(path, "wb");
	static const uint32_t section[] = { 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28 };

	if (!file)
		fail("cannot open the capture");
	put(file, section, sizeof section);
	for (const struct frame *frame = garden->first; frame; frame = frame->next) {
		uint64_t time = frame_microseconds(number++);
		uint32_t size = (uint32_t)frame->bytes.size, padded = (size + 3) & ~3u;
		unsigned link = 0;

		while (link < links && link_types[link] != frame->link_type)
			link++;
		if (link == links && links < 16) {
			const uint32_t interface[] = { 1, 20, frame->link_type, 0, 20 };

			link_types[links++] = frame->link_type;
			put(file, interface, sizeof interface);
		}
		const uint32_t head[] = { 6,	32 + padded, link, (uint32_t)(time >> 32), (uint32_t)time,
					  size, size };
		put(file, head, sizeof head);
		put(file, frame->bytes.data, size);
		put(file, "\0\0\0", padded - size);
		put32(file, 32 + padded);
	}
	if (fclose(file) != 0)
		fail("cannot write the capture");
}

static void write_truth(const struct garden *garden, const char *path)
{
	FILE *file = fopen(path, "w");

	if (!file)
		fail("cannot open the truth");
	fputs("server\tplanting\ttype\tvalue\n", file);
	for (unsigned i = 0; i < garden->count; i++) {
		const struct plot *plot = &garden->plots[i];

		if (!plot->told_count)
			fprintf(file, "%s\t%s\t\t\n", plot->address, plot->name);
		for (unsigned j = 0; j < plot->told_count; j++)
			fprintf(file, "%s\t%s\t%s\t%s\n", plot->address, plot->name, plot->told[j].type,
				plot->told[j].value);
	}
	if (fclose(file) != 0)
		fail("cannot write the truth");
}

int main(int count, char **arguments)
{
	static const char *const types[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary canaries[] = {
		{ "number", "contact.mobile", BYTES(CANARY_NUMBER) },
		{ "code", "credential.door-code", BYTES(CANARY_CODE) },
	};
	/* Of devices that are planted in makers.c. */
	static const struct device_key keys[] = {
		{ "tuya-local-key", BYTES("inv0003"), BYTES("planted-key-0016") },
		{ "miio-token", BYTES_EMPTY, BYTES("planted-token-16") },
	};
	static struct garden garden;
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };
	struct address device;
	bool all = false;

	garden_plant(&garden);
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "--all") == 0)
			all = true;
		else if (strcmp(arguments[i], "--capture") == 0 && i + 1 < count)
			write_capture(&garden, arguments[++i]);
		else if (strcmp(arguments[i], "--truth") == 0 && i + 1 < count)
			write_truth(&garden, arguments[++i]);
		else
			fail("usage: planted [--capture FILE] [--truth FILE] [--all]");
	}
	if (taxonomy_load(types, 1, &taxonomy, &error) != STATUS_OK)
		fail(error.message);
	if (taxonomy_plant(taxonomy, canaries, sizeof canaries / sizeof *canaries, &error) != STATUS_OK)
		fail(error.message);
	struct examiner examiner = examiner_of(taxonomy);
	(void)address_parse(bytes_of(TERMINAL_ADDRESS), &device);
	struct evidence_options options = { .examiner = &examiner,
					    .hash_budget = LIMIT_HASHES,
					    .devices = &device,
					    .device_count = 1,
					    .device_source = "option",
					    .keys = keys,
					    .key_count = sizeof keys / sizeof *keys,
					    .reveal = true };
	struct tracker *tracker = NULL;
	struct evidence *evidence = read_garden(&garden, &options, &tracker);

	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		for (size_t i = 0; i < evidence_count(evidence, kind); i++)
			hold(&garden, evidence, kind, i);
	int status = summary(&garden, all);

	tracker_free(tracker);
	if (leaks(&garden, &options))
		status = 1;
	taxonomy_free(taxonomy);
	arena_free(&garden.arena);
	return status;
}
