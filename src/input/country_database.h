/* SPDX-License-Identifier: Apache-2.0 */
/* A database that places addresses in countries: a MaxMind DB file that the user brings. What it says is
 * an opinion of its maker at the time it was built: never proof. */
#ifndef PROBITY_INPUT_COUNTRY_DATABASE_H
#define PROBITY_INPUT_COUNTRY_DATABASE_H

#include "base/instant.h"
#include "evidence/countries.h"

struct country_database;

/* Opens a regular file. It must not change while it is open. Owned by the caller. */
enum status country_database_open(const char *path, struct country_database **ret_database,
				  struct error *error);
void country_database_free(struct country_database *database);

/* Its lookups; valid as long as the database is, for any number of threads. */
struct countries country_database_countries(const struct country_database *database);

/* What it calls itself, when it was built, and the whole file. Borrowed. */
struct bytes country_database_type(const struct country_database *database);
instant country_database_built(const struct country_database *database);
struct bytes country_database_bytes(const struct country_database *database);

#endif
