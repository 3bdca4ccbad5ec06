package io.github.procfs4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What an action may use at most.
 *
 * @param seconds of CPU time, not of a clock: a machine may be busy, or be stopped
 * @param bytes of memory that is allocated, whether it is held or not
 */
record Limits(int seconds, long bytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e9;

  /**
   * What a recording of this length may take: a second and 64 MB for each MB, and as much for the
   * first. It is given three times as long, as the fuzzer's own instructions slow it down and the
   * machine may be busy, and may allocate far more, as most of that is soon free; that no more is
   * held, the heap of the fuzzer sees to.
   */
  static Limits ofRecording(int length) {
    long megabytes = 2L + (length >> 20);
    return new Limits((int) (3 * megabytes), (2L << 30) * megabytes);
  }

  /** An action that may read files. */
  interface Action<E extends Exception> {
    void run() throws E;
  }

  /**
   * Runs an action and holds that it uses no more. What is run first loads classes, and has them
   * instrumented: if it used more, it is run again, and that counts.
   */
  <E extends Exception> void hold(String what, Action<E> action) throws E {
    String used = used(action);
    if (!used.isEmpty()) {
      used = used(action);
    }
    if (!used.isEmpty()) {
      throw new AssertionError(
          "%s: %s, more than %d s and %d bytes".formatted(what, used, seconds, bytes));
    }
  }

  /** What an action used; empty if it was within the limits. */
  private <E extends Exception> String used(Action<E> action) throws E {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    double usedSeconds = (THREADS.getCurrentThreadCpuTime() - cpu) / NANOS;
    long usedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    return usedSeconds <= seconds && usedBytes <= bytes
        ? ""
        : "%.1f s and %d bytes".formatted(usedSeconds, usedBytes);
  }
}
