/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/declarations.h"

#include <string.h>

#define ATTRIBUTE_ROW(identifier, name, type, meaning) [ATTRIBUTE_##identifier] = { name, type, meaning },
const struct attribute_declaration attribute_declarations[ATTRIBUTE_TOTAL] = { ATTRIBUTES(ATTRIBUTE_ROW) };

#define KEY(name) \
	{ \
		ATTRIBUTE_##name, ROLE_KEY \
	}
#define VALUE(name) \
	{ \
		ATTRIBUTE_##name, ROLE_VALUE \
	}
#define SUM(name) \
	{ \
		ATTRIBUTE_##name, ROLE_SUM \
	}
#define MOST(name) \
	{ \
		ATTRIBUTE_##name, ROLE_MOST \
	}
#define NOTE(name) \
	{ \
		ATTRIBUTE_##name, ROLE_NOTE \
	}

/* clang-format off */
static const struct attribute_role roles[KIND_TOTAL][KIND_ATTRIBUTES + 1] = {
	[KIND_INPUT] = { KEY(FILE), KEY(FORMAT), NOTE(LINK_TYPES), SUM(PACKETS), SUM(BYTES), NOTE(TRUNCATED),
			 SUM(SNAPPED), SUM(LOST) },
	[KIND_DATABASE] = { KEY(FILE), NOTE(NAME), NOTE(BUILT), KEY(DIGEST) },
	[KIND_DEVICE] = { KEY(ADDRESS), KEY(NAME), NOTE(SOURCE), NOTE(WHY) },
	[KIND_ENDPOINT] = { KEY(ADDRESS), KEY(NAME), KEY(SOURCE), NOTE(DOMAIN), NOTE(SCOPE), NOTE(COUNTRY) },
	[KIND_FLOW_GROUP] = { KEY(GUESS), SUM(OPENED), SUM(PACKETS), SUM(BYTES) },
	[KIND_TRANSMISSION] = { KEY(DATA), NOTE(CATEGORY), VALUE(VALUE), KEY(FIELD), KEY(METHOD), KEY(TOPIC),
				KEY(PATH), KEY(ENCODING), KEY(CONSENT), KEY(CANARY), NOTE(CONFIDENCE),
				NOTE(WHY), NOTE(EXCERPT), MOST(DECIMALS), KEY(MORE), SUM(BYTES) },
	[KIND_CREDENTIAL] = { KEY(SCHEME), KEY(CLASS), NOTE(DATA), VALUE(USER), VALUE(SECRET), KEY(FIELD),
			      KEY(METHOD), KEY(TOPIC), KEY(PATH), KEY(ENCODING), KEY(CANARY), KEY(CONSENT),
			      NOTE(CONFIDENCE), NOTE(WHY), NOTE(EXCERPT), KEY(RESULT), KEY(MORE) },
	[KIND_SERVICE] = { KEY(AUTHENTICATION), KEY(ACTION), KEY(GAVE), KEY(STATUS), NOTE(VERSION),
			   NOTE(TEXT) },
	[KIND_TLS] = { KEY(VERSION), KEY(SUITE), KEY(SNI), KEY(ALPN), KEY(RESUMED), KEY(SESSION),
		       KEY(OFFERED), KEY(WEAKNESS) },
	[KIND_CERTIFICATE] = { KEY(FINGERPRINT), KEY(POSITION), NOTE(SUBJECT), NOTE(ISSUER),
			       NOTE(NOT_BEFORE), NOTE(NOT_AFTER), KEY(VALIDITY), NOTE(KEY_TYPE),
			       NOTE(KEY_BITS), NOTE(SIGNATURE), NOTE(SELF_SIGNED), KEY(NAME_MATCHES),
			       NOTE(WEAKNESS), KEY(SESSION) },
	[KIND_MEDIA] = { KEY(MEDIA), KEY(FORMAT), KEY(FIELD), KEY(METHOD), KEY(TOPIC), KEY(PATH),
			 KEY(ENCODING), KEY(FACE_CONTEXT), MOST(WIDTH), MOST(HEIGHT), KEY(POSITIONED),
			 SUM(BYTES), KEY(CONSENT), NOTE(DATA) },
	[KIND_DNS_QUERY] = { KEY(NAME), KEY(QUERY_TYPE), KEY(RESULT), NOTE(DOMAIN) },
	[KIND_COMMENT] = { KEY(TEXT), KEY(FILE) },
	[KIND_SECRETS] = { KEY(FORMAT), KEY(FILE), SUM(BYTES) },
	[KIND_OVERLAP] = { SUM(BYTES) },
	[KIND_PAIRING] = { KEY(SCHEME), KEY(VERSION), KEY(KEY_BITS), KEY(WEAKNESS), KEY(RESULT) },
	[KIND_UNDECODED] = { KEY(REASON), KEY(DECODER), KEY(GUESS), NOTE(TEXT), SUM(BYTES) },
	[KIND_COVERAGE] = { KEY(REASON), SUM(PACKETS), SUM(READABLE), SUM(OPAQUE), SUM(UNREAD), SUM(LOST) },
	[KIND_LIMIT] = { KEY(LIMIT_NAME), NOTE(MOST), KEY(TEXT) },
};

