/* SPDX-License-Identifier: Apache-2.0 */
/* A fast hash for tables in memory. Not for secrets: see the digests of the crypto library. */
#ifndef PROBITY_BASE_HASH_H
#define PROBITY_BASE_HASH_H

#include "base/bytes.h"

/* Mixes two 64-bit words into one by a 128-bit product. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	__uint128_t product = (__uint128_t)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd6e8feb86659fd93u);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to eight bytes as one word: different for different bytes of one size. By loads of fixed sizes,
 * which overlap, since a copy of unknown size is a call. */
static inline uint64_t hash_word(const uint8_t *data, size_t size)
{
	uint64_t word = 0;
	uint32_t first, last;

	if (size >= 8) {
		memcpy(&word, data, 8);
	} else if (size >= 4) {
		memcpy(&first, data, 4);
		memcpy(&last, data + size - 4, 4);
		word = (uint64_t)last << 32 | first;
	} else if (size) {
		word = (uint64_t)data[size - 1] << 16 | (uint64_t)data[size / 2] << 8 | data[0];
	}
	return word;
}

/* Hash of `bytes`, started from `seed`. Same on every run of one build. */
static inline uint64_t hash_bytes(struct bytes bytes, uint64_t seed)
{
	uint64_t hash = hash_mix(seed, bytes.size);
	size_t at = 0;

	for (; bytes.size - at > 16; at += 16)
		hash = hash_mix(hash ^ hash_word(bytes.data + at, 8), hash_word(bytes.data + at + 8, 8));
	if (bytes.size - at > 8) {
		hash = hash_mix(hash ^ hash_word(bytes.data + at, 8), 1);
		at += 8;
	}
	if (bytes.size - at)
		hash = hash_mix(hash ^ hash_word(bytes.data + at, bytes.size - at), 2);
	return hash;
}

/* The same of many bytes, another hash: in four lanes, none of which waits for the others. */
static inline uint64_t hash_run(struct bytes bytes, uint64_t seed)
{
	uint64_t lanes[4] = { seed, seed + 1, seed + 2, seed + 3 };
	size_t at = 0;

	for (; bytes.size - at >= 64; at += 64)
		for (size_t lane = 0; lane < 4; lane++) {
			const uint8_t *data = bytes.data + at + 16 * lane;

			lanes[lane] = hash_mix(lanes[lane] ^ hash_word(data, 8), hash_word(data + 8, 8));
		}
	return hash_bytes(bytes_from(bytes, at),
			  hash_mix(hash_mix(lanes[0], lanes[1]), hash_mix(lanes[2], lanes[3])));
}

/* A number that nobody can foretell, for the tables that strangers fill: else a capture could be made whose
 * every name falls into the same place. Different on every run, so nothing that is shown may depend on the
 * order of such a table. */
uint64_t hash_seed(void);

/* Hash of `bytes` for such a table: no factor of a product is of the bytes alone. */
static inline uint64_t hash_seeded(struct bytes bytes, uint64_t seed)
{
	uint64_t hash = hash_mix(seed, bytes.size), turned = seed >> 32 | seed << 32;
	size_t at = 0;

	for (; bytes.size - at > 16; at += 16)
		hash = hash_mix(hash ^ hash_word(bytes.data + at, 8),
				turned ^ hash_word(bytes.data + at + 8, 8));
	if (bytes.size - at > 8) {
		hash = hash_mix(hash ^ hash_word(bytes.data + at, 8), turned);
		at += 8;
	}
	return bytes.size ? hash_mix(hash ^ hash_word(bytes.data + at, bytes.size - at), seed) : hash;
}

#endif
