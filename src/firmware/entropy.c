/* SPDX-License-Identifier: Apache-2.0 */
#include "firmware/entropy.h"

#include <math.h>

static void count_bytes(struct bytes bytes, uint32_t counts[256])
{
	for (size_t i = 0; i < bytes.size; i++)
		counts[bytes.data[i]]++;
}

double entropy_of(struct bytes bytes)
{
	uint32_t counts[256] = { 0 };
	double sum = 0, size = (double)bytes.size;

	count_bytes(bytes, counts);
	for (size_t i = 0; i < 256; i++)
		if (counts[i])
			sum += counts[i] * log2(counts[i]);
	return bytes.size ? log2(size) - sum / size : 0;
}

/* Random bytes fill 256 equal boxes: the sum of squares over them is near n + n²/256, whatever the block;
 * code and text are far above. By whole numbers, so that every machine says the same. */
static bool is_even(const uint32_t counts[256], uint64_t size)
{
	uint64_t squares = 0;

	for (size_t i = 0; i < 256; i++)
		squares += (uint64_t)counts[i] * counts[i];
	/* Chi-squared with 255 degrees of freedom: 255 ± 22.6. Compressed bytes are a little uneven. */
	return squares * 256 <= size * size + size * 420;
}

enum region_kind entropy_kind(struct bytes block)
{
	uint32_t counts[256] = { 0 };
	uint64_t text = 0, most = 0;

	count_bytes(block, counts);
	for (size_t i = 0; i < 256; i++) {
		bool letter = (i >= 0x20 && i < 0x7f) || i == '\n' || i == '\r' || i == '\t';

		text += letter ? counts[i] : 0;
		most = counts[i] > most ? counts[i] : most;
	}
	/* A few bytes of a header may stand in a block that is erased else. */
	if (most * 64 >= (uint64_t)block.size * 63)
		return REGION_PADDING;
	if (text * 20 >= (uint64_t)block.size * 19)
		return REGION_TEXT;
	return block.size >= 1024 && is_even(counts, block.size) ? REGION_PACKED : REGION_DATA;
}
