/*
 * Processes of all kinds, each of which does something now and then and sleeps in between, so that
 * a reader cannot know which of them have run. Arguments: a directory for files, and optionally the
 * directory of a memory cgroup with a limit, in which memory is reclaimed. All of them end with the
 * input of this program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, MANY = 64 };

static const char *directory, *limited, *self;
static unsigned seed;

static unsigned below(unsigned most) {
  seed = seed * 1103515245 + 12345;
  return (seed >> 8) % most;
}

static void nap(unsigned most_ms) {
  unsigned us = below(most_ms * 1000);
  struct timespec time = {us / 1000000, us % 1000000 * 1000L};
  nanosleep(&time, NULL);
}

static pid_t start(void (*act)(void)) {
  unsigned next = below(1u << 24);
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    seed = next;
    close(0);
    close(1);
    act();
    _exit(0);
  }
  return child;
}

/* A little of everything that is counted. */
static void work(void) {
  static char *memory;
  static int zero = -1, null = -1;
  char bytes[16];
  if (zero < 0) {
    zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  }
  if (below(2) && read(zero, bytes, sizeof bytes) < 0) _exit(1);
  if (below(2) && write(null, bytes, sizeof bytes) < 0) _exit(1);
  if (below(3) == 0) {
    if (memory == NULL) {
      memory = mmap(NULL, MANY * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (memory == MAP_FAILED) _exit(1);
      memset(memory, 1, PAGE * (1 + below(MANY)));
    } else {
      munmap(memory, MANY * PAGE);
      memory = NULL;
    }
  }
  if (below(8) == 0) {
    for (volatile int i = 0, n = below(300000); i < n; i++) {
    }
  }
}

static void sleeper(void) {
  unsigned most = 1 << (6 + below(7));
  for (;;) {
    nap(most);
    work();
  }
}

/* Sleeps in state S for microseconds, again and again, and then for a while. */
static void napper(void) {
  for (;;) {
    for (unsigned i = below(100); i > 0; i--) {
      struct timespec time = {0, below(60000)};
      nanosleep(&time, NULL);
      work();
    }
    nap(2000);
  }
}

static void sleep_for_ever(void) {
  for (;;) pause();
}

static void *working_thread(void *nothing) {
  (void)nothing;
  for (;;) {
    nap(700);
    work();
  }
  return NULL;
}

static void *short_thread(void *nothing) {
  (void)nothing;
  nap(400);
  work();
  return NULL;
}

static void threads(void) {
  pthread_t thread;
  for (int i = 0; i < 2; i++) pthread_create(&thread, NULL, working_thread, NULL);
  sleep_for_ever();
}

static void coming_threads(void) {
  for (;;) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, short_thread, NULL) == 0) pthread_join(thread, NULL);
    nap(900);
  }
}

/* Goes on with a thread after the first one has ended. */
static void first_thread_ends(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, working_thread, NULL);
  nap(800);
  pthread_exit(NULL);
}

static void forker(void) {
  for (;;) {
    pid_t child = fork();
    if (child == 0) {
      for (int i = below(20); i > 0; i--) work();
      nap(300);
      _exit(0);
    }
    nap(300);
    waitpid(child, NULL, 0);
    nap(600);
  }
}

static void careless_forker(void) {
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    if (fork() == 0) {
      work();
      _exit(0);
    }
    nap(700);
  }
}

/* The child uses the memory of its parent, which sleeps. */
static void vforker(void) {
  char *memory =
      mmap(NULL, MANY * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (;;) {
    pid_t child = vfork();
    if (child == 0) {
      for (int i = 0; i < 5; i++) {
        nap(200);
        memset(memory, 1, PAGE * (1 + below(MANY)));
      }
      _exit(0);
    }
    waitpid(child, NULL, 0);
    madvise(memory, MANY * PAGE, MADV_DONTNEED);
    nap(500);
  }
}

static void stopper(void) {
  pid_t victim = start(sleeper);
  for (;;) {
    nap(600);
    kill(victim, SIGSTOP);
    nap(600);
    kill(victim, SIGCONT);
  }
}

static char traced[MANY * PAGE];

/* Changes the memory of another process, and lets it run step by step. */
static void tracer(void) {
  pid_t victim = start(sleeper);
  for (;;) {
    nap(400);
    if (ptrace(PTRACE_ATTACH, victim, NULL, NULL) != 0) _exit(1);
    waitpid(victim, NULL, 0);
    for (int i = 0; i < 5; i++) {
      ptrace(PTRACE_POKEDATA, victim, traced + PAGE * below(MANY), (void *)1L);
      nap(200);
      if (below(2) && ptrace(PTRACE_SINGLESTEP, victim, NULL, NULL) == 0) {
        waitpid(victim, NULL, 0);
      }
    }
    ptrace(PTRACE_DETACH, victim, NULL, NULL);
  }
}

/* Changes what others may change of a process that does not run. */
static void meddler(void) {
  pid_t victims[3] = {start(sleeper), start(sleep_for_ever), start(threads)};
  cpu_set_t all;
  sched_getaffinity(0, sizeof all, &all);
  for (;;) {
    pid_t victim = victims[below(3)];
    struct sched_param none = {0};
    struct rlimit limit = {below(1 << 30), RLIM_INFINITY};
    cpu_set_t one;
    nap(200);
    setpriority(PRIO_PROCESS, victim, below(20));
    sched_setscheduler(victim, below(2) ? SCHED_BATCH : SCHED_OTHER, &none);
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    sched_setaffinity(victim, sizeof one, below(2) ? &one : &all);
    prlimit(victim, RLIMIT_RSS, &limit, NULL);
    setpgid(victim, below(2) ? victim : 0);
    kill(victim, SIGWINCH);
  }
}

static void orphan(void) {
  if (fork() != 0) _exit(0); /* its child is given another parent */
  prctl(PR_SET_PDEATHSIG, 0);
  for (int i = below(20); i > 0; i--) {
    nap(300);
    work();
  }
}

static void parent_of_orphans(void) {
  for (;;) {
    pid_t child = start(orphan);
    nap(600);
    waitpid(child, NULL, 0);
    nap(600);
  }
}

static void executor(void) {
  nap(900);
  work();
  char number[16];
  snprintf(number, sizeof number, "%u", below(1 << 20));
  execl(self, "again", "--exec", number, NULL);
}

static void mortals(void) {
  for (;;) {
    pid_t child = start(below(2) ? sleeper : below(2) ? napper : threads);
    nap(800);
    kill(child, below(2) ? SIGKILL : SIGTERM);
    nap(300); /* a zombie */
    waitpid(child, NULL, 0);
  }
}

/* Sleeps with a mapped file, whose pages are taken away when others need memory. */
static void reclaimed(void) {
  char path[4096];
  size_t size = 2 << 20;
  snprintf(path, sizeof path, "%s/mapped.%d", directory, (int)getpid());
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  unlink(path);
  char *page = malloc(PAGE);
  memset(page, 1, PAGE);
  for (size_t at = 0; at < size; at += PAGE) {
    if (write(file, page, PAGE) != PAGE) _exit(1);
  }
  fsync(file);
  volatile char *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) _exit(1);
  for (;;) {
    for (size_t at = 0; at < size; at += PAGE) (void)memory[at];
    nap(8000);
  }
}

