/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/limits.h"
#include "evidence/evidence.h"

#include <stdio.h>

static const struct evidence_options no_options;

static struct evidence *fresh(const struct evidence_options *options)
{
	struct evidence *evidence = NULL;
	struct error error;

	assert_int_equal(evidence_new(options ? options : &no_options, &evidence, &error), STATUS_OK);
	return evidence;
}

static struct address address(const char *text)
{
	struct address parsed;

	assert_true(address_parse(bytes_of(text), &parsed));
	return parsed;
}

/* A carrier from a device to a server, its window over `payload` from one frame. */
static struct carrier carrier_of(const char *source, const char *destination, struct bytes payload,
				 const struct span *span)
{
	return (struct carrier){
		.source = address(source),
		.destination = address(destination),
		.source_port = 40000,
		.destination_port = 80,
		.from_client = true,
		.transport = "tcp",
		.protocol = "http",
		.window = { payload, 100, span, 1 },
	};
}

static void say_phone(struct evidence *evidence, struct bytes value, struct bytes where)
{
	struct observation phone = observation_of(KIND_TRANSMISSION);

	observation_word(&phone, ATTRIBUTE_DATA, "contact.mobile");
	observation_text(&phone, ATTRIBUTE_VALUE, value);
	phone.shown_at_start = 3;
	phone.shown_at_end = 4;
	observer_say(evidence_observer(evidence), &phone, where);
}

static void assert_text(const struct bytes text, const char *expected)
{
	char copy[256];

	snprintf(copy, sizeof copy, "%.*s", (int)text.size, (const char *)text.data);
	assert_string_equal(copy, expected);
}

static void assert_attribute(struct evidence *evidence, enum kind kind, enum attribute attribute,
			     const char *expected)
{
	assert_text(evidence_get(evidence, kind, 0, attribute), expected);
}

static void equal_observations_are_joined(void **state)
{
	(void)state;
	struct evidence *evidence = fresh(NULL);
	struct error error;
	struct bytes payload = BYTES("phone=13800138000");
	struct span span = { 0, 7, 5 * INSTANT_SECOND };
	struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);

	evidence_carry(evidence, &carrier, NULL);
	say_phone(evidence, bytes_from(payload, 6), bytes_from(payload, 6));
	span = (struct span){ 0, 3, 4 * INSTANT_SECOND };
	say_phone(evidence, bytes_from(payload, 6), bytes_from(payload, 6));
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_int_equal(evidence_count(evidence, KIND_TRANSMISSION), 1);
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_COUNT, "2");
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_FRAMES, "3 7");
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_FIRST, "1970-01-01T00:00:04Z");
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_LAST, "1970-01-01T00:00:05Z");
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_LABEL, "contact.mobile#1");
	evidence_free(evidence);
}

/* Whatever the order in which places come, the earliest few are kept, each once. */
static void the_earliest_places_are_kept(void **state)
{
	static const uint64_t orders[][8] = {
		{ 1, 2, 3, 4, 5, 6, 7, 8 }, { 8, 7, 6, 5, 4, 3, 2, 1 }, { 5, 1, 6, 2, 7, 3, 8, 4 },
		{ 4, 4, 3, 3, 1, 2, 2, 1 }, { 2, 9, 3, 8, 4, 7, 1, 1 },
	};
	struct bytes payload = BYTES("13800138000");
	struct error error;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		struct evidence *evidence[2] = { fresh(NULL), fresh(NULL) };

		for (size_t at = 0; at < COUNT_OF(orders[i]); at++) {
			struct span span = { 0, orders[i][at], (instant)orders[i][at] };
			struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);

			evidence_carry(evidence[at % 2], &carrier, NULL);
			say_phone(evidence[at % 2], payload, payload);
		}
		assert_int_equal(evidence_merge(evidence[0], evidence[1], &error), STATUS_OK);
		assert_int_equal(evidence_finish(evidence[0], &error), STATUS_OK);
		assert_int_equal(evidence_count(evidence[0], KIND_TRANSMISSION), 1);
		assert_attribute(evidence[0], KIND_TRANSMISSION, ATTRIBUTE_COUNT, "8");
		assert_attribute(evidence[0], KIND_TRANSMISSION, ATTRIBUTE_FRAMES, "1 2 3 4");
		evidence_free(evidence[0]);
		evidence_free(evidence[1]);
	}
}

