/* SPDX-License-Identifier: Apache-2.0 */
/* Makes capture files in memory for tests. No memory left: the test aborts. */
#ifndef PROBITY_TESTS_CAPTURE_MAKER_H
#define PROBITY_TESTS_CAPTURE_MAKER_H

#include "base/buffer.h"

struct maker {
	struct buffer file;
	bool big; /* byte order of what is written next */
};

void maker_free(struct maker *maker);
void maker_u16(struct maker *maker, uint16_t number);
void maker_u32(struct maker *maker, uint32_t number);
void maker_bytes(struct maker *maker, struct bytes bytes);

void pcap_head(struct maker *maker, uint32_t magic, uint32_t link_type);
void pcap_record(struct maker *maker, uint32_t seconds, uint32_t fraction, struct bytes frame,
		 uint32_t wire_size);

/* An option, padded. An empty value with code 0 ends them. */
void pcapng_option(struct maker *maker, uint16_t code, struct bytes value);
/* A block: its sizes are filled in by pcapng_end(), given what pcapng_begin() returned. */
size_t pcapng_begin(struct maker *maker, uint32_t type);
void pcapng_end(struct maker *maker, size_t start);

void pcapng_section(struct maker *maker, bool big);
/* `resolution`: if_tsresol, or 0 for none; `offset`: if_tsoffset, or 0 for none. */
void pcapng_interface(struct maker *maker, uint16_t link_type, uint32_t snap_length, uint8_t resolution,
		      int64_t offset);
void pcapng_packet(struct maker *maker, uint32_t interface, uint64_t time, struct bytes frame,
		   uint32_t wire_size, const char *comment);

/* `file` compressed: owned by the caller, freed by buffer_free(). */
struct buffer compressed_gzip(struct bytes file);
struct buffer compressed_zstd(struct bytes file);

#endif
