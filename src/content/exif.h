/* SPDX-License-Identifier: Apache-2.0 */
/* The position in an image's metadata. */
#ifndef PROBITY_CONTENT_EXIF_H
#define PROBITY_CONTENT_EXIF_H

#include "content/content.h"

/* Reads Exif data from its TIFF header on and hands over the position it holds, if any, as a record
 * of `latitude` and `longitude`. Whether it held one. */
bool exif_read(const struct content *content, struct examination *examination, struct bytes exif);

#endif
