/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that grow up to a maximum given when the buffer is made. */
#ifndef PROBITY_BASE_BUFFER_H
#define PROBITY_BASE_BUFFER_H

#include "base/bytes.h"

#include <stdarg.h>

struct buffer {
	uint8_t *data;
	size_t size, room, maximum;
	bool full;   /* an append met the maximum: it was refused whole (text appends: cut) */
	bool failed; /* no memory */
};

/* An empty buffer that will never hold more than `maximum` bytes. Allocates nothing. */
static inline struct buffer buffer_of(size_t maximum)
{
	return (struct buffer){ .maximum = maximum };
}

/* Frees what the buffer holds; it is empty and usable again. */
void buffer_free(struct buffer *buffer);

/* Makes room for `more` bytes behind the end. False, with `full` or `failed` set, if it cannot be. */
bool buffer_reserve(struct buffer *buffer, size_t more);

/* Appends all of `bytes` or, returning false, nothing. */
bool buffer_append_slowly(struct buffer *buffer, struct bytes bytes);
static inline bool buffer_append(struct buffer *buffer, struct bytes bytes)
{
	/* The room is never larger than the maximum. */
	if (bytes.size > buffer->room - buffer->size || bytes.size == 0)
		return buffer_append_slowly(buffer, bytes);
	memcpy(buffer->data + buffer->size, bytes.data, bytes.size);
	buffer->size += bytes.size;
	return true;
}
static inline bool buffer_append_byte(struct buffer *buffer, uint8_t byte)
{
	return buffer_append(buffer, (struct bytes){ &byte, 1 });
}
static inline bool buffer_append_text(struct buffer *buffer, const char *text)
{
	return buffer_append(buffer, bytes_of(text));
}

/* Appends a number in decimal digits. */
bool buffer_append_number(struct buffer *buffer, uint64_t number);

/* Appends formatted text. */
bool buffer_append_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Removes the first `size` bytes. */
void buffer_drop_front(struct buffer *buffer, size_t size);

/* What the buffer holds; valid until the next call that changes it. */
static inline struct bytes buffer_bytes(const struct buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->size };
}

static inline void buffer_clear(struct buffer *buffer)
{
	buffer->size = 0;
	buffer->full = false;
}

#endif
