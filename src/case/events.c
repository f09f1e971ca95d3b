/* SPDX-License-Identifier: Apache-2.0 */
#include "case/events.h"

#include "base/limits.h"
#include "base/memory.h"
#include "case/activity.h"
#include "case/cover.h"
#include "case/element.h"

#include <stdlib.h>

enum event_type {
	EVENT_OTHER, /* decides nothing here */
	EVENT_NOTICE,
	EVENT_CONSENT,
	EVENT_REFUSE,
	EVENT_WITHDRAW,
	EVENT_DELETE,
	EVENT_RESET,
	EVENT_ENROLMENT,
	EVENT_UNLOCK,
	EVENT_PERMISSION,
};

static const struct {
	const char *name;
	enum event_type type;
} event_types[] = {
	{ "notice-shown", EVENT_NOTICE },
	{ "consent", EVENT_CONSENT },
	{ "refuse", EVENT_REFUSE },
	{ "withdraw", EVENT_WITHDRAW },
	{ "delete", EVENT_DELETE },
	{ "factory-reset", EVENT_RESET },
	{ "face-enrolment", EVENT_ENROLMENT },
	{ "face-unlock", EVENT_UNLOCK },
	{ "permission-grant", EVENT_PERMISSION },
	{ "permission-deny", EVENT_PERMISSION },
};

/* A face that was shown is on its way within this time; longer, and other traffic is blamed. */
static const int64_t FACE_WINDOW = 30 * INSTANT_SECOND;

/* Clocks: a day of doubt decides nothing, an offset of more than ten years is a slip of the pen. */
static const int64_t UNCERTAINTY_DEFAULT = INSTANT_SECOND, UNCERTAINTY_MOST = 86400 * INSTANT_SECOND,
		     OFFSET_MOST = 3660 * 86400 * INSTANT_SECOND;

/* 2000-01-01 and 2200-01-01: a date outside is a slip too, and arithmetic stays in range. */
static const instant EARLIEST = 946684800 * INSTANT_SECOND, LATEST = 7258118400 * INSTANT_SECOND;

struct case_events {
	struct track phases, activities;
	struct covers *covers;
};

/* What is needed while reading. */
struct reading {
	const char *path;
	struct error *error;
	int64_t offset, uncertainty;
	bool complete;
	struct decisive *decisive;
	struct change *phases;
	struct activity_span *spans; /* of intervals first, then of events, without the edges' doubt */
	long *lines;		     /* where each of them stands */
	size_t decisive_count, phase_count, span_count, room;
	bool noticed; /* a notice, a consent or a refusal is on record */
};

static enum status wrong(const struct reading *reading, long line, const char *what, const char *value)
{
	return error_set(reading->error, STATUS_FORMAT, "%s:%ld: %s: \"%s\"", reading->path, line, what,
			 value);
}

/* `1.5s`, `-0.25s`, within `most`. */
static bool parse_seconds(const char *text, int64_t most, int64_t *ret_nanoseconds)
{
	struct bytes number = bytes_of(text);
	bool negative = bytes_start_with(number, BYTES("-"));
	instant size;

	if (negative || bytes_start_with(number, BYTES("+")))
		number = bytes_from(number, 1);
	if (!bytes_end_with(number, BYTES("s")) ||
	    !instant_parse(bytes_slice(number, 0, number.size - 1), &size) || size > most)
		return false;
	*ret_nanoseconds = negative ? -size : size;
	return true;
}

static enum status read_clock(struct reading *reading, xmlNodePtr timeline)
{
	const char *offset = element_attribute(timeline, "clock-offset");
	const char *uncertainty = element_attribute(timeline, "uncertainty");
	const char *complete = element_attribute(timeline, "complete");

	reading->uncertainty = UNCERTAINTY_DEFAULT;
	reading->complete = complete && strcmp(complete, "yes") == 0;
	if (offset && !parse_seconds(offset, OFFSET_MOST, &reading->offset))
		return wrong(reading, element_line(timeline), "clock-offset must be less than ten years",
			     offset);
	if (uncertainty && !parse_seconds(uncertainty, UNCERTAINTY_MOST, &reading->uncertainty))
		return wrong(reading, element_line(timeline), "uncertainty must be a day at most",
			     uncertainty);
	return STATUS_OK;
}

/* Capture time of an attribute. */
static enum status read_time(const struct reading *reading, xmlNodePtr element, const char *name,
			     instant *ret_when)
{
	const char *text = element_attribute(element, name);
	instant when;

	if (!text || !instant_parse(bytes_of(text), &when))
		return wrong(reading, element_line(element), "no such date and time", text ? text : "");
	if (when < EARLIEST || when > LATEST)
		return wrong(reading, element_line(element),
			     "a time between the years 2000 and 2200 is expected", text);
	*ret_when = when - reading->offset;
	return STATUS_OK;
}

