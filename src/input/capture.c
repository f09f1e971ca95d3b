/* SPDX-License-Identifier: Apache-2.0 */
#include "input/capture_format.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { MAGIC_SIZE = 12 };

static const struct capture_format *const formats[] = { &capture_format_pcap, &capture_format_pcapng,
							&capture_format_snoop, &capture_format_btsnoop };

static const struct capture_format *format_of(struct bytes first)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (formats[i]->recognise(first))
			return formats[i];
	return NULL;
}

bool capture_recognise(struct bytes first)
{
	uint8_t inside[MAGIC_SIZE];

	if (compression_of(first) == COMPRESSION_NONE)
		return format_of(first) != NULL;
	size_t size = compression_peek(first, inside, sizeof inside);

	return size < sizeof inside || format_of((struct bytes){ inside, size });
}

static enum status not_a_capture(const struct capture *capture, const char *name, struct error *error)
{
	if (capture->reader.window.size == 0 && !capture->reader.trouble && !capture->reader.cut)
		return error_set(error, STATUS_FORMAT,
				 "%s: is empty; a capture file (pcap or pcapng) is expected", name);
	return error_set(
		error, STATUS_FORMAT,
		"%s: is not a capture file: neither pcap, pcapng nor snoop, plain or compressed with gzip or "
		"zstd; other formats can be converted by editcap -F pcapng",
		name);
}

static enum status start(struct capture *capture, const char *name, struct error *error)
{
	enum status status = block_reader_need(&capture->reader, MAGIC_SIZE, error);

	if (status != STATUS_OK && status != STATUS_END)
		return status;
	capture->format = format_of(capture->reader.window);
	if (!capture->format)
		return not_a_capture(capture, name, error);
	capture->summary.format = capture->format->names[capture->reader.compression];
	status = capture->format->open(capture, error);
	return status == STATUS_END ? STATUS_OK : status; /* cut in its head: there are no frames */
}

enum status capture_open(int descriptor, const char *name, struct bytes first,
			 const struct capture_listener *listener, struct capture **ret_capture,
			 struct error *error)
{
	struct capture *capture = memory_new(sizeof *capture);

	if (!capture)
		return error_no_memory(error);
	if (listener)
		capture->listener = *listener;
	enum status status = block_reader_open(&capture->reader, descriptor, name, first, error);

	if (status == STATUS_OK)
		status = start(capture, name, error);
	if (status == STATUS_OK)
		*ret_capture = capture;
	else
		capture_free(capture);
	return status;
}

void capture_free(struct capture *capture)
{
	if (!capture)
		return;
	if (capture->format)
		capture->format->close(capture);
	block_reader_close(&capture->reader);
	free(capture);
}

enum status capture_next(struct capture *capture, struct frame *ret_frame, struct error *error)
{
	struct frame frame = { 0 };

	if (capture->over)
		return STATUS_END;
	enum status status = capture->format->next(capture, &frame, error);

	if (status != STATUS_OK) {
		capture->over = true;
		return status;
	}
	frame.number = ++capture->number;
	if (frame.wire_size < frame.data.size) /* seen in files of tools that fill in neither well */
		frame.wire_size = frame.data.size;
	capture->last = frame.time;
	capture->summary.frames++;
	capture->summary.snapped += frame.data.size < frame.wire_size;
	*ret_frame = frame;
	return STATUS_OK;
}

enum status capture_give_up(struct capture *capture, const char *trouble)
{
	capture->over = true;
	capture->summary.trouble = trouble;
	capture->summary.truncated_at = capture->record_at;
	return STATUS_END;
}

enum status capture_ended(struct capture *capture, enum status status, bool at_border)
{
	const struct block_reader *reader = &capture->reader;

	if (status != STATUS_END)
		return status;
	capture->over = true;
	capture->summary.trouble = reader->trouble;
	capture->summary.truncated = reader->cut || !at_border || reader->window.size;
	if (capture->summary.truncated || reader->trouble)
		capture->summary.truncated_at = capture->record_at;
	return STATUS_END;
}

void capture_skipped(struct capture *capture)
{
	capture->summary.skipped++;
}

uint64_t capture_position(const struct capture *capture)
{
	return capture->reader.taken;
}

void capture_summary(const struct capture *capture, struct capture_summary *ret_summary)
{
	*ret_summary = capture->summary;
	ret_summary->bytes = capture->reader.taken;
}
