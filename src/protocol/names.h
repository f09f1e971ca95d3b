/* SPDX-License-Identifier: Apache-2.0 */
/* What that is called which no decoder reads: so that it is named, not only counted. */
#ifndef PROBITY_PROTOCOL_NAMES_H
#define PROBITY_PROTOCOL_NAMES_H

#include "protocol/packet.h"

/* The name of a link type, an Ethernet type, or an IP protocol; NULL: not known. Static. */
const char *selector_name(struct selector selector);

#endif
