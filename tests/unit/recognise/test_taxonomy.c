/* SPDX-License-Identifier: Apache-2.0 */
/* Loading data types: what they say, that later files replace earlier ones, and that errors name the
 * file and the line. */
#include "hostile.h"

#include "recognise/recognise.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char SHIPPED[] = PROBITY_SOURCE_DIR "/rules/data";

/* Writes a file of data types; the caller unlinks it. */
static void write_file(char path[32], const char *text)
{
	snprintf(path, 32, "/tmp/probity-data-XXXXXX");
	int descriptor = mkstemp(path);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	close(descriptor);
}

/* Every type says how each regime classes it, and its category agrees: what no regime names as sensitive is
 * not called so, and what one does is. */
static void every_type_is_classed_by_every_regime(void **state)
{
	static const char *const REGIMES[] = { "PIPL-28", "GB/T 35273-2020", "GB/T 45574-2025" };
	static const char *const CLASSES[] = { "sensitive", "sensitive-in-practice", "general",
					       "not-listed" };
	const char *paths[] = { SHIPPED };
	struct taxonomy *taxonomy = NULL;
	struct error error;
	unsigned wrong = 0;

	(void)state;
	assert_int_equal(taxonomy_load(paths, 1, &taxonomy, &error), STATUS_OK);
	for (size_t i = 0; i < taxonomy_count(taxonomy); i++) {
		const struct data_type *type = taxonomy_at(taxonomy, i);
		bool sensitive = false, known = type->sensitivity_count == COUNT_OF(REGIMES);

		for (size_t r = 0; r < COUNT_OF(REGIMES); r++) {
			const char *classed = data_type_sensitivity(type, REGIMES[r]);
			bool listed = false;

			for (size_t c = 0; classed && c < COUNT_OF(CLASSES); c++)
				listed |= strcmp(classed, CLASSES[c]) == 0;
			known &= listed;
			sensitive |= classed && strstr(classed, "sensitive") != NULL;
		}
		bool called = strncmp(type->category, "sensitive.", 10) == 0;

		if (known && (sensitive || !called))
			continue;
		wrong++;
		print_error("%s: %s\n", type->id,
			    known ? "called sensitive, classed so by none" : "a regime");
	}
	taxonomy_free(taxonomy);
	assert_int_equal(wrong, 0);
}

static void the_shipped_types_are_whole(void **state)
{
	(void)state;
	static const char *const IDS[] = {
		"contact.mobile",
		"contact.telephone",
		"contact.email",
		"id.cn-resident",
		"finance.bank-card",
		"device.imei",
		"device.imsi",
		"device.mac",
		"device.serial",
		"device.hostname",
		"location.precise",
		"network.ssid",
		"network.bssid",
		"location.nearby-networks",
		"person.name",
		"person.birth-date",
		"person.address",
		"biometric.face.image",
		"biometric.face.template",
		"biometric.fingerprint.template",
		"voice.recording",
		"media.video",
		"media.image",
		"record.unlock",
		"credential.password",
		"credential.token",
		"credential.door-code",
		"credential.wifi-passphrase",
		"credential.key",
	};
	const char *paths[] = { SHIPPED };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	assert_int_equal(taxonomy_load(paths, 1, &taxonomy, &error), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(IDS); i++)
		assert_non_null(taxonomy_type(taxonomy, IDS[i]));
	for (size_t i = 0; i < taxonomy_count(taxonomy); i++) {
		const struct data_type *type = taxonomy_at(taxonomy, i);

		assert_true(type->title_en[0] && type->title_zh[0] && type->category[0]);
		assert_int_equal(type->sensitivity_count, 3);
		assert_int_equal(type->credential, strncmp(type->id, "credential.", 11) == 0);
		assert_ptr_equal(taxonomy_type(taxonomy, type->id), type);
	}
	assert_null(taxonomy_at(taxonomy, taxonomy_count(taxonomy)));
	const struct data_type *number = taxonomy_type(taxonomy, "id.cn-resident");

	assert_string_equal(data_type_sensitivity(number, "GB/T 35273-2020"), "sensitive");
	assert_string_equal(data_type_sensitivity(number, "GB/T 45574-2025"), "not-listed");
	assert_null(data_type_sensitivity(number, "GDPR"));
	assert_true(taxonomy_knows(taxonomy, "biometric"));
	assert_true(taxonomy_knows(taxonomy, "biometric.face"));
	assert_false(taxonomy_knows(taxonomy, "biometric.fac"));
	assert_false(taxonomy_knows(taxonomy, ""));
	taxonomy_free(taxonomy);
	taxonomy_free(NULL);
}

