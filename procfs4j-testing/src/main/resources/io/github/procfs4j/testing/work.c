/*
 * A process that does known amounts of work as it is told: a command a line on its input, an answer
 * of ANSWER bytes on its output. It ends with its input.
 *
 * Each answer says what the process itself knew of its use right before and right after the work, as
 * name=before,after: by getrusage(2), clock_gettime(2), TCP_INFO, and by its own count of what it gave
 * to read(2) and write(2), commands and answers included. Whatever a file of procfs says of the work
 * alone is no less than that difference; and if procfs was read between two commands "nothing", it is
 * no more than what grew from the first one's "before" to the second one's "after".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER = 1024, BUFFER = 1 << 20, ALIGNED = 65536 };

static char buffer[BUFFER] __attribute__((aligned(ALIGNED)));
static size_t page;
static long long rchar, wchar, syscr, syscw;
static int tcp[2] = {-1, -1}, udp[2] = {-1, -1};

static long long nanos(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long micros(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

/* What the process used so far. */
enum { CPU, FIRST, UTIME, STIME, MINFLT, MAJFLT, NVCSW, NIVCSW, CUTIME, CSTIME, CMINFLT,
       RCHAR, WCHAR, SYSCR, SYSCW, SEGS, RETRANS, USES };
static const char *const names[USES] = {
    "cpu", "first", "utime", "stime", "minflt", "majflt", "nvcsw", "nivcsw", "cutime", "cstime",
    "cminflt", "rchar", "wchar", "syscr", "syscw", "segs", "retrans"};

static void count_segments(int socket, long long *use) {
  struct tcp_info info;
  socklen_t length = sizeof info;
  memset(&info, 0, sizeof info);
  if (socket < 0 || getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return;
  use[SEGS] += info.tcpi_segs_out;
  use[RETRANS] += info.tcpi_total_retrans;
}

static void usage(long long *use) {
  struct rusage self, children;
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &children);
  use[UTIME] = micros(self.ru_utime);
  use[STIME] = micros(self.ru_stime);
  use[MINFLT] = self.ru_minflt;
  use[MAJFLT] = self.ru_majflt;
  use[NVCSW] = self.ru_nvcsw;
  use[NIVCSW] = self.ru_nivcsw;
  use[CUTIME] = micros(children.ru_utime);
  use[CSTIME] = micros(children.ru_stime);
  use[CMINFLT] = children.ru_minflt;
  use[RCHAR] = rchar;
  use[WCHAR] = wchar;
  use[SYSCR] = syscr;
  use[SYSCW] = syscw;
  use[SEGS] = use[RETRANS] = 0;
  count_segments(tcp[0], use);
  count_segments(tcp[1], use);
  use[FIRST] = nanos(CLOCK_THREAD_CPUTIME_ID);
  use[CPU] = nanos(CLOCK_PROCESS_CPUTIME_ID);
}

static long counted_read(int file, void *to, size_t length) {
  long result = read(file, to, length);
  syscr++;
  if (result > 0) rchar += result;
  return result;
}

static long counted_write(int file, const void *from, size_t length) {
  long result = write(file, from, length);
  syscw++;
  if (result > 0) wchar += result;
  return result;
}

/* In user mode, but for a look at the clock now and then. */
static void burn(clockid_t clock, long ms) {
  long long until = nanos(clock) + ms * 1000000LL;
  do {
    for (volatile int i = 0; i < 200000; i++) {}
  } while (nanos(clock) < until);
}

/* In the kernel: random numbers take no fault, no file and no sleep. */
static void burn_in_kernel(long ms) {
  long long until = nanos(CLOCK_PROCESS_CPUTIME_ID) + ms * 1000000LL;
  do {
    getrandom(buffer, 65536, 0);
  } while (nanos(CLOCK_PROCESS_CPUTIME_ID) < until);
}

static void *burn_in_thread(void *ms) {
  burn(CLOCK_THREAD_CPUTIME_ID, *(long *)ms);
  return NULL;
}

static int failed(void) { return -errno; }

static long thread(long ms) {
  pthread_t other;
  int error = pthread_create(&other, NULL, burn_in_thread, &ms);
  if (error == 0) pthread_join(other, NULL);
  return -error;
}

static int mode_flags(const char *mode) {
  return strcmp(mode, "direct") == 0 ? O_DIRECT : 0;
}

