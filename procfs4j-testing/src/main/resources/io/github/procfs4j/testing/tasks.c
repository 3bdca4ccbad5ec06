/*
 * A process whose children and threads come and go as it is told: a command a line on its input, an
 * answer a line on its output. It ends with its input, and its children with it.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char *self;

static void wait_for_ever(void) {
  for (;;) pause();
}

/* A name of any bytes is told in hexadecimal; "-" leaves it as it is. */
static void take_name(const char *hex) {
  char name[64];
  size_t n = 0;
  if (*hex == '-') return;
  for (; hex[0] && hex[1] && n < sizeof name - 1; hex += 2) {
    char byte[3] = {hex[0], hex[1], 0};
    name[n++] = (char)strtol(byte, NULL, 16);
  }
  name[n] = 0;
  prctl(PR_SET_NAME, name);
}

static void run_another_program(int signal) {
  (void)signal;
  execl(self, "another", "--child", "with", "arguments", NULL);
  _exit(1);
}

static pid_t fork_child(const char *name) {
  int ready[2];
  char byte;
  if (pipe(ready) != 0) return -1;
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGUSR1, run_another_program);
    take_name(name);
    close(ready[0]);
    if (write(ready[1], "", 1) != 1) _exit(1);
    close(ready[1]);
    close(0);
    close(1);
    wait_for_ever();
  }
  close(ready[1]);
  if (read(ready[0], &byte, 1) != 1) child = -1;
  close(ready[0]);
  return child;
}

static pid_t fork_zombie(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  siginfo_t ended;
  waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT);
  return child;
}

/* So many forks a second for so many seconds, each of a child that ends at once. */
static pid_t fork_storm(long rate, long seconds) {
  pid_t storm = fork();
  if (storm != 0) return storm;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (long forks = 0; forks < rate * seconds;) {
    clock_gettime(CLOCK_MONOTONIC, &now);
    double passed = (double)(now.tv_sec - begin.tv_sec) + 1e-9 * (double)(now.tv_nsec - begin.tv_nsec);
    if (passed > (double)seconds) break;
    if ((double)forks > passed * (double)rate) {
      usleep(50);
      continue;
    }
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
    forks++;
  }
  _exit(0);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER, begun = PTHREAD_COND_INITIALIZER;
static long latest, ending;

static void *be_a_thread(void *nothing) {
  (void)nothing;
  long tid = syscall(SYS_gettid);
  pthread_mutex_lock(&lock);
  latest = tid;
  pthread_cond_signal(&begun);
  while (ending != tid) pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
  return NULL;
}

enum { MOST_THREADS = 16384, STACK = 65536 };

static pthread_t threads[MOST_THREADS];
static long tids[MOST_THREADS];
static int count;

static long begin_thread(void) {
  pthread_attr_t small;
  if (count == MOST_THREADS) return -1;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, STACK);
  pthread_mutex_lock(&lock);
  latest = 0;
  if (pthread_create(&threads[count], &small, be_a_thread, NULL) != 0) {
    pthread_mutex_unlock(&lock);
    return -1;
  }
  while (latest == 0) pthread_cond_wait(&begun, &lock);
  tids[count++] = latest;
  pthread_mutex_unlock(&lock);
  return latest;
}

static long begin_threads(long many) {
  long started = 0;
  while (started < many && begin_thread() > 0) started++;
  return started;
}

static void end_thread(long tid) {
  pthread_mutex_lock(&lock);
  ending = tid;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < count; i++) {
    if (tids[i] == tid) pthread_join(threads[i], NULL);
  }
}

int main(int argc, char **argv) {
  char line[256], word[64], name[130];
  self = "/proc/self/exe";
  if (argc > 1 && strcmp(argv[1], "--child") == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    wait_for_ever();
  }
  puts("ok");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    long answer = -1, a = 0, b = 0;
    if (sscanf(line, "child %129s", name) == 1) {
      answer = fork_child(name);
    } else if (sscanf(line, "name %129s", name) == 1) {
      take_name(name);
      answer = 0;
    } else if (strncmp(line, "zombie", 6) == 0) {
      answer = fork_zombie();
    } else if (strcmp(line, "thread\n") == 0) {
      answer = begin_thread();
    } else if (sscanf(line, "%63s %ld %ld", word, &a, &b) >= 2) {
      if (strcmp(word, "storm") == 0) {
        answer = fork_storm(a, b);
      } else if (strcmp(word, "wait") == 0) {
        answer = waitpid((pid_t)a, NULL, 0);
      } else if (strcmp(word, "end") == 0) {
        kill((pid_t)a, SIGKILL);
        answer = waitpid((pid_t)a, NULL, 0);
      } else if (strcmp(word, "exec") == 0) {
        answer = kill((pid_t)a, SIGUSR1);
      } else if (strcmp(word, "threads") == 0) {
        answer = begin_threads(a);
      } else if (strcmp(word, "endthread") == 0) {
        end_thread(a);
        answer = 0;
      }
    }
    printf("%ld\n", answer);
    fflush(stdout);
  }
  return 0;
}
