/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates are made here, by a recipe: a file of them would be past its end one day. */
#include "protocol_harness.h"
#include "tls_messages.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

extern const struct app_decoder app_decoder_tls;

/* The harness's frames lie at this time. */
#define CAPTURED INT64_C(1700000000)
#define DAY	 INT64_C(86400)

struct recipe {
	const char *subject; /* common name; NULL: "lamp.example" */
	const char *issuer;  /* NULL: signs itself */
	const char *names;   /* subjectAltName as openssl.cnf has it; NULL: none */
	const char *email;
	unsigned rsa_bits;    /* 0: EC, on `curve` */
	const char *curve;    /* NULL: P-256 */
	const char *digest;   /* NULL: SHA256 */
	const char *identity; /* of SM2 */
	int64_t from, to;     /* days from the capture; both 0: ten days around it */
};

static EVP_PKEY *key_of(const struct recipe *recipe)
{
	if (recipe->rsa_bits)
		return EVP_RSA_gen(recipe->rsa_bits);
	if (recipe->curve && strcmp(recipe->curve, "SM2") == 0)
		return EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
	return EVP_EC_gen(recipe->curve ? recipe->curve : "P-256");
}

static void add_name(X509_NAME *name, const char *type, const char *text)
{
	assert_int_equal(
		X509_NAME_add_entry_by_txt(name, type, MBSTRING_UTF8, (const uint8_t *)text, -1, -1, 0), 1);
}

static void set_time(ASN1_TIME *to, int64_t days)
{
	assert_non_null(ASN1_TIME_set(to, (time_t)(CAPTURED + days * DAY)));
}

static struct bytes certificate_of(const struct recipe *recipe)
{
	X509 *certificate = X509_new();
	EVP_PKEY *key = key_of(recipe), *other = recipe->issuer ? EVP_EC_gen("P-256") : NULL;
	X509_NAME *issuer = X509_NAME_new();
	uint8_t *der = NULL;

	assert_non_null(key);
	add_name(X509_get_subject_name(certificate), "O", "Example \xe9\x94\x81");
	add_name(X509_get_subject_name(certificate), "CN",
		 recipe->subject ? recipe->subject : "lamp.example");
	if (recipe->email)
		add_name(X509_get_subject_name(certificate), "emailAddress", recipe->email);
	if (recipe->issuer)
		add_name(issuer, "CN", recipe->issuer);
	X509_set_version(certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 7);
	X509_set_issuer_name(certificate, recipe->issuer ? issuer : X509_get_subject_name(certificate));
	set_time(X509_getm_notBefore(certificate), recipe->from || recipe->to ? recipe->from : -5);
	set_time(X509_getm_notAfter(certificate), recipe->from || recipe->to ? recipe->to : 5);
	X509_set_pubkey(certificate, key);
	if (recipe->names) {
		X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, recipe->names);

		assert_int_equal(X509_add_ext(certificate, names, -1), 1);
		X509_EXTENSION_free(names);
	}
	if (recipe->identity) {
		ASN1_OCTET_STRING *identity = ASN1_OCTET_STRING_new();

		ASN1_OCTET_STRING_set(identity, (const uint8_t *)recipe->identity,
				      (int)strlen(recipe->identity));
		X509_set0_distinguishing_id(certificate, identity);
	}
	assert_true(X509_sign(certificate, other ? other : key,
			      EVP_get_digestbyname(recipe->digest ? recipe->digest : "SHA256")) > 0);
	int size = i2d_X509(certificate, &der);

	assert_true(size > 0);
	struct bytes kept = joined((const struct bytes[]){ { der, (size_t)size }, BYTES_EMPTY });

	OPENSSL_free(der);
	X509_NAME_free(issuer);
	EVP_PKEY_free(key);
	EVP_PKEY_free(other);
	X509_free(certificate);
	return kept;
}

static struct bytes sized(struct bytes bytes)
{
	static uint8_t size[3];

	size[0] = (uint8_t)(bytes.size >> 16);
	size[1] = (uint8_t)(bytes.size >> 8);
	size[2] = (uint8_t)bytes.size;
	return JOINED({ size, 3 }, bytes);
}

