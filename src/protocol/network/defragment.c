/* SPDX-License-Identifier: Apache-2.0 */
/* Fragments lie at multiples of eight bytes, so what is there is kept as one bit per eight bytes:
 * 64 KB of datagram need 1 KB of bits, and any flood of tiny pieces costs what it weighs. */
#include "protocol/network/defragment.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum {
	UNIT = 8,
	DATAGRAM_MAXIMUM = 65535, /* both length fields have 16 bits */
	UNITS = (DATAGRAM_MAXIMUM + UNIT - 1) / UNIT,
};

struct datagram {
	struct datagram *older, *newer; /* in the order of their first fragments */
	uint64_t key;			/* hash of the four below */
	struct address source, destination;
	uint32_t identification, protocol; /* protocol: IPv4 only */
	instant started;
	struct selector next; /* what follows the IP header, by the first fragment */
	bool poisoned;	      /* dropped for overlap: what is to come is dropped too */
	bool overlapped;      /* IPv4: pieces differed */
	size_t total;	      /* payload of the whole, or SIZE_MAX until the last fragment came */
	size_t end;	      /* highest byte seen */
	size_t units;	      /* bits set in `have` */
	size_t recorded;      /* no byte below this is missing for having been snapped */
	uint64_t held;	      /* payload bytes of all fragments so far */
	uint8_t *data;
	size_t room;
	uint64_t have[(UNITS + 63) / 64];
};

struct defragmenter {
	struct datagram *oldest, *newest;
	size_t count, bytes; /* datagrams, and memory they take */
	uint64_t lost;
	struct datagram *given; /* the whole one that the caller borrows */
};

enum status defragment_new(struct defragmenter **ret_defragmenter, struct error *error)
{
	struct defragmenter *defragmenter = memory_new(sizeof *defragmenter);

	if (!defragmenter)
		return error_no_memory(error);
	*ret_defragmenter = defragmenter;
	return STATUS_OK;
}

static void datagram_free(struct datagram *datagram)
{
	if (!datagram)
		return;
	free(datagram->data);
	free(datagram);
}

static void unlink_datagram(struct defragmenter *defragmenter, struct datagram *datagram)
{
	if (datagram->older)
		datagram->older->newer = datagram->newer;
	else
		defragmenter->oldest = datagram->newer;
	if (datagram->newer)
		datagram->newer->older = datagram->older;
	else
		defragmenter->newest = datagram->older;
	defragmenter->count--;
	defragmenter->bytes -= sizeof *datagram + datagram->room;
}

static void give_up(struct defragmenter *defragmenter, struct datagram *datagram)
{
	defragmenter->lost += datagram->held;
	unlink_datagram(defragmenter, datagram);
	datagram_free(datagram);
}

void defragment_flush(struct defragmenter *defragmenter)
{
	while (defragmenter->oldest)
		give_up(defragmenter, defragmenter->oldest);
}

void defragment_free(struct defragmenter *defragmenter)
{
	if (!defragmenter)
		return;
	defragment_flush(defragmenter);
	datagram_free(defragmenter->given);
	free(defragmenter);
}

uint64_t defragment_lost(struct defragmenter *defragmenter)
{
	uint64_t lost = defragmenter->lost;

	defragmenter->lost = 0;
	return lost;
}

/* Captures that were put together from several jump back in time: that ends waiting as well. */
static bool expired(const struct datagram *datagram, instant now)
{
	instant wait = LIMIT_FRAGMENT_SECONDS * INSTANT_SECOND, age;

	return __builtin_sub_overflow(now, datagram->started, &age) || age > wait || age < -wait;
}

static uint32_t protocol_of(const struct packet *packet)
{
	return packet->source.family == ADDRESS_IPV4 ? packet->next.number : 0;
}

static uint64_t key_of(const struct packet *packet)
{
	struct bytes source = { packet->source.octets, sizeof packet->source.octets };
	struct bytes destination = { packet->destination.octets, sizeof packet->destination.octets };

	return hash_mix(hash_bytes(source, packet->fragment.identification),
			hash_bytes(destination, protocol_of(packet)));
}

