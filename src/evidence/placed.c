/* SPDX-License-Identifier: Apache-2.0 */
/* In which country the other side of each conversation is, as the user's database says. */
#include "evidence/table.h"

static enum status place(const struct countries *countries, const struct address *address,
			 char ret_country[COUNTRY_SIZE], struct error *error)
{
	ret_country[0] = '\0';
	/* Private addresses are where the device is; databases say nothing or nonsense of them. */
	if (address_scope(address) != SCOPE_INTERNET)
		return STATUS_OK;
	return countries->find(countries->self, address, ret_country, error);
}

static enum status place_endpoint(struct evidence *evidence, struct record *record, struct error *error)
{
	unsigned slot = evidence->slot_of[KIND_ENDPOINT][ATTRIBUTE_COUNTRY] - 1u;
	char country[COUNTRY_SIZE] = "";
	struct address address;

	if (!address_parse(record_text(evidence, record, ATTRIBUTE_ADDRESS), &address))
		return STATUS_OK;
	enum status status = place(evidence->options->countries, &address, country, error);

	if (status != STATUS_OK || !country[0])
		return status;
	record->slots[slot].text = share_text(evidence, bytes_of(country));
	record->present |= UINT32_C(1) << slot;
	return STATUS_OK;
}

enum status finish_countries(struct evidence *evidence, struct error *error)
{
	const struct countries *countries = evidence->options->countries;
	enum status status = STATUS_OK;

	if (!countries)
		return STATUS_OK;
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		for (size_t i = 0; i < evidence->kind_count[kind] && status == STATUS_OK; i++) {
			struct record *record = evidence->records[kind][i];

			if (kind == KIND_ENDPOINT)
				status = place_endpoint(evidence, record, error);
			else if (kind_declarations[kind].traffic)
				status = place(countries, record_peer(record), record->country, error);
		}
	return status;
}
