/* SPDX-License-Identifier: Apache-2.0 */
/* Every codec on what a stock tool packed: whole, cut at each byte, with each byte changed, into too little
 * room. */
#include "hostile.h"

#include "codec/codec.h"
#include "codec/lzma.h"
#include "packed.h"

#include <stdlib.h>

enum { PLAIN_SIZE = 700 + 300 + 10 };

static struct bytes plain(void)
{
	static const char text[] =
		"index 50;lock 12;door 27\nbattery=30\nbattery=72\nunlock 74;tamper 6;door 17\nevent "
		"73;wifi=74"
		";unlock=70;tamper=26;alarm=40;level=31;rssi 10;alarm=43;member "
		"9\nbattery=43\nlevel=85\nalarm"
		" 40;index 74;lock 34;wifi=93;wifi 87;member "
		"85;level=78\ndoor=36\nunlock=63\nlevel=35;battery"
		" 35;index 48;event=19\nunlock=75\nmember=53;tamper 16;alarm 83;door=99;wifi 50;battery=81;un"
		"lock=26;lock=6\ntamper=12;tamper=26;event 44;level=62;level=39\nlock "
		"94\nrssi=2\nalarm=88;door"
		" 38;lock 33;event=28;alarm=28;unlock 51;unlock=63;door 35;unlock 44;rssi 46\nlock=25;level "
		"78;level 44;lock 15;rssi 61;battery 42\nrssi=51;lock 21;door=59;event 76;wifi 19;event=92;a"
		"larm 17;unlock 27\nunlock=30;index=53;door 45;wifi 66;alarm=19;door 99\n";
	static uint8_t all[PLAIN_SIZE];

	memcpy(all, text, 700);
	memcpy(all + PLAIN_SIZE - 10, "end of it\n", 10);
	return (struct bytes){ all, PLAIN_SIZE };
}

static const struct {
	const struct codec *codec;
	struct bytes packed;
} vectors[] = {
#define VECTOR(codec, name) \
	{ \
		&codec, \
		{ \
			packed_##name, sizeof packed_##name \
		} \
	}
	VECTOR(codec_gzip, gzip),   VECTOR(codec_zstd, zstd),
	VECTOR(codec_lz4, lz4),	    VECTOR(codec_lz4_legacy, lz4_legacy),
	VECTOR(codec_xz, xz),	    VECTOR(codec_lzma, lzma),
	VECTOR(codec_bzip2, bzip2), VECTOR(codec_lzo, lzo_1),
	VECTOR(codec_lzo, lzo_999),
#undef VECTOR
};

enum { VECTORS = sizeof vectors / sizeof *vectors };

static void whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		struct buffer to = buffer_of(1 << 20);
		struct bytes copy = hostile_copy(vectors[i].packed), rest = copy;
		struct codec_step step = codec_run(vectors[i].codec, &rest, &to);

		assert_int_equal(step.state, CODEC_DONE);
		assert_int_equal(rest.size, 0);
		assert_true(bytes_equal(buffer_bytes(&to), plain()));
		buffer_free(&to);
		hostile_free(copy);
	}
}

/* What stands behind the packed bytes is left. */
static void followed(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		struct buffer both = buffer_of(1 << 20), to = buffer_of(1 << 20);

		buffer_append(&both, vectors[i].packed);
		buffer_append(&both, BYTES("\x11\x22 something else"));
		struct bytes rest = buffer_bytes(&both);
		/* Legacy LZ4 has no end of its own: it takes the next size for one. */
		bool endless = vectors[i].codec == &codec_lz4_legacy;
		struct codec_step step = codec_run(vectors[i].codec, &rest, &to);

		assert_true(endless || step.state == CODEC_DONE);
		assert_true(endless || rest.size == 17);
		assert_true(bytes_start_with(buffer_bytes(&to), plain()));
		buffer_free(&both);
		buffer_free(&to);
	}
}

static void cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		for (size_t size = 0; size < vectors[i].packed.size; size++) {
			struct buffer to = buffer_of(1 << 20);
			struct bytes copy = hostile_copy(bytes_slice(vectors[i].packed, 0, size)),
				     rest = copy;
			struct codec_step step = codec_run(vectors[i].codec, &rest, &to);

			assert_int_not_equal(step.state, CODEC_NO_MEMORY);
			assert_true(step.state != CODEC_DONE || size > vectors[i].packed.size - 16);
			assert_true(bytes_start_with(plain(), buffer_bytes(&to)));
			buffer_free(&to);
			hostile_free(copy);
		}
	}
}

static void changed(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		for (size_t at = 0; at < vectors[i].packed.size; at++) {
			struct buffer to = buffer_of(64 << 10);
			struct bytes copy = hostile_copy(vectors[i].packed), rest = copy;

			((uint8_t *)(uintptr_t)copy.data)[at] ^= 0x55;
			(void)codec_run(vectors[i].codec, &rest, &to);
			assert_true(to.size <= 64 << 10);
			buffer_free(&to);
			hostile_free(copy);
		}
	}
}

static void little_room(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		uint8_t *to = malloc(100);
		enum codec_state how;
		size_t given = codec_block(vectors[i].codec, vectors[i].packed, to, 100, &how);

		assert_int_equal(given, 100);
		assert_memory_equal(to, plain().data, 100);
		free(to);
	}
}

/* A raw stream is LZMA-alone without its 13 bytes. */
static void raw_lzma(void **state)
{
	uint8_t to[PLAIN_SIZE];
	struct bytes packed = { packed_lzma, sizeof packed_lzma };

	(void)state;
	assert_int_equal(lzma_unpack(packed.data[0], bytes_from(packed, 13), to, sizeof to), PLAIN_SIZE);
	assert_memory_equal(to, plain().data, PLAIN_SIZE);
	assert_int_equal(lzma_unpack(255, bytes_from(packed, 13), to, sizeof to), 0);
	assert_int_equal(
		lzma_unpack(packed.data[0], BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"), to, sizeof to), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),   cmocka_unit_test(followed),	  cmocka_unit_test(cut),
		cmocka_unit_test(changed), cmocka_unit_test(little_room), cmocka_unit_test(raw_lzma),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
