/* SPDX-License-Identifier: Apache-2.0 */
/* From frames to flows: several packets in one frame, also inside a datagram that came in fragments; why
 * packets stop before a flow; payloads without TCP or UDP. */
#include "packet_harness.h"

#include "base/limits.h"
#include "evidence/evidence.h"
#include "flow/flow.h"

#define AP	"\x02\x00\x00\x00\x00\xaa"
#define STATION "\x02\x00\x00\x00\x00\x01"
#define HOST	"\x02\x00\x00\x00\x00\x02"
#define LLC	"\xaa\xaa\x03\x00\x00\x00\x08\x00"
/* Two frames of one text each, 44 bytes with what is around them */
#define TEXT(text) IPV4("\x21", "\x11") UDP("\x0d") text
#define PART(text) HOST STATION "\x00\x29" LLC TEXT(text)
#define AGGREGATE  "\x88\x01\x00\x00" AP STATION HOST "\x10\x00\x80\x00" PART("first") "\0" PART("other")

struct heard {
	char text[400];
	size_t size;
};

static void record(void *self, struct observer *observer, const struct message *message, struct bytes content,
		   struct bytes where)
{
	struct heard *heard = self;

	(void)observer;
	(void)message;
	(void)where;
	assert_true(content.size < sizeof heard->text - heard->size - 1);
	memcpy(heard->text + heard->size, content.data, content.size);
	heard->size += content.size;
	heard->text[heard->size++] = ' ';
}

static void record_value(void *self, struct observer *observer, const struct message *message,
			 struct bytes field, struct bytes value)
{
	(void)field;
	record(self, observer, message, value, value);
}

struct run {
	struct heard heard;
	struct examiner examiner;
	struct evidence_options options;
	struct tracker *tracker;
	uint64_t frames;
};

static void start(struct run *run)
{
	struct tracker_options options = { .evidence = &run->options, .jobs = 1 };
	struct error error;

	memset(run, 0, sizeof *run);
	run->examiner = (struct examiner){ .self = &run->heard, .content = record, .value = record_value };
	run->options.examiner = &run->examiner;
	assert_int_equal(tracker_new(&options, &run->tracker, &error), STATUS_OK);
}

/* A frame of which only the first `recorded` bytes are there. */
static void give_cut(struct run *run, uint32_t link_type, struct bytes data, size_t recorded)
{
	struct bytes copy = hostile_copy(bytes_slice(data, 0, recorded));
	struct error error;
	struct tracker_frame frame = {
		.number = ++run->frames,
		.time = INSTANT_SECOND,
		.link_type = link_type,
		.data = copy,
		.wire_size = data.size,
	};

	assert_int_equal(tracker_frame(run->tracker, &frame, &error), STATUS_OK);
	hostile_free(copy);
}

static void give(struct run *run, uint32_t link_type, struct bytes data)
{
	give_cut(run, link_type, data, data.size);
}

static struct evidence *finish(struct run *run)
{
	struct evidence *evidence;
	struct error error;

	assert_int_equal(tracker_end_input(run->tracker, &error), STATUS_OK);
	assert_int_equal(tracker_finish(run->tracker, &evidence, &error), STATUS_OK);
	return evidence;
}

static void every_packet_of_a_frame_is_read(void **state)
{
	struct run run;

	(void)state;
	start(&run);
	give(&run, 105, BYTES(AGGREGATE));
	finish(&run);
	assert_string_equal(run.heard.text, "first other ");
	tracker_free(run.tracker);
}

/* The datagram lives in a buffer that the next one overwrites: its further packets must not. */
static void also_inside_fragments(void **state)
{
	static const char tunnel[] = "\x04\xd2\x14\x7f\0\0\0\0"
				     "\x00\x10\x03\x00\0\0\0\0" AGGREGATE;
	struct bytes datagram = { (const uint8_t *)tunnel, sizeof tunnel - 1 };
	uint8_t first[20 + 48], second[200];
	struct bytes head = BYTES(
		"\x45\x00\x00\x44\x00\x07\x20\x00\x40\x11\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02");
	struct run run;

	(void)state;
	start(&run);
	memcpy(first, head.data, 20);
	memcpy(first + 20, datagram.data, 48);
	memcpy(second, head.data, 20);
	memcpy(second + 20, datagram.data + 48, datagram.size - 48);
	second[3] = (uint8_t)(20 + datagram.size - 48);
	second[6] = 0;
	second[7] = 48 / 8;
	give(&run, 101, (struct bytes){ first, sizeof first });
	give(&run, 101, (struct bytes){ second, 20 + datagram.size - 48 });
	finish(&run);
	assert_string_equal(run.heard.text, "first other ");
	tracker_free(run.tracker);
}

