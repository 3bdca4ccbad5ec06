package io.github.procfs4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The limits of an action.
 *
 * @param seconds seconds of CPU time, not of a clock, because a machine may be busy or stopped
 * @param bytes bytes of allocated memory, whether or not it is kept
 */
record Limits(int seconds, long bytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e9;

  /**
   * The limits for a recording of this length: a second and 64 MB for each MB, and the same in
   * addition. The time is tripled, because the fuzzer's instrumentation slows it down and the
   * machine may be busy. Far more may be allocated, because most of that is soon free; the heap of
   * the fuzzer limits what is kept.
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
   * Runs an action and checks the limits. The first run loads and instruments classes: if it
   * exceeds them, the action is run again, and that run counts.
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

  /** The usage of an action; empty if it was within the limits. */
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
