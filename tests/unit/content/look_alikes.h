/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of other kinds, which formats without a magic number must leave alone. Included behind
 * content/reading.h. */
#ifndef PROBITY_TESTS_CONTENT_LOOK_ALIKES_H
#define PROBITY_TESTS_CONTENT_LOOK_ALIKES_H

static const struct bytes look_alikes[] = {
	/* images, sound, video */
	BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xdb\0\x43\0\x08\x06\x06\x07\x06\x05\x08"
	      "\x07"),
	BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\2\0\0\0\xfd\xd4\x9as\0\0\0\x10IDAT\x08"
	      "\xd7"),
	BYTES("GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\x01\0\0\0\0,"
	      "\0\0\0\0\x01\0\x01\0\0\x02\x02D"),
	BYTES("#!AMR\n<\x91\x17\x16\xbe\x66\x79\xe1\xe0\x01\xe7\xaf\xf0\0\0\0\x80\0\0\0\0\0\0\0\0"),
	BYTES("\xff\xf1\x50\x80\x02\x1f\xfc\xde\x02\0Lavc\0\x02@"
	      "\x0e\xff\xf1\x50\x80\x01\x7f\xfc\x01\x18\x20\x07"),
	BYTES("\0\0\0\x01\x67\x42\xc0\x1e\xd9\0\xa0\x47\xfe\xc8\0\0\0\x01\x68\xce\x3c\x80\0\0\0\x01\x65\x88"
	      "\x84"),
	BYTES("OggS\0\2\0\0\0\0\0\0\0\0\x0b\x16\x21\x2c\0\0\0\0\x37\x42\x4d\x58\x01\x13OpusHead\x01\x01\x38"
	      "\x01"),
	/* G.711 of a quiet room, a repeated byte, zeros */
	BYTES("\xd5\x55\xd4\x54\xd5\xd5\x55\x57\xd6\xd5\x54\x55\xd5\xd4\xd5\x55\x54\x57\x56\xd5\x55\xd5\xd4"
	      "\x54"),
	BYTES("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
	      "\x80"),
	BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	BYTES("\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0\x0a\0"),
	/* TLS, RTP, NTP, DNS, STUN, a frame of WebSocket */
	BYTES("\x16\x03\x01\0\x2f\x01\0\0\x2b\x03\x03\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee"
	      "\xff"),
	BYTES("\x17\x03\x03\0\x18\x9a\x01\x77\xb2\xe0\x4c\x13\x5d\xc8\x2f\x90\x6b\xfd\x33\x0e\x81\x5a\xd6\x72"
	      "\x4b"),
	BYTES("\x80\x60\x12\x34\0\0\x0f\xa0\xde\xad\xbe\xef\x7f\x7e\xff\xfe\x7d\xfd\x7c\xfc\x7e\xfe\x7f\xff"
	      "\x7d"),
	BYTES("\x90\xe0\x12\x34\0\0\x0f\xa0\xde\xad\xbe\xef\xbe\xde\0\x01\x10\xff\0\0\x61\x62\x63\x64\x65\x66"
	      "\x67"),
	BYTES("\x23\0\x06\xec\0\0\0\0\0\0\0\0\x31\x4e\x31\x34\xe0\x4b\x1a\x2c\0\0\0\0\0\0\0\0\0\0\0\0"),
	BYTES("\x12\x34\x81\x80\0\1\0\1\0\0\0\0\5cloud\7example\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xcb\0"
	      "\x71\5"),
	BYTES("\0\1\0\0\x21\x12\xa4\x42\x31\x32\x33\x34\x35\x36\x37\x38\x39\x30\x61\x62"),
	BYTES("\x82\xa4\x11\x22\x33\x44\x79\x4a\x5c\x28\x74\x46\x56\x64\x31\x02\x03\x04\x75\x66\x77\x08"),
	/* frames of terminals: a start, a length, numbers, a check */
	BYTES("\x55\xaa\x03\x07\0\x08\x01\x04\0\x01\x01\0\0\0\x18"),
	BYTES("\x7e\x02\0\0\x1c\x01\x39\0\0\x12\x34\0\x0b\0\0\0\0\0\0\0\x03\x02\x60\x15\xab\x06\xf2\x30\x4c\0"
	      "\x7e"),
	BYTES("\xa5\x5a\x12\x34\x80\x01\0\x04\x64\x61\x74\x61\x90\x01\x02\x03"),
	/* text in many character sets */
	BYTES("The front door was opened at 08:00, and closed again a minute later.\n"),
	BYTES("\xe5\x89\x8d\xe9\x97\xa8\xe5\xb7\xb2\xe6\x89\x93\xe5\xbc\x80\xef\xbc\x8c\xe8\xaf\xb7\xe6\xb3"
	      "\xa8\xe6\x84\x8f"),
	BYTES("\xc7\xb0\xc3\xc5\xd2\xd1\xb4\xf2\xbf\xaa\xa3\xac\xc7\xeb\xd7\xa2\xd2\xe2\xb0\xb2\xc8\xab"),
	BYTES("\x81\x30\xa4\x45\x82\xa1\xaa\x83\xa5\x90\xa1\xb0\xa1\x91\xa4\x61\x62"),
	BYTES("\x8c\xfd\xd3\xc0\x8d\xa6\xb7\xc9\xa6\xd1\xc4\xd2\xb6\xd7\xd3\xb3\xc2\xd5\xc2"),
	BYTES("\xff\xfe\x4b\x6d\xd5\x8b\x30\x52\x31\x00\x33\x00\x38\x00\x30\x00\x30\x00"),
	BYTES("d\0o\0o\0r\0 \0w\0a\0s\0 \0o\0p\0e\0n\0e\0d\0"),
	BYTES("0123456789abcdef0123456789abcdef"),
	BYTES("YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo="),
	BYTES("$GPRMC,080000.00,A,0000.0000,N,00000.0000,E,0.0,0.0,010126,,,A*70\r\n"),
	/* compressed and signed things */
	BYTES("\x1f\x8b\x08\0\0\0\0\0\2\3\xabV*\xc8\xc8\xcfKU\xb2R24\xb6\x30\x30\0\x13\x06J\xb5\0\x80&"
	      "n\xd1\x17\0\0\0"),
	BYTES("\x78\x9c\xabV*\xc8\xc8\xcfKU\xb2R24\xb6\x30\x30\0\x13\x06J\xb5\0R\x9c\x06\xdc"),
	BYTES("\x30\x82\x01\x0a\x02\x82\x01\x01\0\xc3\x5f\x12\x9a\x77\x61\x0e\x84\x3b\xd2\x66\x19\xf5\x48\xac"
	      "\x07"),
	BYTES("\x7f"
	      "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0\xc0\x10\0\0\0\0\0\0"),
};

