/* SPDX-License-Identifier: Apache-2.0 */
/* Sequence parameter sets: ITU-T H.264 7.3.2.1.1 and H.265 7.3.2.2, as far as the size of the picture
 * and the window cut out of it. Numbers are Exp-Golomb coded (9.1 there); a 3 behind two zero bytes is
 * no data (7.3.1). Left out: range extensions of scalable and multiview sets. */
#include "content/picture_size.h"

enum {
	/* Level 6.2 of both ends at 16,888; a camera's shortest side is 64 or more. */
	LARGEST = 16888,
	SMALLEST = 16,
	SET_MOST = 512, /* bytes of a set that are read */
};

struct bits {
	struct bytes bytes;
	size_t at;	/* of the next byte */
	unsigned zeros; /* zero bytes before it */
	unsigned left;	/* bits of `byte` */
	uint8_t byte;
	bool failed;
};

static unsigned bit(struct bits *bits)
{
	if (bits->left == 0) {
		if (bits->zeros >= 2 && bits->at < bits->bytes.size && bits->bytes.data[bits->at] == 3) {
			bits->at++;
			bits->zeros = 0;
		}
		if (bits->at >= bits->bytes.size || bits->at >= SET_MOST) {
			bits->failed = true;
			return 0;
		}
		bits->byte = bits->bytes.data[bits->at++];
		bits->zeros = bits->byte ? 0 : bits->zeros + 1;
		bits->left = 8;
	}
	bits->left--;
	return (unsigned)bits->byte >> bits->left & 1;
}

static uint32_t take(struct bits *bits, unsigned count)
{
	uint32_t number = 0;

	while (count--)
		number = number << 1 | bit(bits);
	return number;
}

static void skip(struct bits *bits, unsigned count)
{
	while (count-- && !bits->failed)
		(void)bit(bits);
}

/* ue(v) */
static uint32_t golomb(struct bits *bits)
{
	unsigned zeros = 0;

	while (!bits->failed && zeros < 32 && bit(bits) == 0)
		zeros++;
	if (zeros >= 32) {
		bits->failed = true;
		return 0;
	}
	return (uint32_t)((UINT64_C(1) << zeros) - 1) + take(bits, zeros);
}

/* se(v) */
static int32_t signed_golomb(struct bits *bits)
{
	uint32_t number = golomb(bits);

	return number & 1 ? (int32_t)(number / 2 + 1) : -(int32_t)(number / 2);
}

/* Lists of 16 and 64 factors, each the difference from the one before. */
static void skip_scaling_lists(struct bits *bits, unsigned lists)
{
	for (unsigned list = 0; list < lists && !bits->failed; list++) {
		int32_t last = 8, next = 8;

		if (!bit(bits))
			continue;
		for (unsigned i = 0; i < (list < 6 ? 16u : 64u) && !bits->failed; i++) {
			if (next)
				next = (last + signed_golomb(bits)) & 255;
			last = next ? next : last;
		}
	}
}

/* Less what is cut off at the sides, in units of `x` and `y` pixels. */
static bool crop(struct bits *bits, uint64_t width, uint64_t height, unsigned x, unsigned y,
		 struct picture_size *ret_size)
{
	uint64_t sides = 0, ends = 0;

	if (bit(bits)) {
		sides = golomb(bits);
		sides = (sides + golomb(bits)) * x;
		ends = golomb(bits);
		ends = (ends + golomb(bits)) * y;
	}
	if (bits->failed || sides >= width || ends >= height)
		return false;
	width -= sides;
	height -= ends;
	if (width < SMALLEST || height < SMALLEST || width > LARGEST || height > LARGEST)
		return false;
	*ret_size = (struct picture_size){ (uint32_t)width, (uint32_t)height };
	return true;
}

static bool is_h264_profile(uint32_t profile)
{
	static const uint8_t profiles[] = { 66, 77, 88, 100, 110, 122, 244, 44, 83, 86, 118, 128 };

	return profile && memchr(profiles, (int)profile, sizeof profiles) != NULL;
}

/* What only the higher profiles say; the chroma format. */
static uint32_t read_chroma(struct bits *bits, uint32_t profile)
{
	if (profile == 66 || profile == 77 || profile == 88)
		return 1;
	uint32_t chroma = golomb(bits);

	if (chroma == 3)
		skip(bits, 1);
	if (golomb(bits) > 6 || golomb(bits) > 6) /* depths of the samples */
		bits->failed = true;
	skip(bits, 1);
	if (bit(bits))
		skip_scaling_lists(bits, chroma == 3 ? 12 : 8);
	return chroma;
}

