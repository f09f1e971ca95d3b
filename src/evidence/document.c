/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence document: XML (probity-evidence(5), schemas/evidence.rng) and JSON lines. */
#include "base/text.h"
#include "evidence/table.h"

static bool render_number(struct buffer *to, uint64_t number)
{
	return buffer_append_number(to, number);
}

static bool render_time(struct buffer *to, instant when)
{
	char text[INSTANT_TEXT_SIZE];

	return when == INSTANT_NONE || buffer_append_text(to, instant_format(when, text));
}

static bool render_address(struct buffer *to, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	return buffer_append_text(to, address_format(address, text));
}

/* Text that may hold personal data among other things: that is masked, the rest is shown. */
static bool render_text(const struct evidence *evidence, struct bytes text, struct buffer *to)
{
	const struct examiner *examiner = evidence->options->examiner;
	struct buffer scrubbed = buffer_of(4 * LIMIT_ATTRIBUTE_SIZE);
	bool done = false;

	if (evidence->options->reveal)
		return text_append_clean(to, text);
	if (!examiner || !examiner->scrub)
		return known_append(evidence->known, to, text);
	if (examiner->scrub(examiner->self, text, &scrubbed))
		done = known_append(evidence->known, to, buffer_bytes(&scrubbed));
	else if (!scrubbed.failed)
		done = buffer_append_text(to, "…");
	buffer_free(&scrubbed);
	return done;
}

static bool render_masked(const struct record *record, enum attribute_type type, enum attribute attribute,
			  struct bytes value, struct buffer *to)
{
	if (type == TYPE_SECRET)
		return buffer_append_text(to, "******");
	if (attribute == ATTRIBUTE_USER)
		return mask_append(to, value, value.size >= 8 ? 2 : 1, value.size >= 8 ? 2 : 0);
	return mask_append(to, value, record->shown_at_start, record->shown_at_end);
}

/* Whether a query of the local network is for a host or an instance by its own name, and not for a service
 * (`_http._tcp.local`). */
static bool asks_for_neighbour(const struct record *record, struct bytes name)
{
	const char *protocol = record->context ? record->context->protocol : NULL;

	return record->kind == KIND_DNS_QUERY && protocol && name.size && name.data[0] != '_' &&
	       (strcmp(protocol, "mdns") == 0 || strcmp(protocol, "llmnr") == 0);
}

static bool render_slot(const struct evidence *evidence, const struct record *record,
			enum attribute attribute, struct buffer *to)
{
	const union slot *slot = record_slot(evidence, record, attribute);
	enum attribute_type type = attribute_declarations[attribute].type;
	struct bytes text = attribute_is_text(attribute) ? record_text(evidence, record, attribute)
							 : BYTES_EMPTY;

	if (!slot)
		return true;
	switch (type) {
	case TYPE_NUMBER:
	case TYPE_NUMBERS:
		return render_number(to, slot->number);
	case TYPE_YESNO:
		return buffer_append_text(to, slot->number ? "yes" : "no");
	case TYPE_TIME:
		return render_time(to, (instant)slot->number);
	case TYPE_WORD:
		return text_append_clean(to, text);
	case TYPE_TEXT:
		if (!evidence->options->reveal &&
		    (record_names_itself(evidence, record) || asks_for_neighbour(record, text)))
			return mask_append(to, text, 2, 0);
		return render_text(evidence, text, to);
	case TYPE_PERSONAL:
	case TYPE_SECRET:
		break;
	}
	return evidence->options->reveal ? text_append_clean(to, text)
					 : render_masked(record, type, attribute, text, to);
}

static bool render_mask(const struct evidence *evidence, const struct record *record, struct buffer *to)
{
	enum attribute attribute = record->kind == KIND_CREDENTIAL ? ATTRIBUTE_SECRET : ATTRIBUTE_VALUE;
	const union slot *slot = record_slot(evidence, record, attribute);

	if (!evidence->options->reveal || !slot)
		return true;
	return render_masked(record, attribute_declarations[attribute].type, attribute,
			     shared_bytes(slot->text), to);
}

static bool render_frames(const struct record *record, struct buffer *to)
{
	const struct origin *origins[LIMIT_ORIGINS];
	unsigned count = record_origins(record, origins);
	bool done = true;

	for (unsigned i = 0; i < count && done; i++)
		if (origins[i]->frame)
			done = buffer_append_text(to, to->size ? " " : "") &&
			       buffer_append_number(to, origins[i]->frame);
	return done;
}

static bool render_label(const struct evidence *evidence, const struct record *record, struct buffer *to)
{
	struct bytes data = record->kind == KIND_CREDENTIAL ? BYTES("secret")
							    : record_text(evidence, record, ATTRIBUTE_DATA);

	if (!record->label)
		return true;
	return buffer_append(to, bytes_slice(data, 0, 64)) && buffer_append_byte(to, '#') &&
	       buffer_append_number(to, record->label - 1);
}