static void ancestors_end_at_dots(void **state)
{
	(void)state;
	assert_true(data_type_is_a(BYTES("biometric.face.image"), BYTES("biometric.face")));
	assert_true(data_type_is_a(BYTES("biometric.face"), BYTES("biometric.face")));
	assert_false(data_type_is_a(BYTES("biometric.faces"), BYTES("biometric.face")));
	assert_false(data_type_is_a(BYTES("biometric"), BYTES("biometric.face")));
}

static void later_files_replace_types(void **state)
{
	(void)state;
	char path[32];
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };
	struct field_value ours = { .field = BYTES("blahPhone"),
				    .value = BYTES("13800138000"),
				    .number = true };
	struct field_value theirs = { .field = BYTES("cellphone"),
				      .value = BYTES("13800138000"),
				      .number = true };
	struct recognition found[2];

	write_file(path, "<data-types><data-type id='contact.mobile' category='general.contact'>"
			 "<title xml:lang='en'>Ours</title><mask start='0' end='0'/>"
			 "<shape name='mobile' needs='key'/><keys>blahPhone</keys></data-type></data-types>");
	const char *paths[] = { SHIPPED, path };

	assert_int_equal(taxonomy_load(paths, 2, &taxonomy, &error), STATUS_OK);
	assert_string_equal(taxonomy_type(taxonomy, "contact.mobile")->title_en, "Ours");
	assert_int_equal(recognise_value(taxonomy, &ours, found, 2), 1);
	assert_int_equal(recognise_value(taxonomy, &theirs, found, 2), 0);
	taxonomy_free(taxonomy);
	unlink(path);
}

static void errors_name_file_and_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *line, *message;
	} SAMPLES[] = {
		{ "<data-types>\n<data-type", ":2:", "" },
		{ "<data-types>\n<data-typ/></data-types>", ":2:", "data-typ" },
		{ "<data-types>\n\n<data-type id='A b' category='x'><title xml:lang='en'/><mask start='0' "
		  "end='0'/>"
		  "</data-type></data-types>",
		  ":3:", "id" },
		{ "<data-types><data-type id='a' category='x'><title xml:lang='en'/><mask start='0' "
		  "end='0'/>\n"
		  "<shape name='nonsense' needs='key'/></data-type></data-types>",
		  ":2:", "nonsense" },
		{ "<data-types><data-type id='a' category='x'><title xml:lang='en'/><mask start='0' "
		  "end='0'/>\n"
		  "<role name='nonsense'>a</role></data-type></data-types>",
		  ":2:", "nonsense" },
		{ "<types/>", ":1:", "data-types" },
		{ "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><data-types>&b;</data-types>",
		  ":1:", "" },
		{ "", ":1:", "" },
	};

	for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
		char path[32];
		struct taxonomy *taxonomy = NULL;
		struct error error = { "" };

		write_file(path, SAMPLES[i].text);
		const char *paths[] = { path };

		assert_int_equal(taxonomy_load(paths, 1, &taxonomy, &error), STATUS_FORMAT);
		assert_null(taxonomy);
		if (!strstr(error.message, path) || !strstr(error.message, SAMPLES[i].line) ||
		    !strstr(error.message, SAMPLES[i].message))
			fail_msg("%zu: %s", i, error.message);
		unlink(path);
	}
	const char *missing[] = { "/no/such/folder" };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	assert_int_equal(taxonomy_load(missing, 1, &taxonomy, &error), STATUS_IO);
	assert_non_null(strstr(error.message, "/no/such/folder"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_types_are_whole),
		cmocka_unit_test(every_type_is_classed_by_every_regime),
		cmocka_unit_test(ancestors_end_at_dots),
		cmocka_unit_test(later_files_replace_types),
		cmocka_unit_test(errors_name_file_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
