/* SPDX-License-Identifier: Apache-2.0 */
/* An examination that writes down what a content decoder hands over, a line each; so that a decoder
 * is tested alone. Included by one file of a test program.
 *   value $.user.phone phone=13800138000      `#` before the value: a number
 *   content base64 $.photo photo (encoding, cut): bytes
 *   record $.user / end $.user / text bytes / media image jpeg 640x480 positioned
 *   undecoded decoder reason size / limit name / secret type size: why / certificate
 * Then how the decoder ended: `decoded`, `in-part`, `not-mine`, `malformed`. */
#ifndef PROBITY_TESTS_CONTENT_READING_H
#define PROBITY_TESTS_CONTENT_READING_H

#include "hostile.h"

#include "base/limits.h"
#include "base/text.h"
#include "content/content.h"

#include <stdio.h>
#include <stdlib.h>

enum { READING_SIZE = 64 << 10 };

struct examination {
	char log[READING_SIZE];
	size_t size;
	size_t expansion_left;
	unsigned values, contents, limits;
	bool quiet;
};

static void reading_add(struct examination *reading, const char *text, struct bytes bytes)
{
	if (reading->quiet)
		return;
	int written = snprintf(reading->log + reading->size, READING_SIZE - reading->size, "%s", text);

	reading->size += (size_t)written;
	for (size_t i = 0; i < bytes.size && reading->size < READING_SIZE - 8; i++) {
		uint8_t byte = bytes.data[i];
		bool plain = byte >= 0x20 && byte != 0x7f && byte != '\\';

		written = snprintf(reading->log + reading->size, READING_SIZE - reading->size,
				   plain ? "%c" : "\\x%02x", byte);
		reading->size += (size_t)written;
	}
	if (reading->size >= READING_SIZE - 8)
		reading->quiet = true;
}

static void reading_add_steps(struct examination *reading, const struct step *step)
{
	if (!step)
		return;
	reading_add_steps(reading, step->outer);
	if (step->outer)
		reading_add(reading, step->name.size ? "." : "[*]", BYTES_EMPTY);
	reading_add(reading, "", step->name);
}

void examination_value(struct examination *reading, const struct content *content, const struct step *step,
		       struct bytes field, struct bytes value, struct bytes where, bool number)
{
	(void)content;
	(void)where;
	reading->values++;
	reading_add(reading, "value ", BYTES_EMPTY);
	reading_add_steps(reading, step);
	reading_add(reading, " ", field);
	reading_add(reading, number ? "=#" : "=", value);
	reading_add(reading, "\n", BYTES_EMPTY);
}

void examination_record_begin(struct examination *reading)
{
	reading_add(reading, "record\n", BYTES_EMPTY);
}

void examination_record_end(struct examination *reading, const struct content *content,
			    const struct step *step)
{
	(void)content;
	reading_add(reading, step ? "end " : "end", BYTES_EMPTY);
	reading_add_steps(reading, step);
	reading_add(reading, "\n", BYTES_EMPTY);
}

void examination_content(struct examination *reading, const struct content *parent, struct content *child,
			 struct bytes where)
{
	(void)where;
	(void)parent;
	reading->contents++;
	reading_add(reading, "content ", bytes_of(child->format));
	reading_add(reading, child->step.size ? " " : "", child->step);
	reading_add(reading, child->label.size ? " label=" : "", child->label);
	reading_add(reading, child->file_name.size ? " file=" : "", child->file_name);
	reading_add(reading, child->media_type.size ? " type=" : "", child->media_type);
	reading_add(reading, child->encoding ? " encoding" : "", BYTES_EMPTY);
	reading_add(reading, child->incomplete ? " cut: " : ": ", child->data);
	reading_add(reading, "\n", BYTES_EMPTY);
}

void examination_text(struct examination *reading, const struct content *content, struct bytes text)
{
	(void)content;
	reading_add(reading, "text ", text);
	reading_add(reading, "\n", BYTES_EMPTY);
}

void examination_media(struct examination *reading, const struct content *content, const struct media *media)
{
	char size[64];

	(void)content;
	snprintf(size, sizeof size, " %ux%u%s\n", media->width, media->height,
		 media->positioned ? " positioned" : "");
	reading_add(reading, "media ", bytes_of(media->medium));
	reading_add(reading, " ", bytes_of(media->format));
	reading_add(reading, size, BYTES_EMPTY);
}

void examination_secret(struct examination *reading, const struct content *content, const char *data,
			struct bytes secret, const char *why)
{
	char size[32];

	(void)content;
	snprintf(size, sizeof size, " %zu: ", secret.size);
	reading_add(reading, "secret ", bytes_of(data));
	reading_add(reading, size, bytes_of(why));
	reading_add(reading, "\n", BYTES_EMPTY);
}

