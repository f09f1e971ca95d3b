/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of flow tracking. A shard owns a fixed part of all flows (chosen by a symmetric hash), with
 * its own table, evidence and budgets; so the result does not depend on how many threads serve the
 * shards. Only for the files of this folder. */
#ifndef PROBITY_FLOW_SHARD_H
#define PROBITY_FLOW_SHARD_H

#include "base/buffer.h"
#include "base/limits.h"
#include "evidence/evidence.h"
#include "protocol/choose.h"
#include "protocol/expectation.h"

enum { SHARD_COUNT = 16, SAMPLES = 4, SAMPLE_SIZE = 512, RECENT = 4 };

/* A TCP segment that waits for what comes before it. */
struct segment {
	struct segment *next;
	uint32_t sequence;
	uint32_t size, wire_size; /* recorded; on the wire */
	uint64_t frame;
	instant time;
	uint8_t data[];
};

/* One direction of a flow. */
struct half {
	/* TCP: what was seen of the sequence space */
	bool started, finished; /* `next` is known; FIN was seen, at `finish` */
	uint32_t next, finish;
	uint8_t recent_at;
	uint32_t pending_count;
	uint32_t pending_size;
	struct segment *pending; /* in sequence order, not overlapping */
	struct {
		uint32_t sequence, size, hash;
	} recent[RECENT]; /* what was delivered last, to tell retransmission from contradiction */

	/* the stream */
	uint64_t offset;    /* of the next byte to come */
	struct buffer kept; /* unread bytes; the last one is at `offset` - 1 */
	struct span *spans; /* which frames `kept` came from */
	uint32_t span_count, span_room;
	size_t wanted;
	uint64_t skip;
	uint8_t skip_as; /* enum readability */
	uint8_t bids;	 /* how often bids were asked for */
	bool given_up;	 /* the decoder is done with this direction: bytes are only counted */
	bool ended;
	bool opaque; /* unclaimed, and looks encrypted or compressed */

	/* what is to be said as coverage */
	struct {
		uint64_t packets, readable, opaque, unread, lost;
		uint64_t cut; /* of `unread`: in datagrams of which only the beginning was recorded */
		uint64_t frame;
		instant first, last;
		const char *phase, *activity;
	} seen;
};

/* The first payloads of a flow that nobody claimed, for the classifier. */
struct samples {
	unsigned count;
	struct {
		uint16_t size;
		uint8_t direction;
		uint8_t data[SAMPLE_SIZE];
	} payloads[SAMPLES];
};

struct flow {
	struct flow *next_in_bucket;
	struct flow *older, *newer; /* by last packet */
	uint64_t hash;
	struct address client, server;
	uint16_t client_port, server_port;
	/* SELECT_TCP_PORT, SELECT_UDP_PORT (number 0), or what a payload of TRANSPORT_LINK was said to be */
	struct selector carried;
	bool tcp, closing;
	bool encrypted; /* its last packet was, and whoever captured it decrypted it */
	bool opened;	/* its decoder decrypted something with keys */
	unsigned input;
	uint64_t first_frame, last_frame;
	instant first, last;
	uint64_t packets, bytes;
	const struct app_decoder *decoder, *refused; /* refused: claimed last and said not mine */
	uint8_t refusals;			     /* how often that happened */
	void *state;
	bool relayed;	/* the server passes on what comes: see struct carrier */
	bool unclaimed; /* nobody bid: given to the fallback */
	struct host_name *host;
	struct half halves[2]; /* by enum direction */
};

/* Counts of flows that nobody claimed, by client, server and port. */
struct unclaimed {
	struct unclaimed *next_in_bucket;
	struct address client, server;
	uint16_t client_port, server_port;
	struct selector carried; /* SELECT_TCP_PORT or SELECT_UDP_PORT */
	unsigned input;
	uint64_t opened, packets, bytes, first_frame;
	instant first, last;
	struct samples samples;
};

enum { UNCLAIMED_BUCKETS = 256 };

struct shard {
	const struct evidence_options *options;
	struct evidence *evidence;
	uint64_t seed; /* of the hashes in `buckets` */
	struct flow **buckets;
	size_t bucket_count, flow_count;
	struct flow *oldest, *newest;
	size_t buffered; /* bytes in `kept` and `pending` of all flows, with their spans and segments */
	bool classify;
	const struct directory *directory; /* the tracker's */
	struct unclaimed *unclaimed[UNCLAIMED_BUCKETS];
	size_t unclaimed_count;
	struct expectations *expectations;
	/* What the last half that fell idle kept its bytes in, for the next one that needs some. */
	struct buffer spare;
	struct span *spare_spans;
	uint32_t spare_span_room;
	struct half *borrower; /* who has taken it since, and may have no need of all of it */
	bool cut;	       /* the datagram that is being read was recorded only in part */
	struct host_name host_scratch;
	struct carrier carrier;
};