static struct datagram *find(struct defragmenter *defragmenter, const struct packet *packet)
{
	uint64_t key = key_of(packet);

	for (struct datagram *datagram = defragmenter->newest; datagram; datagram = datagram->older)
		if (datagram->key == key && datagram->identification == packet->fragment.identification &&
		    datagram->protocol == protocol_of(packet) &&
		    address_equal(&datagram->source, &packet->source) &&
		    address_equal(&datagram->destination, &packet->destination))
			return datagram;
	return NULL;
}

static struct datagram *start(struct defragmenter *defragmenter, const struct packet *packet)
{
	struct datagram *datagram = memory_new(sizeof *datagram);

	if (!datagram)
		return NULL;
	*datagram = (struct datagram){
		.older = defragmenter->newest,
		.key = key_of(packet),
		.source = packet->source,
		.destination = packet->destination,
		.identification = packet->fragment.identification,
		.protocol = protocol_of(packet),
		.started = packet->time,
		.next = packet->next,
		.total = SIZE_MAX,
		.recorded = SIZE_MAX,
	};
	if (defragmenter->newest)
		defragmenter->newest->newer = datagram;
	else
		defragmenter->oldest = datagram;
	defragmenter->newest = datagram;
	defragmenter->count++;
	defragmenter->bytes += sizeof *datagram;
	return datagram;
}

/* Makes room for `end` bytes, giving up other datagrams, oldest first, where the limit is met. */
static const char *make_room(struct defragmenter *defragmenter, struct datagram *datagram, size_t end)
{
	if (end <= datagram->room)
		return NULL;
	size_t room = end < 2 * datagram->room ? 2 * datagram->room : end;

	if (room < 2048)
		room = 2048;
	if (room > DATAGRAM_MAXIMUM)
		room = DATAGRAM_MAXIMUM;
	while (defragmenter->bytes - datagram->room + room > LIMIT_FRAGMENT_BYTES) {
		struct datagram *victim = defragmenter->oldest;

		if (victim == datagram)
			victim = datagram->newer;
		if (!victim)
			return "limit";
		give_up(defragmenter, victim);
	}
	uint8_t *data = memory_resize(datagram->data, room, 1);

	if (!data)
		return "memory";
	memset(data + datagram->room, 0, room - datagram->room);
	defragmenter->bytes += room - datagram->room;
	datagram->data = data;
	datagram->room = room;
	return NULL;
}

/* Puts one unit in place. False where it is there already and differs. */
static bool put_unit(struct datagram *datagram, size_t at, struct bytes recorded, size_t size)
{
	size_t unit = at / UNIT;
	uint64_t bit = UINT64_C(1) << unit % 64;

	if (!(datagram->have[unit / 64] & bit)) {
		datagram->have[unit / 64] |= bit;
		datagram->units++;
		if (recorded.size)
			memcpy(datagram->data + at, recorded.data, recorded.size);
		if (recorded.size < size && at + recorded.size < datagram->recorded)
			datagram->recorded = at + recorded.size;
		return true;
	}
	return recorded.size == 0 || at + recorded.size > datagram->recorded ||
	       memcmp(datagram->data + at, recorded.data, recorded.size) == 0;
}

/* Whether the fragment agrees with what is known of the datagram's size. */
static bool size_agrees(struct datagram *datagram, size_t end, bool more)
{
	if (more)
		return end <= datagram->total;
	if (datagram->total != SIZE_MAX)
		return end == datagram->total;
	return end >= datagram->end;
}

static bool complete(const struct datagram *datagram)
{
	return datagram->total != SIZE_MAX && datagram->units == (datagram->total + UNIT - 1) / UNIT;
}

/* Hands the whole datagram out; it lives until the next call. */
static enum defragmented hand_out(struct defragmenter *defragmenter, struct datagram *datagram,
				  struct packet *packet, const char **ret_reason)
{
	size_t recorded = datagram->recorded < datagram->total ? datagram->recorded : datagram->total;

