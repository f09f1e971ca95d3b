/* SPDX-License-Identifier: Apache-2.0 */
#include "packet_harness.h"

#define TCP_20 "\x04\xd2\x00\x50\x00\x00\x00\x64\x00\x00\x00\xc8\x50\x18\x01\x00\x00\x00\x00\x00"
#define TCP_24 \
	"\x04\xd2\x00\x50\x00\x00\x00\x64\x00\x00\x00\xc8\x60\x18\x01\x00\x00\x00\x00\x00\x02\x04\x05\xb4"

static struct packet packet_of(uint32_t link_type, struct bytes frame, size_t wire_size)
{
	return (struct packet){
		.frame = 1,
		.rest = cursor_over(frame),
		.wire_left = wire_size,
		.next = { SELECT_LINK, link_type },
	};
}

struct sample {
	const char *what;
	uint32_t link_type;
	struct bytes frame;
	const char *payload; /* or NULL: opaque or control */
	const char *name;
};

/* Every one carries port 1234 to 80 where it has a payload, and nothing behind the payload unless
 * its headers say how long it is. */
static const struct sample samples[] = {
	{ "Ethernet, padding cut", 1,
	  BYTES(MACS "\x08\x00" IPV4("\x2a", "\x06") TCP_20 "hi"
							    "\0\0\0\0"),
	  "hi", "tcp" },
	{ "options of IPv4 and TCP", 1,
	  BYTES(MACS
		"\x08\x00\x46\x00\x00\x32\x00\x07\x00\x00\x40\x06\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02"
		"\x01\x01\x01\x00" TCP_24 "hi"),
	  "hi", "tcp" },
	{ "UDP over IPv6", 1, BYTES(MACS "\x86\xdd" IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "UDP shorter than its packet", 1, BYTES(MACS "\x08\x00" IPV4("\x20", "\x11") UDP("\x0a") "hi..."),
	  "hi", "udp" },
	{ "extension headers", 1,
	  BYTES(MACS
		"\x86\xdd" IPV6("\x2a", "\x00") "\x2b\x00\x05\x02\x00\x00\x01\x00"
						"\x3c\x00\x00\x00\x00\x00\x00\x00"
						"\x11\x01\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0" UDP("\x0a") "hi"),
	  "hi", "udp" },
	{ "authentication header", 1,
	  BYTES(MACS "\x08\x00" IPV4("\x2a", "\x33") "\x11\x01\x00\x00\0\0\0\1\0\0\0\2" UDP("\x0a") "hi"),
	  "hi", "udp" },
	{ "802.1ad and 802.1Q", 1,
	  BYTES(MACS "\x88\xa8\x00\x05\x81\x00\x00\x06\x08\x00" IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi",
	  "udp" },
	{ "802.3 with SNAP", 1,
	  BYTES(MACS "\x00\x26\xaa\xaa\x03\x00\x00\x00\x08\x00" IPV4("\x1e", "\x11") UDP("\x0a") "hi"
												 "\0\0"),
	  "hi", "udp" },
	{ "cooked", 113,
	  BYTES("\x00\x00\x00\x01\x00\x06\x02\x00\x00\x00\x00\x01\x00\x00\x08\x00" IPV4("\x1e", "\x11")
			UDP("\x0a") "hi"),
	  "hi", "udp" },
	{ "cooked 2", 276,
	  BYTES("\x08\x00\x00\x00\x00\x00\x00\x02\x00\x01\x00\x06\x02\x00\x00\x00\x00\x01\x00\x00" IPV4(
		  "\x1e", "\x11") UDP("\x0a") "hi"),
	  "hi", "udp" },
	{ "raw IPv4", 101, BYTES(IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "raw IPv6", 101, BYTES(IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "raw, BSD", 12, BYTES(IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "raw, OpenBSD", 14, BYTES(IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "IPv4 only", 228, BYTES(IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "IPv6 only", 229, BYTES(IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "loopback, little", 0, BYTES("\x02\x00\x00\x00" IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi",
	  "udp" },
	{ "loopback, big", 0, BYTES("\x00\x00\x00\x1e" IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "loop", 108, BYTES("\x00\x00\x00\x02" IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "IPv4 in IPv4", 1,
	  BYTES(MACS "\x08\x00" IPV4("\x32", "\x04") IPV4("\x1e", "\x11") UDP("\x0a") "hi"), "hi", "udp" },
	{ "length left to the network card", 1, BYTES(MACS "\x08\x00" IPV4("\x00", "\x06") TCP_20 "hi"), "hi",
	  "tcp" },
	{ "the same in IPv6", 1, BYTES(MACS "\x86\xdd" IPV6("\x00", "\x06") TCP_20 "hi"), "hi", "tcp" },
	{ "nothing but a header", 1, BYTES(MACS "\x08\x00" IPV4("\x28", "\x06") TCP_20 "\0\0\0\0\0\0"), "",
	  "tcp" },
	{ "ARP", 1, BYTES(MACS "\x08\x06\x00\x01\x08\x00\x06\x04\x00\x01"), NULL, "arp" },
	{ "ping", 1, BYTES(MACS "\x08\x00" IPV4("\x1c", "\x01") "\x08\x00\x00\x00\x00\x00\x00\x00"), NULL,
	  "icmp" },
	{ "ping of IPv6", 1, BYTES(MACS "\x86\xdd" IPV6("\x08", "\x3a") "\x80\x00\x00\x00\x00\x00\x00\x00"),
	  NULL, "icmp" },
	{ "encrypted payload", 1,
	  BYTES(MACS "\x08\x00" IPV4("\x1c", "\x32") "\x00\x00\x00\x01\x00\x00\x00\x01"), NULL, "esp" },
	{ "spanning tree", 1,
	  BYTES(MACS "\x00\x07\x42\x42\x03\x00\x00\x00\x00"
		     "\0\0\0"),
	  NULL, "llc" },
	{ "no next header", 1, BYTES(MACS "\x86\xdd" IPV6("\x00", "\x3b")), NULL, "ipv6-extension" },
	{ "netlink, not IP", 113,
	  BYTES("\x00\x04\x03\x38\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00\x45\x00"), NULL,
	  "linux-cooked" },
};

static void decode_sample(const struct sample *sample)
{
	struct bytes frame = hostile_copy(sample->frame);
	struct packet packet = packet_of(sample->link_type, frame, frame.size);

	if (packet_decode(&packet) != DECODED || packet.reason)
		fail_msg("%s: %s", sample->what, packet.reason ? packet.reason : "not decoded");
	assert_string_equal(packet.name, sample->name);
	if (!sample->payload)
		assert_true(packet.next.space == SELECT_OPAQUE || packet.next.space == SELECT_CONTROL);
	if (sample->payload) {
		assert_int_equal(packet.next.space, SELECT_PAYLOAD);
		assert_int_equal(packet.wire_left, strlen(sample->payload));
		assert_true(bytes_equal(packet.rest.rest, bytes_of(sample->payload)));
		assert_int_equal(packet.source_port, 1234);
		assert_int_equal(packet.destination_port, 80);
		assert_true(packet.source.octets[packet.source.family == ADDRESS_IPV4 ? 3 : 15] == 1);
		assert_true(packet.destination.octets[packet.source.family == ADDRESS_IPV4 ? 3 : 15] == 2);
	}
	hostile_free(frame);
}

static void reads_every_kind_of_header(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		decode_sample(&samples[i]);
}

/* Cut in a header: `cut` when the wire carried more, `malformed` when it did not. Cut behind the
 * headers: whole, and `wire_left` knows what is missing. */
static void survives_every_truncation(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		for (size_t size = 0; size < samples[i].frame.size; size++) {
			struct bytes frame = hostile_copy(bytes_slice(samples[i].frame, 0, size));
			struct packet snapped = packet_of(samples[i].link_type, frame, samples[i].frame.size);
			struct packet broken = packet_of(samples[i].link_type, frame, size);

			if (packet_decode(&snapped) == DECODED_IN_PART)
				assert_string_equal(snapped.reason, "cut");
			else if (samples[i].payload)
				assert_int_equal(snapped.wire_left, strlen(samples[i].payload));
			packet_decode(&broken);
			assert_true(broken.reason || broken.next.space == SELECT_PAYLOAD ||
				    broken.next.space == SELECT_OPAQUE ||
				    broken.next.space == SELECT_CONTROL);
			hostile_free(frame);
		}
	}
}

static void a_snapped_packet_knows_what_is_missing(void **state)
{
	(void)state;
	struct bytes frame = BYTES(MACS "\x08\x00"
					"\x45\x00\x05\xdc\x00\x07\x00\x00\x40\x06\x00\x00"
					"\x0a\x00\x00\x01\x0a\x00\x00\x02" TCP_20 "GET /");
	struct packet packet = packet_of(1, frame, 1514);

	assert_int_equal(packet_decode(&packet), DECODED);
	assert_int_equal(packet.wire_left, 1460);
	assert_int_equal(cursor_left(&packet.rest), 5);
	assert_int_equal(packet.tcp.sequence, 100);
	assert_int_equal(packet.tcp.acknowledgement, 200);
	assert_int_equal(packet.tcp.flags, TCP_PSH | TCP_ACK);
}

static void stops_at_a_fragment(void **state)
{
	(void)state;
	struct packet four = packet_of(101,
				       BYTES("\x45\x00\x00\x1c\x12\x34\x20\x02\x40\x11\x00\x00"
					     "\x0a\x00\x00\x01\x0a\x00\x00\x02"
					     "12345678"
					     "\0\0"),
				       30);
	struct packet six = packet_of(101,
				      BYTES(IPV6("\x10", "\x2c") "\x11\x00\x00\x11\x00\x00\x00\x09"
								 "12345678"),
				      56);
	struct packet whole = packet_of(
		101, BYTES(IPV6("\x10", "\x2c") "\x11\x00\x00\x00\x00\x00\x00\x09" UDP("\x08")), 56);

	assert_int_equal(packet_decode(&four), DECODED);
	assert_true(four.fragment.is && four.fragment.more);
	assert_int_equal(four.fragment.offset, 16);
	assert_int_equal(four.fragment.identification, 0x1234);
	assert_int_equal(four.next.space, SELECT_IP_PROTOCOL);
	assert_int_equal(four.next.number, 17);
	assert_int_equal(four.wire_left, 8);
	assert_int_equal(packet_decode(&six), DECODED);
	assert_true(six.fragment.is && six.fragment.more);
	assert_int_equal(six.fragment.offset, 16);
	assert_int_equal(six.fragment.identification, 9);
	assert_int_equal(six.next.number, 17);
	assert_int_equal(packet_decode(&whole), DECODED);
	assert_false(whole.fragment.is);
	assert_int_equal(whole.transport, TRANSPORT_UDP);
}

static void says_why_it_broke_off(void **state)
{
	static const struct {
		uint32_t link_type;
		struct bytes frame;
		const char *reason;
	} cases[] = {
		{ 147, BYTES("anything"), "unknown-link-type" },
		{ 1, BYTES(MACS "\x7f\xff\x02\x07"), "unknown-ether-type" },
		{ 1, BYTES(MACS "\x08\x00" IPV4("\x16", "\xfd") "hi"), "unknown-ip-protocol" },
		{ 101, BYTES(""), "malformed" },
		{ 101, BYTES("\x55\x00\x00\x14"), "malformed" },
		{ 1, BYTES(MACS "\x08\x00" IPV4("\x13", "\x06") TCP_20), "malformed" },
		{ 228, BYTES(IPV6("\x0a", "\x11") UDP("\x0a") "hi"), "malformed" },
		{ 229, BYTES(IPV4("\x28", "\x06") TCP_20), "malformed" },
		{ 101,
		  BYTES("\x44\x00\x00\x28\x00\x07\x00\x00\x40\x06\x00\x00\x0a\x00\x00\x01\x0a\x00\x00"
			"\x02" TCP_20),
		  "malformed" },
		{ 101, BYTES(IPV4("\x26", "\x06") TCP_20), "malformed" },
		{ 101, BYTES(IPV4("\x28", "\x06") "\x04\xd2\x00\x50\0\0\0\1\0\0\0\1\x40\x10\0\0\0\0\0\0"),
		  "malformed" },
		{ 101, BYTES(IPV4("\x1e", "\x11") UDP("\x0b") "hi"), "malformed" },
		{ 101, BYTES(IPV4("\x1e", "\x11") UDP("\x07") "hi"), "malformed" },
		{ 101,
		  BYTES(IPV4("\x20", "\x33") "\x11\x00\x00\x00\x00\x00\x00\x00"
					     "hihi"),
		  "malformed" },
		{ 101, BYTES(IPV6("\x08", "\x00") "\x11\x01\x00\x00\x00\x00\x00\x00"), "malformed" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct packet packet = packet_of(cases[i].link_type, cases[i].frame, cases[i].frame.size);

		assert_int_not_equal(packet_decode(&packet), DECODED);
		assert_non_null(packet.reason);
		if (strcmp(packet.reason, cases[i].reason) != 0)
			fail_msg("case %zu: %s", i, packet.reason);
	}
}

static void tunnels_end(void **state)
{
	(void)state;
	uint8_t frame[20 * 40];
	struct bytes header = BYTES(IPV4("\x00", "\x04"));

	for (size_t at = 0; at < sizeof frame; at += header.size)
		memcpy(frame + at, header.data, header.size);
	struct packet packet = packet_of(101, (struct bytes){ frame, sizeof frame }, sizeof frame);

	assert_int_equal(packet_decode(&packet), DECODED_IN_PART);
	assert_string_equal(packet.reason, "limit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_kind_of_header),
		cmocka_unit_test(survives_every_truncation),
		cmocka_unit_test(a_snapped_packet_knows_what_is_missing),
		cmocka_unit_test(stops_at_a_fragment),
		cmocka_unit_test(says_why_it_broke_off),
		cmocka_unit_test(tunnels_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