static bool says(struct evidence *evidence, const char *reason, const char *decoder)
{
	for (size_t i = 0; i < evidence_count(evidence, KIND_UNDECODED); i++)
		if (bytes_equal(evidence_get(evidence, KIND_UNDECODED, i, ATTRIBUTE_REASON),
				bytes_of(reason)) &&
		    bytes_equal(evidence_get(evidence, KIND_UNDECODED, i, ATTRIBUTE_DECODER),
				bytes_of(decoder)))
			return true;
	return false;
}

static void says_why_packets_stop(void **state)
{
	struct run run;

	(void)state;
	start(&run);
	give(&run, 105,
	     BYTES("\x08\x41\x00\x00" AP STATION HOST "\x10\x00"
		   "\x01\x05\x00\x20\0\0\0\0........"));
	give(&run, 101, BYTES(IPV4("\x24", "\x21") "\x04\xd2\x00\x50\0\0\0\1\0\0\0\0\0\3\0\4"));
	give(&run, 105, BYTES("\xd4\x00\x00\x00" STATION));
	give(&run, 195, BYTES("anything"));
	struct evidence *evidence = finish(&run);

	assert_int_equal(evidence_count(evidence, KIND_UNDECODED), 3);
	assert_true(says(evidence, "ccmp", "802.11"));
	assert_true(says(evidence, "dccp", "dccp"));
	assert_true(says(evidence, "unknown-link-type", "802.15.4"));
	tracker_free(run.tracker);
}

/* What an error quotes is read unless it was already. */
static void quoted_datagrams_are_read_once(void **state)
{
	/* From 10.0.0.2 to 10.0.0.1, which sent what it quotes */
	static const struct bytes error = BYTES(
		"\x45\0\0\x3d\0\7\0\0\x40\1\0\0\x0a\0\0\2\x0a\0\0\1\3\3\0\0\0\0\0\0" TEXT("quote"));
	struct run run;

	(void)state;
	start(&run);
	give(&run, 101, BYTES(TEXT("first")));
	give(&run, 101, error);
	finish(&run);
	assert_string_equal(run.heard.text, "first ");
	tracker_free(run.tracker);
	start(&run);
	give(&run, 101, error);
	give(&run, 101, error);
	finish(&run);
	assert_string_equal(run.heard.text, "quote ");
	tracker_free(run.tracker);
}

/* Both ends of a Bluetooth connection come from a frame of its own. */
static void payloads_of_links_are_read(void **state)
{
	struct run run;

	(void)state;
	start(&run);
	give(&run, 187, BYTES("\4\x0e\x0a\1\x09\x10\0\5\0\0\0\0\2"));
	give(&run, 187, BYTES("\4\x3e\x13\1\0\x40\0\0\1\1\0\0\0\0\xc2\6\0\0\0\x2a\0\0"));
	give(&run, 201, BYTES("\0\0\0\0\2\x40\0\x0b\0\7\0\4\0\x12\3\0open"));
	struct evidence *evidence = finish(&run);

	assert_string_equal(run.heard.text, "open ");
	assert_int_equal(evidence_count(evidence, KIND_COVERAGE), 1);
	assert_true(bytes_equal(evidence_get(evidence, KIND_COVERAGE, 0, ATTRIBUTE_PROTOCOL), BYTES("att")));
	assert_true(bytes_equal(evidence_get(evidence, KIND_COVERAGE, 0, ATTRIBUTE_PEER),
				BYTES("c2:00:00:00:00:01")));
	assert_true(
		bytes_equal(evidence_get(evidence, KIND_COVERAGE, 0, ATTRIBUTE_TRANSPORT), BYTES("link")));
	tracker_free(run.tracker);
}

