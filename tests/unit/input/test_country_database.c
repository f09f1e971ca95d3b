/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "input/country_database.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The smallest database there is, of IPv4 addresses: a tree of one node, whose left record (addresses below
 * 128.0.0.0) points to the first entry of the data section, the right one to the second. */
#define TREE \
	"\x00\x00\x11" /* 1 node + 16 + offset 0 */ \
	"\x00\x00\x27" /* 1 node + 16 + offset 22 */
#define SEPARATOR "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
/* Both entries have 22 bytes. */
#define ENTRY(code) \
	"\xe1\x47" \
	"country" \
	"\xe1\x48" \
	"iso_code" \
	"\x42" code
#define METADATA \
	"\xab\xcd\xef" \
	"MaxMind.com" \
	"\xe9" \
	"\x4a" \
	"node_count" \
	"\xc1\x01" \
	"\x4b" \
	"record_size" \
	"\xa1\x18" \
	"\x4a" \
	"ip_version" \
	"\xa1\x04" \
	"\x4d" \
	"database_type" \
	"\x47" \
	"Invents" \
	"\x49" \
	"languages" \
	"\x00\x04" \
	"\x5b" \
	"binary_format_major_version" \
	"\xa1\x02" \
	"\x5b" \
	"binary_format_minor_version" \
	"\xa0" \
	"\x4b" \
	"build_epoch" \
	"\x04\x02\x69\x00\x00\x00" \
	"\x4b" \
	"description" \
	"\xe0"

static const struct bytes small = BYTES(TREE SEPARATOR ENTRY("CN") ENTRY("DE") METADATA);

/* libmaxminddb 1.7 does not give back what it took for metadata that turn out broken. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libmaxminddb";
}

static enum status open_bytes(struct bytes bytes, struct country_database **ret_database, struct error *error)
{
	char path[] = "/tmp/probity-countries-XXXXXX";
	int descriptor = mkstemp(path);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes.data, bytes.size), bytes.size);
	close(descriptor);
	enum status status = country_database_open(path, ret_database, error);

	if (status != STATUS_OK)
		assert_non_null(strstr(error->message, path));
	unlink(path);
	return status;
}

static enum status country_of(const struct country_database *database, const char *text,
			      char ret_country[COUNTRY_SIZE], struct error *error)
{
	struct countries countries = country_database_countries(database);
	struct address address;

	assert_true(address_parse(bytes_of(text), &address));
	return countries.find(countries.self, &address, ret_country, error);
}

static void assert_country(struct bytes bytes, const char *address, const char *expected)
{
	struct country_database *database = NULL;
	struct error error;
	char country[COUNTRY_SIZE] = "??";

	assert_int_equal(open_bytes(bytes, &database, &error), STATUS_OK);
	assert_int_equal(country_of(database, address, country, &error), STATUS_OK);
	assert_string_equal(country, expected);
	country_database_free(database);
}

static void addresses_are_in_countries(void **state)
{
	struct country_database *database = NULL;
	struct error error;
	char built[INSTANT_TEXT_SIZE];

	(void)state;
	assert_country(small, "100.64.0.1", "CN");
	assert_country(small, "203.0.113.9", "DE");
	/* of IPv6 it knows nothing, of link addresses nobody does */
	assert_country(small, "2001:db8::1", "");
	assert_country(small, "02:00:00:00:00:01", "");
	assert_int_equal(open_bytes(small, &database, &error), STATUS_OK);
	assert_true(bytes_equal(country_database_type(database), BYTES("Invents")));
	assert_string_equal(instant_format(country_database_built(database), built), "2025-10-27T23:28:00Z");
	assert_int_equal(country_database_bytes(database).size, small.size);
	country_database_free(database);
}

static void other_members_that_name_countries(void **state)
{
	(void)state;
	assert_country(BYTES(TREE SEPARATOR "\xe1\x47"
					    "country"
					    "\x42"
					    "JP"
					    "\0\0\0\0\0\0\0\0\0\0"
					    "\xe1\x4c"
					    "country_code"
					    "\x42"
					    "FR"
					    "\0\0\0\0\0" METADATA),
		       "9.9.9.9", "JP");
	assert_country(BYTES(TREE SEPARATOR "\xe1\x47"
					    "country"
					    "\x42"
					    "JP"
					    "\0\0\0\0\0\0\0\0\0\0"
					    "\xe1\x4c"
					    "country_code"
					    "\x42"
					    "FR"
					    "\0\0\0\0\0" METADATA),
		       "203.0.113.9", "FR");
}

