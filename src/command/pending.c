/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in, weakly, for parts that are not there yet; goes when they are. */
#include "content/examine.h"
#include "recognise/recognise.h"
#include "rules/rules.h"

#define WEAK __attribute__((weak))

static void no_content(void *self, struct observer *observer, const struct message *message,
		       struct bytes content, struct bytes where)
{
	(void)self, (void)observer, (void)message, (void)content, (void)where;
}

static void no_value(void *self, struct observer *observer, const struct message *message, struct bytes field,
		     struct bytes value)
{
	(void)self, (void)observer, (void)message, (void)field, (void)value;
}

static bool no_scrub(void *self, struct bytes text, struct buffer *to)
{
	(void)self;
	return buffer_append(to, text);
}

WEAK struct examiner examiner_of(const struct taxonomy *taxonomy)
{
	(void)taxonomy;
	return (struct examiner){ NULL, no_content, no_value, no_scrub };
}
