/* SPDX-License-Identifier: Apache-2.0 */
/* An unsalted digest of a hardware address hides nothing from whoever sees the address, as all on the same
 * link do, or can count to 2^24. Here only addresses that the capture or the case shows are tried.
 * Left out: counting through a maker's addresses or telephone numbers; planted values (canary_forms.c). */
#include "recognise/digested.h"

#include "base/base64.h"
#include "base/text.h"
#include "recognise/digest.h"
#include "recognise/loaded.h"

/* Words in names of identifiers, by their first letter. */
static const char *const names[32][5] = {
	['m' & 31] = { "mac" },
	['i' & 31] = { "imei", "identifier" },
	['d' & 31] = { "device", "devid", "dev_id", "did" },
	['u' & 31] = { "udid", "uuid" },
	['s' & 31] = { "serial", "sn" },
	['h' & 31] = { "hw", "hash" },
	['g' & 31] = { "gwid" },
};

bool digested_may_be(struct bytes field, struct bytes value)
{
	if (value.size != 24 && value.size != 28 && value.size != 32 && value.size != 40 &&
	    value.size != 44 && value.size != 64)
		return false;
	for (size_t at = 0; at < field.size; at++)
		for (const char *const *name = names[field.data[at] & 31]; *name; name++)
			if (bytes_start_with_nocase(bytes_from(field, at), bytes_of(*name)))
				return true;
	return false;
}

/* The digest's bytes; 0: it is none. */
static size_t decode(struct bytes value, uint8_t to[DIGEST_SIZE])
{
	uint8_t decoded[DIGEST_SIZE + 2];
	struct buffer buffer = { .data = decoded, .room = sizeof decoded, .maximum = sizeof decoded };

	if (value.size == 24 || value.size == 28 || value.size == 44) {
		if (!base64_decode(value, &buffer))
			return 0;
	} else {
		for (size_t i = 0; i + 1 < value.size; i += 2) {
			int high = text_hex_digit(value.data[i]), low = text_hex_digit(value.data[i + 1]);

			if (high < 0 || low < 0)
				return 0;
			decoded[buffer.size++] = (uint8_t)(high << 4 | low);
		}
	}
	if (buffer.size > DIGEST_SIZE)
		return 0;
	memcpy(to, decoded, buffer.size);
	return buffer.size;
}

/* Writes the address with `sign` between its bytes, 0: none. */
static struct bytes write_mac(const uint8_t mac[6], char sign, bool capitals, uint8_t to[18])
{
	const char *digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
	size_t size = 0;

	for (size_t i = 0; i < 6; i++) {
		if (i && sign)
			to[size++] = (uint8_t)sign;
		to[size++] = (uint8_t)digits[mac[i] >> 4];
		to[size++] = (uint8_t)digits[mac[i] & 15];
	}
	return (struct bytes){ to, size };
}

static const char *digest_matching(struct bytes wanted, struct bytes text)
{
	for (unsigned i = 0; i < DIGEST_COUNT; i++) {
		static const uint8_t sizes[DIGEST_COUNT] = { 16, 20, 32, 32 };
		uint8_t made[DIGEST_SIZE];

		if (sizes[i] == wanted.size && digest_of((enum digest)i, text, made) == wanted.size &&
		    memcmp(made, wanted.data, wanted.size) == 0)
			return digest_name((enum digest)i);
	}
	return NULL;
}

bool digested_is_mac(const struct taxonomy *taxonomy, struct bytes value, const uint8_t mac[6],
		     struct recognition *ret)
{
	static const char SIGNS[] = { ':', 0, '-' };
	uint8_t digest[DIGEST_SIZE], text[18];
	struct bytes wanted = { digest, decode(value, digest) };
	const struct data_type *type = taxonomy_type(taxonomy, "device.mac");
	const char *name = NULL;

	if (wanted.size < 16 || !type)
		return false;
	for (size_t i = 0; i < 2 * sizeof SIGNS && !name; i++)
		name = digest_matching(wanted, write_mac(mac, SIGNS[i / 2], i % 2, text));
	if (!name)
		name = digest_matching(wanted, (struct bytes){ mac, 6 });
	if (!name)
		return false;
	*ret = (struct recognition){
		.type = type,
		.confidence = CONFIDENCE_CERTAIN,
		.value = value,
		.encoding = name,
	};
	recognition_explain(ret, "hashed without salt: the hardware address of this device or its peer",
			    BYTES_EMPTY);
	return true;
}
