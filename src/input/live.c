/* SPDX-License-Identifier: Apache-2.0 */
/* Live capture through libpcap. Nothing of the wire is read before the privileges are gone. */
#include "input/live.h"

#include "base/limits.h"
#include "base/memory.h"
#include "input/link_type.h"
#include "input/privilege.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum {
	SNAP_LENGTH = 262144,	   /* whole frames, libpcap's own maximum */
	KERNEL_BUFFER = 16 << 20,  /* a second of a full 100 Mbit/s link while we are busy */
	GATHER_MILLISECONDS = 100, /* how long the kernel may hold frames back */
};

struct live {
	pcap_t *pcap;
	int descriptor, signals;
	sigset_t mask_before;
	bool masked, nano;
	uint32_t link_type;
	int64_t until; /* milliseconds of the monotonic clock; INT64_MAX: no end */
	struct capture_summary summary;
};

static int64_t clock_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status explain(const char *interface, int result, const char *why, struct error *error)
{
	switch (result) {
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return error_set(
			error, STATUS_UNABLE,
			"%s: capturing needs a privilege: run it with sudo, or let the program do so with "
			"'setcap cap_net_raw,cap_net_admin+ep'; or capture with another tool and give the "
			"file",
			interface);
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return error_set(error, STATUS_USAGE, "%s: there is no such interface; 'ip link' lists them",
				 interface);
	case PCAP_ERROR_IFACE_NOT_UP:
		return error_set(error, STATUS_UNABLE,
				 "%s: the interface is down; 'ip link set %s up' starts it", interface,
				 interface);
	default:
		return error_set(error, STATUS_UNABLE, "%s: cannot be captured from: %s", interface, why);
	}
}

static enum status activate(struct live *live, const char *interface, struct error *error)
{
	char why[PCAP_ERRBUF_SIZE] = "";

	live->pcap = pcap_create(interface, why);
	if (!live->pcap)
		return explain(interface, PCAP_ERROR, why, error);
	pcap_set_snaplen(live->pcap, SNAP_LENGTH);
	pcap_set_promisc(live->pcap, 1);
	pcap_set_timeout(live->pcap, GATHER_MILLISECONDS);
	pcap_set_buffer_size(live->pcap, KERNEL_BUFFER);
	pcap_set_tstamp_precision(live->pcap, PCAP_TSTAMP_PRECISION_NANO);
	int result = pcap_activate(live->pcap);

	if (result < 0)
		return explain(interface, result, pcap_geterr(live->pcap), error);
	live->nano = pcap_get_tstamp_precision(live->pcap) == PCAP_TSTAMP_PRECISION_NANO;
	live->link_type = link_type_of_dlt(pcap_datalink(live->pcap));
	live->descriptor = pcap_get_selectable_fd(live->pcap);
	if (pcap_setnonblock(live->pcap, 1, why) != 0)
		return explain(interface, PCAP_ERROR, why, error);
	return STATUS_OK;
}

static enum status set_filter(struct live *live, const char *expression, struct error *error)
{
	struct bpf_program code;

