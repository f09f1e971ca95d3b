/* SPDX-License-Identifier: Apache-2.0 */
/* gzip: RFC 1952, any number of members, zero padding behind them. zstd: RFC 8878, any number of
 * frames, skippable ones too. read() of large blocks beats mmap here, and works on pipes. */
#include "input/block_reader.h"

#include "base/limits.h"
#include "base/memory.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum {
	BLOCK_SIZE = 1 << 18,	 /* what one read() asks for: stays in a core's own cache until it is read */
	PACKED_SIZE = 128 << 10, /* the same of compressed bytes */
	WINDOW_LOG = 27,	 /* what zstd --ultra -22 makes: 128 MB; only what is used is resident */
};

static void *zlib_allocate(void *self, unsigned count, unsigned size)
{
	(void)self;
	return memory_new_array(count, size);
}

static void zlib_release(void *self, void *memory)
{
	(void)self;
	free(memory);
}

enum compression compression_of(struct bytes first)
{
	if (bytes_start_with(first, BYTES("\x1f\x8b\x08")))
		return COMPRESSION_GZIP;
	if (bytes_start_with(first, BYTES("\x28\xb5\x2f\xfd")))
		return COMPRESSION_ZSTD;
	/* a skippable frame, as pzstd puts first */
	if (first.size >= 4 && (first.data[0] & 0xf0) == 0x50 &&
	    bytes_start_with(bytes_from(first, 1), BYTES("\x2a\x4d\x18")))
		return COMPRESSION_ZSTD;
	return COMPRESSION_NONE;
}

static void decoder_free(enum compression compression, void *decoder)
{
	if (decoder && compression == COMPRESSION_GZIP) {
		inflateEnd(decoder);
		free(decoder);
	} else if (decoder) {
		ZSTD_freeDStream(decoder);
	}
}

static void *gzip_new(void)
{
	z_stream *stream = memory_new(sizeof *stream);

	if (!stream)
		return NULL;
	stream->zalloc = zlib_allocate;
	stream->zfree = zlib_release;
	if (inflateInit2(stream, 15 + 16) != Z_OK) { /* the largest window, a gzip header */
		free(stream);
		return NULL;
	}
	return stream;
}

static void *zstd_new(void)
{
	ZSTD_DStream *stream = ZSTD_createDStream();

	if (stream && (ZSTD_isError(ZSTD_initDStream(stream)) ||
		       ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, WINDOW_LOG)))) {
		ZSTD_freeDStream(stream);
		return NULL;
	}
	return stream;
}

/* What one step of decompression did. */
struct step {
	size_t read, written;
	bool unit_ended, broken, no_memory;
};

static struct step gzip_step(z_stream *stream, struct bytes from, uint8_t *to, size_t room)
{
	struct step step = { 0 };

	stream->next_in = (Bytef *)(uintptr_t)from.data;
	stream->avail_in = (uInt)from.size;
	stream->next_out = to;
	stream->avail_out = (uInt)room;
	int result = inflate(stream, Z_NO_FLUSH);

	step.read = from.size - stream->avail_in;
	step.written = room - stream->avail_out;
	step.no_memory = result == Z_MEM_ERROR;
	step.broken = result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR;
	step.unit_ended = result == Z_STREAM_END;
	if (step.unit_ended)
		inflateReset(stream);
	return step;
}

static struct step zstd_step(ZSTD_DStream *stream, struct bytes from, uint8_t *to, size_t room)
{
	ZSTD_inBuffer in = { from.data, from.size, 0 };
	ZSTD_outBuffer out = { to, room, 0 };
	size_t result = ZSTD_decompressStream(stream, &out, &in);

	return (struct step){
		.read = in.pos,
		.written = out.pos,
		.broken = ZSTD_isError(result),
		.unit_ended = result == 0,
	};
}

static struct step decoder_step(enum compression compression, void *decoder, struct bytes from, uint8_t *to,
				size_t room)
{
	return compression == COMPRESSION_GZIP ? gzip_step(decoder, from, to, room)
					       : zstd_step(decoder, from, to, room);
}

size_t compression_peek(struct bytes first, uint8_t *to, size_t room)
{
	enum compression compression = compression_of(first);
	void *decoder = compression == COMPRESSION_GZIP	  ? gzip_new()
			: compression == COMPRESSION_ZSTD ? zstd_new()
							  : NULL;
	size_t size = 0;

	while (decoder && first.size && size < room) {
		struct step step = decoder_step(compression, decoder, first, to + size, room - size);

		size += step.written;
		if (step.broken || (step.read == 0 && step.written == 0))
			break;
		first = bytes_from(first, step.read);
	}
	decoder_free(compression, decoder);
	return size;
}

enum status block_reader_open(struct block_reader *reader, int descriptor, const char *name,
			      struct bytes first, struct error *error)
{
	size_t room = BLOCK_SIZE + (first.size > BLOCK_SIZE ? first.size : BLOCK_SIZE);

	*reader = (struct block_reader){ .descriptor = descriptor, .name = name, .room = room };
	reader->taken = first.size;
	/* Not zeroed: for a small capture that would cost more than to read it. */
	reader->block = memory_resize(NULL, room, 1);
	if (!reader->block)
		return error_no_memory(error);
	if (first.size)
		memcpy(reader->block, first.data, first.size);
	reader->window = (struct bytes){ reader->block, first.size };
	enum status status = block_reader_fill(reader, 4, error);