/* The name of the other side: as it was called, else as it was known, else its address. */
static bool render_host(const struct evidence *evidence, const struct record *record, struct buffer *to)
{
	struct bytes called = record_device_called(record) ? BYTES_EMPTY : record->context->host;
	struct bytes name = called.size ? called : shared_bytes(record->peer_name);
	char text[ADDRESS_TEXT_SIZE];

	return render_text(evidence, name.size ? name : bytes_of(address_format(record_peer(record), text)),
			   to);
}

/* The scope of what lies between device and peer: the wider side's. */
static enum scope record_scope(const struct record *record)
{
	enum scope device = address_scope(record_device(record)), peer = address_scope(record_peer(record));

	if (peer == SCOPE_MULTICAST || device == SCOPE_MULTICAST)
		return SCOPE_MULTICAST;
	return peer != SCOPE_UNKNOWN ? peer : device;
}

bool record_render(const struct evidence *evidence, const struct record *record, enum attribute attribute,
		   struct buffer *to)
{
	const struct context *context = record->context;

	if (evidence->slot_of[record->kind][attribute])
		return render_slot(evidence, record, attribute, to);
	switch (attribute) {
	case ATTRIBUTE_COUNT:
		return render_number(to, record->count);
	case ATTRIBUTE_FIRST:
		return render_time(to, record->first);
	case ATTRIBUTE_LAST:
		return render_time(to, record->last);
	case ATTRIBUTE_FRAMES:
		return render_frames(record, to);
	case ATTRIBUTE_LABEL:
		return render_label(evidence, record, to);
	case ATTRIBUTE_MASK:
		return render_mask(evidence, record, to);
	default:
		break;
	}
	if (!context)
		return true;
	switch (attribute) {
	case ATTRIBUTE_DEVICE:
		return render_address(to, record_device(record));
	case ATTRIBUTE_PEER:
		return render_address(to, record_peer(record));
	case ATTRIBUTE_HOST:
		return render_host(evidence, record, to);
	case ATTRIBUTE_PORT:
		return render_number(to, context->port);
	case ATTRIBUTE_TRANSPORT:
		return buffer_append_text(to, context->transport ? context->transport : "unknown");
	case ATTRIBUTE_SCOPE:
		return buffer_append_text(to, scope_name(record_scope(record)));
	case ATTRIBUTE_DIRECTION:
		return buffer_append_text(to, record_was_sent(record) ? "sent" : "received");
	case ATTRIBUTE_PROTOCOL:
		return buffer_append_text(to, context->protocol ? context->protocol : "unknown");
	case ATTRIBUTE_CLEARTEXT:
		return buffer_append_text(to, context->cleartext ? "yes" : "no");
	case ATTRIBUTE_PHASE:
		return buffer_append_text(to, context->phase);
	case ATTRIBUTE_ACTIVITY:
		return buffer_append_text(to, context->activity);
	case ATTRIBUTE_COUNTRY:
		return !evidence->options->countries || buffer_append_text(to, record->country);
	case ATTRIBUTE_AUDITED:
		return record->audited || buffer_append_text(to, "no");
	default:
		return true;
	}
}

struct writer {
	const struct evidence *evidence;
	struct buffer *to;
	struct buffer text; /* one attribute's */
	bool json, done;
};

static void put(struct writer *writer, const char *text)
{
	writer->done = writer->done && buffer_append_text(writer->to, text);
}

/* Writes ` name="text"` or `,"name":text` from what stands in writer->text. */
static void put_attribute(struct writer *writer, const char *name, enum attribute_type type)
{
	struct bytes text = buffer_bytes(&writer->text);

	if (!writer->json) {
		put(writer, " ");
		put(writer, name);
		put(writer, "=\"");
		writer->done = writer->done && text_append_xml(writer->to, text);
		put(writer, "\"");
		return;
	}
	put(writer, ",\"");
	put(writer, name);
	put(writer, "\":");
	if (type == TYPE_NUMBERS) {
		put(writer, "[");
		for (size_t i = 0; i < text.size && writer->done; i++)
			writer->done = buffer_append_byte(writer->to,
							  text.data[i] == ' ' ? ',' : text.data[i]);
		put(writer, "]");
	} else if (type == TYPE_NUMBER) {
		writer->done = writer->done && buffer_append(writer->to, text);
	} else {
		writer->done = writer->done && text_append_json(writer->to, text);
	}
}

static void put_number(struct writer *writer, const char *name, uint64_t number)
{
	buffer_clear(&writer->text);
	writer->done = writer->done && render_number(&writer->text, number);
	put_attribute(writer, name, TYPE_NUMBER);
}

static void put_endpoint(struct writer *writer, const struct address *address, uint16_t port)
{
	bool six = address->family == ADDRESS_IPV6;

	writer->done = writer->done && (!six || buffer_append_byte(&writer->text, '[')) &&
		       render_address(&writer->text, address) &&
		       (!six || buffer_append_byte(&writer->text, ']')) &&
		       buffer_append_byte(&writer->text, ':') && buffer_append_number(&writer->text, port);
}