/* A host is found again among many, with all its link addresses. */
static void link_addresses_are_found_among_many_hosts(void **state)
{
	struct evidence *evidence = fresh(NULL);
	struct span span = { 0, 1, 1 };
	struct carrier carrier = carrier_of("10.0.1.7", "203.0.113.5", BYTES("x"), &span);
	struct address found[4], mac = address("02:00:00:00:00:01");
	struct error error;

	(void)state;
	evidence_carry(evidence, NULL, NULL);
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < LIMIT_HOSTS - 1; i++) {
			struct address ip = address("10.0.0.0");

			ip.octets[2] = (uint8_t)(i >> 8);
			ip.octets[3] = mac.octets[5] = (uint8_t)i;
			mac.octets[4] = (uint8_t)(i >> 8);
			evidence_see_host(evidence, &ip, &mac, true, i == 300);
		}
	mac = address("02:00:00:00:ff:ff");
	evidence_see_host(evidence, &carrier.source, &mac, false, false);
	evidence_carry(evidence, &carrier, NULL);
	assert_int_equal(observer_link_addresses(evidence_observer(evidence), found, 4), 2);
	assert_int_equal(found[0].octets[4], 1);
	assert_int_equal(found[0].octets[5], 7);
	assert_true(address_equal(&found[1], &mac));
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_int_equal(evidence_count(evidence, KIND_LIMIT), 0);
	assert_attribute(evidence, KIND_DEVICE, ATTRIBUTE_ADDRESS, "10.0.1.44");
	evidence_free(evidence);
}

static void values_are_masked_unless_revealed(void **state)
{
	(void)state;
	struct evidence_options reveal = { .reveal = true };
	struct bytes payload = BYTES("13800138000");
	struct span span = { 0, 1, 0 };
	struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);
	struct error error;

	for (int revealed = 0; revealed < 2; revealed++) {
		struct evidence *evidence = fresh(revealed ? &reveal : NULL);
		struct buffer text = buffer_of(1 << 20);

		evidence_carry(evidence, &carrier, NULL);
		say_phone(evidence, payload, payload);
		assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_VALUE,
				 revealed ? "13800138000" : "138****8000");
		assert_int_equal(evidence_write_jsonl(evidence, &text, &error), STATUS_OK);
		assert_int_equal(bytes_find(buffer_bytes(&text), payload) != SIZE_MAX, revealed);
		buffer_free(&text);
		evidence_free(evidence);
	}
}

static void too_many_values_are_counted_together(void **state)
{
	(void)state;
	struct evidence *evidence = fresh(NULL);
	struct error error;
	struct bytes payload = BYTES("x");
	struct span span = { 0, 1, 0 };
	struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);

	evidence_carry(evidence, &carrier, NULL);
	for (unsigned i = 0; i < LIMIT_VALUES + 50; i++) {
		char value[16];

		snprintf(value, sizeof value, "139%08u", i);
		say_phone(evidence, bytes_of(value), payload);
	}
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_int_equal(evidence_count(evidence, KIND_TRANSMISSION), LIMIT_VALUES + 1);
	size_t more = 0;

	for (size_t i = 0; i <= LIMIT_VALUES; i++)
		if (evidence_get(evidence, KIND_TRANSMISSION, i, ATTRIBUTE_MORE).size) {
			assert_text(evidence_get(evidence, KIND_TRANSMISSION, i, ATTRIBUTE_COUNT), "50");
			more++;
		}
	assert_int_equal(more, 1);
	evidence_free(evidence);
}

static void the_device_is_oriented_by_option_and_by_inference(void **state)
{
	(void)state;
	struct address device = address("192.168.1.9"), other = address("192.168.1.77");
	struct address mac = address("02:00:00:00:00:09");
	struct bytes payload = BYTES("13800138000");
	struct span span = { 0, 1, 0 };
	struct error error;
	struct {
		struct evidence_options options;
		const char *device, *direction, *audited, *listed, *why;
	} cases[] = {
		{ { .devices = &device, .device_count = 1 },
		  "192.168.1.9",
		  "received",
		  "",
		  "192.168.1.9",
		  "" },
		{ { .devices = &mac, .device_count = 1 }, "192.168.1.9", "received", "", "192.168.1.9", "" },
		{ { .devices = &other, .device_count = 1 },
		  "192.168.1.9",
		  "received",
		  "no",
		  "192.168.1.77",
		  "no packet of it was captured" },
		{ { .device_count = 0 },
		  "192.168.1.9",
		  "received",
		  "",
		  "192.168.1.9",
		  "opens most flows to the internet" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct evidence *evidence = fresh(&cases[i].options);
		struct carrier carrier = carrier_of("203.0.113.5", "192.168.1.9", payload, &span);

		carrier.from_client = false;
		evidence_carry(evidence, &carrier, NULL);
		evidence_see_host(evidence, &carrier.destination, &mac, true, true);
		say_phone(evidence, payload, payload);
		assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_DEVICE, cases[i].device);
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_DIRECTION, cases[i].direction);
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_AUDITED, cases[i].audited);
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_SCOPE, "internet");
		assert_attribute(evidence, KIND_DEVICE, ATTRIBUTE_ADDRESS, cases[i].listed);
		assert_attribute(evidence, KIND_DEVICE, ATTRIBUTE_WHY, cases[i].why);
		evidence_free(evidence);
	}
}

