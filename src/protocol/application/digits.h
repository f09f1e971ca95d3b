/* SPDX-License-Identifier: Apache-2.0 */
/* Telephone numbers as mobile networks write them: two digits an octet, the first in the lower half. */
#ifndef PROBITY_PROTOCOL_APPLICATION_DIGITS_H
#define PROBITY_PROTOCOL_APPLICATION_DIGITS_H

#include "base/bytes.h"

enum { DIGITS_MOST = 32 };

/* Writes the digits of TBCD (3GPP TS 29.002 17.7.8) to `text`, up to a filler (1111); returns them. None
 * where something else stands among them. */
struct bytes digits_of_tbcd(struct bytes tbcd, char text[DIGITS_MOST]);

#endif
