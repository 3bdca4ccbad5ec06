package io.github.procfs4j.processes;

import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.process.ProcessStatus;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The resources that the process of this JVM has used since it was started, and that it held at the
 * time it was read: all threads together, including those that have ended. Immutable.
 *
 * <p>The kernel does not sum up the run delay of a process; it is available for each {@linkplain
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
   * Creates the values from these files.
   *
   * @param usage what getrusage(2) returned; null if native access is not enabled
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

  /** {@return CPU time, in nanoseconds: {@link #userNanos} and {@link #systemNanos} together} */
  public long cpuNanos() {
    return userNanos + systemNanos;
  }

  /**
   * {@return CPU time outside the kernel, in nanoseconds: in steps of a microsecond if native
   * access is enabled (getrusage(2)), otherwise in steps of a tick, from {@code stat}}
   */
  public long userNanos() {
    return userNanos;
  }

  /** {@return CPU time in the kernel, in nanoseconds, in the same steps as {@link #userNanos}} */
  public long systemNanos() {
    return systemNanos;
  }

  /**
   * {@return the number of times that a thread gave up its CPU, mostly to wait for something; empty
   * if native access is not enabled, because no file of procfs shows it for a whole process}
   * getrusage(2).
   */
  public OptionalLong voluntarySwitches() {
    return voluntarySwitches;
  }

  /**
   * {@return the number of times that a thread lost its CPU to another one; empty if native access
   * is not enabled}
   */
  public OptionalLong involuntarySwitches() {
    return involuntarySwitches;
  }

  /**
   * {@return the number of page faults that did not need to read from a disk, from {@code stat}}
   */
  public long minorFaults() {
    return minorFaults;
  }

  /** {@return the number of page faults that had to read from a disk, from {@code stat}} */
  public long majorFaults() {
    return majorFaults;
  }

  /**
   * {@return memory of the process in RAM, in bytes: heap, code, stacks and the rest; from {@code
   * statm}}
   */
  public long residentBytes() {
    return residentBytes;
  }

  /**
   * {@return the peak of {@link #residentBytes}, in bytes; empty if the kernel does not print it}
   * {@code status}.
   */
  public OptionalLong peakResidentBytes() {
    return peakResidentBytes;
  }

  /** {@return the number of threads, including those of the JVM} {@code stat}. */
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
