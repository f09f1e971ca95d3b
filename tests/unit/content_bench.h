/* SPDX-License-Identifier: Apache-2.0 */
/* The examiner with the real data types, two planted values and a real table of evidence. */
#ifndef PROBITY_TESTS_CONTENT_BENCH_H
#define PROBITY_TESTS_CONTENT_BENCH_H

#include "hostile.h"

#include "base/buffer.h"
#include "evidence/observer.h"
#include "recognise/taxonomy.h"

struct bench {
	struct taxonomy *taxonomy;
};

/* A group's fixture: `*state` is the bench. Planted are `19900001234` (tester-phone) and `corner-lamp-77`
 * (lab-psk); the device's link address is 02:00:00:00:07:01. */
int bench_load(void **state);
int bench_unload(void **state);

/* What is said of `content`, a line each; of `members` where there are any, which were read of it. The caller
 * frees. */
struct buffer examine_as(struct bench *bench, const struct message *message, struct bytes content,
			 const struct member *members, size_t count);
struct buffer examine(struct bench *bench, const struct message *message, struct bytes content);

/* That this is what is said of it. */
void assert_examined(struct bench *bench, const struct message *message, struct bytes content,
		     const char *expected);

#endif
