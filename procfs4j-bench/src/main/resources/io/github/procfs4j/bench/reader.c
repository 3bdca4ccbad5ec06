/*
 * The least that a reader of files of procfs has to do, and how long that takes: what sampling in
 * Java is measured against. Built and loaded by each run of the benchmark.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int64_t now(void)
{
	return nanoseconds(CLOCK_MONOTONIC);
}

/*
 * How long this thread has been running: what takes milliseconds is interrupted by other programs,
 * whose time must not count.
 */
static int64_t run(void)
{
	return nanoseconds(CLOCK_THREAD_CPUTIME_ID);
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

/* Has so many descriptors allowed, if they are not yet: 0, or a negative error number. */
int reader_limit(int descriptors)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	if (limit.rlim_cur >= (rlim_t)descriptors)
		return 0;
	limit.rlim_cur = descriptors;
	if (limit.rlim_max < limit.rlim_cur)
		limit.rlim_max = limit.rlim_cur;
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}

/* How many are allowed at most. */
int reader_allowed(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	return limit.rlim_max > INT32_MAX ? INT32_MAX : (int)limit.rlim_max;
}

static int has_ended(void)
{
	return errno == ESRCH || errno == ENOENT;
}

/*
 * Reads files that are open, one pread each: the nanoseconds for which that ran, or a negative error
 * number. Those of processes that have ended are passed over.
 */
int64_t reader_read_all(const int *fds, int count, char *text, size_t room)
{
	int64_t start = run();

	for (int i = 0; i < count; i++) {
		if (pread(fds[i], text, room, 0) < 0 && !has_ended())
			return -errno;
	}
	return run() - start;
}

/* The same with each file opened, read and closed; the paths stand one behind the other. */
int64_t reader_open_all(const char *paths, int count, char *text, size_t room)
{
	int64_t start = run();

	for (int i = 0; i < count; i++, paths += strlen(paths) + 1) {
		int fd = open(paths, O_RDONLY | O_CLOEXEC);
		ssize_t got = fd < 0 ? -1 : read(fd, text, room);

		if (got < 0 && !has_ended())
			return -errno;
		if (fd >= 0)
			close(fd);
	}
	return run() - start;
}

/* Lists a directory that is open, and counts its entries: the nanoseconds, or as above. */
int64_t reader_list(int fd, char *entries, size_t room, int64_t *count)
{
	int64_t start = run();
	ssize_t got;

	*count = 0;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	while ((got = getdents64(fd, entries, room)) > 0) {
		for (ssize_t at = 0; at < got; at += ((struct dirent64 *)(entries + at))->d_reclen)
			++*count;
	}
	return got < 0 ? -errno : run() - start;
}
