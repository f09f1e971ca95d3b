/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of identifiers. While traffic is read, a value that may be one is kept as a transmission of which
 * nothing is sure (confidence "none"), once for each kind that it may be of. At the end all are asked about
 * at once: what was found again stays, as found; the others go. */
#include "base/memory.h"
#include "base/text.h"
#include "evidence/table.h"

#include <stdio.h>
#include <stdlib.h>

struct gathered {
	uint8_t (*addresses)[6];
	struct bytes *numbers;
	size_t address_count, number_count;
};

static bool is_question(const struct evidence *evidence, const struct record *record)
{
	return bytes_equal(record_text(evidence, record, ATTRIBUTE_CONFIDENCE), BYTES("none"));
}

static void add_address(struct gathered *gathered, const uint8_t octets[6])
{
	bool nobodys = (octets[0] & 1) || (!octets[3] && !octets[4] && !octets[5]);

	if (!nobodys)
		memcpy(gathered->addresses[gathered->address_count++], octets, 6);
}

/* An address as it was recognised: twelve hexadecimal digits, whatever is between them. */
static void add_written(struct gathered *gathered, struct bytes text)
{
	uint8_t octets[6] = { 0 };
	size_t digits = 0;

	for (size_t i = 0; i < text.size; i++) {
		int digit = text_hex_digit(text.data[i]);

		if (digit < 0)
			continue;
		if (digits == 12)
			return;
		octets[digits / 2] = (uint8_t)(octets[digits / 2] << 4 | digit);
		digits++;
	}
	if (digits == 12)
		add_address(gathered, octets);
}

static void add_link(struct gathered *gathered, const struct address *address)
{
	if (address->family == ADDRESS_MAC)
		add_address(gathered, address->octets);
}

static int address_compare(const void *a, const void *b)
{
	return memcmp(a, b, 6);
}

static int number_compare(const void *a, const void *b)
{
	return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

/* In order, each once, and no more than there is time for: the order in which workers saw them is none. */
static void put_in_order(struct gathered *gathered)
{
	size_t addresses = 0, numbers = 0;

	if (gathered->address_count)
		qsort(gathered->addresses, gathered->address_count, 6, address_compare);
	if (gathered->number_count)
		qsort(gathered->numbers, gathered->number_count, sizeof *gathered->numbers, number_compare);
	for (size_t i = 0; i < gathered->address_count && addresses < LIMIT_HASH_KNOWN; i++)
		if (!addresses || memcmp(gathered->addresses[addresses - 1], gathered->addresses[i], 6) != 0)
			memmove(gathered->addresses[addresses++], gathered->addresses[i], 6);
	for (size_t i = 0; i < gathered->number_count && numbers < LIMIT_HASH_KNOWN; i++)
		if (!numbers || !bytes_equal(gathered->numbers[numbers - 1], gathered->numbers[i]))
			gathered->numbers[numbers++] = gathered->numbers[i];
	gathered->address_count = addresses;
	gathered->number_count = numbers;
}

static void gather(struct evidence *evidence, struct gathered *gathered)
{
	for (size_t i = 0; i < evidence->hosts.count; i++)
		add_link(gathered, &evidence->hosts.entries[i].mac);
	for (size_t i = 0; i < evidence->options->device_count; i++)
		add_link(gathered, &evidence->options->devices[i]);
	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];
		struct bytes data = record_text(evidence, record, ATTRIBUTE_DATA);
		struct bytes value = record_text(evidence, record, ATTRIBUTE_VALUE);

		add_link(gathered, &record->context->source);
		add_link(gathered, &record->context->destination);
		if (is_question(evidence, record) || !value.size)
			continue;
		if (bytes_equal(data, BYTES("device.mac")) || bytes_equal(data, BYTES("network.bssid")))
			add_written(gathered, value);
		else if (bytes_equal(data, BYTES("contact.mobile")))
			gathered->numbers[gathered->number_count++] = value;
	}
	put_in_order(gathered);
}

static void set_text(struct evidence *evidence, struct record *record, enum attribute attribute,
		     struct bytes text)
{
	unsigned slot = evidence->slot_of[record->kind][attribute] - 1u;

	record->slots[slot].text = share_text(evidence, text);
	record->present |= UINT32_C(1) << slot;
}

static void set_found(struct evidence *evidence, struct record *record,
		      const struct preimage_question *question)
{
	struct bytes outer = record_text(evidence, record, ATTRIBUTE_ENCODING);
	char encoding[128];

	if (outer.size == 0 || bytes_equal(outer, BYTES("none")))
		snprintf(encoding, sizeof encoding, "%s", question->algorithm);
	else
		snprintf(encoding, sizeof encoding, "%.*s+%s", (int)outer.size, (const char *)outer.data,
			 question->algorithm);
	set_text(evidence, record, ATTRIBUTE_CONFIDENCE, BYTES("certain"));
	set_text(evidence, record, ATTRIBUTE_ENCODING, bytes_of(encoding));
	set_text(evidence, record, ATTRIBUTE_WHY, bytes_of(question->how));
}

/* Keeps what is no question and what was answered; `questions` are in the order of the records. */
static void keep_answered(struct evidence *evidence, const struct preimage_question *questions)
{
	struct record **records = evidence->records[KIND_TRANSMISSION];
	size_t kept = 0;

	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++) {
		struct record *record = records[i];

		if (is_question(evidence, record)) {
			const struct preimage_question *question = questions ? questions++ : NULL;

			if (!question || !question->algorithm)
				continue;
			set_found(evidence, record, question);
		}
		records[kept++] = record;
	}
	evidence->kind_count[KIND_TRANSMISSION] = kept;
}

static void ask(struct evidence *evidence, struct preimage_question *questions, size_t count)
{
	const struct examiner *examiner = evidence->options->examiner;
	size_t records = evidence->kind_count[KIND_TRANSMISSION], at = 0;
	/* Of each record its two ends and its value. */
	size_t room = 3 * records + evidence->hosts.count + evidence->options->device_count;
	struct gathered gathered = { .addresses = memory_new_array(room, 6),
				     .numbers = memory_new_array(records, sizeof *gathered.numbers) };

	for (size_t i = 0; i < records; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];

		if (is_question(evidence, record))
			questions[at++] = (struct preimage_question){
				.digest = record_text(evidence, record, ATTRIBUTE_VALUE),
				.number = bytes_equal(record_text(evidence, record, ATTRIBUTE_DATA),
						      BYTES("contact.mobile")),
			};
	}
	if (gathered.addresses && gathered.numbers) {
		gather(evidence, &gathered);
		const struct preimage_known known = {
			.addresses = (const uint8_t(*)[6])gathered.addresses,
			.address_count = gathered.address_count,
			.numbers = gathered.numbers,
			.number_count = gathered.number_count,
		};

		if (!examiner->undo_digests(examiner->self, questions, count, &known,
					    evidence->options->hash_budget))
			evidence->out_of_memory = true;
	} else {
		evidence->out_of_memory = true;
	}
	free(gathered.addresses);
	free(gathered.numbers);
}

void finish_digests(struct evidence *evidence)
{
	const struct examiner *examiner = evidence->options->examiner;
	struct preimage_question *questions = NULL;
	size_t count = 0;

	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++)
		count += is_question(evidence, evidence->records[KIND_TRANSMISSION][i]);
	if (count == 0)
		return;
	if (examiner && examiner->undo_digests && evidence->options->hash_budget) {
		questions = memory_new_array(count, sizeof *questions);
		if (questions)
			ask(evidence, questions, count);
		else
			evidence->out_of_memory = true;
	}
	keep_answered(evidence, questions);
	free(questions);
}
