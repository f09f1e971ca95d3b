/* SPDX-License-Identifier: Apache-2.0 */
/* What HL7 and DICOM tell of a patient, as the values of one record. */
#ifndef PROBITY_PROTOCOL_APPLICATION_PATIENT_H
#define PROBITY_PROTOCOL_APPLICATION_PATIENT_H

#include "protocol/application/members.h"

/* A name in parts (family, given, further, …) between `^`: as people write it, given name first; capital
 * letters throughout become such at the start of words. */
static inline void patient_name(struct members *members, const char *field, struct bytes name)
{
	struct bytes given = name, family = bytes_split(&given, '^');
	const struct bytes parts[] = { bytes_trim(bytes_split(&given, '^')), bytes_trim(family) };
	bool start = true;

	if (!parts[0].size || !parts[1].size)
		return;
	members_open(members, field);
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < parts[i].size && j < 64; j++) {
			uint8_t letter = parts[i].data[j];
			bool capital = letter >= 'A' && letter <= 'Z';

			members_append(members, "%c", capital && !start ? letter | 32 : letter);
			start = letter == ' ' || letter == '-';
		}
		members_append(members, i ? "" : " ");
		start = true;
	}
	members_close(members);
}

static inline void patient_sex(struct members *members, struct bytes code)
{
	if (bytes_equal(code, BYTES("M")) || bytes_equal(code, BYTES("F")))
		members_text(members, "gender", code.data[0] == 'M' ? BYTES("male") : BYTES("female"));
}

#endif
