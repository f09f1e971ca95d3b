/* SPDX-License-Identifier: Apache-2.0 */
/* How a WebSocket was opened: what the upgrade leaves to its decoder. */
#ifndef PROBITY_PROTOCOL_APPLICATION_WEBSOCKET_H
#define PROBITY_PROTOCOL_APPLICATION_WEBSOCKET_H

#include "protocol/application.h"

struct websocket_opening {
	bool forgets[2]; /* by enum direction: each message is compressed by itself */
	uint16_t path_size;
	uint8_t protocol_size;
	uint8_t text[]; /* path, then subprotocol */
};

/* One piece of memory, for struct stream's `legacy`; NULL without memory. `extensions`: as the answer has
 * them (RFC 7692); `protocol`: the one chosen. */
struct websocket_opening *websocket_opening_new(struct bytes path, struct bytes extensions,
						struct bytes protocol, struct observer *observer);

extern const struct app_decoder app_decoder_websocket;

#endif
