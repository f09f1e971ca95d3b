/* SPDX-License-Identifier: Apache-2.0 */
#include "command/road.h"

#include "base/limits.h"
#include "base/memory.h"
#include "command/atlas.h"
#include "command/files.h"
#include "command/note.h"
#include "command/progress.h"
#include "content/examine.h"
#include "flow/flow.h"
#include "input/capture.h"
#include "input/live.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	FIRST_SIZE = 4096, /* bytes that an input is recognised by */
	MOST_JOBS = 64,
	MOST_LINK_TYPES = 8, /* that are named for one input */
};

struct road {
	const struct options *options;
	const struct setting *setting;
	struct address *devices; /* of --device */
	struct device_key *keys; /* of the case */
	struct atlas atlas;	 /* of --mmdb */
	struct examiner examiner;
	struct timeline timeline;
	struct evidence_options evidence;
	struct tracker_options tracking;
	struct tracker *tracker;
	struct filter *filter;
	struct progress progress;
	const char **names; /* of the inputs, without folders */
	size_t name_count;
	struct found_files files;
};

/* One input while it is read. */
struct reading {
	struct road *road;
	const char *file; /* without its folders */
	unsigned input;
	instant first, last;
	uint64_t packets, bytes; /* that the filter let pass */
	uint32_t link_types[MOST_LINK_TYPES];
	size_t link_type_count;
};

static struct moment timeline_moment(const void *self, instant when)
{
	struct moment moment = { "unknown", "unknown" };

	case_moment(self, when, &moment.phase, &moment.activity);
	return moment;
}

static const char *timeline_consent(const void *self, instant when, struct bytes data)
{
	return case_consent(self, when, data);
}

struct timeline road_timeline(const struct case_file *file)
{
	return (struct timeline){ file, timeline_moment, timeline_consent };
}

static void say_comment(void *self, struct bytes text)
{
	const struct reading *reading = self;
	struct observation comment = observation_of(KIND_COMMENT);

	observation_text(&comment, ATTRIBUTE_TEXT, text);
	observation_text(&comment, ATTRIBUTE_FILE, bytes_of(reading->file));
	observer_say(tracker_observer(reading->road->tracker), &comment, BYTES_EMPTY);
}

/* Secrets types of a Decryption Secrets Block (draft-ietf-opsawg-pcapng, section 4.7). */
static const char *secrets_name(uint32_t type)
{
	switch (type) {
	case 0x544c534b:
		return "tls-key-log";
	case 0x5353484b:
		return "ssh-key-log";
	case 0x57474b4c:
		return "wireguard-key-log";
	case 0x5a4e574b:
		return "zigbee-network-key";
	case 0x5a415053:
		return "zigbee-aps-key";
	default:
		return "unknown";
	}
}

static void say_secrets(void *self, uint32_t type, struct bytes secrets)
{
	const struct reading *reading = self;
	struct observation observation = observation_of(KIND_SECRETS);

	observation_word(&observation, ATTRIBUTE_FORMAT, secrets_name(type));
	observation_text(&observation, ATTRIBUTE_FILE, bytes_of(reading->file));
	observation_number(&observation, ATTRIBUTE_BYTES, secrets.size);
	observer_say(tracker_observer(reading->road->tracker), &observation, BYTES_EMPTY);
}

static void say_name(void *self, struct bytes address, struct bytes name)
{
	const struct reading *reading = self;
	struct address named = address_of(address);

	observer_name_address(tracker_observer(reading->road->tracker), &named, name, "capture");
}

/* Names as on tcpdump.org/linktypes.html; a number for those that no terminal is recorded with. */
static void append_link_type(struct buffer *to, uint32_t type)
{
	static const struct {
		uint32_t type;
		const char *name;
	} names[] = {
		{ 0, "null" },
		{ 1, "ethernet" },
		{ 12, "raw" },
		{ 14, "raw" },
		{ 101, "raw" },
		{ 105, "ieee802.11" },
		{ 108, "loop" },
		{ 113, "linux-sll" },
		{ 127, "radiotap" },
		{ 9, "ppp" },
		{ 187, "bluetooth-hci" },
		{ 192, "ppi" },
		{ 201, "bluetooth-hci" },
		{ 251, "bluetooth-le" },
		{ 254, "bluetooth-monitor" },
		{ 256, "bluetooth-le" },
		{ 272, "bluetooth-le" },
		{ 228, "ipv4" },
		{ 229, "ipv6" },
		{ 276, "linux-sll2" },
	};

	if (to->size)
		buffer_append_byte(to, ' ');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].type == type) {
			buffer_append_text(to, names[i].name);
			return;
		}
	buffer_append_format(to, "%" PRIu32, type);
}

