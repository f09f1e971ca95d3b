/* SPDX-License-Identifier: Apache-2.0 */
/* Multipart bodies (RFC 2046 section 5.1, RFC 7578 for forms):
 *
 *     [preamble] *( "--" boundary CRLF head CRLF body CRLF ) "--" boundary "--" [epilogue]
 *
 * The boundary is what the first such line says, since the declared one may be missing or wrong. A
 * part with a name and nothing else is a value; one with a file name or a media type is content.
 * Parts nest, line ends may be LF, the last delimiter may be missing. */
#include "content/mime.h"

/* RFC 2046 allows 70 characters. */
enum { BOUNDARY_SIZE = 100, VALUE_SIZE = 4096, PREAMBLE_SIZE = 1024 };

/* The first delimiter line of `data`, without its line end; moves behind it. */
static bool first_delimiter(struct bytes *data, struct bytes *ret_delimiter)
{
	struct bytes start = bytes_slice(*data, 0, PREAMBLE_SIZE);
	size_t at = bytes_start_with(start, BYTES("--")) ? 0 : bytes_find(start, BYTES("\n--"));

	if (at == SIZE_MAX)
		return false;
	at += at ? 1 : 0;
	struct bytes line = bytes_slice(*data, at, BOUNDARY_SIZE);
	size_t end = bytes_find_byte(line, '\n');

	if (end == SIZE_MAX || end < 4)
		return false;
	*data = bytes_from(*data, at + end + 1);
	*ret_delimiter = bytes_trim(bytes_slice(line, 0, end));
	return ret_delimiter->size > 2;
}

static bool declares(struct bytes media_type)
{
	return bytes_start_with_nocase(media_type, BYTES("multipart/"));
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data, delimiter;
	bool declared = declares(content->media_type);

	if (!declared && !bytes_start_with(data, BYTES("--")))
		return 0;
	if (!first_delimiter(&data, &delimiter))
		return 0;
	if (bytes_start_with_nocase(data, BYTES("content-")))
		return declared ? 96 : 80;
	return declared ? 32 : 0;
}

/* Whether a delimiter ends here: that of a part inside may begin like the one around it. */
static bool is_delimiter_end(struct bytes behind)
{
	return behind.size == 0 || behind.data[0] <= ' ' || bytes_start_with(behind, BYTES("--"));
}

/* The next part: what stands before the next delimiter. `*ret_last`: no part follows. */
static struct bytes next_part(struct bytes *rest, struct bytes delimiter, bool *ret_cut, bool *ret_last)
{
	struct bytes all = *rest, search = all;
	size_t offset = 0;

	for (;;) {
		size_t at = bytes_find(search, delimiter);

		if (at == SIZE_MAX) {
			*rest = BYTES_EMPTY;
			*ret_cut = *ret_last = true;
			return all;
		}
		offset += at;
		search = bytes_from(all, offset + delimiter.size);
		if ((offset == 0 || all.data[offset - 1] == '\n') && is_delimiter_end(search))
			break;
		offset += delimiter.size;
	}
	size_t line_end = bytes_find_byte(search, '\n');
	size_t end = offset ? offset - 1 : 0;

	if (end && all.data[end - 1] == '\r')
		end--;
	*ret_cut = false;
	*ret_last = bytes_start_with(search, BYTES("--")) || line_end == SIZE_MAX;
	*rest = *ret_last ? BYTES_EMPTY : bytes_from(search, line_end + 1);
	return bytes_slice(all, 0, end);
}

static void read_part(const struct content *content, struct examination *examination, struct bytes part,
		      bool incomplete)
{
	struct mime_head head = mime_read_head(&part);
	bool plain = head.media_type.size == 0 ||
		     bytes_start_with_nocase(head.media_type, BYTES("text/plain"));

	if (part.size == 0)
		return;
	if (head.name.size && head.file_name.size == 0 && plain && head.transfer_encoding.size == 0 &&
	    part.size <= VALUE_SIZE) {
		const struct step step = { .name = head.name };

		examination_value(examination, content, &step, head.name, part, part, false);
		return;
	}
	mime_read_body(content, examination, &head, part, incomplete);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes rest = content->data, delimiter;
	bool cut = false, last = false;

	if (!first_delimiter(&rest, &delimiter))
		return DECODED_NOT_MINE;
	examination_record_begin(examination);
	while (!last && rest.size) {
		struct bytes part = next_part(&rest, delimiter, &cut, &last);

		read_part(content, examination, part, cut);
	}
	examination_record_end(examination, content, NULL);
	return cut || content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_multipart = {
	.name = "multipart",
	.specification = "RFC 2046, RFC 7578",
	.undeclared = (const bool[256]){ ['-'] = true },
	.declares = declares,
	.bid = bid,
	.decode = decode,
};
