/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = buffer_of(buffer->maximum);
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
	if (more > buffer->maximum - buffer->size) {
		buffer->full = true;
		return false;
	}
	if (more <= buffer->room - buffer->size)
		return true;

	size_t room = buffer->room < 128 ? 256 : buffer->room * 2;

	if (room < buffer->size + more)
		room = buffer->size + more;
	if (room > buffer->maximum)
		room = buffer->maximum;
	uint8_t *data = memory_resize(buffer->data, room, 1);

	if (!data) {
		buffer->failed = true;
		return false;
	}
	buffer->data = data;
	buffer->room = room;
	return true;
}

bool buffer_append_slowly(struct buffer *buffer, struct bytes bytes)
{
	if (bytes.size == 0)
		return true;
	if (!buffer_reserve(buffer, bytes.size))
		return false;
	memcpy(buffer->data + buffer->size, bytes.data, bytes.size);
	buffer->size += bytes.size;
	return true;
}

bool buffer_append_number(struct buffer *buffer, uint64_t number)
{
	uint8_t digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (uint8_t)('0' + number % 10);
	while (number /= 10);
	return buffer_append(buffer, (struct bytes){ digits + at, sizeof digits - at });
}

bool buffer_append_format(struct buffer *buffer, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	int size = vsnprintf(text, sizeof text, format, arguments);

	va_end(arguments);
	if (size < 0)
		return false;
	if ((size_t)size < sizeof text)
		return buffer_append(buffer, (struct bytes){ (uint8_t *)text, (size_t)size });

	/* Longer than the usual: print it again, straight into the buffer. */
	if (!buffer_reserve(buffer, (size_t)size + 1))
		return false;
	va_start(arguments, format);
	vsnprintf((char *)buffer->data + buffer->size, (size_t)size + 1, format, arguments);
	va_end(arguments);
	buffer->size += (size_t)size;
	return true;
}

void buffer_drop_front(struct buffer *buffer, size_t size)
{
	if (size >= buffer->size) {
		buffer->size = 0;
		return;
	}
	memmove(buffer->data, buffer->data + size, buffer->size - size);
	buffer->size -= size;
}
