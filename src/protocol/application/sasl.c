/* SPDX-License-Identifier: Apache-2.0 */
/* Mechanisms: PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login), CRAM-MD5 (RFC 2195), DIGEST-MD5
 * (RFC 2831), SCRAM (RFC 5802), NTLM ([MS-NLMP]), OAUTHBEARER (RFC 7628) and XOAUTH2, ANONYMOUS (RFC
 * 4505). Of the others (GSSAPI, EXTERNAL, …) nothing can be read and nothing is said. */
#include "protocol/application/sasl.h"

#include "base/base64.h"
#include "base/cursor.h"
#include "base/limits.h"
#include "protocol/application/ntlm.h"
#include "protocol/application/wide.h"

struct sasl_mechanism {
	const char *name; /* the start of it, for a family */
	const char *scheme, *class;
	void (*read)(struct sasl *sasl, struct bytes response, struct bytes where, struct observer *observer);
};

static void read_plain(struct sasl *sasl, struct bytes response, struct bytes where,
		       struct observer *observer)
{
	struct bytes rest = response;
	struct bytes authorize = bytes_split(&rest, 0), user = bytes_split(&rest, 0);

	/* Two NULs, or it is something else. */
	if (authorize.size + user.size + 2 > response.size)
		return;
	login_user(&sasl->login, user, where, observer);
	login_secret(&sasl->login, rest, where, observer);
}

static void read_login(struct sasl *sasl, struct bytes response, struct bytes where,
		       struct observer *observer)
{
	if (sasl->responses == 1)
		login_user(&sasl->login, response, where, observer);
	else if (sasl->responses == 2)
		login_secret(&sasl->login, response, where, observer);
}

/* user, a blank, 32 hexadecimal digits */
static void read_cram(struct sasl *sasl, struct bytes response, struct bytes where, struct observer *observer)
{
	if (response.size < 34 || response.data[response.size - 33] != ' ')
		return;
	login_user(&sasl->login, bytes_slice(response, 0, response.size - 33), where, observer);
	login_secret(&sasl->login, bytes_from(response, response.size - 32), where, observer);
}

/* The value behind `key` (`username="`, `n=`) up to `end`; no bytes: it is not there. */
static struct bytes value_behind(struct bytes text, const char *key, uint8_t end)
{
	size_t at = bytes_find(text, bytes_of(key));

	if (at == SIZE_MAX)
		return BYTES_EMPTY;
	struct bytes rest = bytes_from(text, at + strlen(key));

	return bytes_split(&rest, end);
}

static void read_digest(struct sasl *sasl, struct bytes response, struct bytes where,
			struct observer *observer)
{
	struct bytes user = value_behind(response, "username=\"", '"');

	if (!user.size)
		return;
	login_user(&sasl->login, user, where, observer);
	login_secret(&sasl->login, value_behind(response, "response=", ','), where, observer);
}

static void read_scram(struct sasl *sasl, struct bytes response, struct bytes where,
		       struct observer *observer)
{
	struct bytes user = value_behind(response, ",n=", ','), proof = value_behind(response, ",p=", ',');

	if (sasl->responses == 1 && user.size)
		login_user(&sasl->login, user, where, observer);
	else if (sasl->responses == 2 && proof.size)
		login_secret(&sasl->login, proof, where, observer);
}

static struct bytes ntlm_text(const struct ntlm *ntlm, struct bytes text, struct buffer *to)
{
	if (!ntlm->wide)
		return text;
	buffer_clear(to);
	wide_append(to, text);
	return buffer_bytes(to);
}

static void read_ntlm(struct sasl *sasl, struct bytes response, struct bytes where, struct observer *observer)
{
	const struct message message = { .part = BYTES("authenticate"), .method = BYTES("NTLM") };
	struct buffer text = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	struct bytes user, workstation;
	struct ntlm ntlm;

	if (!ntlm_find(response, &ntlm))
		return;
	user = ntlm_text(&ntlm, ntlm.user, &text);
	login_user(&sasl->login, user, where, observer);
	sasl->proved = user.size > 0;
	workstation = ntlm_text(&ntlm, ntlm.workstation, &text);
	if (workstation.size)
		observer_value(observer, &message, BYTES("computer-name"), workstation);
	if (text.failed)
		observer_out_of_memory(observer);
	buffer_free(&text);
}

