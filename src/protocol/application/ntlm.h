/* SPDX-License-Identifier: Apache-2.0 */
/* The last message of NTLM ([MS-NLMP] 2.2.1.3), which proves a password and names who has it, and where. */
#ifndef PROBITY_PROTOCOL_APPLICATION_NTLM_H
#define PROBITY_PROTOCOL_APPLICATION_NTLM_H

#include "base/cursor.h"

struct ntlm {
	struct bytes domain, user, workstation; /* as they stand */
	bool wide;				/* in UTF-16, least byte first */
};

static inline struct bytes ntlm_field(struct bytes message, size_t at)
{
	struct cursor field = cursor_over(bytes_from(message, at));
	size_t size = cursor_le16(&field);

	cursor_skip(&field, 2);
	size_t offset = cursor_le32(&field);

	return cursor_ok(&field) && offset <= message.size && size <= message.size - offset
		       ? bytes_slice(message, offset, size)
		       : BYTES_EMPTY;
}

/* Looks for it in `blob`, where GSS-API and SPNEGO (RFC 4178) may wrap it. */
static inline bool ntlm_find(struct bytes blob, struct ntlm *ret_ntlm)
{
	size_t at = bytes_find(blob, BYTES("NTLMSSP\0\3\0\0\0"));
	struct bytes message = bytes_from(blob, at);
	struct cursor flags = cursor_over(bytes_from(message, 60));

	if (at == SIZE_MAX)
		return false;
	ret_ntlm->domain = ntlm_field(message, 28);
	ret_ntlm->user = ntlm_field(message, 36);
	ret_ntlm->workstation = ntlm_field(message, 44);
	ret_ntlm->wide = cursor_le32(&flags) & 1;
	return true;
}

#endif
