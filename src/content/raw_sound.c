/* SPDX-License-Identifier: Apache-2.0 */
/* Samples without a container: G.711 and PCM, as the declared media type says (RFC 3551, RFC 4856,
 * RFC 2586). They have no mark, so the type decides, but only over bytes that are nothing else, and
 * never over text. */
#include "content/content.h"
#include "content/readable.h"

static const char *format_of(struct bytes type)
{
	static const struct {
		struct bytes type;
		const char *format;
	} types[] = {
		{ BYTES("audio/pcma"), "g711a" },    { BYTES("audio/pcmu"), "g711u" },
		{ BYTES("audio/basic"), "g711u" },   { BYTES("audio/g711a"), "g711a" },
		{ BYTES("audio/g711u"), "g711u" },   { BYTES("audio/x-alaw"), "g711a" },
		{ BYTES("audio/x-mulaw"), "g711u" }, { BYTES("audio/l16"), "pcm" },
		{ BYTES("audio/l8"), "pcm" },	     { BYTES("audio/pcm"), "pcm" },
		{ BYTES("audio/x-pcm"), "pcm" },     { BYTES("audio/raw"), "pcm" },
		{ BYTES("audio/g726"), "g726" },     { BYTES("audio/g729"), "g729" },
		{ BYTES("audio/opus"), "opus" },     { BYTES("audio/speex"), "speex" },
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct bytes rest = bytes_from(type, types[i].type.size);

		if (bytes_start_with_nocase(type, types[i].type) &&
		    (rest.size == 0 || rest.data[0] == ';' || rest.data[0] == ' '))
			return types[i].format;
	}
	return NULL;
}

static bool declares(struct bytes media_type)
{
	return format_of(media_type) != NULL;
}

static unsigned bid(const struct content *content)
{
	struct bytes type = content->media_type;

	/* Less than whoever knows something of the bytes themselves. */
	return type.size > 7 && (type.data[0] | 0x20) == 'a' && content->data.size >= 80 && format_of(type) &&
			       !readable_text(content->data)
		       ? 4
		       : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice", .format = format_of(content->media_type) };

	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_raw_sound = {
	.name = "raw-sound",
	.specification = "RFC 3551",
	.undeclared = (const bool[256]){ [0] = false },
	.declares = declares,
	.bid = bid,
	.decode = decode,
};
