/* SPDX-License-Identifier: Apache-2.0 */
/* How far a decoder came with bytes of the input. */
#ifndef PROBITY_BASE_DECODED_H
#define PROBITY_BASE_DECODED_H

enum decoded {
	DECODED,	   /* all understood, as far as there is */
	DECODED_IN_PART,   /* understood, but something is missing: cut, snapped, a limit */
	DECODED_NOT_MINE,  /* not this protocol after all */
	DECODED_MALFORMED, /* this protocol, broken */
};

#endif
