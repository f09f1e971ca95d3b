/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3261 sections 7, 19.1, 20 and 25.1:
 *
 *   [ display name ] < sip:user:password@host:port;parameters?headers > *( ;name=value )
 *   sip:user@host *( ;name=value )       without brackets all parameters are the field's
 *   tel:+86-10-5550-0100                 RFC 3966 */
#include "protocol/application/sip_head.h"

#include "protocol/application/lines.h"

enum { METHOD_MOST = 24 };

static bool is_method(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((text.data[i] < 'A' || text.data[i] > 'Z') && text.data[i] != '_')
			return false;
	return text.size >= 3 && text.size <= METHOD_MOST;
}

bool sip_start_line(struct bytes line, struct sip_start *ret_start)
{
	struct bytes rest = bytes_trim(line), method = line_word(&rest), target = line_word(&rest);
	uint64_t status;

	if (bytes_equal_nocase(method, BYTES("SIP/2.0"))) {
		if (target.size != 3 || !bytes_to_number(target, &status) || status < 100 || status > 699)
			return false;
		*ret_start = (struct sip_start){ .status = (unsigned)status };
		return true;
	}
	if (!is_method(method) || bytes_find_byte(target, ':') == SIZE_MAX ||
	    !bytes_equal_nocase(rest, BYTES("SIP/2.0")))
		return false;
	*ret_start = (struct sip_start){ .method = method, .target = target };
	return true;
}

/* Its name, its compact form and its role. */
static const struct {
	const char *name;
	char compact;
	uint8_t role;
} fields[] = {
	{ "From", 'f', SIP_ADDRESS },
	{ "To", 't', SIP_ADDRESS },
	{ "Contact", 'm', SIP_ADDRESS },
	{ "Referred-By", 'b', SIP_ADDRESS },
	{ "Refer-To", 'r', SIP_ADDRESS },
	{ "Reply-To", 0, SIP_ADDRESS },
	{ "P-Asserted-Identity", 0, SIP_ADDRESS },
	{ "P-Preferred-Identity", 0, SIP_ADDRESS },
	{ "P-Associated-URI", 0, SIP_ADDRESS },
	{ "P-Called-Party-ID", 0, SIP_ADDRESS },
	{ "Remote-Party-ID", 0, SIP_ADDRESS },
	{ "Diversion", 0, SIP_ADDRESS },
	{ "History-Info", 0, SIP_ADDRESS },
	{ "Authorization", 0, SIP_AUTHORIZATION },
	{ "Proxy-Authorization", 0, SIP_AUTHORIZATION },
	{ "CSeq", 0, SIP_SEQUENCE },
	{ "Content-Length", 'l', SIP_LENGTH },
	{ "Content-Type", 'c', SIP_TYPE },
	{ "Content-Encoding", 'e', SIP_ENCODING },
	{ "Subject", 's', SIP_VALUE },
	{ "Via", 'v', SIP_PLAIN },
	{ "Call-ID", 'i', SIP_PLAIN },
	{ "Supported", 'k', SIP_PLAIN },
	{ "Event", 'o', SIP_PLAIN },
	{ "Allow-Events", 'u', SIP_PLAIN },
	{ "Accept-Contact", 'a', SIP_PLAIN },
	{ "Session-Expires", 'x', SIP_PLAIN },
	{ "Request-Disposition", 'd', SIP_PLAIN },
	{ "Max-Forwards", 0, SIP_PLAIN },
	{ "Route", 0, SIP_PLAIN },
	{ "Record-Route", 0, SIP_PLAIN },
	{ "Path", 0, SIP_PLAIN },
	{ "Service-Route", 0, SIP_PLAIN },
	{ "Expires", 0, SIP_PLAIN },
	{ "Min-Expires", 0, SIP_PLAIN },
	{ "Min-SE", 0, SIP_PLAIN },
	{ "Accept", 0, SIP_PLAIN },
	{ "Accept-Encoding", 0, SIP_PLAIN },
	{ "Accept-Language", 0, SIP_PLAIN },
	{ "Allow", 0, SIP_PLAIN },
	{ "Require", 0, SIP_PLAIN },
	{ "Proxy-Require", 0, SIP_PLAIN },
	{ "Unsupported", 0, SIP_PLAIN },
	{ "Date", 0, SIP_PLAIN },
	{ "Timestamp", 0, SIP_PLAIN },
	{ "MIME-Version", 0, SIP_PLAIN },
	{ "Retry-After", 0, SIP_PLAIN },
	{ "RSeq", 0, SIP_PLAIN },
	{ "RAck", 0, SIP_PLAIN },
	{ "In-Reply-To", 0, SIP_PLAIN },
	{ "Identity", 0, SIP_PLAIN },
	{ "Identity-Info", 0, SIP_PLAIN },
	{ "WWW-Authenticate", 0, SIP_PLAIN },
	{ "Proxy-Authenticate", 0, SIP_PLAIN },
	{ "Authentication-Info", 0, SIP_PLAIN },
	{ "Subscription-State", 0, SIP_PLAIN },
	{ "Content-Disposition", 0, SIP_PLAIN },
};

