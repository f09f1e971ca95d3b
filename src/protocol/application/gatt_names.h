/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBITY_PROTOCOL_APPLICATION_GATT_NAMES_H
#define PROBITY_PROTOCOL_APPLICATION_GATT_NAMES_H

#include "base/bytes.h"

/* What a characteristic is: 2 or 16 octets as sent, last one first. */
struct gatt_type {
	uint8_t size; /* 0: unknown */
	uint8_t octets[16];
};

enum { GATT_NAME_SIZE = 40 };

/* Writes what the value of a type is called to `name`: the name that the Bluetooth numbers give it, else its
 * number; by its handle where the type is unknown. */
struct bytes gatt_name(const struct gatt_type *type, uint16_t handle, char name[GATT_NAME_SIZE]);

/* Whether the value is text by its definition. */
bool gatt_is_text(const struct gatt_type *type);

#endif
