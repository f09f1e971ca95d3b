/* SPDX-License-Identifier: Apache-2.0 */
/* Trouble of ours: a file that cannot be read, a bad rule, no memory. Broken *input* is not an error
 * but an observation, and an undecidable rule is a verdict (see enum decoded, enum verdict). */
#ifndef PROBITY_BASE_ERROR_H
#define PROBITY_BASE_ERROR_H

enum status {
	STATUS_OK,
	STATUS_END,    /* no more of it; no message is set */
	STATUS_USAGE,  /* the command line is wrong */
	STATUS_IO,     /* the system refused */
	STATUS_FORMAT, /* a document of ours (case, rules, evidence) is wrong */
	STATUS_MEMORY, /* no memory */
	STATUS_UNABLE, /* not built in, or no privilege */
};

/* The message is complete where it is set: which file, where in it, what was expected and what to
 * do. Callers pass it up unchanged; only main.c prints it. It never holds personal data. */
struct error {
	char message[1024];
};

/* Sets the message and returns `status`, so that it can stand behind `return`. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Sets the one message for lack of memory; returns STATUS_MEMORY. */
enum status error_no_memory(struct error *error);

#endif
