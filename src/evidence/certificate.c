/* SPDX-License-Identifier: Apache-2.0 */
/* X.509 certificates (RFC 5280; SM2 by GB/T 20518) of a TLS handshake or met as content. No chain is
 * verified: which roots a terminal trusts cannot be seen. Left out: OCSP, transparency, extensions but the
 * names. */
#include "evidence/certificate.h"

#include "base/cursor.h"
#include "base/limits.h"
#include "base/memory.h"
#include "evidence/certificate_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	/* RFC 5280 knows no end; the longest chain seen in the wild has 10. */
	CERTIFICATES_MOST = 16,
	/* Larger keys are not asked to verify anything: it costs, and nobody uses them. */
	VERIFIED_BITS_MOST = 8192,
	/* Of a certificate that is nobody's own. */
	NO_POSITION = -1,
};

struct verdicts {
	bool self_signed;
	const char *validity;	  /* NULL: capture time unknown */
	const char *name_matches; /* NULL: not the server's own */
	int key_bits;
	const char *key_type;
	int digest; /* NID of the signature's */
};

static instant instant_of(const ASN1_TIME *time)
{
	static const int64_t last = INT64_C(9214646399); /* 2261-12-31: an instant ends soon after */
	struct tm parts;

	if (!time || !ASN1_TIME_to_tm(time, &parts))
		return INSTANT_NONE;
	int64_t seconds = (int64_t)timegm(&parts);

	return (seconds > last ? last : seconds < -last ? -last : seconds) * INSTANT_SECOND;
}

static const char *validity_at(const X509 *certificate, instant when)
{
	instant from = instant_of(X509_get0_notBefore(certificate));
	instant to = instant_of(X509_get0_notAfter(certificate));

	if (when == INSTANT_NONE || from == INSTANT_NONE || to == INSTANT_NONE)
		return NULL;
	return when < from ? "not-yet" : when > to ? "expired" : "valid";
}

static const char *key_type_of(const X509 *certificate, const EVP_PKEY *key)
{
	static const char *const names[] = { "RSA", "SM2", "EC", "RSA-PSS", "DSA", "ED25519", "ED448", "DH" };

	for (size_t i = 0; key && i < sizeof names / sizeof *names; i++)
		if (EVP_PKEY_is_a(key, names[i]))
			return names[i];
	ASN1_OBJECT *algorithm = NULL;

	X509_PUBKEY_get0_param(&algorithm, NULL, NULL, NULL, X509_get_X509_PUBKEY(certificate));
	switch (algorithm ? OBJ_obj2nid(algorithm) : NID_undef) {
	case NID_rsaEncryption:
		return "RSA";
	case NID_X9_62_id_ecPublicKey:
		return "EC";
	case NID_sm2:
		return "SM2";
	case NID_dsa:
		return "DSA";
	default:
		return "unknown";
	}
}

/* GB/T 35276: signatures are made over an identity too; unless agreed otherwise, this one. Some
 * programs leave it empty. */
static void set_sm2_identity(X509 *certificate)
{
	ASN1_OCTET_STRING *identity = ASN1_OCTET_STRING_new();

	if (identity && ASN1_OCTET_STRING_set(identity, (const uint8_t *)"1234567812345678", 16))
		X509_set0_distinguishing_id(certificate, identity);
	else
		ASN1_OCTET_STRING_free(identity);
}

static bool signs_itself(X509 *certificate, EVP_PKEY *key)
{
	if (!key || EVP_PKEY_get_bits(key) > VERIFIED_BITS_MOST ||
	    X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) != 0)
		return false;
	if (X509_verify(certificate, key) == 1)
		return true;
	if (!EVP_PKEY_is_a(key, "SM2"))
		return false;
	set_sm2_identity(certificate);
	return X509_verify(certificate, key) == 1;
}

static const char *name_matches(X509 *certificate, struct bytes host)
{
	struct address address;
	int matches;

	if (!host.size)
		return "unknown";
	if (address_parse(host, &address) && address.family != ADDRESS_MAC)
		matches = X509_check_ip(certificate, address.octets, address.family == ADDRESS_IPV4 ? 4 : 16,
					0);
	else
		matches = X509_check_host(certificate, (const char *)host.data, host.size, 0, NULL);
	return matches == 1 ? "yes" : matches == 0 ? "no" : "unknown";
}

/* Words for what makes a certificate worth little. A root that is sent along signs itself, with
 * whatever digest, and may be past its end: it is trusted for being known, so that is none. */
static void say_weakness(struct buffer *words, const struct verdicts *verdicts, bool own)
{
	static const struct {
		const char *type;
		int least;
		const char *word;
	} keys[] = { { "RSA", 2048, "rsa" },
		     { "RSA-PSS", 2048, "rsa" },
		     { "DSA", 2048, "dsa" },
		     { "EC", 224, "ec" } };

	if (own && verdicts->self_signed)
		buffer_append_text(words, " self-signed");
	if (own && verdicts->validity && strcmp(verdicts->validity, "valid") != 0)
		buffer_append_format(words, " %s", verdicts->validity);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(verdicts->key_type, keys[i].type) == 0 && verdicts->key_bits > 0 &&
		    verdicts->key_bits < keys[i].least)
			buffer_append_format(words, " %s-%d", keys[i].word, verdicts->key_bits);
	if (!verdicts->self_signed && (verdicts->digest == NID_md5 || verdicts->digest == NID_md2))
		buffer_append_text(words, " md5-signature");
	if (!verdicts->self_signed && verdicts->digest == NID_sha1)
		buffer_append_text(words, " sha1-signature");
	if (own && verdicts->name_matches && strcmp(verdicts->name_matches, "no") == 0)
		buffer_append_text(words, " name-mismatch");
}

