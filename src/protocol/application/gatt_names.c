/* SPDX-License-Identifier: Apache-2.0 */
/* Names of characteristics from the Bluetooth Assigned Numbers, 3.8: those whose values tell of a person or a
 * device. */
#include "protocol/application/gatt_names.h"

enum { SHORT = 2, LONG = 16 };

static const struct {
	uint16_t number;
	bool text;
	const char *name;
} names[] = {
	{ 0x2a00, true, "device-name" },
	{ 0x2a18, false, "glucose-measurement" },
	{ 0x2a1c, false, "temperature-measurement" },
	{ 0x2a23, false, "system-id" },
	{ 0x2a24, true, "model-number" },
	{ 0x2a25, true, "serial-number" },
	{ 0x2a26, true, "firmware-revision" },
	{ 0x2a27, true, "hardware-revision" },
	{ 0x2a28, true, "software-revision" },
	{ 0x2a29, true, "manufacturer-name" },
	{ 0x2a35, false, "blood-pressure-measurement" },
	{ 0x2a37, false, "heart-rate-measurement" },
	{ 0x2a46, true, "new-alert" },
	{ 0x2a67, false, "location-and-speed" },
	{ 0x2a80, false, "age" },
	{ 0x2a85, false, "date-of-birth" },
	{ 0x2a87, true, "email" },
	{ 0x2a8a, true, "first-name" },
	{ 0x2a8c, false, "gender" },
	{ 0x2a8e, false, "height" },
	{ 0x2a90, true, "last-name" },
	{ 0x2a98, false, "weight" },
	{ 0x2aae, false, "latitude" },
	{ 0x2aaf, false, "longitude" },
	{ 0x2ab5, true, "location-name" },
	{ 0x2abe, true, "object-name" },
};

static uint16_t number_of(const struct gatt_type *type)
{
	return (uint16_t)(type->octets[0] | type->octets[1] << 8);
}

static size_t append_hex(char *to, uint8_t octet)
{
	static const char digits[] = "0123456789abcdef";

	to[0] = digits[octet >> 4];
	to[1] = digits[octet & 15];
	return 2;
}

struct bytes gatt_name(const struct gatt_type *type, uint16_t handle, char name[GATT_NAME_SIZE])
{
	size_t size = 0;

	for (size_t i = 0; type->size == SHORT && i < sizeof names / sizeof *names; i++)
		if (names[i].number == number_of(type))
			return bytes_of(names[i].name);
	if (type->size != SHORT && type->size != LONG) {
		struct bytes start = BYTES("handle-");

		memcpy(name, start.data, start.size);
		size = start.size;
		size += append_hex(name + size, (uint8_t)(handle >> 8));
		size += append_hex(name + size, (uint8_t)handle);
	}
	for (size_t i = type->size; i > 0; i--) {
		size += append_hex(name + size, type->octets[i - 1]);
		/* 8-4-4-4-12 */
		if (type->size == LONG && (i == 13 || i == 11 || i == 9 || i == 7))
			name[size++] = '-';
	}
	return (struct bytes){ (const uint8_t *)name, size };
}

bool gatt_is_text(const struct gatt_type *type)
{
	for (size_t i = 0; type->size == SHORT && i < sizeof names / sizeof *names; i++)
		if (names[i].number == number_of(type))
			return names[i].text;
	return false;
}