	if (status != STATUS_OK && status != STATUS_END)
		return status;
	reader->compression = compression_of(reader->window);
	if (reader->compression == COMPRESSION_NONE)
		return STATUS_OK;
	/* What was read becomes the first compressed bytes. */
	reader->packed_size = reader->window.size;
	reader->packed = memory_new(reader->packed_size > PACKED_SIZE ? reader->packed_size : PACKED_SIZE);
	reader->decoder = reader->compression == COMPRESSION_GZIP ? gzip_new() : zstd_new();
	if (!reader->packed || !reader->decoder)
		return error_no_memory(error);
	memcpy(reader->packed, reader->window.data, reader->packed_size);
	reader->window = (struct bytes){ reader->block, 0 };
	return STATUS_OK;
}

void block_reader_close(struct block_reader *reader)
{
	decoder_free(reader->compression, reader->decoder);
	free(reader->packed);
	free(reader->block);
}

/* Reads once. 0: the end; < 0: trouble, errno set. */
static ssize_t read_some(struct block_reader *reader, uint8_t *to, size_t room)
{
	for (;;) {
		ssize_t size = read(reader->descriptor, to, room);

		if (size >= 0) {
			reader->taken += (uint64_t)size;
			return size;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&(struct pollfd){ .fd = reader->descriptor, .events = POLLIN }, 1, -1);
		else if (errno != EINTR)
			return -1;
	}
}

static enum status refused(const struct block_reader *reader, struct error *error)
{
	return error_set(error, STATUS_IO, "%s: cannot be read at byte %llu: %s", reader->name,
			 (unsigned long long)reader->taken, strerror(errno));
}

static void end_with(struct block_reader *reader, bool cut, const char *trouble)
{
	reader->ended = true;
	reader->cut = cut;
	reader->trouble = trouble;
}

static bool only_zeros(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		if (bytes.data[i])
			return false;
	return true;
}

/* Between two members: whether what follows is another one. tar and tape drives pad with zeros. */
static bool unit_begins(struct block_reader *reader)
{
	struct bytes packed = { reader->packed + reader->packed_at, reader->packed_size - reader->packed_at };

	if (reader->compression == COMPRESSION_ZSTD || packed.data[0] == 0x1f)
		return true;
	end_with(reader, false, only_zeros(packed) ? NULL : "bytes behind the compressed data");
	return false;
}

/* Decompresses once to `to`. Sets `*ret_size`, 0 when it ended. */
static enum status unpack_some(struct block_reader *reader, uint8_t *to, size_t room, size_t *ret_size,
			       struct error *error)
{
	*ret_size = 0;
	while (*ret_size == 0 && !reader->ended) {
		if (reader->packed_at == reader->packed_size) {
			ssize_t size = read_some(reader, reader->packed, PACKED_SIZE);

			if (size < 0)
				return refused(reader, error);
			if (size == 0) {
				end_with(reader, reader->unit_open, NULL);
				break;
			}
			reader->packed_at = 0;
			reader->packed_size = (size_t)size;
		}
		if (!reader->unit_open && !unit_begins(reader))
			break;
		struct step step = decoder_step(reader->compression, reader->decoder,
						(struct bytes){ reader->packed + reader->packed_at,
								reader->packed_size - reader->packed_at },
						to, room);

		reader->packed_at += step.read;
		reader->unit_open = !step.unit_ended;
		*ret_size = step.written;
		if (step.no_memory)
			return error_no_memory(error);
		if (step.broken || (step.read == 0 && step.written == 0))
			end_with(reader, false, "the compressed data are broken");
	}
	return STATUS_OK;
}

static enum status fill_once(struct block_reader *reader, struct error *error)
{
	uint8_t *to = reader->block + reader->window.size;
	size_t room = reader->room - reader->window.size, size;

	if (room > BLOCK_SIZE)
		room = BLOCK_SIZE;
	if (reader->compression != COMPRESSION_NONE) {
		enum status status = unpack_some(reader, to, room, &size, error);

		if (status != STATUS_OK)
			return status;
	} else {
		ssize_t got = read_some(reader, to, room);

		if (got < 0)
			return refused(reader, error);
		if (got == 0)
			end_with(reader, false, NULL);
		size = (size_t)got;
	}
	reader->window.size += size;
	return STATUS_OK;
}

enum status block_reader_fill(struct block_reader *reader, size_t size, struct error *error)
{
	if (size > reader->room) {
		if (size > LIMIT_BLOCK_SIZE)
			return error_set(error, STATUS_IO, "%s: a block larger than the limit was asked for",
					 reader->name);
		size_t at = (size_t)(reader->window.data - reader->block);
		uint8_t *block = memory_resize(reader->block, size, 1);

		if (!block)
			return error_no_memory(error);
		reader->block = block;
		reader->room = size;
		reader->window.data = block + at;
	}
	if (reader->window.size)
		memmove(reader->block, reader->window.data, reader->window.size);
	reader->window.data = reader->block;
	while (reader->window.size < size && !reader->ended) {
		enum status status = fill_once(reader, error);

		if (status != STATUS_OK)
			return status;
	}
	return reader->window.size < size ? STATUS_END : STATUS_OK;
}

enum status block_reader_skip(struct block_reader *reader, uint64_t size, struct error *error)
{
	while (size > reader->window.size) {
		size -= reader->window.size;
		block_reader_take(reader, reader->window.size);
		enum status status = block_reader_fill(reader, 1, error);

		if (status != STATUS_OK)
			return status;
	}
	block_reader_take(reader, (size_t)size);
	return STATUS_OK;
}
