/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a message's content, down to its values: once as the examiner would choose, once for
 * each decoder whatever it bids. */
#include "fuzz.h"

#include "content/content.h"
#include "content/examine.h"

#include <stdlib.h>

static void examine(struct bytes content, struct bytes media_type, bool incomplete)
{
	struct evidence *evidence = fuzz_evidence();
	struct examiner examiner = examiner_of(fuzz_taxonomy());
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
		.incomplete = incomplete,
	};

	evidence_carry(evidence, &carrier, NULL);
	examiner.content(examiner.self, evidence_observer(evidence), &message, content, content);
	examiner.value(examiner.self, evidence_observer(evidence), &message, BYTES("x-data"), content);
	evidence_carry(evidence, NULL, NULL);
	fuzz_evidence_end(evidence);
}

static void bid(struct bytes bytes)
{
	struct content content = { .data = bytes };

	for (const struct content_decoder *const *decoder = content_decoders; *decoder; decoder++)
		(*decoder)->bid(&content);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes content = { data, size };

	bid(content);
	examine(content, BYTES_EMPTY, false);
	examine(content, BYTES("multipart/form-data; boundary=frontier"), true);
	return 0;
}