static void say_input(const struct reading *reading, const struct capture_summary *summary)
{
	struct observer *observer = tracker_observer(reading->road->tracker);
	struct observation input = observation_of(KIND_INPUT);
	struct buffer links = buffer_of(200);

	for (size_t i = 0; i < reading->link_type_count; i++)
		append_link_type(&links, reading->link_types[i]);
	if (links.failed)
		observer_out_of_memory(observer);
	observation_text(&input, ATTRIBUTE_FILE, bytes_of(reading->file));
	observation_word(&input, ATTRIBUTE_FORMAT, summary->format);
	observation_text(&input, ATTRIBUTE_LINK_TYPES, buffer_bytes(&links));
	observation_number(&input, ATTRIBUTE_PACKETS, reading->packets);
	observation_number(&input, ATTRIBUTE_BYTES, reading->bytes);
	observation_yes(&input, ATTRIBUTE_TRUNCATED, summary->truncated || summary->trouble);
	observation_number(&input, ATTRIBUTE_SNAPPED, summary->snapped);
	observation_number(&input, ATTRIBUTE_LOST, summary->dropped);
	input.first = reading->first;
	input.last = reading->last;
	observer_say(observer, &input, BYTES_EMPTY);
	if (summary->skipped)
		observer_limit(observer, "frame-size", LIMIT_FRAME_SIZE);
	buffer_free(&links);
}

static void tell_summary(struct road *road, const char *path, const struct capture_summary *summary)
{
	if (!summary->truncated && !summary->trouble)
		return;
	progress_clear(&road->progress);
	if (summary->trouble)
		note("%s: read only in part, %" PRIu64 " frames: %s at byte %" PRIu64, path, summary->frames,
		     summary->trouble, summary->truncated_at);
	else
		note("%s: ends inside a record that starts at byte %" PRIu64 "; read up to there, %" PRIu64
		     " frames",
		     path, summary->truncated_at, summary->frames);
}

static void remember(struct reading *reading, const struct frame *frame)
{
	size_t i = 0;

	uint32_t link_type = frame->link_type & 0xffff;

	while (i < reading->link_type_count && reading->link_types[i] != link_type)
		i++;
	if (i == reading->link_type_count && i < MOST_LINK_TYPES)
		reading->link_types[reading->link_type_count++] = link_type;
	if (reading->first == INSTANT_NONE || frame->time < reading->first)
		reading->first = frame->time;
	if (reading->last == INSTANT_NONE || frame->time > reading->last)
		reading->last = frame->time;
	reading->packets++;
	reading->bytes += frame->wire_size;
}

static enum status take_frame(struct reading *reading, const struct frame *frame, struct error *error)
{
	struct road *road = reading->road;
	bool passes = true;
	enum status status = STATUS_OK;

	if (road->filter)
		status = filter_match(road->filter, frame, &passes, error);
	if (status != STATUS_OK || !passes)
		return status;
	remember(reading, frame);
	if (frame->comment.size)
		say_comment(reading, frame->comment);
	return tracker_frame(road->tracker,
			     &(struct tracker_frame){ .input = reading->input,
						      .number = frame->number,
						      .time = frame->time,
						      .link_type = frame->link_type,
						      .data = frame->data,
						      .wire_size = frame->wire_size },
			     error);
}

static enum status read_capture(struct reading *reading, struct capture *capture, const char *path,
				struct error *error)
{
	struct capture_summary summary;
	struct frame frame;
	enum status status;

	while ((status = capture_next(capture, &frame, error)) == STATUS_OK) {
		status = take_frame(reading, &frame, error);
		if (status != STATUS_OK)
			return status;
		progress_at(&reading->road->progress, capture_position(capture));
	}
	if (status == STATUS_END)
		status = tracker_end_input(reading->road->tracker, error);
	if (status != STATUS_OK)
		return status;
	capture_summary(capture, &summary);
	say_input(reading, &summary);
	tell_summary(reading->road, path, &summary);
	return STATUS_OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : file_name(path);
}

/* A reading of the next input, whose name origins will show. */
static enum status reading_start(struct road *road, const char *name, struct reading *reading,
				 struct error *error)
{
	const char **names = memory_resize(road->names, road->name_count + 1, sizeof *names);

