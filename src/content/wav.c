/* SPDX-License-Identifier: Apache-2.0 */
/* WAV: RIFF with "WAVE"; the chunk "fmt ": format(2) channels(2) rate(4) …. The sound is not decoded. */
#include "content/content.h"
#include "content/riff.h"

#include <stdio.h>

enum { CHUNKS_MOST = 64 };

static unsigned bid(const struct content *content)
{
	return riff_is(content->data, BYTES("WAVE")) ? 64 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 12));
	struct bytes name, data;
	const char *codec = NULL;
	char format[16];
	bool cut = false;

	for (unsigned i = 0; i < CHUNKS_MOST && riff_next(&cursor, &name, &data, &cut); i++)
		if (bytes_equal(name, BYTES("fmt ")) && data.size >= 2) {
			struct cursor head = cursor_over(data);

			codec = riff_voice_codec(cursor_le16(&head));
		}
	snprintf(format, sizeof format, "wav%s%s", codec ? "-" : "", codec ? codec : "");
	struct media media = { .medium = "voice", .format = format };

	examination_media(examination, content, &media);
	return codec && !cut && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_wav = {
	.name = "wav",
	.specification = "RIFF WAVE, RFC 2361",
	.first = (const bool[256]){ ['R'] = true },
	.bid = bid,
	.decode = decode,
};
