/* SPDX-License-Identifier: Apache-2.0 */
/* Flows that one conversation announces for another: the data connections of FTP, the media of RTSP and
 * SIP, the transfers of TFTP. Nobody can bid for them by their bytes; their control connection says
 * what they are, and sometimes only while they run. */
#ifndef PROBITY_PROTOCOL_EXPECTATION_H
#define PROBITY_PROTOCOL_EXPECTATION_H

#include "protocol/application.h"

struct expectation {
	const char *decoder; /* name of the application decoder that is to read the flow */
	bool tcp;
	struct address host; /* one end of the flow to come, whichever opens it */
	uint16_t port;
	struct address peer; /* its other end, of any port; ADDRESS_NONE: anybody */
	/* What the expected decoder is told: a file's name, a list of formats. Borrowed for the call; at most
	 * EXPECTATION_TEXT bytes of each are kept. */
	struct bytes method, label, note;
};

enum { EXPECTATION_TEXT = 255 };

struct expectations;

/* An empty table, which takes its memory when it is first used. Never fails. */
struct expectations *expectations_new(void);
void expectations_free(struct expectations *expectations);

/* Announces a flow. An earlier announcement of the same end is replaced, and waits for its flow again. Does
 * nothing where the stream has no table. */
void stream_expect(struct stream *stream, struct observer *observer, const struct expectation *expectation);

/* Says more of a flow that was announced before and may run already (FTP names the file after the client
 * has connected): replaces method, label and note where they are not empty. */
void stream_expect_more(struct stream *stream, const struct expectation *expectation);

/* What was announced of the flow that `observer` carries now; NULL if nothing was. Valid until the next
 * announcement. */
const struct expectation *stream_expected(const struct stream *stream, const struct observer *observer);

/* For the flow tracker: the decoder that a flow between these ends was announced for; it is then no longer
 * waited for. */
const struct app_decoder *expectations_take(struct expectations *expectations, const struct packet *packet);

#endif
