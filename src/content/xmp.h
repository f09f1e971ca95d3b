/* SPDX-License-Identifier: Apache-2.0 */
/* XMP packets in images. */
#ifndef PROBITY_CONTENT_XMP_H
#define PROBITY_CONTENT_XMP_H

#include "content/content.h"

/* Hands over, as one record, what an XMP packet says of persons, places and the camera. Whether it held
 * a position. */
bool xmp_read(const struct content *content, struct examination *examination, struct bytes packet);

#endif
