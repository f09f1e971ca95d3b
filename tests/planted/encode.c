/* SPDX-License-Identifier: Apache-2.0 */
/* Values written as terminals write them. Made with the C library and zlib, not with what reads them. */
#include "planted.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

static struct bytes base64(struct garden *garden, struct bytes plain, const char *alphabet, bool padded)
{
	uint8_t *out = malloc(plain.size / 3 * 4 + 8);
	size_t size = 0;

	if (!out)
		exit(2);
	for (size_t i = 0; i < plain.size; i += 3) {
		size_t left = plain.size - i;
		uint32_t word = (uint32_t)plain.data[i] << 16 |
				(left > 1 ? (uint32_t)plain.data[i + 1] << 8 : 0) |
				(left > 2 ? plain.data[i + 2] : 0);

		out[size++] = (uint8_t)alphabet[word >> 18];
		out[size++] = (uint8_t)alphabet[word >> 12 & 63];
		if (left > 1 || padded)
			out[size++] = (uint8_t)(left > 1 ? alphabet[word >> 6 & 63] : '=');
		if (left > 2 || padded)
			out[size++] = (uint8_t)(left > 2 ? alphabet[word & 63] : '=');
	}
	struct bytes result = joined(garden, &(struct bytes){ out, size }, 1);

	free(out);
	return result;
}

struct bytes as_base64(struct garden *garden, struct bytes plain)
{
	return base64(garden, plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		      true);
}

struct bytes as_base64url(struct garden *garden, struct bytes plain)
{
	return base64(garden, plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
		      false);
}

static struct bytes each(struct garden *garden, struct bytes plain, const char *format)
{
	struct buffer out = buffer_of(1 << 20);
	char piece[16];

	for (size_t i = 0; i < plain.size; i++) {
		int size = snprintf(piece, sizeof piece, format, plain.data[i]);

		if (!buffer_append(&out, (struct bytes){ (const uint8_t *)piece, (size_t)size }))
			exit(2);
	}
	struct bytes whole = buffer_bytes(&out), result = joined(garden, &whole, 1);

	buffer_free(&out);
	return result;
}

struct bytes as_hex(struct garden *garden, struct bytes plain)
{
	return each(garden, plain, "%02x");
}

struct bytes as_percent(struct garden *garden, struct bytes plain)
{
	return each(garden, plain, "%%%02X");
}

static struct bytes deflated(struct garden *garden, struct bytes plain, int window)
{
	z_stream stream = { 0 };
	size_t room = plain.size + plain.size / 8 + 256;
	uint8_t *out = malloc(room);

	if (!out || deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		exit(2);
	stream.next_in = (Bytef *)(uintptr_t)plain.data;
	stream.avail_in = (uInt)plain.size;
	stream.next_out = out;
	stream.avail_out = (uInt)room;
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
		exit(2);
	struct bytes result = joined(garden, &(struct bytes){ out, room - stream.avail_out }, 1);

	deflateEnd(&stream);
	free(out);
	return result;
}

struct bytes as_gzip(struct garden *garden, struct bytes plain)
{
	return deflated(garden, plain, 15 + 16);
}

struct bytes as_zlib(struct garden *garden, struct bytes plain)
{
	return deflated(garden, plain, 15);
}

struct bytes as_deflate(struct garden *garden, struct bytes plain)
{
	return deflated(garden, plain, -15);
}

struct bytes as_charset(struct garden *garden, struct bytes utf8, const char *charset)
{
	iconv_t converter = iconv_open(charset, "UTF-8");
	size_t in_left = utf8.size, room = utf8.size * 4 + 16, out_left = room;
	char *out = malloc(room), *in = (char *)(uintptr_t)utf8.data, *at = out;

	if (converter == (iconv_t)-1 || !out || iconv(converter, &in, &in_left, &at, &out_left) == (size_t)-1)
		exit(2);
	struct bytes result = joined(garden, &(struct bytes){ (uint8_t *)out, room - out_left }, 1);

	iconv_close(converter);
	free(out);
	return result;
}

struct bytes as_utf16(struct garden *garden, struct bytes utf8)
{
	return as_charset(garden, utf8, "UTF-16LE");
}

struct bytes as_escapes(struct garden *garden, struct bytes utf8)
{
	struct bytes wide = as_charset(garden, utf8, "UTF-16BE");
	struct buffer out = buffer_of(1 << 20);

	for (size_t i = 0; i + 1 < wide.size; i += 2)
		if (!buffer_append_format(&out, "\\u%02x%02x", wide.data[i], wide.data[i + 1]))
			exit(2);
	struct bytes whole = buffer_bytes(&out), result = joined(garden, &whole, 1);

	buffer_free(&out);
	return result;
}

/* 16 by 16 pixels, all black. */
struct bytes a_jpeg(void)
{
	static const uint8_t jpeg[] = {
		0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x02, 0x00, 0x00,
		0x01, 0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x08, 0x3e, 0x3e, 0x49, 0x3e,
		0x49, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x64, 0x5d, 0x64, 0x68, 0x68, 0x68, 0x64, 0x64,
		0x64, 0x64, 0x68, 0x68, 0x68, 0x70, 0x70, 0x70, 0x83, 0x83, 0x83, 0x70, 0x70, 0x70, 0x68,
		0x68, 0x70, 0x70, 0x7c, 0x7c, 0x83, 0x83, 0x8f, 0x93, 0x8f, 0x87, 0x87, 0x83, 0x87, 0x93,
		0x93, 0x9b, 0x9b, 0x9b, 0xba, 0xba, 0xb2, 0xb2, 0xd9, 0xd9, 0xe0, 0xff, 0xff, 0xff, 0xff,
		0xc4, 0x00, 0x4b, 0x00, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x01, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11, 0x01,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0x10, 0x00, 0x10, 0x03, 0x01, 0x22, 0x00, 0x02,
		0x11, 0x00, 0x03, 0x11, 0x00, 0xff, 0xda, 0x00, 0x0c, 0x03, 0x01, 0x00, 0x02, 0x11, 0x03,
		0x11, 0x00, 0x3f, 0x00, 0x9f, 0xc0, 0x07, 0xff, 0xd9,
	};

	return (struct bytes){ jpeg, sizeof jpeg };
}
