/* SPDX-License-Identifier: Apache-2.0 */
/* The case file: what the maker promised and what the laboratory did (probity-case(5)). */
#ifndef PROBITY_CASE_CASE_H
#define PROBITY_CASE_CASE_H

#include "base/address.h"
#include "base/error.h"
#include "base/instant.h"

#include <libxml/tree.h>

struct case_file;

/* Reads and validates a case file against schemas/case.rng (found under `data_dir`), and checks what
 * a schema cannot: dates, events in order, intervals that overlap, references. Errors name file and
 * line and what was expected. The caller frees. */
enum status case_load(const char *path, const char *data_dir, struct case_file **ret_case,
		      struct error *error);
void case_free(struct case_file *file);

/* Whether every data type that the case names is one: `knows` is asked with each id (without a final
 * `.*`; never for `*`). The first that it does not know is the error. Apart from case_load(), since
 * the types are other people's data. `path` is for messages. */
enum status case_check_types(const struct case_file *file, const char *path,
			     bool (*knows)(const void *self, const char *id), const void *self,
			     struct error *error);

/* The whole document, for rules; owned by the case. */
xmlDocPtr case_document(const struct case_file *file);

/* The audited terminals' addresses. Borrowed. */
size_t case_devices(const struct case_file *file, const struct address **ret_addresses);

/* The planted values. Borrowed. */
struct case_canary {
	const char *name, *data;
	struct bytes value;
};
size_t case_canaries(const struct case_file *file, const struct case_canary **ret_canaries);

/* Keys by which traffic is read; in bytes, whatever form they have in the file. Borrowed. They are nowhere
 * else: not in case_document(). */
struct case_key {
	const char *kind;
	struct bytes device, secret;
};
size_t case_keys(const struct case_file *file, const struct case_key **ret_keys);

/* Which phase a moment of *capture* time lies in and what the tester was doing; static words. A
 * moment nearer to an event than the uncertainty is `unknown`. Clock offset is applied here. */
void case_moment(const struct case_file *file, instant when, const char **ret_phase,
		 const char **ret_activity);

/* Consent on record at a moment of capture time for a data type: static word, see the attribute
 * `consent` of an observation. */
const char *case_consent(const struct case_file *file, instant when, struct bytes data);

/* Whether the case has a timeline at all. */
bool case_has_timeline(const struct case_file *file);

#endif
