/* SPDX-License-Identifier: Apache-2.0 */
/* DNS over UDP and TCP (RFC 1035, 3596, 6891, 7871), multicast DNS (RFC 6762, 6763), LLMNR (RFC 4795).
 *
 *     id(16) flags(16) counts of questions, answers, authorities, additional records (16 each)
 *     questions, records; over TCP a size(16) in front
 *
 * Says which names are asked for and what became of it, and which addresses go by which names. Of
 * multicast DNS also what devices tell of themselves. Left out: records that name no address,
 * updates, zone transfers, DNSSEC. */
#include "protocol/application.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "protocol/application/dns_name.h"

#include <stdlib.h>

enum { HEADER_SIZE = 12, QUESTIONS_MOST = 16 };
enum {
	FLAG_RESPONSE = 0x8000,
	FLAG_TRUNCATED = 0x0200,
	FLAG_RECURSION = 0x0100,
	OPCODE = 0x7800,
	RESERVED = 0x0040
};

enum flavour { UNICAST, MULTICAST, LINK_LOCAL };

/* A question that waits for its answer. */
struct pending {
	struct pending *next;
	unsigned id, type;
	enum direction asked;
	struct span origin;
	size_t size;
	uint8_t name[];
};

struct dns {
	struct pending *pending; /* youngest first */
	unsigned count;
};

struct header {
	unsigned id, flags, questions, answers, authorities, additional;
};

static struct header take_header(struct cursor *cursor)
{
	struct header header;

	header.id = cursor_be16(cursor);
	header.flags = cursor_be16(cursor);
	header.questions = cursor_be16(cursor);
	header.answers = cursor_be16(cursor);
	header.authorities = cursor_be16(cursor);
	header.additional = cursor_be16(cursor);
	return header;
}

static const char *result_of(const struct header *header)
{
	switch (header->flags & 15) {
	case 0:
		return header->answers			? "answered"
		       : header->flags & FLAG_TRUNCATED ? "truncated"
							: "no-data";
	case 3:
		return "no-such-name";
	case 5:
		return "refused";
	default:
		return "failed";
	}
}

static void say_query(struct bytes name, unsigned type, const char *result, enum sender sender,
		      struct span origin, struct bytes where, struct observer *observer)
{
	struct observation query = observation_of(KIND_DNS_QUERY);
	char text[DNS_TYPE_TEXT];

	query.sender = sender;
	query.origin = origin;
	observation_text(&query, ATTRIBUTE_NAME, name.size ? name : BYTES("."));
	observation_word(&query, ATTRIBUTE_QUERY_TYPE, dns_type_name(type, text));
	observation_word(&query, ATTRIBUTE_RESULT, result);
	observer_say(observer, &query, where);
}

static void say_pending(struct pending *pending, const char *result, struct observer *observer)
{
	say_query((struct bytes){ pending->name, pending->size }, pending->type, result,
		  pending->asked == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER, pending->origin, BYTES_EMPTY,
		  observer);
	free(pending);
}

/* Takes the question with this id, name and type off the list. */
static struct pending *find_pending(struct dns *dns, unsigned id, const struct dns_question *question)
{
	for (struct pending **at = &dns->pending; *at; at = &(*at)->next) {
		struct pending *pending = *at;

		if (pending->id == id && pending->type == question->type &&
		    bytes_equal((struct bytes){ pending->name, pending->size },
				dns_name_text(&question->name))) {
			*at = pending->next;
			dns->count--;
			return pending;
		}
	}
	return NULL;
}

/* The oldest is taken as unanswered when too many wait. */
static void drop_oldest(struct dns *dns, struct observer *observer)
{
	struct pending **at = &dns->pending;

	while ((*at)->next)
		at = &(*at)->next;
	say_pending(*at, "unknown", observer);
	*at = NULL;
	dns->count--;
}

static void keep_question(struct dns *dns, enum direction direction, unsigned id,
			  const struct dns_question *question, struct bytes where, struct observer *observer)
{
	struct pending *again = find_pending(dns, id, question);
	struct pending *pending = memory_new(sizeof *pending + question->name.size);

	if (!pending) {
		free(again);
		observer_out_of_memory(observer);
		return;
	}
	*pending = (struct pending){
		.next = dns->pending,
		.id = id,
		.type = question->type,
		.asked = direction,
		.origin = again ? again->origin : observer_span(observer, where),
		.size = question->name.size,
	};
	free(again);
	memcpy(pending->name, question->name.text, question->name.size);
	dns->pending = pending;
	if (++dns->count > LIMIT_DNS_PENDING)
		drop_oldest(dns, observer);
}

