/* SPDX-License-Identifier: Apache-2.0 */
/* Link types are LINKTYPE_ values everywhere; libpcap's functions speak DLT_ values. They differ for
 * a few old ones only (tcpdump.org/linktypes.html). */
#ifndef PROBITY_INPUT_LINK_TYPE_H
#define PROBITY_INPUT_LINK_TYPE_H

#include <stddef.h>
#include <stdint.h>

enum { LINK_ETHERNET = 1, LINK_RAW = 101, LINK_LINUX_COOKED = 113, LINK_IEEE80211_RADIOTAP = 127 };

static const struct {
	uint32_t link_type;
	int dlt; /* where Linux's libpcap has it */
} link_type_exceptions[] = {
	{ 100, 11 }, /* ATM, RFC 1483 */
	{ 101, 12 }, /* raw IP */
	{ 102, 15 }, /* SLIP of BSD/OS */
	{ 103, 16 }, /* PPP of BSD/OS */
};

static inline int link_type_to_dlt(uint32_t link_type)
{
	for (size_t i = 0; i < sizeof link_type_exceptions / sizeof *link_type_exceptions; i++)
		if (link_type_exceptions[i].link_type == link_type)
			return link_type_exceptions[i].dlt;
	return (int)link_type;
}

static inline uint32_t link_type_of_dlt(int dlt)
{
	for (size_t i = 0; i < sizeof link_type_exceptions / sizeof *link_type_exceptions; i++)
		if (link_type_exceptions[i].dlt == dlt)
			return link_type_exceptions[i].link_type;
	return (uint32_t)dlt;
}

#endif
