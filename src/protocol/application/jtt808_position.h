/* SPDX-License-Identifier: Apache-2.0 */
/* The position report of JT/T 808, which several of its messages carry. */
#ifndef PROBITY_PROTOCOL_APPLICATION_JTT808_POSITION_H
#define PROBITY_PROTOCOL_APPLICATION_JTT808_POSITION_H

#include "base/cursor.h"
#include "protocol/application/members.h"

/* Reads a position and the items behind it to the end of `body`. False: it is broken. */
bool jtt808_read_position(struct cursor *body, struct members *members);

#endif