/* A name or text that a device tells of itself, or that was asked for. */
static void read_value(struct observer *observer, const char *part, struct bytes topic, struct bytes field,
		       struct bytes value)
{
	struct message message = { .part = bytes_of(part), .topic = topic };

	if (value.size)
		observer_value(observer, &message, field, value);
}

/* `key=value` strings (RFC 6763 6). */
static void read_text(struct cursor data, struct bytes owner, struct observer *observer)
{
	while (cursor_ok(&data) && cursor_left(&data)) {
		struct bytes value = cursor_take(&data, cursor_u8(&data)), key = bytes_split(&value, '=');

		read_value(observer, "txt", owner, key, value);
	}
}

/* What servers and routers on the way add about who asks (RFC 6891 6.1.2): the client's network (RFC 7871),
 * its hardware address (as dnsmasq does); of multicast DNS the one that wakes a sleeping device. */
static void read_options(struct cursor data, enum flavour flavour, struct observer *observer)
{
	enum { OWNER = 4, CLIENT_SUBNET = 8, CLIENT_HARDWARE = 65001 };

	while (cursor_left(&data)) {
		unsigned code = cursor_be16(&data);
		struct cursor value = cursor_over(cursor_take(&data, cursor_be16(&data)));
		uint8_t octets[16] = { 0 };
		char text[ADDRESS_TEXT_SIZE];

		if (!cursor_ok(&data))
			return;
		if (code == CLIENT_SUBNET) {
			size_t size = cursor_be16(&value) == 1 ? 4 : 16;

			cursor_skip(&value, 2);
			if (!cursor_ok(&value) || cursor_left(&value) > size)
				continue;
			cursor_copy(&value, octets, cursor_left(&value));
			struct address address = address_of((struct bytes){ octets, size });

			read_value(observer, "option", BYTES_EMPTY, BYTES("client-subnet"),
				   bytes_of(address_format(&address, text)));
		} else if (code == CLIENT_HARDWARE || (flavour == MULTICAST && code == OWNER)) {
			cursor_skip(&value, code == OWNER ? 2 : 0);
			struct address address = address_of(cursor_take(&value, 6));

			if (address.family)
				read_value(observer, "option", BYTES_EMPTY, BYTES("client-mac"),
					   bytes_of(address_format(&address, text)));
		}
	}
}

/* How a device calls itself: of multicast DNS without the domain that all have there. */
static void read_host(struct bytes owner, struct observer *observer)
{
	struct bytes domain = BYTES(".local");

	if (bytes_end_with(owner, domain))
		owner.size -= domain.size;
	read_value(observer, "host", BYTES_EMPTY, BYTES("hostname"), owner);
}

/* What is only told by multicast. */
static void read_told(unsigned type, struct cursor data, struct bytes message, struct bytes owner,
		      struct observer *observer)
{
	enum { HINFO = 13 };
	struct dns_name target;

	switch (type) {
	case DNS_TXT:
		read_text(data, owner, observer);
		break;
	case DNS_SRV:
	case DNS_PTR:
		/* The name is not at the end of `message`: where it lies decides which pointers go back. */
		cursor_skip(&data, type == DNS_SRV ? 6 : 0);
		if (!cursor_ok(&data) || !cursor_left(&data))
			break;
		data.rest = bytes_slice(message, (size_t)(data.rest.data - message.data), SIZE_MAX);
		dns_take_name(&data, message, &target);
		read_value(observer, type == DNS_SRV ? "srv" : "ptr", owner,
			   type == DNS_SRV ? BYTES("target") : BYTES("instance"), dns_name_text(&target));
		break;
	case HINFO:
		read_value(observer, "hinfo", owner, BYTES("cpu"), cursor_take(&data, cursor_u8(&data)));
		read_value(observer, "hinfo", owner, BYTES("os"), cursor_take(&data, cursor_u8(&data)));
		break;
	default:
		break;
	}
}

