/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "protocol/application/http_names.h"

#include <stdio.h>

static const char *const WORDS[] = { "auth",	"account", "credential", "hmac",  "jwt", "key",	   "login",
				     "nonce",	"passw",   "pwd",	 "pass",  "pin", "secret", "sign",
				     "session", "sessid",  "sig",	 "sid",	  "sso", "token",  "user",
				     "ticket",	"usr",	   "AUTH",	 "Token", "sId" };

static bool mentions(const char *text)
{
	struct bytes copy = hostile_copy(bytes_of(text));
	bool found = http_mentions_access(copy);

	hostile_free(copy);
	return found;
}

/* At every place of a block that is searched at once, and behind the last. */
static void names_that_tell_who_asks_are_found_wherever_they_stand(void **state)
{
	char text[128];

	(void)state;
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		for (int before = 0; before < 40; before++)
			for (int behind = 0; behind < 20; behind += 5) {
				snprintf(text, sizeof text, "%.*s,\"%s\":%.*s", before,
					 "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.", WORDS[i], behind,
					 "00000000000000000000");
				assert_true(mentions(text));
				/* … but only as the name of something */
				snprintf(text, sizeof text, "%.*s,\"x\":%s%.*s", before,
					 "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.", WORDS[i], behind,
					 "}}}}}}}}}}}}}}}}}}}}");
				assert_false(mentions(text));
			}
}

/* The quick search finds what reading each name would. */
static void the_search_agrees_with_reading_each_name(void **state)
{
	uint32_t random = 7;
	unsigned found = 0;

	(void)state;
	for (unsigned round = 0; round < 50000; round++) {
		char text[64];
		bool expected = false, access;

		for (size_t i = 0; i < sizeof text - 1; i++) {
			random = random * 1664525 + 1013904223;
			text[i] = "aceiknoprstuwhdglmsy,=,:1,"[(random >> 16) % 26];
		}
		text[sizeof text - 1] = 0;
		for (size_t start = 0, i = 0; i < sizeof text - 1; i++) {
			bool name = text[i] == '1' || (text[i] >= 'a' && text[i] <= 'z');

			if (name)
				continue;
			http_names_token((struct bytes){ (uint8_t *)text + start, i - start }, &access);
			expected |= i > start && text[i] != ',' && access;
			start = i + 1;
		}
		found += expected;
		assert_int_equal(mentions(text), expected);
	}
	assert_true(found > 100);
}

/* Every word is looked for by its first two letters: it has to be among those that are. */
static void every_word_is_known(void **state)
{
	static const char *const tokens[] = { "api-key",  "X-AccessKey", "auth_key", "auth",  "jwt",
					      "password", "App-Secret",	 "sessid",   "token", "session-id" };
	static const char *const sessions[] = { "auth",	  "apisid", "connect.sid", "hsid",  "jwt",   "passwd",
						"sess_x", "sid",    "sso",	   "token", "ticket" };
	static const char *const no_tokens[] = { "author-token",    "csrf-token", "xsrf-token",
						 "token-expires",   "token-type", "tokforgery",
						 "antiforgerytoken" };
	static const char *const perhaps[] = { "loginid", "uid", "userkey" };
	static const char *const access[] = { "account", "credential", "hmac",	 "key",
					      "login",	 "nonce",      "pwd",	 "pass",
					      "pin",	 "sess-ion",   "sign",	 "sig",
					      "user",	 "usr",	       "ticket", "authorization-author" };
	bool sure, asks;

	(void)state;
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
		assert_true(http_names_token(bytes_of(tokens[i]), NULL));
	for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++)
		assert_true(http_names_session(bytes_of(sessions[i]), &sure) && sure);
	for (size_t i = 0; i < sizeof no_tokens / sizeof *no_tokens; i++)
		assert_false(http_names_token(bytes_of(no_tokens[i]), NULL));
	for (size_t i = 0; i < sizeof perhaps / sizeof *perhaps; i++)
		assert_true(http_names_session(bytes_of(perhaps[i]), &sure) && !sure);
	for (size_t i = 0; i < sizeof access / sizeof *access; i++) {
		(void)http_names_token(bytes_of(access[i]), &asks);
		assert_true(asks);
	}
	assert_true(http_names_token(BYTES("Authorized-Token"), &asks) && asks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_tell_who_asks_are_found_wherever_they_stand),
		cmocka_unit_test(the_search_agrees_with_reading_each_name),
		cmocka_unit_test(every_word_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
