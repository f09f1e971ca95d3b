/* SPDX-License-Identifier: Apache-2.0 */
/* What the evidence needs to know of a database of addresses: in which country it places one. */
#ifndef PROBITY_EVIDENCE_COUNTRIES_H
#define PROBITY_EVIDENCE_COUNTRIES_H

#include "base/address.h"
#include "base/error.h"

enum { COUNTRY_SIZE = 3 }; /* two capital letters (ISO 3166-1) and a null */

struct countries {
	const void *self;
	/* An empty text where the database says nothing of the address. Fails where it is broken there. */
	enum status (*find)(const void *self, const struct address *address, char ret_country[COUNTRY_SIZE],
			    struct error *error);
};

#endif
