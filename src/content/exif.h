/* SPDX-License-Identifier: Apache-2.0 */
/* What an image's metadata say of its place, its maker and the people. */
#ifndef PROBITY_CONTENT_EXIF_H
#define PROBITY_CONTENT_EXIF_H

#include "content/content.h"

/* Reads Exif data from its TIFF header on and hands over, as one record, what in it tells of a person,
 * a place or the camera. Whether it held a position. */
bool exif_read(const struct content *content, struct examination *examination, struct bytes exif);

#endif