/* One record; `asked`: the name that unicast answers are about, whatever aliases lie between. */
static void read_record(struct cursor *cursor, struct bytes message, enum flavour flavour,
			const struct dns_name *asked, struct observer *observer)
{
	struct dns_question record;

	dns_take_question(cursor, message, &record);
	cursor_skip(cursor, 4);
	struct bytes data = cursor_take(cursor, cursor_be16(cursor)), owner = dns_name_text(&record.name);
	const char *source = flavour == MULTICAST ? "mdns" : flavour == LINK_LOCAL ? "llmnr" : "dns";

	if (cursor_ok(cursor) && record.type == DNS_OPT)
		read_options(cursor_over(data), flavour, observer);
	if (!cursor_ok(cursor) || (record.class & 0x7fff) != 1)
		return;
	if ((record.type == DNS_A && data.size == 4) || (record.type == DNS_AAAA && data.size == 16)) {
		struct address address = address_of(data);

		observer_name_address(observer, &address,
				      flavour == MULTICAST || !asked ? owner : dns_name_text(asked), source);
		if (flavour != UNICAST)
			read_host(owner, observer);
	} else if (flavour == MULTICAST) {
		read_told(record.type, cursor_over(data), message, owner, observer);
	}
}

static bool read_records(struct cursor *cursor, struct bytes message, const struct header *header,
			 enum flavour flavour, const struct dns_name *asked, struct observer *observer)
{
	/* Authorities name servers, not what was asked for; mDNS tells more in the additional ones. */
	unsigned count = flavour == MULTICAST ? header->answers + header->authorities + header->additional
					      : header->answers;

	for (unsigned i = 0; i < count && cursor_ok(cursor); i++)
		read_record(cursor, message, flavour, asked, observer);
	return cursor_ok(cursor);
}

static void read_question(struct dns *dns, enum direction direction, const struct header *header,
			  const struct dns_question *question, enum flavour flavour, struct bytes where,
			  struct observer *observer)
{
	struct bytes name = dns_name_text(&question->name);
	struct span none = { 0, 0, 0 };

	if (!(header->flags & FLAG_RESPONSE)) {
		read_value(observer, "question", BYTES_EMPTY, BYTES("name"), name);
		/* Multicast answers come to everybody, from anybody, or never. */
		if (flavour == MULTICAST)
			say_query(name, question->type, "unknown", SENDER_CARRIER, none, where, observer);
		else
			keep_question(dns, direction, header->id, question, where, observer);
		return;
	}
	struct pending *pending = find_pending(dns, header->id, question);

	if (pending)
		say_pending(pending, result_of(header), observer);
	else if (flavour != MULTICAST)
		say_query(name, question->type, result_of(header),
			  direction == FROM_CLIENT ? SENDER_SERVER : SENDER_CLIENT, none, where, observer);
}

/* One message. False: it is broken. */
static bool read_message(struct dns *dns, enum direction direction, struct bytes message,
			 enum flavour flavour, struct observer *observer)
{
	struct cursor cursor = cursor_over(message);
	struct header header = take_header(&cursor);
	struct dns_question question = { .name.size = 0 };
	bool one = header.questions == 1;

	if (!cursor_ok(&cursor) || header.questions > QUESTIONS_MOST)
		return false;
	if ((header.flags & OPCODE) != 0)
		return true; /* updates and notifications are between servers */
	for (unsigned i = 0; i < header.questions; i++) {
		struct bytes before = cursor.rest;

		dns_take_question(&cursor, message, &question);
		if (!cursor_ok(&cursor))
			return false;
		read_question(dns, direction, &header, &question, flavour,
			      bytes_slice(before, 0, before.size - cursor_left(&cursor)), observer);
	}
	/* Of a question only what is added about who asks; signatures may follow. */
	if (!(header.flags & FLAG_RESPONSE) && flavour != MULTICAST) {
		if (!header.answers && !header.authorities && header.additional)
			read_record(&cursor, message, flavour, NULL, observer);
		return true;
	}
	return read_records(&cursor, message, &header, flavour, one ? &question.name : NULL, observer) ||
	       (header.flags & FLAG_TRUNCATED);
}

