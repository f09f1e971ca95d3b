/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_telnet;

#define SAID(user_secret, result) \
	"credential scheme=plain class=password data=credential.password " user_secret " method=login " \
	"consent=unknown confidence=certain why=typed at a login prompt result=" result
#define SERVICE(authentication, gave) "service authentication=" authentication " action=login gave=" gave

static void a_login_typed_key_by_key(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("\xff\xfd\x18\xff\xfb\x01"),
		CLIENT("\xff\xfb\x18\xff\xfa\x18\x00vt100\xff\xf0\xff\xfd\x01"),
		SERVER("lock login: "),
		CLIENT("a"),
		SERVER("a"),
		CLIENT("nm"),
		SERVER("nm"),
		CLIENT("\x7f"),
		SERVER("\b \b"),
		CLIENT("na\r\0"),
		SERVER("na\r\nPassword: "),
		CLIENT("wallfx\bl"),
		CLIENT("ower\r\n"),
		SERVER("\r\nLogin incorrect\r\nlock login: "),
		CLIENT("root\r\n"),
		SERVER("root\r\nPassword: "),
		CLIENT("x1\xff\xff\r\n"),
		SERVER("\r\n\x1b[1;32m~ # "),
		CLIENT("ls\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_telnet, steps,
		"content terminal - -: lock login: anna\n"
		"content terminal - -: Password: \n"
		"content terminal - -: Login incorrect\n"
		"content terminal - -: lock login: root\n"
		/* clang-format off */
		"content terminal - -: Password: \n"
		SAID("user=anna secret=wallflower", "refused") " @13\n"
		SAID("user=root secret=x1\\xff", "accepted") " @17\n"
		SERVICE("password", "nothing") " @14\n"
		SERVICE("password", "shell") " @18\n");
	/* clang-format on */
}

static const struct {
	const char *prompt;
	bool secret;
} prompts[] = {
	{ "Username:", false },
	{ "User Name : ", false },
	{ "Account: ", false },
	{ "\xe7\x94\xa8\xe6\x88\xb7\xe5\x90\x8d\xef\xbc\x9a", false },
	{ "\xe7\x99\xbb\xe5\xbd\x95: ", false },
	{ "anna's PASSWORD: ", true },
	{ "Password for anna:", true },
	{ "lock login as: ", false },
	{ "Passwort: ", true },
	{ "Mot de passe : ", true },
	{ "\xe5\xaf\x86\xe7\xa0\x81\xef\xbc\x9a ", true },
	{ "\xe5\x8f\xa3\xe4\xbb\xa4:", true },
};

static void prompts_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(prompts); i++) {
		const struct step steps[] = {
			{ .direction = FROM_SERVER, .bytes = bytes_of(prompts[i].prompt) },
			CLIENT("wallflower\r\n"),
		};

		CHECK_STREAM(&app_decoder_telnet, steps,
			     prompts[i].secret
				     ? SAID("secret=wallflower", "unknown") " @2\n"
				     : "credential scheme=plain class=username-only user=wallflower "
				       "method=login confidence=certain why=typed at a login prompt "
				       "result=unknown @2\n");
	}
}

static void a_shell_without_a_login(void **state)
{
	(void)state;
	const struct step negotiated[] = {
		SERVER("\xff\xfb\x01\xff\xfb\x03\r\n/ # "),
		CLIENT("id\r\n"),
		SERVER("id\r\nuid=0\r\n/ # "),
		CLIENT("ls\n"),
	};
	const struct step banner[] = { SERVER("\r\nBusyBox v1.20 built-in shell (ash)\r\n\r\n# ") };
	/* No secret was asked for: the name is enough. */
	const struct step name[] = {
		SERVER("\xff\xfb\x01login: "),
		CLIENT("root\r\n"),
		SERVER("\r\n# "),
		CLIENT("id\r\n"),
	};
	/* Late: who knows what was asked for before. */
	const struct step late[] = { CLIENT("\xff\xf1"), SERVER("/ # "), CLIENT("id\r\n") };

	CHECK_STREAM(&app_decoder_telnet, negotiated,
		     "content terminal - -: / # id\ncontent terminal - -: uid=0\n" SERVICE("none",
											   "shell") " @1\n");
	CHECK_STREAM(&app_decoder_telnet, banner,
		     "content terminal - -: BusyBox v1.20 built-in shell (ash)\n" SERVICE("none",
											  "shell") " @1\n");
	CHECK_STREAM(&app_decoder_telnet, name,
		     "content terminal - -: login: \n"
		     "credential scheme=plain class=username-only user=root method=login confidence=certain "
		     "why=typed at a login prompt result=accepted @2\n" SERVICE("none", "shell") " @3\n");
	CHECK_STREAM(&app_decoder_telnet, late, "");
}

static void what_looks_like_a_prompt_is_none(void **state)
{
	(void)state;
	/* No colon, a sentence, a line that was ended, a menu. */
	const struct step steps[] = {
		SERVER("\xff\xfb\x01"
		       "Last login: Tue\r\n"),
		CLIENT("secret1\r\n"),
		SERVER("Enter your password\r\n"),
		CLIENT("secret2\r\n"),
		SERVER("main menu> "),
		CLIENT("secret3\r\n"),
		SERVER("Retype: "),
		CLIENT("secret4\r\n"),
	};
	char *log = conversation_run(&(struct conversation){ .decoder = &app_decoder_telnet,
							     .steps = steps,
							     .count = COUNT_OF(steps) },
				     0);

	assert_null(strstr(log, "credential"));
	assert_null(strstr(log, "service"));
	free(log);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_telnet, FROM_SERVER, BYTES("\xff\xfd\x18")) >= 16);
	assert_true(bid_for(&app_decoder_telnet, FROM_CLIENT, BYTES("\xff\xfb\x18\xff\xfd\x01")) >= 16);
	assert_true(bid_for(&app_decoder_telnet, FROM_SERVER, BYTES("Welcome\r\nlogin: ")) >= 16);
	static const char *const others[] = {
		"HTTP/1.1 200 OK\r\nServer: login:\r\n",
		"220 FTP ready\r\n",
		"+OK Password:\r\n",
		"SSH-2.0-x\r\n",
		"\xff\xd8\xff\xe0\x10JFIF",
		"\xff\xfb\x90\x64",
		"\xff\xfb\x10\x01\x02\x03",
		"\xff\xfe\x61\x01",
		"\x16\x03\x01\x02login:",
		"# ",
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (bid_for(&app_decoder_telnet, FROM_SERVER, bytes_of(others[i])) >= 16)
			fail_msg("%s", others[i]);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("\xff\xfa\x18\x01\xff\xf0\xff\xfb\x01login: "),
		CLIENT("an\x15"
		       "b\x7f\x7f\r\n"),
		SERVER("\x1b[2JPassword: "),
		CLIENT("c\r\n"),
		SERVER("$ "),
		CLIENT("\x03"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_telnet, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_typed_key_by_key),
		cmocka_unit_test(prompts_in_both_languages),
		cmocka_unit_test(a_shell_without_a_login),
		cmocka_unit_test(what_looks_like_a_prompt_is_none),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
