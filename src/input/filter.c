/* SPDX-License-Identifier: Apache-2.0 */
#include "input/live.h"

#include "base/memory.h"
#include "input/link_type.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAMS = 8 }; /* link types of one run; then the oldest program is compiled anew */

struct program {
	bool used;
	uint32_t link_type;
	struct bpf_program code;
};

struct filter {
	char *expression;
	struct program programs[PROGRAMS];
	size_t turn;
};

/* Compiles for a link type. On failure `ret_why` holds libpcap's words. */
static bool compile(const char *expression, uint32_t link_type, struct bpf_program *ret_code,
		    char why[PCAP_ERRBUF_SIZE])
{
	pcap_t *dead = pcap_open_dead(link_type_to_dlt(link_type), 262144);
	bool done = dead && pcap_compile(dead, ret_code, expression, 1, PCAP_NETMASK_UNKNOWN) == 0;

	if (!done) {
		why[0] = '\0';
		strncat(why, dead ? pcap_geterr(dead) : "out of memory", PCAP_ERRBUF_SIZE - 1);
	}
	if (dead)
		pcap_close(dead);
	return done;
}

static enum status check(const char *expression, struct error *error)
{
	static const uint32_t usual[] = { LINK_ETHERNET, LINK_LINUX_COOKED, LINK_RAW,
					  LINK_IEEE80211_RADIOTAP };
	char why[PCAP_ERRBUF_SIZE], first[PCAP_ERRBUF_SIZE];

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		struct bpf_program code;

		if (compile(expression, usual[i], &code, i == 0 ? first : why)) {
			pcap_freecode(&code);
			return STATUS_OK;
		}
	}
	return error_set(error, STATUS_USAGE, "filter '%s': %s; see pcap-filter(7)", expression, first);
}

enum status filter_new(const char *expression, struct filter **ret_filter, struct error *error)
{
	enum status status = check(expression, error);

	if (status != STATUS_OK)
		return status;
	struct filter *filter = memory_new(sizeof *filter);
	size_t size = strlen(expression) + 1;
	char *copy = memory_new(size);

	if (!filter || !copy) {
		free(filter);
		free(copy);
		return error_no_memory(error);
	}
	memcpy(copy, expression, size);
	filter->expression = copy;
	*ret_filter = filter;
	return STATUS_OK;
}

static void program_free(struct program *program)
{
	if (program->used)
		pcap_freecode(&program->code);
	program->used = false;
}

static const struct program *program_for(struct filter *filter, uint32_t link_type,
					 char why[PCAP_ERRBUF_SIZE])
{
	for (size_t i = 0; i < PROGRAMS; i++)
		if (filter->programs[i].used && filter->programs[i].link_type == link_type)
			return &filter->programs[i];
	struct program *program = &filter->programs[filter->turn++ % PROGRAMS];

	program_free(program);
	program->link_type = link_type;
	program->used = compile(filter->expression, link_type, &program->code, why);
	return program->used ? program : NULL;
}

enum status filter_match(struct filter *filter, const struct frame *frame, bool *ret_passes,
			 struct error *error)
{
	char why[PCAP_ERRBUF_SIZE];
	const struct program *program = program_for(filter, frame->link_type, why);

	if (!program)
		return error_set(error, STATUS_USAGE,
				 "filter '%s' cannot be used for frame %llu of link type %u: %s",
				 filter->expression, (unsigned long long)frame->number,
				 (unsigned)frame->link_type, why);
	struct pcap_pkthdr header = { .caplen = (bpf_u_int32)frame->data.size,
				      .len = (bpf_u_int32)frame->wire_size };

	*ret_passes = pcap_offline_filter(&program->code, &header, frame->data.data) != 0;
	return STATUS_OK;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < PROGRAMS; i++)
		program_free(&filter->programs[i]);
	free(filter->expression);
	free(filter);
}
