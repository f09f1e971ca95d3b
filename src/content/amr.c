/* SPDX-License-Identifier: Apache-2.0 */
/* AMR and AMR-WB (RFC 4867 section 5), the voice messages of watches:
 *
 *     "#!AMR\n" or "#!AMR-WB\n" ("_MC1.0\n" and channels(4) for more than one)
 *     *( 0(1) mode(4) quality(1) 0(2)  speech bits of the mode's size )
 *
 * Left out: the speech. */
#include "content/content.h"

static bool read_mark(struct bytes data, const char **ret_format, bool *ret_single)
{
	static const struct {
		struct bytes mark;
		const char *format;
		bool single;
	} marks[] = {
		{ BYTES("#!AMR\n"), "amr", true },
		{ BYTES("#!AMR-WB\n"), "amr-wb", true },
		{ BYTES("#!AMR_MC1.0\n"), "amr", false },
		{ BYTES("#!AMR-WB_MC1.0\n"), "amr-wb", false },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (bytes_start_with(data, marks[i].mark)) {
			*ret_format = marks[i].format;
			*ret_single = marks[i].single;
			return true;
		}
	return false;
}

static unsigned bid(const struct content *content)
{
	const char *format;
	bool single;

	if (content->data.size < 6 || content->data.data[0] != '#' ||
	    !read_mark(content->data, &format, &single))
		return 0;
	/* The first frame: its padding bits are 0. */
	uint8_t head = content->data.size > 9 ? content->data.data[format[3] ? 9 : 6] : 0;

	return single && head & 0x83 ? 0 : 56;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice" };
	bool single;

	if (!read_mark(content->data, &media.format, &single))
		return DECODED_NOT_MINE;
	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_amr = {
	.name = "amr",
	.specification = "RFC 4867",
	.first = (const bool[256]){ ['#'] = true },
	.bid = bid,
	.decode = decode,
};
