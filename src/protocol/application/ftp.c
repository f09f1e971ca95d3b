/* SPDX-License-Identifier: Apache-2.0 */
/* FTP's control connection: RFC 959; AUTH of RFC 2228 and 4217. Commands and replies are lines; the
 * parts read are the login, names of files, where data connections will be, and the change to TLS. Left
 * out: which reply belongs to which of several commands sent at once. */
#include "protocol/application/ftp_data.h"
#include "protocol/application/lines.h"
#include "protocol/application/login.h"

#include "base/limits.h"

struct ftp {
	struct login login;
	struct ftp_data data;
	struct buffer banner; /* the greeting's first line */
	bool secret_sent;     /* PASS was sent and not answered */
	bool known;	      /* something only FTP says was seen */
	bool auth_asked;
	bool in_reply; /* inside a reply of several lines, which ends with `reply` */
	unsigned reply;
};

static const char *const commands[] = {
	"USER", "PASS", "ACCT", "CWD",	"CDUP", "QUIT", "PORT", "PASV", "TYPE", "STRU", "MODE", "RETR",
	"STOR", "STOU", "APPE", "ALLO", "REST", "RNFR", "RNTO", "ABOR", "DELE", "RMD",	"MKD",	"PWD",
	"LIST", "NLST", "SITE", "SYST", "STAT", "HELP", "NOOP", "FEAT", "OPTS", "AUTH", "PBSZ", "PROT",
	"EPRT", "EPSV", "MLSD", "MLST", "MDTM", "SIZE", "CLNT", "LANG", "HOST", "LPRT", "LPSV", "MFMT",
	"XPWD", "XMKD", "XRMD", "XCWD", "CCC",	"REIN", "SMNT", NULL,
};

/* Commands that no other protocol of this kind has, so that one line is enough. */
static const char *const own_commands[] = {
	"PASV", "EPSV", "PORT", "EPRT", "RETR", "STOR", "FEAT",
	"SYST", "TYPE", "CWD",	"MKD",	"PBSZ", "PROT", NULL,
};

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned status;
	bool more;
	struct bytes rest = first, text, line = bytes_trim(bytes_split(&rest, '\n'));

	if (!line_is_text(first))
		return 0;
	if (direction == FROM_CLIENT) {
		struct bytes user = line;
		/* IRC has this word too, with more words behind it. */
		bool argument = line_starts_with(first, (const char *const[]){ "USER", NULL }) &&
				(line_word(&user), user.size) && bytes_find_byte(user, ' ') == SIZE_MAX;

		/* Without its end the line is not known to have no more in it: HTTP methods are words too. */
		if (bytes_find_byte(first, '\n') == SIZE_MAX ||
		    bytes_find_nocase(line, BYTES(" HTTP/")) != SIZE_MAX)
			return 0;
		/* A start behind the name: others say this too, so that the port must agree. */
		if (line_starts_with(line, (const char *const[]){ "PASS", NULL }))
			return line.size > 5 ? 8 : 0;
		return argument ? 40 : line_starts_with(line, own_commands);
	}
	if (!line_reply(line, &status, &more, &text) || status != 220)
		return 0;
	/* The same greeting opens SMTP: the word decides, or else the port, or what the client says. */
	return bytes_find_nocase(line, BYTES("smtp")) != SIZE_MAX   ? 0
	       : bytes_find_nocase(first, BYTES("ftp")) != SIZE_MAX ? 48
								    : 8;
}

static bool is_anonymous(struct bytes user)
{
	return bytes_equal_nocase(user, BYTES("anonymous")) || bytes_equal_nocase(user, BYTES("ftp"));
}

static void say_login(struct ftp *ftp, const char *result, struct observer *observer)
{
	login_say(&ftp->login, ftp->secret_sent ? "PASS" : "USER",
		  ftp->secret_sent ? "PASS command" : "USER command", result, observer);
	ftp->secret_sent = false;
}

static void take_user(struct ftp *ftp, struct bytes user, struct observer *observer)
{
	say_login(ftp, "unknown", observer);
	login_begin(&ftp->login, "plain", is_anonymous(user) ? "anonymous" : "password", NULL);
	login_user(&ftp->login, user, user, observer);
}