	if (!names)
		return error_no_memory(error);
	*reading = (struct reading){ .road = road,
				     .file = name,
				     .input = (unsigned)road->name_count,
				     .first = INSTANT_NONE,
				     .last = INSTANT_NONE };
	names[road->name_count++] = name;
	road->names = names;
	return STATUS_OK;
}

static enum status read_opened(struct road *road, const struct found_file *file, int descriptor,
			       struct error *error)
{
	struct reading reading;
	struct capture_listener listener = { &reading, say_comment, say_secrets, say_name };
	struct capture *capture = NULL;
	uint8_t first[FIRST_SIZE];
	size_t size = 0;
	enum status status = file_read_first(descriptor, file->path, first, sizeof first, &size, error);

	if (status != STATUS_OK)
		return status;
	if (!capture_recognise((struct bytes){ first, size })) {
		if (file->named)
			return error_set(error, STATUS_USAGE,
					 "%s: not a capture; expected a pcap or pcapng file, plain or "
					 "compressed with gzip "
					 "or zstd",
					 file_name(file->path));
		progress_clear(&road->progress);
		note("%s: skipped: not a capture", file->path);
		return STATUS_OK;
	}
	status = reading_start(road, base_name(file->path), &reading, error);
	if (status == STATUS_OK)
		status = capture_open(descriptor, file_name(file->path), (struct bytes){ first, size },
				      &listener, &capture, error);
	if (status == STATUS_OK)
		status = read_capture(&reading, capture, file_name(file->path), error);
	capture_free(capture);
	return status;
}

static enum status read_inputs(struct road *road, struct error *error)
{
	const struct text_list *operands = &road->options->operands;
	uint64_t total = 0;
	enum status status = files_find(operands->items, operands->count, &road->files, error);

	for (size_t i = 0; i < road->files.count; i++)
		total += road->files.items[i].size;
	road->progress = progress_start(road->options->progress, total);
	for (size_t i = 0; i < road->files.count && status == STATUS_OK; i++) {
		const struct found_file *file = &road->files.items[i];
		int descriptor = -1;
		uint64_t size = 0;

		status = file_open(file->path, &descriptor, &size, error);
		if (status == STATUS_OK)
			status = read_opened(road, file, descriptor, error);
		file_close(descriptor);
		progress_next(&road->progress, file->size);
	}
	if (status == STATUS_OK && !road->name_count)
		return error_set(error, STATUS_USAGE, "%s: no capture found there", operands->items[0]);
	return status;
}

static enum status read_live(struct road *road, struct live *live, struct error *error)
{
	struct reading reading;
	struct capture_summary summary;
	struct frame frame;
	enum status status = reading_start(road, road->options->interface, &reading, error);

	road->progress = progress_start(road->options->progress, 0);
	while (status == STATUS_OK && (status = live_next(live, &frame, error)) == STATUS_OK) {
		status = take_frame(&reading, &frame, error);
		if (status != STATUS_OK)
			return status;
		progress_at(&road->progress, reading.bytes);
	}
	progress_next(&road->progress, reading.bytes);
	if (status == STATUS_END)
		status = tracker_end_input(road->tracker, error);
	if (status != STATUS_OK)
		return status;
	live_summary(live, &summary);
	say_input(&reading, &summary);
	return STATUS_OK;
}

static enum status parse_devices(struct road *road, struct error *error)
{
	const struct text_list *given = &road->options->devices;

	road->evidence.device_source = "option";
	road->devices = memory_new_array(given->count, sizeof *road->devices);
	if (!road->devices)
		return error_no_memory(error);
	for (size_t i = 0; i < given->count; i++)
		if (!address_parse(bytes_of(given->items[i]), &road->devices[i]))
			return error_set(
				error, STATUS_USAGE,
				"--device %.60s: expected an IPv4, IPv6 or MAC address (00:11:22:33:44:55)",
				given->items[i]);
	road->evidence.devices = road->devices;
	road->evidence.device_count = given->count;
	return STATUS_OK;
}

static enum status prepare_keys(struct road *road, struct error *error)
{
	const struct case_key *keys = NULL;
	size_t count = road->setting->case_file ? case_keys(road->setting->case_file, &keys) : 0;

	road->keys = memory_new_array(count + 1, sizeof *road->keys);
	if (!road->keys)
		return error_no_memory(error);
	for (size_t i = 0; i < count; i++)
		road->keys[i] = (struct device_key){ keys[i].kind, keys[i].device, keys[i].secret };
	road->evidence.keys = road->keys;
	road->evidence.key_count = count;
	return STATUS_OK;
}