/* The same on every run. */
static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/* Whether the decoder would be asked for a whole body, and keeps it. */
static bool is_taken(const struct content_decoder *decoder, struct bytes bytes, struct examination *reading)
{
	struct content content = { .data = bytes };

	return decoder->bid(&content) && decoder->decode(&content, reading) != DECODED_NOT_MINE;
}

/* Takes none of the look-alikes, whole or cut, and hardly any bytes that are there by chance: at most
 * `random_most` of 40,000 of 4 to 300 bytes, half of them evenly distributed, a quarter small numbers, a
 * quarter Chinese characters in GB 2312. */
static void __attribute__((unused))
assert_leaves_others(const struct content_decoder *decoder, unsigned random_most)
{
	struct examination *reading = calloc(1, sizeof *reading);
	uint64_t seed = 1;
	uint8_t bytes[300];
	unsigned taken = 0;

	reading->quiet = true;
	reading->expansion_left = 1 << 20;
	for (size_t i = 0; i < COUNT_OF(look_alikes); i++)
		for (size_t size = 1; size <= look_alikes[i].size; size++)
			if (is_taken(decoder, bytes_slice(look_alikes[i], 0, size), reading))
				fail_msg("%s takes look-alike %zu, %zu bytes of it", decoder->name, i, size);
	for (unsigned round = 0; round < 40000; round++) {
		size_t size = 4 + next_random(&seed) % (sizeof bytes - 4);

		for (size_t i = 0; i < size; i++) {
			uint32_t number = next_random(&seed) >> 8;

			bytes[i] = (uint8_t)(round % 4 < 2    ? number
					     : round % 4 == 2 ? number & number >> 8 & 0x1f
							      : 0xb0 + number % 0x48);
		}
		taken += is_taken(decoder, (struct bytes){ bytes, size }, reading);
	}
	if (taken > random_most)
		fail_msg("%s takes %u of 40,000 that are nothing", decoder->name, taken);
	free(reading);
}

#endif