static void enter_limit(void) {
  char path[4096], number[16];
  snprintf(path, sizeof path, "%s/cgroup.procs", limited);
  int procs = open(path, O_WRONLY | O_CLOEXEC);
  int length = snprintf(number, sizeof number, "%d", (int)getpid());
  if (procs < 0 || write(procs, number, length) != length) _exit(1);
  close(procs);
}

static void reclaiming(void) {
  enter_limit();
  for (int i = 0; i < 3; i++) start(reclaimed);
  sleep_for_ever();
}

/* Reads with io_uring, whose workers are threads of the process. */
static void ring(void) {
  struct io_uring_params p;
  memset(&p, 0, sizeof p);
  int fd = (int)syscall(SYS_io_uring_setup, 4, &p);
  if (fd < 0) sleep_for_ever(); /* it is not allowed here */
  char *sq = mmap(NULL, p.sq_off.array + p.sq_entries * sizeof(unsigned), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
  char *cq = mmap(NULL, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe),
                  PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_CQ_RING);
  struct io_uring_sqe *sqes = mmap(NULL, p.sq_entries * sizeof *sqes, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
  if (sq == MAP_FAILED || cq == MAP_FAILED || sqes == MAP_FAILED) _exit(1);
  unsigned *tail = (unsigned *)(sq + p.sq_off.tail), *array = (unsigned *)(sq + p.sq_off.array);
  unsigned mask = *(unsigned *)(sq + p.sq_off.ring_mask);
  unsigned *head = (unsigned *)(cq + p.cq_off.head), *end = (unsigned *)(cq + p.cq_off.tail);
  int file = open(self, O_RDONLY | O_CLOEXEC);
  static char bytes[PAGE];
  for (;;) {
    unsigned at = *tail & mask;
    memset(&sqes[at], 0, sizeof sqes[at]);
    sqes[at].opcode = IORING_OP_READ;
    sqes[at].flags = below(2) ? IOSQE_ASYNC : 0;
    sqes[at].fd = file;
    sqes[at].addr = (unsigned long)bytes;
    sqes[at].len = 1 + below(PAGE);
    array[at] = at;
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    syscall(SYS_io_uring_enter, fd, 1, 0, 0, NULL, 0);
    nap(500);
    __atomic_store_n(head, __atomic_load_n(end, __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
  }
}

int main(int count, char **arguments) {
  static void (*const kinds[])(void) = {
      sleeper,  napper,           threads, coming_threads, first_thread_ends, forker,
      vforker,  careless_forker,  stopper, tracer,         meddler,           parent_of_orphans,
      executor, sleep_for_ever,   mortals, ring};
  char byte;
  static char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0 || count < 2) return 1;
  self = path;
  if (count == 3 && strcmp(arguments[1], "--exec") == 0) {
    seed = (unsigned)atoi(arguments[2]);
    executor();
    return 1;
  }
  directory = arguments[1];
  limited = count > 2 ? arguments[2] : NULL;
  seed = 1;
  for (int times = 0; times < 3; times++) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
      if (start(kinds[i]) < 0) return 1;
    }
  }
  for (int i = 0; i < 60; i++) {
    if (start(sleeper) < 0) return 1;
  }
  if (limited != NULL) start(reclaiming);
  puts("ok");
  fflush(stdout);
  while (read(0, &byte, 1) > 0) {
  }
  return 0;
}
