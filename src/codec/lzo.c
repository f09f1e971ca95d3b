/* SPDX-License-Identifier: Apache-2.0 */
/* LZO1X as lzo1x_1 and lzo1x_999 make it, by what Linux documents of the stream
 * (Documentation/staging/lzo.rst); version 0, without runs of zeros. Own code: the library that made it is
 * under another licence.
 *
 *     first byte: 0 to 16: as below; 17: a version follows; 18 and above: (byte - 17) literals
 *     then instructions, of which the last two bits say how many literals follow (0: the next begins so):
 *       0000LLLL  after a match: 3 + L literals, 0: longer. After 1 to 3 literals: a match of 2 bytes, 1 KB
 *                 back at most; after 4 and more: of 3 bytes, 2 to 3 KB back
 *       0001HLLL  a match of 2 + L bytes, 16 to 48 KB back; the end where the distance is 16,384
 *       001LLLLL  a match of 2 + L bytes, 16 KB back at most
 *       01LDDDSS, 1LLDDDSS  a match of 3 to 4, 5 to 8 bytes, 2 KB back at most
 *     A length of 0 goes on: each byte of zero adds 255, and the next one its value. */
#include "base/cursor.h"
#include "codec/codec.h"

struct lzo {
	struct cursor in;
	uint8_t *to;
	size_t given, room;
	bool broken, full, ended;
	unsigned literals; /* that came with the instruction before: 0 to 3, 4: a run of them */
};

static size_t longer(struct lzo *lzo, size_t least)
{
	size_t size = least;
	uint8_t byte;

	while ((byte = cursor_u8(&lzo->in)) == 0 && cursor_ok(&lzo->in))
		size += 255;
	return size + byte;
}

static void copy_literals(struct lzo *lzo, size_t size)
{
	struct bytes literals = cursor_take(&lzo->in, size);
	size_t room = lzo->room - lzo->given, most = literals.size < room ? literals.size : room;

	if (most)
		memcpy(lzo->to + lzo->given, literals.data, most);
	lzo->given += most;
	lzo->full |= most < literals.size;
}

/* It may reach into what it writes. */
static void copy_match(struct lzo *lzo, size_t distance, size_t size)
{
	if (distance > lzo->given) {
		lzo->broken = true;
		return;
	}
	for (size_t i = 0; i < size; i++, lzo->given++) {
		if (lzo->given == lzo->room) {
			lzo->full = true;
			return;
		}
		lzo->to[lzo->given] = lzo->to[lzo->given - distance];
	}
}

static void take_far(struct lzo *lzo, uint8_t code)
{
	size_t size = code & 7 ? (size_t)(code & 7) + 2 : longer(lzo, 7) + 2;
	uint16_t back = cursor_le16(&lzo->in);
	size_t distance = ((size_t)(code & 8) << 11) + (back >> 2);

	lzo->literals = back & 3;
	if (distance == 0) {
		lzo->ended = true;
		return;
	}
	if (cursor_ok(&lzo->in))
		copy_match(lzo, distance + 16384, size);
}

static void take_middle(struct lzo *lzo, uint8_t code)
{
	size_t size = code & 31 ? (size_t)(code & 31) + 2 : longer(lzo, 31) + 2;
	uint16_t back = cursor_le16(&lzo->in);

	lzo->literals = back & 3;
	if (cursor_ok(&lzo->in))
		copy_match(lzo, (size_t)(back >> 2) + 1, size);
}

static void take_near(struct lzo *lzo, uint8_t code)
{
	size_t distance = ((size_t)cursor_u8(&lzo->in) << 3) + (code >> 2 & 7) + 1;

	lzo->literals = code & 3;
	if (cursor_ok(&lzo->in))
		copy_match(lzo, distance, code >= 128 ? 5 + (code >> 5 & 3) : 3 + (code >> 5 & 1));
}

static void take_least(struct lzo *lzo, uint8_t code)
{
	if (lzo->literals == 0) {
		copy_literals(lzo, code ? (size_t)code + 3 : longer(lzo, 15) + 3);
		lzo->literals = 4;
		return;
	}
	size_t distance = ((size_t)cursor_u8(&lzo->in) << 2) + (code >> 2) + 1;
	bool run = lzo->literals == 4;

	lzo->literals = code & 3;
	if (cursor_ok(&lzo->in))
		copy_match(lzo, run ? distance + 2048 : distance, run ? 3 : 2);
}

static void take_first(struct lzo *lzo)
{
	uint8_t first = cursor_peek(&lzo->in, 0);

	if (first < 18)
		return;
	cursor_skip(&lzo->in, 1);
	copy_literals(lzo, (size_t)first - 17);
	lzo->literals = first - 17 < 4 ? first - 17u : 4;
}

static struct codec_step step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	struct lzo lzo = { .in = cursor_over(in), .to = to, .room = room };

	(void)unused;
	take_first(&lzo);
	while (cursor_ok(&lzo.in) && !lzo.broken && !lzo.full && !lzo.ended && cursor_left(&lzo.in)) {
		uint8_t code = cursor_u8(&lzo.in);

		if (code < 16)
			take_least(&lzo, code);
		else if (code < 32)
			take_far(&lzo, code);
		else if (code < 64)
			take_middle(&lzo, code);
		else
			take_near(&lzo, code);
		if (lzo.literals > 0 && lzo.literals < 4 && !lzo.ended && !lzo.broken)
			copy_literals(&lzo, lzo.literals);
	}
	return (struct codec_step){
		.taken = lzo.ended ? in.size - cursor_left(&lzo.in) : in.size,
		.given = lzo.given,
		.state = lzo.broken  ? CODEC_BROKEN
			 : lzo.ended ? CODEC_DONE
				     : CODEC_GOING,
	};
}

const struct codec codec_lzo = {
	.name = "lzo",
	.specification = "LZO1X, Linux Documentation/staging/lzo.rst",
	.step = step,
};