static void a_peer_goes_by_its_last_name(void **state)
{
	(void)state;
	struct evidence *evidence = fresh(NULL);
	struct error error;
	struct bytes payload = BYTES("13800138000");
	struct span span = { 0, 1, 10 };
	struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);

	evidence_carry(evidence, &carrier, NULL);
	observer_name_address(evidence_observer(evidence), &carrier.destination, BYTES("old.lock.example"),
			      "dns");
	span.time = 20;
	observer_name_address(evidence_observer(evidence), &carrier.destination, BYTES("api.lock.example"),
			      "dns");
	span.time = 30;
	say_phone(evidence, payload, payload);
	span.time = 40;
	observer_name_address(evidence_observer(evidence), &carrier.destination, BYTES("later.lock.example"),
			      "dns");
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_HOST, "api.lock.example");
	assert_attribute(evidence, KIND_ENDPOINT, ATTRIBUTE_DOMAIN, "lock.example");
	evidence_free(evidence);
}

/* `Annas-telephone`: what owners call their devices is theirs; a server's name is not. */
static void what_a_local_host_calls_itself_is_masked(void **state)
{
	static const char *const sources[] = { "dhcp", "netbios", "mdns", "llmnr", "dns" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		bool shown = strcmp(sources[i], "dns") == 0;
		struct evidence *evidence = fresh(NULL);
		struct error error;
		struct bytes payload = BYTES("13800138000");
		struct span span = { 0, 1, 10 };
		struct carrier carrier = carrier_of("192.168.1.9", "192.168.1.30", payload, &span);

		evidence_carry(evidence, &carrier, NULL);
		observer_name_address(evidence_observer(evidence), &carrier.destination,
				      BYTES("AnnasTelephone"), sources[i]);
		say_phone(evidence, payload, payload);
		struct observation query = observation_of(KIND_DNS_QUERY);

		carrier.protocol = "llmnr";
		evidence_carry(evidence, &carrier, NULL);
		observation_text(&query, ATTRIBUTE_NAME,
				 shown ? BYTES("_http._tcp.local") : BYTES("AnnasTelephone"));
		observer_say(evidence_observer(evidence), &query, payload);
		assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
		assert_attribute(evidence, KIND_DNS_QUERY, ATTRIBUTE_NAME,
				 shown ? "_http._tcp.local" : "An********");
		assert_attribute(evidence, KIND_ENDPOINT, ATTRIBUTE_NAME,
				 shown ? "AnnasTelephone" : "An********");
		assert_attribute(evidence, KIND_TRANSMISSION, ATTRIBUTE_HOST,
				 shown ? "AnnasTelephone" : "192.168.1.30");
		evidence_free(evidence);
	}
}

/* Everything said to one table, or spread over several that are merged: the same document. */
static void merging_gives_the_same_document(void **state)
{
	(void)state;
	struct buffer documents[2] = { buffer_of(1 << 22), buffer_of(1 << 22) };
	struct error error;

	for (unsigned tables = 1; tables <= 2; tables++) {
		struct evidence *evidence[2] = { fresh(NULL), fresh(NULL) };

		for (unsigned i = 0; i < 300; i++) {
			char value[16];
			struct bytes payload = BYTES("x");
			struct span span = { i, i + 1, i };
			struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", payload, &span);
			struct evidence *table = evidence[i % tables];

			snprintf(value, sizeof value, "139%08u", i % 37);
			evidence_carry(table, &carrier, NULL);
			say_phone(table, bytes_of(value), payload);
		}
		assert_int_equal(evidence_merge(evidence[0], evidence[1], &error), STATUS_OK);
		assert_int_equal(evidence_finish(evidence[0], &error), STATUS_OK);
		assert_int_equal(evidence_write_xml(evidence[0], &documents[tables - 1], &error), STATUS_OK);
		evidence_free(evidence[0]);
		evidence_free(evidence[1]);
	}
	assert_true(documents[0].size > 1000);
	assert_true(bytes_equal(buffer_bytes(&documents[0]), buffer_bytes(&documents[1])));
	buffer_free(&documents[0]);
	buffer_free(&documents[1]);
}