static void take_secret(struct ftp *ftp, struct bytes secret, struct observer *observer)
{
	if (ftp->secret_sent)
		say_login(ftp, "unknown", observer);
	if (!login_pending(&ftp->login))
		login_begin(&ftp->login, "plain", "password", NULL);
	ftp->secret_sent = true;
	if (strcmp(ftp->login.class, "anonymous") == 0) {
		/* By custom the e-mail address of the user. */
		struct message message = { .part = BYTES("command"), .method = BYTES("PASS") };

		observer_value(observer, &message, BYTES("anonymous-id"), secret);
		return;
	}
	login_secret(&ftp->login, secret, secret, observer);
}

static void take_file(struct bytes method, struct bytes name, struct observer *observer)
{
	struct message message = { .part = BYTES("command"), .method = method, .topic = name };

	observer_value(observer, &message, BYTES("file"), name);
}

static enum decoded take_command(struct ftp *ftp, struct bytes line, struct stream *stream,
				 struct observer *observer)
{
	static const char *const with_files[] = { "RETR", "STOR", "APPE", "DELE", "RNFR", "RNTO", NULL };
	struct bytes rest = line, command = line_word(&rest);

	if (!command.size)
		return DECODED;
	if (!line_starts_with(command, commands)) {
		/* EHLO, GET, …: somebody else greets with 220. Unknown commands happen, so only at first. */
		return ftp->known || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	}
	ftp->known = true;
	if (bytes_equal_nocase(command, BYTES("USER")))
		take_user(ftp, rest, observer);
	else if (bytes_equal_nocase(command, BYTES("PASS")))
		take_secret(ftp, bytes_from(line, 5), observer);
	else if (bytes_equal_nocase(command, BYTES("AUTH")))
		ftp->auth_asked = bytes_start_with_nocase(rest, BYTES("TLS")) ||
				  bytes_start_with_nocase(rest, BYTES("SSL"));
	else if (line_starts_with(command, with_files) && rest.size)
		take_file(command, rest, observer);
	ftp_data_command(&ftp->data, command, rest, stream, observer);
	return DECODED;
}

/* What the server made of the login. */
static void answer_login(struct ftp *ftp, unsigned status, struct bytes line, struct observer *observer)
{
	bool accepted = status == 230 || status == 232 || status == 202, anonymous;

	if (!login_pending(&ftp->login) || (!accepted && status < 400) ||
	    (accepted && status == 202 && !ftp->secret_sent))
		return;
	anonymous = strcmp(ftp->login.class, "anonymous") == 0;
	struct service service = {
		.authentication = anonymous	     ? "anonymous"
				  : ftp->secret_sent ? "password"
						     : "none",
		.action = "login",
		.gave = accepted ? "session" : "nothing",
		.status = status,
		.text = buffer_bytes(&ftp->banner),
	};

	/* Refused at the name: nobody was asked for anything yet. */
	if (accepted || ftp->secret_sent)
		service_say(&service, line, observer);
	say_login(ftp, accepted ? "accepted" : "refused", observer);
}

static enum decoded take_reply(struct ftp *ftp, struct bytes line, struct stream *stream,
			       struct observer *observer)
{
	struct bytes text;
	unsigned status;
	bool more;

	if (!line_reply(line, &status, &more, &text) || (ftp->in_reply && (more || status != ftp->reply)))
		return ftp->known || ftp->in_reply || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	if (status == 220 && !ftp->banner.size) {
		ftp->banner.maximum = LIMIT_ATTRIBUTE_SIZE;
		if (!buffer_append(&ftp->banner, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE)))
			observer_out_of_memory(observer);
	}
	ftp->in_reply = more;
	ftp->reply = status;
	if (more)
		return DECODED;
	answer_login(ftp, status, line, observer);
	ftp_data_reply(&ftp->data, status, text, stream, observer);
	if (status == 234 && ftp->auth_asked)
		stream->rebid = true;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct ftp *ftp = state;
	enum decoded decoded = DECODED;
	enum line found;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && (found = line_next(stream, &line)) != LINE_NONE) {
		if (found == LINE_CUT)
			continue;
		decoded = direction == FROM_CLIENT ? take_command(ftp, line, stream, observer)
						   : take_reply(ftp, line, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct ftp *ftp = state;

	(void)size;
	(void)observer;
	/* The next line may be the end of one; unknown lines are passed over from here on. */
	ftp->known = true;
	if (direction == FROM_SERVER)
		ftp->in_reply = false;
}

static void close_flow(void *state, struct observer *observer)
{
	struct ftp *ftp = state;

	say_login(ftp, "unknown", observer);
	buffer_free(&ftp->banner);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 21 },
					       { SELECT_TCP_PORT, 2121 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_ftp = {
	.name = "ftp",
	.specification = "RFC 959, RFC 4217",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct ftp),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