static long write_file(const char *path, long bytes, long chunk, const char *mode) {
  int file = open(path, O_WRONLY | O_CREAT | mode_flags(mode), 0600);
  if (file < 0) return failed();
  for (long done = 0; done < bytes; done += chunk) {
    if (counted_write(file, buffer, (size_t)chunk) != chunk) return failed();
  }
  if (strcmp(mode, "synced") == 0 && fsync(file) != 0) return failed();
  close(file);
  return 0;
}

static long read_file(const char *path, long bytes, long chunk, const char *mode) {
  int file = open(path, O_RDONLY | mode_flags(mode));
  if (file < 0) return failed();
  for (long done = 0; done < bytes; done += chunk) {
    if (counted_read(file, buffer, (size_t)chunk) != chunk) return failed();
  }
  close(file);
  return 0;
}

/* Anonymous pages, each written to for the first time. */
static char *touched(long pages) {
  size_t length = (size_t)pages * page;
  char *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  madvise(memory, length, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < length; i += page) *(volatile char *)(memory + i) = 1;
  return memory;
}

static long faults(long pages) {
  char *memory = touched(pages);
  return memory == NULL ? failed() : munmap(memory, (size_t)pages * page);
}

/* Pages of a file that are not in the page cache, each read once: the number of them. */
static long major_faults(const char *path, long pages) {
  static unsigned char resident[65536];
  size_t length = (size_t)pages * page;
  int file = open(path, O_RDONLY);
  if (file < 0 || pages > (long)sizeof resident) return failed();
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  char *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) return failed();
  madvise(memory, length, MADV_RANDOM);
  long absent = 0;
  if (mincore(memory, length, resident) != 0) return failed();
  for (long i = 0; i < pages; i++) absent += (resident[i] & 1) == 0;
  for (size_t i = 0; i < length; i += page) (void)*(volatile char *)(memory + i);
  munmap(memory, length);
  return absent;
}

/* Children one after the other, each of so much CPU time, faults and bytes written to /dev/null. */
static long children(long count, long ms, long pages, long bytes) {
  for (long i = 0; i < count; i++) {
    pid_t child = fork();
    if (child < 0) return failed();
    if (child == 0) {
      int null = open("/dev/null", O_WRONLY);
      if (ms > 0) burn(CLOCK_PROCESS_CPUTIME_ID, ms);
      if (pages > 0 && faults(pages) != 0) _exit(1);
      if (bytes > 0 && write(null, buffer, (size_t)bytes) != bytes) _exit(1);
      _exit(0);
    }
    int status;
    if (waitpid(child, &status, 0) != child || status != 0) return -1;
    if (bytes > 0) {
      wchar += bytes;
      syscw++;
    }
  }
  return 0;
}

/* The number of a child that was forked now and is gone. */
static long fork_one(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, NULL, 0);
  return child;
}

static long switches(long count) {
  for (long i = 0; i < count; i++) usleep(1000);
  return 0;
}

/* A network of its own, with nothing but a loopback device. */
static long own_network(void) {
  if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return failed();
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  int any = socket(AF_INET, SOCK_DGRAM, 0);
  if (any < 0 || ioctl(any, SIOCGIFFLAGS, &request) != 0) return failed();
  request.ifr_flags |= IFF_UP;
  if (ioctl(any, SIOCSIFFLAGS, &request) != 0) return failed();
  return close(any);
}

static int bound(int type, struct sockaddr_in *address) {
  socklen_t length = sizeof *address;
  int result = socket(AF_INET, type, 0);
  memset(address, 0, sizeof *address);
  address->sin_family = AF_INET;
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(result, (struct sockaddr *)address, length) != 0) return -1;
  if (getsockname(result, (struct sockaddr *)address, &length) != 0) return -1;
  return result;
}

/* Connects a TCP and a UDP socket to another of this process each. */
static long connect_sockets(void) {
  struct sockaddr_in address;
  int one = 1;
  int listening = bound(SOCK_STREAM, &address);
  if (listening < 0 || listen(listening, 1) != 0) return failed();
  tcp[0] = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(tcp[0], (struct sockaddr *)&address, sizeof address) != 0) return failed();
  tcp[1] = accept(listening, NULL, NULL);
  close(listening);
  if (setsockopt(tcp[0], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) return failed();
  udp[1] = bound(SOCK_DGRAM, &address);
  udp[0] = socket(AF_INET, SOCK_DGRAM, 0);
  return connect(udp[0], (struct sockaddr *)&address, sizeof address) == 0 ? 0 : failed();
}

