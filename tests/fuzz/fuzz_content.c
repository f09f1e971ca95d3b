/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a message's content, down to its values, as the examiner chooses. With PROBITY_ONLY,
 * only input that the decoder of that name bids for. */
#include "fuzz.h"

#include "content/content.h"

#include <stdlib.h>

static void examine(struct bytes content, struct bytes media_type, struct bytes coding, bool incomplete)
{
	struct evidence *evidence = fuzz_evidence();
	struct span span = { .frame = 1 };
	struct carrier carrier = {
		.transport = "tcp",
		.protocol = "http",
		.window = { .bytes = content, .spans = &span, .span_count = 1 },
	};
	struct message message = {
		.part = BYTES("body"),
		.method = BYTES("POST"),
		.topic = BYTES("/api/face/upload?phone=13900001234"),
		.media_type = media_type,
		.content_encoding = coding,
		.incomplete = incomplete,
	};

	evidence_carry(evidence, &carrier, NULL);
	observer_content(evidence_observer(evidence), &message, content, content);
	observer_value(evidence_observer(evidence), &message, BYTES("x-data"), content);
	evidence_carry(evidence, NULL, NULL);
	fuzz_evidence_end(evidence);
}

static bool bid(struct bytes bytes)
{
	struct content content = { .data = bytes, .coding = BYTES("br") };
	bool wanted = fuzz_wants("");

	for (const struct content_decoder *const *decoder = content_decoders; *decoder; decoder++)
		wanted = ((*decoder)->bid(&content) && fuzz_wants((*decoder)->name)) || wanted;
	return wanted;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes content = { data, size };

	if (!bid(content))
		return -1;
	if (fuzz_takes(size, 0, 4) || fuzz_takes(size, 1, 4))
		examine(content, BYTES_EMPTY, BYTES_EMPTY, false);
	if (fuzz_takes(size, 2, 4))
		examine(content, BYTES("multipart/form-data; boundary=frontier"), BYTES_EMPTY, true);
	if (fuzz_takes(size, 3, 4))
		examine(content, BYTES("application/x-protobuf"), size % 2 ? BYTES("br") : BYTES("snappy"),
			false);
	return 0;
}
