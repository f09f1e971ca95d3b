/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/observer.h"

#include "evidence/table.h"

#include <assert.h>

/* Where in the window `where` lies: false if outside (a decoded copy). */
static bool locate(const struct window *window, struct bytes where, uint64_t *ret_offset)
{
	uintptr_t start = (uintptr_t)window->bytes.data, at = (uintptr_t)where.data;

	if (!where.data || !window->bytes.data || at < start || at - start > window->bytes.size ||
	    where.size > window->bytes.size - (at - start))
		return false;
	*ret_offset = window->offset + (at - start);
	return true;
}

static const struct span *span_at(const struct window *window, uint64_t offset)
{
	size_t low = 0, high = window->span_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (window->spans[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return &window->spans[low];
}

/* Where bytes of a span lie in the stream of the packets: from the `at`th byte of it on. */
static uint64_t outer_offset(const struct carrier *carrier, const struct span *span, uint64_t offset,
			     bool end)
{
	const struct outer_place *place = &carrier->places[span - carrier->window.spans];

	if (place->straight)
		return place->offset + (offset - span->offset);
	return place->offset + (end ? place->size : 0);
}

/* The run of `size` bytes at `offset` of the window, in the stream of the packets. */
static struct outer_place place_of(const struct carrier *carrier, uint64_t offset, uint64_t size)
{
	const struct window *window = &carrier->window;

	if (!carrier->places)
		return (struct outer_place){ offset, size, true };
	const struct span *first = span_at(window, offset);
	const struct span *last = span_at(window, size ? offset + size - 1 : offset);
	uint64_t start = outer_offset(carrier, first, offset, false);
	uint64_t end = outer_offset(carrier, last, offset + size, true);

	return (struct outer_place){ start, size && end > start ? end - start : 0,
				     carrier->places[first - window->spans].straight && first == last };
}

struct span observer_span(const struct observer *observer, struct bytes where)
{
	const struct carrier *carrier = observer->evidence->carrier;
	struct span none = { 0, 0, INSTANT_NONE };

	if (!carrier || carrier->window.span_count == 0)
		return none;
	uint64_t offset = carrier->window.offset;

	(void)locate(&carrier->window, where, &offset);
	struct span span = *span_at(&carrier->window, offset);

	if (carrier->places)
		span.offset = place_of(carrier, span.offset, 0).offset;
	return span;
}

size_t observer_run(const struct observer *observer, struct bytes where, struct span *ret_span,
		    struct outer_place *ret_place)
{
	static const struct window nowhere = { .span_count = 0 };
	const struct carrier *carrier = observer->evidence->carrier;
	const struct window *window = carrier ? &carrier->window : &nowhere;
	uint64_t offset = window->offset;
	size_t size = where.size;

	*ret_span = (struct span){ 0, 0, INSTANT_NONE };
	*ret_place = (struct outer_place){ 0, 0, false };
	if (window->span_count == 0)
		return size;
	if (!locate(window, where, &offset)) {
		*ret_span = *span_at(window, offset);
		*ret_place = place_of(carrier, offset, window->bytes.size);
		ret_place->straight = false;
		return size;
	}
	const struct span *span = span_at(window, offset);

	if (span + 1 < window->spans + window->span_count && span[1].offset - offset < size)
		size = (size_t)(span[1].offset - offset);
	*ret_span = *span;
	*ret_place = place_of(carrier, offset, size);
	return size;
}

static void set_origin(struct fact *fact, const struct carrier *carrier, const struct span *said,
		       struct bytes where)
{
	const struct window *window = &carrier->window;
	struct origin *origin = &fact->origin;
	uint64_t offset = window->offset, size = where.size;

	fact->placed = said->frame || window->span_count;
	if (!fact->placed)
		return;

	if (said->frame) {
		*origin = (struct origin){
			.input = carrier->input,
			.frame = said->frame,
			.last_frame = said->frame,
			.offset = said->offset,
			.time = said->time,
		};
		return;
	}
	if (!locate(window, where, &offset))
		size = window->bytes.size;
	const struct span *first = span_at(window, offset);
	const struct span *last = span_at(window, size ? offset + size - 1 : offset);
	struct outer_place place = place_of(carrier, offset, size);

	*origin = (struct origin){
		.input = carrier->input,
		.frame = first->frame,
		.last_frame = last->frame,
		.offset = place.offset,
		.size = place.size,
		.time = first->time,
	};
}

static struct context make_context(const struct evidence *evidence, bool turned, instant when)
{
	static const struct moment unknown = { "unknown", "unknown" };
	const struct carrier *carrier = evidence->carrier;
	const struct timeline *timeline = evidence->options->timeline;
	struct moment moment = timeline && when != INSTANT_NONE ? timeline->moment(timeline->self, when)
								: unknown;

	return (struct context){
		.source = turned ? carrier->destination : carrier->source,
		.destination = turned ? carrier->source : carrier->destination,
		.port = carrier->from_client ? carrier->destination_port : carrier->source_port,
		.from_client = carrier->from_client != turned,
		.cleartext = !carrier->encrypted,
		.transport = carrier->transport,
		.protocol = carrier->protocol,
		.phase = moment.phase,
		.activity = moment.activity,
		.host = carrier->host,
	};
}

static void set_context(struct evidence *evidence, struct fact *fact, enum sender sender, instant when)
{
	const struct carrier *carrier = evidence->carrier;
	bool from_client = sender == SENDER_CARRIER ? carrier->from_client : sender == SENDER_CLIENT;
	bool turned = from_client != carrier->from_client;

	if (!evidence->said.valid || evidence->said.sender != sender ||
	    (evidence->options->timeline && evidence->said.when != when)) {
		evidence->said.context = make_context(evidence, turned, when);
		evidence->said.context.shared.hash = context_hash(evidence, &evidence->said.context);
		evidence->said.sender = sender;
		evidence->said.when = when;
		evidence->said.valid = true;
	}
	fact->context = &evidence->said.context;
	if (fact->placed) {
		fact->origin.source_port = turned ? carrier->destination_port : carrier->source_port;
		fact->origin.destination_port = turned ? carrier->source_port : carrier->destination_port;
	}
}

void fact_set_text(const struct evidence *evidence, struct fact *fact, enum attribute attribute,
		   struct bytes text)
{
	unsigned slot = evidence->slot_of[fact->kind][attribute] - 1u;

	fact->values[slot].text = text;
	fact->values[slot].number = 0;
	fact->present |= UINT32_C(1) << slot;
}

void fact_set_consent(const struct evidence *evidence, struct fact *fact, instant when)
{
	unsigned data_slot = evidence->slot_of[fact->kind][ATTRIBUTE_DATA];
	const struct timeline *timeline = evidence->options->timeline;

	if (!evidence->slot_of[fact->kind][ATTRIBUTE_CONSENT] || !data_slot ||
	    !(fact->present >> (data_slot - 1) & 1))
		return;
	const char *consent = timeline && when != INSTANT_NONE
				      ? timeline->consent(timeline->self, when,
							  fact->values[data_slot - 1].text)
				      : evidence->options->assumed_consent;

	fact_set_text(evidence, fact, ATTRIBUTE_CONSENT, bytes_of(consent ? consent : "unknown"));
}

static void set_values(const struct evidence *evidence, struct fact *fact,
		       const struct observation *observation)
{
	const uint8_t *slot_of = evidence->slot_of[fact->kind];

	fact->present = 0;
	for (unsigned i = 0; i < observation->count; i++) {
		const struct observed *observed = &observation->attributes[i];
		unsigned slot = slot_of[observed->attribute];

		assert(slot);
		if (!slot)
			continue;
		fact->values[slot - 1].text = bytes_slice(observed->text, 0, LIMIT_ATTRIBUTE_SIZE);
		fact->values[slot - 1].number = observed->number;
		fact->present |= UINT32_C(1) << (slot - 1);
	}
}

void observer_say(struct observer *observer, const struct observation *observation, struct bytes where)
{
	struct evidence *evidence = observer->evidence;
	const struct carrier *carrier = evidence->carrier;
	bool traffic = kind_declarations[observation->kind].traffic;
	struct fact fact; /* large: nothing of it is cleared for nothing */

	evidence->said_count++;
	evidence->last_said = NULL;
	if (traffic && !carrier)
		return;
	fact.kind = observation->kind;
	fact.shown_at_start = (uint16_t)observation->shown_at_start;
	fact.shown_at_end = (uint16_t)observation->shown_at_end;
	fact.context = NULL;
	fact.count = observation->times;
	fact.placed = false;
	fact.further = NULL;
	fact.like = NULL;
	if (carrier)
		set_origin(&fact, carrier, &observation->origin, where);
	instant when = fact.placed ? fact.origin.time : INSTANT_NONE;

	fact.first = observation->first != INSTANT_NONE ? observation->first : when;
	fact.last = observation->last != INSTANT_NONE ? observation->last : when;
	if (traffic)
		set_context(evidence, &fact, observation->sender, when);
	set_values(evidence, &fact, observation);
	fact_set_consent(evidence, &fact, when);
	evidence->last_said = table_put(evidence, &fact);
}

struct record *observer_last_said(const struct observer *observer)
{
	return observer->evidence->last_said;
}

/* Whether what is said in traffic without a timeline, by who sends it, has this context. */
static bool has_context(const struct carrier *carrier, const struct context *context)
{
	uint16_t port = carrier->from_client ? carrier->destination_port : carrier->source_port;

	return address_equal(&carrier->source, &context->source) &&
	       address_equal(&carrier->destination, &context->destination) && port == context->port &&
	       carrier->from_client == context->from_client && carrier->encrypted != context->cleartext &&
	       carrier->transport == context->transport && carrier->protocol == context->protocol &&
	       bytes_equal(carrier->host, context->host);
}

bool observer_say_again(struct observer *observer, struct record *said, struct bytes where)
{
	static const struct span nowhere = { .frame = 0 };
	struct evidence *evidence = observer->evidence;
	const struct carrier *carrier = evidence->carrier;
	struct fact fact;

	/* What consent there is depends on when it was. */
	if (!carrier || evidence->options->timeline || !kind_declarations[said->kind].traffic ||
	    !has_context(carrier, said->context))
		return false;
	fact.count = 1;
	set_origin(&fact, carrier, &nowhere, where);
	fact.first = fact.last = fact.placed ? fact.origin.time : INSTANT_NONE;
	fact.origin.source_port = carrier->source_port;
	fact.origin.destination_port = carrier->destination_port;
	if (!table_repeat(evidence, said, &fact))
		return false;
	evidence->said_count++;
	return true;
}

uint64_t observer_said(const struct observer *observer)
{
	return observer->evidence->said_count;
}

void observer_content(struct observer *observer, const struct message *message, struct bytes content,
		      struct bytes where)
{
	const struct examiner *examiner = observer->evidence->options->examiner;

	const struct carrier *carrier = observer->evidence->carrier;

	if (!examiner || !content.size)
		return;
	if (carrier && carrier->cut && !message->incomplete) {
		/* What stands at the end of a datagram that was cut may be cut as well. */
		struct message cut = *message;

		cut.incomplete = true;
		examiner->content(observer->evidence->examiner, observer, &cut, content, where);
		return;
	}
	examiner->content(observer->evidence->examiner, observer, message, content, where);
}

void observer_value(struct observer *observer, const struct message *message, struct bytes field,
		    struct bytes value)
{
	const struct examiner *examiner = observer->evidence->options->examiner;

	if (examiner && value.size)
		examiner->value(observer->evidence->examiner, observer, message, field, value);
}

void observer_record(struct observer *observer, const struct message *message, const struct member *members,
		     size_t count, struct bytes where)
{
	const struct examiner *examiner = observer->evidence->options->examiner;

	if (examiner && examiner->record && count)
		examiner->record(observer->evidence->examiner, observer, message, members, count, where);
	for (size_t i = 0; examiner && !examiner->record && i < count; i++)
		observer_value(observer, message, members[i].field, members[i].value);
}

bool observer_next_key(const struct observer *observer, const char *kind, size_t *at,
		       struct device_key *ret_key)
{
	const struct evidence_options *options = observer->evidence->options;

	while (*at < options->key_count) {
		const struct device_key *key = &options->keys[(*at)++];

		if (strcmp(key->kind, kind) != 0)
			continue;
		*ret_key = *key;
		return true;
	}
	return false;
}

void observer_undecoded(struct observer *observer, const char *decoder, const char *reason,
			const char *detail, uint64_t size, struct bytes where)
{
	struct observation undecoded = observation_of(KIND_UNDECODED);
	const struct carrier *carrier = observer->evidence->carrier;
	/* Who cannot find the rest of a datagram that was cut takes it for malformed. */
	bool cut = carrier && carrier->cut && strcmp(reason, "malformed") == 0;

	observation_word(&undecoded, ATTRIBUTE_REASON, cut ? "cut" : reason);
	observation_word(&undecoded, ATTRIBUTE_DECODER, decoder);
	observation_word(&undecoded, ATTRIBUTE_TEXT, cut ? NULL : detail);
	observation_number(&undecoded, ATTRIBUTE_BYTES, size);
	observer_say(observer, &undecoded, where);
}

void observer_limit(struct observer *observer, const char *name, uint64_t most)
{
	struct observation limit = observation_of(KIND_LIMIT);

	observation_word(&limit, ATTRIBUTE_LIMIT_NAME, name);
	observation_number(&limit, ATTRIBUTE_MOST, most);
	observer_say(observer, &limit, BYTES_EMPTY);
}

void observer_name_address(struct observer *observer, const struct address *address, struct bytes name,
			   const char *source)
{
	struct observation endpoint = observation_of(KIND_ENDPOINT);
	char text[ADDRESS_TEXT_SIZE];
	struct address literal;

	/* An address in the place of a name tells nothing. */
	if (address->family == ADDRESS_NONE || !name.size || address_parse(name, &literal))
		return;
	observation_word(&endpoint, ATTRIBUTE_ADDRESS, address_format(address, text));
	observation_text(&endpoint, ATTRIBUTE_NAME, name);
	observation_word(&endpoint, ATTRIBUTE_SOURCE, source);
	observation_text(&endpoint, ATTRIBUTE_DOMAIN, domain_of(name));
	observation_word(&endpoint, ATTRIBUTE_SCOPE, scope_name(address_scope(address)));
	observer_say(observer, &endpoint, name);
}

static void name_host(struct observer *observer, struct bytes name, bool relayed)
{
	struct evidence *evidence = observer->evidence;
	struct carrier *carrier = evidence->carrier;

	/* A port behind the name is none of the name's; an IPv6 literal stands in brackets. */
	if (name.size && name.data[0] == '[')
		name = bytes_slice(name, 1, bytes_find_byte(name, ']') - 1);
	else
		name = bytes_slice(name, 0, bytes_find_byte(name, ':'));
	/* The same name again, as in every request of a connection, was said before. */
	if (!carrier || !name.size || name.size > sizeof evidence->host_store->text ||
	    bytes_equal(name, carrier->host))
		return;
	const struct address *called = carrier->from_client ? &carrier->destination : &carrier->source;

	if (evidence->host_store) {
		struct host_name *store = evidence->host_store;

		memcpy(store->text, name.data, name.size);
		store->size = (uint8_t)name.size;
		evidence->said.valid = false;
		carrier->host = (struct bytes){ store->text, store->size };
	}
	if (relayed)
		return;
	const char *protocol = carrier->protocol ? carrier->protocol : "";
	bool sni = strcmp(protocol, "tls") == 0 || strcmp(protocol, "quic") == 0 ||
		   strcmp(protocol, "dtls") == 0;

	observer_name_address(observer, called, name, sni ? "sni" : "host");
}

void observer_name_host(struct observer *observer, struct bytes name)
{
	const struct carrier *carrier = observer->evidence->carrier;

	name_host(observer, name, carrier && carrier->relayed);
}

void observer_name_relayed(struct observer *observer, struct bytes name)
{
	name_host(observer, name, true);
}

bool observer_reveals(const struct observer *observer)
{
	return observer->evidence->options->reveal;
}

const struct carrier *observer_carrier(const struct observer *observer)
{
	return observer->evidence->carrier;
}

struct outer_context observer_enter(struct observer *observer, struct carrier *carrier,
				    struct host_name *host_store)
{
	struct evidence *evidence = observer->evidence;
	struct outer_context outer = { evidence->carrier, evidence->host_store };

	if (outer.carrier)
		outer.carrier->opened |= carrier->encrypted;
	evidence_carry(evidence, carrier, host_store ? host_store : outer.host_store);
	return outer;
}

struct outer_context observer_narrow(struct observer *observer, struct carrier *carrier, struct bytes where)
{
	uint64_t offset;

	*carrier = *observer->evidence->carrier;
	if (locate(&carrier->window, where, &offset)) {
		carrier->window.bytes = where;
		carrier->window.offset = offset;
	}
	return observer_enter(observer, carrier, NULL);
}

void observer_leave(struct observer *observer, const struct outer_context *outer)
{
	struct evidence *evidence = observer->evidence;

	if (evidence->carrier && outer->carrier)
		outer->carrier->opened |= evidence->carrier->opened;
	/* A name that was said meanwhile is the outer one's as well, if it went to the same store. */
	if (evidence->host_store == outer->host_store && evidence->carrier && outer->carrier)
		outer->carrier->host = evidence->carrier->host;
	evidence_carry(evidence, outer->carrier, outer->host_store);
}

bool observer_hold(struct observer *observer, size_t size)
{
	struct evidence *evidence = observer->evidence;

	if (evidence->held + size > LIMIT_SHARD_HELD) {
		observer_limit(observer, "shard-held", LIMIT_SHARD_HELD);
		return false;
	}
	evidence->held += size;
	return true;
}

void observer_give_back(struct observer *observer, size_t size)
{
	observer->evidence->held -= size;
}

void observer_out_of_memory(struct observer *observer)
{
	observer->evidence->out_of_memory = true;
}
