/* SPDX-License-Identifier: Apache-2.0 */
#include "tls_messages.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

static struct arena arena;

static struct bytes keep(struct buffer *buffer)
{
	struct bytes kept = arena_copy(&arena, buffer_bytes(buffer));

	assert_non_null(kept.data);
	buffer_free(buffer);
	return kept;
}

void messages_free(void)
{
	arena_free(&arena);
}

struct bytes hex(const char *digits)
{
	struct buffer buffer = buffer_of(1 << 20);

	for (; *digits; digits++) {
		if (*digits == ' ')
			continue;
		buffer_append_byte(&buffer, (uint8_t)(text_hex_digit((uint8_t)digits[0]) << 4 |
						      text_hex_digit((uint8_t)digits[1])));
		digits++;
	}
	return keep(&buffer);
}

struct bytes joined(const struct bytes *pieces)
{
	struct buffer buffer = buffer_of(1 << 20);

	for (; pieces->data; pieces++)
		buffer_append(&buffer, *pieces);
	return keep(&buffer);
}

static void put(struct buffer *to, size_t width, size_t number)
{
	while (width--)
		buffer_append_byte(to, (uint8_t)(number >> 8 * width));
}

static void put_vector(struct buffer *to, size_t width, struct bytes bytes)
{
	put(to, width, bytes.size);
	buffer_append(to, bytes);
}

struct bytes message_of(uint8_t type, struct bytes body)
{
	struct buffer buffer = buffer_of(1 << 20);

	put(&buffer, 1, type);
	put_vector(&buffer, 3, body);
	return keep(&buffer);
}

struct bytes record_of(uint8_t type, uint16_t version, struct bytes payload)
{
	struct buffer buffer = buffer_of(1 << 20);

	put(&buffer, 1, type);
	put(&buffer, 2, version);
	put_vector(&buffer, 2, payload);
	return keep(&buffer);
}

struct bytes encrypted(uint8_t type, size_t size)
{
	struct buffer buffer = buffer_of(1 << 20);

	for (size_t i = 0; i < size; i++)
		buffer_append_byte(&buffer, (uint8_t)(0xb7 * i ^ i >> 3));
	return record_of(type, 0x0303, keep(&buffer));
}

static void put_random(struct buffer *to, bool retry)
{
	static const char retry_random[] = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

	for (size_t i = 0; i < 32 && !retry; i++)
		put(to, 1, i * 7);
	if (retry)
		buffer_append(to, hex(retry_random));
}

static void put_protocol(struct buffer *to, const char *protocol)
{
	struct bytes name = bytes_of(protocol);

	put(to, 2, 16);
	put(to, 2, name.size + 3);
	put(to, 2, name.size + 1);
	put_vector(to, 1, name);
}

struct bytes client_hello(const struct hello *hello)
{
	struct buffer body = buffer_of(1 << 20), extensions = buffer_of(1 << 20);
	struct bytes name = bytes_of(hello->server_name);

	put(&body, 2, hello->version ? hello->version : 0x0303);
	put_random(&body, false);
	put_vector(&body, 1, bytes_of(hello->session_id));
	put(&body, 2, hello->suites ? hello->suite_count * 2 : 2);
	for (size_t i = 0; i < hello->suite_count; i++)
		put(&body, 2, hello->suites[i]);
	if (!hello->suites)
		put(&body, 2, 0xc02f);
	put(&body, 2, 0x0100);
	if (name.size) {
		put(&extensions, 2, 0);
		put(&extensions, 2, name.size + 5);
		put(&extensions, 2, name.size + 3);
		put(&extensions, 1, 0);
		put_vector(&extensions, 2, name);
	}
	if (hello->protocol)
		put_protocol(&extensions, hello->protocol);
	if (hello->supported) {
		put(&extensions, 2, 43);
		put(&extensions, 2, 5);
		put(&extensions, 1, 4);
		put(&extensions, 2, 0x9a9a); /* GREASE */
		put(&extensions, 2, hello->supported);
	}
	put_vector(&body, 2, keep(&extensions));
	return message_of(1, keep(&body));
}

struct bytes server_hello(const struct hello *hello)
{
	struct buffer body = buffer_of(1 << 20), extensions = buffer_of(1 << 20);

	put(&body, 2, hello->version ? hello->version : 0x0303);
	put_random(&body, hello->retry);
	put_vector(&body, 1, bytes_of(hello->session_id));
	put(&body, 2, hello->suite);
	put(&body, 1, hello->compression);
	if (hello->protocol)
		put_protocol(&extensions, hello->protocol);
	if (hello->supported) {
		put(&extensions, 2, 43);
		put(&extensions, 2, 2);
		put(&extensions, 2, hello->supported);
	}
	if (hello->pre_shared_key) {
		put(&extensions, 2, 41);
		put(&extensions, 2, 2);
		put(&extensions, 2, 0);
	}
	put_vector(&body, 2, keep(&extensions));
	return message_of(2, keep(&body));
}
