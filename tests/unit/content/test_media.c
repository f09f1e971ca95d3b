/* SPDX-License-Identifier: Apache-2.0 */
/* Images: what they are and what their metadata say. */
#include "content/reading.h"

/* A GPS directory: 31 degrees 14' 15.6" north, 121 degrees 28' 30" east (a public square). */
#define GPS_LITTLE \
	"II*\0\x08\0\0\0" \
	"\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0" \
	"\x04\0" \
	"\x01\0\x02\0\x02\0\0\0N\0\0\0" \
	"\x02\0\x05\0\x03\0\0\0\x50\0\0\0" \
	"\x03\0\x02\0\x02\0\0\0E\0\0\0" \
	"\x04\0\x05\0\x03\0\0\0\x68\0\0\0" \
	"\0\0\0\0" \
	"\x1f\0\0\0\x01\0\0\0\x0e\0\0\0\x01\0\0\0\x9c\0\0\0\x0a\0\0\0" \
	"\x79\0\0\0\x01\0\0\0\x1c\0\0\0\x01\0\0\0\x1e\0\0\0\x01\0\0\0"
#define GPS_BIG \
	"MM\0*\0\0\0\x08" \
	"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0" \
	"\0\x04" \
	"\0\x01\0\x02\0\0\0\x02S\0\0\0" \
	"\0\x02\0\x05\0\0\0\x03\0\0\0\x50" \
	"\0\x03\0\x02\0\0\0\x02W\0\0\0" \
	"\0\x04\0\x05\0\0\0\x03\0\0\0\x68" \
	"\0\0\0\0" \
	"\0\0\0\x1f\0\0\0\x01\0\0\0\x0e\0\0\0\x01\0\0\0\x9c\0\0\0\x0a" \
	"\0\0\0\x79\0\0\0\x01\0\0\0\x1c\0\0\0\x01\0\0\0\x1e\0\0\0\x01"
#define POSITION \
	"record\nvalue exif.latitude latitude=#31.2377\nvalue exif.longitude longitude=#121.4750\nend " \
	"exif\n"
#define PICTURE "\xff\xda\0\x08\x01\x01\0\0\x3f\0\x2a\xff\xd9"
#define PREVIEW "\xff\xc0\0\x0b\x08\0\x60\0\x80\x01\x01\x11\0"
#define FRAME	"\xff\xc0\0\x0b\x08\x01\xe0\x02\x80\x01\x01\x11\0"

/* Directory 0: Artist, the Exif directory; there: CameraOwnerName, BodySerialNumber, DateTimeOriginal. */
#define PERSON \
	"II*\0\x08\0\0\0" \
	"\x02\0" \
	"\x3b\x01\x02\0\x04\0\0\0Ada\0" \
	"\x69\x87\x04\0\x01\0\0\0\x26\0\0\0" \
	"\0\0\0\0" \
	"\x03\0" \
	"\x03\x90\x02\0\x14\0\0\0\x50\0\0\0" \
	"\x30\xa4\x02\0\x0b\0\0\0\x64\0\0\0" \
	"\x31\xa4\x02\0\x0a\0\0\0\x6f\0\0\0" \
	"\0\0\0\0" \
	"2026:03:01 10:00:00\0" \
	"Ada Invent\0" \
	"CM7700412\0"
#define PERSON_READ \
	"record\nvalue exif.Artist Artist=Ada\nvalue exif.DateTimeOriginal DateTimeOriginal=2026:03:01 " \
	"10:00:00\n" \
	"value exif.CameraOwnerName CameraOwnerName=Ada Invent\n" \
	"value exif.BodySerialNumber BodySerialNumber=CM7700412\nend exif\n"
#define XMP \
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description rdf:about='' " \
	"aux:SerialNumber=\"CM7700412\" " \
	"xmpMM:DocumentID='xmp.did:510F55D778AA11E3B073E299B3377DE0'>" \
	"<exif:GPSLatitude>31,14.26N</exif:GPSLatitude><exif:GPSLongitude>121,28,30W</exif:GPSLongitude>" \
	"<Iptc4xmpExt:PersonInImage> <rdf:Bag><rdf:li>Ada " \
	"Invent</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>" \
	"<photoshop:City>Nowhere</photoshop:City></rdf:Description></rdf:RDF></x:xmpmeta>"
#define XMP_READ \
	"record\nvalue xmp.SerialNumber SerialNumber=CM7700412\nvalue xmp.PersonInImage PersonInImage=Ada " \
	"Invent\n" \
	"value xmp.latitude latitude=#31.238\nvalue xmp.longitude longitude=#-121.475\nend xmp\n"

