/*
 * A process of known working set: maps so many megabytes in small pages, all of which hold data,
 * and then writes to every page of the first k of them, over and over. k is 0 at first; each line
 * of input is another, and is answered once all of them have been written to. It ends with its input.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t megabytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	size_t page = sysconf(_SC_PAGESIZE), touched = 0;
	volatile char *memory;
	struct pollfd in = {.fd = 0, .events = POLLIN};
	char line[32];

	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	memory = mmap(NULL, megabytes << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return 1;
	madvise((void *)memory, megabytes << 20, MADV_NOHUGEPAGE);
	for (size_t at = 0; at < megabytes << 20; at += page)
		memory[at] = 1;
	for (int answers = 1;; answers = 0) {
		if (poll(&in, 1, touched > 0 ? 0 : answers ? 0 : 10) > 0) {
			ssize_t got = read(0, line, sizeof line - 1);

			if (got <= 0)
				return 0;
			line[got] = 0;
			touched = strtoul(line, NULL, 10) << 20;
			answers = 1;
		}
		for (size_t at = 0; at < touched; at += page)
			memory[at]++;
		if (answers && write(1, "ok\n", 3) != 3)
			return 0;
	}
}
