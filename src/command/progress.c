/* SPDX-License-Identifier: Apache-2.0 */
#include "command/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The clock is asked every so many calls (frames). */
enum { CALLS_BETWEEN = 1024 };

static instant now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (instant)time.tv_sec * INSTANT_SECOND + time.tv_nsec;
}

struct progress progress_start(const char *when, uint64_t total)
{
	bool forced = when && strcmp(when, "always") == 0, on = forced;

	if (!when || strcmp(when, "auto") == 0)
		on = isatty(STDERR_FILENO) == 1;
	return (struct progress){
		.on = on, .forced = forced, .total = total, .started = now(), .drawn = now()
	};
}

static void format_size(double bytes, char text[16])
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	size_t unit = 0;

	for (; bytes >= 1000 && unit < sizeof units / sizeof *units - 1; unit++)
		bytes /= 1000;
	snprintf(text, 16, unit ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
}

static void draw(struct progress *progress, uint64_t done, instant at)
{
	double seconds = (double)(at - progress->started) / (double)INSTANT_SECOND;
	double rate = seconds > 0 ? (double)done / seconds : 0;
	char done_text[16], total_text[16], rate_text[16];

	format_size((double)done, done_text);
	format_size((double)progress->total, total_text);
	format_size(rate, rate_text);
	if (progress->total && done <= progress->total && rate > 0)
		fprintf(stderr, "\r%s of %s, %.0f %%, %s/s, %.0f s left\x1b[K", done_text, total_text,
			100.0 * (double)done / (double)progress->total, rate_text,
			(double)(progress->total - done) / rate);
	else
		fprintf(stderr, "\r%s, %s/s\x1b[K", done_text, rate_text);
	fflush(stderr);
	progress->shown = true;
	progress->drawn = at;
}

void progress_at(struct progress *progress, uint64_t done)
{
	if (!progress->on || ++progress->calls % CALLS_BETWEEN)
		return;

	instant at = now();

	if ((progress->forced || at - progress->started >= INSTANT_SECOND) &&
	    at - progress->drawn >= INSTANT_SECOND / 5)
		draw(progress, progress->before + done, at);
}

void progress_next(struct progress *progress, uint64_t size)
{
	progress->before += size;
}

void progress_finish(struct progress *progress)
{
	if (progress->forced) {
		draw(progress, progress->before, now());
		fputc('\n', stderr);
		progress->shown = false;
	}
	progress_clear(progress);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\x1b[K", stderr);
	progress->shown = false;
}
