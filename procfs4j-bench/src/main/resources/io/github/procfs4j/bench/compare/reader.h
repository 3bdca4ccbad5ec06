/*
 * A reader, as the bench asks it: each line of the input is a subject and how often to read it. The
 * answer is how many nanoseconds of CPU time and how many of the clock that took, and what was read:
 * that many times the file, or the files of so many processes. It is "-" for what the reader has
 * nothing to read with. The arguments are the processes of the subjects process/....
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Reads a subject once: 1, or the number of processes. */
typedef int reading(void);

/* What reads a subject once, or NULL. */
static reading *prepare(const char *subject, char **pids, int count);

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int main(int argc, char **argv)
{
	char subject[64], prepared[64] = "";
	reading *read_once = NULL;
	int times;

	while (scanf("%63s %d", subject, &times) == 2) {
		int64_t cpu, clock, read = 0;

		if (strcmp(subject, prepared) != 0) {
			read_once = prepare(subject, argv + 1, argc - 1);
			strcpy(prepared, subject);
		}
		if (read_once == NULL) {
			puts("-");
		} else {
			cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
			clock = nanoseconds(CLOCK_MONOTONIC);
			for (int i = 0; i < times; i++)
				read += read_once();
			clock = nanoseconds(CLOCK_MONOTONIC) - clock;
			cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
			printf("%jd %jd %jd\n", (intmax_t)cpu, (intmax_t)clock, (intmax_t)read);
		}
		fflush(stdout);
	}
	return 0;
}