static enum event_type event_type_of(const char *name)
{
	for (size_t i = 0; i < sizeof event_types / sizeof *event_types; i++)
		if (strcmp(event_types[i].name, name) == 0)
			return event_types[i].type;
	return EVENT_OTHER;
}

/* A consent's kind as a static word; written into the document where it is left out. */
static enum status read_kind(const struct reading *reading, xmlNodePtr event, const char **ret_kind)
{
	const char *kind = element_attribute(event, "kind");

	if (!kind && !xmlNewProp(event, (const xmlChar *)"kind", (const xmlChar *)"general"))
		return error_no_memory(reading->error);
	*ret_kind = !kind || strcmp(kind, "general") == 0 ? "general"
		    : strcmp(kind, "separate") == 0	  ? "separate"
							  : "guardian";
	if (strcmp(*ret_kind, "separate") == 0 && !element_attribute(event, "covers"))
		return error_set(reading->error, STATUS_FORMAT,
				 "%s:%ld: a separate consent says what it covers: covers=\"biometric.face\"",
				 reading->path, element_line(event));
	return STATUS_OK;
}

static void add_phase(struct reading *reading, instant at, const char *word)
{
	reading->phases[reading->phase_count++] = (struct change){ at, word };
}

/* What an event makes of the phase. A refusal, withdrawal or deletion that names what it covers
 * decides for that only; a consent opens use of the terminal whatever it covers. */
static void decide_phase(struct reading *reading, enum event_type type, instant at, bool whole)
{
	const char *word = reading->phase_count ? reading->phases[reading->phase_count - 1].word : NULL;
	bool fresh = !word || strcmp(word, "before-notice") == 0;

	switch (type) {
	case EVENT_CONSENT:
		add_phase(reading, at, "consented");
		return;
	case EVENT_NOTICE:
		/* Shown again to one who has decided already, a notice changes nothing. */
		if (fresh || strcmp(word, "deleted") == 0)
			add_phase(reading, at, "before-consent");
		return;
	case EVENT_REFUSE:
		/* Whoever could refuse a part had been asked. */
		if (whole || fresh)
			add_phase(reading, at, whole ? "refused" : "before-consent");
		return;
	case EVENT_WITHDRAW:
		if (whole)
			add_phase(reading, at, "withdrawn");
		return;
	case EVENT_RESET:
		/* A reset before anything was shown makes the terminal as new. */
		add_phase(reading, at, fresh ? "before-notice" : "deleted");
		return;
	default:
		if (whole)
			add_phase(reading, at, "deleted");
	}
}

static enum status add_decisive(struct reading *reading, xmlNodePtr event, enum event_type type, instant at)
{
	static const enum decision decisions[] = {
		[EVENT_CONSENT] = DECISION_CONSENT,   [EVENT_REFUSE] = DECISION_REFUSE,
		[EVENT_WITHDRAW] = DECISION_WITHDRAW, [EVENT_DELETE] = DECISION_DELETE,
		[EVENT_RESET] = DECISION_DELETE,
	};
	const char *covers = element_attribute(event, "covers"), *kind = NULL;
	enum status status = type == EVENT_CONSENT ? read_kind(reading, event, &kind) : STATUS_OK;

	if (status != STATUS_OK)
		return status;
	if (type == EVENT_NOTICE || type == EVENT_CONSENT || type == EVENT_REFUSE)
		reading->noticed = true;
	decide_phase(reading, type, at, !covers);
	if (type != EVENT_NOTICE)
		reading->decisive[reading->decisive_count++] = (struct decisive){ at, decisions[type], kind,
										  bytes_of(covers) };
	return STATUS_OK;
}

static void add_span(struct reading *reading, xmlNodePtr element, instant from, instant to,
		     enum activity activity)
{
	reading->lines[reading->span_count] = element_line(element);
	reading->spans[reading->span_count++] = (struct activity_span){ from, to, activity };
}

static enum status read_event(struct reading *reading, xmlNodePtr event, instant *last, long *last_line)
{
	const char *name = element_attribute(event, "type");
	enum event_type type = event_type_of(name ? name : "");
	instant at;
	enum status status = read_time(reading, event, "at", &at);