static enum decoded decode_flavour(struct dns *dns, enum direction direction, struct stream *stream,
				   enum flavour flavour, struct observer *observer)
{
	if (stream->datagram)
		return read_message(dns, direction,
				    cursor_take(&stream->unread, cursor_left(&stream->unread)), flavour,
				    observer)
			       ? DECODED
			       : DECODED_MALFORMED;
	while (cursor_left(&stream->unread) >= 2) {
		struct cursor at = stream->unread;
		size_t size = cursor_be16(&at);

		if (size < HEADER_SIZE)
			return DECODED_MALFORMED;
		if (cursor_left(&at) < size) {
			stream->wanted = size + 2;
			break;
		}
		if (!read_message(dns, direction, cursor_take(&at, size), flavour, observer))
			observer_undecoded(observer, "dns", "malformed", "a broken message", size,
					   stream->unread.rest);
		stream->unread = at;
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	return decode_flavour(state, direction, stream, UNICAST, observer);
}

static enum decoded decode_mdns(void *state, enum direction direction, struct stream *stream,
				struct observer *observer)
{
	return decode_flavour(state, direction, stream, MULTICAST, observer);
}

static enum decoded decode_llmnr(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	return decode_flavour(state, direction, stream, LINK_LOCAL, observer);
}

static void end(void *state, struct observer *observer)
{
	struct dns *dns = state;

	while (dns->count)
		drop_oldest(dns, observer);
}

/* NetBIOS names (RFC 1001) are packed into one label of 32 letters from A to P. */
static bool is_netbios(const struct dns_name *name)
{
	if (name->size < 32)
		return false;
	for (size_t i = 0; i < 32; i++)
		if (name->text[i] < 'a' || name->text[i] > 'p')
			return false;
	return name->size == 32 || name->text[32] == '.';
}

/* Bits of a message whose header is sane and whose first question (or record) can be read. The
 * flavour tells which of the three looks most like it. */
static unsigned message_bits(struct bytes message, enum flavour *ret_flavour)
{
	struct cursor cursor = cursor_over(message);
	struct header header = take_header(&cursor);
	struct dns_question question;
	bool response = header.flags & FLAG_RESPONSE;
	unsigned opcode = (header.flags & OPCODE) >> 11,
		 records = header.answers + header.authorities + header.additional;

	if ((header.flags & RESERVED) || (opcode != 0 && opcode != 4 && opcode != 5) ||
	    header.questions > QUESTIONS_MOST || records > 512 || (!response && (header.flags & 15)))
		return 0;
	dns_take_question(&cursor, message, &question);
	if (!cursor_ok(&cursor) || is_netbios(&question.name))
		return 0;
	bool local = question.name.size > 6 && bytes_end_with(dns_name_text(&question.name), BYTES(".local"));
	bool multicast = header.id == 0 && (header.flags & 0x010f) == 0 && (local || !header.questions);
	unsigned class = question.class & (multicast ? 0x7fff : 0xffff);

	if (header.questions > (multicast ? QUESTIONS_MOST : 1) ||
	    (class != 1 && class != 255 && class != 3) || (!multicast && !header.questions) ||
	    (!response && !multicast && header.answers && opcode == 0) || !dns_type_known(question.type))
		return 0;
	/* Every record takes 11 bytes at least. */
	if (cursor_left(&cursor) < (size_t)(header.questions ? records : records - 1) * 11 &&
	    !(header.flags & FLAG_TRUNCATED))
		return 0;
	if (!records && cursor_left(&cursor) > 0 && header.questions <= 1)
		return 0;
	*ret_flavour = multicast								  ? MULTICAST
		       : question.name.labels == 1 && !(header.flags & (FLAG_RECURSION | 0x0480)) ? LINK_LOCAL
												  : UNICAST;
	return 64 + 8 * (question.name.labels < 4 ? question.name.labels : 4);
}

/* Over TCP the size stands in front, and `first` may hold more than one message, or less. */
static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_be16(&cursor);
	enum flavour found;
	unsigned bits = message_bits(first, &found);

	(void)direction;
	if (bits && found == MULTICAST)
		bits /= 2;
	if (bits || size < HEADER_SIZE + 5 || cursor_left(&cursor) < size)
		return bits;
	bits = message_bits(cursor_take(&cursor, size), &found);
	return bits ? bits + 8 : 0;
}

static unsigned bid_mdns(enum direction direction, struct bytes first)
{
	enum flavour found;
	unsigned bits = message_bits(first, &found);

	(void)direction;
	return bits && found == MULTICAST ? bits : 0;
}

static unsigned bid_llmnr(enum direction direction, struct bytes first)
{
	enum flavour found;
	unsigned bits = message_bits(first, &found);

	(void)direction;
	return bits && found == LINK_LOCAL ? bits - 4 : 0;
}

const struct app_decoder app_decoder_dns = {
	.name = "dns",
	.specification = "RFC 1035, RFC 3596, RFC 6891",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 53 },
			{ SELECT_TCP_PORT, 53 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct dns),
	.bid = bid,
	.decode = decode,
	.close = end,
};

const struct app_decoder app_decoder_mdns = {
	.name = "mdns",
	.specification = "RFC 6762, RFC 6763",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 5353 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct dns),
	.bid = bid_mdns,
	.decode = decode_mdns,
	.close = end,
};

const struct app_decoder app_decoder_llmnr = {
	.name = "llmnr",
	.specification = "RFC 4795",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 5355 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct dns),
	.bid = bid_llmnr,
	.decode = decode_llmnr,
	.close = end,
};
