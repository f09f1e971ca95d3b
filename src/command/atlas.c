/* SPDX-License-Identifier: Apache-2.0 */
#include "command/atlas.h"

#include "command/files.h"

static void digest_format(struct bytes whole, char to[2 * DIGEST_SIZE + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[DIGEST_SIZE];
	size_t size = digest_of(DIGEST_SHA256, whole, digest);

	for (size_t i = 0; i < size; i++) {
		to[2 * i] = digits[digest[i] >> 4];
		to[2 * i + 1] = digits[digest[i] & 0xf];
	}
	to[2 * size] = '\0';
}

enum status atlas_open(const char *path, struct atlas *atlas, struct error *error)
{
	uint64_t size = 0;
	int descriptor = -1;
	enum status status = file_open(path, &descriptor, &size, error);

	/* The library maps files into memory: it must not wait on a pipe or a device. */
	file_close(descriptor);
	if (status == STATUS_OK && !size)
		return error_set(error, STATUS_USAGE,
				 "--mmdb %.200s: expected a file with a MaxMind database", path);
	if (status == STATUS_OK)
		status = country_database_open(path, &atlas->database, error);
	if (status != STATUS_OK)
		return status;
	atlas->countries = country_database_countries(atlas->database);
	digest_format(country_database_bytes(atlas->database), atlas->digest);
	return STATUS_OK;
}

void atlas_close(struct atlas *atlas)
{
	country_database_free(atlas->database);
	*atlas = (struct atlas){ 0 };
}

void atlas_say(const struct atlas *atlas, const char *file, struct observer *observer)
{
	struct observation database = observation_of(KIND_DATABASE);
	instant built = country_database_built(atlas->database);

	observation_text(&database, ATTRIBUTE_FILE, bytes_of(file));
	observation_text(&database, ATTRIBUTE_NAME, country_database_type(atlas->database));
	if (built != INSTANT_NONE)
		observation_time(&database, ATTRIBUTE_BUILT, built);
	observation_word(&database, ATTRIBUTE_DIGEST, atlas->digest);
	observer_say(observer, &database, BYTES_EMPTY);
}
