/* SPDX-License-Identifier: Apache-2.0 */
/* ISO base media files (ISO/IEC 14496-12, QuickTime): MP4, MOV, their fragments, and the images HEIC
 * and AVIF (ISO/IEC 23008-12). Boxes within boxes:
 *
 *     size(4) name(4) [size(8) where size is 1] body;   size 0: to the end
 *     moov { trak { mdia { hdlr: …(8) "vide" or "soun"   minf { stbl { stsd } } } }
 *            udta { (c)xyz: size(2) language(2) ISO 6709    loci    meta { ilst { … data } } } }
 *     stsd: version(4) count(4) size(4) codec(4) …(24) width(2) height(2)
 *     meta { iprp { ipco { ispe: version(4) width(4) height(4) } } }
 *
 * The metadata of an image (Exif) lies among its data; it is found by its own mark. Left out: the
 * pictures and the sound; tables of fragments; text tracks. */
#include "base/cursor.h"
#include "content/exif.h"
#include "content/location.h"
#include "content/tracks.h"

enum { BOXES_MOST = 4096, DEPTH_MOST = 8, EXIF_WITHIN = 1 << 20 };

struct box {
	struct bytes name, body;
	bool cut;
};

struct movie {
	const struct content *content;
	struct examination *examination;
	struct tracks tracks;
	unsigned boxes;	   /* met so far */
	bool video, voice; /* the track being read */
};

static bool next_box(struct cursor *cursor, struct box *ret_box)
{
	struct bytes start = cursor->rest;
	uint64_t size = cursor_be32(cursor), head = 8;

	ret_box->name = cursor_take(cursor, 4);
	if (size == 1) {
		size = cursor_be64(cursor);
		head = 16;
	} else if (size == 0) {
		size = start.size;
	}
	if (!cursor_ok(cursor) || size < head)
		return false;
	ret_box->cut = size > start.size;
	ret_box->body = bytes_slice(cursor->rest, 0, ret_box->cut ? SIZE_MAX : (size_t)(size - head));
	cursor_skip(cursor, ret_box->body.size);
	return true;
}

static bool is_named(const struct box *box, const char *names)
{
	for (; *names; names += 4)
		if (memcmp(box->name.data, names, 4) == 0)
			return true;
	return false;
}

/* The first brand of a file type box, four printable characters; no bytes where there is no such box. */
static struct bytes brand_of(struct bytes data)
{
	struct cursor cursor = cursor_over(data);
	uint32_t size = cursor_be32(&cursor);
	struct bytes name = cursor_take(&cursor, 4), brand = cursor_take(&cursor, 4);

	if (!cursor_ok(&cursor) || size < 12 || size > 4096 || size % 4 ||
	    (!bytes_equal(name, BYTES("ftyp")) && !bytes_equal(name, BYTES("styp"))))
		return BYTES_EMPTY;
	for (size_t i = 0; i < brand.size; i++)
		if (brand.data[i] < 0x20 || brand.data[i] > 0x7e)
			return BYTES_EMPTY;
	return brand;
}

/* `heic` or `avif`; NULL: no image. */
static const char *image_of(struct bytes brand)
{
	static const char *const heif[] = { "heic", "heix", "heim", "heis", "mif1", "msf1", "hevc", "hevx" };

	if (bytes_equal(brand, BYTES("avif")) || bytes_equal(brand, BYTES("avis")))
		return "avif";
	for (size_t i = 0; i < sizeof heif / sizeof *heif; i++)
		if (bytes_equal(brand, bytes_of(heif[i])))
			return "heic";
	return NULL;
}

static void read_sample_entry(struct movie *movie, struct bytes body)
{
	struct cursor cursor = cursor_over(body);

	cursor_skip(&cursor, 12);
	struct bytes codec = cursor_take(&cursor, 4);

	if (!cursor_ok(&cursor))
		return;
	if (movie->voice) {
		movie->tracks.has_voice = true;
		movie->tracks.voice = tracks_voice_codec(codec);
	} else if (movie->video) {
		movie->tracks.has_video = true;
		movie->tracks.video = tracks_video_codec(codec);
		cursor_skip(&cursor, 24);
		movie->tracks.width = cursor_be16(&cursor);
		movie->tracks.height = cursor_be16(&cursor);
	}
}

static void give_location(struct movie *movie, const struct location *location, struct bytes where)
{
	const struct step step = { .name = BYTES("udta") };

	if (movie->tracks.positioned || !location_is_known(location))
		return;
	movie->tracks.positioned = true;
	examination_record_begin(movie->examination);
	location_give(location, movie->content, movie->examination, &step, where);
	examination_record_end(movie->examination, movie->content, &step);
}

