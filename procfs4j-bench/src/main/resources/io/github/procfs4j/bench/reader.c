/*
 * The least that a reader of a file of procfs has to do, and how long that takes: what sampling in
 * Java is measured against. Built and loaded by each run of the benchmark.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* A descriptor, or a negative error number. */
int reader_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/*
 * Reads the whole text so many times: with one pread, or, if until_empty, with as many as it takes
 * until one reads nothing. ns[i] becomes the nanoseconds that the i-th time took. Returns the length
 * of the text as last read, or a negative error number.
 */
int64_t reader_read(int fd, char *text, size_t room, int until_empty, int times, int64_t *ns)
{
	size_t length = 0;

	for (int i = 0; i < times; i++) {
		int64_t start = now();
		ssize_t got;

		length = 0;
		do {
			got = pread(fd, text + length, room - length, length);
			if (got < 0)
				return -errno;
			length += got;
		} while (until_empty && got > 0);
		ns[i] = now() - start;
	}
	return length;
}

int reader_close(int fd)
{
	return close(fd);
}
