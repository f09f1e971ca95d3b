/* SPDX-License-Identifier: Apache-2.0 */
/* Feature vectors and templates, made here, and what has their size or their name only. */
#include "data_types.h"

#include "base/buffer.h"
#include "recognise/recognise.h"

#include <math.h>

/* The id of the best answer with its confidence, or "nothing". */
static const char *what_is(const struct taxonomy *taxonomy, const char *field, struct bytes value,
			   enum confidence *ret_confidence)
{
	struct bytes copy = hostile_copy(value);
	struct field_value given = { .field = bytes_of(field), .value = copy };
	struct recognition found[4];
	size_t count = recognise_value(taxonomy, &given, found, 4);

	hostile_free(copy);
	*ret_confidence = count ? found[0].confidence : CONFIDENCE_NONE;
	return count ? found[0].type->id : "nothing";
}

static void assert_is(const struct taxonomy *taxonomy, const char *field, const struct buffer *value,
		      const char *id, enum confidence confidence)
{
	enum confidence got;

	assert_string_equal(what_is(taxonomy, field, buffer_bytes(value), &got), id);
	assert_int_equal(got, confidence);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* `count` floats of length `length` together, as bytes. */
static struct buffer make_floats(size_t count, double length)
{
	struct buffer bytes = buffer_of(1 << 16);
	double squares = 0;
	uint32_t seed = 7;

	for (size_t i = 0; i < count; i++) {
		double number = (double)next(&seed) / (1 << 23) - 1;

		squares += number * number;
	}
	seed = 7;
	for (size_t i = 0; i < count; i++) {
		float number = (float)(((double)next(&seed) / (1 << 23) - 1) * length / sqrt(squares));
		uint32_t bits;

		memcpy(&bits, &number, sizeof bits);
		for (unsigned shift = 0; shift < 32; shift += 8)
			buffer_append_byte(&bytes, (uint8_t)(bits >> shift));
	}
	return bytes;
}

static struct buffer in_base64(struct buffer bytes)
{
	static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buffer text = buffer_of(1 << 17);

	for (size_t i = 0; i < bytes.size; i += 3) {
		unsigned group = (unsigned)bytes.data[i] << 16;

		group |= i + 1 < bytes.size ? (unsigned)bytes.data[i + 1] << 8 : 0;
		group |= i + 2 < bytes.size ? bytes.data[i + 2] : 0;
		for (unsigned digit = 0; digit < 4; digit++)
			buffer_append_byte(&text, i + digit > bytes.size
							  ? '='
							  : (uint8_t)DIGITS[group >> (18 - 6 * digit) & 63]);
	}
	buffer_free(&bytes);
	return text;
}

static void knows_vectors_of_floats(void **state)
{
	static const size_t COUNTS[] = { 128, 192, 256, 512 };

	for (size_t i = 0; i < COUNT_OF(COUNTS); i++) {
		struct buffer unit = in_base64(make_floats(COUNTS[i], 1)),
			      other = in_base64(make_floats(COUNTS[i], 9));

		assert_is(*state, "faceFeature", &unit, "biometric.face.template", CONFIDENCE_CERTAIN);
		assert_is(*state, "feature", &unit, "biometric.face.template", CONFIDENCE_CERTAIN);
		assert_is(*state, "faceTemplate", &other, "biometric.face.template", CONFIDENCE_CERTAIN);
		assert_is(*state, "feature", &other, "biometric.face.template", CONFIDENCE_LIKELY);
		assert_is(*state, "firmware", &unit, "nothing", CONFIDENCE_NONE);
		assert_is(*state, "surfaceFeatures2d", &unit, "nothing", CONFIDENCE_NONE);
		buffer_free(&unit);
		buffer_free(&other);
	}
}

static void other_data_of_that_size_is_no_vector(void **state)
{
	struct buffer short_one = in_base64(make_floats(100, 1)), random = buffer_of(1 << 12),
		      zeros = buffer_of(1 << 12);
	uint32_t seed = 3;

	for (size_t i = 0; i < 512; i++) {
		buffer_append_byte(&random, (uint8_t)next(&seed));
		buffer_append_byte(&zeros, 0);
	}
	random = in_base64(random);
	zeros = in_base64(zeros);
	assert_is(*state, "faceFeature", &short_one, "nothing", CONFIDENCE_NONE);
	assert_is(*state, "faceFeature", &random, "nothing", CONFIDENCE_NONE);
	assert_is(*state, "faceFeature", &zeros, "nothing", CONFIDENCE_NONE);
	buffer_free(&short_one);
	buffer_free(&random);
	buffer_free(&zeros);
}

static void knows_vectors_of_signed_bytes(void **state)
{
	struct buffer small = buffer_of(1024), spread = buffer_of(1024);
	uint32_t seed = 5;

	for (size_t i = 0; i < 256; i++) {
		unsigned byte = next(&seed) % 256;

		buffer_append_format(&spread, "%02x", byte);
		buffer_append_format(&small, "%02x", (256 + byte % 64 - 32) % 256);
	}
	assert_is(*state, "featureData", &small, "biometric.face.template", CONFIDENCE_LIKELY);
	assert_is(*state, "faceFeatureData", &small, "biometric.face.template", CONFIDENCE_CERTAIN);
	assert_is(*state, "faceFeatureData", &spread, "nothing", CONFIDENCE_NONE);
	assert_is(*state, "signature", &small, "nothing", CONFIDENCE_NONE);
	buffer_free(&small);
	buffer_free(&spread);
}

static void knows_lists_of_numbers(void **state)
{
	struct buffer list = buffer_of(4096), odd = buffer_of(4096);

	buffer_append_text(&list, "[0.125");
	buffer_append_text(&odd, "[0.125");
	for (size_t i = 1; i < 128; i++)
		buffer_append_format(&list, ",-0.%03zu", i);
	for (size_t i = 1; i < 90; i++)
		buffer_append_format(&odd, ",-0.%03zu", i);
	buffer_append_text(&list, "]");
	buffer_append_text(&odd, "]");
	assert_is(*state, "embedding", &list, "biometric.face.template", CONFIDENCE_LIKELY);
	assert_is(*state, "embedding", &odd, "nothing", CONFIDENCE_NONE);
	assert_is(*state, "waveform", &list, "nothing", CONFIDENCE_NONE);
	buffer_free(&list);
	buffer_free(&odd);
}

static void knows_blobs_by_name_and_size(void **state)
{
	static const struct {
		const char *field, *id;
	} SAMPLES[] = {
		{ "fingerprint", "biometric.fingerprint.template" },
		{ "fpTemplate", "biometric.fingerprint.template" },
		{ "palmVein", "biometric.vein.template" },
		{ "irisData", "biometric.iris.template" },
		{ "voiceprint", "biometric.voiceprint.template" },
		{ "certFingerprint", "nothing" },
		{ "browserFingerprint", "nothing" },
		{ "palmtree", "nothing" },
		{ "iriscope", "nothing" },
		{ "blueprint", "nothing" },
		{ "data", "nothing" },
	};
	struct buffer blob = buffer_of(1 << 12), brief = buffer_of(1 << 12);
	uint32_t seed = 11;

	for (size_t i = 0; i < 498; i++)
		buffer_append_byte(&blob, (uint8_t)next(&seed));
	for (size_t i = 0; i < 32; i++)
		buffer_append_byte(&brief, (uint8_t)next(&seed));
	blob = in_base64(blob);
	brief = in_base64(brief);
	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		bool something = strcmp(SAMPLES[i].id, "nothing") != 0;

		assert_is(*state, SAMPLES[i].field, &blob, SAMPLES[i].id,
			  something ? CONFIDENCE_LIKELY : CONFIDENCE_NONE);
		assert_is(*state, SAMPLES[i].field, &brief, "nothing", CONFIDENCE_NONE);
	}
	buffer_free(&blob);
	buffer_free(&brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_vectors_of_floats),
		cmocka_unit_test(other_data_of_that_size_is_no_vector),
		cmocka_unit_test(knows_vectors_of_signed_bytes),
		cmocka_unit_test(knows_lists_of_numbers),
		cmocka_unit_test(knows_blobs_by_name_and_size),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
