/* SPDX-License-Identifier: Apache-2.0 */
/* All that a decoder may say. Decoders observe; they never print, judge or store. */
#ifndef PROBITY_EVIDENCE_OBSERVER_H
#define PROBITY_EVIDENCE_OBSERVER_H

#include "base/buffer.h"
#include "base/preimage.h"
#include "evidence/carrier.h"
#include "evidence/observation.h"

struct observer;

/* What a protocol unit was, for the values found in its content. Text is borrowed for the call. */
struct message {
	struct bytes part;	       /* which part the content is: "body", "header", "query", "payload" */
	struct bytes method;	       /* GET, POST, PUBLISH, … */
	struct bytes topic;	       /* path of the URL, MQTT topic, … */
	struct bytes label;	       /* name under which the content itself stands, if any */
	struct bytes media_type;       /* as declared (Content-Type), never trusted */
	struct bytes content_encoding; /* as declared (Content-Encoding), never trusted */
	bool incomplete;	       /* the content was cut: by a gap, a limit, the end of the capture */
};

/* Says a fact. `where` is the run of bytes it rests on: inside the carrier's window it gives the
 * exact frame and offset; elsewhere (decoded copies, nothing) the whole window does. */
void observer_say(struct observer *observer, const struct observation *observation, struct bytes where);

/* What became of the fact that was said last, for whoever remembers what facts are made of: valid as long as
 * the evidence. NULL: nothing that could be said again. */
struct record;
struct record *observer_last_said(const struct observer *observer);

/* Says a fact again, with the same attributes, at another place. False: it is not the same here, or this is
 * the first place of all; then it must be said in full. */
bool observer_say_again(struct observer *observer, struct record *said, struct bytes where);

/* Hands over content (a body, a payload) to be read by whoever can, down to its values. `where`: the
 * bytes of the window that it came from, the same as `content` unless it was copied together. */
void observer_content(struct observer *observer, const struct message *message, struct bytes content,
		      struct bytes where);

/* Hands over one named value (a header, a host name, a parameter): to be recognised only. */
void observer_value(struct observer *observer, const struct message *message, struct bytes field,
		    struct bytes value);

/* One of several values that belong together. */
struct member {
	struct bytes field, value; /* UTF-8; borrowed for the call */
	bool number;		   /* the value is one, not text that looks like one */
};

/* Hands over the values of one record that the decoder took apart itself (a position, a registration), so
 * that they are judged together, as the members of a JSON object are. `where`: the bytes of the window
 * that the record was. */
void observer_record(struct observer *observer, const struct message *message, const struct member *members,
		     size_t count, struct bytes where);

/* A key by which traffic is read, given by the laboratory. */
struct device_key {
	const char *kind;    /* as in the case: tuya-local-key, miio-token */
	struct bytes device; /* which device it is of, or empty */
	struct bytes secret; /* the bytes of the key itself */
};

/* The next key of a kind from `*at` on, which starts at 0 and is moved behind it. False: there is none.
 * What is read with it is said under a carrier that is `encrypted` (see observer_enter()). */
bool observer_next_key(const struct observer *observer, const char *kind, size_t *at,
		       struct device_key *ret_key);

/* How many things were said so far, whatever became of them. */
uint64_t observer_said(const struct observer *observer);

/* Says that `size` bytes could not be read. `decoder`, `reason`: static words. `detail`: for people,
 * never input bytes. */
void observer_undecoded(struct observer *observer, const char *decoder, const char *reason,
			const char *detail, uint64_t size, struct bytes where);

/* Says that a limit was met; `name`: static, the constant's in base/limits.h without LIMIT_, in lower case
 * with hyphens (`message-size`). */
void observer_limit(struct observer *observer, const char *name, uint64_t most);

/* Says by which name the client calls the server of this flow (Host, SNI): it stays with the flow. */
void observer_name_host(struct observer *observer, struct bytes name);

/* The same of a server that the called one passes the bytes on to (a proxy): the name is not joined to the
 * address. */
void observer_name_relayed(struct observer *observer, struct bytes name);

/* Says that `address` goes by `name`. `source`: a static word (dns, certificate, …). */
void observer_name_address(struct observer *observer, const struct address *address, struct bytes name,
			   const char *source);

/* The context set around the decoder; never NULL inside a decoder. */
const struct carrier *observer_carrier(const struct observer *observer);

/* The link addresses seen with the two sides of this flow, and those of given devices: `room` at most.
 * Returns how many. Not cheap. */
size_t observer_link_addresses(const struct observer *observer, struct address *to, size_t room);

/* Capture time and frame of the byte at `where` (or of the window's first byte). */
struct span observer_span(const struct observer *observer, struct bytes where);

/* How many of the first bytes of `where` were captured in one frame, which one, and where they lie in the
 * stream that the packets carry. All of them where that cannot be told (a decoded copy). */
size_t observer_run(const struct observer *observer, struct bytes where, struct span *ret_span,
		    struct outer_place *ret_place);

/* Sets another context, for bytes that were unwrapped, until observer_leave() sets the one before again.
 * `host_store` as in evidence_carry(); NULL: the one before. */
struct outer_context {
	struct carrier *carrier;
	struct host_name *host_store;
};
struct outer_context observer_enter(struct observer *observer, struct carrier *carrier,
				    struct host_name *host_store);
/* The same with the window narrowed to `where`, a part of it, in `carrier`. */
struct outer_context observer_narrow(struct observer *observer, struct carrier *carrier, struct bytes where);
void observer_leave(struct observer *observer, const struct outer_context *outer);

/* Counts bytes that decoders keep besides those the flow keeps for them. False: that is more than all of one
 * worker's flows may (LIMIT_SHARD_HELD, which is said); then keep nothing. What is kept no more is given
 * back. */
bool observer_hold(struct observer *observer, size_t size);
void observer_give_back(struct observer *observer, size_t size);

/* Whether values are shown in clear: excerpts are made only then. */
bool observer_reveals(const struct observer *observer);

/* Says that there was no memory for something: the whole run then ends as trouble. */
void observer_out_of_memory(struct observer *observer);

/* Who reads content: set when the evidence is made, so that protocols need not know of formats. */
struct examiner {
	void *self; /* what all workers share; only read */
	/* What one worker keeps between messages (memory of names looked up, buffers): made from `self`
	 * once a table of evidence, then given to `content`, `value` and `record` in the place of `self`.
	 * NULL: `self` itself serves. `worker_new` answers NULL without memory. */
	void *(*worker_new)(void *self);
	void (*worker_free)(void *worker);
	void (*content)(void *self, struct observer *observer, const struct message *message,
			struct bytes content, struct bytes where);
	void (*value)(void *self, struct observer *observer, const struct message *message,
		      struct bytes field, struct bytes value);
	/* NULL: each member is given to `value`. */
	void (*record)(void *self, struct observer *observer, const struct message *message,
		       const struct member *members, size_t count, struct bytes where);
	/* Masks personal data inside text that is to be shown. Appends to `to`. */
	bool (*scrub)(void *self, struct bytes text, struct buffer *to);
	/* Finds what digests were made of, by at most `budget` tries; NULL: nobody can. False without memory.
	 */
	bool (*undo_digests)(void *self, struct preimage_question *questions, size_t count,
			     const struct preimage_known *known, uint64_t budget);
};

#endif
