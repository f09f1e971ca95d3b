/* SPDX-License-Identifier: Apache-2.0 */
/* What FTP's control connection tells of its data connections. */
#ifndef PROBITY_PROTOCOL_APPLICATION_FTP_DATA_H
#define PROBITY_PROTOCOL_APPLICATION_FTP_DATA_H

#include "protocol/expectation.h"

/* The data connection that was agreed on last. */
struct ftp_data {
	bool agreed;
	struct expectation expectation;
};

/* A command: PORT and EPRT (RFC 2428) say where the client listens; RETR, STOR, LIST, … what is sent. */
void ftp_data_command(struct ftp_data *data, struct bytes command, struct bytes argument,
		      struct stream *stream, struct observer *observer);

/* A reply: 227 and 229 say where the server listens. */
void ftp_data_reply(struct ftp_data *data, unsigned status, struct bytes text, struct stream *stream,
		    struct observer *observer);

#endif
