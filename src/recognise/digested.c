/* SPDX-License-Identifier: Apache-2.0 */
/* An unsalted digest of a hardware address hides nothing from whoever sees the address, as all on the same
 * link do, or can count to 2^24. Here only addresses that the capture or the case shows are tried.
 * Counting through others is enumerate.c; planted values are found in canary_forms.c. */
#include "recognise/digested.h"

#include "base/base64.h"
#include "base/text.h"
#include "recognise/digest.h"
#include "recognise/loaded.h"

enum { BOTH = DIGESTED_ADDRESS | DIGESTED_NUMBER };

/* Words in names of identifiers, by their first letter, and of what they are. */
static const struct {
	const char *word;
	unsigned may;
} names[32][5] = {
	['a' & 31] = { { "account", DIGESTED_NUMBER } },
	['c' & 31] = { { "contact", DIGESTED_NUMBER } },
	['d' & 31] = { { "device", DIGESTED_ADDRESS },
		       { "devid", DIGESTED_ADDRESS },
		       { "dev_id", DIGESTED_ADDRESS },
		       { "did", DIGESTED_ADDRESS } },
	['g' & 31] = { { "gwid", DIGESTED_ADDRESS } },
	['h' & 31] = { { "hw", DIGESTED_ADDRESS }, { "hash", BOTH } },
	['i' & 31] = { { "imei", DIGESTED_ADDRESS }, { "identifier", BOTH } },
	['m' & 31] = { { "mac", DIGESTED_ADDRESS },
		       { "mobile", DIGESTED_NUMBER },
		       { "msisdn", DIGESTED_NUMBER },
		       { "member", DIGESTED_NUMBER } },
	['o' & 31] = { { "openid", DIGESTED_NUMBER } },
	['p' & 31] = { { "phone", DIGESTED_NUMBER } },
	['s' & 31] = { { "serial", DIGESTED_ADDRESS }, { "sn", DIGESTED_ADDRESS } },
	['u' & 31] = { { "udid", DIGESTED_ADDRESS },
		       { "uuid", DIGESTED_ADDRESS },
		       { "user", DIGESTED_NUMBER },
		       { "uid", DIGESTED_NUMBER } },
};

unsigned digested_may_be(struct bytes field, struct bytes value)
{
	unsigned may = 0;

	if (value.size != 24 && value.size != 28 && value.size != 32 && value.size != 40 &&
	    value.size != 44 && value.size != 64)
		return 0;
	for (size_t at = 0; at < field.size && may != BOTH; at++)
		for (size_t i = 0; names[field.data[at] & 31][i].word; i++)
			if (bytes_start_with_nocase(bytes_from(field, at),
						    bytes_of(names[field.data[at] & 31][i].word)))
				may |= names[field.data[at] & 31][i].may;
	return may;
}

bool digested_is_plausible(struct bytes value)
{
	uint8_t digest[DIGEST_SIZE];
	size_t size = digested_decode(value, digest);

	return (size == 16 || size == 20 || size == 32) && !shape_is_monotone((struct bytes){ digest, size });
}

size_t digested_decode(struct bytes value, uint8_t *to)
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

struct bytes digested_write_mac(const uint8_t mac[6], char sign, bool capitals, uint8_t to[DIGESTED_MAC_SIZE])
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
	uint8_t digest[DIGEST_SIZE], text[DIGESTED_MAC_SIZE];
	struct bytes wanted = { digest, digested_decode(value, digest) };
	const struct data_type *type = taxonomy_type(taxonomy, "device.mac");
	const char *name = NULL;

	if (wanted.size < 16 || !type)
		return false;
	for (size_t i = 0; i < 2 * sizeof SIGNS && !name; i++)
		name = digest_matching(wanted, digested_write_mac(mac, SIGNS[i / 2], i % 2, text));
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
