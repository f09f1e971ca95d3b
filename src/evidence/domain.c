/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/table.h"

#include <libpsl.h>

struct bytes domain_of(struct bytes name)
{
	char text[256];
	const psl_ctx_t *list = psl_builtin();

	while (name.size && name.data[name.size - 1] == '.')
		name.size--;
	/* A name of one label (`lock7`) is registered nowhere. */
	if (bytes_find_byte(name, '.') == SIZE_MAX)
		return BYTES_EMPTY;
	if (!list || !name.size || name.size >= sizeof text)
		return name;
	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i];

		if (byte <= ' ' || byte >= 0x7f)
			return name;
		text[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
	}
	text[name.size] = 0;
	const char *domain = psl_registrable_domain(list, text);

	return domain ? bytes_from(name, (size_t)(domain - text)) : name;
}