static const struct {
	const struct content_decoder *decoder;
	struct bytes data;
	const char *expected;
} readings[] = {
	{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\xe0\0\x04xx" FRAME "\xff\xda"),
	  "media image jpeg 640x480\ndecoded" },
	{ &content_decoder_jpeg,
	  BYTES("\xff\xd8\xff\xe1\0\xa0"
		"Exif\0\0" GPS_LITTLE "xxxxxxxxxxxxxxxxxxxxxxxx" FRAME),
	  POSITION "media image jpeg 640x480 positioned\ndecoded" },
	{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\xe0\0\x04"), "media image jpeg 0x0\nin-part" },
	{ &content_decoder_jpeg,
	  BYTES("\xff\xd8\xff\xe1\0\x82"
		"Exif\0\0" PERSON "x" FRAME),
	  PERSON_READ "media image jpeg 640x480\ndecoded" },
	/* as ImageMagick wrote its name */
	{ &content_decoder_jpeg,
	  BYTES("\xff\xd8\xff\xe1\x01\xd8"
		"XMP\0://ns.adobe.com/xap/1.0/\0" XMP FRAME),
	  XMP_READ "media image jpeg 640x480 positioned\ndecoded" },
	{ &content_decoder_jpeg, BYTES("\xff\xd8" FRAME PICTURE "\xff\xd8" FRAME PICTURE),
	  "media video mjpeg 640x480\ndecoded" },
	{ &content_decoder_jpeg, BYTES("\xff\xd8" FRAME PICTURE "\xff\xd8" PREVIEW PICTURE),
	  "media image jpeg 640x480\ndecoded" },
	{ &content_decoder_webp,
	  BYTES("RIFF\0\0\0\0WEBPVP8L\x05\0\0\0\x2f\x7f\xc2\x77\0.XMP \xff\x01\0\0" XMP),
	  XMP_READ "media image webp 640x480 positioned\nin-part" },
	{ &content_decoder_png,
	  BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0crc."
		"\0\0\0\x80"
		"eXIf" GPS_BIG "crc.\0\0\0\0IENDcrc."),
	  "record\nvalue exif.latitude latitude=#-31.2377\nvalue exif.longitude longitude=#-121.4750\nend "
	  "exif\n"
	  "media image png 16x32 positioned\ndecoded" },
	{ &content_decoder_png, BYTES("\x89PNG\r\n\x1a\n"), "media image png 0x0\nin-part" },
	{ &content_decoder_png,
	  BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0crc."
		"\0\0\0\x0a"
		"tEXtAuthor\0Adacrc."
		"\0\0\0\x19"
		"iTXtComment\0\0\0en\0Note\0At homecrc."
		"\0\0\0\x0d"
		"iTXtComment\0\1\0\0\0crc."
		"\0\0\0\0IENDcrc."),
	  "value text.Author Author=Ada\nvalue text.Comment Comment=At home\nmedia image png "
	  "16x32\ndecoded" },
	{ &content_decoder_gif, BYTES("GIF89a\x20\0\x10\0\0"), "media image gif 32x16\ndecoded" },
	{ &content_decoder_gif, BYTES("GIF89a\x20"), "media image gif 0x0\nin-part" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8L\x05\0\0\0\x2f\x7f\xc2\x77\0"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_bmp, BYTES("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\xe0\xff\xff\xff"),
	  "media image bmp 16x32\ndecoded" },
};

static void media_are_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = readings[i].data };

		if (content.data.size >= 8)
			assert_true(bid_of(readings[i].decoder, &content) > 0 || content.data.size < 16);
		assert_reading(readings[i].decoder, &content, readings[i].expected);
		assert_survives(readings[i].decoder, &content);
	}
}

static void look_alikes_get_no_bid(void **state)
{
	static const struct {
		const struct content_decoder *decoder;
		struct bytes data;
	} cases[] = {
		{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\x01\0\0\0\0") },
		{ &content_decoder_jpeg, BYTES("\xff\xd8") },
		{ &content_decoder_png, BYTES("\x89PNG\n\x1a\n") },
		{ &content_decoder_gif, BYTES("GIF87 is a format") },
		{ &content_decoder_bmp, BYTES("BM25 ranks documents by relevance") },
		{ &content_decoder_webp, BYTES("RIFF\0\0\0\0AVI LIST") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(bid_of(cases[i].decoder, &(struct content){ .data = cases[i].data }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_are_described),
		cmocka_unit_test(look_alikes_get_no_bid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
