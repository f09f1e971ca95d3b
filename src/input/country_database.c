/* SPDX-License-Identifier: Apache-2.0 */
/* MaxMind DB 2.0 (maxmind.github.io/MaxMind-DB): a tree over the bits of addresses whose leaves point into
 * a section of maps. The country stands in them as `country.iso_code` (GeoIP2, GeoLite2, DB-IP), or as one
 * text, `country_code` or `country` (IPinfo). Left out: the country that an address is registered in, which
 * says nothing of where it is. */
#include "input/country_database.h"

#include "base/memory.h"

#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct country_database {
	MMDB_s file;
	char path[]; /* for messages */
};

static enum status broken(const char *path, int trouble, struct error *error)
{
	if (trouble == MMDB_OUT_OF_MEMORY_ERROR)
		return error_no_memory(error);
	return error_set(error, STATUS_FORMAT,
			 "%s: cannot be used as a MaxMind database of countries: %s; fetch the file again",
			 path, MMDB_strerror(trouble));
}

enum status country_database_open(const char *path, struct country_database **ret_database,
				  struct error *error)
{
	size_t size = strlen(path) + 1;
	struct country_database *database = memory_new(sizeof *database + size);

	if (!database)
		return error_no_memory(error);
	memcpy(database->path, path, size);

	int trouble = MMDB_open(path, MMDB_MODE_MMAP, &database->file);

	if (trouble != MMDB_SUCCESS) {
		/* The library has closed what it opened; of metadata that breaks off inside the list of
		 * languages it forgets that list (1.7), which is not ours to reach. */
		free(database);
		return broken(path, trouble, error);
	}
	*ret_database = database;
	return STATUS_OK;
}

void country_database_free(struct country_database *database)
{
	if (!database)
		return;
	MMDB_close(&database->file);
	free(database);
}

/* Sets `ret_country` where the entry has two capital letters at `path`. False: the file is broken there. */
static bool read_country(MMDB_entry_s *entry, const char *const *path, char ret_country[COUNTRY_SIZE],
			 int *ret_trouble)
{
	MMDB_entry_data_s data = { .has_data = false };
	int trouble = MMDB_aget_value(entry, &data, path);

	/* What has no such member is no map of countries there. */
	if (trouble == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR ||
	    trouble == MMDB_INVALID_LOOKUP_PATH_ERROR)
		return true;
	if (trouble != MMDB_SUCCESS) {
		*ret_trouble = trouble;
		return false;
	}
	if (!data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != COUNTRY_SIZE - 1)
		return true;
	for (size_t i = 0; i < COUNTRY_SIZE - 1; i++)
		if (data.utf8_string[i] < 'A' || data.utf8_string[i] > 'Z')
			return true;
	memcpy(ret_country, data.utf8_string, COUNTRY_SIZE - 1);
	ret_country[COUNTRY_SIZE - 1] = '\0';
	return true;
}

static MMDB_lookup_result_s look_up(const MMDB_s *file, const struct address *address, int *ret_trouble)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	if (address->family == ADDRESS_IPV4) {
		memcpy(&four.sin_addr, address->octets, sizeof four.sin_addr);
		return MMDB_lookup_sockaddr(file, (const struct sockaddr *)&four, ret_trouble);
	}
	memcpy(&six.sin6_addr, address->octets, sizeof six.sin6_addr);
	return MMDB_lookup_sockaddr(file, (const struct sockaddr *)&six, ret_trouble);
}

static enum status find(const void *self, const struct address *address, char ret_country[COUNTRY_SIZE],
			struct error *error)
{
	static const char *const members[][3] = {
		{ "country", "iso_code" },
		{ "country_code" },
		{ "country" },
	};
	const struct country_database *database = self;
	bool four = address->family == ADDRESS_IPV4;
	char country[COUNTRY_SIZE] = "";
	int trouble = MMDB_SUCCESS;

	ret_country[0] = '\0';
	if (!four && (address->family != ADDRESS_IPV6 || database->file.metadata.ip_version != 6))
		return STATUS_OK;
	MMDB_lookup_result_s found = look_up(&database->file, address, &trouble);

	if (trouble != MMDB_SUCCESS)
		return broken(database->path, trouble, error);
	for (size_t i = 0; found.found_entry && !country[0] && i < sizeof members / sizeof *members; i++)
		if (!read_country(&found.entry, members[i], country, &trouble))
			return broken(database->path, trouble, error);
	memcpy(ret_country, country, sizeof country);
	return STATUS_OK;
}

struct countries country_database_countries(const struct country_database *database)
{
	return (struct countries){ database, find };
}

struct bytes country_database_type(const struct country_database *database)
{
	return bytes_of(database->file.metadata.database_type);
}

instant country_database_built(const struct country_database *database)
{
	uint64_t seconds = database->file.metadata.build_epoch;

	return seconds < INT64_MAX / INSTANT_SECOND ? (instant)seconds * INSTANT_SECOND : INSTANT_NONE;
}

struct bytes country_database_bytes(const struct country_database *database)
{
	return (struct bytes){ database->file.file_content, (size_t)database->file.file_size };
}