static enum status prepare(struct road *road, struct error *error)
{
	const struct options *options = road->options;
	const struct case_file *file = road->setting->case_file;
	const char *assumed = options->assume_consent;

	road->examiner = examiner_of(road->setting->taxonomy);
	road->timeline = road_timeline(file);
	road->evidence.examiner = &road->examiner;
	road->evidence.timeline = file && case_has_timeline(file) ? &road->timeline : NULL;
	road->evidence.assumed_consent = assumed && strcmp(assumed, "unknown") != 0 ? assumed : NULL;
	road->evidence.reveal = options->reveal;
	road->evidence.hash_budget = options->hash_budget ? options->hash_budget : LIMIT_HASHES;
	enum status status = options->mmdb ? atlas_open(options->mmdb, &road->atlas, error) : STATUS_OK;

	road->evidence.countries = options->mmdb ? &road->atlas.countries : NULL;
	if (status == STATUS_OK)
		status = prepare_keys(road, error);

	if (status == STATUS_OK && options->devices.count) {
		status = parse_devices(road, error);
	} else if (file) {
		road->evidence.device_source = "case";
		road->evidence.device_count = case_devices(file, &road->evidence.devices);
	}
	if (status != STATUS_OK)
		return status;

	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t jobs = options->jobs ? options->jobs : processors > 0 ? (uint64_t)processors : 1;

	road->tracking = (struct tracker_options){ .evidence = &road->evidence,
						   .jobs = (unsigned)(jobs > MOST_JOBS ? MOST_JOBS : jobs),
						   .classify = true };
	return STATUS_OK;
}

static enum status check_inputs(const struct options *options, struct error *error)
{
	if (options->interface && options->operands.count)
		return error_set(error, STATUS_USAGE, "--interface and INPUT exclude each other");
	if (!options->interface && !options->operands.count)
		return error_set(error, STATUS_USAGE,
				 "INPUT is missing: name a capture file, a folder, or - for standard input");
	if (options->duration && !options->interface)
		return error_set(error, STATUS_USAGE, "--duration needs --interface");
	if (options->duration > INT32_MAX)
		return error_set(error, STATUS_USAGE, "--duration: at most %d seconds", INT32_MAX);
	return STATUS_OK;
}

/* Threads start only when the interface is open and its privilege given up. */
static enum status travel(struct road *road, const struct evidence **ret_evidence, struct error *error)
{
	const struct options *options = road->options;
	struct evidence *evidence = NULL;
	struct live *live = NULL;
	enum status status = STATUS_OK;

	if (options->interface)
		status = live_open(options->interface, (unsigned)options->duration, options->filter, &live,
				   error);
	else if (options->filter)
		status = filter_new(options->filter, &road->filter, error);
	if (status == STATUS_OK)
		status = tracker_new(&road->tracking, &road->tracker, error);
	if (status == STATUS_OK)
		status = live ? read_live(road, live, error) : read_inputs(road, error);
	if (status == STATUS_OK && options->mmdb)
		atlas_say(&road->atlas, base_name(options->mmdb), tracker_observer(road->tracker));
	live_free(live);
	progress_finish(&road->progress);
	if (status == STATUS_OK)
		status = tracker_finish(road->tracker, &evidence, error);
	if (status == STATUS_OK) {
		evidence_name_inputs(evidence, road->names, road->name_count);
		*ret_evidence = evidence;
	}
	return status;
}

enum status road_go(const struct options *options, const struct setting *setting, struct road **ret_road,
		    const struct evidence **ret_evidence, struct error *error)
{
	enum status status = check_inputs(options, error);
	struct road *road = status == STATUS_OK ? memory_new(sizeof *road) : NULL;

	if (status != STATUS_OK)
		return status;
	if (!road)
		return error_no_memory(error);
	road->options = options;
	road->setting = setting;
	status = prepare(road, error);
	if (status == STATUS_OK)
		status = travel(road, ret_evidence, error);
	if (status == STATUS_OK)
		*ret_road = road;
	else
		road_free(road);
	return status;
}

void road_free(struct road *road)
{
	if (!road)
		return;
	tracker_free(road->tracker);
	atlas_close(&road->atlas);
	filter_free(road->filter);
	files_free(&road->files);
	free(road->names);
	free(road->devices);
	free(road->keys);
	free(road);
}
