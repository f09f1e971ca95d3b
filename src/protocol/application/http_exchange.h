/* SPDX-License-Identifier: Apache-2.0 */
/* A request that waits for its answer: what its path is, who asked, and which credentials it brought. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HTTP_EXCHANGE_H
#define PROBITY_PROTOCOL_APPLICATION_HTTP_EXCHANGE_H

#include "evidence/observer.h"
#include "protocol/application.h"
#include "protocol/application/http_credential.h"

enum { HTTP_CREDENTIALS = 8 }; /* most credentials kept of one request: a browser's cookies of one site */

struct http_exchange {
	struct http_exchange *next;
	unsigned references;
	enum direction asked; /* the direction that the request came in */
	bool identified;      /* something in it says who asks */
	bool old;	      /* of HTTP/0.9: the answer is a body without a head */
	struct bytes method, path;
	unsigned credential_count;
	struct http_credential credentials[]; /* the texts lie behind them */
};

/* The exchanges of one flow, oldest first. */
struct http_exchanges {
	struct http_exchange *first, *last;
	unsigned count;
};

/* What http_exchange_push() copies. */
struct http_request {
	struct bytes method, path;
	enum direction direction;
	bool identified, old;
	unsigned credential_count;
	struct http_credential credentials[HTTP_CREDENTIALS]; /* the last: see http_reading_begin() */
};

/* A copy of a request, with one reference, in no list; NULL without memory. */
struct http_exchange *http_exchange_of(const struct http_request *request, struct observer *observer);

/* Appends a request; NULL without memory. The list keeps one reference, the caller gets another. When
 * too many wait, the oldest is taken as unanswered. */
struct http_exchange *http_exchange_push(struct http_exchanges *exchanges, const struct http_request *request,
					 struct observer *observer);

/* Takes the oldest off the list, with its reference; NULL if there is none. */
struct http_exchange *http_exchange_pop(struct http_exchanges *exchanges);

/* Gives a reference back; NULL is accepted. */
void http_exchange_release(struct http_exchange *exchange);

/* Says the request's credentials. `status` of the answer, 0: none came. */
void http_exchange_say(struct http_exchange *exchange, unsigned status, struct observer *observer);

/* Says everything that still waits as unanswered, but for the `keep` youngest. */
void http_exchanges_flush(struct http_exchanges *exchanges, unsigned keep, struct observer *observer);

void http_exchanges_free(struct http_exchanges *exchanges);

/* Says one credential. */
void http_credential_say(const struct http_credential *credential, unsigned status, enum sender sender,
			 struct observer *observer);

#endif
