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

WEAK size_t taxonomy_count(const struct taxonomy *taxonomy)
{
	(void)taxonomy;
	return 0;
}

WEAK void taxonomy_free(struct taxonomy *taxonomy)
{
	(void)taxonomy;
}

WEAK enum status taxonomy_load(const char *const *paths, size_t count, struct taxonomy **ret_taxonomy,
			       struct error *error)
{
	(void)paths, (void)count, (void)ret_taxonomy, (void)error;
	return STATUS_OK;
}

WEAK enum status taxonomy_plant(struct taxonomy *taxonomy, const struct canary *canaries, size_t count,
				struct error *error)
{
	(void)taxonomy, (void)canaries, (void)count, (void)error;
	return STATUS_OK;
}

WEAK const struct data_type *taxonomy_at(const struct taxonomy *taxonomy, size_t index)
{
	(void)taxonomy, (void)index;
	return NULL;
}

WEAK const struct data_type *taxonomy_type(const struct taxonomy *taxonomy, const char *id)
{
	(void)taxonomy, (void)id;
	return NULL;
}

WEAK bool data_type_is_a(struct bytes id, struct bytes ancestor)
{
	return bytes_equal(id, ancestor);
}

WEAK bool taxonomy_knows(const struct taxonomy *taxonomy, const char *ancestor)
{
	(void)taxonomy, (void)ancestor;
	return true;
}

WEAK const char *confidence_name(enum confidence confidence)
{
	(void)confidence;
	return "certain";
}

WEAK size_t recognise_value(const struct taxonomy *taxonomy, const struct field_value *value,
			    struct recognition *ret, size_t room)
{
	(void)taxonomy, (void)value, (void)ret, (void)room;
	return 0;
}

WEAK size_t recognise_record(const struct taxonomy *taxonomy, const struct field_value *values, size_t count,
			     struct recognition *ret, size_t room)
{
	(void)taxonomy, (void)values, (void)count, (void)ret, (void)room;
	return 0;
}

WEAK bool recognise_joins(const struct taxonomy *taxonomy, struct bytes field)
{
	(void)taxonomy, (void)field;
	return false;
}

WEAK bool recognise_names_user(const struct taxonomy *taxonomy, struct bytes field)
{
	(void)taxonomy, (void)field;
	return false;
}

WEAK void recognise_text(const struct taxonomy *taxonomy, struct bytes text, recognise_found *found, void *self)
{
	(void)taxonomy, (void)text, (void)found, (void)self;
}

WEAK void recognise_canaries(const struct taxonomy *taxonomy, struct bytes bytes, recognise_found *found,
			     void *self)
{
	(void)taxonomy, (void)bytes, (void)found, (void)self;
}

WEAK bool recognise_has_canaries(const struct taxonomy *taxonomy)
{
	(void)taxonomy;
	return false;
}

WEAK size_t recognise_media(const struct taxonomy *taxonomy, const char *medium, const struct bytes *names,
			    size_t count, struct recognition *ret)
{
	(void)taxonomy, (void)medium, (void)names, (void)count, (void)ret;
	return 0;
}

WEAK bool recognise_scrub(const struct taxonomy *taxonomy, struct bytes text, struct buffer *to)
{
	(void)taxonomy;
	return buffer_append(to, text);
}
