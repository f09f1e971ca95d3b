/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of gRPC and gRPC-Web in the body of a message of HTTP:
 *
 *   flags (1): 1 compressed, 0x80 trailers (gRPC-Web)  size (4)  message */
#ifndef PROBITY_PROTOCOL_APPLICATION_GRPC_H
#define PROBITY_PROTOCOL_APPLICATION_GRPC_H

#include "evidence/observer.h"

enum grpc_sort { GRPC_NONE, GRPC_MESSAGES, GRPC_TEXT /* base64 of them */ };

struct grpc {
	enum grpc_sort sort;
	uint64_t skip; /* of a message that is too large to be read */
};

/* Which sort a body of this media type is. */
enum grpc_sort grpc_sort_of(struct bytes media_type);

/* Hands on the whole messages that `body` starts with and answers how many bytes they take. `message`: as of
 * the body, its `content_encoding` being that of the messages. `over`: no more will come, what is left of a
 * message is handed on as well. */
size_t grpc_read(struct grpc *grpc, const struct message *message, struct bytes body, bool over,
		 struct observer *observer);

#endif
