/*
 * Processes to be measured. Each line of the input asks for so many children more ("+100"), or that
 * as many of the last ones end ("-100"); the answer is their numbers, one a line. They sleep; one in
 * ten, or as many as the argument says, wakes up 50 times a second and does a little of all that its
 * numbers count. All of them end with this program, and it ends with its input, or after half an
 * hour.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 16384, SECONDS = 1800, MEMORY = 4 * 4096 };

static pid_t children[MOST];
static int count;

/* One in so many processes is busy. */
static int busy = 10;

/* Has page faults, a size that changes, calls of write, context switches and time on a CPU. */
static void work(void)
{
	const struct timespec pause = {0, 20 * 1000 * 1000};
	int null = open("/dev/null", O_WRONLY);
	char *memory = NULL;

	while (1) {
		if (memory == NULL) {
			memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			if (memory == MAP_FAILED)
				_exit(1);
			memset(memory, 1, MEMORY);
		} else {
			munmap(memory, MEMORY);
			memory = NULL;
		}
		if (write(null, "x", 1) != 1)
			_exit(1);
		nanosleep(&pause, NULL);
	}
}

static void child(pid_t parent, int number)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1); /* it had ended before */
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	if (number % busy == 0)
		work();
	while (1)
		pause();
}

static int more(int wanted)
{
	pid_t parent = getpid();

	if (wanted > MOST - count)
		return -1;
	for (int i = 0; i < wanted; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return -1;
		if (pid == 0)
			child(parent, count);
		children[count++] = pid;
		printf("%d\n", (int)pid);
	}
	return 0;
}

static int fewer(int wanted)
{
	if (wanted > count)
		return -1;
	for (int i = count - wanted; i < count; i++)
		kill(children[i], SIGKILL);
	for (int i = 0; i < wanted; i++) {
		pid_t pid = children[--count];

		if (waitpid(pid, NULL, 0) != pid)
			return -1;
		printf("%d\n", (int)pid);
	}
	return 0;
}

int main(int arguments, char **argument)
{
	char line[32];

	if (arguments > 1)
		busy = atoi(argument[1]);
	if (busy < 1)
		return 1;
	alarm(SECONDS);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		int wanted = atoi(line + 1);

		if (wanted < 0 || (line[0] == '+' ? more(wanted) : fewer(wanted)) < 0)
			return 1;
		fflush(stdout);
	}
	return 0;
}
