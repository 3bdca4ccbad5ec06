/* To be preloaded: the wall clock is an hour back as soon as there is a file SETBACK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  const char *file = clock == CLOCK_REALTIME ? getenv("SETBACK") : NULL;
  if (file && access(file, F_OK) == 0) time->tv_sec -= 3600;
  return result;
}