/* How the order of pictures is told. */
static void skip_order(struct bits *bits)
{
	uint32_t kind = golomb(bits);

	if (kind == 0) {
		golomb(bits);
	} else if (kind == 1) {
		skip(bits, 1);
		golomb(bits);
		golomb(bits);
		uint32_t cycle = golomb(bits);

		for (uint32_t i = 0; i < cycle && i < 256 && !bits->failed; i++)
			golomb(bits);
	} else if (kind > 2) {
		bits->failed = true;
	}
}

bool picture_size_h264(struct bytes set, struct picture_size *ret_size)
{
	struct bits bits = { .bytes = set };
	uint32_t profile = take(&bits, 8), constraints = take(&bits, 8), level = take(&bits, 8);

	if (!is_h264_profile(profile) || (constraints & 3) || level < 9 || level > 62 || golomb(&bits) > 31)
		return false;
	uint32_t chroma = read_chroma(&bits, profile);

	if (chroma > 3 || golomb(&bits) > 12)
		return false;
	skip_order(&bits);
	if (golomb(&bits) > 16)
		return false;
	skip(&bits, 1);
	uint64_t width = golomb(&bits), height = golomb(&bits);
	unsigned fields = bit(&bits) ? 1 : 2;

	if (fields == 2)
		skip(&bits, 1);
	skip(&bits, 1);
	if (bits.failed || width > LARGEST || height > LARGEST)
		return false;
	return crop(&bits, (width + 1) * 16, (height + 1) * 16 * fields, chroma == 1 || chroma == 2 ? 2 : 1,
		    (chroma == 1 ? 2 : 1) * fields, ret_size);
}

/* profile_tier_level() */
static bool skip_h265_profile(struct bits *bits, unsigned layers)
{
	unsigned parts = 0;

	skip(bits, 3);
	unsigned profile = take(bits, 5);

	skip(bits, 80);
	unsigned level = take(bits, 8);

	for (unsigned i = 0; i < layers; i++)
		parts |= take(bits, 2) << 2 * i;
	if (layers)
		skip(bits, 2 * (8 - layers));
	for (unsigned i = 0; i < layers; i++)
		skip(bits, (parts >> 2 * i & 2 ? 88u : 0u) + (parts >> 2 * i & 1 ? 8u : 0u));
	return profile <= 11 && level % 3 == 0 && level >= 30 && level <= 186;
}

bool picture_size_h265(struct bytes set, struct picture_size *ret_size)
{
	struct bits bits = { .bytes = set };

	skip(&bits, 4);
	unsigned layers = take(&bits, 3);

	skip(&bits, 1);
	if (layers > 6 || !skip_h265_profile(&bits, layers) || golomb(&bits) > 15)
		return false;
	uint32_t chroma = golomb(&bits);

	if (chroma > 3)
		return false;
	if (chroma == 3)
		skip(&bits, 1);
	uint64_t width = golomb(&bits), height = golomb(&bits);

	return crop(&bits, width, height, chroma == 1 || chroma == 2 ? 2 : 1, chroma == 1 ? 2 : 1, ret_size);
}

bool nal_next(struct bytes *stream, struct bytes *ret_unit)
{
	size_t start = bytes_find(*stream, BYTES("\0\0\1"));

	if (start == SIZE_MAX)
		return false;
	struct bytes rest = bytes_from(*stream, start + 3);
	size_t size = bytes_find(rest, BYTES("\0\0\1"));

	*ret_unit = bytes_slice(rest, 0, size);
	*stream = size == SIZE_MAX ? BYTES_EMPTY : bytes_from(rest, size);
	return true;
}

bool picture_size_find(struct bytes stream, struct picture_size *ret_size, const char **ret_codec)
{
	struct bytes unit;

	while (nal_next(&stream, &unit)) {
		if (unit.size < 8)
			continue;
		bool old = (unit.data[0] & 0x9f) == 7 && picture_size_h264(bytes_from(unit, 1), ret_size);

		if (!old && !(unit.data[0] == 0x42 && unit.data[1] == 1 &&
			      picture_size_h265(bytes_from(unit, 2), ret_size)))
			continue;
		*ret_codec = old ? "h264" : "h265";
		return true;
	}
	return false;
}