/* What is said of a handshake in which the server shows `chain`, certificates with their sizes. */
static char *said_of(struct bytes chain, const char *host, bool completed)
{
	const struct step steps[] = {
		{ .direction = FROM_CLIENT,
		  .bytes = record_of(22, 0x0301, client_hello(&(struct hello){ .server_name = host })) },
		{ .direction = FROM_SERVER,
		  .bytes = record_of(22, 0x0303,
				     JOINED(server_hello(&(struct hello){ .suite = 0xc02f }),
					    message_of(11, sized(chain)), message_of(14, BYTES("")))) },
		{ .direction = FROM_CLIENT,
		  .bytes = completed ? JOINED(record_of(22, 0x0303, message_of(16, BYTES("k"))),
					      hex("140303000101"), encrypted(22, 40))
				     : hex("15 0303 0002 02 30") },
		{ .direction = FROM_SERVER, .bytes = JOINED(hex("140303000101"), encrypted(22, 40)) },
	};

	return conversation_run(&(struct conversation){ .decoder = &app_decoder_tls,
							.steps = steps,
							.count = COUNT_OF(steps) },
				0);
}

static const struct {
	struct recipe recipe;
	const char *host;
	const char *said[4]; /* parts of the line */
} cases[] = {
	{ { .issuer = "Example CA", .names = "DNS:lamp.example" },
	  "lamp.example",
	  { " validity=valid key-type=EC key-bits=256 signature=ecdsa-with-SHA256 self-signed=no "
	    "name-matches=yes session=" } },
	{ { .issuer = "Example CA", .rsa_bits = 1024 },
	  "lamp.example",
	  { " key-bits=1024 ", " weakness=rsa-1024 session=" } },
	{ { .issuer = "Example CA", .rsa_bits = 2048, .digest = "SHA1" },
	  "lamp.example",
	  { " key-type=RSA key-bits=2048 ", " weakness=sha1-signature session=" } },
	{ { .issuer = "Example CA", .digest = "SHA1" },
	  NULL,
	  { " signature=ecdsa-with-SHA1 ", " name-matches=unknown weakness=sha1-signature session=" } },
	{ { .names = "DNS:lamp.example" },
	  "lamp.example",
	  { " self-signed=yes name-matches=yes weakness=self-signed session=" } },
	/* Its own signature proves nothing, whatever the digest. */
	{ { .digest = "SHA1", .rsa_bits = 2048 },
	  "lamp.example",
	  { " self-signed=yes ", " weakness=self-signed session=" } },
	/* It only says that it signed itself. */
	{ { .subject = "liar.example", .issuer = "liar.example" }, "liar.example", { " self-signed=no " } },
	{ { .issuer = "Example CA", .from = -20, .to = -10 },
	  "lamp.example",
	  { " validity=expired ", " weakness=expired session=" } },
	{ { .issuer = "Example CA", .from = 10, .to = 20 },
	  "lamp.example",
	  { " validity=not-yet ", " weakness=not-yet session=" } },
	/* No end, as RFC 5280 4.1.2.5 writes it: later than an instant can say. */
	{ { .issuer = "Example CA", .from = -10, .to = 2912000 },
	  "lamp.example",
	  { " not-after=2261-12-31T", " validity=valid " } },
	{ { .issuer = "Example CA", .names = "DNS:other.example" },
	  "lamp.example",
	  { " name-matches=no weakness=name-mismatch session=" } },
	{ { .issuer = "Example CA", .names = "DNS:*.home.example" },
	  "lamp.home.example",
	  { " name-matches=yes session=" } },
	{ { .issuer = "Example CA", .names = "IP:192.0.2.7" },
	  "192.0.2.7",
	  { " name-matches=yes session=" } },
	{ { .curve = "SM2", .digest = "SM3", .identity = "1234567812345678" },
	  "lamp.example",
	  { " self-signed=yes " } },
	{ { .curve = "SM2", .digest = "SM3" },
	  "lamp.example",
	  { " key-type=SM2 key-bits=256 signature=SM2-with-SM3 self-signed=yes " } },
	{ { .issuer = "Example CA", .curve = "P-384" }, "lamp.example", { " key-type=EC key-bits=384 " } },
	{ { .issuer = "Example CA", .curve = "secp521r1" },
	  "lamp.example",
	  { " key-type=EC key-bits=521 " } },
	{ { .issuer = "Example CA", .curve = "brainpoolP256r1" },
	  "lamp.example",
	  { " key-type=EC key-bits=256 " } },
	/* Not known without OpenSSL; too short. */
	{ { .issuer = "Example CA", .curve = "secp160r1" },
	  "lamp.example",
	  { " key-type=EC key-bits=161 ", " weakness=ec-161 session=" } },
	{ { .issuer = "Example CA", .rsa_bits = 2047 },
	  "lamp.example",
	  { " key-bits=2047 ", " weakness=rsa-2047 session=" } },
	{ { .issuer = "Example CA", .curve = "SM2" },
	  "lamp.example",
	  { " key-type=SM2 key-bits=256 ", "self-signed=no" } },
	{ { .issuer = "Example CA" },
	  "lamp.example",
	  { " subject=CN=lamp.example,O=Example \xe9\x94\x81 issuer=CN=Example CA " } },
};

