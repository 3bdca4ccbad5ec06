package io.github.procfs4j.process;

import io.github.procfs4j.io.ResourceUsage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM's process has used since it began, and what it holds, as it was when it was read:
 * all its threads together, those that have ended included. Immutable.
 *
 * <p>The kernel sums up no run delay of a process: that is a number of each {@linkplain
 * OwnThread#runDelayNanos thread}.
 */
public final class OwnUsage {
  private static final long NANOS_PER_MICRO = 1_000;

  private final long userNanos;
  private final long systemNanos;
  private final OptionalLong voluntarySwitches;
  private final OptionalLong involuntarySwitches;
  private final long minorFaults;
  private final long majorFaults;
  private final long residentBytes;
  private final OptionalLong peakResidentBytes;
  private final long threads;

  /**
   * What these files say.
   *
   * @param usage what the kernel said; null where native access is not enabled
   */
  OwnUsage(
      @Nullable ResourceUsage usage,
      ProcessStat stat,
      ProcessStatm statm,
      ProcessStatus status,
      long nanosPerTick,
      long pageSize) {
    if (usage == null) {
      userNanos = stat.utime() * nanosPerTick;
      systemNanos = stat.stime() * nanosPerTick;
      voluntarySwitches = OptionalLong.empty();
      involuntarySwitches = OptionalLong.empty();
    } else {
      userNanos = usage.userMicros() * NANOS_PER_MICRO;
      systemNanos = usage.systemMicros() * NANOS_PER_MICRO;
      voluntarySwitches = OptionalLong.of(usage.voluntarySwitches());
      involuntarySwitches = OptionalLong.of(usage.involuntarySwitches());
    }
    minorFaults = stat.minflt();
    majorFaults = stat.majflt();
    residentBytes = statm.resident() * pageSize;
    peakResidentBytes = status.vmHWM();
    threads = stat.numThreads();
  }

  /** CPU time, in nanoseconds: {@link #userNanos} and {@link #systemNanos} together. */
  public long cpuNanos() {
    return userNanos + systemNanos;
  }

  /**
   * CPU time outside the kernel, in nanoseconds: in steps of a microsecond where native access is
   * enabled (getrusage(2)), else in steps of a tick, as {@code stat} has it.
   */
  public long userNanos() {
    return userNanos;
  }

  /** CPU time in the kernel, in nanoseconds, in the same steps. */
  public long systemNanos() {
    return systemNanos;
  }

  /**
   * How often a thread gave up its CPU, mostly to wait for something; empty where native access is
   * not enabled, as no file of procfs has it for a whole process. getrusage(2).
   */
  public OptionalLong voluntarySwitches() {
    return voluntarySwitches;
  }

  /** How often a thread lost its CPU to another; empty where native access is not enabled. */
  public OptionalLong involuntarySwitches() {
    return involuntarySwitches;
  }

  /** Page faults that needed no reading from a disk. {@code stat}. */
  public long minorFaults() {
    return minorFaults;
  }

  /** Page faults that had to read from a disk. {@code stat}. */
  public long majorFaults() {
    return majorFaults;
  }

  /** Memory of the process in RAM, in bytes: heap, code, stacks and the rest. {@code statm}. */
  public long residentBytes() {
    return residentBytes;
  }

  /** The most that it has been, in bytes; empty if the kernel does not print it. {@code status}. */
  public OptionalLong peakResidentBytes() {
    return peakResidentBytes;
  }

  /** How many threads there are, those of the JVM included. {@code stat}. */
  public long threads() {
    return threads;
  }

  /** Such as {@code OwnUsage[cpu 1403840000 ns, resident 52428800 bytes, 23 threads]}. */
  @Override
  public String toString() {
    return "OwnUsage[cpu "
        + cpuNanos()
        + " ns, resident "
        + residentBytes
        + " bytes, "
        + threads
        + " threads]";
  }
}