enum sip_role sip_field_of(struct bytes name, struct bytes *ret_name)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		bool compact = name.size == 1 && fields[i].compact == (name.data[0] | 0x20);

		if (!compact && !bytes_equal_nocase(name, bytes_of(fields[i].name)))
			continue;
		*ret_name = bytes_of(fields[i].name);
		return (enum sip_role)fields[i].role;
	}
	*ret_name = name;
	return SIP_VALUE;
}

/* Splits at the first `separator` outside quotes and brackets. */
static struct bytes split(struct bytes *rest, uint8_t separator)
{
	bool quoted = false, bracketed = false;
	size_t at;

	for (at = 0; at < rest->size; at++) {
		uint8_t byte = rest->data[at];

		if (quoted && byte == '\\')
			at++;
		else if (byte == '"')
			quoted = !quoted;
		else if (!quoted && (byte == '<' || byte == '>'))
			bracketed = byte == '<';
		else if (!quoted && !bracketed && byte == separator)
			break;
	}
	struct bytes part = bytes_slice(*rest, 0, at);

	*rest = bytes_from(*rest, at + 1);
	return part;
}

static struct bytes unquoted(struct bytes text)
{
	text = bytes_trim(text);
	if (text.size >= 2 && text.data[0] == '"' && text.data[text.size - 1] == '"')
		text = bytes_slice(text, 1, text.size - 2);
	return text;
}

/* A host without its port; that of an IPv6 address stands behind the bracket. */
static struct bytes host_of(struct bytes authority)
{
	size_t close = bytes_find_byte(authority, ']');

	if (close != SIZE_MAX)
		return bytes_slice(authority, 0, close + 1);
	return bytes_split(&authority, ':');
}

static void read_uri(struct bytes uri, struct sip_address *address)
{
	struct bytes rest = uri, scheme = bytes_split(&rest, ':');

	if (rest.size == 0 || scheme.size == 0)
		return;
	address->scheme = scheme;
	/* Of `tel` all is the user; semicolons may stand in a user of `sip`, so that the host is found first.
	 */
	size_t at = bytes_find_byte(rest, '@');

	if (at == SIZE_MAX) {
		rest = bytes_slice(rest, 0, bytes_find_byte(rest, ';'));
		if (bytes_equal_nocase(scheme, BYTES("tel")))
			address->user = rest;
		else
			address->host = host_of(rest);
		return;
	}
	struct bytes secret = bytes_slice(rest, 0, at), user = bytes_split(&secret, ':');
	struct bytes host = bytes_from(rest, at + 1);

	host = bytes_slice(host, 0, bytes_find_byte(host, ';'));
	host = host_of(bytes_slice(host, 0, bytes_find_byte(host, '?')));
	address->password = secret;
	address->user = bytes_slice(user, 0, bytes_find_byte(user, ';'));
	address->host = host;
	if (address->user.size == at)
		address->plain = bytes_slice(uri, 0, (size_t)(host.data + host.size - uri.data));
}

bool sip_next_address(struct bytes *list, struct sip_address *ret_address)
{
	struct sip_address address = { .user = BYTES_EMPTY };

	while (list->size) {
		struct bytes parameters = split(list, ','), part = split(&parameters, ';');
		size_t open = bytes_find_byte(part, '<');

		/* A display name in quotes may hold a bracket. */
		if (bytes_start_with(bytes_trim(part), BYTES("\""))) {
			for (open = part.size; open > 0 && part.data[open - 1] != '<';)
				open--;
			open = open ? open - 1 : SIZE_MAX;
		}
		if (!bytes_trim(part).size)
			continue;
		if (open != SIZE_MAX) {
			struct bytes uri = bytes_from(part, open + 1);

			address.display = unquoted(bytes_slice(part, 0, open));
			read_uri(bytes_trim(bytes_split(&uri, '>')), &address);
		} else {
			read_uri(bytes_trim(part), &address);
		}
		address.parameters = parameters;
		*ret_address = address;
		return true;
	}
	return false;
}

bool sip_next_parameter(struct bytes *parameters, struct bytes *ret_name, struct bytes *ret_value)
{
	while (parameters->size) {
		struct bytes value = split(parameters, ';'), name = bytes_trim(bytes_split(&value, '='));

		if (!name.size)
			continue;
		value = unquoted(value);
		if (value.size >= 2 && value.data[0] == '<' && value.data[value.size - 1] == '>')
			value = bytes_slice(value, 1, value.size - 2);
		*ret_name = name;
		*ret_value = value;
		return true;
	}
	return false;
}