static void print_name(BIO *to, const X509_NAME *name, struct bytes *ret_text)
{
	unsigned long flags = (XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) |
			      ASN1_STRFLGS_UTF8_CONVERT;
	char *text = NULL;
	long before = BIO_get_mem_data(to, &text);

	X509_NAME_print_ex(to, name, 0, flags);
	long size = BIO_get_mem_data(to, &text) - before;

	*ret_text = (struct bytes){ (const uint8_t *)text + before, size > 0 ? (size_t)size : 0 };
}

static struct bytes bytes_of_string(const ASN1_STRING *string)
{
	int size = string ? ASN1_STRING_length(string) : 0;

	return (struct bytes){ size > 0 ? ASN1_STRING_get0_data(string) : NULL, size > 0 ? (size_t)size : 0 };
}

/* Every entry of a kind in the subject, and every subject alternative name of a type. */
static void say_subject_entries(const X509 *certificate, int nid, const char *field,
				struct observer *observer)
{
	const X509_NAME *subject = X509_get_subject_name(certificate);
	struct message message = { .part = BYTES("certificate") };
	int at = -1;

	while ((at = X509_NAME_get_index_by_NID(subject, nid, at)) >= 0) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, at);

		observer_value(observer, &message, bytes_of(field),
			       bytes_of_string(X509_NAME_ENTRY_get_data(entry)));
	}
}

static bool is_concrete_host(struct bytes name)
{
	struct address address;
	bool dotted = false;

	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i];
		bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';

		if (!letter && !(byte >= '0' && byte <= '9') && byte != '-' && byte != '.')
			return false;
		dotted |= byte == '.' && i > 0 && i + 1 < name.size;
	}
	return dotted && name.size <= 253 && !address_parse(name, &address);
}

/* The one host that a certificate is for; no bytes where it is for several, or a pattern. */
static struct bytes only_host(const X509 *certificate, const GENERAL_NAMES *names)
{
	struct bytes only = BYTES_EMPTY;
	int dns = 0;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS) {
			only = bytes_of_string(name->d.dNSName);
			dns++;
		}
	}
	if (dns == 0) {
		const X509_NAME *subject = X509_get_subject_name(certificate);
		int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

		if (at >= 0)
			only = bytes_of_string(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	}
	return dns <= 1 && is_concrete_host(only) ? only : BYTES_EMPTY;
}

static void say_names(const X509 *certificate, enum sender sender, struct observer *observer)
{
	const struct carrier *carrier = observer_carrier(observer);
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	struct bytes host = only_host(certificate, names);

	/* The other way round, the flow took the server for the client. */
	if (host.size && sender == SENDER_SERVER)
		observer_name_address(observer,
				      carrier->from_client ? &carrier->destination : &carrier->source, host,
				      "certificate");
	say_subject_entries(certificate, NID_pkcs9_emailAddress, "certificate-email", observer);
	GENERAL_NAMES_free(names);
}

/* `found`: the key, where it was found without OpenSSL; then nothing is asked of it. */
static struct verdicts judge(X509 *certificate, const struct key *found, const struct chain *chain, bool own)
{
	EVP_PKEY *key = found ? NULL : X509_get0_pubkey(certificate);
	struct verdicts verdicts = {
		.self_signed = signs_itself(certificate, key),
		.validity = validity_at(certificate, chain->origin.frame ? chain->origin.time : INSTANT_NONE),
		.name_matches = own ? name_matches(certificate, chain->host) : NULL,
		.key_bits = found ? (int)found->bits
			    : key ? EVP_PKEY_get_bits(key)
				  : 0,
		.key_type = found ? found->type : key_type_of(certificate, key),
		.digest = NID_undef,
	};

	X509_get_signature_info(certificate, &verdicts.digest, NULL, NULL, NULL);
	return verdicts;
}

static void add_time(struct observation *said, enum attribute attribute, const ASN1_TIME *time)
{
	instant when = instant_of(time);

	if (when != INSTANT_NONE)
		observation_time(said, attribute, when);
}