/* The limit of one table is not the document's: what the last shard saw stands there too. */
static void merged_tables_hold_more_than_one(void **state)
{
	(void)state;
	struct evidence *evidence[2] = { fresh(NULL), fresh(NULL) };
	struct span span = { 0, 1, 0 };
	struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", BYTES("x"), &span);
	struct error error;
	enum { EACH = LIMIT_SHARD_OBSERVATIONS - 100 };

	for (unsigned i = 0; i < 2 * EACH; i++) {
		struct observation query = observation_of(KIND_DNS_QUERY);
		char name[32];

		snprintf(name, sizeof name, "h%u.example", i);
		observation_word(&query, ATTRIBUTE_NAME, name);
		evidence_carry(evidence[i % 2], &carrier, NULL);
		observer_say(evidence_observer(evidence[i % 2]), &query, BYTES_EMPTY);
	}
	assert_int_equal(evidence_merge(evidence[0], evidence[1], &error), STATUS_OK);
	assert_int_equal(evidence_finish(evidence[0], &error), STATUS_OK);
	assert_int_equal(evidence_count(evidence[0], KIND_DNS_QUERY), 2 * EACH);
	assert_int_equal(evidence_count(evidence[0], KIND_LIMIT), 0);
	evidence_free(evidence[0]);
	evidence_free(evidence[1]);
}

static void hostile_text_stays_well_formed(void **state)
{
	(void)state;
	struct evidence *evidence = fresh(NULL);
	struct error error;
	struct buffer text = buffer_of(1 << 20);
	struct observation comment = observation_of(KIND_COMMENT);

	observation_text(&comment, ATTRIBUTE_TEXT, BYTES("a<b>&\"'\x1b[31m\xff\xe2\x80\xae\x00z"));
	observer_say(evidence_observer(evidence), &comment, BYTES_EMPTY);
	assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
	assert_int_equal(evidence_write_xml(evidence, &text, &error), STATUS_OK);
	assert_true(
		bytes_find(buffer_bytes(&text),
			   BYTES("text=\"a&lt;b&gt;&amp;&quot;&#39;\\x1b[31m\\xff\\xe2\\x80\\xae\\x00z\"")) !=
		SIZE_MAX);
	buffer_free(&text);
	evidence_free(evidence);
}

static void a_masked_value_does_not_stand_open_elsewhere(void **state)
{
	(void)state;
	static const struct {
		const char *secret, *topic, *shown;
	} cases[] = {
		{ "9f31c2aa07", "/api/9f31c2aa07/lights", "/api/***/lights" },
		{ "9f31c2aa07", "/api/9f31c2aa07b/lights", "/api/9f31c2aa07b/lights" },
		{ "password", "/api/password", "/api/password" },
		{ "1234", "/api/1234", "/api/1234" },
	};
	struct error error;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct evidence *evidence = fresh(NULL);
		struct observation token = observation_of(KIND_CREDENTIAL);
		struct span span = { 0, 1, 0 };
		struct carrier carrier = carrier_of("192.168.1.9", "203.0.113.5", BYTES("x"), &span);

		evidence_carry(evidence, &carrier, NULL);
		observation_word(&token, ATTRIBUTE_SECRET, cases[i].secret);
		observation_word(&token, ATTRIBUTE_TOPIC, cases[i].topic);
		observer_say(evidence_observer(evidence), &token, BYTES_EMPTY);
		assert_int_equal(evidence_finish(evidence, &error), STATUS_OK);
		assert_attribute(evidence, KIND_CREDENTIAL, ATTRIBUTE_TOPIC, cases[i].shown);
		evidence_free(evidence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_observations_are_joined),
		cmocka_unit_test(the_earliest_places_are_kept),
		cmocka_unit_test(link_addresses_are_found_among_many_hosts),
		cmocka_unit_test(values_are_masked_unless_revealed),
		cmocka_unit_test(too_many_values_are_counted_together),
		cmocka_unit_test(the_device_is_oriented_by_option_and_by_inference),
		cmocka_unit_test(a_peer_goes_by_its_last_name),
		cmocka_unit_test(merging_gives_the_same_document),
		cmocka_unit_test(a_masked_value_does_not_stand_open_elsewhere),
		cmocka_unit_test(what_a_local_host_calls_itself_is_masked),
		cmocka_unit_test(merged_tables_hold_more_than_one),
		cmocka_unit_test(hostile_text_stays_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