	if (status != STATUS_OK)
		return status;
	if (*last_line && at < *last)
		return error_set(reading->error, STATUS_FORMAT,
				 "%s:%ld: this event is earlier than the one before it (line %ld); events "
				 "stand in order of time",
				 reading->path, element_line(event), *last_line);
	*last = at;
	*last_line = element_line(event);
	switch (type) {
	case EVENT_OTHER:
		return STATUS_OK;
	case EVENT_PERMISSION:
		if (element_attribute(event, "sensor"))
			return STATUS_OK;
		return wrong(reading, element_line(event), "the attribute sensor must say which permission",
			     name);
	case EVENT_ENROLMENT:
	case EVENT_UNLOCK:
		add_span(reading, event, at, at + FACE_WINDOW,
			 type == EVENT_UNLOCK ? ACTIVITY_FACE_UNLOCK : ACTIVITY_FACE_ENROLMENT);
		return STATUS_OK;
	default:
		return add_decisive(reading, event, type, at);
	}
}

static enum status read_interval(struct reading *reading, xmlNodePtr interval)
{
	const char *name = element_attribute(interval, "type");
	enum activity activity = ACTIVITY_TOTAL;
	instant from, to;
	enum status status = read_time(reading, interval, "from", &from);

	if (status == STATUS_OK)
		status = read_time(reading, interval, "to", &to);
	if (status != STATUS_OK)
		return status;
	if (from >= to)
		return wrong(reading, element_line(interval), "the interval must end after it begins: to",
			     element_attribute(interval, "to"));
	for (size_t i = 0; i < ACTIVITY_TOTAL; i++)
		if (i != ACTIVITY_DOUBT && name && strcmp(activity_name((enum activity)i), name) == 0)
			activity = (enum activity)i;
	if (activity == ACTIVITY_TOTAL)
		return wrong(reading, element_line(interval), "unknown type of interval", name ? name : "");
	add_span(reading, interval, from, to, activity);
	return STATUS_OK;
}

/* A span and where it stands, for finding those that contradict each other. */
struct placed {
	struct activity_span span;
	long line;
	bool interval;
};

static int compare_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;

	if (a->span.from != b->span.from)
		return a->span.from < b->span.from ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* What is alike, idle and use, enrolment and unlocking: one ends before the other begins. Event
 * windows may run into each other: only where they begin is a fact. */
static bool contradict(const struct placed *open, const struct placed *next)
{
	enum activity a = open->span.activity, b = next->span.activity;
	bool face_a = a == ACTIVITY_FACE_UNLOCK || a == ACTIVITY_FACE_ENROLMENT;
	bool face_b = b == ACTIVITY_FACE_UNLOCK || b == ACTIVITY_FACE_ENROLMENT;

	if (!open->interval)
		return false;
	if (a == b)
		return next->interval;
	return (a == ACTIVITY_IDLE && face_b) || (next->interval && face_a && (face_b || b == ACTIVITY_IDLE));
}

static enum status check_spans(const struct reading *reading, size_t interval_count)
{
	struct placed *placed = memory_new_array(reading->span_count + 1, sizeof *placed);
	const struct placed *open[ACTIVITY_TOTAL] = { NULL }; /* of each activity, which ends last */
	enum status status = STATUS_OK;

	if (!placed)
		return error_no_memory(reading->error);
	for (size_t i = 0; i < reading->span_count; i++)
		placed[i] = (struct placed){ reading->spans[i], reading->lines[i], i < interval_count };
	qsort(placed, reading->span_count, sizeof *placed, compare_placed);
	for (size_t i = 0; i < reading->span_count && status == STATUS_OK; i++) {
		for (size_t each = 0; each < ACTIVITY_TOTAL && status == STATUS_OK; each++)
			if (open[each] && open[each]->span.to > placed[i].span.from &&
			    contradict(open[each], &placed[i]))
				status = error_set(reading->error, STATUS_FORMAT,
						   "%s:%ld: %s begins within the interval %s of line %ld; "
						   "they exclude each other",
						   reading->path, placed[i].line,
						   activity_name(placed[i].span.activity),
						   activity_name((enum activity)each), open[each]->line);
		const struct placed **last = &open[placed[i].span.activity];

		if (placed[i].interval && (!*last || (*last)->span.to < placed[i].span.to))
			*last = &placed[i];
	}
	free(placed);
	return status;
}

/* Where it accuses, a span is certain only within its edges; a face event reaches beyond them. */
static enum status build_activities(const struct reading *reading, struct track *ret_track)
{
	struct activity_span *spans = memory_new_array(reading->span_count + 1, 3 * sizeof *spans);
	int64_t doubt = reading->uncertainty;
	size_t count = 0;
	bool built = spans != NULL;