	if (!expression)
		return STATUS_OK;
	if (pcap_compile(live->pcap, &code, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
		return error_set(error, STATUS_USAGE, "filter '%s': %s; see pcap-filter(7)", expression,
				 pcap_geterr(live->pcap));
	int result = pcap_setfilter(live->pcap, &code);

	pcap_freecode(&code);
	if (result != 0)
		return error_set(error, STATUS_UNABLE, "filter '%s': %s", expression,
				 pcap_geterr(live->pcap));
	return STATUS_OK;
}

/* An interrupt ends the capture in order, as the time does: what was seen is still reported. */
static enum status catch_signals(struct live *live, struct error *error)
{
	sigset_t ending;

	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	live->signals = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
	if (live->signals < 0 || pthread_sigmask(SIG_BLOCK, &ending, &live->mask_before) != 0)
		return error_set(error, STATUS_IO, "signals cannot be caught: %s", strerror(errno));
	live->masked = true;
	return STATUS_OK;
}

enum status live_open(const char *interface, unsigned seconds, const char *expression, struct live **ret_live,
		      struct error *error)
{
	struct live *live = memory_new(sizeof *live);

	if (!live)
		return error_no_memory(error);
	live->signals = -1;
	live->summary.format = "live";
	enum status status = activate(live, interface, error);

	if (status == STATUS_OK)
		status = privilege_drop(error);
	if (status == STATUS_OK)
		status = set_filter(live, expression, error);
	if (status == STATUS_OK)
		status = catch_signals(live, error);
	if (status != STATUS_OK) {
		live_free(live);
		return status;
	}
	live->until = seconds ? clock_milliseconds() + (int64_t)seconds * 1000 : INT64_MAX;
	*ret_live = live;
	return STATUS_OK;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	if (live->signals >= 0) {
		struct signalfd_siginfo taken;

		/* One that came and was not waited for must not end the program now. */
		while (live->masked && read(live->signals, &taken, sizeof taken) == (ssize_t)sizeof taken)
			;
		close(live->signals);
	}
	if (live->masked)
		pthread_sigmask(SIG_SETMASK, &live->mask_before, NULL);
	if (live->pcap)
		pcap_close(live->pcap);
	free(live);
}

/* Waits for a frame. STATUS_END when the time is over or a signal came. */
static enum status wait_for_frame(struct live *live, struct error *error)
{
	struct pollfd sources[] = {
		{ .fd = live->descriptor, .events = POLLIN },
		{ .fd = live->signals, .events = POLLIN },
	};
	int64_t left = live->until == INT64_MAX ? GATHER_MILLISECONDS : live->until - clock_milliseconds();

	if (left <= 0)
		return STATUS_END;
	if (left > GATHER_MILLISECONDS)
		left = GATHER_MILLISECONDS;
	if (poll(sources, 2, (int)left) < 0 && errno != EINTR)
		return error_set(error, STATUS_IO, "waiting for frames failed: %s", strerror(errno));
	return sources[1].revents ? STATUS_END : STATUS_OK;
}

/* On a busy link frames are always there and nobody waits: time and signals are looked at all the same. */
static bool over(const struct live *live)
{
	struct pollfd signals = { .fd = live->signals, .events = POLLIN };

	if (live->until != INT64_MAX && clock_milliseconds() >= live->until)
		return true;
	return live->summary.frames % 64 == 0 && poll(&signals, 1, 0) > 0;
}

static void give(struct live *live, const struct pcap_pkthdr *header, const u_char *data,
		 struct frame *ret_frame)
{
	struct capture_summary *summary = &live->summary;

	summary->frames++;
	summary->bytes += header->caplen;
	summary->snapped += header->caplen < header->len;
	*ret_frame = (struct frame){
		.data = { data, header->caplen },
		.wire_size = header->len,
		.number = summary->frames + summary->skipped,
		.time = header->ts.tv_sec * INSTANT_SECOND +
			header->ts.tv_usec * (live->nano ? 1 : INT64_C(1000)),
		.link_type = live->link_type,
	};
}

enum status live_next(struct live *live, struct frame *ret_frame, struct error *error)
{
	for (;;) {
		struct pcap_pkthdr *header;
		const u_char *data;
		int result = over(live) ? PCAP_ERROR_BREAK : pcap_next_ex(live->pcap, &header, &data);

		if (result == 1 && header->caplen <= LIMIT_FRAME_SIZE) {
			give(live, header, data, ret_frame);
			return STATUS_OK;
		}
		if (result == 1) {
			live->summary.skipped++;
			continue;
		}
		if (result == PCAP_ERROR_BREAK)
			return STATUS_END;
		if (result < 0)
			return error_set(error, STATUS_IO, "capturing failed: %s", pcap_geterr(live->pcap));
		enum status status = wait_for_frame(live, error);

		if (status != STATUS_OK)
			return status;
	}
}

void live_summary(const struct live *live, struct capture_summary *ret_summary)
{
	struct pcap_stat lost;

	*ret_summary = live->summary;
	if (pcap_stats(live->pcap, &lost) == 0)
		ret_summary->dropped = (uint64_t)lost.ps_drop + lost.ps_ifdrop;
}