static void put_origin(struct writer *writer, const struct record *record, const struct origin *origin)
{
	const struct evidence *evidence = writer->evidence;

	put(writer, writer->json ? "{" : "<origin");
	size_t start = writer->to->size;

	put_number(writer, "input", origin->input);
	if (writer->json && writer->done && writer->to->size > start) {
		/* The first member has no comma before it. */
		memmove(writer->to->data + start, writer->to->data + start + 1, writer->to->size - start - 1);
		writer->to->size--;
	}
	if (origin->input < evidence->file_count) {
		buffer_clear(&writer->text);
		writer->done = writer->done &&
			       text_append_clean(&writer->text, bytes_of(evidence->files[origin->input]));
		put_attribute(writer, "file", TYPE_TEXT);
	}
	put_number(writer, "frame", origin->frame);
	if (origin->last_frame != origin->frame)
		put_number(writer, "last-frame", origin->last_frame);
	buffer_clear(&writer->text);
	writer->done = writer->done && render_time(&writer->text, origin->time);
	put_attribute(writer, "time", TYPE_TIME);
	if (kind_declarations[record->kind].traffic) {
		buffer_clear(&writer->text);
		put_endpoint(writer, &record->context->source, origin->source_port);
		writer->done = writer->done && buffer_append_byte(&writer->text, '>');
		put_endpoint(writer, &record->context->destination, origin->destination_port);
		put_attribute(writer, "flow", TYPE_WORD);
	}
	put_number(writer, "offset", origin->offset);
	put_number(writer, "length", origin->size);
	put(writer, writer->json ? "}" : "/>");
}

static void put_record(struct writer *writer, const struct record *record, const enum attribute *attributes,
		       size_t count)
{
	const char *element = kind_declarations[record->kind].element;

	put(writer, writer->json ? "{\"kind\":\"" : "<");
	put(writer, element);
	put(writer, writer->json ? "\"" : "");
	for (size_t i = 0; i < count && writer->done; i++) {
		const struct attribute_declaration *declaration = &attribute_declarations[attributes[i]];

		buffer_clear(&writer->text);
		writer->done = record_render(writer->evidence, record, attributes[i], &writer->text);
		if (writer->text.size)
			put_attribute(writer, declaration->name, declaration->type);
	}
	const struct origin *origins[LIMIT_ORIGINS];
	unsigned origin_count = record_origins(record, origins);

	put(writer, writer->json ? ",\"origins\":[" : origin_count ? ">" : "/>\n");
	for (unsigned i = 0; i < origin_count; i++) {
		put(writer, writer->json && i ? "," : "");
		put_origin(writer, record, origins[i]);
	}
	if (writer->json) {
		put(writer, "]}\n");
	} else if (origin_count) {
		put(writer, "</");
		put(writer, element);
		put(writer, ">\n");
	}
}

static enum status write_document(const struct evidence *evidence, struct buffer *to, bool json,
				  struct error *error)
{
	struct writer writer = { evidence, to, buffer_of(16 * LIMIT_ATTRIBUTE_SIZE), json, true };

	put(&writer, json ? "" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<evidence version=\"1\">\n");
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		enum attribute attributes[ATTRIBUTE_TOTAL];
		size_t count = kind_attributes(kind, attributes);

		if (!json) {
			put(&writer, "<");
			put(&writer, kind_declarations[kind].group);
			put(&writer, evidence->kind_count[kind] ? ">\n" : "/>\n");
		}
		for (size_t i = 0; i < evidence->kind_count[kind] && writer.done; i++)
			put_record(&writer, evidence->records[kind][i], attributes, count);
		if (!json && evidence->kind_count[kind]) {
			put(&writer, "</");
			put(&writer, kind_declarations[kind].group);
			put(&writer, ">\n");
		}
	}
	put(&writer, json ? "" : "</evidence>\n");
	/* An attribute's text is cut where it is long, so what fails otherwise is memory. */
	bool full = to->full;

	buffer_free(&writer.text);
	if (writer.done)
		return STATUS_OK;
	return full ? error_set(error, STATUS_FORMAT, "the evidence document would exceed %zu bytes",
				to->maximum)
		    : error_no_memory(error);
}

enum status evidence_write_xml(const struct evidence *evidence, struct buffer *to, struct error *error)
{
	return write_document(evidence, to, false, error);
}

enum status evidence_write_jsonl(const struct evidence *evidence, struct buffer *to, struct error *error)
{
	return write_document(evidence, to, true, error);
}

size_t evidence_count(const struct evidence *evidence, enum kind kind)
{
	return evidence->kind_count[kind];
}

struct bytes evidence_get(struct evidence *evidence, enum kind kind, size_t index, enum attribute attribute)
{
	struct buffer text = buffer_of(16 * LIMIT_ATTRIBUTE_SIZE);
	struct bytes copy = BYTES_EMPTY;

	if (index < evidence->kind_count[kind] &&
	    record_render(evidence, evidence->records[kind][index], attribute, &text))
		copy = arena_copy(&evidence->arena, buffer_bytes(&text));
	buffer_free(&text);
	return copy;
}
