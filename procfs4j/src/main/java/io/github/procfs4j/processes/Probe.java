package io.github.procfs4j.processes;

import java.util.function.LongSupplier;

/**
 * Determines whether a task can have run since its files were read.
 *
 * <p>{@code schedstat} counts each time that a task gets a CPU ({@code sched_info_arrive} in {@code
 * kernel/sched/stats.h}), and contains its run time, which the kernel adds up at each tick and when
 * the task leaves the CPU. So a task whose {@code schedstat} has been the same for longer than a
 * tick was on no CPU all that time. A task may still be about to leave its CPU when its {@code
 * schedstat} is final, and its switch is counted after that. Its files therefore count only if they
 * were read some time after this text was first seen.
 *
 * <p>Where the kernel does not count this, all numbers are zero (CONFIG_SCHED_INFO; before Linux
 * 5.14 also {@code nodelayacct}).
 */
final class Probe {
  /** Longer than any tick, which is at most 10 ms, even if a hypervisor delays it. */
  static final long SETTLED_NANOS = 100_000_000;

  private static final int UNKNOWN = -1;

  private byte[] runs = {};
  private int runsLength = UNKNOWN;

  /** When {@link #runs} was first seen. */
  private long since;

  private boolean isSettled;

  private byte[] memory = {};
  private int memoryLength = UNKNOWN;

  /** Forgets everything: the files must be read again. */
  void forget() {
    runsLength = UNKNOWN;
    memoryLength = UNKNOWN;
    isSettled = false;
  }

  /**
   * Takes a text of {@code schedstat} that was just read.
   *
   * @param clock has the time now, later than the beginning of the sample
   * @return whether the task has not run since its files were read
   */
  boolean hasNotRun(Batch from, int text, LongSupplier clock) {
    if (runsLength != UNKNOWN && from.isEqual(text, runs, 0, runsLength)) {
      return isSettled;
    }
    isSettled = false;
    int length = from.length(text);
    if (length <= 0 || from.texts().get(from.begin(text)) == '0') {
      runsLength = UNKNOWN;
    } else {
      runs = copy(from, text, runs);
      runsLength = length;
      since = clock.getAsLong();
    }
    return false;
  }

  /** Whether the kernel counts the runs of this task. */
  boolean isCounted() {
    return runsLength != UNKNOWN;
  }

  /** Whether a text of {@code statm} is the same as when the files were read. */
  boolean hasSameMemory(Batch from, int text) {
    return memoryLength != UNKNOWN && from.isEqual(text, memory, 0, memoryLength);
  }

  /** Keeps a text of {@code statm} that was read before the files. */
  void keepMemory(Batch from, int text) {
    memory = copy(from, text, memory);
    memoryLength = from.length(text);
  }

  /** The length of the last text of {@code schedstat}; negative if it is not known. */
  int runsLength() {
    return runsLength;
  }

  /** Copies the last text of {@code schedstat}. */
  void copyRuns(byte[] to, int at) {
    System.arraycopy(runs, 0, to, at, runsLength);
  }

  /** The length of the last text of {@code statm}; negative if it is not known. */
  int memoryLength() {
    return memoryLength;
  }

  /** Copies the last text of {@code statm}. */
  void copyMemory(byte[] to, int at) {
    System.arraycopy(memory, 0, to, at, memoryLength);
  }

  /** Forgets {@code statm}, which was not read before the files. */
  void forgetMemory() {
    memoryLength = UNKNOWN;
  }

  private static byte[] copy(Batch from, int text, byte[] to) {
    int length = from.length(text);
    byte[] copy = to.length < length ? new byte[length + length / 4] : to;
    from.texts().get(from.begin(text), copy, 0, length);
    return copy;
  }

  /**
   * Notes that all files were read.
   *
   * @param now when this sample began
   */
  void read(long now) {
    isSettled = runsLength != UNKNOWN && now - since >= SETTLED_NANOS;
  }

  /** Whether the task has been on no CPU since before its files were read. */
  boolean isSettled() {
    return isSettled;
  }
}
