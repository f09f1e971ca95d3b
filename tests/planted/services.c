/* SPDX-License-Identifier: Apache-2.0 */
/* Logins and disclosures in the plain services of the internet. */
#include "planted.h"

#define USER   "lockuser7"
#define SECRET "Tulip-4711-x"

static void http(struct garden *garden)
{
	static const struct {
		const char *name, *header;
	} logins[] = {
		{ "Basic of HTTP", "Authorization: Basic bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA==\r\n" },
	};

	for (size_t i = 0; i < sizeof logins / sizeof *logins; i++) {
		planting(garden, logins[i].name);
		tells(garden, "credential", SECRET);
		say_post(garden, "/device/heartbeat", logins[i].header, BYTES("{\"battery\":80}"));
	}
	planting(garden, "password in a form");
	tells(garden, "credential", SECRET);
	say_post(garden, "/login", "Content-Type: application/x-www-form-urlencoded\r\n",
		 BYTES("username=" USER "&password=" SECRET));
	planting(garden, "password in JSON");
	tells(garden, "credential", SECRET);
	say_post(garden, "/login", "Content-Type: application/json\r\n",
		 BYTES("{\"username\":\"" USER "\",\"password\":\"" SECRET "\"}"));
}

static void lines(struct garden *garden)
{
	static const struct turn ftp[] = {
		{ true, BYTES("220 store ready (FTP)\r\n") }, { false, BYTES("USER " USER "\r\n") },
		{ true, BYTES("331 password\r\n") },	      { false, BYTES("PASS " SECRET "\r\n") },
		{ true, BYTES("230 logged in\r\n") },	      { false, BYTES("QUIT\r\n") },
	};
	static const struct turn pop3[] = {
		{ true, BYTES("+OK POP3 ready\r\n") },
		{ false, BYTES("USER " USER "\r\n") },
		{ true, BYTES("+OK\r\n") },
		{ false, BYTES("PASS " SECRET "\r\n") },
		{ true, BYTES("+OK logged in\r\n") },
	};
	static const struct turn imap[] = {
		{ true, BYTES("* OK IMAP4rev1 ready\r\n") },
		{ false, BYTES("a1 LOGIN " USER " " SECRET "\r\n") },
		{ true, BYTES("a1 OK done\r\n") },
	};
	static const struct turn smtp[] = {
		{ true, BYTES("220 mail.lock.example ESMTP\r\n") },
		{ false, BYTES("EHLO lock\r\n") },
		{ true, BYTES("250-mail.lock.example\r\n250 AUTH PLAIN LOGIN\r\n") },
		{ false, BYTES("AUTH PLAIN AGxvY2t1c2VyNwBUdWxpcC00NzExLXg=\r\n") },
		{ true, BYTES("235 ok\r\n") },
	};

	planting(garden, "FTP");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 21, ftp, sizeof ftp / sizeof *ftp);
	planting(garden, "POP3");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 110, pop3, sizeof pop3 / sizeof *pop3);
	planting(garden, "IMAP");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 143, imap, sizeof imap / sizeof *imap);
	planting(garden, "SMTP AUTH PLAIN");
	tells(garden, "credential", SECRET);
	say_tcp(garden, 25, smtp, sizeof smtp / sizeof *smtp);
}

static void mqtt(struct garden *garden)
{
	static const struct turn turns[] = {
		{ false,
		  BYTES("\x10\x29\x00\x04MQTT\x04\xc2\x00\x3c\x00\x04lock\x00\x09" USER "\x00\x0c" SECRET) },
		{ true, BYTES("\x20\x02\x00\x00") },
		{ false, BYTES("\x30\x29\x00\x0clock/7/event{\"openPhone\":\"13900008716\"}") },
	};

	planting(garden, "MQTT");
	tells(garden, "credential", SECRET);
	tells(garden, "contact.mobile", "13900008716");
	say_tcp(garden, 1883, turns, 3);
}

void plant_services(struct garden *garden)
{
	http(garden);
	lines(garden);
	mqtt(garden);
}
