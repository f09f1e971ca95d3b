/* SPDX-License-Identifier: Apache-2.0 */
#include "capture_maker.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum { MOST = 64 << 20 };

static void put(struct buffer *buffer, struct bytes bytes)
{
	buffer->maximum = MOST;
	if (!buffer_append(buffer, bytes))
		abort();
}

void maker_free(struct maker *maker)
{
	buffer_free(&maker->file);
}

void maker_bytes(struct maker *maker, struct bytes bytes)
{
	put(&maker->file, bytes);
}

static void put_number(struct maker *maker, uint64_t number, size_t size)
{
	uint8_t octets[8];

	for (size_t i = 0; i < size; i++)
		octets[maker->big ? size - 1 - i : i] = (uint8_t)(number >> 8 * i);
	put(&maker->file, (struct bytes){ octets, size });
}

void maker_u16(struct maker *maker, uint16_t number)
{
	put_number(maker, number, 2);
}

void maker_u32(struct maker *maker, uint32_t number)
{
	put_number(maker, number, 4);
}

void pcap_head(struct maker *maker, uint32_t magic, uint32_t link_type)
{
	maker_u32(maker, magic);
	maker_u16(maker, 2);
	maker_u16(maker, 4);
	maker_u32(maker, 0);
	maker_u32(maker, 0);
	maker_u32(maker, 262144);
	maker_u32(maker, link_type);
}

void pcap_record(struct maker *maker, uint32_t seconds, uint32_t fraction, struct bytes frame,
		 uint32_t wire_size)
{
	maker_u32(maker, seconds);
	maker_u32(maker, fraction);
	maker_u32(maker, (uint32_t)frame.size);
	maker_u32(maker, wire_size);
	maker_bytes(maker, frame);
}

static void pad(struct maker *maker, size_t size)
{
	put_number(maker, 0, -size & 3);
}

void pcapng_option(struct maker *maker, uint16_t code, struct bytes value)
{
	maker_u16(maker, code);
	maker_u16(maker, (uint16_t)value.size);
	maker_bytes(maker, value);
	pad(maker, value.size);
}

size_t pcapng_begin(struct maker *maker, uint32_t type)
{
	size_t start = maker->file.size;

	maker_u32(maker, type);
	maker_u32(maker, 0);
	return start;
}

void pcapng_end(struct maker *maker, size_t start)
{
	pad(maker, maker->file.size - start);
	size_t end = maker->file.size;
	uint32_t size = (uint32_t)(end - start + 4);

	maker_u32(maker, size);
	memcpy(maker->file.data + start + 4, maker->file.data + end, 4);
}

void pcapng_section(struct maker *maker, bool big)
{
	maker->big = big;
	size_t start = pcapng_begin(maker, 0x0a0d0d0a);

	maker_u32(maker, 0x1a2b3c4d);
	maker_u16(maker, 1);
	maker_u16(maker, 0);
	put_number(maker, UINT64_MAX, 8);
	pcapng_end(maker, start);
}

void pcapng_interface(struct maker *maker, uint16_t link_type, uint32_t snap_length, uint8_t resolution,
		      int64_t offset)
{
	size_t start = pcapng_begin(maker, 1);

	maker_u16(maker, link_type);
	maker_u16(maker, 0);
	maker_u32(maker, snap_length);
	if (resolution)
		pcapng_option(maker, 9, (struct bytes){ &resolution, 1 });
	if (offset) {
		maker_u16(maker, 14);
		maker_u16(maker, 8);
		put_number(maker, (uint64_t)offset, 8);
	}
	if (resolution || offset)
		pcapng_option(maker, 0, BYTES_EMPTY);
	pcapng_end(maker, start);
}

void pcapng_packet(struct maker *maker, uint32_t interface, uint64_t time, struct bytes frame,
		   uint32_t wire_size, const char *comment)
{
	size_t start = pcapng_begin(maker, 6);

	maker_u32(maker, interface);
	maker_u32(maker, (uint32_t)(time >> 32));
	maker_u32(maker, (uint32_t)time);
	maker_u32(maker, (uint32_t)frame.size);
	maker_u32(maker, wire_size);
	maker_bytes(maker, frame);
	pad(maker, frame.size);
	if (comment) {
		pcapng_option(maker, 1, bytes_of(comment));
		pcapng_option(maker, 0, BYTES_EMPTY);
	}
	pcapng_end(maker, start);
}

struct buffer compressed_gzip(struct bytes file)
{
	struct buffer packed = buffer_of(MOST);
	z_stream stream = { 0 };

	if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
	    !buffer_reserve(&packed, deflateBound(&stream, file.size) + 32))
		abort();
	stream.next_in = (Bytef *)(uintptr_t)file.data;
	stream.avail_in = (uInt)file.size;
	stream.next_out = packed.data;
	stream.avail_out = (uInt)packed.room;
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
		abort();
	packed.size = stream.total_out;
	deflateEnd(&stream);
	return packed;
}

struct buffer compressed_zstd(struct bytes file)
{
	struct buffer packed = buffer_of(MOST);

	if (!buffer_reserve(&packed, ZSTD_compressBound(file.size)))
		abort();
	packed.size = ZSTD_compress(packed.data, packed.room, file.data, file.size, 3);
	if (ZSTD_isError(packed.size))
		abort();
	return packed;
}