static void what_is_no_country_is_none(void **state)
{
	(void)state;
	assert_country(BYTES(TREE SEPARATOR ENTRY("cn") ENTRY("1E") METADATA), "9.9.9.9", "");
	assert_country(BYTES(TREE SEPARATOR ENTRY("cn") ENTRY("\x1b[") METADATA), "203.0.113.9", "");
	/* a number; a list; a name in words */
	assert_country(BYTES(TREE SEPARATOR "\xe1\x47"
					    "country"
					    "\xa2\x00\x07"
					    "\0\0\0\0\0\0\0\0\0\0"
					    "\xe1\x47"
					    "country"
					    "\x45"
					    "China"
					    "\0\0\0\0\0\0\0" METADATA),
		       "9.9.9.9", "");
	assert_country(BYTES(TREE SEPARATOR "\xe1\x47"
					    "country"
					    "\xa2\x00\x07"
					    "\0\0\0\0\0\0\0\0\0\0"
					    "\xe1\x47"
					    "country"
					    "\x45"
					    "China"
					    "\0\0\0\0\0\0\0" METADATA),
		       "203.0.113.9", "");
}

static void loops_end(void **state)
{
	struct country_database *database = NULL;
	struct error error;
	char country[COUNTRY_SIZE] = "??";

	(void)state;
	/* a node that leads to itself */
	if (open_bytes(BYTES("\0\0\0\0\0\0" SEPARATOR ENTRY("CN") ENTRY("DE") METADATA), &database, &error) ==
	    STATUS_OK) {
		if (country_of(database, "203.0.113.9", country, &error) == STATUS_OK)
			assert_string_equal(country, "");
		country_database_free(database);
	}
	/* a map whose member points to the map */
	assert_int_equal(open_bytes(BYTES(TREE SEPARATOR "\xe1\x47"
							 "country"
							 "\x20\x00"
							 "\0\0\0\0\0\0\0\0\0\0\0" ENTRY("DE") METADATA),
				    &database, &error),
			 STATUS_OK);
	if (country_of(database, "9.9.9.9", country, &error) == STATUS_OK)
		assert_string_equal(country, "");
	country_database_free(database);
}

static void try_hostile(struct bytes bytes)
{
	struct country_database *database = NULL;
	struct error error;
	char country[COUNTRY_SIZE];

	if (open_bytes(bytes, &database, &error) != STATUS_OK)
		return;
	for (unsigned i = 0; i < 2; i++)
		if (country_of(database, i ? "203.0.113.9" : "9.9.9.9", country, &error) != STATUS_OK)
			assert_non_null(strstr(error.message, "probity-countries-"));
	country_database_free(database);
}

static void cut_and_damaged_files_are_errors_at_most(void **state)
{
	static const uint8_t damages[] = { 0x01, 0x80, 0xff };
	struct country_database *database = NULL;
	struct error error;

	(void)state;
	for (size_t size = 1; size < small.size; size++)
		assert_int_not_equal(open_bytes(bytes_slice(small, 0, size), &database, &error), STATUS_OK);
	for (size_t i = 0; i < small.size * COUNT_OF(damages); i++) {
		uint8_t *copy = malloc(small.size);

		assert_non_null(copy);
		memcpy(copy, small.data, small.size);
		copy[i / COUNT_OF(damages)] ^= damages[i % COUNT_OF(damages)];
		try_hostile((struct bytes){ copy, small.size });
		free(copy);
	}
	assert_int_equal(country_database_open("/nowhere/at.mmdb", &database, &error), STATUS_FORMAT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_in_countries),
		cmocka_unit_test(other_members_that_name_countries),
		cmocka_unit_test(what_is_no_country_is_none),
		cmocka_unit_test(loops_end),
		cmocka_unit_test(cut_and_damaged_files_are_errors_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