bool examination_certificate(struct examination *reading, const struct content *content)
{
	(void)content;
	reading_add(reading, "certificate\n", BYTES_EMPTY);
	return true;
}

void examination_undecoded(struct examination *reading, const struct content *content, const char *decoder,
			   const char *reason, struct bytes where)
{
	char size[32];

	(void)content;
	snprintf(size, sizeof size, " %zu\n", where.size);
	reading_add(reading, "undecoded ", bytes_of(decoder));
	reading_add(reading, " ", bytes_of(reason));
	reading_add(reading, size, BYTES_EMPTY);
}

void examination_limit(struct examination *reading, const char *name, uint64_t most)
{
	(void)most;
	reading->limits++;
	reading_add(reading, "limit ", bytes_of(name));
	reading_add(reading, "\n", BYTES_EMPTY);
}

struct buffer examination_buffer(struct examination *reading)
{
	return buffer_of(reading->expansion_left);
}

void examination_buffer_end(struct examination *reading, struct buffer *buffer)
{
	reading->expansion_left -= buffer->size;
	buffer_free(buffer);
}

struct observer *examination_observer(struct examination *reading)
{
	(void)reading;
	return NULL;
}

/* Reads `data` by a decoder; the answer lives as long as `reading`. */
static enum decoded reading_of(struct examination *reading, const struct content_decoder *decoder,
			       const struct content *content)
{
	static const char *const words[] = { "decoded", "in-part", "not-mine", "malformed" };

	*reading = (struct examination){ .expansion_left = LIMIT_EXPANDED_SIZE, .quiet = reading->quiet };
	struct bytes copy = hostile_copy(content->data);
	struct content placed = *content;

	placed.data = copy;
	enum decoded decoded = decoder->decode(&placed, reading);

	reading_add(reading, words[decoded], BYTES_EMPTY);
	hostile_free(copy);
	return decoded;
}

static unsigned __attribute__((unused))
bid_of(const struct content_decoder *decoder, const struct content *content)
{
	struct content placed = *content;

	placed.data = hostile_copy(content->data);
	unsigned bid = decoder->bid(&placed);

	hostile_free(placed.data);
	return bid;
}

static void __attribute__((unused))
assert_reading(const struct content_decoder *decoder, const struct content *content, const char *expected)
{
	struct examination *reading = calloc(1, sizeof *reading);

	(void)reading_of(reading, decoder, content);
	assert_string_equal(reading->log, expected);
	free(reading);
}

/* Every truncation, and every byte changed in a few ways: nothing may crash. */
static void __attribute__((unused))
assert_survives(const struct content_decoder *decoder, const struct content *content)
{
	static const uint8_t changes[] = { 0x00, 0xff, 0x80, '"', '%', '=' };
	struct examination *reading = calloc(1, sizeof *reading);

	reading->quiet = true;
	for (size_t size = 0; size <= content->data.size; size++) {
		struct content cut = *content;

		cut.data.size = size;
		(void)bid_of(decoder, &cut);
		(void)reading_of(reading, decoder, &cut);
		cut.incomplete = true;
		(void)reading_of(reading, decoder, &cut);
	}
	uint8_t *copy = malloc(content->data.size + 1);
	struct content changed = *content;

	memcpy(copy, content->data.data, content->data.size);
	changed.data.data = copy;
	for (size_t at = 0; at < content->data.size; at++) {
		for (size_t i = 0; i < COUNT_OF(changes); i++) {
			copy[at] = changes[i];
			(void)bid_of(decoder, &changed);
			(void)reading_of(reading, decoder, &changed);
		}
		copy[at] = content->data.data[at];
	}
	free(copy);
	free(reading);
}

extern const struct content_decoder content_decoder_json, content_decoder_form, content_decoder_gzip,
	content_decoder_zlib, content_decoder_url, content_decoder_base64, content_decoder_hex,
	content_decoder_jwt, content_decoder_multipart, content_decoder_xml, content_decoder_utf16,
	content_decoder_gb18030, content_decoder_jpeg, content_decoder_png, content_decoder_gif,
	content_decoder_webp, content_decoder_bmp, content_decoder_mail, content_decoder_escaped,
	content_decoder_combined, content_decoder_pem, content_decoder_der, content_decoder_wav,
	content_decoder_amr, content_decoder_silk, content_decoder_ogg, content_decoder_aac,
	content_decoder_mp3, content_decoder_flac, content_decoder_raw_sound, content_decoder_mp4,
	content_decoder_matroska, content_decoder_flv, content_decoder_avi, content_decoder_mpeg_ts,
	content_decoder_mpeg_ps, content_decoder_elementary_video, content_decoder_hex_dump,
	content_decoder_quoted;

#endif