/* Each piece is received before the next is sent: 1 if TCP had timestamps in its headers. */
static long transfer(const int *sockets, long count, long size) {
  for (long i = 0; i < count; i++) {
    if (send(sockets[0], buffer, (size_t)size, 0) != size) return failed();
    if (recv(sockets[1], buffer, (size_t)size, MSG_WAITALL) != size) return failed();
  }
  if (sockets != tcp) return 0;
  usleep(300000); /* an acknowledgment may be delayed by 200 ms */
  struct tcp_info info;
  socklen_t length = sizeof info;
  if (getsockopt(tcp[0], IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return failed();
  return info.tcpi_options & TCPI_OPT_TIMESTAMPS ? 1 : 0;
}

static int locked = -1;

static long lock(const char *path, long start, long length) {
  struct flock region = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  locked = open(path, O_RDWR | O_CREAT, 0600);
  return locked < 0 || fcntl(locked, F_SETLK, &region) != 0 ? failed() : 0;
}

/* The device that a file stands on, as major * 2^20 + minor. */
static long device(const char *path) {
  struct stat file;
  if (stat(path, &file) != 0) return failed();
  return ((long)major(file.st_dev) << 20) + (long)minor(file.st_dev);
}

static long work(const char *line) {
  char path[4096], mode[16];
  long a = 0, b = 0, c = 0, d = 0;
  if (strcmp(line, "nothing") == 0) return 0;
  if (strcmp(line, "fork") == 0) return fork_one();
  if (strcmp(line, "network") == 0) return own_network();
  if (strcmp(line, "sockets") == 0) return connect_sockets();
  if (strcmp(line, "unlock") == 0) return close(locked);
  if (sscanf(line, "user %ld", &a) == 1) return burn(CLOCK_PROCESS_CPUTIME_ID, a), 0;
  if (sscanf(line, "system %ld", &a) == 1) return burn_in_kernel(a), 0;
  if (sscanf(line, "thread %ld", &a) == 1) return thread(a);
  if (sscanf(line, "faults %ld", &a) == 1) return faults(a);
  if (sscanf(line, "hold %ld", &a) == 1) return touched(a) == NULL ? failed() : 0;
  if (sscanf(line, "switches %ld", &a) == 1) return switches(a);
  if (sscanf(line, "children %ld %ld %ld %ld", &a, &b, &c, &d) == 4) return children(a, b, c, d);
  if (sscanf(line, "udp %ld %ld", &a, &b) == 2) return transfer(udp, a, b);
  if (sscanf(line, "tcp %ld %ld", &a, &b) == 2) return transfer(tcp, a, b);
  if (sscanf(line, "write %ld %ld %15s %4095s", &a, &b, mode, path) == 4) {
    return write_file(path, a, b, mode);
  }
  if (sscanf(line, "read %ld %ld %15s %4095s", &a, &b, mode, path) == 4) {
    return read_file(path, a, b, mode);
  }
  if (sscanf(line, "major %ld %4095s", &a, path) == 2) return major_faults(path, a);
  if (sscanf(line, "truncate %4095s", path) == 1) return truncate(path, 0) == 0 ? 0 : failed();
  if (sscanf(line, "lock %ld %ld %4095s", &a, &b, path) == 3) return lock(path, a, b);
  if (sscanf(line, "device %4095s", path) == 1) return device(path);
  return -ENOSYS;
}

int main(void) {
  static char line[8192], answer[ANSWER + 1];
  static long long before[USES], after[USES];
  page = (size_t)sysconf(_SC_PAGESIZE);
  memset(buffer, 1, sizeof buffer);
  for (;;) {
    long length = counted_read(0, line, sizeof line - 1);
    if (length <= 0) return 0;
    line[length - 1] = 0; /* a command comes whole, and alone */
    usage(before);
    long result = work(line);
    usage(after);
    int used = snprintf(answer, sizeof answer, "result=%ld,%ld", result, result);
    for (int i = 0; i < USES; i++) {
      used += snprintf(answer + used, sizeof answer - (size_t)used, " %s=%lld,%lld", names[i],
                       before[i], after[i]);
    }
    memset(answer + used, ' ', sizeof answer - (size_t)used);
    answer[ANSWER - 1] = '\n';
    if (counted_write(1, answer, ANSWER) != ANSWER) return 1;
  }
}