static void each_property_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *log = said_of(sized(certificate_of(&cases[i].recipe)), cases[i].host, true);
		char *line = strstr(log, "certificate fingerprint=");

		assert_non_null(line);
		for (size_t part = 0; cases[i].said[part]; part++)
			if (!strstr(line, cases[i].said[part]))
				fail_msg("case %zu: not said:%s\nbut: %s", i, cases[i].said[part], line);
		assert_non_null(strstr(line, "session=completed @2\n"));
		free(log);
	}
}

static void a_chain_is_said_in_its_order(void **state)
{
	(void)state;
	struct bytes own = certificate_of(&(struct recipe){ .issuer = "Example CA" });
	/* A root that is sent along: old digest, old, trusted for being known. */
	struct bytes root = certificate_of(&(struct recipe){
		.subject = "Example CA", .rsa_bits = 2048, .digest = "SHA1", .from = -4000, .to = -1 });
	char *log = said_of(JOINED(sized(own), sized(root)), "lamp.example", false);
	char *first = strstr(log, "position=0"), *second = strstr(log, "position=1");

	assert_non_null(first);
	assert_non_null(second);
	assert_non_null(strstr(second, "validity=expired"));
	assert_non_null(strstr(second, "self-signed=yes session=refused @2\n"));
	free(log);
}

static void names_are_handed_on(void **state)
{
	(void)state;
	char *one = said_of(
		sized(certificate_of(&(struct recipe){
			.issuer = "Example CA", .names = "DNS:lamp.example", .email = "anna@lamp.example" })),
		NULL, true);
	char *several = said_of(
		sized(certificate_of(&(struct recipe){ .issuer = "Example CA",
						       .names = "DNS:lamp.example,DNS:lock.example" })),
		NULL, true);
	char *pattern = said_of(sized(certificate_of(&(struct recipe){ .subject = "*.example" })), NULL,
				true);
	char *number = said_of(sized(certificate_of(&(struct recipe){ .subject = "192.0.2.7" })), NULL, true);

	assert_non_null(strstr(one, "endpoint address=198.51.100.2 name=lamp.example source=certificate"));
	assert_non_null(strstr(one, "value certificate - - certificate-email=anna@lamp.example\n"));
	assert_null(strstr(several, "endpoint"));
	assert_null(strstr(pattern, "endpoint"));
	assert_null(strstr(number, "endpoint"));
	free(one);
	free(several);
	free(pattern);
	free(number);
}

static void broken_ones_are_said_and_survived(void **state)
{
	(void)state;
	struct bytes own = certificate_of(
		&(struct recipe){ .issuer = "Example CA", .names = "DNS:lamp.example" });
	uint8_t *copy = malloc(own.size);

	assert_non_null(copy);
	for (size_t size = 1; size < own.size; size += 3) {
		char *log = said_of(sized(bytes_slice(own, 0, size)), "lamp.example", true);

		assert_non_null(strstr(log, "undecoded reason=malformed decoder=tls text=certificate"));
		free(log);
	}
	for (size_t at = 0; at < own.size; at++) {
		memcpy(copy, own.data, own.size);
		copy[at] ^= 0x81;
		free(said_of(sized((struct bytes){ copy, own.size }), "lamp.example", true));
	}
	free(copy);
}

static int forget(void **state)
{
	(void)state;
	messages_free();
	return 0;
}

#define TEST(function) cmocka_unit_test_teardown(function, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_property_is_said),
		TEST(a_chain_is_said_in_its_order),
		TEST(names_are_handed_on),
		TEST(broken_ones_are_said_and_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