	for (size_t i = 0; built && i < reading->span_count; i++) {
		struct activity_span span = reading->spans[i];

		if (span.activity == ACTIVITY_FACE_UNLOCK || span.activity == ACTIVITY_FACE_ENROLMENT) {
			spans[count++] = (struct activity_span){ span.from - doubt, span.to + doubt,
								 span.activity };
			continue;
		}
		spans[count++] = (struct activity_span){ span.from + doubt, span.to - doubt, span.activity };
		spans[count++] = (struct activity_span){ span.from - doubt, span.from + doubt,
							 ACTIVITY_DOUBT };
		spans[count++] = (struct activity_span){ span.to - doubt, span.to + doubt, ACTIVITY_DOUBT };
	}
	built = built && activity_build(ret_track, spans, count);
	free(spans);
	return built ? STATUS_OK : error_no_memory(reading->error);
}

static enum status build(struct reading *reading, xmlNodePtr timeline, struct case_events *events)
{
	bool recorded = reading->noticed || reading->complete;
	struct change *first = reading->phase_count ? &reading->phases[0] : NULL;
	const char *before = recorded ? "before-notice" : "unknown";

	/* Withdrawn, deleted or reset first of all: what was before is on no record. A reset after which
	 * nobody was asked anything is no fresh start but the deletion that is to be tried. */
	if (first && strcmp(first->word, "before-consent") != 0 && strcmp(first->word, "consented") != 0 &&
	    strcmp(first->word, "refused") != 0)
		before = "unknown";
	for (size_t i = 0; i < reading->phase_count && !recorded; i++)
		if (strcmp(reading->phases[i].word, "before-notice") == 0)
			reading->phases[i].word = "deleted";
	if (!track_build(&events->phases, before, reading->phases, reading->phase_count,
			 reading->uncertainty))
		return error_no_memory(reading->error);
	switch (covers_new(reading->decisive, reading->decisive_count, recorded, reading->uncertainty,
			   &events->covers)) {
	case COVERS_TOO_MANY:
		return error_set(reading->error, STATUS_FORMAT,
				 "%s:%ld: the events of this timeline cover more than %d data types",
				 reading->path, element_line(timeline), LIMIT_CASE_COVERS);
	case COVERS_NO_MEMORY:
		return error_no_memory(reading->error);
	case COVERS_BUILT:
		break;
	}
	return build_activities(reading, &events->activities);
}

static enum status read_all(struct reading *reading, xmlNodePtr timeline)
{
	enum status status = read_clock(reading, timeline);
	instant last = INSTANT_NONE;
	long last_line = 0;

	for (xmlNodePtr at = element_first(timeline); at && status == STATUS_OK; at = element_next(at))
		if (element_is(at, "interval"))
			status = read_interval(reading, at);
	size_t interval_count = reading->span_count;

	for (xmlNodePtr at = element_first(timeline); at && status == STATUS_OK; at = element_next(at))
		if (element_is(at, "event"))
			status = read_event(reading, at, &last, &last_line);
	return status == STATUS_OK ? check_spans(reading, interval_count) : status;
}

enum status events_read(xmlNodePtr timeline, const char *path, struct case_events **ret_events,
			struct error *error)
{
	struct reading reading = { .path = path, .error = error };
	struct case_events *events = memory_new(sizeof *events);
	enum status status = STATUS_OK;

	for (xmlNodePtr at = element_first(timeline); at; at = element_next(at))
		reading.room++;
	if (reading.room > LIMIT_CASE_EVENTS)
		status = error_set(error, STATUS_FORMAT, "%s:%ld: more than %d events and intervals", path,
				   element_line(timeline), LIMIT_CASE_EVENTS);
	if (status == STATUS_OK) {
		reading.decisive = memory_new_array(reading.room + 1, sizeof *reading.decisive);
		reading.phases = memory_new_array(reading.room + 1, sizeof *reading.phases);
		reading.spans = memory_new_array(reading.room + 1, sizeof *reading.spans);
		reading.lines = memory_new_array(reading.room + 1, sizeof *reading.lines);
		if (!events || !reading.decisive || !reading.phases || !reading.spans || !reading.lines)
			status = error_no_memory(error);
	}
	if (status == STATUS_OK)
		status = read_all(&reading, timeline);
	if (status == STATUS_OK)
		status = build(&reading, timeline, events);
	free(reading.decisive);
	free(reading.phases);
	free(reading.spans);
	free(reading.lines);
	if (status == STATUS_OK)
		*ret_events = events;
	else
		events_free(events);
	return status;
}

void events_free(struct case_events *events)
{
	if (!events)
		return;
	track_free(&events->phases);
	track_free(&events->activities);
	covers_free(events->covers);
	free(events);
}

const char *events_phase(const struct case_events *events, instant when)
{
	return events ? track_at(&events->phases, when) : "unknown";
}

const char *events_activity(const struct case_events *events, instant when)
{
	return events ? track_at(&events->activities, when) : "unknown";
}

const char *events_consent(const struct case_events *events, instant when, struct bytes data)
{
	return events ? covers_consent(events->covers, when, data) : "unknown";
}
