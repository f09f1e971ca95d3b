/* SPDX-License-Identifier: Apache-2.0 */
/* Runs frames through the chain of packet decoders: a test is a table of frames and what each comes to. */
#ifndef PROBITY_TESTS_PACKET_HARNESS_H
#define PROBITY_TESTS_PACKET_HARNESS_H

#include "hostile.h"
#include "protocol/packet.h"

/* Link addresses 02:..:02 (to) and 02:..:01 (from) */
#define MACS "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"
/* 10.0.0.1 to 10.0.0.2, total length and protocol given */
#define IPV4(total, protocol) \
	"\x45\x00\x00" total "\x00\x07\x00\x00\x40" protocol "\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02"
#define IPV6(payload, next) \
	"\x60\x00\x00\x00\x00" payload next "\x40" \
	"\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" \
	"\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02"
/* Port 1234 to 80 */
#define UDP(length) "\x04\xd2\x00\x50\x00" length "\x00\x00"
/* A datagram of 30 bytes that carries "hi"; in IPv6, of 50 */
#define HI  IPV4("\x1e", "\x11") UDP("\x0a") "hi"
#define HI6 IPV6("\x0a", "\x11") UDP("\x0a") "hi"

/* A frame, and in order what its packets come to, a line each:
 *   udp NAME PORT>PORT PAYLOAD      (tcp likewise)
 *   link NAME NUMBER SOURCE>DESTINATION PAYLOAD
 *   opaque NAME WHY | control NAME | fragment NAME | broken NAME REASON
 * where NAME is the innermost decoder that worked, NUMBER what the payload came under; octets that do not
 * print are written as \xNN. */
struct packet_sample {
	const char *what;
	struct selector from;
	struct bytes frame;
	const char *expected;
};

/* Checks each sample as it is; then cut at every byte, snapped and not, and with every byte changed: those
 * must not crash and must end in one of the ways above. */
void packet_samples_check(const struct packet_sample *samples, size_t count);

/* Runs the samples as frames of one capture, each of which may rest on what the ones before it told; compares
 * each with what is expected of it. Then the same with every frame cut and changed: nothing may crash. */
void packet_capture_check(const struct packet_sample *frames, size_t count);

#endif
