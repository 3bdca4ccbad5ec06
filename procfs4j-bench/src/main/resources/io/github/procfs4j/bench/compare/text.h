/* The least that a reader of procfs can do: pread of a file that is open. */
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

enum { ROOM = 256 << 10 };

static char text[ROOM];

/* What one call of the kernel prints whole: to ask for its end would be waste. */
static int is_one_call(const char *name)
{
	return strcmp(name, "stat") == 0 || strcmp(name, "meminfo") == 0 ||
	       strcmp(name, "uptime") == 0 || strncmp(name, "pressure/", 9) == 0;
}

/* The length of the text, or -1. */
static ssize_t read_text(int fd, int is_one_call)
{
	ssize_t length = 0, got;

	do {
		got = pread(fd, text + length, ROOM - length, length);
		if (got < 0)
			return -1;
		length += got;
	} while (got > 0 && !is_one_call);
	return length;
}