/* `options` and `directory` must outlive it. */
enum status shard_new(const struct evidence_options *options, bool classify,
		      const struct directory *directory, struct shard **ret_shard, struct error *error);
void shard_free(struct shard *shard);

/* Takes a packet whose chain ended in a payload. */
void shard_packet(struct shard *shard, const struct packet *packet);

/* Closes all flows: the input is over. */
void shard_end_input(struct shard *shard);

/* Closes one flow: everything that waits is read, counts are said, memory is given back. */
void flow_close(struct shard *shard, struct flow *flow);

/* Which shard its flow belongs to, on every run the same, since limits are a shard's. Flows between the same
 * two hosts share one, so that one can announce another, but for those of ports where nothing is announced
 * and most bytes are. Flows with third hosts that are announced go elsewhere: see routes.h. */
unsigned flow_shard(const struct packet *packet);

/* tcp.c: sorts a segment into its stream. */
void tcp_segment(struct shard *shard, struct flow *flow, enum direction direction,
		 const struct packet *packet);
/* Delivers what waits, gaps and all. */
void tcp_flush(struct shard *shard, struct flow *flow, enum direction direction);

/* stream.c: bytes of a direction in order, to whoever reads them. */
void stream_deliver(struct shard *shard, struct flow *flow, enum direction direction, struct bytes bytes,
		    uint64_t frame, instant time);
void stream_gap(struct shard *shard, struct flow *flow, enum direction direction, uint64_t size);
void stream_end(struct shard *shard, struct flow *flow, enum direction direction);
void stream_datagram(struct shard *shard, struct flow *flow, enum direction direction, struct bytes datagram,
		     uint64_t frame, instant time);
/* Gives a new flow to the decoder that it was announced for. */
void stream_claim(struct shard *shard, struct flow *flow, const struct app_decoder *decoder);
/* Ends the decoder's work for the flow and frees its state and what is kept. */
void stream_close(struct shard *shard, struct flow *flow);

/* half.c: the unread bytes of a direction and the frames they came from. */
/* Keeps bytes that came from one frame and start at stream offset `offset`. False: there is no room. */
bool half_keep(struct shard *shard, struct half *half, struct bytes bytes, uint64_t offset, uint64_t frame,
	       instant time);
/* Forgets the first `size` kept bytes, or all. */
void half_drop(struct shard *shard, struct half *half, size_t size);
void half_drop_all(struct shard *shard, struct half *half);
/* Gives back the memory of a direction that keeps nothing. */
void half_give_room(struct shard *shard, struct half *half);
/* Gives back the room that it has no need of now: of many that wait none may hold much more than what it
 * keeps, which is what is counted. */
void half_settle(struct shard *shard, struct half *half);

/* unclaimed.c */
/* Keeps a payload of a flow that nobody claims for the classifier; the flow's group is made with it. */
void unclaimed_sample(struct shard *shard, const struct flow *flow, enum direction direction,
		      struct bytes payload);
/* Reads the runs of text at the beginning of what looks encrypted: a name said before it is. */
void unclaimed_islands(struct bytes payload, struct observer *observer);
/* Adds a flow that is over to its group; false where it has none. */
bool unclaimed_count(struct shard *shard, const struct flow *flow);

/* coverage.c */
void coverage_count(struct shard *shard, struct flow *flow, enum direction direction,
		    enum readability readability, uint64_t size);
void coverage_lost(struct half *half, uint64_t size);
/* A packet came: its phase is noted; what was counted in another phase is said. */
void coverage_packet(struct shard *shard, struct flow *flow, enum direction direction, uint64_t frame,
		     instant time);
void coverage_say(struct shard *shard, struct flow *flow, enum direction direction);
void coverage_say_group(struct shard *shard, struct flow *flow);
/* Sets the shard's carrier for something said about a direction of a flow. */
void flow_carry(struct shard *shard, struct flow *flow, enum direction direction, struct window window);

/* classify.c: nDPI. Says the flow groups of all that nobody claimed. */
enum status classify_all(struct shard *const *shards, size_t count, struct error *error);

#endif
