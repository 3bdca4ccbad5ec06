/* Threads that wait for known shares of the time, each for something else, and report how long they did.
 *
 * usage: waiting FILE [THREADS], a file on a disk that it may write to, and how many further threads only wait.
 *
 * Each waits in one call until another thread ends that wait after LONG, then sleeps for SHORT, again and again. At each
 * line of its input it prints a line: the time, and for each thread name=number,nanoseconds in that call so far, without
 * the CPU time that the call took. It ends with its input. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SLEEP, PIPE, FUTEX, DISK, LOCK, SOCKET, KINDS };

static const char *const names[] = {"sleep", "pipe", "futex", "disk", "lock", "socket"};
static const long LONG = 58000000, SHORT = 39000000;

static const char *path;
static int ends[KINDS][2];
static sem_t go[KINDS], held, released, semaphore;
static int locker, locked;
static atomic_long tids[KINDS], waited[KINDS], since[KINDS];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long now(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time)) fail("clock_gettime");
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void rest(long nanos) {
  struct timespec time = {0, nanos};
  while (clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time) == EINTR) {
  }
}

static void await(sem_t *what) {
  while (sem_wait(what)) {
  }
}

/* Ends the waits of a thread. */
static void *waker(void *argument) {
  long kind = (long)argument;
  for (;;) {
    if (kind == LOCK) {
      await(&released); /* so that it does not take the lock again before the other thread has had it */
      if (flock(locker, LOCK_EX)) fail("flock");
      sem_post(&held);
    }
    await(&go[kind]);
    rest(LONG);
    switch (kind) {
      case FUTEX:
        sem_post(&semaphore);
        break;
      case LOCK:
        if (flock(locker, LOCK_UN)) fail("flock");
        break;
      default:
        if (write(ends[kind][1], "x", 1) != 1) fail("write");
    }
  }
  return NULL;
}

static void wait_for(long kind, int disk) {
  static char block[1 << 16];
  char byte;
  switch (kind) {
    case SLEEP:
      rest(LONG);
      break;
    case PIPE:
      if (read(ends[kind][0], &byte, 1) != 1) fail("read");
      break;
    case FUTEX:
      await(&semaphore);
      break;
    case DISK:
      if (pwrite(disk, block, sizeof block, 0) < 0 || fsync(disk)) fail("fsync");
      break;
    case LOCK:
      if (flock(locked, LOCK_EX)) fail("flock");
      break;
    case SOCKET:
      if (recv(ends[kind][0], &byte, 1, 0) != 1) fail("recv");
      break;
  }
}

static void *waiter(void *argument) {
  long kind = (long)argument;
  char name[16];
  snprintf(name, sizeof name, "w-%s", names[kind]);
  pthread_setname_np(pthread_self(), name);
  int disk = kind == DISK ? open(path, O_RDWR | O_CREAT, 0600) : 0;
  if (disk < 0) fail(path);
  tids[kind] = syscall(SYS_gettid);
  for (;;) {
    if (kind == LOCK) await(&held);
    if (kind != SLEEP && kind != DISK) sem_post(&go[kind]);
    long cpu = now(CLOCK_THREAD_CPUTIME_ID);
    long begin = now(CLOCK_MONOTONIC);
    since[kind] = begin;
    wait_for(kind, disk);
    long end = now(CLOCK_MONOTONIC);
    since[kind] = 0;
    waited[kind] += end - begin - (now(CLOCK_THREAD_CPUTIME_ID) - cpu);
    if (kind == LOCK) {
      if (flock(locked, LOCK_UN)) fail("flock");
      sem_post(&released);
    }
    if (kind == SLEEP) { /* the only one that runs meanwhile */
      while (now(CLOCK_MONOTONIC) - end < SHORT) {
      }
    } else {
      rest(SHORT);
    }
  }
  return NULL;
}

static void *idle(void *argument) {
  (void)argument;
  for (;;) pause();
  return NULL;
}

static void start_idle(long threads) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 32 << 10);
  for (long i = 0; i < threads; i++) {
    pthread_t thread;
    if (pthread_create(&thread, &small, idle, NULL)) {
      fputs("not so many threads here\n", stderr);
      exit(3);
    }
  }
}

int main(int count, char **arguments) {
  if (count < 2 || count > 3) return 2;
  path = arguments[1];
  char lock[4096];
  snprintf(lock, sizeof lock, "%s.lock", path);
  locker = open(lock, O_RDWR | O_CREAT, 0600);
  locked = open(lock, O_RDWR | O_CREAT, 0600);
  if (locker < 0 || locked < 0) fail(lock);
  if (pipe(ends[PIPE]) || socketpair(AF_UNIX, SOCK_STREAM, 0, ends[SOCKET])) fail("pipe");
  sem_init(&held, 0, 0);
  sem_init(&released, 0, 1);
  sem_init(&semaphore, 0, 0);
  for (long kind = 0; kind < KINDS; kind++) {
    pthread_t thread;
    sem_init(&go[kind], 0, 0);
    if (kind != SLEEP && kind != DISK) pthread_create(&thread, NULL, waker, (void *)kind);
    pthread_create(&thread, NULL, waiter, (void *)kind);
  }
  for (long kind = 0; kind < KINDS; kind++) {
    while (!tids[kind]) rest(1000000);
  }
  start_idle(count > 2 ? atol(arguments[2]) : 0);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    printf("%ld", now(CLOCK_MONOTONIC));
    for (long kind = 0; kind < KINDS; kind++) {
      long begin = since[kind];
      long more = begin ? now(CLOCK_MONOTONIC) - begin : 0;
      printf(" %s=%ld,%ld", names[kind], tids[kind], waited[kind] + more);
    }
    putchar('\n');
    fflush(stdout);
  }
  return 0;
}