#define NAME "\4lock\7example\0"
#define ASK  "\x12\x34\1\0\0\1\0\0\0\0\0\0" NAME "\0\1\0\1"
#define TELL(size) \
	"\x12\x34\x81\x80\0\1\0\1\0\0\0\0" NAME "\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\1\0" size "\xcb\0\x71\5"
#define QUERY	     IPV4("\x3a", "\x11") "\x9c\x40\0\x35\0\x26\0\0" ASK
#define ANSWER(size) ANSWER_HEAD "\0\x35\x9c\x40\0\x36\0\0" TELL(size)
#define ANSWER_HEAD  "\x45\x00\x00\x4a\x00\x07\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x02\x0a\x00\x00\x01"

/* How often something of that kind has that reason. */
static size_t count_reason(struct evidence *evidence, enum kind kind, const char *reason)
{
	size_t count = 0;

	for (size_t i = 0; i < evidence_count(evidence, kind); i++)
		count += bytes_equal(evidence_get(evidence, kind, i, ATTRIBUTE_REASON), bytes_of(reason));
	return count;
}

/* Nobody sent something malformed because the capture has only the beginning of it. */
static void a_datagram_that_was_cut_is_not_malformed(void **state)
{
	const struct bytes answer = BYTES(ANSWER("\4"));
	size_t cut = 0;

	(void)state;
	for (size_t recorded = 28; recorded <= answer.size; recorded++) {
		struct run run;

		start(&run);
		give(&run, 101, BYTES(QUERY));
		give_cut(&run, 101, answer, recorded);
		struct evidence *evidence = finish(&run);

		assert_int_equal(count_reason(evidence, KIND_UNDECODED, "malformed"), 0);
		assert_int_equal(count_reason(evidence, KIND_COVERAGE, "malformed"), 0);
		cut += count_reason(evidence, KIND_UNDECODED, "cut");
		tracker_free(run.tracker);
	}
	assert_true(cut > 10);
}

/* What is malformed in a whole one is, whatever was cut before. */
static void a_whole_datagram_is_malformed(void **state)
{
	struct run run;

	(void)state;
	start(&run);
	give(&run, 101, BYTES(QUERY));
	give_cut(&run, 101, BYTES(ANSWER("\4")), 66);
	give(&run, 101, BYTES(ANSWER("\x40")));
	struct evidence *evidence = finish(&run);

	assert_int_equal(count_reason(evidence, KIND_UNDECODED, "malformed"), 1);
	assert_int_equal(count_reason(evidence, KIND_UNDECODED, "cut"), 1);
	tracker_free(run.tracker);
}

static void connections_that_are_forgotten_are_said(void **state)
{
	(void)state;
	for (unsigned more = 0; more < 2; more++) {
		uint8_t frame[] = "\0\0\0\0\2\x40\0\x0b\0\7\0\4\0\x12\3\0open";
		struct run run;

		start(&run);
		for (unsigned i = 0; i < LIMIT_BLUETOOTH_LINKS + more; i++) {
			frame[5] = (uint8_t)i;
			give(&run, 201, (struct bytes){ frame, sizeof frame - 1 });
		}
		struct evidence *evidence = finish(&run);

		assert_int_equal(evidence_count(evidence, KIND_LIMIT), more);
		if (more)
			assert_true(bytes_equal(evidence_get(evidence, KIND_LIMIT, 0, ATTRIBUTE_LIMIT_NAME),
						BYTES("bluetooth-links")));
		tracker_free(run.tracker);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_datagram_that_was_cut_is_not_malformed),
		cmocka_unit_test(a_whole_datagram_is_malformed),
		cmocka_unit_test(connections_that_are_forgotten_are_said),
		cmocka_unit_test(every_packet_of_a_frame_is_read),
		cmocka_unit_test(also_inside_fragments),
		cmocka_unit_test(says_why_packets_stop),
		cmocka_unit_test(quoted_datagrams_are_read_once),
		cmocka_unit_test(payloads_of_links_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
