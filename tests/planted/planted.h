/* SPDX-License-Identifier: Apache-2.0 */
/* A capture with planted disclosures and with look-alikes of them, and the truth about it: every value
 * that must be reported, and so every report that must not be made. A planting is one conversation (or
 * a few) with one server, whose address tells which planting a report is about. */
#ifndef PROBITY_TESTS_PLANTED_H
#define PROBITY_TESTS_PLANTED_H

#include "base/buffer.h"

struct garden;

/* Starts the next planting. One that tells nothing is a look-alike: nothing may be reported of it. */
void planting(struct garden *garden, const char *name);

/* What must be reported of it: a data type's id and the value in clear ("" where it is no text). For
 * pictures, sound and video the value is their format, and that there is such a file is to be reported as
 * well. Besides data types: `credential`, a secret in clear; `media`, as `video/h264`; `pairing`, its method;
 * `server-name`, what a handshake calls its server. */
void tells(struct garden *garden, const char *type, const char *value);

/* The planting is also known by this address (a link address, a multicast group, a third host). */
void known_as(struct garden *garden, const char *address);

/* The address of the planting's server; the terminal's. */
const char *server_address(const struct garden *garden);
#define TERMINAL_ADDRESS "192.168.10.20"

/* One side's bytes. */
struct turn {
	bool server;
	struct bytes bytes;
};

/* A TCP conversation with the planting's server, from handshake to FIN, in segments of at most 1,400 bytes; a
 * UDP one, a datagram a turn; and a frame as it is. */
void say_tcp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count);
void say_udp(struct garden *garden, uint16_t port, const struct turn *turns, size_t count);
void say_frame(struct garden *garden, uint32_t link_type, struct bytes frame);

/* Datagrams between ends that were agreed upon. */
struct ends {
	const char *server; /* NULL: the planting's */
	uint16_t client_port, port;
};
void say_udp_between(struct garden *garden, const struct ends *ends, const struct turn *turns, size_t count);

/* One packet from the terminal to the planting's server, and one with a datagram, for frames. */
struct bytes ip_packet(struct garden *garden, uint8_t protocol, struct bytes payload);
struct bytes udp_packet(struct garden *garden, uint16_t port, struct bytes payload);

/* A POST of `body` over HTTP, answered with 200. `headers`: further lines, each with its CR LF; or "". */
void say_post(struct garden *garden, const char *path, const char *headers, struct bytes body);

/* What has to be kept until the capture is written is made here. Never fails: the program ends. */
struct bytes text(struct garden *garden, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct bytes joined(struct garden *garden, const struct bytes *parts, size_t count);

#define PLANTING(name) void plant_##name(struct garden *garden);
#include "plantings.h"
#undef PLANTING

/* Degrees as a decimal fraction. Plant what is exact in it, so that it does not matter how it is rounded. */
const char *place(struct garden *garden, double degrees, double minutes, double seconds, unsigned decimals);

/* Values that the laboratory planted: a telephone number (`number`), the code of a door (`code`). */
#define CANARY_NUMBER "13900004711"
#define CANARY_CODE   "58201946"

/* encode.c */
struct bytes as_base64(struct garden *garden, struct bytes plain);
struct bytes as_base64url(struct garden *garden, struct bytes plain);
struct bytes as_hex(struct garden *garden, struct bytes plain);
struct bytes as_percent(struct garden *garden, struct bytes plain);
struct bytes as_gzip(struct garden *garden, struct bytes plain);
struct bytes as_zlib(struct garden *garden, struct bytes plain);
struct bytes as_deflate(struct garden *garden, struct bytes plain);
struct bytes as_utf16(struct garden *garden, struct bytes utf8);
struct bytes as_escapes(struct garden *garden, struct bytes utf8);
struct bytes as_charset(struct garden *garden, struct bytes utf8, const char *charset);
/* A small real image: a black JPEG of 16 by 16. */
struct bytes a_jpeg(void);

#endif
