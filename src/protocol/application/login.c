/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/login.h"

#include "base/limits.h"

void login_begin(struct login *login, const char *scheme, const char *class, const char *encoding)
{
	login_free(login);
	login->user = login->secret = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	login->scheme = scheme;
	login->class = class;
	login->encoding = encoding;
	login->sender = SENDER_CLIENT;
}

static void keep(struct buffer *to, struct bytes text, struct observer *observer)
{
	buffer_clear(to);
	to->maximum = LIMIT_ATTRIBUTE_SIZE;
	if (!buffer_append(to, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE)))
		observer_out_of_memory(observer);
}

void login_user(struct login *login, struct bytes user, struct bytes where, struct observer *observer)
{
	keep(&login->user, user, observer);
	login->user_set = true;
	if (!login->secret_set)
		login->origin = observer_span(observer, where);
}

void login_secret(struct login *login, struct bytes secret, struct bytes where, struct observer *observer)
{
	keep(&login->secret, secret, observer);
	login->secret_set = true;
	login->origin = observer_span(observer, where);
}

void credential_say(const struct credential *credential, struct bytes where, struct observer *observer)
{
	struct observation said = observation_of(KIND_CREDENTIAL);
	bool clear = strcmp(credential->class, "password") == 0 || strcmp(credential->class, "token") == 0;
	const char *class = clear && !credential->secret.size ? "username-only" : credential->class;

	if (!credential->user.size && !credential->secret.size)
		return;
	observation_word(&said, ATTRIBUTE_SCHEME, credential->scheme);
	observation_word(&said, ATTRIBUTE_CLASS, class);
	if (strcmp(class, "password") == 0)
		observation_word(&said, ATTRIBUTE_DATA, "credential.password");
	else if (strcmp(class, "token") == 0)
		observation_word(&said, ATTRIBUTE_DATA, "credential.token");
	observation_text(&said, ATTRIBUTE_USER, credential->user);
	observation_text(&said, ATTRIBUTE_SECRET, credential->secret);
	observation_text(&said, ATTRIBUTE_FIELD, credential->field);
	observation_word(&said, ATTRIBUTE_METHOD, credential->method);
	observation_word(&said, ATTRIBUTE_ENCODING, credential->encoding);
	observation_word(&said, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&said, ATTRIBUTE_WHY, credential->why);
	observation_word(&said, ATTRIBUTE_RESULT, credential->result ? credential->result : "unknown");
	said.shown_at_start = 1;
	said.origin = credential->origin;
	said.sender = credential->sender;
	observer_say(observer, &said, where);
}

void login_say(struct login *login, const char *method, const char *why, const char *result,
	       struct observer *observer)
{
	credential_say(
		&(struct credential){
			.scheme = login->scheme,
			.class = login->class ? login->class : "username-only",
			.method = method,
			.encoding = login->encoding,
			.why = why,
			.result = result,
			.user = buffer_bytes(&login->user),
			.secret = buffer_bytes(&login->secret),
			.origin = login->origin,
			.sender = login->sender,
		},
		BYTES_EMPTY, observer);
	login_free(login);
}

struct bytes login_padded(struct bytes field)
{
	return bytes_slice(field, 0, bytes_find_byte(field, 0));
}

void login_free(struct login *login)
{
	buffer_free(&login->user);
	buffer_free(&login->secret);
	login->user_set = login->secret_set = false;
}

void service_say(const struct service *service, struct bytes where, struct observer *observer)
{
	struct observation said = observation_of(KIND_SERVICE);

	observation_word(&said, ATTRIBUTE_AUTHENTICATION, service->authentication);
	observation_word(&said, ATTRIBUTE_ACTION, service->action);
	observation_word(&said, ATTRIBUTE_GAVE, service->gave);
	if (service->status)
		observation_number(&said, ATTRIBUTE_STATUS, service->status);
	observation_text(&said, ATTRIBUTE_TEXT, service->text);
	said.origin = service->origin;
	said.sender = SENDER_SERVER;
	observer_say(observer, &said, where);
}
