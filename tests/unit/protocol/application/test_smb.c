/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_smb;

static void a_password_asked_for_as_it_is(void **state)
{
	const struct step steps[] = {
		SERVER("\0\0\0E\xffSMBr\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\21\0\0\1\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0T\xffSMBs\0\0\0\0\30\1@\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\xff\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\r\0\0\0\0\0\0\0\0\0\0\0\27\0wallflower 9\0anna\0LOCK\0"),
		SERVER("\0\0\0)\xffSMBs\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\xff\0\0"
		       "\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=session-setup consent=unknown confidence=certain why=password that "
		     "the server wants as it is result=accepted @2\n"
		     "service authentication=password action=login gave=session @3\n");
}

static void a_wide_one_that_is_refused(void **state)
{
	const struct step steps[] = {
		SERVER("\0\0\0E\xffSMBr\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\21\0\0\1\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0^\xffSMBs\0\0\0\0\30\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\xff\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\14\0\0\0\0\0\0\0\0\0!\0g\0u\0e\0s\0s\0\0\0\0a\0n\0n\0a\0\0"
		       "\0L\0O\0C\0K\0\0\0"),
		SERVER("\0\0\0#\xffSMBsm\0\0\xc0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=session-setup consent=unknown confidence=certain why=password that the ser"
		     "ver wants as it is result=refused @2\n"
		     "service authentication=password action=login gave=nothing @3\n");
}

static void a_digest_is_no_password(void **state)
{
	const struct step steps[] = {
		SERVER("\0\0\0E\xffSMBr\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\21\0\0\3\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0\x82\xffSMBs\0\0\0\0\30\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\xff\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\30\0\30\0\0\0\0\0\0\0\0\0E\0\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""
		       "\"\"\"\"\"\"\"\"\"333333333333333333333333\0a\0n\0n\0a\0\0\0L\0O\0C\0K\0\0\0"),
		SERVER("\0\0\0)\xffSMBs\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\xff\0\0"
		       "\0\0\0\0\0"),
		CLIENT("\0\0\0D\xffSMBu\0\0\0\0\30\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\4\xff\0\0\0"
		       "\0\0\1\0\31\0\0\\\0\\\0l\0a\0m\0p\0\\\0c\0\0\0?\??\??\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "value request tree-connect - share=\\\\lamp\\c\n"
		     "credential scheme=ntlm class=hash user=anna method=session-setup confidence=certain "
		     "why=user name; the password itself is not sent result=accepted @2\n"
		     "service authentication=challenge action=login gave=session @3\n");
}

static void ntlm_tells_a_user(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0i\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\31\0\0\1\0\0\0\0\0\0\0\0X\0\21\0"
		       "\0\0\0\0\0\0\0\0NTLMSSP\0\1\0\0\0hello"),
		SERVER("\0\0\0H\xfeSMB@\0\0\0\26\0\0\xc0\1\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0\xee\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\31\0\0\1\0\0\0\0\0\0\0\0X\0\x96"
		       "\0\0\0\0\0\0\0\0\0\xa1\20NTLMSSP\0\3\0\0\0\30\0\30\0H\0\0\0\30\0\30\0`\0\0\0\10\0\10"
		       "\0x\0\0\0\10\0\10\0\x80\0\0\0\14\0\14\0\x88\0\0\0\0\0\0\0\x94\0\0\0\1\0\0\0\0\0\0\0"
		       "\0\0\0\0\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"333333333333333333333333L\0O"
		       "\0C\0K\0a\0n\0n\0a\0l\0a\0m\0p\0-\0001\0"),
		SERVER("\0\0\0H\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0^\xfeSMB@\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0H\0\26\0\\\0\\\0l\0a\0m\0p"
		       "\0\\\0h\0o\0m\0e\0"),
		CLIENT("\0\0\0\x8c\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\24\0\0\0\0\0\0\0\0\0l\0e"
		       "\0t\0t\0e\0r\0.\0t\0x\0t\0"),
		CLIENT("\x85\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "value request session-setup - domain=LOCK\n"
		     "value request session-setup - computer-name=lamp-1\n"
		     "value request tree-connect - share=\\\\lamp\\home\n"
		     "value request create - file=letter.txt\n"
		     "credential scheme=ntlm class=hash user=anna method=session-setup confidence=certain "
		     "why=user name; the password itself is not sent result=accepted @3\n"
		     "service authentication=challenge action=login gave=session @4\n");
}

static void ntlm_in_version_one(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\xcf\xffSMBs\0\0\0\0\30\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\14\xff\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x94\0NTLMSSP\0\3\0\0\0\30\0\30\0H\0\0\0"
		       "\30\0\30\0`\0\0\0\10\0\10\0x\0\0\0\10\0\10\0\x80\0\0\0\14\0\14\0\x88\0\0\0\0\0\0\0"
		       "\x94\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"33"
		       "3333333333333333333333L\0O\0C\0K\0a\0n\0n\0a\0l\0a\0m\0p\0-\0001\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "value request session-setup - domain=LOCK\n"
		     "value request session-setup - computer-name=lamp-1\n"
		     "credential scheme=ntlm class=hash user=anna method=session-setup confidence=certain "
		     "why=user name; the password itself is not sent result=unknown @1\n");
}

static void files_and_encryption_are_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0|\xfeSMB@\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0"),
		CLIENT("\0\0\0@\xfdSMB\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"
		       "\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"),
		CLIENT("\0\0\0\x82\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\n"
		       "\0\0\0\0\0\0\0\0\0a\0.\0t\0x\0t\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps, "value request create - file=a.txt\n");
}

static void goes_on_behind_a_gap(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\x82\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\n"
		       "\0\0\0\0\0\0\0\0\0a\0.\0t\0x\0t\0"),
		CLIENT_LOST(50),
		CLIENT("the rest"),
		CLIENT("\0\0\0\x82\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\n"
		       "\0\0\0\0\0\0\0\0\0b\0.\0t\0x\0t\0"),
	};

	(void)state;
	const char *const lines[] = {
		"value request create - file=a.txt",
		"value request create - file=b.txt",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_smb,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\x82\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\n"
		       "\0\0\0\0\0\0\0\0\0a\0.\0t\0x\0t\0"),
		CLIENT("\7\0\0\20hello, world...."),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smb, steps,
		     "value request create - file=a.txt\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_smb, FROM_CLIENT,
			    BYTES("\0\0\0\x82\xfeSMB@"
				  "\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\n"
				  "\0\0\0\0\0\0\0\0\0a\0.\0t\0x\0t\0")) >= 16);
	assert_true(bid_for(&app_decoder_smb, FROM_SERVER,
			    BYTES("\0\0\0E\xffSMBr\0\0\0\0\x98\1\xc0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\21\0\0\1\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(
		bid_for(&app_decoder_smb, FROM_CLIENT,
			BYTES("\0\0\0@"
			      "\xfdSMB\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"
			      "\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0@hello", 9 },
		{ (const uint8_t *)"\1\0\0z\xfeSMB@"
				   "\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\2\0\0\0\0\0\0\0"
				   "\0\0a\0",
		  126 },
		{ (const uint8_t *)"\0\0\0\20\xffSMB", 8 },
		{ (const uint8_t *)"", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_smb, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0i\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\31\0\0\1\0\0\0\0\0\0\0\0X\0\21\0"
		       "\0\0\0\0\0\0\0\0NTLMSSP\0\1\0\0\0hello"),
		SERVER("\0\0\0H\xfeSMB@\0\0\0\26\0\0\xc0\1\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0\xee\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\31\0\0\1\0\0\0\0\0\0\0\0X\0\x96"
		       "\0\0\0\0\0\0\0\0\0\xa1\20NTLMSSP\0\3\0\0\0\30\0\30\0H\0\0\0\30\0\30\0`\0\0\0\10\0\10"
		       "\0x\0\0\0\10\0\10\0\x80\0\0\0\14\0\14\0\x88\0\0\0\0\0\0\0\x94\0\0\0\1\0\0\0\0\0\0\0"
		       "\0\0\0\0\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"333333333333333333333333L\0O"
		       "\0C\0K\0a\0n\0n\0a\0l\0a\0m\0p\0-\0001\0"),
		SERVER("\0\0\0H\xfeSMB@\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0^\xfeSMB@\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0H\0\26\0\\\0\\\0l\0a\0m\0p"
		       "\0\\\0h\0o\0m\0e\0"),
		CLIENT("\0\0\0\x8c\xfeSMB@\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x\0\24\0\0\0\0\0\0\0\0\0l\0e"
		       "\0t\0t\0e\0r\0.\0t\0x\0t\0"),
		CLIENT("\x85\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_smb, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_asked_for_as_it_is),
		cmocka_unit_test(a_wide_one_that_is_refused),
		cmocka_unit_test(a_digest_is_no_password),
		cmocka_unit_test(ntlm_tells_a_user),
		cmocka_unit_test(ntlm_in_version_one),
		cmocka_unit_test(files_and_encryption_are_passed_over),
		cmocka_unit_test(goes_on_behind_a_gap),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