/* clang-format on */

#define KIND_ROW(identifier, element, group, traffic, meaning) \
	[KIND_##identifier] = { element, group, traffic, meaning, roles[KIND_##identifier] },
const struct kind_declaration kind_declarations[KIND_TOTAL] = { KINDS(KIND_ROW) };

const enum attribute context_attributes[] = {
	ATTRIBUTE_DEVICE,    ATTRIBUTE_PEER,	 ATTRIBUTE_HOST,      ATTRIBUTE_PORT,	   ATTRIBUTE_SCOPE,
	ATTRIBUTE_DIRECTION, ATTRIBUTE_PROTOCOL, ATTRIBUTE_TRANSPORT, ATTRIBUTE_CLEARTEXT, ATTRIBUTE_PHASE,
	ATTRIBUTE_ACTIVITY,  ATTRIBUTE_COUNTRY,	 ATTRIBUTE_AUDITED,
};
const size_t context_attribute_count = sizeof context_attributes / sizeof *context_attributes;

bool attribute_is_text(enum attribute attribute)
{
	enum attribute_type type = attribute_declarations[attribute].type;

	return type == TYPE_WORD || type == TYPE_TEXT || type == TYPE_PERSONAL || type == TYPE_SECRET;
}

enum attribute attribute_by_name(const char *name)
{
	enum attribute attribute = 0;

	while (attribute < ATTRIBUTE_TOTAL && strcmp(attribute_declarations[attribute].name, name) != 0)
		attribute++;
	return attribute;
}

enum kind kind_by_element(const char *element)
{
	enum kind kind = 0;

	while (kind < KIND_TOTAL && strcmp(kind_declarations[kind].element, element) != 0)
		kind++;
	return kind;
}

enum role kind_role(enum kind kind, enum attribute attribute)
{
	for (const struct attribute_role *at = kind_declarations[kind].attributes; at->role; at++)
		if (at->attribute == attribute)
			return at->role;
	if (attribute >= ATTRIBUTE_COUNT && attribute <= ATTRIBUTE_FRAMES)
		return ROLE_NOTE;
	bool valued = kind == KIND_TRANSMISSION || kind == KIND_CREDENTIAL;

	if ((attribute == ATTRIBUTE_LABEL || attribute == ATTRIBUTE_MASK) && valued)
		return ROLE_NOTE;
	for (size_t i = 0; i < context_attribute_count && kind_declarations[kind].traffic; i++)
		if (context_attributes[i] == attribute)
			return ROLE_NOTE;
	return ROLE_END;
}

size_t kind_attributes(enum kind kind, enum attribute list[ATTRIBUTE_TOTAL])
{
	static const enum attribute kept[] = {
		ATTRIBUTE_LABEL, ATTRIBUTE_MASK, ATTRIBUTE_COUNT,
		ATTRIBUTE_FIRST, ATTRIBUTE_LAST, ATTRIBUTE_FRAMES,
	};
	const struct kind_declaration *declaration = &kind_declarations[kind];
	size_t count = 0;

	for (size_t i = 0; declaration->attributes[i].role; i++)
		list[count++] = declaration->attributes[i].attribute;
	for (size_t i = 0; declaration->traffic && i < context_attribute_count; i++)
		list[count++] = context_attributes[i];
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (kind_role(kind, kept[i]) != ROLE_END)
			list[count++] = kept[i];
	return count;
}
