/* SPDX-License-Identifier: Apache-2.0 */
/* Questions of DNS that nobody on the way can read. */
#ifndef PROBITY_TLS_RESOLVERS_H
#define PROBITY_TLS_RESOLVERS_H

#include "tls/hello.h"

/* What sort of DNS a handshake that starts with this hello protects, called on `port`: `DNS over TLS` (RFC
 * 7858), by its port or its name in ALPN; `DNS over HTTPS` (RFC 8484), by the name of a public resolver,
 * where it is only likely. NULL: none. */
const char *resolver_of(const struct client_hello *hello, uint16_t port);

#endif