	unlink_datagram(defragmenter, datagram);
	defragmenter->given = datagram;
	packet->rest = cursor_over((struct bytes){ datagram->data, recorded });
	packet->wire_left = datagram->total;
	packet->next = datagram->next;
	packet->fragment.is = false;
	*ret_reason = datagram->overlapped ? "overlap" : NULL;
	return DEFRAGMENT_WHOLE;
}

static enum defragmented drop(struct defragmenter *defragmenter, size_t size, const char *reason,
			      const char **ret_reason)
{
	defragmenter->lost += size;
	*ret_reason = reason;
	return DEFRAGMENT_DROPPED;
}

/* RFC 5722: the datagram is discarded, and so is what will come of it while it would be waited for. */
static enum defragmented poison(struct defragmenter *defragmenter, struct datagram *datagram, size_t size,
				const char **ret_reason)
{
	defragmenter->lost += datagram->held;
	defragmenter->bytes -= datagram->room;
	free(datagram->data);
	datagram->data = NULL;
	datagram->room = 0;
	datagram->held = 0;
	datagram->poisoned = true;
	return drop(defragmenter, size, "overlap", ret_reason);
}

/* Returns false where the fragment contradicts what came before it. */
static bool put(struct datagram *datagram, struct bytes recorded, size_t offset, size_t size)
{
	bool agrees = true;

	for (size_t at = 0; at < size; at += UNIT) {
		size_t unit = size - at < UNIT ? size - at : UNIT;

		if (!put_unit(datagram, offset + at, bytes_slice(recorded, at, unit), unit))
			agrees = false;
	}
	return agrees;
}

static enum defragmented add(struct defragmenter *defragmenter, struct packet *packet,
			     const char **ret_reason)
{
	size_t size = packet->wire_left, offset = packet->fragment.offset, end = offset + size;

	*ret_reason = NULL;
	while (defragmenter->oldest && expired(defragmenter->oldest, packet->time))
		give_up(defragmenter, defragmenter->oldest);
	if (size == 0 || end > DATAGRAM_MAXIMUM || (packet->fragment.more && size % UNIT))
		return drop(defragmenter, size, "malformed", ret_reason);
	struct datagram *datagram = find(defragmenter, packet);

	if (datagram && expired(datagram, packet->time)) {
		give_up(defragmenter, datagram);
		datagram = NULL;
	}
	if (datagram && datagram->poisoned)
		return drop(defragmenter, size, "overlap", ret_reason);
	if (!datagram) {
		if (defragmenter->count >= LIMIT_FRAGMENTED_DATAGRAMS)
			give_up(defragmenter, defragmenter->oldest);
		datagram = start(defragmenter, packet);
	}
	if (!datagram)
		return drop(defragmenter, size, "memory", ret_reason);
	const char *trouble = make_room(defragmenter, datagram, end);

	if (trouble)
		return drop(defragmenter, size, trouble, ret_reason);
	bool agrees = size_agrees(datagram, end, packet->fragment.more);

	if (agrees) {
		agrees = put(datagram, packet->rest.rest, offset, size);
		datagram->held += size;
		datagram->end = end > datagram->end ? end : datagram->end;
		if (!packet->fragment.more)
			datagram->total = end;
		if (offset == 0)
			datagram->next = packet->next;
	} else {
		defragmenter->lost += size;
	}
	if (!agrees && packet->source.family == ADDRESS_IPV6)
		return poison(defragmenter, datagram, 0, ret_reason);
	datagram->overlapped |= !agrees;
	return complete(datagram) ? hand_out(defragmenter, datagram, packet, ret_reason) : DEFRAGMENT_WAIT;
}

enum defragmented defragment_add(struct defragmenter *defragmenter, struct packet *packet,
				 const char **ret_reason)
{
	/* A tunnel's fragment may lie inside the datagram that was handed out last. */
	struct datagram *before = defragmenter->given;

	defragmenter->given = NULL;
	enum defragmented done = add(defragmenter, packet, ret_reason);

	datagram_free(before);
	return done;
}
