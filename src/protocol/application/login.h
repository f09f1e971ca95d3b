/* SPDX-License-Identifier: Apache-2.0 */
/* A login that is under way: kept from where it is asked to where it is answered. */
#ifndef PROBITY_PROTOCOL_APPLICATION_LOGIN_H
#define PROBITY_PROTOCOL_APPLICATION_LOGIN_H

#include "evidence/observer.h"

struct login {
	struct buffer user, secret;
	struct span origin; /* of the secret; without one, of the user name */
	const char *scheme; /* static words: see the attributes of the same names */
	const char *class;
	const char *encoding; /* NULL: none */
	bool user_set, secret_set;
	enum sender sender; /* who logs in; login_begin() says the client */
};

/* Begins anew, with nothing said of what was there. */
void login_begin(struct login *login, const char *scheme, const char *class, const char *encoding);

/* Take up a user name or a secret. `where`: the bytes of the window that they were read from. */
void login_user(struct login *login, struct bytes user, struct bytes where, struct observer *observer);
void login_secret(struct login *login, struct bytes secret, struct bytes where, struct observer *observer);

/* Says the login as a credential, if there was one, and forgets it. `method`: the command; `why`:
 * where the secret stood, for people. Without a secret its class is `username-only`. */
void login_say(struct login *login, const char *method, const char *why, const char *result,
	       struct observer *observer);

/* Whether there is anything to say. */
static inline bool login_pending(const struct login *login)
{
	return login->user_set || login->secret_set;
}

/* Forgets it and frees what it holds. */
void login_free(struct login *login);

/* A credential that is known all at once. Words as in the attributes of the same names; NULL or empty: not
 * known. `method`: the command or packet; `why`: where the secret stood, for people. */
struct credential {
	const char *scheme, *class, *method, *encoding, *why;
	const char *result; /* NULL: unknown */
	struct bytes field, user, secret;
	struct span origin; /* where it was captured, if not in the bytes given below */
	enum sender sender;
};

/* Says it, if there is a user name or a secret; without a secret a password's class is `username-only`. */
void credential_say(const struct credential *credential, struct bytes where, struct observer *observer);

/* The text in a field of fixed size that is filled up with NULs. */
struct bytes login_padded(struct bytes field);

/* A service that answered. Words as in the attributes of the same names; NULL or 0: not known. */
struct service {
	const char *authentication, *action, *gave;
	unsigned status;
	struct bytes text;  /* what it says of itself */
	struct span origin; /* where it answered, if not in the bytes given below */
};

/* Says it of the server; `where`: the answer. */
void service_say(const struct service *service, struct bytes where, struct observer *observer);

#endif
