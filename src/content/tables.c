/* SPDX-License-Identifier: Apache-2.0 */
/* Expands the list of content decoders: once for the externs, once for the table. */
#include "content/content.h"
#include "content/worker.h"

#define CONTENT_DECODER(name) extern const struct content_decoder content_decoder_##name;
#include "content/content_decoders.h"
#undef CONTENT_DECODER

const struct content_decoder *const content_decoders[] = {
#define CONTENT_DECODER(name) &content_decoder_##name,
#include "content/content_decoders.h"
#undef CONTENT_DECODER
	NULL,
};

_Static_assert(sizeof content_decoders / sizeof *content_decoders - 1 <= ASKED_WORDS * 64,
	       "each decoder has a bit");
