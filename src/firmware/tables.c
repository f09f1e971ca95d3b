/* SPDX-License-Identifier: Apache-2.0 */
/* Expands the list of image formats: once for the externs, once for the table. */
#include "firmware/format.h"

#define IMAGE_FORMAT(name) extern const struct image_format image_format_##name;
#include "firmware/image_formats.h"
#undef IMAGE_FORMAT

const struct image_format *const image_formats[] = {
#define IMAGE_FORMAT(name) &image_format_##name,
#include "firmware/image_formats.h"
#undef IMAGE_FORMAT
	NULL,
};
