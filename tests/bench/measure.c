/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a command with its output thrown away: measure COMMAND… prints its CPU seconds, seconds and
 * greatest memory in KB, and exits as it did. */
#define _DEFAULT_SOURCE /* wait4() */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int count, char **arguments)
{
	struct timespec start, end;
	struct rusage usage;
	int status;

	if (count < 2)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t child = fork();

	if (child == 0) {
		int nothing = open("/dev/null", O_RDWR);

		if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(nothing, 2) < 0)
			_exit(127);
		execvp(arguments[1], arguments + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror(arguments[1]);
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%.3f\t%.3f\t%ld\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
	       (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9,
	       usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
