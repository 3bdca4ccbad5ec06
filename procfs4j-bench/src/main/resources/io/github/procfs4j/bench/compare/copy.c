/*
 * The least that a recorder can do: once a second it copies the texts of files to a file, as they
 * are.
 *
 *   copy FILE none|kept|opened SECONDS [NAME...]
 *
 * The files are /proc/NAME..., which are kept open, and the stat of all processes: of none, kept
 * open, or opened each time. It ends after so many seconds.
 */
#include "text.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FIRST = 4, MOST = 64, PIDS = 1 << 22 };

static int out;
static int kept[PIDS]; /* by process: its descriptor, and one more */

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Copies a text, if the file can be read: whether it could. */
static int copy(int fd, int is_one_call)
{
	ssize_t length = read_text(fd, is_one_call);

	if (length > 0 && write(out, text, length) != length)
		fail("write");
	return length >= 0;
}

static void copy_process(int proc, const char *name, int keeps)
{
	int pid = atoi(name);
	char path[300];
	int fd;

	if (kept[pid] != 0) {
		if (copy(kept[pid] - 1, 1))
			return;
		close(kept[pid] - 1); /* it has ended, and another has its number */
		kept[pid] = 0;
	}
	snprintf(path, sizeof(path), "%s/stat", name);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return; /* it has ended since it was listed */
	if (copy(fd, 1) && keeps)
		kept[pid] = fd + 1;
	else
		close(fd);
}

static void copy_processes(DIR *proc, int keeps)
{
	const struct dirent *entry;

	rewinddir(proc);
	while ((entry = readdir(proc)) != NULL) {
		if (isdigit((unsigned char)entry->d_name[0]))
			copy_process(dirfd(proc), entry->d_name, keeps);
	}
}

int main(int argc, char **argv)
{
	int fds[MOST];
	struct timespec next;
	DIR *proc = opendir("/proc");

	if (argc < FIRST || argc - FIRST > MOST || proc == NULL)
		return 2;
	out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (out < 0)
		fail(argv[1]);
	for (int i = FIRST; i < argc; i++) {
		fds[i - FIRST] = openat(dirfd(proc), argv[i], O_RDONLY | O_CLOEXEC);
		if (fds[i - FIRST] < 0)
			fail(argv[i]);
	}
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (int seconds = atoi(argv[3]); seconds > 0; seconds--) {
		for (int i = FIRST; i < argc; i++)
			copy(fds[i - FIRST], is_one_call(argv[i]));
		if (strcmp(argv[2], "none") != 0)
			copy_processes(proc, strcmp(argv[2], "kept") == 0);
		next.tv_sec++;
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) == EINTR)
			;
	}
	return 0;
}