static void add_digest(struct bytes der, char text[2 * SHA256_DIGEST_LENGTH + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_LENGTH] = { 0 };

	SHA256(der.data, der.size, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[2 * sizeof digest] = 0;
}

static void say_certificate(X509 *certificate, const struct key *key, struct bytes der, int position,
			    const struct chain *chain, BIO *text, struct observer *observer)
{
	struct observation said = observation_of(KIND_CERTIFICATE);
	struct verdicts verdicts = judge(certificate, key, chain, position == 0);
	char fingerprint[2 * SHA256_DIGEST_LENGTH + 1], signature[80] = "";
	struct buffer weakness = buffer_of(LIMIT_ATTRIBUTE_SIZE);
	const X509_ALGOR *algorithm = NULL;
	struct bytes subject, issuer;

	/* Both are printed before either is looked at: printing may move what was printed. */
	print_name(text, X509_get_subject_name(certificate), &subject);
	print_name(text, X509_get_issuer_name(certificate), &issuer);
	subject.data = issuer.data - subject.size;
	add_digest(der, fingerprint);
	X509_get0_signature(NULL, &algorithm, certificate);
	if (algorithm)
		OBJ_obj2txt(signature, sizeof signature, algorithm->algorithm, 0);
	say_weakness(&weakness, &verdicts, position == 0);
	if (weakness.failed)
		observer_out_of_memory(observer);

	observation_word(&said, ATTRIBUTE_FINGERPRINT, fingerprint);
	if (position != NO_POSITION)
		observation_number(&said, ATTRIBUTE_POSITION, (uint64_t)position);
	observation_text(&said, ATTRIBUTE_SUBJECT, subject);
	observation_text(&said, ATTRIBUTE_ISSUER, issuer);
	add_time(&said, ATTRIBUTE_NOT_BEFORE, X509_get0_notBefore(certificate));
	add_time(&said, ATTRIBUTE_NOT_AFTER, X509_get0_notAfter(certificate));
	observation_word(&said, ATTRIBUTE_VALIDITY, verdicts.validity);
	observation_word(&said, ATTRIBUTE_KEY_TYPE, verdicts.key_type);
	if (verdicts.key_bits > 0)
		observation_number(&said, ATTRIBUTE_KEY_BITS, (uint64_t)verdicts.key_bits);
	observation_word(&said, ATTRIBUTE_SIGNATURE, signature);
	observation_yes(&said, ATTRIBUTE_SELF_SIGNED, verdicts.self_signed);
	observation_word(&said, ATTRIBUTE_NAME_MATCHES, verdicts.name_matches);
	observation_text(&said, ATTRIBUTE_WEAKNESS, bytes_trim(buffer_bytes(&weakness)));
	observation_word(&said, ATTRIBUTE_SESSION, chain->session);
	said.origin = chain->origin;
	said.sender = chain->sender;
	observer_say(observer, &said, der);
	buffer_free(&weakness);
	if (position == 0)
		say_names(certificate, chain->sender, observer);
}

/* The next certificate of a list; false at its end, or where it is cut. */
static bool next_certificate(struct cursor *list, struct bytes *ret_der)
{
	struct bytes der = cursor_take(list, cursor_be24(list));

	*ret_der = der;
	return cursor_ok(list) && der.size;
}

/* Reads a certificate. Where `key` was found and may not have to verify anything, it is hidden from
 * OpenSSL by an algorithm that nobody knows, in a copy. */
static X509 *read_certificate(struct bytes der, const struct key *key)
{
	uint8_t *copy = key ? memory_new(der.size) : NULL;
	const uint8_t *at = copy ? copy : der.data;

	if (copy) {
		struct cursor all = cursor_over(der);

		cursor_copy(&all, copy, der.size);
		copy[key->identifier] = 0x7f;
	}
	X509 *certificate = d2i_X509(NULL, &at, (long)der.size);

	free(copy);
	return certificate;
}

/* False: it is none. */
static bool observe(struct bytes der, int position, const struct chain *chain, struct observer *observer)
{
	struct key key;
	bool found = key_find(der, &key) && !key.own_issuer;
	X509 *certificate = read_certificate(der, found ? &key : NULL);
	BIO *text = BIO_new(BIO_s_mem());
	bool read = certificate && text;

	if (read)
		say_certificate(certificate, found ? &key : NULL, der, position, chain, text, observer);
	BIO_free(text);
	X509_free(certificate);
	return read;
}

void chain_observe(const struct chain *chain, struct observer *observer)
{
	struct cursor list = cursor_over(chain->list);
	struct bytes der;

	for (int position = 0; position < CERTIFICATES_MOST && next_certificate(&list, &der); position++)
		if (!observe(der, position, chain, observer))
			observer_undecoded(observer, "tls", "malformed", "certificate", der.size, der);
	ERR_clear_error();
}

bool certificate_observe(struct bytes der, struct bytes where, struct observer *observer)
{
	const struct chain chain = { .origin = observer_span(observer, where) };
	bool read = observe(der, NO_POSITION, &chain, observer);

	ERR_clear_error();
	return read;
}

void client_chain_observe(struct bytes chain, struct observer *observer)
{
	struct cursor list = cursor_over(chain);
	struct bytes der;

	if (!next_certificate(&list, &der))
		return;
	X509 *certificate = read_certificate(der, NULL);

	if (certificate) {
		say_subject_entries(certificate, NID_commonName, "certificate-name", observer);
		say_subject_entries(certificate, NID_pkcs9_emailAddress, "certificate-email", observer);
	}
	X509_free(certificate);
	ERR_clear_error();
}
