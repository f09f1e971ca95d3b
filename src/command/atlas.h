/* SPDX-License-Identifier: Apache-2.0 */
/* The database of --mmdb, from which countries of addresses come. */
#ifndef PROBITY_COMMAND_ATLAS_H
#define PROBITY_COMMAND_ATLAS_H

#include "evidence/observer.h"
#include "input/country_database.h"
#include "recognise/digest.h"

struct atlas {
	struct country_database *database; /* NULL: not open */
	struct countries countries;
	char digest[2 * DIGEST_SIZE + 1]; /* SHA-256 in hexadecimal */
};

/* atlas_close() also after an error. */
enum status atlas_open(const char *path, struct atlas *atlas, struct error *error);
void atlas_close(struct atlas *atlas);

/* Says which database it is, so that what it says can be looked up again. */
void atlas_say(const struct atlas *atlas, const char *file, struct observer *observer);

#endif