/* user=…^Aauth=Bearer …^A^A, or n,a=…,^A…^A */
static void read_bearer(struct sasl *sasl, struct bytes response, struct bytes where,
			struct observer *observer)
{
	struct bytes user = value_behind(response, "user=", 1);
	struct bytes token = value_behind(response, "auth=Bearer ", 1);

	if (!user.size)
		user = value_behind(response, "n,a=", ',');
	if (!token.size)
		return;
	login_user(&sasl->login, user, where, observer);
	login_secret(&sasl->login, token, where, observer);
}

static void read_anonymous(struct sasl *sasl, struct bytes response, struct bytes where,
			   struct observer *observer)
{
	(void)response;
	login_user(&sasl->login, BYTES("anonymous"), where, observer);
}

static const struct sasl_mechanism mechanisms[] = {
	{ "PLAIN", "plain", "password", read_plain },
	{ "LOGIN", "login", "password", read_login },
	{ "CRAM-MD5", "cram-md5", "hash", read_cram },
	{ "DIGEST-MD5", "digest-md5", "hash", read_digest },
	{ "SCRAM-", "scram", "hash", read_scram },
	{ "NTLM", "ntlm", "hash", read_ntlm },
	{ "GSS-SPNEGO", "ntlm", "hash", read_ntlm },
	{ "XOAUTH2", "bearer", "token", read_bearer },
	{ "OAUTHBEARER", "bearer", "token", read_bearer },
	{ "ANONYMOUS", "plain", "anonymous", read_anonymous },
	{ "", NULL, NULL, NULL }, /* any other */
};

static void begin(struct sasl *sasl, struct bytes mechanism, const char *encoding)
{
	const struct sasl_mechanism *at = mechanisms;

	while (!bytes_start_with_nocase(mechanism, bytes_of(at->name)))
		at++;
	sasl->mechanism = at;
	sasl->responses = 0;
	sasl->proved = false;
	login_begin(&sasl->login, at->scheme, at->class, encoding);
}

void sasl_begin(struct sasl *sasl, struct bytes mechanism, struct bytes initial, struct observer *observer)
{
	begin(sasl, mechanism, "base64");
	if (initial.size)
		sasl_response(sasl, initial, observer);
}

void sasl_begin_raw(struct sasl *sasl, struct bytes mechanism)
{
	begin(sasl, mechanism, NULL);
}

void sasl_response_raw(struct sasl *sasl, struct bytes response, struct bytes where,
		       struct observer *observer)
{
	sasl->responses++;
	if (sasl->mechanism->read)
		sasl->mechanism->read(sasl, response, where, observer);
}

void sasl_response(struct sasl *sasl, struct bytes line, struct observer *observer)
{
	struct bytes text = bytes_trim(line);
	struct buffer decoded = buffer_of(LIMIT_LINE_SIZE);

	sasl->responses++;
	/* `=`: an empty initial response (RFC 4954 4). */
	if (bytes_equal(text, BYTES("=")))
		text = BYTES_EMPTY;
	if (sasl->mechanism->read && base64_decode(text, &decoded))
		sasl->mechanism->read(sasl, buffer_bytes(&decoded), line, observer);
	if (decoded.failed)
		observer_out_of_memory(observer);
	buffer_free(&decoded);
}

void sasl_end(struct sasl *sasl, const char *method, const char *result, struct observer *observer)
{
	const struct sasl_mechanism *mechanism = sasl->mechanism;

	sasl->mechanism = NULL;
	/* A user name alone is half a login: somebody gave up. */
	if (mechanism && mechanism->class &&
	    (sasl->login.secret.size || sasl->proved || strcmp(mechanism->class, "anonymous") == 0))
		login_say(&sasl->login, method, "SASL exchange", result, observer);
	sasl_free(sasl);
}

void sasl_free(struct sasl *sasl)
{
	sasl->mechanism = NULL;
	login_free(&sasl->login);
}
