/*
 * A program of known cost, which it prints as name=value, as getrusage(2) states it:
 *
 *     cost CPU_MS MIB FILE KIB SLEEPS CHILDREN CHILD_MS
 *
 * It uses so much CPU time, writes to so many MiB of memory, writes KIB to FILE and waits for the disk,
 * sleeps so often in a second thread, and starts so many children, one after the other, each of which
 * uses CPU time and ends. Then it waits for its input to end, so that a last sample can be taken.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void burn(long millis)
{
	struct timespec now;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < millis);
}

static void *sleeper(void *argument)
{
	struct timespec moment = {.tv_nsec = 1000000};

	for (long i = *(long *)argument; i > 0; i--)
		nanosleep(&moment, NULL);
	return NULL;
}

static long long micros(struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000LL + usage->ru_utime.tv_usec
	       + usage->ru_stime.tv_usec;
}

int main(int argc, char **argv)
{
	struct rusage self, children;
	pthread_t thread;
	char line[64];

	if (argc != 8)
		return 2;
	long cpu = atol(argv[1]), mib = atol(argv[2]), kib = atol(argv[4]), sleeps = atol(argv[5]);
	long count = atol(argv[6]), each = atol(argv[7]);

	if (pthread_create(&thread, NULL, sleeper, &sleeps) != 0)
		return 1;
	if (mib > 0) {
		char *memory = mmap(NULL, mib << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			return 1;
		madvise(memory, mib << 20, MADV_NOHUGEPAGE);
		memset(memory, 1, mib << 20);
		munmap(memory, mib << 20);
	}
	if (kib > 0) {
		int file = open(argv[3], O_CREAT | O_WRONLY | O_TRUNC, 0600);
		char block[1024];

		memset(block, 2, sizeof block);
		for (long i = 0; i < kib; i++)
			if (write(file, block, sizeof block) != sizeof block)
				return 1;
		fsync(file);
		close(file);
	}
	burn(cpu);
	for (long i = 0; i < count; i++) {
		if (fork() == 0) {
			burn(each);
			_exit(0);
		}
		wait(NULL);
	}
	pthread_join(thread, NULL);
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	printf("self=%lld children=%lld faults=%ld major=%ld voluntary=%ld involuntary=%ld written=%ld peak=%ld\n",
	       micros(&self), micros(&children), self.ru_minflt + children.ru_minflt,
	       self.ru_majflt + children.ru_majflt, self.ru_nvcsw + children.ru_nvcsw,
	       self.ru_nivcsw + children.ru_nivcsw, (self.ru_oublock + children.ru_oublock) * 512,
	       self.ru_maxrss * 1024);
	fflush(stdout);
	while (read(0, line, sizeof line) > 0)
		;
	return 0;
}
