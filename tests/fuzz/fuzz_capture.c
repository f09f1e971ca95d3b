/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a capture file. */
#include "fuzz.h"

#include "input/capture.h"

#include <stdlib.h>
#include <unistd.h>

static uint8_t sum;

static void read_all(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		sum = (uint8_t)(sum + bytes.data[i]);
}

static void hear_comment(void *self, struct bytes text)
{
	(void)self;
	read_all(text);
}

static void hear_secrets(void *self, uint32_t type, struct bytes secrets)
{
	(void)self;
	(void)type;
	read_all(secrets);
}

static void hear_name(void *self, struct bytes address, struct bytes name)
{
	(void)self;
	read_all(address);
	read_all(name);
}

/* How much is read of what a small input may unpack to: the reader has no end of its own. */
enum { MOST_FRAMES = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct capture_listener listener = { NULL, hear_comment, hear_secrets, hear_name };
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(NULL, 0, path);
	struct bytes first = { data, size };
	struct capture *capture;
	struct capture_summary summary;
	struct frame frame;
	struct error error;

	capture_recognise(first);
	if (capture_open(file, "fuzz", first, &listener, &capture, &error) == STATUS_OK) {
		for (unsigned i = 0; i < MOST_FRAMES && capture_next(capture, &frame, &error) == STATUS_OK;
		     i++) {
			if (frame.wire_size < frame.data.size || frame.number == 0)
				abort();
			read_all(frame.data);
			read_all(frame.comment);
		}
		capture_summary(capture, &summary);
		capture_free(capture);
	}
	close(file);
	return 0;
}