/* 3GPP TS 26.244: version(4) language(2) name, 0, role(1), longitude and latitude as 16.16 numbers. */
static void read_loci(struct movie *movie, struct bytes body)
{
	struct cursor cursor = cursor_over(bytes_from(body, 6));
	size_t end = bytes_find_byte(cursor.rest, 0);

	if (end == SIZE_MAX)
		return;
	cursor_skip(&cursor, end + 2);
	int64_t longitude = (int32_t)cursor_be32(&cursor), latitude = (int32_t)cursor_be32(&cursor);
	struct location location = { latitude * 1000000 / 65536, longitude * 1000000 / 65536, 4 };

	if (cursor_ok(&cursor))
		give_location(movie, &location, body);
}

static void read_leaf(struct movie *movie, const struct box *box)
{
	struct location location;
	struct bytes body = box->body;

	if (is_named(box, "hdlr")) {
		struct bytes kind = bytes_slice(body, 8, 4);

		/* QuickTime has a second one inside, of the handler of the data. */
		movie->video |= bytes_equal(kind, BYTES("vide"));
		movie->voice |= bytes_equal(kind, BYTES("soun"));
	} else if (is_named(box, "stsd")) {
		read_sample_entry(movie, body);
	} else if (is_named(box, "loci")) {
		read_loci(movie, body);
	} else if (is_named(box, "\xa9xyz")) {
		if (location_read(bytes_from(body, 4), &location))
			give_location(movie, &location, body);
	} else if (is_named(box, "data")) {
		if (location_read(bytes_from(body, 8), &location))
			give_location(movie, &location, body);
	} else if (is_named(box, "ispe")) {
		struct cursor cursor = cursor_over(bytes_from(body, 4));
		uint32_t width = cursor_be32(&cursor), height = cursor_be32(&cursor);

		/* A large image has tiles of their own size. */
		if ((uint64_t)width * height > (uint64_t)movie->tracks.width * movie->tracks.height) {
			movie->tracks.width = width;
			movie->tracks.height = height;
		}
	}
}

/* The boxes that hold boxes; those of `ilst` have names of their own. */
static bool read_boxes(struct movie *movie, struct bytes data, unsigned depth, bool list)
{
	struct cursor cursor = cursor_over(data);
	struct box box;
	bool cut = false;

	while (!cut && cursor_left(&cursor) >= 8 && movie->boxes++ < BOXES_MOST && next_box(&cursor, &box)) {
		if (is_named(&box, "trak"))
			movie->video = movie->voice = false;
		bool holds = list || is_named(&box, "moovtrakmdiaminfstbludtailstmetaiprpipco");

		if (holds && depth < DEPTH_MOST) {
			/* `meta` has a version in ISO files and none in QuickTime ones. */
			bool version = is_named(&box, "meta") &&
				       bytes_start_with(box.body, BYTES("\0\0\0\0"));

			cut = read_boxes(movie, bytes_from(box.body, version ? 4 : 0), depth + 1,
					 is_named(&box, "ilst"));
		} else {
			read_leaf(movie, &box);
		}
		cut = cut || box.cut;
	}
	return cut;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	if (data.size < 12 || data.data[0])
		return 0;
	if (brand_of(data).size)
		return 64;
	/* What follows the first piece of a recording in pieces. */
	return bytes_equal(bytes_slice(data, 4, 4), BYTES("moof")) &&
			       bytes_equal(bytes_slice(data, 8, 8), BYTES("\0\0\0\x10mfhd"))
		       ? 96
		       : 0;
}

/* Behind its mark, which no other bytes have. */
static bool read_image_exif(const struct content *content, struct examination *examination)
{
	struct bytes data = bytes_slice(content->data, 0, EXIF_WITHIN);
	size_t little = bytes_find(data, BYTES("Exif\0\0II*\0"));
	size_t at = little != SIZE_MAX ? little : bytes_find(data, BYTES("Exif\0\0MM\0*"));

	return at != SIZE_MAX && exif_read(content, examination, bytes_from(data, at + 6));
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct movie movie = { content, examination, .tracks = { .container = "mp4" } };
	const char *image = image_of(brand_of(content->data));
	bool cut = read_boxes(&movie, content->data, 0, false);

	if (image) {
		struct media media = {
			.medium = "image",
			.format = image,
			.width = movie.tracks.width,
			.height = movie.tracks.height,
			.positioned = read_image_exif(content, examination),
		};

		examination_media(examination, content, &media);
	} else {
		tracks_say(&movie.tracks, content, examination);
	}
	return cut || content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_mp4 = {
	.name = "mp4",
	.specification = "ISO/IEC 14496-12, ISO/IEC 23008-12",
	.first = (const bool[256]){ [0] = true },
	.bid = bid,
	.decode = decode,
};
