/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON body as the protocols of terminals carry it. */
#ifndef PROBITY_TESTS_CARRIERS_H
#define PROBITY_TESTS_CARRIERS_H

#include "planted.h"

/* A confirmable POST of CoAP (RFC 7252): one datagram. */
struct bytes coap_post(struct garden *garden, struct bytes body);

/* A PUBLISH of MQTT 3.1.1, and a CONNECT without a name. */
struct bytes mqtt_publish(struct garden *garden, struct bytes body);
struct bytes mqtt_connect(void);

/* A masked frame of WebSocket (RFC 6455); `first` is FIN, RSV1 to 3 and the opcode. */
struct bytes websocket_frame(struct garden *garden, uint8_t first, struct bytes payload);

void say_mqtt(struct garden *garden, struct bytes body);
void say_websocket(struct garden *garden, const char *headers, uint8_t first, struct bytes payload);
void say_http2(struct garden *garden, struct bytes body);
void say_coap(struct garden *garden, struct bytes body);

#endif
